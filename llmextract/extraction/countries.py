"""Which country a name, a demonym, a capital or a seat of government stands for.

The table, ``countries.json``, holds ISO 3166-1 alpha-2 codes, and XK for Kosovo, with the names that news articles use;
names in French, German, Spanish and Turkish follow the Unicode CLDR. `country_forms` adds more languages, and demonyms.
A word that could mean two countries is given to the one that news agencies mean by it ("Congo" and "Congolese": the
Democratic Republic, as at Reuters and AP; "Dominican": the Dominican Republic; "Korean": South Korea), and to none
where there is no such habit.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from llmextract.extraction.calendar_words import WEEKDAY
from llmextract.extraction.country_forms import (
    ambiguous_forms,
    foreign_demonyms,
    foreign_names,
    is_before_office,
    is_beside_office,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MentionKind = Literal["name", "demonym", "capital", "metonym", "region"]

_FIELDS: dict[str, MentionKind] = {
    "names": "name",
    "other_languages": "name",
    "demonyms": "demonym",
    "capitals": "capital",
    "metonyms": "metonym",
    "regions": "region",
}
_SHORTEST_IN_CAPITALS = 4  # "CHAD" is Chad in capitals, "CAD" is not Çad
_WORD = re.compile(r"(?<!\w)(?<!\b[AaEe]l-)\w+")  # in "al-Iraqi", a family name, no country begins
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_ARTICLE = re.compile(r"^(?:the|la|le|les|l'|el|los|las|die|der|das)(?:\s+|(?<='))", re.IGNORECASE)
# After a country that is also a given name: what follows a country, and no surname ("Israel Prime Minister").
_NOT_A_SURNAME = re.compile(
    r"\s+(?:Prime|President|Foreign|Defen[cs]e|Interior|Finance|Army|Police|Government|Parliament|Minist\w+|King|Queen|"
    rf"{WEEKDAY}|Ambassador|State|National|Central|Supreme|Security|Air|Navy|City|and|to|in)\b"
)
_SHARED = re.compile(r"(?:North|South)(?= and (?:North|South) (Korean?)\b)")
"""The first of two names that share a word: "North and South Korea"."""
_BLANK = re.compile(r"[\n\r\t\f\v]")  # a name may run over a line's end
_PIECES = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


@dataclass(frozen=True, slots=True)
class CountryMention:
    """Words of a text that stand for a country.

    Attributes:
        start: Offset of the first character, in code points.
        end: Offset after the last character.
        code: ISO 3166-1 alpha-2 code.
        kind: How they do: its name, a demonym ("Turkish"), its capital, a seat of government or the like ("Kremlin"),
            or a part of it ("Gaza", "Texas").
    """

    start: int
    end: int
    code: str
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """Words of a text that name an international organisation.

    Attributes:
        start: Offset of the first character, in code points.
        end: Offset after the last character.
        name: The organisation's full name.
    """

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class _Table:
    codes: frozenset[str]
    names: dict[str, tuple[str, MentionKind]]  # casefolded name -> code, kind
    capitals: dict[str, str]  # code -> capital
    organisations: dict[str, str]  # casefolded name -> full name
    given_names: frozenset[str]
    ambiguous: frozenset[str]  # without accents; count beside an office
    found: dict[str, tuple[str, MentionKind] | str | None]  # as written in a text -> country, organisation or neither
    by_first_word: dict[str, tuple[str, ...]]  # first word -> names as written that begin with it, longest first


def _accent_map() -> dict[int, str]:
    letters = {ord("ı"): "i", ord("ø"): "o", ord("Ø"): "O", ord("ł"): "l", ord("Ł"): "L", ord("đ"): "d", ord("Đ"): "D"}
    marks = dict.fromkeys((ord(mark) for mark in "’‘ʼ`´"), "'") | dict.fromkeys((0xA0, 0x202F), " ")
    for point in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(point))[0]
        if base.isascii():
            letters[point] = base
    return letters | marks


_ACCENTS = _accent_map()


def without_accents(text: str) -> str:
    """Return the text with accents removed from Latin letters, letter for letter, so that offsets stay the same."""
    # Of the letters of ASCII only the backtick changes; most words hold none but those.
    plain = text.replace("`", "'")
    return plain if plain.isascii() else _BEYOND_ASCII.sub(_translated, plain)


def _translated(letters: re.Match[str]) -> str:
    return letters.group().translate(_ACCENTS)


def _key(name: str) -> str:
    folded = without_accents(name if name.isascii() else unicodedata.normalize("NFC", name))
    return " ".join(folded.casefold().split())


def _spellings(name: str) -> Iterator[str]:
    """Yield the ways in which a text may write a name: as it is, in capitals, and an acronym as a word ("Nato")."""
    plain = without_accents(name)
    yield plain
    if "-" in plain and plain.istitle():
        yield plain.replace("-", " ")  # "Guinea Bissau"
    if len(plain) >= _SHORTEST_IN_CAPITALS:
        yield plain.upper()
        if plain.isupper() and plain.isalpha():
            yield plain.capitalize()


@cache
def _table() -> _Table:
    data = json.loads((files(__package__) / "countries.json").read_text(encoding="utf-8"))
    names: dict[str, tuple[str, MentionKind]] = {}
    found: dict[str, tuple[str, MentionKind] | str | None] = {}
    lookup_only = set(data["lookup_only"])
    for country in data["countries"]:
        entries = [(country["name"], _FIELDS["names"])]
        entries += [(name, kind) for field, kind in _FIELDS.items() for name in country.get(field, ())]
        for name, kind in entries:
            names[_key(name)] = (country["code"], kind)
            if name in lookup_only:
                continue
            for spelling in _spellings(name):
                found[spelling] = (country["code"], kind)
                if kind == "demonym" and spelling[-1] in "inr":
                    found[spelling + "s"] = names[_key(name) + "s"] = (country["code"], kind)
    _add_foreign(names, found)
    organisations: dict[str, str] = {}
    for organisation in data["organisations"]:
        for name in (organisation["name"], *organisation["aliases"]):
            organisations[_key(name)] = organisation["name"]
            if name not in lookup_only:
                found |= dict.fromkeys(_spellings(name), organisation["name"])
    found |= dict.fromkeys((spelling for name in data["not_countries"] for spelling in _spellings(name)), None)
    by_first_word: dict[str, list[str]] = {}
    for spelling in sorted(found, key=len, reverse=True):
        first = spelling if spelling.isalpha() else _WORD.match(spelling)[0]  # type: ignore[index]
        by_first_word.setdefault(first, []).append(spelling)
    return _Table(
        codes=frozenset(country["code"] for country in data["countries"]),
        names=names,
        capitals={country["code"]: country["capitals"][0] for country in data["countries"] if "capitals" in country},
        organisations=organisations,
        given_names=frozenset(data["given_names"]),
        ambiguous=ambiguous_forms(),
        found=found,
        by_first_word={word: tuple(spellings) for word, spellings in by_first_word.items()},
    )


def _add_foreign(
    names: dict[str, tuple[str, MentionKind]], found: dict[str, tuple[str, MentionKind] | str | None]
) -> None:
    """Add the forms of other languages where nothing else is meant by them already."""
    for name, code in foreign_names(without_accents):
        names.setdefault(name.casefold(), (code, "name"))
        found.setdefault(name, (code, "name"))
        if len(name) >= _SHORTEST_IN_CAPITALS:
            found.setdefault(name.upper(), (code, "name"))
    for demonym, code in foreign_demonyms(without_accents):  # found as written, never looked up: "Russo" is a surname
        found.setdefault(demonym, (code, "demonym"))


@lru_cache(maxsize=4096)
def _lookup(name: str) -> tuple[str, MentionKind] | None:
    names = _table().names
    key = _key(name)
    for candidate in (key, _POSSESSIVE.sub("", key)) if "'" in key else (key,):
        for form in (candidate, _without_article(candidate)):
            if form in names:
                return names[form]
    return None


def _without_article(key: str) -> str:
    return _ARTICLE.sub("", key) if " " in key or "'" in key else key


def country_codes() -> frozenset[str]:
    """Return all codes: ISO 3166-1 alpha-2, and XK for Kosovo."""
    return _table().codes


def country_code(name: str) -> str | None:
    """Return the code of the country that a name stands for.

    Case, accents, a leading article and a possessive 's do not matter. Demonyms, capitals, seats of government and
    larger parts of a country count as its names; so does the code itself, in capitals.

    Args:
        name: "Turkey", "the U.S.", "Turkish", "Ankara", "Kremlin", "TR", …

    Returns:
        ISO 3166-1 alpha-2 code, or ``None`` for an unknown name and for an international organisation.
    """
    entry = _lookup(name)
    if entry is not None:
        return entry[0]
    return name.strip() if name.strip() in _table().codes else None


@cache
def _first_words() -> dict[str, frozenset[str]]:
    """Return the first words of all forms, by what they stand for: a code, or an organisation's full name."""
    table = _table()
    words: dict[str, set[str]] = {}
    for spelling, entry in table.found.items():
        if entry is not None:
            first = _PIECES.findall(spelling)[0]
            words.setdefault(entry if isinstance(entry, str) else entry[0], set()).add(first)
    return {meant: frozenset(found) for meant, found in words.items()}


def first_words(name: str) -> frozenset[str]:
    """Return the first words of all names, demonyms and the like of a country or an international organisation.

    Args:
        name: Any of its names.

    Returns:
        The words as texts write them, without accents; none for an unknown name.
    """
    return _first_words().get(country_code(name) or organisation_name(name) or "", frozenset())


def capital_of(code: str) -> str | None:
    """Return the English name of a country's capital, ``None`` where it has none.

    Args:
        code: ISO 3166-1 alpha-2.
    """
    return _table().capitals.get(code)


def is_country(name: str) -> bool:
    """Return whether the whole string is a name of a country, and no demonym, capital or part of one."""
    entry = _lookup(name)
    return entry is not None and entry[1] == "name"


def name_kind(name: str) -> MentionKind | None:
    """Return how the whole string stands for a country, or ``None`` if it does not."""
    entry = _lookup(name)
    return entry[1] if entry else None


@lru_cache(maxsize=4096)
def organisation_name(name: str) -> str | None:
    """Return the full name of the international organisation that a name or an abbreviation stands for.

    Args:
        name: "EU", "the U.N.", "Arab League", …

    Returns:
        "European Union", …, or ``None`` if it is not known.
    """
    organisations = _table().organisations
    key = _key(name)
    key = _POSSESSIVE.sub("", key) if "'" in key else key
    return organisations.get(key) or organisations.get(_without_article(key))


@lru_cache(maxsize=2048)
def _scan(text: str) -> tuple[tuple[int, int, tuple[str, MentionKind] | str], ...]:
    """Find the names of a text. The words of one sentence are asked about many times, by each who reads it."""
    plain = _BLANK.sub(" ", without_accents(text))
    if _table().by_first_word.keys().isdisjoint(_WORD.findall(plain)):
        return ()
    return tuple(_names_in(plain))


def _names_in(plain: str) -> Iterator[tuple[int, int, tuple[str, MentionKind] | str]]:
    table = _table()
    end = 0
    for word in _WORD.finditer(plain):
        start = word.start()
        if start < end:
            continue
        if shared := _SHARED.match(plain, start):
            yield start, shared.end(), table.found[f"{shared[0]} {shared[1]}"]  # type: ignore[misc]
            continue
        for spelling in table.by_first_word.get(word.group(), ()):
            end_of_name = start + len(spelling)
            if not plain.startswith(spelling, start) or plain[end_of_name : end_of_name + 1].isalnum():
                continue
            end = end_of_name
            entry = table.found[spelling]
            if entry is not None and not (
                (spelling in table.ambiguous and not is_beside_office(plain, start, end))
                or (spelling in table.given_names and _surname_follows(plain, end))
            ):
                yield start, end, entry
            break


def _surname_follows(plain: str, end: int) -> bool:
    following = plain[end : end + 2]
    surname = following[:1] == " " and following[1:].isupper() and not _NOT_A_SURNAME.match(plain, end)
    return surname and not is_before_office(plain, end)


def find_countries(text: str) -> list[CountryMention]:
    """Find the words of a text that stand for countries, in order.

    The longest name wins ("South Sudan", never "Sudan" in it; "European Union" and "Latin America" name no country).
    Capital letters matter: "US" is found, "us" is not, nor "turkey" or "polish".

    Args:
        text: Any text.
    """
    return [CountryMention(start, end, *entry) for start, end, entry in _scan(text) if not isinstance(entry, str)]


def name_spans(text: str) -> list[tuple[int, int]]:
    """Return where a text names countries, by any word that stands for one, and international organisations, in order.

    Args:
        text: Any text.
    """
    return [(start, end) for start, end, _ in _scan(text)]


@cache
def _words_of_names() -> frozenset[str]:
    return frozenset(word for name in _table().found for word in _PIECES.findall(name))


def may_name(word: str) -> bool:
    """Return whether a word may be a part of what `find_countries` and `find_organisations` find; cheap.

    Args:
        word: A word, with any punctuation around it.
    """
    return not _words_of_names().isdisjoint(_PIECES.findall(without_accents(word)))


def find_organisations(text: str) -> list[OrganisationMention]:
    """Find the international organisations that a text names, in order.

    Args:
        text: Any text.
    """
    return [OrganisationMention(start, end, entry) for start, end, entry in _scan(text) if isinstance(entry, str)]
