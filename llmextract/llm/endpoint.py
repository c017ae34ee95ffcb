"""A language model behind any OpenAI-compatible endpoint.

``instructor`` puts the question into the shape that each way of asking for structured output needs, ``openai`` talks to
the server. Neither repeats anything by itself: transport faults are retried here, answers that do not validate are the
pipeline's business. Messages are never treated as templates.
"""

from __future__ import annotations

import asyncio
import copy
import functools
import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from llmextract.errors import ConfigurationError
from llmextract.llm.answer_text import parse_answer
from llmextract.llm.base import Reply
from llmextract.llm.completion import count_tokens, hidden_fault, read_answer, text_of
from llmextract.llm.dialect import Dialect, ladder
from llmextract.llm.faults import RequestFault, Server, public_error, read_fault
from llmextract.llm.prices import FREE, PriceTable, load_prices
from llmextract.llm.retry import RetryPolicy
from llmextract.llm.token_probabilities import read_tokens
from llmextract.settings import KEY_VARIABLE, OPENAI_KEY_VARIABLE, is_openai

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    import openai
    from openai.types.chat import ChatCompletion
    from pydantic import BaseModel

    from llmextract.errors import ModelError
    from llmextract.llm.base import AnswerT, ChatMessage, Meter

    Exchange = Callable[[Sequence[ChatMessage], str | ModelError], None]

OPENAI_URL = "https://api.openai.com/v1"

_CONNECT_SECONDS = 10.0
_SHORTEST_WAIT = 0.001


class EndpointModel:
    """A language model behind an OpenAI-compatible endpoint.

    The HTTP client is made when the first question is asked and belongs to that event loop; a question from another
    loop gets a new client. Call ``aclose`` before a loop ends. Instances can be pickled (without their client).

    Args:
        model: Name of the model, as the server knows it.
        base_url: Address of the server up to and including ``/v1``; api.openai.com by default.
        api_key: The key, if the server wants one. The environment is not looked at.
        name: What records call the model; ``model`` by default. Its price is looked up by this name.
        mode: How structured output is asked for: ``json_schema``, ``tools``, ``json``, ``md_json``, or ``auto``: the
            first of them that the server does not refuse.
        timeout: Longest wait for one answer, in seconds.
        budget: Longest time for one question, retries included, in seconds.
        max_retries: Most retries of a request after a transport fault.
        temperature: Sampling temperature; ``None`` leaves it to the server, as does a server that rejects it.
        seed: Seed of the sampling, for servers that know it.
        logprobs: Whether to ask for the probabilities of the answer's tokens, of a server that does not refuse it.
        extra_body: Further fields of the request, as the server documents them.
        on_exchange: Called after each request with the messages sent and the answer's text or the error.
        key_variable: The environment variable that a message about a refused key names; by default the one that is
            looked at for such an address.
        prices: Price table; the package's own by default.
        sleep: Waits the given seconds between retries.

    Raises:
        ConfigurationError: The mode does not exist, or the key cannot be sent in an HTTP header.
    """

    def __init__(
        self,
        *,
        model: str,
        base_url: str | None = None,
        api_key: str | None = None,
        name: str | None = None,
        mode: str = "auto",
        timeout: float = 120.0,
        budget: float = 600.0,
        max_retries: int = 5,
        temperature: float | None = 0.0,
        seed: int | None = None,
        logprobs: bool = True,
        extra_body: Mapping[str, Any] | None = None,
        on_exchange: Exchange | None = None,
        key_variable: str | None = None,
        prices: PriceTable | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        base_url = base_url or OPENAI_URL
        key_variable = key_variable or (OPENAI_KEY_VARIABLE if is_openai(base_url) else KEY_VARIABLE)
        api_key = (api_key or "").strip()
        if not re.fullmatch(r"[!-~]*", api_key):
            raise ConfigurationError(
                "the API key holds a character that no key has (a space, a line break or a typographic quote)",
                hint=f"check the environment variable {key_variable}",
            )
        self.name = name or model
        self._server = Server(model=model, base_url=base_url, key_variable=key_variable, secret=api_key)
        self._official = urlsplit(self._server.base_url).hostname == urlsplit(OPENAI_URL).hostname
        self._dialect = Dialect(
            modes=ladder(mode),
            strict=self._official,
            temperature=temperature,
            seed=seed,
            limit_name="max_completion_tokens" if self._official else "max_tokens",
            logprobs=logprobs,
        )
        # The client reads the organization and the project from the environment; they are OpenAI's business only.
        self._withheld: tuple[str, ...] = () if self._official else ("OpenAI-Organization", "OpenAI-Project")
        self._withheld += () if api_key else ("Authorization",)
        self._timeout = timeout
        self._policy = RetryPolicy(max_retries=max_retries, budget=budget, sleep=sleep)
        self._extra_body = dict(extra_body or {})
        self._on_exchange = on_exchange
        self._price = (prices or load_prices()).price(self.name)
        self._client: openai.AsyncOpenAI | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def __repr__(self) -> str:
        return f"EndpointModel(name={self.name!r}, base_url={self._server.address!r})"

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_client": None, "_loop": None}

    async def ask(
        self, messages: Sequence[ChatMessage], form: type[AnswerT], *, meter: Meter, max_tokens: int
    ) -> Reply[AnswerT]:
        """Ask one question.

        Args:
            messages: The conversation, the question last. Sent as they are.
            form: The form of the answer; what its ``model_json_schema`` gives is sent to the server.
            meter: Counts the requests and tokens, also when this raises.
            max_tokens: Longest answer, in tokens.

        Returns:
            The answer, validated, with its text and, where the server tells them, its tokens.

        Raises:
            EndpointUnreachableError: Nothing answers, or not in time.
            AuthenticationError: The server refuses the key.
            ModelNotFoundError: The server does not know the model.
            RateLimitError: Too many requests, for longer than the budget lasts.
            EndpointError: The server failed in another way, after every retry.
            InvalidAnswerError: The answer does not validate; ``problems`` says why.
            TruncatedAnswerError: The answer was cut off at ``max_tokens``.
            RefusedAnswerError: The model refused, or a filter cut the answer.
        """
        deadline = self._policy.deadline()
        dialect = self._dialect
        while True:
            question = _Question(messages, form, max_tokens, dialect, deadline, meter)
            outcome = await self._complete(question)
            if not isinstance(outcome, RequestFault):
                break
            other = dialect.without_refused(outcome)
            if other is None:
                raise public_error(outcome, self._server)
            meter.retries += 1
            # Concurrent questions may learn at the same time; what the last one forgets costs one more request later.
            self._dialect = dialect = other
        raw = read_answer(outcome, max_tokens)
        return Reply(value=parse_answer(form, raw), raw=raw, tokens=read_tokens(outcome, raw))

    async def aclose(self) -> None:
        """Release connections. The next question opens new ones."""
        client, self._client = self._client, None
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.close()

    async def _complete(self, question: _Question) -> ChatCompletion | RequestFault:
        """Have instructor shape the request, send it, and return what came of it."""
        import instructor
        from instructor.core.exceptions import IncompleteOutputException, InstructorRetryException

        received: list[ChatCompletion] = []

        async def send(**request: Any) -> ChatCompletion:  # noqa: ANN401 - the arguments of the client's own method
            if question.dialect.strict and question.dialect.mode == "json_schema":
                request["response_format"]["json_schema"]["strict"] = True
            received.append(
                await self._policy.run(
                    lambda: self._request(request, question),
                    deadline=question.deadline,
                    worth_retrying=lambda fault: fault.transient and question.dialect.without_refused(fault) is None,
                    on_retry=question.count_retry,
                )
            )
            return received[-1]

        # Failures are reported to the caller; without a handler of its own the program would print them as well.
        logging.getLogger("instructor").addHandler(_SILENT)
        mode = instructor.Mode(_INSTRUCTOR_MODES[question.dialect.mode])
        create: Any = instructor.patch(create=send, mode=mode)  # its annotations know the blocking variant only
        failure: BaseException = RequestFault("garbled")
        try:
            await create(
                response_model=_carrier(question.form),
                max_retries=0,
                strict=False,
                model=self._server.model,
                messages=[dict(message) for message in question.messages],
                **question.dialect.parameters(question.max_tokens),
            )
        except (IncompleteOutputException, InstructorRetryException) as error:
            failure = error.__cause__ or error
        # Raised and returned outside of the except clause: instructor's exception holds the whole prompt.
        if received:
            return received[-1]
        if isinstance(failure, RequestFault):
            return failure
        raise failure

    async def _request(self, request: dict[str, Any], question: _Question) -> ChatCompletion:
        """Send one request once, and count and report what came of it."""
        question.meter.requests += 1
        outcome = await self._exchange(request, question.deadline)
        if isinstance(outcome, Exception):
            if isinstance(outcome, RequestFault):
                self._report(request, public_error(outcome, self._server))
            raise outcome
        self._count(outcome, question.meter)
        self._report(request, text_of(outcome) or "")
        return outcome

    async def _exchange(self, request: dict[str, Any], deadline: float) -> ChatCompletion | Exception:
        """Send one request; failures are returned, so that what is raised later is chained to no request."""
        import openai
        from openai.types.chat import ChatCompletion

        limit = max(_SHORTEST_WAIT, min(self._timeout, deadline - self._policy.clock()))
        client = self._connected()
        try:
            async with asyncio.timeout(limit):  # the client's own timeout starts anew with each byte that arrives
                completion = await client.chat.completions.create(
                    **request,
                    extra_body=self._extra_body,
                    extra_headers={header: openai.Omit() for header in self._withheld},
                )
        except TimeoutError:
            return RequestFault("timeout", detail=f"within {limit:.3g} s")
        except openai.APIError as error:
            return read_fault(error, self._server)
        except (json.JSONDecodeError, UnicodeDecodeError):
            return RequestFault("garbled", detail="a body that is not JSON")
        if not isinstance(completion, ChatCompletion):  # the client hands a body through that is not JSON
            return RequestFault("garbled", detail=self._server.clean(str(completion)))
        return hidden_fault(completion, self._server) or completion

    def _connected(self) -> openai.AsyncOpenAI:
        """Return the client that belongs to the running event loop."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            import openai

            self._loop = loop
            self._client = openai.AsyncOpenAI(
                api_key=self._server.secret or "none",
                base_url=self._server.base_url,
                timeout=openai.Timeout(self._timeout, connect=min(self._timeout, _CONNECT_SECONDS)),
                max_retries=0,
            )
        return self._client

    def _count(self, completion: ChatCompletion, meter: Meter) -> None:
        """Add an answer's tokens and price to the meter."""
        tokens = count_tokens(completion)
        prompt, cached, answered = tokens or (0, 0, 0)
        cost = None
        if self._price is not None and (tokens is not None or self._price == FREE):
            cost = self._price.cost(prompt=prompt, cached=cached, completion=answered)
        meter.add(prompt=prompt, cached=cached, completion=answered, cost_usd=cost)

    def _report(self, request: Mapping[str, Any], outcome: str | ModelError) -> None:
        """Tell the observer of a request."""
        if self._on_exchange is not None:
            self._on_exchange(request["messages"], outcome)


@dataclass(frozen=True)
class _Question:
    """One question in one dialect."""

    messages: Sequence[ChatMessage]
    form: type[BaseModel]
    max_tokens: int
    dialect: Dialect
    deadline: float
    meter: Meter

    def count_retry(self) -> None:
        self.meter.retries += 1


_INSTRUCTOR_MODES = {
    "json_schema": "json_schema_mode",
    "tools": "tool_call",
    "json": "json_mode",
    "md_json": "markdown_json_mode",
}
_SILENT = logging.NullHandler()


@functools.lru_cache(maxsize=64)
def _carrier(form: type[BaseModel]) -> type[BaseModel]:
    """Make a model that carries a form's name, description and schema through instructor.

    instructor would validate by itself, without stripping fences, into a subclass of the form. The answer's text is
    taken from the completion instead and validated once, against the form.
    """
    from instructor import OpenAISchema

    name = re.sub(r"[^A-Za-z0-9_-]", "_", form.__name__)[:64]
    schema = form.model_json_schema()
    schema.setdefault("title", name)

    class Carrier(OpenAISchema):
        @classmethod
        def model_json_schema(cls, *_args: Any, **_kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
            return copy.deepcopy(schema)

        @classmethod
        def model_validate_json(cls, *_args: Any, **_kwargs: Any) -> Any:  # noqa: ANN401
            return cls.model_construct()

    Carrier.__name__ = name
    Carrier.__doc__ = form.__doc__
    return Carrier
