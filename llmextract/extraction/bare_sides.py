"""Sides of a war or of a quarrel at home that stand without a name: "talks between the government and the rebels"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from llmextract.extraction.frames import find_frames
from llmextract.extraction.mentions import Mention
from llmextract.extraction.syntax import parse
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Member
    from llmextract.extraction.syntax import Word

_GOVERNMENT = "government"
_ONE = frozenset({_GOVERNMENT, "opposition", "junta"})
_SIDES = frozenset({"rebel", "insurgent", "guerrilla", "separatist"})
_ANY = regex.compile(
    r"\b(?i:government|opposition|junta|rebels?|armed|militant|insurgents?|guerrillas?|separatists?)\b"
)
_REBEL_GROUP = regex.compile(
    r"(?:(?:an?|the|its|two|several|some|main|largest|biggest|other|rival|(?:the\s+)?country['’]s)\s+)*"
    r"(?P<name>(?:rebel|armed|militant|insurgent|guerrilla|separatist)\s+(?:groups?|movements?|factions?|alliance|coalition))",
    regex.IGNORECASE,
)
"""A side that is told of by what it is: "a rebel group", "the country's main armed groups"."""


def find_bare_sides(article: Article, members: Sequence[Member]) -> Iterator[Mention]:
    """Find the sides without a name that meet somebody.

    "The government" is the only one that the article names, if that is one: "the Norvian government".

    Args:
        article: In a language that is parsed.
        members: Those whom it names.

    Yields:
        The sides, without "the", as groups: "government", "rebels".
    """
    taken = {(mention.start, mention.end) for member in members for mention in member.mentions}
    governments = [member for member in members if member.name.lower().endswith(f" {_GOVERNMENT}")]
    for index, sentence in enumerate(article.sentences):
        if not _ANY.search(sentence.text):
            continue
        found: set[int] = set()
        for frame in find_frames(parse(sentence.text)):
            parties = [*frame.agents, *frame.others]
            for party in parties if len(parties) > 1 else ():
                head = party.head
                start, end = sentence.start + head.start, sentence.start + head.end
                group = _REBEL_GROUP.fullmatch(sentence.text[party.start : party.end])
                if group is not None:
                    start = sentence.start + party.start + group.start("name")
                opening = sentence.start + party.start  # "Norvia's government" is Norvia
                named = any(first < end and opening < last for first, last in taken)
                owned = sentence.text[party.start : head.start].lower() not in {"", "the "}  # "his government"
                bare = group is not None or (is_bare_side(head) and not owned)
                if not bare or named or head.start in found:
                    continue
                found.add(head.start)
                known = governments[0] if head.lemma == _GOVERNMENT and len(governments) == 1 else None
                told = sentence.text[start - sentence.start : head.end]
                name, kind = (known.name, known.kind) if known else (told, ActorKind.GROUP)
                yield Mention(start, end, name, index, kind, described=known is not None)


def is_bare_side(word: Word) -> bool:
    """Return whether a word stands for a side without a name: "government", "rebels", not "rebel".

    Args:
        word: A word of a sentence.
    """
    return word.lemma in (_SIDES if word.tag == "NNS" else _ONE)
