"""What a predicted meeting answers to the codebook's questions, and whether the gold accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.evaluation.likeness import fold_letters

if TYPE_CHECKING:
    from llmextract.evaluation.gold import GoldMeeting, GoldParticipant
    from llmextract.schemas import Meeting, MeetingDate, Participant

FIELDS = ("status", "format", "date", "city", "country")
"""The fields of a meeting that are scored over the pairs, in the order of the codebook."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One field's answer beside what the gold accepts.

    Attributes:
        field: One of `FIELDS`, or ``attendance``.
        predicted: The answer; ``None`` is the answer "the article does not say".
        accepted: Every accepted answer, the best first.
        right: Whether the answer is accepted.
    """

    field: str
    predicted: str | None
    accepted: tuple[str | None, ...]
    right: bool


def field_answers(meeting: Meeting, gold: GoldMeeting) -> tuple[Answer, ...]:
    """Judge every field of a predicted meeting that is paired with a gold one.

    A null is right only where the gold accepts null, for the country as well: gold ``null`` means that no country can
    be told, and any country is then wrong. A date must be the same day or the same range.

    Args:
        meeting: The predicted meeting.
        gold: The gold meeting that it is paired with.

    Returns:
        One answer for each of `FIELDS`, in that order.
    """
    day, place = day_or_range(meeting.date), meeting.place
    judged = (
        (meeting.status.value, tuple(gold.status), meeting.status in gold.status),
        (meeting.format.value, tuple(gold.format), meeting.format in gold.format),
        (day, gold.date, date_accepted(meeting, gold)),
        (place.city, gold.place.city, city_accepted(meeting, gold)),
        (place.country, (gold.place.country,), place.country == gold.place.country),
    )
    return tuple(Answer(field, *answer) for field, answer in zip(FIELDS, judged, strict=True))


def attendance_answer(participant: Participant, gold: GoldParticipant) -> Answer:
    """Judge the attendance of a predicted participant that is matched with a gold one."""
    predicted = participant.attendance
    return Answer("attendance", predicted.value, tuple(gold.attendance), predicted in gold.attendance)


def day_or_range(date: MeetingDate | None) -> str | None:
    """Return a date as gold files write it: ``YYYY-MM-DD``, ``start/end``, or ``None`` where no day is known."""
    if date is None or date.start is None or date.end is None:
        return None
    return date.start.isoformat() if date.start == date.end else f"{date.start.isoformat()}/{date.end.isoformat()}"


def date_accepted(meeting: Meeting, gold: GoldMeeting) -> bool:
    """Return whether the gold meeting accepts the predicted date; words without a day are no date."""
    return day_or_range(meeting.date) in gold.date


def city_accepted(meeting: Meeting, gold: GoldMeeting) -> bool:
    """Return whether the gold meeting accepts the predicted city; case and accents don't count."""
    if meeting.place.city is None:
        return None in gold.place.city
    folded = fold_letters(meeting.place.city)
    return any(city is not None and fold_letters(city) == folded for city in gold.place.city)
