"""Words that stand for people who were named before: "she", "both", "the two leaders"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Word

FIRST_PERSON = frozenset({"i", "we"})
SHE = frozenset({"she", "her"})
HE = frozenset({"he", "she", "him", "her", "his"})
THEY = frozenset({"they", "them", "their", "both", "each"})
TOGETHER = regex.compile(
    r"(?:the|both|these|their)\s+(?:(?:two|three|four|five)\s+)?(?:\p{L}+\s+)?(?:\p{L}+s|(?:wo)?men)|(?:the\s+)?(?:both|two|three|four|five|pair|trio)",
    regex.IGNORECASE,
)


def is_same_pronoun(first: Word, second: Word) -> bool:
    """Return whether two words of a sentence are "he" both, or "she", the first one before the second.

    Args:
        first: A word.
        second: Another one.
    """
    alike = (first.text.lower() in SHE) == (second.text.lower() in SHE)
    return first.index < second.index and first.lemma in HE and second.lemma in HE and alike
