"""Which days the words of an article mean, and where such words stand.

The rules are those of English news: "on Thursday" on a Thursday is that same day, a weekday alone the last one for what
has happened and the next one for what is planned. Words in other languages are first put into English by dateparser's
tables and then read by the same rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from llmextract.extraction.calendar_words import (
    COUNT,
    DAY,
    DAY_NAME,
    FULL_MONTH,
    MONTH,
    TO,
    UNIT,
    WHICH,
    YEAR,
    foreign_pattern,
    in_english,
    with_capitals,
)
from llmextract.extraction.date_rules import Clock, ResolvedDate, resolve

if TYPE_CHECKING:
    from datetime import date

__all__ = ["ResolvedDate", "TimeExpression", "find_time_expressions", "resolve_date"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words of a text that give a time.

    Attributes:
        start: Offset of the first character, in code points.
        end: Offset after the last character.
        text: The words.
    """

    start: int
    end: int
    text: str


_UNITS = UNIT.replace("?P<unit>", "?:")
_MONTH_DAY = (
    rf"{MONTH}\s+{DAY}(?:{TO}(?:{MONTH}\s+)?{DAY})?(?:,?\s+{YEAR})?|"
    rf"{DAY}\.?(?:\s+{MONTH})?(?:{TO}{DAY}\.?)?\s+(?:of\s+)?{MONTH}(?:,?\s+{YEAR})?"
)
_DAY_PART = r"(?:\s+(?i:morning|afternoon|evening|night|noon|midday))?"
_WEEKDAYS = (
    rf"(?:(?i:{WHICH})\s+)?{DAY_NAME}(?:,?\s+(?:the\s+)?(?:{_MONTH_DAY}))?(?:{TO}{DAY_NAME})?{_DAY_PART}"
    rf"(?:\s+(?:of\s+)?(?i:last|this|next)\s+week)?"
)
_RELATIVE = (
    rf"(?i:(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow)|(?:yesterday|tomorrow){_DAY_PART}|"
    rf"(?:earlier\s+|later\s+)?(?:today|tonight)|last\s+night|this\s+(?:morning|afternoon|evening)|"
    rf"(?:on\s+)?(?:the|that)\s+same\s+day|(?:earlier|later)\s+(?:in|on)\s+the\s+day|later\s+that\s+day|"
    rf"the\s+(?:previous|prior|next|following)\s+day|the\s+day\s+(?:before|after)\b(?!\s+yesterday|\s+tomorrow)|"
    rf"{COUNT}\s+{_UNITS}\s+(?:ago|earlier|later)|in\s+{COUNT}\s+{_UNITS}(?:['’]s?\s+time)?|"
    rf"(?:(?:earlier|later|early|late)\s+)?(?:this|last|next|the\s+past|the\s+coming)\s+(?:week(?:end)?|month|year)|"
    rf"(?:over|at|on|during)\s+the\s+weekend|"
    rf"(?:in|over|during|within)\s+(?:the\s+)?(?:past|last|next|coming|recent)\s+(?:(?:{COUNT}|few|several)\s+)?{_UNITS}|"
    rf"within\s+{COUNT}\s+{_UNITS}|in\s+the\s+(?:(?:near|not\s+too\s+distant|foreseeable)\s+)?future|(?:soon|shortly)(?!\s+(?:after|before)\b))"
)
_NUMERIC = r"\d{4}-\d{2}-\d{2}|\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)\d{4}"
_MONTH_ALONE = (
    rf"(?:(?i:early|late|mid|the\s+end\s+of|the\s+beginning\s+of|last|next|this)[\s-]+){FULL_MONTH}(?:,?\s+{YEAR})?|"
    rf"{FULL_MONTH},?\s+(?:of\s+)?{YEAR}|(?i:in|since|until|by|during|of)\s+{FULL_MONTH}(?!\s+{DAY})|(?i:in|since|during)\s+{YEAR}"
)
_OF_MONTH = r"(?i:on\s+the\s+(?:[12]?\d|3[01])(?:st|nd|rd|th)\b(?!\s+[a-z]))"
_BEFORE = (
    r"(?:(?:(?i:(?:earlier|later|late|early)\s+)?(?i:on|in|at|by|from|between|since|until|before|after|over|during|through)"
    r"\s+)?(?:(?i:the)\s+)?(?:(?i:late|early)\s+(?:(?i:on)\s+)?)?)"
)
_EXPRESSION = re.compile(
    rf"(?<!\w)(?:{_OF_MONTH}|{_BEFORE}(?:{_NUMERIC}|{_MONTH_DAY}|{_WEEKDAYS}|{_MONTH_ALONE}|{_RELATIVE}))(?![\w-]*\w)"
)

_LIMIT = re.compile(r"(?:after|before|since|until|by|at|during|in|from|over)\s+", re.IGNORECASE)
_OWNS = re.compile(r"['’]s\b")


def find_time_expressions(sentence: str, *, language: str | None = None) -> list[TimeExpression]:
    """Find the words of a sentence that give a time, with the preposition before them in English.

    Vague ones ("in the coming days") are found too, although they cannot be resolved.

    Args:
        sentence: Any text.
        language: ISO 639-1 code; English if not given. In other languages dates, weekdays and the like of "yesterday"
            are found, as far as dateparser knows their names.
    """
    pattern = _EXPRESSION if language in {None, "en"} else foreign_pattern(str(language))
    matches = pattern.finditer(sentence) if pattern else ()
    return [_of_owner(TimeExpression(match.start(), match.end(), match.group()), sentence) for match in matches]


def _of_owner(found: TimeExpression, sentence: str) -> TimeExpression:
    """Leave out the preposition before a day that owns what follows: of "after Thursday's talks" only "Thursday"."""
    limit = _LIMIT.match(found.text)
    if limit is None or not _OWNS.match(sentence, found.end):
        return found
    return TimeExpression(found.start + limit.end(), found.end, found.text[limit.end() :])


def resolve_date(
    text: str,
    published: date | None,
    *,
    future: bool | None = None,
    anchor: date | None = None,
    language: str | None = None,
) -> ResolvedDate | None:
    """Return the days that some words mean.

    Args:
        text: Words that give a time: "on Thursday", "from 3 to 5 March", "earlier this week".
        published: Publication date; without it only dates with a year can be resolved.
        future: Whether what they date is still to come; decides where "Thursday" or "January 17" lie. Unknown, a
            weekday is the last one up to the publication date, a date without year the nearest one.
        anchor: The day that was spoken of before, for "the same day" and "a day earlier".
        language: ISO 639-1 code of the words; English if not given.

    Returns:
        First and last day: a whole week, month or year where the words give no day. ``None`` for words that give no
        time, a vague one ("in the coming days"), a mere limit ("by Friday"), or two possible days (12/02/2025).
    """
    clock = Clock(published, future, anchor)
    words = " ".join(text.split())
    try:
        if language in {None, "en"}:
            return resolve(with_capitals(words) if words.islower() else words, clock)
        return resolve(in_english(words, str(language)), clock) or _by_dateparser(words, str(language), clock)
    except (OverflowError, ValueError):
        return None  # beyond the years that a calendar holds


def _by_dateparser(words: str, language: str, clock: Clock) -> ResolvedDate | None:
    """Resolve a date with day and month that is written in a way of its own ("2月3日")."""
    import dateparser

    settings: dict[str, object] = {
        "REQUIRE_PARTS": ["day", "month"],
        "PREFER_DATES_FROM": "future" if clock.future else "past",
    }
    if clock.today:
        settings["RELATIVE_BASE"] = datetime(clock.today.year, clock.today.month, clock.today.day)  # noqa: DTZ001 - a day
    else:
        # "hier" would else be counted from the day on which the program runs
        settings |= {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    found = dateparser.parse(words, languages=[language], settings=settings)
    return ResolvedDate(found.date(), found.date()) if found else None
