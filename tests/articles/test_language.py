"""Language of a text: told where it can be told, else nothing."""

from __future__ import annotations

import pytest

from llmextract.articles.language import detect_language, language_code
from llmextract.errors import ConfigurationError


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The foreign minister met his counterpart in Paris on Monday.", "en"),
        ("Le ministre des Affaires étrangères a rencontré son homologue.", "fr"),
        ("Dışişleri Bakanı mevkidaşı ile Ankara'da bir araya geldi.", "tr"),
        ("التقى وزير الخارجية نظيره التركي في العاصمة دمشق اليوم.", "ar"),
        ("Tarn met Sol", None),
        ("aaaaaaaaaaaaaaa " * 10, None),
        ("", None),
    ],
)
def test_language_is_told_or_left_open(text, language):
    assert detect_language(text) == language


def test_language_tags():
    assert language_code("en-GB") == "en"
    assert language_code(" TR ") == "tr"
    with pytest.raises(ConfigurationError, match="two-letter"):
        language_code("english")
