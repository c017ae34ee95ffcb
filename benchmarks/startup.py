# ruff: noqa: INP001 - a script, not a package
"""Measure what starting costs: importing llmextract, and ``llmextract --help``, beside an empty Python.

usage: python benchmarks/startup.py [RUNS]

The commands take turns, so that a machine that is busy for a moment disturbs all alike; medians are printed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "import llmextract": ("-c", "import llmextract"),
    "llmextract --help": ("-c", "from llmextract.cli import main; main()", "--help"),
}


def seconds(arguments: tuple[str, ...]) -> float:
    """Return the wall time of one run, in seconds."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def main(runs: int) -> None:
    """Print the medians, in milliseconds, and the differences to an empty Python."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, arguments in COMMANDS.items():
            taken[name].append(seconds(arguments))
    medians = {name: 1000 * statistics.median(values[1:]) for name, values in taken.items()}  # the first is a warm-up
    empty = medians["python -c pass"]
    for name, median in medians.items():
        print(f"{name:<20} {median:7.1f} ms  {median - empty:+7.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
