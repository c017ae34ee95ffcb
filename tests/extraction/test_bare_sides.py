"""bare_sides.py: sides without a name."""

import pytest

from llmextract.extraction.bare_sides import find_bare_sides, is_bare_side
from llmextract.extraction.cast import build_cast
from llmextract.extraction.syntax import parse
from tests.extraction_support import make_article


def sides(*told):
    """Return the sides without a name."""
    article = make_article(*told)
    return [mention.name for mention in find_bare_sides(article, build_cast(article).members)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("The government and the rebels held talks in Lima.", ["government", "rebels"]),
        ("Talks between the government and the Red Delta Front began in Lima.", ["government"]),
        ("Ada Novak met the rebels in Lima.", ["rebels"]),
        ("Rebels met Ada Novak in Lima.", ["Rebels"]),  # as they stand in the text
        ("The government and the country's main rebel group met in Lima.", ["government", "rebel group"]),
        ("Ada Novak met two armed groups in Lima.", ["armed groups"]),
        ("Ada Novak met a youth group in Lima.", []),
        # who meets nobody, whose government it is, and who is no side
        ("The government fell after the rebels met.", []),
        ("Peru's government and the Red Delta Front held talks.", []),
        ("His government and the Red Delta Front held talks.", []),
        ("The rebel and Ada Novak held talks in Lima.", []),
        ("Government officials and the Red Delta Front held talks.", []),
    ],
)
def test_who_meets_may_have_no_name(told, expected):
    assert sides(told) == expected


def test_the_government_is_the_only_one_that_is_named():
    told = ("The Peruvian government fought.", "The government and the Red Delta Front held talks in Lima.")
    assert sides(*told) == ["Peruvian government"]
    assert sides("The Peruvian government and the Ghanaian government fought.", told[1]) == ["government"]


def test_a_side_is_several_people_or_a_body():
    parsed = parse("The rebels and the opposition met a rebel.")
    assert [word.text for word in parsed.words if is_bare_side(word)] == ["rebels", "opposition"]
