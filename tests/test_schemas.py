"""The rules of the record, and what is said when one is broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from llmextract.schemas import Actor, Extraction, Meeting, MeetingDate, Participant, Place, Quote, Span, Topic

QUOTE = {"quote": "met", "start": 5, "end": 8}
MEETING = {
    "id": "m1",
    "status": "held",
    "format": "in_person",
    "participants": [{"actor": "a1", "evidence": [{"quote": "Ada", "start": 1, "end": 4}]}],
    "topics": [
        {"label": "trade", "category": "economy", "evidence": [{"quote": "trade", "start": 20, "end": 25}]},
    ],
    "sources": [
        {"name": "X", "stance": "asserts", "evidence": [{"quote": "said", "start": 30, "end": 34}]},
    ],
    "evidence": [QUOTE],
}
ACTOR = {"id": "a1", "name": "Ada Novak", "kind": "person"}
RECORD = {
    "article": {"id": "0" * 16, "source": "-", "sha256": "0" * 64},
    "actors": [ACTOR, {**ACTOR, "id": "a2", "name": "Juan Ortega"}],
    "meetings": [MEETING],
    "run": {"model": "m", "prompt_hash": "0" * 12, "llmextract_version": "1"},
}


@pytest.mark.parametrize(
    ("model", "values", "message"),
    [
        (Span, {"start": 3, "end": 3}, "a span must end after it starts"),
        (Span, {"start": -1, "end": 3}, "greater than or equal to 0"),
        (Quote, {"quote": "four", "start": 0, "end": 5}, "a quote must be as long as the stretch between its offsets"),
        (Actor, {**ACTOR, "aliases": ["Novak", "Ada Novak"]}, "an alias must not repeat the name"),
        (Actor, {**ACTOR, "id": "a0"}, "String should match pattern"),
        (Actor, {**ACTOR, "name": "  "}, "at least 1 character"),
        (Actor, {**ACTOR, "country": "Slovenia"}, "String should match pattern"),
        (Actor, {**ACTOR, "kind": "robot"}, "Input should be 'person', 'organization', 'country' or 'group'"),
        (Actor, {**ACTOR, "age": 50}, "Extra inputs are not permitted"),
        (MeetingDate, {"start": "2031-05-12", "text": "x"}, "a date needs both start and end, or neither"),
        (MeetingDate, {"start": "2031-05-12", "end": "2031-05-11"}, "a date must not end before it starts"),
        (MeetingDate, {}, "a date needs words or days; use null for no date at all"),
        (Topic, {"label": "x", "category": "gossip"}, "Input should be 'bilateral_relations'"),
        (Meeting, {**MEETING, "participants": []}, "at least 1 item"),
        (Meeting, {**MEETING, "evidence": []}, "at least 1 item"),
        (Meeting, {**MEETING, "participants": [{"actor": "a1"}] * 2}, "a meeting must name each participant once"),
        (Extraction, {**RECORD, "actors": [ACTOR, ACTOR]}, "actor ids must be unique"),
        (Extraction, {**RECORD, "actors": []}, "participant a1 of m1 is no actor of this record"),
        (Extraction, {**RECORD, "schema_version": "2"}, "Input should be '1'"),
    ],
)
def test_broken_rule_is_stated(model, values, message):
    with pytest.raises(ValidationError) as caught:
        model.model_validate(values)
    assert message in str(caught.value)


def test_record_finds_its_actors_and_yields_its_quotes():
    record = Extraction.model_validate(RECORD)
    assert record.actor("a2").name == "Juan Ortega"
    with pytest.raises(KeyError, match="a3"):
        record.actor("a3")
    assert [quote.quote for quote in record.quotes()] == ["met", "Ada", "trade", "said"]


def test_record_survives_json_and_does_not_change():
    record = Extraction.model_validate(RECORD)
    assert Extraction.model_validate_json(record.model_dump_json()) == record
    with pytest.raises(ValidationError, match="frozen"):
        record.schema_version = "1"


def test_what_is_not_known_is_null_or_empty():
    meeting = Meeting.model_validate({key: value for key, value in MEETING.items() if key not in {"topics", "sources"}})
    assert (meeting.date, meeting.place, meeting.topics, meeting.outcome) == (None, Place(), (), None)
    assert Participant(actor="a1").attendance == "confirmed"


@given(st.integers(0, 50), st.text(min_size=1, max_size=20))
def test_quotes_are_measured_in_code_points(start, words):
    assert Quote(quote=words, start=start, end=start + len(words)).quote == words
    with pytest.raises(ValidationError):
        Quote(quote=words, start=start, end=start + len(words) + 1)
