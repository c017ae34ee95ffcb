"""Which sentences of an article are worth a question, and what each question offers to choose from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.certainty import is_certain, is_internal
from llmextract.extraction.choices import allowed_formats, allowed_statuses, without_purposes
from llmextract.extraction.circumstances import find_circumstances, is_place_use
from llmextract.extraction.clauses import asides, is_elliptic, purposes, split_clauses
from llmextract.extraction.cues import has_cue, offers, without_cues
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
                others = self._meant(index, said, own) or self._earlier(index, clause, own)
                subject = (
                    others[:1] if _PRONOUN.match(text) else (own or others)[: None if self._cue("team", said) else 1]
                )
            else:
                others = [member for member in subject if member not in own]
                others = others if own else [member for member in self._own(index, (0, clause[0])) if member not in own]
            if self._joins(index, clause, own):
                yield self._asked(
                    index, clause, [member for member in own if member.kind is ActorKind.PERSON], len(own), joins=True
                )
                continue
            members = own + others
            reported = bool(together) and (self._cue("certain", said) or self._cue("again", said))
            if is_internal(members, self.article) or (number and self._goes_on(said, own)):
                continue
            if len(members) > 1 and (own or number or reported or self._stands_alone(said)):
                self._asked_before.append(index)
                yield self._asked(index, clause, _offered(members), len(own))

    def _goes_on(self, text: str, own: Sequence[Member]) -> bool:
        """Whether a second clause says what the meeting was about: "... and discussed cooperation with the bank"."""
        persons = any(member.kind is ActorKind.PERSON for member in own)
        return bool(self.reports) and not persons and _GOES_ON.match(text) is not None

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

    def _meant(self, index: int, text: str, own: Sequence[Member]) -> list[Member]:
        """Return whom "the delegation" or "the two ministers" means: the group, or those of that office, named last."""
        found = _THE_GROUP.search(text)
        if found is None:
            return []
        head, count = found["head"].lower(), _COUNTS.get((found["count"] or "").lower())
        before = [member for member in self.cast.members if member not in own and member.mentions[0].sentence < index]
        if count is None:
            named = [member for member in before if member.kind is ActorKind.GROUP and head in member.name.split()]
        else:
            office = head.removesuffix("s")
            named = [
                member
                for member in before
                if member.kind is ActorKind.PERSON and office in (member.role or "").lower().split()
            ]
        named.sort(key=lambda member: _last_named(member, index))
        near = [member for member in named[-(count or 1) :] if index - _last_named(member, index) <= _REMEMBERED]
        return near if len(near) == (count or 1) else []

    def _joins(self, index: int, clause: tuple[int, int], own: Sequence[Member]) -> bool:
        """Whether a clause only tells who else took part in the meeting reported last ("Orr led the delegation")."""
        sentence = self.article.sentences[index]
        text = sentence.text[slice(*clause)]
        persons = [member for member in own if member.kind is ActorKind.PERSON]
        if not persons or not self.reports or not self._cue("joined", text) or self._cue("negated", text):
            return False
        if find_time_expressions(text, language=self.article.language):
            start, end = sentence.start + clause[0], sentence.start + clause[1]
            day = find_circumstances(self.article, start, end, persons, future=False).date
            if day is None or day != self.reports[-1].circumstances.date:
                return False  # of another day, it may be another meeting
        return len(persons) == 1 or not self._cue("certain", text)  # "attended the meeting with President Orr"

    def _cue(self, kind: str, text: str) -> bool:
        return has_cue(kind, text, self.article.language)

    def _asked(
        self, index: int, clause: tuple[int, int], members: list[Member], own: int, *, joins: bool = False
    ) -> AskedPassage:
        sentence = self.article.sentences[index]
        text = sentence.text[slice(*clause)]
        verb = without_purposes(sentence.text[: clause[1]] if is_elliptic(text) else text)
        passage = Passage(
            headline=self.article.title,
            published=self.article.published,
            before=f"{self._before(index)} {sentence.text[: clause[0]]}".strip(),
            sentence=text,
            names=tuple(member.name for member in members),
            formats=self._formats(index, clause, verb, members),
            statuses=(Status.CANCELLED,)
            if self._was_called_off(index, verb, members)
            else allowed_statuses(verb, self.article.language),
            certain=is_certain(verb, self._parties(text, members, own), self.article, own),
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

    def _formats(self, index: int, clause: tuple[int, int], verb: str, members: Sequence[Member]) -> tuple[Format, ...]:
        """Return the formats that a clause allows: "spoke with Orr in Lima" tells of no call."""
        allowed = allowed_formats(verb, self.article.language)
        if Format.CALL not in allowed or Format.VIDEO in allowed or self._cue("surely_call", verb):
            return allowed
        offset = self.article.sentences[index].start
        place = find_circumstances(self.article, offset + clause[0], offset + clause[1], members, future=False).place
        return (Format.IN_PERSON,) if place is not None and place.kind == "city" else allowed

    def _was_called_off(self, index: int, text: str, members: Sequence[Member]) -> bool:
        """Whether a clause tells what was planned, and one before tells that a visit of one of them was called off."""
        if not self._cue("was_planned", text):
            return False
        return any(
            self._cue("cancelled", before.text)
            and self._cue("occasion", before.text)
            and any(member in self.cast.in_sentence(number) for member in members)
            for number, before in enumerate(self.article.sentences[:index])
            if index - number <= _REMEMBERED
        )

    def _reports(self, text: str) -> bool:
        """Whether a text may report a meeting, not just say more about the last one ("The talks covered trade")."""
        text = without_cues("no_meeting", text, self.article.language)
        if not self.reports or self._cue("cancelled", text):
            return self._cue("meeting", text)  # there is no last one, or it is called off
        return self._cue("meeting", without_cues("continued", text, self.article.language))

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
        met = [member for member in named if self._is_counterpart(member, index, clause)]
        # "Norvian officials met commanders of the Red Delta Front"
        return named if len(met) == 1 and any(member.country != met[0].country for member in named) else met

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
        first = not self.reports and self._cue("continued", text)  # "The meeting ...", and none was reported before
        means = first or offers("anaphora", text, language)
        if own and not means and (len(own) > 1 or not offers("joins", text, language)):
            return []
        for earlier in range(index - 1, max(-1, index - 1 - _CONTEXT_SENTENCES), -1):
            found = self._own(earlier, (0, len(self.article.sentences[earlier].text)))
            if found:
                others = [member for member in found if member not in own]
                # "He will also meet Orr": whom the sentence before named first
                return others[:1] if own and _SINGULAR.match(text) else others
        return []


_COUNTS = {"two": 2, "three": 3, "four": 4}
_THE_GROUP = regex.compile(
    r"\b(?:the\s+(?P<count>two|three|four)\s+(?:\p{Ll}+\s+)?(?P<head>leaders|ministers|presidents|premiers|envoys|generals|officials|"
    r"ambassadors|chiefs)|the\s+(?P<head>delegation|delegates|mission|negotiators|mediators|team))\b(?!\s+(?:of|from)\b)",
    regex.IGNORECASE,
)
_SINGULAR = regex.compile(r"(?:he|she)\b", regex.IGNORECASE)
_GOES_ON = regex.compile(
    r"and\s+(?:also\s+)?(?:discussed|reviewed|exchanged\s+views|addressed|raised|"
    r"agreed(?!\s+to\s+(?:meet|hold|visit|resume|continue|talk|speak)))\b",
    regex.IGNORECASE,
)
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
_TOLD = regex.compile(r"\b(?:told|tells|telling|interview with|according to|citing)\s+(?:the\s+)?(?:\p{L}+\s+){0,2}$")


def _last_named(member: Member, before: int) -> int:
    """Return the last sentence before another one that names somebody."""
    return max(mention.sentence for mention in member.mentions if mention.sentence < before)


def _offered(members: list[Member]) -> list[Member]:
    """Return the members for whom a question has room."""
    names = [member.name for member in members[:MAX_NAMES]]
    return members[: fitting_names(names)]


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)
