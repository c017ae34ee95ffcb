"""From settings to a language model: an endpoint, or the embedded model behind its loopback server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from llmextract.llm.endpoint import EndpointModel
from llmextract.llm.prices import load_prices
from llmextract.settings import LOCAL_TIMEOUT, Embedded, resolve_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from llmextract.llm.base import AnswerT, ChatMessage, LanguageModel, Meter, Reply
    from llmextract.llm.embedded.fetch import FetchProgress
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
        on_fetch: Told how far the download of the embedded model is.

    Raises:
        ConfigurationError: The model is not known, contradicts the address, or its key is missing.
    """
    place = resolve_endpoint(settings, environ)
    if isinstance(place, Embedded):
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

    One question is answered at a time: two would only take the processor from each other.

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
        self._model = place.model
        self._settings = settings
        self._on_exchange = on_exchange
        self._on_fetch = on_fetch
        self._endpoint: EndpointModel | None = None
        self._turn = asyncio.Lock()

    async def ask(
        self, messages: Sequence[ChatMessage], form: type[AnswerT], *, meter: Meter, max_tokens: int
    ) -> Reply[AnswerT]:
        """Ask one question; see `llmextract.llm.base.LanguageModel.ask`.

        Raises:
            EmbeddedModelError: The model can't be fetched or started.
            ModelError: As for any other model.
        """
        async with self._turn:
            if self._endpoint is None:
                self._endpoint = await asyncio.to_thread(self._start)
            return await self._endpoint.ask(messages, form, meter=meter, max_tokens=max_tokens)

    async def aclose(self) -> None:
        """Release connections. The server goes on for other users in this process and ends with it."""
        if self._endpoint is not None:
            await self._endpoint.aclose()

    def _start(self) -> EndpointModel:
        from llmextract.llm.embedded.fetch import fetch_model
        from llmextract.llm.embedded.server import DEFAULT_CONTEXT, embedded_server

        if not self._model.endswith(".gguf"):
            fetch_model(self._model, progress=self._on_fetch)
        server = embedded_server(
            self._model, context=self._settings.context or DEFAULT_CONTEXT, threads=self._settings.threads
        )
        timeout = self._settings.timeout if "timeout" in self._settings.model_fields_set else LOCAL_TIMEOUT
        return EndpointModel(
            model=server.model,
            base_url=server.base_url,
            api_key=server.api_key,
            name=self.name,
            timeout=timeout,
            budget=max(timeout, self._settings.budget),
            max_retries=self._settings.max_retries,
            temperature=self._settings.temperature,
            on_exchange=self._on_exchange,
        )
