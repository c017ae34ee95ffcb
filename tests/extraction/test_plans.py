"""plans.py: which readings an effort pays for, and what comes of two readings of one article."""

import pytest

from llmextract.extraction import syntax
from llmextract.extraction.cast import build_cast
from llmextract.extraction.gathering import gather
from llmextract.extraction.plans import PLANS, agree, choose_plan
from llmextract.prompting.topics import TopicsAnswer
from tests.extraction_support import Scripted, make_article, reports
from tests.whole_article_support import answer, draw, meeting, people

ADA, LUIS, EVA = "Ada Wekesa", "Luis Quilca", "Eva Marin"
BOTH = (ADA, LUIS)
MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Lima on Tuesday."
HELD = answer({"people": list(BOTH), "format": "in_person", "status": "held"})
TOPICS = '{"topics": [{"label": "grain exports", "category": "economy"}]}'


def readings(by_clause, whole):
    """Put two readings of the same sentences together; return the readings of each meeting by its first sentence."""
    article = make_article(*dict.fromkeys(sentence for sentence, *_ in (*by_clause, *whole)))
    cast = build_cast(article)
    places = [sentence.text for sentence in article.sentences]

    def read(told):
        return [
            found
            for sentence, *draft in told
            for found in gather(reports(article, (places.index(sentence), *draft), cast=cast))
        ]

    return [(found.reports[0].sentence, found.readings) for found in agree(read(by_clause), read(whole))]


FIRST = (MET, BOTH, "held", "in_person")


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        ([], [(0, 1)]),
        ([FIRST], [(0, 2)]),
        ([(MET, BOTH, "held", "unknown")], [(0, 2)]),
        # Contradictions on a sentence that the clauses have read already: the clauses are trusted.
        ([(MET, BOTH, "held", "call")], [(0, 1)]),
        ([(MET, BOTH, "planned", "in_person")], [(0, 1)]),
        # What only the whole reading saw.
        ([FIRST, ("Ada Wekesa received Eva Marin.", (ADA, EVA), "held", "in_person")], [(0, 2), (1, 1)]),
        ([("Wekesa met Quilca again on Friday.", BOTH, "held", "in_person")], [(0, 1), (1, 1)]),
        ([("Wekesa met Quilca in Oslo.", BOTH, "held", "in_person")], [(0, 1), (1, 1)]),
        # The same meeting, read from another sentence.
        ([("Wekesa met Quilca on Tuesday.", BOTH, "held", "in_person")], [(0, 2)]),
    ],
)
def test_the_readings_of_a_meeting_are_counted(whole, expected):
    assert readings([FIRST], whole) == expected


def test_a_whole_reading_alone_is_taken_as_it_is_and_sorted():
    later, first = ("Ada Wekesa received Eva Marin.", (ADA, EVA), "held", "in_person"), FIRST
    assert readings([], [first, later]) == [(0, 1), (1, 1)]


def test_of_several_that_fit_the_one_with_most_people_is_confirmed():
    two = (MET, BOTH, "held", "in_person")
    three = ("Eva Marin met Ada Wekesa and Luis Quilca on Monday.", (EVA, *BOTH), "held", "in_person")
    whole = ("Wekesa, Quilca and Marin met.", (EVA, *BOTH), "held", "in_person")
    assert readings([two, three], [whole]) == [(0, 1), (1, 2)]


def test_low_asks_once_normal_by_clause_and_high_both():
    assert {effort: (plan.by_clause, plan.whole) for effort, plan in PLANS.items()} == {
        "low": (False, True),
        "normal": (True, False),
        "high": (True, True),
    }


def test_high_asks_about_topics_only_for_what_the_clauses_reported():
    article = make_article(MET, "The talks covered grain exports.", "It rained.", "On Monday Eva Marin saw Jo Banda.")
    topics = [{"label": "grain exports", "category": "economy"}]
    whole = answer(meeting([1], BOTH), meeting([4], [EVA, "Jo Banda"], topics=topics, status="unconfirmed"))
    model = Scripted(HELD, whole, topics=[TOPICS])
    record = draw(article, model, effort="high")
    assert not any(EVA in model.question(at) for at, (_, form, _) in enumerate(model.asked) if form is TopicsAnswer)
    assert [set(people(record, found)) for found in record.meetings] == [set(BOTH), {EVA, "Jo Banda"}]
    assert [[topic.label for topic in found.topics] for found in record.meetings] == [["grain exports"]] * 2


def test_high_reads_a_member_whom_only_the_model_found():
    article = make_article(MET, "Redfront saw Eva Marin.")
    whole = answer(meeting([2], ["Redfront", EVA]))
    model = Scripted(HELD, whole)
    record = draw(article, model, effort="high")
    assert [set(people(record, found)) for found in record.meetings] == [set(BOTH), {"Redfront", EVA}]


def test_low_parses_nothing(monkeypatch):
    def refuse():
        raise AssertionError("parsed")

    monkeypatch.setattr(syntax, "_pipeline", refuse)
    article = make_article("Ada Wekesa met Luis Quilca, the low way.", "The talks, the low way, were held in Lima.")
    model = Scripted(answer(meeting([1], BOTH)))
    record = draw(article, model)
    assert [set(people(record, found)) for found in record.meetings] == [set(BOTH)]
    assert record.meetings[0].place.city == "Lima"


def test_normal_asks_nothing_about_the_whole():
    model = Scripted(HELD)
    record = draw(make_article("Ada Wekesa spoke with Luis Quilca during a visit."), model, effort="normal")
    assert len(model.asked) == 1
    assert len(record.meetings) == 1


@pytest.mark.parametrize(
    ("text", "by_clause"),
    [
        ("Ada Wekesa met Luis Quilca.", True),
        ("Ада Векеса встретила Луиса.", True),
        ("التقى وزير الخارجية أحمد الدربي", False),
        ("部长会见了总统。", False),
        ("部长会见了总统。 Ada Wekesa", True),  # half of the letters have capitals
        ("12. 5. 2031", True),  # without letters there is nothing that speaks against it
        ("", True),
    ],
)
def test_a_script_without_capitals_is_read_as_a_whole(text, by_clause):
    assert choose_plan("normal", text) == PLANS["normal" if by_clause else "low"]
    assert choose_plan("high", text) == PLANS["high" if by_clause else "low"]
    assert choose_plan("low", text) == PLANS["low"]


def test_an_article_without_capitals_is_asked_about_once_though_normal_is_wanted():
    article = make_article("部长会见了总统。", language="zh")
    model = Scripted(answer())
    assert draw(article, model, effort="normal").meetings == ()
    assert len(model.asked) == 1
