"""What the reports of one event say together."""

from llmextract.schemas import Attendance, Format, Status
from tests.corpus.linking.support import NOVAK, ORTEGA, VARGAS, actor, events, meeting, record

PAIR = [NOVAK, ORTEGA]


def merged(*records):
    (event,) = events(records)
    return event


def told(name, published="2031-03-06", actors=PAIR, participants=(1, 2), **fields):
    fields.setdefault("date", "2031-03-06")
    return record(name, actors, meeting(*participants, **fields), published=published)


def values(event, field):
    return {claim.value: len(claim.reports) for claim in event.field(field).claims}


def test_a_plan_that_comes_true_is_one_history():
    event = merged(
        told("1", "2031-03-04", status="planned"), told("2", "2031-03-05", status="planned"), told("3", "2031-03-06")
    )
    assert [(str(step.on), step.status, len(step.reports)) for step in event.history] == [
        ("2031-03-04", Status.PLANNED, 2),
        ("2031-03-06", Status.HELD, 1),
    ]
    assert event.status is Status.HELD
    assert event.field("status").agreed
    assert not event.contested


def test_a_plan_that_is_called_off():
    event = merged(told("1", "2031-03-04", status="planned"), told("2", "2031-03-05", status="cancelled"))
    assert event.status is Status.CANCELLED
    assert event.field("status").agreed
    again = merged(told("1", "2031-03-04", status="cancelled"), told("2", "2031-03-05", status="planned"))
    assert again.status is Status.PLANNED
    assert not again.field("status").agreed


def test_a_denial_contests_the_event():
    event = merged(
        told("1", sources={"Slovenian information ministry": "asserts"}),
        told(
            "2",
            "2031-03-07",
            sources={"Information Ministry of Slovenia": "asserts", "Chile's foreign ministry": "denies"},
            status="denied",
        ),
        told(
            "3",
            "2031-03-08",
            status="unconfirmed",
            sources={"the embassy": "declines_to_confirm", "Ana Duarte": "denies"},
        ),
    )
    assert event.status is Status.HELD
    assert event.contested
    assert not event.field("status").agreed
    assert len(event.statements[0].reports) == 2
    assert event.status_by_source() == (
        "asserted by Slovenian information ministry, denied by Ana Duarte and Chile's foreign ministry, "
        "not confirmed by the embassy"
    )
    assert merged(told("1")).status_by_source() == ""


def test_a_denial_without_a_report_that_it_was_held():
    event = merged(told("1", "2031-03-04", status="planned"), told("2", "2031-03-05", status="denied"))
    assert event.status is Status.DENIED
    assert merged(told("1", status="unconfirmed")).status is Status.UNCONFIRMED


def test_fields_say_who_says_what():
    event = merged(
        told("1", city="Santiago", format="in_person"),
        told("2", city="Santiago de Chile", date="2031-03-07", country="CL"),
        told("3", date="2031-03-06/2031-03-07", format="unknown", venue="Palacio Norte", city="Santiago"),
    )
    assert values(event, "city") == {"Santiago": 3}
    assert event.field("city").agreed
    assert values(event, "date") == {"2031-03-06": 1, "2031-03-07": 1, "2031-03-06/2031-03-07": 1}
    assert not event.field("date").agreed
    assert event.field("format").agreed
    assert event.format is Format.IN_PERSON
    assert event.place.venue == "Palacio Norte"
    assert event.place.country == "CL"
    assert event.field("outcome") is None
    assert event.contested


def test_the_day_with_most_reports_counts_and_then_the_most_precise():
    event = merged(told("1", date="2031-03-06/2031-03-08"), told("2", date="2031-03-07"), told("3", date="2031-03-07"))
    assert (str(event.date.start), str(event.date.end)) == ("2031-03-07", "2031-03-07")
    vague = merged(told("1", date="2031-03-06/2031-03-08"), told("2", date="2031-03-07"))
    assert str(vague.date.end) == "2031-03-07"
    assert vague.field("date").agreed
    assert merged(told("1", date=None)).date is None


def test_venues_and_outcomes():
    event = merged(
        told("1", venue="Palacio Norte", outcome="a treaty"), told("2", venue="the Palacio Norte", outcome="A treaty.")
    )
    assert event.field("venue").agreed
    assert values(event, "outcome") == {"a treaty": 2}
    other = merged(told("1", venue="Palacio Norte"), told("2", venue="the harbour office"))
    assert not other.field("venue").agreed


def test_participants_and_who_doubts_them():
    cast = [NOVAK, ORTEGA, VARGAS]
    event = merged(
        told("1", actors=cast, participants=(1, 2, 3)),
        told("2", actors=cast, participants=(1, 2, "-3")),
        told("3", actors=[actor("Ada Novák", "SI"), ORTEGA], participants=(1, "?2")),
    )
    parts = {part.name: part for part in event.participants}
    assert list(parts)[2] == "Ines Vargas"
    assert parts["Ada Novak"].role == "foreign minister"
    assert parts["Ada Novak"].attendance is Attendance.CONFIRMED
    assert parts["Juan Ortega"].agreed
    assert parts["Ines Vargas"].attendance is Attendance.UNCONFIRMED
    assert not parts["Ines Vargas"].agreed
    only_denied = merged(told("1", actors=cast, participants=(1, 2, "-3")))
    said = {part.name: part.attendance for part in only_denied.participants}
    assert said["Ines Vargas"] is Attendance.DENIED


def test_topics_are_gathered_by_category():
    event = merged(
        told("1", topics={"herring quotas": "economy", "visas": "migration"}),
        told("2", topics={"Herring quotas": "economy"}),
    )
    assert [(topic.category, topic.labels, len(topic.reports)) for topic in event.topics] == [
        ("economy", ("herring quotas",), 2),
        ("migration", ("visas",), 1),
    ]


def test_a_report_keeps_the_records_own_meeting():
    first = told("1", city="Santiago")
    (report,) = merged(first).reports
    assert report.meeting is first.meetings[0]
    assert report.outlet == "The 1"
    assert set(report.actors) == {"a1", "a2"}
