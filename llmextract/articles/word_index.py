"""Which of many words a text holds, found in one pass over it (Aho and Corasick, "Efficient String Matching", 1975)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, Implementation

if TYPE_CHECKING:
    from collections.abc import Iterable


class WordIndex:
    """Words to be looked for together.

    Args:
        words: Any strings; a text holds one wherever its characters stand in a row.
    """

    __slots__ = ("_automaton", "_empty")

    def __init__(self, words: Iterable[str]) -> None:
        listed = set(words)
        self._empty = {""} & listed  # in every text, and unknown to the automaton
        self._automaton = AhoCorasick(sorted(listed - {""}), store_patterns=True, implementation=Implementation.DFA)

    def held(self, text: str) -> set[str]:
        """Return the words that a text holds."""
        try:
            found = self._automaton.find_matches_as_strings(text, overlapping=True)
        except UnicodeEncodeError:  # half of a surrogate pair, which no word holds
            found = self._automaton.find_matches_as_strings(text.encode(errors="replace").decode(), overlapping=True)
        return self._empty.union(found)
