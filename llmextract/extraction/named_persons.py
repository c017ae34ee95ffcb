"""The persons whom some words of a sentence name, but for who speaks for others: "Novak's office" is Novak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from llmextract.extraction.noun_phrases import BODIES
from llmextract.extraction.role_words import SPEAKERS
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.extraction.cast import Member
    from llmextract.extraction.noun_phrases import NounPhrases
    from llmextract.extraction.syntax import Parse, Word

_SPEAKS_FOR = regex.compile(r"\bspokes(?:man|woman|person)|\bpress secretary\b", regex.IGNORECASE)


def speaks_for_others(member: Member) -> bool:
    """Return whether somebody is a spokesman.

    Args:
        member: Anybody.
    """
    return _SPEAKS_FOR.search(member.role or "") is not None


def persons_named(phrases: NounPhrases, parsed: Parse, index: int, words: Iterable[Word]) -> list[Member]:
    """Return the persons whom some words name, with those joined to them.

    Args:
        phrases: Of the article.
        parsed: The sentence.
        index: Its index.
        words: Words of it.
    """
    found: list[Member] = []
    for word in words:
        speaks = word.lemma in BODIES or word.lemma in SPEAKERS
        owners = parsed.children(word, "poss") if speaks else []  # "Novak's office says he"
        for named in (word, *parsed.children(word, "conj", "appos"), *owners):
            found += [
                member
                for member in phrases.named_by(index, named)
                if member.kind is ActorKind.PERSON and member not in found and not speaks_for_others(member)
            ]
    return found
