"""Which sentences of an article are worth a question, and what each question offers to choose from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.asked_passage import AskedPassage
from llmextract.extraction.certainty import are_compatriots, is_certain, is_internal, meet_among_themselves
from llmextract.extraction.choices import allowed_statuses, without_purposes
from llmextract.extraction.circumstances import find_circumstances, find_speech
from llmextract.extraction.clause_members import CONTEXT_SENTENCES, REMEMBERED, ClauseMembers
from llmextract.extraction.clauses import is_elliptic, split_clauses
from llmextract.extraction.cues import has_cue, without_cues
from llmextract.extraction.dates import find_time_expressions
from llmextract.extraction.formats import formats_of_clause, formats_of_frame
from llmextract.extraction.frame_circumstances import belongs
from llmextract.extraction.framed import FramedMembers
from llmextract.extraction.frames import is_only_supposed
from llmextract.extraction.gathering import met_last
from llmextract.extraction.several_states import meets_alone
from llmextract.extraction.sources import find_attributions
from llmextract.extraction.syntax import PARSED_LANGUAGES, parse
from llmextract.prompting.passage import Passage, fitting_names
from llmextract.schemas import ActorKind, Format, Stance, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.frame import Frame
    from llmextract.extraction.frame_tense import Tense
    from llmextract.extraction.occasions import Report

MAX_NAMES = 24
_MAX_CONTEXT = 600  # characters


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

    @cached_property
    def _who(self) -> ClauseMembers:
        return ClauseMembers(self.article, self.cast, self.reports)

    @property
    def _is_parsed(self) -> bool:
        return self.article.language in PARSED_LANGUAGES

    @cached_property
    def _by_grammar(self) -> FramedMembers:
        return FramedMembers(self.article, self.cast, self.reports, self._who)

    def choose(self, index: int) -> Iterator[AskedPassage]:
        text = self.article.sentences[index].text
        if self._asked_before and any(source.stance is not Stance.ASSERTS for source in find_attributions(text)):
            return  # it contests what was reported: see `contests`
        if _HEADING.match(text):
            return  # it names who speaks, not who meets
        clauses = self._clauses(text)
        if len(clauses) < 2:  # noqa: PLR2004
            clauses = [(0, len(text))] if self._reports(text) or self._cue("joined", text) else []
        joining = any(self._joins(index, clause, self._who.own(index, clause)) for clause in clauses)
        framed = [] if joining else list(self._framed(index))
        if framed:
            self._asked_before.append(index)
            yield from framed
        else:
            yield from self._by_words(index, clauses)

    def _by_words(self, index: int, clauses: Sequence[tuple[int, int]]) -> Iterator[AskedPassage]:
        """Yield a question for each clause whose words speak of a meeting and that names two who may take part."""
        text = self.article.sentences[index].text
        subject: list[Member] = []
        for number, clause in enumerate(clauses):
            said = text[slice(*clause)]
            own = self._who.own(index, clause)
            together = self._who.together(index, said, own)
            if together:
                own, others = [], together
            elif number == 0:
                others = self._who.meant(index, said, own) or self._who.earlier(index, clause, own)
                subject = (
                    others[:1] if _PRONOUN.match(text) else (own or others)[: None if self._cue("team", said) else 1]
                )
            else:
                others = [member for member in subject if member not in own]
                others = (
                    others if own else [member for member in self._who.own(index, (0, clause[0])) if member not in own]
                )
            if self._joins(index, clause, own):
                persons = [member for member in own if member.kind is ActorKind.PERSON]
                yield self._asked(index, clause, persons, len(own), joins=True)
                continue
            yield from self._asked_by_words(index, clause, number, own, others, together=bool(together))

    def _asked_by_words(
        self,
        index: int,
        clause: tuple[int, int],
        number: int,
        own: list[Member],
        others: list[Member],
        *,
        together: bool,
    ) -> Iterator[AskedPassage]:
        """Yield the question about a clause, if it is worth one."""
        said = self.article.sentences[index].text[slice(*clause)]
        body = [] if together else self._body(index, clause, own)
        if self._is_parsed and (not body or is_only_supposed(self.article.sentences[index].text)):
            return  # its grammar speaks of no meeting
        members = own + others
        reported = together and (self._cue("certain", said) or self._cue("again", said))
        if is_internal(members, self.article) or (number and self._goes_on(said, own)):
            return
        if body or (len(members) > 1 and (own or number or reported or self._stands_alone(said))):
            self._asked_before.append(index)
            yield self._asked(index, clause, body or _offered(members), len(body or own), alone=bool(body))

    def _framed(self, index: int) -> Iterator[AskedPassage]:
        """Yield a question for each meeting of which grammar tells who meets whom."""
        text = self.article.sentences[index].text
        if not self._is_parsed or not self._cue("meeting", text):
            return
        found = self._by_grammar.of(index)
        starts = [meeters.frame.start for meeters in found if meeters.frame.start]
        for meeters in found:
            at = meeters.frame.start or meeters.frame.verb.start
            clause = next(span for span in (*split_clauses(text), (0, len(text))) if span[0] <= at < span[1])
            start = meeters.frame.start or clause[0]
            clause = (start, min([clause[1], *(other for other in starts if other > start)]))
            goes_alone = len(meeters.members) == 1
            if meeters.frame.doubtful or (is_internal(meeters.members, self.article) and not goes_alone):
                continue
            certain = goes_alone or not are_compatriots(meeters.members, self.article)
            asked = self._asked(index, clause, list(meeters.members), meeters.named)
            statuses = asked.passage.statuses
            if certain and statuses != (Status.CANCELLED,):
                statuses = _SAID.get(meeters.frame.tense, statuses)
                if meeters.frame.came and statuses == (Status.HELD, Status.PLANNED):
                    statuses = (Status.PLANNED,)  # "has arrived in Lima for talks with Orr"
            if len(statuses) > 1 and self._met_last(index, meeters.members):
                statuses = (self.reports[-1].draft.status,)  # "after the meeting, Orr is to leave"
            first = meeters.members[0]
            alone = goes_alone and (meets_alone(first, meeters.frame) or meet_among_themselves(first, text))
            passage = replace(asked.passage, certain=certain, complete=True, statuses=statuses, alone=alone)
            phoned = any(other.frame.is_by_phone for other in found)
            formats = formats_of_frame(meeters.frame, text[slice(*clause)], self.article.language, phoned=phoned)
            if not formats and not meeters.frame.others and self._met_last(index, meeters.members):
                formats = (self.reports[-1].draft.format,)  # "they also spoke of trade"
            if not formats and meeters.frame.start >= meeters.frame.trigger.end:  # "talks with Orr and with Novak"
                start, end = self.article.sentences[index].start, self.article.sentences[index].end
                formats = formats_of_clause(self.article, start, end, text, meeters.members)
            passage = replace(passage, formats=formats or passage.formats)
            # Where no question has room for all, who stands first is asked about.
            if passage.settled is None and len(few := _offered(list(meeters.members))) < len(meeters.members):
                asked = replace(asked, members=tuple(few), own=min(asked.own, len(few)))
                passage = replace(passage, names=tuple(member.name for member in few))
            frame = meeters.frame
            # "Their meeting came amid talk of a summit between Orr and Novak": that one is another
            of_it = frame.trigger.kind == "VERB" or frame.trigger.index <= frame.verb.index
            goes_on = (asked.continues and of_it and not frame.again) or (
                frame.known and frame.is_of_many and self._is_one_sided(index)
            )
            asked = replace(asked, severally=frame.is_open_to_several and bool(frame.others), continues=goes_on)
            asked = replace(
                asked, again=asked.again or (frame.again and not meeters.named)
            )  # "the next meeting will be"
            joins = frame.came and frame.tense is None and self._met_last(index, meeters.members)  # "came to meet him"
            last = self.reports[-1].draft if joins else None
            joins = last is not None and last.status is Status.HELD and last.format is not Format.CALL
            asked = replace(asked, joins=joins, belongs=partial(self._belongs, index, frame))
            yield replace(asked, passage=passage, came=frame.came, by_grammar=not frame.start)

    def _met_last(self, index: int, members: Sequence[Member]) -> bool:
        """Whether those who meet are those of the meeting reported right before."""
        last = self.reports[-1] if self.reports else None
        return last is not None and index - last.sentence <= CONTEXT_SENTENCES and set(members) == set(last.members)

    def _is_one_sided(self, index: int) -> bool:
        """Whether of the meeting reported right before only one is known who takes part: who hosts a summit."""
        last = self.reports[-1] if self.reports else None
        return last is not None and len(last.members) == 1 and index - last.sentence <= CONTEXT_SENTENCES

    def _belongs(self, index: int, frame: Frame, offset: int, place: bool) -> bool:
        sentence = self.article.sentences[index]
        return belongs(parse(sentence.text), frame, offset - sentence.start, place=place)

    def _body(self, index: int, clause: tuple[int, int], own: Sequence[Member]) -> list[Member]:
        """Return the one name of a clause that stands for several parties who meet: "the alliance's ministers"."""
        sentence = self.article.sentences[index]
        found = [
            member
            for member in self.cast.in_sentence(index)
            if any(clause[0] <= mention.start - sentence.start < clause[1] for mention in member.mentions)
            and meet_among_themselves(member, sentence.text[slice(*clause)])
        ]
        return found if len(found) == 1 and all(member is found[0] for member in own) else []

    def _goes_on(self, text: str, own: Sequence[Member]) -> bool:
        """Whether a second clause says what the meeting was about: "... and discussed cooperation with the bank"."""
        persons = any(member.kind is ActorKind.PERSON for member in own)
        return bool(self.reports) and not persons and _GOES_ON.match(text) is not None

    def _parties(self, text: str, members: list[Member], own: int) -> list[Member]:
        """Return who decides whether a clause is certain to report a meeting: those it names, if it names two."""
        named = own > 1 and not is_elliptic(text) and not _HE_MEETS.search(text)
        return members[:own] if named else members

    def _clauses(self, text: str) -> list[tuple[int, int]]:
        """Return the clauses of a sentence that may report a meeting; "then with Orr" goes on with the verb before."""
        found: list[tuple[int, int]] = []
        for span in split_clauses(text):
            clause = text[slice(*span)]
            goes_on = bool(found) and found[-1][1] <= span[0] and is_elliptic(clause)
            if goes_on or self._reports(clause):
                found.append(span)
        return found

    def _joins(self, index: int, clause: tuple[int, int], own: Sequence[Member]) -> bool:
        """Whether a clause only tells who else took part in the meeting reported last ("Orr led the delegation")."""
        sentence = self.article.sentences[index]
        text = sentence.text[slice(*clause)]
        persons = [member for member in own if member.kind is ActorKind.PERSON]
        if self._is_of_another(index):
            return False
        if not persons or not self.reports or not self._cue("joined", text) or self._cue("negated", text):
            return False
        if _MAY_COME.search(text):
            return False
        said = find_speech(self.article, sentence).time  # "was there, she said on Monday"
        times = find_time_expressions(text, language=self.article.language)
        if any(said is None or time.text != said.text for time in times):
            start, end = sentence.start + clause[0], sentence.start + clause[1]
            day = find_circumstances(self.article, start, end, persons, future=False).date
            if day is None or day != self.reports[-1].circumstances.date:
                return False  # of another day, it may be another meeting
        new = [member for member in persons if member not in met_last(self.reports)]
        # "attended the meeting with President Orr" tells of another one, unless Orr was told to have been there
        alone = regex.sub(r"\b(?:along|together) with\b", " ", text)  # but "attended the talks along with Orr"
        return len(persons) == 1 or 0 < len(new) < len(persons) or not self._cue("certain", alone)

    def _is_of_another(self, index: int) -> bool:
        """Whether a sentence speaks of the meeting of a body that did not meet last: "the Delta Forum's meeting"."""
        sentence = self.article.sentences[index]
        last = self.reports[-1].members if self.reports else ()
        return any(
            _MEETING_OF.search(sentence.text, endpos=mention.start - sentence.start)
            for member in self.cast.in_sentence(index)
            if member.kind is ActorKind.ORGANIZATION and member not in last
            for mention in member.mentions
            if mention.sentence == index
        )

    def _cue(self, kind: str, text: str) -> bool:
        return has_cue(kind, text, self.article.language)

    def _asked(
        self,
        index: int,
        clause: tuple[int, int],
        members: list[Member],
        own: int,
        *,
        joins: bool = False,
        alone: bool = False,
    ) -> AskedPassage:
        sentence = self.article.sentences[index]
        text = sentence.text[slice(*clause)]
        start, end = sentence.start + clause[0], sentence.start + clause[1]
        verb = without_purposes(sentence.text[: clause[1]] if is_elliptic(text) else text)
        passage = Passage(
            headline=self.article.title,
            published=self.article.published,
            before=f"{self._before(index)} {sentence.text[: clause[0]]}".strip(),
            sentence=text,
            names=tuple(member.name for member in members),
            formats=formats_of_clause(self.article, start, end, verb, members),
            statuses=(Status.CANCELLED,)
            if self._was_called_off(index, verb, members)
            else allowed_statuses(verb, self.article.language),
            certain=alone or is_certain(verb, self._parties(text, members, own), self.article, own),
            alone=alone,
        )
        one = _IS_ONE.match(text) is not None
        continues = (one or _CONTINUES.match(text) is not None) and not self._is_of_another(index)
        return AskedPassage(
            index,
            start,
            end,
            passage,
            tuple(members),
            own,
            continues,
            self._cue("again", text) and not one,
            joins,
        )

    def _was_called_off(self, index: int, text: str, members: Sequence[Member]) -> bool:
        """Whether a clause tells what was planned, and one before tells that a visit of one of them was called off."""
        if not self._cue("was_planned", text):
            return False
        return any(
            self._cue("cancelled", before.text)
            and self._cue("occasion", before.text)
            and any(member in self.cast.in_sentence(number) for member in members)
            for number, before in enumerate(self.article.sentences[:index])
            if index - number <= REMEMBERED
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
        for sentence in reversed(self.article.sentences[max(0, index - CONTEXT_SENTENCES) : index]):
            longer = f"{sentence.text} {context}".strip()
            if len(longer) > _MAX_CONTEXT:
                break
            context = longer
        return context


_SAID: Mapping[Tense | None, tuple[Status, ...]] = {
    "past": (Status.HELD,),
    "future": (Status.PLANNED,),
    "cancelled": (Status.CANCELLED,),
}
_HE_MEETS = regex.compile(
    r"\b(?:he|she)\s+(?:(?:also|later|then|has|had|will|would|is\s+to|\w+ly)\s+)*(?:met|meets?|held|holds?)\b"
)
_GOES_ON = regex.compile(
    r"and\s+(?:also\s+)?(?:discussed|reviewed|exchanged\s+views|addressed|raised|"
    r"agreed(?!\s+to\s+(?:meet|hold|visit|resume|continue|talk|speak)))\b",
    regex.IGNORECASE,
)
_PRONOUN = regex.compile(r"(?:he|she|they|il|elle|ils|er|sie|él|ella)\b", regex.IGNORECASE)
_CONTINUES = regex.compile(
    r"(?:The|This|That|These|Those|Their)\s+(?:\w+\s+){0,2}(?:meeting|talks|summit|session|discussions|conversation|negotiations)\b"
)
# "This will be the second meeting between the two": the one that was just spoken of
_IS_ONE = regex.compile(
    r"(?:This|It|That)\s+(?:will\s+be|would\s+be|is|was|marks|marked)\s+(?:the|their)\s+(?:\p{Ll}+\s+){1,3}?"
    r"(?:meeting|talks|summit|session|conversation|encounter)\b"
)
_MEETING_OF = regex.compile(r"(?r)\b(?:meeting|summit|session|conference)\s+of\s+(?:the\s+)?$")
_MAY_COME = regex.compile(r"\b(?:could|might|may)\s+(?:also\s+)?(?:be\s+)?(?:attend|join)(?:ed)?\b")
_HEADING = regex.compile(
    r"(?:Speech|Remarks|Statement|Address|Interview|Transcript|Press (?:conference|briefing)) (?:by|of|with|at)\b"
)


def _offered(members: list[Member]) -> list[Member]:
    """Return the members for whom a question has room."""
    names = [member.name for member in members[:MAX_NAMES]]
    return members[: fitting_names(names)]
