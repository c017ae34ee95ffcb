"""Which sentences of an article are worth a question, and what each question offers to choose from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.circumstances import is_place_use
from llmextract.extraction.clauses import asides, is_elliptic, purposes, split_clauses
from llmextract.extraction.countries import find_countries
from llmextract.extraction.cues import find_cues, has_cue, knows, offers, without_cues
from llmextract.extraction.dates import find_time_expressions
from llmextract.extraction.sources import find_attributions
from llmextract.prompting.passage import Passage, fitting_names
from llmextract.schemas import ActorKind, Format, Stance, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.mentions import Mention
    from llmextract.extraction.occasions import Report

MAX_NAMES = 24
_CONTEXT_SENTENCES = 2
_MAX_CONTEXT = 600  # characters
_MANY = 5  # people
_NEGATING = 14  # words
_REMEMBERED = 8  # sentences


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
        continues: Whether it speaks of the meeting reported before ("The meeting was attended by ...").
        again: Whether it says that the people had met before ("met again").
        joins: Whether it only tells who else took part in the meeting reported last; then nothing need be asked.
    """

    sentence: int
    start: int
    end: int
    passage: Passage
    members: tuple[Member, ...]
    own: int
    continues: bool = False
    again: bool = False
    joins: bool = False


def choose_passages(article: Article, cast: Cast, reports: Sequence[Report] = ()) -> Iterator[AskedPassage]:
    """Choose the sentences that may report a meeting and put a question about each.

    A sentence is asked about when it holds a word that meetings are reported with (``cues.toml``) and names
    somebody, or speaks of people named right before it and gives a time or calls something off. One that tells of
    several occasions is cut into clauses.

    Args:
        article: With its sentences.
        cast: Of that article.
        reports: What the answers to the questions so far report: a list that grows while this is iterated. "The two"
            are those who met last.

    Yields:
        The questions, in the article's order.
    """
    chooser = _Chooser(article, cast, reports)
    for index in range(len(article.sentences)):
        yield from chooser.choose(index)


@dataclass(frozen=True)
class _Chooser:
    article: Article
    cast: Cast
    reports: Sequence[Report]
    _asked_before: list[int] = field(default_factory=list)

    def choose(self, index: int) -> Iterator[AskedPassage]:
        text = self.article.sentences[index].text
        if self._asked_before and any(source.stance is not Stance.ASSERTS for source in find_attributions(text)):
            return  # it contests what was reported: see `contests`
        if _HEADING.match(text):
            return  # it names who speaks, not who meets
        clauses = self._clauses(text)
        if len(clauses) < 2:  # noqa: PLR2004
            clauses = [(0, len(text))] if self._reports(text) or self._cue("joined", text) else []
        subject: list[Member] = []
        for number, clause in enumerate(clauses):
            said = text[slice(*clause)]
            own = self._own(index, clause)
            together = self._together(index, said, own)
            if together:
                own, others = [], together
            elif number == 0:
                others = self._earlier(index, clause, own)
                subject = (
                    others[:1] if _PRONOUN.match(text) else (own or others)[: None if self._cue("team", said) else 1]
                )
            else:
                others = [member for member in subject if member not in own]
                others = others if own else [member for member in self._own(index, (0, clause[0])) if member not in own]
            if self._joins(said, own):
                yield self._asked(
                    index, clause, [member for member in own if member.kind is ActorKind.PERSON], len(own), joins=True
                )
                continue
            members = own + others
            reported = bool(together) and (self._cue("certain", said) or self._cue("again", said))
            if _is_internal(members, self.article):
                continue
            if len(members) > 1 and (own or number or reported or self._stands_alone(said)):
                self._asked_before.append(index)
                yield self._asked(index, clause, _offered(members), len(own))

    def _parties(self, text: str, members: list[Member], own: int) -> list[Member]:
        """Return who decides whether a clause is certain to report a meeting: those it names, if it names two."""
        return members[:own] if own > 1 and not is_elliptic(text) else members

    def _clauses(self, text: str) -> list[tuple[int, int]]:
        """Return the clauses of a sentence that may report a meeting; "then with Orr" goes on with the verb before."""
        found: list[tuple[int, int]] = []
        for span in split_clauses(text):
            clause = text[slice(*span)]
            goes_on = bool(found) and found[-1][1] <= span[0] and is_elliptic(clause)
            if goes_on or self._reports(clause):
                found.append(span)
        return found

    def _together(self, index: int, text: str, own: Sequence[Member]) -> list[Member]:
        """Return those who met last where a clause speaks of them together: "the two", "the foreign ministers"."""
        if not self.reports or any(member.kind is not ActorKind.GROUP for member in own):
            return []
        last = self.reports[-1]
        near = index - last.sentence <= _REMEMBERED
        return list(last.members) if near and len(last.members) > 1 and self._cue("together", text) else []

    def _joins(self, text: str, own: Sequence[Member]) -> bool:
        """Whether a clause only tells who else took part in the meeting reported last ("Orr led the delegation")."""
        persons = [member for member in own if member.kind is ActorKind.PERSON]
        if not persons or not self.reports or not self._cue("joined", text) or self._cue("negated", text):
            return False
        if find_time_expressions(text, language=self.article.language):
            return False  # of another day, it may be another meeting
        return len(persons) == 1 or not self._cue("certain", text)  # "attended the meeting with President Orr"

    def _cue(self, kind: str, text: str) -> bool:
        return has_cue(kind, text, self.article.language)

    def _asked(
        self, index: int, clause: tuple[int, int], members: list[Member], own: int, *, joins: bool = False
    ) -> AskedPassage:
        sentence = self.article.sentences[index]
        text = sentence.text[slice(*clause)]
        verb = _without_purposes(sentence.text[: clause[1]] if is_elliptic(text) else text)
        passage = Passage(
            headline=self.article.title,
            published=self.article.published,
            before=f"{self._before(index)} {sentence.text[: clause[0]]}".strip(),
            sentence=text,
            names=tuple(member.name for member in members),
            formats=_formats(verb, self.article.language),
            statuses=_statuses(verb, self.article.language),
            certain=_is_certain(verb, self._parties(text, members, own), self.article, own),
        )
        start, end = sentence.start + clause[0], sentence.start + clause[1]
        continues = _CONTINUES.match(text) is not None
        return AskedPassage(
            index,
            start,
            end,
            passage,
            tuple(members),
            own,
            continues,
            self._cue("again", text),
            joins,
        )

    def _reports(self, text: str) -> bool:
        """Whether a text may report a meeting, not just say more about the last one ("The talks covered trade")."""
        called_off = self._cue("cancelled", text) and has_cue("meeting", text, self.article.language)
        return called_off or has_cue(
            "meeting", without_cues("continued", text, self.article.language), self.article.language
        )

    def _stands_alone(self, text: str) -> bool:
        """Whether a clause that names nobody may still report a meeting of its own."""
        return self._cue("cancelled", text) or bool(find_time_expressions(text, language=self.article.language))

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
        spoken_of = purposes(sentence.text)

        def takes_part(member: Member, mention: Mention) -> bool:
            start = mention.start - sentence.start
            if not clause[0] <= start < clause[1] or _within(start, aside):
                return False
            if member.kind is ActorKind.ORGANIZATION and _TOLD.search(sentence.text, endpos=start):
                return False
            if member.kind is ActorKind.COUNTRY and not mention.party:
                owner = _OWNER.match(sentence.text, pos=mention.end - sentence.start) is not None
                if owner or is_place_use(sentence.text, start):
                    return False
            return member.kind is ActorKind.PERSON or not _within(start, quoted)

        named = [
            member
            for member in self.cast.in_sentence(index)
            if any(takes_part(member, mention) for mention in member.mentions if mention.sentence == index)
        ]
        meeting = [member for member in named if not self._only_within(member, index, spoken_of)]
        named = meeting
        others = [member for member in named if member.kind is not ActorKind.COUNTRY or self._is_side(member, index)]
        named = others if len(others) > 1 else named
        # A group alone ("the talks between officials of both sides") says more about the people named before.
        states = {member.country for member in named if member.country}
        if len(states) > 1 or any(member.kind is not ActorKind.GROUP for member in named):
            return named
        return [member for member in named if self._is_counterpart(member, index, clause)]

    def _is_counterpart(self, member: Member, index: int, clause: tuple[int, int]) -> bool:
        sentence = self.article.sentences[index]
        starts = [mention.start - sentence.start for mention in member.mentions if mention.sentence == index]
        return any(clause[0] <= at < clause[1] and _WITH.search(sentence.text, endpos=at) for at in starts)

    def _is_side(self, member: Member, index: int) -> bool:
        return any(mention.party for mention in member.mentions if mention.sentence == index)

    def _only_within(self, member: Member, index: int, spans: Sequence[tuple[int, int]]) -> bool:
        offset = self.article.sentences[index].start
        return all(_within(mention.start - offset, spans) for mention in member.mentions if mention.sentence == index)

    def _earlier(self, index: int, clause: tuple[int, int], own: list[Member]) -> list[Member]:
        """Return the people named before whom a clause may mean: "he", "the two", or just one side of a meeting."""
        text = self.article.sentences[index].text[slice(*clause)]
        language = self.article.language
        for member in own:  # "the Secretary" is known to be somebody whom the clause names
            for mention in member.mentions:
                if mention.described and mention.sentence == index:
                    text = text.replace(mention.name, " ")
        if own and not offers("anaphora", text, language) and (len(own) > 1 or not offers("joins", text, language)):
            return []
        for earlier in range(index - 1, max(-1, index - 1 - _CONTEXT_SENTENCES), -1):
            found = self._own(earlier, (0, len(self.article.sentences[earlier].text)))
            if found:
                return [member for member in found if member not in own]
        return []


_PRONOUN = regex.compile(r"(?:he|she|they|il|elle|ils|er|sie|él|ella)\b", regex.IGNORECASE)
_CONTINUES = regex.compile(
    r"(?:The|This|That|These|Those|Their)\s+(?:\w+\s+){0,2}(?:meeting|talks|summit|session|discussions|conversation|negotiations)\b"
)
_OWNER = regex.compile(r"['’]s?\s+(?!(?:government|delegation|officials|leaders)\b)")
_HEADING = regex.compile(
    r"(?:Speech|Remarks|Statement|Address|Interview|Transcript|Press (?:conference|briefing)) (?:by|of|with|at)\b"
)
_WITH = regex.compile(
    r"\b(?:with|met|meet|meets|meeting|received|receive|hosted|host|by|avec|mit|con)\s+(?:\p{Ll}+\s+){0,2}$"
)
_GOVERNS = regex.compile(
    r"^(?!.*\b(?:opposition|rebel|former|ex)\b).*\b(?:president|minister|premier|chancellor|king|secretary)\b", regex.I
)
_TOLD = regex.compile(r"\b(?:told|tells|telling|interview with|according to|citing)\s+(?:the\s+)?(?:\p{L}+\s+){0,2}$")


def _offered(members: list[Member]) -> list[Member]:
    """Return the members for whom a question has room."""
    names = [member.name for member in members[:MAX_NAMES]]
    return members[: fitting_names(names)]


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)


def _is_certain(text: str, members: Sequence[Member], article: Article, own: int) -> bool:
    """Whether a clause leaves no doubt that these people meet, and that they are of different parties."""
    kinds = ["certain"] if own == 1 else ["certain", "certain_of_two"]
    said = [span for kind in kinds for span in find_cues(kind, text, article.language)]
    if len(members) < 2 or not any(not _is_negated(text, span, article.language) for span in said):  # noqa: PLR2004
        return False
    parties = [_party(member, article) for member in members]
    known = {party for party in parties if party}
    offices = all(member.role for member in members)
    return len(known) > 1 or (None in parties and (bool(known) or not offices))


def _is_negated(text: str, span: tuple[int, int], language: str | None) -> bool:
    """Whether words before a cue, or the cue itself, leave doubt: "did not meet", "refused to meet", "if they meet"."""
    before = " ".join(text[: span[0]].split()[-_NEGATING:])
    return has_cue("negated", f"{before} {text[span[0] : span[1]]}", language)


def _is_internal(members: Sequence[Member], article: Article) -> bool:
    """Whether all hold offices of one government: what they do among themselves is no meeting of two parties."""
    parties = {_party(member, article) for member in members}
    governing = sum(_GOVERNS.search(member.role or "") is not None for member in members)
    if parties == {None}:  # of a list of officials from several states, each is given with his own
        return len(members) >= _MANY and 2 * governing > len(members)
    return len(parties) == 1 and governing == len(members)


def _party(member: Member, article: Article) -> str | None:
    """Return the state that a member speaks for; an office without country is of the only one named before."""
    if member.country or member.role is None:
        return member.country
    first = member.mentions[0]
    sentence = article.sentences[first.sentence]
    named = {found.code for found in find_countries(sentence.text[: first.start - sentence.start])}
    return named.pop() if len(named) == 1 else None


def _without_purposes(text: str) -> str:
    for start, end in reversed(purposes(text)):
        text = f"{text[:start]} {text[end:]}"
    return text


def _formats(text: str, language: str | None) -> tuple[Format, ...]:
    face_to_face = has_cue("in_person", text, language)
    for value, surely in ((Format.VIDEO, "surely_video"), (Format.CALL, "surely_call")):
        if knows(surely, language) and has_cue(surely, text, language) and (value is Format.VIDEO or not face_to_face):
            return (value,)
    offered = [value for value in (Format.CALL, Format.VIDEO) if offers(value.value, text, language)]
    if not knows("in_person", language):
        return (Format.IN_PERSON, *offered, Format.UNKNOWN)
    if offered:
        return (Format.IN_PERSON, *offered, Format.UNKNOWN) if face_to_face else (*offered, Format.UNKNOWN)
    if face_to_face:
        return (Format.IN_PERSON,)
    return (Format.IN_PERSON, Format.UNKNOWN) if has_cue("talks", text, language) else (Format.UNKNOWN,)


def _statuses(text: str, language: str | None) -> tuple[Status, ...]:
    coming, past = offers("planned", text, language), offers("held", text, language)
    offered = [Status.HELD] if past or not coming else []
    if coming:
        offered.append(Status.PLANNED)
    if offers("cancelled", text, language):
        offered.append(Status.CANCELLED)
    return tuple(offered)
