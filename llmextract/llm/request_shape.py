"""The shape that each way of asking for structured output gives a request, as ``instructor`` knows it.

It is made once for a form: where the form does not go into the messages, only these change from question to question.
"""

from __future__ import annotations

import copy
import functools
import logging
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from llmextract.llm.base import ChatMessage
    from llmextract.llm.dialect import Mode

_INSTRUCTOR_MODES: dict[Mode, str] = {
    "json_schema": "json_schema_mode",
    "tools": "tool_call",
    "json": "json_mode",
    "md_json": "markdown_json_mode",
}
_SILENT = logging.NullHandler()
_ANY_MESSAGES: tuple[ChatMessage, ...] = (
    {"role": "system", "content": "Answer."},
    {"role": "user", "content": "What is it?"},
)


class _ShapedError(Exception):
    """Ends instructor's work where it would send the request."""


def shape_request(
    form: type[BaseModel], mode: Mode, messages: Sequence[ChatMessage], *, strict: bool
) -> dict[str, Any]:
    """Put a question into the shape of a request.

    Args:
        form: The form of the answer.
        mode: How structured output is asked for.
        messages: The conversation.
        strict: Whether a schema is sent with ``strict: true``.

    Returns:
        The messages, and the fields that ask for the form.
    """
    fields = _fields(form, mode, strict)
    if fields is None:
        return _shaped(form, mode, messages)
    return {**fields, "messages": [dict(message) for message in messages]}


@functools.lru_cache(maxsize=64)
def _fields(form: type[BaseModel], mode: Mode, strict: bool) -> Mapping[str, Any] | None:
    """Return the fields that ask for a form; ``None`` where the messages ask for it as well."""
    shaped = _shaped(form, mode, _ANY_MESSAGES)
    if shaped.pop("messages") != list(_ANY_MESSAGES):
        return None
    if strict and mode == "json_schema":
        shaped["response_format"]["json_schema"]["strict"] = True
    return shaped


def _shaped(form: type[BaseModel], mode: Mode, messages: Sequence[ChatMessage]) -> dict[str, Any]:
    import instructor
    from instructor.core.exceptions import InstructorRetryException

    shaped: list[dict[str, Any]] = []

    def take(**request: Any) -> Any:  # noqa: ANN401 - the arguments of the client's own method
        shaped.append(request)
        raise _ShapedError

    # That nothing was sent is no failure; without a handler of its own the program would print it as one.
    logging.getLogger("instructor").addHandler(_SILENT)
    create: Any = instructor.patch(create=take, mode=instructor.Mode(_INSTRUCTOR_MODES[mode]))
    try:
        create(
            response_model=_carrier(form),
            max_retries=0,
            strict=False,
            messages=[dict(message) for message in messages],
        )
    except (_ShapedError, InstructorRetryException):
        if not shaped:
            raise
    return shaped[0]


@functools.lru_cache(maxsize=64)
def _carrier(form: type[BaseModel]) -> type[BaseModel]:
    """Make a model that carries a form's name, description and schema through instructor."""
    from instructor import OpenAISchema

    name = re.sub(r"[^A-Za-z0-9_-]", "_", form.__name__)[:64]
    schema = form.model_json_schema()
    schema.setdefault("title", name)

    class Carrier(OpenAISchema):
        @classmethod
        def model_json_schema(cls, *_args: Any, **_kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
            return copy.deepcopy(schema)

    Carrier.__name__ = name
    Carrier.__doc__ = form.__doc__
    return Carrier
