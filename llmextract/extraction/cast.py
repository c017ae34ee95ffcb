"""Who is named in an article: every candidate for taking part in a meeting, each under one name.

The model only chooses from this cast; it never spells a name. Two forms of a name are one member as far as
`llmextract.extraction.names` says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.coreference import find_descriptions, stated_alias
from llmextract.extraction.countries import country_code, organisation_name
from llmextract.extraction.mentions import Mention, find_mentions
from llmextract.extraction.names import name_relation
from llmextract.schemas import ActorKind, Span

if TYPE_CHECKING:
    from llmextract.articles.article import Article


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
        return next((mention.title for mention in self.mentions if mention.title), None)

    @property
    def country(self) -> str | None:
        """Code of the state it speaks for, as far as the words next to the name say."""
        if self.kind is ActorKind.COUNTRY:
            return country_code(self.name)
        return next((mention.country for mention in self.mentions if mention.country), None)

    def spans(self) -> tuple[Span, ...]:
        """Return where the article names it."""
        named = [mention for mention in self.mentions if not mention.described]
        return tuple(Span(start=mention.start, end=mention.end) for mention in named)


@dataclass(frozen=True, slots=True)
class Cast:
    """All members, in order of appearance."""

    members: tuple[Member, ...]

    def in_sentence(self, index: int) -> list[Member]:
        """Return the members that a sentence names, in its order."""
        found = [
            (mention.start, number, member)
            for number, member in enumerate(self.members)
            for mention in member.mentions
            if mention.sentence == index
        ]
        return list({id(member): member for _, _, member in sorted(found, key=lambda item: item[:2])}.values())


def build_cast(article: Article) -> Cast:
    """Find everybody and everything that an article names and that could take part in a meeting.

    Args:
        article: With its sentences.

    Returns:
        The members: persons, organisations, countries and groups; places are left out.
    """
    mentions = [
        mention for index in range(len(article.sentences)) for mention in find_mentions(article.sentences[index], index)
    ]
    members: list[Member] = []
    # The fullest names first: they become the members' names, and shorter forms before them still find them.
    firm = {mention.name for mention in mentions if not mention.weak}
    for mention in sorted(mentions, key=lambda mention: (mention.lone, -mention.name.count(" "), mention.start)):
        _enter(members, mention, known=mention.name in firm)
    _join_stated(article, members)
    for member, mention in list(find_descriptions(article, members)):
        member.mentions.append(mention)
    for member in members:
        member.mentions.sort(key=lambda mention: mention.start)
    members.sort(key=lambda member: member.mentions[0].start)
    return Cast(tuple(members))


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


def _enter(members: list[Member], mention: Mention, *, known: bool) -> None:
    """Add a mention to the member it names, or make a new one."""
    member = _find(members, mention)
    if member is None and mention.lone:
        if not known:
            return
        mention.kind = ActorKind.ORGANIZATION  # a surname alone has its person; what is left is "Hamas" or "Reuters"
        member = _find(members, mention)
    if member is None:
        members.append(Member(mention.name, mention.kind, [mention]))
        return
    member.mentions.append(mention)
    if mention.name not in (member.name, *member.aliases):
        member.aliases.append(mention.name)


def _find(members: list[Member], mention: Mention) -> Member | None:
    same = [member for member in members if member.kind is mention.kind]
    if mention.kind is not ActorKind.PERSON:
        key = _key(mention)
        return next((member for member in same if any(_key(known) == key for known in member.mentions)), None)
    by_relation: dict[str, list[Member]] = {}
    for member in same:
        by_relation.setdefault(name_relation(mention.name, member.name), []).append(member)
    for relation in ("same", "last", "first"):
        candidates = by_relation.get(relation, [])
        if candidates:
            # Several of one family: the one named last before this place is meant.
            return max(candidates, key=lambda member: _nearness(member, mention))
    return None


def _nearness(member: Member, mention: Mention) -> tuple[bool, int]:
    before = [known.start for known in member.mentions if known.start <= mention.start]
    return (True, max(before)) if before else (False, -min(known.start for known in member.mentions))


def _key(mention: Mention) -> str:
    if mention.kind is ActorKind.COUNTRY:
        return country_code(mention.name) or mention.name
    name = regex.sub(r"^(?i:the)\s+", "", mention.name)
    return (organisation_name(name) or name).casefold()
