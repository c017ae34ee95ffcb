"""What has become of the articles of a run, and what it has cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmextract.corpus.ledger import RunState
    from llmextract.errors import LlmextractError
    from llmextract.llm.base import Meter


@dataclass
class Tally:
    """What has become of the articles of a run so far.

    Attributes:
        total: How many there are; ``None`` while that is not known.
        done: Records made in this run.
        kept: Records that were there already.
        copies: Articles that share the record of another.
        failed: Articles that failed in this run.
        failed_before: Articles that failed in an earlier run and were not tried again.
        unread: Sources that could not be read.
        meetings: In the records made in this run.
        requests: Sent in this run.
        prompt_tokens: Of this run.
        completion_tokens: Of this run.
        cost_usd: Of this run; ``None`` where a price is not known.
        seconds: Since the run began.
        state: How the run ended; ``None`` while it goes on.
        error: Why the run was stopped, where an error did it.
    """

    total: int | None = None
    done: int = 0
    kept: int = 0
    copies: int = 0
    failed: int = 0
    failed_before: int = 0
    unread: int = 0
    meetings: int = 0
    requests: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = 0.0
    seconds: float = 0.0
    state: RunState | None = None
    error: LlmextractError | None = None

    @property
    def dealt_with(self) -> int:
        """How many articles need nothing more in this run."""
        return self.done + self.kept + self.copies + self.failures

    @property
    def failures(self) -> int:
        """How many articles have no record because something failed, now or before."""
        return self.failed + self.failed_before + self.unread

    def count_cost(self, cost: Meter) -> None:
        """Add what an attempt cost."""
        self.requests += cost.requests
        self.prompt_tokens += cost.prompt_tokens
        self.completion_tokens += cost.completion_tokens
        known = self.cost_usd is not None and cost.cost_usd is not None
        self.cost_usd = (self.cost_usd or 0.0) + (cost.cost_usd or 0.0) if known else None
