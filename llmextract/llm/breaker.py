"""A circuit breaker: an endpoint that keeps failing is left alone for a while, and its failure is told at once."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from llmextract.llm.faults import RequestFault

THRESHOLD = 10
"""So many requests have to fail in a row before an endpoint counts as down."""

FIRST_REST = 1.0
"""Seconds for which an endpoint that is down is left alone at first."""

LONGEST_REST = 30.0
"""Seconds for which it is left alone after many attempts."""

_WHILE_TRIED = 0.25


class CircuitBreaker:
    """Decides whether an endpoint may be asked (M. Nygard, "Release It!", 2nd ed., 2018, chapter 5, "Circuit Breaker").

    After ten failures in a row nobody asks for a second, then one request does, as a trial; while trials fail, the
    rest between them doubles, up to half a minute. Up to ``patience`` seconds questions wait for the next trial, so
    that an endpoint that is only being restarted costs no article its record. After that, and at once where waiting
    cannot help (a refused key), every question but the trials fails, with the fault of the last request.

    Args:
        patience: For how many seconds of failure questions wait.
        clock: Seconds on a clock that never goes back.
        jitter: Draws a number between two others.
    """

    def __init__(
        self,
        *,
        patience: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._patience = patience
        self._clock = clock
        self._jitter = jitter
        self._failures = 0
        self._rest = FIRST_REST
        self._last: RequestFault | None = None
        self._opened_at = 0.0
        self._trial_at = 0.0
        self._trial: object | None = None

    @property
    def open(self) -> bool:
        """Whether the endpoint counts as down."""
        return self._last is not None

    def wait(self, who: object, deadline: float) -> float:
        """Say how long a request has to wait before it asks again whether it may be sent.

        Args:
            who: The one who asks. The first who is told 0 while the endpoint is down makes the trial.
            deadline: When there is no point any more in sending it, on ``clock``.

        Returns:
            Seconds; with 0, the request may be sent, and `succeeded`, `failed` or `given_up` has to be called.

        Raises:
            RequestFault: The endpoint has been down for too long, or waiting does not help.
        """
        if self._last is None or self._trial is who:
            return 0.0
        now = self._clock()
        if self._trial is None and now >= self._trial_at:
            self._trial = who
            return 0.0
        wait = max(_WHILE_TRIED, self._trial_at - now)
        if not self._last.transient or now - self._opened_at > self._patience or now + wait >= deadline:
            raise self._last.unasked(f"{self._failures} requests in a row have failed")
        return wait

    def succeeded(self) -> None:
        """Count a request that the endpoint has dealt with."""
        self._failures, self._rest = 0, FIRST_REST
        self._last = self._trial = None

    def failed(self, who: object, fault: RequestFault) -> None:
        """Count a request that failed because of the endpoint.

        Args:
            who: Who had sent it.
            fault: What came of it.
        """
        self._failures += 1
        now = self._clock()
        if self._last is None:
            if self._failures < THRESHOLD:
                return
            self._opened_at = now
        elif self._trial is who:
            self._rest = min(LONGEST_REST, 2 * self._rest)
        else:  # sent before the endpoint counted as down
            return
        self._last, self._trial = fault, None
        asked = min(fault.retry_after or 0.0, LONGEST_REST)
        self._trial_at = now + max(asked, self._jitter(self._rest / 2, self._rest))

    def given_up(self, who: object) -> None:
        """Count a request of which nothing came because nobody wants it any more.

        Args:
            who: Who had wanted to send it.
        """
        if self._trial is who:
            self._trial = None
