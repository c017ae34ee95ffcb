"""additions.py: when and where, told by other sentences than the report."""

import datetime

import pytest

from llmextract.articles.reading import article_from_text
from llmextract.extraction.additions import add_circumstances
from llmextract.extraction.gathering import gather
from llmextract.schemas import Status
from tests.extraction_support import make_article, reports

ADA, LUIS, EVA = "Ada Wekesa", "Luis Quilca", "Eva Marin"
BOTH = (ADA, LUIS)
MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca."
ARRIVED = "Ada Wekesa arrived in Vienna on Monday."
HELD = (BOTH, "held", "in_person")


def added(*told, drafts=(HELD,), **known):
    """Return words of the time and name of the place of each meeting; one draft for each question."""
    article = make_article(*told, lead="MENU ", **known)
    occasions = gather(reports(article, *((number, *draft) for number, draft in enumerate(drafts))))
    assert sum(len(occasion.reports) for occasion in occasions) == len(drafts)
    add_circumstances(article, occasions)
    return [
        (occasion.time and occasion.time.time.text, occasion.place and occasion.place.name) for occasion in occasions
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The talks took place in Vienna on Monday.",
        "Their talks, the first since 2019, were held in Vienna on Monday.",
        "The two-day meeting began in Vienna on Monday.",
        "This private dinner was hosted in Vienna on Monday.",
        "During their meeting, held at a hotel in Vienna on Monday, the two spoke of trade.",
    ],
)
def test_a_later_sentence_tells_when_and_where_the_talks_were(sentence):
    assert added(MET, "It rained.", sentence) == [("on Monday", "Vienna")]


def test_so_it_does_in_french():
    assert added(MET, "La rencontre a eu lieu à Vienna.", language="fr", drafts=[]) == []
    told = ("Ada Wekesa a rencontré Luis Quilca.", "La rencontre a eu lieu à Vienna.")
    assert added(*told, language="fr") == [(None, "Vienna")]


@pytest.mark.parametrize(
    "told",
    [
        (MET, "The two visited Vienna on Monday."),  # no word that a meeting was there
        (MET, "A summit took place in Vienna on Monday."),  # not the one that was spoken of
        (MET, "Peru denied that the talks took place in Vienna on Monday."),
        ("The talks took place in Vienna on Monday.", MET),  # before anything was reported
    ],
)
def test_other_sentences_add_nothing(told):
    assert added(*told) == [(None, None)]


def test_a_meeting_may_be_named_by_its_day():
    assert added(MET, "The meeting addressed trade, her office said following Monday's meeting.") == [("Monday", None)]
    assert added(MET, "The meeting addressed trade, her office said following a meeting.") == [(None, None)]


def test_what_is_added_is_of_the_meeting_last_spoken_of():
    told = (MET, "Ada Wekesa met Eva Marin.", "The talks took place in Vienna.")
    assert added(*told, drafts=[HELD, ((ADA, EVA), "held", "in_person")]) == [(None, None), (None, "Vienna")]


def test_what_is_planned_takes_place_on_a_day_to_come():
    article = make_article("Ada Wekesa will meet Luis Quilca.", "The meeting is scheduled for Monday in Oslo.")
    (occasion,) = gather(reports(article, (0, BOTH, "planned", "in_person")))
    add_circumstances(article, [occasion])
    assert occasion.time.date.start == datetime.date(2031, 5, 19)
    assert occasion.place.name == "Oslo"


def test_what_the_report_says_itself_counts_more():
    told = (MET.replace(".", " in Lima on Tuesday."), "The talks took place in Vienna on Monday.")
    assert added(*told) == [("on Tuesday", "Lima")]


@pytest.mark.parametrize("between", [(), ("It rained.",), ("It rained.", "It snowed.")])
def test_the_journey_before_gives_time_and_place(between):
    assert added(ARRIVED, *between, "Ada Wekesa met Luis Quilca.") == [("on Monday", "Vienna")]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            ("It rained.", "It rained.", ARRIVED, "It rained.", "It rained.", "It rained.", MET),
            (None, None),
        ),  # long ago
        (
            (ARRIVED, "It rained.", "It rained.", "It rained.", MET),
            ("on Monday", "Vienna"),
        ),  # but the article begins so
        ((ARRIVED, "She then travelled on to Oslo.", "It rained.", "It rained.", "It rained.", MET), (None, None)),
        ((ARRIVED.replace(ADA, EVA), MET), (None, None)),  # of somebody else
        (("Ada Wekesa praised Vienna on Monday.", MET), (None, None)),  # no journey
        ((ARRIVED, MET.replace(".", " in Oslo.")), ("on Monday", "Oslo")),
        ((ARRIVED, MET.replace(".", " in Chile.")), ("on Monday", "Chile")),
        ((ARRIVED, MET.replace(".", " on Tuesday.")), ("on Tuesday", "Vienna")),
        (("Ada Wekesa visited Lima on Sunday.", ARRIVED, MET), ("on Monday", "Vienna")),  # the last one
    ],
)
def test_only_the_participants_own_journey_counts_and_fills_what_is_missing(told, expected):
    assert added(*told) == [expected]


def test_a_call_has_no_journey():
    told = (ARRIVED, "Ada Wekesa spoke to Luis Quilca by phone.")
    assert added(*told, drafts=[(BOTH, "held", "call")]) == [(None, None)]


@pytest.mark.parametrize(
    ("sentence", "draft", "place"),
    [
        ("Ada Wekesa was also received by Eva Marin.", ((ADA, EVA), "held", "in_person"), "Vienna"),
        ("Ada Wekesa was received by Eva Marin.", ((ADA, EVA), "held", "in_person"), None),
        ("Ada Wekesa met Eva Marin last month.", ((ADA, EVA), "held", "in_person"), None),
        ("Ada Wekesa separately met Eva Marin earlier this week.", ((ADA, EVA), "held", "in_person"), "Vienna"),
        ("Ada Wekesa was also received by Eva Marin in Oslo.", ((ADA, EVA), "held", "in_person"), "Oslo"),
        ("Jo Banda was also received by Eva Marin.", (("Jo Banda", EVA), "held", "in_person"), None),
        ("Ada Wekesa also spoke to Eva Marin by phone.", ((ADA, EVA), "held", "call"), None),
    ],
)
def test_another_meeting_of_one_visit_was_at_the_same_place(sentence, draft, place):
    first, second = added(MET.replace(".", " in Vienna."), sentence, drafts=[HELD, draft])
    assert first[1] == "Vienna"
    assert second[1] == place


def test_a_call_lends_its_place_to_nobody():
    told = ("Ada Wekesa spoke in Vienna to Luis Quilca by phone.", "Ada Wekesa was also received by Eva Marin.")
    assert added(*told, drafts=[(BOTH, "held", "call"), ((ADA, EVA), "held", "in_person")])[1] == (None, None)


def test_without_meetings_nothing_is_added():
    assert added("It rained.", "The talks took place in Vienna.", drafts=[]) == []


def test_the_first_sentence_gives_the_place_of_all_the_meetings_of_a_day():
    told = (
        "Ada Wekesa held a series of meetings in Oslo on Tuesday.",
        MET,
        "In the afternoon, Ada Wekesa met Eva Marin.",
    )
    drafts = [(BOTH, "held", "in_person"), ((ADA, EVA), "held", "in_person")]
    assert added(*told, drafts=drafts) == [("on Tuesday", "Oslo")] * 2


def test_the_next_meeting_says_nothing_of_this_one():
    assert added(MET, "The next meeting will be held in Oslo on Friday.") == [(None, None)]


@pytest.mark.parametrize(
    ("title", "told", "city"),
    [
        ("Wekesa and Quilca meet in Oslo", MET, "Oslo"),
        ("Wekesa and Quilca meet in Oslo", MET.replace(".", " in Norway."), "Oslo"),
        ("Wekesa and Quilca meet in Oslo", MET.replace(".", " in Chile."), "Chile"),
        ("Wekesa and Quilca meet in Oslo", MET.replace(".", " in Vienna."), "Vienna"),
        ("Oslo praises Wekesa and Quilca", MET, None),
    ],
)
def test_the_headline_gives_the_city_where_the_text_gives_none(title, told, city):
    assert added(told, title=title) == [(None, city)]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Ada Wekesa said on Monday that she had visited Vienna.", (None, "Vienna")),
        ("Ada Wekesa, who arrived in Vienna on Monday, smiled.", ("on Monday", "Vienna")),
        ("Ada Wekesa led a delegation that visited Vienna on Monday.", ("on Monday", "Vienna")),
        ("Ada Wekesa's visit to Vienna dealt with the war in Oslo.", (None, "Vienna")),
    ],
)
def test_of_a_journey_only_what_grammar_ties_to_it_counts(before, expected):
    assert added(before, MET) == [expected]


def test_of_the_talks_only_what_grammar_ties_to_them_counts():
    told = (MET, "The talks were held in Vienna on the situation in Oslo.")
    assert added(*told) == [(None, "Vienna")]


def test_who_arrived_here_arrived_at_the_place_of_the_dateline():
    article = article_from_text(
        "LIMA, May 14 (Reuters) - Kenyan Foreign Minister Ada Wekesa arrived here from Chile on Monday and smiled. "
        "Wekesa met Peruvian President Luis Quilca, and the two were said to have talked about the war for hours."
    )
    occasions = gather(reports(article, (0, *HELD)))
    add_circumstances(article, occasions)
    assert occasions[0].place.name == "LIMA"


def told_last(before, *told, who=BOTH):
    """Return words of the time and name of the place of the meeting that an article's last passage reports."""
    article = make_article(*told)
    drafts = [*([before] if before else []), (-1, who, "held", "in_person")]
    occasions = gather(reports(article, *drafts))
    add_circumstances(article, occasions)
    last = occasions[-1]
    return last.time and last.time.time.text, last.place and last.place.name


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("After calling on Luis Quilca, Ada Wekesa met Eva Marin.", ("on Monday", "Vienna")),
        ("Before calling on Luis Quilca, Ada Wekesa met Eva Marin.", (None, None)),
        ("After calling on Luis Quilca, Ada Wekesa met Eva Marin in Oslo on Tuesday.", ("on Tuesday", "Oslo")),
    ],
)
def test_who_is_met_after_somebody_else_is_met_there_and_then(sentence, expected):
    assert told_last((0, *HELD), MET.replace(".", " in Vienna on Monday."), sentence, who=(ADA, EVA)) == expected


def test_another_meeting_of_one_visit_was_in_the_city_of_the_country_that_was_visited():
    visited = "Ada Wekesa visited Austria."
    told = (visited, MET.replace(".", " in Vienna."), "Ada Wekesa also met Eva Marin.")
    article = make_article(*told)
    occasions = gather(reports(article, (0, *HELD), (1, (ADA, EVA), "held", "in_person")))
    add_circumstances(article, occasions)
    assert [occasion.place.name for occasion in occasions] == ["Vienna", "Vienna"]


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("In Oslo, a meeting of Kenya and Peru was opened on Monday.", ("on Monday", "Oslo")),
        ("In Oslo, a meeting of Kenya and Chile was opened on Monday.", (None, None)),
    ],
)
def test_a_first_sentence_that_names_their_states_speaks_of_those_who_met(lead, expected):
    assert told_last(None, lead, MET) == expected


def test_of_a_meeting_long_before_the_first_sentence_tells_nothing():
    lead = "In Oslo, a meeting of Kenya and Peru was opened on Monday."
    assert told_last(None, lead, MET.replace(" met ", " last met ")) == (None, None)


def test_who_says_more_of_a_meeting_vouches_for_it():
    rumour = MET.replace(".", ", unnamed aides said.")
    for said, status in (
        ("The Kenyan ministry said the meeting took place in Vienna.", Status.HELD),
        ("Unnamed aides said the meeting took place in Vienna.", Status.UNCONFIRMED),
    ):
        article = make_article(rumour, said)
        (occasion,) = gather(reports(article, (0, *HELD)))
        add_circumstances(article, [occasion])
        assert occasion.status is status


@pytest.mark.parametrize(
    ("before", "sentence", "expected"),
    [
        (
            "said Monday in Vienna",
            "She spoke about the conflict during a meeting with Luis Quilca.",
            ("Monday", "Vienna"),
        ),
        ("said Monday in Vienna", "Speaking after a meeting with Luis Quilca, Ada Wekesa smiled.", (None, "Vienna")),
        ("said Monday in Vienna", "Ada Wekesa met Luis Quilca.", (None, None)),
        ("was told Monday", "She spoke about the conflict during a meeting with Luis Quilca.", (None, None)),
    ],
)
def test_who_speaks_at_a_meeting_speaks_where_and_when_he_was_said_to(before, sentence, expected):
    assert told_last(None, f"Kenyan Foreign Minister Ada Wekesa {before} that peace was near.", sentence) == expected


HAILED = "Kenyan Foreign Minister Ada Wekesa on Monday hailed the treaty."


@pytest.mark.parametrize(
    ("before", "sentence", "expected"),
    [
        (HAILED, "She told reporters after meeting Luis Quilca that peace was near.", "on Monday"),
        (HAILED, '"Peace is near," she said when meeting Luis Quilca.', "on Monday"),
        (HAILED, "After talks with Luis Quilca, Ada Wekesa said that peace was near.", "on Monday"),
        ("It rained.", "Ada Wekesa said on Monday after a meeting with Luis Quilca that peace was near.", "on Monday"),
        (HAILED, "Following talks with Luis Quilca on Friday, Ada Wekesa said that peace was near.", "on Friday"),
        (HAILED, "Ada Wekesa met Luis Quilca.", None),
        ("Farmers on Monday hailed Ada Wekesa.", "She told reporters after meeting Luis Quilca that it rained.", None),
        (HAILED, "Aides say Ada Wekesa told reporters after meeting Luis Quilca that peace was near.", None),
    ],
)
def test_who_speaks_after_a_meeting_speaks_on_its_day(before, sentence, expected):
    assert told_last(None, before, sentence)[0] == expected


def test_who_will_speak_after_a_meeting_tells_no_day_yet():
    article = make_article(HAILED, "She will tell reporters after meeting Luis Quilca that peace is near.")
    (occasion,) = gather(reports(article, (0, BOTH, "planned", "in_person")))
    add_circumstances(article, [occasion])
    assert occasion.time is None


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ("The talks will resume in Oslo on Friday.", (None, None)),
        ("The talks began in Oslo on Friday.", ("on Friday", "Oslo")),
    ],
)
def test_what_comes_later_is_not_when_people_met(later, expected):
    assert added(MET, later) == [expected]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Ada Wekesa started a visit to Austria on May 9.", None),
        ("Ada Wekesa started a visit to Austria on May 13.", "on May 13"),
        ("Ada Wekesa paid a visit to Austria on May 9.", "on May 9"),
    ],
)
def test_the_first_day_of_a_journey_need_not_be_that_of_a_meeting(before, expected):
    assert told_last(None, before, "Ada Wekesa also met Luis Quilca.")[0] == expected


def test_the_last_meeting_of_two_is_none_of_this_journey():
    before = "Ada Wekesa visited Vienna on Monday."
    assert told_last(None, before, "Ada Wekesa held talks with Luis Quilca.") == ("on Monday", "Vienna")
    former = "After her most recent meeting with Luis Quilca, Ada Wekesa said that peace was near."
    assert told_last(None, before, former)[1] is None


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Ada Wekesa returned home on Thursday from Oslo.", "Oslo"),
        ("Ada Wekesa returned home on Thursday from Oslo and from Vienna.", None),  # which of the two?
        ("Ada Wekesa praised Oslo on Thursday.", None),
    ],
)
def test_there_is_the_city_of_the_sentence_before(before, expected):
    assert added(before, "She had met Luis Quilca there.", drafts=[(BOTH, "held", "in_person")])[0][1] == expected


def test_where_an_office_came_its_holder_met():
    arrived = "Peru's foreign minister arrived in Vienna on Monday."
    assert added(arrived, "Luis Quilca met Ada Wekesa.") == [("on Monday", "Vienna")]
    assert added(arrived, "Kenyan President Ada Wekesa met Luis Quilca.") == [(None, None)]


@pytest.mark.parametrize(
    ("behind", "place"),
    [
        ("Ada Wekesa arrived in Lima from Vienna.", "Lima"),
        # not in the other one's state, or on the way back
        ("Ada Wekesa arrived in Vienna on Tuesday.", None),
        ("Ada Wekesa flew to Lima on Tuesday.", None),
        ("Ada Wekesa arrived in Nairobi.", None),
    ],
)
def test_who_then_arrived_in_the_others_state_met_him_there(behind, place):
    assert added(MET, behind)[0][1] == place


def test_the_trip_that_is_put_off_has_the_day_for_which_it_was_scheduled():
    trip = "The trip of Ada Wekesa to Peru scheduled for May 20 has been postponed."
    plan = "She was to meet Peruvian President Luis Quilca in Lima."
    drafts = [((LUIS, ADA), "cancelled", "in_person")]
    assert added(trip, plan, drafts=drafts) == [("May 20", "Lima")]
