"""frame_cancellation.py: whether a meeting does not take place after all."""

import pytest

from llmextract.extraction.frame_cancellation import is_called_off, is_for_lost_journey
from llmextract.extraction.frame_holders import governing_verb
from llmextract.extraction.syntax import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak cancelled her visit to Lima, where she was to meet Ivo Reth.", True),
        ("Her visit to Lima, where she was to meet Ivo Reth, was cancelled.", True),
        ("Ada Novak cancelled a concert in Lima, where she was to meet Ivo Reth.", False),
        ("Ada Novak cancelled her visit to Lima and will meet Ivo Reth.", False),
        ("Ada Novak cancelled her visit to Lima after she met Ivo Reth.", False),
    ],
)
def test_who_calls_off_a_journey_calls_off_whom_to_meet_there(text, expected):
    parsed = parse(text)
    (met,) = [word for word in parsed.words if word.lemma == "meet"]
    assert is_for_lost_journey(parsed, met) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks with Ivo Reth were postponed.", True),
        ("Ada Novak withdrew from the talks with Ivo Reth.", True),
        ("Ada Novak had planned a stop in Lima for talks with Ivo Reth.", True),
        ("Ada Novak planned a stop in Lima for talks with Ivo Reth.", False),
        ("The talks had been planned since May.", False),
        ("Ada Novak had a plan for talks with Ivo Reth.", False),
    ],
)
def test_what_is_called_off_or_came_to_nothing(text, expected):
    parsed = parse(text)
    talks = next(word for word in parsed.words if word.text == "talks")
    assert is_called_off(parsed, talks, governing_verb(parsed, talks)) is expected
