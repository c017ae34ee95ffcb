"""Offices in languages other than English, and where a text speaks of somebody by office alone.

"la ministra paraguaya", "der kenianische Präsident", "министр обороны Кении": the words are in ``offices.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import regex

from llmextract.extraction.countries import CountryMention, find_countries, without_accents

if TYPE_CHECKING:
    from collections.abc import Iterator

ANY_OFFICE = "any"
COUNTERPART = "counterpart"
_FIELD = regex.compile(r"(?P<field>[\w-]+(?: [\w-]+){0,3}?)(?P<gap> .*)")
_NOTHING = "(?!)"
_SHORTEST = 4  # letters of a word of a field of work: "de", "y" and "des" are none
# "le ministre Sarr", "la ministra paraguaya, Eva Marin": the name stands there itself.
_NAME = regex.compile(r"\s+\p{Lu}")
_AND = regex.compile(r" (?:y|e|et|und|ve|и|та) (?:de la |de |du |del |della |von |di |do |da )?")
_APPOSITION = regex.compile(r",\s+(?:\p{Ll}+\s+)?(?:\p{Lu}[\p{L}\p{M}.’'-]*\s+){1,4}\p{Lu}")


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """Where a text speaks of somebody by office.

    Attributes:
        start: Offset of the first character, the article included.
        end: Offset after the last character.
        office: One of the offices of ``offices.toml``.
        words: The word for it and those for its field of work, in lower case and without accents.
        countries: Codes of the countries that stand with it.
    """

    start: int
    end: int
    office: str
    words: tuple[str, ...]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Grammar:
    article: regex.Pattern[str]
    country: regex.Pattern[str]
    field: regex.Pattern[str]
    bare: bool


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("llmextract.extraction").joinpath("offices.toml").read_text(encoding="utf-8"))


@cache
def _offices() -> regex.Pattern[str]:
    named = (f"(?P<{office}>{'|'.join(words)})" for office, words in _data()["offices"].items())
    return regex.compile(rf"(?<![\w-])(?:{'|'.join(named)})(?![\w-])")


@cache
def _grammar(language: str) -> _Grammar | None:
    rules = _data()["descriptions"].get(language)
    if rules is None:
        return None
    of = rules["of"]
    return _Grammar(
        article=regex.compile(rf"(?<![\w'])(?:{rules.get('article', _NOTHING)})$"),
        country=regex.compile(f"{of}|[ ]" if rules.get("genitive") else of),
        field=regex.compile(rf"(?:{of})(?P<field>[\w-]+(?: [\w-]+){{0,2}}?)"),
        bare=rules.get("bare", False),
    )


def describes_offices(language: str | None) -> bool:
    """Return whether it is known how a language speaks of somebody by office."""
    return language in _data()["descriptions"]


def office_of(title: str, language: str | None) -> str | None:
    """Return the office that a title names, or ``None`` for one that is not known.

    Args:
        title: "ministra de Relaciones Exteriores de Uruguay", …
        language: ISO 639-1 code.
    """
    found = list(_offices().finditer(without_accents(title).lower()))
    if not found:
        return None
    rules = _data()["descriptions"].get(language, {})
    return str(found[-1 if rules.get("last") else 0].lastgroup)


@cache
def _groups() -> regex.Pattern[str]:
    return regex.compile(rf"(?<![\w-])(?:{'|'.join(_data()['groups'])})(?![\w-])")


def find_groups(text: str, language: str | None) -> Iterator[tuple[int, int, str]]:
    """Find the groups that a text names by their country: "armenische Delegation", "delegación hondureña".

    Args:
        text: One sentence.
        language: ISO 639-1 code; in others than those that `describes_offices` tells, nothing is found.

    Yields:
        Where each stands, without article, and the code of its country.
    """
    grammar = _grammar(language) if language else None
    if grammar is None:
        return
    plain = without_accents(text).lower()
    countries = find_countries(text)
    for match in _groups().finditer(plain):
        start, end = match.span()
        before = next((found for found in countries if plain[found.end : start] == " "), None)
        if before and (before.kind == "demonym" or grammar.bare):
            yield before.start, end, before.code
            continue
        _, end, behind = _behind(plain, end, countries, grammar)
        if behind and not _two_sides(plain, end, countries):
            yield start, end, behind[0].code


def _two_sides(plain: str, end: int, countries: list[CountryMention]) -> bool:
    """Whether another country follows, so that no one group is named: "negociadores de Honduras y Nicaragua"."""
    following = _AND.match(plain, pos=end)
    return following is not None and any(found.start == following.end() for found in countries)


def find_offices(text: str, language: str) -> Iterator[OfficeMention]:
    """Find where a text speaks of somebody by office alone, with an article or a country.

    Args:
        text: One sentence.
        language: ISO 639-1 code; one of those that `describes_offices` tells.
    """
    grammar = _grammar(language)
    if grammar is None:
        return
    plain = without_accents(text).lower()
    countries = find_countries(text)
    for match in _offices().finditer(plain):
        start, end = match.span()
        own: list[CountryMention] = []
        before = next((found for found in countries if plain[found.end : start] == " "), None)
        if before and (before.kind == "demonym" or grammar.bare):
            own.append(before)
            start = before.start
        field, end, behind = _behind(plain, end, countries, grammar)
        own += behind
        article = grammar.article.search(plain, endpos=start)
        if not article and not (grammar.bare and own):
            continue
        start = article.start() if article else start
        if _NAME.match(text, pos=end) or (article and _APPOSITION.match(text, pos=end)):
            continue
        words = (match.group(), *(word for word in field.split() if len(word) >= _SHORTEST))
        yield OfficeMention(start, end, str(match.lastgroup), words, frozenset(found.code for found in own))


def _behind(
    plain: str, end: int, countries: list[CountryMention], grammar: _Grammar
) -> tuple[str, int, list[CountryMention]]:
    """Return the field of work and the country behind a word for an office, and where they end."""
    for first in countries:  # "la ministra paraguaya", "le président du Sénégal"
        gap = plain[end : first.start]
        if (gap == " " and first.kind == "demonym") or (
            gap and first.kind == "name" and grammar.country.fullmatch(gap)
        ):
            field = grammar.field.match(plain, pos=first.end) if first.kind == "demonym" and not grammar.bare else None
            return (field["field"], field.end("field"), [first]) if field else ("", first.end, [first])
    field = grammar.field.match(plain, pos=end)
    if field is None:
        return "", end, []
    for first in countries:  # "la ministre de la Pêche du Sénégal", "министр обороны Кении"
        words = _FIELD.fullmatch(plain[field.start("field") : first.start])
        if words and (words["gap"] == " " or (first.kind == "name" and grammar.country.fullmatch(words["gap"]))):
            return words["field"], first.end, [first]
    return ("", end, []) if grammar.bare else (field["field"], field.end("field"), [])
