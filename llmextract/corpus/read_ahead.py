"""Reading articles side by side, ahead of the work on them, and handing them over in their order.

The order decides which of several copies counts as the original, so that a run that is broken off and taken up again
ends with the same store as one that is not.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.corpus.background import in_background
from llmextract.corpus.ledger import Origin
from llmextract.errors import ConfigurationError, LlmextractError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable

    from llmextract.articles.article import Article
    from llmextract.corpus.items import Given, Item
    from llmextract.corpus.ledger import Entry, Ledger


@dataclass(frozen=True)
class Read:
    """What reading an item gave.

    Attributes:
        fingerprint: Tells what was given.
        entry: The article, if the store has it from before.
        article: The article, if the store has not.
        language: The language that the user gave.
        error: Why there is neither; ``None`` where that is known from before.
    """

    fingerprint: str
    entry: Entry | None = None
    article: Article | None = None
    language: str | None = None
    error: LlmextractError | None = None


class ReadAhead:
    """Reads items.

    Args:
        items: What to read.
        ledger: Tells what is known already and need not be read again.
        depth: How many are read ahead.
        refetch: Read again what is known by its address.
        retry_failed: Read again what could not be read.
        wanted: Whether anything more is wanted.
    """

    def __init__(
        self,
        items: Iterable[Item],
        ledger: Ledger,
        *,
        depth: int,
        refetch: bool,
        retry_failed: bool,
        wanted: Callable[[], bool],
    ) -> None:
        self._items = items
        self._ledger = ledger
        self._refetch = refetch
        self._retry_failed = retry_failed
        self._wanted = wanted
        # Libraries load their data when they are first used; threads side by side would each load all of it.
        self._loading = asyncio.Lock()
        self._loaded = False
        self._ahead: asyncio.Queue[tuple[Item, asyncio.Task[Read]] | Exception | None] = asyncio.Queue(depth)

    async def reads(self) -> AsyncGenerator[tuple[Item, Read]]:
        """Yield the items, with what reading them gave, in their order.

        Raises:
            ConfigurationError: A source can't be used, or the store fails.
        """
        ahead = self._ahead
        pump = asyncio.create_task(self._pump())
        try:
            while self._wanted() and (read := await ahead.get()) is not None:
                if isinstance(read, Exception):
                    raise read
                yield read[0], await read[1]
        finally:
            pump.cancel()
            await asyncio.gather(pump, return_exceptions=True)
            left = [read[1] for _ in range(ahead.qsize()) if isinstance(read := ahead.get_nowait(), tuple)]
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    async def _pump(self) -> None:
        iterator = iter(self._items)
        try:
            while (item := await in_background(lambda: next(iterator, None))) is not None:
                await self._ahead.put((item, asyncio.create_task(self._read(item))))
        except Exception as error:  # noqa: BLE001 - raised where the items are taken: a table without the column
            await self._ahead.put(error)
        else:
            await self._ahead.put(None)

    async def _article(self, given: Given) -> Article:
        if not self._loaded:
            async with self._loading:
                article = await in_background(given.article)
                self._loaded = True
                return article
        return await in_background(given.article)

    async def _read(self, item: Item) -> Read:
        """Read an item, unless the store knows what it gives."""
        fingerprint = ""
        try:
            given = await in_background(item.read)
            fingerprint = given.fingerprint
            entry, known = self._ledger.known(Origin(item.name, fingerprint, item.lasting))
            again = self._refetch or (entry is None and self._retry_failed)
            if known and not again:
                return Read(fingerprint, entry=entry)
            return Read(fingerprint, article=await self._article(given), language=given.language)
        except ConfigurationError:
            raise
        except LlmextractError as failure:
            return Read(fingerprint, error=failure)
        except Exception as bug:  # noqa: BLE001 - it must not cost the other articles their records
            message = f"internal error ({type(bug).__name__}: {bug})"
            return Read(
                fingerprint,
                error=LlmextractError(message, hint="please report it, with the article", article=item.name),
            )
