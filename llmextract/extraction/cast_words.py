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
