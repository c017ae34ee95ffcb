"""The formats of an export: one table, from a format's name to what writes it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO

from llmextract.errors import ConfigurationError
from llmextract.schemas import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from llmextract.schemas import Extraction


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format.

    Attributes:
        writer: The function that writes it, "module:name" within this package; its module is loaded when it is used.
        extension: Of its files, with the dot.
        about: What it is, in a few words.
        binary: Whether a terminal can't show it.
        package: A package that it needs beyond those that are always there.
        extra: The extra of llmextract that brings that package.
        statuses: Meetings of these are written unless others are asked for; ``None``: all.
    """

    writer: str
    extension: str
    about: str
    binary: bool = False
    package: str | None = None
    extra: str | None = None
    statuses: frozenset[Status] | None = None


_PLANNED = frozenset({Status.PLANNED})

FORMATS: dict[str, ExportFormat] = {
    "json": ExportFormat("json_files:write_json", ".json", "the records as one array"),
    "jsonl": ExportFormat("json_files:write_jsonl", ".jsonl", "one record a line"),
    "markdown": ExportFormat("markdown:write_markdown", ".md", "for pasting"),
    "csv": ExportFormat("csv_files:write_csv", ".csv", "one row a meeting"),
    "csv-long": ExportFormat("csv_files:write_long_csv", ".csv", "one row a participant"),
    "parquet": ExportFormat(
        "parquet:write_parquet",
        ".parquet",
        "one row a meeting, typed and nested",
        binary=True,
        package="pyarrow",
        extra="tables",
    ),
    "sqlite": ExportFormat("databases:write_sqlite", ".sqlite", "tables and views for SQL", binary=True),
    "duckdb": ExportFormat(
        "databases:write_duckdb",
        ".duckdb",
        "tables and views for SQL",
        binary=True,
        package="duckdb",
        extra="tables",
    ),
    "plover": ExportFormat("plover:write_plover", ".jsonl", "PLOVER events, one JSON object a line"),
    "polecat": ExportFormat("polecat:write_polecat", ".tsv", "POLECAT's 40 columns, separated by tabs"),
    "ftm": ExportFormat("follow_the_money:write_ftm", ".ftm.json", "FollowTheMoney entities, one a line"),
    "ical": ExportFormat(
        "calendar_file:write_calendar",
        ".ics",
        "a calendar of the planned meetings",
        package="icalendar",
        extra="calendar",
        statuses=_PLANNED,
    ),
    "graphml": ExportFormat(
        "network:write_graphml", ".graphml", "the network of actors", package="networkx", extra="network"
    ),
    "gexf": ExportFormat(
        "network:write_gexf", ".gexf", "the network of actors, for Gephi", package="networkx", extra="network"
    ),
}
"""Every format by its name."""


def check_format(name: str) -> ExportFormat:
    """Return a format, if everything that it needs is there.

    Args:
        name: One of `FORMATS`.

    Raises:
        ConfigurationError: There is no such format, or a package that it needs is not installed.
    """
    form = FORMATS.get(name)
    if form is None:
        raise ConfigurationError(f"there is no format {name!r}", hint=f"choose one of {', '.join(FORMATS)}")
    if form.package is not None and find_spec(form.package) is None:
        raise ConfigurationError(
            f"the format {name} needs {form.package}, which is not installed",
            hint=f"pip install 'llmextract[{form.extra}]'",
        )
    return form


def export_records(
    records: Iterable[Extraction],
    name: str,
    stream: BinaryIO,
    *,
    links: Mapping[str, str] | None = None,
    statuses: Collection[Status] | None = None,
) -> tuple[str, ...]:
    """Write records in one of the formats.

    Args:
        records: The records. Of several of the same text the last counts.
        name: One of `FORMATS`.
        stream: Where to; bytes, whatever the format.
        links: The events and linked actors that meetings and actors belong to (see `Material`; `links_of` makes them
            of events). With them an occasion counts once in the network, and every format names the event of a meeting.
        statuses: Only meetings of these; by default all, of ``ical`` the planned ones.

    Returns:
        What the reader should know of what was left out, one sentence each.

    Raises:
        ConfigurationError: There is no such format, or a package that it needs is not installed.
    """
    from llmextract.export.material import Material

    form = check_format(name)
    material = Material(records, links, form.statuses if statuses is None else statuses)
    module, _, function = form.writer.partition(":")
    writer = getattr(import_module(f"{__package__}.{module}"), function)
    notices: tuple[str, ...] = writer(material, stream)
    if material.repeated:
        notices = (f"{material.repeated} records were left out, because a later one is of the same text", *notices)
    return notices
