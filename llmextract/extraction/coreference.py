"""Other ways in which an article speaks of somebody whom it names: stated aliases, abbreviations, offices.

"Sharif, better known as Abu Nasser" and "Red Delta Front (RDF)" state that two names are one; "the Norvian president",
"la ministra paraguaya" and "the foreign minister" mean the person who was named with that office.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.any_word import any_word
from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.countries import find_countries, without_accents
from llmextract.extraction.frames import find_frames
from llmextract.extraction.mentions import Mention
from llmextract.extraction.offices import (
    ANY_OFFICE,
    COUNTERPART,
    OfficeMention,
    describes_offices,
    find_offices,
    office_of,
)
from llmextract.extraction.syntax import parse
from llmextract.extraction.titles import title_heads
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.articles.article import Article, Sentence
    from llmextract.extraction.cast import Member

_KNOWN_AS = regex.compile(
    r",?\s+(?:(?:who\s+)?(?:is|was)\s+)?(?:(?:better|also|widely|commonly|formerly|previously|otherwise)\s+)?"
    r"(?:known\s+(?:as|by)|alias|a\.?k\.?a\.?|n[ée]e?|nicknamed|whose\s+(?:nom\s+de\s+guerre|real\s+name)\s+is)"
    r"(?:\s+(?:by\s+)?(?:his|her|the)\s+nom\s+de\s+guerre,?)?\s+|"
    # "Orr called Novak" is a telephone call
    r"(?:,\s+(?:(?:also|otherwise)\s+)?|,?\s+(?:who\s+)?(?:is|was)\s+(?:also\s+|otherwise\s+)?|\s+(?:also|otherwise)\s+)called\s+",
    regex.IGNORECASE,
)
_IN_FULL = {"pm": "prime minister", "fm": "foreign minister", "vp": "vice president", "dpm": "deputy prime minister"}
_SHORT_OFFICE = regex.compile(r"\b(?:[DFP]M|VP)\b")
_ABBREVIATED = regex.compile(r"\s+\(|,\s+or\s+|\s+\(known\s+as\s+")
_ANY_OFFICE = "leader"
_ALSO_CALLED = {
    "monarch": {"king", "queen", "emir", "amir", "sultan", "emperor", "empress"},
    "ruler": {"king", "queen", "emir", "amir", "sultan", "emperor", "empress"},
    "premier": {"prime"},
    "envoy": {"representative", "ambassador", "emissary", "mediator", "negotiator"},
    "diplomat": {"foreign", "external", "state", "ambassador", "envoy", "representative"},
}
"""Words for somebody by what another word of his office tells: "the monarch" is a king."""
_HEADS = frozenset({"president", "king", "queen", "emir", "amir", "sultan", "prime", "premier", "chancellor"})
"""Words of the offices of those who lead states."""
# "a senior Norvian official met the envoy"
_SOMEBODY = regex.compile(
    r"\b[Aa]n?\s+(?P<about>(?:(?:senior|top|high-ranking|high-level|visiting|special)\s+)*(?:\p{Lu}[\p{L}\p{M}.’'-]+\s+){1,3}"
    r"(?:(?:government|foreign ministry|intelligence|security|military|trade)\s+)?)"
    r"(?P<head>official|diplomat|envoy|negotiator|mediator|minister|general)\b(?!,?\s+\p{Lu})"
)
# "will meet her Norvian counterpart"
_COUNTERPART = regex.compile(
    r"\b(?:[Hh]is|[Hh]er|[Tt]heir)\s+(?P<about>(?:\p{Lu}[\p{L}\p{M}.’'-]+\s+){1,3})(?P<head>counterpart|opposite\s+number)\b(?!,?\s+\p{Lu})"
)
# "held talks with the president of the Norvian central bank"
_HEAD_OF_BODY = regex.compile(
    r"\b[Tt]he\s+(?P<head>president|governor|head|chief|director|chair(?:man|woman)?|speaker|commander)\s+of\s+(?:the\s+)?"
    r"(?P<about>(?:[\p{L}’'-]+\s+){1,4}?(?:bank|parliament|assembly|senate|agency|service|army|navy|council|commission|federation|chamber))\b"
    r"(?!,?\s+(?:\p{Lu}|of\b))"
)
_OPENING = regex.compile(r"(?:In|On|At|During|After|Before|Following|Earlier|Later|While|As|Upon)\b[^,;]{1,90},\s")
"""What a sentence may begin with before its subject."""
_NEAR = 8  # sentences
_HIM = regex.compile(r"\b(?:him|her|them)\b")
_STEM = 6  # letters


@cache
def _description() -> regex.Pattern[str]:
    head = any_word(title_heads(), capitals=True)
    return regex.compile(
        rf"\b[Tt]he\s+(?P<about>(?:[\p{{L}}\p{{M}}.’'-]+\s+){{0,3}}?)(?P<head>(?:{head}-)?{head}|[DFP]M|VP)\b"
        r"(?!\s+\p{Lu}|\s+of\b|['’]s\s+\p{Lu}|-)"
    )


@cache
def _office_of_state() -> regex.Pattern[str]:
    """Return a pattern of "Norvia's foreign minister", without a name behind it."""
    head = any_word(title_heads(), capitals=False)
    return regex.compile(
        r"\b(?P<about>\p{Lu}[\p{L}.-]*(?:\s\p{Lu}[\p{L}.-]*){0,2}['’]s?\s+(?:\p{Ll}[\p{L}-]*\s+){0,2}?)"
        rf"(?P<head>{head})\b(?!,?\s+\p{{Lu}}|\s+of\b|['’]s|-)"
    )


def stated_alias(text: str, first: Mention, second: Mention) -> bool:
    """Return whether an article states that two neighbouring names are one.

    Args:
        text: The article's text.
        first: A mention.
        second: The next mention in the same sentence.
    """
    between = text[first.end : second.start]
    if first.kind is ActorKind.PERSON and _KNOWN_AS.fullmatch(between):
        return True
    if first.kind is second.kind is ActorKind.PERSON and between == " (" and text.startswith(")", second.end):
        return " " in first.name and " " not in second.name and not second.title  # "Ada Novak (Adica)"
    if second.kind is not ActorKind.ORGANIZATION or not second.name.isupper() or " " not in first.name:
        return False
    if first.kind is ActorKind.GROUP:  # "leaders of the Red Delta Front (RDF)"
        return between == " (" and text.startswith(")", second.end) and first.country is None and " of " in first.name
    return first.kind is ActorKind.ORGANIZATION and _ABBREVIATED.fullmatch(between) is not None


def find_descriptions(
    article: Article, members: Sequence[Member], within: Sequence[int] | None = None
) -> Iterator[tuple[Member, Mention]]:
    """Find where an article speaks of a person by office alone.

    Args:
        article: With its sentences.
        members: Those whom it names.
        within: Indices of the only sentences that are read, in order; all are by default.

    Yields:
        The person and the place, in order. Of several who fit, the one named last before it is meant.
    """
    read = [
        (index, article.sentences[index]) for index in (range(len(article.sentences)) if within is None else within)
    ]
    officials = [_Official.of(member) for member in members if member.kind is ActorKind.PERSON]
    if article.language is not None and describes_offices(article.language):
        yield from _foreign_descriptions(article, officials, read, article.language)
        return
    for index, sentence in read:
        for match in _description().finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            countries = {found.code for found in find_countries(match["about"])}
            words = [*_office(match["about"]), *_office(match["head"])]
            fitting = [
                (named, number)
                for number, official in enumerate(officials)
                if official.fits(countries, words) and (named := official.last_named(start)) is not None
            ]
            fitting = fitting or _at_home(officials, article.sentences, index, match)
            if fitting:
                # In a ministry's own text "the Minister", with a capital, is its own: whom it named first.
                own = match["head"][0].isupper()
                # At home nobody says of which state: of "Prime Minister Novak" and "Tavian Prime Minister Reth", Novak.
                home = [each for each in fitting if not countries and officials[each[1]].member.country is None]
                fitting = home if len(home) == 1 else fitting
                chosen = min(number for _, number in fitting) if own else max(fitting)[1]
                member = officials[chosen].member
                yield member, Mention(start, end, article.text[start:end], index, ActorKind.PERSON, described=True)


def _at_home(
    officials: Sequence[_Official], sentences: Sequence[Sentence], index: int, match: regex.Match[str]
) -> list[tuple[int, int]]:
    """Return the only person whom a subject such as "the Norvian president" may mean where his state is not told.

    Not one whom the sentence names, or a pronoun in it may mean: "the Norvian president received him". Nor may a
    sentence before name the state, as another one: "Orr arrived in Norvia".
    """
    sentence = sentences[index]
    countries = {found.code for found in find_countries(match["about"])}
    words = [*_office(match["about"]), *_office(match["head"])]
    fitting = [(number, each) for number, each in enumerate(officials) if each.fits_at_home(countries, words)]
    opens = match.start() == 0 or _OPENING.fullmatch(sentence.text[: match.start()])
    abroad = any(_names_state(before.text, countries) for before in sentences[max(0, index - _NEAR) : index])
    if len(fitting) != 1 or not opens or abroad or _HIM.search(sentence.text):
        return []
    number, official = fitting[0]
    here = any(mention.sentence == index for mention in official.member.mentions)
    named = official.last_named(sentence.start)
    others = any(each.country in countries and each.starts[0] < sentence.start for each in officials)
    return [] if here or named is None or others else [(named, number)]


def _names_state(text: str, countries: set[str]) -> bool:
    """Whether a sentence names one of some states, and not only what is of it: "the delegation of Norvia"."""
    named = [found for found in find_countries(text) if found.code in countries and found.kind == "name"]
    return any(not text[: found.start].rstrip().endswith((" of", " from")) for found in named)


def find_unnamed(article: Article, members: Sequence[Member]) -> Iterator[Mention]:
    """Find who meets somebody and is told by office alone, of a country of which the article names nobody.

    In a release "the Secretary-General", with capitals, is the one whose release it is, who need not be named.

    Args:
        article: In a language that is parsed.
        members: Those whom it names.

    Yields:
        The offices, without "the" or "a", as groups: "Norvian foreign minister", "Secretary-General".
    """
    persons = [member for member in members if member.kind is ActorKind.PERSON]
    known = {member.country for member in persons}
    officials = [_Official.of(member) for member in persons]
    foreign = {mention.sentence for each in persons if each.country or each.role for mention in each.mentions}
    # Behind one of whom nothing is told, the office may be his.
    untold = [each for each in persons if each.role is None and each.country is None]
    strangers = sorted((mention.sentence, mention.start) for each in untold for mention in each.mentions)
    last, _ = strangers[0] if strangers else (len(article.sentences), 0)
    for index, sentence in enumerate(article.sentences[: last + 1]):
        before = [start - sentence.start for at, start in strangers if at == index]
        patterns = (_description(), _office_of_state(), _COUNTERPART, _SOMEBODY, _HEAD_OF_BODY)
        for match in chain.from_iterable(pattern.finditer(sentence.text) for pattern in patterns):
            codes = {found.code for found in find_countries(match["about"])}
            several = match["head"].lower() in cast_words()["group"] or " the " in match["about"]
            unknown = len(codes) == 1 and known.isdisjoint(codes)
            words = [*_office(match["about"]), *_office(match["head"])]
            # "Norvia's trade minister" is at home Trade Minister Novak
            unknown = unknown and not any(each.country is None and each.fits(set(), words) for each in officials)
            end = max(match.end("about"), match.end("head"))
            capitals = all(word[0].isupper() for word in (*match["about"].split(), match["head"]))
            own = capitals and index in foreign and not (codes or any(each.fits(codes, words) for each in officials))
            home = _at_home(officials, article.sentences, index, match) if unknown else []
            if (unknown or own) and not (several or home) and _meets(sentence.text, match.start("head"), before):
                start = sentence.start + min(match.start("about"), match.start("head"))
                end += sentence.start
                country = codes.pop() if codes else None
                yield Mention(start, end, article.text[start:end], index, ActorKind.GROUP, country=country)


def _meets(text: str, at: int, strangers: Sequence[int]) -> bool:
    """Whether the word at some place of a sentence is a party to a meeting, and not the only one.

    A stranger before it, of whom nothing is told, may be meant by it, unless he is a party, too.
    """
    for frame in find_frames(parse(text)):
        parties = (*frame.agents, *frame.others)
        if len(parties) > 1 and any(each.start <= at < each.end for each in parties):
            apart = [start for start in strangers if not any(each.start <= start < each.end for each in parties)]
            return not any(start < at for start in apart)
    return False


def _foreign_descriptions(
    article: Article, officials: Sequence[_Official], read: Sequence[tuple[int, Sentence]], language: str
) -> Iterator[tuple[Member, Mention]]:
    offices = [office_of(official.member.role or "", language) for official in officials]
    for index, sentence in read:
        for found in find_offices(sentence.text, language):
            start, end = sentence.start + found.start, sentence.start + found.end
            fitting = [
                (likeness, named, number)
                for number, official in enumerate(officials)
                if (likeness := official.likeness(found, offices[number])) is not None
                and (named := official.last_named(start)) is not None
            ]
            if fitting:
                member = officials[max(fitting)[2]].member
                yield member, Mention(start, end, article.text[start:end], index, ActorKind.PERSON, described=True)


@dataclass(frozen=True, slots=True)
class _Official:
    """What is compared of a person, taken together once: a long article names hundreds, hundreds of times."""

    member: Member
    country: str | None
    role: list[str]
    starts: list[int]

    @classmethod
    def of(cls, member: Member) -> _Official:
        starts = sorted(mention.start for mention in member.mentions)
        return cls(member, member.country, _office(member.role or ""), starts)

    def fits(self, countries: set[str], words: list[str]) -> bool:
        """Whether the words of a description are this person's office."""
        if countries and self.country not in countries:
            return False
        if words == [_ANY_OFFICE] and countries:
            return not any(word.startswith("spokes") for word in self.role)
        alone = len(words) == 1 and words[0] in self.role  # "the envoy": "special envoy for the islands"
        alone = alone or not _ALSO_CALLED.get("".join(words[-1:]), set()).isdisjoint(self.role)
        return alone or (bool(self.role) and (self.role[-len(words) :] == words or self.role[: len(words)] == words))

    def fits_at_home(self, countries: set[str], words: list[str]) -> bool:
        """Whether a description may be of this person of whose state nothing is told: "the Norvian president"."""
        if self.country is not None or not countries:
            return False
        if words == [_ANY_OFFICE]:
            return not _HEADS.isdisjoint(self.role)
        return self.role == words or not _ALSO_CALLED.get("".join(words), set()).isdisjoint(self.role)

    def likeness(self, found: OfficeMention, office: str | None) -> int | None:
        """Return how well an office in another language fits this person, ``None`` if it does not.

        Args:
            found: The office that is spoken of.
            office: The one that the article gives this person, ``None`` if it gives none that is known.
        """
        if found.countries and self.country not in found.countries:
            return None
        if found.office == ANY_OFFICE:
            return 0 if found.countries else None
        if office is None or office == COUNTERPART:  # "his Norvian counterpart" is a president where he is one
            return 0 if found.countries and (office or not self.role) else None
        role = without_accents(self.member.role or "").lower().split()
        alike = [max((_likeness(word, known) for known in role), default=0) for word in found.words]
        if office != found.office or not (found.countries or all(alike)):
            return None
        return sum(alike)

    def last_named(self, before: int) -> int | None:
        """Return where the person is named last before a place."""
        at = bisect_left(self.starts, before)
        return self.starts[at - 1] if at else None


def _likeness(word: str, other: str) -> int:
    """Return 2 for the same word, 1 for two forms of one ("министра", "министром"), else 0."""
    if word == other:
        return 2
    return int(word[:_STEM] == other[:_STEM])


def _office(title: str) -> list[str]:
    """Return the words of a title without countries and "former"."""
    for found in reversed(find_countries(title)):
        title = title[: found.start] + title[found.end :]
    title = _SHORT_OFFICE.sub(lambda short: _IN_FULL[short.group().lower()], title)
    title = title.replace("'s", " ").replace("’s", " ").replace("-", " ")
    words = [word.strip("'’.,").lower() for word in title.split()]
    return [word for word in words if word and word not in {"former", "then", "new", "of", "the", "his", "her"}]
