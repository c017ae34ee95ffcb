"""Meetings as Parquet: one row a meeting, typed and nested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from llmextract.export.sectors import actor_code, sectors

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from llmextract.export.material import Material, Person, Reported
    from llmextract.schemas import Quote

_ROWS_AT_A_TIME = 1000


def write_parquet(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write one row for each meeting.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        Nothing that the reader should know.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = parquet_schema()
    rows: list[dict[str, Any]] = []
    with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        for reported in material.meetings():
            rows.append(_row(reported))
            if len(rows) == _ROWS_AT_A_TIME:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows.clear()
        writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    return ()


def parquet_schema() -> pa.Schema:
    """Return the columns and their types."""
    import pyarrow as pa

    text, day, share = pa.string(), pa.date32(), pa.float64()
    word = pa.dictionary(pa.int8(), text)  # one of few words
    quotes = pa.list_(pa.struct([("quote", text), ("start", pa.int64()), ("end", pa.int64())]))
    article = [("id", text), ("source", text), ("title", text), ("outlet", text), ("byline", text), ("url", text)]
    article += [("published", day), ("language", text), ("sha256", text)]
    place = [("city", text), ("country", text), ("venue", text), ("text", text)]
    place += [("latitude", share), ("longitude", share), ("geonames_id", pa.int64())]
    participant = [("actor", text), ("key", text), ("name", text), ("aliases", pa.list_(text)), ("kind", word)]
    participant += [("role", text), ("country", text), ("plover_code", text), ("sectors", pa.list_(text))]
    participant += [("attendance", word), ("confidence", share), ("evidence", quotes)]
    return pa.schema(
        [
            ("meeting", text),
            ("event", text),
            ("article", pa.struct(article)),
            ("status", word),
            ("format", word),
            ("date", pa.struct([("start", day), ("end", day), ("text", text)])),
            ("place", pa.struct(place)),
            ("participants", pa.list_(pa.struct(participant))),
            ("topics", pa.list_(pa.struct([("label", text), ("category", text), ("evidence", quotes)]))),
            ("sources", pa.list_(pa.struct([("name", text), ("stance", word), ("evidence", quotes)]))),
            ("outcome", text),
            ("confidence", share),
            ("evidence", quotes),
            ("model", text),
            ("llmextract_version", text),
        ]
    )


def _row(reported: Reported) -> dict[str, Any]:
    meeting, run = reported.meeting, reported.record.run
    lies = dict(zip(("latitude", "longitude", "geonames_id"), reported.coordinates, strict=True))
    return {
        "meeting": reported.key,
        "event": reported.event,
        "article": reported.article.model_dump(),
        "status": meeting.status.value,
        "format": meeting.format.value,
        "date": meeting.date and meeting.date.model_dump(),
        "place": meeting.place.model_dump() | lies,
        "participants": [_participant(person) for person in reported.people],
        "topics": [
            {"label": topic.label, "category": topic.category.value, "evidence": _quotes(topic.evidence)}
            for topic in meeting.topics
        ],
        "sources": [
            {"name": source.name, "stance": source.stance.value, "evidence": _quotes(source.evidence)}
            for source in meeting.sources
        ],
        "outcome": meeting.outcome,
        "confidence": meeting.confidence,
        "evidence": _quotes(meeting.evidence),
        "model": run.model,
        "llmextract_version": run.llmextract_version,
    }


def _participant(person: Person) -> dict[str, Any]:
    actor, part = person.actor, person.part
    return {
        "actor": actor.id,
        "key": person.key,
        "name": actor.name,
        "aliases": list(actor.aliases),
        "kind": actor.kind.value,
        "role": actor.role,
        "country": actor.country,
        "plover_code": actor_code(actor),
        "sectors": list(sectors(actor)),
        "attendance": part.attendance.value,
        "confidence": part.confidence,
        "evidence": _quotes(part.evidence),
    }


def _quotes(quotes: Iterable[Quote]) -> list[dict[str, Any]]:
    return [quote.model_dump() for quote in quotes]
