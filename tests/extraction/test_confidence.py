"""confidence.py: the facts that speak for a meeting and a participant, and the probability that they come to."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction import confidence
from llmextract.extraction.cast import build_cast
from llmextract.extraction.confidence import (
    meeting_confidence,
    meeting_features,
    participant_confidence,
    participant_features,
)
from llmextract.extraction.contests import find_contests
from llmextract.extraction.gathering import gather
from llmextract.prompting.passage import Belief
from tests.extraction_support import make_article, reports

ADA, LUIS = "Ada Wekesa", "Luis Quilca"
BOTH = (ADA, LUIS)
MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca."


def occasion(*told, people=BOTH, beliefs=()):
    """Gather one report of each sentence into one meeting; beliefs are those of the reports in order."""
    article = make_article(*told)
    cast = build_cast(article)
    found = reports(article, *((number, people, "held", "in_person") for number in range(len(told))), cast=cast)
    for number, belief in enumerate(beliefs):
        found[number] = replace(found[number], draft=replace(found[number].draft, belief=belief))
    (gathered,) = gather(found)
    return gathered


def facts(found):
    return {name for name, value in meeting_features(found).items() if value == 1.0}


def test_a_plain_report_of_two_people():
    assert facts(occasion(MET)) == {"certain"}


def test_what_is_told_or_read_twice_counts():
    assert "told_twice" in facts(occasion(MET, "Wekesa and Quilca met."))
    once = occasion(MET)
    assert "told_twice" not in facts(once)
    once.readings = 2
    assert "told_twice" in facts(once)


def test_words_that_leave_doubt_are_not_certain():
    told = "Ada Wekesa asistirá a una conferencia que organizará Luis Quilca."
    (found,) = gather(reports(make_article(told, language="es"), (0, BOTH, "planned", "in_person")))
    assert "certain" not in facts(found)
    article = make_article("Kenyan President Ada Wekesa met Kenyan lawmaker Luis Quilca.")
    (found,) = gather(reports(article, (0, BOTH, "held", "in_person")))
    assert "certain" not in facts(found)


def test_a_contested_meeting_and_a_contested_guest():
    article = make_article(MET, "Peru denied that Quilca was in Nairobi.")
    cast = build_cast(article)
    (found,) = gather(reports(article, (0, BOTH, "held", "in_person"), cast=cast))
    assert meeting_features(found)["contested"] == 0.0
    found.contests += find_contests(article, cast)
    assert meeting_features(found)["contested"] == 1.0
    assert [participant_features(found, member)["contested"] for member in found.members] == [0.0, 1.0]


def test_the_models_belief_is_the_highest_of_the_reports():
    found = occasion(MET, "Wekesa and Quilca met.", beliefs=[Belief(0.25, 0.75), Belief(0.875, None)])
    features = meeting_features(found)
    assert (features["believed"], features["status_believed"]) == (0.875, 0.75)


def test_an_unknown_belief_counts_as_a_usual_one():
    for beliefs in ((), (Belief(None, None),)):
        features = meeting_features(occasion(MET, beliefs=beliefs))
        assert (features["believed"], features["status_believed"]) == (0.65, 0.97)


def test_what_is_told_of_a_participant_counts():
    found = occasion("Ada Wekesa met Peruvian President Luis Quilca.", "Wekesa met Quilca.")
    ada, luis = (participant_features(found, member) for member in found.members)
    assert (ada["office"], luis["office"]) == (0.0, 1.0)
    assert ada["person"] == ada["named_there"] == ada["told_twice"] == 1.0
    assert ada["contested"] == 0.0


def test_a_country_is_no_person_and_who_is_only_meant_is_not_named_there():
    found = occasion("Kenya held talks with Peru.", people=("Kenya", "Peru"))
    assert participant_features(found, found.members[0])["person"] == 0.0
    article = make_article(MET, "She met Quilca again on Friday.")
    _, again = gather(reports(article, (0, BOTH, "held", "in_person"), (1, BOTH, "held", "in_person")))
    assert [participant_features(again, member)["named_there"] for member in again.members] == [0.0, 1.0]


def test_every_fact_has_a_weight_and_every_weight_a_fact():
    found = occasion(MET)
    weights = confidence._weights()
    assert set(weights) == {"meeting", "participant"}
    assert set(weights["meeting"]) == {"intercept", *meeting_features(found)}
    assert set(weights["participant"]) == {"intercept", *participant_features(found, found.members[0])}


FOUND = occasion(MET.replace(".", " in Lima."), "Wekesa met Quilca.", beliefs=[Belief(0.9, 0.8)])
MEETING, PARTICIPANT = meeting_features(FOUND), participant_features(FOUND, FOUND.members[0])


def weights_of(names):
    return st.fixed_dictionaries({name: st.floats(-1e6, 1e6) for name in ("intercept", *names)})


@settings(max_examples=80, deadline=None)
@given(weights_of(MEETING), weights_of(PARTICIPANT))
def test_with_any_weights_a_confidence_is_a_probability(meeting, participant):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confidence, "_weights", lambda: {"meeting": meeting, "participant": participant})
        assert 0 <= meeting_confidence(FOUND) <= 1
        assert all(0 <= participant_confidence(FOUND, member) <= 1 for member in FOUND.members)
        assert all(0 <= value <= 1 for value in participant_features(FOUND, FOUND.members[0]).values())


@settings(max_examples=40, deadline=None)
@given(weights_of(MEETING), st.sampled_from([name for name, value in MEETING.items() if value]), st.floats(0, 100))
def test_more_weight_on_a_fact_that_holds_never_makes_a_meeting_less_probable(weights, name, more):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confidence, "_weights", lambda: {"meeting": weights})
        before = meeting_confidence(FOUND)
        weights[name] += more
        assert meeting_confidence(FOUND) >= before


def test_a_meeting_without_weights_is_as_probable_as_the_intercept_says(monkeypatch):
    nothing = dict.fromkeys(MEETING, 0.0)
    monkeypatch.setattr(confidence, "_weights", lambda: {"meeting": {"intercept": 0.0, **nothing}})
    assert meeting_confidence(FOUND) == 0.5
    monkeypatch.setattr(confidence, "_weights", lambda: {"meeting": {"intercept": 0.0, **nothing, "certain": 1.0}})
    assert meeting_confidence(FOUND) == pytest.approx(0.731, abs=0.0005)  # 1 / (1 + 1/e)
