"""What the sentences of an article say of its meetings: reports of one sentence, and the occasions they add up to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.certainty import subject
from llmextract.extraction.circumstances import Circumstances, find_circumstances, is_over, with_day_of
from llmextract.extraction.cues import has_cue
from llmextract.extraction.dates import find_time_expressions, resolve_date
from llmextract.extraction.day_counts import with_counted_day
from llmextract.extraction.report_circumstances import FUTURE, read_circumstances
from llmextract.extraction.sources import Backing, find_backing
from llmextract.prompting.passage import MeetingDraft
from llmextract.schemas import ActorKind, Attendance, Format, Stance, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.asked_passage import AskedPassage
    from llmextract.extraction.cast import Member
    from llmextract.extraction.contests import Contest
    from llmextract.extraction.dates import ResolvedDate
    from llmextract.extraction.places import PlaceMention
    from llmextract.extraction.topics import FoundTopic
    from llmextract.prompting.topics import TopicDraft

_SHORT = 2  # letters
# "was postponed until Friday", "pushed back from Monday to Thursday", "were delayed and will now begin on Friday"
_MOVED = regex.compile(
    r"\b(?:postponed|rescheduled|delayed|deferred|moved|adjourned|put\s+off|(?:pushed|moved|put)\s+back)\s+"
    r"(?:(?:from\s+[^,.;]{2,30}\s)?(?:until|till|to|for)\s+(?:the\s+)?|"
    r"(?:and|but)\s+(?:will|are|is)\s+(?:now\s+)?(?:(?:due|set|scheduled|expected|to|be|take)\s+){0,4}"
    r"(?:begin|start|open|resume|place|held)\s+(?:on\s+)?)"
)
# "had said that they would meet": before the article, which may tell that they did
_FORETOLD = regex.compile(r"\bhad\s+(?:\w+\s+)?(?:said|announced|told|reported|indicated|confirmed)\b.*\bwould\b")
_TWO = 2  # people
_CLOSE = 3  # sentences
_UNNAMED = frozenset({ActorKind.COUNTRY, ActorKind.GROUP})


@dataclass(frozen=True)
class Report:
    """What one sentence says of one meeting.

    Attributes:
        sentence: Index of the sentence.
        members: Who takes part, as far as the sentence says.
        draft: The model's answer.
        circumstances: When and where.
        named: Whether the clause itself names two of them; else it leans on people named before ("the two").
        continues: Whether it begins with the meeting reported before ("The meeting was attended by ...").
        again: Whether it says that this is another meeting than the one before ("met again").
        apart: Whether it is one of several meetings of two that the clause speaks of at once.
        joins: Whether it tells who else took part ("Orr joined the talks").
        bilateral: Whether it tells of two who met by themselves, beside a larger meeting.
        certain: Whether the clause's words leave no doubt that it reports a meeting.
        backing: Who vouches for it; ``None`` for somebody named before ("they said").
        own: Those of the members whom the clause itself names.
        due: Whether it is planned for no later than the article: when others tell of it, it has taken place.
        severally: Whether its words leave open that those who met somebody did so one by one: "met", "meetings".
        introduces: Whether it names those of whom the reports before told the offices.
        alone: Whether its one member stands for several parties ("the alliance's ministers met").
        attendance: How sure the model says it is that a member takes part; where it was asked.
    """

    sentence: int
    members: tuple[Member, ...]
    draft: MeetingDraft
    circumstances: Circumstances
    named: bool = True
    continues: bool = False
    again: bool = False
    apart: bool = False
    joins: bool = False
    bilateral: bool = False
    certain: bool = False
    backing: Backing | None = None
    own: tuple[Member, ...] = ()
    alone: bool = False
    due: bool = False
    severally: bool = False
    introduces: bool = False
    attendance: Mapping[Member, Attendance] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: AskedPassage, draft: MeetingDraft, article: Article) -> Report:
        """Make the report of a draft: names become members of the cast, time and place are looked up."""
        by_name = {member.name: member for member in asked.members}
        people = dict.fromkeys(draft.people)
        members = tuple(by_name[name] for name in people)
        own = asked.members[: asked.own]
        others = asked.members[asked.own :]
        meant = others[0] if len(others) == 1 else None
        meets = subject(article, asked.start, asked.end, own, meant) if asked.passage.certain else None
        # Small models leave out who meets where several others are named: "also met with Novak and with the bank".
        left_out = meets if meets not in members else None
        if left_out and (left_out is meant or not _named_before(left_out, members, asked)):
            members = (left_out, *members)
        draft, circumstances = read_circumstances(asked, draft, members, article)
        foretold = _FORETOLD.search(asked.passage.sentence) is not None
        return cls(
            asked.sentence,
            members,
            draft,
            circumstances,
            named=sum(member in own for member in members) > 1,
            continues=asked.continues,
            again=asked.again,
            joins=asked.joins,
            bilateral=len(members) == _TWO and has_cue("bilateral", asked.passage.sentence, article.language),
            certain=asked.passage.certain,
            backing=find_backing(article.sentences[asked.sentence].text),
            own=tuple(member for member in members if member in own),
            alone=asked.passage.alone,
            severally=asked.severally,
            due=draft.status is Status.PLANNED
            and (asked.came or foretold or is_over(circumstances, article.published)),
        )

    @classmethod
    def joining(cls, asked: AskedPassage, last: Report) -> Report:
        """Make the report of a clause that only tells who else took part in the meeting that was reported last."""
        draft = MeetingDraft(asked.passage.names, last.draft.format, last.draft.status)
        return cls(asked.sentence, asked.members, draft, Circumstances(), named=False, joins=True, own=asked.members)

    def with_day_told_before(self, reports: Sequence[Report], article: Article) -> Report:
        """Return the report with the day that "on the same day" means, where a report shortly before gives one."""
        near = [known.circumstances.date for known in reports if self.sentence - known.sentence <= _CLOSE]
        before = next((day for day in reversed(near) if day), None)
        ahead = self.draft.status in FUTURE
        told = with_day_of(self.circumstances, article, before, future=ahead)
        others = [known for known in reversed(reports) if not ahead and set(known.members) != set(self.members)]
        earlier = next((known.circumstances.date for known in others if known.sentence < self.sentence), None)
        here = next((known.circumstances.date for known in others if known.sentence == self.sentence), None)
        text = article.sentences[self.sentence].text
        return replace(self, circumstances=with_counted_day(told, text, before=earlier, beside=here))

    def with_new_day(self, article: Article) -> list[Report]:
        """Return the report and, of a meeting that is called off for another day, a second one: that it is planned."""
        text = article.sentences[self.sentence].text
        moved = _MOVED.search(text) if self.draft.status is Status.CANCELLED else None
        told = find_time_expressions(text, language=article.language) if moved else []
        time = next((found for found in told if moved and found.start <= moved.end() < found.end), None)
        words = time.text[moved.end() - time.start :] if moved and time else ""
        day = resolve_date(words, article.published, future=True, language=article.language)
        if time is None or day is None:
            return [self]
        old = self.circumstances
        if old.time is not None and old.time.text == time.text:
            old = replace(old, time=None, date=None)
        new = replace(old, time=replace(time, start=time.end - len(words), text=words), date=day)
        planned = replace(self.draft, status=Status.PLANNED)
        moved_to = replace(self, draft=planned, circumstances=new, continues=False, again=True)
        return [replace(self, circumstances=old), moved_to]

    @property
    def city(self) -> str | None:
        """The city that the sentence gives."""
        place = self.circumstances.place
        return place.name if place and place.kind == "city" else None


def _named_before(meets: Member, members: Iterable[Member], asked: AskedPassage) -> bool:
    """Whether a clause names somebody before the one who meets, who may then be the subject after all."""

    def first(member: Member) -> int:
        starts = (mention.start for mention in member.mentions)
        return min((start for start in starts if asked.start <= start < asked.end), default=asked.end)

    return any(first(member) < first(meets) for member in members)


@dataclass
class Occasion:
    """One meeting, with all that the article's sentences say of it.

    Attributes:
        reports: What single sentences say, in order.
        additions: When and where, as later sentences add ("The talks took place in Vienna").
        contests: What sources deny or decline to confirm of it.
        topics: What is discussed, as sentences list it or the model reports it.
        vouching: Who vouches for it in sentences that say more of it.
        readings: How many readings of the article, by clauses and as a whole, report it.
    """

    reports: list[Report] = field(default_factory=list)
    additions: list[Circumstances] = field(default_factory=list)
    contests: list[Contest] = field(default_factory=list)
    topics: tuple[TopicDraft | FoundTopic, ...] = ()
    vouching: set[Backing | None] = field(default_factory=set)
    readings: int = 1

    @classmethod
    def contested(cls, contest: Contest, article: Article) -> Occasion:
        """Make the meeting that nothing but its contest reports."""
        sentence = article.sentences[contest.sentence]
        draft = MeetingDraft(tuple(member.name for member in contest.parties), Format.UNKNOWN, Status.HELD)
        found = find_circumstances(article, sentence.start, sentence.end, contest.parties, future=False)
        alone = len(contest.parties) == 1  # "officials of Norvia and Tavia"
        return cls([Report(contest.sentence, contest.parties, draft, found, alone=alone)], contests=[contest])

    @property
    def members(self) -> list[Member]:
        """Everybody who takes part, in order of appearance."""
        found: list[Member] = []
        for report in self.reports:
            found += [member for member in report.members if member not in found]
        for contest in self.contests:
            found += [member for member in contest.members if member not in found]
        return found

    @property
    def sentences(self) -> list[int]:
        """Indices of the sentences that speak of it, in order."""
        return sorted({*(report.sentence for report in self.reports), *(contest.sentence for contest in self.contests)})

    @property
    def participants(self) -> list[Member]:
        """The members without a government or group for whose side a person is named, as the codebook says."""
        told = self.members
        if any(report.introduces for report in self.reports):
            told = [member for member in told if member.kind is ActorKind.PERSON]
        persons = {member.country for member in told if member.kind is ActorKind.PERSON and member.country}
        named = [member for member in told if member.kind not in _UNNAMED or member.country not in persons]
        once = [member for number, member in enumerate(named) if not _repeats(member, named[:number])]
        if self._is_manned:
            once = [member for member in once if member.kind is ActorKind.PERSON]
        employers = [employer for member in once for employer in person_organisations(member, once)]
        return [member for member in once if member not in employers and not self._is_named_elsewhere(member, once)]

    @property
    def _is_manned(self) -> bool:
        """Whether the article first tells which sides met, and then who sat at the table for them."""
        first = [report for report in self.reports if not report.joins]
        told = [member for report in self.reports if report.joins for member in report.members]
        joined = {id(member) for member in told if member.kind is ActorKind.PERSON}
        sides = all(member.kind is not ActorKind.PERSON for report in first for member in report.members)
        return sides and len(joined) > 1

    def _is_named_elsewhere(self, member: Member, named: Sequence[Member]) -> bool:
        """Whether a group stands for a side that another report names: "rebels" for the Red Delta Front."""
        own = [report for report in self.reports if member in report.members]
        rest = [other for report in self.reports if report not in own for other in report.members]
        others = {id(other) for report in own for other in report.members}
        return (
            member.kind is ActorKind.GROUP
            and len(self.reports) > len(own) > 0
            and any(id(other) not in others and other.kind is not ActorKind.GROUP and other in named for other in rest)
            and not any(
                member.country and other.country and member.country != other.country
                for other in rest
                if id(other) not in others
            )
        )

    @property
    def is_one_sided(self) -> bool:
        """Whether nobody is named on the other side: a meeting needs two parties."""
        return len(self.participants) < _TWO and not any(report.alone for report in self.reports)

    @property
    def status(self) -> Status:
        """A denial or a cancellation overrules what was reported; else the report that names most people decides."""
        whole = {contest.source.stance for contest in self.contests if contest.whole and not self._adds(contest)}
        if Stance.DENIES in whole:
            return Status.DENIED
        if any(report.draft.status is Status.CANCELLED for report in self.reports):
            return Status.CANCELLED
        fullest = max(self.reports, key=lambda report: len(report.members)).draft.status
        if any(report.draft.status is Status.HELD and len(report.members) > 1 for report in self.reports):
            fullest = Status.HELD  # "went to meet Orr", and then: "the two discussed trade"
        doubtful = Stance.DECLINES_TO_CONFIRM in whole or self._is_rumour
        return Status.UNCONFIRMED if fullest is Status.HELD and doubtful else fullest

    @property
    def _is_rumour(self) -> bool:
        """Whether only sources without a name report it."""
        backing = {report.backing for report in self.reports} - {None}
        return backing == {Backing.ANONYMOUS} and Backing.NAMED not in self.vouching

    def _adds(self, contest: Contest) -> bool:
        """Whether a contest is about somebody whom no report names as present: then the others' meeting stands."""
        reported = {
            id(member)
            for report in self.reports
            for member in report.members
            if report.attendance.get(member, Attendance.CONFIRMED) is Attendance.CONFIRMED
        }
        return any(id(member) not in reported for member in contest.members)

    @property
    def format(self) -> Format:
        """The first that is known; of a meeting in a place, that people met there."""
        said = [report.draft.format for report in self.reports]
        unsaid = Format.IN_PERSON if any(report.city for report in self.reports) else Format.UNKNOWN
        return next((value for value in said if value is not Format.UNKNOWN), unsaid)

    @property
    def time(self) -> Circumstances | None:
        """The time: a resolved one before one that could not be resolved, a report's before a later addition."""
        given = [found for found in self._circumstances if found.time]
        found = next((found for found in given if found.date), given[0] if given else None)
        if found is None or found.date is None:
            return found
        # "later this month", and then: "the visit on February 21"
        return next((other for other in given if other.date and _is_within(other.date, found.date)), found)

    @property
    def place(self) -> PlaceMention | None:
        """The place: a city before a country, a report's before a later addition; a call has none."""
        if self.format in {Format.CALL, Format.VIDEO}:
            return None
        given = [found.place for found in self._circumstances if found.place]
        return next((place for place in given if place.kind == "city"), given[0] if given else None)

    @property
    def _circumstances(self) -> list[Circumstances]:
        return [*(report.circumstances for report in self.reports), *self.additions]

    def attendance(self, member: Member) -> Attendance:
        """Return how sure it is that a member takes part."""
        said = {contest.attendance for contest in self.contests if member in contest.members}
        said |= {report.attendance[member] for report in self.reports if member in report.attendance}
        if self.status is Status.DENIED:
            said.add(Attendance.DENIED)  # who denies the meeting denies that anybody was there
        elif self.status is Status.UNCONFIRMED:
            said.add(Attendance.UNCONFIRMED)
        return next(
            (value for value in (Attendance.DENIED, Attendance.UNCONFIRMED) if value in said), Attendance.CONFIRMED
        )


def _is_within(day: ResolvedDate, days: ResolvedDate) -> bool:
    """Whether one day lies in a stretch of several."""
    return days.start <= day.start == day.end <= days.end and days.start < days.end


def _repeats(member: Member, before: Sequence[Member]) -> bool:
    """Whether a group only names once more the group of a country that is there already."""
    return any(
        member.kind is other.kind is ActorKind.GROUP and member.country is not None and member.country == other.country
        for other in before
    )


def person_organisations(person: Member, members: Sequence[Member]) -> list[Member]:
    """Return the organisations among some members that a person speaks for: "Delta Bank chairman Ada Novak"."""
    if person.kind is not ActorKind.PERSON or person.role is None:
        return []
    return [
        member
        for member in members
        if member.kind is ActorKind.ORGANIZATION
        and any(
            form.split()[0] in person.role.split()
            for form in (member.name, *member.aliases)
            if len(form.split()[0]) > _SHORT
        )
    ]


def in_order(occasions: Iterable[Occasion]) -> list[Occasion]:
    """Sort meetings by the first sentence that speaks of them."""
    return sorted(occasions, key=lambda occasion: occasion.reports[0].sentence)
