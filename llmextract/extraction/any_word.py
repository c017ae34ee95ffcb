"""An expression for any of many words that is quick to find that none of them stands at a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable


def any_word(words: Iterable[str], *, capitals: bool = False) -> str:
    """Return an expression that matches the longest of some words, or a shorter one where what follows wants that.

    Words with the same beginning share it (a trie), so that most places are left after a letter or two. A named list of
    `regex` takes six times as long.

    Args:
        words: As they stand in a text.
        capitals: Whether their first letters may be capitals as well.
    """
    branches: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        branches.setdefault(word[:1], []).append(word[1:])
    ends = branches.pop("", None) is not None
    expression = "|".join(_letter(letter, capitals=capitals) + any_word(rests) for letter, rests in branches.items())
    if not expression:
        return ""
    return f"(?:{expression}){'?' if ends else ''}"


def _letter(letter: str, *, capitals: bool) -> str:
    capital = letter.capitalize()
    written = str(regex.escape(letter))
    return f"(?:{written}|{regex.escape(capital)})" if capitals and capital != letter else written
