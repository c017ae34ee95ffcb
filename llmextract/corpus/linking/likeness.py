"""How likely two reports are of one occasion: who, when, where, how and about what, each with its weight.

The weights add up; participants and day decide, the rest helps. What a report does not say speaks against nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llmextract.corpus.linking.reports import same_place
from llmextract.schemas import Format

if TYPE_CHECKING:
    from llmextract.corpus.linking.reports import Party, Profile

__all__ = ["A_WEEK", "DOUBT", "SAME", "Weight", "cities_differ", "compare", "contradict", "score_of"]

SAME = 0.7
"""Score from which two reports are of one occasion."""

A_WEEK = 7
"""Days between the publication of two reports without a day that may be of one occasion."""

DOUBT = 0.55
"""Score from which they may be."""

_WHO = 0.55
_SAME_DAY, _DAYS_OVERLAP, _NEXT_DAY, _LONG_RANGE = 0.30, 0.27, 0.15, 0.16
_NEAR_PUBLICATION, _FAR_PUBLICATION, _NO_TIME = 0.16, 0.10, 0.0
_SAME_CITY, _SAME_COUNTRY, _OTHER_COUNTRY = 0.15, 0.05, -0.3
_SAME_FORMAT, _OTHER_FORMAT, _CALL_OR_VIDEO = 0.03, -0.3, -0.05
_SAME_TOPIC = 0.05
_OTHER_PERSONS = -0.25
_OTHER_SIDES = -0.4
_FEWER_AND_OTHER_TOPICS = -0.25
_SIDE = 0.6  # how much "the Chilean delegation" is a minister of Chile
_UNCERTAIN = 0.3  # how much the absence of one whose part is denied or unconfirmed counts

_A_FEW_DAYS = 2
_DAYS_OF_WEEK = 7
_REMOTE = frozenset({Format.CALL, Format.VIDEO})


class Weight(NamedTuple):
    """One thing that speaks for or against two reports being of one occasion."""

    code: str
    weight: float
    text: str


def score_of(weights: list[Weight]) -> float:
    """Return the sum of all weights, between 0 and 1."""
    return round(min(1.0, max(0.0, sum(weight.weight for weight in weights))), 4)


def compare(first: Profile, second: Profile) -> list[Weight] | None:
    """Weigh two reports.

    Args:
        first: A report.
        second: Another.

    Returns:
        The weights; None where the reports can't be of one occasion: their days are two apart or more, they met in
        two cities, or one was of two sides and the other of three.
    """
    if cities_differ(first, second):  # most of all that share a participant and a day: asked first
        return None
    when = _when(first, second)
    if when is None or ((first.marked or second.marked) and contradict(first, second)):
        return None
    return [*_who(first, second), when, *_sides(first, second), *_where(first, second), *_how(first, second)]


def contradict(first: Profile, second: Profile) -> bool:
    """Whether two reports differ in the number of sides, or in the weekday where one gives no more than that."""
    if first.sides and second.sides and first.sides != second.sides:
        return True
    if first.dated and second.dated:  # what the days themselves say
        return False
    one, other = first.day_of_week, second.day_of_week
    # Next to each other: one may have written of the day on which the news came.
    return one >= 0 <= other and 1 < abs(one - other) < _DAYS_OF_WEEK - 1


def _when(first: Profile, second: Profile) -> Weight | None:
    if first.dated and second.dated:
        return _both_dated(first, second)
    if first.timeless or second.timeless:
        return Weight("no-time", _NO_TIME, "one gives no time at all")
    if first.dated or second.dated:
        return _one_dated(first, second) if first.dated else _one_dated(second, first)
    apart = abs(first.published - second.published)
    if apart > A_WEEK:
        return None
    return _published(near=apart <= _A_FEW_DAYS, text="neither gives a day; one is published {} the other")


def _both_dated(first: Profile, second: Profile) -> Weight | None:
    gap = max(first.start, second.start) - min(first.end, second.end)
    if gap > 1:
        return None
    if gap == 1:
        return Weight("next-day", _NEXT_DAY, "one day apart: time zones, or a report on the day after")
    if max(first.end - first.start, second.end - second.start) >= A_WEEK:
        return Weight("days-overlap", _LONG_RANGE, "the days of one lie in a long time that the other gives")
    if first.start == second.start and first.end == second.end:
        return Weight("same-day", _SAME_DAY, "the same day")
    return Weight("days-overlap", _DAYS_OVERLAP, "the days overlap")


def _one_dated(dated: Profile, other: Profile) -> Weight | None:
    if dated.end < other.window[0] or dated.start > other.window[1]:
        return None
    near = max(dated.start - other.published, other.published - dated.end) <= _A_FEW_DAYS
    return _published(near=near, text="one gives no day and is published {} the other's day")


def _published(*, near: bool, text: str) -> Weight:
    if near:
        return Weight("published-near", _NEAR_PUBLICATION, text.format("close to"))
    return Weight("published-later", _FAR_PUBLICATION, text.format("some days from"))


def cities_differ(first: Profile, second: Profile) -> bool:
    """Whether two reports place one meeting in two cities; a city that the other names as venue is no other city."""
    if not first.city or not second.city or first.format in _REMOTE or second.format in _REMOTE:
        return False
    if same_place(first.city, second.city):
        return False
    return first.city not in second.place_words and second.city not in first.place_words


def _who(one: Profile, other: Profile) -> list[Weight]:
    """Weigh the participants: how many both have, of the fewer and of all, and whether a side is played by another."""
    first, second = one.parties, other.parties
    theirs = {party.actor for party in second}
    shared = {party.actor for party in first if party.actor in theirs}
    matched = float(len(shared))
    ours_left = [party for party in first if party.actor not in shared]
    theirs_left = [party for party in second if party.actor not in shared]
    covered = {party.country for party in (*first, *second) if party.actor in shared} - {""}
    sides = 0
    for party in list(ours_left):
        opposite = next((each for each in theirs_left if _one_side(party, each)), None)
        if opposite is not None:
            sides += 1
            ours_left.remove(party)
            theirs_left.remove(opposite)
    matched += _SIDE * sides
    ours = len(shared) + sides + _absence(ours_left, covered)
    those = len(shared) + sides + _absence(theirs_left, covered)
    fewer, union = min(ours, those), ours + those - len(shared) - sides
    likeness = 0.4 * min(1.0, matched / fewer) + 0.6 * min(1.0, matched / union) if fewer and union else 0.0
    weights = [
        Weight(
            "participants",
            round(_WHO * likeness, 4),
            f"{len(shared)} in both, {sides} on the same side, {likeness:.0%} alike",
        )
    ]
    others_here, others_there = _others(ours_left, covered), _others(theirs_left, covered)
    if others_here and others_there:
        # One of two was somebody else: another meeting. One of twenty: a list that was cut short.
        share = min(1.0, 2 * min(others_here, others_there) / min(len(first), len(second)))
        told = f"{others_here} and {others_there} that the other report does not have"
        weights.append(Weight("other-persons", round(_OTHER_PERSONS * share, 4), told))
    elif (more := others_here or others_there) and one.topics and other.topics and one.topics.isdisjoint(other.topics):
        # Two of three, and about something else: they met by themselves as well. Two of twenty may not have been named.
        share = min(1.0, 4 * more / max(len(first), len(second)))
        told = f"{more} more in one, and nothing that both are about"
        weights.append(Weight("fewer-and-other-topics", round(_FEWER_AND_OTHER_TOPICS * share, 4), told))
    return weights


def _sides(first: Profile, second: Profile) -> list[Weight]:
    """Weigh "bilateral" or "alone" in one report against three sides that the other names."""
    for one, other in ((first, second), (second, first)):
        if one.sides and not other.sides:
            named = {party.country for party in other.parties if party.certain} - {""}
            if len(named) > one.sides:
                return [Weight("other-sides", _OTHER_SIDES, f"{one.sides} sides, the other report names {len(named)}")]
    return []


def _one_side(party: Party, other: Party) -> bool:
    """Whether one is a country, a body or a delegation of the state that the other speaks for."""
    return bool(party.country) and party.country == other.country and not (party.is_person and other.is_person)


def _absence(left: list[Party], covered: set[str]) -> float:
    """Return how much it says that the other report lacks these: bodies of a side that it has, nothing."""
    return sum(
        0.0 if not party.is_person and party.country in covered else 1.0 if party.certain else _UNCERTAIN
        for party in left
    )


def _others(left: list[Party], covered: set[str]) -> int:
    """Count the persons for whose side the other report has somebody else, or nobody."""
    return sum(party.is_person and party.certain and party.country not in covered for party in left)


def _where(first: Profile, second: Profile) -> list[Weight]:
    if first.city and second.city and same_place(first.city, second.city):
        return [Weight("same-city", _SAME_CITY, f"{first.city} / {second.city}")]
    if first.country and second.country and not (first.format in _REMOTE or second.format in _REMOTE):
        if first.country == second.country:
            return [Weight("same-country", _SAME_COUNTRY, first.country)]
        return [Weight("other-country", _OTHER_COUNTRY, f"{first.country} / {second.country}")]
    return []


def _how(first: Profile, second: Profile) -> list[Weight]:
    weights = []
    forms = {first.format, second.format}
    if Format.UNKNOWN not in forms:
        told = f"{first.format.value} / {second.format.value}"
        if len(forms) == 1:
            weights.append(Weight("same-format", _SAME_FORMAT, told))
        elif forms == _REMOTE:
            weights.append(Weight("other-format", _CALL_OR_VIDEO, told))
        else:
            weights.append(Weight("other-format", _OTHER_FORMAT, told))
    if topics := first.topics & second.topics:
        weights.append(Weight("same-topic", _SAME_TOPIC, ", ".join(sorted(topics))))
    return weights
