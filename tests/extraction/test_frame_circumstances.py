"""frame_circumstances.py: which words give the time and the place of a meeting, by grammar."""

import pytest

from llmextract.extraction.frame_circumstances import belongs
from llmextract.extraction.frames import find_frames
from llmextract.extraction.syntax import parse


def is_of_meeting(text, words, trigger, *, place):
    parsed = parse(text)
    (frame,) = [frame for frame in find_frames(parsed) if frame.trigger.text == trigger]
    return belongs(parsed, frame, text.index(words), place=place)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ada Novak met Ivo Reth in Lima.", "met"),
        ("In Lima, Ada Novak met Ivo Reth.", "met"),
        ("Ada Novak flew to Lima to meet Ivo Reth.", "meet"),
        ("Ada Novak came to Lima for talks with Ivo Reth.", "talks"),
        ("Ada Novak spoke after talks in Lima with Ivo Reth.", "talks"),
        ("Ada Novak's arrival in Lima for talks with Ivo Reth surprised many.", "talks"),
        ("Ada Novak, who met Ivo Reth in Lima, left.", "met"),
        ("Ada Novak said she met Ivo Reth in Lima.", "met"),
        ("Ada Novak attended the Lima summit.", "summit"),
        ("Ada Novak visited Lima.", "visited"),
    ],
)
def test_the_place_of_a_meeting(text, trigger):
    assert is_of_meeting(text, "Lima", trigger, place=True)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ada Novak discussed the war in Lima with Ivo Reth.", "discussed"),
        ("Ada Novak held talks with Ivo Reth about Lima.", "talks"),
        ("Ada Novak held talks with Ivo Reth on the situation in Lima.", "talks"),
        ("Ada Novak met Lima's mayor Ivo Reth.", "met"),
        ("Ada Novak met the Lima envoy.", "met"),
        ("Ada Novak said in Lima that she had met Ivo Reth.", "met"),
        ("Ada Novak, who met Ivo Reth, flew to Lima.", "met"),
        ("Ada Novak flew to Lima, said she would not stay and met Ivo Reth.", "met"),
    ],
)
def test_a_place_that_is_not_the_meetings(text, trigger):
    assert not is_of_meeting(text, "Lima", trigger, place=True)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ada Novak met Ivo Reth on Monday.", "met"),
        ("On Monday, Ada Novak met Ivo Reth.", "met"),
        ("Ada Novak met Ivo Reth last Monday.", "met"),
        ("Ada Novak held talks with Ivo Reth on Monday.", "talks"),
        ("Ada Novak said she met Ivo Reth on Monday.", "met"),
        ("Ada Novak came on Monday to meet Ivo Reth.", "meet"),
        ("Monday's talks with Ivo Reth were long.", "talks"),
    ],
)
def test_the_time_of_a_meeting(text, trigger):
    assert is_of_meeting(text, "Monday", trigger, place=False)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ada Novak said on Monday that she had met Ivo Reth.", "met"),
        ("Ada Novak, who met Ivo Reth, left on Monday.", "met"),
        ("Ada Novak met Ivo Reth to open a fair that starts on Monday.", "met"),
    ],
)
def test_a_time_that_is_not_the_meetings(text, trigger):
    assert not is_of_meeting(text, "Monday", trigger, place=False)


def test_what_is_no_place_may_be_a_time():
    text = "Ada Novak held talks with Ivo Reth over three days."
    assert is_of_meeting(text, "three", "talks", place=False)
    assert not is_of_meeting(text, "three", "talks", place=True)


def test_behind_the_last_word_nothing_belongs():
    parsed = parse("Ada Novak met Ivo Reth.")
    assert not belongs(parsed, find_frames(parsed)[0], 1000, place=True)
