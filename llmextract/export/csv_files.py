"""Tables for a spreadsheet: one row a meeting, or one row a participant.

Every cell is one line that no spreadsheet takes for a formula (`llmextract.export.inert.cell`); several values in one
cell have " | " between them.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from llmextract.export.inert import cell, one_line
from llmextract.export.sectors import sectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llmextract.export.material import Material, Reported
    from llmextract.schemas import Quote

_Value = str | int | float | None

SEPARATOR = " | "
"""Between the values of one cell."""


def write_csv(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write one row for each meeting.

    Args:
        material: What to write.
        stream: Where to; UTF-8, with commas and a line of column names.

    Returns:
        Nothing that the reader should know.
    """
    return _write(stream, MEETING_COLUMNS, (_meeting_row(reported) for reported in material.meetings()))


def write_long_csv(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write one row for each participant of each meeting.

    Args:
        material: What to write.
        stream: Where to; UTF-8, with commas and a line of column names.

    Returns:
        Nothing that the reader should know.
    """
    rows = (row for reported in material.meetings() for row in _participant_rows(reported))
    return _write(stream, PARTICIPANT_COLUMNS, rows)


def _write(stream: BinaryIO, columns: tuple[str, ...], rows: Iterable[dict[str, _Value]]) -> tuple[str, ...]:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    table = csv.DictWriter(text, columns, lineterminator="\r\n")  # RFC 4180
    table.writeheader()
    for row in rows:
        table.writerow({name: cell(value) if isinstance(value, str) else value for name, value in row.items()})
    text.detach()
    return ()


def _joined(values: Iterable[str]) -> str:
    return SEPARATOR.join(one_line(value).replace("|", "/") for value in values)


def _quotes(quotes: Iterable[Quote]) -> str:
    return _joined(quote.quote for quote in quotes)


def _meeting_row(reported: Reported) -> dict[str, _Value]:
    meeting, article = reported.meeting, reported.article
    people = reported.people
    latitude, longitude, geonames_id = reported.coordinates
    return {
        **_common(reported),
        "venue": meeting.place.venue,
        "latitude": latitude,
        "longitude": longitude,
        "geonames_id": geonames_id,
        "participants": _joined(person.actor.name for person in people),
        "roles": _joined(person.actor.role or "" for person in people),
        "countries": _joined(person.actor.country or "" for person in people),
        "attendance": _joined(person.part.attendance.value for person in people),
        "topics": _joined(topic.label for topic in meeting.topics),
        "categories": _joined(topic.category.value for topic in meeting.topics),
        "sources": _joined(source.name for source in meeting.sources),
        "stances": _joined(source.stance.value for source in meeting.sources),
        "outcome": meeting.outcome,
        "confidence": meeting.confidence,
        "evidence": _quotes(meeting.evidence),
        "title": article.title,
        "outlet": article.outlet,
        "published": reported.published,
        "language": article.language,
        "url": article.url,
        "source": article.source,
        "model": reported.record.run.model,
    }


def _common(reported: Reported) -> dict[str, _Value]:
    meeting = reported.meeting
    return {
        "meeting": reported.key,
        "event": reported.event,
        "article": reported.article.id,
        "status": meeting.status.value,
        "format": meeting.format.value,
        "date_start": reported.start,
        "date_end": reported.end,
        "date_text": reported.date_text,
        "city": meeting.place.city,
        "country": meeting.place.country,
    }


def _participant_rows(reported: Reported) -> Iterator[dict[str, _Value]]:
    for person in reported.people:
        actor, part = person.actor, person.part
        yield {
            **_common(reported),
            "actor": person.key,
            "name": actor.name,
            "aliases": _joined(actor.aliases),
            "kind": actor.kind.value,
            "role": actor.role,
            "actor_country": actor.country,
            "sectors": _joined(sectors(actor)),
            "attendance": part.attendance.value,
            "confidence": part.confidence,
            "evidence": _quotes(part.evidence),
        }


_COMMON_COLUMNS = (
    *("meeting", "event", "article", "status", "format", "date_start", "date_end", "date_text", "city", "country"),
)
MEETING_COLUMNS = (
    *_COMMON_COLUMNS,
    *("venue", "latitude", "longitude", "geonames_id"),
    *("participants", "roles", "countries", "attendance", "topics", "categories", "sources", "stances", "outcome"),
    *("confidence", "evidence", "title", "outlet", "published", "language", "url", "source", "model"),
)
"""The columns of one row a meeting."""

PARTICIPANT_COLUMNS = (
    *_COMMON_COLUMNS,
    *("actor", "name", "aliases", "kind", "role", "actor_country", "sectors", "attendance", "confidence", "evidence"),
)
"""The columns of one row a participant."""
