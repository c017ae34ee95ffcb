"""Meetings as a calendar: iCalendar (RFC 5545), for planned ones above all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, BinaryIO

from llmextract._version import __version__
from llmextract.export.gazetteer import locate
from llmextract.export.inert import one_line, shortened
from llmextract.export.outline import rows_of, where
from llmextract.schemas import Attendance, Status

if TYPE_CHECKING:
    import icalendar

    from llmextract.export.material import Material, Reported

_LONGEST_SUMMARY = 250
_LONGEST_LINE = 1000
_SHOWN = {Status.HELD: "CONFIRMED", Status.PLANNED: "CONFIRMED", Status.UNCONFIRMED: "TENTATIVE"}
_PREFIX = {Status.UNCONFIRMED: "Unconfirmed: ", Status.DENIED: "Denied: ", Status.CANCELLED: "Cancelled: "}


def write_calendar(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write one all-day entry for each meeting whose day is known.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        What the reader should know: how many meetings have no day.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//llmextract//{__version__}//EN")
    calendar.add("version", "2.0")
    undated = 0
    for reported in material.meetings():
        date = reported.meeting.date
        if date is None or date.start is None or date.end is None:
            undated += 1
        else:
            calendar.add_component(_entry(reported, date.start, date.end))
    stream.write(calendar.to_ical())
    return (f"{undated} meetings are not in the calendar, because their day is not known",) if undated else ()


def _entry(reported: Reported, start: dt.date, end: dt.date) -> icalendar.Event:
    from icalendar import Event

    meeting, article = reported.meeting, reported.article
    entry = Event()
    entry.add("uid", f"{reported.key.replace(':', '-')}@llmextract")
    # When the entry was made (RFC 5545, 3.8.7.2): the article's day, so that the same records give the same file.
    entry.add("dtstamp", dt.datetime.combine(article.published or start, dt.time(), dt.UTC))
    entry.add("dtstart", start)
    entry.add("dtend", end + dt.timedelta(days=1))  # the first day that is not of it
    entry.add("summary", _summary(reported))
    entry.add("status", _status(reported))
    entry.add("transp", "TRANSPARENT")  # somebody else's meeting makes nobody busy
    if place := one_line(where(meeting)):
        entry.add("location", shortened(place, _LONGEST_LINE))
    located = locate(meeting.place)
    if located is not None and located.latitude is not None and located.longitude is not None:
        entry.add("geo", (located.latitude, located.longitude))
    if meeting.topics:
        entry.add("categories", list(dict.fromkeys(topic.category.value for topic in meeting.topics)))
    entry.add("description", _description(reported))
    if article.url and article.url.startswith(("https://", "http://")) and one_line(article.url) == article.url:
        entry.add("url", article.url)
    return entry


def _summary(reported: Reported) -> str:
    names = [person.actor.name for person in reported.people if person.part.attendance is not Attendance.DENIED]
    text = _PREFIX.get(reported.meeting.status, "") + ", ".join(names or ["nobody"])
    return shortened(one_line(text), _LONGEST_SUMMARY)


def _status(reported: Reported) -> str:
    status = _SHOWN.get(reported.meeting.status, "CANCELLED")
    sure = all(person.part.attendance is not Attendance.UNCONFIRMED for person in reported.people)
    return status if sure or status == "CANCELLED" else "TENTATIVE"


def _description(reported: Reported) -> str:
    article = reported.article
    lines = [
        f"{row.name}: {shortened(one_line(line), _LONGEST_LINE)}"
        for row in rows_of(reported.record, reported.meeting)
        for line in row.lines
    ]
    about = (article.title, article.outlet, article.published and article.published.isoformat(), article.source)
    lines.append("article: " + " · ".join(one_line(part) for part in about if part))
    return "\n".join(lines)
