"""Offices whose holder the next sentence names: "Norvia's foreign minister arrived in Lima. Ada Novak met Orr"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.names import title_heads
from llmextract.extraction.speeches import main_subjects
from llmextract.extraction.syntax import parse
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Member


def told_by_office(article: Article, index: int, members: Iterable[Member]) -> bool:
    """Return whether a sentence tells of an office whose holder, one of some members, the next sentence first names.

    Args:
        article: In a language that is parsed.
        index: Index of the sentence.
        members: Who met, as the next sentence tells.
    """
    if not _is_of_office(article.sentences[index].text):
        return False
    following = article.sentences[index + 1]
    subjects = main_subjects(following.text)
    return any(
        member.kind is ActorKind.PERSON
        and member.role is None
        and member.country is None
        and min(mention.sentence for mention in member.mentions) == index + 1
        and any(party.start <= mention.start - following.start < party.end for mention in member.mentions)
        for member in members
        for party in subjects[:1]
    )


def _is_of_office(text: str) -> bool:
    """Whether the subject of a sentence is somebody by his office alone: "Norvia's president", "the Tavian envoy"."""
    parsed = parse(text)
    subjects = main_subjects(text)
    if len(subjects) != 1:
        return False
    head = subjects[0].head
    within = list(parsed.subtree(head))
    named = any(
        each.label == "PERSON" and each.start <= word.start < each.end for each in parsed.entities for word in within
    )
    return head.tag == "NN" and head.lemma in title_heads() and not named
