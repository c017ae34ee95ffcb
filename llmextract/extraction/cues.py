"""Words that decide what is asked and what may be answered: the tables of ``cues.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import regex


@cache
def _cues() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("llmextract.extraction").joinpath("cues.toml").read_text(encoding="utf-8"))


@cache
def _pattern(kind: str, language: str | None) -> regex.Pattern[str]:
    table = _cues()[kind]
    cues = [cue for known, listed in table.items() if language == known or language not in table for cue in listed]
    return regex.compile(rf"(?<!\w)(?:{'|'.join(cues)})(?!\w)", regex.IGNORECASE)


def has_cue(kind: str, text: str, language: str | None) -> bool:
    """Return whether a text holds a cue.

    Args:
        kind: A table of ``cues.toml``.
        text: Any text.
        language: ISO 639-1 code of the text. Where it is ``None``, or has no cues of that kind, those of all languages
            count.
    """
    return _pattern(kind, language).search(text) is not None


def find_cues(kind: str, text: str, language: str | None) -> list[tuple[int, int]]:
    """Return where the cues of a kind stand in a text; the arguments are those of `has_cue`."""
    return [match.span() for match in _pattern(kind, language).finditer(text)]


def without_cues(kind: str, text: str, language: str | None) -> str:
    """Return a text with the cues of a kind struck out; the arguments are those of `has_cue`."""
    return str(_pattern(kind, language).sub(" ", text))


def offers(kind: str, text: str, language: str | None) -> bool:
    """Return whether a text's words allow an answer; a language without cues of that kind allows every answer.

    The arguments are those of `has_cue`.
    """
    return (language is not None and language not in _cues()[kind]) or has_cue(kind, text, language)


def knows(kind: str, language: str | None) -> bool:
    """Return whether there are cues of a kind in a language."""
    return language in _cues()[kind]
