"""grounding.py: quotes that a model copied imperfectly, found in the text as given."""

import time
import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from llmextract.extraction.grounding import TextIndex, _Folded, find_quote, fold_quote

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
    assert find_quote("½", "1") is None
    assert find_quote("½", "2") is None
    assert find_quote("ﬁ", "fi") == (0, 1)
    assert TextIndex("ﬁx, f, cafe\u0301, cafe").find_all("F") == [(4, 5)]
    assert TextIndex("ﬁx, f, cafe\u0301, cafe").find("cafe") == (14, 18)


def test_a_long_quote_may_be_cut_inside_a_word():
    text = "The two ministers discussed bilateral relations and the return of refugees."
    assert find_quote(text, "two ministers discussed bilateral relations and the ret") == (4, 59)
    assert find_quote(text, "the ret") is None
    forty = "discussed bilateral relations and the re"
    assert len(forty) == 40
    assert find_quote(text, forty) == (18, 58)
    assert find_quote(text, forty.upper()) == (18, 58)
    assert find_quote(text, forty[:-1]) is None


def test_a_long_quote_is_not_cut_inside_a_word_where_it_stands_whole():
    words = "the two ministers discussed bilateral relation"
    assert TextIndex(f"{words}s; {words}").find_all(words) == [(49, 95)]
    assert TextIndex(f"{words}s; {words}").find_all(words.upper()) == [(49, 95)]


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
    assert index.find_all("novak", within=(16, 21)) == [(16, 21)]
    assert index.find_all("novak", within=(17, 33)) == [(28, 33)]
    assert index.find_all("novak", within=(16, 20)) == []
    assert index.find("Novak", near=14) == (0, 5)  # as near as the other: the first
    assert find_quote(text, "Novak", near=30) == (28, 33)
    assert find_quote(text, "Novak", within=(6, 41)) == (28, 33)


def test_a_place_that_is_right_letter_for_letter_beats_a_nearer_one():
    assert find_quote("'talks', “talks”", "'talks'", near=16) == (0, 7)
    assert find_quote("Novak, Novak", "Novak", within=(0, 6), near=12) == (0, 5)
    assert find_quote("Novak a Novak b Novak", "Novak", near=8) == (8, 13)
    assert find_quote("北北北", "北北", near=1) == (1, 3)


def test_marks_belong_to_their_letter_and_nothing_else_does():
    assert find_quote("e\u0301 x", "é") == (0, 2)
    assert find_quote("cafe\u0334 cafe", "cafe") == (6, 10)  # an overlay: combining class 1


def test_what_is_nowhere_is_near_nothing():
    assert TextIndex("Novak met Reth.").find("Orlov", near=3) is None
    assert TextIndex("Novak met Reth.").find_all("?!") == []


def test_the_nearest_place_is_the_one_that_begins_nearest():
    assert find_quote("Ada   Novak met Ada Novak", "ADA NOVAK", near=9) == (16, 25)
    assert find_quote("Ada   Novak met Ada Novak", "ADA NOVAK", near=7) == (0, 11)


def test_a_quote_that_ends_in_a_run_of_dashes_has_all_of_it():
    assert find_quote("A word -- next", "Word –") == (2, 9)
    assert find_quote("A word --", "A word — ") == (0, 9)
    assert find_quote("e\u0301: word -- next", "Word –") == (4, 11)
    assert find_quote("e\u0301: -- word -- next", "– Word") == (4, 11)


def test_words_that_begin_alike_do_not_hide_the_word():
    assert TextIndex("Novaks, NOVAKS, Novak, NOVAK").find_all("novak") == [(16, 21), (23, 28)]


def test_places_do_not_overlap():
    assert TextIndex("go go go go go").find_all("go go") == [(0, 5), (6, 11)]


def test_a_name_between_scripts_that_put_no_space_between_words():
    assert find_quote("会谈Novak说", "Novak") == (2, 7)
    assert find_quote("ไปNovakที่", "novak") == (2, 7)
    assert find_quote("XNovakY", "Novak") is None


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a -- b", "a — b"),
        ("a  \n b", "a b"),
        ("''so''", "''so''"),
        ("¨", "¨"),  # a spacing accent is none of the spaces around it
        ("a ¨ b", "a ¨ b"),
        ("❤\ufe0f", "❤"),
        ("\ufe00", ""),
        ("\u00ad\u0301", "\u0301"),
        ("１２", "12"),
        ("1⁄2", "½"),
        ("…", "..."),
        ("Ⅻ", "XII"),
    ],
)
def test_what_is_folded_alike(one, other):
    assert fold_quote(one) == fold_quote(other)
    assert fold_quote(one) == other or fold_quote(one) in {"a - b", "1/2"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\u00a0b", ("a b", [0, 1, 3], [1, 3, 4])),
        ("a--—b-", ("a-b-", [0, 1, 4, 5], [1, 4, 5, 6])),
        ("…ﬁ\u00adx", ("...fix", [0, 0, 0, 1, 1, 3], [1, 1, 1, 2, 2, 4])),
        ("  ½  ’", (" 1/2 '", [0, 2, 2, 2, 3, 5], [2, 3, 3, 3, 5, 6])),
    ],
)
def test_each_folded_character_knows_where_it_came_from(text, expected):
    for found in (_Folded._letter_by_letter(text), _Folded._by_clusters(text)):
        assert (found.text, list(found.starts), list(found.ends)) == expected


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


@settings(max_examples=300, deadline=None)
@example("\t \n--—a…b ½ ")
@given(st.text(st.sampled_from(" \n\t-—'\"“”…éüﬁ²½´ʼ\u0301\u200b\u00ad\u00a0中İßab.^]"), max_size=30))
def test_the_fast_way_to_fold_is_the_same_as_the_thorough_one(text):
    fast, thorough = _Folded._letter_by_letter(text), _Folded._by_clusters(text)
    assert fast is None or vars(fast) == vars(thorough)


def test_most_texts_are_folded_the_fast_way():
    assert _Folded._letter_by_letter("“The talks,” he said\n-- in Côte d’Ivoire…") is not None
    assert _Folded._letter_by_letter("e\u0301lan") is None
