"""The identifier that looks at all bytes at once says what py3langid's own says."""

from __future__ import annotations

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from llmextract.articles.language_walk import ArrayIdentifier


@functools.cache
def _identifiers():
    return ArrayIdentifier.load(), LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "\x00",
        "12 30",
        "The foreign minister met his counterpart in Paris on Monday. " * 20,
        "Le ministre a rencontré son homologue. 外相は月曜日に会談した。 Министр встретился с коллегой.",
    ],
)
def test_languages_and_confidences_are_the_same(text):
    arrays, own = _identifiers()
    assert arrays.rank(text) == own.rank(text)


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_no_text_makes_a_difference(text):
    arrays, own = _identifiers()
    assert arrays.rank(text) == own.rank(text)
