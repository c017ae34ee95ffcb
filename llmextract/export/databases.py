"""Records as a database: SQLite or DuckDB, with tables and views that are ready for questions in SQL."""

from __future__ import annotations

import sqlite3
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from llmextract.export.sectors import actor_code, sectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llmextract.export.material import Material, Reported
    from llmextract.schemas import Extraction

_Row = tuple[Any, ...]


def write_sqlite(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write a SQLite database.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        Nothing that the reader should know.
    """
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(_tables())
        for table, rows in _rows(material).items():
            for row in rows:
                values = [_day(value) for value in row]
                connection.execute(_insert(table, row), values)
        connection.commit()
        stream.write(connection.serialize())
    finally:
        connection.close()
    return ()


def write_duckdb(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write a DuckDB database.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        Nothing that the reader should know.
    """
    import duckdb
    import pyarrow as pa

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.duckdb"
        with duckdb.connect(str(path)) as connection:
            connection.execute(_tables())
            for table, rows in _rows(material).items():
                if rows:  # as columns: row by row takes a millisecond each
                    columns = [pa.array(column) for column in zip(*rows, strict=True)]
                    names = [f"c{number}" for number in range(len(columns))]
                    connection.register("rows", pa.Table.from_arrays(columns, names))
                    connection.execute(f"INSERT INTO {table} SELECT * FROM rows")  # noqa: S608 - a name of _rows
        stream.write(path.read_bytes())
    return ()


def _tables() -> str:
    return (files(__package__) / "tables.sql").read_text(encoding="utf-8")


def _insert(table: str, row: _Row) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})"  # noqa: S608 - a name of _rows


def _day(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    return value.isoformat() if hasattr(value, "isoformat") else value


def _without_null(row: _Row) -> _Row:
    """Return a row without the null character, at which SQL functions and programs in C end a text."""
    return tuple(value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row)


def _rows(material: Material) -> dict[str, list[_Row]]:
    """Return the rows of each table, in the order in which they refer to one another."""
    meetings = list(material.meetings())
    rows: dict[str, Iterable[_Row]] = {
        "articles": map(_article, material.records),
        "actors": _actors(material),
        "aliases": (
            (record.article.id, actor.id, alias)
            for record in material.records
            for actor in record.actors
            for alias in actor.aliases
        ),
        "meetings": map(_meeting, meetings),
        "participants": (
            (reported.key, reported.article.id, part.actor, part.attendance.value, part.confidence)
            for reported in meetings
            for part in reported.meeting.participants
        ),
        "topics": (
            (reported.key, number, topic.label, topic.category.value)
            for reported in meetings
            for number, topic in enumerate(reported.meeting.topics, start=1)
        ),
        "sources": (
            (reported.key, number, source.name, source.stance.value)
            for reported in meetings
            for number, source in enumerate(reported.meeting.sources, start=1)
        ),
        "quotes": (row for reported in meetings for row in _quotes(reported)),
    }
    return {table: [_without_null(row) for row in found] for table, found in rows.items()}


def _article(record: Extraction) -> _Row:
    article, run = record.article, record.run
    about = (article.source, article.title, article.outlet, article.byline, article.url, article.published)
    return (article.id, *about, article.language, article.sha256, run.model, run.llmextract_version)


def _actors(material: Material) -> Iterator[_Row]:
    for record in material.records:
        for actor in record.actors:
            names = (actor.id, material.actor_key(record, actor), actor.name, actor.kind.value, actor.role)
            codes = (actor.country, actor_code(actor), next(iter(sectors(actor)), None))
            yield (record.article.id, *names, *codes)


def _meeting(reported: Reported) -> _Row:
    meeting, date, place = reported.meeting, reported.meeting.date, reported.meeting.place
    days = (date.start, date.end, date.text) if date else (None, None, None)
    return (
        *(reported.key, reported.event, reported.article.id, meeting.status.value, meeting.format.value),
        *days,
        *(place.venue, place.city, place.country, place.text),
        *reported.coordinates,
        *(meeting.outcome, meeting.confidence),
    )


def _quotes(reported: Reported) -> Iterator[_Row]:
    meeting = reported.meeting
    supported = [("meeting", "", meeting.evidence)]
    supported += [("participant", part.actor, part.evidence) for part in meeting.participants]
    supported += [("topic", str(number), topic.evidence) for number, topic in enumerate(meeting.topics, start=1)]
    supported += [("source", str(number), source.evidence) for number, source in enumerate(meeting.sources, start=1)]
    for of_what, which, quotes in supported:
        for quote in quotes:
            yield (reported.key, of_what, which, quote.start, quote.end, quote.quote)
