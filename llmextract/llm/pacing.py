"""How many requests are under way at a time: as many as wanted, as few as the server can take.

Three things hold a request back: a window that a server's "too many" halves and its answers widen again, a pause that
the server asked for, and what it says is left of its limits. All of it is shared by the questions of one event loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import random
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from llmextract.llm.breaker import CircuitBreaker
    from llmextract.llm.faults import RequestFault
    from llmextract.llm.rate_limits import Allowance, Unit

FIRST = 64
"""Requests under way at a time before anything is known of the server."""

MOST = 256
"""Most requests under way at a time."""

LONGEST_PAUSE = 60.0
"""Longest pause, in seconds, that one answer imposes on other questions; then one of them may ask again."""

_SPREAD = 0.5  # seconds over which those that waited for the same moment come back
_SMOOTHING = 0.2  # weight of the latest answer in the mean number of tokens


@dataclass(eq=False)
class Turn:
    """One request's turn.

    Attributes:
        queued: Seconds spent waiting for a place behind other questions.
        number: How many requests have been sent, this one included; 0 before it may be sent.
    """

    queued: float = 0.0
    number: int = 0


class Pacer:
    """Bounds the requests under way, and adapts the bound.

    The window follows TCP's congestion control (V. Jacobson, "Congestion Avoidance and Control", SIGCOMM 1988; that
    additive increase and multiplicative decrease end up fair and stable: D.-M. Chiu and R. Jain, Computer Networks and
    ISDN Systems 17, 1989): an answer that says "too many" halves it, once for all the requests that were under way
    then; each good answer widens it by one up to the width where it was last halved, and beyond that by one for a
    whole window of answers. A window that is not filled is not widened.

    An instance belongs to one event loop.

    Args:
        breaker: Decides whether the endpoint may be asked at all.
        first: The first window.
        most: The widest.
        sleep: Waits the given seconds.
        clock: Seconds on a clock that never goes back.
        jitter: Draws a number between two others.
    """

    def __init__(
        self,
        breaker: CircuitBreaker,
        *,
        first: int = FIRST,
        most: int = MOST,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self.window = float(first)
        self.working = 0
        self._breaker = breaker
        self._most = float(most)
        self._sleep = sleep
        self._clock = clock
        self._jitter = jitter
        self._threshold = math.inf
        self._queue: deque[asyncio.Future[None]] = deque()
        self._sent = 0
        self._sent_when_shrunk = 0
        self._not_before = -math.inf
        self._asked_to_pause: RequestFault | None = None
        self._buckets: dict[Unit, _Bucket] = {}
        self._tokens_each = 0.0

    async def enter(self) -> Turn:
        """Wait for a place in the window; who comes first is served first.

        Returns:
            The turn, which has to be handed to `leave` in the end.
        """
        if not self._queue and self.working < int(self.window):
            self.working += 1
            return Turn()
        arrived = self._clock()
        place = asyncio.get_running_loop().create_future()
        self._queue.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.cancelled():
                with contextlib.suppress(ValueError):
                    self._queue.remove(place)
            else:  # the place was given at the very moment when nobody wanted it any more
                self.working -= 1
                self._admit()
            raise
        # The time in the queue is not the question's own, unless everybody waits for the endpoint to come back.
        return Turn(queued=0.0 if self._breaker.open else self._clock() - arrived)

    async def hold(self, turn: Turn, deadline: float) -> None:
        """Wait until the server may be asked.

        Args:
            turn: Whose turn it is.
            deadline: When there is no point any more in asking, on ``clock``.

        Raises:
            RequestFault: The server is down, or has said that it takes no request before the deadline.
        """
        self._sent += 1
        turn.number = self._sent
        now = self._clock()
        wait = max((bucket.take(self._cost(bucket.unit), now) for bucket in self._buckets.values()), default=0.0)
        if 0 < wait < deadline - now:  # what is left is a hint: it may delay a question, not end it
            await self._sleep(min(wait, LONGEST_PAUSE))
        while True:
            if rest := self._breaker.wait(turn, deadline):
                await self._sleep(rest)
                continue
            until, now = self._not_before, self._clock()
            if until <= now:
                return
            if until >= deadline and self._asked_to_pause is not None:
                raise self._asked_to_pause.unasked("another question was told to wait", retry_after=until - now)
            await self._sleep(until - now + self._jitter(0.0, _SPREAD))
            if until == self._not_before and not self._breaker.open:
                return

    def answered(self, turn: Turn, *, tokens: int, allowances: Iterable[Allowance] = ()) -> None:
        """Take note of an answer.

        Args:
            turn: Whose.
            tokens: What it took, of the prompt and of the answer; 0 where the server does not say.
            allowances: What the server says is left.
        """
        self._breaker.succeeded()
        if tokens:
            change = tokens - self._tokens_each
            self._tokens_each += change * (_SMOOTHING if self._tokens_each else 1.0)
        self._read(turn, allowances)
        if self._queue or self.working >= int(self.window):
            self.window = min(self._most, self.window + (1.0 if self.window < self._threshold else 1.0 / self.window))

    def refused(self, turn: Turn, fault: RequestFault, *, down: bool) -> None:
        """Take note of a fault.

        Args:
            turn: Whose.
            fault: What came in place of an answer.
            down: Whether the endpoint is at fault, and not the request.
        """
        if down:
            self._breaker.failed(turn, fault)
        else:
            self._breaker.succeeded()
        self._read(turn, fault.allowances)
        if self._breaker.open:
            self._shrink(turn, 1.0)
        elif fault.overload:
            self._shrink(turn, 0.5 * min(self.window, self.working))
            if wait := min(LONGEST_PAUSE, fault.retry_after or 0.0):
                self._not_before = max(self._not_before, self._clock() + wait)
                self._asked_to_pause = fault

    def leave(self, turn: Turn) -> None:
        """Give the place to the next.

        Args:
            turn: Whose place it was.
        """
        self._breaker.given_up(turn)
        self.working -= 1
        self._admit()

    def _admit(self) -> None:
        """Let in those for whom there is room."""
        while self._queue and self.working < int(self.window):
            place = self._queue.popleft()
            if not place.done():
                self.working += 1
                place.set_result(None)

    def _shrink(self, turn: Turn, width: float) -> None:
        """Narrow the window, unless it has been since that request was sent."""
        if turn.number > self._sent_when_shrunk:
            self._sent_when_shrunk = self._sent
            self._threshold = max(2.0, 0.5 * min(self.window, self.working))
            self.window = max(1.0, width)

    def _read(self, turn: Turn, allowances: Iterable[Allowance]) -> None:
        """Take over what the server says is left; it knows nothing yet of what was sent since."""
        now = self._clock()
        for allowance in allowances:
            unknown = (self._sent - turn.number) * self._cost(allowance.unit)
            self._buckets[allowance.unit] = _Bucket.of(allowance, unknown, now)

    def _cost(self, unit: Unit) -> float:
        """Say what one request takes."""
        return 1.0 if unit == "requests" else self._tokens_each


@dataclass
class _Bucket:
    """What is thought to be left of one limit: a bucket that fills evenly until it is full.

    Attributes:
        unit: What is counted.
        level: What is left; negative where more has been promised than there is.
        rate: How much comes back in a second.
        at: When that was so.
        full_at: When nothing is used up any more.
        limit: How much there is then.
    """

    unit: Unit
    level: float
    rate: float
    at: float
    full_at: float
    limit: float

    @classmethod
    def of(cls, allowance: Allowance, unknown: float, now: float) -> _Bucket:
        """Make it from what a server says.

        Args:
            allowance: What it says.
            unknown: How much has been taken of which it may not have known.
            now: The present.
        """
        limit, remaining, reset = allowance.limit, allowance.remaining, allowance.reset
        rate = (limit - remaining) / reset if limit is not None and reset > 0 and limit > remaining else 0.0
        return cls(allowance.unit, remaining - unknown, rate, now, now + reset, math.inf if limit is None else limit)

    def take(self, amount: float, now: float) -> float:
        """Take an amount out, and return in how many seconds it will be there."""
        self.level = self.limit if now >= self.full_at else self.level + self.rate * (now - self.at)
        self.at = now
        self.level -= amount
        if self.level >= 0:
            return 0.0
        return min(-self.level / self.rate if self.rate else math.inf, self.full_at - now)
