"""Blocking work beside an event loop, in threads that never keep the program from ending."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


async def in_background(work: Callable[[], T]) -> T:
    """Do blocking work in a thread of its own and wait for it.

    ``asyncio.to_thread`` would make the end of the program wait for a page that is being fetched, or for a terminal
    that nobody types at. Whoever calls this bounds how many threads there are.

    Args:
        work: What to do; what it raises comes through, but for ``StopIteration``.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(tell: Callable[[Any], None], what: object) -> None:
        if not done.done():  # nobody waits any more for what was cancelled
            tell(what)

    def body() -> None:
        try:
            tell, what = done.set_result, work()
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(settle, done.set_exception, error)
        else:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(settle, tell, what)

    threading.Thread(target=body, name="llmextract reading", daemon=True).start()
    return await done
