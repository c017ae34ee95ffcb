import pytest

from llmextract.llm.breaker import FIRST_REST, LONGEST_REST, THRESHOLD, CircuitBreaker
from llmextract.llm.request_fault import RequestFault

FOREVER = float("inf")
DOWN = RequestFault("status", status=502, detail="the gateway is unwell")


class Scene:
    """A breaker whose time stands still unless told otherwise."""

    def __init__(self, **settings):
        self.now = 100.0
        self.breaker = CircuitBreaker(clock=lambda: self.now, jitter=lambda _low, high: high, **settings)

    def fail(self, times=1, fault=DOWN):
        for _ in range(times):
            self.breaker.failed(object(), fault)

    def wait(self, who="somebody", deadline=FOREVER):
        return self.breaker.wait(who, deadline)


def opened(fault=DOWN, **settings):
    scene = Scene(**settings)
    scene.fail(THRESHOLD, fault)
    return scene


def test_nine_failures_and_a_success_stop_nobody():
    scene = Scene()
    for _ in range(5):
        scene.fail(THRESHOLD - 1)
        assert scene.wait() == 0
        scene.breaker.succeeded()
    assert not scene.breaker.open


def test_after_ten_failures_in_a_row_everybody_rests():
    scene = opened()
    assert scene.breaker.open
    assert scene.wait() == FIRST_REST
    scene.now += 0.9
    assert scene.wait() == pytest.approx(0.25)


def test_one_request_makes_the_trial_while_the_others_wait():
    scene = opened()
    scene.now += FIRST_REST
    assert scene.wait("first") == 0
    assert scene.wait("first") == 0
    assert scene.wait("second") > 0
    scene.breaker.succeeded()
    assert scene.wait("second") == 0


def test_failed_trials_double_the_rest_up_to_a_limit():
    scene = opened(patience=FOREVER)
    rests = []
    for number in range(8):
        rests.append(scene.wait(number))
        scene.now += rests[-1]
        assert scene.wait(number) == 0
        scene.breaker.failed(number, DOWN)
    assert rests == [1, 2, 4, 8, 16, 30, 30, 30]
    assert rests[-1] == LONGEST_REST


def test_a_server_that_says_how_long_is_left_alone_that_long_within_limits():
    assert opened(RequestFault("status", status=503, retry_after=7.0)).wait() == 7
    assert opened(RequestFault("status", status=503, retry_after=7000.0)).wait() == LONGEST_REST


def test_requests_that_were_under_way_do_not_prolong_the_rest():
    scene = opened()
    scene.fail(50)
    assert scene.wait() == FIRST_REST


def test_a_trial_that_nobody_wants_any_more_is_made_by_another():
    scene = opened()
    scene.now += FIRST_REST
    assert scene.wait("first") == 0
    scene.breaker.given_up("another")
    assert scene.wait("second") > 0
    scene.breaker.given_up("first")
    assert scene.wait("second") == 0


def test_when_patience_ends_questions_fail_with_the_last_fault_but_trials_go_on():
    scene = opened(patience=5.0)
    scene.now += 5.1
    assert scene.wait("trial") == 0
    scene.breaker.failed("trial", DOWN)
    with pytest.raises(RequestFault) as caught:
        scene.wait()
    fault = caught.value
    assert (fault.kind, fault.status, fault.detail, fault.transient) == ("status", 502, "the gateway is unwell", False)
    assert fault.not_asked == f"{THRESHOLD + 1} requests in a row have failed"
    scene.now += 2.1
    assert scene.wait("trial") == 0


def test_nobody_waits_where_waiting_does_not_help():
    with pytest.raises(RequestFault):
        opened(RequestFault("status", status=401)).wait()


def test_nobody_waits_beyond_his_deadline():
    scene = opened()
    with pytest.raises(RequestFault):
        scene.wait(deadline=scene.now + 0.5)
    assert scene.wait(deadline=scene.now + 5) == FIRST_REST
    with pytest.raises(RequestFault):
        scene.wait(deadline=scene.now + FIRST_REST)  # that would leave no time for the request itself


def test_questions_wait_for_a_minute_of_failure_unless_told_otherwise():
    scene = opened()
    scene.now += 60
    assert scene.wait("trial") == 0
    assert scene.wait() > 0
    scene.now += 0.5
    with pytest.raises(RequestFault):
        scene.wait()


def test_the_rest_is_at_least_half_as_long_as_at_most():
    scene = Scene()
    scene.breaker = CircuitBreaker(clock=lambda: scene.now, jitter=lambda low, _high: low)
    scene.fail(THRESHOLD)
    assert scene.wait() == FIRST_REST / 2
