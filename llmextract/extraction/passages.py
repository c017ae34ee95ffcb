"""Which sentences of an article are worth a question, and what each question offers to choose from."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.circumstances import is_place_use
from llmextract.extraction.clauses import asides, split_clauses
from llmextract.extraction.dates import find_time_expressions
from llmextract.extraction.sources import find_attributions
from llmextract.prompting.passage import Passage
from llmextract.schemas import ActorKind, Format, Stance, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member

MAX_NAMES = 24
_CONTEXT_SENTENCES = 2
_MAX_CONTEXT = 600  # characters


@cache
def _cues() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("llmextract.extraction").joinpath("cues.toml").read_text(encoding="utf-8"))


@cache
def _cue_pattern(kind: str) -> regex.Pattern[str]:
    cues = "|".join(cue for language in _cues()[kind].values() for cue in language)
    return regex.compile(rf"(?<!\w)(?:{cues})(?!\w)", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedPassage:
    """A question about one sentence, or about one clause of it, and whom its names stand for.

    Attributes:
        sentence: Index of the sentence in the article.
        start: Offset of the clause in the article's text.
        end: Offset after the clause.
        passage: The question.
        members: The members of the cast that its names stand for, in the same order.
        own: How many of them the clause itself names; they come first.
    """

    sentence: int
    start: int
    end: int
    passage: Passage
    members: tuple[Member, ...]
    own: int


def choose_passages(article: Article, cast: Cast) -> list[AskedPassage]:
    """Choose the sentences that may report a meeting and put a question about each.

    A sentence is asked about when it holds a word that meetings are reported with (``cues.toml``) and names
    somebody, or speaks of people named right before it and gives a time or calls something off. One that tells of
    several occasions is cut into clauses.

    Args:
        article: With its sentences.
        cast: Of that article.

    Returns:
        The questions, in the article's order.
    """
    chooser = _Chooser(article, cast)
    return [asked for index in range(len(article.sentences)) for asked in chooser.choose(index)]


@dataclass(frozen=True)
class _Chooser:
    article: Article
    cast: Cast
    _asked_before: list[int] = field(default_factory=list)

    def choose(self, index: int) -> Iterator[AskedPassage]:
        text = self.article.sentences[index].text
        if self._asked_before and any(source.stance is not Stance.ASSERTS for source in find_attributions(text)):
            return  # it contests what was reported: see `contests`
        clauses = [span for span in split_clauses(text) if self._reports(text[slice(*span)])]
        if len(clauses) < 2:  # noqa: PLR2004
            clauses = [(0, len(text))] if self._reports(text) else []
        subject: list[Member] = []
        for number, clause in enumerate(clauses):
            own = self._own(index, clause)
            if number == 0:
                others = self._earlier(index, clause, own)
                subject = others[:1] if _PRONOUN.match(text) else (own or others)[:1]
            else:
                others = [member for member in subject if member not in own]
                others = others if own else [member for member in self._own(index, (0, clause[0])) if member not in own]
            members = own + others
            if len(members) > 1 and (own or number or self._stands_alone(text[slice(*clause)])):
                self._asked_before.append(index)
                yield self._asked(index, clause, members[:MAX_NAMES], len(own))

    def _asked(self, index: int, clause: tuple[int, int], members: list[Member], own: int) -> AskedPassage:
        sentence = self.article.sentences[index]
        text = sentence.text[slice(*clause)]
        passage = Passage(
            headline=self.article.title,
            published=self.article.published,
            before=f"{self._before(index)} {sentence.text[: clause[0]]}".strip(),
            sentence=text,
            names=tuple(member.name for member in members),
            formats=_formats(text, self.article.language),
            statuses=_statuses(text, self.article.language),
            certain=_is_certain(text, members[:own] or members),
        )
        start, end = sentence.start + clause[0], sentence.start + clause[1]
        return AskedPassage(index, start, end, passage, tuple(members), own)

    def _reports(self, text: str) -> bool:
        """Whether a text may report a meeting, not just say more about the last one ("The talks covered trade")."""
        return has_cue("meeting", _cue_pattern("continued").sub(" ", text))

    def _stands_alone(self, text: str) -> bool:
        """Whether a clause that names nobody may still report a meeting of its own."""
        return has_cue("cancelled", text) or bool(find_time_expressions(text, language=self.article.language))

    def _before(self, index: int) -> str:
        context = ""
        for sentence in reversed(self.article.sentences[max(0, index - _CONTEXT_SENTENCES) : index]):
            longer = f"{sentence.text} {context}".strip()
            if len(longer) > _MAX_CONTEXT:
                break
            context = longer
        return context

    def _own(self, index: int, clause: tuple[int, int]) -> list[Member]:
        """Return whom a clause names as possible participants.

        Organisations and governments that it only quotes are left out, and so are those in an aside ("since the rebels
        drove out Arvid") and countries that it speaks of as places or beside enough others.
        """
        sentence = self.article.sentences[index]
        quoted = [(source.start, source.end) for source in find_attributions(sentence.text)]
        aside = asides(sentence.text)

        def takes_part(member: Member, start: int) -> bool:
            if not clause[0] <= start < clause[1] or _within(start, aside):
                return False
            if member.kind is ActorKind.ORGANIZATION and _TOLD.search(sentence.text, endpos=start):
                return False
            if member.kind is ActorKind.COUNTRY and is_place_use(sentence.text, start):
                return False
            return member.kind is ActorKind.PERSON or not _within(start, quoted)

        named = [
            member
            for member in self.cast.in_sentence(index)
            if any(
                takes_part(member, mention.start - sentence.start)
                for mention in member.mentions
                if mention.sentence == index
            )
        ]
        others = [member for member in named if member.kind is not ActorKind.COUNTRY]
        named = others if len(others) > 1 else named
        # A group alone ("the talks between officials of both sides") says more about the people named before.
        states = {member.country for member in named if member.country}
        return named if len(states) > 1 or any(member.kind is not ActorKind.GROUP for member in named) else []

    def _earlier(self, index: int, clause: tuple[int, int], own: list[Member]) -> list[Member]:
        """Return the people named before whom a clause may mean: "he", "the two", or just one side of a meeting."""
        text = self.article.sentences[index].text[slice(*clause)]
        if len(own) > 1 and not offers("anaphora", text, self.article.language):
            return []
        for earlier in range(index - 1, max(-1, index - 1 - _CONTEXT_SENTENCES), -1):
            found = self._own(earlier, (0, len(self.article.sentences[earlier].text)))
            if found:
                return [member for member in found if member not in own]
        return []


_PRONOUN = regex.compile(r"(?:he|she|they|il|elle|ils|er|sie|él|ella)\b", regex.IGNORECASE)
_TOLD = regex.compile(r"\b(?:told|tells|telling|interview with|according to|citing)\s+(?:the\s+)?(?:\p{L}+\s+){0,2}$")


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def has_cue(kind: str, text: str) -> bool:
    """Return whether a text holds a cue of a kind: a table of ``cues.toml``."""
    return _cue_pattern(kind).search(text) is not None


def _is_certain(text: str, members: Sequence[Member]) -> bool:
    """Whether a clause leaves no doubt that these people meet; compatriots may well meet as one party."""
    countries = {member.country for member in members if member.country}
    unknown = sum(member.country is None for member in members)
    if has_cue("negated", text):
        return False
    return has_cue("certain", text) and len(members) > 1 and (len(countries) > 1 or unknown > 1)


def offers(kind: str, text: str, language: str | None) -> bool:
    """Return whether a text's words allow an answer; a language without cues of that kind allows every answer."""
    return (language is not None and language not in _cues()[kind]) or has_cue(kind, text)


def _formats(text: str, language: str | None) -> tuple[Format, ...]:
    offered = [value for value in (Format.CALL, Format.VIDEO) if offers(value.value, text, language)]
    return (Format.IN_PERSON, *offered, Format.UNKNOWN)


def _statuses(text: str, language: str | None) -> tuple[Status, ...]:
    coming, past = offers("planned", text, language), offers("held", text, language)
    offered = [Status.HELD] if past or not coming else []
    if coming:
        offered.append(Status.PLANNED)
    if offers("cancelled", text, language):
        offered.append(Status.CANCELLED)
    return tuple(offered)
