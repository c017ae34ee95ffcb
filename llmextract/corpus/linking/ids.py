"""Ids of events and linked actors that stay as articles are added."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["stable_id"]


def stable_id(letter: str, first: str, keys: Iterable[str], known_ids: Mapping[str, str], taken: set[str]) -> str:
    """Return an id that stays the same as articles are added: the one most members had before, or the first one's.

    Args:
        letter: What the id begins with.
        first: Key of the earliest member, of which a new id is made (SHA-256, 12 hexadecimal digits).
        keys: Keys of all members.
        known_ids: The ids that members had before.
        taken: Ids already given; the new one is added.
    """
    before = Counter(known_ids[key] for key in keys if key in known_ids) if known_ids else Counter[str]()
    for known in sorted(before, key=lambda each: (-before[each], each)):
        if known not in taken:
            taken.add(known)
            return known
    made = letter + hashlib.sha256(first.encode()).hexdigest()[:12]
    while made in taken:  # its first member once belonged to another, whose id that is now
        made = letter + hashlib.sha256(made.encode()).hexdigest()[:12]
    taken.add(made)
    return made
