"""Sentence boundaries in news: titles, initials, times of day, quotations, scripts."""

from __future__ import annotations

import pytest

from llmextract.articles.sentences import LONGEST, cut_long, split_sentences


def split(text, language="en"):
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Prime Minister Lt. Gen. Ivo Tarn met Mr. J. K. Smith in St. Corvia on Jan. 5."),
        ("en", "The U.S. President met Amb. Mira Sol and Vice-Adm. Ben Roy."),
        ("en", "The talks ended at 5 p.m. Friday in Corvia."),
        ("en", "They met at 10:30 a.m. GMT in No. 10."),
        ("fr", "M. Tarn a rencontré Mme. Sol et le Gén. Roy le 3 mars."),
        ("de", "Am 5. Mai traf Prof. Dr. Novak die Ministerin."),
        ("es", "La Sra. Sol se reunió con el Gral. Tarn."),
        ("tr", "Doç. Novak ile Dr. Tarn görüştü."),
    ],
)
def test_abbreviations_do_not_end_a_sentence(language, sentence):
    assert split(f"{sentence} Sol", language)[0] == sentence


def test_abbreviations_may_end_a_sentence():
    assert split("Tarn lives in the U.S. He left at 5 p.m. Sol stayed.") == [
        "Tarn lives in the U.S.",
        "He left at 5 p.m.",
        "Sol stayed.",
    ]


def test_marks_and_quotations_stay_with_their_sentence():
    assert split('  “We met.” Tarn left. Sol said: "It was good. Very good." Then he left.  ') == [
        "“We met.”",
        "Tarn left.",
        'Sol said: "It was good. Very good."',
        "Then he left.",
    ]


def test_letters_of_any_length_in_bytes_keep_offsets():
    text = "İstanbul'da 😀 görüştüler. e\u0301te\u0301 𝔘𝔫𝔦. التقى الوزير. 外交部长会见。双方讨论。"
    assert "".join(split(text, "tr")).replace(" ", "") == text.replace(" ", "")
    assert len(split(text, "tr")) >= 4
    assert split("A\ud800b met. They left.") == ["A\ud800b met.", "They left."]


def test_nothing_but_marks_is_no_sentence():
    assert split("") == []
    assert split(" … *** !!! ") == []


def test_long_paragraphs_split_as_short_ones_do():
    sentences = [f"Lt. Gen. Ivo Tarn met envoy number {number} in the U.S. Senate." for number in range(300)]
    assert split(" ".join(sentences)) == sentences


def test_sentences_have_a_longest_length():
    for text in ("word, " * 2000, "word " * 2000, "x" * 9000, "a" + "." * 9000):
        assert max(end - start for start, end in split_sentences(text, None)) <= LONGEST
    assert all(part.endswith(",") for part in split("some words, " * 400))


def test_a_sentence_of_usual_length_is_not_cut_and_a_long_one_is():
    assert cut_long("  It rained. ", 0, 13) == [(2, 12)]
    text = "MENU " + "It rained, " * 600
    pieces = cut_long(text, 5, len(text))
    assert [text[start:end] for start, end in pieces[:1]] == [("It rained, " * 136)[:-1]]
    assert all(end - start <= LONGEST for start, end in pieces)
    assert cut_long("--- ---", 0, 7) == []
