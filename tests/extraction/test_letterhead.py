"""letterhead.py: who "I" is in a release that is signed in its head."""

import pytest

from llmextract.articles.reading import article_from_text
from llmextract.extraction.letterhead import find_author

BODY = "In Lima today I met the President of Peru, Luis Quilca, to discuss fishing rights and the price of grain."
QUOTED = "“In Lima I met the President of Peru, Luis Quilca, to discuss the price of grain,” the minister said."


def author(*lines, body=BODY):
    """Return the names under which the author of an article is found, each checked against the text."""
    article = article_from_text("\n\n".join((*lines, body)))
    found = find_author(article)
    assert all(article.text[mention.start : mention.end] == mention.name for mention in found)
    assert all(mention.sentence == -1 for mention in found)
    return [(mention.name, mention.title) for mention in found]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (("MINISTER FOR TRADE", "The Hon Ada Novak MP", "Visit to the coast of Peru"), [("Ada Novak", None)]),
        (("Visit to the coast of Peru", "Senator the Hon Ada Novak", "Media release"), [("Ada Novak", None)]),
        (
            ("Visit to the coast of Peru", "Statement by Foreign Minister Ada Novak"),
            [("Ada Novak", "Foreign Minister")],
        ),
        (
            ("Visit to the coast of Peru", "Novak, Ada", "Release Type: Media Release"),
            [("Novak, Ada", None), ("Novak", None)],
        ),
    ],
)
def test_who_signs_a_release_is_its_author(head, expected):
    assert author(*head) == expected


@pytest.mark.parametrize(
    "head",
    [
        ("Visit to the coast of Peru", "By Ada Novak"),  # a newspaper's
        ("Visit to the coast of Peru", "Media Release", "Contact the office"),
        ("Visit to the coast of Peru", "The Hon Ada Novak MP", "The Hon Ivo Reth MP"),
        ("Visit to the coast of Peru", "MINISTER ADA NOVAK TRAVELS"),
        (),
    ],
)
def test_without_one_signature_of_an_official_there_is_none(head):
    assert author(*head) == []


def test_what_is_told_in_the_third_person_or_quoted_has_no_author():
    head = ("Visit to the coast of Peru", "The Hon Ada Novak MP")
    assert author(*head, body=BODY.replace("I met", "she met")) == []
    assert author(*head, body=QUOTED) == []
