"""title_owners.py: whose office a person has, as the names around it tell."""

import pytest

from llmextract.articles.article import Sentence
from llmextract.extraction.mentions import find_mentions


def persons(text):
    """Return the names of a sentence with title and country."""
    mentions = find_mentions(Sentence(0, len(text), text, 0), 0)
    return [(mention.name, mention.country) for mention in mentions if mention.title or " " in mention.name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Kenyan leaders, including Minister Ada Wekesa.", ["KE"]),
        ("They met Kenyan leaders, including a meeting with Minister Ada Wekesa.", ["KE"]),
        ("They met Kenyan leaders, including Minister Ada Wekesa and President Jo Banda.", ["KE", "KE"]),
        ("They met a Kenyan delegation led by Ada Wekesa.", ["KE"]),
        ("They met a Kenyan delegation, headed by Minister Ada Wekesa.", ["KE"]),
        # of another state, of no state, and beside the group
        ("They met Kenyan leaders, including Peruvian Minister Ada Wekesa.", ["PE"]),
        ("They met Kenyan leaders, including Ada Wekesa.", [None]),
        ("They met leaders, including Minister Ada Wekesa.", [None]),
        ("They met Kenyan leaders and Minister Ada Wekesa.", [None]),
        ("They met a Kenyan delegation hosted by Minister Ada Wekesa.", [None]),
    ],
)
def test_who_is_of_a_group_is_of_its_state(text, expected):
    countries = dict(persons(text))
    assert [countries[name] for name in ("Ada Wekesa", "Jo Banda") if name in countries] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Red Delta Party (RDP) Chairwoman Ada Wekesa.", ["Ada Wekesa"]),
        ("They met the Red Delta Party (RDP) and Chairwoman Ada Wekesa.", ["Red Delta Party", "RDP", "Ada Wekesa"]),
    ],
)
def test_a_party_with_its_abbreviation_may_be_a_part_of_a_title(text, expected):
    assert [mention.name for mention in find_mentions(Sentence(0, len(text), text, 0), 0)] == expected
