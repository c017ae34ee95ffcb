"""What is left out to save time must never change what is found."""

import itertools

import regex
from hypothesis import given
from hypothesis import strategies as st

from llmextract.extraction.countries import find_countries, find_organisations, may_name, name_spans, without_accents
from llmextract.extraction.records import _stands_in
from llmextract.extraction.sources import _matches, _patterns
from llmextract.extraction.stretches import _surely_fits
from llmextract.extraction.titles import title_start
from llmextract.prompting.room import _PIECE, _PIECE_ALONE
from llmextract.prompting.whole_article import sentence_tokens
from tests.extraction_support import sentences

ODD = st.text(st.sampled_from("aA.<>`’'–é İßﬁ中ع\u0301\n\t 1_"), max_size=60)


@given(sentences() | ODD)
def test_every_word_of_a_name_may_name_something(text):
    spans = name_spans(text)
    both = [*find_countries(text), *find_organisations(text)]
    assert spans == sorted((found.start, found.end) for found in both)
    for word, (start, end) in itertools.product(regex.finditer(r"\S+", text), spans):
        if start < word.end() and word.start() < end and regex.search(r"[\p{L}\p{N}]", word.group()):
            assert may_name(word.group())


@given(sentences() | ODD)
def test_letters_keep_their_places_without_accents(text):
    assert len(without_accents(text)) == len(text)


@given(st.lists(sentences() | ODD, max_size=6))
def test_what_surely_fits_does(texts):
    tokens = sum(sentence_tokens(text) for text in texts)
    assert not _surely_fits(texts, 10**6, tokens - 1)


@given(sentences() | ODD)
def test_pieces_are_the_same_alone(text):
    assert _PIECE_ALONE.findall(text) == [piece.group() for piece in _PIECE.finditer(text)]


@given(sentences(), st.booleans())
def test_no_source_is_found_without_what_it_needs(text, pronouns):
    for stance, pattern, needed in _patterns():
        assert needed.matches(text) or not list(_matches(pattern, stance, text, pronouns=pronouns))


@given(st.lists(st.sampled_from(["Novak", "novak", "-", " ", "é", "s", "_"]), max_size=5).map("".join))
def test_a_name_stands_in_a_label_as_whole_words(label):
    assert _stands_in("Novak", label) == (regex.search(r"(?<!\w)Novak(?!\w)", label) is not None)


@given(sentences())
def test_a_title_ends_where_the_name_begins(text):
    assert all(title_start(text, end) <= end for end in range(len(text) + 1))
