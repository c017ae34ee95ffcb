"""Rules of English news for which days some words mean, and the arithmetic of weeks and months that they need."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
    count_of,
    day_of,
    month_of,
    number_of,
)

_CLOSE = 2  # days
_WEEK, _SATURDAY, _SUNDAY = 7, 5, 6
_SLACK = 3  # days by which a date without year may lie on the other side of the publication than expected


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """The days that some words mean.

    Attributes:
        start: First day.
        end: Last day; the same as ``start`` for a single day.
    """

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Clock:
    """What relative words are counted from.

    Attributes:
        today: Publication date, or ``None``.
        future: Whether the words date what is still to come.
        anchor: The day that was spoken of before.
    """

    today: date | None
    future: bool | None
    anchor: date | None


def _add_months(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def _month(first: date) -> ResolvedDate:
    return ResolvedDate(first.replace(day=1), first.replace(day=calendar.monthrange(first.year, first.month)[1]))


def _year(year: int) -> ResolvedDate:
    return ResolvedDate(date(year, 1, 1), date(year, 12, 31))


def _week(day: date) -> ResolvedDate:
    monday = day - timedelta(day.weekday())
    return ResolvedDate(monday, monday + timedelta(_WEEK - 1))


def _single(day: date | None) -> ResolvedDate | None:
    return ResolvedDate(day, day) if day else None


def _period(unit: str, day: date, steps: int) -> ResolvedDate:
    """Return the day, week, month or year that lies some of them from a day."""
    if unit == "day":
        return ResolvedDate(day + timedelta(steps), day + timedelta(steps))
    if unit == "week":
        return _week(day + timedelta(_WEEK * steps))
    if unit == "month":
        return _month(_add_months(day, steps))
    return _year(day.year + steps)


def _nearest(candidates: Iterator[ResolvedDate], clock: Clock) -> ResolvedDate | None:
    """Choose among the years that a date without one may mean."""
    today = clock.today
    if today is None:
        return None
    earliest = today - timedelta(_SLACK) if clock.future else date.min
    latest = today + timedelta(_SLACK) if clock.future is False else date.max
    fitting = (candidate for candidate in candidates if candidate.end >= earliest and candidate.start <= latest)
    return min(fitting, key=lambda found: max(found.start - today, today - found.end, timedelta()), default=None)


def _dated(clock: Clock, month: int, first: int, year: str | None, last: int | None = None) -> ResolvedDate | None:
    """Return days of one month; without year, in the one that fits the publication date."""
    years = [int(year)] if year else [clock.today.year + step for step in (0, -1, 1)] if clock.today else []

    def candidates() -> Iterator[ResolvedDate]:
        for number in years:
            if max(first, last or first) <= calendar.monthrange(number, month)[1]:
                start, end = date(number, month, first), date(number, month, last or first)
                if start <= end:
                    yield ResolvedDate(start, end)

    return next(candidates(), None) if year else _nearest(candidates(), clock)


def _weekday(clock: Clock, name: str, which: str | None) -> date | None:
    today = clock.anchor if which in {"following", "previous"} else clock.today
    if today is None:
        return None
    number = day_of(name)
    back = (today.weekday() - number) % _WEEK
    ahead = -back % _WEEK
    if which in {"last", "past", "previous"}:
        return today - timedelta(back + _WEEK if back < _CLOSE else back)  # "last Thursday" is not yesterday
    if which in {"next", "coming", "upcoming", "following"}:
        return today + timedelta(ahead or _WEEK)
    if which == "this":
        day = _week(today).start + timedelta(number)
        return day + timedelta(_WEEK) if clock.future and day < today else day
    return today + timedelta(ahead) if clock.future else today - timedelta(back)


_Handler = Callable[[re.Match[str], Clock], ResolvedDate | None]
_RULES: list[tuple[re.Pattern[str], _Handler]] = []


def _rule(pattern: str) -> Callable[[_Handler], _Handler]:
    """Add a rule; the first one whose pattern is found decides."""

    def add(handler: _Handler) -> _Handler:
        _RULES.append((re.compile(pattern), handler))
        return handler

    return add


@_rule(rf"(?i:\b(?P<count>{COUNT})\s+{UNIT}\s+(?P<way>later|earlier|before|after|prior)\b)(?P<rest>.*)")
def _counted_from_another(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    way = match["way"].lower()
    other = resolve(match["rest"], clock) if match["rest"].strip() else None
    if other and way not in {"after", "before"}:
        return other  # "a day later, on Wednesday"
    day = other.start if other else clock.anchor
    sign = 1 if way in {"later", "after"} else -1
    return _period(match["unit"].lower(), day, sign * count_of(match["count"])) if day else None


@_rule(r"^(?i:by|before|after|since|until|till|no later than|ahead of|prior to)\b")
def _bound(_match: re.Match[str], _clock: Clock) -> ResolvedDate | None:
    return None  # a limit, not the day of an occasion


@_rule(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
def _iso(match: re.Match[str], _clock: Clock) -> ResolvedDate | None:
    return _single(_real(match["year"], match["month"], match["day"]))


@_rule(r"(?<!\d)(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)")
def _numeric(match: re.Match[str], _clock: Clock) -> ResolvedDate | None:
    day_first = _real(match["year"], match["b"], match["a"])
    month_first = None if match["mark"] == "." else _real(match["year"], match["a"], match["b"])
    if day_first and month_first and day_first != month_first:
        return None
    return _single(day_first or month_first)


def _real(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


@_rule(
    rf"\b(?:(?P<m1>{MONTH})\s+(?P<d1>{DAY}){TO}(?P<m2>{MONTH})\s+(?P<d2>{DAY})|"
    rf"(?P<e1>{DAY})\.?\s+(?P<n1>{MONTH}){TO}(?P<e2>{DAY})\.?\s+(?P<n2>{MONTH}))(?:,?\s+(?P<year>{YEAR}))?"
)
def _from_month_to_month(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    first = _dated(clock, month_of(match["m1"] or match["n1"]), number_of(match["d1"] or match["e1"]), match["year"])
    last_month, last_day = month_of(match["m2"] or match["n2"]), number_of(match["d2"] or match["e2"])
    for year in (first.start.year, first.start.year + 1) if first else ():
        last = _dated(clock, last_month, last_day, str(year))
        if first and last and last.end >= first.start:
            return ResolvedDate(first.start, last.end)
    return None


@_rule(rf"\b(?P<month>{MONTH})\s+(?P<day>{DAY})(?:{TO}(?P<last>{DAY}))?(?:,?\s+(?P<year>{YEAR}))?")
@_rule(
    rf"(?<![\d.])(?P<day>{DAY})\.?(?:{TO}(?P<last>{DAY})\.?)?\s+(?:of\s+)?(?P<month>{MONTH})"
    rf"(?:,?\s+(?P<year>{YEAR}))?"
)
def _month_day(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    last = number_of(match["last"]) if match["last"] else None
    return _dated(clock, month_of(match["month"]), number_of(match["day"]), match["year"], last)


@_rule(rf"\b(?P<name>{DAY_NAME})\s+(?:of\s+)?(?P<which>last|this|next)\s+week\b")
def _day_of_week(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    this = _weekday(clock, match["name"], "this")
    step = {"last": -1, "this": 0, "next": 1}[match["which"]]
    # "this" may look ahead for what is planned, and "next week" must not count that twice.
    return _single(_week_day(clock.today, this, step)) if this and clock.today else None


def _week_day(today: date, day: date, step: int) -> date:
    return _week(today).start + timedelta(day.weekday() + _WEEK * step)


@_rule(rf"\b(?P<first>{DAY_NAME})(?:{TO}(?P<last>{DAY_NAME}))")
def _weekdays(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    first = _weekday(clock, match["first"], None)
    if first is None:
        return None
    last = _weekday(Clock(first, future=True, anchor=None), match["last"], None)
    return ResolvedDate(first, last) if last else None


@_rule(rf"\b(?:(?P<which>(?i:{WHICH}))\s+)?(?P<name>{DAY_NAME})")
def _one_weekday(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    return _single(_weekday(clock, match["name"], match["which"].lower() if match["which"] else None))


@_rule(
    r"(?i:\b(?:(?P<yesterday>yesterday|last\s+night)|(?P<tomorrow>tomorrow)|"
    r"(?P<today>today|tonight|this\s+(?:morning|afternoon|evening)))\b)"
)
@_rule(r"(?i:\bday\s+(?:(?P<two_ago>before\s+yesterday)|(?P<in_two>after\s+tomorrow))\b)")
def _near_day(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    steps = {"two_ago": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "in_two": 2}
    step = next(steps[name] for name, found in match.groupdict().items() if found)
    return _period("day", clock.today, step) if clock.today else None


@_rule(
    r"(?i:\b(?:(?P<same>(?:the|that)\s+same\s+day|that\s+day|(?:earlier|later)\s+(?:in|on)\s+the\s+day)|"
    r"(?P<before>the\s+(?:previous|prior)\s+day|the\s+day\s+before)|(?P<after>the\s+(?:next|following)\s+day|the\s+day\s+after))\b)"
)
def _beside_anchor(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    step = 0 if match["same"] else -1 if match["before"] else 1
    # "earlier in the day" is, where no other day is spoken of, that of the report.
    anchor = clock.anchor or (clock.today if "in the day" in match.group().lower() else None)
    return _period("day", anchor, step) if anchor else None


@_rule(rf"(?i:\b(?P<count>{COUNT})\s+{UNIT}\s+ago\b)")
def _ago(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    return _period(match["unit"].lower(), clock.today, -count_of(match["count"])) if clock.today else None


@_rule(rf"(?i:\bin\s+(?P<count>{COUNT})\s+{UNIT}\b)")
def _in_some_time(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    if clock.today is None or clock.future is False:  # "the second visit in two weeks"
        return None
    return _period(match["unit"].lower(), clock.today, count_of(match["count"]))


@_rule(rf"(?i:\b(?P<which>past|last|previous|next|coming|within)\s+(?:the\s+)?(?P<count>{COUNT})\s+{UNIT}\b)")
def _stretch(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    if clock.today is None:
        return None
    backwards = match["which"].lower() in {"past", "last", "previous"}
    count = count_of(match["count"]) * (_WEEK if match["unit"].lower() == "week" else 1)
    unit = "day" if match["unit"].lower() == "week" else match["unit"].lower()
    far = _period(unit, clock.today, -count if backwards else count)
    return ResolvedDate(far.start, clock.today) if backwards else ResolvedDate(clock.today, far.end)


@_rule(r"(?i:\b(?:(?P<which>this|last|past|next|coming)\s+)?(?:the\s+)?weekend\b)")
def _weekend(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    if clock.today is None:
        return None
    which = (match["which"] or "").lower()
    saturday = _week(clock.today).start + timedelta(_SATURDAY)
    if which in {"last", "past"} or (not which and not clock.future and saturday > clock.today):
        saturday -= timedelta(_WEEK)
    elif which == "next":
        saturday += timedelta(_WEEK)
    return ResolvedDate(saturday, saturday + timedelta(1))


@_rule(
    rf"(?i:\b(?P<number>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+)"
    rf"(?:(?i:(?P<which>this|next|last)\s+month)|(?P<month>{FULL_MONTH})(?:,?\s+(?P<year>{YEAR}))?)"
)
def _week_of_month(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    if match["month"]:
        year = f" {match['year']}" if match["year"] else ""
        month = resolve(f"{match['month']}{year}", clock)
    else:
        month = resolve(f"{match['which']} month", clock)
    if month is None:
        return None
    number = match["number"].lower()
    if number == "last":
        return _week(month.end)
    # The first week is the one that begins in the month.
    monday = month.start + timedelta(-month.start.weekday() % _WEEK)
    return _week(monday + timedelta(_WEEK * ("first", "second", "third", "fourth").index(number)))


@_rule(r"(?i:\b(?:(?P<part>earlier|later)\s+)?(?P<which>this|last|past|next)\s+(?P<unit>week|month|year)\b)")
def _this_period(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    if clock.today is None:
        return None
    which = match["which"].lower()
    whole = _period(match["unit"].lower(), clock.today, {"this": 0, "next": 1}.get(which, -1))
    if which == "this" and not match["part"] and clock.future is False:
        return ResolvedDate(whole.start, min(whole.end, clock.today))  # what has been was no later than this is told
    if which != "this" or not match["part"]:
        return whole
    earlier = match["part"].lower() == "earlier"
    return ResolvedDate(whole.start, clock.today) if earlier else ResolvedDate(clock.today, whole.end)


@_rule(rf"\b(?P<part>(?i:early|mid|late))[ -](?P<month>{FULL_MONTH})(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?")
def _part_of_month(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    whole = resolve(f"{match['month']} {match['year'] or ''}".strip(), clock)
    if whole is None:
        return None
    first, last = {"early": (1, 10), "mid": (11, 20), "late": (21, whole.end.day)}[match["part"].lower()]
    return ResolvedDate(whole.start.replace(day=first), whole.start.replace(day=last))


@_rule(rf"\b(?:(?P<which>(?i:last|next|this))\s+)?(?P<month>{FULL_MONTH})(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?")
def _whole_month(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    number = month_of(match["month"])
    if match["year"]:
        return _month(date(int(match["year"]), number, 1))
    if clock.today is None:
        return None
    months = [_month(date(clock.today.year + step, number, 1)) for step in (0, -1, 1)]
    which = (match["which"] or "").lower()
    if which == "last":
        return max((month for month in months if month.end < clock.today), key=lambda month: month.end)
    if which == "next":
        return min((month for month in months if month.start > clock.today), key=lambda month: month.start)
    return _nearest(iter(months), clock)


@_rule(r"(?i:\bthe\s+(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)\b(?!\s+[a-z]))")
def _day_of_month(match: re.Match[str], clock: Clock) -> ResolvedDate | None:
    if clock.today is None:
        return None
    months = [_add_months(clock.today, step) for step in (0, -1, 1)]
    days = [_real(str(month.year), str(month.month), match["day"]) for month in months]
    return _nearest((ResolvedDate(day, day) for day in days if day), clock)


@_rule(rf"(?i:^|\b(?:in|during|throughout|of|year)\s+)(?P<year>{YEAR})\b")
def _whole_year(match: re.Match[str], _clock: Clock) -> ResolvedDate | None:
    return _year(int(match["year"]))


_LASTING = re.compile(rf"(?i:\b(?P<count>{COUNT})[- ]day\b.*\b(?:begin|start|open|kick|from|commenc)\w*\b)")


def resolve(text: str, clock: Clock) -> ResolvedDate | None:
    """Return the days that English words mean, by the first rule that applies.

    Args:
        text: Words with single spaces; months and weekdays have their capitals.
        clock: What relative words are counted from.
    """
    for pattern, handler in _RULES:
        match = pattern.search(text)
        if match:
            found = handler(match, clock)
            break
    else:
        return None
    lasting = _LASTING.search(text)
    if lasting and found and found.start == found.end:
        return ResolvedDate(found.start, found.start + timedelta(max(count_of(lasting["count"]), 1) - 1))
    return found
