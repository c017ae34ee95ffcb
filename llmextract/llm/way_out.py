"""The way out of the program, which requests take one by one.

Where many answers arrive at once, a program that works on all of them before the first of the next questions is on its
way gets the next answers all at once again, and has nothing to do in between. Here who has an answer waits, before he
works on it, until every request that is about to leave has left. That is a matter of the event loop's next rounds; a
request that takes longer, to connect or because the server does not read, is not waited for.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx2

_PATIENCE = 0.25  # seconds
_LEFT = ("send_request_body.complete", "connect_tcp.started", "connect_unix_socket.started")

_departure: ContextVar[Callable[[], None] | None] = ContextVar("departure", default=None)


class WayOut:
    """Lets requests leave one by one. An instance belongs to one event loop."""

    def __init__(self) -> None:
        self._leaving: set[object] = set()
        self._waiting: deque[asyncio.Future[None]] = deque()

    @contextmanager
    def leaving(self) -> Iterator[None]:
        """Have others wait until the request that is sent within has left."""
        request = object()
        self._leaving.add(request)

        def leave() -> None:
            self._leaving.discard(request)
            self._wake()

        late = asyncio.get_running_loop().call_later(_PATIENCE, leave)
        token = _departure.set(leave)
        try:
            yield
        finally:
            _departure.reset(token)
            late.cancel()
            leave()

    async def wait(self) -> None:
        """Wait, behind those who wait already, until no request is about to leave."""
        loop = asyncio.get_running_loop()
        if self._leaving or self._waiting:
            turn = loop.create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                self._waiting = deque(each for each in self._waiting if each is not turn)
                self._wake()
                raise
        loop.call_soon(self._wake)  # the next one's turn is when this one has nothing left to do but wait

    def _wake(self) -> None:
        if not self._leaving and self._waiting:
            turn = self._waiting.popleft()
            if turn.done():  # cancelled
                self._wake()
            else:
                turn.set_result(None)


async def watch_departure(request: httpx2.Request) -> None:
    """Have the HTTP library tell when a request leaves.

    Args:
        request: About to be sent; a hook of the client.
    """
    leave = _departure.get()
    if leave is not None:
        request.extensions["trace"] = _tracer(leave)


def _tracer(leave: Callable[[], None]) -> Callable[[str, dict[str, Any]], Any]:
    async def trace(event: str, _: dict[str, Any]) -> None:
        if event.endswith(_LEFT):
            leave()

    return trace
