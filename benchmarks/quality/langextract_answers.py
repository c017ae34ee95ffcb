"""From langextract's extractions to an answer of the whole record: mechanically, and generously.

langextract's attributes are strings and lists of strings without a form of their own; whatever can be read into them
is. Needs no langextract.
"""

from __future__ import annotations

import datetime
import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from llmextract.evaluation.plain_answer import PlainAnswer, PlainMeeting, PlainParticipant, PlainSource, PlainTopic
from llmextract.evaluation.plain_record import given
from llmextract.schemas import ActorKind, Attendance, Format, Stance, Status, TopicCategory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EnumT = TypeVar("EnumT", bound=StrEnum)

# Commas and "and" part only what is not in parentheses: "Ada Novak (minister, PT), Juan Ortega".
_PARTS = re.compile(r"(?:,\s+|\s+and\s+)(?![^()]*\))")
_IN_PARENTHESES = re.compile(r"(?P<name>[^()]+)\((?P<detail>[^()]*)\)\W*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNTRY = re.compile(r"[A-Z]{2}")


class Extracted(Protocol):
    """What is needed of langextract's ``Extraction``."""

    extraction_text: str
    attributes: Mapping[str, Any] | None


def read_answer(extractions: Iterable[Extracted]) -> PlainAnswer:
    """Read extractions, each of which is a meeting.

    A status, format, category or stance that is none becomes the most frequent one; a participant's kind, which is not
    asked for, is a person; a day that is none is null.

    Args:
        extractions: What langextract found.

    Returns:
        The answer that they stand for.
    """
    return PlainAnswer(meetings=[_meeting(each.extraction_text, each.attributes or {}) for each in extractions])


def _meeting(quote: str, attributes: Mapping[str, Any]) -> PlainMeeting:
    days = _days(attributes.get("date"))
    return PlainMeeting(
        status=_choice(Status, attributes.get("status"), Status.HELD),
        format=_choice(Format, attributes.get("format"), Format.UNKNOWN),
        participants=_participants(attributes),
        date=days[0] if days else None,
        date_end=days[-1] if days else None,
        date_text=_text(attributes.get("date_text")),
        city=_text(attributes.get("city")),
        country=_text(attributes.get("country")),
        venue=_text(attributes.get("venue")),
        topics=[
            PlainTopic(label=label, category=_choice(TopicCategory, detail, TopicCategory.OTHER))
            for label, detail in map(_split_detail, _items(attributes.get("topics")))
        ],
        sources=[
            PlainSource(name=name, stance=_choice(Stance, detail, Stance.ASSERTS))
            for name, detail in map(_split_detail, _items(attributes.get("sources")))
        ],
        evidence=[quote],
    )


def _participants(attributes: Mapping[str, Any]) -> list[PlainParticipant]:
    people = [_participant(item) for item in _items(attributes.get("participants"))]
    for field, attendance in (
        ("unconfirmed_participants", Attendance.UNCONFIRMED),
        ("denied_participants", Attendance.DENIED),
    ):
        for other in map(_participant, _items(attributes.get(field))):
            named = [place for place, person in enumerate(people) if _same(person.name, other.name)]
            for place in named:
                people[place] = people[place].model_copy(update={"attendance": attendance})
            if not named:
                people.append(other.model_copy(update={"attendance": attendance}))
    return people


def _participant(item: str) -> PlainParticipant:
    name, detail = _split_detail(item)
    if not detail:
        name, _, detail = name.partition(", ")
    parts = [part.strip() for part in detail.split(",")]
    country = parts.pop() if _COUNTRY.fullmatch(parts[-1]) else None
    return PlainParticipant(
        name=name,
        aliases=[],
        kind=ActorKind.PERSON,
        role=", ".join(parts) or None,
        country=country,
        attendance=Attendance.CONFIRMED,
    )


def _same(name: str, other: str) -> bool:
    words, others = set(name.casefold().split()), set(other.casefold().split())
    return bool(words and others) and (words <= others or others <= words)


def _split_detail(item: str) -> tuple[str, str]:
    match = _IN_PARENTHESES.fullmatch(item)
    return (match["name"].strip(), match["detail"].strip()) if match else (item.strip(), "")


def _items(value: object) -> list[str]:
    """Split what should be a list of strings, and may be one string that holds them all."""
    if isinstance(value, (list, tuple)):
        items = [part for each in value for part in str(each).split(";")]
    else:
        text = _text(value) or ""
        items = re.split(r"[;\n]", text) if re.search(r"[;\n]", text) else _PARTS.split(text)
    return [item.strip() for item in items if given(item)]


def _text(value: object) -> str | None:
    return given(", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value or ""))


def _choice(choices: type[EnumT], value: object, default: EnumT) -> EnumT:
    word = re.sub(r"[\s-]+", "_", (_text(value) or "").casefold())
    return choices(word) if word in set(choices) else default


def _days(value: object) -> list[datetime.date]:
    days = []
    for day in _DAY.findall(_text(value) or ""):
        try:
            days.append(datetime.date.fromisoformat(day))
        except ValueError:
            continue
    return sorted(days)
