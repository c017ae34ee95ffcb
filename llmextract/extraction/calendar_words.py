"""The words of calendars: patterns for English; for other languages dateparser's tables and ``calendar_words.toml``."""

from __future__ import annotations

import calendar
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
DAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
NUMBERS = {
    word: number
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
} | {"a": 1, "an": 1}


def _names(names: dict[str, int]) -> str:
    return "|".join(spelling for name in names for spelling in (name.capitalize(), name.upper()))


# Capitals tell "May" and "March" from other words; a short form needs a full stop or a number too ("sat" is a verb).
FULL_MONTH = rf"(?:{_names(MONTHS)})\b"
MONTH = rf"(?:{_names(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?(?!\w))"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"  # in full, and in English
DAY_NAME = rf"(?:{_names(DAYS)}|(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(?=[.,])\.?)"
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:])"
YEAR = r"(?:1[89]|20)\d\d(?!\d)"
TO = r"\s*(?:-|–|—|\b(?:to|and|until|till|through|au|bis|al|ile|und|et|y|ve|e|и|ao|по|до|та)\b|&)\s*"
COUNT = rf"(?:\d{{1,3}}|(?:a\s+couple\s+of)|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
UNIT = r"(?P<unit>day|week|month|year)s?"
WHICH = r"last|past|previous|next|coming|upcoming|following(?!\s+\w+day['’]s)|this"


def count_of(word: str) -> int:
    """Return the number that a word of `COUNT` stands for."""
    word = word.lower()
    return int(word) if word.isdigit() else NUMBERS.get(word, 2)  # else "a couple of"


def month_of(name: str) -> int:
    """Return the number of a month, 1 to 12, from its name or a short form."""
    return next(number for full, number in MONTHS.items() if full.startswith(name.lower()[:3]))


def number_of(day: str) -> int:
    """Return the number of a `DAY` ("3rd")."""
    return int(re.sub(r"\D", "", day))


def day_of(name: str) -> int:
    """Return the number of a weekday, 0 for Monday, from its name or a short form."""
    return next(number for full, number in DAYS.items() if full.startswith(name.lower()[:3]))


_VERBS = "may", "march"  # and months only beside a number or a preposition, or alone
_ANY_NAME = re.compile(
    rf"\b(?:{'|'.join({*MONTHS, *DAYS}.difference(_VERBS))})\b|\b(?:may|march)(?=\s\d)|"
    r"(?:(?<=\d\s)|(?<=\d\.\s)|(?<=\d(?:st|nd|rd|th)\s)|(?<=\bin\s)|(?<=\bof\s)|^)(?:may|march)\b"
)


def with_capitals(words: str) -> str:
    """Return English words with the capitals that months and weekdays have."""
    return _ANY_NAME.sub(lambda match: match.group().capitalize(), words)


@lru_cache(maxsize=64)
def _locale(language: str) -> Any:  # noqa: ANN401 - dateparser has no types
    from dateparser.languages.loader import default_loader

    try:
        return default_loader.get_locale(language)
    except ValueError:
        return None


def in_english(words: str, language: str) -> str:
    """Put the calendar words of another language into English; all other words stay as they are.

    Args:
        words: "mardi 17 janvier", "dün", …
        language: ISO 639-1 code.

    Returns:
        "Tuesday 17 January", "1 day ago", …; the words as given in a language that dateparser does not know.
    """
    from dateparser.conf import settings

    locale = _locale(language)
    if locale is None:
        return with_capitals(words)
    words = _ORDINAL.sub("", words.lower())
    if (relative := _relative_in_english(words, language)) is not None:
        return relative
    return with_capitals(" ".join(locale.translate(words.lower(), keep_formatting=True, settings=settings).split()))


_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"(?<=\d)(?:er|º)\b")  # "1er septembre"


@cache
def _calendars() -> dict[str, Any]:
    return tomllib.loads(files("llmextract.extraction").joinpath("calendar_words.toml").read_text(encoding="utf-8"))


def _own_words(language: str) -> dict[str, Any]:
    return dict(_calendars().get(language, {}))


def _alternatives(keys: Iterable[str], info: dict[str, list[str]], shortest: int) -> str:
    found = {name for key in keys for name in info.get(key, ()) if len(name) >= shortest or not name.isascii()}
    return "|".join(sorted(map(re.escape, found), key=len, reverse=True)) or r"(?!)"


def _relative_in_english(words: str, language: str) -> str | None:
    """Put "martes pasado" and "anteayer" into English, ``None`` where the words are of another kind."""
    own = _own_words(language)
    if _DIGIT.search(words):
        return None
    for english, theirs in own.get("words", {}).items():
        if re.search(rf"(?<!\w)(?:{theirs})(?!\w)", words):
            return str(english)
    info: dict[str, list[str]] = _locale(language).info
    for day in DAYS:
        name = _alternatives([day], info, _SHORTEST_NAME)
        if "part" in own:
            words = re.sub(rf"(?<!\w)({name})(?:{own['part']})\b", r"\1", words)
        for english in ("next", "last"):
            if english in own and re.search(
                rf"(?<!\w)(?:(?:{own[english]})\s+(?:{name})|(?:{name})\s+(?:{own[english]}))(?!\w)", words
            ):
                return f"{english} {day.capitalize()}"
        if "part" in own and re.search(rf"(?<!\w)(?:{name})$", words):
            return day.capitalize()
    return None


_SHORTEST_NAME = 4  # letters: shorter ones ("mar", "sam") are other words as well, but not a month after a number
_RELATIVE = ("0 day ago", "1 day ago", "in 1 day", "0 week ago", "1 week ago", "in 1 week", "1 month ago", "in 1 month")


@lru_cache(maxsize=64)
def foreign_pattern(language: str) -> re.Pattern[str] | None:
    """Return a pattern that finds dates and weekdays of another language, or ``None`` if dateparser does not know it.

    Args:
        language: ISO 639-1 code.
    """
    locale = _locale(language)
    if locale is None:
        return None

    months, days = _alternatives(MONTHS, locale.info, 1), _alternatives(DAYS, locale.info, _SHORTEST_NAME)
    relative = _alternatives(_RELATIVE, locale.info.get("relative-type", {}), _SHORTEST_NAME)
    own = _own_words(language)
    relative = "|".join((*own.get("words", {}).values(), relative))
    which = "|".join(own[kind] for kind in ("next", "last") if kind in own)
    days = rf"(?:{days})(?:{own['part']})?" if "part" in own else rf"(?:{days})"
    one_day = rf"(?:(?:{which})\s+)?{days}(?:\s+(?:{which}))?" if which else days
    link = r"(?:\s*[-–—]\s*|\s+\w{1,3}\.?\s+)"  # "3-5", "3 au 5", "3. bis 5."
    day = r"\d{1,2}(?:\.|er|º)?"
    month = rf"(?:\d{{1,2}}\.?{link})?{day}\s+(?:\w{{2}}\s+)?(?:{months})(?:\s+(?:\w{{2,3}}\s+)?{YEAR})?"
    bare_month = rf"(?:{months})\s+(?:\w{{2,3}}\s+)?{YEAR}"
    return re.compile(rf"(?<!\w)(?:(?:{days}\s*,?\s+)?{month}|{bare_month}|{relative}|{one_day})(?!\w)", re.IGNORECASE)
