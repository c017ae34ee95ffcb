"""Tests of `llmextract.extraction.any_word`."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from llmextract.extraction.any_word import any_word


def test_the_longest_word_is_preferred_and_a_shorter_one_taken_where_it_must_be():
    assert regex.match(any_word(["king", "kings"]), "kings")[0] == "kings"
    assert regex.match(any_word(["king", "kings"]) + r"(?=s\b)", "kings")[0] == "king"
    assert regex.match(any_word(["m.p."]), "mxpx") is None


@given(st.lists(st.text("abc.", min_size=1, max_size=5), min_size=1), st.text("abc.", max_size=6))
def test_it_matches_what_a_list_of_the_words_matches(words, text):
    listed = "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))
    assert regex.findall(any_word(words), text) == regex.findall(listed, text)


def test_first_letters_may_be_capitals():
    expression = any_word(["minister", "mayor", "émir"], capitals=True)
    assert regex.findall(expression, "Minister, mayor, Émir, émir, MAYOR") == ["Minister", "mayor", "Émir", "émir"]
