"""Publication dates, only where they are stated plainly."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from llmextract.articles.cues import fold, load_cues
from llmextract.errors import ConfigurationError

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[./](\d{1,2})[./](\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOCK = re.compile(
    r"(?:\b(?:at|um|à|a las|saat)\s*)?(?<![\d./-])(?:[01]?\d|2[0-4])[:.h][0-5]\d(?::\d{2})?(?![\d:]|[./-]\d)"
    r"\s*(?:[ap]\.?m\.?(?!\w)|uhr\b)?",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\b(?:GMT|UTC|[ECMP][SD]?T|BST|CES?T|EES?T|IST|TRT|local time)\b(?:\s*[+-]\d{1,2}(?::\d\d)?)?")
_LINKS = re.compile(r"[|•·]|\s[–—-]\s|\s[–—-]$|^[–—-]\s")
_FOLDED = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LONGEST_LINE, _MOST_NAMES = 90, 6
_COMMON = ["en", "fr", "de", "es", "tr", "ar", "ru", "it", "pt", "nl", "pl", "uk", "fa"]


def parse_published(given: dt.date | str | None) -> dt.date | None:
    """Return the publication date that a user gives.

    Args:
        given: A date, a date and time, or either as text: ISO 8601 or with the month in letters.

    Raises:
        ConfigurationError: The text is no date, or can be read in two ways (03/04/2024).
    """
    if isinstance(given, dt.datetime):
        return given.date()
    if given is None or isinstance(given, dt.date):
        return given
    found = stated_date(given.strip(), language=None)
    if found is None:
        raise ConfigurationError(f"not a publication date: {given!r}", hint="write it as YYYY-MM-DD")
    return found


def is_numeric_date(line: str) -> bool:
    """Tell whether a line holds nothing but numbers that make a date, perhaps an ambiguous one."""
    return len(line) <= _LONGEST_LINE and _in_numbers(_plain(line)) is not None


def is_labelled(line: str) -> bool:
    """Tell whether a line begins with a word such as "Published"."""
    return re.match(rf"\W*(?:{load_cues().published.pattern})\b", fold(line)) is not None


def stated_date(line: str, *, language: str | None) -> dt.date | None:
    """Read a line that states a date and nothing else.

    Words such as "Published:" before it, a time and a time zone beside it are passed over, and so is whatever
    follows "Updated". Month names in letters are read with dateparser, which must find day, month and year.

    Args:
        line: The line.
        language: ISO 639-1 code of the article, where known.

    Returns:
        The day; ``None`` where there is none, or where it can be read in two ways (03/04/2024).
    """
    if len(line) > _LONGEST_LINE or not _YEAR.search(line.translate(_FOLDED)):
        return None
    text = _plain(line)
    match = _in_numbers(text)
    if match is None:
        return _in_letters(text, language)
    first, second, third = map(int, match.groups())
    if match.re is _NUMERIC:
        return _only_reading(third, {(first, second), (second, first)})
    return _only_reading(first, {(second, third)})


def _plain(line: str) -> str:
    """Drop labels, time, time zone and whatever follows the word for "updated"."""
    cues = load_cues()
    text = fold(_CLOCK.sub(" ", _ZONE.sub(" ", re.sub(r"(?<=\d)[Tt](?=\d\d:)", " ", line.translate(_FOLDED)))))
    text = re.split(rf"(?<!\w)(?:{cues.updated.pattern})(?!\w)", text, maxsplit=1)[0]
    label = re.match(rf"\W*(?:{cues.published.pattern})(?:\s*[:–-]\s*|\s+)(?=\S)", text)
    text = _LINKS.sub(" ", text[label.end() :] if label else text)
    return " ".join(text.split()).strip(" ,;:.()[]")


def _in_numbers(text: str) -> re.Match[str] | None:
    """Find the date in a text that is nothing but numbers, one word (the weekday) aside."""
    for expression in (_ISO, _YEAR_FIRST, _NUMERIC):
        match = expression.search(text)
        if match:
            rest = re.split(r"[\W\d_]+", text[: match.start()] + " " + text[match.end() :])
            return match if sum(len(word) > 1 for word in rest) <= 1 else None
    return None


def _only_reading(year: int, months_and_days: set[tuple[int, int]]) -> dt.date | None:
    dates = set()
    for month, day in months_and_days:
        try:
            dates.add(dt.date(year, month, day))
        except ValueError:
            continue
    return dates.pop() if len(dates) == 1 else None


@lru_cache(maxsize=256)
def _in_letters(text: str, language: str | None) -> dt.date | None:
    """Read a date with its month in letters; each who looks at a line near an article's top asks for it again."""
    names = [word for word in re.split(r"[\W\d_]+", text) if word]
    if not names or len(names) > _MOST_NAMES or not re.search(r"(?<!\d)\d{1,2}(?!\d)", text):
        return None
    if language in {None, "en"} and (plain := _in_english(text)):  # English is what dateparser would try first
        return plain
    import dateparser
    from dateparser.data.languages_info import language_order

    known = [language, "en"] if language in language_order else _COMMON
    found = dateparser.parse(
        text,
        languages=list(dict.fromkeys(name for name in known if name)),
        settings={"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True, "PARSERS": ["absolute-time"]},
    )
    return found.date() if found else None


_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH = "|".join(_MONTHS)
_ENGLISH = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    rf"(?:(?P<day>\d{{1,2}}) (?P<month>{_MONTH})|(?P<month_first>{_MONTH}) (?P<day_behind>\d{{1,2}})),? "
    r"(?P<year>(?:19|20)\d\d)",
    re.ASCII,
)


def _in_english(text: str) -> dt.date | None:
    """Read a date in the plainest English forms: most are, and dateparser takes a millisecond."""
    match = _ENGLISH.fullmatch(text)
    if match is None:
        return None
    month = _MONTHS.index(match["month"] or match["month_first"]) + 1
    try:
        return dt.date(int(match["year"]), month, int(match["day"] or match["day_behind"]))
    except ValueError:
        return None
