"""Seconds and tokens an article with the embedded model: llmextract, plain instructor and langextract, in turns.

The systems, and how each asks, are those of `benchmarks.quality`; nothing is scored here. All ask the same model, which
is started and warm, one article after another, each article by all of them before the next.
"""

from __future__ import annotations

import asyncio
import secrets
import statistics
import sys
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.quality.langextract_system import WHOLE_ARTICLE
from benchmarks.quality.systems import bench_settings, open_systems
from benchmarks.speed.figures import Figure, middle, ratio_of_pairs
from llmextract.errors import EndpointError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openai.types import CompletionUsage

    from llmextract.evaluation import DocumentRun, GoldDocument
    from llmextract.settings import Endpoint

LEAST_TIMES_FASTER = 2.0
"""Articles an hour, against plain instructor's."""

MOST_FLOORS = 2.0
"""Time an article at most, in times that reading it once takes."""

_MOST_ANSWERED, _MOST_COMPUTED = 0.5, 1.5
_SENTENCE = "The ministers of both countries met in the capital on Monday and spoke about trade."
_SENTENCES, _ANSWER_TOKENS = 30, 48  # a prompt as long as an article


class Rates(NamedTuple):
    """What the model reaches by itself.

    Attributes:
        prompt: Prompt tokens computed a second.
        answer: Tokens answered a second.
    """

    prompt: float
    answer: float


def measure_embedded(
    documents: Sequence[GoldDocument],
    *,
    systems: Sequence[str],
    model: str | None = None,
    base_url: str | None = None,
    context: int,
    budget: float,
) -> tuple[list[Figure], dict[str, Any]]:
    """Measure the systems.

    Args:
        documents: The articles.
        systems: Some of `benchmarks.quality.systems.NAMES`, ``ours`` among them.
        model: As for `llmextract.Extractor`; the embedded model by default.
        base_url: As for `llmextract.Extractor`.
        context: Of the embedded model, in tokens.
        budget: Longest time for one question, in seconds.

    Returns:
        The figures, and the costs by system and document, the model's own rates and the articles' tokens.

    Raises:
        LlmextractError: A setting is wrong, or the model is out of reach.
    """
    overrides = bench_settings(model=model, base_url=base_url, context=context, budget=budget)
    return asyncio.run(_measure(documents, systems, overrides))


async def _measure(
    documents: Sequence[GoldDocument], names: Sequence[str], overrides: dict[str, Any]
) -> tuple[list[Figure], dict[str, Any]]:
    from llmextract.llm.opening import start_embedded
    from llmextract.settings import Embedded, load_settings, resolve_endpoint

    settings = load_settings(overrides)
    place = resolve_endpoint(settings)
    async with AsyncExitStack() as stack:
        systems = await open_systems(stack, names, overrides, characters=WHOLE_ARTICLE)
        endpoint = await start_embedded(place, settings) if isinstance(place, Embedded) else place
        rates = await _rates(endpoint)
        lengths = {document.id: await _count_tokens(endpoint, document.text) for document in documents}
        costs: dict[str, dict[str, dict[str, float | None]]] = {system.name: {} for system in systems}
        for number, document in enumerate(documents):
            turn = number % len(systems)  # nobody always comes first
            for system in systems[turn:] + systems[:turn]:
                run = await _run(document, system.extractor)
                costs[system.name][document.id] = run.costs
                seconds = run.costs["seconds"]
                said = run.error or ("no time" if seconds is None else f"{seconds:.1f} s")
                sys.stderr.write(f"[{number + 1}/{len(documents)}] {document.id} {system.name}: {said}\n")
        again = await _again(documents[0], overrides)
    raw = {"costs": costs, "rates": rates._asdict(), "article_tokens": lengths, "again": again}
    return [*embedded_figures(costs, rates, lengths), again_figure(again)], raw


async def _run(document: GoldDocument, extractor: Any) -> DocumentRun:  # noqa: ANN401 - ArticleExtractor
    from llmextract.evaluation import run_gold

    (run,) = await run_gold([document], extractor)
    return run


async def _again(document: GoldDocument, overrides: dict[str, Any]) -> dict[str, float | None]:
    """Return what an article costs that has been read before, with the settings that everybody has."""
    from llmextract import Extractor

    extractor = Extractor(**overrides)
    try:
        await _run(document, extractor)
        return (await _run(document, extractor)).costs
    finally:
        await extractor.aclose()


def embedded_figures(
    costs: dict[str, dict[str, dict[str, float | None]]], rates: Rates, lengths: dict[str, int | None]
) -> list[Figure]:
    """Return the figures of a measurement.

    Args:
        costs: What `llmextract.evaluation.DocumentRun.costs` told, by document by system.
        rates: What the model reaches by itself.
        lengths: Tokens of each article's text; ``None`` where they are not known.
    """
    figures = [
        Figure("prompt tokens computed", rates.prompt, "tokens/s", note="the model by itself"),
        Figure("tokens answered", rates.answer, "tokens/s", note="the model by itself"),
    ]
    for name, of_documents in costs.items():
        figures += _of_system(name, list(of_documents.values()))
    own = costs["ours"]
    for name, theirs in costs.items():
        if name == "ours":
            continue
        for what, label in (("seconds", "time"), ("completion_tokens", "answered tokens")):
            pairs = [(own[id_][what], theirs[id_][what]) for id_ in own if id_ in theirs]
            both = [(mine, other) for mine, other in pairs if mine is not None and other is not None]
            ratio = ratio_of_pairs([mine for mine, _ in both], [other for _, other in both])
            figures.append(Figure(f"{name}, {label}, times llmextract's", ratio, "", note="median of articles"))
        figures += _against(name, own, theirs)
    return figures + _against_floor(own, rates, lengths)


def again_figure(costs: dict[str, float | None]) -> Figure:
    """Return the figure of an article that was read before."""
    return Figure("prompt tokens computed for an article read before", _computed(costs), "tokens", 0.0)


def _of_system(name: str, costs: Sequence[dict[str, float | None]]) -> list[Figure]:
    seconds = _known(costs, "seconds")
    computed = [value for cost in costs if (value := _computed(cost)) is not None]
    return [
        Figure(f"{name}, median time an article", middle(seconds), "s"),
        Figure(f"{name}, articles an hour", 3600 / statistics.fmean(seconds) if seconds else None, ""),
        Figure(f"{name}, median prompt tokens", middle(_known(costs, "prompt_tokens")), "tokens"),
        Figure(f"{name}, median prompt tokens computed", middle(computed), "tokens", note="not cached"),
        Figure(f"{name}, median answered tokens", middle(_known(costs, "completion_tokens")), "tokens"),
    ]


def _against(
    name: str, own: dict[str, dict[str, float | None]], theirs: dict[str, dict[str, float | None]]
) -> list[Figure]:
    """Return the figures that are held against another system's, over all articles."""
    ours, others = sum(_known(own.values(), "seconds")), sum(_known(theirs.values(), "seconds"))
    figures = []
    if ours:
        least = LEAST_TIMES_FASTER if name == "instructor" else 1.0
        figures.append(Figure(f"articles an hour, times {name}'s", others / ours, "", least=least))
    answered = sum(_known(theirs.values(), "completion_tokens"))
    if answered and name == "instructor":
        share = sum(_known(own.values(), "completion_tokens")) / answered
        figures.append(Figure(f"answered tokens, share of {name}'s", share, "", _MOST_ANSWERED))
    return figures


def _against_floor(
    own: dict[str, dict[str, float | None]], rates: Rates, lengths: dict[str, int | None]
) -> list[Figure]:
    """Return the figures that are held against reading each article once, at the rate that the model reaches."""
    floors, shares = [], []
    for id_, cost in own.items():
        length, seconds, computed = lengths.get(id_), cost["seconds"], _computed(cost)
        if length and seconds is not None:
            floors.append(seconds / (length / rates.prompt))
        if length and computed is not None:
            shares.append(computed / length)
    return [
        Figure("time, times reading the article once", middle(floors), "", MOST_FLOORS, note="median"),
        Figure("prompt tokens computed, times the article's own", middle(shares), "", _MOST_COMPUTED, note="median"),
    ]


def _known(costs: Any, name: str) -> list[float]:  # noqa: ANN401 - an iterable of what DocumentRun.costs gives
    return [value for cost in costs if (value := cost[name]) is not None]


def _computed(cost: dict[str, float | None]) -> float | None:
    prompt, cached = cost["prompt_tokens"], cost["cached_tokens"]
    return None if prompt is None else prompt - (cached or 0.0)


async def _rates(endpoint: Endpoint) -> Rates:
    """Measure the model by itself: a prompt that it has never seen, answered with one token and with many."""
    import openai

    # New each time, from the first word on, so that no cache has any of it.
    prompt = " ".join([secrets.token_hex(8), *[_SENTENCE] * _SENTENCES])
    key = endpoint.api_key.get_secret_value() if endpoint.api_key else "none"
    async with openai.AsyncOpenAI(api_key=key, base_url=endpoint.base_url, timeout=endpoint.timeout) as client:

        async def ask(tokens: int) -> tuple[float, CompletionUsage]:
            started = time.perf_counter()
            answer = await client.chat.completions.create(
                model=endpoint.model,
                messages=[{"role": "user", "content": prompt}],
                max_tokens=tokens,
                temperature=0,
                extra_body={"ignore_eos": True},
            )
            if answer.usage is None:
                raise EndpointError("the server does not tell how many tokens an answer took")
            return time.perf_counter() - started, answer.usage

        first, read = await ask(1)
        await ask(1)
        one, few = await ask(1)  # the prompt is in the cache now, and nothing new is computed but the answer
        all_, many = await ask(_ANSWER_TOKENS)
    answered = many.completion_tokens - few.completion_tokens
    return Rates(read.prompt_tokens / first, answered / max(all_ - one, 1e-6))


async def _count_tokens(endpoint: Endpoint, text: str) -> int | None:
    """Return how many tokens a text has; ``None`` of a server that does not tell."""
    import httpx2

    key = endpoint.api_key.get_secret_value() if endpoint.api_key else "none"
    address = endpoint.base_url.removesuffix("/v1") + "/tokenize"
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as client:
        try:
            answer = await client.post(address, json={"content": text})
            return len(answer.raise_for_status().json()["tokens"])
        except (httpx2.HTTPError, ValueError, KeyError, TypeError):
            return None
