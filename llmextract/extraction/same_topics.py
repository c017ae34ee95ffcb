"""One subject told twice: "bilateral ties" in one sentence, "their bilateral relations" in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.article import Sentence
    from llmextract.schemas import Topic

_WORD = regex.compile(r"[\p{L}\d]+(?:-\p{L}+)*")
_EMPTY = frozenset({
    "the", "a", "an", "of", "on", "in", "to", "for", "and", "between", "with", "their", "its", "his", "her", "two",
    "both", "countries", "nations", "sides", "issue", "issues", "matter", "matters", "question", "topic", "current",
    "latest", "this", "situation", "ways", "efforts",
})  # fmt: skip
"""Words without which a label says the same."""
_SAME = {"ties": "relations", "relationship": "relations", "cease-fire": "ceasefire", "defense": "defence"}


def distinct_topics(topics: Sequence[Topic], sentences: Sequence[Sentence]) -> tuple[Topic, ...]:
    """Leave out topics that say no more than one of another sentence does.

    Args:
        topics: The topics of one meeting.
        sentences: Those of the article. Within one sentence each item of a list is a topic of its own.
    """
    words = [_words(topic.label) for topic in topics]
    places = [_sentence(topic, sentences) for topic in topics]
    kept = []
    for index, topic in enumerate(topics):
        others = [other for other in range(len(topics)) if other != index and places[other] != places[index]]
        repeats = any(
            words[index] < words[other] or (words[index] == words[other] and other < index) for other in others
        )
        if not (words[index] and repeats):
            kept.append(topic)
    return tuple(kept)


def _words(label: str) -> frozenset[str]:
    found = (word.lower() for word in _WORD.findall(label))
    return frozenset(_SAME.get(word, word) for word in found if word not in _EMPTY)


def _sentence(topic: Topic, sentences: Sequence[Sentence]) -> int:
    start = topic.evidence[0].start
    return next((index for index, each in enumerate(sentences) if each.start <= start < each.end), -1)
