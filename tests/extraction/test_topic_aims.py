"""topic_aims.py: what people meet for, ask each other for and undertake."""

import pytest

from llmextract.extraction.syntax import parse
from llmextract.extraction.topic_aims import aims, is_joint, topic_frame_words


def aimed_at(text):
    parsed = parse(text)
    return [head.text for word in parsed.words for head in aims(parsed, word)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Novak met Orr to end the war.", ["end"]),
        ("Novak asked Orr to lift the blockade.", ["lift"]),
        ("Novak met Orr as part of efforts to end the war.", ["end"]),
        ("Novak called on Orr to lift the blockade.", ["lift"]),
        ("Novak urged Orr to take concrete steps to end the strike.", ["end"]),
        ("The talks are aimed at ending the war.", ["ending"]),
        ("They agreed to lift the blockade.", ["lift"]),
        ("The two sides pledged cooperation against piracy.", ["cooperation"]),
        ("The two sides pledged to cut tariffs.", ["cut"]),
        ("Novak and Orr vowed to fight piracy.", ["fight"]),
        ("They met in Lima and agreed to fight piracy.", ["fight"]),
        ("They agreed to work for peace.", ["peace"]),
        ("They agreed that a truce was needed.", ["truce"]),
        ("They agreed that the truce must hold.", ["truce"]),
        ("The meeting, which was aimed at easing trade tensions, lasted an hour.", ["easing"]),
    ],
)
def test_what_people_meet_for_ask_for_and_agree_to_do(text, expected):
    assert aimed_at(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They agreed to meet in Lima.",
        "Novak pressed Orr to take action.",
        "Novak called on Orr in Lima.",
        "They agreed to continue talks.",
        "They agreed to hold a summit.",
        "They agreed to negotiate.",
        "They agreed that it rained.",
        "They agreed that the guests should dance.",
        "They agreed that the truce held.",
        "They met to advance an agenda.",
        "The ads, which are aimed at children, are new.",
        "Novak pledged to cut tariffs.",
        "The army agreed to lift the blockade.",
        "The ads are aimed at children.",
    ],
)
def test_what_one_of_them_pledges_and_another_meeting_are_not(text):
    assert aimed_at(text) == []


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("They agreed.", True),
        ("Both sides agreed.", True),
        ("Novak and Orr agreed.", True),
        ("Novak agreed.", False),
        ("Agreed.", False),
    ],
)
def test_people_do_together_what_several_are_the_subject_of(text, joint):
    parsed = parse(text)
    assert is_joint(parsed, next(word for word in parsed.words if word.lemma == "agree")) is joint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They agreed to work together to end the war.", ["end"]),
        ("Orr called on Novak to open the border.", ["open"]),
        ("Orr called to open the border.", []),
        ("The two hailed the growth of trade.", ["growth"]),
        ("They pledged closer military ties.", ["ties"]),
        ("They agreed a new meeting.", []),
        ("They agreed a dance.", []),
        ("They committed themselves to a ceasefire.", ["ceasefire"]),
        ("They met to look into the case.", []),
        ("The two welcomed the visit.", []),
        ("The two welcomed the guests.", []),
        ("Orr hailed the growth of trade.", []),
    ],
)
def test_what_people_work_for_call_for_and_speak_well_of_together(text, expected):
    assert aimed_at(text) == expected


def test_the_vocabulary_is_in_small_letters():
    words = topic_frame_words()
    assert all(word == word.lower() for listed in words.values() for word in listed)
