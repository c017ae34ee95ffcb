"""Where names begin and end in languages other than English, as far as their own words tell: ``name_bounds.toml``.

"Önümüzdeki" first in a sentence is no name, and of "Ankara'da Ada Novak'ın" two names are left, without their endings.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import regex

from llmextract.extraction.places import is_place

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = regex.compile(r"\S+")
_FIRST = regex.compile(r"(?:^|[.!?…:;—–-][\"”»’)]*\s+|[\"“«„‘(\[¿¡]\s*|\n\s*)$")
_OUTER = "\"“”„«»‘’'.,;:()"


@cache
def _bounds() -> dict[str, Any]:
    return tomllib.loads(files("llmextract.extraction").joinpath("name_bounds.toml").read_text(encoding="utf-8"))


@cache
def _openers(language: str | None) -> frozenset[str]:
    return frozenset(_bounds()["openers"].get(language, ()))


@cache
def _ending(language: str | None) -> regex.Pattern[str] | None:
    ending = _bounds()["endings"].get(language)
    return regex.compile(rf"{ending}(?=$|[.,;:!?\"”»)])") if ending else None


@cache
def _before_persons(language: str | None) -> regex.Pattern[str] | None:
    words = _bounds()["before_persons"].get(language)
    return regex.compile(rf"\b(?:{words})\s+$") if words else None


def stands_before_person(text: str, start: int, language: str | None) -> bool:
    """Return whether a word stands before a name that also stands before persons, not only before places.

    Args:
        text: A sentence.
        start: Where the name begins.
        language: ISO 639-1 code of the text.
    """
    before = _before_persons(language)
    return before is not None and before.search(text, endpos=start) is not None


def names_within(text: str, start: int, end: int, language: str | None) -> Iterator[tuple[int, int]]:
    """Cut what is no name off a run of capitalised words, and the run after each ending that shows that a name is over.

    Args:
        text: A sentence.
        start: Where the run begins.
        end: Offset after it.
        language: ISO 639-1 code of the text; in one that is not in the table the run stays as it is.

    Yields:
        Where the names stand, in order.
    """
    openers, ending = _openers(language), _ending(language)
    if openers and _FIRST.search(text, endpos=start):
        for word in _WORD.finditer(text, pos=start, endpos=end):
            if word.group().strip(_OUTER).lower() not in openers:
                break
            start = min(word.end() + 1, end)
    for word in _WORD.finditer(text, pos=start, endpos=end) if ending else ():
        found = ending.search(word.group()) if ending else None
        if found:
            stop = word.start() + found.start()
            if word.start() - start > 1 and is_place(text[word.start() : stop]):  # "Ada Novak | Ankara'da"
                yield start, word.start() - 1
                start = word.start()
            yield start, stop
            start = min(word.end() + 1, end)
    if start < end:
        yield start, end
