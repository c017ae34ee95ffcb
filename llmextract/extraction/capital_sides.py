"""Governments that a capital stands for: "Moscow and Washington held talks", "would hold talks with Seoul"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.countries import name_kind
from llmextract.extraction.frames import find_frames
from llmextract.extraction.mentions import Mention
from llmextract.extraction.syntax import parse
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Member

_OF_OTHERS = frozenset({"Brussels", "Vatican City"})
"""Seats of others than a state's government."""


def find_capital_sides(article: Article, members: Sequence[Member]) -> Iterator[Mention]:
    """Find the capitals that meet somebody.

    Args:
        article: In a language that is parsed.
        members: Those whom it names.

    Yields:
        The capitals, as names of their countries.
    """
    taken = [(mention.start, mention.end) for member in members for mention in member.mentions]
    for index, sentence in enumerate(article.sentences):
        if not any(name_kind(word.strip(".,;:’'")) == "capital" for word in sentence.text.split()):
            continue  # parsing takes time
        found: set[int] = set()
        for frame in find_frames(parse(sentence.text)):
            parties = () if frame.needs_person else (*frame.agents, *frame.others)  # "visited Lima"
            for party in parties if len(parties) > 1 else ():
                name = sentence.text[party.start : party.end]
                start, end = sentence.start + party.start, sentence.start + party.end
                named = any(first < end and start < last for first, last in taken)
                stands = name_kind(name) == "capital" and name not in _OF_OTHERS
                if not stands or named or start in found:
                    continue
                found.add(start)
                yield Mention(start, end, name, index, ActorKind.COUNTRY)
