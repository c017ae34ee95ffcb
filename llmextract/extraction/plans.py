"""Which readings of an article a given effort pays for, and how two readings are put together.

``low`` reads the article with one question, ``normal`` asks about each clause that may report a meeting, ``high`` does
both: what two readings report independently is surer than what one does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.extraction.occasions import Occasion, in_order
from llmextract.extraction.report_circumstances import FUTURE
from llmextract.schemas import Effort, Format, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOOKED_AT = 5000  # characters
_LOWER = 0.5
"""Small letters for each capital, at least, in a text whose capitals tell names from other words."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The readings of an article.

    Attributes:
        by_clause: A question for each clause that may report a meeting, and one about each meeting's topics.
        whole: One question about everything, or one for each stretch of a long article.
    """

    by_clause: bool
    whole: bool


PLANS: dict[Effort, Plan] = {
    "low": Plan(by_clause=False, whole=True),
    "normal": Plan(by_clause=True, whole=False),
    "high": Plan(by_clause=True, whole=True),
}


def choose_plan(effort: Effort, text: str) -> Plan:
    """Return the plan for an article.

    Clauses are asked about by the names that stand in them, which are found by their capitals. An article in a script
    without capitals (Arabic, Chinese, Hebrew, ...), or in nothing but capitals, is read as a whole.

    Args:
        effort: How much is asked.
        text: The article's text.
    """
    looked_at = text[:_LOOKED_AT]
    if is_in_capitals(text):
        return PLANS["low"]
    if looked_at.isascii():
        return PLANS[effort]
    letters = {character: count for character, count in Counter(looked_at).items() if character.isalpha()}
    cased = sum(count for character, count in letters.items() if character.lower() != character.upper())
    return PLANS["low"] if 2 * cased < sum(letters.values()) else PLANS[effort]


def is_in_capitals(text: str) -> bool:
    """Return whether a text has so few small letters that its capitals do not tell names from other words.

    Args:
        text: Any text.
    """
    looked_at = text[:_LOOKED_AT]
    return sum(map(str.islower, looked_at)) < _LOWER * sum(map(str.isupper, looked_at))


def agree(by_clause: Iterable[Occasion], whole: Iterable[Occasion]) -> list[Occasion]:
    """Put two readings together: the meetings of the one by clauses, and those that only the other saw.

    A meeting of the whole reading confirms the one by clauses that it fits best: its ``readings`` go up. One that fits
    none is added where no sentence of it was read as another meeting already; else the clauses are trusted.

    Args:
        by_clause: The meetings of the reading by clauses; those that are confirmed are changed.
        whole: Those of the whole reading.

    Returns:
        The meetings in order.
    """
    kept = list(by_clause)
    covered = {report.sentence for occasion in kept for report in occasion.reports}
    added: list[Occasion] = []
    for occasion in whole:
        fitting = [known for known in kept if _is_same(known, occasion)]
        if fitting:
            max(fitting, key=lambda known: _likeness(known, occasion)).readings = 2
        elif covered.isdisjoint(report.sentence for report in occasion.reports):
            added.append(occasion)
    return in_order([*kept, *added])


def _is_same(known: Occasion, occasion: Occasion) -> bool:
    """Whether two readings mean one meeting: its people, and nothing in its time, place or form that contradicts."""
    if _shared(known, occasion) < min(2, len(known.members), len(occasion.members)):
        return False
    if len({known.format, occasion.format} - {Format.UNKNOWN}) > 1:
        return False
    statuses = {known.status, occasion.status}
    if Status.HELD in statuses and not statuses.isdisjoint(FUTURE):
        return False  # whether it is contested, only one of the readings may have been asked
    then, now = known.time, occasion.time
    if then and now and then.date and now.date and (then.date.end < now.date.start or now.date.end < then.date.start):
        return False
    cities = {place.name for place in (known.place, occasion.place) if place and place.kind == "city"}
    return len(cities) < 2  # noqa: PLR2004


def _likeness(known: Occasion, occasion: Occasion) -> tuple[int, bool]:
    sentences = {report.sentence for report in known.reports} & {report.sentence for report in occasion.reports}
    return _shared(known, occasion), bool(sentences)


def _shared(known: Occasion, occasion: Occasion) -> int:
    return sum(member in known.members for member in occasion.members)
