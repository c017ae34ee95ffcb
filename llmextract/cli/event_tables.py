"""Events on stdout: a line for each in a list, everything about one of them in its explanation."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import typer

from llmextract.cli.printing import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from llmextract.corpus.linking import Linked
    from llmextract.events import Event, Link, MergedField

__all__ = ["print_event", "print_events"]

_MARKS = {"confirmed": "", "unconfirmed": " (unconfirmed)", "denied": " (denied)"}


def print_events(linked: Linked, form: str) -> None:
    """Print all events.

    Args:
        linked: Events and actors.
        form: table, json (one object with events and actors) or jsonl (an event a line).
    """
    _use_utf8(form)
    if form == "jsonl":
        for event in linked.events:
            typer.echo(event.model_dump_json())
    elif form == "json":
        typer.echo('{"events": [', nl=False)
        _echo_list(event.model_dump_json() for event in linked.events)
        typer.echo('], "actors": [', nl=False)
        _echo_list(actor.model_dump_json() for actor in linked.registry.actors)
        typer.echo("]}")
    else:
        _print_list(linked.events)


def print_event(linked: Linked, event: Event, form: str) -> None:
    """Print one event with its reports, what they say, and why they are together.

    Args:
        linked: Events and actors.
        event: The event.
        form: table, json or jsonl.
    """
    _use_utf8(form)
    if form == "table":
        _explain(linked, event)
    else:
        typer.echo(event.model_dump_json(indent=2 if form == "json" else None))


def _use_utf8(form: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):  # JSON is UTF-8 wherever it goes (RFC 8259, section 8.1)
        sys.stdout.reconfigure(encoding=None if form == "table" else "utf-8", errors="replace")


def _echo_list(texts: Iterable[str]) -> None:
    for number, text in enumerate(texts):
        typer.echo(",\n" if number else "\n", nl=False)
        typer.echo(text, nl=False)


def _print_list(events: Iterable[Event]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for name in ("event", "when", "who", "where", "status", "reports"):
        table.add_column(
            name, overflow="fold", no_wrap=name == "event", justify="right" if name == "reports" else "left"
        )
    for event in events:
        status = event.status.value + (", contested" if event.contested else "")
        cells = (event.id, _when(event), "; ".join(_who(event)), _where(event), status, str(len(event.reports)))
        table.add_row(*(Text(plain(cell)) for cell in cells))
    if table.row_count:
        Console().print(table)
    else:
        typer.echo("no meeting is reported")


def _when(event: Event) -> str:
    days = event.field("date")
    return days.value.replace("/", " to ") if days is not None and days.value else ""


def _where(event: Event) -> str:
    return ", ".join(filter(None, (event.place.venue, event.place.city, event.place.country)))


def _who(event: Event) -> list[str]:
    lines = []
    for part in event.participants:
        about = ", ".join(filter(None, (part.role, part.country)))
        lines.append(f"{part.name}{f', {about}' if about else ''}{_MARKS[part.attendance.value]}")
    return lines


def _explain(linked: Linked, event: Event) -> None:
    from rich.console import Console
    from rich.text import Text

    outlets = {report.key: f"{report.outlet} [{report.key}]" for report in event.reports}
    console = Console()
    console.print(Text(f"{event.id}  {event.status.value}{', contested' if event.contested else ''}", style="bold"))
    rows: list[tuple[str, list[str]]] = [
        ("who", _who(event)),
        ("when", [_when(event)]),
        ("where", [_where(event)]),
        ("about", [f"{', '.join(topic.labels)} [{topic.category.value}]" for topic in event.topics]),
        ("who says so", [event.status_by_source()]),
        ("history", [f"{step.on or 'undated'}: {step.status.value} ({len(step.reports)})" for step in event.history]),
        ("disagree on", [line for field in event.fields if not field.agreed for line in _claims(field, outlets)]),
        ("agree on", [field.field for field in event.fields if field.agreed and len(field.claims[0].reports) > 1]),
        ("reports", [f"{report.article.published or 'undated'}  {outlets[report.key]}" for report in event.reports]),
        ("together by", [_link(link, outlets) for link in event.links]),
        ("left apart", [_link(link, outlets) for link in event.doubts]),
        ("names", [line for part in event.participants for line in _names(linked, part.actor)]),
    ]
    console.print(_grid(rows))


def _grid(rows: Iterable[tuple[str, list[str]]]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_header=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, lines in rows:
        if any(lines):
            table.add_row(name, Text("\n".join(plain(line) for line in lines if line)))
    return table


def _claims(field: MergedField, outlets: dict[str, str]) -> list[str]:
    return [
        f"{field.field} {claim.value}: {', '.join(outlets[key] for key in claim.reports)}" for claim in field.claims
    ]


def _link(link: Link, outlets: dict[str, str]) -> str:
    reasons = "; ".join(f"{reason.code} {reason.weight:+.2f} ({reason.text})" for reason in link.reasons)
    first, second = (outlets.get(key, key) for key in (link.first, link.second))
    return f"{link.score:.2f} by {link.decided_by.value}: {first} and {second}: {reasons}"


def _names(linked: Linked, actor_id: str) -> list[str]:
    actor = linked.registry.actor(actor_id)
    if not actor.links:
        return []
    told = "; ".join(f"{link.first} = {link.second} ({link.score:.2f})" for link in actor.links)
    return [f"{actor.id} {actor.name}: {told}"]
