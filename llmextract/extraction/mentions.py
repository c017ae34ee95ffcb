"""Finding what a sentence names: persons, organisations, countries and groups, by the shape of the words.

Names are runs of capitalised words, in any script that has capitals; groups without a name of their own ("Norvian
officials") are found by their head word. What a run names is told by the tables of `countries`, by the vocabulary of
``cast_words.toml`` and by the title that stands next to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.cast_words import cast_words, is_of_organisation
from llmextract.extraction.countries import find_countries, find_organisations, is_country, name_kind, organisation_name
from llmextract.extraction.name_bounds import names_within
from llmextract.extraction.name_pieces import begins_with_country, name_pieces
from llmextract.extraction.office_beside import (
    countries_beside,
    countries_of,
    is_form_of_address,
    title_beside,
    title_span,
)
from llmextract.extraction.offices import find_groups
from llmextract.extraction.phrases import WORD, find_phrases, party_of
from llmextract.extraction.places import find_places, is_place
from llmextract.extraction.posts import split_behind_post
from llmextract.extraction.set_off_titles import shared_title
from llmextract.extraction.shared_offices import share_offices
from llmextract.extraction.title_owners import (
    share_country_of_group,
    with_listed_countries,
    without_titles_parties,
)
from llmextract.extraction.titles import (
    is_of_several,
    is_office_of,
    is_person_like,
    is_title_head,
    split_titles,
    title_heads,
    title_start,
)
from llmextract.extraction.weak_names import follows_place_word, is_weak, stays_weak
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.articles.article import Sentence
    from llmextract.extraction.places import PlaceMention

_MAX_NAMEWORDS = 6

_OF = r"(?:[ ](?:of|for|(?<=Committee |Commission |Conference |Panel )on)(?:[ ]the)?)"
_GAP = r"(?:[ ]{1,2}|\u00a0)"  # two where a line ended
# What stands before "of" is looked at only where it follows: behind every word, it would take longer than all the rest.
_GOES_ON = rf"(?:(?=[ ](?:of|for|on))(?<=\L<openers>){_OF})?{_GAP}(?:\L<particles>{_GAP}){{0,2}}"
_NICKNAME = r"(?:[ ][\"“]\p{Lu}\p{L}+(?:[ ]\p{Lu}\p{L}+)?[\"”](?=[ ]\p{Lu}))?"  # 'Ada "the Hawk" Novak'
_RUN = rf"(?<![\p{{L}}\p{{M}}]|\p{{Ll}}{{3}}-){WORD}(?:{_NICKNAME}{_GOES_ON}{WORD})*"


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
    named, taken = _phrases(text, index, offset, language)
    taken += [(place.start, place.end) for place in find_places(text) if _stands_apart(text, place)]
    before: Mention | None = None
    for run in _run_pattern().finditer(text):
        parts = names_within(text, *_behind(run.span(), taken), language)
        for start, end in (piece for part in parts for piece in name_pieces(text, *part)):
            if any(start < stop and begin < end for begin, stop in taken) or _is_speaker(text, start, end):
                continue
            for mention in _named(text, start, end, index, offset):
                mention.weak = stays_weak(text, mention, offset, language)
                if before and _share_title(text, before, mention, offset):  # the country is a part of the title
                    between = range(before.end, mention.start)
                    named = [other for other in named if other.start not in between]
                _share_country(text, before, mention, offset)
                before = mention if mention.kind is ActorKind.PERSON else before
                named.append(mention)
    titles = [
        ((title_span(text, start, mention.title) or (start,))[0] + offset, mention.start)
        for mention in named
        if mention.kind is ActorKind.PERSON and mention.title
        for start in (title_start(text, mention.start - offset),)
    ]
    named.sort(key=lambda mention: mention.start)
    for mention in named:
        mention.name = " ".join(mention.name.split())
    share_offices(text, named, offset)
    named = with_listed_countries(text, without_titles_parties(text, named, offset), offset)
    share_country_of_group(text, named, offset)
    # The party in "Red Delta leader Ada Novak" and the state in "President of Norvia Ada Novak" tell who she is.
    yield from (mention for mention in named if not any(a <= mention.start < b for a, b in titles))


def _phrases(text: str, index: int, offset: int, language: str | None) -> tuple[list[Mention], list[tuple[int, int]]]:
    """Return the groups, organisations and countries that are no run of capitalised words, and where they stand."""
    taken: list[tuple[int, int]] = []
    named: list[Mention] = []
    for start, end, country in find_groups(text, language):
        taken.append((start, end))
        named.append(Mention(offset + start, offset + end, text[start:end], index, ActorKind.GROUP, country=country))
    for phrase in find_phrases(text):
        if any(phrase.start < stop and begin < phrase.stop for begin, stop in taken):
            continue
        taken.append((phrase.start, phrase.stop))
        start, end = offset + phrase.start, offset + min(phrase.stop, phrase.start + len(phrase.name))
        party = party_of(text, phrase.start) if phrase.kind is ActorKind.COUNTRY else None
        mention = Mention(start, end, phrase.name, index, phrase.kind, title=party, country=phrase.country)
        mention.party = party is not None
        named.append(mention)
    return named, taken


def mentions_at(sentence: Sentence, index: int, start: int, end: int) -> list[Mention]:
    """Return what one stretch of a sentence names, where somebody else says that it is a name.

    Args:
        sentence: Any sentence.
        index: Its index in the article, kept in the mentions.
        start: Offset of the stretch in the sentence.
        end: Offset after it.
    """
    return list(_named(sentence.text, start, end, index, sentence.start))


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


def _named(text: str, start: int, end: int, sentence: int, offset: int) -> Iterator[Mention]:
    """Tell what one capitalised piece names; one that runs two names together is taken apart first."""
    office = None
    for begin, stop in _parts(text, start, end):
        name = _without_title(text, begin, stop)
        if is_office_of(name):  # "Chairman of the Delta Council | Ada Novak"
            office = name
            continue
        begin = text.rindex(name, begin, stop)  # noqa: PLW2901 - the title before it is no part of the name
        money = _AMOUNT.match(name) and _MILLION.match(text, pos=begin + len(name))  # "K142 billion"
        ruler = name == "Amir" and text[:begin].lower().endswith(("the ", "'s ", "’s "))  # else a given name
        if money or ruler or _PORTFOLIO.match(name) or (name.isupper() and is_title_head(name)):
            continue  # "the Norvian PM"
        if name.startswith("-") and is_country(name[1:]):  # "Norvia-U.S. talks": one word names both
            name, begin = name[1:], begin + 1  # noqa: PLW2901
        elif name.startswith("-") or _CONTRACTED.fullmatch(name):  # "I'll"
            continue
        kind = _kind(name) if len(name) >= _SHORTEST_NAME else None
        surname = kind is None and name.rpartition(" ")[2].lower() in cast_words()["thing_or_surname"]
        if surname and (" " not in name or title_start(text, begin) < begin):  # "Minister Ada Hill", then "Hill"
            mention = _person(text, begin, name, sentence, offset)
            mention.weak = mention.lone
            yield mention
        elif kind is ActorKind.PERSON:
            mention = _person(text, begin, name, sentence, offset)
            mention.title = mention.title or office
            mention.lone = mention.lone and office is None
            yield mention
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


def _without_title(text: str, start: int, end: int) -> str:
    """Return a piece without its title, part of which may stand before it: "ministre du | Commerce Ada Novak"."""
    name = split_titles(text[start:end])[0]
    before = _HEAD_BEFORE.search(text, pos=max(0, start - _REACH), endpos=start)
    if before is None or not is_title_head(before["head"]):
        return name
    bare = split_titles(text[before.start("head") : end])[0]
    return bare if name.endswith(bare) else name


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    words = list(_WORDS.finditer(text, pos=start, endpos=end))
    for number, word in enumerate(words[_FULL:-_FULL], start=_FULL):
        if word.group() in {"y", "e"}:  # "Ada Novak y Jonas Reth"; in "Ortega y Gasset" it is part of a name
            return [(start, words[number - 1].end()), *_parts(text, words[number + 1].start(), end)]
    if len(words) > _FULL and words[1].group() == "of" and is_of_several(words[0].group()):  # "Leaders of | Norvia"
        start, words = words[_FULL].start(), words[_FULL:]
    if parts := split_behind_post(text, start, end):
        return parts
    bodies = [number for number, word in enumerate(words[:-2]) if word.group().lower() in cast_words()["organization"]]
    if bodies:
        following = words[bodies[-1] + 1]
        if following.group()[0].isupper() and is_person_like(text[following.start() : end]):
            # "Red Delta Party Ada Novak": an organisation and its member.
            return [(start, words[bodies[-1]].end()), (following.start(), end)]
    if len(words) > 1 and name_kind(words[0].group()) == "demonym" and not is_country(text[start:end]):
        return [(words[1].start(), end)]
    if begins_with_country(text[start:end]):  # "the Republic of Norvia Ada Novak"
        stop = start + find_countries(text[start:end])[0].end
        rest = text[stop:end].lstrip(" .'’")
        return [(start, stop), (end - len(rest), end)] if rest.strip(" .") else [(start, stop)]
    return [(start, end)]


def _person(text: str, start: int, name: str, sentence: int, offset: int) -> Mention:
    end = start + len(name)
    title = title_beside(text, start, end, name)
    lone = " " not in name and title is None
    countries = countries_of(title or "") or countries_beside(text, start, end)
    return Mention(
        offset + start,
        offset + end,
        name,
        sentence,
        ActorKind.PERSON,
        title=None if title and is_form_of_address(title) else title,
        country=countries[0].code if countries else None,
        lone=lone,
        weak=is_weak(text, start, end) if lone else title is None and follows_place_word(text, start),
    )


def _share_title(text: str, before: Mention, mention: Mention, offset: int) -> bool:
    """Give a person the office of the one before: "el canciller de Perú, Ada Novak, y el de Chile, Jonas Reth"."""
    if not before.title or mention.title or mention.kind is not ActorKind.PERSON:
        return False
    shared = shared_title(text[before.end - offset : mention.start - offset], before.title)
    if shared is None:
        return False
    mention.title, mention.country = shared
    mention.lone = mention.weak = False
    return True


def _share_country(text: str, before: Mention | None, mention: Mention, offset: int) -> None:
    """Give a person the country of the one before: "Norvian President Ada Novak and Foreign Minister Jonas Reth"."""
    if before is None or before.country is None or mention.kind is not ActorKind.PERSON or mention.country:
        return
    if not mention.title or find_organisations(mention.title):
        return  # "Norvian President Ada Novak and EU envoy Jonas Reth"
    title = title_start(text, mention.start - offset)
    if mention.title and _NEXT_IN_LIST.fullmatch(text[before.end - offset : title]):
        mention.country = before.country


@lru_cache(maxsize=2048)
def _kind(name: str) -> ActorKind | None:
    """Return what a name names; ``None`` for a place, a demonym or a word of no interest."""
    if is_country(name):
        return ActorKind.COUNTRY
    words = name.split()
    lower = [word.lower().strip(".,’'") for word in words]
    known, organisation = name_kind(name), is_of_organisation(lower)
    vocabulary = cast_words()
    if not organisation and (
        lower[-1] in vocabulary["region"] or (1 < len(lower) <= _SHORT_NAME and lower[0] in vocabulary["adjective"])
    ):
        return None
    if (
        known not in {None, "metonym"}
        or (len(words) > 1 and (is_place(name) or lower[0] in cast_words()["place_first"]))
        or not vocabulary["thing"].isdisjoint({lower[-1], lower[-1].removesuffix("s")})
        or all(word in vocabulary["common"] for word in lower)
        or (len(words) == 1 and lower[0] in vocabulary["not_alone"])
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
_SHORT_NAME = 3  # words
_FULL = 2  # words of a name, at least
_WORDS = regex.compile(r"\S+")
_NEXT_IN_LIST = regex.compile(r"(?:,| and|, and)\s+(?:the\s+)?")
# "(?r)" searches from the right: what must end at a place is found, or not, without trying every word before it.
_HEAD_BEFORE = regex.compile(
    r"(?r)(?<![\p{L}-])(?P<head>\p{L}[\p{L}-]+)\s(?:(?:de\sla|de|du|des|del|della|degli|dell|di|do|da|dos|das|für)(?:\s|['’]))?"
    r"(?:de\s)?(?:l['’])?$"
)
_REACH = 40  # characters
# Without one of these words `_SENDER` finds nothing, and it is slow to do so.
_HYPHENED = regex.compile(r"^\p{Lu}\p{Ll}+(?:an|ish|ese|i)-\p{L}+$")  # "Norvian-Lumerian", "Norvian-backed"
_PORTFOLIO = regex.compile(r"de l['’]")  # "ministre | de l'Intérieur"
_AMOUNT = regex.compile(r"[A-Z]{1,3}\d+$")
_MILLION = regex.compile(r"[.,]\d|[ -]?(?:[mb]n|[mbtr]+illion|thousand|crore|lakh)\b")
_NAME_BEFORE = regex.compile(r"(?r)\p{Lu}[\p{L}.'’-]*\s$")
_CONTRACTED = regex.compile(r"(?:I|We|You|He|She|It|They|That|There|What|Who|Here|Let)['’](?:ll|m|ve|re|s|d)")
_NAME_BEHIND = regex.compile(r"\s\p{Lu}")
