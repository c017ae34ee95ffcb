"""frame_tense.py: whether a meeting is over, to come, called off, or only wished, denied or supposed."""

import pytest

from llmextract.extraction.frame_tense import (
    is_doubtful,
    is_still_to_come,
    tense_of_noun,
    tense_of_verb,
)
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.syntax import parse


def tense(text):
    """Return the tense of the last word of a sentence that tells of a meeting."""
    parsed = parse(text)
    triggers = frame_words()["meets"] | frame_words()["occasions"]
    told = [word for word in parsed.words if word.lemma in triggers and word.kind in {"VERB", "NOUN"}][-1]
    if told.kind == "VERB":
        return tense_of_verb(parsed, told)
    verb = next((above for above in parsed.ancestors(told) if above.kind in {"VERB", "AUX"}), told)
    return tense_of_noun(parsed, told, verb)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak met Ivo Reth.", "past"),
        ("Ada Novak has met Ivo Reth.", "past"),
        ("Ada Novak had met Ivo Reth.", "past"),
        ("Ada Novak was received by Ivo Reth.", "past"),
        ("Ada Novak had planned to meet Ivo Reth.", "cancelled"),
        ("Ada Novak had been due to meet Ivo Reth.", "cancelled"),
        ("Ada Novak has planned to meet Ivo Reth.", "future"),
        ("Ada Novak has flown to Lima and met Ivo Reth.", "past"),
        ("Ada Novak will meet Ivo Reth on Friday.", "future"),
        ("Ada Novak would meet Ivo Reth on Friday.", "future"),
        ("Ada Novak might meet Ivo Reth on Friday.", "future"),
        ("Ada Novak will fly to Lima and meet Ivo Reth.", "future"),
        ("Ada Novak will be received by Ivo Reth.", "future"),
        ("She'll meet Ivo Reth on Friday.", "future"),
        ("Ada Novak is to meet Ivo Reth on Friday.", "future"),
        ("Ada Novak was to meet Ivo Reth on Friday.", "future"),
        ("Ada Novak is due to meet Ivo Reth on Friday.", "future"),
        ("Ada Novak plans to meet Ivo Reth on Friday.", "future"),
        ("Ada Novak is expected to meet Ivo Reth.", "future"),
        ("Ada Novak visited Lima, meeting Ivo Reth.", "past"),
        ("Ada Novak will visit Lima, meeting Ivo Reth.", "future"),
        ("Ada Novak was to have met Ivo Reth on Friday.", "cancelled"),
        ("Ada Novak claims to have met Ivo Reth.", None),
        ("Ada Novak came to meet Ivo Reth.", None),
        ("Ada Novak landed and went on to meet Ivo Reth.", "past"),
        ("Ada Novak went to Lima to meet Ivo Reth.", None),
        ("Ada Novak leaves on Friday for talks with Ivo Reth.", "future"),
        ("Ada Novak flies to Lima to meet Ivo Reth.", "future"),
        ("Ada Novak left on Friday for talks with Ivo Reth.", None),
        ("Ada Novak meets Ivo Reth on Friday.", None),
        ("Ada Novak is received by Ivo Reth.", None),
        ("Ada Novak spoke after meeting Ivo Reth.", "past"),
        ("Ada Novak looked forward to meeting Ivo Reth.", "future"),
        ("Ada Novak looked forward to a rest after meeting Ivo Reth.", "past"),
        ("Ada Novak was speaking after meeting Ivo Reth.", "past"),
        ("Ada Novak will speak after meeting Ivo Reth.", None),
        ("Ada Novak spoke before meeting Ivo Reth.", None),
        ("To meet Ivo Reth.", None),
        ("Ada Novak may have met Ivo Reth.", "past"),
        ("Ada Novak may meet Ivo Reth.", "future"),
        ("Ada Novak would have met Ivo Reth.", "future"),
    ],
)
def test_the_tense_of_a_verb(text, expected):
    assert tense(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak held talks with Ivo Reth.", "past"),
        ("Ada Novak's meeting with Ivo Reth lasted an hour.", "past"),
        ("Ada Novak looks forward to talks with Ivo Reth.", "future"),
        ("Ada Novak will hold talks with Ivo Reth.", "future"),
        ("Ada Novak plans to hold talks with Ivo Reth.", "future"),
        ("Ada Novak cancelled a meeting with Ivo Reth.", "cancelled"),
        ("Ada Novak called off a meeting with Ivo Reth.", "cancelled"),
        ("Ada Novak broke off talks with Ivo Reth.", "cancelled"),
        ("The meeting was put off.", "cancelled"),
        ("The talks with Ivo Reth were suspended.", "cancelled"),
        ("The talks with Ivo Reth had been suspended since Monday.", "past"),
        ("The meeting was postponed.", "cancelled"),
        ("The talks were planned for Monday and have been postponed.", "cancelled"),
        ("The talks were planned for Monday and have been prepared.", "future"),
        ("The talks were planned for Monday and a vote has been postponed.", "future"),
        ("Ada Novak put the meeting on the calendar.", "past"),
        ("Ada Novak left after a meeting with Ivo Reth.", None),  # "left" tells when something else was
        ("Ada Novak postponed the vote after a meeting with Ivo Reth.", None),
        ("It will rain, Ada Novak said after a meeting with Ivo Reth.", "past"),
        ("Ada Novak will complete a programme that includes a meeting with Ivo Reth.", "future"),
        ("Ada Novak completed a programme that includes a meeting with Ivo Reth.", None),
        ("A meeting with Ivo Reth.", None),
        ("Meetings are scheduled with Ivo Reth.", "future"),
        ("Ada Novak's cancellation of a meeting with Ivo Reth angered many.", "cancelled"),
        ("The summit between Ada Novak and Ivo Reth had been scheduled for Wednesday.", "future"),
        ("Ada Novak will go to Lima for talks with Ivo Reth.", "future"),
        ("Ada Novak went to Lima for talks with Ivo Reth.", None),
        ("In talks on Monday, Ada Novak told Ivo Reth that she was tired.", "past"),
        ("Ada Novak said on Monday during talks with Ivo Reth that she was tired.", "past"),
        ("Ada Novak said before talks with Ivo Reth that she was tired.", None),
        ("In a call on Monday, Ada Novak and Ivo Reth agreed to lower tariffs.", "past"),
        ("Ada Novak left Lima after talks with Ivo Reth.", None),
        ("Ada Novak was speaking after talks with Ivo Reth.", "past"),
        # on a journey that is called off
        ("Ada Novak called off a trip to Lima for talks with Ivo Reth.", "cancelled"),
        ("Ada Novak cancelled a vote in Lima before talks with Ivo Reth.", None),
        ("The meeting was moved to Monday.", "cancelled"),
        ("The meeting was pushed to June.", "cancelled"),
        ("Ada Novak moved the meeting with Ivo Reth to Friday.", "cancelled"),
        ("Ada Novak moved the meeting with Ivo Reth to Lima.", "past"),  # to a place
        ("The talks between Ada Novak and Ivo Reth were moved to Lima.", "past"),
        ("The talks between Ada Novak and Ivo Reth have been moved to Lima.", "future"),
        ("The talks brought Ada Novak to tears after a day.", "past"),
        ("Ada Novak held the meeting on Monday.", "past"),
    ],
)
def test_the_tense_of_a_noun(text, expected):
    assert tense(text) == expected


def doubtful(text, trigger):
    parsed = parse(text)
    (found,) = [word for word in parsed.words if word.text == trigger]
    return is_doubtful(parsed, found)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        # denied
        ("Ada Novak did not meet Ivo Reth.", "meet"),
        ("Ada Novak never met Ivo Reth.", "met"),
        ("Ada Novak held no talks with Ivo Reth.", "talks"),
        ("Ada Novak did not hold talks with Ivo Reth.", "talks"),
        ("Ada Novak said she had not met Ivo Reth.", "met"),
        ("Ada Novak denied meeting Ivo Reth.", "meeting"),
        ("Ada Novak refused to meet Ivo Reth.", "meet"),
        ("Ada Novak rejected a meeting with Ivo Reth.", "meeting"),
        ("They have not managed to get Ada Novak and Ivo Reth to meet.", "meet"),
        ("No minister met Ivo Reth.", "met"),
        ("No minister is a substitute for Ada Novak in talks with Ivo Reth.", "talks"),
        # wished, asked for
        ("Ada Novak made an attempt to hold talks with Ivo Reth.", "talks"),
        ("Ada Novak tried to revive the talks between Norvia and Lumeria.", "talks"),
        ("They spoke of a possible meeting with Ivo Reth.", "meeting"),
        ("Ada Novak wants to meet Ivo Reth.", "meet"),
        ("She said there was no immediate plan for Ada Novak to meet Ivo Reth.", "meet"),
        ("The trip was aimed at fostering dialogue between Ada Novak and Ivo Reth.", "dialogue"),
        # what is said is not so
        ("Eva Marin falsely claimed that Ada Novak met Ivo Reth.", "met"),
        ("Ada Novak urged them to meet Ivo Reth.", "meet"),
        ("Ada Novak called for talks with Ivo Reth.", "talks"),
        ("Ada Novak spoke of the possibility of a meeting with Ivo Reth.", "meeting"),
        ("Ada Novak smiled because she wanted to meet Ivo Reth.", "meet"),
        # supposed
        ("The analyst expects them to meet Ivo Reth.", "meet"),
        ("The analyst believes that Ada Novak met Ivo Reth.", "met"),
        ("Ada Novak will leave if she meets Ivo Reth.", "meets"),
        ("Reporters asked whether Ada Novak met Ivo Reth.", "met"),
        ("Ada Novak will smile if she holds talks with Ivo Reth.", "talks"),
        ("It was fitting that Ada Novak and Ivo Reth should talk.", "talk"),
        ("They had barred Ada Novak from flying to Lima for talks with Ivo Reth.", "talks"),
        ("The army prevented Ada Novak from meeting Ivo Reth.", "meeting"),
        ("She is not aware of a meeting between Ada Novak and Ivo Reth.", "meeting"),
        ("He said he was unaware of talks with Ivo Reth.", "talks"),
    ],
)
def test_what_is_denied_wished_or_supposed_is_doubtful(text, trigger):
    assert doubtful(text, trigger)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ada Novak met Ivo Reth.", "met"),
        ("Ada Novak said she met Ivo Reth.", "met"),
        ("Ada Novak is expected to meet Ivo Reth.", "meet"),
        ("Ada Novak plans to meet Ivo Reth.", "meet"),
        ("Ada Novak held talks with Ivo Reth.", "talks"),
        ("They got Ada Novak and Ivo Reth to meet.", "meet"),
        ("Ada Novak held talks with Ivo Reth in an attempt to end the war.", "talks"),
        ("It was not the first meeting with Ivo Reth.", "meeting"),
        # what was said when, or where
        ("Ada Novak urged them in a meeting with Ivo Reth to leave.", "meeting"),
        ("Ada Novak asked for help after meeting Ivo Reth.", "meeting"),
        ("Ada Novak did not want to leave before meeting Ivo Reth.", "meeting"),
        ("Ada Novak did not smile when she met Ivo Reth.", "met"),
        ("Ada Novak wanted to leave because she met Ivo Reth.", "met"),
        ("He was aware of the meeting between Ada Novak and Ivo Reth.", "meeting"),
        ("Ada Novak came from a meeting with Ivo Reth.", "meeting"),
    ],
)
def test_what_is_told_is_not_doubtful(text, trigger):
    assert not doubtful(text, trigger)


def test_readiness_may_stand_far_from_what_somebody_is_ready_for():
    assert doubtful("Ada Novak expressed her readiness on Friday to meet Ivo Reth.", "meet")
    assert not doubtful("Ada Novak crossed the sea on Friday to meet Ivo Reth.", "meet")


def test_a_call_in_which_people_agree_to_meet_is_over():
    agreed = "Ada Novak and Ivo Reth agreed to meet during a telephone conversation."
    assert tense(agreed) == "past"
    assert tense(agreed.replace("a telephone conversation", "a summit")) == "future"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks with Ivo Reth were due to begin on Friday.", "future"),
        ("The talks with Ivo Reth were long.", "past"),
        ("The meeting with Ivo Reth is slated to begin on Friday.", "future"),
        ("This will be the first time they meet.", "future"),
        ("This was the first time they meet.", "past"),
        ("This is a place where they meet.", None),
    ],
)
def test_what_is_due_is_to_come(text, expected):
    assert tense(text) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ada Novak and Ivo Reth, who met on Monday, called for peace.", "met", False),
        ("Ada Novak called for talks with Ivo Reth.", "talks", True),
        ("Ada Novak called for a summit where she would meet Ivo Reth.", "meet", True),
        ("Ada Novak denied responsibility for arranging a meeting with Ivo Reth.", "meeting", False),
        ("Ada Novak denied plans for arranging a meeting with Ivo Reth.", "meeting", True),
    ],
)
def test_what_has_been_is_not_doubted_whatever_is_wished_around_it(text, trigger, expected):
    parsed = parse(text)
    (word,) = [word for word in parsed.words if word.text == trigger]
    assert is_doubtful(parsed, word) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The talks will resume on Friday.", True),
        ("The talks are expected to resume on Friday.", True),
        ("The talks resumed on Friday.", False),
        ("Friday.", False),
    ],
)
def test_what_is_told_of_what_is_still_to_come(text, expected):
    assert is_still_to_come(parse(text), text.index("Friday")) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Preparations are under way for a meeting between Ada Novak and Ivo Reth.", "future"),
        ("The ministry made arrangements for a meeting between Ada Novak and Ivo Reth.", "future"),
        ("Ada Novak went to Lima for a meeting with Ivo Reth.", None),
        ("Ada Novak pulled out of a meeting with Ivo Reth.", "cancelled"),
        ("Ada Novak withdrew from a meeting with Ivo Reth.", "cancelled"),
        ("Ada Novak came out of a meeting with Ivo Reth.", None),
    ],
)
def test_what_is_prepared_is_to_come_and_who_pulls_out_calls_off(text, expected):
    parsed = parse(text)
    (noun,) = [word for word in parsed.words if word.text == "meeting"]
    verb = next(above for above in parsed.ancestors(noun) if above.kind in {"VERB", "AUX"})
    assert tense_of_noun(parsed, noun, verb) == expected


def test_what_somebody_calls_a_meeting_is_not_called_for():
    assert not doubtful("Ada Novak called her talks with Ivo Reth a turning point.", "talks")
    assert doubtful("Ada Novak called for talks with Ivo Reth.", "talks")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The meeting between Ada Novak and President Ivo Reth fell through.", "cancelled"),
        ("The meeting between Ada Novak and President Ivo Reth is off.", "cancelled"),
        ("The meeting between Ada Novak and President Ivo Reth is on the cards.", "future"),
        ("No date has been set for the meeting with Ivo Reth.", "future"),
        ("The date of the meeting with Ivo Reth has not been set.", "future"),
        ("Ada Novak was supposed to meet Ivo Reth.", "cancelled"),
        # what says nothing of the kind
        ("The meeting between Ada Novak and President Ivo Reth was off the coast.", "past"),
        ("The end of the meeting with Ivo Reth was set to music.", None),
        ("Ada Novak is supposed to meet Ivo Reth.", None),
    ],
)
def test_what_falls_through_is_called_off_and_what_has_no_date_is_to_come(text, expected):
    parsed = parse(text)
    (word,) = [word for word in parsed.words if word.text in {"meeting", "meet"}]
    if word.kind == "VERB":
        assert tense_of_verb(parsed, word) == expected
    else:
        verb = next(above for above in parsed.ancestors(word) if above.kind in {"VERB", "AUX"})
        assert tense_of_noun(parsed, word, verb) == expected
