"""way_out.py: requests leave one by one, and who has an answer waits for them."""

import asyncio

import httpx2

from llmextract.llm import way_out
from llmextract.llm.way_out import WayOut, watch_departure


async def rounds(count=5):
    for _ in range(count):
        await asyncio.sleep(0)


def test_nobody_waits_where_nothing_leaves():
    async def main():
        await asyncio.wait_for(WayOut().wait(), 1)

    asyncio.run(main())


def test_who_has_an_answer_waits_until_the_request_has_left_and_the_next_until_the_first_ones_has():
    done = []

    async def work(way, number, sends):
        await way.wait()
        done.append(f"answer {number}")
        with way.leaving():
            await sends.wait()
            done.append(f"left {number}")

    async def main():
        way, sends = WayOut(), [asyncio.Event() for _ in range(3)]
        first = asyncio.create_task(work(way, 0, sends[0]))
        await rounds()
        others = [asyncio.create_task(work(way, number, sends[number])) for number in (1, 2)]
        for number in range(3):
            await rounds()
            assert done[-1] == f"answer {number}"
            sends[number].set()
        await asyncio.gather(first, *others)

    asyncio.run(main())
    assert done == [f"{what} {number}" for number in range(3) for what in ("answer", "left")]


def test_a_request_has_left_when_it_is_sent_or_has_yet_to_connect_but_not_before():
    async def waits(event):
        way = WayOut()
        with way.leaving():
            request = httpx2.Request("POST", "http://llm.invalid/v1")
            await watch_departure(request)
            waiting = asyncio.create_task(way.wait())
            await request.extensions["trace"](event, {})
            await rounds()
            done = waiting.done()
        await waiting
        return not done

    assert asyncio.run(waits("http11.send_request_headers.complete"))
    assert not asyncio.run(waits("http11.send_request_body.complete"))
    assert not asyncio.run(waits("http2.send_request_body.complete"))
    assert not asyncio.run(waits("connection.connect_tcp.started"))


def test_a_request_that_takes_long_to_leave_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(way_out, "_PATIENCE", 0.01)

    async def main():
        way = WayOut()
        with way.leaving():
            await asyncio.wait_for(way.wait(), 5)

    asyncio.run(main())


def test_who_does_not_want_to_wait_any_more_holds_up_nobody():
    async def main():
        way = WayOut()
        with way.leaving():
            impatient, patient = (asyncio.create_task(way.wait()) for _ in range(2))
            await rounds()
            impatient.cancel()
            await rounds()
            assert impatient.cancelled()
            assert not patient.done()
        await asyncio.wait_for(patient, 1)

    asyncio.run(main())


def test_a_request_of_somebody_else_is_not_watched():
    request = httpx2.Request("GET", "http://llm.invalid/v1")
    asyncio.run(watch_departure(request))
    assert "trace" not in request.extensions
