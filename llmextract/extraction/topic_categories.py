"""The category of a topic: that of its words (``topic_words.toml``)."""

from __future__ import annotations

import tomllib
from collections import Counter
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
    return _most(_counts(label))


def category_of_context(sentence: str, article: str) -> TopicCategory:
    """Return the category of a topic whose own words tell none ("the French plan"), from what stands around it.

    Args:
        sentence: The sentence that gives the topic; its words count twice.
        article: The text of the article, the sentence included.

    Returns:
        The category with the most words there, but ``international_organisations``: they are named in any article.
    """
    counts = _counts(sentence) + _counts(article)
    del counts[TopicCategory.INTERNATIONAL_ORGANISATIONS]
    return _most(counts)


def _counts(text: str) -> Counter[TopicCategory]:
    return Counter({category: len(pattern.findall(text)) for category, pattern in _patterns().items()})


def _most(counts: Counter[TopicCategory]) -> TopicCategory:
    best = max(counts, key=lambda category: counts[category], default=TopicCategory.OTHER)
    return best if counts[best] else TopicCategory.OTHER
