"""known_meetings.py: sentences that speak of a meeting as told before."""

import pytest

from llmextract.extraction.known_meetings import speaks_of_known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In a statement issued after the talks in Lima, they called for peace.", True),
        ("Ada Novak said during the meeting in Lima that peace was near.", True),
        ("Ada Novak said after talks in Lima that peace was near.", False),
        ("Ada Novak spoke of the talks in Lima.", False),
        ("Ada Novak said after the last meeting in Lima that peace was near.", False),
    ],
)
def test_what_was_said_after_the_talks_tells_of_them(text, expected):
    assert speaks_of_known(text) is expected
