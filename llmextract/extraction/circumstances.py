"""When and where: the words of a clause that give a meeting's time and place, found by code.

Of several, those nearest to the meeting's last-named participant count. A place counts where the clause says that
something happens there ("in", "at", "visited"), and nothing counts that only gives background ("since 2011").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.clauses import asides
from llmextract.extraction.countries import capital_of, find_countries
from llmextract.extraction.dates import ResolvedDate, TimeExpression, find_time_expressions, resolve_date
from llmextract.extraction.places import PlaceMention, find_places
from llmextract.extraction.sources import find_attributions

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator

    from llmextract.articles.article import Article, Sentence
    from llmextract.extraction.cast import Member

# "(?r)" searches from the right: what must end at a place is found, or not, without trying every word before it.
_AT = regex.compile(
    r"(?r)\b(?:(?:in|at|near|into|visit(?:s|ed|ing)?|leave|left|toured?|en|à|au|aux|nach|a|em)\s+(?-i:(?:\p{Ll}[\p{Ll}\p{M}’'-]*\s+){0,3})|"
    r"(?:stop|destination)\s+(?:will\s+be|is|was)\s+|(?:leav|left|depart|head|bound|set\s+out)\p{Ll}*\s+(?-i:\p{Lu}[\p{L}’'-]+\s+){0,3}for\s+|(?:to|on|from)\s+(?:(?:the|an?|(?:north|south|east|west)(?:ern)?|central|downtown|nearby|neighbou?ring|\p{Ll}+\s+of)\s+){0,3})$",
    regex.IGNORECASE,
)
# "Ankara'da" in Turkish, "в Кении" in Russian
_LOCATIVE = regex.compile(
    r"[\p{L}\p{M}]+(?:\s\p{Lu}[\p{L}\p{M}]+)?['’]n?(?:[dt][ae]n?|y[ae])(?!\w)|(?<=(?<!\w)(?:[вВуУ]|[вВ]о|[нН]а|[дД]о|ad)\s+)\p{Lu}"
)
_MEETING_IN = regex.compile(
    r"\b(?:met|meet|meeting|meetings|talks|talked|summit|gathered|negotiations|sommet|réunion|rencontre|reunión|cumbre)\s+(?:in|à|a|en)\s+"
    r"(?P<place>\p{Lu}\p{Ll}[\p{L}\p{M}-]+(?:\s\p{Lu}\p{Ll}[\p{L}\p{M}-]+){0,2})"
)
_HOME_IN = regex.compile(
    r"\bat\s+(?:his|her|the|their)\s+(?:\p{Ll}+\s+)?(?:residence|home|house|office|headquarters|palace|villa|estate)\s+in\s+"
    r"(?P<place>\p{Lu}\p{Ll}[\p{L}\p{M}-]+(?:\s\p{Lu}\p{Ll}[\p{L}\p{M}-]+){0,2})"
)
_TOWN_OF = regex.compile(
    r"\b(?:town|city|village|port|capital|resort|suburb)\s+of\s+(?P<place>\p{Lu}[\p{L}\p{M}’'-]+(?:\s\p{Lu}[\p{L}\p{M}’'-]+){0,2})"
)
# "said Tuesday that ...": when somebody said so, not when people met
_SAID = regex.compile(
    r"(?r)\b(?:said|says|told\s+\w+|told\s+reporters|reported|announced|confirmed|denied|added|disclosed|revealed|stated|declared|wrote)\s+"
    r"(?:in\s+a\s+(?:\w+\s+)?(?:statement|interview|report)\s+)?(?:late\s+|early\s+)?$|"
    # "..., reported the state news agency on Wednesday"
    r"\b(?:said|says|reported|reports|announced|quoted)\s+(?:(?:the|an?|state|official|private|local|[\p{Lu}][\p{L}.’'-]*)\s+){0,6}"
    r"(?:news\s+agency|agency|newspaper|daily|television|tv|radio|spokes(?:man|woman|person)|ministry|statement|officials?)\s+(?:late\s+|early\s+)?$",
    regex.IGNORECASE,
)
_SAID_IN = regex.compile(r"(?r)\b(?:said|spoke|speaking)\s+(?:(?:on\s+)?\p{Lu}\p{Ll}+day\s+)?in\s+$")
# "before travelling on to Lima": where somebody goes next or comes from
_ONWARD = regex.compile(
    r"(?r)\b(?:(?:before|after)\s+(?:(?!meet|arriv|landi|(?<=after\s+)(?:fly|travel|com))\p{Ll})+ing\s+(?:\p{Ll}+\s+){0,2}|(?:en\s+route|(?<!\b(?:is|are|was|were)\s+)on\s+(?:his|her|the|their)\s+way)\s+)"
    r"(?:to|for|from|in)\s+(?:the\s+)?$|\b(?:delegation|team|visitors?|envoys?|officials?|guests?|\p{Ll}+men)\s+from\s+(?:the\s+)?$",
    regex.IGNORECASE,
)
_NOT_THERE = regex.compile(r"(?r)\b(?:not|instead\s+of|rather\s+than)\s+(?:(?:in|at|to)\s+)?$", regex.IGNORECASE)
_AT_SEAT = regex.compile(r"(?r)\b(?:in|at|outside|inside|to|visit(?:s|ed|ing)?)\s+(?:the\s+)?$", regex.IGNORECASE)
_NOT_IN_CAPITAL = frozenset({"The Hague", "Binnenhof", "Chequers", "Rawalpindi", "Islamic Republic", "Itamaraty"})
_QUOTED = regex.compile(r"“[^”]*”?|\"[^\"]*\"?")
_HERE = regex.compile(r"\bhere\b(?!\s+(?:is|are|was|were)\b)")
# "the envoy to Norvia" need not be there, and "a visiting U.S. senator" or "a US envoy" is of there, not there.
_ACCREDITED = regex.compile(
    r"(?r)\b(?:envoy|ambassador|adviser|advisor|representative|negotiator|mediator|emissary|aid|exports?|sales|threat|link|ties)s?"
    r"\s+to\s+(?:the\s+)?$",
    regex.IGNORECASE,
)
_ATTRIBUTE = regex.compile(r"(?r)\b(?:visiting|an?|the)\s+$", regex.IGNORECASE)
_PERSON_NEXT = regex.compile(r"(?:U\.?S\.?A?\.?|U\.?K\.?|E\.?U\.?|U\.?N\.?|UAE)\s+[\p{L}-]+")
_CAME = regex.compile(
    r"(?r)\b(?:arrived|came|flew\s+in|landed|returned|began|started)\s+(?:(?!\bto\b)[\p{L}-]+\s+){0,5}$",
    regex.IGNORECASE,
)
_CAPITAL_OF = regex.compile(
    r"(?r)\b(?:in|at|to|into|visit(?:s|ed|ing)?|for|from)\s+(?:the\s+)?(?:[\p{L}’'-]+,?\s+){0,4}?(?:capital|city|town|port|resort|village|suburb)(?:\s+(?:of|city)(?:\s+neighbou?ring)?|,)?\s+$",
    regex.IGNORECASE,
)
# "at State House, Nairobi"
_BUILDING = regex.compile(
    r"(?r)\b(?:in|at|inside)\s+(?:the\s+|his\s+|her\s+)?(?:[\p{L}’'-]+\s+){0,4}?"
    r"(?:house|palace|hotel|hall|residence|ministry|villa|castle|headquarters|office|cent(?:re|er)|lodge|resort|base|airport),\s+$",
    regex.IGNORECASE,
)
_DENIED_THEN = regex.compile(r"\s+(?:\p{Ll}+ly\s+)?(?:denied|refuted|rejected|dismissed|rebutted)\b")
# "in either Norvia or Tavia"
_EITHER = regex.compile(
    r"(?r)\b(?:in|at|to)\s+(?:either\s+)?(?-i:\p{Lu}[\p{L}.-]+\s+){1,2}or\s+(?:in\s+)?$", regex.IGNORECASE
)
_EVE = regex.compile(r"\bon\s+the\s+eve\s+of\b(?=(?P<what>[^,;.]{0,80}))", regex.IGNORECASE)
_WEEK = 6  # days, and the first one
_JUST, _FAR = 2, 3  # days
_MONTHS, _YEAR = 60, 180  # days: of two days of one date
_LONGEST = 31  # days: "in 2011" dates no meeting


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When and where, as one sentence says.

    Attributes:
        time: The words that give the time; offsets into the sentence.
        date: The days that they mean, if they can be resolved.
        place: The words that give the place; offsets into the sentence.
    """

    time: TimeExpression | None = None
    date: ResolvedDate | None = None
    place: PlaceMention | None = None


def find_circumstances(
    article: Article,
    start: int,
    end: int,
    members: Iterable[Member],
    *,
    future: bool,
    belongs: Callable[[int, bool], bool] | None = None,
) -> Circumstances:
    """Find when and where a meeting takes place, as far as one clause says.

    Args:
        article: The article.
        start: Offset of the clause in the article's text.
        end: Offset after the clause.
        members: Who takes part.
        future: Whether the meeting is still to come.
        belongs: Tells whether grammar makes a time or a place the meeting's, by its offset in the article's text and
            whether it is a place; where that is known.
    """
    text = regex.sub(r"[\n\r]", " ", article.text[start:end])
    anchor = max(
        (
            mention.end - start
            for member in members
            for mention in member.mentions
            if start <= mention.start and mention.end <= end
        ),
        default=len(text),
    )
    # What a source says stands outside of where and when it is: "a spokeswoman in Norvia City said Friday that ..."
    aside = asides(text) if belongs is None else []  # what grammar gives to a meeting is no aside
    aside += [(source.start, source.end) for source in find_attributions(text)]

    def belonging(at: int, *, place: bool) -> bool:
        return belongs is None or belongs(start + at, place)

    time, date = _time(article, text, anchor, aside, future=future, belongs=partial(belonging, place=False))
    if time is not None:  # verbatim, line breaks included
        time = replace(time, text=article.text[start + time.start : start + time.end])
    places = [
        place
        for place in find_places(text)
        if place.certain
        and is_place_use(text, place.start)
        and not (belongs is None and _ONWARD.search(text, endpos=place.start))
        and not _NOT_THERE.search(text, endpos=place.start)
        and not any(a <= place.start < b for a, b in aside)
        and belonging(place.start, place=True)
    ]
    unknown = [place for place in _unknown_places(text, members) if belonging(place.start, place=True)]
    places = places or unknown
    places = places or [here for here in _here(article, text) if belonging(here.start, place=True)]
    places = places or [seat for seat in _seats(text) if belonging(seat.start, place=True)]
    places.sort(key=lambda place: (place.kind != "city", _distance(place.start, place.end, anchor)))
    return Circumstances(time, date, places[0] if places else None)


def _unknown_places(text: str, members: Iterable[Member]) -> Iterator[PlaceMention]:
    """Find a place that no table knows, right behind the word for the meeting: "met in Lower Reth", "talks in Oda"."""
    taken = {name for member in members for name in (member.name, *member.aliases)}
    for match in (*_MEETING_IN.finditer(text), *_TOWN_OF.finditer(text), *_HOME_IN.finditer(text)):
        name = match["place"]
        if name not in taken and not find_time_expressions(f"in {name}") and not find_countries(name):
            start, end = match.span("place")
            yield PlaceMention(start, end, name, "city", None, certain=True)


def _seats(text: str) -> Iterator[PlaceMention]:
    """Find the seats of governments that something happens at: "in the White House" is in Washington."""
    for found in find_countries(text):
        seat = text[found.start : found.end]
        capital = capital_of(found.code) if found.kind == "metonym" and seat not in _NOT_IN_CAPITAL else None
        if capital is not None and _AT_SEAT.search(text, endpos=found.start):
            yield PlaceMention(found.start, found.end, capital, "city", found.code, certain=True, venue=seat)


def _here(article: Article, text: str) -> Iterator[PlaceMention]:
    """Find the dateline's place where a clause means it: "held talks here Friday"."""
    if not article.dateline:
        return
    here = _HERE.search(_QUOTED.sub(lambda quoted: " " * len(quoted.group()), text))
    for place in find_places(article.dateline)[:1]:
        if here and place.start == 0 and place.kind == "city":
            yield replace(place, start=here.start(), end=here.end(), certain=True)


def _time(
    article: Article,
    text: str,
    anchor: int,
    aside: list[tuple[int, int]],
    *,
    future: bool,
    belongs: Callable[[int], bool],
) -> tuple[TimeExpression | None, ResolvedDate | None]:
    found = []
    for expression in find_time_expressions(text, language=article.language):
        if any(start <= expression.start < end for start, end in aside) or _SAID.search(text, endpos=expression.start):
            continue
        if not belongs(expression.start) or _DENIED_THEN.match(text, pos=expression.end):
            continue
        if future and _CAME.search(text, endpos=expression.start):
            continue  # "who arrived on Saturday, is to meet Orr"
        date = resolve_date(expression.text, article.published, future=future, language=article.language)
        if date is not None and (date.end - date.start).days > _LONGEST:
            continue
        vague = (
            date is not None and (date.end - date.start).days >= _WEEK
        )  # "talks on Tuesday about his step last week"
        found.append((date is None, vague, _distance(expression.start, expression.end, anchor), expression, date))
    if not found:
        return _eve(article, text, future=future)
    *_, expression, date = min(found, key=lambda candidate: candidate[:3])
    return expression, date


def _eve(article: Article, text: str, *, future: bool) -> tuple[TimeExpression | None, ResolvedDate | None]:
    """Find the day before another one: "met Orr on the eve of talks in Lima on Monday" was on Sunday."""
    eve = _EVE.search(text)
    told = find_time_expressions(text, language=article.language) if eve else []
    expression = next((each for each in told if eve and eve.end() <= each.start < eve.end("what")), None)
    if expression is None:
        return None, None
    for ahead in (True, future):  # of two Mondays the next one, if its eve has come
        day = resolve_date(expression.text, article.published, future=ahead, language=article.language)
        before = day.start - timedelta(1) if day and day.start == day.end else None
        if before and (future or (article.published and before <= article.published)):
            return expression, ResolvedDate(before, before)
    return None, None


def with_day_of(found: Circumstances, article: Article, before: ResolvedDate | None, *, future: bool) -> Circumstances:
    """Return circumstances with the day that "on the same day" means: the one that was told right before.

    Args:
        found: Of a meeting.
        article: The article.
        before: The day of the meeting before it.
        future: Whether the meeting is still to come.
    """
    if found.time is None or before is None or before.start != before.end:
        return found
    resolve = partial(resolve_date, found.time.text, article.published, future=future, language=article.language)
    day = resolve(anchor=before.start)
    return found if day is None or day == resolve() else replace(found, date=day)


def is_nearer(past: Circumstances, ahead: Circumstances, published: datetime.date | None) -> bool:
    """Return whether of two days of one name the one just before the article is meant, and not the one in a week.

    Args:
        past: With the day as one that has been.
        ahead: With the day as one to come.
        published: The article's day.
    """
    if published is None or past.date is None or ahead.date is None or past.time != ahead.time:
        return False
    since, until = (published - past.date.end).days, (ahead.date.start - published).days
    return (since <= _JUST and until > _FAR) or (since <= _MONTHS and until > _YEAR)


def is_over(found: Circumstances, published: datetime.date | None) -> bool:
    """Return whether a day is not after the article's.

    Args:
        found: With the day, if one is told.
        published: The article's day.
    """
    return bool(found.date and published and found.date.end <= published)


def find_speech(article: Article, sentence: Sentence) -> Circumstances:
    """Find when and where somebody says something: "said on Monday in Lima that peace was near".

    Args:
        article: The article.
        sentence: A sentence of it.
    """
    text = sentence.text
    times = find_time_expressions(text, language=article.language)
    time = next((found for found in times if _SAID.search(text, endpos=found.start)), None)
    date = resolve_date(time.text, article.published, future=False, language=article.language) if time else None
    places = (place for place in find_places(text) if place.kind == "city" and place.certain)
    return Circumstances(
        time, date, next((place for place in places if _SAID_IN.search(text, endpos=place.start)), None)
    )


def is_place_use(text: str, start: int) -> bool:
    """Return whether a name is used as a place: "in Norvia", "visited Norvia", not "Norvia said".

    Args:
        text: A sentence.
        start: Where the name begins.
    """
    if _LOCATIVE.match(text, pos=start):
        return True
    if any(words.search(text, endpos=start) for words in (_CAPITAL_OF, _BUILDING, _EITHER)):
        return True
    if not _AT.search(text, endpos=start) or _ACCREDITED.search(text, endpos=start):
        return False
    return not (_ATTRIBUTE.search(text, endpos=start) and _PERSON_NEXT.match(text, pos=start))


def _distance(start: int, end: int, anchor: int) -> int:
    return max(start - anchor, anchor - end, 0)
