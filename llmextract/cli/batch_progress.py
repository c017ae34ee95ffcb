"""How far a batch is, on stderr: one line that changes on a terminal, else a line now and then."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from llmextract.corpus.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS_BETWEEN_LINES = 30.0
_MINUTE, _HOUR = 60, 3600


class Progress:
    """Told of each article by the batch.

    Args:
        draw: Shows the line for a tally.
        every: Draw at most once in so many seconds.

    Attributes:
        tally: What is known so far.
    """

    def __init__(self, draw: Callable[[Tally], None], *, every: float) -> None:
        self.tally = Tally()
        self._draw = draw
        self._every = every
        self._drawn = time.monotonic()

    def __call__(self, tally: Tally) -> None:
        """Show how far the batch is, if it is time to."""
        self.tally = tally
        if time.monotonic() - self._drawn >= self._every:
            self._drawn = time.monotonic()
            self._draw(tally)


@contextmanager
def batch_progress() -> Iterator[Progress]:
    """Show the progress of a batch until the block ends.

    Yields:
        What `llmextract.corpus.run_batch` takes as ``on_progress``.
    """
    if not sys.stderr.isatty():
        yield Progress(lambda tally: typer.echo(state_words(tally), err=True), every=SECONDS_BETWEEN_LINES)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(bar_width=20), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("reading", total=None)

        def draw(tally: Tally) -> None:
            bar.update(task, description=state_words(tally), completed=tally.dealt_with, total=tally.total)

        yield Progress(draw, every=0.1)


def state_words(tally: Tally) -> str:
    """Return the state of a batch in one line: how far, how fast, how long still, failures, tokens, cost."""
    worked = tally.done + tally.failed
    rate = worked / tally.seconds if tally.seconds else 0.0
    of = "" if tally.total is None else f" of {tally.total:,}"
    parts = [f"{tally.dealt_with:,}{of} articles"]
    parts += [f"{rate:.1f}/s" if rate >= 1 else f"{rate * _MINUTE:.1f}/min"] if worked else []
    if worked and tally.total is not None:
        parts.append(f"{duration(max(0, tally.total - tally.dealt_with) / rate)} left")
    parts += [f"{tally.failures:,} failed"] if tally.failures else []
    return ", ".join([*parts, cost_words(tally)])


def cost_words(tally: Tally) -> str:
    """Return the tokens and the cost of a batch in words."""
    money = "cost not known" if tally.cost_usd is None else f"{tally.cost_usd:.4f} USD"
    return f"{tally.prompt_tokens:,} + {tally.completion_tokens:,} tokens, {money}"


def duration(seconds: float) -> str:
    """Return a time in words, rounded to what matters."""
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"
