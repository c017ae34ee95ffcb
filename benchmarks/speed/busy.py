"""What the embedded model keeps of its speed where other processes want the same cores.

The threads of the model meet after each step of a computation, some hundred times a token. Where one of them has to
share its core, all wait for it; where they wait in a busy loop, they even take the core from the one they wait for.
Rates are those that the runtime itself tells of a request; alone and beside others in turns, so that a machine that
gets slower or faster meanwhile does not decide.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.speed.embedded import Rates
from benchmarks.speed.figures import Figure, middle, ratio_of_pairs
from llmextract.errors import ConfigurationError, EndpointError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.settings import Endpoint

LEAST_SHARE = 1 / 3
"""Of its speed, beside one other process."""

OTHERS = (0, 1, 2)
"""Processes beside the model."""

_ROUNDS = 3
_SENTENCES, _ANSWER_TOKENS = 12, 24
_SENTENCE = "The ministers of both countries met in the capital on Monday and spoke about trade."
_SETTLING_SECONDS = 0.5


def measure_busy(
    *, model: str | None = None, context: int | None = None, rounds: int = _ROUNDS
) -> tuple[list[Figure], dict[int, list[Rates]]]:
    """Measure the embedded model alone, and beside processes that do nothing but count.

    Args:
        model: The embedded model, as for `llmextract.Extractor`; the default one when ``None``.
        context: Of it, in tokens.
        rounds: How often.

    Returns:
        The figures, and the rates of each round by the number of other processes.

    Raises:
        ConfigurationError: The model is none that runs in this process, or a setting is wrong.
        EmbeddedModelError: It can't be fetched or started.
    """
    from llmextract.llm.opening import start_embedded
    from llmextract.settings import Embedded, load_settings, resolve_endpoint

    settings = load_settings({"model": model, "context": context})
    place = resolve_endpoint(settings)
    if not isinstance(place, Embedded):
        raise ConfigurationError(
            f"the part busy measures the embedded model, and {settings.model} is none", hint="leave the part out"
        )
    endpoint = asyncio.run(start_embedded(place, settings))
    _rates(endpoint)  # the first request also makes room for what is computed
    taken: dict[int, list[Rates]] = {others: [] for others in OTHERS}
    for _ in range(rounds):
        for others, rates in taken.items():
            with busy_processes(others):
                rates.append(_rates(endpoint))
    return busy_figures(taken), taken


@contextlib.contextmanager
def busy_processes(number: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Keep processes busy meanwhile.

    Args:
        number: How many; each takes a core, as far as it can get one.
    """
    processes = [subprocess.Popen([sys.executable, "-S", "-c", "while True: pass"]) for _ in range(number)]
    try:
        if processes:
            time.sleep(_SETTLING_SECONDS)
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.wait()


def busy_figures(taken: dict[int, list[Rates]]) -> list[Figure]:
    """Return the figures of a measurement.

    Args:
        taken: The rates of each round, by the number of other processes; 0 among them.
    """
    figures = []
    for what, label in (("prompt", "prompt tokens computed"), ("answer", "tokens answered")):
        alone = [getattr(rates, what) for rates in taken[0]]
        figures.append(Figure(f"{label}, alone", middle(alone), "tokens/s"))
        for others, rates in taken.items():
            if others:
                share = ratio_of_pairs(alone, [getattr(each, what) for each in rates])
                beside = f"beside {others} busy process{'' if others == 1 else 'es'}"
                least = LEAST_SHARE if others == 1 else None
                figures.append(
                    Figure(f"{label}, {beside}, share of that alone", share, "", least=least, note="median of rounds")
                )
    return figures


def _rates(endpoint: Endpoint) -> Rates:
    """Ask the model about a prompt that it has never seen, and return the rates that the runtime tells."""
    import httpx2

    prompt = " ".join([secrets.token_hex(8), *[_SENTENCE] * _SENTENCES])
    question: dict[str, Any] = {
        "messages": [{"role": "user", "content": prompt}],
        "max_tokens": _ANSWER_TOKENS,
        "temperature": 0,
        "ignore_eos": True,
    }
    key = endpoint.api_key.get_secret_value() if endpoint.api_key else "none"
    try:
        answer = httpx2.post(
            f"{endpoint.base_url}/chat/completions",
            json=question,
            headers={"Authorization": f"Bearer {key}"},
            timeout=endpoint.timeout,
        )
        told = answer.raise_for_status().json()["timings"]
        return Rates(float(told["prompt_per_second"]), float(told["predicted_per_second"]))
    except (httpx2.HTTPError, ValueError, KeyError, TypeError) as error:
        raise EndpointError(f"the embedded model did not answer with its rates ({type(error).__name__})") from error
