"""The library's own CPU time an article, against an endpoint that answers at once: beside openai and instructor.

Bare openai sends exactly what llmextract sends (but for the probabilities of tokens, for which nobody asks who does not
need them) and parses the answer as JSON. Instructor is that of `llmextract.evaluation.baseline`: its own question, and
a record of its answer. Each article comes as text and leaves as a record.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.speed.endpoint import asked_requests, running_endpoint
from benchmarks.speed.figures import Figure, middle

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from llmextract.evaluation import GoldDocument
    from llmextract.schemas import Effort

MOST_BEYOND_OPENAI = 3.0
"""Milliseconds of CPU time that the library may take itself, with the plan for remote endpoints."""

_NOT_NEEDED = ("logprobs", "top_logprobs")


def measure_cpu(gold: Path, *, rounds: int = 5, effort: Effort = "low") -> tuple[list[Figure], dict[str, Any]]:
    """Measure the CPU time of making a record, this process's only, all of its threads.

    Args:
        gold: Folder of gold files.
        rounds: How often each article is read by each. The least time counts: what is above was something else.
        effort: How much llmextract asks.

    Returns:
        The figures, and the milliseconds by system and document.
    """
    from llmextract.evaluation import load_gold

    with running_endpoint(gold) as url:
        taken = asyncio.run(_measure(load_gold(gold), url, rounds, effort))
    return cpu_figures(taken, effort), {effort: taken}


def cpu_figures(taken: dict[str, dict[str, float]], effort: str) -> list[Figure]:
    """Return the figures of a measurement.

    Args:
        taken: Milliseconds by document by system: ``openai``, ``instructor`` and ``llmextract``.
        effort: How much llmextract asked.
    """
    means = {name: statistics.fmean(values.values()) for name, values in taken.items()}
    beyond = [taken["llmextract"][id_] - taken["openai"][id_] for id_ in taken["openai"]]
    limited = effort == "low"  # the plan that a remote endpoint gets
    limits = (MOST_BEYOND_OPENAI, means["instructor"]) if limited else (None, None)
    return [
        Figure(f"bare openai, the requests of {effort}", means["openai"], "ms an article"),
        Figure("plain instructor", means["instructor"], "ms an article"),
        Figure(f"llmextract, {effort}", means["llmextract"], "ms an article", limits[1], note="limit: instructor's"),
        Figure(
            f"llmextract, {effort}, beyond bare openai",
            means["llmextract"] - means["openai"],
            "ms an article",
            limits[0],
        ),
        Figure(f"the same, median of articles, {effort}", middle(beyond), "ms"),
    ]


async def _measure(
    documents: Sequence[GoldDocument], url: str, rounds: int, effort: Effort
) -> dict[str, dict[str, float]]:
    import openai

    from llmextract import Extractor
    from llmextract.articles.reading import article_from_text
    from llmextract.evaluation.baseline import PlainInstructor
    from llmextract.settings import load_settings

    settings: dict[str, Any] = {"model": "m", "base_url": url, "effort": effort}
    ours, plain = Extractor(**settings), PlainInstructor(load_settings(settings))
    client = openai.AsyncOpenAI(api_key="none", base_url=url)
    articles = {each.id: article_from_text(each.text, published=each.published) for each in documents}
    requests: dict[str, list[dict[str, Any]]] = {}

    async def bare(document: GoldDocument) -> None:
        for request in requests[document.id]:
            answer = await client.chat.completions.create(**request)
            json.loads(answer.choices[0].message.content or "")

    async def instructor(document: GoldDocument) -> None:
        await plain.aextract(articles[document.id])

    async def llmextract(document: GoldDocument) -> None:
        await ours.aextract(article_from_text(document.text, published=document.published))

    systems: dict[str, Callable[[GoldDocument], Awaitable[None]]] = {
        "openai": bare,
        "instructor": instructor,
        "llmextract": llmextract,
    }
    taken: dict[str, dict[str, float]] = {name: {} for name in systems}
    try:
        asked_requests(url)
        for document in documents:
            await llmextract(document)
            requests[document.id] = [_as_needed(request) for request in asked_requests(url)]
            await instructor(document)
        for _ in range(rounds):
            for document in documents:
                for name, make in systems.items():
                    forget_texts()
                    started = time.process_time()
                    await make(document)
                    spent = 1000 * (time.process_time() - started)
                    taken[name][document.id] = min(spent, taken[name].get(document.id, spent))
    finally:
        await client.close()
        await plain.aclose()
        await ours.aclose()
    return taken


def forget_texts() -> None:
    """Empty the bounded caches of the readers: what they remember of texts, so that each article is new to them.

    Caches without a bound hold tables and compiled patterns, which are loaded once in a process; those of the questions
    hold the forms of answers, of which there are few, whatever the articles.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith(("llmextract.articles.", "llmextract.extraction.")):
            for value in vars(module).values():
                if hasattr(value, "cache_info") and value.cache_info().maxsize is not None:
                    value.cache_clear()


def _as_needed(request: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in request.items() if name not in _NOT_NEEDED}
