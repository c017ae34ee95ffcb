"""The vocabulary of ``cast_words.toml``: words that tell what a capitalised run of words names."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def cast_words() -> dict[str, frozenset[str]]:
    """Return the words by table, in lower case."""
    data = tomllib.loads(files("llmextract.extraction").joinpath("cast_words.toml").read_text(encoding="utf-8"))
    return {key: frozenset(words) for key, words in data.items()}


def is_of_organisation(words: list[str]) -> bool:
    """Return whether one of the words of a name, in lower case, is one that organisations are named by.

    Args:
        words: All of them: "Abdel Fatah" is no part of Fatah.
    """
    bodies = cast_words()["organization"]
    return any(
        word in bodies and (not at or words[at - 1] not in {"abd", "abdal", "abdel", "abdul"})
        for at, word in enumerate(words)
    )
