"""Forms of answers: what a model is asked to fill in, and the JSON schema of it that travels to the server.

The schema on the wire is a plainer copy of pydantic's. llama.cpp fails on, or silently ignores, nested ``pattern`` and
large ``maxLength`` (llama.cpp#25746, #19051), and OpenAI's ``strict`` mode wants every property required, no further
properties, and no ``oneOf`` or ``default``. What the copy leaves out is still checked: answers are validated against
the full form.
"""

from __future__ import annotations

import copy
from typing import Any, ClassVar

from pydantic import BaseModel

MAX_LENGTH = 512
"""Longest ``maxLength``, in characters, that stays in the schema; grammars grow with it."""

_DROPPED = frozenset({"default", "discriminator", "examples", "format", "pattern", "title", "uniqueItems"})
_NAMED = frozenset({"properties", "$defs"})
_LISTED = frozenset({"anyOf", "allOf", "prefixItems"})
_NESTED = frozenset({"items", "additionalProperties"})

Schema = dict[str, Any]


class AnswerForm(BaseModel):
    """Base of the forms that a language model fills in.

    Its JSON schema is the copy for the wire (see ``wire_schema``); validation uses the full form.

    Attributes:
        reads_tokens: Whether the probabilities of the answer's tokens are looked at; they are only asked for then.
    """

    reads_tokens: ClassVar[bool] = True

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> Schema:  # noqa: ANN401 - pydantic's signature, whatever it is
        """Return the JSON schema that is sent to the server.

        Args:
            *args: As for ``pydantic.BaseModel.model_json_schema``.
            **kwargs: As for ``pydantic.BaseModel.model_json_schema``.

        Returns:
            A new schema that servers accept and enforce.
        """
        return wire_schema(super().model_json_schema(*args, **kwargs))


def wire_schema(schema: Schema) -> Schema:
    """Make the copy of a JSON schema that is sent to a server.

    Dropped: ``pattern``, ``format``, ``default``, ``title`` (but for the root's, which names the form), ``examples``,
    ``uniqueItems``, ``discriminator`` and a ``maxLength`` over 512. Kept: descriptions, ``enum``, bounds of numbers and
    of lists. Every object lists all its properties as required and allows no others; a reference never has neighbours.

    Args:
        schema: As pydantic generates it; it stays unchanged.

    Returns:
        The copy.
    """
    definitions: Schema = schema.get("$defs", {})
    root = {key: value for key, value in schema.items() if key != "$defs"}
    if "$ref" in root:  # a form that contains itself; servers want an object at the root
        root = {**definitions[root.pop("$ref").rpartition("/")[2]], **root}
    plain = _plain(root, definitions, ())
    if title := root.get("title"):
        plain = {"title": title, **plain}
    used = _reachable(plain, {name: _plain(part, definitions, ()) for name, part in definitions.items()})
    return {**plain, "$defs": used} if used else plain


def _plain(node: Schema, definitions: Schema, inlined: tuple[str, ...]) -> Schema:
    """Simplify one schema and those inside it; ``inlined`` are the references that led here, so that cycles end."""
    kept = {key: value for key, value in node.items() if key not in _DROPPED}
    if isinstance(kept.get("maxLength"), int) and kept["maxLength"] > MAX_LENGTH:
        del kept["maxLength"]
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    if len(kept.get("allOf", ())) == 1:
        return _plain({**kept.pop("allOf")[0], **kept}, definitions, inlined)
    if "$ref" in kept:
        reference = kept["$ref"]
        if len(kept) == 1 or reference in inlined:
            return {"$ref": reference}
        target = definitions.get(reference.rpartition("/")[2], {})
        neighbours = {key: value for key, value in kept.items() if key != "$ref"}
        return _plain({**target, **neighbours}, definitions, (*inlined, reference))
    for key, value in kept.items():
        kept[key] = _plain_part(key, value, definitions, inlined)
    if "properties" in kept:
        kept["required"] = list(kept["properties"])
        kept["additionalProperties"] = False
    return kept


def _plain_part(key: str, value: Any, definitions: Schema, inlined: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON
    """Simplify the value of one keyword: a schema, a list of them, schemas by name, or plain data."""
    if key in _NAMED:
        return {name: _plain(part, definitions, inlined) for name, part in value.items()}
    if key in _LISTED:
        return [_plain(part, definitions, inlined) for part in value]
    if key in _NESTED and isinstance(value, dict):
        return _plain(value, definitions, inlined)
    return copy.deepcopy(value)


def _reachable(root: Schema, definitions: Schema) -> Schema:
    """Keep the definitions that are still referred to, in their order."""
    found: set[str] = set()
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name in definitions and name not in found:
                found.add(name)
                waiting.append(definitions[name])
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return {name: part for name, part in definitions.items() if name in found}
