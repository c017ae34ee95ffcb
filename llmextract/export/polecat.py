"""Rows as in POLECAT, the event data set in PLOVER's terms: 40 columns, separated by tabs.

Halterman, Bagozzi, Beger, Schrodt, Scarborough (2023), "PLOVER and POLECAT: A New Political Event Ontology and
Dataset"; the files at https://doi.org/10.7910/DVN/AJGVIT. Values of one field are joined by "; ", and what is missing
is ``None``.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from llmextract._version import __version__
from llmextract.export.gazetteer import countries, locate
from llmextract.export.inert import cell, one_line
from llmextract.export.plover_coding import code_meeting
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.export.material import Material, Reported
    from llmextract.export.plover_coding import CodedEntity, CodedEvent

_SIDE = (
    "{0} Name",
    "{0} Country",
    "{0} COW",
    "Primary {0} Sector",
    "{0} Sectors",
    "{0} Title",
    "{0} Name Raw",
    "Wikipedia {0} ID",
)
COLUMNS = (
    *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts"),
    *(name.format("Actor") for name in _SIDE),
    *(name.format("Recipient") for name in _SIDE),
    *("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    *("Raw Placename", "Feature Type", "Source", "Publication Date"),
    *("Story People", "Story Organizations", "Story Locations", "Language", "Version"),
)
"""The columns, in their order."""

MISSING = "None"


def write_polecat(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write the meetings as rows of POLECAT, with a line of column names.

    Args:
        material: What to write. A denied meeting is no event and has no row.
        stream: Where to.

    Returns:
        What the reader should know: how many have no row.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    rows = csv.writer(text, delimiter="\t", lineterminator="\n")
    rows.writerow(COLUMNS)
    denied = 0
    for reported in material.meetings():
        event = code_meeting(reported)
        if event.type is None:
            denied += 1
        else:
            rows.writerow(_row(reported, event))
    text.detach()
    return (f"{denied} denied meetings are no events in PLOVER and have no row",) if denied else ()


def _row(reported: Reported, event: CodedEvent) -> list[str]:
    article, place = reported.article, reported.meeting.place
    where = locate(place)
    latitude, longitude, geonames_id = reported.coordinates
    entry = countries().get(place.country or "")
    actors = [person.actor for person in reported.people]
    score = event.score
    return [
        f"llmextract-{reported.key.replace(':', '-')}",
        _text(event.date.isoformat() if event.date else None),
        _text(event.type),
        _text(event.mode),
        MISSING if score is None else f"{score:.1f}",
        _text(event.quad_class),
        _joined(event.contexts),
        *_side(event.actors),
        *_side(event.recipients),
        _text(where.name if where else place.city),
        _text(where.name if where and where.is_city else place.city),
        MISSING,
        MISSING,
        _text(entry.plover if entry else None),
        _number(latitude),
        _number(longitude),
        MISSING if geonames_id is None else str(geonames_id),
        _text(place.text or place.city or place.venue),
        _text(where.feature_code if where else None),
        _text(article.outlet or article.source),
        _text(reported.published),
        _joined(actor.name for actor in actors if actor.kind is ActorKind.PERSON),
        _joined(actor.name for actor in actors if actor.kind in {ActorKind.ORGANIZATION, ActorKind.GROUP}),
        _joined(part for part in (place.city, entry.name if entry else None) if part),
        _text(article.language),
        _text(f"llmextract {__version__}"),
    ]


def _side(entities: tuple[CodedEntity, ...]) -> list[str]:
    """Return the columns of the actors or the recipients; all but the sectors have one value for each of them."""
    actors = [entity.person.actor for entity in entities]
    entries = [countries().get(actor.country or "") for actor in actors]
    primary = [entity.sectors[0] if entity.sectors else None for entity in entities]
    return [
        _joined(actor.name for actor in actors),
        _joined(entity.code for entity in entities),
        _joined(entry.cow if entry else None for entry in entries),
        _joined(primary),
        _joined(sector for entity in entities for sector in entity.sectors) if any(primary) else MISSING,
        _joined(actor.role for actor in actors),
        _joined(actor.name for actor in actors),
        MISSING,
    ]


def _joined(values: Iterable[str | int | None]) -> str:
    parts = [MISSING if value is None else one_line(str(value)).replace(";", ",") or MISSING for value in values]
    return cell("; ".join(parts)) if set(parts) - {MISSING} else MISSING


def _text(value: str | None) -> str:
    return cell(value) or MISSING


def _number(value: float | None) -> str:
    return MISSING if value is None else f"{value:.3f}"
