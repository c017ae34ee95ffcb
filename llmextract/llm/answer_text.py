"""The text of an answer: finding the JSON object in it, and checking it against the form that was asked for.

Servers that constrain the model send nothing but the object. Others wrap it in a code fence, put a sentence before and
after it, or show the model's thinking first; all of that is stripped here, and nothing else is repaired: an object that
is itself broken goes back to the model with the reason.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from llmextract.errors import InvalidAnswerError

if TYPE_CHECKING:
    from llmextract.llm.base import AnswerT

MAX_PROBLEMS = 20
"""More lines than these help neither a model nor a reader."""

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_OPENING = re.compile(r"[{\[]")
_DECODER = json.JSONDecoder()

_PHRASES = (
    (re.compile(r"^(?:Value error|Assertion failed), "), ""),
    (re.compile(r"^Input should "), "should "),
    (re.compile(r"\ba valid (?=[aeiou])"), "an "),
    (re.compile(r"\ba valid "), "a "),
    (re.compile(r"\bdictionary or instance of \w+"), "object"),
    (re.compile(r"\ba dictionary\b"), "an object"),
    (re.compile(r"\ba object\b"), "an object"),
    (re.compile(r" after validation\b"), ""),
)
_RULES = {"missing": "is missing", "extra_forbidden": "is not a field of the form, leave it out"}


def find_json_object(text: str) -> str | None:
    """Find the JSON object in an answer.

    Thinking in ``<think>`` tags, code fences and prose around the object are ignored. Where there are several objects,
    the longest is taken. A part of a broken object is never taken for the whole.

    Args:
        text: The answer as the model wrote it.

    Returns:
        The object's own characters, or ``None`` when there is no complete object.
    """
    text = _THINKING.sub("", text)
    found: str | None = None
    position = 0
    while match := _OPENING.search(text, position):
        start = match.start()
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            if not _is_prose(text, start, error):
                return None
            position = start + 1
            continue
        if isinstance(value, dict) and (found is None or end - start >= len(found)):
            found = text[start:end]
        position = end
    return found


def _is_prose(text: str, start: int, error: Exception) -> bool:
    """Tell a bracket of the prose ("{as asked}", "[see below]") from the start of broken JSON."""
    if not isinstance(error, json.JSONDecodeError):
        return False
    inside = text[start + 1 :].lstrip()[:1]
    return inside not in ('"', "}") if text[start] == "{" else inside not in ("{", "[", '"')


def parse_answer(form: type[AnswerT], raw: str) -> AnswerT:
    """Validate an answer.

    Args:
        form: The form of the answer.
        raw: The answer's text as it came.

    Returns:
        The answer as an instance of ``form``.

    Raises:
        InvalidAnswerError: There is no JSON object in the text, or it does not validate; ``problems`` says why, one
            line for each broken rule.
    """
    problems: tuple[str, ...]
    try:
        return form.model_validate_json(find_json_object(raw) or raw.strip())
    except ValidationError as error:
        problems = describe_problems(error)
    raise InvalidAnswerError(f"the model's answer is not valid: {problems[0]}", problems=problems, raw=raw)


def describe_problems(error: ValidationError) -> tuple[str, ...]:
    """Put a validation error into words that a language model and a reader both understand.

    Args:
        error: What pydantic found.

    Returns:
        One line for each broken rule, ``path: message``, without addresses, type names or the rejected value.
    """
    lines: dict[str, None] = {}  # a dict keeps the order and drops repetitions (each branch of a union complains)
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        if detail["type"] == "json_invalid":
            message = f"not valid JSON: {detail['msg'].removeprefix('Invalid JSON: ')}"
        else:
            message = _RULES.get(detail["type"]) or _reword(detail["msg"])
        path = _path(detail["loc"])
        lines[f"{path}: {message}" if path else message] = None
    problems = tuple(lines)
    if len(problems) > MAX_PROBLEMS:
        return (*problems[:MAX_PROBLEMS], f"and {len(problems) - MAX_PROBLEMS} more")
    return problems


def _reword(message: str) -> str:
    """Strip pydantic's own vocabulary from one message."""
    for pattern, replacement in _PHRASES:
        message = pattern.sub(replacement, message)
    message = " ".join(message.split())
    return message if message[1:2].isupper() else message[:1].lower() + message[1:]


def _path(location: tuple[int | str, ...]) -> str:
    """Write a location the way a programmer would: ``meetings[0].date``."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
