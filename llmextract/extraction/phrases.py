"""Stretches of a sentence that name something, but are no plain run of capitalised words.

Groups without a name of their own ("Norvian officials", "representatives of the Red Delta Front"), organisations with
lower case inside ("Communauté économique des États de Norvie") and countries with "of" or "and" inside ("Republic of
Norvia").
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.calendar_words import WEEKDAY
from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.countries import find_countries, find_organisations
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.extraction.countries import CountryMention

# A shortened given name (Ma., Md.), or a capitalised word, with inner hyphens, apostrophes and a particle grown onto it
# (al-Sharaa), or initials (J., U.S.).
_SHORTENED = r"(?:Ma|Md|Mohd|Muhd|Mst|Wm|Jos)\.(?=\s\p{Lu})"
WORD = (
    rf"(?:{_SHORTENED}|"
    r"(?:\p{Lu}\.){1,3}\p{Lu}\p{Ll}[\p{L}\p{M}]+|"  # "J.Novak"
    r"(?:\p{Lu}\.){1,4}(?:['’]s)?|(?:\p{Ll}{1,3}[-’'])?\p{Lu}[\p{L}\p{M}\p{Nd}]*(?:[-’'‐‑]\p{L}[\p{L}\p{M}]*)*)"
)
POSSESSIVE = regex.compile(r"(?:['’]s|(?<=s)['’])$")
_OF_BODY = frozenset(
    {"government", "leadership", "authorities", "delegation", "delegations", "team", "teams", "troika"}
)
_STATE_ITSELF = (" government", " leadership", " authorities")
_LETTERS = regex.compile(r"\w+")
_REACH = 200  # characters
_AND_COUNTRY = regex.compile(r"(?:,\s+|\s+and\s+|,\s+and\s+)(?:the\s+)?\p{Lu}")
# "(?r)" searches from the right: what must end at a place is found, or not, without trying every word before it.
_LISTED = regex.compile(
    r"(?r)(?:the\s+)?\p{Lu}[\p{L}.’'-]*(?:\s\p{Lu}[\p{L}.’'-]*)*(?:,\s+and\s+|,\s+|\s+and\s+)(?:the\s+)?$"
)
# "his counterparts, Ada Novak and Jonas Reth"
_NAMED_NEXT = regex.compile(r"(?:,|(?<=\p{Ll}s))\s+\p{Lu}\p{Ll}+\s+(?:\p{Ll}{1,3}\s+)?\p{Lu}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Such a stretch.

    Attributes:
        start: Offset of its first character.
        stop: Offset after its last character, a possessive ending included.
        name: Its words, without possessive ending.
        kind: What it names.
        country: Code of the country in it, if any.
    """

    start: int
    stop: int
    name: str
    kind: ActorKind
    country: str | None


def find_phrases(text: str) -> list[Phrase]:
    """Find the groups, organisations and countries of that kind; none overlaps another.

    Args:
        text: One sentence.

    Returns:
        Groups first, then organisations, then countries.
    """
    found: list[Phrase] = []
    for phrase in (*_groups(text), *_organisations(text), *_countries(text)):
        if not any(phrase.start < other.stop and other.start < phrase.stop for other in found):
            found.append(phrase)
    return found


def _groups(text: str) -> Iterator[Phrase]:
    if _group_words().isdisjoint(_LETTERS.findall(text.casefold())):
        return
    for match in _group_pattern().finditer(text):
        start, words = match.start(), match.group()
        owner = match["owner"]
        # "Norvia's envoys" are a side, "Novak's aides" are no more than aides, and "Norvia's government" is Norvia.
        if owner and (words.endswith(_STATE_ITSELF) or not _is_of_state(owner)):
            start, words = match.end("owner"), words[len(owner) :]
        if " " in words and _AND_COUNTRY.match(text, pos=match.end()) and _countries_of(text, start, words):
            continue  # "negotiators from Norvia and Tavia": two sides, not one group
        start, words = _without_others(start, words)
        name = str(POSSESSIVE.sub("", words))
        if " " in name and not _NAMED_NEXT.match(text, pos=match.end()):
            codes = {found.code for found in find_countries(name)}
            country = codes.pop() if len(codes) == 1 else None
            yield Phrase(start, match.end(), name, ActorKind.GROUP, country)


def _is_of_state(owner: str) -> bool:
    """Whether a possessive before a group names a state, its capital or a body of states: "Norvia's senior "."""
    name = POSSESSIVE.sub("", owner.rstrip())
    if any(found.end == len(name) for found in find_organisations(name)):  # "the African Union's envoys"
        return True
    found = find_countries(name)
    return len(found) == 1 and found[0].end == len(name) and found[0].kind in {"name", "capital", "metonym"}


def _without_others(start: int, words: str) -> tuple[int, str]:
    """Return a group without those before "and" who are others: "Ada Novak and Norvian officials" are not two states'.

    "Norvian, Tavian and Estradan officials" are those of three, all of them named by their states.
    """
    former, _, latter = words.partition(" and ")
    if not _has_head(latter):
        return start, words
    *others, last = former.rstrip(",").split(", ")
    if not _ends_in_country(last):
        return start + len(words) - len(latter), latter
    while others and _ends_in_country(others[-1]):
        others.pop()
    cut = len("".join(f"{other}, " for other in others))
    return start + cut, words[cut:]


def _ends_in_country(words: str) -> bool:
    return any(found.end == len(words) for found in find_countries(words))


def _has_head(words: str) -> bool:
    """Whether some words hold one that groups are named by."""
    return not cast_words()["group"].isdisjoint(words.lower().split())


def _organisations(text: str) -> Iterator[Phrase]:
    for match in _organisation_pattern().finditer(text):
        yield Phrase(match.start(), match.end(), match.group(), ActorKind.ORGANIZATION, None)


def _countries(text: str) -> Iterator[Phrase]:
    for found in find_countries(text):
        words = text[found.start : found.end]
        if found.kind == "name" and words in {"North", "South"}:  # "North and South Korea"
            *_, shared = _LETTERS.findall(text, pos=found.end)[:3]  # "and South Korea"
            yield Phrase(found.start, found.end, f"{words} {shared}", ActorKind.COUNTRY, found.code)
        elif found.kind == "name" and (" of " in words or " and " in words):
            yield Phrase(found.start, found.end, words, ActorKind.COUNTRY, found.code)


@cache
def _organisation_pattern() -> regex.Pattern[str]:
    # "Communauté économique des États de Norvie", "Consejo de Seguridad": lower case inside, capitals at both ends
    heads = "|".join(
        sorted(map(regex.escape, (word.capitalize() for word in cast_words()["organization"])), key=len, reverse=True)
    )
    link = r"(?:pour la|pour le|para la|para el|des|du|de la|de l['’]|d['’]|de los|de las|del|della|dei|de|der|für)"
    part = rf"[ ]{link}[ ]?(?:{WORD})(?:[ ]{WORD})*"
    return regex.compile(
        rf"(?<![\p{{L}}\p{{M}}])(?:{heads})(?:[ ](?!(?:et|y|und|e|mit|avec|con)\b)\p{{Ll}}{{2,}}){{0,4}}?(?:{part})+"
    )


@cache
def _group_words() -> frozenset[str]:
    """Return the words without one of which there is no group: the pattern takes time."""
    return frozenset(word.casefold() for word in cast_words()["group"]) | {"heads", "states", "countries", "nations"}


@cache
def _group_pattern() -> regex.Pattern[str]:
    # "senior Norvian government officials", "representatives of the Red Delta Front", "a Turkish delegation"
    words = sorted(map(regex.escape, cast_words()["group"]), key=len, reverse=True)
    heads = "|".join(f"(?i:{word[0]}){word[1:]}" for word in words)
    heads += r"|(?<=\p{Lu}\p{L}+ )(?:states|countries|nations)"  # "Arab states"
    heads += r"|[Hh]eads of (?:state|government)(?: (?:and|or) (?:of )?(?:state|government))?"
    kinds = "|".join(sorted(map(regex.escape, cast_words()["group_kind"])))
    other = r"(?:\p{Lu}[\p{L}.]+|rebel|opposition|separatist|insurgent|guerrilla)(?= )"
    # "Norvian, Tavian and U.S. officials", "government and rebel envoys"
    listed = rf"(?:\p{{Lu}}[\p{{L}}.]+, )*\p{{Lu}}[\p{{L}}\p{{Nd}}.]+,? and {other}"
    rebels = r"(?:rebels|guerrillas|insurgents|separatists|militants)['’](?= )"  # "the rebels' leadership"
    inner = rf"(?:(?:{listed}|{rebels}|\p{{Lu}}[\p{{L}}\p{{Nd}}.]+|\(\p{{Lu}}{{2,}}\)|{kinds})[ ]){{0,4}}"
    name = r"(?:(?:\p{Lu}\.){2,}|\p{Lu}[\p{L}\p{M}\p{Nd}’'-]*)"
    # "officials of Norvia's Ministry of Trade and Industry": an office's name goes on where another's would end
    office = (
        rf"(?:{name}[ ]){{0,3}}(?:Ministry|Department|Agency|Authority|Bureau|Coalition|Front|Movement|Council|Union|"
        r"Alliance|Party|Committee|Congress|Army|League)[ ](?:of|for)[ ](?:the[ ])?"
        rf"{name}(?:(?:,| and|, and)?[ ]{name}){{0,4}}"
    )
    people = "|".join(map(regex.escape, sorted(cast_words()["group"] - _OF_BODY, key=len, reverse=True)))
    # "the ministers of the Delta Forum countries", "representatives of the Delta rebel group"
    states = (
        r"(?:(?:[ ]\(\p{Lu}{2,}\)(?=[ ](?:member|countries|states|nations)))?"
        r"[ ](?:(?:member[ ])?(?:countries|states|nations)|"
        r"(?:(?:rebel|armed|militant|opposition|separatist)[ ])?"
        rf"(?:(?:group|movement|militia|faction|coalition|alliance)s?|opposition|parliament|parties)|(?:{people}))\b)?"
    )
    many = "Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Several|Many|Dozens"
    counts = f"Two|Three|{many}"  # of "the two countries" the text has told which they are
    # "leaders from more than fifty countries"
    count = rf"(?:\d+|(?i:{many}|two dozen|dozens of|twenty|thirty|forty|fifty))"
    several = (
        rf"(?:(?:more than|over|nearly|almost|about|around|some|at least)[ ])?{count}[ ](?:[\p{{L}}-]+[ ]){{0,2}}"
        r"(?:countries|nations|states)"
    )
    # "leaders of the rebel Delta militia"
    of_kind = r"(?:(?:rebel|armed|militant|opposition|separatist|ruling|main|biggest|largest)[ ])?"
    # "ministers of the Group of Seven industrialised nations"
    club = r"Group[ ]of[ ](?:Seven|Eight|Ten|Twenty|\d+)(?:[ ](?:\p{Ll}+[ ]){0,2}(?:countries|nations|states))?"
    whom = rf"(?:{office}|{club}|{several}|{of_kind}{name}(?:[ ]{name}){{0,4}}{states})"
    link = rf"[ ](?:of|from|du|de la|des|del|der)[ ](?!{WEEKDAY}\b)(?:the[ ])?"
    of = rf"(?:{link}(?:[a-z\d]+-(?:member|nation|state)[ ])?{whom})?"
    first = rf"(?!(?:The|An?|And|But|His|Her|Their|Its|These|Those|Both|Some|Other|{counts})\b)"
    owner = r"(?P<owner>\p{Lu}[\p{L}.]*(?:[ -]\p{Lu}[\p{L}.]*){0,2}['’]s[ ])?"
    part = r"(?:(?:[Gg]roup|[Tt]eam|[Pp]anel)[ ]of[ ])?"  # "a group of lawmakers"
    return regex.compile(rf"\b{first}{owner}{part}{inner}(?:{heads})\b{of}")


def _countries_of(text: str, start: int, words: str) -> list[CountryMention]:
    """Return the countries behind "of" or "from" in the name of a group, which begins there."""
    of = regex.search(r"\s(?:of|from)\s+(?:the\s+)?", words)
    return [found for found in find_countries(text) if of and found.start == start + of.end()]


def party_of(text: str, start: int) -> str | None:
    """Return the group that a country stands for as a side: "negotiators", in "negotiators from Norvia and Tavia".

    Args:
        text: One sentence.
        start: Where the country begins.

    Returns:
        The words, ``None`` where the country is no side.
    """
    before = text[max(0, start - _REACH) : start]
    while listed := _LISTED.search(before):
        before = before[: listed.start()]
    found = _party_pattern().search(before)
    return found.group("group") if found else None


@cache
def _party_pattern() -> regex.Pattern[str]:
    words = "|".join(map(regex.escape, sorted(cast_words()["group"], key=len, reverse=True)))
    return regex.compile(rf"(?r)(?i:(?P<group>(?:[\p{{Ll}}-]+\s)?(?:{words})))\s+(?:of|from)\s+(?:the\s+)?$")
