"""Who is named in an article: every candidate for taking part in a meeting, each under one name.

The model only chooses from this cast; it never spells a name. Two forms of a name are one member as far as
`llmextract.extraction.names` says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.bare_sides import find_bare_sides
from llmextract.extraction.capital_sides import find_capital_sides
from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.coreference import find_descriptions, find_unnamed, stated_alias
from llmextract.extraction.countries import country_code, organisation_name
from llmextract.extraction.letterhead import find_author
from llmextract.extraction.mentions import Mention, find_mentions
from llmextract.extraction.names import NameIndex, NameRelation, name_relation
from llmextract.extraction.office_beside import office_of
from llmextract.extraction.recognised_names import revise_mentions
from llmextract.extraction.syntax import PARSED_LANGUAGES
from llmextract.extraction.titles import is_title_head
from llmextract.extraction.uncased_names import find_uncased_names
from llmextract.schemas import ActorKind, Span

if TYPE_CHECKING:
    from collections.abc import Collection

    from llmextract.articles.article import Article

_LONGEST_NAME = 150  # characters; what is longer is no name but text in capitals


_REPRESENTING = regex.compile(
    r"(?:\p{Ll}+\s+)*(?:representatives|officials|leaders|members|negotiators|delegates|delegation|commanders|envoys)\s+(?:of|from)\s+(?:the\s+)?(.+)"
)


_RELATIONS: tuple[NameRelation, ...] = ("same", "last", "inner", "first", "different")
_ONE_EACH = frozenset({"minister", "president", "leader", "chief", "premier", "chancellor", "king", "secretary"})
"""Offices that one person of a country holds."""
_MONARCHS = frozenset({"king", "queen", "emperor", "empress", "pope"})
"""Titles of who is called by a given name alone."""


@dataclass(slots=True, eq=False)
class Member:
    """Somebody or something that an article names, under all its forms there."""

    name: str
    kind: ActorKind
    mentions: list[Mention] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)

    @property
    def role(self) -> str | None:
        """The first office that the article gives."""
        if self.kind is ActorKind.COUNTRY:
            return None
        return next((mention.title for mention in self.mentions if mention.title), None)

    @property
    def country(self) -> str | None:
        """Code of the state it speaks for, as far as the words next to the name say."""
        if self.kind is ActorKind.COUNTRY:
            return country_code(self.name)
        return next((mention.country for mention in self.mentions if mention.country), None)

    @property
    def is_one(self) -> bool:
        """Whether it is one person, though without a name: "Norvian foreign minister"."""
        words = self.name.split()
        office = words[0] if words[1:2] == ["of"] else words[-1]  # "president of the Norvian central bank"
        return self.kind is ActorKind.GROUP and is_title_head(office) and office not in cast_words()["group"]

    def spans(self) -> tuple[Span, ...]:
        """Return where the article names it."""
        named = [mention for mention in self.mentions if not mention.described]
        return tuple(Span(start=mention.start, end=mention.end) for mention in named)


@dataclass(frozen=True)
class Cast:
    """All members, in order of appearance; complete when it is made.

    Attributes:
        members: Everybody.
        author: Who "I" is outside quotes, where the article is somebody's own release.
    """

    members: tuple[Member, ...]
    author: Member | None = None

    def in_sentence(self, index: int) -> list[Member]:
        """Return the members that a sentence names, in its order."""
        return list(self._by_sentence.get(index, ()))

    @cached_property
    def _by_sentence(self) -> dict[int, list[Member]]:
        """The members by the sentences that name them: an article of a whole book asks for each sentence."""
        places = sorted(
            (mention.start, number, mention.sentence)
            for number, member in enumerate(self.members)
            for mention in member.mentions
        )
        found: dict[int, dict[int, Member]] = {}
        for _, number, sentence in places:
            found.setdefault(sentence, {}).setdefault(number, self.members[number])
        return {sentence: list(members.values()) for sentence, members in found.items()}


def build_cast(article: Article, *, recognised: bool = False, within: Collection[int] | None = None) -> Cast:
    """Find everybody and everything that an article names and that could take part in a meeting.

    Args:
        article: With its sentences.
        recognised: Whether a statistical recogniser is asked what is named, where the language has one: for a reading
            that parses the sentences anyway.
        within: Indices of the only sentences that are read; all are by default.

    Returns:
        The members: persons, organisations, countries and groups; places are left out.
    """
    read = range(len(article.sentences)) if within is None else sorted(within)
    mentions = [
        mention
        for index in read
        for mention in find_mentions(article.sentences[index], index, article.language)
        if len(mention.name) <= _LONGEST_NAME
    ]
    if recognised and article.language in PARSED_LANGUAGES:
        mentions = revise_mentions(article, mentions)
    mentions += find_uncased_names(article)
    signed = find_author(article)
    mentions += signed
    members: list[Member] = []
    persons: NameIndex[Member] = NameIndex()
    # The fullest names first: they become the members' names, and shorter forms before them still find them.
    firm = {mention.name for mention in mentions if not mention.weak}
    for mention in sorted(mentions, key=lambda mention: (mention.lone, -mention.name.count(" "), mention.start)):
        _enter(members, persons, mention, known=mention.name in firm)
    _join_stated(article, members)
    _join_representatives(members)
    _join_offices_of_countries(members)
    if recognised and article.language in PARSED_LANGUAGES:
        unnamed = (*find_unnamed(article, members), *find_bare_sides(article, members))
        for mention in (*unnamed, *find_capital_sides(article, members)):
            _enter(members, persons, mention, known=True)
    for member, mention in list(find_descriptions(article, members, read)):
        member.mentions.append(mention)
    for member in members:
        member.mentions.sort(key=lambda mention: mention.start)
    members.sort(key=lambda member: member.mentions[0].start)
    author = next((member for member in members if not set(signed).isdisjoint(member.mentions)), None)
    return Cast(tuple(members), author)


def _join_stated(article: Article, members: list[Member]) -> None:
    """Make one of two members whose names the article states to be one's."""
    places = sorted(
        ((mention, member) for member in members for mention in member.mentions), key=lambda place: place[0].start
    )
    for (first, owner), (second, other) in pairwise(places):
        together = owner is not other and other in members and owner in members
        if together and first.sentence == second.sentence and stated_alias(article.text, first, second):
            owner.mentions += other.mentions
            owner.aliases += [name for name in (other.name, *other.aliases) if name not in (owner.name, *owner.aliases)]
            members.remove(other)


def _join_offices_of_countries(members: list[Member]) -> None:
    """Take "the foreign ministers of Norvia and Tavia" for those who are named with that office of that country."""
    for country in [member for member in members if member.kind is ActorKind.COUNTRY]:
        for mention in [mention for mention in country.mentions if mention.party]:
            person = _holder(members, country, mention)
            if person is not None:
                country.mentions.remove(mention)
                person.mentions.append(replace(mention, kind=ActorKind.PERSON, title=None, described=True))
        if not country.mentions:
            members.remove(country)


def _holder(members: list[Member], country: Member, mention: Mention) -> Member | None:
    """Return the only person whom the article names with that office of that country, or of that country at all."""
    *kind, head = (mention.title or "").lower().split()
    compatriots = [
        member for member in members if member.kind is ActorKind.PERSON and member.country == country.country
    ]
    titles = {member.name: (member.role or "").lower().split() for member in compatriots}
    holders = [
        member
        for member in compatriots
        if titles[member.name][-1:] in ([head.removesuffix("s")], ["counterpart"])
        and all((word in kind) == (word in titles[member.name]) for word in ("prime", "deputy", "vice"))
    ]
    if head == "counterparts" and not holders:  # who has the office that somebody of another state has
        offices = {office_of(member.role) for member in members if member.country != country.country and member.role}
        holders = [member for member in compatriots if office_of(member.role) in offices]
    single = head.removesuffix("s") in _ONE_EACH
    found = holders or [member for member in compatriots if single and not titles[member.name]]
    return found[0] if len(found) == 1 else None


def _join_representatives(members: list[Member]) -> None:
    """Take "representatives of the Red Delta Front" for the front itself, where the article names it."""
    named = {
        form.casefold(): member
        for member in members
        if member.kind is ActorKind.ORGANIZATION
        for form in _forms(member)
    }
    for group in [member for member in members if member.kind is ActorKind.GROUP]:
        of = _REPRESENTING.match(group.name)
        whom = named.get(of[1].casefold()) if of else None
        if whom is not None:
            whom.mentions += group.mentions
            whom.aliases += [name for name in _forms(group) if name not in _forms(whom)]
            members.remove(group)


def _enter(members: list[Member], persons: NameIndex[Member], mention: Mention, *, known: bool) -> None:
    """Add a mention to the member it names, or make a new one."""
    member = _find(members, persons, mention)
    if member is None and mention.weak and not known:
        return  # wherever it stands, it stands as a place does
    if member is None and mention.lone:
        mention.kind = ActorKind.ORGANIZATION  # a surname alone has its person; what is left is "Hamas" or "Reuters"
        member = _find(members, persons, mention)
    if member is None:
        members.append(Member(mention.name, mention.kind, [mention]))
        if mention.kind is ActorKind.PERSON:
            persons.add(mention.name, members[-1])
        return
    member.mentions.append(mention)
    if mention.name not in (member.name, *member.aliases):
        member.aliases.append(mention.name)


def _find(members: list[Member], persons: NameIndex[Member], mention: Mention) -> Member | None:
    if mention.kind is not ActorKind.PERSON:
        key = _key(mention.kind, mention.name)
        same = (member for member in members if member.kind is mention.kind)
        return next((member for member in same if key in {_key(member.kind, name) for name in _forms(member)}), None)
    by_relation: dict[str, list[Member]] = {}
    for member in persons.candidates(mention.name):
        # "Novak" may be Ada Novak Prado where she is called Ada Novak as well
        forms = [member.name, *(alias for alias in member.aliases if " " in alias)]
        relations = {name_relation(mention.name, form) for form in forms}
        by_relation.setdefault(next(each for each in _RELATIONS if each in relations), []).append(member)
    for relation in _RELATIONS[:-1]:
        candidates = by_relation.get(relation, [])
        if relation == "first" and _is_monarch(mention.title):  # "King Omar" is not Prime Minister Omar Novak
            candidates = [each for each in candidates if _is_monarch(each.role)]
        if len(candidates) > 1 and mention.title:  # "Sheikh Ada" is Sheikh Ada al-Novak, not Minister Ada Reth
            candidates = [each for each in candidates if each.role == mention.title] or candidates
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            # Several of one family: the one named last before this place is meant.
            return max(candidates, key=lambda member: _nearness(member, mention))
    return None


def _is_monarch(title: str | None) -> bool:
    return title is not None and not _MONARCHS.isdisjoint(title.lower().split())


def _nearness(member: Member, mention: Mention) -> tuple[bool, int]:
    before = [known.start for known in member.mentions if known.start <= mention.start]
    return (True, max(before)) if before else (False, -min(known.start for known in member.mentions))


def _forms(member: Member) -> tuple[str, ...]:
    return (member.name, *member.aliases)


@lru_cache(maxsize=1 << 14)
def _key(kind: ActorKind, name: str) -> str:
    if kind is ActorKind.COUNTRY:
        return country_code(name) or name
    name = regex.sub(r"^(?i:the)\s+", "", name)
    return (organisation_name(name) or name).casefold()
