"""Many articles through a server in which everything goes wrong at random: ``python -m benchmarks.faults``.

Checked are: every article has exactly one outcome, in its order; nothing hangs; no task, thread or open file is left
over; requests, retries and tokens add up to what the server has seen. The exit code is 1 where one of it does not hold.
Time passes faster for pauses between requests (``--speed``), not for the requests themselves.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import logging
import random
import resource
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from llmextract.articles.reading import article_from_text
from llmextract.extraction.extractor import Extractor
from llmextract.llm.endpoint import EndpointModel
from tests.fault_server import FAULTS, FaultServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.articles.article import Article
    from llmextract.extraction.extractor import Outcome

SLOW = ("50 MB", "endless body", "byte by byte", "stalled body")
"""Faults that take a second or much work by nature; each comes up as often as one in twenty of the others."""

TEXT = (
    "Porto Lindo, 3 March 2031 - Foreign Minister Ada Novak met President Juan Ortega in Vostrava on Monday for talks "
    "on fisheries, the {number}th of their kind. The two sides agreed to meet again, a spokesman said."
)


def main() -> int:
    """Run the benchmark, print what came of it, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--concurrency", type=int, default=64)
    parser.add_argument("--faulty", type=float, default=0.4, help="share of the requests that meet a fault")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--speed", type=float, default=50.0)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # a log line for every fault is not what is looked at here

    dice = random.Random(options.seed)  # noqa: S311 - the same faults each time
    names = [name for name in FAULTS if name not in SLOW]
    weights = [1.0] * len(names) + [0.05] * len(SLOW)

    def choose(_body: object) -> str | None:
        return dice.choices([*names, *SLOW], weights)[0] if dice.random() < options.faulty else None

    before = _resources()
    began, cpu = time.monotonic(), time.process_time()
    with FaultServer(choose) as server:
        outcomes = asyncio.run(_extract_all(server.url, options))
        played, requests = server.played, server.requests
    seconds, cpu = time.monotonic() - began, time.process_time() - cpu
    problems = [*_problems(outcomes, options.articles, requests), *_leaks(before, _resources())]
    _print(outcomes, played, seconds, cpu)
    for problem in problems:
        print(f"WRONG: {problem}")
    return 1 if problems else 0


async def _extract_all(url: str, options: argparse.Namespace) -> list[Outcome]:
    model = EndpointModel(
        model="m",
        base_url=url,
        timeout=3.0,
        budget=120.0 * options.speed,
        sleep=lambda seconds: asyncio.sleep(seconds / options.speed),
        clock=lambda: time.monotonic() * options.speed,
    )
    extractor = Extractor(language_model=model, effort="low")
    outcomes = [
        outcome
        async for outcome in extractor.aextract_many(_articles(options.articles), concurrency=options.concurrency)
    ]
    await extractor.aclose()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    if left:
        print(f"WRONG: {len(left)} tasks are left over")
        sys.exit(1)
    return outcomes


def _articles(count: int) -> Iterator[Article]:
    return (article_from_text(TEXT.format(number=number), source=str(number)) for number in range(count))


def _problems(outcomes: list[Outcome], articles: int, seen: int) -> Iterator[str]:
    """Name what does not add up."""
    if [outcome.article.source for outcome in outcomes] != [str(number) for number in range(articles)]:
        yield "the outcomes are not one for each article, in order"
    if any((outcome.extraction is None) == (outcome.error is None) for outcome in outcomes):
        yield "an outcome is both a record and an error, or neither"
    sent = sum(outcome.cost.requests for outcome in outcomes)
    if sent != seen:
        yield f"{sent} requests were counted, the server has seen {seen}"
    for outcome in outcomes:
        run = outcome.extraction.run if outcome.extraction else outcome.cost
        if (run.requests, run.retries) != (outcome.cost.requests, outcome.cost.retries):
            yield f"article {outcome.article.source}: the record says {run.requests} requests, the cost another number"
        if outcome.error is not None and "internal error" in str(outcome.error):
            yield f"article {outcome.article.source}: {outcome.error}"


def _resources() -> tuple[int, set[str]]:
    """Return how many files are open (where the system tells), and the names of the threads."""
    files = Path("/proc/self/fd")
    return len(list(files.iterdir())) if files.is_dir() else 0, {thread.name for thread in threading.enumerate()}


def _leaks(before: tuple[int, set[str]], after: tuple[int, set[str]]) -> Iterator[str]:
    if after[0] > before[0] + 1:  # the runtime itself keeps one open, once it has looked at the certificates
        yield f"{after[0] - before[0]} files are left open"
    if new := after[1] - before[1]:
        yield f"threads are left over: {', '.join(sorted(new))}"


def _print(outcomes: list[Outcome], played: collections.Counter[str | None], seconds: float, cpu: float) -> None:
    requests = sum(outcome.cost.requests for outcome in outcomes)
    kinds = collections.Counter(type(outcome.error).__name__ if outcome.error else "record" for outcome in outcomes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(outcomes)} articles, {requests} requests, {sum(o.cost.retries for o in outcomes)} retries")
    print(
        f"{seconds:.1f} s, {1000 * cpu / requests:.1f} ms CPU a request (the server's included), {peak:.0f} MB at most"
    )
    print("\n".join(f"  {count:7d}  {kind}" for kind, count in kinds.most_common()))
    print("faults met:")
    print("\n".join(f"  {count:7d}  {name or 'none'}" for name, count in played.most_common()))


if __name__ == "__main__":
    sys.exit(main())
