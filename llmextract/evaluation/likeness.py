"""Whether two names mean the same participant, and how other words are compared (section 5 of the codebook)."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from llmextract.extraction.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable


class Likeness(IntEnum):
    """How much two names have in common."""

    NONE = 0
    PART = 1
    """One name's words are among the other's, and both end in the same word."""
    SAME = 2
    """The names are the same, but for case, accents, punctuation and titles."""


def likeness(names: Iterable[str], others: Iterable[str]) -> Likeness:
    """Compare all names of one participant with all names of another.

    Args:
        names: The name and the aliases of the one.
        others: The name and the aliases of the other.

    Returns:
        The greatest likeness of any two of them; a name without letters or digits is like nothing.
    """
    rows = [_words(name) for name in names]
    columns = [_words(other) for other in others]
    return max((_compare(row, column) for row in rows for column in columns), default=Likeness.NONE)


def _compare(words: tuple[str, ...], others: tuple[str, ...]) -> Likeness:
    if not words or not others:
        return Likeness.NONE
    if words == others:
        return Likeness.SAME
    shorter, longer = sorted((set(words), set(others)), key=len)
    return Likeness.PART if words[-1] == others[-1] and shorter <= longer else Likeness.NONE


@lru_cache(maxsize=8192)
def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(name).split())


@lru_cache(maxsize=8192)
def fold_letters(text: str) -> str:
    """Return a text in lower case and without accents, other scripts transliterated, white space folded.

    Args:
        text: A city, a topic or a keyword; unlike `llmextract.extraction.names.fold` this takes no titles off.
    """
    from anyascii import anyascii

    return " ".join(anyascii(text).casefold().split())
