"""frame_prepositions.py: whom prepositions name, wherever a parser hung them."""

import pytest

from llmextract.extraction.frame_prepositions import behind_means, behind_place, beside
from llmextract.extraction.frames import find_frames
from llmextract.extraction.syntax import parse
from tests.extraction_support import hand_parsed

# "held talks with Ada Novak, a spokesman said", where the parser takes her for who said so
TALKS = (
    "he PRON nsubj 1",
    "held/hold VERB ccomp 9",
    "talks NOUN dobj 1",
    "with ADP prep 1",
    "Ada PROPN compound 5",
)
SAID = (", PUNCT punct 5", "a DET det 8", "spokesman NOUN {aside}", "said/say VERB ROOT 9")


@pytest.mark.parametrize(("aside", "expected"), [("appos 5", ["Novak"]), ("nsubj 9", [])])
def test_with_whom_somebody_talks_may_be_taken_for_who_says_so(aside, expected):
    words = (*TALKS, "Novak PROPN nsubj 9", *(each.format(aside=aside) for each in SAID))
    assert [party.head.text for frame in find_frames(hand_parsed(*words)) for party in frame.others] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks between Peru and a rebel group will resume in Lima.", ["Peru", "group"]),
        ("Talks with Peru and a dinner will follow in Lima.", ["Peru"]),
        ("Talks between Peru and Kenya and a dinner were held in Lima.", ["Peru", "Kenya"]),
    ],
)
def test_talks_between_two_have_two_sides(text, expected):
    (frame,) = [frame for frame in find_frames(parse(text)) if frame.trigger.text == "Talks"]
    assert [party.head.text for party in frame.others] == expected


def word_of(text, trigger):
    """Return a parsed sentence and one word of it."""
    parsed = parse(text)
    (word,) = [word for word in parsed.words if word.text == trigger]
    return parsed, word


def test_with_may_stand_behind_a_link():
    parsed, spoke = word_of("Ada Novak spoke via video link with Ivo Reth.", "spoke")
    assert [word.text for word in behind_means(parsed, spoke)] == ["with"]
    parsed, spoke = word_of("Ada Novak spoke in pain with Ivo Reth.", "spoke")
    assert behind_means(parsed, spoke) == []


def test_with_may_stand_behind_a_place():
    parsed, noun = word_of("Ada Novak held a meeting at her office with Ivo Reth.", "meeting")
    assert behind_place(parsed, parsed.words[noun.head]) or behind_place(parsed, noun)


def test_with_whom_something_is_raised_stands_beside_it():
    parsed, trade = word_of("Ada Novak raised trade with Ivo Reth.", "trade")
    assert [word.text for word in beside(parsed, [trade])] in (["Reth"], [])
