"""grounding.py: quotes that a model copied imperfectly, found in the text as given."""

import time
import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from llmextract.extraction.grounding import TextIndex, find_quote, fold_quote

TEXT = (
    "“The\u00a0talks,”  he said\n— in Côte d’Ivoire — “were con\u00adstructive…” İstanbul, Istanbul’s "
    "e\u0301lan, ﬁnance; أحمد المثال 👩\u200d🚀 北京会谈"
)


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("he said", "he said"),
        ("  he said\n", "he said"),
        ('"The talks," he said - in Côte d\'Ivoire', "“The\u00a0talks,”  he said\n— in Côte d’Ivoire"),
        ('"were constructive..."', "“were con\u00adstructive…”"),
        ("THE TALKS", "The\u00a0talks"),
        ("istanbul", "Istanbul"),
        ("İSTANBUL", "İstanbul"),
        ("I\u0307stanbul", "İstanbul"),
        ("élan", "e\u0301lan"),
        ("finance", "ﬁnance"),
        ("أحمد المثال", "أحمد المثال"),
        ("👩🚀", "👩\u200d🚀"),
        ("北京", "北京"),
        ("'he said.'", "he said"),  # marks that the model put around it
        ("he said...", "he said"),
    ],
)
def test_found_in_the_text_as_given(quote, expected):
    start, end = find_quote(TEXT, quote)
    assert TEXT[start:end] == expected


@pytest.mark.parametrize("quote", ["", "  ", "he sai", "alks", "e", "elan", "f", "nance", "he never said", "Istanbu"])
def test_not_found_inside_words_or_where_it_does_not_stand(quote):
    assert find_quote(TEXT, quote) is None


def test_parts_of_characters_are_no_place_to_begin_or_end():
    assert find_quote("ﬁ", "f") is None
    assert find_quote("cafe\u0301 noir", "cafe") is None
    assert find_quote("ein ½ Liter", "1") is None


def test_a_long_quote_may_be_cut_inside_a_word():
    text = "The two ministers discussed bilateral relations and the return of refugees."
    assert find_quote(text, "two ministers discussed bilateral relations and the ret") == (4, 59)
    assert find_quote(text, "the ret") is None


def test_the_nearest_place_or_the_first():
    text = "Novak met Reth. NOVAK left. Novak stayed."
    index = TextIndex(text)
    assert index.find("Novak") == (0, 5)
    assert index.find("Novak", near=30) == (28, 33)
    assert index.find("Novak", within=(6, 41)) == (28, 33)
    assert index.find("Novak", within=(6, 20)) is None
    assert index.find("Novak", within=(6, 27)) == (16, 21)
    assert index.find_all("Novak") == [(0, 5), (28, 33)]
    assert index.find_all("novak") == [(0, 5), (16, 21), (28, 33)]
    assert index.find_all("Novak", within=(1, 40)) == [(28, 33)]


def test_letter_for_letter_comes_before_folded():
    text = "the “talks” and the 'talks'"
    assert find_quote(text, "'talks'") == (20, 27)
    assert TextIndex(text).find_all("'talks'") == [(4, 11), (20, 27)]


def test_case_folding_that_lengthens_a_text_keeps_the_offsets():
    text = "STRASSE, straße und Ufer"
    assert find_quote(text, "STRASSE und UFER") == (9, 24)


def test_invisible_characters_alone():
    assert find_quote("\u200b\u00ad", "x") is None
    assert find_quote("", "x") is None
    assert find_quote("\u200bAda \u200b Novak\ufeff", "Ada Novak") is not None


def test_fold_quote():
    assert fold_quote(" “Côte\u00a0 d’Ivoire” — e\u0301\n") == fold_quote("'Co\u0302te d'Ivoire' - é")


SPACES = [" ", "  ", "\n", "\u00a0", "\t ", " \u200b"]
MARKS = {"'": "'’‘`\"“”«»", '"': "\"“”„«»'", "-": "-–—‑", "…": "…"}
words = st.text(
    st.one_of(st.characters(categories=("L", "M", "N", "P", "S")), st.sampled_from("İıßﬁéأ👩\u0301\u0327'\"-…½ς")),
    min_size=1,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(words, min_size=1, max_size=8), st.data())
@example(["a", "\u0301"], None)
def test_a_perturbed_slice_is_found_again(parts, data):
    text = " ".join(parts)
    quote = text
    if data is not None:
        first = data.draw(st.integers(0, len(parts) - 1))
        last = data.draw(st.integers(first, len(parts) - 1))
        chosen = parts[first : last + 1]
        spaces = [data.draw(st.sampled_from(SPACES)) for _ in chosen[1:]]
        quote = "".join(part + space for part, space in zip(chosen, [*spaces, ""], strict=True))
        quote = "".join(data.draw(st.sampled_from(MARKS[letter])) if letter in MARKS else letter for letter in quote)
    assume(fold_quote(quote))
    span = find_quote(text, quote)
    assert span is not None
    assert fold_quote(text[span[0] : span[1]]).casefold() == fold_quote(quote).casefold()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.text(max_size=10))
def test_what_is_found_reads_like_the_quote(text, quote):
    span = find_quote(text, quote)
    if span is not None:
        here, wanted = fold_quote(text[span[0] : span[1]]).casefold(), fold_quote(quote).casefold()
        assert here == wanted or here == wanted.strip(" '.,;:!?-")


@pytest.mark.parametrize(
    "piece", ["The “brown” fox — jumped.\n", "été à la plage ", "أحمد المثال ", "e\u0301\u0327", "\u0327\u0301", "a"]
)
def test_no_text_takes_quadratic_time(piece):
    text = (piece * 100_000)[:100_000]
    started = time.perf_counter()
    index = TextIndex(text)
    assert index.find("this does not stand there at all") is None
    index.find(unicodedata.normalize("NFC", piece.strip() * 3))
    assert time.perf_counter() - started < 60  # a hang, not a measurement
