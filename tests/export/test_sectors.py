"""PLOVER's country and sectors of an actor."""

import pytest

from llmextract.export.sectors import actor_code, is_diplomatic, sectors
from llmextract.schemas import Actor


def actor(role=None, name="Ada Novak", kind="person", country="SI"):
    return Actor(id="a1", name=name, kind=kind, role=role, country=country)


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("foreign minister", ("GOV",)),
        ("intelligence minister", ("GOV", "SPY")),
        ("intelligence chief", ("SPY",)),
        ("chief of the general staff", ("MIL",)),
        ("Lt. Gen.", ("MIL",)),
        ("secretary-general", ("GOV",)),
        ("attorney general", ("GOV",)),
        ("police chief", ("COP",)),
        ("chief justice", ("JUD",)),
        ("president of the Senate", ("LEG",)),
        ("president", ("GOV",)),
        ("central bank governor", ("GOV",)),
        ("bank president", ("BUS",)),
        ("chief executive of a mining company", ("BUS",)),
        ("former president", ("ELI",)),
        ("ex-minister", ("ELI",)),
        ("rebel commander", ("REB",)),
        ("leader of the opposition party", ("PTY", "OPP")),
        ("archbishop", ("REL",)),
        ("Bundesaußenministerin", ("GOV",)),
        ("Cumhurbaşkanı", ("GOV",)),
        ("Genelkurmay Başkanı", ("MIL",)),
        ("présidente de l'Assemblée nationale", ("LEG",)),
        ("vicecanciller", ("GOV",)),
        ("министр энергетики", ("GOV",)),
        ("وزير الخارجية", ("GOV",)),
        ("رئيس مجلس النواب", ("LEG",)),
        ("goalkeeper", ()),
        (None, ()),
    ],
)
def test_sectors_of_a_person_come_from_the_role(role, expected):
    assert sectors(actor(role)) == expected


def test_an_office_that_may_be_anybodys_needs_a_state():
    assert sectors(actor("president", country=None)) == ()
    assert sectors(actor("prime minister", country=None)) == ("GOV",)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Slovenia", "country", ("GOV",)),
        ("Ministry of Defence", "organization", ("GOV",)),
        ("Slovenian Armed Forces", "organization", ("MIL",)),
        ("Brightwater Mining Company", "organization", ("BUS",)),
        ("Slovenian delegation", "group", ("GOV",)),
        ("refugees", "group", ("REF",)),
    ],
)
def test_sectors_of_others_come_from_the_name_too(name, kind, expected):
    assert sectors(actor(name=name, kind=kind)) == expected


def test_a_name_says_nothing_of_a_person():
    assert sectors(actor(name="Ada Bishop")) == ()
    assert sectors(actor("head of the refugees agency")) == ("GOV",)


@pytest.mark.parametrize(
    ("role", "country", "expected"),
    [
        ("minister", "SI", "SVN"),
        ("minister", "XK", "KOS"),
        ("UN special envoy", None, "UNO"),
        ("European Union's commissioner for oceans", None, "EUR"),
        ("NATO spokesman", None, "IGO"),
        ("businessman", None, None),
    ],
)
def test_the_code_is_the_countrys_or_the_organisations(role, country, expected):
    assert actor_code(actor(role, country=country)) == expected


def test_the_code_of_an_organisation():
    assert (
        actor_code(actor(name="International Committee of the Red Cross", kind="organization", country=None)) == "NGO"
    )


@pytest.mark.parametrize("role", ["foreign minister", "ambassador", "Dışişleri Bakanı", "وزير الخارجية", "envoy"])
def test_offices_of_foreign_affairs_are_diplomatic(role):
    assert is_diplomatic(actor(role))


@pytest.mark.parametrize("role", ["finance minister", None])
def test_others_are_not(role):
    assert not is_diplomatic(actor(role))
