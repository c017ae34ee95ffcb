"""Plain ``instructor``: one schema, one question, no help; what llmextract has to be better than."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import logging
import time
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from llmextract.errors import AnswerError, InvalidAnswerError, LlmextractError
from llmextract.evaluation.plain_answer import PlainAnswer, system_prompt, user_message
from llmextract.evaluation.plain_record import hash_prompt, make_record
from llmextract.extraction.run_figures import run_figures
from llmextract.llm.answer_text import describe_problems
from llmextract.llm.base import Meter
from llmextract.llm.completion import count_tokens, hidden_fault, read_answer
from llmextract.llm.faults import RequestFault, Server, public_error, read_fault
from llmextract.llm.opening import open_model, start_embedded
from llmextract.llm.prices import load_prices
from llmextract.settings import Embedded, is_openai, resolve_endpoint

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping

    import instructor
    from instructor.core.hooks import Hooks
    from openai.types.chat import ChatCompletion

    from llmextract.articles.article import Article
    from llmextract.llm.embedded.fetch import FetchProgress
    from llmextract.llm.prices import Price
    from llmextract.schemas import Extraction
    from llmextract.settings import Endpoint, Settings

MAX_REASKS = 2
"""How often instructor sends an answer back that does not validate."""

MAX_ANSWER_TOKENS = 4096
"""Room for about ten meetings; without any limit a small model that repeats itself would fill the whole context."""

_CONNECT_SECONDS = 10.0


class PlainInstructor:
    """Extracts records the way a careful user of instructor would without llmextract.

    The whole record is one Pydantic schema with the codebook's field descriptions, the system prompt holds the
    codebook's definition of a meeting, the user's message the publication date and the article as given. Mode
    JSON_SCHEMA, an answer that does not validate is sent back twice, no worked examples. Nothing is corrected after;
    `llmextract.evaluation.plain_record` says how the answer becomes a record.

    One answer holds what llmextract asks for in many, so it may take as long as ``settings.budget`` allows for one
    question (``timeout`` if that is longer), and needs more context: give a long article ``context=16384`` when the
    embedded model is to answer. With the same context, llmextract and this share one running model.

    Attributes:
        prompt_hash: Which prompt and schema it asks with, as its records say.

    Args:
        settings: Which model, as for `llmextract.Extractor`.
        environ: The environment, where keys are; ``os.environ`` by default.
        on_fetch: Told how far the download of the embedded model is, from another thread.

    Raises:
        ConfigurationError: The model is not known, contradicts the address, or its key is missing.
        ModelFileError: The model is a file of one's own, and it is missing or no model.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        environ: Mapping[str, str] | None = None,
        on_fetch: Callable[[FetchProgress], None] | None = None,
    ) -> None:
        open_model(settings, environ=environ)  # says what is wrong with the settings, as it does to everybody else
        self._settings = settings
        self._place = resolve_endpoint(settings, environ)
        self._on_fetch = on_fetch
        self._price = load_prices(settings.prices).price(self._place.name)
        self._prompt = system_prompt()
        self.prompt_hash = hash_prompt(self._prompt, json.dumps(PlainAnswer.model_json_schema(), sort_keys=True))
        self._connection: _Connection | None = None
        # One question at a time for the embedded model: two would only take the processor from each other.
        self._turn: asyncio.Lock | contextlib.nullcontext[None] = (
            asyncio.Lock() if isinstance(self._place, Embedded) else contextlib.nullcontext()
        )

    @property
    def name(self) -> str:
        """What records call the model."""
        return self._place.name

    async def aextract(self, article: Article, *, published: datetime.date | None = None) -> Extraction:
        """Extract the record of one article.

        Use one event loop for all articles, and call `aclose` before it ends.

        Args:
            article: The article.
            published: Publication date, where it is not the article's own.

        Returns:
            The record. ``requests`` counts what instructor sends; what the client repeats after a transport fault is
            not in it.

        Raises:
            ModelError: The model gave no usable answer; the error's ``article`` names the article.
        """
        if published is not None:
            article = dataclasses.replace(article, published=published)
        meter = Meter()
        try:
            async with self._turn:
                started = time.perf_counter()
                answer = await self._ask(user_message(article.text, article.published), meter)
        except LlmextractError as error:
            error.article = error.article or article.source
            raise
        seconds = time.perf_counter() - started
        run = run_figures(meter, model=self.name, prompt_hash=self.prompt_hash, seconds=seconds)
        return make_record(answer, article, run)

    async def aclose(self) -> None:
        """Release connections. An embedded model goes on for other users in this process and ends with it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _ask(self, question: str, meter: Meter) -> PlainAnswer:
        import openai
        from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException

        if self._connection is None:
            self._connection = _Connection(await self._endpoint(), self._settings)
        connection = self._connection
        watch = _Watch(meter, self._price)
        failure: BaseException
        try:
            async with asyncio.timeout(connection.limit):
                return await connection.client.create(
                    response_model=PlainAnswer,
                    messages=[{"role": "system", "content": self._prompt}, {"role": "user", "content": question}],
                    max_retries=MAX_REASKS,
                    temperature=self._settings.temperature,
                    extra_headers={header: openai.Omit() for header in connection.withheld},
                    hooks=watch.hooks(),
                    **connection.room,
                )
        except TimeoutError:
            failure = RequestFault("timeout", detail=f"within {connection.limit:.3g} s")
        except (IncompleteOutputException, InstructorRetryException) as error:
            failure = error.__cause__ or error
        # Raised outside of the except clause: instructor's exception holds the whole prompt, the client's the key.
        raise _error(failure, watch.last, connection.server)

    async def _endpoint(self) -> Endpoint:
        if isinstance(self._place, Embedded):
            return await start_embedded(self._place, self._settings, on_fetch=self._on_fetch)
        return self._place


class _Connection:
    """instructor's client for one server, and what a question to it needs."""

    def __init__(self, place: Endpoint, settings: Settings) -> None:
        import instructor
        import openai

        # Failures are reported to the caller; without a handler of its own the program would print them as well.
        logging.getLogger("instructor").addHandler(logging.NullHandler())
        key = place.api_key.get_secret_value() if place.api_key else ""
        official = is_openai(place.base_url)
        self.server = Server(model=place.model, base_url=place.base_url, key_variable=place.key_variable, secret=key)
        self.limit = max(place.timeout, settings.budget)
        self.room: dict[str, Any] = {"max_completion_tokens" if official else "max_tokens": MAX_ANSWER_TOKENS}
        # The client reads the organization and the project from the environment; they are OpenAI's business only.
        self.withheld: tuple[str, ...] = () if official else ("OpenAI-Organization", "OpenAI-Project")
        self.withheld += () if key else ("Authorization",)
        self._openai = openai.AsyncOpenAI(
            api_key=key or "none",
            base_url=place.base_url,
            timeout=openai.Timeout(self.limit, connect=min(self.limit, _CONNECT_SECONDS)),
            max_retries=settings.max_retries,
        )
        self.client: instructor.AsyncInstructor = instructor.from_openai(
            self._openai, mode=instructor.Mode.JSON_SCHEMA, model=place.model
        )

    async def close(self) -> None:
        await self._openai.close()


class _Watch:
    """Counts what one question costs, and keeps the last answer, for the message about it."""

    def __init__(self, meter: Meter, price: Price | None) -> None:
        self.last: object = None
        self._meter = meter
        self._price = price

    def hooks(self) -> Hooks:
        from instructor.core.hooks import Hooks

        hooks = Hooks()
        hooks.on("completion:kwargs", self._sent)
        hooks.on("completion:response", self._received)
        return hooks

    def _sent(self, *_args: object, **_request: object) -> None:
        self._meter.retries += self._meter.requests > 0
        self._meter.requests += 1

    def _received(self, completion: ChatCompletion) -> None:
        self.last = completion
        prompt, cached, answered = count_tokens(completion) or (0, 0, 0)
        cost = self._price.cost(prompt=prompt, cached=cached, completion=answered) if self._price else None
        self._meter.add(prompt=prompt, cached=cached, completion=answered, cost_usd=cost)


def _error(failure: BaseException, completion: object, server: Server) -> BaseException:
    """Say in llmextract's words what went wrong.

    Args:
        failure: What instructor's exception was raised from.
        completion: The last thing that the server sent as an answer, if it sent any.
        server: Whom it came from.
    """
    import openai
    from openai.types.chat import ChatCompletion

    if isinstance(failure, openai.APIError):
        failure = read_fault(failure, server)
    elif isinstance(completion, ChatCompletion):
        failure = hidden_fault(completion, server) or _answer_error(failure, completion)
    elif completion is not None or isinstance(failure, (json.JSONDecodeError, UnicodeDecodeError)):
        # The client hands a body through that is not JSON.
        failure = RequestFault("garbled", detail=server.clean(str(completion or "a body that is not JSON")))
    return public_error(failure, server) if isinstance(failure, RequestFault) else failure


def _answer_error(failure: BaseException, completion: ChatCompletion) -> AnswerError:
    """Say what is wrong with the last answer."""
    try:
        raw = read_answer(completion, MAX_ANSWER_TOKENS)
    except AnswerError as error:
        return error
    problems = describe_problems(failure) if isinstance(failure, ValidationError) else (str(failure),)
    return InvalidAnswerError(f"the model's answer is not valid: {problems[0]}", problems=problems, raw=raw)
