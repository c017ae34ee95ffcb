"""frame_holders.py: who is a party to a meeting by the place of its noun in the sentence."""

import pytest

from llmextract.extraction.frame_holders import governing_verb
from llmextract.extraction.frames import find_frames
from llmextract.extraction.syntax import parse

NOVAK, RETH = "Ada Novak", "Ivo Reth"


def sides(text):
    """Return agents and others of the last frame of a sentence with its tense, ``None`` where one side is missing."""
    found = [frame for frame in find_frames(parse(text)) if frame.agents and frame.others]
    if not found:
        return None
    last = found[-1]
    agents, others = ([text[party.start : party.end] for party in side] for side in (last.agents, last.others))
    return agents, others, last.tense


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Ada Novak was granted an audience by Ivo Reth on Monday.", "past"),
        ("Ada Novak was given an audience with Ivo Reth on Monday.", "past"),
        ("Ada Novak was hosted to dinner by Ivo Reth on Monday.", "past"),
        ("Ada Novak will be treated to a state banquet by Ivo Reth.", "future"),
        ("Ada Novak hosted a state banquet in honour of Ivo Reth.", "past"),
        ("Ada Novak hosted a dinner in Lima in honor of Ivo Reth.", "past"),
        ("Over dinner with Ivo Reth on Monday, Ada Novak promised to help.", "past"),
        ("The programme of Ada Novak includes a meeting with Ivo Reth on Friday.", "future"),
        ("Ada Novak's itinerary includes talks with Ivo Reth.", "future"),
    ],
)
def test_a_meal_an_audience_or_a_programme_has_two_sides(text, tense):
    assert sides(text) == ([NOVAK], [RETH], tense)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Novak was granted an audience.",
        "Ada Novak held a conference in honour of Ivo Reth.",
        "Over the talks with Ivo Reth, Ada Novak kept silent.",
        "The report by Ada Novak includes talks with Ivo Reth.",
    ],
)
def test_of_others_one_side_is_missing(text):
    assert sides(text) is None


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Ada Novak agreed to expand trade in a meeting with Ivo Reth.", "agreed"),
        ("Ada Novak agreed to hold talks in a meeting with Ivo Reth.", "hold"),
        ("Ada Novak hoped to expand trade in a meeting with Ivo Reth.", "expand"),
        ("Ada Novak agreed to go to a meeting with Ivo Reth.", "go"),
    ],
)
def test_what_is_agreed_on_at_a_meeting_does_not_tell_of_it(text, verb):
    parsed = parse(text)
    meeting = next(word for word in parsed.words if word.text == "meeting")
    assert governing_verb(parsed, meeting).text == verb
