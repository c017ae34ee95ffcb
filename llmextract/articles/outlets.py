"""Names of newspapers, broadcasters and agencies."""

from __future__ import annotations

import re

from llmextract.articles.cues import bare, fold, load_cues

LONGEST = 5
"""Words in the longest name of an outlet."""


def is_outlet(name: str) -> bool:
    """Tell whether a few capitalised words name an outlet, by a word such as "Times", or are a known agency."""
    words = name.split()
    if not words or len(words) > LONGEST or words[0][0].islower() or re.search(r"[.!?:,]$", name):
        return False
    folded, known = fold(name), load_cues().words
    typical = any(bare(word) in known["outlets"] for word in folded.split())
    return bare(folded) in known["agencies"] or (typical and len(words) > 1)
