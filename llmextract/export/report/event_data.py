"""What the page is told of events: linked ones with all their reports, and every other meeting as its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llmextract.events import key_of
from llmextract.export.report.article_data import slim
from llmextract.schemas import Attendance, Stance, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from llmextract.events import Claim, Event
    from llmextract.schemas import Actor, Extraction, Meeting

ReportPlaces = dict[str, tuple[int, int]]
"""A report's key -> the article's number on the page, and the meeting's number in it."""


class ActorTable:
    """The actors of all events, each with a number.

    Linked actors are told apart by their id, others by name and country alone.
    """

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}

    def number(self, key: str, name: str, kind: str, country: str | None) -> int:
        """Return the actor's number, entering it on its first occurrence."""
        if key not in self._numbers:
            self._numbers[key] = len(self.rows)
            self.rows.append(slim({"name": name, "kind": kind, "country": country}))
        return self._numbers[key]


def linked_event(event: Event, places: ReportPlaces, actors: ActorTable) -> dict[str, Any]:
    """Return what the page is told of an event that linking found.

    Args:
        event: The event.
        places: Where its reports stand on the page.
        actors: Takes in its participants.
    """
    numbers = {report.key: number for number, report in enumerate(event.reports)}

    def claims(given: Iterable[Claim]) -> list[list[Any]]:
        return [[claim.value, [numbers[key] for key in claim.reports if key in numbers]] for claim in given]

    confidences = [report.meeting.confidence for report in event.reports if report.meeting.confidence is not None]
    return slim(
        {
            "id": event.id,
            "status": event.status.value,
            "format": event.format.value,
            "date": _days(event),
            "dateText": event.date and event.date.text,
            "place": _place(event),
            "who": [
                slim(
                    {
                        "actor": actors.number(part.actor, part.name, part.kind.value, part.country),
                        "role": part.role,
                        "attendance": part.attendance.value,
                        "contested": not part.agreed,
                        "claims": [] if part.agreed else claims(part.claims),
                    }
                )
                for part in event.participants
            ],
            "topics": [{"category": topic.category.value, "labels": list(topic.labels)} for topic in event.topics],
            "says": [
                {
                    "name": said.source,
                    "stance": said.stance.value,
                    "reports": [numbers[key] for key in said.reports if key in numbers],
                }
                for said in event.statements
            ],
            "history": [
                slim({"on": step.on and step.on.isoformat(), "status": step.status.value}) for step in event.history
            ],
            "fields": [
                {"field": field.field, "value": field.value, "claims": claims(field.claims)}
                for field in event.fields
                if not field.agreed
            ],
            "reasons": list({reason.text: None for link in event.links for reason in link.reasons}),
            "reports": [list(places[report.key]) for report in event.reports],
            "confidence": max(confidences, default=None),
            "contested": event.contested or any(is_contested(report.meeting) for report in event.reports),
        }
    )


def own_event(record: Extraction, meeting: Meeting, places: ReportPlaces, actors: ActorTable) -> dict[str, Any]:
    """Return what the page is told of a meeting that no event includes: an event with one report.

    Args:
        record: The record.
        meeting: The meeting, one of that record.
        places: Where it stands on the page.
        actors: Takes in its participants.
    """
    by_id = {actor.id: actor for actor in record.actors}
    key = key_of(record.article.id, meeting.id)
    topics: dict[str, list[str]] = {}
    for topic in meeting.topics:
        topics.setdefault(topic.category.value, []).append(topic.label)
    return slim(
        {
            "id": key,
            "status": meeting.status.value,
            "format": meeting.format.value,
            "date": _days(meeting),
            "dateText": meeting.date and meeting.date.text,
            "place": _place(meeting),
            "who": [
                slim(
                    {
                        "actor": _unlinked(by_id[part.actor], actors),
                        "role": by_id[part.actor].role,
                        "attendance": part.attendance.value,
                    }
                )
                for part in meeting.participants
            ],
            "topics": [{"category": category, "labels": labels} for category, labels in topics.items()],
            "says": [
                {"name": source.name, "stance": source.stance.value, "reports": [0]} for source in meeting.sources
            ],
            "reports": [list(places[key])],
            "confidence": meeting.confidence,
            "contested": is_contested(meeting),
        }
    )


def is_contested(meeting: Meeting) -> bool:
    """Return whether one article has somebody deny the meeting or somebody's part in it that others assert."""
    stances = {source.stance for source in meeting.sources}
    attendances = {part.attendance for part in meeting.participants}
    return (
        {Stance.ASSERTS, Stance.DENIES} <= stances
        or Attendance.DENIED in attendances
        or meeting.status is Status.DENIED
    )


def _unlinked(actor: Actor, actors: ActorTable) -> int:
    return actors.number(
        f"{' '.join(actor.name.split()).casefold()}|{actor.country}", actor.name, actor.kind.value, actor.country
    )


def _days(of: Event | Meeting) -> list[str] | None:
    if of.date is None or of.date.start is None or of.date.end is None:
        return None
    return [of.date.start.isoformat(), of.date.end.isoformat()]


def _place(of: Event | Meeting) -> Mapping[str, str]:
    return slim({"city": of.place.city, "country": of.place.country, "venue": of.place.venue})


def event_rows(
    records: Sequence[Extraction], events: Iterable[Event], places: ReportPlaces, actors: ActorTable
) -> list[dict[str, Any]]:
    """Return the rows of all events, and of all meetings that are in none.

    Args:
        records: The records.
        events: What linking gave.
        places: Where each report stands on the page.
        actors: Takes in all participants.
    """
    rows = []
    told: set[str] = set()
    for event in events:
        rows.append(linked_event(event, places, actors))
        told.update(report.key for report in event.reports)
    rows += [
        own_event(record, meeting, places, actors)
        for record in records
        for meeting in record.meetings
        if key_of(record.article.id, meeting.id) not in told
    ]
    return rows
