"""The vocabulary of frames: the tables of ``frames.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def frame_words() -> dict[str, frozenset[str]]:
    """Return the tables: base forms of words, in lower case, by what they have in common."""
    data = tomllib.loads(files("llmextract.extraction").joinpath("frames.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in data.items()}
