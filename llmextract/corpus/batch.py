"""Running a batch: articles are read ahead, put into the store in their order, asked about side by side.

Each outcome is committed as soon as it is there. What is lost when the program dies is only what was being asked.
"""

from __future__ import annotations

import asyncio
import copy
import time
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llmextract.corpus.budget import BudgetSpentError, LimitedModel, Limits, Spending
from llmextract.corpus.ledger import Ledger, Origin
from llmextract.corpus.read_ahead import ReadAhead
from llmextract.corpus.recipe import Recipe
from llmextract.corpus.tally import Tally
from llmextract.errors import (
    AuthenticationError,
    ConfigurationError,
    EmbeddedModelError,
    EndpointError,
    LlmextractError,
    ModelNotFoundError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from llmextract.articles.article import Article
    from llmextract.corpus.items import Item
    from llmextract.corpus.ledger import Entry, RunState
    from llmextract.corpus.read_ahead import Read
    from llmextract.corpus.store import Store
    from llmextract.extraction.extractor import Extractor
    from llmextract.llm.base import Meter

_HOPELESS = (ConfigurationError, AuthenticationError, ModelNotFoundError, EmbeddedModelError)
"""Errors that every other article would meet as well."""

_MOST_FAULTS = 5
"""So many articles in a row that the endpoint fails on: it is not the articles' fault."""


@dataclass(frozen=True)
class BatchOptions:
    """How a batch is run.

    Attributes:
        concurrency: How many articles are asked about at a time.
        limits: Money and pace.
        retry_failed: Try again what failed before.
        keep_duplicates: Ask about copies of an article too.
        refetch: Fetch addresses again whose articles are in the store.
        limit: Ask about at most so many articles; those that are done already do not count.
    """

    concurrency: int = 8
    limits: Limits = field(default_factory=Limits)
    retry_failed: bool = False
    keep_duplicates: bool = False
    refetch: bool = False
    limit: int | None = None

    def check(self) -> None:
        """Refuse values that mean nothing.

        Raises:
            ConfigurationError: The concurrency or the limit is below 1, or a limit of money or pace is not above 0.
        """
        self.limits.check()
        for name in ("concurrency", "limit"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ConfigurationError(f"the {name} must be 1 or more, not {value}", hint="correct the option")


def run_batch(
    extractor: Extractor,
    items: Iterable[Item],
    store: Store,
    options: BatchOptions | None = None,
    *,
    on_progress: Callable[[Tally], object] | None = None,
) -> Tally:
    """Run a batch and wait for it; the arguments, result and errors are those of `arun_batch`.

    Not to be called where an event loop runs. Connections of the extractor are released at the end.
    """

    async def work() -> Tally:
        try:
            return await arun_batch(extractor, items, store, options, on_progress=on_progress)
        finally:
            await extractor.aclose()

    return asyncio.run(work())


async def arun_batch(
    extractor: Extractor,
    items: Iterable[Item],
    store: Store,
    options: BatchOptions | None = None,
    *,
    on_progress: Callable[[Tally], object] | None = None,
) -> Tally:
    """Draw the records of many articles into a store.

    What the store holds of the same text, day, model, effort, prompt and schema is not asked again. Cancelling ends the
    work; what was done until then is in the store, and so is what the broken off articles have cost.

    Args:
        extractor: Makes the records.
        items: The articles, such as `llmextract.corpus.Sources`.
        store: Open in this thread.
        options: How to go about it.
        on_progress: Told after each article.

    Returns:
        What became of the articles. ``state`` says whether all were dealt with, ``error`` why not: because a source
        can't be used (a table lacks the column), or the endpoint can't be.

    Raises:
        ConfigurationError: An option is not allowed, or the store fails.
    """
    options = options or BatchOptions()
    options.check()
    return await _Batch(extractor, store, options, items, on_progress).run()


class _Batch:
    """One run."""

    def __init__(
        self,
        extractor: Extractor,
        store: Store,
        options: BatchOptions,
        items: Iterable[Item],
        on_progress: Callable[[Tally], object] | None,
    ) -> None:
        self._extractor = extractor
        self._options = options
        self._items = items
        self._on_progress = on_progress
        names: Sequence[str] = getattr(items, "names", ())
        self._ledger = Ledger(store, Recipe.of(extractor), names, keep_duplicates=options.keep_duplicates)
        self._ahead = ReadAhead(
            items,
            self._ledger,
            depth=options.concurrency,
            refetch=options.refetch,
            retry_failed=options.retry_failed,
            wanted=lambda: self._tally.state is None,
        )
        self._spending = Spending(options.limits, spent_usd=self._ledger.carried_usd, usual=self._ledger.usual_cost())
        self._room = asyncio.Semaphore(options.concurrency)
        self._tally = Tally()
        self._started = time.perf_counter()
        self._asked = 0
        self._under_way: set[str] = set()
        self._failed: set[str] = set()  # keys, in this run
        self._faults: list[int] = []  # attempts in a row that the endpoint failed on

    async def run(self) -> Tally:
        tally = self._tally
        state: RunState = "interrupted"
        try:
            async with asyncio.TaskGroup() as group:
                await self._go_through(group)
            state = tally.state or "done"
        except ExceptionGroup as errors:
            state = "stopped"
            raise _first(errors) from None
        finally:
            tally.state = state
            tally.seconds = time.perf_counter() - self._started
            self._ledger.end(state)
        self._tell()
        return tally

    async def _go_through(self, group: asyncio.TaskGroup) -> None:
        try:
            async with aclosing(self._ahead.reads()) as ahead:
                async for item, read in ahead:
                    work = self._work_on(item, read)
                    if work is not None:
                        if not await self._may_start():
                            return
                        self._asked += 1
                        self._under_way.add(self._ledger.key(work[0]))
                        group.create_task(self._extract(*work))
                    self._tally.total = getattr(self._items, "total", None)
                    self._tell()
        except LlmextractError as error:  # a source that can't be used; what is being asked is brought to its end
            self._stop(error)

    async def _may_start(self) -> bool:
        """Wait for room for another article; say whether the run goes on."""
        await self._room.acquire()
        if self._tally.state is None and self._options.limit is not None and self._asked >= self._options.limit:
            self._tally.state = "limit"
        if self._tally.state is None and not await self._spending.start_article():
            self._tally.state = "budget"
        if self._tally.state is not None:
            self._room.release()
        return self._tally.state is None

    def _work_on(self, item: Item, read: Read) -> tuple[Entry, Article | None] | None:
        """Put an article into the store, and return it if it has to be asked about."""
        tally = self._tally
        origin = Origin(item.name, read.fingerprint, item.lasting)
        entry = read.entry
        if read.error is not None:
            self._ledger.refuse(origin, read.error)
            tally.unread += 1
            return None
        if entry is None and read.article is None:  # an address that could not be fetched the last time
            tally.unread += 1
            return None
        if entry is None and read.article is not None:
            entry = self._ledger.admit(origin, read.article, language=read.language)
        assert entry is not None  # noqa: S101 - one of the two is there
        original = self._ledger.original(entry)
        key = self._ledger.key(original)
        state = self._ledger.state(key)
        is_copy = original.id != entry.id or entry.source != item.name
        if key in self._under_way or (state == "done" and is_copy):
            tally.copies += 1
        elif state == "done":
            tally.kept += 1
        elif state == "failed" and (key in self._failed or not self._options.retry_failed):
            tally.failed_before += 1
        else:
            return original, read.article if original.id == entry.id else None
        return None

    async def _extract(self, entry: Entry, article: Article | None) -> None:
        """Ask about one article and commit what comes of it."""
        key = self._ledger.key(entry)
        model = LimitedModel(self._extractor.language_model, self._spending)
        extractor = copy.copy(self._extractor)
        extractor.language_model = model
        started = time.perf_counter()
        cost: Meter | None = None
        try:
            article = article or self._ledger.article(entry.id)
            (outcome,) = [each async for each in extractor.aextract_many([article], concurrency=1)]
            cost = outcome.cost
            self._tally.count_cost(cost)
            seconds = time.perf_counter() - started
            if outcome.extraction is not None:
                self._ledger.save(entry, key, cost, seconds, extraction=outcome.extraction)
                self._tally.done += 1
                self._tally.meetings += len(outcome.extraction.meetings)
                self._faults.clear()
            elif outcome.error is not None:
                self._save_failure(entry, key, cost, seconds, outcome.error)
        except asyncio.CancelledError:
            cost = model.meter
            if cost is not None and cost.requests:
                self._ledger.save(entry, key, cost, time.perf_counter() - started, stopped=True)
            raise
        finally:
            self._under_way.discard(key)
            self._room.release()
            await self._spending.end_article(cost.cost_usd if cost else None)
        self._tell()

    def _save_failure(self, entry: Entry, key: str, cost: Meter, seconds: float, error: LlmextractError) -> None:
        """Commit a failure, and stop the run where every other article would fail as well."""
        tally = self._tally
        hopeless = isinstance(error, _HOPELESS) or (tally.error is not None and isinstance(error, EndpointError))
        stopped = hopeless or isinstance(error, BudgetSpentError)
        attempt = self._ledger.save(entry, key, cost, seconds, error=error, stopped=stopped)
        if isinstance(error, BudgetSpentError):
            tally.state = tally.state or "budget"
        elif stopped:
            self._stop(error)
        else:
            tally.failed += 1
            self._failed.add(key)
            if not isinstance(error, EndpointError):
                self._faults.clear()
                return
            self._faults.append(attempt)
            if len(self._faults) == _MOST_FAULTS:
                self._ledger.reopen(self._faults)
                tally.failed -= len(self._faults)
                self._stop(error)

    def _stop(self, error: LlmextractError) -> None:
        if self._tally.error is None:
            self._tally.state, self._tally.error = "stopped", error

    def _tell(self) -> None:
        self._tally.seconds = time.perf_counter() - self._started
        if self._on_progress is not None:
            self._on_progress(self._tally)


def _first(errors: ExceptionGroup[Exception]) -> Exception:
    """Return the first error of a group, which may hold groups."""
    error: Exception = errors
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
