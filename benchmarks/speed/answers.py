"""Answers for the loopback endpoint: what a model that makes no mistake would say, in whatever form it is asked for.

They are made of the gold file of the article that the question holds, by the names of the form's fields, so that they
have the length of real answers and lead the library through all of its work; a field with another name gets the first
value that its schema allows.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from llmextract.evaluation import GoldDocument

Schema = dict[str, Any]

_WORDS_IN_A_ROW = 5
_FENCES = re.compile(r"</?text>")
_LONGEST = 24  # items of a list whose schema sets no limit


class AnswerBook:
    """The articles that questions may be about, with their answers.

    Args:
        documents: The gold documents.
    """

    def __init__(self, documents: Iterable[GoldDocument]) -> None:
        self._facts: dict[str, dict[str, Any]] = {}
        self._by_row: dict[tuple[str, ...], str] = {}
        for document in documents:
            self._facts[document.id] = facts(document)
            self._by_row |= dict.fromkeys(_rows(document.text), document.id)

    def answer(self, body: Mapping[str, Any]) -> str:
        """Return the answer to a request for a chat completion, as JSON.

        Args:
            body: The request, with ``messages`` and a ``response_format`` of the type ``json_schema``.
        """
        rows = _rows(str(body["messages"][-1]["content"]))
        shared = Counter(self._by_row[row] for row in rows if row in self._by_row).most_common(1)
        known = self._facts[shared[0][0]] if shared else {}
        schema = body["response_format"]["json_schema"]["schema"]
        return json.dumps(fill(schema, known, schema.get("$defs", {})), ensure_ascii=False)


def facts(document: GoldDocument) -> dict[str, Any]:
    """Return what a gold document says, under the names that fields of forms have."""
    return {"meetings": [_meeting(meeting) for meeting in document.meetings]}


def _meeting(meeting: Any) -> dict[str, Any]:  # noqa: ANN401 - GoldMeeting, as its fields are
    people = [
        {
            "name": person.name,
            "aliases": list(person.aliases),
            "kind": person.kind,
            "role": person.role[0] if person.role else None,
            "country": person.country,
            "attendance": person.attendance[0],
        }
        for person in meeting.participants
    ]
    topics = [{"label": topic.label, "category": topic.category[0]} for topic in meeting.topics]
    day, _, last = (meeting.date[0] or "").partition("/")
    when = meeting.date_text[0] if meeting.date_text else None
    where = meeting.place.city[0]
    return {
        "status": meeting.status[0],
        "format": meeting.format[0],
        "people": people,
        "participants": people,
        "date": day or None,
        "date_end": last or None,
        "date_text": when,
        "when": when,
        "where": where,
        "city": where,
        "country": meeting.place.country,
        "venue": meeting.place.venue,
        "topics": topics,
        "sources": [],
        "evidence": [meeting.evidence],
    }


def fill(schema: Schema, known: Any, definitions: Mapping[str, Schema]) -> Any:  # noqa: ANN401 - JSON
    """Fill in a form.

    Args:
        schema: The JSON schema of the form, or of a part of it.
        known: What is known of it: an object with values by field name, a list, a value; ``None`` if nothing is.
        definitions: The schema's ``$defs``.

    Returns:
        What is known, as far as the schema allows it, and else the first that it allows.
    """
    if "$ref" in schema:
        return fill(definitions[schema["$ref"].rpartition("/")[2]], known, definitions)
    if "anyOf" in schema:
        return fill(_branch(schema["anyOf"], known), known, definitions)
    if schema.get("type") == "object":
        values = known if isinstance(known, dict) else {}
        properties = schema.get("properties", {})
        return {name: fill(part, values.get(name), definitions) for name, part in properties.items()}
    if schema.get("type") == "array":
        return _list(schema, known, definitions)
    return _value(schema, known)


def _value(schema: Schema, known: Any) -> Any:  # noqa: ANN401 - JSON
    if "const" in schema or "enum" in schema:
        choices = schema.get("enum", [schema.get("const")])
        return known if known in choices else choices[0]
    kind = schema.get("type")
    if kind == "string":
        return str(known)[: schema.get("maxLength")] if known else "fisheries"
    if kind in {"integer", "number"}:
        return schema.get("minimum", 1)
    return None if kind == "null" else True


def _list(schema: Schema, known: Any, definitions: Mapping[str, Schema]) -> list[Any]:  # noqa: ANN401 - JSON
    items, fewest, most = schema.get("items", {}), schema.get("minItems", 0), schema.get("maxItems", _LONGEST)
    if isinstance(known, list):
        given = [fill(items, each, definitions) for each in known[:most]]
        if "enum" in items:  # several that are no choice would all be the first
            given = list(dict.fromkeys(given))
    else:
        given = list(items["enum"][:2]) if "enum" in items else []
    missing = max(fewest - len(given), 0 if given or known is not None else 1)
    return given[:most] + [fill(items, None, definitions) for _ in range(missing)]


def _branch(branches: Sequence[Schema], known: Any) -> Schema:  # noqa: ANN401 - JSON
    """Return the branch for null where nothing is known, else the first for something."""
    nothing = [branch for branch in branches if branch.get("type") == "null"]
    something = [branch for branch in branches if branch.get("type") != "null"]
    return (nothing or something)[0] if known is None else (something or nothing)[0]


def _rows(text: str) -> list[tuple[str, ...]]:
    """Return every few words in a row: by these a question is known to be about an article."""
    words = _FENCES.sub(" ", text).split()
    return list(zip(*(words[at:] for at in range(_WORDS_IN_A_ROW)), strict=False))
