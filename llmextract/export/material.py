"""What is exported: records, the linked events they belong to, and one key for each actor across articles."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.events import key_of
from llmextract.export.gazetteer import locate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from llmextract.events import Event
    from llmextract.schemas import Actor, ArticleInfo, Extraction, Meeting, Participant, Status


@dataclass(frozen=True, slots=True)
class Person:
    """An actor's part in a meeting; also an organization, a country or a group has one.

    Attributes:
        actor: The actor, as the record has it.
        part: Its part.
        key: Its key across articles.
    """

    actor: Actor
    part: Participant
    key: str


@dataclass(frozen=True, slots=True)
class Reported:
    """One article's report of one meeting.

    Attributes:
        record: The article's record.
        meeting: The meeting.
        key: The article's id and the meeting's: ``1846cda752b69740:m1``.
        event: The id of the linked event, ``None`` where the records were not linked.
        people: Who takes part, in the record's order.
    """

    record: Extraction
    meeting: Meeting
    key: str
    event: str | None
    people: tuple[Person, ...]

    @property
    def article(self) -> ArticleInfo:
        """The article."""
        return self.record.article

    @property
    def start(self) -> str | None:
        """The meeting's first day, ISO 8601."""
        date = self.meeting.date
        return date.start.isoformat() if date and date.start else None

    @property
    def end(self) -> str | None:
        """The meeting's last day, ISO 8601."""
        date = self.meeting.date
        return date.end.isoformat() if date and date.end else None

    @property
    def date_text(self) -> str | None:
        """The article's words for the time."""
        return self.meeting.date.text if self.meeting.date else None

    @property
    def published(self) -> str | None:
        """The day of the article's publication, ISO 8601."""
        return self.article.published.isoformat() if self.article.published else None

    @property
    def coordinates(self) -> tuple[float | None, float | None, int | None]:
        """Latitude, longitude and GeoNames id of the place."""
        where = locate(self.meeting.place)
        return (where.latitude, where.longitude, where.geonames_id) if where else (None, None, None)

    @property
    def occasion(self) -> str:
        """The event's id where there is one, else the report's key: what counts as one occasion."""
        return self.event or self.key


class Material:
    """Records to be exported.

    Args:
        records: The records. Of several of the same text the last counts.
        links: The events and linked actors that the records' meetings and actors belong to: from the article's id and
            the meeting's or the actor's (``1846cda752b69740:m1``, ``1846cda752b69740:a2``) to the id of the event or of
            the linked actor. What is not in it stands for itself.
        statuses: Only meetings of these; all by default.
    """

    def __init__(
        self,
        records: Iterable[Extraction],
        links: Mapping[str, str] | None = None,
        statuses: Collection[Status] | None = None,
    ) -> None:
        given = list(records)
        self.records = tuple({record.article.id: _only(record, statuses) for record in given}.values())
        """The records, each text's once."""
        self.repeated = len(given) - len(self.records)
        """How many records were left out because a later one is of the same text."""
        self._links = links or {}

    def meetings(self) -> Iterator[Reported]:
        """Yield every report of a meeting, record by record."""
        for record in self.records:
            for meeting in record.meetings:
                people = tuple(self._person(record, part) for part in meeting.participants)
                key = key_of(record.article.id, meeting.id)
                yield Reported(record, meeting, key, self._links.get(key), people)

    def actor_key(self, record: Extraction, actor: Actor) -> str:
        """Return what is the same for an actor in all articles.

        Args:
            record: The record that the actor is of.
            actor: The actor.

        Returns:
            The id of the linked actor; without links, one that all actors of the same name and country share.
        """
        linked = self._links.get(key_of(record.article.id, actor.id))
        if linked is not None:
            return linked
        name = " ".join(actor.name.casefold().split())
        return "N" + hashlib.sha256(f"{name}\0{actor.country or ''}".encode()).hexdigest()[:12]

    def _person(self, record: Extraction, part: Participant) -> Person:
        actor = record.actor(part.actor)
        return Person(actor, part, self.actor_key(record, actor))


def links_of(events: Iterable[Event]) -> dict[str, str]:
    """Return what `Material` is told of linked events.

    Args:
        events: The events.
    """
    links = {}
    for event in events:
        for report in event.reports:
            links[report.key] = event.id
            links |= {key_of(report.article.id, actor): linked for actor, linked in report.actors.items()}
    return links


def _only(record: Extraction, statuses: Collection[Status] | None) -> Extraction:
    if statuses is None:
        return record
    meetings = tuple(meeting for meeting in record.meetings if meeting.status in statuses)
    return record.model_copy(update={"meetings": meetings})
