"""present_tense.py: what the present tense says of a meeting."""

import datetime

import pytest

from llmextract.extraction.date_rules import ResolvedDate
from llmextract.extraction.present_tense import has_present, is_told_ahead, is_under_way

THURSDAY = datetime.date(2024, 5, 16)


def day(number, month=5):
    return ResolvedDate(datetime.date(2024, month, number), datetime.date(2024, month, number))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Ada Novak meets Ivo Reth in Lima on Friday.", True),
        ("Ada Novak begins talks with Ivo Reth on Friday.", True),
        ("The ministers meet in Lima on Friday.", True),
        ("Ada Novak failed to meet Ivo Reth on Friday.", False),
        ("Ada Novak and Ivo Reth did not meet on Friday.", False),
        ("Ada Novak met Ivo Reth on Friday.", False),
        ("Ada Novak will meet Ivo Reth on Friday.", False),  # its tense is told
    ],
)
def test_a_day_of_the_week_in_the_present_tense_is_to_come(sentence, expected):
    assert is_told_ahead(sentence, day(10), day(17), THURSDAY) is expected


def test_today_is_not_to_come():
    assert not is_told_ahead("Ada Novak meets Ivo Reth on Thursday.", day(16), day(16), THURSDAY)


def test_a_date_is_the_one_that_is_near():
    assert is_told_ahead(
        "The ministers meet on June 3.", ResolvedDate(*[datetime.date(2023, 6, 3)] * 2), day(3, 6), THURSDAY
    )
    assert not is_told_ahead("The ministers meet on June 3.", day(3, 6), day(3, 6), THURSDAY)
    assert not is_told_ahead("The ministers meet on June 3.", None, None, None)


def test_the_verb_may_be_in_the_present_tense():
    assert has_present("The ministers meet on June 3.")
    assert not has_present("The ministers met on June 3.")


def test_who_is_meeting_is_meeting_now_unless_it_is_later_today():
    assert is_under_way("Ada Novak is meeting Ivo Reth today.")
    assert not is_under_way("Ada Novak is meeting Ivo Reth later today.")
