"""Records on stdout: as a table for people, as JSON for programs. And one line on stderr for what went wrong."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rich.table import Table

    from llmextract.schemas import Extraction, Meeting


class OutputFormat(StrEnum):
    """How records are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    HTML = "html"


def complain(message: str) -> None:
    """Say on stderr, in one line, what went wrong."""
    typer.echo(f"llmextract: {plain(message)}", err=True)


def plain(text: str) -> str:
    """Return a text in one line, without what a terminal would obey instead of showing (names come from anywhere)."""
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))


@contextmanager
def record_printer(
    form: OutputFormat, *, many: bool, texts: Mapping[str, str] | None = None
) -> Iterator[Callable[[Extraction], None]]:
    """Print records as they come; as HTML, all of them on one page in the end.

    Args:
        form: How. One record as ``json`` is an object; of several, the output is an array, complete even when the
            program is interrupted between two of them.
        many: Whether several records may come.
        texts: The articles' texts by their SHA-256, for the page; looked at in the end.

    Yields:
        What prints one record.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8 wherever it goes (RFC 8259, section 8.1); a terminal shows what it can.
        encoding = None if form is OutputFormat.TABLE else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace")
    if form is OutputFormat.TABLE:
        yield _print_table
    elif form is OutputFormat.MARKDOWN:
        from llmextract.export.markdown import markdown_of

        yield lambda record: typer.echo(markdown_of(record))
    elif form is OutputFormat.HTML:
        yield from _print_page(texts or {})
    elif form is OutputFormat.JSONL:
        yield lambda record: typer.echo(record.model_dump_json())
    elif not many:
        yield lambda record: typer.echo(record.model_dump_json(indent=2))
    else:
        yield from _print_array()


def _print_page(texts: Mapping[str, str]) -> Iterator[Callable[[Extraction], None]]:
    records: list[Extraction] = []
    try:
        yield records.append
    finally:
        from llmextract.export.report import render_report

        typer.echo(render_report(records, texts))


def _print_array() -> Iterator[Callable[[Extraction], None]]:
    printed = 0

    def show(record: Extraction) -> None:
        nonlocal printed
        typer.echo(",\n" if printed else "[\n", nl=False)
        typer.echo(record.model_dump_json(indent=2), nl=False)
        printed += 1

    try:
        yield show
    finally:
        typer.echo("\n]" if printed else "[]")


def print_overview(records: Iterable[Extraction]) -> None:
    """Print the meetings of many records, one a row."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from llmextract.export.outline import OVERVIEW, overview_of

    table = Table(box=box.SIMPLE_HEAD)
    for name in OVERVIEW:
        table.add_column(name, overflow="fold")
    for record in records:
        for meeting in record.meetings:
            table.add_row(*(Text(plain(value)) for value in overview_of(record, meeting)))
    Console().print(table if table.row_count else Text("No meeting is reported."))


def _print_table(record: Extraction) -> None:
    from rich.console import Console
    from rich.text import Text

    from llmextract.export.outline import byline_of, cost_of, title_of

    console = Console()
    console.print(Text(plain(title_of(record.article)), style="bold"))
    console.print(Text(plain(byline_of(record.article)), style="dim"))
    if not record.meetings:
        console.print(Text("No meeting is reported."))
    for meeting in record.meetings:
        console.print(_meeting_table(record, meeting))
    for warning in record.warnings:
        console.print(Text(f"note: {plain(warning.message)}", style="dim"))
    console.print(Text(f"{plain(cost_of(record.run))}\n", style="dim"))


def _meeting_table(record: Extraction, meeting: Meeting) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from llmextract.export.outline import heading_of, rows_of

    heading = Text(heading_of(meeting), style="bold")
    table = Table(title=heading, title_justify="left", box=box.SIMPLE_HEAD, show_header=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows_of(record, meeting):
        table.add_row(row.name, Text("\n".join(plain(line) for line in row.lines)))
    return table
