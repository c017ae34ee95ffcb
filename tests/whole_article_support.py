"""Answers to the question about a whole article, and records drawn with them that are checked on the way."""

import asyncio
import json

from llmextract.extraction.pipeline import extract_record
from llmextract.schemas import Extraction


def meeting(numbers, people, **said):
    """Write one meeting of an answer; people are names, or names with their attendance."""
    listed = [(person, "confirmed") if isinstance(person, str) else person for person in people]
    return {
        "sentences": list(numbers),
        "people": [{"name": name, "attendance": attendance} for name, attendance in listed],
        "format": "in_person",
        "status": "held",
        "when": None,
        "where": None,
        "topics": [],
        **said,
    }


def answer(*meetings):
    """Write an answer to the question about a whole article."""
    return json.dumps({"meetings": meetings})


def draw(article, model, *, effort="low", max_reasks=1):
    """Draw a record, and check what holds for every record: each quote and mention stands where it says."""
    record = asyncio.run(extract_record(article, model, max_reasks=max_reasks, effort=effort))
    for quote in record.quotes():
        assert article.text[quote.start : quote.end] == quote.quote
    for actor in record.actors:
        for span in actor.mentions:
            assert article.text[span.start : span.end] in (actor.name, *actor.aliases)
    for found in record.meetings:
        for words in (found.date and found.date.text, found.place.text):
            assert words is None or words in article.text
        for topic in found.topics:
            assert topic.label in article.text
    assert Extraction.model_validate_json(record.model_dump_json()) == record
    assert record.run.effort == effort
    assert model.answers == [], "fewer questions were asked than the test expects"
    return record


def people(record, found):
    """Return the attendance of a meeting's participants by name."""
    return {record.actor(part.actor).name: part.attendance.value for part in found.participants}
