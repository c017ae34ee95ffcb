"""countries.py: names, demonyms, capitals and seats of government."""

import json
import re
import time
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.countries import (
    capital_of,
    country_code,
    country_codes,
    find_countries,
    find_organisations,
    first_words,
    is_country,
    may_name,
    name_kind,
    name_spans,
    organisation_name,
    without_accents,
)

DATA = json.loads((files("llmextract.extraction") / "countries.json").read_text(encoding="utf-8"))
FIELDS = ("names", "demonyms", "capitals", "metonyms", "regions", "other_languages")
# The officially assigned alpha-2 codes of ISO 3166-1.
ISO_3166_1 = re.findall(
    r"[A-Z]{2}",
    """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
""",
)


def found(text):
    return [(text[mention.start : mention.end], mention.code, mention.kind) for mention in find_countries(text)]


def test_every_iso_code_and_kosovo_are_there():
    assert len(ISO_3166_1) == 249
    assert country_codes() == {*ISO_3166_1, "XK"}


def test_no_name_stands_for_two_countries_or_stands_there_twice():
    seen = {}
    for country in DATA["countries"]:
        for name in (country["name"], *(name for field in FIELDS for name in country.get(field, ()))):
            key = without_accents(name).casefold()
            assert key not in seen, f"{name}: {seen[key]} and {country['code']}"
            seen[key] = country["code"]


def test_no_organisation_has_the_name_of_a_country_or_of_another():
    names = [name for entry in DATA["organisations"] for name in (entry["name"], *entry["aliases"])]
    assert len({name.casefold() for name in names}) == len(names)
    assert not [name for name in names if name_kind(name)]


def test_every_name_of_the_table_is_looked_up_as_its_country():
    for country in DATA["countries"]:
        for name in (country["name"], *(name for field in FIELDS for name in country.get(field, ()))):
            assert country_code(name) == country["code"], name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the U.S.", "US"), ("US", "US"), ("USA", "US"), ("the United States", "US"), ("America", "US"), ("UK", "GB"),
        ("Britain", "GB"), ("Türkiye", "TR"), ("turkiye", "TR"), ("TURKEY's", "TR"), ("UAE", "AE"), ("Emirates", "AE"),
        ("South  Korea", "KR"), ("North Korea", "KP"), ("DPRK", "KP"), ("Ivory Coast", "CI"), ("Côte d’Ivoire", "CI"),
        ("Burma", "MM"), ("the Palestinian Authority", "PS"), ("Kosovar", "XK"), ("Kremlin", "RU"),
        ("White House", "US"),         ("Downing Street", "GB"), ("the Elysee", "FR"),
        ("Pentagon", "US"), ("Ankara", "TR"), ("Türkei", "TR"),
        ("Rusia", "RU"), ("Almanya", "DE"), ("la Turquie", "TR"), ("L'Algérie", "DZ"), ("İsrail", "IL"),
        ("Americans", "US"),         ("Georgia", "GE"), ("Congo", "CD"),
        ("Republic of the Congo", "CG"), ("Guinea", "GN"), ("Guinea-Bissau", "GW"),
        ("Equatorial Guinea", "GQ"), ("Papua New Guinea", "PG"), ("Niger", "NE"), ("Nigeria", "NG"), ("Nigerien", "NE"),
        ("Nigerian", "NG"), ("Dominica", "DM"), ("Dominican", "DO"), ("the Netherlands'", "NL"), ("Gaza", "PS"),
        ("Texas", "US"), ("Paraguai", "PY"), ("Кении", "KE"),
        ("TR", "TR"), ("tr", None), ("Atlantis", None), ("", None), ("EU", None), ("NATO", None),
    ],
)  # fmt: skip
def test_country_code(name, code):
    assert country_code(name) == code


def test_is_country_takes_names_and_nothing_else():
    assert is_country("the United States")
    assert is_country("Deutschland")
    assert is_country("Paraguai")
    assert not any(map(is_country, ("Turkish", "Ankara", "Kremlin", "Gaza", "EU", "", "Turkey and Syria")))
    assert [name_kind(name) for name in ("Turks", "Ankara", "Kremlin", "Gaza", "Narnia")] == [
        "demonym",
        "capital",
        "metonym",
        "region",
        None,
    ]


def test_organisations_by_name_and_abbreviation():
    assert organisation_name("the EU") == organisation_name("European Union's") == "European Union"
    assert organisation_name("U.N.") == "United Nations"
    assert organisation_name("Nato") == "North Atlantic Treaty Organization"
    assert organisation_name("Turkey") is None


def test_longest_name_wins_and_words_around_matter():
    assert found("The US and South\nSudan met in Turkey's capital.") == [
        ("US", "US", "name"),
        ("South\nSudan", "SS", "name"),
        ("Turkey", "TR", "name"),
    ]
    assert found("Papua New Guinea, Guinea-Bissau and Equatorial Guinea") == [
        ("Papua New Guinea", "PG", "name"),
        ("Guinea-Bissau", "GW", "name"),
        ("Equatorial Guinea", "GQ", "name"),
    ]
    assert found("U.S.-led talks, anti-American slogans, Emiratis at the Kremlin, DAMASCUS") == [
        ("U.S.", "US", "name"),
        ("American", "US", "demonym"),
        ("Emiratis", "AE", "demonym"),
        ("Kremlin", "RU", "metonym"),
        ("DAMASCUS", "SY", "capital"),
    ]


def test_lower_case_words_and_parts_of_other_names_are_no_countries():
    assert found("Tell us to polish the turkey on fine china.") == []
    assert found("Latin America, the Gulf of Oman and the European Union; Omar al-Iraqi; the Washington Post") == []
    assert found("Indiana and Malinois, Chadwick and Francesca") == [("Indiana", "US", "region")]


def test_countries_that_are_given_names_need_no_surname_behind():
    assert found("Israel Novak met Jordan Roe and Georgia Berg.") == []
    assert found("Israel Prime Minister Ada Novak flew to Jordan on Monday. Georgia agreed.") == [
        ("Israel", "IL", "name"),
        ("Jordan", "JO", "name"),
        ("Georgia", "GE", "name"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("CHAD and CAD", ["CHAD"]),
        ("in GERMANY's north", ["GERMANY"]),
        ("Germany’s", ["Germany"]),
        ("Niger-based, Nigeria", ["Niger", "Nigeria"]),
        ("Malian troops, Malians, Turks and Emiratis", ["Malian", "Malians", "Turks", "Emiratis"]),
        ("the al-Iraqi family, El-Iraqi, Al-Iraqi", []),
        ("xChad Chadx Chad2, Sri Lankanization", []),
        ("Guinea Bissau, Guinea-Bissau and Timor Leste", ["Guinea Bissau", "Guinea-Bissau", "Timor Leste"]),
        ("United\tStates of\nAmerica", ["United\tStates of\nAmerica"]),
        ("Türkiye, TÜRKİYE", ["Türkiye", "TÜRKİYE"]),
        ("Deutschland und Frankreich", ["Deutschland", "Frankreich"]),
    ],
)
def test_words_that_stand_for_countries_as_a_text_writes_them(text, names):
    assert [name for name, _, _ in found(text)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jordan Roe", []),
        ("Jordan roe", ["Jordan"]),
        ("Jordan, Roe", ["Jordan"]),
        ("Jordan and Georgia", ["Jordan", "Georgia"]),
        ("Jordan Foreign Minister Ada Novak", ["Jordan"]),
        ("Jordan", ["Jordan"]),
        ("Jordan\nRoe", []),
    ],
)
def test_what_follows_a_given_name_decides(text, names):
    assert [name for name, _, _ in found(text)] == names


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Sudan", True), ("(South", True), ("Türkiye,", True), ("Nato", True), ("talks", False), ("", False)],
)
def test_words_that_may_be_part_of_a_name(word, expected):
    assert may_name(word) is expected


def test_where_names_stand():
    text = "Turkish envoys met the EU in Norway."
    assert [text[start:end] for start, end in name_spans(text)] == ["Turkish", "EU", "Norway"]
    assert name_spans("They met.") == []


def test_organisations_in_capitals_and_with_articles():
    assert organisation_name("THE EUROPEAN UNION") == organisation_name("the European Union") == "European Union"
    assert organisation_name("Union") is None
    assert organisation_name("") is None
    assert country_code(" TR ") == "TR"
    assert country_code("l'Allemagne") == "DE"
    assert country_code("Turkey and Syria") is None


def test_find_organisations():
    text = "The U.N. Security Council, the African\nUnion and Nato met EU and Arab League envoys; the Quad did not."
    assert [(text[found.start : found.end], found.name) for found in find_organisations(text)] == [
        ("U.N. Security Council", "UN Security Council"),
        ("African\nUnion", "African Union"),
        ("Nato", "North Atlantic Treaty Organization"),
        ("EU", "European Union"),
        ("Arab League", "Arab League"),
    ]


def test_accents_are_folded_letter_for_letter():
    text = "İstanbul, Łódź, Çankaya, Côte d’Ivoire, 東京, Straße"
    assert len(without_accents(text)) == len(text)
    assert without_accents("İstanbul, Łódź, Çankaya") == "Istanbul, Lodz, Cankaya"
    assert without_accents("ıøØłŁđĐ ếẠ") == "ioOlLdD eA"
    assert without_accents("a’b‘cʼd`e´f\u00a0g\u202fh") == "a'b'c'd'e'f g h"


def test_accents_may_be_letters_of_their_own():
    assert country_code("Tu\u0308rkiye") == country_code("Türkiye") == "TR"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_string_is_taken(text):
    assert country_code(text) is None or country_code(text) in country_codes()
    ends = [0]
    for mention in find_countries(text):
        assert ends[-1] <= mention.start < mention.end <= len(text)
        ends.append(mention.end)


def test_scanning_is_linear():
    text = "South Sudan and the United States of America met Turkish envoys in New Zealand. " * 2500
    started = time.perf_counter()
    assert len(find_countries(text)) == 10_000
    assert time.perf_counter() - started < 60  # a hang, not a measurement


@pytest.mark.parametrize(
    ("code", "capital"),
    [("US", "Washington"), ("KE", "Nairobi"), ("GB", "London"), ("AQ", None), ("us", None), ("", None)],
)
def test_capital_of_a_country(code, capital):
    assert capital_of(code) == capital


def test_a_capital_stands_for_the_country_that_it_is_the_capital_of():
    capitals = {code: capital_of(code) for code in country_codes() if capital_of(code)}
    assert len(capitals) > 150
    assert {code: capital for code, capital in capitals.items() if country_code(capital) not in {code, None}} == {}


def test_first_words_of_all_names_of_a_country_or_an_organisation():
    assert {"United", "U", "US", "American", "Washington"} <= first_words("the United States")
    assert first_words("USA") == first_words("the United States")
    assert {"NATO", "Nato", "North"} <= first_words("NATO")
    assert first_words("Quelby") == frozenset()


def test_two_countries_may_share_a_word():
    assert [found.code for found in find_countries("North and South Korea")] == ["KP", "KR"]
    assert [found.code for found in find_countries("North and South Korean envoys")] == ["KP", "KR"]
    assert find_countries("the North and South of the country") == []
