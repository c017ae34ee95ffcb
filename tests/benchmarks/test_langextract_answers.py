"""From langextract's extractions to an answer of the whole record; langextract itself is not needed."""

import datetime
from types import SimpleNamespace

import pytest

from benchmarks.quality.langextract_answers import read_answer
from benchmarks.quality.langextract_system import prompt_description, worked_examples
from llmextract.evaluation.plain_answer import MEETING_DEFINITION
from llmextract.schemas import Attendance, Format, Stance, Status, TopicCategory


def read(**attributes):
    """Read one extraction and return its meeting."""
    extraction = SimpleNamespace(extraction_text="They met.", attributes=attributes)
    (meeting,) = read_answer([extraction]).meetings
    return meeting


def names(**attributes):
    return [person.name for person in read(**attributes).participants]


def test_every_attribute_is_read():
    meeting = read(
        status="planned",
        format="in_person",
        participants=["Petra Halvik (Norwegian intelligence chief, NO)", "Ilia Brando (President, PT)", "the envoys"],
        unconfirmed_participants=["Brando"],
        denied_participants=["Marta Quell (adviser)"],
        date="2031-05-12/2031-05-14",
        date_text="from Monday",
        city="Vellanova",
        country="PT",
        venue="Fort Almeira",
        topics=["cable repairs (technology)", "sailors"],
        sources=["Brando's office (denies)", "Two newspapers"],
    )
    assert (meeting.status, meeting.format) == (Status.PLANNED, Format.IN_PERSON)
    people = [(each.name, each.role, each.country, each.attendance) for each in meeting.participants]
    assert people == [
        ("Petra Halvik", "Norwegian intelligence chief", "NO", Attendance.CONFIRMED),
        ("Ilia Brando", "President", "PT", Attendance.UNCONFIRMED),
        ("the envoys", None, None, Attendance.CONFIRMED),
        ("Marta Quell", "adviser", None, Attendance.DENIED),
    ]
    assert (meeting.date, meeting.date_end) == (datetime.date(2031, 5, 12), datetime.date(2031, 5, 14))
    assert (meeting.date_text, meeting.city, meeting.country, meeting.venue) == (
        "from Monday",
        "Vellanova",
        "PT",
        "Fort Almeira",
    )
    assert [(topic.label, topic.category) for topic in meeting.topics] == [
        ("cable repairs", TopicCategory.TECHNOLOGY),
        ("sailors", TopicCategory.OTHER),
    ]
    assert [(source.name, source.stance) for source in meeting.sources] == [
        ("Brando's office", Stance.DENIES),
        ("Two newspapers", Stance.ASSERTS),
    ]
    assert meeting.evidence == ["They met."]


@pytest.mark.parametrize("attributes", [None, {}, {"status": None, "participants": None, "date": None, "city": "null"}])
def test_nothing_given_is_nothing_read(attributes):
    (meeting,) = read_answer([SimpleNamespace(extraction_text="They met.", attributes=attributes)]).meetings
    assert (meeting.status, meeting.format) == (Status.HELD, Format.UNKNOWN)
    assert (meeting.participants, meeting.topics, meeting.sources) == ([], [], [])
    assert (meeting.date, meeting.date_end, meeting.city, meeting.country) == (None, None, None, None)


@pytest.mark.parametrize(
    "participants",
    [
        "Ada Novak; Juan Ortega",
        "Ada Novak (minister, PT); Juan Ortega",
        "Ada Novak (minister, PT), Juan Ortega",
        "Ada Novak and Juan Ortega",
        "Ada Novak (minister of trade and fish)\nJuan Ortega",
        ["Ada Novak; Juan Ortega"],
        ["Ada Novak, minister, PT", "Juan Ortega", "null", ""],
    ],
)
def test_participants_are_parted_however_they_are_strung(participants):
    assert names(participants=participants) == ["Ada Novak", "Juan Ortega"]


def test_role_and_country_may_stand_after_a_comma():
    (person,) = read(participants=["Ada Novak, minister, PT"]).participants
    assert (person.name, person.role, person.country) == ("Ada Novak", "minister", "PT")


def test_doubtful_participant_is_found_by_part_of_the_name():
    people = read(participants=["Ada Novak", "Juan Ortega"], denied_participants="Novak").participants
    assert [person.attendance for person in people] == [Attendance.DENIED, Attendance.CONFIRMED]


@pytest.mark.parametrize(("word", "status"), [("Planned", Status.PLANNED), ("over", Status.HELD), (3, Status.HELD)])
def test_status_that_is_none_becomes_the_most_frequent(word, status):
    assert read(status=word).status is status


def test_choice_may_be_written_with_blanks():
    assert read(format="In person").format is Format.IN_PERSON


@pytest.mark.parametrize("date", ["Monday", "2031-02-30", "05/12/2031"])
def test_date_that_is_none_is_null(date):
    assert read(date=date).date is None


def test_single_day_is_its_own_end():
    meeting = read(date="2031-05-12")
    assert (meeting.date, meeting.date_end) == (datetime.date(2031, 5, 12),) * 2


def test_worked_examples_are_read_back_as_they_were_meant():
    assert MEETING_DEFINITION in prompt_description()
    examples = worked_examples()
    assert sorted(len(example["meetings"]) for example in examples) == [0, 2, 3]
    for example in examples:
        assert example["text"].startswith("Publication date: ")
        for quote, attributes in example["meetings"]:
            assert quote in example["text"]
            meeting = read(**attributes)
            assert (meeting.status, meeting.format) == (attributes["status"], attributes["format"])
            assert len(meeting.participants) == len(attributes["participants"])
            assert all(person.name in example["text"] for person in meeting.participants)
            assert meeting.date is not None
            assert meeting.date_text in example["text"]
            assert all(topic.category != TopicCategory.OTHER for topic in meeting.topics)
            assert all(topic.label in example["text"] for topic in meeting.topics)
            doubtful = sum(person.attendance != Attendance.CONFIRMED for person in meeting.participants)
            assert doubtful == len(attributes["unconfirmed_participants"] + attributes["denied_participants"])
