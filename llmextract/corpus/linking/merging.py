"""What the reports of one event say together: what they agree on, what they do not, and who says which."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from llmextract.corpus.linking.collectives import read_collective
from llmextract.corpus.linking.reports import fold_place, same_place
from llmextract.events import (
    Claim,
    Event,
    EventParticipant,
    HistoryStep,
    MergedField,
    MergedTopic,
    Report,
    Statement,
)
from llmextract.schemas import Attendance, Format, MeetingDate, Place, Stance, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from typing import Literal

    from llmextract.corpus.linking.actors import Registry
    from llmextract.corpus.linking.reports import LinkedReport
    from llmextract.events import Link

    FieldName = Literal["status", "format", "date", "city", "country", "venue", "outcome"]
    Told = list[tuple[str, str]]  # a report's key and what it says

__all__ = ["merge_reports"]

# Of two reports of one day, the one that settles more has the last word.
_SETTLES = (Status.UNCONFIRMED, Status.PLANNED, Status.DENIED, Status.CANCELLED, Status.HELD)
_CONTRADICT = (
    {Status.HELD, Status.DENIED},
    {Status.HELD, Status.CANCELLED},
    {Status.PLANNED, Status.DENIED},
)
_STANCES = tuple(Stance)
_REMOTE = frozenset({Format.CALL, Format.VIDEO})


def merge_reports(
    event_id: str,
    reports: Sequence[LinkedReport],
    registry: Registry,
    links: tuple[Link, ...] = (),
    doubts: tuple[Link, ...] = (),
) -> Event:
    """Make an event of its reports.

    Args:
        event_id: Its id.
        reports: At least one, the earliest first.
        registry: The actors.
        links: Why they are of one occasion.
        doubts: What was left apart.
    """
    fields = _fields(reports)
    values = {field.field: field.value for field in fields}
    return Event(
        id=event_id,
        reports=tuple(
            Report(key=report.key, article=report.article, meeting=report.meeting, actors=report.actors)
            for report in reports
        ),
        participants=_participants(reports, registry),
        status=_status(reports),
        format=Format(values.get("format") or Format.UNKNOWN),
        date=_date(values.get("date")),
        place=Place(city=values.get("city"), country=values.get("country"), venue=values.get("venue")),
        topics=_topics(reports),
        statements=_statements(reports),
        history=_history(reports),
        fields=fields,
        links=links,
        doubts=doubts,
    )


def _fields(reports: Sequence[LinkedReport]) -> tuple[MergedField, ...]:
    def told(value: Callable[[LinkedReport], str | None]) -> Told:
        return [(report.key, text) for report in reports if (text := value(report))]

    statuses = _claims(told(lambda report: report.meeting.status.value))
    fields = [
        MergedField(field="status", value=_status(reports).value, agreed=_statuses_agree(reports), claims=statuses)
    ]
    formats = told(lambda report: None if report.meeting.format is Format.UNKNOWN else report.meeting.format.value)
    days = told(lambda report: _days(report.meeting.date))
    cities = told(lambda report: report.meeting.place.city)
    rest: tuple[tuple[FieldName, tuple[Claim, ...], Callable[[str, str], bool]], ...] = (
        ("format", _claims(formats), lambda one, other: {Format(one), Format(other)} == _REMOTE),
        ("date", _claims(days, best=_length), _days_overlap),
        ("city", _claims(cities, same=lambda one, other: same_place(fold_place(one), fold_place(other))), _never),
        ("country", _claims(told(lambda report: report.meeting.place.country)), _never),
        ("venue", _claims(told(lambda report: report.meeting.place.venue), key=fold_place), _one_in_the_other),
        ("outcome", _claims(told(lambda report: report.meeting.outcome), key=fold_place), lambda _one, _other: True),
    )
    for name, claims, agree in rest:
        if claims:
            agreed = all(agree(one.value, other.value) for at, one in enumerate(claims) for other in claims[:at])
            fields.append(MergedField(field=name, value=claims[0].value, agreed=agreed, claims=claims))
    return tuple(fields)


def _claims(
    told: Told,
    *,
    key: Callable[[str], Hashable] = lambda text: text,
    same: Callable[[str, str], bool] | None = None,
    best: Callable[[str], int] = lambda _: 0,
) -> tuple[Claim, ...]:
    """Put equal answers together, the best supported first.

    Args:
        told: Each report's answer, in order.
        key: What is compared instead of the answer.
        same: Whether two answers that are not equal are the same.
        best: Of answers with equally many reports, the one with the least of this goes first.
    """
    if len({text for _, text in told}) == 1:
        return (Claim(value=told[0][1], reports=tuple(report for report, _ in told)),)
    groups: dict[Hashable, Told] = defaultdict(list)
    for report, text in told:
        place: Hashable = key(text)
        if same is not None and place not in groups:
            place = next((each for each in groups if same(str(each), text)), place)
        groups[place].append((report, text))
    claims = []
    for each in groups.values():
        value = _commonest(text for _, text in each)
        claims.append(Claim(value=value, reports=tuple(report for report, _ in each)))
    return tuple(sorted(claims, key=lambda claim: (-len(claim.reports), best(claim.value))))


def _commonest(texts: Iterable[str]) -> str:
    """Return the text that is there most often; of several, the first."""
    return Counter(texts).most_common(1)[0][0]


def _never(_one: str, _other: str) -> bool:
    return False


def _one_in_the_other(one: str, other: str) -> bool:
    words, others = set(fold_place(one).split()), set(fold_place(other).split())
    return words <= others or others <= words


def _days(date: MeetingDate | None) -> str | None:
    if date is None or date.start is None:
        return None
    return str(date.start) if date.start == date.end else f"{date.start}/{date.end}"


def _date(days: str | None) -> MeetingDate | None:
    if days is None:
        return None
    start, _, end = days.partition("/")
    return MeetingDate.model_validate({"start": start, "end": end or start})


def _length(days: str) -> int:
    date = _date(days)
    return 0 if date is None or date.start is None or date.end is None else (date.end - date.start).days


def _days_overlap(one: str, other: str) -> bool:
    (start, _, end), (other_start, _, other_end) = one.partition("/"), other.partition("/")
    return max(start, other_start) <= min(end or start, other_end or other_start)  # ISO dates sort as text


def _status(reports: Sequence[LinkedReport]) -> Status:
    """Return the last word on the event: that it was held stands, until it turns out that nobody says so any more."""
    statuses = {report.meeting.status for report in reports}
    if Status.HELD in statuses:
        return Status.HELD
    firm = [report for report in reports if report.meeting.status is not Status.UNCONFIRMED] or list(reports)
    return max(firm, key=lambda report: (report.published, _SETTLES.index(report.meeting.status))).meeting.status


def _statuses_agree(reports: Sequence[LinkedReport]) -> bool:
    statuses = {report.meeting.status for report in reports}
    if {Status.PLANNED, Status.CANCELLED} <= statuses and Status.HELD not in statuses:
        plans = [report.published for report in reports if report.meeting.status is Status.PLANNED]
        calls_off = [report.published for report in reports if report.meeting.status is Status.CANCELLED]
        if max(plans) > max(calls_off):  # announced again after it was called off
            return False
    return not any(pair <= statuses for pair in _CONTRADICT)


def _history(reports: Sequence[LinkedReport]) -> tuple[HistoryStep, ...]:
    """Return what was said one after the other; reports of one day that say the same are one step."""
    ordered = sorted(reports, key=lambda report: (report.published, _SETTLES.index(report.meeting.status), report.key))
    steps: list[tuple[LinkedReport, list[str]]] = []
    for report in ordered:
        if steps and steps[-1][0].meeting.status is report.meeting.status:
            steps[-1][1].append(report.key)
        else:
            steps.append((report, [report.key]))
    return tuple(
        HistoryStep(on=first.article.published, status=first.meeting.status, reports=tuple(keys))
        for first, keys in steps
    )


def _participants(reports: Sequence[LinkedReport], registry: Registry) -> tuple[EventParticipant, ...]:
    told: dict[str, Told] = defaultdict(list)
    roles: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        said: dict[str, str] = {}
        for part in report.meeting.participants:
            said.setdefault(report.actors[part.actor], part.attendance.value)
        for actor, attendance in said.items():
            told[actor].append((report.key, attendance))
            if actor in report.roles:
                roles[actor].append(report.roles[actor])
    found = []
    for actor_id in sorted(told, key=lambda each: -len(told[each])):
        linked, claims = registry.actor(actor_id), _claims(told[actor_id])
        said_of = {Attendance(claim.value) for claim in claims}
        offices = roles[actor_id]
        found.append(
            EventParticipant(
                actor=actor_id,
                name=linked.name,
                kind=linked.kind,
                country=linked.country,
                role=_commonest(offices) if offices else None,
                attendance=_attendance(said_of),
                claims=claims,
                agreed=not {Attendance.CONFIRMED, Attendance.DENIED} <= said_of,
            )
        )
    return tuple(found)


def _attendance(said: set[Attendance]) -> Attendance:
    if Attendance.DENIED in said:
        return Attendance.UNCONFIRMED if Attendance.CONFIRMED in said else Attendance.DENIED
    return Attendance.CONFIRMED if Attendance.CONFIRMED in said else Attendance.UNCONFIRMED


def _topics(reports: Sequence[LinkedReport]) -> tuple[MergedTopic, ...]:
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    keys: dict[str, dict[str, None]] = defaultdict(dict)
    for report in reports:
        for topic in report.meeting.topics:
            labels[topic.category].setdefault(topic.label.casefold(), topic.label)
            keys[topic.category][report.key] = None
    return tuple(
        MergedTopic.model_validate(
            {"category": category, "labels": tuple(labels[category].values()), "reports": tuple(keys[category])}
        )
        for category in sorted(labels, key=lambda each: (-len(keys[each]), each))
    )


def _statements(reports: Iterable[LinkedReport]) -> tuple[Statement, ...]:
    """Return who says what of the event; "the Ministry of Trade" and "Trade Ministry" are one source."""
    names: dict[tuple[Hashable, Stance], list[str]] = defaultdict(list)
    keys: dict[tuple[Hashable, Stance], dict[str, None]] = defaultdict(dict)
    for report in reports:
        for source in report.meeting.sources:
            read = read_collective(source.name)
            place = ((read.words, read.country), source.stance)
            names[place].append(source.name)
            keys[place][report.key] = None
    found = [
        Statement(source=_commonest(said), stance=place[1], reports=tuple(keys[place])) for place, said in names.items()
    ]
    return tuple(sorted(found, key=lambda each: (_STANCES.index(each.stance), -len(each.reports), each.source)))
