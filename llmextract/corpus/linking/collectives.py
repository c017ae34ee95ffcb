"""Organizations and groups by name: which words of it count, and which names say nothing without a country."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from llmextract.extraction.countries import find_countries, find_organisations, organisation_name
from llmextract.extraction.names import fold

__all__ = ["CollectiveName", "acronym", "is_acronym_of", "read_collective"]

_SHORTEST_ACRONYM = 3


@dataclass(frozen=True, slots=True)
class CollectiveName:
    """The name of an organization or a group, taken apart.

    Attributes:
        text: As it stands in an article.
        words: The words that count, folded, in the order of the alphabet; without a country's name or demonym.
        initials: First letters of its words, in order.
        country: The only country that the name itself gives, as ISO 3166-1 alpha-2 code.
        generic: Whether it means nothing without a country ("Foreign Ministry", "delegation").
    """

    text: str
    words: tuple[str, ...]
    initials: str
    country: str | None
    generic: bool


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    empty: frozenset[str]
    generic: frozenset[str]
    same: dict[str, str]


@cache
def _vocabulary() -> _Vocabulary:
    data = tomllib.loads((files(__package__) / "collectives.toml").read_text(encoding="utf-8"))
    return _Vocabulary(frozenset(data["empty"]), frozenset(data["generic"]), data["same"])


@lru_cache(maxsize=1 << 16)
def read_collective(text: str) -> CollectiveName:
    """Take a name apart: "Ministry of Foreign Affairs of Chile" -> foreign, ministry; CL.

    Args:
        text: The name.
    """
    full = organisation_name(text)
    if full is not None:
        words = tuple(fold(full).split())
        return CollectiveName(text, tuple(sorted(set(words))), _initials(words), None, generic=False)
    plain, codes = text, set()
    for mention in reversed(find_countries(text)):
        inside = any(body.start <= mention.start < body.end for body in find_organisations(text))
        if not inside:
            plain = f"{plain[: mention.start]} {plain[mention.end :]}"
            codes.add(mention.code)
    known = _vocabulary()
    folded = [word for word in fold("a " + plain).split() if word not in known.empty]
    words = tuple(known.same.get(word, word) for word in folded)
    kept = words or tuple(fold(text).split())
    return CollectiveName(
        text,
        tuple(sorted(set(kept))),
        _initials(words),
        next(iter(codes)) if len(codes) == 1 else None,
        generic=known.generic.issuperset(words),
    )


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words if word not in _vocabulary().empty)


def acronym(name: CollectiveName) -> str:
    """Return the letters of a name in capitals, folded, that may be another's initials ("B.S.C."); else nothing."""
    letters = name.text.strip().replace(".", "")
    return letters.casefold() if len(letters) >= _SHORTEST_ACRONYM and letters.isupper() else ""


def is_acronym_of(short: CollectiveName, long: CollectiveName) -> bool:
    """Whether a name in capitals is made of another's first letters: "BSC", "Brezovar Shipping Company"."""
    letters = acronym(short)
    return bool(letters) and letters == long.initials
