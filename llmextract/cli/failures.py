"""``llmextract failures``: which articles of a store have no record, and why."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from llmextract.cli.printing import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.corpus.store import Failure


class FailuresFormat(StrEnum):
    """How failures are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def failures(
    store: Annotated[Path, typer.Option("--store", metavar="FILE", help="The store that a batch wrote.")],
    output_format: Annotated[
        FailuresFormat | None,
        typer.Option("--format", help="How to print.", show_default="table on a terminal, else jsonl"),
    ] = None,
) -> None:
    """List the articles that have no record because something failed, each with the reason.

    Those whose reading failed are tried again by every batch, the others with --retry-failed.
    """
    from llmextract.corpus.store import Store

    chosen = output_format or (FailuresFormat.TABLE if sys.stdout.isatty() else FailuresFormat.JSONL)
    with Store.open(store, create=False) as opened:
        if chosen is FailuresFormat.JSONL:
            for failure in opened.failures():
                typer.echo(json.dumps(asdict(failure), ensure_ascii=False))
        else:
            _print_table(opened.failures())


def _print_table(found: Iterable[Failure]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("article", overflow="fold")
    table.add_column("tries", justify="right")
    table.add_column("what happened", overflow="fold")
    for failure in found:
        reason = f"{failure.kind}: {failure.message}" + (f"; {failure.hint}" if failure.hint else "")
        table.add_row(Text(plain(failure.source)), str(failure.attempts or ""), Text(plain(reason)))
    if table.row_count:
        Console().print(table)
    else:
        typer.echo("nothing failed")
