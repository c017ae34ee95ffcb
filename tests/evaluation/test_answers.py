import pytest

from llmextract.evaluation.answers import FIELDS, Answer, field_answers


@pytest.fixture
def judged(gold, gold_meeting, record, meeting):
    """Judge one field of a meeting."""

    def judge(field, predicted, wanted):
        extraction = record(meeting("Ada Novak", **predicted))
        answers = field_answers(extraction.meetings[0], gold(gold_meeting("Ada Novak", **wanted)).meetings[0])
        assert tuple(answer.field for answer in answers) == FIELDS
        return answers[FIELDS.index(field)]

    return judge


def test_every_listed_answer_is_accepted(judged):
    wanted = {"status": ["planned", "unconfirmed"], "format": ["call", "video"]}
    assert judged("status", {"status": "unconfirmed"}, wanted).right
    assert not judged("status", {"status": "held"}, wanted).right
    assert judged("format", {"format": "video"}, wanted).right
    assert judged("format", {"format": "in_person"}, wanted) == Answer("format", "in_person", ("call", "video"), False)


@pytest.mark.parametrize(
    ("date", "accepted", "right"),
    [
        ({"start": "2024-12-09", "end": "2024-12-09"}, ["2024-12-09"], True),
        ({"start": "2024-12-09", "end": "2024-12-09"}, ["2024-12-08", "2024-12-09"], True),
        ({"start": "2024-12-09", "end": "2024-12-10"}, ["2024-12-09/2024-12-10"], True),
        ({"start": "2024-12-09", "end": "2024-12-10"}, ["2024-12-09"], False),
        ({"start": "2024-12-09", "end": "2024-12-09"}, ["2024-12-09/2024-12-10"], False),
        ({"start": "2024-12-09", "end": "2024-12-09"}, [None], False),
        (None, [None], True),
        (None, ["2024-12-09", None], True),
        (None, ["2024-12-09"], False),
        ({"text": "last week"}, [None], True),
        ({"text": "last week"}, ["2024-12-09"], False),
    ],
)
def test_a_date_must_be_an_accepted_day_or_range(judged, date, accepted, right):
    assert judged("date", {"date": date}, {"date": accepted}).right is right


@pytest.mark.parametrize(
    ("city", "accepted", "right"),
    [
        ("PÓRTO lindo", ["Porto Lindo"], True),
        ("Lindo", ["Porto Lindo"], False),
        ("Lindo", ["Porto Lindo", "Lindo"], True),
        (None, ["Porto Lindo"], False),
        (None, [None], True),
        (None, ["Porto Lindo", None], True),
        ("Porto Lindo", [None], False),
    ],
)
def test_a_city_is_compared_without_case_and_accents(judged, city, accepted, right):
    assert judged("city", {"city": city}, {"city": accepted}).right is right


@pytest.mark.parametrize(
    ("country", "wanted", "right"), [("PT", "PT", True), (None, None, True), ("PT", None, False), (None, "PT", False)]
)
def test_a_country_must_be_the_same_and_null_is_an_answer(judged, country, wanted, right):
    assert judged("country", {"country": country}, {"country": wanted}).right is right
