import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation import Statement, score
from llmextract.evaluation.calibration import BINS, calibrate, list_statements, reliability
from llmextract.evaluation.pairing import pair_meetings
from llmextract.evaluation.tally import draw_samples

judged = st.lists(st.builds(Statement, st.sampled_from(["meeting", "participant"]), st.floats(0, 1), st.booleans()))


def said(name, confidence, **fields):
    return {"name": name, "confidence": confidence, **fields}


@pytest.fixture
def statements(gold, record):
    """List the statements of a record of one document, given its predicted and its gold meetings."""

    def find(predicted, wanted):
        return [tuple(one) for one in list_statements(pair_meetings(record(*predicted), gold(*wanted)))]

    return find


def test_a_paired_meeting_and_its_matched_participants_are_right(statements, gold_meeting, meeting):
    predicted = meeting(said("Ada Novak", 0.9), said("Juan Ortega", 0.6), confidence=0.8)
    assert statements([predicted], [gold_meeting("Ada Novak", "Juan Ortega")]) == [
        ("meeting", 0.8, True),
        ("participant", 0.9, True),
        ("participant", 0.6, True),
    ]


def test_a_wrong_field_does_not_make_a_paired_meeting_wrong(statements, gold_meeting, meeting):
    predicted = meeting("Ada Novak", confidence=0.8, status="denied", city=None, date=None)
    assert statements([predicted], [gold_meeting("Ada Novak")])[0] == ("meeting", 0.8, True)


def test_an_invented_participant_and_a_wrong_attendance_are_wrong(statements, gold_meeting, meeting):
    predicted = meeting(said("Tom Berg", 0.4), said("Ada Novak", 0.9, attendance="denied"), confidence=0.8)
    assert statements([predicted], [gold_meeting("Ada Novak")]) == [
        ("meeting", 0.8, True),
        ("participant", 0.4, False),
        ("participant", 0.9, False),
    ]


def test_an_unpaired_meeting_and_its_participants_are_wrong(statements, gold_meeting, meeting):
    predicted = meeting(said("Tom Berg", 0.4), "Eva Lund", confidence=0.3)
    assert statements([predicted], [gold_meeting("Ada Novak")]) == [
        ("meeting", 0.3, False),
        ("participant", 0.4, False),
        ("participant", None, False),
    ]


def test_what_is_optional_is_not_judged(statements, gold_meeting, gold_participant, meeting):
    optional = gold_meeting("Maria Lund", "Tom Berg", optional=True)
    wanted = gold_meeting("Ada Novak", gold_participant("Eva Lund", optional=True))
    predicted = [
        meeting(said("Maria Lund", 0.2), said("Olga Petrova", 0.1), confidence=0.1),
        meeting(said("Eva Lund", 0.3, attendance="denied"), said("Ada Novak", 0.7), confidence=0.9),
    ]
    assert statements(predicted, [optional, wanted]) == [("meeting", 0.9, True), ("participant", 0.7, True)]


def test_the_brier_score_and_the_table_are_as_computed_by_hand():
    found = reliability(
        [
            Statement("meeting", 0.8, right=True),
            Statement("meeting", 0.8, right=False),
            Statement("participant", 1.0, right=True),
            Statement("participant", 0.1, right=False),
            Statement("participant", None, right=True),
        ]
    )
    assert (found.count, found.without_confidence) == (4, 1)
    assert found.brier == pytest.approx((0.2**2 + 0.8**2 + 0 + 0.1**2) / 4)
    assert found.ece == pytest.approx((2 * 0.3 + 0 + 0.1) / 4)
    filled = {number: line for number, line in enumerate(found.bins) if line.count}
    assert sorted(filled) == [1, 8, 9]
    assert (filled[8].low, filled[8].high, filled[8].count) == (0.8, 0.9, 2)
    assert (filled[8].confidence, filled[8].right) == (pytest.approx(0.8), 0.5)
    assert (found.bins[0].confidence, found.bins[0].right) == (None, None)


@pytest.mark.parametrize("number", range(BINS))
def test_a_bin_begins_with_its_lower_end(number):
    bins = reliability([Statement("meeting", number / BINS, right=True)]).bins
    assert bins[number].count == 1
    assert bins[number].low == number / BINS


def test_the_last_bin_holds_certainty():
    assert reliability([Statement("meeting", 1.0, right=True)]).bins[-1].count == 1


def test_always_to_say_one_half_scores_a_quarter():
    assert reliability([Statement("meeting", 0.5, right=right) for right in (True, False, False)]).brier == 0.25


def test_without_confidences_nothing_is_judged():
    found = reliability([Statement("meeting", None, right=False)] * 3)
    assert (found.count, found.without_confidence, found.brier, found.ece) == (0, 3, None, None)


@given(judged)
def test_scores_are_between_zero_and_one_and_the_table_holds_every_statement(statements):
    found = reliability(statements)
    assert sum(line.count for line in found.bins) == found.count == len(statements)
    for line in found.bins:
        if line.count:
            assert line.low - 1e-12 <= line.confidence <= line.high + 1e-12
            assert 0 <= line.right <= 1
    if statements:
        assert 0 <= found.brier <= 1
        assert 0 <= found.ece <= 1
        # Means of bins are no further apart than single statements, and these no further than in the root mean square.
        assert found.ece <= found.brier**0.5 + 1e-9


@given(st.lists(judged, max_size=5))
def test_the_pooled_score_lies_between_those_of_the_two_kinds(documents):
    calibration, figures = calibrate(documents, draw_samples(len(documents), resamples=40, seed=1))
    parts = [calibration[kind].brier for kind in ("meeting", "participant") if calibration[kind].count]
    assert calibration["all"].count == calibration["meeting"].count + calibration["participant"].count
    if parts:
        assert min(parts) - 1e-12 <= figures["brier"].value <= max(parts) + 1e-12
    else:
        assert figures["brier"].value is None


def test_figures_have_intervals_over_documents(gold, gold_meeting, record, meeting):
    sure = (gold(gold_meeting("Ada Novak")), record(meeting(said("Ada Novak", 0.9), confidence=0.9)))
    wrong = (gold(), record(meeting(said("Ada Novak", 0.9), confidence=0.9)))
    scores = score([sure, wrong, sure, sure])
    brier = scores.figures["brier"]
    assert brier.value == pytest.approx((3 * 0.01 + 0.81) / 4)
    assert brier.low == pytest.approx(0.01)
    assert brier.low < brier.value < brier.high
    assert scores.figures["ece"].value == pytest.approx(0.15)
    assert scores.figures["brier_meeting"].value == scores.figures["brier_participant"].value
    assert scores.calibration["all"].brier == brier.value


def test_records_without_confidences_have_no_figures(gold, gold_meeting, record, meeting):
    scores = score([(gold(gold_meeting("Ada Novak")), record(meeting("Ada Novak")))] * 2)
    assert scores.figures["brier"].value is None
    assert scores.calibration["participant"].without_confidence == 2
