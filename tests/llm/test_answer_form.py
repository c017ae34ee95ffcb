import datetime as dt
import json
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from llmextract.llm.answer_form import AnswerForm, wire_schema


class Kind(StrEnum):
    CALL = "call"
    VISIT = "visit"


class Day(BaseModel):
    value: dt.date
    note: str = Field("", max_length=5000)


class Walk(BaseModel):
    kind: Literal["walk"]


class Ride(BaseModel):
    kind: Literal["ride"]
    beast: Annotated[str, Field(pattern="^[a-z]+$", max_length=30)] = "horse"


class Trip(AnswerForm):
    """A trip."""

    pattern: str = Field(description="A field may be called like a keyword")
    title: str | None = None
    kind: Kind = Field(Kind.CALL, description="How")
    days: list[Day] = Field(min_length=1, max_length=4)
    by: Annotated[Walk | Ride, Field(discriminator="kind")]
    notes: dict[str, int] = Field(default_factory=dict)


class Node(AnswerForm):
    name: str
    children: list["Node"] = Field(default_factory=list)
    parent: "Node | None" = Field(None, description="Above")


def keywords(schema):
    """Yield every keyword of every schema, leaving out the names of properties and definitions."""
    for key, value in schema.items():
        yield key, value
        if key in ("properties", "$defs"):
            for part in value.values():
                yield from keywords(part)
        elif isinstance(value, dict):
            yield from keywords(value)
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, dict):
                    yield from keywords(part)


def objects(schema):
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
            yield schema
        for value in schema.values():
            yield from objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from objects(value)


@pytest.mark.parametrize("form", [Trip, Node])
def test_keywords_that_servers_stumble_over_are_gone(form):
    schema = form.model_json_schema()
    inner = {key: value for key, value in schema.items() if key != "title"}
    used = {key for key, _ in keywords(inner)}
    assert used.isdisjoint({"pattern", "format", "default", "title", "discriminator", "oneOf", "uniqueItems"})
    assert all(value <= 512 for key, value in keywords(schema) if key == "maxLength")


@pytest.mark.parametrize("form", [Trip, Node])
def test_every_object_is_closed_and_lists_all_its_properties_in_order(form):
    found = list(objects(form.model_json_schema()))
    assert found
    for part in found:
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])


def test_what_guides_the_model_stays():
    schema = Trip.model_json_schema()
    assert schema["title"] == "Trip"
    assert schema["description"] == "A trip."
    assert list(schema["properties"]) == ["pattern", "title", "kind", "days", "by", "notes"]
    assert schema["properties"]["kind"] == {"description": "How", "enum": ["call", "visit"], "type": "string"}
    assert schema["properties"]["days"]["minItems"] == 1
    assert schema["properties"]["days"]["maxItems"] == 4
    assert schema["properties"]["notes"]["additionalProperties"] == {"type": "integer"}
    assert schema["$defs"]["Ride"]["properties"]["beast"]["maxLength"] == 30
    assert "maxLength" not in schema["$defs"]["Day"]["properties"]["note"]


@pytest.mark.parametrize("form", [Trip, Node])
def test_references_have_no_neighbours_and_lead_somewhere(form):
    schema = form.model_json_schema()
    text = json.dumps(schema)
    for part in (part for _, value in keywords(schema) for part in ([value] if isinstance(value, dict) else [])):
        if "$ref" in part and isinstance(part["$ref"], str):
            assert list(part) == ["$ref"]
    names = set(schema.get("$defs", {}))
    assert {f'"#/$defs/{name}"' in text for name in names} <= {True}
    assert "Kind" not in names  # inlined, because it has a description beside it


def test_a_recursive_form_ends():
    schema = Node.model_json_schema()
    assert schema["type"] == "object"
    assert schema["$defs"]["Node"]["properties"]["children"]["items"] == {"$ref": "#/$defs/Node"}


def test_the_full_form_still_validates():
    trip = Trip.model_validate_json(
        '{"pattern": "x", "days": [{"value": "2031-02-03"}], "by": {"kind": "ride", "beast": "yak"}}'
    )
    assert trip.days[0].value == dt.date(2031, 2, 3)
    with pytest.raises(ValueError, match="beast"):
        Trip.model_validate_json(
            '{"pattern": "x", "days": [{"value": "2031-02-03"}], "by": {"kind": "ride", "beast": "Y"}}'
        )


def test_the_original_schema_is_not_changed():
    original = Ride.model_json_schema()
    copy = json.loads(json.dumps(original))
    wire_schema(original)
    assert original == copy


def test_a_lone_all_of_is_merged():
    assert wire_schema({"allOf": [{"type": "string", "pattern": "a"}], "description": "d"}) == {
        "type": "string",
        "description": "d",
    }


def test_it_is_what_the_openai_client_itself_would_make_strict():
    from openai.lib._pydantic import _ensure_strict_json_schema

    schema = Trip.model_json_schema()
    assert _ensure_strict_json_schema(json.loads(json.dumps(schema)), path=(), root=schema) == schema
