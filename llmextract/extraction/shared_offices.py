"""An office that several persons share: "the Norvian and Tavian foreign ministers, Ada Novak and Ivo Reth"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import find_countries
from llmextract.extraction.titles import title_heads
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.extraction.mentions import Mention

_NEXT = regex.compile(r"(?:\s\([^()]{2,40}\))?(?:,|,? and)\s")  # "Ada Novak (Norvia) and Ivo Reth"
_OWNED = regex.compile(r"^['’]?s?\s+")


def share_offices(text: str, named: Sequence[Mention], offset: int) -> None:
    """Give each of those who are listed behind an office in the plural that office, and his country.

    Args:
        text: The sentence.
        named: What it names, in order.
        offset: Where it begins in the article's text.
    """
    for number, first in enumerate(named):
        office = _singular(first.title or "") if first.kind is ActorKind.PERSON else None
        plural, _, lands = (first.title or "").partition(" of ")
        of = office is None and first.kind is ActorKind.PERSON and bool(find_countries(lands))
        office = _singular(plural) if of else office  # "the foreign ministers of Norvia and Tavia"
        if first.title is None or office is None:
            continue
        listed = _listed(text, named[number:], offset)
        found = find_countries(first.title)
        codes = list(dict.fromkeys([each.code for each in found] or [each.country or "" for each in listed]))
        if len(listed) == 1 or "" in codes or len(codes) not in {1 if found else 0, len(listed)}:
            continue  # who is whose, nothing says
        own = str(_OWNED.sub("", office[found[-1].end :])) if found and not of else office
        for at, mention in enumerate(listed):
            mention.title = own if len(codes) > 1 else office
            mention.country = codes[at % len(codes)]
            mention.lone = mention.weak = False


def _singular(title: str) -> str | None:
    """Return a title for one of several who hold it; ``None`` for one that is not in the plural."""
    *_, head = title.lower().split() or [""]
    one = f"{title[:-3]}y" if head.endswith("ies") else title[:-1]
    return one if head.endswith("s") and one.lower().rpartition(" ")[2] in title_heads() else None


def _listed(text: str, named: Sequence[Mention], offset: int) -> list[Mention]:
    """Return those who stand in one list with the first, each without a title of his own."""
    listed = [named[0]]
    for mention in named[1:]:
        if mention.kind is ActorKind.COUNTRY:
            continue  # "(Norvia)"
        between = text[listed[-1].end - offset : mention.start - offset]
        if mention.kind is not ActorKind.PERSON or mention.title or not _NEXT.fullmatch(between):
            break
        listed.append(mention)
    return listed
