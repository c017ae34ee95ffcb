"""Tests of `llmextract.articles.word_index`."""

from hypothesis import given
from hypothesis import strategies as st

from llmextract.articles.word_index import WordIndex

LETTERS = st.text("abcä ", max_size=9)


def test_words_are_found_within_others():
    index = WordIndex(["confirm", "did not confirm", "comment", "no"])
    assert index.held("They did not confirm it.") == {"confirm", "did not confirm", "no"}
    assert index.held("") == set()


@given(st.lists(LETTERS), LETTERS)
def test_the_same_words_are_found_as_one_by_one(words, text):
    assert WordIndex(words).held(text) == {word for word in words if word in text}


def test_half_a_surrogate_pair_is_no_hindrance():
    assert WordIndex(["no", "comment"]).held("no \ud800 comment") == {"no", "comment"}
