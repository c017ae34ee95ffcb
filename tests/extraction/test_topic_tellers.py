"""topic_tellers.py: who discusses what a sentence says was discussed, and whether it says so."""

import pytest

from llmextract.extraction.syntax import parse
from llmextract.extraction.topic_tellers import (
    head_of,
    is_of_other_gathering,
    is_past,
    is_stance,
    is_told,
    takes_stance,
    teller,
    verb_above,
)


def verb_of(text, phrase):
    parsed = parse(text)
    start = text.index(phrase)
    return parsed, verb_above(parsed, head_of(parsed, start, start + len(phrase)))


@pytest.mark.parametrize(
    ("text", "phrase", "verb", "who"),
    [
        ("The ministers discussed the sale of grain.", "the sale of grain", "discussed", "ministers"),
        ("Novak met Orr and raised the price of gas.", "the price of gas", "raised", "Novak"),
        ("Novak flew to Lima to discuss the war.", "the war", "discuss", "Novak"),
        ("Novak's rivals discussed a boycott.", "a boycott", "discussed", "rivals"),
        ("The talks, which focused on gas, ended.", "gas", "focused", "talks"),
        ("The war was discussed by the envoys.", "The war", "discussed", "envoys"),
        ("The war was also discussed.", "The war", "discussed", None),
        ("They discussed matters including the war.", "the war", "discussed", "They"),
    ],
)
def test_who_discusses_it(text, phrase, verb, who):
    parsed, found = verb_of(text, phrase)
    told = teller(parsed, found)
    assert (found.text, told and told.text) == (verb, who)


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("They discussed the war.", True),
        ("They had discussed the war.", True),
        ("The war was discussed.", True),
        ("They will discuss the war.", False),
        ("They agreed to discuss the war.", False),
        ("Orr urged them to end the war.", False),
        ("They ended the war.", False),
    ],
)
def test_what_was_discussed_before(text, past):
    assert is_past(*verb_of(text, "he war")) is past


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("They met on the sidelines of a conference on piracy.", True),
        ("Orr met Novak on the margins of a forum on trade and piracy.", True),
        ("They met while attending a conference on piracy.", True),
        ("Orr, who is in Lima for a conference on piracy, met Novak.", True),
        ("Orr met Novak ahead of a summit on piracy.", True),
        ("Orr told a news conference on piracy that they met.", True),
        ("The ministers will attend a summit on piracy.", False),
        ("They flew to Lima for a summit on piracy.", False),
        ("They met at a conference on piracy.", False),
        ("They held talks on piracy.", False),
        ("They discussed piracy.", False),
    ],
)
def test_what_a_gathering_is_about_beside_which_people_meet(text, other):
    parsed = parse(text)
    start = text.index("piracy")
    assert is_of_other_gathering(parsed, head_of(parsed, start, start + 6)) is other


def test_without_a_verb_nobody_does():
    assert verb_of("Talks on trade", "trade")[1] is None


@pytest.mark.parametrize(
    "text",
    [
        "They discussed the war.",
        "Novak said that they had discussed the war.",
        "They will discuss the war.",
        "Orr did not attend talks focusing on the war.",
        "They did not sign it but discussed the war.",
    ],
)
def test_what_is_said_to_be_discussed(text):
    assert is_told(*verb_of(text, "the war"), held=True)


@pytest.mark.parametrize(
    "text",
    [
        "They did not discuss the war.",
        "They did not want to discuss the war.",
        "Novak refused to discuss the war.",
    ],
)
def test_what_is_said_not_to_be_discussed(text):
    assert not is_told(*verb_of(text, "the war"), held=True)
    assert not is_told(*verb_of(text, "the war"), held=False)


@pytest.mark.parametrize(
    "text",
    [
        "The ministers will meet in March to discuss the war.",
        "The sides could discuss the war.",
        "Novak had earlier raised the war.",
        "Novak has been raising the war.",
    ],
)
def test_what_may_be_or_was_discussed_at_another_time_is_no_part_of_a_meeting_that_was_held(text):
    assert not is_told(*verb_of(text, "the war"), held=True)
    assert is_told(*verb_of(text, "the war"), held=False)


def test_talks_that_go_on_are_told_where_the_meeting_is_reported():
    assert is_told(*verb_of("The sides have been discussing the war.", "the war"), held=True, own=True)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Novak stressed that trade must grow.", True),
        ("Novak stressed the importance of trade.", False),
        ("They discussed how gas can become cheap.", False),
        ("Novak said that they discussed trade.", False),
        ("They agreed that a truce was needed.", False),
        ("Novak agreed that a truce was needed.", True),
        ("They agreed that trade must grow.", False),
    ],
)
def test_what_somebody_holds_is_not_what_was_discussed(text, stance):
    parsed = parse(text)
    assert any(is_stance(parsed, word) for word in parsed.words) == stance == takes_stance(parsed)
