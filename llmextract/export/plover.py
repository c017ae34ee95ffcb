"""Events in PLOVER's JSON, one a line.

PLOVER manual of 2021, chapter "Data Fields" (https://github.com/openeventdata/PLOVER). Fields beyond it, which the
manual allows, begin with ``meeting_``: what the record itself says, because PLOVER has no word for a meeting's status
or for the day of a meeting to come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from llmextract._version import __version__
from llmextract.export.gazetteer import countries, locate
from llmextract.export.inert import json_line
from llmextract.export.plover_coding import code_meeting

if TYPE_CHECKING:
    from llmextract.export.material import Material, Reported
    from llmextract.export.plover_coding import CodedEntity

CODEBOOK = "PLOVER 2021"
_CITY, _COUNTRY = 4, 1  # levels of resolution of a location


def write_plover(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write the meetings as PLOVER events in JSON Lines.

    A denied meeting is no event: its line has ``has_event: false``, no type, and the context ``negation``.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        What the reader should know.
    """
    undated = denied = 0
    for reported in material.meetings():
        record = plover_record(reported)
        undated += record["date"] is None
        denied += not record["has_event"]
        stream.write((json_line(record) + "\n").encode())
    notices = []
    if denied:
        notices.append(f"{denied} denied meetings are no events in PLOVER; their lines have has_event false")
    if undated:
        notices.append(f"{undated} events have no date, because neither their day nor the article's is known")
    return tuple(notices)


def plover_record(reported: Reported) -> dict[str, Any]:
    """Return one meeting as a PLOVER event.

    Args:
        reported: The report of a meeting.
    """
    event = code_meeting(reported)
    meeting, article = reported.meeting, reported.article
    quote = meeting.evidence[0]
    return {
        "id": f"llmextract-{reported.key.replace(':', '-')}",
        "has_event": event.type is not None,
        "date": event.date.isoformat() if event.date else None,
        "enddate": event.end_date.isoformat() if event.end_date else None,
        "actor": [_entity(entity) for entity in event.actors],
        "recipient": [_entity(entity) for entity in event.recipients],
        "event": [event.type] if event.type else [],
        "mode": [event.mode] if event.mode else [],
        "context": list(event.contexts),
        "event_loc": _location(reported),
        "event_text": [quote.quote],
        "quad_code": event.quad_code,
        "event_scale": event.score,
        "link": reported.event,
        "text_info": {"start": quote.start, "end": quote.end},
        "cite_info": {
            "citation": article.source,
            "url": article.url,
            "title": article.title,
            "language": article.language,
            "publication": article.outlet,
            "coder": f"llmextract {__version__}, {reported.record.run.model}",
            "codebook": CODEBOOK,
        },
        "coder": f"llmextract {__version__}",
        "meeting_id": reported.key,
        "meeting_status": meeting.status.value,
        "meeting_format": meeting.format.value,
        "meeting_date": reported.start,
        "meeting_enddate": reported.end,
        "meeting_date_text": reported.date_text,
        "meeting_absent": [
            {"entity_text": person.actor.name, "comment": "attendance denied"}
            for person in reported.people
            if person.part.attendance.value == "denied"
        ],
    }


def _entity(entity: CodedEntity) -> dict[str, Any]:
    actor = entity.person.actor
    return {
        "code": entity.code,
        "sector": entity.sectors[0] if entity.sectors else None,
        "other_sectors": list(entity.sectors[1:]),
        "entity_text": actor.name,
        "office": actor.role,
        "actor_id": entity.person.key,
    }


def _location(reported: Reported) -> dict[str, Any] | None:
    place = reported.meeting.place
    where = locate(place)
    if place.city is None and place.country is None and place.venue is None:
        return None
    entry = countries().get(place.country or "")
    return {
        "extracted_place": place.text or place.city or (entry.name if entry else place.venue),
        "resolved_place": where and where.name,
        "geonameid": where and where.geonames_id,
        "lat": where and where.latitude,
        "lon": where and where.longitude,
        "city": where.name if where is not None and where.is_city else place.city,
        "country": entry and entry.name,
        "country_code": entry and entry.plover,
        "feature_class": where and ("P" if where.is_city else "A"),
        "feature_code": where and where.feature_code,
        "resolution": where and (_CITY if where.is_city else _COUNTRY),
    }
