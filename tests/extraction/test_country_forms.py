"""country_forms.py: names of countries and demonyms in languages other than English."""

import json
import tomllib
from importlib.resources import files

import pytest

from llmextract.extraction.countries import country_codes, find_countries, without_accents
from llmextract.extraction.country_forms import ambiguous_forms, foreign_demonyms, foreign_names
from llmextract.extraction.titles import split_titles

DEMONYMS = dict(foreign_demonyms(without_accents))
NAMES = dict(foreign_names(without_accents))


def found(text):
    return [(text[mention.start : mention.end], mention.code, mention.kind) for mention in find_countries(text)]


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("la ministra paraguaya", "paraguaya", "PY"), ("los cancilleres chilenos", "chilenos", "CL"),
        ("el canciller alemán", "alemán", "DE"), ("una delegación danesa", "danesa", "DK"),
        ("le président sénégalais", "sénégalais", "SN"), ("la ministre ghanéenne", "ghanéenne", "GH"),
        ("l'ambassadeur grec", "grec", "GR"), ("la présidente grecque", "grecque", "GR"),
        ("le chef nigérien", "nigérien", "NE"), ("le chef nigérian", "nigérian", "NG"),
        ("le ministre sud-coréen", "sud-coréen", "KR"), ("der kenianische Außenminister", "kenianische", "KE"),
        ("dem österreichischen Kanzler", "österreichischen", "AT"), ("Deutscher Minister", "Deutscher", "DE"),
        ("Usbekische Vertreter", "Usbekische", "UZ"), ("il ministro belga", "belga", "BE"),
        ("i ministri polacchi", "polacchi", "PL"), ("la premier tedesca", "tedesca", "DE"),
        ("o presidente angolano", "angolano", "AO"), ("a ministra alemã", "alemã", "DE"),
        ("os ministros portugueses", "portugueses", "PT"), ("Özbek mevkidaşı", "Özbek", "UZ"),
        ("Kenyalı Bakan", "Kenyalı", "KE"), ("Türk heyeti", "Türk", "TR"), ("Rus yetkililer", "Rus", "RU"),
        ("кенийский министр", "кенийский", "KE"), ("Узбекская делегация", "Узбекская", "UZ"),
        ("з кенійським міністром", "кенійським", "KE"), ("el canciller chino", "chino", "CN"),
        ("il premier ceco", "ceco", "CZ"), ("الوزيرة التونسية", "التونسية", "TN"), ("وزير كيني", "كيني", "KE"),
    ],
)  # fmt: skip
def test_demonyms_of_other_languages(text, word, code):
    assert found(text) == [(word, code, "demonym")]


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("министр обороны Кении", "Кении", "KE"), ("переговоры с Узбекистаном", "Узбекистаном", "UZ"),
        ("президент Саудовской Аравии", "Саудовской Аравии", "SA"), ("міністр Румунії", "Румунії", "RO"),
        ("Präsident Kenias", "Kenias", "KE"), ("mit Vertretern Usbekistans", "Usbekistans", "UZ"),
        ("o presidente do Paraguai", "Paraguai", "PY"), ("il governo del Brasile", "Brasile", "BR"),
        ("وزير خارجية كينيا", "كينيا", "KE"), ("زيارة للسنغال", "للسنغال", "SN"),
        ("Kenya Dışişleri Bakanı", "Kenya", "KE"), ("O PRESIDENTE DO PARAGUAI", "PARAGUAI", "PY"),
    ],
)  # fmt: skip
def test_names_of_countries_in_other_languages(text, word, code):
    assert found(text) == [(word, code, "name")]


@pytest.mark.parametrize(
    "text",
    [
        "They drank from fine china and wore chinos.", "Mr Russo and Ada Greco spoke.", "Volker Türk said so.",
        "Rumen Delev met him.", "the Deutsche Delta Bank", "Irakli Novadze spoke.", "Ceci est vrai.", "a polonaise",
        "son ami ceci", "Benim için", "Lingua Franca", "le marché latino-américain",
    ],
)  # fmt: skip
def test_words_that_are_others_as_well_count_only_beside_an_office(text):
    assert found(text) == []


def test_each_form_means_one_country_that_is_known():
    tables = [(word, code) for table in (foreign_demonyms, foreign_names) for word, code in table(without_accents)]
    seen = {}
    for word, code in tables:
        assert seen.setdefault(word, code) == code, word
    assert set(seen.values()) <= country_codes()
    assert len(set(DEMONYMS.values())) > 150


def test_every_state_of_the_table_has_its_demonym_in_each_of_the_six_languages():
    lines = (files("llmextract.extraction") / "demonyms.tsv").read_text(encoding="utf-8").splitlines()
    head, *rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert head == ["code", "fr", "es", "de", "it", "pt", "tr", "ru", "uk", "ar"]
    assert {len(row) for row in rows} == {len(head)}
    assert [row[0] for row in rows if not all(row[1:4])] == []


def test_romance_demonyms_are_lower_case_and_carry_no_accents():
    latin = [word for word in DEMONYMS if word.isascii()]
    assert len(latin) > 3000
    assert DEMONYMS["paraguayas"] == "PY"
    assert "Paraguayas" not in DEMONYMS
    assert all(word == without_accents(word) for word in (*DEMONYMS, *NAMES))


def test_no_form_is_a_common_english_word_unless_it_needs_an_office_beside_it():
    """Lower-case words of English that demonyms look like; whatever is added to the tables must not be one of them."""
    english = ["china", "fines", "gales", "polish", "turkey", "polonaise", "mongol", "camarones", "indies", "helvetica"]
    assert {word for word in english if word in DEMONYMS} <= ambiguous_forms()


def test_ambiguous_words_are_forms_of_the_tables_and_patterns_are_sound():
    data = tomllib.loads((files("llmextract.extraction") / "inflections.toml").read_text(encoding="utf-8"))
    assert set(data["ambiguous"]) <= {*DEMONYMS, *NAMES}
    assert len(data["offices"]) == len(set(data["offices"]))
    countries = json.loads((files("llmextract.extraction") / "countries.json").read_text(encoding="utf-8"))
    assert "Franca" in countries["given_names"]


def test_titles_with_demonyms_come_off():
    assert split_titles("kenianische Außenministerin Ada Wekesa") == ("Ada Wekesa", "kenianische Außenministerin")
    assert split_titles("ministro dell'Interno tunisino Ali Ferchi") == ("Ali Ferchi", "ministro dell'Interno tunisino")
