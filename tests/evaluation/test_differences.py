import pytest

from llmextract.evaluation import DifferenceKind as Kind
from llmextract.evaluation.scorer import score_document


@pytest.fixture
def differ(gold, record):
    def differences(predicted, wanted):
        return score_document(gold(*wanted), record(*predicted)).differences

    return differences


def test_a_right_record_differs_in_nothing(differ, gold_meeting, meeting):
    assert differ([meeting("Ada Novak")], [gold_meeting("Ada Novak")]) == ()


def test_a_missed_meeting_is_told_with_its_people_and_evidence(differ, gold_meeting, gold_participant):
    (found,) = differ([], [gold_meeting("Ada Novak", "Juan Ortega", gold_participant("Eva Lund", optional=True))])
    assert (found.kind, found.meeting, found.subject) == (Kind.MISSED_MEETING, None, "Ada Novak, Juan Ortega")
    assert (found.accepted, found.words) == (("held",), ("met Juan Ortega in Porto Lindo",))


def test_an_invented_meeting_is_told_with_its_quotes(differ, meeting):
    (found,) = differ([meeting("Ada Novak", "Juan Ortega", quotes=["They spoke"], status="planned")], [])
    assert (found.kind, found.meeting, found.subject) == (Kind.INVENTED_MEETING, "m1", "Ada Novak, Juan Ortega")
    assert (found.predicted, found.words) == ("planned", ("They spoke",))


def test_wrong_fields_are_told_with_what_would_have_been_accepted(differ, gold_meeting, meeting):
    predicted = meeting(
        "Ada Novak", status="denied", format="call", city="Ciudad Alta", country="ES", date={"text": "in winter"}
    )
    found = differ([predicted], [gold_meeting("Ada Novak", format=["in_person", "unknown"])])
    assert {one.kind for one in found} == {Kind.WRONG_FIELD}
    assert [(one.field, one.predicted, one.accepted, one.words) for one in found] == [
        ("status", "denied", ("held",), ("met Juan Ortega in Porto Lindo",)),
        ("format", "call", ("in_person", "unknown"), ("met Juan Ortega in Porto Lindo",)),
        ("date", None, ("2024-12-09",), ("in winter",)),
        ("city", "Ciudad Alta", ("Porto Lindo",), ("Ciudad Alta",)),
        ("country", "ES", ("PT",), ("Ciudad Alta",)),
    ]


def test_a_date_not_given_is_told_with_the_words_of_the_gold(differ, gold_meeting, meeting):
    (found,) = differ([meeting("Ada Novak", date=None)], [gold_meeting("Ada Novak")])
    assert (found.predicted, found.words) == (None, ("on Monday",))


def test_people_are_told_one_by_one(differ, gold_meeting, gold_participant, meeting, quote):
    wanted = gold_meeting("Ada Novak", "Juan Ortega", gold_participant("Eva Lund", optional=True))
    berg = {"name": "Tom Berg", "evidence": [quote("on Monday")]}
    missed, invented, attendance = differ([meeting({"name": "Novak", "attendance": "denied"}, berg)], [wanted])
    assert (missed.kind, missed.subject) == (Kind.MISSED_PARTICIPANT, "Juan Ortega")
    assert (invented.kind, invented.subject, invented.words) == (Kind.INVENTED_PARTICIPANT, "Tom Berg", ("on Monday",))
    assert (attendance.kind, attendance.subject) == (Kind.WRONG_ATTENDANCE, "Ada Novak")
    assert (attendance.predicted, attendance.accepted) == ("denied", ("confirmed",))


def test_topics_are_told_one_by_one(differ, gold_meeting, gold_topic, meeting):
    topics = [gold_topic("fishing", ["fish"], ["economy"]), gold_topic("ports", ["port"], ["transport"], optional=True)]
    missed, invented = differ(
        [meeting("Ada Novak", topics=[("spies", "security")])], [gold_meeting("Ada Novak", topics=topics)]
    )
    assert (missed.kind, missed.subject, missed.accepted, missed.words) == (
        Kind.MISSED_TOPIC,
        "fishing",
        ("economy",),
        ("fish",),
    )
    assert (invented.kind, invented.subject, invented.predicted) == (Kind.INVENTED_TOPIC, "spies", "security")


def test_an_ungrounded_quote_is_told(differ, gold_meeting, meeting):
    (found,) = differ([meeting("Ada Novak", quotes=["never said"])], [gold_meeting("Ada Novak")])
    assert (found.kind, found.predicted) == (Kind.UNGROUNDED_QUOTE, "never said")


def test_a_pair_with_an_optional_meeting_is_not_held_against_the_record(differ, gold_meeting, meeting):
    assert differ([meeting("Ada Novak", "Tom Berg", status="denied")], [gold_meeting("Ada Novak", optional=True)]) == ()
