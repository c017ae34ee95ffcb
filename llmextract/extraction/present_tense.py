"""What the present tense says of a meeting: news tells what is over in the past tense, and what is to come also so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from llmextract.extraction.calendar_words import WEEKDAY

if TYPE_CHECKING:
    import datetime

    from llmextract.extraction.date_rules import ResolvedDate

_PRESENT = regex.compile(r"\b(?:meet|gather|hold|host|convene|open|begin|start|visit|receive)s?\b")
# "meets Orr on Friday", "the ministers meet on Friday"
_ON_DAY = regex.compile(
    r"\b(?:meets|gathers|holds|hosts|convenes|opens|begins|starts|visits|receives)\b[^.;]*\son\s" + WEEKDAY + r"\b|"
    r"(?<!\b(?:to|not|did|do|let|make|made|and|will|would|can|could|may|might|must|shall|should)\s|n['’]t\s)\b(?:meet|hold|begin|open|start)\b[^.;]*\son\s"
    + WEEKDAY
    + r"\b"
)
# "is meeting Orr today", unless it is later today
_UNDER_WAY = regex.compile(
    r"\b(?:is|are)\s+(?:\w+ly\s+)?(?:meeting|holding|hosting|receiving|visiting)\b(?!.*\b(?:later|tonight|evening|afternoon)\b)"
)
_NEAR = 60  # days: as far ahead as news uses the present tense
_WEEK = 7  # days


def has_present(sentence: str) -> bool:
    """Return whether a sentence may tell of a meeting in the present tense."""
    return _PRESENT.search(sentence) is not None


def is_told_ahead(
    sentence: str, past: ResolvedDate | None, ahead: ResolvedDate | None, published: datetime.date | None
) -> bool:
    """Return whether the day that a sentence in the present tense gives is to come.

    Args:
        sentence: What tells of the meeting.
        past: Its day, if it is over.
        ahead: Its day, if it is to come.
        published: The article's day.
    """
    if _is_near(ahead, published) and not _is_near(past, published):  # "the ministers meet on May 3"
        return True
    if published is None or past is None or not _ON_DAY.search(sentence):
        return False
    return 0 < (published - past.start).days < _WEEK


def is_under_way(sentence: str) -> bool:
    """Return whether people are meeting while the article is written."""
    return _UNDER_WAY.search(sentence) is not None


def _is_near(date: ResolvedDate | None, published: datetime.date | None) -> bool:
    return bool(date and published and abs((date.start - published).days) <= _NEAR)
