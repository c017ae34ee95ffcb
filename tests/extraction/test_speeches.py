"""speeches.py: on which day somebody speaks, and at or after which meeting."""

import pytest

from llmextract.extraction.speeches import is_of_main_verb, is_told_by_speech, main_subjects, mainly_told
from llmextract.extraction.syntax import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak on Monday hailed the treaty.", True),
        ("Ada Novak announced a delay late Monday after a meeting with Ivo Reth.", True),
        ("Ada Novak hailed the treaty that was signed on Monday.", False),
        ("Ada Novak will speak on Monday.", False),
        ("Ada Novak was told of it on Monday.", False),
        ("On Monday.", False),
    ],
)
def test_the_day_of_what_a_sentence_mainly_tells(text, expected):
    assert is_of_main_verb(text, text.index("Monday")) is expected


@pytest.mark.parametrize(
    ("text", "told", "mainly"),
    [
        ("She told reporters after meeting Ivo Reth.", True, True),
        ("Ada Novak said when meeting Ivo Reth that peace was near.", True, True),
        ("Following talks with Ivo Reth, Ada Novak said that peace was near.", True, True),
        ("Officials say Ada Novak announced the treaty in a call to Ivo Reth.", False, False),
        ("Speaking after talks with Ivo Reth, Ada Novak smiled.", True, False),
        ("Ada Novak met Ivo Reth.", False, False),
        ("Ada Novak said that she had met Ivo Reth.", False, False),
    ],
)
def test_a_meeting_that_tells_only_when_somebody_spoke(text, told, mainly):
    assert is_told_by_speech(text) is told
    assert is_told_by_speech(text, mainly=True) is mainly


def test_the_subject_of_a_sentence_is_who_does_what_it_mainly_tells():
    text = "Ada Novak, whom Ivo Reth knows, said that Jo Banda had left."
    assert [text[party.start : party.end] for party in main_subjects(text)] == ["Ada Novak"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She made the remarks during a meeting with Ivo Reth.", True),
        ("She reiterated the position during a meeting with Ivo Reth.", True),
        ("She baked a cake during a meeting with Ivo Reth.", False),
        ("She said on Monday that she had discussed trade with Ivo Reth during a visit.", False),
        ("She said on Monday that she had spoken to Ivo Reth during a visit.", False),
    ],
)
def test_who_makes_remarks_speaks(text, expected):
    assert is_told_by_speech(text) is expected


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Ada Novak will visit Lima, officials said on Monday.", "visit"),
        ("Officials said on Monday that Ada Novak would visit Lima.", "said"),
        ("Ada Novak will visit Lima.", "visit"),
    ],
)
def test_a_source_behind_what_it_says_is_not_what_a_sentence_mainly_tells(text, verb):
    assert [word.text for word in mainly_told(parse(text))] == [verb]
