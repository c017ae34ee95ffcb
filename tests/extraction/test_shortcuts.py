"""What is left out to save time must never change what is found."""

import itertools

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.contests import _is_about_confirming
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


@settings(deadline=None)  # the first text has the patterns compiled
@given(sentences())
def test_no_source_is_found_without_what_it_needs(text):
    tried = [meaning for meaning, needed in _patterns().that_may_match(text) if needed.is_in(text)]
    for meaning, _ in _patterns().patterns:
        stance, pattern = meaning
        assert meaning in tried or not list(_matches(pattern, stance, text))


CONFIRMING = regex.compile(
    r"(?:\W*\w+){0,9}?\W*(?:bestätig|doğrula|teyit|подтвер|підтвер|conferm)|(?:\W*\w+){0,5}?\W*confirm",
    regex.IGNORECASE,
)


@settings(deadline=None)  # the expression takes exponential time: that is why it is none any more
@given(
    st.lists(st.sampled_from(["a", " ", "a ", ", "]), max_size=12).map("".join),
    st.sampled_from(["", "confirm", "unconfirmed", "bestätigt", "Conferma"]),
)
def test_a_word_for_confirming_stands_among_the_first_words(before, word):
    assert _is_about_confirming(before + word) == (CONFIRMING.match(before + word) is not None)


@given(st.lists(st.sampled_from(["Novak", "novak", "-", " ", "é", "s", "_"]), max_size=5).map("".join))
def test_a_name_stands_in_a_label_as_whole_words(label):
    assert _stands_in("Novak", label) == (regex.search(r"(?<!\w)Novak(?!\w)", label) is not None)


@given(sentences())
def test_a_title_ends_where_the_name_begins(text):
    assert all(title_start(text, end) <= end for end in range(len(text) + 1))
