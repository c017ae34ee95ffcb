"""Groups that grow by links, strongest first, and never hold two members that can't be one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ["Grouping", "Summary"]


class Summary(Protocol):
    """What a group knows of its members: enough to tell whether another group may join it."""

    def allows(self, other: Self) -> bool:
        """Whether nothing of the one contradicts anything of the other."""
        ...

    def joined(self, other: Self) -> Self:
        """Return the summary of both together."""
        ...

    def overruled(self) -> Self:
        """Return the summary of a group that the user has made: what contradicts itself in it hinders nothing."""
        ...


SummaryT = TypeVar("SummaryT", bound=Summary)
MemberT = TypeVar("MemberT", bound="Hashable")


class Grouping(Generic[MemberT, SummaryT]):
    """Members in disjoint groups (union by size).

    Args:
        apart: Pairs of members that are never in one group.
    """

    def __init__(self, apart: dict[MemberT, set[MemberT]] | None = None) -> None:
        self._apart = apart or {}
        self._group: dict[MemberT, int] = {}
        self._members: dict[int, list[MemberT]] = {}
        self._summaries: dict[int, SummaryT] = {}

    def add(self, member: MemberT, summary: SummaryT) -> int:
        """Make a group of one and return its number."""
        number = len(self._group)
        self._group[member] = number
        self._members[number] = [member]
        self._summaries[number] = summary
        return number

    def number(self, member: MemberT) -> int:
        """Return the number of a member's group."""
        return self._group[member]

    def summary(self, number: int) -> SummaryT:
        """Return what a group knows of its members."""
        return self._summaries[number]

    def members(self, number: int) -> list[MemberT]:
        """Return the members of a group."""
        return self._members[number]

    def together(self, first: MemberT, second: MemberT) -> bool:
        """Whether two members are in one group."""
        return self._group[first] == self._group[second]

    def may_join(self, one: int, other: int) -> bool:
        """Whether two groups may become one: no pair that must stay apart, and no contradiction."""
        return not self._kept_apart(one, other) and self._summaries[one].allows(self._summaries[other])

    def join(self, first: MemberT, second: MemberT, *, forced: bool = False) -> bool:
        """Make two members' groups one, unless something contradicts it.

        Args:
            first: A member.
            second: Another.
            forced: Whether only pairs that must stay apart hinder it, and contradictions do not.

        Returns:
            Whether the groups were two and are now one.
        """
        one, other = self._group[first], self._group[second]
        if one == other or self._kept_apart(one, other):
            return False
        if not forced and not self._summaries[one].allows(self._summaries[other]):
            return False
        keep, drop = (one, other) if len(self._members[one]) >= len(self._members[other]) else (other, one)
        summary = self._summaries[keep].joined(self._summaries.pop(drop))
        self._summaries[keep] = summary.overruled() if forced else summary
        moved = self._members.pop(drop)
        for member in moved:
            self._group[member] = keep
        self._members[keep] += moved
        return True

    def groups(self) -> list[list[MemberT]]:
        """Return the members of each group."""
        return list(self._members.values())

    def _kept_apart(self, one: int, other: int) -> bool:
        if not self._apart:
            return False
        small, large = sorted((one, other), key=lambda number: len(self._members[number]))
        return any(
            self._group.get(foe) == large for member in self._members[small] for foe in self._apart.get(member, ())
        )
