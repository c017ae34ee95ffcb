"""frames.py: who meets whom, by the grammar of a sentence."""

import pytest

from llmextract.extraction.frames import find_frames, is_only_supposed
from llmextract.extraction.syntax import parse
from tests.extraction_support import frames, hand_parsed


def frame_of(text, trigger):
    """Return the only frame of a sentence with this trigger."""
    (found,) = [frame for frame in find_frames(parse(text)) if frame.trigger.text == trigger]
    return found


NOVAK, RETH, BANDA = ["Ada Novak"], ["Ivo Reth"], ["Jo Banda"]


@pytest.mark.parametrize(
    ("said", "trigger"),
    [
        ("met Ivo Reth in Lima", "met"),
        ("met with Ivo Reth", "met"),
        ("has met Ivo Reth", "met"),
        ("received Ivo Reth in Lima", "received"),
        ("welcomed Ivo Reth in Lima", "welcomed"),
        ("greeted Ivo Reth", "greeted"),
        ("hosted Ivo Reth", "hosted"),
        ("visited Ivo Reth", "visited"),
        ("saw Ivo Reth in Lima", "saw"),
        ("telephoned Ivo Reth", "telephoned"),
        ("phoned Ivo Reth", "phoned"),
        ("called Ivo Reth", "called"),
        ("called on Ivo Reth", "called"),
        ("briefed Ivo Reth", "briefed"),
        ("consulted Ivo Reth", "consulted"),
        ("spoke with Ivo Reth", "spoke"),
        ("spoke to Ivo Reth by telephone", "spoke"),
        ("talked to Ivo Reth", "talked"),
        ("conferred with Ivo Reth", "conferred"),
        ("huddled with Ivo Reth", "huddled"),
        ("sat down with Ivo Reth", "sat"),
        ("discussed trade with Ivo Reth", "discussed"),
        ("was received by Ivo Reth", "received"),
        ("was received in Lima by Ivo Reth", "received"),
        ("was met by Ivo Reth at the airport", "met"),
        ("traveled to Lima to meet Ivo Reth", "meet"),
        ("left Lima after meeting Ivo Reth", "meeting"),
    ],
)
def test_a_verb_has_who_meets_and_whom(said, trigger):
    assert frames(f"Ada Novak {said}.") == [(trigger, NOVAK, RETH)]


@pytest.mark.parametrize(
    ("said", "trigger"),
    [
        ("held talks with Ivo Reth", "talks"),
        ("had a meeting with Ivo Reth", "meeting"),
        ("had a meeting at his office with Ivo Reth", "meeting"),
        ("held a series of meetings with Ivo Reth", "meetings"),
        ("was in talks with Ivo Reth", "talks"),
        ("arranged a meeting with Ivo Reth", "meeting"),
        ("paid a courtesy call on Ivo Reth", "call"),
        ("came to Lima for talks with Ivo Reth", "talks"),
        ("made a trip to Lima for talks with Ivo Reth", "talks"),
        ("thanked him at the start of a meeting with Ivo Reth", "meeting"),
        ("announced the decision in a call with Ivo Reth", "call"),
        ("signed the deal during talks with Ivo Reth", "talks"),
    ],
)
def test_a_noun_has_who_holds_it_and_with_whom(said, trigger):
    assert frames(f"Ada Novak {said}.") == [(trigger, NOVAK, RETH)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak and Ivo Reth met in Lima.", [("met", [*NOVAK, *RETH], [])]),
        ("Ada Novak met with Ivo Reth and Jo Banda.", [("met", NOVAK, [*RETH, *BANDA])]),
        ("Ada Novak met Ivo Reth at his office with Jo Banda.", [("met", NOVAK, [*RETH, *BANDA])]),
        ("Ada Novak greeted Ivo Reth alongside Jo Banda.", [("greeted", NOVAK, [*RETH, *BANDA])]),
        # two meetings
        (
            "Ada Novak met with Ivo Reth in Lima and later with Jo Banda in Quito.",
            [("met", NOVAK, RETH), ("met", NOVAK, BANDA)],
        ),
        # whose it is
        ("Ada Novak's meeting with Ivo Reth lasted an hour.", [("meeting", NOVAK, RETH)]),
        ("Their talks with Ivo Reth began.", [("talks", ["Their"], RETH)]),
        ("Jo Banda praised Ada Novak's talks with Ivo Reth.", [("talks", NOVAK, RETH)]),
        ("Ada Novak's arrival in Lima for talks with Ivo Reth surprised many.", [("talks", NOVAK, RETH)]),
        ("The talks were chaired by Ada Novak and Ivo Reth.", [("talks", [*NOVAK, *RETH], [])]),
        ("The talks were chaired by Ada Novak and attended by Ivo Reth.", [("talks", [*NOVAK, *RETH], [])]),
        ("The meeting was attended by Ada Novak and Ivo Reth.", [("meeting", [*NOVAK, *RETH], [])]),
        # who attends another's
        ("Ada Novak attended Jo Banda's meeting with Ivo Reth.", [("meeting", NOVAK, RETH)]),
        ("Ada Novak attended the Delta Union summit in Lima.", [("summit", NOVAK, ["Delta Union"])]),
        ("Ada Novak chairs Delta Union meetings this year.", []),
        # those of a noun
        ("A meeting of ministers opened in Lima.", [("meeting", [], ["ministers"])]),
        ("A meeting of the committee opened in Lima.", []),
        ("A meeting involving Ada Novak and Ivo Reth took place.", [("meeting", [], [*NOVAK, *RETH])]),
        ("Norvian-Lumerian talks opened in Lima.", [("talks", ["Norvian-Lumerian"], [])]),
        # the second of two that only the first has
        ("Ada Novak held a meeting and a dinner with Ivo Reth.", [("meeting", NOVAK, []), ("dinner", NOVAK, RETH)]),
        # nobody of the sentence is at it
        ("Jo Banda praised the talks with Ivo Reth.", [("talks", [], RETH)]),
        ("Reporters asked about a meeting with Ivo Reth.", [("meeting", [], RETH)]),
        ("Prisoners after talks with Ivo Reth.", [("talks", [], RETH)]),
        ("The arrivals after talks with Ivo Reth.", [("talks", [], RETH)]),
        # whatever "after" hangs on
        ("Norvia announced the release of prisoners after talks with Ivo Reth.", [("talks", ["Norvia"], RETH)]),
        ("Ada Novak arranged a meeting.", []),
        ("It rained in Lima.", []),
    ],
)
def test_the_sides_of_a_meeting(text, expected):
    assert frames(text) == expected


@pytest.mark.parametrize(
    "said",
    [
        "called on Ivo Reth to resign",
        "called for restraint",
        "visited",
        "held the door",
        "met Ivo Reth to discuss trade",  # one meeting, whatever it is for
    ],
)
def test_no_other_meeting_is_found(said):
    assert [trigger for trigger, *_ in frames(f"Ada Novak {said}.") if trigger != "met"] == []


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Ada Novak held talks with Ivo Reth to discuss ties with Norvia.", RETH),
        ("Ada Novak had talks with Ivo Reth in Lima with Norvia in mind.", RETH),
        ("Ada Novak had talks with Ivo Reth with support from Norvia.", RETH),
    ],
)
def test_a_second_with_names_nobody(text, others):
    assert frames(text) == [("talks", NOVAK, others)]


@pytest.mark.parametrize(
    ("text", "trigger", "others"),
    [
        ("Talks between Ada Novak and Ivo Reth began in Lima.", "Talks", [*NOVAK, *RETH]),
        ("Talks among Norvia and Tavia began in Lima.", "Talks", ["Norvia", "Tavia"]),
        ("Jo Banda praised talks between Ada Novak and Ivo Reth.", "talks", [*NOVAK, *RETH]),
        ("Jo Banda spoke after talks between Ada Novak and Ivo Reth.", "talks", [*NOVAK, *RETH]),
        ("Jo Banda led the talks between Ada Novak and Ivo Reth.", "talks", [*NOVAK, *RETH]),
    ],
)
def test_talks_between_others_have_only_them(text, trigger, others):
    assert (trigger, [], others) in frames(text)
    assert frame_of(text, trigger).mutual


@pytest.mark.parametrize("text", ["Ada Novak held talks with Ivo Reth.", "Ada Novak met Ivo Reth."])
def test_who_meets_somebody_is_not_among_the_others(text):
    assert not find_frames(parse(text))[0].mutual


def test_what_is_said_at_a_meeting_may_be_said_by_who_speaks_of_another():
    text = "Ada Novak urged Norvia to refrain from attacks during a call with Ivo Reth."
    frame = frame_of(text, "call")
    assert frames(text) == [("call", ["Norvia"], RETH)]
    higher = [[text[party.start : party.end] for party in parties] for parties in frame.higher]
    assert higher == [["Norvia"], NOVAK]
    assert frame_of("Ada Novak held talks with Ivo Reth.", "talks").higher == ()


def test_the_second_of_two_meetings_begins_where_the_words_part_them():
    text = "Ada Novak met with Ivo Reth in Lima and later with Jo Banda in Quito."
    assert [frame.start for frame in find_frames(parse(text))] == [0, text.index("later")]


@pytest.mark.parametrize(
    ("text", "called_off", "agents"),
    [
        ("The meeting was postponed.", True, 0),
        ("The meeting was called off.", True, 0),
        ("The meeting was put off.", True, 0),
        ("Ada Novak postponed a meeting with Ivo Reth.", True, 1),
        ("Ada Novak held a meeting with Ivo Reth.", False, 1),
    ],
)
def test_a_meeting_called_off(text, called_off, agents):
    frame = frame_of(text, "meeting")
    assert (frame.is_called_off, len(frame.agents)) == (called_off, agents)


def test_a_meeting_of_nobody_that_is_not_called_off_is_left_out():
    assert frames("The meeting was long.") == []


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("The dialogue will take place on Thursday in Lima between Ada Novak and Ivo Reth.", [*NOVAK, *RETH]),
        ("Talks were proposed for Monday between Ada Novak and Ivo Reth.", [*NOVAK, *RETH]),
        ("The talks are scheduled with Ivo Reth.", RETH),
        ("Another meeting was with Ivo Reth.", RETH),
        ("One of the meetings was with Ivo Reth.", RETH),
        ("The talks ended with Ivo Reth.", []),  # who spoke last, it may be
    ],
)
def test_the_verb_of_a_meeting_names_who_meets(text, others):
    assert [found for _, _, found in frames(text)] == ([others] if others else [])


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("the summit", True),
        ("Friday's summit", True),
        ("a summit", False),
        ("the Delta Union summit", False),
        ("Norvia's summit", False),
    ],
)
def test_a_summit_may_be_known(said, known):
    assert frame_of(f"Ada Novak will attend {said}.", "summit").known is known


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("attended the summit along with Ivo Reth", ("summit", NOVAK, RETH)),
        ("attended the summit together with Ivo Reth", ("summit", NOVAK, RETH)),
        ("co-chaired the talks with Ivo Reth", ("talks", NOVAK, RETH)),
        ("carried out talks with Ivo Reth", ("talks", NOVAK, RETH)),
        ("will host a summit in Lima", ("summit", NOVAK, [])),
        ("will attend Friday's summit", ("summit", NOVAK, [])),
        ("will attend the Delta Union summit", ("summit", NOVAK, ["Delta Union"])),
    ],
)
def test_who_goes_to_or_leads_what_many_go_to(said, expected):
    assert expected in frames(f"Ada Novak {said}.")


def test_who_meets_after_other_talks_has_no_part_in_them():
    text = "Prior to the two-way talks between Norvia and Lumeria, Ada Novak, an envoy for trade, met with Ivo Reth."
    assert ("met", NOVAK, RETH) in frames(text)
    assert all("Ada Novak" not in others for _, _, others in frames(text))


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ada Novak attended a summit in Lima.", "summit", True),
        ("Ada Novak will host a summit in Lima.", "summit", True),
        ("Ada Novak convened a session with Ivo Reth.", "session", True),
        ("Ada Novak held a summit in Lima.", "summit", False),
        ("Ada Novak attended a dinner with Ivo Reth.", "dinner", False),
        ("Ada Novak met Ivo Reth.", "met", False),
    ],
)
def test_what_many_go_to(text, trigger, expected):
    assert frame_of(text, trigger).is_of_many is expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ada Novak met Ivo Reth.", "met", True),
        ("Ada Novak had a meeting with Ivo Reth.", "meeting", True),
        ("Ada Novak attended a summit in Lima.", "summit", True),
        ("Ada Novak held talks with Ivo Reth.", "talks", False),
        ("Ada Novak spoke with Ivo Reth.", "spoke", False),
        ("Ada Novak telephoned Ivo Reth.", "telephoned", False),
    ],
)
def test_who_meets_sees_the_other(text, trigger, expected):
    assert frame_of(text, trigger).is_face_to_face is expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ada Novak visited Lima.", "visited", True),
        ("Ada Novak received Ivo Reth.", "received", True),
        ("Ada Novak met Ivo Reth.", "met", False),
        ("Ada Novak had a call with Ivo Reth.", "call", False),  # the noun
    ],
)
def test_some_verbs_need_somebody_as_object(text, trigger, expected):
    assert frame_of(text, trigger).needs_person is expected


@pytest.mark.parametrize(
    ("said", "came"),
    [
        ("flew to Lima", True),
        ("travelled to Lima on Monday", True),
        ("made a trip to Lima", True),
        ("paid a visit to Lima", True),
        ("will pay a visit to Lima", False),
    ],
)
def test_what_a_journey_is_for_is_a_meeting(said, came):
    text = f"Ada Novak {said} to discuss trade with Ivo Reth."
    frame = frame_of(text, "discuss")
    assert ("discuss", NOVAK, RETH) in frames(text)
    assert (frame.tense, frame.came) == (None, came)


@pytest.mark.parametrize(
    "said",
    [
        "met Jo Banda to discuss trade with Ivo Reth",
        "called a vote to discuss trade with Ivo Reth",
        "stayed in Lima to discuss trade with Ivo Reth",
        "flew to Lima to discuss trade",  # with nobody
    ],
)
def test_what_anything_else_is_for_is_no_meeting_of_its_own(said):
    assert "discuss" not in [trigger for trigger, *_ in frames(f"Ada Novak {said}.")]


@pytest.mark.parametrize(
    "what",
    [
        "trade",
        "the future of trade",
        "ways of ending the war",
        "the need for better ties",
    ],
)
def test_with_whom_something_is_discussed_may_stand_deep_in_what_is_discussed(what):
    assert frames(f"Ada Novak discussed {what} with Ivo Reth.") == [("discussed", NOVAK, RETH)]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ada Novak flew to Lima to meet Ivo Reth.", "meet", True),
        ("Ada Novak came for talks with Ivo Reth.", "talks", True),
        ("Ada Novak headed for the hall to meet Ivo Reth.", "meet", True),
        ("Ada Novak has arrived in Lima for talks with Ivo Reth.", "talks", True),
        ("Ada Novak will fly to Lima to meet Ivo Reth.", "meet", False),  # not yet
        ("Ada Novak plans to fly to Lima to meet Ivo Reth.", "meet", False),
        ("Ada Novak stayed for talks with Ivo Reth.", "talks", False),  # no journey
        ("Ada Novak met Ivo Reth.", "met", False),
    ],
)
def test_who_has_gone_somewhere_for_a_meeting_came(text, trigger, expected):
    assert frame_of(text, trigger).came is expected


# "Reth smiled when he met Ada Novak, the envoy, NNA said", where the parser takes the one who was met for who said so.
WHEN_HE_MET = ("when ADV advmod 2", "he PRON nsubj 2", "met/meet VERB advcl {said}", "Ada PROPN compound 4")


@pytest.mark.parametrize(
    ("words", "said", "expected"),
    [
        (("Novak PROPN nsubj 8", ", PUNCT punct 4", "NNA PROPN appos 4", "duly ADV advmod 8"), 8, ["Novak"]),
        (("Novak PROPN nsubj 8", ", PUNCT punct 8", "duly ADV advmod 8", "duly ADV advmod 8"), 8, []),  # she said so
        (("Novak PROPN nsubjpass 8", ", PUNCT punct 4", "NNA PROPN appos 4", "duly ADV advmod 8"), 8, []),
        (("Novak PROPN dobj 2", ", PUNCT punct 8", "NNA PROPN nsubj 8", "duly ADV advmod 8"), 8, ["Novak"]),
    ],
)
def test_who_is_met_may_be_taken_for_who_says_so(words, said, expected):
    parsed = hand_parsed(*(each.format(said=said) for each in WHEN_HE_MET), *words, "said/say VERB ROOT 8")
    assert [party.head.text for frame in find_frames(parsed) for party in frame.others] == expected


def test_behind_the_last_word_of_a_sentence_nobody_is_met():
    parsed = hand_parsed("Novak PROPN nsubj 1", "met/meet VERB ROOT 1")
    assert [frame.others for frame in find_frames(parsed)] == [()]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ada Novak visited Ivo Reth.", "visited", True),
        ("Ada Novak paid a visit to Ivo Reth.", "visit", True),
        ("Ada Novak received Ivo Reth.", "received", False),
        ("Ada Novak met Ivo Reth.", "met", False),
    ],
)
def test_a_visit_is_known_by_its_verb_or_noun(text, trigger, expected):
    assert frame_of(text, trigger).is_visit is expected


def test_to_call_somebody_is_to_telephone_and_to_call_on_somebody_is_not():
    assert frame_of("Ada Novak called Ivo Reth this afternoon.", "called").is_by_phone
    assert not frame_of("Ada Novak called on Ivo Reth this afternoon.", "called").is_by_phone


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Ada Novak welcomed Ivo Reth at Lima Airport.", []),
        ("Ivo Reth was greeted at the airport by Ada Novak.", []),
        ("Ivo Reth was welcomed by Ada Novak upon his arrival.", []),
        ("Ivo Reth was welcomed by Ada Novak on arrival in Lima for talks.", ["welcomed"]),
        ("Ada Novak welcomed Ivo Reth at her office.", ["welcomed"]),
        ("Ada Novak welcomed Ivo Reth at the airport before a summit.", ["welcomed", "summit"]),
        ("Ada Novak met Ivo Reth at the airport.", ["met"]),
    ],
)
def test_who_only_awaits_a_visitor_at_the_airport_does_not_meet_him(said, expected):
    assert [trigger for trigger, *_ in frames(said)] == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Ada Novak and Ivo Reth repeated their call for peace.", []),
        ("Ada Novak and Ivo Reth had a call on peace.", ["call"]),
        ("Ada Novak and Ivo Reth had a call for Monday.", ["call"]),
        ("Ada Novak and Ivo Reth had a phone call for peace.", ["call"]),
    ],
)
def test_a_call_for_something_is_no_telephone_call(said, expected):
    assert [trigger for trigger, *_ in frames(said)] == expected


def test_with_whom_something_is_coordinated_takes_no_part():
    said = "Ada Novak and Ivo Reth discussed new measures, including in coordination with Norvia, to end the war."
    assert frames(said) == [("discussed", [*NOVAK, *RETH], [])]


def test_who_is_briefed_on_talks_was_not_there():
    briefed = "Ada Novak briefed Ivo Reth on her talks in Lima with Jo Banda."
    assert frames(briefed) == [("briefed", NOVAK, RETH), ("talks", ["her"], BANDA)]


def test_who_calls_a_meeting_off_is_a_party_to_it():
    text = "Ada Novak's cancellation of a meeting with Ivo Reth angered many."
    assert ("meeting", NOVAK, RETH) in frames(text)


def test_what_a_stay_includes_is_of_who_stays():
    text = "Kicking off a stay in Lima, which includes talks with Ivo Reth, Ada Novak also visited a dam."
    assert ("talks", NOVAK, RETH) in frames(text)


def test_behind_an_aside_a_verb_has_the_subject_before_it():
    text = (
        "Minister Ada Novak, whose 2010 visit to Norvia was marred by acrimony, arrives later for talks with Ivo Reth."
    )
    assert ("talks", ["Minister Ada Novak"], RETH) in frames(text)


def test_who_comes_from_a_meeting_was_there():
    text = "Ada Novak, who arrived last night from a meeting with Ivo Reth, went home."
    assert ("meeting", NOVAK, RETH) in frames(text)


def test_who_speaks_after_talks_held_them():
    text = "At a news conference following talks with Ivo Reth, Ada Novak said she would go."
    assert ("talks", NOVAK, RETH) in frames(text)


@pytest.mark.parametrize(
    ("told", "others"),
    [
        ("told Ivo Reth in a phone call that he was glad", RETH),
        ("told Ivo Reth at a meeting in Lima that she was glad", RETH),
        ("told her Norvian counterpart in a phone call that she was glad", ["her Norvian counterpart"]),
        ("told reporters in a phone call that she was glad", []),
        ("told Ivo Reth in her office of a call", []),
    ],
)
def test_who_is_told_something_at_a_meeting_is_there(told, others):
    assert [other for *_, each in frames(f"Ada Novak {told}.") for other in each] == others


def test_who_congratulates_is_who_speaks():
    text = "President Ada Novak today spoke with Prime Minister Ivo Reth of Norvia to congratulate him on his election."
    assert frames(text) == [("spoke", ["President Ada Novak"], ["Prime Minister Ivo Reth"])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak hosted a reception in Lima for Ivo Reth.", ("reception", NOVAK, RETH)),
        ("Ada Novak held a reception for Ivo Reth.", ("reception", NOVAK, RETH)),
        ("Ada Novak held talks for Ivo Reth.", ("talks", NOVAK, [])),
        ("Ada Novak received in Lima the envoy of Norvia, Ivo Reth.", ("received", NOVAK, ["the envoy"])),
        # who holds them with whom
        ("In a meeting held this evening with Ivo Reth, Ada Novak smiled.", ("meeting", NOVAK, RETH)),
        ("Ada Novak held two hours of talks with Ivo Reth on Monday.", ("talks", NOVAK, RETH)),
        ("Ada Novak will hold talks with a focus on trade.", ("talks", NOVAK, [])),
        ("Ada Novak and Ivo Reth will have the face-to-face talks in Lima.", ("talks", [*NOVAK, *RETH], [])),
        ("Ada Novak and Ivo Reth smiled after the two held talks in Lima.", ("talks", ["two"], [])),
        ("Ada Novak was pleased with the talks with Ivo Reth.", ("talks", NOVAK, RETH)),
        ("Ada Novak was angry about the talks with Ivo Reth.", ("talks", [], RETH)),
        ("Ada Novak met Jo Banda in addition to talks with Ivo Reth.", ("talks", NOVAK, RETH)),
        ("A deal was reached between Ada Novak and Ivo Reth after a meeting.", ("meeting", [*NOVAK, *RETH], [])),
        (
            "The ship was lost between Lima and Quito after a meeting of ministers.",
            ("meeting", ["The ship"], ["ministers"]),
        ),
        # what a call is on
        ("Ada Novak held a call on the war in Norvia.", ("call", NOVAK, [])),
        ("Ada Novak paid a call on Ivo Reth.", ("call", NOVAK, RETH)),
        ("Ada Novak called on Ivo Reth to discuss trade.", ("called", NOVAK, RETH)),
        # what they are about
        ("Ada Novak held talks that would include the situation in Norvia.", ("talks", NOVAK, [])),
        ("Ada Novak held talks including Ivo Reth.", ("talks", NOVAK, RETH)),
        ("Ada Novak came after a day of talks in Lima with Ivo Reth.", ("talks", NOVAK, RETH)),
        # an event that "and" is a part of
        ("Ada Novak and Ivo Reth met at the Road and Bridge Forum.", ("met", [*NOVAK, *RETH], [])),
        # where a visit leads
        ("Ada Novak made a visit to the two countries.", ("visit", NOVAK, [])),
        # a summit that is only gone to, told aside
        ("Ada Novak, who came to attend the Delta Union summit, smiled.", ("summit", NOVAK, [])),
    ],
)
def test_the_sides_of_what_is_held_for_or_with_somebody(text, expected):
    assert expected in frames(text)


def test_who_called_on_somebody_to_do_something_did_not_visit_him():
    assert frames("Ada Novak called on Ivo Reth to resign.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak congratulated Ivo Reth by telephone.", [("telephone", NOVAK, RETH)]),
        ("Ada Novak gave him assurances by phone.", [("phone", NOVAK, ["him"])]),
        ("Ada Novak told the agency by telephone that it rained.", []),
        ("Ada Novak was told by phone.", []),
        ("Ada Novak held the phone.", []),
        ("Ada Novak watched Ivo Reth on the phone.", []),
    ],
)
def test_what_is_told_by_telephone_is_a_call(text, expected):
    assert frames(text) == expected
    assert all(frame.is_by_phone for frame in find_frames(parse(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak and Ivo Reth will be joined by Jo Banda.", [("joined", [*NOVAK, *RETH], BANDA)]),
        ("Ada Novak will travel to Lima, joining President Ivo Reth.", [("joining", NOVAK, ["President Ivo Reth"])]),
        ("Ada Novak flew to Lima to join Ivo Reth.", [("join", NOVAK, RETH)]),
        ("Ada Novak will be joined by Ivo Reth.", []),  # another sentence tells whom both meet
        ("Ada Novak joined Ivo Reth.", []),
        ("Ada Novak and Ivo Reth were joined by Jo Banda in calling for peace.", []),
        ("Ada Novak flew to Lima to join the party.", []),
    ],
)
def test_whom_somebody_joins_on_a_journey_or_at_a_meeting(text, expected):
    assert frames(text) == expected


def test_who_speaks_may_be_who_met_somebody_then():
    text = "Ada Novak said ties had improved after meeting Ivo Reth."
    (frame,) = find_frames(parse(text))
    assert [[text[party.start : party.end] for party in parties] for parties in frame.higher] == [NOVAK]
    (frame,) = find_frames(parse("Ada Novak left after meeting Ivo Reth."))
    assert frame.higher == ()


def test_who_announces_what_was_agreed_may_be_who_met():
    text = "The decision was announced by Ada Novak after a meeting with Ivo Reth."
    frame = frame_of(text, "meeting")
    assert [text[party.start : party.end] for party in frame.higher[-1]] == NOVAK


def test_a_meeting_that_is_only_named_besides_has_no_day_of_the_other():
    frame = frame_of("Ada Novak met Jo Banda on Monday in addition to talks with Ivo Reth.", "talks")
    assert frame.verb == frame.trigger


@pytest.mark.parametrize(
    "text",
    [
        "Ada Novak and Ivo Reth would be briefed on Monday.",  # by whom?
        "Ada Novak and Ivo Reth were received at the palace.",
        "It was the first time Ada Novak had met with Ivo Reth.",
        "The trip was short, the first time Norvia has received Ivo Reth since the war.",
        "Ada Novak and Ivo Reth agreed to have regular contact.",
        "Ada Novak and Ivo Reth hold frequent talks.",
        "Meetings between Ada Novak and Ivo Reth have become a rarity.",
        "Talks between Ada Novak and Ivo Reth are rare.",
    ],
)
def test_what_only_looks_like_a_meeting_is_none(text):
    assert frames(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ada Novak was received by Ivo Reth.",
        "It was the first time Ada Novak met with Ivo Reth.",
        "Ada Novak had long talks with Ivo Reth.",
        "Ada Novak had a regular meeting with Ivo Reth.",
    ],
)
def test_what_looks_like_it_may_be_one(text):
    assert (NOVAK, RETH) in [(agents, others) for _, agents, others in frames(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was the first contact since a conference between Ada Novak and Ivo Reth.", False),
        ("It was decided at a conference between Ada Novak and Ivo Reth.", True),
    ],
)
def test_what_was_long_before_is_no_meeting(text, found):
    assert ("conference" in [trigger for trigger, *_ in frames(text)]) is found


@pytest.mark.parametrize(("kind", "doubtful"), [("potential", True), ("bilateral", False)])
def test_a_meeting_that_may_never_be_is_doubtful(kind, doubtful):
    text = f"They prepared for a {kind} summit between Ada Novak and Ivo Reth."
    assert frame_of(text, "summit").doubtful is doubtful


@pytest.mark.parametrize(
    ("said", "agents"),
    [
        ("joined Jo Banda for talks with Ivo Reth", [*NOVAK, *BANDA]),
        ("thanked Jo Banda for talks with Ivo Reth", NOVAK),
    ],
)
def test_who_is_joined_for_talks_is_a_party_to_them(said, agents):
    (found,) = [each for each in frames(f"Ada Novak {said} in Lima.") if each[0] == "talks"]
    assert found[1:] == (agents, RETH)


@pytest.mark.parametrize("name", ["the Coast and Delta Forum", "the Delta Forum"])
def test_in_an_events_name_nobody_meets(name):
    text = f"Ada Novak saw talks between Norvia and Tavia on the sidelines of {name} in Lima."
    assert not any({"Coast", "and"} & {*agents, *others} for _, agents, others in frames(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A summit of the ministers would be useful.", True),
        ("Talks of the ministers could take years.", True),
        ("Talks of the ministers could take place on Monday.", False),
        ("A summit of the ministers would be useful, Ada Novak said when she met Ivo Reth.", False),
        ("It rained.", False),
    ],
)
def test_meetings_may_be_only_supposed(text, expected):
    assert is_only_supposed(text) is expected


def test_who_meets_in_a_final_plays():
    assert frames("Norvia will meet Tavia in the final of the cup in Lima.") == []
    assert frames("Ada Novak will meet Ivo Reth in Lima.") != []


def test_with_whom_somebody_meets_may_stand_behind_the_place():
    found = ("meetings", NOVAK, ["minister Ivo Reth"])
    assert found in frames("Ada Novak held meetings at her hotel with minister Ivo Reth.")


def test_a_week_owns_no_meeting():
    told = "Ada Novak and Ivo Reth spoke of trade during last week's telephone conversation."
    assert ("conversation", [*NOVAK, *RETH], []) in frames(told)


def test_with_whom_a_planned_meeting_is_may_be_taken_for_a_subject():
    told = "President Ada Novak is cancelling her meeting with President Ivo Reth scheduled for next month, he said."
    assert ("meeting", ["her"], ["President Ivo Reth"]) in frames(told)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Emerging from talks with Ivo Reth, Ada Novak said so.", ("talks", NOVAK, RETH)),
        ("Ada Novak called her meeting with Ivo Reth in Lima a success.", ("meeting", ["her"], RETH)),
        ("Ada Novak handed a letter to Ivo Reth at a meeting in Lima.", ("meeting", NOVAK, RETH)),
        ("Ada Novak exchanged views on trade with President Ivo Reth.", ("exchanged", NOVAK, ["President Ivo Reth"])),
        ("Ada Novak scrapped a meeting with Ivo Reth.", ("meeting", NOVAK, RETH)),
        ("Ada Novak pulled out of a meeting with Ivo Reth.", ("meeting", NOVAK, RETH)),
        ("Peru has withdrawn from Friday's talks with Kenya.", ("talks", ["Peru"], ["Kenya"])),
        ("Ada Novak spoke via video link with Ivo Reth.", ("spoke", NOVAK, RETH)),
        ("Monday's meeting in Lima was the first between Ada Novak and Ivo Reth.", ("meeting", [], [*NOVAK, *RETH])),
    ],
)
def test_more_ways_to_name_both_sides(text, expected):
    assert expected in frames(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Novak exchanged fire with Ivo Reth.",
        "Ada Novak got a letter from Ivo Reth.",
        "Ada Novak pulled a gun out of a bag with Ivo Reth.",
    ],
)
def test_what_else_is_exchanged_or_pulled_out_is_no_meeting(text):
    assert frames(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A peace summit is planned for Monday in Lima between Norvia and Tavia.", ["Norvia", "Tavia"]),
        ("A summit is set to include Norvia and the Delta Union.", ["Norvia", "the Delta Union"]),
        ("A summit between Norvia and Tavia is set to end on Monday.", ["Norvia", "Tavia"]),
    ],
)
def test_whom_the_verb_of_a_meeting_names(text, expected):
    assert [text[party.start : party.end] for party in frame_of(text, "summit").others] == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Ada Novak granted a private audience to Ivo Reth.", "audience", RETH),
        ("Ada Novak had a bilateral with Ivo Reth in Lima.", "bilateral", RETH),
        ("Ada Novak held a face-to-face with Ivo Reth in Lima.", "face-to-face", RETH),
    ],
)
def test_other_words_for_a_meeting(text, trigger, expected):
    assert [text[party.start : party.end] for party in frame_of(text, trigger).others] == expected


def test_bilateral_ties_are_no_meeting():
    assert frames("Ada Novak praised bilateral ties with Norvia.") == []


@pytest.mark.parametrize(("behind", "several"), [("in Lima", True), ("for a summit in Lima", False)])
def test_all_who_come_to_one_occasion_are_hosted_together(behind, several):
    assert frame_of(f"Ada Novak will host Ivo Reth and Jo Banda {behind}.", "host").is_open_to_several is several


def test_who_is_given_something_at_a_meeting_meets():
    assert frames("Ada Novak conveyed the protest to Ivo Reth at a meeting.") == [("meeting", NOVAK, RETH)]
    assert frames("Ada Novak conveyed the protest to reporters at a meeting.") == [("meeting", NOVAK, [])]


@pytest.mark.parametrize(("verb", "doubtful"), [("could be", True), ("will be", False), ("was", False)])
def test_who_only_may_come_does_not(verb, doubtful):
    assert frame_of(f"The summit {verb} attended by Ada Novak.", "summit").doubtful is doubtful


def test_who_is_called_on_is_visited():
    called = "called on Federal Minister for Commerce Jam Reth here"
    assert frame_of(f"Ambassador of Japan Wada Novak on Tuesday {called}.", "called").others
    assert frames("Ada Novak called him a liar.") == []


def test_who_comes_on_a_visit_is_met():
    assert frame_of("Ada Novak received a visit from Ivo Reth in Lima.", "visit").others


def test_those_who_lead_their_delegations_meet():
    text = "Ada Novak and Ivo Reth chaired a meeting in Lima between delegations of the two countries."
    assert frames(text) == [("meeting", [*NOVAK, *RETH], [])]
    text = "Ada Novak and Ivo Reth chaired a meeting in Lima between Norvia and Tavia."
    assert frames(text) == [("meeting", [], ["Norvia", "Tavia"])]
