"""whereabouts.py: where the people of a group are said to be."""

import pytest

from llmextract.extraction.syntax import parse
from llmextract.extraction.whereabouts import is_somewhere


def is_said(text, group):
    parsed = parse(text)
    return is_somewhere(parsed, next(word for word in parsed.words if word.text == group))


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Ada Novak met envoys of the rebel group in Lima.", "group"),
        ("Ada Novak met executives from Delta Oil in Lima on Monday.", "Oil"),
        ("Norvian officials met executives of Delta Oil and Red Steel in Lima on Monday.", "Oil"),
    ],
)
def test_a_group_is_where_it_is_met(text, group):
    assert is_said(text, group)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Ada Novak met executives from Delta Oil in Lima.", "Oil"),
        ("Ada Novak met executives from Delta Oil on Monday.", "Oil"),
        ("Ada Novak met envoys of the rebel group.", "group"),
    ],
)
def test_the_seat_of_what_has_a_name_is_no_place_of_a_meeting(text, group):
    assert not is_said(text, group)
