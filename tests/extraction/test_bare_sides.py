"""bare_sides.py: sides without a name."""

import pytest

from llmextract.extraction.bare_sides import find_bare_sides, is_bare_side
from llmextract.extraction.cast import build_cast
from llmextract.extraction.syntax import parse
from llmextract.schemas import ActorKind
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


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            "A senior Kenyan official held talks with a Ghanaian envoy in Lima.",
            ["senior Kenyan official", "Ghanaian envoy"],
        ),
        ("Ada Novak met a leader of a militant group in Lima.", ["leader of a militant group"]),
        ("Talks between Peru and a rebel group will resume in Lima.", ["rebel group"]),
        ("Ada Novak met the leaders of armed ethnic groups in Lima.", ["leaders of armed ethnic groups"]),
        ("Peru's government and the country's main rebel group held talks.", ["rebel group"]),
        ("Peru's government and southern rebels plan to hold talks on Monday.", ["southern rebels"]),
        ("A U.N. envoy met Ada Novak in Lima.", ["U.N. envoy"]),
        ("A Western diplomat met Ada Novak in Lima.", ["Western diplomat"]),
        ("Ada Novak met envoys from Peru and six world powers in Lima.", ["world powers"]),
        ("A top U.S. diplomat met Ada Novak in Lima.", ["top U.S. diplomat"]),
        # whose, or which, nobody knows; who is named; who meets nobody
        ("Ada Novak met a senior official in Lima.", []),
        ("Ada Novak met the main rebel group, the Red Delta Front, in Lima.", []),
        ("Regional chiefs met Ada Novak in Lima.", []),
        ("Ada Novak visited several Arab states.", []),
        ("The leaders of the five states met in Lima.", []),
        ("Ada Novak met the Kenyan official in Lima.", []),
        ("Ada Novak met her Kenyan envoy in Lima.", []),
        ("Ada Novak met the former senator from Ohio in Lima.", []),
        ("Ada Novak met Jo Banda's Red Delta commander in Lima.", []),
        ("Ada Novak met a Kenyan envoy, Jo Wekesa, in Lima.", []),
        ("Ada Novak met a leader of the Red Delta Front in Lima.", []),
        ("A senior Kenyan official spoke of the weather.", []),
        ("Ada Novak refused to meet a Kenyan envoy in Lima.", []),
    ],
)
def test_an_official_may_have_no_name(told, expected):
    assert sides(told) == expected


def test_an_official_without_a_name_has_a_country():
    article = make_article("Ada Novak met a Kenyan envoy in Lima.")
    (found,) = find_bare_sides(article, build_cast(article).members)
    assert (found.name, found.country, found.kind) == ("Kenyan envoy", "KE", ActorKind.GROUP)


def test_the_government_is_the_only_one_that_is_named():
    told = ("The Peruvian government fought.", "The government and the Red Delta Front held talks in Lima.")
    assert sides(*told) == ["Peruvian government"]
    assert sides("The Peruvian government and the Ghanaian government fought.", told[1]) == ["government"]


def test_a_side_is_several_people_or_a_body():
    parsed = parse("The rebels and the opposition met a rebel.")
    assert [word.text for word in parsed.words if is_bare_side(word)] == ["rebels", "opposition"]
