"""Finding what a sentence names: persons, organisations, countries and groups, by the shape of the words.

Names are runs of capitalised words, in any script that has capitals; groups without a name of their own ("Norvian
officials") are found by their head word. What a run names is told by the tables of `countries`, by the vocabulary of
``cast_words.toml`` and by the title that stands next to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.countries import CountryMention, find_countries, is_country, name_kind, organisation_name
from llmextract.extraction.phrases import POSSESSIVE, WORD, find_phrases, party_of
from llmextract.extraction.places import find_places, is_place
from llmextract.extraction.titles import is_person_like, split_titles, title_heads, title_start
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.articles.article import Sentence
    from llmextract.extraction.places import PlaceMention

_MAX_NAMEWORDS = 6

_OF = r"(?:[ ](?:of|for)(?:[ ]the)?)"
_GAP = r"(?:[ ]{1,2}|\u00a0)"  # two where a line ended
_RUN = rf"(?<![\p{{L}}\p{{M}}]){WORD}(?:(?:(?<=\L<openers>){_OF})?{_GAP}(?:\L<particles>{_GAP}){{0,2}}{WORD})*"


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
        party: Whether a country is named as a side: "the foreign ministers of Norvia and Tavia".
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
    party: bool = False


@cache
def _run_pattern() -> regex.Pattern[str]:
    # "Ministry of Trade", "Secretary of State Ada Novak": only behind such words does "of" go on with a name.
    openers = [word.capitalize() for word in cast_words()["organization"] | title_heads()]
    return regex.compile(_RUN, particles=sorted(cast_words()["particle"]), openers=openers)


def find_mentions(sentence: Sentence, index: int, language: str | None = None) -> Iterator[Mention]:
    """Find what a sentence names.

    Args:
        sentence: Any sentence.
        index: Its index in the article, kept in the mentions.
        language: ISO 639-1 code. In German every noun has a capital: a word alone is no sign of a name.

    Yields:
        Names and groups in order; places, demonyms and dates are left out.
    """
    text, offset = sentence.text, sentence.start
    if text.isupper():  # a headline in capitals does not tell names from other words
        return
    taken: list[tuple[int, int]] = []
    named: list[Mention] = []
    for phrase in find_phrases(text):
        taken.append((phrase.start, phrase.stop))
        start, end = offset + phrase.start, offset + phrase.start + len(phrase.name)
        named.append(Mention(start, end, phrase.name, index, phrase.kind, country=phrase.country))
    taken += [(place.start, place.end) for place in find_places(text) if _stands_apart(text, place)]
    before: Mention | None = None
    for run in _run_pattern().finditer(text):
        for start, end in _pieces(text, *_behind(run.span(), taken)):
            if any(start < stop and begin < end for begin, stop in taken) or _is_speaker(text, start, end):
                continue
            for mention in _named(text, start, end, index, offset):
                mention.weak = mention.weak or (mention.lone and language == "de" and not mention.name.isupper())
                _share_country(text, before, mention, offset)
                before = mention if mention.kind is ActorKind.PERSON else before
                named.append(mention)
    titles = [
        (title_start(text, mention.start - offset) + offset, mention.start)
        for mention in named
        if mention.kind is ActorKind.PERSON and mention.title
    ]
    named.sort(key=lambda mention: mention.start)
    for mention in named:
        mention.name = " ".join(mention.name.split())
    named = _without_titles_parties(text, named, offset)
    # The party in "Red Delta leader Ada Novak" and the state in "President of Norvia Ada Novak" tell who she is.
    yield from (mention for mention in named if not any(a <= mention.start < b for a, b in titles))


def mentions_at(sentence: Sentence, index: int, start: int, end: int) -> list[Mention]:
    """Return what one stretch of a sentence names, where somebody else says that it is a name.

    Args:
        sentence: Any sentence.
        index: Its index in the article, kept in the mentions.
        start: Offset of the stretch in the sentence.
        end: Offset after it.
    """
    return list(_named(sentence.text, start, end, index, sentence.start))


def _without_titles_parties(text: str, named: list[Mention], offset: int) -> list[Mention]:
    """Make the party in "leader of the Red Delta Party Ada Novak" a part of her title."""
    kept = []
    for mention, after in zip_longest(named, named[1:]):
        if after is None or after.kind is not ActorKind.PERSON:
            kept.append(mention)
            continue
        of = _OFFICE_OF.search(text, endpos=mention.start - offset) if mention.kind is ActorKind.ORGANIZATION else None
        between = text[mention.end - offset : after.start - offset]
        if of and between == " " and of[1].lower() in title_heads():
            after.title = after.title or text[of.start() : mention.end - offset]
            after.lone = after.weak = False
        elif mention.title is None and after.title and after.title[0].islower() and between == f" {after.title} ":
            after.title = f"{mention.name} {after.title}"  # "Delta Bank chairman Ada Novak"
        else:
            kept.append(mention)
    return kept


def _behind(run: tuple[int, int], taken: list[tuple[int, int]]) -> tuple[int, int]:
    """Cut off what is taken at the start of a run: "the Republic of Norvia | Ada Novak"."""
    start, end = run
    ends = [stop + 1 for begin, stop in taken if begin <= start < stop < end]
    return max([start, *ends]), end


def _stands_apart(text: str, place: PlaceMention) -> bool:
    """Whether a city of several words is no part of a longer name, and no state: "in Dar es Salaam"."""
    if place.kind != "city" or " " not in place.name or is_country(place.name):
        return False
    return _NAME_BEFORE.search(text, endpos=place.start) is None and not _NAME_BEHIND.match(text, pos=place.end)


def _is_speaker(text: str, start: int, end: int) -> bool:
    """Whether a name in capitals only marks who speaks next ("MODERATOR: Thank you")."""
    return text[end : end + 1] == ":" and text[start:end].isupper()


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run after each possessive ("Norvia's Foreign Minister Jonas Reth") and trim what is no name."""
    begin = start
    for word in regex.finditer(r"\S+", text, pos=start, endpos=end):
        owner = POSSESSIVE.search(word.group())
        if owner and word.end() < end and not _OF_THE_PEOPLE.match(text, pos=word.start()):
            yield from _trimmed(text, begin, word.start() + owner.start())
            begin = word.end() + 1
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    words = [word.span() for word in regex.finditer(r"\S+", text, pos=start, endpos=end)]
    common, tails, particles = cast_words()["common"], cast_words()["not_in_names"], cast_words()["particle"]

    def folded(span: tuple[int, int]) -> str:
        word = str(POSSESSIVE.sub("", text[slice(*span)])).lower()
        return word if _INITIAL.fullmatch(word) else word.strip(".,")

    while (
        words
        and not is_place(text[words[0][0] : words[-1][1]])  # "Los Angeles"
        and not _begins_with_country(text[words[0][0] : words[-1][1]])
        and (folded(words[0]) in common or (len(words) > 1 and folded(words[0]) in particles - _BEGINS_NAME))
    ):
        words.pop(0)
    while words and (folded(words[-1]) in tails or folded(words[-1]) in particles):
        words.pop()
    for span in words:  # "Novak Friday Reth", "Novak To Visit Norvia": names around a weekday or, in a headline, a verb
        if folded(span) in tails or (
            span is not words[0] and text[span[0]].isupper() and folded(span) in cast_words()["headline"]
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
            party = party_of(text, begin) if kind is ActorKind.COUNTRY else None
            yield Mention(
                offset + begin,
                offset + begin + len(name),
                name,
                sentence,
                kind,
                country=country,
                title=party,
                party=party is not None,
            )


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    words = list(regex.finditer(r"\S+", text, pos=start, endpos=end))
    bodies = [number for number, word in enumerate(words[:-2]) if word.group().lower() in cast_words()["organization"]]
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
    countries = countries or _country_before(text, title_start(text, start))
    return Mention(
        offset + start,
        offset + end,
        name,
        sentence,
        ActorKind.PERSON,
        title=None if title and _FORM_OF_ADDRESS.fullmatch(title) else title,
        country=countries[0].code if countries else None,
        lone=lone,
        weak=lone and _is_weak(text, start, end),
    )


def _is_weak(text: str, start: int, end: int) -> bool:
    """Whether a lone word stands where any word may be capitalised, where a place may stand, or before "the X war"."""
    if (
        start == 0
        or is_place(text[start:end])
        or _PLACED.search(text, endpos=start)
        or _OPENS.search(text, endpos=start)
    ):
        return True
    following = regex.match(r"[ -](\p{Ll}+)", text, pos=end)
    return following is not None and following.group(1) in cast_words()["thing"]


def _title(text: str, start: int, end: int, name: str) -> str | None:
    """Return the title that stands before a name, or else in an apposition behind it."""
    begin = title_start(text, start)
    before = str(_ARTICLE.sub("", text[begin:start].strip(" ,")))
    if before and not _FORM_OF_ADDRESS.fullmatch(before):
        return before
    if office := _office_before(text, begin):
        return office
    behind = regex.match(r",\s+([^,.;:()]{3,80})(?:[,;]|\.?[”\"]?$)", text, pos=end)
    apposition = str(behind.group(1)) if behind else ""
    found = split_titles(f"{name}, {apposition}")[1] if apposition else None
    return str(found) if found and apposition.endswith(found) else before or None


def _office_before(text: str, start: int) -> str | None:
    """Return the office that a comma sets off from the name behind it: "the prime minister of Norvia, Ada Novak"."""
    found = _OFFICE_BEFORE.search(text, endpos=start)
    if found is None:
        return None
    words = found["words"]
    office = split_titles(f"{words}, Ada Novak")  # any name: what matters is whether the words are an office
    return words if office[0] == "Ada Novak" and office[1] else None


def _country_before(text: str, start: int) -> list[CountryMention]:
    """Return the country in "Norvia's foreign minister, Ada Novak", "Norvia's Ada Novak", "Norvia sent Ada Novak"."""
    found = _OFFICE_BEFORE.search(text, endpos=start)
    owner = _OWNER.search(text, endpos=found.start("words") if found else start)
    if owner is None:
        owner = _SENDER.search(text, endpos=start)
    return find_countries(owner["who"]) if owner else []


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
    if len(lower) > 2 and lower[1] in {"of", "for"} and lower[0].rpartition("-")[2] in title_heads():  # noqa: PLR2004
        return None  # "Vice-President of the Delta Bank"
    organisation = any(word in cast_words()["organization"] for word in lower)
    if not organisation and (
        lower[-1] in cast_words()["region"] or (1 < len(lower) <= _SHORT_NAME and lower[0] in cast_words()["adjective"])
    ):
        return None
    if (
        known not in {None, "metonym"}
        or (len(words) > 1 and is_place(name))
        or not cast_words()["thing"].isdisjoint({lower[-1], lower[-1].removesuffix("s")})
        or all(word in cast_words()["common"] for word in lower)
        or (len(words) == 1 and lower[0] in cast_words()["not_alone"])
    ):
        return None
    if (
        known == "metonym"
        or organisation_name(name)
        or organisation
        or (len(words) == 1 and name.isupper())
        or len(words) > _MAX_NAMEWORDS
    ):
        return ActorKind.ORGANIZATION
    return ActorKind.PERSON if is_person_like(name) and not _HYPHENED.search(name) else None


_SHORTEST_NAME = 2
_MONSIEUR = 2  # words: "M. Novak"
_SHORT_NAME = 3  # words
_INITIAL = regex.compile(r"\p{L}\.")
_BEGINS_NAME = frozenset({"al", "abu", "ben", "bin", "ibn", "van"})  # the other particles also begin sentences
_ARTICLE = regex.compile(r"^(?:the|a|an|his|her|their|its)\s+", regex.IGNORECASE)
_FORM_OF_ADDRESS = regex.compile(
    r"(?:mr|mrs|ms|miss|dr|sir|m|mme|herr|frau|señor|señora|bay|sayın)\.?", regex.IGNORECASE
)
_OFFICE_BEFORE = regex.compile(
    r"(?:\b(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Aa]n?)|['’]s?)\s+(?P<words>(?:(?!(?:the|his|her|said|met)\b)[\p{L}\p{M}’'.-]+\s+){0,8}[\p{L}\p{M}’'.-]+),\s+$"
)
_OWNER = regex.compile(r"(?P<who>(?:\p{Lu}[\p{L}.-]*\s){0,3}\p{Lu}[\p{L}.-]*)['’]s?\s$")
_SENDER = regex.compile(
    r"(?P<who>(?:\p{Lu}[\p{L}.-]*\s){0,3}\p{Lu}[\p{L}.-]*)(?:['’]s?\s+(?:\p{Ll}+\s+)?(?:delegation|team|side|negotiators)\b"
    r"|\s+(?:sent|dispatched|was\s+represented|is\s+represented))[^.;]*$"
)
_HYPHENED = regex.compile(r"^\p{Lu}\p{Ll}+(?:an|ish|ese|i)-\p{L}+$")  # "Norvian-Lumerian", "Norvian-backed"
_OFFICE_OF = regex.compile(r"\b(\p{L}+)\s+of\s+(?:the\s+)?$")
_OF_THE_PEOPLE = regex.compile(r"(?:People|Women|Workers|Farmers|Children|Men|Students)['’]s?\s\p{Lu}")
_ELIDED = regex.compile(r"(?:[ldnsjmtc]|qu)['’](?=\p{Lu})", regex.IGNORECASE)  # "l'Assemblée"
_NAME_BEFORE = regex.compile(r"\p{Lu}[\p{L}.'’-]*\s$")
_NAME_BEHIND = regex.compile(r"\s\p{Lu}")
_OPENS = regex.compile(r"[:“\"‘(\[]\s*$")
_PLACED = regex.compile(
    r"(?:\b(?:in|at|near|outside|around|en|à|in|bei|a)\s+(?:the\s+)?|"
    r"\b(?:town|city|village|port|capital|province|region|district|island|river|state|resort|suburb|valley)\s+of\s+|"
    r"\b(?:[Mm]inistres?|[Mm]inistr[oa]s?)\s+(?:de\s+(?:la\s+|las\s+|los\s+)?|des\s+|du\s+|del\s+))$"
)
