"""Measure what a batch takes beside its endpoint: time, at ten requests a second, and memory, as articles grow.

usage: python -m benchmarks.batch.overhead [--seconds-of-work 60] [--articles 1000,20000]

Time: the endpoint works on one request at a time, 0.1 s each; the overhead is what the batch took from its start to its
last outcome, over the time for which the endpoint was at work. Memory: the largest resident set of a whole run of the
program, the endpoint answering at once; the table and the store are on disk. Fails above the bars.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.batch.endpoint import RecordedEndpoint, write_table
from llmextract import Extractor
from llmextract.corpus import BatchOptions, Sources, Store, arun_batch

ANSWER_SECONDS = 0.1
MOST_OVERHEAD = 0.03
MOST_GROWTH = 0.10


def overhead(articles: int, place: Path) -> float:
    """Run a batch and return its overhead over the endpoint's own time, as a share of that time."""
    table = place / "overhead.jsonl"
    write_table(table, articles + 1)

    async def work(url: str) -> float:
        extractor = Extractor("m", base_url=url, effort="low")
        with Store.open(place / "overhead.db", exclusive=True) as store:
            try:  # one article first: loading libraries is measured by benchmarks.speed
                await arun_batch(extractor, Sources([table]), store, BatchOptions(limit=1))
                endpoint.busy = 0.0
                started = time.perf_counter()
                tally = await arun_batch(extractor, Sources([table]), store)
                taken = time.perf_counter() - started
            finally:
                await extractor.aclose()
        if tally.done != articles:
            raise RuntimeError(f"{tally.done} of {articles} articles done: {tally.error}")
        return taken

    with RecordedEndpoint(ANSWER_SECONDS) as endpoint:
        taken = asyncio.run(work(endpoint.url))
        sys.stdout.write(f"{articles} articles, endpoint {endpoint.busy:.1f} s, batch {taken:.1f} s\n")
        return taken / endpoint.busy - 1


def peak_megabytes(articles: int, place: Path) -> float:
    """Run the program on a table of articles and return its largest resident set, in megabytes."""
    table = place / f"{articles}.jsonl"
    write_table(table, articles)
    with RecordedEndpoint(0.0) as endpoint:
        command = ["batch", str(table), "--store", str(place / f"{articles}.db"), "--model", "m", "--effort", "low"]
        start = "import sys; from llmextract.cli import main; sys.argv[0] = 'llmextract'; main()"
        null = os.open(os.devnull, os.O_WRONLY)
        child = os.posix_spawn(
            sys.executable,
            [sys.executable, "-c", start, *command, "--base-url", endpoint.url],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)],
        )
        os.close(null)
        _, status, usage = os.wait4(child, 0)
        if os.waitstatus_to_exitcode(status) or endpoint.count != articles:
            raise RuntimeError(f"the batch failed after {endpoint.count} requests")
    return usage.ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)  # kilobytes on Linux, bytes on macOS


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and return 1 if a bar is missed."""
    parser = argparse.ArgumentParser(description="Measure what a batch takes beside its endpoint.")
    parser.add_argument("--seconds-of-work", type=float, default=60.0, help="of the endpoint, for the time; 0: skip")
    parser.add_argument("--articles", default="1000,20000", help="for the memory: the sizes compared; empty: skip")
    options = parser.parse_args(arguments)
    code = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        # First: a child's largest resident set starts with what this process had when it made the child.
        sizes = [int(size) for size in options.articles.split(",") if size]
        peaks = [peak_megabytes(size, place) for size in sizes]
        for size, peak in zip(sizes, peaks, strict=True):
            sys.stdout.write(f"{size:,} articles: {peak:.0f} MB\n")
        if peaks:
            growth = max(peaks) / peaks[0] - 1
            sys.stdout.write(f"memory {growth:+.1%} (at most {MOST_GROWTH:+.0%})\n")
            code |= growth > MOST_GROWTH
        if options.seconds_of_work:
            share = overhead(round(options.seconds_of_work / ANSWER_SECONDS), place)
            sys.stdout.write(f"overhead {share:+.1%} (at most {MOST_OVERHEAD:+.0%})\n")
            code |= share > MOST_OVERHEAD
    return code


if __name__ == "__main__":
    sys.exit(main())
