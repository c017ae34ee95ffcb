"""Copies are found, and nothing that says anything of its own is taken for one."""

import dataclasses
import datetime

from hypothesis import given
from hypothesis import strategies as st

from llmextract.articles.reading import article_from_text
from llmextract.corpus.duplicates import LEAST_LIKENESS, Wording, adds_nothing, likeness, may_be_copy
from tests.batch_support import WORDS, story

LONG = " ".join(story(number) for number in range(3))


def wording(text):
    return Wording.of(article_from_text(text))


def is_copy(text, original):
    copy, first = wording(text), wording(original)
    return likeness(copy, first) >= LEAST_LIKENESS and adds_nothing(copy, first)


def test_what_pages_put_around_a_text_makes_no_difference():
    head = "Ministers meet in Santiago\n\nBy Eva Quist, The Harbour Herald\n14 May 2031\n\n"
    page = f"{head}{LONG}\n\nShare this\n\nMore news\n"
    assert is_copy(page, LONG)
    assert set(wording(page).bands()) & set(wording(LONG).bands())


def test_a_shortened_or_respelled_copy_is_one():
    assert is_copy(LONG.replace("the ministry said.", "the ministry said.", 1)[: -len(" the ministry said.\n")], LONG)
    assert is_copy(LONG.replace("discuss", "discus", 1), LONG)


def test_another_name_number_or_word_is_news():
    assert not is_copy(LONG.replace("Juan Ortega", "Luis Ortega", 1), LONG)
    assert not is_copy(LONG.replace("dossier 00002", "dossier 00009"), LONG)
    assert not is_copy(LONG.replace("on Monday", "on Friday", 1), LONG)
    assert not is_copy(LONG.replace("met", "avoided", 1), LONG)
    arabic = " ".join(f"كلمة{number}" for number in range(60))
    assert not is_copy(arabic.replace("كلمة7 ", "كلام "), arabic)


def test_a_text_with_news_added_is_no_copy():
    assert not is_copy(LONG + "\nMinister Zoe Quist then met Ortega in Lima on Tuesday.", LONG)
    assert likeness(wording(story(1)), wording(story(2))) < LEAST_LIKENESS


def test_days_must_agree():
    def on(day):
        article = article_from_text(story(1))
        return dataclasses.replace(article, published=day and datetime.date(2031, 5, day))

    assert may_be_copy(on(None), on(None))
    assert may_be_copy(on(None), on(1))
    assert may_be_copy(on(4), on(1))
    assert not may_be_copy(on(5), on(1))
    assert not may_be_copy(on(1), on(None))


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60))
def test_a_text_is_always_a_copy_of_itself_and_is_found(words):
    one = wording("The ministers spoke of " + " ".join(words) + ".")
    assert likeness(one, one) == 1
    assert adds_nothing(one, one)
    assert one.bands() == wording("The ministers spoke of " + " ".join(words) + ".").bands()
    assert len(set(one.bands())) == 20
