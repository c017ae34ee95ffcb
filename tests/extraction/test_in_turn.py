"""Tests of `llmextract.extraction.in_turn`."""

import asyncio

import pytest

from llmextract.extraction.in_turn import InTurn


def results(items, work, *, workers=2, most=None):
    async def collected():
        found = []
        async for result in InTurn(items, work, workers=workers).results():
            found.append(result)
            if len(found) == most:
                break
        return found

    return asyncio.run(collected())


async def doubled(number):
    await asyncio.sleep(0.01 / (number + 1))  # the later, the sooner done
    return 2 * number


@pytest.mark.parametrize("workers", [1, 3, 9])
def test_results_come_in_the_order_of_the_items(workers):
    assert results(range(5), doubled, workers=workers) == [0, 2, 4, 6, 8]
    assert results([], doubled, workers=workers) == []


def test_no_more_are_worked_on_than_there_are_workers_and_few_are_taken_ahead():
    at_work, most, taken = 0, 0, []

    def items():
        for number in range(40):
            taken.append(number)
            yield number

    async def work(number):
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        await asyncio.sleep(0.001)
        at_work -= 1
        return number

    assert results(items(), work, workers=3, most=1) == [0]
    assert most == 3
    assert len(taken) <= 2 * 3 + 1


def test_one_that_takes_long_holds_up_none_but_the_order():
    done = []

    async def work(number):
        await asyncio.sleep(0.2 if number == 0 else 0.001)
        done.append(number)
        return number

    assert results(range(4), work) == [0, 1, 2, 3]
    assert done == [1, 2, 3, 0]


def test_the_next_item_is_taken_before_other_work_that_is_ready_goes_on():
    told = []

    async def work(number):
        told.append(f"ask {number}")
        await asyncio.sleep(0.05 if number < 2 else 0)  # the first answers are there at once
        told.append(f"read {number}")
        return number

    assert results(range(4), work) == [0, 1, 2, 3]
    assert told == ["ask 0", "ask 1", "read 0", "ask 2", "read 1", "ask 3", "read 2", "read 3"]


def test_what_the_work_or_the_items_raise_comes_through_and_ends_the_rest():
    ended = []

    async def work(number):
        if number == 1:
            raise KeyError("a bug")
        try:
            await asyncio.sleep(0 if number == 0 else 60)
        except asyncio.CancelledError:
            ended.append(number)
            raise
        return number

    with pytest.raises(KeyError, match="a bug"):
        results(range(9), work, workers=3)
    assert 2 in ended
    ended.clear()

    def items():
        yield 7
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk is gone"):
        results(items(), work)
    assert ended == [7]


def test_what_the_first_one_asks_is_under_way_before_the_last_one_begins():
    seen = []

    async def work(number):
        seen.append(("begun", number))
        await asyncio.sleep(0)
        seen.append(("asked", number))

    results(range(4), work, workers=4)
    assert seen.index(("asked", 0)) < seen.index(("begun", 3))
