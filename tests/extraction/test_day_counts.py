"""day_counts.py: days counted back from the meeting told before."""

import datetime

import pytest

from llmextract.extraction.circumstances import Circumstances
from llmextract.extraction.dates import ResolvedDate
from llmextract.extraction.day_counts import with_counted_day


def day(number):
    return ResolvedDate(datetime.date(2031, 5, number), datetime.date(2031, 5, number))


@pytest.mark.parametrize(
    ("text", "time", "expected"),
    [
        ("The call came a day after Ada Novak met Ivo Reth in Lima.", "a day after", 11),
        ("Their meeting came just two days after Ada Novak met Ivo Reth.", "two days after", 10),
        ("It came hours after Ada Novak met Ivo Reth.", "hours after", 12),
        ("The offer came a day after Ada Novak met Ivo Reth.", None, None),
        ("The meeting came a year after Ada Novak met Ivo Reth.", None, None),
        ("The meeting came after Ada Novak met Ivo Reth.", None, None),
    ],
)
def test_a_meeting_after_which_another_came_was_days_before(text, time, expected):
    found = with_counted_day(Circumstances(), text, before=day(12), beside=None)
    assert (found.time and found.time.text, found.date) == (time, expected and day(expected))


def test_a_day_that_is_given_stands():
    text = "It came a day after Ada Novak met Ivo Reth on May 3."
    assert with_counted_day(Circumstances(date=day(3)), text, before=day(12), beside=None).date == day(3)
    assert with_counted_day(Circumstances(), text, before=None, beside=None).date is None


def test_a_sentence_counts_from_its_own_day():
    text = "Ada Novak met Ivo Reth on Monday, a day after talks with Jo Banda."
    assert with_counted_day(Circumstances(date=day(12)), text, before=day(5), beside=day(12)).date == day(11)
    assert with_counted_day(Circumstances(date=day(9)), text, before=day(5), beside=day(12)).date == day(9)
