"""The forms that names of countries and demonyms take in languages other than English.

"paraguaya" and "paraguayos" come from "paraguayo", "Кении" from "Кения": the words are in ``demonyms.tsv`` and
``country_names.tsv``, their endings in ``inflections.toml``. Romance demonyms are written in lower case and count only
so: with a capital many are surnames ("Russo", "Greco"). A form that is another word as well ("china", "Rus") counts
only beside a word for an office.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CAPITALISED = frozenset({"de", "ru", "uk"})  # first in a sentence, or a noun: no other word is written so
_LONGEST_OFFICE = 40  # characters


@cache
def _inflections() -> dict[str, Any]:
    return tomllib.loads(files("llmextract.extraction").joinpath("inflections.toml").read_text(encoding="utf-8"))


def _rows(file: str) -> Iterator[tuple[str, str, str]]:
    """Yield code, language and word of a table."""
    lines = files("llmextract.extraction").joinpath(file).read_text(encoding="utf-8").splitlines()
    (_, *languages), *rows = (line.split("\t") for line in lines if not line.startswith("#"))
    for code, *cells in rows:
        for language, cell in zip(languages, cells, strict=True):
            yield from ((code, language, word) for word in cell.split("; ") if word)


def _longest(keys: list[str]) -> str | None:
    return max(keys, key=len, default=None)


def _inflected(word: str, endings: dict[str, list[str]], plain: Callable[[str], str]) -> list[str]:
    """Return the forms of a word, without accents; the accents of the word tell its ending."""
    ending = _longest([ending for ending in endings if word.endswith(ending)])
    if ending is None or word.isupper() or (" " in word and not ending):
        return [plain(word)]
    stem = plain(word.removesuffix(ending))
    return [stem + other for other in _plain_endings(tuple(endings[ending]), plain)]


@cache
def _plain_endings(endings: tuple[str, ...], plain: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(map(plain, endings))


def _begun(word: str, beginnings: dict[str, list[str]]) -> list[str]:
    """Return a word with the short words that may be written together with it."""
    beginning = _longest([beginning for beginning in beginnings if word.startswith(beginning)])
    if beginning is None:
        return [word]
    return [other + word.removeprefix(beginning) for other in beginnings[beginning]]


def foreign_names(plain: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield the forms of names of countries, without accents, each with the country's code.

    Args:
        plain: Takes the accents off a word.
    """
    kinds = _inflections()
    for code, language, word in _rows("country_names.tsv"):
        for form in _inflected(word, kinds["names"].get(language, {}), plain):
            yield from ((whole, code) for whole in _begun(form, kinds["beginnings"]["names"].get(language, {})))


def foreign_demonyms(plain: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield the forms of demonyms, without accents, each with its country's code; `plain` as in `foreign_names`."""
    kinds = _inflections()
    for code, language, word in _rows("demonyms.tsv"):
        for form in _inflected(word, kinds["demonyms"].get(language, {}), plain):
            yield from ((whole, code) for whole in _begun(form, kinds["beginnings"]["demonyms"].get(language, {})))
            if language in _CAPITALISED and form[0].islower():
                yield form[0].upper() + form[1:], code


@cache
def ambiguous_forms() -> frozenset[str]:
    """Return the forms that are other words as well, without accents."""
    return frozenset(_inflections()["ambiguous"])


@cache
def _offices() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    words = "|".join(_inflections()["offices"])
    before, behind = rf"(?<!\w)(?:{words})\s$", rf"\s(?:{words})(?!\w)"
    return regex.compile(before, regex.IGNORECASE), regex.compile(behind, regex.IGNORECASE)


def is_beside_office(plain: str, start: int, end: int) -> bool:
    """Return whether a word for an office, or the like, stands right before or behind a word.

    Args:
        plain: A text without accents.
        start: Where the word begins.
        end: Offset after it.
    """
    before, _ = _offices()
    return (
        is_before_office(plain, end)
        or before.search(plain, pos=max(0, start - _LONGEST_OFFICE), endpos=start) is not None
    )


def is_before_office(plain: str, end: int) -> bool:
    """Return whether a word for an office, or the like, stands right behind a word that ends there."""
    return _offices()[1].match(plain, pos=end) is not None
