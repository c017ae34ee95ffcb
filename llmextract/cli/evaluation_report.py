"""What an evaluation found, on stdout: as tables for people, as JSON for programs."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from llmextract.cli.printing import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from llmextract.evaluation import Difference, DocumentRun, Scores

_KINDS = {"all": "both", "meeting": "meetings", "participant": "participants"}
_COST_TITLES = {
    "seconds": "seconds",
    "requests": "requests",
    "prompt_tokens": "prompt",
    "cached_tokens": "cached",
    "completion_tokens": "answered",
}


@dataclass(frozen=True)
class Measured:
    """The records of one origin, scored.

    Attributes:
        name: Whose they are: ``llmextract``, ``baseline`` or ``predictions``.
        runs: What came of each document.
        scores: Of the records, in the same order.
        start_seconds: How long the embedded model took to start; ``None`` where it was not started, or is none.
    """

    name: str
    runs: Sequence[DocumentRun]
    scores: Scores
    start_seconds: float | None = None


def print_json(gold: str, measured: Sequence[Measured], *, interrupted: bool) -> None:
    """Print everything that is known, as one JSON object; ``docs/evaluate.md`` describes it.

    Args:
        gold: The gold folder.
        measured: What was measured.
        interrupted: Whether documents are missing because somebody pressed Ctrl-C.
    """
    from llmextract._version import __version__
    from llmextract.evaluation import median_costs, total_costs

    results = {
        one.name: {
            "models": sorted({run.extraction.run.model for run in one.runs if run.extraction}),
            "start_seconds": one.start_seconds,
            "scores": one.scores.to_dict(),
            "runs": [run.to_dict() for run in one.runs],
            "totals": total_costs(one.runs),
            "medians": median_costs(one.runs),
        }
        for one in measured
    }
    data = {"gold": gold, "llmextract_version": __version__, "interrupted": interrupted, "results": results}
    typer.echo(json.dumps(data, indent=2))  # ASCII, which every locale and pipe carries


def print_tables(measured: Sequence[Measured], *, diff: bool) -> None:
    """Print scores, calibration and costs as tables.

    Args:
        measured: What was measured; several are shown beside each other.
        diff: Whether to list what a reader would have to correct, too.
    """
    from rich.console import Console

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal shows what it can
    console = Console()
    if len(measured) == 1:
        console.print(_score_table(measured[0]))
    else:
        console.print(_comparison_table(measured))
    for one in measured:
        console.print(_calibration_table(one))
    for one in measured:
        console.print(_document_table(one))
    for one in measured if diff else ():
        _print_differences(console, one)


def _table(title: str, *left: str, right: Sequence[str] = ()) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(title, style="bold"), title_justify="left", box=box.SIMPLE_HEAD)
    for name in left:
        table.add_column(Text(name), overflow="fold")
    for name in right:
        table.add_column(Text(name), justify="right", overflow="fold")
    return table


def _score_table(one: Measured) -> Table:
    from rich.text import Text

    from llmextract.evaluation import HEADER, render_table

    table = _table(f"{_about(one)}, with 95 % intervals", *HEADER)
    for row in render_table(one.scores):
        table.add_row(*(Text(cell) for cell in row))
    return table


def _comparison_table(measured: Sequence[Measured]) -> Table:
    from rich.text import Text

    from llmextract.evaluation import render_comparison

    table = _table("Scores, with 95 % intervals", "measure", *(_about(one) for one in measured))
    for row in render_comparison(one.scores for one in measured):
        table.add_row(*(Text(cell) for cell in row))
    return table


def _about(one: Measured) -> str:
    failed = sum(run.extraction is None for run in one.runs)
    return f"{one.name}: {len(one.runs)} documents" + (f", {failed} failed" if failed else "")


def _calibration_table(one: Measured) -> Table | Text:
    from rich.text import Text

    if not one.scores.calibration["all"].count:
        return Text(f"{one.name}: no confidence is stated that could be judged\n")
    columns = ["confidence", "statements", "mean confidence", "share right"]
    table = _table(f"{one.name}: do stated confidences come true?", "of", right=columns)
    for kind, name in _KINDS.items():
        found = one.scores.calibration[kind]
        filled = [line for line in found.bins if line.count]
        for line in filled:
            cells = [f"{line.low:.1f}–{line.high:.1f}", str(line.count), _share(line.confidence), _share(line.right)]
            table.add_row(name if line is filled[0] else "", *cells)
        if found.without_confidence:
            table.add_row("" if filled else name, "none stated", str(found.without_confidence))
        table.add_section()
    return table


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _document_table(one: Measured) -> Table:
    from rich.text import Text

    from llmextract.evaluation import median_costs, total_costs

    columns = [*_COST_TITLES.values(), "meetings", "records"]
    table = _table(f"{one.name}: documents (right / predicted / gold)", "document", right=columns)
    for run, document in zip(one.runs, one.scores.documents, strict=True):
        marks = " (failed)" if document.failed else " (saved)" if run.resumed and one.name != "predictions" else ""
        counts = [document.tallies[measure] for measure in ("meeting", "strict")]
        cells = [f"{tally.hits} / {tally.predicted} / {tally.gold}" for tally in counts]
        table.add_row(Text(plain(document.id) + marks), *_cost_cells(run.costs), *cells)
    counts = [one.scores.tallies[measure] for measure in ("meeting", "strict")]
    table.add_section()
    cells = [f"{tally.hits} / {tally.predicted} / {tally.gold}" for tally in counts]
    table.add_row("total", *_cost_cells(total_costs(one.runs)), *cells)
    table.add_row("median", *_cost_cells(median_costs(one.runs)))
    if one.start_seconds is not None:
        table.add_row("model's start", f"{one.start_seconds:,.1f}")
    return table


def _cost_cells(costs: dict[str, float | None]) -> list[str]:
    cells = []
    for name in _COST_TITLES:
        value = costs[name]
        cells.append("–" if value is None else f"{value:,.1f}" if name == "seconds" else f"{value:,.0f}")
    return cells


def _print_differences(console: Console, one: Measured) -> None:
    from rich.text import Text

    console.print(Text(f"{one.name}: what a reader would have to correct", style="bold"))
    for document in one.scores.documents:
        lines = [f"  {plain(describe_difference(difference))}" for difference in document.differences] or ["  nothing"]
        console.print(Text("\n".join([plain(document.id), *lines])))


def describe_difference(found: Difference) -> str:
    """Return a difference as one line: what is wrong, where, who, what was said, what accepted, the words concerned."""
    where = " ".join(filter(None, (found.kind.value, found.meeting, found.field)))
    parts = [where + (f": {found.subject}" if found.subject else "")]
    wrong = found.kind.value.startswith("wrong")
    if wrong or found.predicted not in {None, found.subject, *found.words}:
        parts.append(f"said {found.predicted or 'null'}")
    if found.accepted and found.accepted != (found.subject,):
        parts.append("accepted " + " or ".join(answer or "null" for answer in found.accepted))
    quoted = " … ".join(f"“{words}”" for words in found.words if words != found.subject)
    return ", ".join(parts) + (f" {quoted}" if quoted else "")
