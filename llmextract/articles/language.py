"""The language of a text, where it can be told."""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING

from llmextract.errors import ConfigurationError

if TYPE_CHECKING:
    from llmextract.articles.language_walk import ArrayIdentifier

_SAMPLE = 5000  # characters looked at; more does not change the answer
_FEWEST_LETTERS = 30
LEAST_CONFIDENCE = 0.75
"""From here on, a language counts as told."""

# dialects and written forms to the language that readers mean
_MACRO = {"arz": "ar", "ary": "ar", "nb": "no", "nn": "no", "wuu": "zh", "yue": "zh"}
_CODE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9_-]+)?", re.IGNORECASE)


def language_code(given: str) -> str:
    """Return the ISO 639-1 code in a language tag: ``en`` for ``en-GB``.

    Raises:
        ConfigurationError: The tag does not begin with a two-letter code.
    """
    match = _CODE.fullmatch(given.strip())
    if match is None:
        raise ConfigurationError(f"unknown language {given!r}", hint="use a two-letter code such as en, tr or ar")
    return match.group(1).lower()


@functools.cache
def _identifier() -> ArrayIdentifier:
    from llmextract.articles.language_walk import ArrayIdentifier

    return ArrayIdentifier.load()


def rate_language(text: str) -> tuple[str, float]:
    """Return the likeliest language of a text and the confidence in it, from 0 to 1.

    Uses py3langid (after Lui and Baldwin, 2012, "langid.py"), whose confidences are calibrated over lengths.
    """
    shares: Counter[str] = Counter()
    for code, share in _identifier().rank(text[:_SAMPLE]):
        shares[_MACRO.get(code, code)] += share
    return shares.most_common(1)[0]


def detect_language(text: str) -> str | None:
    """Return the ISO 639-1 code of a text's language, or ``None`` where it is short or can't be told."""
    if sum(map(str.isalpha, text[:_SAMPLE])) < _FEWEST_LETTERS:
        return None
    code, confidence = rate_language(text)
    return code if confidence >= LEAST_CONFIDENCE and len(code) == 2 else None  # noqa: PLR2004 - ISO 639-1
