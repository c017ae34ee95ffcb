"""name_bounds.py: where names begin and end in languages other than English."""

import pytest
from hypothesis import given, settings

from llmextract.extraction.name_bounds import names_within, stands_before_person
from tests.extraction_support import sentences


def names(text, language):
    return [text[start:end] for start, end in names_within(text, 0, len(text), language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("tr", "Önümüzdeki", []),
        ("tr", "Afrika'daki", ["Afrika"]),
        ("tr", "Ayrıca Bakan Altın", ["Bakan Altın"]),
        ("tr", "Ada Novak'ın", ["Ada Novak"]),
        ("tr", "Ankara'da Ada Novak'ı", ["Ankara", "Ada Novak"]),
        ("tr", "Ada Novak Ankara’ya", ["Ada Novak", "Ankara"]),
        ("tr", "Kerem O'Hara", ["Kerem O'Hara"]),
        ("es", "Durante Ada Novak", ["Ada Novak"]),
        ("fr", "Selon", ["Selon"]),
        ("fr", "Outre Ada Novak", ["Ada Novak"]),
        ("ru", "Однако", []),
        ("en", "Sana'a", ["Sana'a"]),
        (None, "Ankara'da", ["Ankara'da"]),
    ],
)
def test_what_is_left_of_a_run(language, text, expected):
    assert names(text, language) == expected


def test_only_the_first_word_of_a_sentence_is_no_name():
    text = "Hablaron Durante y Reth."
    start = text.index("Durante")
    assert list(names_within(text, start, start + 7, "es")) == [(start, start + 7)]
    quoted = "Dijo: «Durante la visita»"
    start = quoted.index("Durante")
    assert list(names_within(quoted, start, start + 7, "es")) == []


def test_what_also_stands_before_persons():
    text = "Recibió a Ada Novak en Lima."
    assert stands_before_person(text, text.index("Ada"), "es")
    assert not stands_before_person(text, text.index("Lima"), "es")
    assert not stands_before_person(text, text.index("Ada"), "en")


@settings(max_examples=60, deadline=None)
@given(sentences())
def test_names_lie_within_the_run_and_in_order(text):
    for language in ("tr", "es", None):
        spans = list(names_within(text, 0, len(text), language))
        assert all(0 <= start < end <= len(text) for start, end in spans) or not text
        assert spans == sorted(spans)
