"""set_off_titles.py: titles that a comma sets off from the name behind them."""

import pytest

from llmextract.extraction.set_off_titles import shared_title, title_set_off


def set_off(text, name):
    found = title_set_off(text, text.index(name))
    return text[slice(*found)] if found else None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Vio a su homólogo chileno, Ada Novak", "homólogo chileno"),
        ("El canciller de Uruguay, Ada Novak", "canciller de Uruguay"),
        ("Fue recibida en la torre por el presidente uruguayo, Ada Novak", "presidente uruguayo"),
        ("El asesor de la presidenta, Ada Novak", "asesor de la presidenta"),
        ("La visita del canciller peruano, Ada Novak", "canciller peruano"),
        ("Le ministre des Affaires étrangères du Bénin, Ada Novak", "ministre des Affaires étrangères du Bénin"),
        ("Il a vu son homologue ghanéen, Ada Novak", "homologue ghanéen"),
        ("En présence de l'ambassadrice belge au Togo, Ada Novak", "ambassadrice belge au Togo"),
        ("Il ministro è stato ricevuto dalla presidente del Senato, Ada Novak", "presidente del Senato"),
        ("mit dem neuen kenianischen Außenminister, Ada Novak", "neuen kenianischen Außenminister"),
        ("o presidente angolano, Ada Novak", "presidente angolano"),
        ("El río y la torre, Ada Novak", None),
        ("Ayer, Ada Novak", None),
        ("el presidente uruguayo Ada Novak", None),
        ("the foreign minister of Norvia, Ada Novak", None),
    ],
)  # fmt: skip
def test_the_title_before_a_name(text, title):
    assert set_off(text, "Ada") == title


@pytest.mark.parametrize(
    ("between", "title", "expected"),
    [
        (", y la de Paraguay, ", "canciller de Uruguay", ("canciller de Paraguay", "PY")),
        (", y de Paraguay, ", "cancilleres de Uruguay", ("cancilleres de Paraguay", "PY")),
        (" et celui du Bénin, ", "ministre du Togo", ("ministre du Bénin", "BJ")),
        (", und die von Kenia, ", "Ministerin von Peru", ("Ministerin von Kenia", "KE")),
        (", y de la comisión, ", "canciller de Uruguay", None),
        (", y la de Paraguay, ", "canciller", None),
        (" y ", "canciller de Uruguay", None),
    ],
)
def test_one_office_of_two_countries(between, title, expected):
    assert shared_title(between, title) == expected
