"""Builders: a gold document or a record from the few fields that a test is about."""

import hashlib
import json

import pytest

from llmextract.evaluation import GoldDocument
from llmextract.schemas import Extraction

TEXT = "Ada Novak, the foreign minister, met Juan Ortega in Porto Lindo on Monday.\nThey spoke of trade and fisheries."


def _gold_participant(name, **fields):
    defaults = {"aliases": [], "kind": "person", "country": None, "role": [], "attendance": ["confirmed"]}
    return {"name": name, "optional": False} | defaults | fields


def _gold_topic(label, keywords, category, *, optional=False):
    return {"label": label, "keywords": keywords, "category": category, "optional": optional}


def _gold_meeting(*participants, city=("Porto Lindo",), country="PT", **fields):
    defaults = {
        "status": ["held"],
        "format": ["in_person"],
        "date": ["2024-12-09"],
        "date_text": ["on Monday"],
        "place": {"city": list(city), "country": country},
        "topics": [],
        "evidence": "met Juan Ortega in Porto Lindo",
        "optional": False,
    }
    people = [_gold_participant(each) if isinstance(each, str) else each for each in participants]
    return defaults | {"participants": people} | fields


def _gold_answers(*meetings, stem="x1"):
    return {"id": stem, "source": "written for the tests", "published": "2024-12-10", "meetings": list(meetings)}


def _gold(*meetings, stem="x1", text=TEXT):
    return GoldDocument.model_validate(_gold_answers(*meetings, stem=stem) | {"text": text})


def _quote(words):
    return {"quote": words, "start": 0, "end": len(words)}


def _meeting(*participants, quotes=("Ada Novak",), topics=(), city="Porto Lindo", country="PT", **fields):
    """Build a predicted meeting; a participant is a name, or a mapping with name, aliases, attendance, confidence,
    evidence.
    """
    defaults = {
        "status": "held",
        "format": "in_person",
        "date": {"start": "2024-12-09", "end": "2024-12-09", "text": "on Monday"},
        "place": {"city": city, "country": country, "text": city},
        "evidence": [_quote(words) for words in quotes],
        "topics": [{"label": label, "category": category} for label, category in topics],
    }
    people = [{"name": each} if isinstance(each, str) else each for each in participants]
    return defaults | {"people": people} | fields


def _record(*meetings):
    actors, built = [], []
    for number, meeting in enumerate(meetings, start=1):
        fields = dict(meeting)
        participants = []
        for person in fields.pop("people"):
            actor = {"id": f"a{len(actors) + 1}", "name": person["name"], "aliases": person.get("aliases", [])}
            actors.append(actor | {"kind": "person"})
            part = {key: person[key] for key in ("attendance", "confidence", "evidence") if key in person}
            participants.append({"actor": actor["id"]} | part)
        built.append(fields | {"id": f"m{number}", "participants": participants})
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    return Extraction.model_validate_json(
        json.dumps(
            {
                "article": {"id": sha256[:16], "source": "<text>", "sha256": sha256},
                "actors": actors,
                "meetings": built,
                "run": {"model": "by hand", "prompt_hash": "0" * 12, "llmextract_version": "0"},
            }
        )
    )


@pytest.fixture
def gold_participant():
    return _gold_participant


@pytest.fixture
def gold_topic():
    return _gold_topic


@pytest.fixture
def gold_meeting():
    return _gold_meeting


@pytest.fixture
def gold_answers():
    return _gold_answers


@pytest.fixture
def gold():
    return _gold


@pytest.fixture
def meeting():
    return _meeting


@pytest.fixture
def record():
    return _record


@pytest.fixture
def quote():
    return _quote
