"""Articles a second at several concurrencies, against an endpoint that answers each question after a second."""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import TYPE_CHECKING

from benchmarks.speed.endpoint import running_endpoint
from benchmarks.speed.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from llmextract.articles.article import Article

CONCURRENCIES = (1, 8, 64, 256)
LEAST = {64: 60.0}
"""Articles a second that must be reached, by concurrency."""


def measure_concurrency(
    gold: Path, *, concurrencies: Sequence[int] = CONCURRENCIES, delay: float = 1.0, turns: int = 32
) -> tuple[list[Figure], dict[int, float]]:
    """Measure the articles a second.

    Only articles that the plan for remote endpoints puts one question about are taken, so that ``concurrency / delay``
    is what a client that costs nothing would reach.

    Args:
        gold: Folder of gold files.
        concurrencies: How many articles are worked on at a time.
        delay: Of each answer, in seconds.
        turns: How many articles there are for each that is worked on at a time: so many that the second in which
            nothing is answered yet, and the one in which nothing is asked any more, are a small part of the time.

    Returns:
        The figures, and articles a second by concurrency.
    """
    from llmextract.articles.reading import article_from_text
    from llmextract.evaluation import load_gold

    articles = [article_from_text(each.text, published=each.published) for each in load_gold(gold)]
    with running_endpoint(gold) as url:
        articles = asyncio.run(_asked_once(articles, url))
    with running_endpoint(gold, delay=delay) as url:
        rates = {each: asyncio.run(_rate(articles, url, each, each * turns)) for each in concurrencies}
    return concurrency_figures(rates, delay), rates


def concurrency_figures(rates: dict[int, float], delay: float) -> list[Figure]:
    """Return the figures of a measurement.

    Args:
        rates: Articles a second by concurrency.
        delay: Of each answer, in seconds.
    """
    return [
        Figure(
            f"concurrency {each}, answers after {delay:g} s",
            rate,
            "articles a second",
            least=LEAST.get(each),
            note=f"{100 * rate * delay / each:.0f} % of {each / delay:g}",
        )
        for each, rate in rates.items()
    ]


async def _asked_once(articles: Sequence[Article], url: str) -> list[Article]:
    from llmextract import Extractor

    extractor = Extractor("m", base_url=url, effort="low")
    try:
        return [article for article in articles if (await extractor.aextract(article)).run.requests == 1]
    finally:
        await extractor.aclose()


async def _rate(articles: Sequence[Article], url: str, concurrency: int, count: int) -> float:
    from llmextract import Extractor

    extractor = Extractor("m", base_url=url, effort="low")
    try:
        await extractor.aextract(articles[0])  # connected, everything loaded
        started = time.perf_counter()
        done = 0
        taken = itertools.islice(itertools.cycle(articles), count)
        async for outcome in extractor.aextract_many(taken, concurrency=concurrency):
            if outcome.error is not None:
                raise outcome.error
            done += 1
        return done / (time.perf_counter() - started)
    finally:
        await extractor.aclose()
