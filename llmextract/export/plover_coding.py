"""A meeting as PLOVER codes it: type, mode, contexts, actors and recipients.

PLOVER manual of 2021, https://github.com/openeventdata/PLOVER (PLOVER_MANUAL.tex, CC BY-SA 4.0): a meeting that took
place is CONSULT; one to come is AGREE ("References to future meetings, summits, state visits, etc. … should be coded as
AGREE"); "cancellation of meetings are REJECT", which has the mode ``meet``. What is denied is a negation, one of the
auxiliary modes that stand in the context, "and can be excluded from the final event dataset": it gets no type.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.export.gazetteer import countries
from llmextract.export.sectors import actor_code, is_diplomatic, sectors
from llmextract.schemas import Attendance, Format, Status, TopicCategory

if TYPE_CHECKING:
    import datetime

    from llmextract.export.material import Person, Reported

_SEVERAL = 4  # parties from so many countries make a meeting multilateral

_CONTEXTS = {
    TopicCategory.BILATERAL_RELATIONS: "diplomatic",
    TopicCategory.MILITARY: "military",
    TopicCategory.TERRORISM: "terrorism",
    TopicCategory.PEACE_PROCESS: "diplomatic",
    TopicCategory.TERRITORY: "territory",
    TopicCategory.NUCLEAR_ARMS: "cbrn",
    TopicCategory.HUMAN_RIGHTS: "human_rights",
    TopicCategory.HUMANITARIAN: "human_security",
    TopicCategory.MIGRATION: "migration",
    TopicCategory.SANCTIONS: "economic",
    TopicCategory.ECONOMY: "economic",
    TopicCategory.ENERGY: "natural_resource",
    TopicCategory.ENVIRONMENT: "environment",
    TopicCategory.HEALTH: "health",
    TopicCategory.TECHNOLOGY: "technology",
    TopicCategory.ELECTIONS: "political_institutions",
    TopicCategory.JUSTICE: "legal",
    TopicCategory.INTERNATIONAL_ORGANISATIONS: "diplomatic",
}
"""PLOVER's context of each category; security, detainees, transport, culture and other have none."""

_QUAD = {"CONSULT": (1, "VERBAL COOPERATION"), "AGREE": (1, "VERBAL COOPERATION"), "REJECT": (3, "VERBAL CONFLICT")}
_SCORES = {
    ("CONSULT", ""): 2.5,
    ("CONSULT", "visit"): 4.0,
    ("CONSULT", "third-party"): 1.0,
    ("CONSULT", "multilateral"): 4.0,
    ("CONSULT", "phone"): 1.5,
    ("AGREE", ""): 2.5,
    ("REJECT", "meet"): -2.0,
}
"""The manual's table of conflict-cooperation scores."""


@dataclass(frozen=True, slots=True)
class CodedEntity:
    """An actor or a recipient.

    Attributes:
        person: The actor and its part.
        code: PLOVER's code of the country or of the kind of international actor, ``None`` where it can't be told.
        sectors: PLOVER's sectors, the primary one first.
    """

    person: Person
    code: str | None
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodedEvent:
    """A meeting in PLOVER's terms.

    Attributes:
        type: CONSULT, AGREE or REJECT; ``None`` for what is no event there: a meeting that is denied, or one whose
            participants were all denied to take part.
        mode: ``visit``, ``third-party``, ``multilateral`` or ``phone`` of a CONSULT, ``meet`` of a REJECT, or ``None``.
        contexts: The manual's contexts, and ``negation`` for what is denied.
        actors: Who acts; all who take part unless it is a visit. Somebody denied to take part is in neither list.
        recipients: The hosts of a visit.
        date: First day of the event. Of an AGREE or a REJECT that is when it was said, the publication date, and not
            the day of the meeting that was agreed or called off.
        end_date: Last day.
        quad_code: 1 verbal cooperation, 3 verbal conflict.
        quad_class: The same in words.
        score: On the manual's scale from -10 (conflict) to 10 (cooperation).
    """

    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[CodedEntity, ...]
    recipients: tuple[CodedEntity, ...]
    date: datetime.date | None
    end_date: datetime.date | None
    quad_code: int | None
    quad_class: str | None
    score: float | None


def code_meeting(reported: Reported) -> CodedEvent:
    """Code a meeting.

    Args:
        reported: The report of a meeting.

    Returns:
        The event. An unconfirmed meeting is CONSULT, or AGREE if its day is after the article's.
    """
    meeting = reported.meeting
    there = [person for person in reported.people if person.part.attendance is not Attendance.DENIED]
    entities = tuple(
        CodedEntity(person, actor_code(person.actor), sectors(person.actor)) for person in there or reported.people
    )
    kind = _type(reported) if there else None
    mode: str | None = None
    hosts: tuple[CodedEntity, ...] = ()
    if kind == "CONSULT":
        mode, hosts = _mode(reported, entities)
    elif kind == "REJECT":
        mode = "meet"
    date, end = _dates(reported, kind)
    quad_code, quad_class = _QUAD[kind] if kind else (None, None)
    contexts = [context for topic in meeting.topics if (context := _CONTEXTS.get(topic.category))]
    if any(is_diplomatic(person.actor) for person in there):
        contexts.append("diplomatic")
    if kind is None:
        contexts.append("negation")
    return CodedEvent(
        type=kind,
        mode=mode,
        contexts=tuple(dict.fromkeys(contexts)),
        actors=tuple(entity for entity in entities if entity not in hosts),
        recipients=hosts,
        date=date,
        end_date=end,
        quad_code=quad_code,
        quad_class=quad_class,
        score=_SCORES[kind, mode or ""] if kind else None,
    )


def _type(reported: Reported) -> str | None:
    status = reported.meeting.status
    if status is Status.UNCONFIRMED:
        day, published = reported.meeting.date, reported.article.published
        ahead = day is not None and day.start is not None and published is not None and day.start > published
        return "AGREE" if ahead else "CONSULT"
    return {Status.HELD: "CONSULT", Status.PLANNED: "AGREE", Status.CANCELLED: "REJECT", Status.DENIED: None}[status]


def _mode(reported: Reported, entities: tuple[CodedEntity, ...]) -> tuple[str | None, tuple[CodedEntity, ...]]:
    """Return the mode of a CONSULT, and the hosts if it is a visit."""
    if reported.meeting.format in {Format.CALL, Format.VIDEO}:
        return "phone", ()
    codes = {entity.code for entity in entities}
    if len(codes) >= _SEVERAL:
        return "multilateral", ()
    place = _place_code(reported)
    if place is None or None in codes:
        return None, ()
    if place not in codes:
        return "third-party", ()
    hosts = tuple(entity for entity in entities if entity.code == place)
    return ("visit", hosts) if len(hosts) < len(entities) else (None, ())


def _place_code(reported: Reported) -> str | None:
    entry = countries().get(reported.meeting.place.country or "")
    return entry.plover if entry else None


def _dates(reported: Reported, kind: str | None) -> tuple[datetime.date | None, datetime.date | None]:
    date, published = reported.meeting.date, reported.article.published
    said = (published, published)
    if kind in {"AGREE", "REJECT"} and published is not None:
        return said
    return said if date is None or date.start is None else (date.start, date.end)
