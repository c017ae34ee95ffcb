"""Which of many words a text holds, found without looking for each.

Words that share a short piece are only looked for in a text that holds the piece: most texts hold few of the pieces.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIECE = 4  # characters: shorter ones are in every text, longer ones are shared by few words


class WordIndex:
    """Words to be looked for, filed by their pieces.

    Args:
        words: Any strings; a text holds one wherever its characters stand in a row.
    """

    __slots__ = ("_by_piece",)

    def __init__(self, words: Iterable[str]) -> None:
        listed = sorted(set(words))
        shared = Counter(piece for word in listed for piece in _pieces(word))
        by_piece: dict[str, list[str]] = {}
        for word in listed:
            by_piece.setdefault(max(_pieces(word), key=shared.__getitem__), []).append(word)
        self._by_piece = [(piece, tuple(filed)) for piece, filed in by_piece.items()]

    def held(self, text: str) -> set[str]:
        """Return the words that a text holds."""
        return {word for piece, words in self._by_piece if piece in text for word in words if word in text}


def _pieces(word: str) -> Iterator[str]:
    """Yield the pieces of a word; a short one is its own."""
    for start in range(max(1, len(word) - _PIECE + 1)):
        yield word[start : start + _PIECE]
