"""Whose office a person has, as the names around it tell: a party's, a listed country's, that of a group."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.titles import title_heads, title_start
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.extraction.mentions import Mention

_OFFICES_OF = regex.compile(
    r"(?r)\b(?i:ministers?|presidents?|premiers?|leaders?|heads?|chiefs?|envoys?|ambassadors?|counterparts?|chancellors?|secretar(?:y|ies)|"
    r"ministres?|présidents?|ministr[oa]s?|president[ea]s?|canciller(?:es)?)\s(?:[^;.]*\s)?(?:of|de|des|du|del|and|et|y|e)\s+(?:the\s+|la\s+)?$"
)
_OFFICE_OF = regex.compile(r"(?r)\b(\p{L}+)\s+of\s+(?:the\s+)?$")
_ABBREVIATED = regex.compile(r"(?:\s\(\p{Lu}[\p{L}-]*)?\)\s")
_INCLUDING = regex.compile(
    r",?\s+(?:including|such as|among them|notably)\s+(?:(?:an?\s+)?(?:\p{Ll}+\s+)?(?:meeting|talks|one)\s+with\s+)?"
    r"(?:the\s+|\p{Lu}\p{Ll}+\s+)?"
)
_LED = regex.compile(r"(?:,?\s+(?:and\s+)?|\s+\p{Ll}+\s+)?(?:led|headed)\s+by\s+(?:the\s+)?")
_ALSO = regex.compile(r",?\s+and\s+(?:the\s+)?|,\s+(?:the\s+)?")


def without_titles_parties(text: str, named: Sequence[Mention], offset: int) -> list[Mention]:
    """Make the party in "leader of the Red Delta Party Ada Novak" a part of her title.

    Args:
        text: The sentence.
        named: What it names, in order.
        offset: Where it begins in the article's text.
    """
    kept = []
    for number, mention in enumerate(named):
        after = next((other for other in named[number + 1 : number + 3] if other.kind is ActorKind.PERSON), None)
        if after is not None and after.title and mention.kind is ActorKind.ORGANIZATION:
            between = text[mention.end - offset : title_start(text, after.start - offset)]
            if _ABBREVIATED.fullmatch(between):
                continue  # "Red Delta Party (RDP) Chairwoman Ada Novak"
        after = next(iter(named[number + 1 :]), None)
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


def with_listed_countries(text: str, named: Sequence[Mention], offset: int) -> list[Mention]:
    """Give each his country in "the foreign ministers of Norvia, Mr Reth, and Tavia, Mrs Novak".

    The arguments are those of `without_titles_parties`.
    """
    kept = []
    for mention, after in zip_longest(named, named[1:]):
        start = mention.start - offset
        if (
            mention.kind is ActorKind.COUNTRY
            and after is not None
            and after.kind is ActorKind.PERSON
            and text[mention.end - offset : title_start(text, after.start - offset)] == ", "
            and _OFFICES_OF.search(text, endpos=start)
        ):
            after.country = after.country or mention.country
        else:
            kept.append(mention)
    return kept


def share_country_of_group(text: str, named: Sequence[Mention], offset: int) -> None:
    """Give officials the country of their group: "Norvian leaders, including President Novak", "envoys led by Novak".

    The arguments are those of `without_titles_parties`.
    """
    for number, group in enumerate(named):
        if group.kind is not ActorKind.GROUP or group.country is None:
            continue
        before, links = group.end, [_INCLUDING, _LED]
        for mention in named[number + 1 :]:
            start = title_start(text, mention.start - offset)
            if mention.kind is not ActorKind.PERSON or mention.lone or mention.country:
                break
            link = next((each for each in links if each.fullmatch(text[before - offset : start])), None)
            if link is None or (link is not _LED and not mention.title):
                break
            mention.country = group.country
            before, links = mention.end, [_ALSO]
