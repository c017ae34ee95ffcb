"""capital_sides.py: capitals that stand for their governments."""

import pytest

from llmextract.extraction.capital_sides import find_capital_sides
from llmextract.extraction.cast import build_cast
from tests.extraction_support import make_article


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Lima and Nairobi held talks over fish.", ["Lima", "Nairobi"]),
        ("The minister said that Nairobi would hold talks with Lima.", ["Nairobi", "Lima"]),
        ("Talks between Nairobi and the Red Delta Front began.", ["Nairobi"]),
        # a place, a seat of others, and who meets nobody
        ("Ada Wekesa and Luis Quilca held talks in Lima.", []),
        ("Ada Wekesa held talks with Brussels.", []),
        ("Lima was quiet.", []),
        ("Ada Wekesa is on a visit to Lima.", []),
    ],
)
def test_a_capital_may_meet_somebody(told, expected):
    article = make_article(told)
    assert [mention.name for mention in find_capital_sides(article, build_cast(article).members)] == expected


def test_a_capital_is_the_country_that_the_article_names_elsewhere():
    article = make_article("Kenya and Peru sell fish.", "Nairobi would hold talks with Lima.")
    assert [(each.name, each.aliases) for each in build_cast(article, recognised=True).members] == [
        ("Kenya", ["Nairobi"]),
        ("Peru", ["Lima"]),
    ]
