"""What starting costs: ``import llmextract`` and the commands that need no model, against Python alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from benchmarks.speed.figures import Figure, middle

BASELINE = "python -c pass"
COMMANDS = {
    BASELINE: ("-c", "pass"),
    "import llmextract": ("-c", "import llmextract"),
    "llmextract --help": ("-c", "from llmextract.cli import main; main()", "--help"),
    "llmextract schema": ("-c", "from llmextract.cli import main; main()", "schema"),
}
MOST_MORE = {"import llmextract": 50.0, "llmextract --help": 250.0}
"""How many milliseconds more than Python alone each may take."""


Taken = dict[str, list[tuple[float, float]]]
"""Milliseconds that each run of each command took: on the clock, and of the processor."""


def measure_start(*, runs: int = 15) -> tuple[list[Figure], Taken]:
    """Measure what starting costs.

    The commands take turns, so that a machine that is busy for a moment disturbs all alike.

    Args:
        runs: How often each is started; once more before, for what is compiled and cached then.

    Returns:
        Medians above Python alone, and what all runs took.
    """
    taken: Taken = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, arguments in COMMANDS.items():
            taken[name].append(_milliseconds(arguments))
    counted = {name: values[1:] for name, values in taken.items()}
    return start_figures(counted), counted


def start_figures(taken: Taken) -> list[Figure]:
    """Return the figures of some runs.

    Args:
        taken: What they took.
    """
    medians = {
        name: (middle(clock for clock, _ in values) or 0.0, middle(cpu for _, cpu in values) or 0.0)
        for name, values in taken.items()
    }
    alone = medians.pop(BASELINE)
    figures = [Figure(BASELINE, alone[0], "ms")]
    for name, (clock, cpu) in medians.items():
        figures += [
            Figure(f"{name}, above Python alone", clock - alone[0], "ms", MOST_MORE.get(name)),
            Figure(f"{name}, above Python alone, CPU time", cpu - alone[1], "ms", note="whatever else is running"),
        ]
    return figures


def _milliseconds(arguments: tuple[str, ...]) -> tuple[float, float]:
    before, started = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    clock, after = time.perf_counter() - started, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return 1000 * clock, 1000 * cpu
