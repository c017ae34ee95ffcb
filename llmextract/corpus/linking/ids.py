"""Ids of events and linked actors that stay as articles are added."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["stable_ids"]


def stable_ids(letter: str, groups: Sequence[Sequence[str]], known_ids: Mapping[str, str]) -> list[str]:
    """Return ids that stay the same as articles are added, and as users take groups apart or put them together.

    A group keeps the id that most of its members had before. Of two groups whose members had the same one, that with
    more of them keeps it. All others get an id made of their first member's key (SHA-256, 12 hexadecimal digits).

    Args:
        letter: What each id begins with.
        groups: Keys of the members of each group, the earliest member first.
        known_ids: The ids that members had before.

    Returns:
        An id for each group, no two the same.
    """
    claims: list[tuple[int, int, str]] = []
    for number, group in enumerate(groups if known_ids else ()):
        before = Counter(known_ids[key] for key in group if key in known_ids)
        claims += ((-count, number, known) for known, count in before.items())
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for _, number, known in sorted(claims):
        if number not in kept and known not in taken:
            kept[number] = known
            taken.add(known)
    ids = []
    for number, group in enumerate(groups):
        made = kept.get(number) or _made(letter, group[0])
        while number not in kept and made in taken:  # its first member once belonged to another, whose id that is now
            made = _made(letter, made)
        taken.add(made)
        ids.append(made)
    return ids


def _made(letter: str, first: str) -> str:
    return letter + hashlib.sha256(first.encode()).hexdigest()[:12]
