"""How many sides a report says that a meeting had: "bilateral talks", "a three-way summit", "the two met alone"."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

__all__ = ["stated_sides"]

_COUNTS = {"two": 2, "three": 3, "four": 4}
_FEWEST = 2


@cache
def _pattern() -> re.Pattern[str]:
    listed = tomllib.loads((files(__package__) / "sides.toml").read_text(encoding="utf-8"))
    named = (f"(?P<{name}>{'|'.join(entry['words'])})" for name, entry in listed.items())
    return re.compile(rf"(?<!\w)(?:{'|'.join(named)})(?!\w)")


def stated_sides(quotes: Iterable[str], countries: Collection[str]) -> int:
    """Return how many sides the words of a report give a meeting.

    Args:
        quotes: The words that report the meeting.
        countries: The states for which its participants speak, each once; with "alone" they are all sides.

    Returns:
        The number; 0 where the words give none, two different ones ("bilateral talks before the three-way summit"), or
        fewer than take part.
    """
    found = {
        _COUNTS.get(str(match.lastgroup), len(countries))
        for quote in quotes
        for match in _pattern().finditer(quote.casefold())
    }
    return found.pop() if len(found) == 1 and min(found) >= max(_FEWEST, len(countries)) else 0
