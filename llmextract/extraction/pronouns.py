"""Words that stand for people who were named before: "she", "both", "the two leaders"."""

from __future__ import annotations

import regex

FIRST_PERSON = frozenset({"i", "we"})
SHE = frozenset({"she", "her"})
HE = frozenset({"he", "she", "him", "her", "his"})
THEY = frozenset({"they", "them", "their", "both", "each"})
TOGETHER = regex.compile(
    r"(?:the|both|these|their)\s+(?:(?:two|three|four|five)\s+)?(?:\p{L}+\s+)?(?:\p{L}+s|(?:wo)?men)|(?:the\s+)?(?:both|two|three|four|five|pair|trio)",
    regex.IGNORECASE,
)
