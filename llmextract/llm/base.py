"""What the rest of the house knows of language models: one question, one checked answer, and its cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypedDict, TypeVar

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Sequence

AnswerT = TypeVar("AnswerT", bound=BaseModel)


class ChatMessage(TypedDict):
    """One turn of the conversation that is sent to the model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass
class Meter:
    """Counts what one article costs, over all its requests, failed ones too.

    Attributes:
        requests: Requests sent, retries included.
        retries: Requests repeated after a transport fault or an invalid answer.
        prompt_tokens: Tokens of the prompts.
        cached_tokens: Those of them that the server had in its cache.
        completion_tokens: Tokens answered.
        cost_usd: In US dollars; ``None`` as soon as one request's price is not known.
    """

    requests: int = 0
    retries: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    cost_usd: float | None = 0.0

    def add(self, *, prompt: int, cached: int, completion: int, cost_usd: float | None) -> None:
        """Count the tokens and the price of one answered request."""
        self.prompt_tokens += prompt
        self.cached_tokens += cached
        self.completion_tokens += completion
        self.cost_usd = None if cost_usd is None or self.cost_usd is None else self.cost_usd + cost_usd


@dataclass(frozen=True)
class Token:
    """One token of an answer, and what the model might have written in its place.

    A token is a string of bytes, and a character may lie in several. Texts hold the bytes that are no character of
    their own as Python's ``surrogateescape`` does: ``text.encode("utf-8", "surrogateescape")`` gives the token's bytes.

    Attributes:
        text: What it says; empty for a token that only ends the answer.
        logprob: Natural logarithm of its probability, as the server gives it; zero or less.
        alternatives: The likeliest tokens at this place, each with the logarithm of its probability. The token itself
            is always one of them. How many there are is the server's choice.
    """

    text: str
    logprob: float
    alternatives: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Reply(Generic[AnswerT]):
    """A valid answer.

    Attributes:
        value: The answer, validated.
        raw: Its text as the model wrote it, to be shown or sent back.
        tokens: The tokens that ``raw`` consists of; ``None`` where the server does not tell. The first may begin, and
            the last may end, in white space that the server has cut off ``raw``.
    """

    value: AnswerT
    raw: str
    tokens: tuple[Token, ...] | None = None


class LanguageModel(Protocol):
    """A language model that answers in a given form."""

    name: str

    async def ask(
        self, messages: Sequence[ChatMessage], form: type[AnswerT], *, meter: Meter, max_tokens: int
    ) -> Reply[AnswerT]:
        """Ask one question.

        Args:
            messages: The conversation, the question last.
            form: The form of the answer; its JSON schema constrains the model where the server can do that.
            meter: Counts the requests and tokens, also when this raises.
            max_tokens: Longest answer, in tokens.

        Raises:
            EndpointError: The server failed, after every retry.
            InvalidAnswerError: The answer does not validate; ``problems`` says why.
            TruncatedAnswerError: The answer was cut off at ``max_tokens``.
            RefusedAnswerError: The model refused, or a filter cut the answer.
        """
        ...

    async def aclose(self) -> None:
        """Release connections."""
        ...
