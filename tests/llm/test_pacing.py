import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.llm.breaker import THRESHOLD, CircuitBreaker
from llmextract.llm.pacing import FIRST, LONGEST_PAUSE, MOST, Pacer
from llmextract.llm.rate_limits import Allowance
from llmextract.llm.request_fault import RequestFault

FOREVER = float("inf")
BUSY = RequestFault("status", status=429)


class Scene:
    """A pacer whose time only passes when everybody sleeps."""

    def __init__(self, **pacing):
        self.now, self.sleeps = 0.0, []
        self.breaker = CircuitBreaker(clock=self.clock, jitter=lambda _low, high: high)
        self.pacer = Pacer(self.breaker, sleep=self.sleep, clock=self.clock, jitter=lambda low, _high: low, **pacing)

    def clock(self):
        return self.now

    async def sleep(self, seconds):
        self.sleeps.append(seconds)
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)

    async def turn(self, deadline=FOREVER):
        turn = await self.pacer.enter()
        await self.pacer.hold(turn, deadline)
        return turn

    def succeed(self, turn, tokens=0, *allowances):
        self.pacer.answered(turn, tokens=tokens, allowances=allowances)
        self.pacer.leave(turn)

    def fail(self, turn, fault=BUSY, *, down=False):
        self.pacer.refused(turn, fault, down=down)
        self.pacer.leave(turn)


def play(story, **pacing):
    async def session():
        scene = Scene(**pacing)
        await story(scene)
        assert scene.pacer.working == 0
        assert not scene.pacer._queue

    asyncio.run(session())


def test_no_more_are_at_work_than_the_window_is_wide_and_nobody_overtakes():
    async def story(scene):
        first = [await scene.turn(), await scene.turn()]
        arrived = []

        async def come(number):
            turn = await scene.turn()
            arrived.append(number)
            return turn

        later = [asyncio.create_task(come(number)) for number in range(3)]
        await asyncio.sleep(0)
        assert arrived == []
        scene.now = 5.0
        scene.succeed(first[0])
        third = await later[0]
        assert third.queued == 5
        assert arrived == [0]
        scene.succeed(first[1])
        scene.succeed(third)
        for task in later[1:]:
            scene.succeed(await task)
        assert arrived == [0, 1, 2]

    play(story, first=2, most=2)


def test_too_many_halves_the_window_once_for_all_that_were_under_way():
    async def story(scene):
        turns = [await scene.turn() for _ in range(16)]
        for turn in turns[:8]:
            scene.fail(turn)
        assert scene.pacer.window == 8
        later = await scene.turn() if scene.pacer.working < 8 else None
        assert later is None
        for turn in turns[8:]:
            scene.succeed(turn)
        newer = await scene.turn()
        scene.fail(newer)
        assert scene.pacer.window == 1

    play(story)


def test_a_timeout_and_an_overloaded_server_narrow_the_window_and_other_faults_do_not():
    async def story(scene):
        for fault, width in (
            (RequestFault("status", status=400), FIRST),
            (RequestFault("status", status=500), FIRST),
            (RequestFault("status", status=429, code="insufficient_quota"), FIRST),
            (RequestFault("timeout"), 1),
        ):
            scene.fail(await scene.turn(), fault)
            assert scene.pacer.window == width

    play(story)


def test_answers_widen_a_window_that_is_filled_fast_at_first_and_then_slowly():
    async def story(scene):
        pacer = scene.pacer
        pacer._threshold, widths = 4.0, []
        for _ in range(6):
            turns = [await scene.turn() for _ in range(int(pacer.window))]
            for turn in turns:
                scene.succeed(turn)
                await asyncio.sleep(0)
            widths.append(round(pacer.window, 2))
        assert widths[0] == 2
        assert widths == sorted(widths)
        assert pacer.window < 6

    play(story, first=1)


def test_a_window_that_is_not_filled_and_the_widest_are_not_widened():
    async def story(scene):
        for _ in range(20):
            scene.succeed(await scene.turn())
        assert scene.pacer.window == FIRST
        turns = [await scene.turn() for _ in range(FIRST)]
        for turn in turns:
            scene.pacer.answered(turn, tokens=0)
        for turn in turns:
            scene.pacer.leave(turn)
        assert FIRST < scene.pacer.window <= MOST
        scene.pacer._most = scene.pacer.window = 1.0
        scene.succeed(await scene.turn())
        assert scene.pacer.window == 1

    play(story)


def test_a_pause_that_the_server_asks_for_is_everybodys_but_not_for_ever():
    async def story(scene):
        scene.fail(await scene.turn(), RequestFault("status", status=429, retry_after=7.0))
        scene.succeed(await scene.turn())
        assert (scene.sleeps, scene.now) == ([7], 7)
        scene.fail(await scene.turn(), RequestFault("status", status=503, retry_after=86400.0))
        scene.succeed(await scene.turn())
        assert scene.now == 7 + LONGEST_PAUSE

    play(story)


def test_a_pause_beyond_the_deadline_is_a_fault_that_says_how_long():
    async def story(scene):
        scene.fail(await scene.turn(), RequestFault("status", status=429, retry_after=7.0))
        turn = await scene.pacer.enter()
        with pytest.raises(RequestFault) as caught:
            await scene.pacer.hold(turn, 6.0)
        scene.pacer.leave(turn)
        assert (caught.value.status, caught.value.retry_after, caught.value.transient) == (429, 7, False)
        assert caught.value.not_asked

    play(story)


def test_a_pause_that_is_prolonged_meanwhile_is_kept_to_the_end():
    async def story(scene):
        scene.pacer._not_before = 2.0
        task = asyncio.create_task(scene.turn())
        await asyncio.sleep(0)
        scene.pacer._not_before = 5.0
        scene.succeed(await task)
        assert scene.now == 5

    play(story)


def test_what_is_left_spreads_the_requests():
    async def story(scene):
        told = Allowance("requests", remaining=2, limit=12, reset=5.0)  # 2 a second come back
        scene.succeed(await scene.turn(), 0, told)
        for _ in range(6):
            scene.succeed(await scene.turn())
        assert scene.sleeps == [0.5, 0.5, 0.5, 0.5]
        assert scene.now == 2

    play(story)


def test_what_was_sent_since_is_not_left_any_more():
    async def story(scene):
        turns = [await scene.turn() for _ in range(4)]
        scene.succeed(turns[0], 0, Allowance("requests", remaining=3, limit=4, reset=1.0))
        scene.succeed(await scene.turn())
        assert scene.sleeps == [1.0]
        for turn in turns[1:]:
            scene.succeed(turn)

    play(story)


def test_tokens_are_counted_by_what_requests_took():
    async def story(scene):
        scene.succeed(await scene.turn(), 1000)
        scene.succeed(await scene.turn(), 1000, Allowance("tokens", remaining=1500, limit=10_000, reset=17.0))
        scene.succeed(await scene.turn())
        assert scene.sleeps == []
        scene.succeed(await scene.turn())
        assert scene.sleeps == [1.0]  # 500 are missing, 500 a second come back

    play(story)


@pytest.mark.parametrize("limit", [None, 5])
def test_a_limit_that_refills_nobody_knows_how_fast_is_waited_for_until_its_reset(limit):
    async def story(scene):
        scene.succeed(await scene.turn(), 0, Allowance("requests", remaining=0, limit=limit, reset=3.0))
        scene.succeed(await scene.turn())
        assert scene.now == (3 if limit is None else 0.6)
        scene.now = 10.0
        scene.succeed(await scene.turn())
        assert scene.now == 10

    play(story)


def test_what_is_left_delays_a_question_for_a_while_and_never_ends_it():
    async def story(scene):
        scene.succeed(await scene.turn(), 0, Allowance("requests", remaining=0, limit=None, reset=86400.0))
        scene.succeed(await scene.turn())
        assert scene.now == LONGEST_PAUSE
        scene.succeed(await scene.turn(deadline=scene.now + 1))
        assert scene.now == LONGEST_PAUSE

    play(story)


def test_while_the_endpoint_is_down_one_request_at_a_time_tries():
    async def story(scene):
        turns = [await scene.turn() for _ in range(THRESHOLD + 2)]
        down = RequestFault("refused")
        for turn in turns[:-1]:
            scene.fail(turn, down, down=True)
        assert scene.breaker.open
        assert scene.pacer.window == 1
        scene.fail(turns[-1], down, down=True)
        trial = asyncio.create_task(scene.turn())
        other = asyncio.create_task(scene.turn())
        turn = await trial
        await asyncio.sleep(0)
        assert not other.done()
        assert scene.now >= 1
        scene.succeed(turn)
        turn = await other
        assert turn.queued == 0 or not scene.breaker.open
        scene.succeed(turn)

    play(story)


def test_a_question_that_is_cancelled_in_the_queue_or_on_its_way_out_gives_its_place_on():
    async def story(scene):
        holder = await scene.turn()
        waiting = [asyncio.create_task(scene.turn()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
        scene.succeed(holder)  # gives the place to the second
        waiting[1].cancel()
        scene.succeed(await waiting[2])
        assert [task.cancelled() for task in waiting] == [True, True, False]

    play(story, first=1, most=1)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 12),
    st.lists(
        st.tuples(
            st.sampled_from(["answer", "busy", "pause", "timeout", "500", "cancel"]),
            st.integers(0, 5),
            st.floats(0.0, 3.0),
        ),
        min_size=1,
        max_size=60,
    ),
)
def test_whatever_comes_every_question_gets_its_turn_and_the_window_holds(first, stories):
    async def session():
        scene = Scene(first=first, most=16)
        faults = {
            "busy": BUSY,
            "pause": RequestFault("status", status=429, retry_after=2.0),
            "timeout": RequestFault("timeout"),
            "500": RequestFault("status", status=500),
        }

        async def question(kind, work, seconds):
            turn = await scene.pacer.enter()
            try:
                await scene.pacer.hold(turn, FOREVER)
                assert 1 <= scene.pacer.working <= 16
                for _ in range(work):
                    await scene.sleep(seconds)
                if kind == "cancel":
                    raise asyncio.CancelledError
                if kind == "answer":
                    scene.pacer.answered(turn, tokens=10)
                else:
                    scene.pacer.refused(turn, faults[kind], down=kind in {"timeout", "500"})
            finally:
                scene.pacer.leave(turn)
            return kind

        async with asyncio.timeout(20):
            outcomes = await asyncio.gather(*(question(*story) for story in stories), return_exceptions=True)
        assert len(outcomes) == len(stories)
        assert all(isinstance(outcome, (str, asyncio.CancelledError)) or outcome.not_asked for outcome in outcomes)
        assert scene.pacer.working == 0
        assert not scene.pacer._queue
        assert 1 <= scene.pacer.window <= 16

    asyncio.run(session())
