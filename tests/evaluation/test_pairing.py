import pytest

from llmextract.evaluation.matching import match_participants
from llmextract.evaluation.pairing import pair_meetings, pair_score


@pytest.fixture
def scored(gold, record):
    def score_pair(predicted, wanted):
        extraction, document = record(predicted), gold(wanted)
        people = match_participants(extraction.actors, document.meetings[0].participants)
        return pair_score(extraction.meetings[0], document.meetings[0], people)

    return score_pair


def test_a_pair_scores_its_participants_date_and_city(scored, meeting, gold_meeting):
    wanted = gold_meeting("Ada Novak", "Juan Ortega")
    assert scored(meeting("Ada Novak", "Juan Ortega"), wanted) == 1.5
    assert scored(meeting("Ada Novak", "Juan Ortega", date=None), wanted) == 1.25
    assert scored(meeting("Ada Novak", "Juan Ortega", date=None, city="Ciudad Alta"), wanted) == 1.0
    assert scored(meeting("Ada Novak", "Eva Lund"), wanted) == pytest.approx(0.5 + 0.5)


def test_date_and_city_alone_make_no_pair(scored, meeting, gold_meeting):
    assert scored(meeting("Eva Lund"), gold_meeting("Ada Novak")) == 0.0


def test_an_optional_participant_alone_makes_no_pair(gold, record, gold_meeting, gold_participant, meeting):
    document = gold(gold_meeting("Ada Novak", gold_participant("Juan Ortega", optional=True)))
    assert pair_meetings(record(meeting("Juan Ortega")), document).pairs == ()


def test_the_date_decides_between_meetings_of_the_same_people(gold, record, gold_meeting, meeting):
    days = ["2024-12-09", "2024-12-11", "2024-12-13"]
    document = gold(*(gold_meeting("Ada Novak", "Juan Ortega", date=[day]) for day in days))
    predicted = [meeting("Novak", "Ortega", date={"start": day, "end": day}) for day in reversed(days)]
    pairing = pair_meetings(record(*predicted), document)
    assert [(pair.predicted.meeting.date.start.isoformat(), *pair.gold.date) for pair in pairing.pairs] == [
        (day, day) for day in reversed(days)
    ]


def test_the_sum_is_maximised_not_the_best_pair(gold, record, gold_meeting, meeting):
    document = gold(
        gold_meeting("Ada Novak", "Juan Ortega", "Eva Lund"), gold_meeting("Ada Novak", date=["2024-12-30"])
    )
    # The first prediction fits the first gold meeting best, but the second fits nothing else.
    pairing = pair_meetings(record(meeting("Ada Novak", "Juan Ortega"), meeting("Eva Lund", "Juan Ortega")), document)
    assert pairing.matching.pairs == ((0, 1), (1, 0))


def test_of_two_equal_pairings_the_one_with_the_required_meeting_is_taken(gold, record, gold_meeting, meeting):
    document = gold(gold_meeting("Ada Novak", optional=True), gold_meeting("Ada Novak"))
    pairing = pair_meetings(record(meeting("Ada Novak")), document)
    assert pairing.matching.pairs == ((0, 1),)
    assert (pairing.missed, pairing.invented) == ((), ())


def test_a_better_fit_with_an_optional_meeting_is_taken_and_does_not_count(gold, record, gold_meeting, meeting):
    document = gold(gold_meeting("Ada Novak", optional=True), gold_meeting("Ada Novak", date=[None]))
    pairing = pair_meetings(record(meeting("Ada Novak")), document)
    assert pairing.matching.pairs == ((0, 0),)
    assert pairing.pairs == ()
    assert pairing.missed == (document.meetings[1],)


def test_many_meetings_with_the_same_people_are_paired_in_no_time(gold, record, gold_meeting, meeting):
    days = [f"2024-11-{day:02}" for day in range(1, 21)]
    document = gold(*(gold_meeting("Ada Novak", "Juan Ortega", date=[day]) for day in days))
    predicted = (meeting("Ada Novak", "Juan Ortega", date={"start": day, "end": day}) for day in reversed(days))
    assert pair_meetings(record(*predicted), document).matching.pairs == tuple(
        zip(range(20), reversed(range(20)), strict=True)
    )
