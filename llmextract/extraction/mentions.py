"""Finding what a sentence names: persons, organisations, countries and groups, by the shape of the words.

Names are runs of capitalised words, in any script that has capitals; groups without a name of their own ("Norvian
officials") are found by their head word. What a run names is told by the tables of `countries`, by the vocabulary of
``cast_words.toml`` and by the title that stands next to it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import CountryMention, find_countries, is_country, name_kind, organisation_name
from llmextract.extraction.places import is_place
from llmextract.extraction.titles import is_person_like, split_titles, title_heads, title_start
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.articles.article import Sentence

_MAX_NAME_WORDS = 6

# A capitalised word, with inner hyphens, apostrophes and a particle grown onto it (al-Sharaa), or initials (J., U.S.).
_WORD = r"(?:(?:\p{Lu}\.){1,4}(?:['’]s)?|(?:\p{Ll}{1,3}[-’'])?\p{Lu}[\p{L}\p{M}\p{Nd}]*(?:[-’'‐‑]\p{L}[\p{L}\p{M}]*)*)"
_OF = r"(?:[ ](?:of|for)(?:[ ]the)?)"
_RUN = rf"(?<![\p{{L}}\p{{M}}]){_WORD}(?:(?:(?<=\L<openers>){_OF})?[ \u00a0](?:\L<particles>[ \u00a0]){{0,2}}{_WORD})*"
_POSSESSIVE = regex.compile(r"(?:['’]s|(?<=s)['’])$")


@dataclass(slots=True, eq=False)
class Mention:
    """One place where an article names somebody.

    Attributes:
        start: Offset in the article's text, in code points, title excluded.
        end: Offset after the last character.
        name: The words, title excluded.
        sentence: Index of the sentence.
        title: The office that stands with the name, if any.
        country: Code of the country that stands with the title, if any.
        kind: What is named.
        described: Whether it is an office that stands for the person ("the Norvian president"), not a name.
        lone: Whether it is one capitalised word without title, which may be a surname, "Hamas", or no name at all.
        weak: Whether a lone word stands where a place or any word may stand: after "in", or first in its sentence.
    """

    start: int
    end: int
    name: str
    sentence: int
    kind: ActorKind
    title: str | None = None
    country: str | None = None
    described: bool = False
    lone: bool = False
    weak: bool = False


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads(files("llmextract.extraction").joinpath("cast_words.toml").read_text(encoding="utf-8"))
    return {key: frozenset(words) for key, words in data.items()}


@cache
def _run_pattern() -> regex.Pattern[str]:
    # "Ministry of Trade", "Secretary of State Ada Novak": only behind such words does "of" go on with a name.
    openers = [word.capitalize() for word in _words()["organization"] | title_heads()]
    return regex.compile(_RUN, particles=sorted(_words()["particle"]), openers=openers)


@cache
def _group_pattern() -> regex.Pattern[str]:
    # "senior Norvian government officials", "representatives of the Red Delta Front", "a Turkish delegation"
    heads = "|".join(sorted(map(regex.escape, _words()["group"]), key=len, reverse=True))
    kinds = "|".join(sorted(map(regex.escape, _words()["group_kind"])))
    inner = rf"(?:(?:\p{{Lu}}[\p{{L}}.]+(?: and \p{{Lu}}\p{{Ll}}+(?= ))?|{kinds})[ ]){{0,4}}"
    name = r"(?:(?:\p{Lu}\.){2,}|\p{Lu}[\p{L}\p{M}’'-]*)"
    of = rf"(?:[ ](?:of|from|du|de la|des|del|der)[ ](?:the[ ])?{name}(?:[ ]{name}){{0,4}})?"
    first = r"(?!(?:The|An?|And|But|His|Her|Their|Its|These|Those|Both|Some|Other)\b)"
    return regex.compile(rf"\b{first}{inner}(?:{heads})\b{of}")


def find_mentions(sentence: Sentence, index: int) -> Iterator[Mention]:
    """Find what a sentence names.

    Args:
        sentence: Any sentence.
        index: Its index in the article, kept in the mentions.

    Yields:
        Groups first, then names in order; places, demonyms and dates are left out.
    """
    text, offset = sentence.text, sentence.start
    taken: list[tuple[int, int]] = []
    for match in _group_pattern().finditer(text):
        start, words = match.start(), match.group()
        former, _, latter = words.partition(" and ")
        if latter and all(found.end < len(former) for found in find_countries(former)):
            start, words = match.end() - len(latter), latter  # "Ada Novak and Norvian officials", not two states'
        name = str(_POSSESSIVE.sub("", words))
        if " " in name:
            taken.append((start, match.end()))
            country = next((found.code for found in find_countries(name)), None)
            yield Mention(offset + start, offset + start + len(name), name, index, ActorKind.GROUP, country=country)
    before: Mention | None = None
    named: list[Mention] = []
    for run in _run_pattern().finditer(text):
        for start, end in _pieces(text, *run.span()):
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            for mention in _named(text, start, end, index, offset):
                _share_country(text, before, mention, offset)
                before = mention if mention.kind is ActorKind.PERSON else before
                named.append(mention)
    titles = [
        (title_start(text, mention.start - offset) + offset, mention.start)
        for mention in named
        if mention.kind is ActorKind.PERSON and mention.title
    ]
    # The party in "Red Delta leader Ada Novak" and the state in "President of Norvia Ada Novak" tell who she is.
    yield from (mention for mention in named if not any(a <= mention.start < b for a, b in titles))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run after each possessive ("Norvia's Foreign Minister Jonas Reth") and trim what is no name."""
    begin = start
    for word in regex.finditer(r"\S+", text, pos=start, endpos=end):
        owner = _POSSESSIVE.search(word.group())
        if owner and word.end() < end:
            yield from _trimmed(text, begin, word.start() + owner.start())
            begin = word.end() + 1
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = [word.span() for word in regex.finditer(r"\S+", text, pos=start, endpos=end)]
    common, tails, particles = _words()["common"], _words()["not_in_names"], _words()["particle"]

    def folded(span: tuple[int, int]) -> str:
        word = str(_POSSESSIVE.sub("", text[slice(*span)])).lower()
        return word if _INITIAL.fullmatch(word) else word.strip(".,")

    while (
        words
        and not _begins_with_country(text[words[0][0] : words[-1][1]])
        and (folded(words[0]) in common or (len(words) > 1 and folded(words[0]) in particles - _BEGINS_NAME))
    ):
        words.pop(0)
    while words and (folded(words[-1]) in tails or folded(words[-1]) in particles):
        words.pop()
    for span in words:  # "Novak Friday Reth": two names around a weekday
        if folded(span) in tails:
            yield from _trimmed(text, words[0][0], span[0])
            yield from _trimmed(text, span[1], words[-1][1])
            return
    if words:
        last = text[slice(*words[-1])]
        stop = words[-1][1] - len(last) + len(_POSSESSIVE.sub("", last))
        if not regex.search(r"(?:\p{Lu}\.)$|\b[JS]r\.$", text[words[0][0] : stop]):
            stop -= len(text[words[0][0] : stop]) - len(text[words[0][0] : stop].rstrip("."))
        yield words[0][0], stop


def _begins_with_country(words: str) -> bool:
    found = find_countries(words)
    return bool(found) and found[0].start == 0 and found[0].kind == "name"


def _named(text: str, start: int, end: int, sentence: int, offset: int) -> Iterator[Mention]:
    """Tell what one capitalised piece names; one that runs two names together is taken apart first."""
    for begin, stop in _parts(text, start, end):
        name, _ = split_titles(text[begin:stop])
        begin = text.rindex(name, begin, stop)  # noqa: PLW2901 - the title before it is no part of the name
        kind = _kind(name) if len(name) >= _SHORTEST_NAME else None
        if kind is ActorKind.PERSON:
            yield _person(text, begin, name, sentence, offset)
        elif kind is not None:
            country = next((found.code for found in find_countries(name)), None)
            yield Mention(offset + begin, offset + begin + len(name), name, sentence, kind, country=country)


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    words = list(regex.finditer(r"\S+", text, pos=start, endpos=end))
    bodies = [number for number, word in enumerate(words[:-2]) if word.group().lower() in _words()["organization"]]
    if bodies:
        following = words[bodies[-1] + 1]
        if following.group()[0].isupper() and is_person_like(text[following.start() : end]):
            # "Red Delta Party Ada Novak": an organisation and its member.
            return [(start, words[bodies[-1]].end()), (following.start(), end)]
    if len(words) > 1 and name_kind(words[0].group()) == "demonym" and not is_country(text[start:end]):
        return [(words[1].start(), end)]
    if _begins_with_country(text[start:end]):  # "the Republic of Norvia Ada Novak"
        stop = start + find_countries(text[start:end])[0].end
        rest = text[stop:end].lstrip(" .'’")
        return [(start, stop), (end - len(rest), end)] if rest.strip(" .") else [(start, stop)]
    return [(start, end)]


def _person(text: str, start: int, name: str, sentence: int, offset: int) -> Mention:
    end = start + len(name)
    title = _title(text, start, end, name)
    lone = " " not in name and title is None
    countries = find_countries(title or "") or _country_behind(text, end)
    return Mention(
        offset + start,
        offset + end,
        name,
        sentence,
        ActorKind.PERSON,
        title=None if title and _FORM_OF_ADDRESS.fullmatch(title) else title,
        country=countries[0].code if countries else None,
        lone=lone,
        weak=lone and (start == 0 or is_place(name) or _PLACED.search(text, endpos=start) is not None),
    )


def _title(text: str, start: int, end: int, name: str) -> str | None:
    """Return the title that stands before a name, or else in an apposition behind it."""
    before = str(_ARTICLE.sub("", text[title_start(text, start) : start].strip(" ,")))
    if before and not _FORM_OF_ADDRESS.fullmatch(before):
        return before
    behind = regex.match(r",\s+([^,.;:()]{3,80})(?:[,;]|\.?[”\"]?$)", text, pos=end)
    apposition = str(behind.group(1)) if behind else ""
    found = split_titles(f"{name}, {apposition}")[1] if apposition else None
    return str(found) if found and apposition.endswith(found) else before or None


def _country_behind(text: str, end: int) -> list[CountryMention]:
    """Return the country in "Prime Minister Ada Novak of Norvia"."""
    following = regex.match(r"\s+of\s+(?:the\s+)?", text, pos=end)
    found = find_countries(text[following.end() :]) if following else []
    return found[:1] if found and found[0].start == 0 else []


def _share_country(text: str, before: Mention | None, mention: Mention, offset: int) -> None:
    """Give a person the country of the one before: "Norvian President Ada Novak and Foreign Minister Jonas Reth"."""
    if before is None or before.country is None or mention.kind is not ActorKind.PERSON or mention.country:
        return
    title = title_start(text, mention.start - offset)
    if mention.title and regex.fullmatch(r"(?:,| and|, and)\s+(?:the\s+)?", text[before.end - offset : title]):
        mention.country = before.country


def _kind(name: str) -> ActorKind | None:
    """Return what a name names; ``None`` for a place, a demonym or a word of no interest."""
    if is_country(name):
        return ActorKind.COUNTRY
    words = name.split()
    lower = [word.lower().strip(".,’'") for word in words]
    known = name_kind(name)
    if (
        known not in {None, "metonym"}
        or (len(words) > 1 and is_place(name))
        or lower[-1] in _words()["thing"]
        or all(word in _words()["common"] for word in lower)
        or (len(words) == 1 and lower[0] in _words()["not_alone"])
    ):
        return None
    if (
        known == "metonym"
        or organisation_name(name)
        or any(word in _words()["organization"] for word in lower)
        or (len(words) == 1 and name.isupper())
        or len(words) > _MAX_NAME_WORDS
    ):
        return ActorKind.ORGANIZATION
    return ActorKind.PERSON if is_person_like(name) and not _HYPHENED.search(name) else None


_SHORTEST_NAME = 2
_INITIAL = regex.compile(r"\p{L}\.")
_BEGINS_NAME = frozenset({"al", "abu", "ben", "bin", "ibn", "van"})  # the other particles also begin sentences
_ARTICLE = regex.compile(r"^(?:the|a|an|his|her|their|its)\s+", regex.IGNORECASE)
_FORM_OF_ADDRESS = regex.compile(
    r"(?:mr|mrs|ms|miss|dr|sir|m|mme|herr|frau|señor|señora|bay|sayın)\.?", regex.IGNORECASE
)
_HYPHENED = regex.compile(r"^\p{Lu}\p{Ll}+(?:an|ish|ese|i)-\p{L}+$")  # "Norvian-Lumerian", "Norvian-backed"
_PLACED = regex.compile(r"\b(?:in|at|near|outside|around|en|à|in|bei|a)\s+(?:the\s+)?$")
