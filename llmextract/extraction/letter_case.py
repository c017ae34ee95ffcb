"""Small letters for an English article that is all in capitals, as wires and old cables are.

Names are found by their capitals, and grammar is learnt from ordinary text. A word keeps its capital where a table
knows it as a name, where no dictionary has it, and behind a title; the dictionary is the one of the parser's lemmatizer
(words of WordNet). Every letter stays where it is, so that offsets hold for the text as it was.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.countries import find_countries, name_kind, organisation_name
from llmextract.extraction.places import find_places
from llmextract.extraction.plans import is_in_capitals
from llmextract.extraction.syntax import PARSED_LANGUAGES, is_inflected_verb, is_only_noun, is_stop_word, is_word
from llmextract.extraction.titles import is_title_head, is_title_word, name_particles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.places import PlaceMention

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’]*")
_ACRONYM = 3  # letters, at most, of an unknown word that stays in capitals
_TIMES = regex.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october|november|"
    r"december|(?:march|may|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)(?=\.?\s\d)|(?<=\d\s)(?:march|may|jan|feb|mar|apr|"
    r"jun|jul|aug|sep|sept|oct|nov|dec))\b",
    regex.IGNORECASE,
)
_NOT_NAMES = frozenset({"today", "yesterday", "tomorrow", "tonight", "here"})
_TO_TOWN = regex.compile(r"(?r)\b(?:in|at|near|from|to)\s$", regex.IGNORECASE)
_POSSESSIVE = regex.compile(r"['’]S?$")


def with_small_letters(article: Article) -> Article:
    """Return an article in which not all letters are capitals: this one, if that is so or if it is not in English.

    Args:
        article: With its sentences.
    """
    if article.language not in PARSED_LANGUAGES or not is_in_capitals(article.text):
        return article
    text = _cased(article.text, frozenset(sentence.start for sentence in article.sentences))
    sentences = tuple(
        replace(sentence, text=regex.sub(r"[\n\r]", " ", text[sentence.start : sentence.end]))
        for sentence in article.sentences
    )
    return replace(article, text=text, sentences=sentences)


def _cased(text: str, openings: frozenset[int]) -> str:
    words = list(_WORD.finditer(text))
    titled = _WORD.sub(lambda word: _titled(word.group()), text)
    if len(titled) != len(text):
        return text  # a letter that is two in small letters
    known = list(_known(titled))
    kept = _within(known, words) | {found.start() for found in _TIMES.finditer(titled)}
    longer = _within([(start, end) for start, end in known if " " in titled[start:end]], words)  # "ABU DHABI", "LA PAZ"
    names = _behind_titles(text, words)
    kept |= names
    spelt = {word.group() for word in words if word.start() in names}
    surnames = {
        words[number].group() for number in range(1, len(words)) if _is_unknown(text, words, number - 1, number)
    }
    spelt |= {word for word in surnames if _is_noun(word) and not regex.search(rf"\b(?:THE|AN?)\s+{word}\b", text)}
    letters = list(text)
    for number, word in enumerate(words):
        start, end = word.span()
        said = _POSSESSIVE.sub("", word.group())
        if start not in longer and _is_inner_particle(text, words, number, kept):
            letters[start:end] = word.group().lower()
            continue
        if start not in longer and _stays(said):
            letters[start + len(said) : end] = word.group()[len(said) :].lower()  # "NATO's"
            continue
        beside = start in kept or said in spelt or not is_word(said.lower()) or _is_by_unknown(text, words, number)
        letters[start:end] = titled[start:end] if beside else word.group().lower()
    for opening in openings:
        first = _WORD.search(text, opening)
        if first is not None:
            letters[first.start()] = text[first.start()]
    return "".join(letters)


def _stays(word: str) -> bool:
    """Whether a word is known, or looks, like one in capitals: "NATO", "EFE", "USA", the letter of "M-19"."""
    if len(word) == 1:
        return word != "A"
    said = word.lower()
    short = len(word) <= _ACRONYM and not (is_word(said) or is_title_word(said) or said in name_particles())
    country = len(word) <= _ACRONYM and name_kind(word) == "name"
    return short or ((country or organisation_name(word) is not None) and not is_stop_word(said))


def _is_inner_particle(text: str, words: list[regex.Match[str]], number: int, kept: set[int]) -> bool:
    """Whether a word is a particle between other words of a name: "DE" of "PEREZ DE CUELLAR"."""
    said = words[number].group().lower()
    if said not in name_particles() or is_stop_word(said):
        return False

    def is_of_name(other: int, beside: int) -> bool:
        if not 0 <= other < len(words):
            return False
        first, second = sorted((words[other], words[beside]), key=lambda word: word.start())
        if text[first.end() : second.start()] != " ":
            return False
        if words[other].group().lower() in name_particles():  # "DE LA"
            return is_of_name(2 * other - beside, other)
        return words[other].start() in kept or _is_unknown(text, words, other, beside)

    return is_of_name(number - 1, number) and is_of_name(number + 1, number)


def _is_by_unknown(text: str, words: list[regex.Match[str]], number: int) -> bool:
    """Whether a word that is only a noun stands beside a word that no dictionary has: "CARLOS" of "CARLOS MENEM"."""
    return _is_noun(words[number].group()) and (
        _is_unknown(text, words, number - 1, number) or _is_unknown(text, words, number + 1, number)
    )


def _is_noun(word: str) -> bool:
    return is_only_noun(word.lower()) and not is_title_word(word.lower())


def _is_unknown(text: str, words: list[regex.Match[str]], number: int, beside: int) -> bool:
    """Whether the word at a number, right beside another, is in no dictionary."""
    if not 0 <= number < len(words):
        return False
    first, second = sorted((words[number], words[beside]), key=lambda word: word.start())
    found = words[number].group()
    if _POSSESSIVE.search(first.group()):
        return False  # "NOVAK'S MEN"
    return text[first.end() : second.start()] == " " and len(found) > _ACRONYM and not is_word(found.lower())


def _titled(word: str) -> str:
    return word[0] + word[1:].lower()


def _known(titled: str) -> Iterator[tuple[int, int]]:
    """Yield where names of countries, their people and towns stand that a table knows."""
    for country in find_countries(titled):
        if titled[country.start].isupper():
            yield country.start, country.end
    for place in find_places(titled):
        if " " in place.name or not is_word(place.name.lower()) or _stands_as_town(titled, place):
            yield place.start, place.end


def _stands_as_town(titled: str, place: PlaceMention) -> bool:
    """Whether a word that dictionaries have, too, names a town where it stands: "IN GENEVA", not "AN ALLIANCE"."""
    word = place.name.lower()
    common = any(word in cast_words()[kind] for kind in ("organization", "thing", "common"))
    return is_only_noun(word) and not common and _TO_TOWN.search(titled, endpos=place.start) is not None


def _within(spans: Sequence[tuple[int, int]], words: list[regex.Match[str]]) -> set[int]:
    """Return where the words begin that stand within spans."""
    return {word.start() for word in words if any(start <= word.start() < end for start, end in spans)}


def _behind_titles(text: str, words: list[regex.Match[str]]) -> set[int]:
    """Return where the words begin that stand behind a title, as far as they may be a name."""
    found: set[int] = set()
    open_since = None
    for number, word in enumerate(words):
        gap = text[words[number - 1].end() : word.start()] if number else ""
        said = word.group().lower()
        if open_since is not None and (gap.strip(" .") or number - open_since > 4 or _ends_name(said)):  # noqa: PLR2004
            open_since = None
        if is_title_head(said):
            open_since = number
        elif open_since is not None and not is_title_word(said) and said not in _NOT_NAMES:
            found.add(word.start())
    return found


@cache
def _ends_name(word: str) -> bool:
    """Whether a word in small letters is none of a name's: a verb's form, "of", "strongly"."""
    return is_inflected_verb(word) or (is_word(word) and (len(word) < 3 or word.endswith(("ly", "s"))))  # noqa: PLR2004
