"""Pace and money."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.corpus.budget import BudgetSpentError, LimitedModel, Limits, Spending, Throttle
from llmextract.errors import ConfigurationError
from llmextract.llm.base import Meter
from llmextract.prompting.whole_article import whole_article_form
from tests.batch_support import Fitting


class Clock:
    """A clock that sleeping moves."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.now += seconds
        await asyncio.sleep(0)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=40), st.integers(10, 6000))
def test_no_more_than_allowed_gets_through_in_any_stretch_of_time(amounts, per_minute):
    clock = Clock()
    throttle = Throttle(per_minute, clock=clock, sleep=clock.sleep)
    through = []

    async def one(amount):
        await throttle.enter(amount)
        through.append((clock.now, amount))

    async def all_at_once():
        await asyncio.gather(*map(one, amounts))

    asyncio.run(all_at_once())
    assert [amount for _, amount in through] == amounts
    for first in range(len(through)):
        for last in range(first, len(through)):
            span = through[last][0] - through[first][0]
            told = sum(amount for _, amount in through[first:last])
            assert told <= span * per_minute / 60 + 1e-6


def test_what_a_request_really_took_is_made_up_for():
    clock = Clock()
    throttle = Throttle(60, clock=clock, sleep=clock.sleep)

    async def work():
        await throttle.enter(1)
        throttle.correct(9)
        await throttle.enter(1)
        assert clock.now == pytest.approx(1010)
        throttle.correct(-1)
        await throttle.enter(1)
        assert clock.now == pytest.approx(1010)

    asyncio.run(work())


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (Limits(budget_usd=0), "the budget in US dollars must be above 0, not 0"),
        (Limits(requests_per_minute=-1), "the requests per minute must be above 0"),
        (Limits(tokens_per_minute=float("nan")), "the tokens per minute must be above 0"),
    ],
)
def test_limits_that_nothing_can_keep_to_are_refused(limits, message):
    with pytest.raises(ConfigurationError, match=message):
        Spending(limits)


def ask(model, spending, meter=None):
    limited = LimitedModel(model, spending)
    question = [{"role": "user", "content": "x" * 400}]
    return limited.ask(question, whole_article_form(1), meter=meter or Meter(), max_tokens=10)


def test_nothing_is_asked_when_the_money_is_spent():
    model = Fitting(cost_usd=0.6)

    async def work():
        spending = Spending(Limits(budget_usd=1))
        await ask(model, spending)
        assert not spending.exhausted
        await ask(model, spending)
        assert spending.exhausted
        with pytest.raises(BudgetSpentError, match="the budget is spent; give a higher one"):
            await ask(model, spending)

    asyncio.run(work())
    assert len(model.asked) == 2


def test_budget_needs_a_price():
    async def work():
        await ask(Fitting(cost_usd=None), Spending(Limits(tokens_per_minute=1e9)))
        with pytest.raises(ConfigurationError, match="the price of the model is not known; name a price table"):
            await ask(Fitting(cost_usd=None), Spending(Limits(budget_usd=1)))

    asyncio.run(work())


def test_articles_start_only_while_there_is_room_for_what_they_usually_cost():
    async def work():
        spending = Spending(Limits(budget_usd=1.0))
        assert await spending.start_article()
        second = asyncio.create_task(spending.start_article())
        await asyncio.sleep(0)
        assert not second.done(), "the first is worked on alone"
        spending.after_request(0, 1, 1, 0.3)
        await spending.end_article(0.3)
        assert await second
        assert await spending.start_article()
        third = asyncio.create_task(spending.start_article())
        await asyncio.sleep(0)
        assert not third.done(), "0.3 spent, 0.6 for two under way, no room for a third"
        for _ in range(2):
            spending.after_request(0, 1, 1, 0.3)
            await spending.end_article(0.3)
        assert not await third

    asyncio.run(work())


def test_the_model_itself_is_closed_and_named():
    model = Fitting()
    limited = LimitedModel(model, Spending(Limits()))
    asyncio.run(limited.aclose())
    assert (model.closed, limited.name, limited.meter) == (1, "fitting/one", None)
