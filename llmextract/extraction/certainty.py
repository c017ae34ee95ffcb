"""What a clause leaves no doubt of: that people of different parties meet, or that one government is among itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import find_countries
from llmextract.extraction.cues import find_cues, has_cue
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Member

_GOVERNS = regex.compile(
    r"^(?!.*\b(?:opposition|rebel|former|ex)\b).*\b(?:president|minister|premier|chancellor|king|secretary)\b", regex.I
)
_DOMESTIC = regex.compile(r"\b(?!prime|first|deputy|vice|chief)\p{L}{4,} minister\b|\bminister (?:of|for)\b")
_OWN_BODY = regex.compile(r"^(?:Cabinet|Parliament|Senate|Treasury|Council of Ministers|Ministry of .*)$")
_ABROAD = regex.compile(r"\b(?:on|to|for|in|from|with|against|about|near)\s+(?:the\s+)?$")  # "the envoy on Norvia"
_MANY = 5  # people
_NEGATING = 14  # words


def is_certain(text: str, members: Sequence[Member], article: Article, own: int) -> bool:
    """Return whether a clause leaves no doubt that these people meet, and that they are of different parties.

    Args:
        text: The clause.
        members: Who may take part.
        article: The article.
        own: How many of them the clause itself names.
    """
    kinds = ["certain"] if own == 1 else ["certain", "certain_of_two"]
    said = [span for kind in kinds for span in find_cues(kind, text, article.language)]
    if len(members) < 2 or not any(not _is_negated(text, span, article.language) for span in said):  # noqa: PLR2004
        return False
    parties = [_party(member, article) for member in members]
    known = {party for party in parties if party}
    offices = all(member.role for member in members if member.kind is not ActorKind.ORGANIZATION)
    return len(known) > 1 or (None in parties and (bool(known) or not offices))


def _is_negated(text: str, span: tuple[int, int], language: str | None) -> bool:
    """Whether words before a cue, or the cue itself, leave doubt: "did not meet", "refused to meet", "if they meet"."""
    before = " ".join(text[: span[0]].split()[-_NEGATING:])
    return has_cue("negated", f"{before} {text[span[0] : span[1]]}", language)


def is_internal(members: Sequence[Member], article: Article) -> bool:
    """Return whether all hold offices of one government: what they do among themselves is no meeting of two parties.

    Args:
        members: Who may take part in a meeting.
        article: The article.
    """
    bodies = [member for member in members if member.kind is ActorKind.ORGANIZATION]
    if any(member.country or not _OWN_BODY.search(member.name) for member in bodies):
        return False
    members = [member for member in members if member not in bodies] or members
    parties = {_party(member, article) for member in members}
    governing = sum(_GOVERNS.search(member.role or "") is not None for member in members)
    if parties == {None}:  # of officials of several states, each is given with his own
        roles = {(member.role or "").lower() for member in members}
        at_home = any(_DOMESTIC.search(role) for role in roles) and not any("foreign" in role for role in roles)
        cabinet = at_home and governing == len(members) == len(roles)
        return cabinet or (len(members) >= _MANY and 2 * governing > len(members))
    return len(parties) == 1 and governing == len(members)


def _party(member: Member, article: Article) -> str | None:
    """Return the state that a member speaks for; an office without country is of the only one named before."""
    if member.country or member.role is None:
        return member.country
    first = member.mentions[0]
    sentence = article.sentences[first.sentence]
    before = sentence.text[: first.start - sentence.start]
    named = {found.code for found in find_countries(before) if not _ABROAD.search(before, endpos=found.start)}
    return named.pop() if len(named) == 1 else None
