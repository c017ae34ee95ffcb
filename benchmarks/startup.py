"""Measure what starting costs: ``import llmextract`` and ``llmextract --help``, against Python alone.

usage: python benchmarks/startup.py [RUNS]

The commands take turns, so that a machine that is busy for a moment disturbs all alike. Prints medians, and fails where
one takes longer than it may.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

BASELINE = "python -c pass"
COMMANDS = {
    BASELINE: ("-c", "pass"),
    "import llmextract": ("-c", "import llmextract"),
    "llmextract --help": ("-c", "from llmextract.cli import main; main()", "--help"),
}
MOST_MORE = {"import llmextract": 50.0, "llmextract --help": 250.0}
"""How many milliseconds more than Python alone each may take."""


def milliseconds(arguments: tuple[str, ...]) -> float:
    """Run Python once and return how long that took."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - started)


def main(runs: int) -> int:
    """Measure, print, and return 1 if anything takes longer than it may."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(runs + 1):
        for name, arguments in COMMANDS.items():
            taken[name].append(milliseconds(arguments))
    medians = {name: statistics.median(values[1:]) for name, values in taken.items()}  # the first compiles
    code = 0
    for name, median in medians.items():
        more = median - medians[BASELINE]
        limit = MOST_MORE.get(name)
        note = "" if limit is None else f"  {more:+6.0f} ms (at most {limit:+.0f} ms)"
        code = 1 if limit is not None and more > limit else code
        sys.stdout.write(f"{name:<20} {median:6.0f} ms{note}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
