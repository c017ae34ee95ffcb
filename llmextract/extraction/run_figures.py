"""The figures of a run: what a record says of the model, the prompt and the cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract._version import __version__
from llmextract.schemas import Run

if TYPE_CHECKING:
    from llmextract.llm.base import Meter
    from llmextract.schemas import Effort


def run_figures(meter: Meter, *, model: str, prompt_hash: str, seconds: float, effort: Effort | None = None) -> Run:
    """Put the figures of a run together.

    Args:
        meter: What was counted.
        model: What the record calls the model.
        prompt_hash: Tells which prompt.
        seconds: Wall time.
        effort: How much was asked; ``None`` where there is no choice.
    """
    return Run(
        model=model,
        prompt_hash=prompt_hash,
        effort=effort,
        requests=meter.requests,
        retries=meter.retries,
        prompt_tokens=meter.prompt_tokens,
        cached_tokens=meter.cached_tokens,
        completion_tokens=meter.completion_tokens,
        seconds=round(seconds, 3),
        cost_usd=meter.cost_usd,
        llmextract_version=__version__,
    )
