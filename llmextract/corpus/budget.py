"""How fast a batch may ask, and how much it may spend."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.errors import ConfigurationError, LlmextractError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from llmextract.llm.base import AnswerT, ChatMessage, LanguageModel, Meter, Reply

_LETTERS_PER_TOKEN = 4  # a first guess; what requests really take corrects it
_MINUTE = 60.0


class BudgetSpentError(LlmextractError):
    """The money that a batch may spend is spent; the article was not asked about to the end."""


@dataclass(frozen=True)
class Limits:
    """What a batch must keep to; ``None`` for no limit.

    Attributes:
        budget_usd: Money that may be spent, in US dollars.
        requests_per_minute: Requests to the language model in a minute.
        tokens_per_minute: Tokens in a minute, those of prompts and answers together.
    """

    budget_usd: float | None = None
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None

    def check(self) -> None:
        """Refuse limits that nothing can keep to.

        Raises:
            ConfigurationError: One of them is not above zero.
        """
        for name, value in vars(self).items():
            if value is not None and not 0 < value < float("inf"):
                shown = name.replace("_", " ").replace("usd", "in US dollars")
                raise ConfigurationError(
                    f"the {shown} must be above 0, not {value:g}", hint="leave it out for no limit"
                )


class Throttle:
    """Lets through so much in a minute, evenly spread, first come first served.

    This is the generic cell rate algorithm (ITU-T I.371) without a burst: each admission makes the next one wait as
    long as it takes to earn it. What an admission really took can be put right afterwards.

    Args:
        per_minute: How much.
        clock: Seconds on a clock that never goes back.
        sleep: Waits the given seconds.
    """

    def __init__(
        self,
        per_minute: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._each = _MINUTE / per_minute
        self._clock = clock
        self._sleep = sleep
        self._free_at = clock()
        self._turn = asyncio.Lock()

    async def enter(self, amount: float) -> None:
        """Wait until this much may go through."""
        async with self._turn:
            while (wait := self._free_at - self._clock()) > 0:
                await self._sleep(wait)
            self._free_at = self._clock() + amount * self._each

    def correct(self, difference: float) -> None:
        """Count this much more, or less where it is negative, for what went through earlier."""
        self._free_at += difference * self._each


class Spending:
    """What a batch has spent, whether it may start another article, and its pace.

    Args:
        limits: What it must keep to.
        spent_usd: What counts as spent already.
        usual: How many articles tell what one usually costs, and what they cost together, in US dollars.
    """

    def __init__(self, limits: Limits, *, spent_usd: float = 0.0, usual: tuple[int, float] = (0, 0.0)) -> None:
        limits.check()
        self._limit = limits.budget_usd
        self._requests = Throttle(limits.requests_per_minute) if limits.requests_per_minute else None
        self._tokens = Throttle(limits.tokens_per_minute) if limits.tokens_per_minute else None
        self._spent = spent_usd
        self._under_way = 0
        self._ended, self._ended_usd = usual
        self._news = asyncio.Condition()

    @property
    def exhausted(self) -> bool:
        """Whether nothing may be asked any more."""
        return self._limit is not None and self._spent >= self._limit

    async def start_article(self) -> bool:
        """Wait until it is known whether the budget has room for another article, at what articles cost on average.

        Returns:
            Whether it has. Where there is no average yet, the first article is worked on alone.
        """
        async with self._news:
            while not self._has_room():
                if self._under_way == 0:
                    return False
                await self._news.wait()
            self._under_way += 1
        return True

    async def end_article(self, cost_usd: float | None) -> None:
        """Count an article that was worked on.

        Args:
            cost_usd: What it cost; ``None`` where that is not known.
        """
        async with self._news:
            self._under_way -= 1
            self._ended += 1
            self._ended_usd += cost_usd or 0.0
            self._news.notify_all()

    async def before_request(self, letters: int) -> int:
        """Wait for the turn of a request.

        Args:
            letters: Length of the prompt.

        Returns:
            How many tokens it was counted as.

        Raises:
            BudgetSpentError: There is no money left for it.
        """
        guess = letters // _LETTERS_PER_TOKEN
        if self._tokens is not None:
            await self._tokens.enter(guess)
        if self._requests is not None:
            await self._requests.enter(1)
        if self.exhausted:
            raise BudgetSpentError("the budget is spent", hint="give a higher one and run the same command again")
        return guess

    def after_request(self, guess: int, requests: int, tokens: int, cost_usd: float | None) -> None:
        """Count what a request took.

        Args:
            guess: What `before_request` returned.
            requests: How many were sent, retries included.
            tokens: Of prompts and answers.
            cost_usd: What they cost; ``None`` where that is not known.

        Raises:
            ConfigurationError: There is a budget, and nobody knows what was spent.
        """
        if self._tokens is not None:
            self._tokens.correct(tokens - guess)
        if self._requests is not None:
            self._requests.correct(requests - 1)
        if cost_usd is not None:
            self._spent += cost_usd
        elif self._limit is not None:
            raise unknown_price()

    def _has_room(self) -> bool:
        if self._limit is None:
            return True
        if self._ended == 0:
            return self._under_way == 0 and not self.exhausted
        typical = self._ended_usd / self._ended
        return not self.exhausted and self._spent + (self._under_way + 1) * typical <= self._limit


def unknown_price(model: str = "the model") -> ConfigurationError:
    """Return the error of a budget that can't be kept."""
    return ConfigurationError(
        f"a budget can't be kept to, because the price of {model} is not known",
        hint="name a price table with LLMEXTRACT_PRICES, or leave the budget out",
    )


class LimitedModel:
    """A language model that asks no faster and spends no more than it may; made for one article.

    Args:
        model: The model that answers.
        spending: Shared by all articles of a batch.

    Attributes:
        meter: What the article has cost so far; ``None`` before the first question.
    """

    def __init__(self, model: LanguageModel, spending: Spending) -> None:
        self.name = model.name
        self.meter: Meter | None = None
        self._model = model
        self._spending = spending

    async def ask(
        self, messages: Sequence[ChatMessage], form: type[AnswerT], *, meter: Meter, max_tokens: int
    ) -> Reply[AnswerT]:
        """Ask one question when its turn comes; see `llmextract.llm.base.LanguageModel.ask`.

        Raises:
            BudgetSpentError: There is no money left for it.
            ConfigurationError: There is a budget, and the price of the model is not known.
            ModelError: As for the model itself.
        """
        self.meter = meter
        guess = await self._spending.before_request(sum(len(message["content"]) for message in messages))
        requests, tokens, cost = meter.requests, _tokens(meter), meter.cost_usd
        try:
            return await self._model.ask(messages, form, meter=meter, max_tokens=max_tokens)
        finally:
            spent = None if meter.cost_usd is None or cost is None else meter.cost_usd - cost
            self._spending.after_request(guess, meter.requests - requests, _tokens(meter) - tokens, spent)

    async def aclose(self) -> None:
        """Release the connections of the model."""
        await self._model.aclose()


def _tokens(meter: Meter) -> int:
    return meter.prompt_tokens + meter.completion_tokens
