"""Who "I" is in a release that its author signs in the head: "The Hon Ada Novak MP", "Novak, Ada", "By Senator Novak".

Ministers report their own meetings so ("In Lima I met ..."). Who writes in a newspaper is no party to what is told
there: only a head that speaks of an office, or of a release, counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from llmextract.extraction.mentions import Mention
from llmextract.extraction.noun_phrases import is_quoted
from llmextract.extraction.titles import is_person_like, split_titles
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from llmextract.articles.article import Article

_LANGUAGES = frozenset({"en"})
_LINES = 20
_LONGEST_LINE = 100  # characters
_FIRST_PERSON = regex.compile(r"\b(?:I|[Mm]e)\b(?![.'’])")
_SURNAME_FIRST = regex.compile(r"(?P<name>\p{Lu}[\p{L}\p{M}'’-]+), \p{Lu}[\p{L}\p{M}'’-]+(?: \p{Lu}[\p{L}\p{M}'’.-]*)*")
_BEFORE = regex.compile(
    r"(?:(?:by|from|the|rt|right|hon|honou?rable|senator|dr|mr|mrs|ms|statement|remarks|speech|address)\b[.:]?\s+)*",
    regex.IGNORECASE,
)
_BEHIND = regex.compile(r"(?:,?\s+\p{Lu}{2,4})+$")  # "MP"
_OFFICIAL = regex.compile(
    r"\b(?:(?:media|press|news) release|statement|transcript|remarks|hon|honou?rable|mp|senator|minister|secretary)\b",
    regex.IGNORECASE,
)


def find_author(article: Article) -> tuple[Mention, ...]:
    """Find who signs an official release in its head, if it is told in the first person.

    Args:
        article: With its sentences.

    Returns:
        Where the head names that person, in no sentence of the article (its index is -1), the shortest form last; none
        in other articles.
    """
    head_end = article.sentences[0].start if article.sentences else 0
    official = _OFFICIAL.search(article.text, endpos=head_end) is not None
    if article.language not in _LANGUAGES or not official or not _is_first_person(article):
        return ()
    signed = [
        found for start, line in _head(article) if (found := _signed(start, line, headline=line == article.title))
    ]
    return signed[0] if len({found[-1].name for found in signed}) == 1 else ()


def _is_first_person(article: Article) -> bool:
    return any(
        not is_quoted(sentence.text, found.start())
        for sentence in article.sentences
        for found in _FIRST_PERSON.finditer(sentence.text)
    )


def _head(article: Article) -> list[tuple[int, str]]:
    """Return the lines above the first sentence, but for those in capitals, each with its offset."""
    found, start = [], 0
    for line in article.text[: article.sentences[0].start].splitlines(keepends=True)[:_LINES]:
        text = line.strip()
        if text and len(text) <= _LONGEST_LINE and not text.isupper():
            found.append((start + line.index(text), text))
        start += len(line)
    return found


def _signed(start: int, line: str, *, headline: bool) -> tuple[Mention, ...]:
    """Return the person whom a line consists of; of a headline a form of address is asked ("The Hon Ada Novak")."""
    if surname := _SURNAME_FIRST.fullmatch(line):
        return (_mention(start, line, None), _mention(start, surname["name"], None))
    before = _BEFORE.match(line)
    rest = _BEHIND.sub("", line[before.end() if before else 0 :])
    name, title = split_titles(rest)
    marked = len(rest) < len(line) or (title is not None and not headline)
    if not (marked and " " in name and is_person_like(name)):
        return ()
    return (_mention(start + line.index(name), name, title),)


def _mention(start: int, name: str, title: str | None) -> Mention:
    return Mention(start, start + len(name), name, -1, ActorKind.PERSON, title)
