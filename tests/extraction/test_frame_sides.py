"""frame_sides.py: whom verbs and nouns of meeting have as their other side."""

import pytest

from llmextract.extraction.frame_sides import groups_of, objects_of
from llmextract.extraction.frames import find_frames
from llmextract.extraction.syntax import parse
from tests.extraction_support import hand_parsed


def others(text):
    """Return the other side of the first frame of a sentence."""
    frame = find_frames(parse(text))[0]
    return [text[party.start : party.end] for party in frame.others]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak met other leaders in Lima on Friday, including Ivo Reth and Jo Banda.", ["Ivo Reth", "Jo Banda"]),
        ("Ada Novak will meet leaders from across Norvia including Ivo Reth.", ["Ivo Reth"]),
        ("Ada Novak met Ivo Reth in Lima on Friday, including a walk.", ["Ivo Reth"]),  # he is no group
        ("Ada Novak met other leaders in Lima on Friday.", ["other leaders"]),
    ],
)
def test_a_group_is_those_whom_the_verb_names_of_it(text, expected):
    assert others(text) == expected


RECEIVED = ("Novak PROPN nsubj 1", "received/receive VERB ROOT 1", "at ADP prep 1", "home NOUN pobj 2")


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Reth PROPN npadvmod 3", ["Reth"]), ("monday PROPN npadvmod 3", []), ("Reth PROPN appos 3", [])],
)
def test_the_object_may_hang_on_the_place_before_it(word, expected):
    parsed = hand_parsed(*RECEIVED, word)
    assert [party.head.text for party in objects_of(parsed, parsed.words[1])] == expected


def test_a_verb_that_needs_no_object_has_none_there():
    parsed = hand_parsed(RECEIVED[0], "met/meet VERB ROOT 1", *RECEIVED[2:], "Reth PROPN npadvmod 3")
    assert objects_of(parsed, parsed.words[1]) == []


@pytest.mark.parametrize(
    ("verb", "kind", "expected"),
    [
        ("discussed/discuss", "NOUN", ["Reth"]),
        ("discussed/discuss", "PROPN", ["Reth", "impacts"]),
        ("met/meet", "NOUN", ["Reth", "impacts"]),
    ],
)
def test_what_is_discussed_with_somebody_is_no_party(verb, kind, expected):
    words = ("Novak PROPN nsubj 1", f"{verb} VERB ROOT 1", "with ADP prep 1", "Reth PROPN pobj 2", "ties NOUN dobj 3")
    parsed = hand_parsed(*words, f"impacts {kind} conj 1")
    (group,) = groups_of(parsed, parsed.words[1], [], passive=False)
    assert [party.head.text for party in group[1]] == expected
