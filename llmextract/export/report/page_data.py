"""Everything that the page is told: articles, events, actors, and where places lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llmextract._version import __version__
from llmextract.events import key_of
from llmextract.export.gazetteer import locate
from llmextract.export.report.article_data import ArticleData
from llmextract.export.report.event_data import ActorTable, event_rows
from llmextract.schemas import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from llmextract.events import Event
    from llmextract.schemas import Extraction


def page_data(
    records: Iterable[Extraction],
    texts: Mapping[str, str],
    events: Sequence[Event],
) -> tuple[dict[str, Any], list[str]]:
    """Return what the page is told.

    Args:
        records: Those of two records of one article count once, the later one.
        texts: SHA-256 of an article's text -> the text.
        events: What linking these records gave; empty where nothing is linked. An event with a report of another
            record is left out, so that its meetings stand for themselves.

    Returns:
        The data, for JSON, and the texts that its articles name by their numbers.
    """
    by_article = {record.article.id: record for record in records}
    known = list(by_article.values())
    shown: list[str] = []
    articles = []
    for record in known:
        text = texts.get(record.article.sha256)
        articles.append(ArticleData(record, text, None if text is None else len(shown)).data())
        if text is not None:
            shown.append(text)
    places = {
        key_of(record.article.id, meeting.id): (number, index)
        for number, record in enumerate(known)
        for index, meeting in enumerate(record.meetings)
    }
    current = [event for event in events if all(report.key in places for report in event.reports)]
    actors = ActorTable()
    rows = event_rows(known, current, places, actors)
    data = {
        "version": __version__,
        "linked": bool(current),
        "articles": articles,
        "events": rows,
        "actors": actors.rows,
        "points": _points(rows),
    }
    return data, shown


def _points(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[float]]:
    """Return longitude and latitude of the cities, by ``city|country`` as the page spells that key."""
    points = {}
    for row in rows:
        place = row.get("place", {})
        city, country = place.get("city"), place.get("country")
        key = f"{city}|{country or ''}"
        if not city or key in points:
            continue
        found = locate(Place(city=city, country=country))
        if found is not None and found.latitude is not None and found.longitude is not None:
            points[key] = [round(found.longitude, 2), round(found.latitude, 2)]
    return points
