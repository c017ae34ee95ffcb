"""A calendar of meetings."""

import datetime

import pytest
from icalendar import Calendar

from llmextract.export import FORMATS, export_records
from tests.export.support import actor_of, meeting_of, record_with

ACTORS = [actor_of(1, "Ada Novak", country="SI", role="foreign minister"), actor_of(2, "Juan Ortega", country="CL")]
DAY = {"start": "2031-05-20", "end": "2031-05-21", "text": "on Tuesday"}


@pytest.fixture
def entry(exported):
    def make(people=("a1", "a2"), article=None, **fields):
        meeting = meeting_of(list(people), **{"status": "planned", "date": DAY, **fields})
        data = exported([record_with(ACTORS, [meeting], **(article or {}))], "ical", statuses=[meeting["status"]])
        (found,) = Calendar.from_ical(data).walk("VEVENT")
        return found

    return make


def test_a_planned_meeting_is_an_all_day_entry(entry):
    found = entry(
        place={"city": "Santiago", "country": "CL", "venue": "Old Mill"},
        topics=[{"label": "trade", "category": "economy"}],
        article={"url": "https://owl.example/story", "title": "Novak to visit", "outlet": "The Owl"},
    )
    assert found["summary"] == "Ada Novak, Juan Ortega"
    assert found["dtstart"].dt == datetime.date(2031, 5, 20)
    assert found["dtend"].dt == datetime.date(2031, 5, 22)
    assert found["dtstamp"].dt == datetime.datetime(2031, 5, 14, tzinfo=datetime.UTC)
    assert (found["status"], found["transp"]) == ("CONFIRMED", "TRANSPARENT")
    assert found["location"] == "Old Mill, Santiago, CL"
    assert (round(found["geo"].latitude, 1), round(found["geo"].longitude, 1)) == (-33.5, -70.6)
    assert found["url"] == "https://owl.example/story"
    assert [str(each) for each in found["categories"].cats] == ["economy"]
    assert found["description"].split("\n") == [
        "who: Ada Novak, foreign minister, SI",
        "who: Juan Ortega, CL",
        'when: 2031-05-20 to 2031-05-21 ("on Tuesday")',
        "where: Old Mill, Santiago, CL",
        "about: trade [economy]",
        "in the text: [0-8] they met",
        "article: Novak to visit · The Owl · 2031-05-14 · story.txt",
    ]


@pytest.mark.parametrize(
    ("status", "attendance", "shown", "summary"),
    [
        ("planned", "unconfirmed", "TENTATIVE", "Ada Novak, Juan Ortega"),
        ("planned", "denied", "CONFIRMED", "Ada Novak"),
        ("held", "confirmed", "CONFIRMED", "Ada Novak, Juan Ortega"),
        ("unconfirmed", "confirmed", "TENTATIVE", "Unconfirmed: Ada Novak, Juan Ortega"),
        ("cancelled", "unconfirmed", "CANCELLED", "Cancelled: Ada Novak, Juan Ortega"),
        ("denied", "confirmed", "CANCELLED", "Denied: Ada Novak, Juan Ortega"),
    ],
)
def test_how_sure_it_is_can_be_seen(entry, status, attendance, shown, summary):
    found = entry(people=["a1", {"actor": "a2", "attendance": attendance}], status=status)
    assert (found["status"], found["summary"]) == (shown, summary)


def test_if_all_are_denied_to_come_the_entry_says_so(entry):
    assert entry(people=[{"actor": "a1", "attendance": "denied"}])["summary"] == "nobody"


def test_without_a_day_there_is_no_entry_and_the_reader_is_told(tmp_path):
    record = record_with(ACTORS, [meeting_of(["a1", "a2"], status="planned", date={"text": "soon"})])
    with (tmp_path / "x.ics").open("wb") as stream:
        notices = export_records([record], "ical", stream)
    assert notices == ("1 meetings are not in the calendar, because their day is not known",)
    assert Calendar.from_ical((tmp_path / "x.ics").read_bytes()).walk("VEVENT") == []


def test_by_default_only_planned_meetings_are_written():
    assert {status.value for status in FORMATS["ical"].statuses} == {"planned"}
