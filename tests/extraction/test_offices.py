"""offices.py: somebody spoken of by office alone, in languages other than English."""

import pytest

from llmextract.extraction.offices import describes_offices, find_groups, find_offices, office_of


def offices(text, language):
    return [
        (text[found.start : found.end], found.office, "".join(sorted(found.countries)))
        for found in find_offices(text, language)
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "La ministra paraguaya habló.", [("La ministra paraguaya", "minister", "PY")]),
        ("es", "Vio al canciller de Uruguay.", [("al canciller de Uruguay", "minister", "UY")]),
        (
            "es",
            "el ministro de Exteriores chileno y la primera ministra",
            [("el ministro de Exteriores chileno", "minister", "CL"), ("la primera ministra", "premier", "")],
        ),
        ("fr", "Le président du Sénégal a parlé.", [("Le président du Sénégal", "president", "SN")]),
        (
            "fr",
            "l'ambassadeur belge et la ministre de la Pêche",
            [("l'ambassadeur belge", "ambassador", "BE"), ("la ministre de la Pêche", "minister", "")],
        ),
        ("fr", "le chef de la diplomatie togolaise", [("le chef de la diplomatie togolaise", "minister", "TG")]),
        ("de", "Dann sprach die kenianische Präsidentin.", [("die kenianische Präsidentin", "president", "KE")]),
        ("de", "der Präsident Kenias", [("der Präsident Kenias", "president", "KE")]),
        ("de", "die Ministerin für Handel", [("die Ministerin für Handel", "minister", "")]),
        (
            "it",
            "Il ministro belga ha visto la premier",
            [("Il ministro belga", "minister", "BE"), ("la premier", "premier", "")],
        ),
        ("pt", "A ministra queniana saiu.", [("A ministra queniana", "minister", "KE")]),
        (
            "tr",
            "Özbek Bakan, Kenya Cumhurbaşkanı ile görüştü.",
            [("Özbek Bakan", "minister", "UZ"), ("Kenya Cumhurbaşkanı", "president", "KE")],
        ),
        ("tr", "Bakan ayrıldı.", []),
        ("tr", "konuk Bakan Yardımcısı ayrıldı", [("konuk Bakan Yardımcısı", "deputy", "")]),
        (
            "ru",
            "Кенийский министр и министр обороны Перу",
            [("Кенийский министр", "minister", "KE"), ("министр обороны Перу", "minister", "PE")],
        ),
        ("ru", "Министр ушёл.", []),
    ],
)
def test_offices_with_article_or_country(language, text, expected):
    assert offices(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le ministre Ousmane Sarr a parlé."), ("es", "la ministra paraguaya, Eva Marin, habló"),
        ("de", "der kenianische Präsident Juma Otieno"), ("es", "ministro de Estado"), ("zz", "la ministra paraguaya"),
    ],
)  # fmt: skip
def test_an_office_that_stands_with_its_name_is_a_title(language, text):
    assert offices(text, language) == []


def test_the_office_of_a_title():
    assert office_of("ministra de Relaciones Exteriores de Perú", "es") == "minister"
    assert office_of("presidente del Senado", "es") == "speaker"
    assert office_of("homologue togolais", "fr") == "counterpart"
    assert office_of("Dışişleri Bakan Yardımcısı", "tr") == "deputy"
    assert office_of("economista", "es") is None


def test_languages_that_are_known():
    assert all(describes_offices(language) for language in ("fr", "es", "de", "it", "pt", "tr", "ru", "uk"))
    assert not describes_offices("en")
    assert not describes_offices(None)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "de",
            "Eine armenische Delegation traf Vertreter Usbekistans.",
            [("armenische Delegation", "AM"), ("Vertreter Usbekistans", "UZ")],
        ),
        (
            "es",
            "La delegación hondureña llegó con funcionarios de Nicaragua.",
            [("delegación hondureña", "HN"), ("funcionarios de Nicaragua", "NI")],
        ),
        ("fr", "des négociateurs togolais", [("négociateurs togolais", "TG")]),
        ("tr", "Özbek heyeti geldi.", [("Özbek heyeti", "UZ")]),
        ("ru", "делегация Кении", [("делегация Кении", "KE")]),
        ("es", "La delegación llegó.", []),
        ("es", "los negociadores de Honduras y Nicaragua", []),
        ("en", "the Kenyan delegation", []),
        (None, "delegación hondureña", []),
    ],
)
def test_groups_named_by_their_country(language, text, expected):
    assert [(text[start:end], code) for start, end, code in find_groups(text, language)] == expected
