"""Cities, and the countries they lie in.

The table, ``cities.tsv``, holds the cities with 15,000 inhabitants and more, all capitals and some small places known
for summits, from GeoNames (https://www.geonames.org, CC BY 4.0), without those whose names are plain English words
("Most", "Police"), and with other names of the best known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmextract.extraction.calendar_words import WEEKDAY
from llmextract.extraction.countries import CountryMention, capital_of, find_countries, name_kind, without_accents

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

PlaceKind = Literal["city", "country", "region"]

_LARGEST_BY_FAR = 4  # times as many inhabitants as the next: of two namesakes that the article does not tell apart
_TOO_SMALL_TO_MEAN = 6  # times fewer: a namesake in a country that the article mentions is still no candidate
_LONGEST_WORD = 40  # characters looked at before a city
_LARGE = 100  # thousand inhabitants
_LARGEST = 1000
_LONGEST_NAME = 5  # words
_OTHER_NAMES = 3  # tabs before them in a line of the table

_WORD = re.compile(r"[^\W\d_]+\.?")
_WITHIN_NAME = re.compile(r"[ \n]|[-'] ?|, |")  # what may stand between two words of a name ("Washington, D.C.")
_DROPPED = str.maketrans({"'": None, "-": " ", ".": None, ",": None, "\n": " "})
_LOWER_START = frozenset({"al", "el", "as", "ad", "an", "ar", "at", "az", "es", "esh"})

# Words before a place: those that only stand before places, those that stand before persons too, parts of a name.
_STRONG = re.compile(
    r"in|at|near|outside|inside|around|across|within|visiting|leaving|reached|capital|city|im|en|bei", re.IGNORECASE
)
_WEAK = re.compile(
    r"to|from|of|for|into|towards?|via|through|between|and|visit(?:s|ed)?|tour(?:s|ed|ing)?|left|leaves?|aus|nach|au|a|de",
    re.IGNORECASE,
)
_DIRECTION = re.compile(r"(?:east|west|north|south)(?:ern)?|central|greater|old|downtown", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    rf"{WEEKDAY}\b|(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December|International|Airport|University|Summit|Declaration|Conference|Forum)\b"
)
_BEFORE = re.compile(r"(?P<word>[^\W\d_]+)(?P<gap> ?[\"'“‘(]?)$")
_AFTER_DATELINE = re.compile(r"(?:,\s[^\W\d_][\w .]{1,30}?)?\s*(?:\([^()\n]{2,40}\)\s*[—–:-]*|[—–]|--?)(?=\s)")
_AIRPORT = re.compile(r" (?:International )?Airport\b", re.IGNORECASE)
_HOUSE = re.compile(r" House\b")
_PALACE = re.compile(r" (?:Palace|Castle)\b")
_CAPITAL_NEXT = re.compile(r"(?<!\.) [A-Z]")
_AFTER_COMMA = re.compile(r",\s*")
_UNNAMED_CAPITAL = re.compile(r"(?:['’]s?)? capital\b(?! (?:of|city|punishment|market)|,? (?:of )?[A-Z])")
_LONGEST_COUNTRY = 45  # characters looked at after "City, "
_CITY_STATES = frozenset({"SG", "HK", "MO", "MC", "GI", "VA", "SM", "LU", "DJ"})


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words of a text that name a place.

    Attributes:
        start: Offset of the first character, in code points.
        end: Offset after the last character.
        name: The words.
        kind: A city, a country, or a larger part of a country ("Texas", "Gaza").
        country: ISO 3166-1 alpha-2 code of its country, ``None`` if there are several such cities.
        venue: The building that stands for a city ("the White House"): then the city is its capital's, not the text's.
        certain: Whether the words around it say so: a preposition, a dateline, its country after a comma. A capital
            needs none of these, unless a name goes on with it ("Victoria Novak").
    """

    start: int
    end: int
    name: str
    kind: PlaceKind
    country: str | None
    certain: bool
    venue: str | None = None

    @property
    def words(self) -> str:
        """The words of the text."""
        return self.venue or self.name


class _City(NamedTuple):
    country: str
    thousands: int
    capital: bool


def _key(name: str) -> str:
    if not name.isascii():
        name = without_accents(name)
    return " ".join(name.casefold().translate(_DROPPED).split())


@cache
def _lines() -> dict[str, str]:
    """Return the table's lines by name. They are taken apart when they are asked for: reading it takes 0.1 s.

    The lines of namesakes are one string: each garbage collection would look through tens of thousands of lists.
    """
    lines: dict[str, str] = {}

    def add(name: str, line: str) -> None:
        key = _key(name)
        lines[key] = f"{lines[key]}\n{line}" if key in lines else line

    for line in (files(__package__) / "cities.tsv").read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        add(name, rest)
        for other in line.rpartition("\t")[2].split(";") if line.count("\t") == _OTHER_NAMES else ():
            add(other, rest)
    return lines


@cache
def _first_words() -> frozenset[str]:
    return frozenset(key.split(" ", 1)[0] for key in _lines())


@lru_cache(maxsize=4096)
def _cities(key: str) -> tuple[_City, ...]:
    cities = []
    for line in dict.fromkeys(_lines().get(key, "").splitlines()):
        country, size, *_ = line.split("\t")
        cities.append(_City(country, int(size.lstrip("*")), size.startswith("*")))
    return tuple(cities)


@lru_cache(maxsize=4096)
def is_place(name: str) -> bool:
    """Return whether the whole string names a city, a country or a larger part of one.

    Args:
        name: "Damascus", "New Delhi", "Texas", …
    """
    return _key(name) in _lines() or name_kind(name) in {"name", "capital", "region"}


def city_country(city: str, near: Collection[str] = ()) -> str | None:
    """Return the country of a city.

    Of several cities of that name it takes the one in a country that the article mentions, then a capital, then one
    with at least four times the inhabitants of the next.

    Args:
        city: Its name; case, accents, hyphens and apostrophes do not matter.
        near: Codes of the countries that the article mentions.

    Returns:
        ISO 3166-1 alpha-2 code, or ``None`` for an unknown or ambiguous name.
    """
    return _choose(_cities(_key(city)), near)


def _choose(cities: Collection[_City], near: Collection[str]) -> str | None:
    if not cities:
        return None
    largest = max(city.thousands for city in cities)
    sizeable = [city for city in cities if city.thousands * _TOO_SMALL_TO_MEAN >= largest]
    mentioned = [city for city in cities if city.country in near and (city.capital or city in sizeable)]
    for candidates in (mentioned, sizeable):
        capitals = [city for city in candidates if city.capital]
        ranked = sorted(capitals or candidates, key=lambda city: city.thousands, reverse=True)
        countries = {city.country for city in ranked}
        if len(countries) == 1:
            return ranked[0].country
        rival = next((city.thousands for city in ranked if city.country != ranked[0].country), None)
        if rival is not None and ranked[0].thousands >= _LARGEST_BY_FAR * rival:
            return ranked[0].country
    return None


def find_places(text: str) -> list[PlaceMention]:
    """Find the cities, countries and larger parts of countries that a text names, in order.

    Args:
        text: Any text with capital letters where its language has them.
    """
    return list(_places(text))


@lru_cache(maxsize=1024)
def _places(text: str) -> tuple[PlaceMention, ...]:
    """Find the places of a text. A sentence is asked for them by each who reads it."""
    countries = find_countries(text)
    cities = list(_find_cities(text, frozenset(mention.code for mention in countries)))
    places = [_country_place(text, mention) for mention in countries if mention.kind in {"name", "region"}]
    # Of a city and a country in one place the longer name holds ("Gaza City", but "South Sudan"), and else the country.
    in_cities = {at: len(city.name) for city in cities for at in range(city.start, city.end)}
    kept = [place for place in places if in_cities.get(place.start, 0) <= len(place.name)]
    taken = {at for place in kept for at in range(place.start, place.end)}
    taken |= {at for mention in countries if mention.kind == "demonym" for at in range(mention.start, mention.end)}
    kept += [city for city in cities if taken.isdisjoint(range(city.start, city.end))]
    kept += _unnamed_capitals(text, countries)
    return tuple(sorted(kept, key=lambda place: place.start))


def _unnamed_capitals(text: str, countries: Iterable[CountryMention]) -> Iterator[PlaceMention]:
    """Find capitals that are not named: "in the Norvian capital", but not "in the Norvian capital, Lima"."""
    for mention in countries:
        behind = _UNNAMED_CAPITAL.match(text, mention.end) if mention.kind in {"name", "demonym"} else None
        capital = capital_of(mention.code) if behind else None
        if behind and capital:
            yield PlaceMention(mention.start, behind.end(), capital, "city", mention.code, certain=True)


def _country_place(text: str, mention: CountryMention) -> PlaceMention:
    kind: PlaceKind = "region" if mention.kind == "region" else "city" if mention.code in _CITY_STATES else "country"
    return PlaceMention(mention.start, mention.end, text[mention.start : mention.end], kind, mention.code, certain=True)


def _find_cities(text: str, near: Collection[str]) -> Iterator[PlaceMention]:
    plain = without_accents(text).replace("the Hague", "The Hague")
    words = list(_WORD.finditer(plain))
    free = 0
    for at in [number for number, word in enumerate(words) if _may_begin(word.group())]:
        hit = _match_city(plain, words, at) if at >= free else None
        if hit is None:
            continue
        count, cities = hit
        free = at + count
        start, end = words[at].start(), words[free - 1].end()
        if plain[end - 1] == "." and len(words[free - 1].group()) > len("D."):
            end -= 1  # the sentence's full stop
        stated = _stated_country(text, end, cities)
        certain = stated is not None or _is_certain(plain, start, end, cities)
        if certain and _AIRPORT.match(plain, end) and not _has_airport(cities, near):
            continue  # the name of the airport, not of its city
        if _HOUSE.match(plain, end) or (_PALACE.match(plain, end) and not _has_airport(cities, near)):
            continue  # "Buckingham Palace"
        if certain or max(city.thousands for city in cities) >= _LARGE:
            country = stated or _choose(cities, near)
            yield PlaceMention(start, end, text[start:end], "city", country, certain)


def _has_airport(cities: Collection[_City], near: Collection[str]) -> bool:
    """Whether an airport's first name may be that of its city: a capital, a large city, one of a country spoken of."""
    return any(city.capital or city.thousands >= _LARGEST or city.country in near for city in cities)


def _may_begin(word: str) -> bool:
    return word[0].isupper() or word in _LOWER_START


def _match_city(plain: str, words: list[re.Match[str]], at: int) -> tuple[int, tuple[_City, ...]] | None:
    first = words[at]
    begins, after = first.group(), plain[first.end() : first.end() + 1]
    if not begins[0].isupper() and after != "-":
        return None
    # What goes on behind an apostrophe ("N'Djamena") or a full stop ("D.C.") is one word of the table.
    goes_on = after == "'" or (begins.endswith(".") and after.isalpha())
    if not goes_on and begins.removesuffix(".").casefold() not in _first_words():
        return None
    if plain[: first.start()].endswith("-") and at and words[at - 1].group().lower() in _LOWER_START:
        return None
    best = None
    for count in range(1, min(_LONGEST_NAME, len(words) - at) + 1):
        last = words[at + count - 1]
        if count > 1 and not _WITHIN_NAME.fullmatch(plain, words[at + count - 2].end(), last.start()):
            break
        words_found = plain[first.start() : last.end()]
        cities = _cities(_key(words_found))
        if cities and not (name_kind(words_found) == "name" and not any(city.capital for city in cities)):
            best = (count, cities)
    return best


def _stated_country(text: str, end: int, cities: Collection[_City]) -> str | None:
    """Return the country named after a comma ("Tripoli, Lebanon") if there is such a city in it."""
    comma = _AFTER_COMMA.match(text, end)
    if not comma:
        return None
    mentions = find_countries(text[comma.end() : comma.end() + _LONGEST_COUNTRY])
    if mentions and mentions[0].start == 0 and mentions[0].kind in {"name", "region"}:
        return next((city.country for city in cities if city.country == mentions[0].code), None)
    return None


def _is_certain(plain: str, start: int, end: int, cities: Collection[_City]) -> bool:
    before = _BEFORE.search(plain, max(0, start - _LONGEST_WORD), start)
    word, gap = before.groups() if before else ("", "")
    weak = _WEAK.fullmatch(word)
    if _STRONG.fullmatch(word):
        return True
    if not word and _AFTER_DATELINE.match(plain, end) and (start == 0 or plain[start - 1] in '\n (“"'):
        return True
    name_before = word[:1].isupper() and gap == " " and not _DIRECTION.fullmatch(word) and not weak
    name_after = _CAPITAL_NEXT.match(plain, end) and not _NOT_A_NAME.match(plain, end + 1)
    if name_before or name_after:
        return False
    return any(city.capital for city in cities) or (
        weak is not None and max(city.thousands for city in cities) >= _LARGE
    )
