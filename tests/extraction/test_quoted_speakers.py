"""quoted_speakers.py: who speaks where a sentence quotes somebody."""

import pytest

from llmextract.extraction.frames import find_frames
from llmextract.extraction.quoted_speakers import is_of_speaker, is_pleasure, speakers_of
from llmextract.extraction.syntax import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"I had a call with Orr. I told him of the famine," Novak said.', ["Novak"]),
        ('"I met Orr," Novak said.', ["Novak"]),
        ('"I met Orr," Novak posted on Monday.', ["Novak"]),
        ('"I met Orr. Reth said so," Novak sang.', []),
    ],
)
def test_who_speaks_may_be_told_in_another_clause(text, expected):
    parsed = parse(text)
    word = next(word for word in parsed.words if word.text == "I")
    assert [said.text for said in speakers_of(parsed, text, word)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Had a productive meeting with Ada Novak today," Ivo Orr wrote.', True),
        ('"It was a pleasure to meet Ada Novak," Ivo Orr said.', True),
        ('"I had a productive meeting with Ada Novak," Ivo Orr wrote.', False),
        ('"Reth had a productive meeting with Ada Novak," Ivo Orr wrote.', False),
        ("Had a productive meeting with Ada Novak today.", False),
        ('"It would be a pleasure to meet Ada Novak," Ivo Orr said.', False),
    ],
)
def test_quoted_words_may_leave_out_who_meets(text, expected):
    parsed = parse(text)
    assert any(is_of_speaker(parsed, text, frame) for frame in find_frames(parsed)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was good to meet Orr.", True),
        ("It will be good to meet Orr.", False),
        ("It was not good to meet Orr.", False),
        ("Novak was ready to meet Orr.", False),
    ],
)
def test_what_was_a_pleasure_is_over(text, expected):
    parsed = parse(text)
    assert is_pleasure(parsed, next(word for word in parsed.words if word.text == "meet")) is expected
