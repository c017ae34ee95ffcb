"""The published JSON Schemas."""

import json
from pathlib import Path

import pytest

from llmextract.schema_files import schema_texts

PUBLISHED = Path(__file__).parents[1] / "schemas"


def test_published_schemas_are_those_of_the_code():
    published = {file.name: file.read_text(encoding="utf-8") for file in PUBLISHED.glob("*.json")}
    assert published == schema_texts(), "schemas/ is not what llmextract/schemas.py says; write it anew: make schemas"


@pytest.mark.parametrize("name", schema_texts())
def test_schema_describes_every_field_and_ends_with_a_line_break(name):
    text = schema_texts()[name]
    schema = json.loads(text)
    assert text.endswith("}\n")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["description"]
    assert schema["additionalProperties"] is False
    for definition in schema.get("$defs", {}).values():
        assert definition["description"]
