"""From settings to a language model: an endpoint, or the embedded model behind its loopback server."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from llmextract.errors import ModelFileError
from llmextract.llm.embedded.catalog import catalog
from llmextract.llm.embedded.identity import identity_of
from llmextract.llm.embedded.runtime_choices import options_of
from llmextract.llm.embedded.store import cache_directory, locate_model
from llmextract.llm.endpoint import EndpointModel
from llmextract.llm.kept_answers import KeptAnswers
from llmextract.llm.prices import load_prices
from llmextract.settings import KEY_VARIABLE, LOCAL_TIMEOUT, Embedded, Endpoint, resolve_endpoint

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from llmextract.llm.base import AnswerT, ChatMessage, LanguageModel, Meter, Reply
    from llmextract.llm.embedded.fetch import FetchProgress
    from llmextract.llm.embedded.server import EmbeddedServer
    from llmextract.llm.endpoint import Exchange
    from llmextract.settings import Settings


def open_model(
    settings: Settings,
    *,
    environ: Mapping[str, str] | None = None,
    on_exchange: Exchange | None = None,
    on_fetch: Callable[[FetchProgress], None] | None = None,
) -> LanguageModel:
    """Make the language model that the settings name. Nothing is fetched, started or connected yet.

    Args:
        settings: The settings.
        environ: The environment, where keys are; ``os.environ`` by default.
        on_exchange: Called after each request with the messages sent and the answer's text or the error.
        on_fetch: Told how far the download of the embedded model is, from another thread.

    Raises:
        ConfigurationError: The model is not known, contradicts the address, or its key is missing.
        ModelFileError: The model is a file of one's own, and it is missing or no model.
    """
    place = resolve_endpoint(settings, environ)
    if isinstance(place, Embedded):
        if not _is_fetched(place.model):
            locate_model(place.model)  # what is wrong with the name or the file is told before any work is done
        return EmbeddedModel(place, settings, on_exchange=on_exchange, on_fetch=on_fetch)
    return EndpointModel(
        model=place.model,
        base_url=place.base_url,
        api_key=place.api_key.get_secret_value() if place.api_key else None,
        name=place.name,
        key_variable=place.key_variable,
        timeout=place.timeout,
        budget=settings.budget,
        max_retries=settings.max_retries,
        temperature=settings.temperature,
        prices=load_prices(settings.prices),
        on_exchange=on_exchange,
    )


class EmbeddedModel:
    """The embedded model: fetched and started when the first question is asked, then an endpoint like any other.

    As many questions are answered at a time as the setting `embedded_parallel` says, each at a place of its own, where
    the runtime keeps what it has read.

    Args:
        place: Which model.
        settings: Context, threads and the like.
        on_exchange: See `open_model`.
        on_fetch: See `open_model`.
    """

    def __init__(
        self,
        place: Embedded,
        settings: Settings,
        *,
        on_exchange: Exchange | None = None,
        on_fetch: Callable[[FetchProgress], None] | None = None,
    ) -> None:
        self.name = place.name
        self._model = place
        self._settings = settings
        self._on_exchange = on_exchange
        self._on_fetch = on_fetch
        self._endpoints: list[EndpointModel] = []
        self._server: EmbeddedServer | None = None
        self._answers: KeptAnswers | None = None
        self._places: tuple[asyncio.AbstractEventLoop, asyncio.Queue[int], asyncio.Lock] | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_endpoints": [], "_server": None, "_places": None}

    async def ask(
        self, messages: Sequence[ChatMessage], form: type[AnswerT], *, meter: Meter, max_tokens: int
    ) -> Reply[AnswerT]:
        """Ask one question; see `llmextract.llm.base.LanguageModel.ask`.

        Raises:
            EmbeddedModelError: The model can't be fetched or started.
            ModelError: As for any other model.
        """
        async with self._place() as (place, starting):
            answers = self._kept_answers()
            if answers is not None and (kept := answers.find(messages, form, max_tokens)) is not None:
                if self._on_exchange is not None:
                    self._on_exchange(messages, kept.raw)
                return kept
            async with starting:
                if self._server is None:
                    self._endpoints, self._server = await self._started()
            await asyncio.to_thread(self._server.enter, messages, place=place)
            reply = await self._endpoints[place].ask(messages, form, meter=meter, max_tokens=max_tokens)
            if answers := self._kept_answers():
                answers.keep(messages, form, max_tokens, reply)
            return reply

    async def aclose(self) -> None:
        """Release connections. The server goes on for other users in this process and ends with it."""
        if self._answers is not None:
            self._answers.close()
        for endpoint in self._endpoints:
            await endpoint.aclose()

    def _kept_answers(self) -> KeptAnswers | None:
        """Return the answers that are kept; ``None`` where they are not wanted, or the model is not fetched yet."""
        if self._answers is None and self._settings.keep_answers and self._settings.temperature == 0:
            with contextlib.suppress(ModelFileError):
                identity = identity_of(locate_model(self._model.model), *options_of(self._settings).numbers)
                self._answers = KeptAnswers(cache_directory() / "answers.sqlite", identity)
        return self._answers

    @contextlib.asynccontextmanager
    async def _place(self) -> AsyncIterator[tuple[int, asyncio.Lock]]:
        """Wait for a place where a question can be answered, and say which one it is.

        What was waited for in another event loop can't be used in this one, hence new ones for each loop; with them
        comes the lock under which the model is started.
        """
        loop = asyncio.get_running_loop()
        if self._places is None or self._places[0] is not loop:
            free: asyncio.Queue[int] = asyncio.Queue()
            for number in range(self._settings.embedded_parallel or 1):
                free.put_nowait(number)
            self._places = loop, free, asyncio.Lock()
        _, free, starting = self._places
        place = await free.get()
        try:
            yield place, starting
        finally:
            free.put_nowait(place)

    async def _started(self) -> tuple[list[EndpointModel], EmbeddedServer]:
        served, server = await _start_in_thread(self._model, self._settings, self._on_fetch)
        endpoints = [
            EndpointModel(
                model=served.model,
                base_url=served.base_url,
                api_key=served.api_key.get_secret_value() if served.api_key else None,
                name=served.name,
                timeout=served.timeout,
                budget=max(served.timeout, self._settings.budget),
                max_retries=self._settings.max_retries,
                temperature=self._settings.temperature,
                extra_body={"id_slot": place} if server.parallel > 1 else None,
                on_exchange=self._on_exchange,
            )
            for place in range(server.parallel)
        ]
        return endpoints, server


async def start_embedded(
    place: Embedded, settings: Settings, *, on_fetch: Callable[[FetchProgress], None] | None = None
) -> Endpoint:
    """Fetch and start the embedded model, or find it running already.

    Args:
        place: Which model.
        settings: Context, threads and timeout.
        on_fetch: Told how far the download is, from another thread.

    Returns:
        The model's server, which only this machine can reach. It ends with this process.

    Raises:
        ConfigurationError: There is no such model, or a setting is out of range.
        EmbeddedModelError: The model can't be fetched or started.
    """
    return (await _start_in_thread(place, settings, on_fetch))[0]


async def _start_in_thread(
    place: Embedded, settings: Settings, on_fetch: Callable[[FetchProgress], None] | None
) -> tuple[Endpoint, EmbeddedServer]:
    cancelled = threading.Event()
    try:
        return await asyncio.to_thread(_start, place, settings, on_fetch, cancelled)
    except asyncio.CancelledError:
        cancelled.set()  # the thread goes on by itself, and would download to the end
        raise


def _start(
    place: Embedded,
    settings: Settings,
    on_fetch: Callable[[FetchProgress], None] | None,
    cancelled: threading.Event,
) -> tuple[Endpoint, EmbeddedServer]:
    from llmextract.llm.embedded.fetch import fetch_model
    from llmextract.llm.embedded.server import embedded_server

    def report(progress: FetchProgress) -> None:
        if cancelled.is_set():
            raise CancelledError
        if on_fetch is not None:
            on_fetch(progress)

    if _is_fetched(place.model):
        fetch_model(place.model, progress=report)
    if cancelled.is_set():
        raise CancelledError
    server = embedded_server(place.model, **options_of(settings)._asdict())
    endpoint = Endpoint(
        model=server.model,
        base_url=server.base_url,
        api_key=SecretStr(server.api_key),
        name=place.name,
        key_variable=KEY_VARIABLE,
        timeout=settings.timeout if "timeout" in settings.model_fields_set else LOCAL_TIMEOUT,
    )
    return endpoint, server


def _is_fetched(model: str) -> bool:
    """Whether a model is fetched by its name; any other is the path of a file of one's own, or not known."""
    return model in catalog().models
