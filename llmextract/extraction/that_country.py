"""Hosts told by office alone in a country named before: "arrived in Norvia for talks with the country's president"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.names import title_heads
from llmextract.extraction.syntax import parse
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Parse, Word

_LANDS = frozenset({"country", "nation", "state", "kingdom", "republic"})
_HOSTS = frozenset({"official", "leader", "authority", "minister", "leadership", "government", "diplomat"})


def host_country(article: Article, cast: Cast, index: int, word: Word) -> list[Member]:
    """Return the country whose president, or whose officials, a phrase speaks of, if it is named before.

    Args:
        article: With its sentences, in a language that is parsed.
        cast: Of that article.
        index: Index of the sentence.
        word: The phrase's head.
    """
    parsed = parse(article.sentences[index].text)
    owners = parsed.children(word, "poss")
    first = word
    while first.relation == "conj" and not owners:  # "the country's president and prime minister"
        first = parsed.words[first.head]
        owners = parsed.children(first, "poss")
    owned = [owner for owner in owners if owner.lemma in _LANDS and parsed.children(owner, "det", "case")]
    if not owned or word.lemma not in title_heads() | _HOSTS:
        return []
    before = article.sentences[index].start + owned[0].start
    named = [
        (mention.start, number)
        for number, member in enumerate(cast.members)
        if member.kind is ActorKind.COUNTRY
        for mention in member.mentions
        if mention.sentence in {index, index - 1} and mention.start < before
    ]
    return [cast.members[max(named)[1]]] if named else []


def owned_phrase(parsed: Parse, text: str, party: Party) -> str:
    """Return a party's phrase, with whose it is where that stands with the one before: "Norvia's king and minister".

    Args:
        parsed: The sentence.
        text: Its text.
        party: One of its parties.
    """
    phrase = text[party.start : party.end]
    word = party.head
    if word.kind != "NOUN" or word.relation != "conj" or parsed.children(word, "poss", "det", "compound"):
        return phrase
    owners = parsed.children(parsed.words[word.head], "poss")
    named = [owner for owner in owners if owner.kind == "PROPN" and parsed.children(owner, "case")]
    return f"{text[named[0].start : named[0].end]}'s {phrase}" if named else phrase
