"""coreference.py: who is meant by an office alone, in languages other than English."""

import pytest

from llmextract.extraction.cast import build_cast
from tests.extraction_support import make_article


def described(language, *told):
    """Return what an article calls whom by office alone."""
    article = make_article(*told, language=language)
    return {
        article.text[mention.start : mention.end]: member.name
        for member in build_cast(article).members
        for mention in member.mentions
        if mention.described
    }


@pytest.mark.parametrize(
    ("language", "told", "expected"),
    [
        (
            "es",
            (
                "Los cancilleres de Perú, Luis Quilca, y de Paraguay, Eva Marin, hablaron.",
                "La ministra paraguaya calló.",
            ),
            {"La ministra paraguaya": "Eva Marin"},
        ),
        (
            "fr",
            (
                "Le président du Bénin, Ada Novak, a reçu son homologue togolais, Komi Adjo.",
                "Le président togolais est reparti.",
            ),
            {"Le président togolais": "Komi Adjo"},
        ),
        (
            "de",
            (
                "Kanzlerin Eva Maurer traf den kenianischen Präsidenten Juma Otieno.",
                "Der kenianische Präsident reiste ab.",
            ),
            {"Der kenianische Präsident": "Juma Otieno"},
        ),
        (
            "it",
            (
                "Il ministro belga, Piet Vandam, ha visto la ministra Anna Verri.",
                "La ministra ha lodato il ministro belga.",
            ),
            {"La ministra": "Anna Verri", "il ministro belga": "Piet Vandam"},
        ),
        (
            "pt",
            ("O presidente angolano, João Quiala, recebeu Ana Sá.", "O presidente falou."),
            {"O presidente": "João Quiala"},
        ),
        (
            "tr",
            ("Bakan Kerem Altın, Kenyalı mevkidaşı Juma Otieno ile görüştü.", "Kenyalı Bakan teşekkür etti."),
            {"Kenyalı Bakan": "Juma Otieno"},
        ),
        (
            "ru",
            ("Министр обороны Кении Джума Отиено приехал.", "Кенийский министр дал интервью."),
            {"Кенийский министр": "Джума Отиено"},
        ),
    ],
)
def test_an_office_means_the_person_named_with_it(language, told, expected):
    assert described(language, *told) == expected


@pytest.mark.parametrize(
    "told",
    [
        ("El canciller de Perú, Luis Quilca, habló.", "La ministra paraguaya calló."),  # of another country
        ("La ministra de Perú, Eva Marin, habló.", "El presidente peruano calló."),  # another office
        ("La ministra paraguaya calló.", "La ministra de Paraguay, Eva Marin, habló."),  # named only later
        ("El ministro de Economía, Luis Quilca, habló.", "La ministra de Salud calló."),  # another field
    ],
)
def test_an_office_of_somebody_else_means_nobody(told):
    assert described("es", *told) == {}


def test_of_two_the_one_with_the_very_same_word_is_meant():
    told = "La ministra de Salud, Eva Marin, vio al ministro de Defensa, Luis Quilca."
    assert described("es", told, "La ministra habló.") == {"La ministra": "Eva Marin"}


def test_a_leader_is_whoever_is_of_the_country():
    told = ("El presidente de Perú, Luis Quilca, habló.", "El dirigente peruano sonrió.", "El dirigente rió.")
    assert described("es", *told) == {"El dirigente peruano": "Luis Quilca"}
