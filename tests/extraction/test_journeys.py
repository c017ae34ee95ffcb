"""journeys.py: where somebody stays, and when a journey begins."""

import pytest

from llmextract.extraction.journeys import begins_journey, meets_there, tells_of_arrival, tells_of_stay


def test_a_month_is_nowhere_to_stay():
    assert tells_of_stay("Ada Novak will be in Lima for a week.")
    assert not tells_of_stay("Ada Novak's last visit to Lima was in November.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak on Monday started a tour of Norvia.", True),
        ("Ada Novak on Monday made a tour of Norvia.", False),
        ("Ada Novak on Monday started a war.", False),
    ],
)
def test_when_a_journey_begins(text, expected):
    assert begins_journey(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak had met Ivo Reth there on Monday.", True),
        ("There Ada Novak held talks with Ivo Reth.", True),
        ("There was no meeting with Ivo Reth.", False),
        ("Ada Novak met Ivo Reth and went there.", False),
    ],
)
def test_who_meets_there_meets_where_it_was_told(text, expected):
    assert meets_there(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak arrived in Lima on Monday.", True),
        ("Ada Novak landed in Lima, the ministry said.", False),
        ("Ada Novak will arrive in Lima on Monday.", False),
        ("Ada Novak flew home.", False),
    ],
)
def test_who_has_arrived(text, expected):
    assert tells_of_arrival(text) is expected
