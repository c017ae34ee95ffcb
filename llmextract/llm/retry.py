"""When a failed request is sent again, and how long to wait before."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from llmextract.llm.request_fault import RequestFault

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tenacity import RetryCallState

T = TypeVar("T")

QUICK_RETRIES = 2
"""A refused connection is tried again this often: a server that is just starting answers soon, a dead one never."""

_DEAD = frozenset({"refused", "unresolved"})

_QUICK_WAIT = 0.2
_SPREAD = 0.5  # seconds


@dataclass(frozen=True)
class RetryPolicy:
    """Exponential backoff with full jitter, within a time budget.

    The wait before the n-th retry is drawn evenly from 0 to ``min(cap, base * 2**(n-1))`` seconds ("full jitter", M.
    Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015). A server that says how long to wait
    (``Retry-After``) is obeyed, unless that is longer than the budget lasts: then there is no point in waiting at all.
    A little is added to what it says, so that those who were told the same do not come back at the same moment.

    Attributes:
        max_retries: Most retries of one request.
        budget: Seconds that one question may take, retries included.
        base: Longest wait before the first retry, in seconds.
        cap: Longest wait that the policy itself chooses, in seconds.
        sleep: Waits the given seconds.
        clock: Seconds on a clock that never goes back.
        jitter: Draws a number between two others.
    """

    max_retries: int = 5
    budget: float = 600.0
    base: float = 1.0
    cap: float = 60.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    jitter: Callable[[float, float], float] = random.uniform

    def deadline(self) -> float:
        """Return the moment, on ``clock``, when a budget that starts now is used up."""
        return self.clock() + self.budget

    async def run(
        self,
        request: Callable[[], Awaitable[T]],
        *,
        deadline: Callable[[], float],
        worth_retrying: Callable[[RequestFault], bool],
        retries_before: int = 0,
    ) -> T:
        """Send a request until it succeeds or there is no point in trying again.

        Args:
            request: Sends it once.
            deadline: Tells when the budget is used up, on ``clock``; it may be put off while the request waits.
            worth_retrying: Decides on a fault; exceptions of any other kind pass through at once.
            retries_before: How many of the retries have been used up already.

        Returns:
            What ``request`` returned.

        Raises:
            RequestFault: The last fault.
        """
        from tenacity import AsyncRetrying, retry_if_exception

        def retryable(error: BaseException) -> bool:
            return isinstance(error, RequestFault) and worth_retrying(error)

        def exhausted(state: RetryCallState) -> bool:
            fault = _fault_of(state)
            limit = min(self.max_retries, QUICK_RETRIES) if fault.kind in _DEAD else self.max_retries
            used_up = retries_before + state.attempt_number > limit
            return used_up or self.clock() + state.upcoming_sleep >= deadline()

        retrying = AsyncRetrying(
            sleep=self.sleep,
            retry=retry_if_exception(retryable),
            wait=lambda state: self._wait(_fault_of(state), state.attempt_number),
            stop=exhausted,
            reraise=True,
        )

        async def attempt() -> T:  # tenacity awaits only what it recognises as a coroutine function
            return await request()

        return await retrying(attempt)

    def _wait(self, fault: RequestFault, attempt: int) -> float:
        """Return the seconds to wait after the given attempt."""
        if fault.kind in _DEAD:
            return _QUICK_WAIT * attempt
        if fault.retry_after is not None:
            return fault.retry_after + self.jitter(0.0, _SPREAD)
        return self.jitter(0.0, min(self.cap, self.base * 2.0 ** (attempt - 1)))


def _fault_of(state: RetryCallState) -> RequestFault:
    """Return the fault of the last attempt; the policy is only ever asked after one."""
    fault = state.outcome.exception() if state.outcome else None
    return fault if isinstance(fault, RequestFault) else RequestFault("garbled")
