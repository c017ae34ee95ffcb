"""Tests of `llmextract.extraction.naming_sentences`."""

from llmextract.extraction.naming_sentences import naming_sentences
from tests.extraction_support import make_article


def test_sentences_that_hold_a_part_of_a_name():
    article = make_article(
        "Ada Novak arrived in Lima.", "It rained.", "Novak's aides waited.", "The Novakian coast is long.", "ADA spoke."
    )
    assert naming_sentences(article, ["Ada Novak"]) == {0, 2, 3, 4}
    assert naming_sentences(article, ["Li"]) == set()  # a short part of a name is a whole word
    assert naming_sentences(article, []) == set()


def test_other_names_of_a_country_or_an_organisation():
    article = make_article("The U.S. envoy came.", "Americans waited.", "It rained.", "Nato met.", "Peru waits.")
    assert naming_sentences(article, ["United States"]) == {0, 1}
    assert naming_sentences(article, ["North Atlantic Treaty Organization"]) == {3}


def test_accents_capitals_and_endings_do_not_matter():
    article = make_article("Встреча с Новаком прошла.", "Дождь шёл весь день.", "ŠKODA spoke.", "Erdogan left.")
    assert naming_sentences(article, ["Иво Новак"]) == {0}
    assert naming_sentences(article, ["Skoda"]) == {2}
    assert naming_sentences(article, ["Erdoğan"]) == {3}


def test_those_without_a_name_are_found_by_their_words():
    article = make_article("Security officials met.", "It rained.", "The security of Lima matters.")
    assert naming_sentences(article, ["security officials"]) == {0, 2}
    assert naming_sentences(article, ["officials of Peru"]) == set()  # where there is a name, it counts alone


def test_where_words_stand_letter_for_letter():
    article = make_article("It rained.", "They spoke about grain for Lima.", "Grain is dear.")
    assert naming_sentences(article, [], ["grain for Lima", "fish"]) == {1}


def test_a_text_with_a_letter_that_has_two_small_ones_is_read_in_full():
    article = make_article("It rained.", "\u0130\u0307 waits.", "Ada \u1e9e left.")
    assert len(article.text.lower()) > len(article.text)
    assert naming_sentences(article, ["Ada Novak"]) <= {0, 1, 2}
    assert 2 in naming_sentences(article, ["Ada Novak"])
