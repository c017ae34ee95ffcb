"""The published JSON Schemas (``schemas/*.schema.json``), generated from `llmextract.schemas`."""

from __future__ import annotations

import json

from llmextract import schemas

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PUBLISHED = (schemas.Extraction, schemas.Meeting, schemas.Actor, schemas.Topic)


def schema_texts() -> dict[str, str]:
    """Return the content of each published file by its name."""
    return {
        f"{model.__name__.lower()}.schema.json": json.dumps(
            {"$schema": _DIALECT, **model.model_json_schema(mode="serialization")}, indent=2, ensure_ascii=False
        )
        + "\n"
        for model in _PUBLISHED
    }
