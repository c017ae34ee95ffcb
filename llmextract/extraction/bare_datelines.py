"""Datelines that nothing sets off, as on pages that lost the agency: "NAIROBI Kenyan President Ada Wekesa said"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.places import find_places

if TYPE_CHECKING:
    from llmextract.articles.article import Article

_OPENING = 2  # sentences; a headline may be the first
_TOWN = r"\p{Lu}{3,}(?:[ '’-]\p{Lu}{2,}){0,3}"
_BARE = regex.compile(rf"(?P<place>{_TOWN})(?:/{_TOWN})*\s+(?=\p{{Lu}}\p{{Ll}}|(?:\p{{Lu}}\.)+\s)")


def with_bare_dateline(article: Article) -> Article:
    """Return an article whose dateline is no part of its first sentence: this one, if that is so.

    Only a city in capitals is a dateline without more: "NATO Secretary General Ada Novak" is none.

    Args:
        article: With its sentences.
    """
    if article.dateline is not None:
        return article
    for number, sentence in enumerate(article.sentences[:_OPENING]):
        match = _BARE.match(sentence.text)
        if match is not None and _is_city(match["place"]):
            start = sentence.start + match.end()
            rest = replace(sentence, start=start, text=sentence.text[match.end() :])
            sentences = (*article.sentences[:number], rest, *article.sentences[number + 1 :])
            return replace(article, dateline=match["place"], sentences=sentences)
    return article


def _is_city(name: str) -> bool:
    return any(place.kind == "city" and (place.start, place.end) == (0, len(name)) for place in find_places(name))
