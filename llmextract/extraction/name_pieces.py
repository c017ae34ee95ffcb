"""Cutting a run of capitalised words where a name ends, and taking off what is no part of one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.countries import find_countries
from llmextract.extraction.phrases import POSSESSIVE
from llmextract.extraction.places import is_place

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = regex.compile(r"\S+")
_FULL = 2  # words of a name
_POST_NOMINALS = frozenset(
    {"TD", "MP", "MEP", "MSP", "MLA", "MK", "QC", "KC", "SC", "OBE", "CBE", "MBE", "KBE", "CMG", "KCMG", "AO", "AC"}
)
_MONSIEUR = 2  # words: "M. Novak"
_INITIAL = regex.compile(r"\p{L}\.")
_ABBREVIATION = regex.compile(r"(?:\p{Lu}\.)$|\b[JS]r\.$")
_BEGINS_NAME = frozenset({"al", "abu", "ben", "bin", "ibn", "van"})  # the other particles also begin sentences
_OF_THE_PEOPLE = regex.compile(r"(?:People|Women|Workers|Farmers|Children|Men|Students)['’]s?\s\p{Lu}")
_ELIDED = regex.compile(r"(?:[ldnsjmtc]|qu)['’](?=\p{Lu})", regex.IGNORECASE)  # "l'Assemblée"


def name_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run after each possessive ("Norvia's Foreign Minister Jonas Reth") and trim what is no name.

    Args:
        text: One sentence.
        start: Offset of the run.
        end: Offset after it.

    Yields:
        Start and end of each piece.
    """
    begin = start
    possessive = "'" in text[start:end] or "’" in text[start:end]
    for word in _WORDS.finditer(text, pos=start, endpos=end) if possessive else ():
        owner = POSSESSIVE.search(word.group())
        if owner and word.end() < end and not _OF_THE_PEOPLE.match(text, pos=word.start()):
            yield from _trimmed(text, begin, word.start() + owner.start())
            begin = word.end() + 1
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = [word.span() for word in _WORDS.finditer(text, pos=start, endpos=end)]
    vocabulary = cast_words()
    common, tails, particles = vocabulary["common"], vocabulary["not_in_names"], vocabulary["particle"]

    def folded(span: tuple[int, int]) -> str:
        return _folded(text[slice(*span)])

    while (
        words
        and not (len(words) > 1 and _is_given_name(text, words[0]))
        and (folded(words[0]) in common or (len(words) > 1 and folded(words[0]) in particles - _BEGINS_NAME))
        and not (len(words) > 1 and folded(words[0]) in particles and text.endswith(", ", 0, words[0][0]))  # ", Le Duc"
        and not is_place(text[words[0][0] : words[-1][1]])  # "Los Angeles"
        and not begins_with_country(text[words[0][0] : words[-1][1]])
    ):
        words.pop(0)
    while words and (
        folded(words[-1]) in tails
        or (folded(words[-1]) in particles and text[words[-1][0]].islower())  # "Li Bin"
        or (len(words) > _FULL and text[slice(*words[-1])] in _POST_NOMINALS)  # "Ada Novak MP"
    ):
        words.pop()
    for span in words:  # "Novak Friday Reth", "Novak To Visit Norvia": names around a weekday or, in a headline, a verb
        if folded(span) in tails or (
            span is not words[0] and text[span[0]].isupper() and folded(span) in vocabulary["headline"]
        ):
            yield from _trimmed(text, words[0][0], span[0])
            yield from _trimmed(text, span[1], words[-1][1])
            return
    if len(words) >= _MONSIEUR and text[slice(*words[0])] in {"M.", "MM."}:
        words.pop(0)
    if words and (elided := _ELIDED.match(text, pos=words[0][0])):
        words[0] = (elided.end(), words[0][1])
    if words:
        last = text[slice(*words[-1])]
        stop = words[-1][1] - len(last) + len(POSSESSIVE.sub("", last))
        piece = text[words[0][0] : stop]
        if piece.endswith(".") and not _ABBREVIATION.search(piece):
            stop -= len(piece) - len(piece.rstrip("."))
        yield words[0][0], stop


def _is_given_name(text: str, word: tuple[int, int]) -> bool:
    """Whether the first word of a run is a given name, and no month: "Jan Novak", not "12 Jan" or "Jan. 12"."""
    return text[slice(*word)] == "Jan" and not text[: word[0]].rstrip()[-1:].isdigit()


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    word = str(POSSESSIVE.sub("", word)).lower()
    return word if _INITIAL.fullmatch(word) else word.strip(".,")


@lru_cache(maxsize=2048)
def begins_with_country(words: str) -> bool:
    """Return whether some words begin with the name of a country."""
    found = find_countries(words)
    return bool(found) and found[0].start == 0 and found[0].kind == "name"
