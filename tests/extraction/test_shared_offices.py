"""shared_offices.py: an office that several persons share."""

import pytest
from hypothesis import given, settings

from llmextract.articles.article import Sentence
from llmextract.extraction.mentions import find_mentions
from llmextract.schemas import ActorKind
from tests.extraction_support import sentences


def officials(text, start=0):
    mentions = find_mentions(Sentence(start, start + len(text), text, 0), 0, "en")
    return [(each.name, each.title, each.country) for each in mentions if each.kind is ActorKind.PERSON]


@pytest.mark.parametrize(
    ("text", "title", "countries"),
    [
        ("He saw Kenya's and Peru's foreign ministers Jo Banda and Ada Novak.", "foreign minister", ["KE", "PE"]),
        ("He met his Kenyan and Peruvian counterparts Jo Banda and Ada Novak.", "counterpart", ["KE", "PE"]),
        ("He met the Kenyan and Peruvian presidents, Jo Banda, and Ada Novak.", "president", ["KE", "PE"]),
        ("He met presidents Jo Banda (Kenya) and Ada Novak (Peru).", "president", ["KE", "PE"]),
        ("The foreign ministers of Kenya and Peru, Jo Banda and Ada Novak, met.", "foreign minister", ["KE", "PE"]),
        # of one country
        ("He met Kenyan Senators Jo Banda and Ada Novak.", "Kenyan Senator", ["KE", "KE"]),
        ("He met the Kenyan ministers Jo Banda and Ada Novak.", "Kenyan minister", ["KE", "KE"]),
        ("He met the Kenyan secretaries Jo Banda and Ada Novak.", "Kenyan secretary", ["KE", "KE"]),
    ],
)
def test_each_of_several_has_the_office_and_his_country(text, title, countries):
    names = ["Jo Banda", "Ada Novak"]
    assert officials(text, 100) == [(name, title, country) for name, country in zip(names, countries, strict=True)]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("He met Kenyan President Jo Banda and Ada Novak.", ("Ada Novak", None, None)),
        ("He met the Kenyan ministers Jo Banda and Peruvian envoy Ada Novak.", ("Ada Novak", "Peruvian envoy", "PE")),
        ("The ministers of Kenya, Jo Banda and Ada Novak, left.", ("Ada Novak", "minister", "KE")),
        ("The minister of Kenya, Jo Banda and Ada Novak left.", ("Ada Novak", None, None)),
        ("The Kenyan ministers Jo Banda left and Ada Novak stayed.", ("Ada Novak", None, None)),
        ("He met presidents Jo Banda and Ada Novak.", ("Ada Novak", None, None)),
        # as many countries as persons, or none of them is anybody's
        ("He met the Kenyan and Peruvian ministers Jo Banda, Ada Novak and Luis Quilca.", ("Ada Novak", None, None)),
    ],
)
def test_who_is_not_in_the_list_does_not_share_it(text, second):
    assert officials(text)[1] == second


@given(sentences())
@settings(max_examples=100, deadline=None)
def test_any_text_is_taken(text):
    officials(text)
