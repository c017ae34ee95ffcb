"""The prompt's own files: instructions and worked examples, and the hash that tells which prompt made a record."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from llmextract import schemas
from llmextract.prompting.room import shortened

_PLACEHOLDER = re.compile(r"\{(\w+)\.(\w+)\}")
_UNSEEN = re.compile(  # no reader sees them, a model does: controls, direction overrides, "tag" letters; joiners stay
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BRACKETED = re.compile(  # control tokens of models whose templates write them in brackets
    r"\[(/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|MODEL_SETTINGS|ARGS|CALL_ID|THINK|"
    r"IMG|IMG_BREAK|IMG_END|AUDIO|BEGIN_AUDIO|PREFIX|MIDDLE|SUFFIX|gMASK|sMASK|MASK|BOS|EOS))\]"
)


def _data() -> dict[str, bytes]:
    folder = files("llmextract.prompting").joinpath("data")
    return {entry.name: entry.read_bytes() for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)}


@cache
def prompt_hash() -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 over all that the prompt is made of.

    That is every file in ``prompting/data``, with its name, and the instructions as they are sent, so that a changed
    field description counts as a changed prompt.
    """
    digest = hashlib.sha256()
    for name, content in _data().items():
        digest.update(name.encode() + b"\0" + content + b"\0")
        if name.endswith(".md"):
            digest.update(instructions(name.removesuffix(".md")).encode() + b"\0")
    return digest.hexdigest()[:12]


@cache
def instructions(name: str) -> str:
    """Return the instructions ``data/NAME.md``, with the schemas' field descriptions put in.

    ``{Meeting.status}`` stands for the description of that field in ``llmextract.schemas``.

    Raises:
        KeyError: A placeholder names a field that does not exist.
    """

    def description(match: re.Match[str]) -> str:
        model, field = match.groups()
        text = getattr(schemas, model).model_fields[field].description
        return str(text)

    return _PLACEHOLDER.sub(description, _data()[f"{name}.md"].decode("utf-8").strip())


@cache
def examples(name: str) -> tuple[dict[str, Any], ...]:
    """Return the worked examples ``data/NAME.toml``, in the order in which they are shown."""
    return tuple(tomllib.loads(_data()[f"{name}.toml"].decode("utf-8"))["example"])


def as_data(text: str, *, room: int | None = None, keep_end: bool = False) -> str:
    """Fence text of an article: on one line, between tags that the text itself can neither close nor forge.

    What chat templates are written with is made harmless as well, and what no reader of the article sees is left out.

    Args:
        text: Any text.
        room: How many tokens of it there is room for, as estimated; all of it unless given.
        keep_end: Keep the end, not the beginning, where there is not enough room.
    """
    harmless = _BRACKETED.sub(r"(\1)", _UNSEEN.sub("", text).replace("<", "‹").replace(">", "›"))
    line = " ".join(harmless.split())
    return f"<text>{line if room is None else shortened(line, room, keep_end=keep_end)}</text>"
