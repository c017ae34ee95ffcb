"""Records read back from JSON or JSON Lines, as `llmextract extract` and the export print them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from llmextract.errors import ConfigurationError
from llmextract.schemas import Extraction

if TYPE_CHECKING:
    from collections.abc import Iterator

_HINT = "give records as llmextract extract prints them with --format json or jsonl"


def read_records(text: str, source: str) -> list[Extraction]:
    """Read every record of a text: one object, an array, or one object a line.

    Args:
        text: The text.
        source: Where it came from, for messages.

    Returns:
        The records, in their order.

    Raises:
        ConfigurationError: The text is not JSON, or holds something that is no record.
    """
    records = []
    for number, value in enumerate(_values(text.removeprefix("\ufeff"), source), start=1):
        try:
            records.append(Extraction.model_validate_json(json.dumps(value)))
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in problem["loc"])
            what = f"{where}: {problem['msg']}" if where else problem["msg"]
            raise ConfigurationError(f"{source}: entry {number} is no record ({what})", hint=_HINT) from error
    return records


def _values(text: str, source: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    at = _next(text, 0)
    while at < len(text):
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, getattr(error, "pos", at)) + 1
            raise ConfigurationError(f"{source} is not JSON in line {line}", hint=_HINT) from error
        yield from value if isinstance(value, list) else (value,)
        at = _next(text, end)


def _next(text: str, at: int) -> int:
    """Return the place of the next character that is no white space."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at
