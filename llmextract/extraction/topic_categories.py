"""The category of a topic: that of its words (``topic_words.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import regex

from llmextract.schemas import TopicCategory


@cache
def _patterns() -> dict[TopicCategory, regex.Pattern[str]]:
    data = tomllib.loads(files("llmextract.extraction").joinpath("topic_words.toml").read_text(encoding="utf-8"))
    return {
        TopicCategory(name): regex.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", regex.IGNORECASE)
        for name, words in data.items()
    }


def topic_category(label: str) -> TopicCategory:
    """Return the category that a topic's words tell.

    Args:
        label: A short noun phrase.

    Returns:
        The category with the most words in it; of several, the one that stands first in ``topic_words.toml``, where the
        specific ones stand before the general ones. ``other`` where no word is known.
    """
    counts = {category: len(pattern.findall(label)) for category, pattern in _patterns().items()}
    best = max(counts, key=lambda category: counts[category])
    return best if counts[best] else TopicCategory.OTHER
