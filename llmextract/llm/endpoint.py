"""A language model behind any OpenAI-compatible endpoint.

``instructor`` puts the question into the shape that each way of asking for structured output needs, ``openai`` talks to
the server. Neither repeats anything by itself: transport faults are retried here, answers that do not validate are the
pipeline's business. Messages are never treated as templates.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from llmextract.errors import ConfigurationError
from llmextract.keys import spoken_place
from llmextract.llm.answer_text import parse_answer
from llmextract.llm.base import Reply
from llmextract.llm.breaker import CircuitBreaker
from llmextract.llm.completion import count_tokens, hidden_fault, read_answer, text_of
from llmextract.llm.dialect import Dialect, ladder
from llmextract.llm.faults import Server, public_error, read_fault
from llmextract.llm.pacing import Pacer
from llmextract.llm.prices import FREE, PriceTable, load_prices
from llmextract.llm.rate_limits import read_allowances
from llmextract.llm.request_fault import RequestFault
from llmextract.llm.request_shape import shape_request
from llmextract.llm.retry import RetryPolicy
from llmextract.llm.token_probabilities import read_tokens
from llmextract.settings import KEY_VARIABLE, OPENAI_KEY_VARIABLE, is_openai

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from openai.types.chat import ChatCompletion
    from pydantic import BaseModel

    from llmextract.errors import ModelError
    from llmextract.llm.base import AnswerT, ChatMessage, Meter
    from llmextract.llm.pacing import Turn
    from llmextract.llm.rate_limits import Allowance
    from llmextract.llm.transport import EndpointClient

    Exchange = Callable[[Sequence[ChatMessage], str | ModelError], None]

OPENAI_URL = "https://api.openai.com/v1"

_SHORTEST_WAIT = 0.001
_PATIENCE = 0.1  # share of the budget for which questions wait for a server that is down


class EndpointModel:
    """A language model behind an OpenAI-compatible endpoint.

    The HTTP client is made when the first question is asked and belongs to that event loop; a question from another
    loop gets a new client. Call ``aclose`` before a loop ends. Instances can be pickled (without their client).

    Any number of questions may be asked at once. How many requests are under way follows what the server takes (see
    `llmextract.llm.pacing`); the time that a question spends behind others is not counted towards its budget.

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
        key_variable: The environment variable that a message about a refused key names, or words for another place;
            by default the variable that is looked at for such an address.
        prices: Price table; the package's own by default.
        sleep: Waits the given seconds.
        clock: Seconds on a clock that never goes back.

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
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        base_url = base_url or OPENAI_URL
        key_variable = key_variable or (OPENAI_KEY_VARIABLE if is_openai(base_url) else KEY_VARIABLE)
        api_key = (api_key or "").strip()
        if not re.fullmatch(r"[!-~]*", api_key):
            raise ConfigurationError(
                "the API key holds a character that no key has (a space, a line break or a typographic quote)",
                hint=f"check {spoken_place(key_variable)}",
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
        self._timeout = timeout
        self._policy = RetryPolicy(max_retries=max_retries, budget=budget, sleep=sleep, clock=clock)
        self._extra_body = dict(extra_body or {})
        self._on_exchange = on_exchange
        self._price = (prices or load_prices()).price(self.name)
        self._line: _Line | None = None

    def __repr__(self) -> str:
        return f"EndpointModel(name={self.name!r}, base_url={self._server.address!r})"

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_line": None}

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
        reads_tokens = getattr(form, "reads_tokens", True)
        dialect = self._dialect if reads_tokens else replace(self._dialect, logprobs=False)
        question = _Question(messages, form, max_tokens, dialect, self._policy.deadline(), meter)
        while True:
            outcome = await self._complete(question)
            if not isinstance(outcome, RequestFault):
                break
            other = None if outcome.not_asked else question.dialect.without_refused(outcome)
            if other is None:
                raise public_error(outcome, self._server)
            # Concurrent questions may learn at the same time; what the last one forgets costs one more request later.
            question.dialect = other
            self._dialect = other if reads_tokens else replace(other, logprobs=self._dialect.logprobs)
            question.changes += 1
        raw = read_answer(outcome, max_tokens)
        return Reply(value=parse_answer(form, raw), raw=raw, tokens=read_tokens(outcome, raw))

    async def aclose(self) -> None:
        """Release connections. The next question opens new ones."""
        line, self._line = self._line, None
        if line is not None and line.loop is asyncio.get_running_loop():
            await line.client.close()

    async def _complete(self, question: _Question) -> ChatCompletion | RequestFault:
        """Shape the request, send it, and return what came of it."""
        dialect = question.dialect
        request = {
            "model": self._server.model,
            **shape_request(question.form, dialect.mode, question.messages, strict=dialect.strict),
            **dialect.parameters(question.max_tokens),
        }
        try:
            return await self._policy.run(
                lambda: self._request(request, question),
                deadline=lambda: question.deadline,
                worth_retrying=lambda fault: fault.transient and question.dialect.without_refused(fault) is None,
                retries_before=question.requests - question.changes,
            )
        except RequestFault as fault:
            return fault

    async def _request(self, request: dict[str, Any], question: _Question) -> ChatCompletion:
        """Send one request once, when its turn comes, and count and report what came of it."""
        line = self._connected()
        turn = await line.pacer.enter()
        try:
            question.deadline += turn.queued
            await line.pacer.hold(turn, question.deadline)
            question.count()
            outcome = await self._exchange(line, turn, request, question)
        finally:
            line.pacer.leave(turn)
        if isinstance(outcome, Exception):
            if isinstance(outcome, RequestFault):
                self._report(request, public_error(outcome, self._server))
            raise outcome
        self._report(request, text_of(outcome) or "")
        return outcome

    async def _exchange(
        self, line: _Line, turn: Turn, request: dict[str, Any], question: _Question
    ) -> ChatCompletion | Exception:
        """Send one request; failures are returned, so that what is raised later is chained to no request."""
        import openai

        from llmextract.llm.transport import read_completion

        allowances: tuple[Allowance, ...] = ()
        limit = max(_SHORTEST_WAIT, min(self._timeout, question.deadline - self._policy.clock()))
        outcome: ChatCompletion | Exception
        try:
            async with asyncio.timeout(limit):  # the client's own timeout starts anew with each byte that arrives
                response = await line.client.send(request, self._extra_body)
            allowances = read_allowances(response.headers)
            outcome = read_completion(response, self._server)
        except TimeoutError:
            outcome = RequestFault("timeout", detail=f"within {limit:.3g} s")
        except openai.APIError as error:
            outcome = read_fault(error, self._server)
        if not isinstance(outcome, Exception):
            outcome = hidden_fault(outcome, self._server) or outcome
        if isinstance(outcome, RequestFault):
            down = outcome.by_endpoint and question.dialect.without_refused(outcome) is None
            line.pacer.refused(turn, outcome, down=down)
        elif not isinstance(outcome, Exception):
            line.pacer.answered(turn, tokens=self._count(outcome, question.meter), allowances=allowances)
        return outcome

    def _connected(self) -> _Line:
        """Return the client that belongs to the running event loop."""
        loop = asyncio.get_running_loop()
        if self._line is None or self._line.loop is not loop:
            from llmextract.llm.transport import EndpointClient

            policy = self._policy
            breaker = CircuitBreaker(patience=_PATIENCE * policy.budget, clock=policy.clock)
            self._line = _Line(
                loop,
                EndpointClient(self._server, official=self._official, timeout=self._timeout),
                Pacer(breaker, sleep=policy.sleep, clock=policy.clock),
            )
        return self._line

    def _count(self, completion: ChatCompletion, meter: Meter) -> int:
        """Add an answer's tokens and price to the meter, and return how many tokens it took."""
        tokens = count_tokens(completion)
        prompt, cached, answered = tokens or (0, 0, 0)
        cost = None
        if self._price is not None and (tokens is not None or self._price == FREE):
            cost = self._price.cost(prompt=prompt, cached=cached, completion=answered)
        meter.add(prompt=prompt, cached=cached, completion=answered, cost_usd=cost)
        return prompt + answered

    def _report(self, request: Mapping[str, Any], outcome: str | ModelError) -> None:
        """Tell the observer of a request."""
        if self._on_exchange is not None:
            self._on_exchange(request["messages"], outcome)


@dataclass
class _Question:
    """One question: how it is asked now, and what it has taken so far."""

    messages: Sequence[ChatMessage]
    form: type[BaseModel]
    max_tokens: int
    dialect: Dialect
    deadline: float
    meter: Meter
    requests: int = 0
    changes: int = 0

    def count(self) -> None:
        """Count a request that is about to be sent."""
        self.meter.requests += 1
        self.meter.retries += self.requests > 0
        self.requests += 1


class _Line(NamedTuple):
    """The connection of one event loop to the server."""

    loop: asyncio.AbstractEventLoop
    client: EndpointClient
    pacer: Pacer
