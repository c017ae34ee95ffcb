"""stretches.py: an article of any length in pieces that fit a question, its sentences cut where they are too long."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.articles.sentences import LONGEST
from llmextract.extraction.stretches import OVERLAP, stretches, with_short_sentences
from llmextract.prompting.whole_article import sentence_tokens
from tests.extraction_support import make_article


def cut(*told, **limits):
    return [(stretch.start, stretch.stop) for stretch in stretches(make_article(*told), **limits)]


def test_a_short_article_is_one_stretch():
    assert cut("One.", "Two.", "Three.") == [(0, 3)]
    assert cut() == []


def test_a_stretch_repeats_the_last_sentences_of_the_one_before():
    assert cut(*["one two"] * 9, words=10) == [(0, 5), (3, 8), (6, 9)]
    assert cut(*["one two"] * 9, words=10, overlap=0) == [(0, 5), (5, 9)]


def test_what_is_repeated_gives_way_to_what_is_new():
    assert cut("one", "two", "a b c d e f g h", "three", words=9) == [(0, 2), (1, 3), (2, 4)]


def test_a_sentence_that_is_too_long_for_a_stretch_stands_alone():
    assert cut("one", "a b c d e f", "two", words=4) == [(0, 1), (1, 2), (2, 3)]


def test_words_of_rare_scripts_count_by_their_tokens():
    assert len(cut(*["\U00012000" * 300] * 12)) > 1
    assert len(cut(*["a" * 300] * 12)) == 1


@given(st.lists(st.integers(1, 12), max_size=30), st.integers(1, 25), st.integers(0, 3))
def test_every_sentence_is_in_a_stretch_and_every_stretch_goes_on(lengths, words, overlap):
    told = ["w " * length for length in lengths]
    found = stretches(make_article(*told), words=words, overlap=overlap)
    assert {index for stretch in found for index in stretch} == set(range(len(lengths)))
    for stretch in found:
        assert len(stretch) == 1 or sum(lengths[index] for index in stretch) <= words
    for before, after in itertools.pairwise(found):
        assert before.start < after.start <= before.stop < after.stop
        assert before.stop - after.start <= overlap


def test_a_stretch_stays_within_its_tokens():
    article = make_article(*["7 " * 700] * 20)
    for stretch in stretches(article):
        assert sum(sentence_tokens(article.sentences[index].text) for index in stretch) <= 3600
    assert OVERLAP == 2


def test_an_article_with_sentences_of_usual_length_stays_as_it_is():
    article = make_article("Ada Wekesa met Luis Quilca.")
    assert with_short_sentences(article) is article


@pytest.mark.parametrize("text", ["x" * 100_000, "Ada met Luis, " * 7000, "One. Two! " * 9000, "1 " * 50_000])
def test_a_hostile_sentence_is_cut_and_its_offsets_stay_true(text):
    article = with_short_sentences(make_article("It rained.", text, lead="MENU "))
    assert article.sentences[0].text == "It rained."
    assert len(article.sentences) > 60
    for sentence in article.sentences:
        assert article.text[sentence.start : sentence.end] == sentence.text
        assert 0 < len(sentence.text) <= LONGEST
    kept = "".join(sentence.text for sentence in article.sentences[1:])
    assert kept.replace(" ", "") == text.replace(" ", "")
