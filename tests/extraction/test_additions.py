"""additions.py: when and where, told by other sentences than the report."""

import datetime

import pytest

from llmextract.extraction.additions import add_circumstances
from llmextract.extraction.gathering import gather
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
