"""PLOVER's country and sectors of an actor, from its country, its role, its name and its kind.

The words are in ``sectors.toml``, with what they are taken from.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from llmextract.export.gazetteer import countries
from llmextract.extraction.countries import find_organisations, without_accents
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from llmextract.schemas import Actor

_NOT_A_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class _Rule:
    sector: str
    alone: bool  # nothing else counts beside it
    state_only: bool  # only for somebody who speaks for a state, and where no other rule has a match
    kinds: frozenset[str]  # of actor; empty: all


@dataclass(frozen=True, slots=True)
class _Table:
    rules: tuple[_Rule, ...]
    rule_of: dict[str, int]  # group name of the pattern -> index of the rule
    words: re.Pattern[str]
    diplomatic: re.Pattern[str]
    international: dict[str, str]  # an organisation's name -> code


def _fold(text: str) -> str:
    return " ".join(_NOT_A_WORD.sub(" ", without_accents(text).casefold()).split())


def _pattern(word: str) -> str:
    return r"\w*".join(re.escape(_fold(part)) for part in word.split("*"))


@cache
def _table() -> _Table:
    data = tomllib.loads((files(__package__) / "sectors.toml").read_text(encoding="utf-8"))
    rules = tuple(
        _Rule(rule["sector"], rule.get("alone", False), rule.get("state_only", False), frozenset(rule.get("kinds", ())))
        for rule in data["rule"]
    )
    words = [(word, number) for number, rule in enumerate(data["rule"]) for word in rule["words"]]
    words.sort(key=lambda entry: len(entry[0]), reverse=True)  # of two that begin at one place the longer counts
    pattern = "|".join(f"(?P<w{at}>{_pattern(word)})" for at, (word, _) in enumerate(words))
    diplomatic = "|".join(_pattern(word) for word in data["diplomatic"]["words"])
    return _Table(
        rules,
        {f"w{at}": number for at, (_, number) in enumerate(words)},
        re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{diplomatic})(?!\w)"),
        {name: code for code, names in data["international"].items() for name in names},
    )


def actor_code(actor: Actor) -> str | None:
    """Return PLOVER's code of the country, or of the kind of international actor, that an actor speaks for.

    Args:
        actor: An actor of a record.

    Returns:
        ISO 3166-1 alpha-3, ``KOS`` for Kosovo, the sovereign's code for a dependency; of an international organisation,
        or somebody whose role names one, ``UNO``, ``EUR``, ``NGO`` or ``IGO``; ``None`` where the record does not tell.
    """
    entry = countries().get(actor.country or "")
    if entry is not None:
        return entry.plover
    named = find_organisations(f"{actor.role or ''} . {actor.name}")
    return _table().international.get(named[0].name, "IGO") if named else None


def sectors(actor: Actor) -> tuple[str, ...]:
    """Return PLOVER's codes of the sectors that an actor belongs to.

    A person's come from the role, an organization's or a group's from the name and the role; a country is its
    government. Nothing is guessed: where no word tells, there is no sector.

    Args:
        actor: An actor of a record.

    Returns:
        The primary sector first; empty where none can be told.
    """
    if actor.kind is ActorKind.COUNTRY:
        return ("GOV",)
    text = actor.role or ""
    if actor.kind is not ActorKind.PERSON:
        text = f"{actor.name} . {text}"
    table = _table()
    found = {table.rule_of[match.lastgroup] for match in table.words.finditer(_fold(text)) if match.lastgroup}
    rules = [table.rules[number] for number in sorted(found)]
    told = [rule for rule in rules if not rule.state_only and (not rule.kinds or actor.kind.value in rule.kinds)]
    if told and told[0].alone:
        return (told[0].sector,)
    if not told and actor.country:
        told = [rule for rule in rules if rule.state_only]
    return tuple(dict.fromkeys(rule.sector for rule in told))


def is_diplomatic(actor: Actor) -> bool:
    """Return whether an actor's office or name is one of foreign affairs: a foreign minister, an embassy, an envoy."""
    return _table().diplomatic.search(_fold(f"{actor.role or ''} {actor.name}")) is not None
