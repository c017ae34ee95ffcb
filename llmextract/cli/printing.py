"""Records on stdout: as a table for people, as JSON for programs. And one line on stderr for what went wrong."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.table import Table

    from llmextract.schemas import Actor, ArticleInfo, Extraction, Meeting, Participant, Quote

_MARKS = {"confirmed": "", "unconfirmed": " (unconfirmed)", "denied": " (denied)"}


class OutputFormat(StrEnum):
    """How records are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


def complain(message: str) -> None:
    """Say on stderr, in one line, what went wrong."""
    typer.echo(f"llmextract: {plain(message)}", err=True)


def plain(text: str) -> str:
    """Return a text in one line, without what a terminal would obey instead of showing (names come from anywhere)."""
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))


@contextmanager
def record_printer(form: OutputFormat, *, many: bool) -> Iterator[Callable[[Extraction], None]]:
    """Print records as they come.

    Args:
        form: How. One record as ``json`` is an object; of several, the output is an array, complete even when the
            program is interrupted between two of them.
        many: Whether several records may come.

    Yields:
        What prints one record.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8 wherever it goes (RFC 8259, section 8.1); a terminal shows what it can.
        encoding = None if form is OutputFormat.TABLE else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace")
    if form is OutputFormat.TABLE:
        yield _print_table
    elif form is OutputFormat.JSONL:
        yield lambda record: typer.echo(record.model_dump_json())
    elif not many:
        yield lambda record: typer.echo(record.model_dump_json(indent=2))
    else:
        yield from _print_array()


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


def _print_table(record: Extraction) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console()
    article = record.article
    console.print(Text(plain(article.title or article.source), style="bold"))
    about = [article.outlet, article.published and f"{article.published:%A %d %B %Y}", article.source]
    console.print(Text(plain(" · ".join(str(part) for part in about if part)), style="dim"))
    if not record.meetings:
        console.print(Text("No meeting is reported."))
    for meeting in record.meetings:
        console.print(_meeting_table(record, meeting))
    for warning in record.warnings:
        console.print(Text(f"note: {plain(warning.message)}", style="dim"))
    run = record.run
    cost = "" if run.cost_usd is None else f", {run.cost_usd:.4f} USD"
    tokens = f"{run.prompt_tokens:,} + {run.completion_tokens:,} tokens"
    console.print(
        Text(f"{plain(run.model)}, {run.requests} requests, {tokens}, {run.seconds:.0f} s{cost}\n", style="dim")
    )


def _meeting_table(record: Extraction, meeting: Meeting) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    heading = f"{meeting.id}  {meeting.status.value}, {meeting.format.value.replace('_', ' ')}"
    if meeting.confidence is not None:
        heading += f", {meeting.confidence:.0%} sure"
    table = Table(title=Text(heading, style="bold"), title_justify="left", box=box.SIMPLE_HEAD, show_header=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    rows: list[tuple[str, list[str]]] = [
        ("who", [_participant(record.actor(part.actor), part) for part in meeting.participants]),
        ("when", [_when(meeting, record.article)]),
        ("where", [_where(meeting)]),
        ("about", [f"{topic.label} [{topic.category.value}]" for topic in meeting.topics]),
        ("outcome", [meeting.outcome or ""]),
        ("who says so", [f"{source.name}: {source.stance.value.replace('_', ' ')}" for source in meeting.sources]),
        ("in the text", [_excerpt(quote) for quote in meeting.evidence]),
    ]
    for name, lines in rows:
        if any(lines):
            table.add_row(name, Text("\n".join(plain(line) for line in lines)))
    return table


def _participant(actor: Actor, part: Participant) -> str:
    about = ", ".join(filter(None, (actor.role, actor.country)))
    return f"{actor.name}{f', {about}' if about else ''}{_MARKS[part.attendance.value]}"


def _when(meeting: Meeting, article: ArticleInfo) -> str:
    date = meeting.date
    if date is None:
        return ""
    words = f'"{date.text}"' if date.text else ""
    if date.start is None:
        return f"{words} (--published would tell which)" if article.published is None else words
    days = str(date.start) if date.start == date.end else f"{date.start} to {date.end}"
    return f"{days} ({words})" if words else days


def _where(meeting: Meeting) -> str:
    place = meeting.place
    return ", ".join(filter(None, (place.venue, place.city, place.country)))


def _excerpt(quote: Quote) -> str:
    return f"[{quote.start}-{quote.end}] {quote.quote}"
