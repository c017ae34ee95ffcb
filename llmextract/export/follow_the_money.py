"""Meetings as FollowTheMoney entities: what OpenAleph, OpenSanctions and their tools read.

The model has no meeting with roles (https://followthemoney.tech/explorer/): a meeting is an `Event`, each part in it an
`UnknownLink` from the actor to the event, the article an `Article` that proves both. Written without the library; the
tests read it back with it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, BinaryIO

from llmextract.export.gazetteer import countries, locate
from llmextract.export.inert import json_line, one_line, shortened
from llmextract.export.outline import where
from llmextract.export.sectors import sectors
from llmextract.schemas import ActorKind, Attendance, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.export.gazetteer import Location
    from llmextract.export.material import Material, Person, Reported

_NAME, _STRING, _TEXT, _ADDRESS = 384, 1024, 65_000, 250  # characters that each type of property may have
_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
_NO_MEETING = frozenset({Status.DENIED, Status.CANCELLED})


@cache
def languages() -> dict[str, str]:
    """Return FollowTheMoney's code of a language (ISO 639-2/T) by its ISO 639-1 code."""
    text = (files(__package__) / "language_codes.tsv").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {short: code for short, code in pairs}  # noqa: C416 - lists of two, which are no pairs to a type checker


def write_ftm(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write the records as FollowTheMoney entities in JSON Lines, each id once.

    Who was to meet in a denied or cancelled meeting is linked to it, but not `involved`; the meeting's name begins with
    that word.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        Nothing that the reader should know.
    """
    entities = _Entities()
    for reported in material.meetings():
        _add_meeting(entities, reported)
    stream.writelines((json_line(entity) + "\n").encode() for entity in entities.all())
    return ()


class _Entities:
    """Entities by id; what several articles say of one is joined."""

    def __init__(self) -> None:
        self._schemas: dict[str, str] = {}
        self._properties: dict[str, dict[str, dict[str, None]]] = {}

    def add(self, entity_id: str, schema: str, **properties: Iterable[str | None]) -> str:
        self._schemas.setdefault(entity_id, schema)
        known = self._properties.setdefault(entity_id, {})
        for name, values in properties.items():
            for value in values:
                if value:
                    known.setdefault(name, {})[value] = None
        return entity_id

    def all(self) -> Iterable[dict[str, Any]]:
        for entity_id, schema in self._schemas.items():
            properties = {name: list(values) for name, values in self._properties[entity_id].items()}
            yield {"id": entity_id, "schema": schema, "properties": properties}


def _add_meeting(entities: _Entities, reported: Reported) -> None:
    meeting, article = reported.meeting, reported.article
    proof = _add_article(entities, reported)
    place = locate(meeting.place)
    start, end = reported.start, reported.end
    status = meeting.status
    event = entities.add(
        _id("event", reported.occasion),
        "Event",
        name=[_event_name(reported)],
        startDate=[start],
        endDate=[end],
        location=[_short(where(meeting), _ADDRESS)],
        addressEntity=[_add_address(entities, place)] if place is not None else (),
        country=[_country(meeting.place.country)],
        summary=[_short(meeting.outcome, _TEXT)],
        description=[_short(quote.quote, _TEXT) for quote in meeting.evidence],
        keywords=[
            f"status:{status.value}",
            f"format:{meeting.format.value}",
            *(_short(topic.label, _STRING) for topic in meeting.topics),
            *(f"category:{topic.category.value}" for topic in meeting.topics),
        ],
        notes=[f"{source.stance.value}: {_short(source.name, _STRING)}" for source in meeting.sources],
        proof=[proof],
        sourceUrl=[_url(article.url)],
        publisher=[_short(article.outlet, _STRING)],
        recordId=[reported.key],
    )
    for person in reported.people:
        actor = _add_actor(entities, person, proof)
        attendance = person.part.attendance
        if status not in _NO_MEETING and attendance is not Attendance.DENIED:
            entities.add(event, "Event", involved=[actor])
        entities.add(
            _id("part", f"{reported.key}-{person.actor.id}"),
            "UnknownLink",
            subject=[actor],
            object=[event],
            role=["participant" if attendance is Attendance.CONFIRMED else f"participant ({attendance.value})"],
            status=[status.value],
            startDate=[start],
            endDate=[end],
            summary=[_short(person.actor.role, _TEXT)],
            description=[_short(quote.quote, _TEXT) for quote in person.part.evidence],
            recordId=[reported.key],
            proof=[proof],
        )


def _add_article(entities: _Entities, reported: Reported) -> str:
    article = reported.article
    return entities.add(
        _id("article", article.id),
        "Article",
        title=[_short(article.title, _STRING)],
        author=[_short(article.byline, _STRING)],
        publishedAt=[reported.published],
        publisher=[_short(article.outlet, _STRING)],
        sourceUrl=[_url(article.url)],
        fileName=[_short(article.source, _STRING)],
        language=[languages().get(article.language or "")],
    )


def _add_actor(entities: _Entities, person: Person, proof: str) -> str:
    actor = person.actor
    public = bool(actor.country and _STATE.intersection(sectors(actor)))
    schemas = {ActorKind.PERSON: "Person", ActorKind.COUNTRY: "PublicBody", ActorKind.GROUP: "LegalEntity"}
    schema = schemas.get(actor.kind, "PublicBody" if public else "Organization")
    names = [_short(name, _NAME) for name in actor.aliases]
    is_person = schema == "Person"
    return entities.add(
        _id("actor", person.key),
        schema,
        name=[_short(actor.name, _NAME)],
        # A single word, such as a surname, may be anybody's: such an alias must not be used for matching.
        alias=[name for name in names if " " in name],
        weakAlias=[name for name in names if " " not in name],
        country=[_country(actor.country)],
        proof=[proof],
        topics=["gov"] if schema == "PublicBody" else (),
        **{"position" if is_person else "summary": [_short(actor.role, _STRING)]},
    )


def _add_address(entities: _Entities, place: Location) -> str:
    entry = countries()[place.country]
    return entities.add(
        _id("place", str(place.geonames_id)),
        "Address",
        full=[f"{place.name}, {entry.name}" if place.is_city else entry.name],
        city=[place.name] if place.is_city else (),
        country=[_country(place.country)],
        latitude=[_degrees(place.latitude)],
        longitude=[_degrees(place.longitude)],
        sourceUrl=[f"https://www.geonames.org/{place.geonames_id}"],
    )


def _event_name(reported: Reported) -> str:
    names = " and ".join(one_line(person.actor.name) for person in reported.people)
    status = reported.meeting.status
    prefix = "" if status is Status.HELD else f"{status.value.capitalize()}: "
    return shortened(f"{prefix}meeting of {names}", _NAME)


def _id(kind: str, key: str) -> str:
    return f"llmextract-{kind}-{key.replace(':', '-')}"


def _short(text: str | None, longest: int) -> str:
    return shortened(one_line(text or ""), longest)


def _country(code: str | None) -> str | None:
    return code.lower() if code in countries() else None


def _degrees(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"


def _url(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) and one_line(url) == url else None
