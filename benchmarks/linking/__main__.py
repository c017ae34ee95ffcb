"""Measure what linking takes: seconds, CPU time and peak memory for N stored reports and for twice as many.

usage: python -m benchmarks.linking [--reports N] [--seed S] [--keep DIR]

Each number is taken in a process of its own, and fails where it breaks a bar: 120 s and 2 GB for up to 100,000 reports,
2.3 times the CPU time for twice as many (the clock tells of whatever else the machine does as well). How right the
linking is, is printed beside it and no bar: a linking that did nothing would be quick.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

REPORTS = 100_000
MOST_SECONDS = 120.0
MOST_BYTES = 2e9
MOST_TIMES_AS_LONG = 2.3


def measure(path: Path) -> dict[str, float]:
    """Link a store in this process.

    Args:
        path: The store.

    Returns:
        ``seconds`` of wall time and ``cpu_seconds``; ``peak_bytes`` of resident memory, the process's own included;
        ``actors`` and ``events`` found.
    """
    from llmextract.corpus.linking import link_store
    from llmextract.corpus.store import Store

    started, cpu = time.perf_counter(), time.process_time()
    with Store.open(path) as store:
        linked = link_store(store)
    seconds, cpu_seconds = time.perf_counter() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    found = {"actors": len(linked.registry), "events": len(linked.events)}
    return {"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_bytes": peak, **found}


def run_one(count: int, seed: int, folder: Path) -> dict[str, float]:
    """Make a store of so many reports, have a new process link it, and print what that took."""
    from benchmarks.linking.reports import generate
    from benchmarks.linking.stored import fill_store, score_store

    path = folder / f"{count}.db"
    path.unlink(missing_ok=True)
    truth = fill_store(path, generate(count, seed=seed))
    command = [sys.executable, "-m", "benchmarks.linking", "--measure", str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    found: dict[str, float] = json.loads(done.stdout)
    scores = score_store(path, truth)
    sys.stdout.write(
        f"{count:>9,} reports: {found['seconds']:7.1f} s ({found['cpu_seconds']:.1f} s of CPU), "
        f"{found['peak_bytes'] / 1e6:7.0f} MB, "
        f"{found['actors']:,.0f} actors (B-cubed F1 {scores['actor'].b_cubed.f1 or 0:.3f}), "
        f"{found['events']:,.0f} events (B-cubed F1 {scores['event'].b_cubed.f1 or 0:.3f})\n"
    )
    sys.stdout.flush()
    return found


def broken_bars(count: int, once: dict[str, float], twice: dict[str, float]) -> list[str]:
    """Say which bars two measurements break.

    Args:
        count: The smaller number of reports.
        once: What that took.
        twice: What twice as many took.
    """
    wrong = []
    if count <= REPORTS and once["seconds"] > MOST_SECONDS:
        wrong.append(f"{once['seconds']:.0f} s are more than {MOST_SECONDS:.0f} s")
    if count <= REPORTS and once["peak_bytes"] > MOST_BYTES:
        wrong.append(f"{once['peak_bytes'] / 1e9:.2f} GB are more than {MOST_BYTES / 1e9:.0f} GB")
    times = twice["cpu_seconds"] / once["cpu_seconds"]
    if times > MOST_TIMES_AS_LONG:
        wrong.append(f"twice as many took {times:.2f} times the CPU time, which is more than {MOST_TIMES_AS_LONG}")
    return wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and return 1 if a bar is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linking", description=__doc__.partition("\n")[0])
    parser.add_argument("--reports", metavar="N", type=int, default=REPORTS, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=20241212)
    parser.add_argument("--keep", metavar="DIR", type=Path, help="keep the stores there")
    parser.add_argument("--measure", metavar="STORE", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        sys.stdout.write(json.dumps(measure(options.measure)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        once, twice = (run_one(count, options.seed, folder) for count in (options.reports, 2 * options.reports))
    wrong = broken_bars(options.reports, once, twice)
    by_clock, at_work = (twice[what] / once[what] for what in ("seconds", "cpu_seconds"))
    sys.stdout.write(f"twice as many: {at_work:.2f} times the CPU time, {by_clock:.2f} times as long by the clock\n")
    sys.stdout.writelines(f"bar broken: {line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
