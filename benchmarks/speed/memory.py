"""Memory over many articles: what this process holds after each of them, with no two articles alike."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.speed.endpoint import running_endpoint
from benchmarks.speed.figures import Figure, growth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.articles.article import Article

MOST_GROWTH = 10.0
"""Per cent that memory may grow, once the first fifth of the articles is done."""

_SYLLABLES = ("ba", "do", "ke", "li", "mu", "na", "po", "ri", "sa", "tu", "ve", "zo")
_SAMPLES = 100


def measure_memory(gold: Path, *, articles: int = 10_000) -> tuple[list[Figure], list[float]]:
    """Measure the memory in a process of its own.

    Args:
        gold: Folder of gold files, of which the articles are made.
        articles: How many.

    Returns:
        The figures, and megabytes after each hundredth of the articles.
    """
    with running_endpoint(gold) as url:
        command = [sys.executable, "-m", "benchmarks.speed.memory", str(gold), url, str(articles)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    held: list[float] = json.loads(done.stdout)
    return memory_figures(held, articles), held


def memory_figures(held: list[float], articles: int) -> list[Figure]:
    """Return the figures of a measurement.

    Args:
        held: Megabytes, at equal distances.
        articles: How many articles that were.
    """
    grown = growth(held)
    return [
        Figure(f"memory after {articles:,} articles", held[-1] if held else None, "MB"),
        Figure("growth over the last four fifths", None if grown is None else 100 * grown, "%", MOST_GROWTH),
    ]


def resident_megabytes() -> float:
    """Return the memory that this process holds; where the system does not tell, the most that it ever held."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, ValueError):
        import resource

        unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def invented_name(number: int) -> str:
    """Return a name that no other number has."""
    syllables = [_SYLLABLES[number % len(_SYLLABLES)]]
    while number := number // len(_SYLLABLES):
        syllables.append(_SYLLABLES[number % len(_SYLLABLES)])
    return "".join(syllables).capitalize()


def _articles(gold: Path, count: int) -> Iterator[Article]:
    from llmextract.articles.reading import article_from_text
    from llmextract.evaluation import load_gold

    documents = load_gold(gold)
    for number in range(count):
        document = documents[number % len(documents)]
        name = invented_name(number)
        told = f"{document.text.rstrip()}\n\nMinister {name} Orr of Tavia met Ada {name} in Port {name} on Monday.\n"
        yield article_from_text(told, published=document.published)


async def _held(gold: Path, url: str, count: int) -> list[float]:
    from llmextract import Extractor

    extractor = Extractor("m", base_url=url, effort="low")
    held = []
    every = max(1, count // _SAMPLES)
    number = 0
    async for outcome in extractor.aextract_many(_articles(gold, count)):
        if outcome.error is not None:
            raise outcome.error
        number += 1
        if number % every == 0:
            held.append(round(resident_megabytes(), 1))
    await extractor.aclose()
    return held


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_held(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))))
