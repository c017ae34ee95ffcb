"""Working on several things at a time, with the results in their order."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

_AHEAD = 2  # items taken, for each worker, whose results nobody has asked for yet


class InTurn(Generic[ItemT, ResultT]):
    """Workers that take items and give results in the order of the items.

    A worker takes its next item as soon as it is done with one, without going back to the event loop. Where many
    answers arrive at once, the next questions so leave one by one while they are worked on, instead of all together
    afterwards: they would be answered all together, too, and the processor would be idle in between.

    Args:
        items: What is to be worked on; taken as workers get free, but not far ahead of the results that are asked for.
        work: What gives the result of an item.
        workers: How many there are.
    """

    def __init__(self, items: Iterable[ItemT], work: Callable[[ItemT], Awaitable[ResultT]], *, workers: int) -> None:
        self._items = iter(items)
        self._work = work
        self._workers = workers
        self._room = asyncio.Semaphore(_AHEAD * workers)
        self._line: asyncio.Queue[asyncio.Future[ResultT] | None] = asyncio.Queue()
        self._unfinished: set[asyncio.Future[ResultT]] = set()
        self._at_end = False

    async def results(self) -> AsyncGenerator[ResultT]:
        """Yield the results; leaving early cancels the work that has begun.

        Raises:
            Exception: What taking the items, or the work, raised.
        """
        workers: list[asyncio.Future[None]] = []
        try:
            for _ in range(self._workers):
                workers.append(asyncio.ensure_future(self._worker()))
                await asyncio.sleep(0)  # what it asks first may leave before the next one begins
            while (result := await self._line.get()) is not None:
                yield await result
                self._room.release()
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _worker(self) -> None:
        while not self._at_end:
            await self._room.acquire()
            if not self._at_end:
                await self._next()

    async def _next(self) -> None:
        result: asyncio.Future[ResultT] = asyncio.get_running_loop().create_future()
        try:
            item = next(self._items)
        except StopIteration:
            self._at_end = True
            self._line.put_nowait(None)
            return
        except Exception as error:  # noqa: BLE001 - it is raised where the results are asked for
            self._at_end = True
            self._line.put_nowait(result)
            for waited_for in (*self._unfinished, result):
                _fail(waited_for, error)
            return
        self._line.put_nowait(result)
        self._unfinished.add(result)
        try:
            given = await self._work(item)
        except asyncio.CancelledError:
            result.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - it is raised where the results are asked for
            _fail(result, error)
        else:
            if not result.done():
                result.set_result(given)
        finally:
            self._unfinished.discard(result)


def _fail(result: asyncio.Future[ResultT], error: Exception) -> None:
    if not result.done():
        result.set_exception(error)
        result.exception()  # nobody need ask for it: the first one ends the work
