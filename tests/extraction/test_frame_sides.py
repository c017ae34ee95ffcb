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


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (
            "on Tuesday and opposition leader Musa Karanja on Wednesday",
            [["President Ada Wekesa"], ["opposition leader Musa Karanja"]],
        ),
        ("on Tuesday and Wednesday", [["President Ada Wekesa"]]),
    ],
)
def test_who_stands_behind_a_day_is_met_on_another(behind, expected):
    text = f"He met President Ada Wekesa {behind}."
    found = [[text[party.start : party.end] for party in frame.others] for frame in find_frames(parse(text))]
    assert found == expected


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ada Novak will meet Ivo Reth in Lima on Tuesday and her counterpart Jo Banda the following day in Rome.",
            [["Ivo Reth"], ["her counterpart"]],
        ),
        ("Ada Novak will meet Ivo Reth on Tuesday and Jo Banda on Wednesday.", [["Ivo Reth"], ["Jo Banda"]]),
        (
            "Ada Novak met Ivo Reth in Lima on Tuesday and Prime Minister Jo Banda in Quito on Wednesday.",
            [["Ivo Reth"], ["Prime Minister Jo Banda"]],
        ),
        (
            "Ada Novak will meet Ivo Reth on Tuesday and Jo Banda and Eva Marin on Wednesday.",
            [["Ivo Reth"], ["Jo Banda", "Eva Marin"]],
        ),
        ("Ada Novak met Ivo Reth in Lima and President Jo Banda in Quito.", [["Ivo Reth"], ["President Jo Banda"]]),
        ("Ada Novak met Ivo Reth and Jo Banda in Quito.", [["Ivo Reth", "Jo Banda"]]),
        ("Ada Novak will meet Ivo Reth on Tuesday and Wednesday.", [["Ivo Reth"]]),
        ("Ada Novak will meet Ivo Reth and Jo Banda on Tuesday.", [["Ivo Reth", "Jo Banda"]]),
    ],
)
def test_who_is_met_another_day_is_met_by_himself(text, expected):
    found = [[text[party.start : party.end] for party in frame.others] for frame in find_frames(parse(text))]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Orr discussed with Greek Foreign Minister Nikos Pappas ways to end the war.", [["Pappas"]]),
        ("Orr discussed with Greek ministers ways to end the war.", [["ways"]]),  # taken for them, and nobody
    ],
)
def test_a_name_may_stand_before_what_is_discussed(text, expected):
    found = [[party.head.text for party in frame.others] for frame in find_frames(parse(text))]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ada Novak held a series of meetings in Lima on Monday, including with Ivo Reth and Jo Banda.",
            ["Reth", "Banda"],
        ),
        ("Ada Novak held a meeting in Lima on Monday, including with Ivo Reth.", []),
    ],
)
def test_one_of_several_meetings_is_with_those_named(text, expected):
    frame = next(frame for frame in find_frames(parse(text)) if frame.trigger.lemma == "meeting")
    assert [party.head.text for party in frame.others] == expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [("the DET det 6", ["envoy"]), ("his PRON poss 6", ["envoy"]), ("new ADJ amod 6", [])],
)
def test_the_object_stands_behind_the_place_without_a_comma(first, expected):
    parsed = hand_parsed(
        RECEIVED[0], RECEIVED[1], "in ADP prep 1", "Lima PROPN pobj 2", "last ADJ amod 3", first, "envoy NOUN appos 3"
    )
    assert objects_of(parsed, parsed.words[1]) == []  # not right behind it
    parsed = hand_parsed(
        RECEIVED[0], RECEIVED[1], "in ADP prep 1", "Lima PROPN pobj 2", first.replace("6", "5"), "envoy NOUN appos 3"
    )
    assert [party.head.text for party in objects_of(parsed, parsed.words[1])] == expected


def test_the_object_may_hang_on_the_day_before():
    text = "Party chief Ada Novak received in Hanoi on May 15 Lao Prime Minister Sonexay Reth, who is on a visit."
    (frame,) = [frame for frame in find_frames(parse(text)) if frame.trigger.text == "received"]
    assert [party.head.text for party in frame.others] == ["Reth"]


@pytest.mark.parametrize(
    "place",
    [
        "on Friday in Nairobi the Foreign Minister of Peru",
        "in Nairobi Peruvian Foreign Minister",
        "in Nairobi his guest",
    ],
)
@pytest.mark.parametrize("verb", ["met", "received"])
def test_who_is_met_may_be_named_behind_the_place(verb, place):
    text = (
        f"Kenyan President Ada Wekesa {verb} {place}, Luis Quilca."
        if "guest" in place
        else (f"Kenyan President Ada Wekesa {verb} {place} Luis Quilca.")
    )
    (frame,) = find_frames(parse(text))
    assert len(frame.others) == 1
    assert frame.others[0].start > text.index("Nairobi")


def test_a_place_is_nobody_who_is_met():
    (frame,) = find_frames(parse("Ada Wekesa and Luis Quilca met in Lima, the capital of Peru, on Monday."))
    assert not frame.others
