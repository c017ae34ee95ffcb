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
        ("Ada Wekesa received a phone call today from Luis Quilca.", [W, Q]),
        ("Ada Wekesa took a call from President Luis Quilca.", [W, Q]),
        ("Kenya-Peru talks on trade were held in Nairobi.", ["Kenya", "Peru"]),
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
        ("Ada Wekesa met behind closed doors with President Luis Quilca.", [W, Q]),
        ("Ada Wekesa held talks in Lima with Luis Quilca on gas and with Jo Banda on the war.", [W, Q, B]),
        ("Ada Wekesa will meet a wide range of leaders, including Luis Quilca and Jo Banda.", [W, Q, B]),
        ("Ada Wekesa and her counterpart from Peru met and exchanged views.", [W, "Peru"]),
        ("Luis Quilca met his counterpart from Kenya and discussed trade.", [Q, "Kenya"]),
        ("Ada Wekesa and Luis Quilca held talks in Lima with the participation of Jo Banda.", [B, W, Q]),
        ("Ada Wekesa and Luis Quilca will co-chair the third EU-China summit in Lima.", [W, Q]),
        (
            "The Minister, Mr. Luis Quilca, held talks, Monday in Lima, with his Kenyan counterpart, Mrs. Ada Wekesa.",
            [Q, W],
        ),
        ("Kenya and Peru agreed to expand trade in a meeting in Lima.", ["Kenya", "Peru"]),
        # who was there, too
        ("Ada Wekesa received Luis Quilca in the presence of General Jo Banda.", [W, Q, B]),
        ("Ada Wekesa met with Luis Quilca, in the presence of the head of the army, Jo Banda.", [W, Q, B]),
        ("Ada Wekesa received Peruvian envoy Luis Quilca, accompanied by Ambassador Jo Banda.", [W, Q, B]),
        # a form of address that looks like a pronoun
        ("HE the Minister of Trade Ada Wekesa met with HE Luis Quilca.", [W, Q]),
        # a state and a name behind each office
        (
            "Ada Wekesa met President of Peru Luis Quilca, President of Ghana Jo Banda and King of Oman Ali Nasr.",
            [W, Q, B, "Ali Nasr"],
        ),
        # the body that an office is of meets nobody
        ("Senior member of the Delta Council, Ada Wekesa, received Luis Quilca.", [W, Q]),
        ("Ada Wekesa met the director of the trade division of the Red Delta Bank of Peru, Luis Quilca.", [W, Q]),
        ("Ada Wekesa met the leader of the Red Delta Party and Luis Quilca.", [W, "Red Delta Party", Q]),
        # whose meeting it was is told next
        ("In his first meeting with Luis Quilca before reporters, Kenya's foreign minister Jo Banda smiled.", [B, Q]),
        ("In a meeting in Lima on Monday, Ada Wekesa told Luis Quilca that she would go.", [W, Q]),
        ("Ada Wekesa met Luis Quilca and planned to speak at the end of their talks.", [W, Q]),
        # a list behind a colon
        ("The presidents of Kenya and Peru - Ada Wekesa and Luis Quilca - met Jo Banda.", [B, W, Q]),
        ("The talks were led by the ministers of both: Ada Wekesa of Kenya and Luis Quilca of Peru.", [W, Q]),
        # a telephone before "with", and a day behind "call on"
        ("Ada Wekesa spoke by telephone with Luis Quilca on Monday.", [W, Q]),
        ("In a phone call on Monday, Ada Wekesa and Luis Quilca agreed to lower tariffs.", [W, Q]),
        # who meets as somebody calls it
        ("Ada Wekesa held what she called frank talks with Luis Quilca.", [W, Q]),
        ("Ada Wekesa granted an audience to Luis Quilca on Monday.", [W, Q]),
        ("Ada Wekesa told a joint news conference with Luis Quilca that she was tired.", [W, Q]),
        # who does something and to whom
        ("Ada Wekesa thanked Luis Quilca when they met in Lima.", [W, Q]),
        ("At their meeting on Monday, Ada Wekesa thanked Luis Quilca.", [W, Q]),
        ("Visiting Peruvian envoy Luis Quilca on Monday held talks with Ada Wekesa.", [Q, W]),
        ("Ada Wekesa led a delegation to meet with Luis Quilca in Lima.", [W, Q]),
        # a parser that takes a title for a verb
        ("Ada Wekesa met Peru's fisheries tsar Luis Quilca in Lima on Monday.", [W, Q]),
        # a list of states at the beginning
        ("Leaders of Kenya, Ghana and Peru met in Nairobi on Monday.", ["Kenya", "Ghana", "Peru"]),
        # one phrase for people of two states
        ("Kenyan and Peruvian officials met in Nairobi.", ["Kenyan and Peruvian officials"]),
        ("Kenyan, Ghanaian and U.S. officials met in Lima.", ["Kenyan, Ghanaian and U.S. officials"]),
        ("Foreign ministers of the EU gathered in Lima.", ["Foreign ministers of the EU"]),
        ("Foreign ministers of the 27-nation EU held talks in Lima.", ["Foreign ministers of the 27-nation EU"]),
        ("The Contact Group on Delta held its first meeting in Lima.", ["Contact Group"]),
        ("Rival Kenyan leaders met in Lima.", ["Rival Kenyan leaders"]),
        # a state and a side of no state, and whom somebody represents
        ("Talks between Kenya and the Maoist rebels began in Lima.", ["Kenya", "Maoist rebels"]),
        ("Officials representing Kenya and Peru held talks in Lima.", ["Kenya", "Peru"]),
        ("Kenya and the main party, the Red Delta Front, held talks in Lima.", ["Kenya", "Red Delta Front"]),
        ("Ada Wekesa held talks with the RDF rebel group in Lima.", ["Ada Wekesa", "RDF"]),
        # states that are named as "both"
        ("Officials from both countries met in Lima on the border of Kenya and Ghana.", ["Kenya", "Ghana"]),
        # groups
        ("Ada Wekesa met Peruvian lawmakers in Lima.", [W, "Peruvian lawmakers"]),
        ("Ada Wekesa met opposition figures in Lima.", [W, "opposition figures"]),
        # titles that the parser takes for the party
        ("Ada Wekesa met Red Delta Party leader Luis Quilca.", [W, Q]),
        ("Ada Wekesa met the chairman of the Delta Council Luis Quilca in Nairobi.", [W, Q]),
        ("Ada Wekesa held talks with the leader of the Red Delta Party Luis Quilca.", [W, Q]),
        ("Ada Wekesa met with her Peruvian counterpart, and General Jo Banda, head of the council.", [W, B]),
        ("Ada Wekesa met the Assistant to the President and National Security Advisor, Luis Quilca, in Lima.", [W, Q]),
        (
            "Ada Wekesa met with Western ministers, Peruvian officials and Jo Banda.",
            [W, B, "Western ministers", "Peruvian officials"],
        ),
        ("Ada Wekesa met Chairman of the Delta Council Luis Quilca in Nairobi.", [W, Q]),
        # who is named of several
        ("Ada Wekesa met other leaders in Lima on Friday, including Luis Quilca and Jo Banda.", [W, Q, B]),
        ("Ada Wekesa met with other leaders, such as Luis Quilca and Jo Banda, in Lima.", [W, Q, B]),
        # where a group is does not tell whose it is
        ("A Red Cross delegation in Ghana for a week met Luis Quilca.", ["Red Cross delegation", Q]),
        # who holds an office of several countries is named with one who holds it alone
        ("Ada Wekesa and the presidents of Peru and Ghana met Eva Marin.", ["Eva Marin", W, "Peru", "Ghana"]),
        (
            "Ada Wekesa and the ministers of the Delta Forum countries (Peru and Ghana) met Eva Marin.",
            ["Eva Marin", W, "ministers of the Delta Forum countries"],
        ),
        # a country beside a person speaks for nobody
        ("Ada Wekesa met Peru and Luis Quilca in Lima.", [W, Q]),
        ("Ada Wekesa met Luis Quilca and Peru in Nairobi.", [W, Q]),
        ("Ada Wekesa spoke to Luis Quilca and Peru.", [W, Q]),
        ("Ada Wekesa held talks with the emir of Peru, Luis Quilca, in Lima.", [W, Q]),
        # a body goes with who speaks for it
        ("Ada Wekesa attended the Delta Union summit in Lima.", [W, "Delta Union"]),
        ("Ada Wekesa met counterparts from Peru and Ghana in Lima.", [W, "Peru", "Ghana"]),
        # a call during which something was urged
        ("Ada Wekesa urged Peru to refrain from attacks during a call with Peruvian President Luis Quilca.", [W, Q]),
        # a list behind an abbreviation
        ("Ada Wekesa met the Red Delta Council (RDC) and President Luis Quilca.", [W, Q, "Red Delta Council"]),
        # of a group, who is met
        (
            "Ada Wekesa came for talks with Peruvian leaders, including a meeting with Luis Quilca.",
            [W, Q],
        ),
        # who joins somebody for talks
        ("Ada Wekesa will travel to Lima to join Jo Banda for talks with Luis Quilca.", [Q, W, B]),
        ("Kenyan President Ada Wekesa and Ghanaian President Jo Banda met Luis Quilca in Lima.", [Q, W, B]),
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
        "EU foreign ministers held talks with her in Lima.",
        "EU foreign ministers discussed the war.",
        "The Delta Group held talks in Lima.",
        "Ada Wekesa and other ministers held talks in Lima.",
        "Kenya and Ghana often hold talks in Lima.",
        "Kenya and Ghana often meet in Lima.",
    ],
)
def test_one_side_alone_meets_nobody(text):
    assert meet(text) == []


def test_the_three_are_all_whom_the_sentence_before_names():
    before = "Ada Wekesa joined with Luis Quilca and Jo Banda in Lima."
    assert meet(before, "The three leaders held talks.") == [[W, Q, B]]
    assert meet(before, "The four leaders held talks.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ada Wekesa visited Peru.",
        "Ada Wekesa met Peru's opposition party chief.",
        "Ada Wekesa welcomed the formation of a new Peruvian government.",
        "Ada Wekesa held a meeting in Lima.",
        "Talks between Ada Wekesa and a guest began in Lima.",
        "Talks with Luis Quilca began in Lima.",
        "The Kenyan president met Luis Quilca in Lima.",
        "A president met Luis Quilca in Lima.",
        "The two met in Lima.",
        "Luis Quilca met his officials.",
        "Luis Quilca's car met Luis Quilca.",
        "Ada Wekesa met with reporters, accompanied by Luis Quilca.",
        # the state that an envoy is sent to deal with
        "Ada Wekesa met with the special envoy for Peru.",
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
        (("After talks with Jo Banda, Ada Wekesa's views were known.", "She met Luis Quilca."), [[Q, W]]),
        (("Ada Wekesa said she met Luis Quilca on Monday.",), [[W, Q]]),
        (("Ada Wekesa's office said she met Luis Quilca.",), [[W, Q]]),
        (("Ada Wekesa praised her meeting with Luis Quilca.",), [[W, Q]]),
        ((WEKESA_SPOKE, "Her government held talks with Luis Quilca."), [[Q, W]]),
        # nobody, or several, or who only speaks for somebody
        ((WEKESA_SPOKE, "It rained.", "It snowed.", "It hailed.", "She met Luis Quilca."), []),
        (("Ada Wekesa and Jo Banda smiled.", "She met Luis Quilca."), []),
        (("Spokesman Ben Holub spoke.", "He met Luis Quilca."), []),
        (("He spoke.", "He met Luis Quilca."), []),
        ((WEKESA_SPOKE, "“Luis Quilca met her in Nairobi.”"), []),
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
        ((WEKESA_MET, "Luis Quilca and Jo Banda smiled.", "They met again in Lima."), [[Q, B]]),
        ((WEKESA_MET, "Both met in Lima."), [[W, B]]),
        ((WEKESA_MET, "The two leaders will meet again in Lima."), [[W, B]]),
        ((WEKESA_MET, "The meeting was postponed."), [[W, B]]),
        ((WEKESA_MET, "The meeting was in Lima."), []),
        ((WEKESA_MET, *["It rained."] * 7, "The two met in Lima."), [[W, B]]),
        ((WEKESA_MET, *["It rained."] * 8, "The two met in Lima."), []),
        (("Ada Wekesa and Luis Quilca said they met Jo Banda.",), [[B, W, Q]]),
        (("Ada Wekesa and Luis Quilca said their meeting was friendly.",), [[W, Q]]),
        (("The meeting was postponed.",), []),
        (
            (
                "Kenyan President Ada Wekesa and Peruvian President Luis Quilca smiled.",
                "The White House and the Kremlin said that the two leaders spoke by phone.",
            ),
            [[W, Q]],
        ),
        (("Ada Wekesa smiled.", "She raised trade with Luis Quilca when the two met in Lima."), [[Q, W]]),
        (("Ada Wekesa said she had told Luis Quilca when they met in Lima that trade should grow.",), [[W, Q]]),
        (("Ada Wekesa said trade would grow when they met in Lima.",), []),
        (("Ada Wekesa and Luis Quilca agree, the ministry said after the two met in Lima.",), [[W, Q]]),
        (("Ada Wekesa agrees with Luis Quilca, the ministry said after the two met in Lima.",), []),
        # all whom the sentence before names, where they are two
        (("Ada Wekesa congratulated Luis Quilca.", "The two men spoke by phone."), [[W, Q]]),
        (("Ada Wekesa congratulated Luis Quilca.", "The two heads of state will hold talks."), [[W, Q]]),
        (("Ada Wekesa congratulated Luis Quilca.", "The two Heads of State will hold talks."), [[W, Q]]),
        (("Ada Wekesa congratulated Luis Quilca on the trip of Jo Banda.", "The two men spoke by phone."), []),
        # or the article so far
        (("Ada Wekesa congratulated Luis Quilca.", "It rained.", "The two men spoke by phone."), [[W, Q]]),
        (
            ("Ada Wekesa smiled.", "Luis Quilca spoke.", "It rained.", "The two leaders were due to meet in Lima."),
            [[W, Q]],
        ),
        (("Jo Banda spoke.", "Ada Wekesa smiled.", "Luis Quilca spoke.", "The two men met in Lima."), []),
        (("Ada Wekesa congratulated Luis Quilca.", "The men spoke by phone."), []),
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
        ("“We met Luis Quilca in Lima,” Ada Wekesa said.", [[W, Q]]),
        ('"We met Luis Quilca in Lima," said Ada Wekesa.', [[W, Q]]),
        ('"I met Luis Quilca in Lima. I told him so," Ada Wekesa said.', [[W, Q]]),
        ('"Had a good meeting with Luis Quilca in Lima," Ada Wekesa said.', [[W, Q]]),
        # who does something else, and what nobody quotes
        ('"I met Luis Quilca in Lima," Ada Wekesa sang.', []),
        ("Ada Wekesa said we met Luis Quilca in Lima.", []),
        ("We met Luis Quilca in Lima, Ada Wekesa said.", []),
    ],
)
def test_within_quotation_marks_i_is_who_speaks_and_he_is_not(text, expected):
    assert meet(text) == expected


@pytest.mark.parametrize("said", ['"I met Luis Quilca," she said.', '"We met Luis Quilca in Lima," she said.'])
def test_she_who_is_quoted_is_the_subject_before(said):
    assert meet(WEKESA_SPOKE, said) == [[Q, W]]
    assert meet("It rained.", said) == []


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
        # who has come
        (("Ada Wekesa arrived.", "The visiting minister met Luis Quilca in Lima."), [[Q, W]]),
        (("Ada Wekesa arrived.", "The visiting ministers met Luis Quilca in Lima."), []),
        # a counterpart is who has that office, as far as one of that state has it
        (
            (
                "Kenyan President Ada Wekesa met her Peruvian counterpart.",
                "Peruvian President Luis Quilca spoke.",
                "It rained.",
                "Ada Wekesa met her Peruvian counterpart.",
            ),
            [[W, Q]],
        ),
        (
            ("Kenyan President Ada Wekesa spoke to Peruvian farmer Luis Quilca.", "She met her Peruvian counterpart."),
            [],
        ),
        # no government is who was spoken of
        (("Ada Wekesa spoke.", "The government met Luis Quilca in Lima."), []),
        # a group, and several of one office, named before
        (("The delegation of Peru arrived.", "The delegation met Ada Wekesa."), [[W, "delegation of Peru"]]),
        (("A Peruvian delegation led by Luis Quilca arrived.", "The delegation met Ada Wekesa."), [[W, Q]]),
        (
            ("A Peruvian delegation trained by Luis Quilca arrived.", "The delegation met Ada Wekesa."),
            [[W, "Peruvian delegation"]],
        ),
        (
            (WEKESA_SPOKE, "Peruvian Foreign Minister Luis Quilca spoke.", "The two foreign ministers met Jo Banda."),
            [[B, W, Q]],
        ),
        (
            ("U.N. Secretary General Ada Wekesa arrived.", "The U.N. secretary-general met Luis Quilca in Lima."),
            [[W, Q]],
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
        ("Ada Wekesa will host a summit in Lima.", [[W]]),
        ("Kenya will host a summit in Nairobi.", []),  # it may only lend the room
        ("Ada Wekesa will attend the summit, along with leaders from Peru and Ghana.", [[W, "Peru", "Ghana"]]),
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
        # each in a place of his own
        (
            "Ada Wekesa met President Luis Quilca in Lima and Ghanaian President Jo Banda in Quito.",
            [([W, Q], "past"), ([W, B], "past")],
        ),
        ("Ada Wekesa met President Luis Quilca and Ghanaian President Jo Banda in Quito.", [([W, Q, B], "past")]),
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
    ("stop", "expected"),
    [
        ("Their next stop is Quito, for talks with Luis Quilca.", [[Q, W, B]]),
        ("Their next stop will be Quito, where talks with Luis Quilca are planned.", [[Q, W, B]]),
        ("The next stop will be Quito, where talks with Luis Quilca are planned.", [[Q, W, B]]),
        ("Their next car is in Quito, where talks with Luis Quilca are planned.", []),  # no journey
        ("The next day will be long, with talks with Luis Quilca.", []),
    ],
)
def test_at_the_next_stop_those_meet_who_travelled_there(stop, expected):
    assert meet("Ada Wekesa and Jo Banda met Eva Marin in Lima.", stop) == expected


def test_of_one_traveller_they_is_nobody():
    assert meet("Ada Wekesa met Eva Marin in Lima.", "Their next stop is Quito, for talks with Luis Quilca.") == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("Ada Wekesa flew to Peru.", "The trip will include talks with Luis Quilca."), [[Q, W]]),
        (("Ada Wekesa flew to Peru.", *["It rained."] * 2, "The trip will include talks with Luis Quilca."), [[Q, W]]),
        (("Ada Wekesa flew to Peru.", *["It rained."] * 3, "The trip will include talks with Luis Quilca."), []),
        (("Ada Wekesa flew to Peru.", "The day will include talks with Luis Quilca."), []),
        (("Ada Wekesa flew to Peru.", "The trip will include no talks with Luis Quilca."), []),  # doubtful
        (("The team flew to Peru.", "The trip will include talks with Luis Quilca."), []),  # no person
        (("Ada Wekesa's trip to Lima includes talks with Luis Quilca.",), [[W, Q]]),
        # a meeting that was not told before is of who was spoken of
        (("Ada Wekesa flew to Peru.", "A meeting with Luis Quilca is scheduled for Monday."), [[Q, W]]),
        (("Ada Wekesa spent Monday in Lima.", "One of the meetings was with Luis Quilca."), [[Q, W]]),
        (("Ada Wekesa flew to Peru.", "Meetings with Luis Quilca are rare."), []),
        (("Luis Quilca flew to Peru.", "The trip will include talks with Luis Quilca."), []),  # himself
    ],
)
def test_who_travels_meets_those_whom_the_journey_is_to(told, expected):
    assert meet(*told) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Wekesa's remarks came during his meeting with Luis Quilca.", [[W, Q]]),
        ("Ada Wekesa's visit began with his meeting with Luis Quilca.", [[W, Q]]),
        ("Ada Wekesa's deputy spoke during his meeting with Luis Quilca.", []),
    ],
)
def test_he_may_be_whose_remarks_are_the_subject(text, expected):
    assert meet(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A delegation led by Ada Wekesa met Luis Quilca in Lima.", [[W, Q]]),
        ("A delegation of Kenyan lawmakers led by Ada Wekesa met Luis Quilca in Lima.", [[W, Q]]),
        ("A Kenyan delegation headed by Ada Wekesa met Luis Quilca in Lima.", [[W, Q]]),
        ("Luis Quilca met a delegation led by Ada Wekesa.", [[Q, W]]),
        ("Luis Quilca met a delegation led by Foreign Minister Ada Wekesa.", [[Q, W]]),
        ("Luis Quilca met a Kenyan team headed by the foreign minister, Ada Wekesa.", [[Q, W]]),
        ("Led by Ada Wekesa, the envoys met Luis Quilca in Lima.", [[W, Q]]),
        # whose leader the parser takes for a second subject
        ("It came after a team led by Foreign Affairs Minister Ada Wekesa held talks with Luis Quilca.", [[W, Q]]),
        ("A Kenyan delegation, which was led by Ada Wekesa and included Jo Banda, met Luis Quilca.", [[Q, W, B]]),
        ("Luis Quilca received a delegation from Kenya, and led by Ada Wekesa.", [[Q, W]]),
        ("Luis Quilca met members of a Kenyan delegation led by Ada Wekesa.", [[Q, W]]),
        # who does something else to it, and what is no person
        ("Luis Quilca received a delegation from Kenya, and was led by Ada Wekesa.", [[Q, "delegation from Kenya"]]),
        ("Trained by Ada Wekesa, the envoys met Luis Quilca in Lima.", []),
        ("A Kenyan delegation trained by Ada Wekesa met Luis Quilca in Lima.", [["Kenyan delegation", Q]]),
        ("Luis Quilca met a delegation led by the Red Delta Party.", []),
    ],
)
def test_a_delegation_is_who_leads_it(text, expected):
    assert meet(text) == expected


MINISTERS_MET = (
    "Kenyan Foreign Minister Ada Wekesa and Ghanaian {of} Minister Jo Banda met Estonian President Eva Marin."
)


@pytest.mark.parametrize(
    ("of", "who", "expected"),
    [
        ("Foreign", "ministers", [[Q, W, B]]),
        ("Prime", "ministers", [[Q, W, B]]),
        ("Foreign", "two ministers", [[Q, W, B]]),
        ("Foreign", "leaders", [[Q, "Eva Marin", W, B]]),
    ],
)
def test_no_president_is_one_of_the_ministers_who_met_last(of, who, expected):
    assert meet(MINISTERS_MET.format(of=of), f"The {who} will meet Luis Quilca in Lima.") == expected


@pytest.mark.parametrize(("who", "expected"), [("ministers", []), ("leaders", [[Q, W, B]])])
def test_two_presidents_are_no_ministers(who, expected):
    assert meet(WEKESA_MET, f"The {who} will meet Luis Quilca in Lima.") == expected


@pytest.mark.parametrize(
    ("led", "expected"),
    [
        ("The team is led by Ada Wekesa and Jo Banda.", [[Q, W, B]]),
        ("The team is led by Ada Wekesa.", []),
        ("The team is waiting for Ada Wekesa and Jo Banda.", []),
    ],
)
def test_they_may_be_those_who_lead(led, expected):
    assert meet(led, "They met Luis Quilca in Lima.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Wekesa hosted talks between Peruvian rebels.", []),
        ("Kenya held talks between Peruvian officials.", []),
        ("Ada Wekesa's talks between Peruvian officials began.", []),
        ("Ada Wekesa hosted talks between Ghana and Peru.", [[W, "Ghana", "Peru"]]),
        ("Ada Wekesa held talks with Peruvian officials.", [[W, "Peruvian officials"]]),
    ],
)
def test_between_one_vague_several_nobody_else_meets(text, expected):
    assert meet(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Wekesa visited the Delta Council.", []),
        ("Ada Wekesa paid a visit to the Delta Council.", []),
        ("Ada Wekesa met the Delta Council.", [[W, "Delta Council"]]),
        ("Ada Wekesa received the Delta Council.", [[W, "Delta Council"]]),
        ("Ada Wekesa visited Luis Quilca at the Delta Council.", [[W, Q]]),
    ],
)
def test_who_visits_a_body_may_see_no_more_than_a_building(text, expected):
    assert meet(text) == expected


def test_in_a_release_that_is_signed_i_is_who_signs_it():
    article = make_article(
        "I met Peruvian President Luis Quilca in Lima.", lead="Media release\nThe Hon Ada Wekesa MP\n\n"
    )
    cast = build_cast(article)
    (meeters,) = FramedMembers(article, cast, [], ClauseMembers(article, cast, [])).of(0)
    assert {member.name for member in meeters.members} == {W, Q}


def test_a_counterpart_of_a_country_is_the_only_person_who_speaks_for_it():
    quilca = "Peruvian Foreign Minister Luis Quilca is in Nairobi."
    told = "In talks on Monday, Kenyan Foreign Minister Ada Wekesa told her Peruvian counterpart that she was tired."
    assert meet(quilca, told) == [[W, Q]]
    assert meet(quilca, "Peruvian President Eva Marin is in Lima.", told) == []


def test_officials_of_one_state_do_not_meet_each_other():
    assert meet("Kenyan finance officials met in Nairobi.") == []
    assert meet("Ada Wekesa told Luis Quilca that they had met in Lima.") == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((WEKESA_SPOKE, "The visiting minister met Luis Quilca."), [[Q, W]]),
        ((WEKESA_SPOKE, "The visiting dignitary will call on Luis Quilca."), [[Q, W]]),
        ((WEKESA_SPOKE, "The dignitary will call on Luis Quilca."), []),
    ],
)
def test_the_visitor_is_who_was_spoken_of(told, expected):
    assert meet(*told) == expected


def test_who_represents_a_group_stands_for_it():
    told = ("The Red Delta Front fought.", "Ada Wekesa met the Red Delta Front's representative in Lima.")
    assert meet(*told) == [[W, "Red Delta Front"]]
    assert meet(told[0], "Ada Wekesa met the Red Delta Front's cook in Lima.") == []


def test_who_speaks_of_what_is_no_party_met_somebody_then():
    text = "Kenyan President Ada Wekesa said ties with Ghana had improved after meeting Luis Quilca."
    assert meet(text) == [[W, Q]]
    assert meet("Ties with Ghana improved after meeting Luis Quilca.") == []


@pytest.mark.parametrize(
    ("she", "expected"),
    [("she was", [[W, Q], [Q, B]]), ("he was", [[W, Q], [W, B]])],
)
def test_she_is_not_who_he_is(she, expected):
    found = meet(f"Ada Wekesa said that he telephoned Luis Quilca hours before {she} to meet Jo Banda.")
    assert [sorted(each) for each in found] == [sorted(each) for each in expected]


def test_whom_they_means_is_not_joined_to_who_stands_beside_him_elsewhere():
    told = (
        "Ada Wekesa met Luis Quilca.",
        "The talks between the two sides were the first since Wekesa and Jo Banda came.",
    )
    assert meet(*told) == [[W, Q]]


def test_a_state_and_an_organisation_are_two_sides():
    assert meet("Kenya and the Red Delta Front held talks in Nairobi.") == [["Kenya", "Red Delta Front"]]
    assert meet("Ada Wekesa met Peru's Luis Quilca in Nairobi.") == [[W, Q]]


def test_he_may_be_by_whom_something_was_done():
    told = "It is allowed, a point made by Ada Wekesa to reporters after she met Luis Quilca."
    assert [set(each) for each in meet("Jo Banda spoke.", told)] == [{W, Q}]


def test_a_list_may_have_semicolons():
    told = (
        "Ada Wekesa held meetings with several ministers, including her Peruvian counterpart, Luis Quilca; "
        "Ghanaian Trade Minister Jo Banda; and Estonia's Eva Marin."
    )
    assert meet(told) == [[W, Q, B, "Eva Marin"]]
    assert meet("Ada Wekesa met Luis Quilca; Jo Banda was ill.") == [[W, Q]]


def test_a_government_meets_beside_a_group():
    assert meet("Peru's government and Kenyan officials held talks in Lima.") == [["Peru", "Kenyan officials"]]


def test_who_works_for_somebody_is_not_him():
    assert meet("A senior aide to Kenyan President Ada Wekesa met Peruvian President Luis Quilca.") == []


def test_negotiators_meet_for_both_sides():
    told = "Negotiators for Peru's government and the Red Delta Front met in Lima."
    assert meet(told) == [["Red Delta Front", "Peru"]]
    assert meet("Hopes for Peru and the Red Delta Front met in Lima.") == []


def test_who_is_met_by_name_behind_the_office_does_not_meet_himself():
    told = "In her meeting with Peru's Minister for Foreign Affairs, Luis Quilca, the Secretary-General raised the war."
    assert [set(each) for each in meet("The Secretary-General, Ada Wekesa, spoke.", told)] == [{W, Q}]
    told = "In her talks with Luis Quilca, Ada Wekesa raised the war."
    assert [set(each) for each in meet("Jo Banda spoke.", told)] == [{W, Q}]


def test_states_are_listed_behind_those_who_speak_for_them():
    told = "Representatives of the nations making up the board -- Kenya, Peru and Ghana -- will meet in Lima."
    assert meet(told) == [["Kenya", "Peru", "Ghana"]]
    assert meet("Representatives of the nations said -- of Kenya and Peru -- that it rained.") == []


def test_those_behind_an_aside_meet_too():
    told = (
        "It was agreed at a meeting between Ada Wekesa, who is Kenyan Undersecretary of State for Trade, Luis Quilca, "
        "the Undersecretary for Arms Control, and Kenyan Foreign Minister Jo Banda."
    )
    assert meet(told) == [[W, Q, B]]


def test_the_premier_is_the_prime_minister():
    told = "The premier, who is due to meet Peruvian President Luis Quilca, will discuss trade."
    assert [set(each) for each in meet("Kenyan Prime Minister Ada Wekesa spoke.", told)[:1]] == [{W, Q}]
    assert {W, Q} not in [set(each) for each in meet("It rained. Kenyan bank governor Ada Wekesa sang.", told)]


def test_a_delegation_that_was_led_by_somebody_is_that_person():
    led = "The Kenyan delegation was led by Ada Wekesa."
    assert [set(each) for each in meet(led, "The delegation met Luis Quilca.")] == [{W, Q}]
    thanked = "The Kenyan delegation was thanked by Ada Wekesa."
    assert {W, Q} not in [set(each) for each in meet(thanked, "The delegation met Luis Quilca.")]


def test_a_state_and_rebels_in_one_phrase_meet_each_other():
    assert meet("Kenyan and rebel commanders met in Lima.") == [["Kenyan and rebel commanders"]]
    assert meet("Kenyan commanders met in Lima.") == []


def test_a_delegation_of_a_body_may_be_headed_by_somebody():
    assert [
        set(each) for each in meet("Ada Wekesa received a delegation of the Delta Union headed by envoy Luis Quilca.")
    ] == [{W, Q}]


def test_a_king_behind_a_longer_office_meets():
    assert meet("Custodian of the Two Holy Mosques King Arvid received Luis Quilca.") == [["Arvid", Q]]


def test_two_adjectives_of_states_and_regions_are_two_sides():
    assert meet("Iranian and European negotiators sat down for talks in Vienna.") == [
        ["Iranian and European negotiators"]
    ]
    assert meet("Iranian and other negotiators sat down for talks in Vienna.") == []


def test_who_speaks_to_a_body_addresses_it():
    assert meet("Ada Wekesa spoke to the World Affairs Council in Lima.") == []
    assert meet("Ada Wekesa spoke to the World Affairs Council by telephone.") == [[W, "World Affairs Council"]]
    assert meet("Ada Wekesa spoke to Luis Quilca in Lima.") == [[W, Q]]


def test_the_visiting_leader_is_who_was_spoken_of_before():
    told = "Jo Banda is also slated to call on the visiting leader."
    assert [set(each) for each in meet("Kenyan President Ada Wekesa will be in Lima from Thursday.", told)] == [{W, B}]


def test_a_delegation_from_a_state_may_be_headed_by_somebody():
    told = (
        "President of Uzbekistan Ada Wekesa received a delegation from the United Arab Emirates headed by Luis Quilca."
    )
    assert [set(each) for each in meet(told)] == [{W, Q}]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # whose office says little of which one it is
        (("Top diplomat Ada Wekesa arrived.", "The foreign minister met Luis Quilca."), [[Q, W]]),
        (("Finance Minister Ada Wekesa arrived.", "The foreign minister met Luis Quilca."), []),
        # "he" is who was told by office
        ((WEKESA_SPOKE, "The foreign minister saw Jo Banda's house.", "She met Luis Quilca."), [[Q, W]]),
        # "the Peruvian officials" are not those who met last
        ((WEKESA_MET, "Ada Wekesa had met the Peruvian officials."), [[W, "Peruvian officials"]]),
        # of the two who met last, the one who met the third
        ((WEKESA_MET, "In the talks with Luis Quilca, the two presidents spoke."), [[Q, W]]),
        ((WEKESA_MET, "The two presidents met Luis Quilca."), [[Q, W, B]]),
        ((WEKESA_MET, "During the talks with Luis Quilca, the sides signed a treaty."), [[Q, W]]),
        (("Kenyan President Ada Wekesa is in Lima.", "In talks with Luis Quilca, the sides spoke of trade."), [[Q, W]]),
        # "the officials" are not the one who meets them, and whom he met before
        ((WEKESA_MET, "Ada Wekesa, who met the officials in May, smiled."), []),
        # a meeting of those who meet each other
        (("A summit of African Union presidents in Lima said it would help.",), [["African Union presidents"]]),
    ],
)
def test_who_was_told_before_is_found_by_office(told, expected):
    assert meet(*told) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Wekesa flew to Peru for talks with the country's president.", [[W, "Peru"]]),
        ("In Peru, President Ada Wekesa met the country's president and prime minister.", [[W, "Peru"]]),
        ("Kenyan President Ada Wekesa met Peru's president and prime minister.", [[W, "Peru"]]),
        ("Ada Wekesa flew to Peru for talks with the country's president, Luis Quilca.", [[W, Q]]),
        ("Ada Wekesa flew to Peru for talks with the bank's president.", []),
        ("Ada Wekesa held talks with the country's president.", []),
    ],
)
def test_a_host_may_be_told_by_office_alone(text, expected):
    assert meet(text) == expected


def test_ministers_of_a_body_meet_each_other_and_who_attends():
    assert meet("NATO foreign ministers gathered in Lima on Tuesday.") == [["NATO foreign ministers"]]
    told = "NATO foreign ministers gathered in Lima on Tuesday, with Kenya's top diplomat Ada Wekesa also attending."
    assert [set(each) for each in meet(told)] == [{"NATO foreign ministers", W}]


def test_they_may_be_a_group():
    told = "Kenyan opposition leaders said on Friday they had met Luis Quilca in Nairobi."
    assert meet(told) == [["Kenyan opposition leaders", Q]]


def test_who_held_the_meeting_met():
    told = "Ada Wekesa praised on Tuesday the meeting she held with her Peruvian counterpart, Luis Quilca."
    assert [set(each) for each in meet(told)] == [{W, Q}]


def test_he_is_who_he_was_in_the_clause_before():
    told = "On Monday she was received by Luis Quilca, and later she met Jo Banda."
    assert [set(each) for each in meet(WEKESA_SPOKE, told)] == [{W, Q}, {W, B}]


def test_ministers_beside_whose_meeting_others_meet_are_not_told_to_meet():
    told = "Ada Wekesa met Luis Quilca on the sidelines of the ASEAN foreign ministers' meeting in Lima on Monday."
    assert [set(each) for each in meet(told)] == [{W, Q}]


def test_talks_that_are_discussed_are_a_topic():
    assert meet("Ada Wekesa will visit Lima to discuss the nuclear talks with Peru.") == []


def test_who_meets_others_where_she_is_is_no_town():
    told = "Ada Wekesa came from Lima, where she had plans to win the race and also discussed oil with Luis Quilca."
    assert meet(told) == [[W, Q]]


def test_a_mission_of_a_body_is_a_party():
    assert meet("A European Union mission held discussions with President Luis Quilca.") == [
        ["European Union mission", Q]
    ]


def test_who_speaks_of_talks_between_one_and_another_who_is_not_known_is_not_the_other():
    assert meet("Ada Wekesa noted that talks between Luis Quilca and his sister had begun.") == []
    assert meet("Ada Wekesa noted that talks between Luis Quilca and Jo Banda had begun.") == [[Q, B]]
