"""What the page is told of one article: who is in it, its meetings, and where in the text the words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llmextract.export.report.offsets import Utf16Offsets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from llmextract.schemas import Actor, Extraction, Meeting, MeetingDate, Place, Quote

Words = list[int] | str
"""Where words stand (start, end, in UTF-16 units), or, without the text, the words themselves."""


def slim(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields without those that say nothing: ``None`` and what is empty."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", [], {}, ())}


class ArticleData:
    """Turns one record into what the page reads.

    Args:
        record: The record.
        text: The article's text, where it is at hand.
        number: The text's number on the page.
    """

    def __init__(self, record: Extraction, text: str | None, number: int | None) -> None:
        self._record = record
        self._text = text
        self._number = number
        self._offsets = None if text is None else Utf16Offsets(text)

    def data(self) -> dict[str, Any]:
        """Return what the page is told of the article."""
        article = self._record.article
        return slim(
            {
                "id": article.id,
                "title": article.title,
                "outlet": article.outlet,
                "byline": article.byline,
                "url": article.url,
                "source": article.source,
                "published": article.published and article.published.isoformat(),
                "language": article.language,
                "model": self._record.run.model,
                "text": self._number,
                "warnings": [warning.message for warning in self._record.warnings],
                "actors": {actor.id: self._actor(actor) for actor in self._record.actors},
                "meetings": [self._meeting(meeting) for meeting in self._record.meetings],
            }
        )

    def _actor(self, actor: Actor) -> dict[str, Any]:
        mentions = [self._span(span.start, span.end) for span in actor.mentions]
        return slim(
            {
                "name": actor.name,
                "aliases": list(actor.aliases),
                "kind": actor.kind.value,
                "role": actor.role,
                "country": actor.country,
                "mentions": [span for span in mentions if span is not None],
            }
        )

    def _meeting(self, meeting: Meeting) -> dict[str, Any]:
        return slim(
            {
                "id": meeting.id,
                "status": meeting.status.value,
                "format": meeting.format.value,
                "confidence": meeting.confidence,
                "participants": [
                    slim(
                        {
                            "actor": part.actor,
                            "attendance": part.attendance.value,
                            "confidence": part.confidence,
                            "evidence": self._quotes(part.evidence),
                        }
                    )
                    for part in meeting.participants
                ],
                "date": meeting.date and self._date(meeting.date, meeting),
                "place": self._place(meeting.place, meeting),
                "topics": [
                    slim(
                        {
                            "label": topic.label,
                            "category": topic.category.value,
                            "evidence": self._quotes(topic.evidence),
                        }
                    )
                    for topic in meeting.topics
                ],
                "sources": [
                    slim(
                        {
                            "name": source.name,
                            "stance": source.stance.value,
                            "evidence": self._quotes(source.evidence),
                        }
                    )
                    for source in meeting.sources
                ],
                "outcome": meeting.outcome,
                "outcomeAt": self._find(meeting.outcome, meeting),
                "evidence": self._quotes(meeting.evidence),
            }
        )

    def _date(self, date: MeetingDate, meeting: Meeting) -> dict[str, Any]:
        return slim(
            {
                "start": date.start and date.start.isoformat(),
                "end": date.end and date.end.isoformat(),
                "text": date.text,
                "at": self._find(date.text, meeting),
            }
        )

    def _place(self, place: Place, meeting: Meeting) -> dict[str, Any]:
        return slim(
            {
                "city": place.city,
                "country": place.country,
                "venue": place.venue,
                "text": place.text,
                "at": self._find(place.text or place.venue or place.city, meeting),
            }
        )

    def _quotes(self, quotes: Iterable[Quote]) -> list[Words]:
        return [self._words(quote) for quote in quotes]

    def _words(self, quote: Quote) -> Words:
        if self._text is None or self._text[quote.start : quote.end] != quote.quote:
            return quote.quote
        return self._span(quote.start, quote.end) or quote.quote

    def _span(self, start: int, end: int) -> list[int] | None:
        if self._offsets is None or self._text is None or end > len(self._text):
            return None
        return [self._offsets.units(start), self._offsets.units(end)]

    def _find(self, words: str | None, meeting: Meeting) -> list[int] | None:
        """Return where words without offsets stand: in the meeting's own quotes, else where they stand only once."""
        if not words or self._text is None:
            return None
        for quote in meeting.evidence:
            at = self._text.find(words, quote.start, quote.end)
            if at >= 0:
                return self._span(at, at + len(words))
        at = self._text.find(words)
        if at < 0 or self._text.find(words, at + 1) >= 0:
            return None
        return self._span(at, at + len(words))
