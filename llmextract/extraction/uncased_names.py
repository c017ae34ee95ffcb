"""Names of persons in scripts without capitals, found by the titles that stand before them: ``uncased_names.toml``.

In "استقبل رئيس الحكومة نوري الوادي وزير خارجية كينيا" the words between the first title and the second name a person;
where the article goes on with the last of them alone, the same person is meant. Who has no title is overlooked.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import find_countries
from llmextract.extraction.mentions import Mention
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.articles.article import Article

_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}’'-]+")


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    units: int  # words of a name, particles aside
    joined: tuple[str, ...]
    article: str
    heads: frozenset[str]
    title: frozenset[str]
    particles: frozenset[str]
    stops: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    country: bool
    follows: bool  # whether nothing but blanks stands between it and the word before


@cache
def _vocabulary(language: str | None) -> _Vocabulary | None:
    tables = tomllib.loads(files("llmextract.extraction").joinpath("uncased_names.toml").read_text(encoding="utf-8"))
    data = tables.get(language or "")
    if data is None:
        return None
    words = {field: frozenset(data[field]) for field in ("heads", "title", "particles", "stops")}
    return _Vocabulary(data["units"], tuple(data["joined"]), data["article"], **words)


def find_uncased_names(article: Article) -> Iterator[Mention]:
    """Find the persons that an article names with a title, and where it goes on with the last word of their names.

    Args:
        article: With its sentences; in a language whose script has capitals, or without a table, nothing is found.

    Yields:
        Their mentions: those with a title first.
    """
    vocabulary = _vocabulary(article.language)
    if vocabulary is None:
        return
    sentences = [_words(sentence.text) for sentence in article.sentences]
    named: list[Mention] = []
    for index, sentence in enumerate(article.sentences):
        named += _titled(sentence.text, sentences[index], sentence.start, index, vocabulary)
    yield from named
    taken = [(mention.start, mention.end) for mention in named]
    last = {mention.name.split()[-1] for mention in named}
    for index, sentence in enumerate(article.sentences):
        for word in sentences[index]:
            surname = _bare(word.text, last, vocabulary)
            end = sentence.start + word.end
            if surname and not any(start < end <= stop for start, stop in taken):
                yield Mention(end - len(surname), end, surname, index, ActorKind.PERSON, lone=True)


def _words(text: str) -> list[_Word]:
    countries = [(found.start, found.end) for found in find_countries(text)]
    words: list[_Word] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        country = any(begin < end and start < stop for begin, stop in countries)
        follows = bool(words) and not text[words[-1].end : start].strip()
        words.append(_Word(match.group(), start, end, country, follows))
    return words


def _bare(word: str, known: frozenset[str] | set[str], vocabulary: _Vocabulary) -> str | None:
    """Return a known word without what is written together with it, ``None`` for another word."""
    if word in known:
        return word
    joined = (word.removeprefix(short) for short in vocabulary.joined if word.startswith(short))
    return next((rest for rest in joined if rest in known), None)


def _titled(text: str, words: list[_Word], offset: int, index: int, vocabulary: _Vocabulary) -> Iterator[Mention]:
    at = 0
    while at < len(words):
        head = _bare(words[at].text, vocabulary.heads, vocabulary)
        begin = at
        at += 1
        if head is None:
            continue
        while at < len(words) and words[at].follows and _goes_on(words, at, vocabulary):
            at += 1
        stop = _name_end(words, at, vocabulary)
        if stop is None:
            continue
        name = text[words[at].start : words[stop - 1].end]
        title = text[words[begin].end - len(head) : words[at - 1].end]
        country = next((found.code for found in find_countries(title)), None)
        start, end = offset + words[at].start, offset + words[stop - 1].end
        yield Mention(start, end, " ".join(name.split()), index, ActorKind.PERSON, title=title, country=country)
        at = stop


def _goes_on(words: list[_Word], at: int, vocabulary: _Vocabulary) -> bool:
    """Whether a title goes on with a word: by the table, or a noun with article before a word without one."""
    word = words[at]
    if word.country or word.text in vocabulary.title or word.text in vocabulary.heads:
        return True
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or not following.follows or following.text in vocabulary.stops | vocabulary.particles:
        return False
    return word.text.startswith(vocabulary.article) and not following.text.startswith(vocabulary.article)


def _name_end(words: list[_Word], at: int, vocabulary: _Vocabulary) -> int | None:
    """Return the number of the word behind a name that begins at one, ``None`` if no whole name does."""
    units, stop = 0, at
    while stop < len(words) and units < vocabulary.units and words[stop].follows:
        word = words[stop].text
        if word in vocabulary.stops or any(letter.isdigit() for letter in word):
            break
        units += word not in vocabulary.particles
        stop += 1
    return stop if units == vocabulary.units else None
