"""frame_circumstances.py: which words give the time and the place of a meeting, by grammar."""

import pytest

from llmextract.extraction.frame_circumstances import belongs
from llmextract.extraction.frames import find_frames
from llmextract.extraction.syntax import parse
from tests.extraction_support import hand_parsed


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
        ("After meeting Ivo Reth, Ada Novak flew to Lima.", "meeting"),
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
        ("A meeting between Ada Novak and Ivo Reth, which had been scheduled for Monday, was called off.", "meeting"),
        ("On Monday, Jo Banda left and Ada Novak met Ivo Reth.", "met"),
        ("Ada Novak came on Monday to meet Ivo Reth.", "meet"),
        ("Monday's talks with Ivo Reth were long.", "talks"),
        (
            "Ada Novak told a joint news conference with President Ivo Reth in Lima on Monday that it was so.",
            "conference",
        ),
        ("Held in Lima on Monday, the talks between Ada Novak and Ivo Reth covered fish.", "talks"),
        ("President Ada Novak told President Ivo Reth by phone on Monday that it was so.", "phone"),
        ("Ada Novak paid a surprise visit to Lima on Monday and met Ivo Reth.", "met"),
        ("Ada Novak is cancelling her planned meeting with Ivo Reth scheduled for Monday in Lima.", "meeting"),
    ],
)
def test_the_time_of_a_meeting(text, trigger):
    assert is_of_meeting(text, "Monday", trigger, place=False)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ada Novak said on Monday that she had met Ivo Reth.", "met"),
        ("Ada Novak, who met Ivo Reth, left on Monday.", "met"),
        ("Jo Banda left on Monday and Ada Novak met Ivo Reth.", "met"),
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


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        # a journey before the meeting
        ("After arriving in Lima on Monday, Ada Novak met Ivo Reth.", "met"),
        ("After landing in Lima on Monday, Ada Novak met Ivo Reth.", "met"),
        ("Arriving in Lima on Monday, Ada Novak met Ivo Reth.", "met"),
        ("When she visited Lima on Monday, Ada Novak met Ivo Reth.", "met"),
        ("After she arrived in Lima on Monday, Ada Novak met Ivo Reth.", "met"),
        # a journey, and what joins it
        ("Ada Novak arrived in Lima on Monday and met Ivo Reth.", "met"),
        ("Ada Novak visited Lima on Monday and met Ivo Reth.", "met"),
        ("Ada Novak will speak in Lima on Monday and meet Ivo Reth.", "meet"),
        # where somebody goes or is
        ("Ada Novak flew on Monday to Lima, where she met Ivo Reth.", "met"),
        ("Ada Novak will go on Monday to a camp in Lima, where talks with Ivo Reth are planned.", "talks"),
        ("Ada Novak's next stop is Lima on Monday, for talks with Ivo Reth.", "talks"),
        # whom somebody brings along, or what somebody pays
        ("Ada Novak led a delegation to Lima on Monday for talks with Ivo Reth.", "talks"),
        ("Ada Novak paid a visit to Lima on Monday to meet Ivo Reth.", "meet"),
    ],
)
def test_a_journey_to_a_meeting_tells_its_time_and_place(text, trigger):
    assert is_of_meeting(text, "Lima", trigger, place=True)
    assert is_of_meeting(text, "Monday", trigger, place=False)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Before arriving in Lima on Monday, Ada Novak met Ivo Reth.", "met"),
        ("Before she arrived in Lima on Monday, Ada Novak met Ivo Reth.", "met"),
        ("After leaving Lima on Monday, Ada Novak met Ivo Reth.", "met"),
        ("After visiting Lima on Monday, Ada Novak met Ivo Reth.", "met"),  # left since
        ("Ada Novak met Ivo Reth after arriving in Lima on Monday.", "met"),
        ("Ada Novak spoke in Lima on Monday and met Ivo Reth.", "met"),  # no journey
        ("Ada Novak arrived from Lima on Monday, said she would not stay and met Ivo Reth.", "met"),
    ],
)
def test_what_is_no_journey_to_a_meeting_tells_nothing_of_it(text, trigger):
    assert not is_of_meeting(text, "Lima", trigger, place=True)
    assert not is_of_meeting(text, "Monday", trigger, place=False)


def test_where_somebody_meets_tells_the_place_of_any_verb_and_the_time_of_a_journey():
    praised = "Ada Novak praised on Monday the mayor of a town in Lima, where she met Ivo Reth."
    assert is_of_meeting(praised, "Lima", "met", place=True)
    assert not is_of_meeting(praised, "Monday", "met", place=False)


@pytest.mark.parametrize("preposition", ["following", "before"])
def test_behind_some_prepositions_the_verbs_time_and_place_are_not_the_meetings(preposition):
    text = f"Ada Novak will go to Lima on Monday {preposition} talks with Ivo Reth."
    assert not is_of_meeting(text, "Monday", "talks", place=False)
    assert not is_of_meeting(text, "Lima", "talks", place=True)
    after = text.replace(preposition, "after")
    assert is_of_meeting(after, "Monday", "talks", place=False)
    assert is_of_meeting(after, "Lima", "talks", place=True)


def test_what_follows_something_still_has_a_time_of_its_own():
    assert is_of_meeting("Ada Novak spoke following talks with Ivo Reth on Monday.", "Monday", "talks", place=False)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("on the margins of an assembly in Lima", True),
        ("on the sidelines of a summit in Lima", True),
        ("on the outskirts of Lima", True),
        ("in the town of Lima", True),
        ("on the situation of workers in Lima", False),
        ("on the margins of a conclave in Lima", True),
    ],
)
def test_what_a_meeting_is_beside_has_its_place(where, expected):
    assert is_of_meeting(f"Ada Novak met Ivo Reth {where}.", "Lima", "met", place=True) is expected


def test_what_talks_focus_on_has_not_their_place():
    text = "Ada Novak's talks with Ivo Reth in Lima focused on the situation in Norvia."
    assert is_of_meeting(text, "Lima", "talks", place=True)
    assert not is_of_meeting(text, "Norvia", "talks", place=True)


STATEMENT = (
    "Norvia and Tavia agreed to free trade in a joint statement issued after a meeting between Ada Novak and Ivo Reth, "
    "on Thursday in Lima."
)


def test_phrases_right_behind_those_who_met_are_the_meetings():
    assert is_of_meeting(STATEMENT, "Thursday", "meeting", place=False)
    assert is_of_meeting(STATEMENT, "Lima", "meeting", place=True)
    parted = STATEMENT.replace(", on", ", was in force on")
    assert not is_of_meeting(parted, "Thursday", "meeting", place=False)
    assert not is_of_meeting(parted, "Lima", "meeting", place=True)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ada Novak said following talks with officials and Ivo Reth on Monday.", "talks"),
        ("Ada Novak said after a meeting with Ivo Reth, on Monday.", "meeting"),
        ("Ada Novak met Ivo Reth, officials said on Monday.", "met"),
        ("Ada Novak met Ivo Reth in Quito and announced on Monday a treaty.", "met"),
        ("Ada Novak has decided to meet Ivo Reth, leaving for Lima on Monday.", "meet"),
    ],
)
def test_phrases_of_what_is_said_or_done_behind_the_meeting_are_not_the_meetings(text, trigger):
    assert not is_of_meeting(text, "Monday", trigger, place=False)


MET_ON = ("Novak PROPN nsubj 1", "met/meet VERB ccomp 7", "Reth PROPN dobj 1")


@pytest.mark.parametrize(
    ("between", "said", "expected"),
    [
        (("on ADP prep 7", "Monday PROPN pobj 3", ", PUNCT punct 7", "officials NOUN nsubj 7"), "say", True),
        ((", PUNCT punct 7", "on ADP prep 7", "Monday PROPN pobj 4", "officials NOUN nsubj 7"), "say", True),
        (("officials NOUN nsubj 7", "on ADP prep 7", "Monday PROPN pobj 4", "never ADV neg 7"), "say", False),
    ],
)
def test_a_day_behind_who_met_is_the_meetings_though_a_parser_hung_it_on_the_next_verb(between, said, expected):
    parsed = hand_parsed(*MET_ON, *between, f"said/{said} VERB ROOT 7")
    (frame,) = find_frames(parsed)
    day = next(word for word in parsed.words if word.text == "Monday")
    assert belongs(parsed, frame, day.start, place=False) is expected


@pytest.mark.parametrize(("what", "expected"), [("delegation", True), ("visit", True), ("car", False)])
def test_where_a_delegation_is_led_is_where_its_meeting_is(what, expected):
    to_lima = (f"{what} NOUN dobj 1", "to ADP prep 2", "Lima PROPN pobj 3")
    meeting = ("meet VERB advcl 1", "Reth PROPN dobj 5")
    parsed = hand_parsed("Novak PROPN nsubj 1", "led/lead VERB ROOT 1", *to_lima, *meeting)
    (frame,) = [frame for frame in find_frames(parsed) if frame.trigger.text == "meet"]
    assert belongs(parsed, frame, parsed.words[4].start, place=True) is expected


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ada Novak met with a team headed by Ivo Reth in Lima on Monday.", "met"),
        ("Ada Novak received Ivo Reth for a meeting in Lima on Monday.", "received"),
        ("Ada Novak discussed the war in meetings with Ivo Reth in Lima on Monday.", "discussed"),
        ("Ada Novak was quoted as saying at a meeting with Ivo Reth in Lima on Monday.", "meeting"),
        ("Ada Novak was quoted as saying in Lima on Monday at a meeting with Ivo Reth.", "meeting"),
    ],
)
def test_what_stands_deeper_may_still_be_of_the_meeting(text, trigger):
    assert is_of_meeting(text, "Lima", trigger, place=True)
    assert is_of_meeting(text, "Monday", trigger, place=False)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ada Novak met with a boy injured by a mine in Lima on Monday.", "met"),
        ("Ada Novak met Ivo Reth on the eve of talks in Lima on Monday.", "met"),
        ("Ada Novak met Ivo Reth ahead of talks in Lima on Monday.", "met"),
        ("Ada Novak met Ivo Reth before a summit in Lima on Monday.", "met"),
        ("Ada Novak briefed Ivo Reth on her talks in Lima on Monday.", "briefed"),
    ],
)
def test_what_is_of_another_occasion_is_not_of_the_meeting(text, trigger):
    assert not is_of_meeting(text, "Lima", trigger, place=True)
    assert not is_of_meeting(text, "Monday", trigger, place=False) or "boy" in text or "briefed" in text


def test_talks_ahead_of_which_others_met_keep_their_place_and_day():
    text = "Ada Novak spoke ahead of talks with Ivo Reth in Lima on Monday."
    assert is_of_meeting(text, "Lima", "talks", place=True)
    assert is_of_meeting(text, "Monday", "talks", place=False)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ada Novak said in Lima on Monday after a meeting with Ivo Reth.", "meeting"),
        ("Ada Novak said in Lima on Monday, speaking to her staff after meeting Ivo Reth.", "meeting"),
    ],
)
def test_who_speaks_after_a_meeting_is_still_there_but_on_what_day(text, trigger):
    assert is_of_meeting(text, "Lima", trigger, place=True)
    assert not is_of_meeting(text, "Monday", trigger, place=False)


def test_where_somebody_is_on_the_way_to_is_where_they_meet():
    assert is_of_meeting("Ada Novak is on her way to Lima to meet Ivo Reth.", "Lima", "meet", place=True)
    assert not is_of_meeting("Ada Novak met Ivo Reth on the fate of Lima.", "Lima", "met", place=True)


def test_the_day_of_a_call_is_not_that_of_the_meeting_agreed_on():
    agreed = "Ada Novak and Ivo Reth agreed to meet during a telephone conversation on Monday."
    assert not is_of_meeting(agreed, "Monday", "meet", place=False)
    assert is_of_meeting(agreed, "Monday", "conversation", place=False)
    assert is_of_meeting("Ada Novak met Ivo Reth during a walk on Monday.", "Monday", "met", place=False)


def test_the_day_behind_what_people_meet_to_discuss_is_theirs():
    text = "Ada Novak and Ivo Reth met to discuss the war in Norvia on Monday."
    assert is_of_meeting(text, "Monday", "met", place=False)
    assert not is_of_meeting(text, "Norvia", "met", place=True)
    assert not is_of_meeting(text.replace("discuss", "end"), "Monday", "met", place=False)


def test_what_somebody_calls_a_meeting_has_the_day_of_who_holds_it():
    text = "On Monday, Ada Novak held what her spokesman called a frank conversation with Ivo Reth."
    assert is_of_meeting(text, "Monday", "conversation", place=False)


def test_a_journey_during_which_people_meet_tells_where():
    text = "Ada Novak arrived in Lima for a visit during which she will meet Ivo Reth."
    assert is_of_meeting(text, "Lima", "meet", place=True)
    text = "Ada Novak spoke in Lima of the war during which she will meet Ivo Reth."
    assert not is_of_meeting(text, "Lima", "meet", place=True)


def test_what_is_included_is_spoken_of():
    text = "Ada Novak said on Monday a truce was near, including around Lima, after talks with Ivo Reth."
    assert not is_of_meeting(text, "Lima", "talks", place=True)


def test_a_town_may_have_a_name_of_two_words():
    text = "Ada Novak is to head to the town of Porto Novo on Friday to meet Ivo Reth."
    assert is_of_meeting(text, "Porto", "meet", place=True)
    assert not is_of_meeting("Ada Novak met Ivo Reth on the fate of Porto Novo.", "Porto", "met", place=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The meeting of Ada Novak and Ivo Reth is scheduled to take place in Lima on Monday.", True),
        ("The meeting of Ada Novak and Ivo Reth is expected to be held in Lima on Monday.", True),
        ("The meeting of Ada Novak and Ivo Reth was due to begin in Lima on Monday.", True),
        ("The meeting of Ada Novak and Ivo Reth is likely to begin in Lima on Monday.", True),
        ("The meeting of Ada Novak and Ivo Reth is expected to end the war in Lima on Monday.", False),
        ("The meeting of Ada Novak and Ivo Reth, which opened in Lima on Monday, was short.", True),
        ("The meeting of Ada Novak and Ivo Reth, which was due to open in Lima on Monday, was put off.", True),
        ("The meeting of Ada Novak and Ivo Reth, which angered farmers in Lima on Monday, was short.", False),
    ],
)
def test_when_and_where_a_meeting_is_to_take_place(text, expected):
    assert is_of_meeting(text, "Lima", "meeting", place=True) is expected
    assert is_of_meeting(text, "Monday", "meeting", place=False) is expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("on the sidelines of a summit held in Lima on Monday", True),
        ("at a conference that opened in Lima on Monday", True),
        ("on the sidelines of a summit devoted to the war in Lima on Monday", False),
    ],
)
def test_an_occasion_at_which_people_meet_has_their_place_and_day(where, expected):
    text = f"Ada Novak met Ivo Reth {where}."
    assert is_of_meeting(text, "Lima", "met", place=True) is expected
    assert is_of_meeting(text, "Monday", "met", place=False) is expected


def test_where_the_envoys_of_a_group_are_met_is_the_meetings_place():
    assert is_of_meeting("Ada Novak met envoys of the rebel group in Lima.", "Lima", "met", place=True)
    assert not is_of_meeting("Ada Novak met Ivo Reth on the fate of the rebels in Lima.", "Lima", "met", place=True)


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Soon after flying to Lima, Ada Novak met Ivo Reth.", "met", True),
        ("After flying from Lima, Ada Novak met Ivo Reth.", "met", False),
        ("Ada Novak left Norvia for Lima for talks with Ivo Reth.", "talks", True),
        ("Ada Novak left Lima for Norvia for talks with Ivo Reth.", "talks", False),
        ("Ada Novak made the remarks in Lima following a meeting with Ivo Reth.", "meeting", True),
        ("Ada Novak made the cakes in Lima following a meeting with Ivo Reth.", "meeting", False),
        ("Ada Novak, the representative in Lima, met Ivo Reth.", "met", False),
        ("Ada Novak met Ivo Reth, the Norvian representative, in Lima.", "met", True),
    ],
)
def test_where_somebody_is_when_people_meet(text, trigger, expected):
    assert is_of_meeting(text, "Lima", trigger, place=True) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak held talks on Monday with visiting Norvian Foreign Minister Ivo Reth.", True),
        ("Ada Novak wrote letters on Monday with visiting Norvian Foreign Minister Ivo Reth.", False),
    ],
)
def test_talks_with_a_visitor_have_his_day(text, expected):
    assert is_of_meeting(text, "Monday", "visiting", place=False) is expected


def test_a_capital_named_behind_a_comma_is_where_people_meet_in_it():
    with_whom = "Ada Novak is to hold talks with Norvia's Ivo Reth"
    assert is_of_meeting(f"{with_whom} in the capital, Lima on Monday.", "Lima", "talks", place=True)
    assert not is_of_meeting(f"{with_whom} on the new capital, Lima on Monday.", "Lima", "talks", place=True)


def test_a_meeting_the_day_before_was_not_on_the_day_that_is_given():
    text = "Ada Novak flew to Lima on Monday, a day after meeting Ivo Reth in Quito."
    assert not is_of_meeting(text, "Monday", "meeting", place=False)
    assert is_of_meeting(text, "Quito", "meeting", place=True)


def test_the_day_on_which_people_agree_to_meet_is_not_that_of_the_meeting():
    told = "Ada Novak and Ivo Reth agreed on Monday to a summit in Lima."
    assert not is_of_meeting(told, "Monday", "summit", place=False)
    assert is_of_meeting(told, "Lima", "summit", place=True)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("who is in Lima on a working visit", True),
        ("who is visiting Lima", True),
        ("who arrived in Lima on a visit", True),
        ("who studied in Lima", False),
        ("who was in Lima for years", False),
    ],
)
def test_where_who_is_met_is_just_now(said, expected):
    text = f"Ada Novak held talks with Ivo Reth, {said}."
    (frame,) = [frame for frame in find_frames(parse(text)) if frame.trigger.text == "talks"]
    assert belongs(parse(text), frame, text.index("Lima"), place=True) is expected


def test_a_city_behind_a_name_that_hangs_on_a_state_is_where_they_met():
    text = "Ada Novak held a meeting with President of Estonia Ivo Reth in Astana."
    (frame,) = find_frames(parse(text))
    assert belongs(parse(text), frame, text.index("Astana"), place=True)


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("during a summit of the Commonwealth of Independent States in Lima", True),
        ("on the margins of a meeting of the Delta Group in Lima", True),
        ("to discuss the future of the war in Lima", False),
    ],
)
def test_where_the_summit_of_a_body_is(behind, expected):
    text = f"Ada Novak met Ivo Reth {behind}."
    frame = next(frame for frame in find_frames(parse(text)) if frame.trigger.text == "met")
    assert belongs(parse(text), frame, text.index("Lima"), place=True) is expected


@pytest.mark.parametrize("site", ["State House", "the Delta Hotel", "the presidential palace"])
def test_a_town_named_behind_a_building_is_where_people_meet_in_it(site):
    assert is_of_meeting(f"Ada Novak met Norvia's Ivo Reth at {site}, Lima, on Monday.", "Lima", "met", place=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak saw the king before leaving for Lima where she is expected to meet Ivo Reth.", True),
        ("Ada Novak saw the king before leaving for Lima, where she is expected to meet Ivo Reth.", True),
        ("Ada Novak, who had left Lima, wondered where she might meet Ivo Reth.", False),
    ],
)
def test_where_names_the_place_before_it(text, expected):
    assert is_of_meeting(text, "Lima", "meet", place=True) is expected
