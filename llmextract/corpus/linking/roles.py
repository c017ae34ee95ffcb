"""What two offices say about whether two persons of one name are one: the same, compatible, or two walks of life."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files

from llmextract.extraction.countries import find_countries, find_organisations
from llmextract.extraction.names import fold

__all__ = ["Office", "RoleRelation", "read_role", "role_relation"]


class RoleRelation(IntEnum):
    """How two offices relate."""

    DIFFERENT = -2
    """Two walks of life: a foreign minister and a football coach."""
    OTHER = -1
    """Two offices that one person may hold after each other: a trade minister and a prime minister."""
    UNKNOWN = 0
    """One of them is not given, or says too little."""
    SAME = 1


@dataclass(frozen=True, slots=True)
class Office:
    """An office or an occupation, taken apart.

    Attributes:
        domains: The walks of life that its words belong to.
        words: The words that say which office it is.
    """

    domains: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    heads: dict[str, frozenset[str]]
    marks: dict[str, str]
    empty: frozenset[str]
    synonyms: tuple[tuple[str, str], ...]


@cache
def _vocabulary() -> _Vocabulary:
    data = tomllib.loads((files(__package__) / "roles.toml").read_text(encoding="utf-8"))
    words = {word for listed in data["domains"].values() for word in listed}
    heads = {word: frozenset(name for name, listed in data["domains"].items() if word in listed) for word in words}
    marks = {word: name for name, listed in data["marks"].items() for word in listed}
    synonyms = tuple(sorted(data["synonyms"].items(), key=lambda pair: -len(pair[0])))
    return _Vocabulary(heads, marks, frozenset(data["empty"]["words"]), synonyms)


@lru_cache(maxsize=1 << 15)
def read_role(role: str) -> Office:
    """Take an office apart: "Ruritania's acting top diplomat" -> foreign minister, in the domain of the state.

    Args:
        role: The office in an article's words.
    """
    plain = role
    found = sorted(
        [(mention.start, mention.end) for mention in find_countries(role)]
        + [(mention.start, mention.end) for mention in find_organisations(role)]
    )
    for start, end in reversed(found):
        plain = f"{plain[:start]} {plain[end:]}"
    known = _vocabulary()
    text = f" {fold('a ' + plain)} "
    for phrase, meaning in known.synonyms:
        text = text.replace(f" {phrase} ", f" {meaning} ")
    words = text.split()
    minister = frozenset({"state"}) if {"minister", "premier"}.intersection(words) else frozenset()
    marked = minister or frozenset(known.marks[word] for word in words if word in known.marks)
    headed = [known.heads[word] for word in words if word in known.heads]
    kept = frozenset(word for word in words if word not in known.empty and len(word) > 1)
    return Office(marked or (headed[-1] if headed else frozenset()), kept)


@lru_cache(maxsize=1 << 17)
def role_relation(a: str | None, b: str | None) -> RoleRelation:
    """Return how two offices relate.

    Args:
        a: An office in an article's words, if it gives one.
        b: Another.
    """
    if not a or not b:
        return RoleRelation.UNKNOWN
    one, other = read_role(a), read_role(b)
    if one.domains and other.domains and one.domains.isdisjoint(other.domains):
        # Officers, judges and politicians become each other.
        both = one.domains | other.domains
        return (
            RoleRelation.OTHER if both <= {"state", "military"} or both <= {"state", "law"} else RoleRelation.DIFFERENT
        )
    if not one.words or not other.words:
        return RoleRelation.UNKNOWN
    if one.words <= other.words or other.words <= one.words:
        return RoleRelation.SAME
    return RoleRelation.OTHER if one.domains and other.domains else RoleRelation.UNKNOWN
