"""The extractor: settings and a model, made once and used for any number of articles."""

from __future__ import annotations

import os
from collections import deque
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from llmextract.articles.article import Article
from llmextract.articles.reading import article_from_text
from llmextract.errors import LlmextractError
from llmextract.extraction.in_turn import InTurn
from llmextract.extraction.loop_thread import LoopThread
from llmextract.extraction.pipeline import extract_record
from llmextract.llm.base import Meter
from llmextract.llm.opening import open_model
from llmextract.settings import KEY_VARIABLE, load_settings, resolve_effort

if TYPE_CHECKING:
    import datetime
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator
    from types import TracebackType
    from typing import Any, Self

    from llmextract.extraction.loop_thread import StartedWork
    from llmextract.llm.base import LanguageModel
    from llmextract.llm.embedded.fetch import FetchProgress
    from llmextract.llm.endpoint import Exchange
    from llmextract.schemas import Effort, Extraction

DEFAULT_CONCURRENCY = 8


@dataclass(frozen=True)
class Outcome:
    """What came of one article.

    Attributes:
        article: The article.
        extraction: Its record, or ``None`` if it failed.
        error: Why it failed, or ``None``.
        cost: Requests, tokens and money spent, also on a failure.
    """

    article: Article
    extraction: Extraction | None = None
    error: LlmextractError | None = None
    cost: Meter = field(default_factory=Meter)


class Extractor:
    """Extracts records from articles.

    Settings that are not given come from the environment (``LLMEXTRACT_*``), from ``llmextract.toml`` in the working
    directory, or are the defaults (`llmextract.settings.Settings` lists them). Without any, the embedded model answers.

    Args:
        model: ``local/NAME``, ``openai/NAME``, ``ollama/NAME``, or the name that the server at ``base_url`` knows.
        base_url: Address of an OpenAI-compatible endpoint, up to and including ``/v1``.
        api_key: The endpoint's key; better left to the environment.
        on_exchange: Called after each request with the messages sent and the answer's text or the error.
        on_fetch: Told how far the download of the embedded model is.
        language_model: A model of one's own, in place of one made from the settings; the effort is ``normal`` for it
            unless set.
        **settings: Any other setting, by its name.

    Raises:
        ConfigurationError: A setting is not known or not allowed, or a key is missing.
        ModelFileError: The model is a file of one's own, and it is missing or no model.
    """

    def __init__(
        self,
        model: str | None = None,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        on_exchange: Exchange | None = None,
        on_fetch: Callable[[FetchProgress], None] | None = None,
        language_model: LanguageModel | None = None,
        **settings: Any,  # noqa: ANN401 - checked by Settings
    ) -> None:
        environ = dict(os.environ)
        if api_key:
            environ[KEY_VARIABLE] = api_key
            settings["api_key_env"] = KEY_VARIABLE
        self.settings = load_settings({"model": model, "base_url": base_url, **settings}, environ)
        self.language_model = language_model or open_model(
            self.settings, environ=environ, on_exchange=on_exchange, on_fetch=on_fetch
        )
        unknown = language_model is not None and self.settings.effort is None
        self.effort: Effort = "normal" if unknown else resolve_effort(self.settings, environ)
        self._thread: LoopThread | None = None

    def extract(self, article: Article | str, *, published: datetime.date | str | None = None) -> Extraction:
        """Extract the record of one article and wait for it.

        Args:
            article: The article, or its text.
            published: Publication date of a text; ISO 8601 when a string.

        Returns:
            The record.

        Raises:
            ArticleError: The text is empty.
            ModelError: The model gave no usable answer.
        """
        return self._blocking().run(self.aextract(article, published=published))

    async def aextract(self, article: Article | str, *, published: datetime.date | str | None = None) -> Extraction:
        """Extract the record of one article; the arguments and errors are those of `extract`."""
        return await self._record(_as_article(article, published), Meter())

    def extract_many(
        self, articles: Iterable[Article | str], *, concurrency: int = DEFAULT_CONCURRENCY
    ) -> Iterator[Outcome]:
        """Extract the records of many articles, in their order; an article that fails never stops the rest.

        Args:
            articles: The articles, or their texts; taken, in the caller's thread, as they are needed. What taking them
                raises comes through, and ends the work.
            concurrency: How many are worked on at a time.

        Yields:
            One outcome for each article.

        Raises:
            ValueError: ``concurrency`` is below 1.
        """
        _check_concurrency(concurrency)
        thread = self._blocking()
        waiting: deque[StartedWork[Outcome]] = deque()
        try:
            for article in articles:
                waiting.append(thread.start(self._outcome(article)))
                if len(waiting) >= concurrency:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for work in waiting:
                work.end()

    async def aextract_many(
        self, articles: Iterable[Article | str], *, concurrency: int = DEFAULT_CONCURRENCY
    ) -> AsyncIterator[Outcome]:
        """Extract the records of many articles; the arguments and outcomes are those of `extract_many`."""
        _check_concurrency(concurrency)
        async with aclosing(InTurn(articles, self._outcome, workers=concurrency).results()) as outcomes:
            async for outcome in outcomes:
                yield outcome

    def close(self) -> None:
        """Release connections and the thread that blocking calls use; a later call opens new ones."""
        thread, self._thread = self._thread, None
        if thread is not None:
            if thread.running:
                thread.run(self.language_model.aclose())
            thread.close()

    async def aclose(self) -> None:
        """Release the connections of the running event loop."""
        await self.language_model.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def _record(self, article: Article, cost: Meter) -> Extraction:
        return await extract_record(
            article, self.language_model, max_reasks=self.settings.max_reasks, effort=self.effort, meter=cost
        )

    async def _outcome(self, article: Article | str) -> Outcome:
        cost = Meter()
        known = Article(text=article) if isinstance(article, str) else article
        try:
            known = _as_article(article)
            return Outcome(known, extraction=await self._record(known, cost), cost=cost)
        except LlmextractError as error:
            return Outcome(known, error=error, cost=cost)
        except Exception as bug:  # noqa: BLE001 - it must not cost the other articles their records
            return Outcome(known, error=_internal_error(bug, known), cost=cost)

    def _blocking(self) -> LoopThread:
        if self._thread is None or not self._thread.running:
            self._thread = LoopThread()
        return self._thread

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_thread": None}


def extract(
    article: Article | str,
    *,
    published: datetime.date | str | None = None,
    model: str | None = None,
    **settings: Any,  # noqa: ANN401 - checked by Settings
) -> Extraction:
    """Extract the record of one article; for several, make an `Extractor` once.

    Args:
        article: The article, or its text.
        published: Publication date of a text; ISO 8601 when a string.
        model: See `Extractor`.
        **settings: See `Extractor`.

    Returns:
        The record.

    Raises:
        LlmextractError: As for `Extractor` and `Extractor.extract`.
    """
    with Extractor(model, **settings) as extractor:
        return extractor.extract(article, published=published)


async def aextract(
    article: Article | str,
    *,
    published: datetime.date | str | None = None,
    model: str | None = None,
    **settings: Any,  # noqa: ANN401 - checked by Settings
) -> Extraction:
    """Extract the record of one article without blocking; the arguments and errors are those of `extract`."""
    extractor = Extractor(model, **settings)
    try:
        return await extractor.aextract(article, published=published)
    finally:
        await extractor.aclose()


def _as_article(article: Article | str, published: datetime.date | str | None = None) -> Article:
    return article_from_text(article, published=published) if isinstance(article, str) else article


def _check_concurrency(concurrency: int) -> None:
    if concurrency < 1:
        raise ValueError(f"concurrency must be 1 or more, not {concurrency}")


def _internal_error(bug: Exception, article: Article) -> LlmextractError:
    message = f"internal error ({type(bug).__name__}: {bug})"
    error = LlmextractError(message, hint="please report it, with the article", article=article.source)
    error.__cause__ = bug
    return error
