"""Offsets in code points, as records have them, and in UTF-16 units, as a browser counts."""

from __future__ import annotations

from bisect import bisect_left

_LAST_OF_ONE_UNIT = 0xFFFF


class Utf16Offsets:
    """Translates the offsets of one text, both ways.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        astral = () if text.isascii() else (i for i, letter in enumerate(text) if ord(letter) > _LAST_OF_ONE_UNIT)
        self._points = list(astral)
        self._units = [point + number for number, point in enumerate(self._points)]

    def units(self, offset: int) -> int:
        """Return the UTF-16 offset of a code-point offset."""
        return offset + bisect_left(self._points, offset)

    def code_points(self, units: int) -> int:
        """Return the code-point offset of a UTF-16 offset; one between two surrogates stands for their start.

        Raises:
            ValueError: The text has no such offset.
        """
        if not 0 <= units <= self._length + len(self._points):
            raise ValueError(f"the text has no offset {units}")
        return units - bisect_left(self._units, units)
