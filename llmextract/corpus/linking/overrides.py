"""What the user has decided: these two are one, those two are not. It holds before any rule, and is remembered."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

from llmextract.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterable, Sequence

    from llmextract.corpus.store import Store

__all__ = ["Decisions", "Override", "Overrides", "merge", "remember", "split"]

Subject = Literal["event", "actor"]
Verdict = Literal["same", "different"]
ItemT = TypeVar("ItemT", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Override:
    """One decision on two reports (``article:m1``) or two mentions of actors (``article:a1``)."""

    subject: Subject
    first: str
    second: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions on events, or those on actors.

    Attributes:
        same: Pairs of keys that belong together.
        different: Pairs that do not.
    """

    same: tuple[tuple[str, str], ...] = ()
    different: tuple[tuple[str, str], ...] = ()

    @property
    def taken_out(self) -> frozenset[str]:
        """The keys that a split has taken out of what they belonged to."""
        return frozenset(first for first, _ in self.different)

    def apart_by(self, item_of: Callable[[str], ItemT | None]) -> dict[ItemT, set[ItemT]]:
        """Return for each item those that it must not be put together with.

        Args:
            item_of: From a key to what is linked; None where the records lack it.
        """
        foes: dict[ItemT, set[ItemT]] = defaultdict(set)
        for first, second in self.different:
            one, other = item_of(first), item_of(second)
            if one is not None and other is not None:
                foes[one].add(other)
                foes[other].add(one)
        return dict(foes)


@dataclass(frozen=True)
class Overrides:
    """All decisions of the user."""

    entries: tuple[Override, ...] = field(default=())

    @classmethod
    def of_store(cls, store: Store) -> Overrides:
        """Read what a store remembers."""
        rows = store.connection.execute("SELECT subject, first, second, verdict FROM link_overrides ORDER BY id")
        return cls(tuple(Override(*row) for row in rows))

    def of(self, subject: Subject) -> Decisions:
        """Return the decisions on events or on actors."""
        chosen = [entry for entry in self.entries if entry.subject == subject]
        return Decisions(
            tuple(sorted((entry.first, entry.second) for entry in chosen if entry.verdict == "same")),
            tuple(sorted((entry.first, entry.second) for entry in chosen if entry.verdict == "different")),
        )


def merge(subject: Subject, groups: Sequence[Sequence[str]]) -> list[Override]:
    """Return the decisions that make several events, or actors, one.

    Args:
        subject: What they are.
        groups: The keys of the members of each, the earliest first.

    Raises:
        ConfigurationError: There are fewer than two.
    """
    if len(groups) < 2:  # noqa: PLR2004
        raise ConfigurationError(f"merging takes two {subject}s or more", hint="name them by their ids")
    home = groups[0][0]
    return [Override(subject, home, key, "same") for group in groups for key in group if key != home]


def split(subject: Subject, members: Collection[str], out: Collection[str]) -> list[Override]:
    """Return the decisions that take some members out of an event or an actor and make them one of their own.

    Args:
        subject: What it is.
        members: Keys of all members.
        out: Keys of those to take out.

    Raises:
        ConfigurationError: A key is no member, or nobody would be left.
    """
    if unknown := sorted(set(out).difference(members)):
        raise ConfigurationError(f"{unknown[0]} is no member of that {subject}", hint="its explanation lists the keys")
    rest = [key for key in members if key not in set(out)]
    if not out or not rest:
        raise ConfigurationError(f"a split must leave members on both sides of the {subject}")
    leader, *others = sorted(out)
    apart = [Override(subject, key, other, "different") for key in sorted(out) for other in rest]
    return apart + [Override(subject, leader, key, "same") for key in others]


def remember(store: Store, decisions: Iterable[Override], *, undoing: Collection[str] = ()) -> None:
    """Keep decisions in a store; a later one on the same pair takes the place of an earlier one.

    Args:
        store: The store.
        decisions: The decisions.
        undoing: Keys between which earlier splits are taken back: those of all members of what is merged.
    """
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    listed = json.dumps(sorted(undoing))
    with store.transaction() as connection:
        connection.execute(
            "DELETE FROM link_overrides WHERE verdict = 'different' AND first IN (SELECT value FROM json_each(?1)) "
            "AND second IN (SELECT value FROM json_each(?1))",
            (listed,),
        )
        for each in decisions:
            pair = (each.subject, each.first, each.second)
            connection.execute(
                "DELETE FROM link_overrides WHERE subject = ?1 AND (first, second) IN (VALUES (?2, ?3), (?3, ?2))", pair
            )
            connection.execute(
                "INSERT INTO link_overrides (subject, first, second, verdict, made_at) VALUES (?, ?, ?, ?, ?)",
                (*pair, each.verdict, now),
            )
