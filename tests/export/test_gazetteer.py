"""Where places lie."""

import pytest

from llmextract.export.gazetteer import Location, countries, locate
from llmextract.extraction.countries import country_codes
from llmextract.schemas import Place


@pytest.mark.parametrize(
    ("city", "country", "geonames_id", "latitude", "longitude"),
    [
        ("Damascus", "SY", 170654, 33.5, 36.3),
        ("دمشق", "SY", 170654, 33.5, 36.3),
        ("Kiev", "UA", 703448, 50.5, 30.5),
        ("Genf", "CH", 2660646, 46.2, 6.1),
        ("Москва", "RU", 524901, 55.8, 37.6),
        ("WASHINGTON, D.C.", "US", 4140963, 38.9, -77.0),
        ("Xi'an", "CN", 1790630, 34.3, 108.9),
        ("Davos", "CH", 2661039, 46.8, 9.8),
    ],
)
def test_cities_are_found_by_any_of_their_names(city, country, geonames_id, latitude, longitude):
    found = locate(Place(city=city, country=country))
    assert (found.geonames_id, found.country, found.is_city) == (geonames_id, country, True)
    assert (round(found.latitude, 1), round(found.longitude, 1)) == (latitude, longitude)


def test_of_namesakes_the_country_decides_and_then_the_size():
    assert (
        locate(Place(city="Tripoli", country="LB")).geonames_id
        != locate(Place(city="Tripoli", country="LY")).geonames_id
    )
    assert locate(Place(city="Springfield", country="US")).geonames_id == 4409896  # Missouri


def test_a_capital_is_told():
    assert locate(Place(city="Damascus", country="SY")).feature_code == "PPLC"
    assert locate(Place(city="Aleppo", country="SY")).feature_code is None


def test_an_unknown_city_is_its_country():
    expected = Location("Chile", "CL", 3895114, feature_code="PCLI")
    assert locate(Place(city="Porto Nowhere", country="CL")) == locate(Place(country="CL")) == expected
    assert not expected.is_city


@pytest.mark.parametrize("place", [Place(), Place(city="Damascus"), Place(country="ZZ"), Place(venue="Old Mill")])
def test_without_a_known_country_nothing_is_located(place):
    assert locate(place) is None


def test_every_country_of_a_record_has_its_codes():
    assert countries().keys() == country_codes()
    assert all(len(entry.plover) == 3 for entry in countries().values())


@pytest.mark.parametrize(
    ("code", "plover", "cow"),
    [
        ("XK", "KOS", 347),
        ("PR", "USA", 2),
        ("GL", "DNK", 390),
        ("HK", "HKG", None),
        ("PS", "PSE", None),
        ("NA", "NAM", 565),
    ],
)
def test_codes_of_plover_and_of_the_list_of_states(code, plover, cow):
    assert (countries()[code].plover, countries()[code].cow) == (plover, cow)
