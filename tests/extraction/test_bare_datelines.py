"""bare_datelines.py: a city in capitals before the first words, with nothing between."""

import pytest

from llmextract.articles.reading import article_from_text
from llmextract.extraction.bare_datelines import with_bare_dateline

REST = (
    " She will stay until Friday. The trip is her first in ten years, officials said, and comes after a poor harvest."
)


def read(opening):
    article = with_bare_dateline(article_from_text(opening + REST))
    return article.dateline, article.sentences[0].text


@pytest.mark.parametrize(
    ("opening", "place", "first"),
    [
        ("NAIROBI Kenyan President Ada Wekesa met aides.", "NAIROBI", "Kenyan President Ada Wekesa met aides."),
        ("ADDIS ABABA U.S. envoy Ada Novak met aides.", "ADDIS ABABA", "U.S. envoy Ada Novak met aides."),
        ("PARIS/LIMA Peruvian envoy Ada Novak met aides.", "PARIS", "Peruvian envoy Ada Novak met aides."),
    ],
)
def test_a_city_in_capitals_before_the_first_words_is_the_dateline(opening, place, first):
    assert read(opening) == (place, first)


@pytest.mark.parametrize(
    "opening",
    [
        "NATO Secretary General Ada Novak met aides.",
        "OPEC ministers met in Vienna.",
        "NAIROBI is where Ada Wekesa met aides.",
        "Nairobi Governor Ada Wekesa met aides.",
        "KENYA President Ada Wekesa met aides.",
    ],
)
def test_other_words_are_none(opening):
    assert read(opening) == (None, opening)


def test_a_dateline_that_was_found_stays():
    article = article_from_text("NAIROBI, May 3 (Reuters) - PARIS Governor Ada Novak met aides." + REST)
    assert with_bare_dateline(article) is article
