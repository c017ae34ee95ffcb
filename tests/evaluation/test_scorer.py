import json
import time

import pytest

from llmextract.errors import ConfigurationError
from llmextract.evaluation import CALIBRATION_FIGURES, Figure, Tally, score
from llmextract.evaluation.scorer import FOUND, SHARES, score_document


def values(*pairs):
    return {name: figure.value for name, figure in score(pairs, resamples=40).figures.items()}


@pytest.fixture
def tallied(gold, record):
    """Count one document, given its predicted and its gold meetings."""

    def tally(predicted, wanted):
        return score_document(gold(*wanted), record(*predicted)).tallies

    return tally


def test_a_perfect_record_scores_one_everywhere(*, gold, gold_meeting, gold_participant, gold_topic, record, meeting):
    document = gold(
        gold_meeting(
            "Ada Novak",
            gold_participant("Juan Ortega", attendance=["denied", "unconfirmed"]),
            topics=[gold_topic("trade", ["trade"], ["economy"])],
        )
    )
    novak = {"name": "Ada Novak", "confidence": 1.0}
    ortega = {"name": "Juan Ortega", "attendance": "denied", "confidence": 1.0}
    found = record(meeting(novak, ortega, topics=[("trade", "economy")], confidence=1.0))
    scores = values((document, found))
    assert {name for name, value in scores.items() if value == 0.0} == set(CALIBRATION_FIGURES)
    assert set(scores.values()) == {0.0, 1.0}


def test_a_missed_meeting_costs_recall_and_its_participants_and_topics(
    tallied, gold_meeting, gold_participant, gold_topic
):
    topics = [gold_topic("trade", ["trade"], ["economy"]), gold_topic("fish", ["fish"], ["economy"], optional=True)]
    wanted = gold_meeting("Ada Novak", gold_participant("Eva Lund", optional=True), topics=topics)
    counts = tallied([], [wanted])
    assert counts["meeting"] == counts["participant"] == counts["topic"] == counts["strict"] == Tally(0, 0, 1)
    assert counts["status"] == counts["attendance"] == Tally()


def test_an_invented_meeting_costs_precision_and_its_participants_and_topics(tallied, meeting):
    counts = tallied([meeting("Ada Novak", "Juan Ortega", topics=[("trade", "economy")])], [])
    assert counts["meeting"] == counts["strict"] == counts["topic"] == Tally(0, 1, 0)
    assert counts["participant"] == Tally(0, 2, 0)


@pytest.mark.parametrize("found", [True, False])
def test_an_optional_meeting_counts_for_nothing_missing_or_found(tallied, gold_meeting, gold_topic, meeting, found):
    wanted = gold_meeting("Ada Novak", "Juan Ortega", optional=True, topics=[gold_topic("fish", ["fish"], ["economy"])])
    predicted = meeting("Ada Novak", "Eva Lund", topics=[("trade", "economy")], status="denied")
    counts = tallied([predicted] if found else [], [wanted])
    grounded = counts.pop("grounded")
    assert set(counts.values()) == {Tally()}
    assert grounded == Tally.share(int(found), int(found))


def test_participants_are_counted_over_pairs_and_unpaired(tallied, gold_meeting, meeting):
    wanted = [gold_meeting("Ada Novak", "Juan Ortega"), gold_meeting("Maria Lund", date=["2024-12-01"])]
    predicted = [meeting("Ada Novak", "Tom Berg"), meeting("Olga Petrova")]
    assert tallied(predicted, wanted)["participant"] == Tally(1, 3, 3)


def test_accuracies_are_over_the_pairs(tallied, gold_meeting, meeting):
    wanted = [gold_meeting("Ada Novak"), gold_meeting("Maria Lund", date=["2024-12-01"]), gold_meeting("Juan Ortega")]
    predicted = [meeting("Ada Novak", status="planned", country=None), meeting("Maria Lund", city=None)]
    counts = tallied(predicted, wanted)
    assert {field: counts[field].hits for field in ("status", "format", "date", "city", "country")} == {
        "status": 1,
        "format": 2,
        "date": 1,
        "city": 1,
        "country": 1,
    }
    assert {counts[field].gold for field in ("status", "format", "date", "city", "country")} == {2}


def test_attendance_is_judged_for_the_matched_who_are_not_optional(tallied, gold_meeting, gold_participant, meeting):
    wanted = gold_meeting(
        "Ada Novak",
        gold_participant("Juan Ortega", attendance=["unconfirmed", "confirmed"]),
        gold_participant("Eva Lund", optional=True, attendance=["denied"]),
        "Tom Berg",
    )
    predicted = meeting({"name": "Ada Novak", "attendance": "denied"}, "Juan Ortega", "Eva Lund")
    assert tallied([predicted], [wanted])["attendance"] == Tally.share(1, 2)


@pytest.mark.parametrize(
    ("accepted", "predicted", "found"),
    [
        (["denied"], "denied", True),
        (["denied"], "unconfirmed", False),
        (["denied", "unconfirmed"], "unconfirmed", True),
        (["unconfirmed", "confirmed"], "unconfirmed", True),
        (["unconfirmed", "confirmed"], "confirmed", False),
    ],
)
def test_a_non_confirmed_participant_is_found_with_a_non_confirmed_answer(
    *, tallied, gold_meeting, gold_participant, meeting, accepted, predicted, found
):
    wanted = gold_meeting("Ada Novak", gold_participant("Juan Ortega", attendance=accepted))
    person = {"name": "Juan Ortega", "attendance": predicted}
    assert tallied([meeting("Ada Novak", person)], [wanted])["non_confirmed"] == Tally.share(int(found), 1)


def test_a_non_confirmed_participant_may_be_missed_with_the_meeting_or_alone(
    tallied, gold_meeting, gold_participant, meeting
):
    denied = gold_participant("Juan Ortega", attendance=["denied"])
    first_confirmed = gold_participant("Eva Lund", attendance=["confirmed", "denied"])
    optional = gold_participant("Tom Berg", attendance=["denied"], optional=True)
    wanted = gold_meeting("Ada Novak", denied, first_confirmed, optional)
    assert tallied([], [wanted])["non_confirmed"] == Tally.share(0, 1)
    assert tallied([meeting("Ada Novak")], [wanted])["non_confirmed"] == Tally.share(0, 1)


@pytest.mark.parametrize(
    ("change", "right"),
    [
        ({}, True),
        ({"format": "call"}, True),
        ({"country": None}, True),
        ({"status": "planned"}, False),
        ({"date": None}, False),
        ({"city": None}, False),
    ],
)
def test_a_strict_record_needs_status_date_and_city(tallied, gold_meeting, meeting, change, right):
    counts = tallied([meeting("Ada Novak", "Juan Ortega", **change)], [gold_meeting("Ada Novak", "Juan Ortega")])
    assert counts["strict"] == Tally(int(right), 1, 1)
    assert counts["meeting"] == Tally(1, 1, 1)


@pytest.mark.parametrize(
    ("people", "right"),
    [
        (["Ada Novak", "Juan Ortega"], True),
        (["Ada Novak", "Juan Ortega", "Eva Lund"], True),
        (["Ada Novak"], False),
        (["Ada Novak", "Juan Ortega", "Tom Berg"], False),
        (["Ada Novak", "Juan Ortega", "Ortega"], False),
    ],
)
def test_a_strict_record_needs_everybody_and_nobody_else(
    *, tallied, gold_meeting, gold_participant, meeting, people, right
):
    wanted = gold_meeting("Ada Novak", "Juan Ortega", gold_participant("Eva Lund", optional=True))
    assert tallied([meeting(*people)], [wanted])["strict"] == Tally(int(right), 1, 1)


def test_a_quote_is_grounded_when_it_stands_in_the_text_but_for_white_space(tallied, meeting, quote):
    quotes = ["Monday. They  spoke", "ada novak", " ", "Ada Novak"]
    person = {"name": "Ada Novak", "evidence": [quote("met Juan Ortega")]}
    assert tallied([meeting(person, quotes=quotes)], [])["grounded"] == Tally.share(3, 5)


def test_scores_are_micro_averages(gold, gold_meeting, record, meeting):
    pairs = [
        (gold(gold_meeting("Ada Novak"), stem="x1"), record(meeting("Ada Novak"))),
        (gold(gold_meeting("Ada Novak"), gold_meeting("Juan Ortega"), gold_meeting("Eva Lund"), stem="x2"), record()),
        (gold(stem="x3"), record(meeting("Ada Novak"))),
    ]
    scores = values(*pairs)
    assert (scores["meeting_precision"], scores["meeting_recall"]) == (0.5, 0.25)
    assert scores["meeting_f1"] == scores["strict_f1"] == pytest.approx(1 / 3)


def test_a_text_without_a_record_counts_as_nothing_found(gold, gold_meeting):
    scores = score([(gold(gold_meeting("Ada Novak")), None)], resamples=40)
    assert scores.figures["meeting_recall"].value == 0.0
    assert scores.documents[0].failed
    assert scores.to_dict()["failed"] == 1


def test_without_documents_there_are_no_scores():
    assert set(score([]).figures.values()) == {Figure(None, None, None)}


def test_every_measure_has_its_figures(gold, record):
    names = {f"{measure}_{ratio}" for measure in FOUND for ratio in ("precision", "recall", "f1")}
    assert set(values((gold(), record()))) == names | set(SHARES.values()) | set(CALIBRATION_FIGURES)


def test_scores_become_plain_data(gold, gold_meeting, record, meeting):
    scores = score([(gold(gold_meeting("Ada Novak")), record(meeting("Eva Lund", "Ada Novak")))], resamples=40, seed=7)
    data = json.loads(json.dumps(scores.to_dict()))
    assert (data["documents"], data["failed"], data["resamples"], data["seed"]) == (1, 0, 40, 7)
    assert data["figures"]["participant_precision"] == {"value": 0.5, "low": 0.5, "high": 0.5}
    assert data["counts"]["participant"] == {"hits": 1, "predicted": 2, "gold": 1}
    assert data["per_document"][0]["counts"]["strict"] == {"hits": 0, "predicted": 1, "gold": 1}
    assert data["per_document"][0]["differences"][0]["kind"] == "invented participant"
    assert data["per_document"][0]["statements"][0] == {"kind": "meeting", "confidence": None, "right": True}
    assert data["calibration"]["all"]["without_confidence"] == 3
    assert len(data["calibration"]["participant"]["bins"]) == 10


def test_the_same_seed_gives_the_same_intervals(gold, gold_meeting, record, meeting):
    good = (gold(gold_meeting("Ada Novak")), record(meeting("Ada Novak")))
    bad = (gold(gold_meeting("Ada Novak")), record())
    pairs = [good, bad, good, good, bad]
    assert score(pairs) == score(pairs)
    recall = score(pairs).figures["meeting_recall"]
    assert recall.low < recall.value == 0.6 < recall.high


def test_too_few_resamples_are_refused():
    with pytest.raises(ConfigurationError, match="39 resamples are too few"):
        score([], resamples=39)


def test_thirty_documents_are_scored_within_two_seconds(gold, gold_meeting, gold_topic, record, meeting):
    topics = [gold_topic("trade", ["trade"], ["economy"])]
    people = ["Ada Novak", "Juan Ortega", "Eva Lund", "Tom Berg"]
    document = gold(*(gold_meeting(*people, date=[f"2024-12-0{day}"], topics=topics) for day in range(1, 5)))
    extraction = record(*(meeting(*people, topics=[("trade", "economy")]) for _ in range(4)))
    start = time.process_time()
    score([(document, extraction)] * 30)
    assert time.process_time() - start < 2
