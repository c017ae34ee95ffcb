import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.llm.request_fault import RequestFault
from llmextract.llm.retry import QUICK_RETRIES, RetryPolicy


class Time:
    """A clock that only moves when somebody sleeps or works."""

    def __init__(self):
        self.now, self.sleeps = 0.0, []

    def clock(self):
        return self.now

    async def sleep(self, seconds):
        self.sleeps.append(seconds)
        self.now += seconds


def run(faults, *, work=0.0, retries_before=0, **policy):
    """Play faults one after the other, then succeed; return what happened."""
    time = Time()
    policy = RetryPolicy(sleep=time.sleep, clock=time.clock, jitter=lambda _low, high: high, **policy)
    script = list(faults)

    async def request():
        time.now += work
        if script:
            raise script.pop(0)
        return "answer"

    async def session():
        deadline = policy.deadline()
        return await policy.run(
            request,
            deadline=lambda: deadline,
            worth_retrying=lambda fault: fault.transient,
            retries_before=retries_before,
        )

    try:
        outcome = asyncio.run(session())
    except Exception as error:  # noqa: BLE001 - whatever came out is what the test looks at
        outcome = error
    return outcome, time


def status(number, **more):
    return RequestFault("status", status=number, **more)


def test_waits_double_up_to_the_cap():
    outcome, time = run([status(500)] * 8, max_retries=8, budget=1000.0, cap=10.0)
    assert outcome == "answer"
    assert time.sleeps == [1, 2, 4, 8, 10, 10, 10, 10]


@pytest.mark.parametrize("code", [408, 409, 425, 429, 500, 502, 503, 504, 529])
def test_statuses_that_may_pass_are_retried(code):
    outcome, time = run([status(code)])
    assert outcome == "answer"
    assert len(time.sleeps) == 1


@pytest.mark.parametrize("code", [400, 401, 403, 404, 413, 422, 501])
def test_statuses_that_will_not_pass_are_not_retried(code):
    fault = status(code)
    outcome, time = run([fault])
    assert outcome is fault
    assert time.sleeps == []


def test_a_used_up_quota_is_not_retried():
    outcome, _ = run([status(429, code="insufficient_quota")])
    assert outcome.code == "insufficient_quota"


def test_timeouts_and_broken_connections_are_retried_until_the_limit():
    faults = [RequestFault("timeout"), RequestFault("unreachable"), RequestFault("timeout")]
    outcome, time = run(faults, max_retries=2)
    assert outcome is faults[2]
    assert len(time.sleeps) == 2


@pytest.mark.parametrize("kind", ["refused", "unresolved"])
def test_a_dead_address_is_given_up_quickly(kind):
    outcome, time = run([RequestFault(kind) for _ in range(9)], max_retries=9)
    assert isinstance(outcome, RequestFault)
    assert len(time.sleeps) == QUICK_RETRIES
    assert time.sleeps == pytest.approx([0.2, 0.4])


def test_no_retries_means_none():
    assert run([RequestFault("refused")], max_retries=0)[1].sleeps == []


def test_the_server_decides_how_long_to_wait_at_least():
    assert run([status(429, retry_after=42.0), status(503, retry_after=0.0)])[1].sleeps == [42.5, 0.5]


def test_retries_used_up_before_count():
    fault = status(500)
    outcome, time = run([fault] * 3, max_retries=5, retries_before=4)
    assert outcome is fault
    assert len(time.sleeps) == 1


@pytest.mark.parametrize("kind", ["garbled", "oversized", "insecure"])
def test_what_will_be_the_same_next_time_is_not_retried(kind):
    assert run([RequestFault(kind)])[1].sleeps == []


def test_a_request_that_was_not_sent_is_not_retried():
    assert run([RequestFault("timeout").unasked("the server is down")])[1].sleeps == []


def test_a_wait_that_outlasts_the_budget_is_not_begun():
    fault = status(429, retry_after=100.0)
    outcome, time = run([fault], budget=99.0)
    assert outcome is fault
    assert time.now == 0


def test_a_wait_that_would_end_with_the_budget_is_not_begun():
    assert run([status(500)], budget=1.0)[1].sleeps == []
    assert run([status(500)], budget=1.1)[1].sleeps == [1]


def test_the_budget_ends_the_retries():
    outcome, time = run([status(500)] * 99, max_retries=99, budget=60.0, work=5.0)
    assert isinstance(outcome, RequestFault)
    assert sum(time.sleeps) < 60
    assert time.now < 60 + 5  # the last request may have begun just before the end


def test_other_exceptions_pass_through_at_once():
    outcome, time = run([KeyError("mine")])
    assert isinstance(outcome, KeyError)
    assert time.sleeps == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([408, 429, 500, 503]), max_size=12),
    st.floats(0.0, 100.0),
    st.integers(0, 8),
    st.one_of(st.none(), st.floats(0.0, 200.0)),
)
def test_neither_the_budget_nor_the_limit_is_ever_exceeded(codes, budget, limit, retry_after):
    outcome, time = run([status(code, retry_after=retry_after) for code in codes], budget=budget, max_retries=limit)
    assert time.now <= budget
    assert len(time.sleeps) <= limit
    assert (outcome == "answer") == (len(time.sleeps) == len(codes))


def drawn_by(*script, **settings):
    """Play faults without a word of earlier retries; return between what the waits were drawn, and what came out."""
    drawn = []
    time = Time()
    policy = RetryPolicy(
        sleep=time.sleep, clock=time.clock, jitter=lambda low, high: drawn.append((low, high)) or 0.0, **settings
    )
    faults = list(script)

    async def request():
        if faults:
            raise faults.pop(0)
        return "answer"

    async def session():
        try:
            return await policy.run(request, deadline=lambda: 99.0, worth_retrying=lambda fault: fault.transient)
        except RequestFault as fault:
            return fault

    return drawn, asyncio.run(session())


def test_full_jitter_draws_from_zero_to_the_bound():
    assert drawn_by(status(500), status(500)) == ([(0, 1), (0, 2)], "answer")


def test_those_who_were_told_the_same_wait_come_back_at_different_moments():
    assert drawn_by(status(429, retry_after=7.0)) == ([(0, 0.5)], "answer")


def test_a_request_has_all_its_retries_when_none_were_used_before():
    assert drawn_by(status(500), max_retries=1) == ([(0, 1)], "answer")
