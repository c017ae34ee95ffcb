"""How many sides a report says that a meeting had."""

import pytest

from llmextract.corpus.linking.sides import stated_sides


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        ("The ministers held bilateral talks in Porto", 2),
        ("they met one-on-one", 2),
        ("una reunión bilateral", 2),
        ("une rencontre bilatérale", 2),
        ("um encontro bilateral", 2),
        ("ein bilaterales Treffen", 2),
        ("un incontro bilaterale", 2),
        ("двусторонняя встреча", 2),
        ("ikili görüşmede", 2),
        ("لقاء ثنائي", 2),
        ("after the Trilateral Summit", 3),
        ("трёхсторонние переговоры", 3),
        ("üçlü zirve", 3),
        ("at four-way talks", 4),
        ("discussed bilateral relations", 0),
        ("trilateral cooperation was on the table", 0),
        ("a bilateral meeting before the trilateral summit", 0),
        ("they met", 0),
        ("", 0),
    ],
)
def test_the_number_of_sides(words, sides):
    assert stated_sides([words], {"SI", "CL"}) == sides


def test_alone_means_those_who_are_named():
    assert stated_sides(["they met alone"], {"SI", "CL"}) == 2
    assert stated_sides(["they met alone"], {"SI", "CL", "SE"}) == 3
    assert stated_sides(["they met alone"], {"SI"}) == 0


def test_a_number_that_the_participants_exceed_does_not_count():
    assert stated_sides(["bilateral talks"], {"SI", "CL", "SE"}) == 0
