"""Which sentences of an article may name somebody: those that hold a part of the name, or another name of the country.

They are found by looking for the parts of names in the text, which takes far less time than reading it for whom it
names. A sentence too many costs time, nothing else.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from llmextract.extraction.countries import first_words, without_accents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from llmextract.articles.article import Article

_WORD = re.compile(r"\w+")
_STEM = 5  # letters: many languages change the end of a name


def naming_sentences(article: Article, names: Iterable[str], labels: Iterable[str] = ()) -> set[int]:
    """Return the sentences that may name somebody.

    Args:
        article: With its sentences.
        names: Of people, countries and organisations, as somebody calls them.
        labels: Other words, of which only the place counts where they stand letter for letter.

    Returns:
        Indices of the sentences.
    """
    text = without_accents(article.text).lower()
    if len(text) != len(article.text):  # a letter that has two small ones: the offsets are not the text's
        return set(range(len(article.sentences)))
    places = [at for stem in _stems(names) for at in _beginnings(text, stem)]
    places += [at for label in labels if (at := article.text.find(label)) >= 0]
    starts = [sentence.start for sentence in article.sentences]
    return _holding(places, starts)


def _stems(names: Iterable[str]) -> set[str]:
    stems: set[str] = set()
    for name in names:
        words = [word for word in _WORD.findall(without_accents(name)) if len(word) > 1]
        named = [word for word in words if not word.islower()] or words  # "security officials" have no name
        stems.update(word[:_STEM].lower() for word in (*named, *first_words(name)))
    return stems


def _beginnings(text: str, stem: str) -> Iterator[int]:
    """Yield where words begin with a stem; a short stem is a whole word."""
    at = text.find(stem)
    while at >= 0:
        end = at + len(stem)
        if not text[at - 1 : at].isalnum() and (len(stem) == _STEM or not text[end : end + 1].isalnum()):
            yield at
        at = text.find(stem, end)


def _holding(places: Iterable[int], starts: Sequence[int]) -> set[int]:
    return {index for place in places if (index := bisect_right(starts, place) - 1) >= 0}
