"""Where places lie: coordinates and GeoNames ids, from tables that come with the package.

``gazetteer.tsv`` holds cities with 15,000 inhabitants and more, capitals and some small places known for summits,
``country_codes.tsv`` the countries. Both are derived from GeoNames (https://www.geonames.org, CC BY 4.0).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from llmextract.extraction.countries import without_accents

if TYPE_CHECKING:
    from llmextract.schemas import Place

_DROPPED = str.maketrans({"'": None, "-": " ", ".": None, ",": None})
_CAPITAL, _OTHER_NAMES = 5, 6  # columns that a line may lack


@dataclass(frozen=True, slots=True)
class Location:
    """A place in GeoNames.

    Attributes:
        name: Its name there; the city's, else the country's.
        country: ISO 3166-1 alpha-2 code.
        geonames_id: Its id.
        latitude: Degrees north, WGS 84; ``None`` for a country as a whole.
        longitude: Degrees east, WGS 84; ``None`` for a country as a whole.
        feature_code: GeoNames' code of what it is: ``PPLC`` for a capital, ``PCLI`` for a country; ``None`` for any
            other city, because the table does not tell what its city is the seat of.
    """

    name: str
    country: str
    geonames_id: int
    latitude: float | None = None
    longitude: float | None = None
    feature_code: str | None = None

    @property
    def is_city(self) -> bool:
        """Whether it is a city, and not only a country."""
        return self.latitude is not None


@dataclass(frozen=True, slots=True)
class CountryEntry:
    """A country's codes elsewhere.

    Attributes:
        name: Its name in GeoNames.
        plover: Its code in PLOVER: ISO 3166-1 alpha-3, ``KOS`` for Kosovo, and a dependency's sovereign's.
        cow: Its number in the Correlates of War list of states, ``None`` for what is not on it.
        geonames_id: Its id in GeoNames.
    """

    name: str
    plover: str
    cow: int | None
    geonames_id: int


def _lines(table: str) -> list[list[str]]:
    text = (files(__package__) / table).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


@cache
def countries() -> dict[str, CountryEntry]:
    """Return every country of the table by its ISO 3166-1 alpha-2 code, with XK for Kosovo."""
    return {
        code: CountryEntry(name, plover, int(cow) if cow else None, int(geonames_id))
        for code, name, plover, cow, geonames_id in _lines("country_codes.tsv")
    }


def _key(name: str) -> str:
    return " ".join(without_accents(name).casefold().translate(_DROPPED).split())


@cache
def _cities() -> dict[tuple[str, str], list[str]]:
    """Return the lines of the table by name and country. A main name goes before another city's other name."""
    main: dict[tuple[str, str], list[str]] = {}
    other: dict[tuple[str, str], list[str]] = {}
    for line in _lines("gazetteer.tsv"):
        main.setdefault((_key(line[0]), line[1]), line)  # of a country's namesakes the largest comes first
        for name in line[_OTHER_NAMES].split(";") if len(line) > _OTHER_NAMES else ():
            other.setdefault((_key(name), line[1]), line)
    return other | main


def locate(place: Place) -> Location | None:
    """Find a meeting's place in GeoNames.

    A city is looked up by its name, in any of many languages, within its country: a city whose country the record does
    not tell is not located, because any guess would put a pin where the article does not.

    Args:
        place: The place of a record.

    Returns:
        The city, else the country, else ``None``.
    """
    if place.country is None:
        return None
    line = _cities().get((_key(place.city), place.country)) if place.city else None
    if line is not None:
        name, country, geonames_id, latitude, longitude = line[:_CAPITAL]
        capital = len(line) > _CAPITAL and line[_CAPITAL] == "*"
        return Location(name, country, int(geonames_id), float(latitude), float(longitude), "PPLC" if capital else None)
    entry = countries().get(place.country)
    return Location(entry.name, place.country, entry.geonames_id, feature_code="PCLI") if entry else None
