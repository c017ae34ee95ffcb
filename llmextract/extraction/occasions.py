"""From what single sentences report to meetings: reports of one occasion become one, denials find what they deny."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llmextract.extraction.circumstances import Circumstances, find_circumstances
from llmextract.schemas import ActorKind, Attendance, Format, Stance, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Member
    from llmextract.extraction.contests import Contest
    from llmextract.extraction.passages import AskedPassage
    from llmextract.prompting.passage import MeetingDraft
    from llmextract.prompting.topics import TopicDraft

_UNNAMED = frozenset({ActorKind.COUNTRY, ActorKind.GROUP})
_FOLLOWING = 3  # sentences
_FUTURE = frozenset({Status.PLANNED, Status.CANCELLED})


@dataclass(frozen=True)
class Report:
    """What one sentence says of one meeting.

    Attributes:
        sentence: Index of the sentence.
        members: Who takes part, as far as the sentence says.
        draft: The model's answer.
        circumstances: When and where.
        named: Whether the clause itself names two of them; else it leans on people named before ("the two").
    """

    sentence: int
    members: tuple[Member, ...]
    draft: MeetingDraft
    circumstances: Circumstances
    named: bool = True

    @classmethod
    def of(cls, asked: AskedPassage, draft: MeetingDraft, article: Article) -> Report:
        """Make the report of a draft: names become members of the cast, time and place are looked up."""
        by_name = {member.name: member for member in asked.members}
        people = dict.fromkeys(draft.people)
        members = tuple(by_name[name] for name in people)
        own = asked.members[: asked.own]
        future = draft.status in _FUTURE
        circumstances = find_circumstances(article, asked.start, asked.end, members, future=future)
        return cls(asked.sentence, members, draft, circumstances, named=sum(member in own for member in members) > 1)

    @property
    def city(self) -> str | None:
        """The city that the sentence gives."""
        place = self.circumstances.place
        return place.name if place and place.kind == "city" else None


@dataclass
class Occasion:
    """One meeting, with all that the article's sentences say of it.

    Attributes:
        reports: What single sentences say, in order.
        contests: What sources deny or decline to confirm of it.
        topics: What is discussed, as the model reports it.
    """

    reports: list[Report] = field(default_factory=list)
    contests: list[Contest] = field(default_factory=list)
    topics: tuple[TopicDraft, ...] = ()

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
        persons = {member.country for member in self.members if member.kind is ActorKind.PERSON and member.country}
        return [member for member in self.members if member.kind not in _UNNAMED or member.country not in persons]

    @property
    def is_one_sided(self) -> bool:
        """Whether nobody is named on the other side: a meeting needs two parties."""
        return len(self.participants) < 2  # noqa: PLR2004

    @property
    def status(self) -> Status:
        """A denial or a cancellation overrules what was reported; else the report that names most people decides."""
        whole = {contest.source.stance for contest in self.contests if contest.whole and not self._adds(contest)}
        if Stance.DENIES in whole:
            return Status.DENIED
        if any(report.draft.status is Status.CANCELLED for report in self.reports):
            return Status.CANCELLED
        fullest = max(self.reports, key=lambda report: len(report.members)).draft.status
        return Status.UNCONFIRMED if fullest is Status.HELD and Stance.DECLINES_TO_CONFIRM in whole else fullest

    def _adds(self, contest: Contest) -> bool:
        """Whether a contest is about somebody whom no report names: then the meeting of the others stands."""
        reported = {id(member) for report in self.reports for member in report.members}
        return any(id(member) not in reported for member in contest.members)

    @property
    def format(self) -> Format:
        """The first that is known."""
        said = [report.draft.format for report in self.reports]
        return next((value for value in said if value is not Format.UNKNOWN), Format.UNKNOWN)

    @property
    def timed(self) -> Report | None:
        """The report that gives the time: a resolved one before one that could not be resolved."""
        given = [report for report in self.reports if report.circumstances.time]
        return next((report for report in given if report.circumstances.date), given[0] if given else None)

    @property
    def placed(self) -> Report | None:
        """The report that gives the place: a city before a country."""
        given = [report for report in self.reports if report.circumstances.place]
        return next((report for report in given if report.city), given[0] if given else None)

    def attendance(self, member: Member) -> Attendance:
        """Return how sure it is that a member takes part."""
        said = {contest.attendance for contest in self.contests if member in contest.members}
        return next(
            (value for value in (Attendance.DENIED, Attendance.UNCONFIRMED) if value in said), Attendance.CONFIRMED
        )


def gather(reports: Sequence[Report]) -> list[Occasion]:
    """Put the reports of one occasion together.

    Args:
        reports: In the article's order.

    Returns:
        The occasions, in order of their first report.
    """
    occasions: list[Occasion] = []
    for report in reports:
        matching = [occasion for occasion in occasions if _is_same(occasion, report)]
        if matching:
            max(matching, key=lambda occasion: _overlap(occasion, report)).reports.append(report)
        else:
            occasions.append(Occasion([report]))
    return occasions


def distinct(reports: Iterable[Report]) -> list[Report]:
    """Leave out what says no more than another report of the same clause: same people, same format.

    Args:
        reports: Those of one clause. Of two that differ in status alone, what is not "held" stays: the model adds that.
    """
    kept: dict[object, Report] = {}
    for report in reports:
        key = (frozenset(map(id, report.members)), report.draft.format)
        if key not in kept or report.draft.status in _FUTURE:
            kept[key] = report
    return list(kept.values())


def following(occasion: Occasion, occasions: Sequence[Occasion], sentences: int) -> list[int]:
    """Return the sentences that tell what a meeting was about.

    These are the sentences that report it and those behind them, up to the next one that reports another meeting; what
    is contested is left out.

    Args:
        occasion: The meeting.
        occasions: All meetings of the article.
        sentences: How many sentences the article has.

    Returns:
        Indices in order.
    """
    others = {report.sentence for other in occasions if other is not occasion for report in other.reports}
    contested = {contest.sentence for other in occasions for contest in other.contests}
    found: set[int] = set()
    for report in occasion.reports:
        end = min((index for index in others if index > report.sentence), default=sentences)
        found.update(range(report.sentence, min(end, report.sentence + 1 + _FOLLOWING)))
    return sorted(found - contested)


def _overlap(occasion: Occasion, report: Report) -> int:
    return sum(member in occasion.members for member in report.members)


def _is_same(occasion: Occasion, report: Report) -> bool:
    shared = _overlap(occasion, report)
    if shared < min(2, len(report.members), len(occasion.members)):
        return False
    if any(known.sentence == report.sentence for known in occasion.reports):
        return False  # two clauses were asked about because they tell of two occasions
    if not all(_fit(known, report) for known in occasion.reports):
        return False
    if not report.named and report.draft.status is not Status.CANCELLED:
        return shared == len(report.members)  # "The talks covered trade": what else could it be about?
    return all(_agree(known, report) for known in occasion.reports)


def _fit(known: Report, report: Report) -> bool:
    """Whether two reports give no different days or cities."""
    then, now = known.circumstances.date, report.circumstances.date
    if then and now and (then.end < now.start or now.end < then.start):
        return False
    return not (known.city and report.city and known.city != report.city)


def _agree(known: Report, report: Report) -> bool:
    """Whether two reports say the same of how the people met, and whether they did."""
    if len({known.draft.format, report.draft.format} - {Format.UNKNOWN}) > 1:
        return False
    if min(len(known.members), len(report.members)) == 1:
        return True  # "was in Estrada for talks" and, next, with whom
    then, now = known.circumstances.date, report.circumstances.date
    return _is_future(known) == _is_future(report) or bool(then and then == now)


def _is_future(report: Report) -> bool:
    return report.draft.status in _FUTURE
