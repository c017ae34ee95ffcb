"""Asynchronous work called from blocking code, also where the caller's thread runs an event loop (a notebook)."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, wait
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any, Self

ResultT = TypeVar("ResultT")


class LoopThread:
    """An event loop in a thread of its own; a daemon, so that it never keeps a program from ending."""

    def __init__(self) -> None:
        # Without a factory, the new loop would become that of the caller's thread.
        # Without a factory, the new loop would become that of the caller's thread.
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._loop = self._runner.get_loop()
        self._closing = asyncio.Event()
        self._thread = threading.Thread(target=self._serve, name="llmextract", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it takes work: not after `close`, and not in a forked process, where its thread does not exist."""
        return self._thread.is_alive() and not self._loop.is_closed()

    def start(self, work: Coroutine[Any, Any, ResultT]) -> StartedWork[ResultT]:
        """Start a coroutine in the loop."""
        return StartedWork(self._loop, work)

    def run(self, work: Coroutine[Any, Any, ResultT]) -> ResultT:
        """Run a coroutine in the loop and wait for its result; an interrupt ends it."""
        return self.start(work).result()

    def close(self) -> None:
        """End all work, then the loop and its thread; more than once does no harm."""
        if self.running:
            self._loop.call_soon_threadsafe(self._closing.set)
            self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _serve(self) -> None:
        with self._runner:  # cancels what is still at work when it ends
            self._runner.run(self._until_closed())

    async def _until_closed(self) -> None:
        await self._closing.wait()


class StartedWork(Generic[ResultT]):
    """A coroutine at work in the loop of a `LoopThread`, which makes it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, ResultT]) -> None:
        self._loop = loop
        self._result: Future[ResultT] = Future()
        self._task: asyncio.Task[ResultT] | None = None
        loop.call_soon_threadsafe(self._begin, work)

    def result(self) -> ResultT:
        """Wait for the result; an interrupt of the waiting ends the work.

        Raises:
            CancelledError: The work was ended before it was done.
            Exception: What the work raised.
        """
        try:
            return self._result.result()
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Cancel the work, if it is not done, and wait until it has ended."""
        if not self._result.done():
            self._loop.call_soon_threadsafe(self._cancel)
            wait([self._result])

    def _begin(self, work: Coroutine[Any, Any, ResultT]) -> None:
        self._task = self._loop.create_task(work)
        self._task.add_done_callback(self._hand_over)

    def _cancel(self) -> None:
        if self._task is not None:  # it always is: callbacks run in the order in which they were given
            self._task.cancel()

    def _hand_over(self, task: asyncio.Task[ResultT]) -> None:
        if task.cancelled():
            self._result.cancel()
            self._result.set_running_or_notify_cancel()
        elif error := task.exception():
            self._result.set_exception(error)
        else:
            self._result.set_result(task.result())
