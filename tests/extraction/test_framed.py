"""framed.py: which members of the cast the frames of a sentence bring together."""

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.circumstances import Circumstances
from llmextract.extraction.clause_members import ClauseMembers
from llmextract.extraction.framed import FramedMembers
from llmextract.extraction.occasions import Report
from llmextract.prompting.passage import MeetingDraft
from llmextract.schemas import Format, Status
from tests.extraction_support import make_article


def read(*told):
    """Return who meets in each sentence, what was read before it being reported."""
    article = make_article(*told, lead="MENU ")
    cast, reports, found = build_cast(article), [], []
    framed = FramedMembers(article, cast, reports, ClauseMembers(article, cast, reports))
    for index in range(len(told)):
        found.append(framed.of(index))
        for each in found[-1]:
            names = tuple(member.name for member in each.members)
            draft = MeetingDraft(names, Format.UNKNOWN, Status.HELD)
            reports.append(Report(index, each.members, draft, Circumstances()))
    return found


def meet(*told):
    """Return the names of those who meet in the last sentence, for each meeting."""
    return [[member.name for member in each.members] for each in read(*told)[-1]]


WEKESA_SPOKE = "Kenyan Foreign Minister Ada Wekesa spoke."
WEKESA_MET = "Kenyan President Ada Wekesa met Ghanaian President Jo Banda."
W, Q, B = "Ada Wekesa", "Luis Quilca", "Jo Banda"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Wekesa met Luis Quilca in Lima.", [W, Q]),
        ("Ada Wekesa was received by Luis Quilca.", [W, Q]),
        ("Talks between Ada Wekesa and Luis Quilca began in Lima.", [W, Q]),
        ("Kenya and Peru held talks in Nairobi.", ["Kenya", "Peru"]),
        ("Kenyan officials met the delegation of Peru in Nairobi.", ["Kenyan officials", "delegation of Peru"]),
        ("Kenya's government met Luis Quilca in Lima.", ["Kenya", Q]),
        # one who meets several stands first
        ("Ada Wekesa and Luis Quilca met Jo Banda.", [B, W, Q]),
        # who is joined by "and"
        ("Ada Wekesa met Luis Quilca and the president, Jo Banda.", [W, Q, B]),
        ("Ada Wekesa and Peru's minister Luis Quilca met in Nairobi.", [Q, W]),
        ("The president of the bank, Ada Wekesa, and the mayor, Luis Quilca, met on Monday.", [W, Q]),
        # appositions
        ("Ada Wekesa met with his counterparts Luis Quilca and Jo Banda.", [W, Q, B]),
        ("Ada Wekesa met her guests, Luis Quilca and Jo Banda, in Nairobi.", [W, Q, B]),
        # titles that the parser takes for the party
        ("Ada Wekesa met Red Delta Party leader Luis Quilca.", [W, Q]),
        ("Ada Wekesa met the chairman of the Delta Council Luis Quilca in Nairobi.", [W, Q]),
        ("Ada Wekesa held talks with the leader of the Red Delta Party Luis Quilca.", [W, Q]),
        # a country beside a person speaks for nobody
        ("Ada Wekesa met Peru and Luis Quilca in Lima.", [W, Q]),
        ("Ada Wekesa met Luis Quilca and Peru in Nairobi.", [W, Q]),
        ("Ada Wekesa spoke to Luis Quilca and Peru.", [W, Q]),
        # a body goes with who speaks for it
        ("Ada Wekesa attended the Delta Union summit in Lima.", [W, "Delta Union"]),
        ("Ada Wekesa met counterparts from Peru and Ghana in Lima.", [W, "Peru", "Ghana"]),
        # a call during which something was urged
        ("Ada Wekesa urged Peru to refrain from attacks during a call with Peruvian President Luis Quilca.", [W, Q]),
        # whose government
        ("Jo Banda's government held talks with Luis Quilca.", [B, Q]),
        ("Jo Banda's team met Luis Quilca.", [B, Q]),
        ("Ada Wekesa visited Luis Quilca.", [W, Q]),
    ],
)
def test_a_sentence_names_who_meets(text, expected):
    assert meet(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Wekesa visited Peru.",
        "Ada Wekesa held a meeting in Lima.",
        "Talks between Ada Wekesa and a guest began in Lima.",
        "Talks with Luis Quilca began in Lima.",
        "The Kenyan president met Luis Quilca in Lima.",
        "A president met Luis Quilca in Lima.",
        "The two met in Lima.",
        "Luis Quilca met his officials.",
        "Luis Quilca's car met Luis Quilca.",
    ],
)
def test_with_one_side_alone_nobody_meets(text):
    assert meet(text) == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((WEKESA_SPOKE, "She met Luis Quilca in Nairobi."), [[Q, W]]),
        ((WEKESA_SPOKE, "Her meeting with Luis Quilca lasted an hour."), [[Q, W]]),
        ((WEKESA_SPOKE, "It rained.", "She met Luis Quilca in Nairobi."), [[Q, W]]),
        ((WEKESA_SPOKE, "She smiled.", "She met Luis Quilca in Nairobi."), [[Q, W]]),
        (("It was a good day for Ada Wekesa.", "She met Luis Quilca."), [[Q, W]]),
        (("Ada Wekesa said she met Luis Quilca on Monday.",), [[W, Q]]),
        (("Ada Wekesa's office said she met Luis Quilca.",), [[W, Q]]),
        (("Ada Wekesa praised her meeting with Luis Quilca.",), [[W, Q]]),
        ((WEKESA_SPOKE, "Her government held talks with Luis Quilca."), [[Q, W]]),
        # nobody, or several, or who only speaks for somebody
        ((WEKESA_SPOKE, "It rained.", "It snowed.", "It hailed.", "She met Luis Quilca."), []),
        (("Ada Wekesa and Jo Banda smiled.", "She met Luis Quilca."), []),
        (("Spokesman Ben Holub spoke.", "He met Luis Quilca."), []),
        (("He spoke.", "He met Luis Quilca."), []),
        (("She met Luis Quilca.",), []),
    ],
)
def test_he_is_the_subject_around_or_before(told, expected):
    assert meet(*told) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("Ada Wekesa and Luis Quilca smiled.", "They met Jo Banda in Lima."), [[B, W, Q]]),
        (("Ada Wekesa and Luis Quilca smiled.", *["It rained."] * 7, "They met Jo Banda in Lima."), [[B, W, Q]]),
        (("Ada Wekesa and Luis Quilca smiled.", *["It rained."] * 8, "They met Jo Banda in Lima."), []),
        (("Ada Wekesa smiled.", "They met Jo Banda in Lima."), []),
        ((WEKESA_MET, "They met Luis Quilca in Lima."), [[Q, W, B]]),
        ((WEKESA_MET, "The two met in Lima."), [[W, B]]),
        ((WEKESA_MET, "Both met in Lima."), [[W, B]]),
        ((WEKESA_MET, "The two leaders will meet again in Lima."), [[W, B]]),
        ((WEKESA_MET, "The meeting was postponed."), [[W, B]]),
        ((WEKESA_MET, "The meeting was in Lima."), []),
        ((WEKESA_MET, *["It rained."] * 7, "The two met in Lima."), [[W, B]]),
        ((WEKESA_MET, *["It rained."] * 8, "The two met in Lima."), []),
        (("Ada Wekesa and Luis Quilca said they met Jo Banda.",), [[B, W, Q]]),
        (("Ada Wekesa and Luis Quilca said their meeting was friendly.",), [[W, Q]]),
        (("The meeting was postponed.",), []),
    ],
)
def test_they_are_the_subjects_around_or_those_who_met_last(told, expected):
    assert meet(*told) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"I met Luis Quilca in Lima," Ada Wekesa said.', [[W, Q]]),
        ("“I met Luis Quilca in Lima,” said Ada Wekesa.", [[W, Q]]),
        ("I met Luis Quilca in Lima.", []),
        ('"He met Luis Quilca in Lima," Ada Wekesa said.', []),
        ("Ada Wekesa said: “He met Luis Quilca in Lima.”", []),
        ("“We spoke,” Ada Wekesa said after she met Luis Quilca.", [[W, Q]]),
    ],
)
def test_within_quotation_marks_i_is_who_speaks_and_he_is_not(text, expected):
    assert meet(text) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # somebody holds it
        ((WEKESA_SPOKE, "Luis Quilca met Kenya's foreign minister."), [[Q, W]]),
        ((WEKESA_SPOKE, "Ben Holub and Kenya's foreign minister met in Nairobi."), [["Ben Holub", W]]),
        ((WEKESA_SPOKE, "Luis Quilca met Ghana's foreign minister."), [[Q, "Ghana"]]),
        ((WEKESA_SPOKE, "The Kenyan president met Luis Quilca in Lima."), []),
        # nobody does: who "he" would mean
        (("Ada Wekesa spoke.", "The prime minister met Luis Quilca in Lima."), [[Q, W]]),
        (("Ada Wekesa spoke.", "The team met Luis Quilca in Lima."), [[Q, W]]),
        (("Ada Wekesa spoke.", "The farmer met Luis Quilca in Lima."), []),
        (("Ada Wekesa spoke.", "A prime minister met Luis Quilca in Lima."), []),
        (("Ada Wekesa spoke.", "The officials met Luis Quilca in Lima."), []),
        (("President Ada Wekesa spoke.", "The prime minister met Luis Quilca in Lima."), []),
        # a group, and several of one office, named before
        (("The delegation of Peru arrived.", "The delegation met Ada Wekesa."), [[W, "delegation of Peru"]]),
        (
            (WEKESA_SPOKE, "Peruvian Foreign Minister Luis Quilca spoke.", "The two foreign ministers met Jo Banda."),
            [[B, W, Q]],
        ),
        (
            ("U.N. Secretary General Ada Wekesa arrived.", "The U.N. secretary-general met Luis Quilca in Lima."),
            [[Q, W]],
        ),
        (
            ("Ada Wekesa arrived.", "Ada Wekesa met with leaders in Kenya and Ghana this week."),
            [[W, "Kenya", "Ghana"]],
        ),
    ],
)
def test_an_office_is_who_holds_it(told, expected):
    assert meet(*told) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((WEKESA_MET, "The talks with Jo Banda were friendly."), [[B, W]]),
        ((WEKESA_MET, "The talks with Ghanaian minister Luis Quilca were friendly."), [[Q, W]]),
        ((WEKESA_MET, "Talks with Jo Banda were friendly."), []),  # any talks
        ((WEKESA_MET, "The talks with Luis Quilca were friendly."), []),  # of no known side
        (("Ghanaian President Jo Banda spoke.", "The talks with Jo Banda were friendly."), []),  # nobody met
    ],
)
def test_definite_talks_are_of_those_who_met_last(told, expected):
    assert meet(*told) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Wekesa attended a summit in Lima.", [[W]]),
        ("Ada Wekesa attended the summit with Peru.", [[W]]),
        ("Ada Wekesa wants to attend a summit in Lima.", []),
        ("Ada Wekesa did not attend the summit in Lima.", []),
    ],
)
def test_who_goes_to_a_summit_may_be_alone(text, expected):
    assert meet(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what says no more is left out
        ("Ada Wekesa met Luis Quilca after he met Ada Wekesa.", [([W, Q], "past")]),
        (
            "Ada Wekesa met Luis Quilca and held talks with Luis Quilca and Jo Banda.",
            [([W, Q, B], "past")],
        ),
        # of two times, both are kept
        (
            "Ada Wekesa met Luis Quilca and will meet Luis Quilca on Friday.",
            [([W, Q], "past"), ([W, Q], "future")],
        ),
        # of two pairs, both are kept, in order
        (
            "Ada Wekesa met with Luis Quilca in Lima and later with Jo Banda in Quito.",
            [([W, Q], "past"), ([W, B], "past")],
        ),
    ],
)
def test_frames_of_one_meeting_are_one(text, expected):
    found = read(text)[-1]
    assert [([member.name for member in each.members], each.frame.tense) for each in found] == expected


@pytest.mark.parametrize(
    ("told", "named"),
    [
        (("Ada Wekesa met Luis Quilca.",), 2),
        ((WEKESA_SPOKE, "She met Luis Quilca in Nairobi."), 1),
        ((WEKESA_MET, "The two met in Lima."), 0),
    ],
)
def test_those_whom_the_sentence_names_come_first(told, named):
    (each,) = read(*told)[-1]
    assert each.named == named


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ("the foreign minister", [[Q, W]]),
        ("the Kenyan foreign minister", [[Q, W]]),
        ("the prime minister", []),  # another rank
        ("the deputy foreign minister", []),
        ("the defense minister", []),  # another field
        ("the foreign ministers", []),  # several
    ],
)
def test_an_office_is_of_its_rank_and_field(office, expected):
    assert meet(WEKESA_SPOKE, f"Luis Quilca met {office}.") == expected


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ("Kenya's foreign minister", W),
        ("Ghana's foreign minister", B),
        ("the foreign minister", B),  # whom coreference finds: the one named last
        ("Peru's foreign minister", "Peru"),
    ],
)
def test_of_two_with_one_office_the_country_tells_who_is_meant(office, expected):
    told = (WEKESA_SPOKE, "Ghanaian Foreign Minister Jo Banda spoke.")
    assert meet(*told, f"Luis Quilca met {office}.") == [[Q, expected]]


@pytest.mark.parametrize(
    ("text", "clause", "expected"),
    [
        ("Some met the envoy and left.", "Some met the envoy", True),
        ("Some met the envoy and left.", "and left", False),
        ("Some met in Lima.", "Some met in Lima", False),  # with nobody
        ("Some did not meet the envoy.", "Some did not meet the envoy", False),
        ("Some visited the envoy.", "Some visited the envoy", False),
    ],
)
def test_a_clause_speaks_of_a_meeting_even_if_nobody_is_known(text, clause, expected):
    article = make_article("It rained.", text, lead="MENU ")
    cast = build_cast(article)
    framed = FramedMembers(article, cast, [], ClauseMembers(article, cast, []))
    start = text.index(clause)
    assert framed.speaks_of_meeting(1, (start, start + len(clause))) is expected
