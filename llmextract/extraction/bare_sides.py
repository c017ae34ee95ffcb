"""Sides of a meeting that stand without a name: "talks between the government and the rebels", "a Norvian official"."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.any_word import any_word
from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.countries import find_countries
from llmextract.extraction.frames import find_frames
from llmextract.extraction.mentions import Mention
from llmextract.extraction.parties import named
from llmextract.extraction.syntax import parse
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Member
    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Parse, Word

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
_INDEFINITE = frozenset({"a", "an", "another", "one"})
_OF = frozenset({"of", "from"})
_STATES = frozenset({"country", "nation", "state", "power"})
_BODIES = frozenset({ActorKind.ORGANIZATION, ActorKind.COUNTRY})
_LONGEST = 90  # characters


def find_bare_sides(article: Article, members: Sequence[Member]) -> Iterator[Mention]:
    """Find the sides without a name that meet somebody.

    "The government" is the only one that the article names, if that is one: "the Norvian government".

    Args:
        article: In a language that is parsed.
        members: Those whom it names.

    Yields:
        The sides, without "the", as groups: "government", "rebels", "senior Norvian official".
    """
    taken = [(mention.start, mention.end, member.kind) for member in members for mention in member.mentions]
    governments = [member for member in members if member.name.lower().endswith(f" {_GOVERNMENT}")]
    for index, sentence in enumerate(article.sentences):
        if not (_ANY.search(sentence.text) or _any_unnamed().search(sentence.text)):
            continue
        found: set[int] = set()
        parsed = parse(sentence.text)
        for frame in find_frames(parsed):
            parties = [*frame.agents, *frame.others]
            for party in _with_powers(parsed, parties):
                head = party.head
                if len(parties) < 2 and not _is_of_states(parsed, head):  # noqa: PLR2004
                    continue
                if head.start in found:
                    continue
                travels = frame.is_visit and head.lemma in _STATES  # "visited several African countries"
                told_next = parsed.children(head, "appos")  # "the main rebel group, the Red Delta Front"
                group = None if told_next else _REBEL_GROUP.fullmatch(sentence.text[party.start : party.end])
                unnamed = None if group or frame.doubtful or travels else _unnamed(parsed, party, sentence.text)
                first_of_group = party.start + group.start("name") if group else head.start
                start, end = unnamed or (first_of_group, head.end)
                opening = sentence.start + (start if unnamed else party.start)  # "Norvia's government" is Norvia
                start, end = sentence.start + start, sentence.start + end
                taken_up = any(
                    first < end
                    and opening < last
                    # "a U.N. official" is no union, and "a U.S. official" no state
                    and not (unnamed and kind in _BODIES and last < sentence.start + head.start)
                    for first, last, kind in taken
                )
                owned = sentence.text[party.start : head.start].lower() not in {"", "the "}  # "his government"
                bare = group is not None or (is_bare_side(head) and not owned)
                if taken_up or not (bare or unnamed):
                    continue
                found.add(head.start)
                known = governments[0] if bare and head.lemma == _GOVERNMENT and len(governments) == 1 else None
                name, kind = (known.name, known.kind) if known else (article.text[start:end], ActorKind.GROUP)
                codes = {each.code for each in find_countries(name)} if unnamed else set()
                country = codes.pop() if len(codes) == 1 else None
                yield Mention(start, end, name, index, kind, country=country, described=known is not None)


def _unnamed(parsed: Parse, party: Party, text: str) -> tuple[int, int] | None:
    """Return where somebody without a name stands of whom the words tell for whom he speaks: "a Norvian official".

    "The official" was spoken of before, and whose "a senior official" is nobody knows.
    """
    head = party.head
    if head.kind != "NOUN" or head.lemma not in cast_words()["unnamed"] | _SIDES or parsed.children(head, "appos"):
        return None
    before = parsed.children(head, "det", "poss", "nummod")
    owners = [word for word in before if word.relation == "poss"]
    of = [child for child in parsed.children(head, "prep") if child.lemma in _OF and child.index > head.index]
    whom = [word for child in of[:1] for word in parsed.children(child, "pobj")]
    several = head.tag == "NNS" and (bool(whom) or all(word.relation != "det" for word in before))
    new = any(child.lemma in _INDEFINITE for word in (head, *whom) for child in parsed.children(word, "det", "nummod"))
    others = any(word.lemma not in _STATES for word in owners)  # "his envoys"; but "the country's main rebel group"
    if others or not (new or several or owners):  # "the official"
        return None
    opening = max((word.end for each in before for word in parsed.subtree(each)), default=party.start)
    start = next(word.start for word in parsed.words if word.start >= opening)
    end = max([head.end, *(word.end for word in whom)])
    words = text[start:end]
    # "a Western diplomat", "leaders from fifty countries"
    capitals = (word.text[0].isupper() for word in parsed.words[1:] if start <= word.start < end)
    counted = _is_of_states(parsed, head) or (head.lemma in _STATES and bool(parsed.children(head, "nummod")))
    told = any(capitals) or bool(find_countries(words)) or counted
    told = told or not cast_words()["of_no_state"].isdisjoint(words.lower().split())
    return (start, end) if told and len(words) <= _LONGEST else None


def _is_of_states(parsed: Parse, word: Word) -> bool:
    """Whether a word has "of" or "from" and states that are not named: "leaders from fifty countries"."""
    of = [child for child in parsed.children(word, "prep") if child.lemma in _OF]
    states = [each for child in of for each in parsed.children(child, "pobj") if each.lemma in _STATES]
    return any(
        not parsed.children(each, "det", "predet")
        or any(child.text[0].isupper() for child in parsed.children(each, "amod"))
        for each in states
    )


def _with_powers(parsed: Parse, parties: Sequence[Party]) -> Iterator[Party]:
    """Yield parties with the states joined to those that one comes from: "negotiators from Norvia and six powers"."""
    yield from parties
    for party in parties:
        of = [child for child in parsed.children(party.head, "prep") if child.lemma in _OF]
        whom = [each for child in of for each in parsed.children(child, "pobj")]
        yield from (each for each in named(parsed, whom) if each.head.lemma in _STATES and each.head not in whom)


@cache
def _any_unnamed() -> regex.Pattern[str]:
    return regex.compile(any_word(cast_words()["unnamed"], capitals=True))


def is_bare_side(word: Word) -> bool:
    """Return whether a word stands for a side without a name: "government", "rebels", not "rebel".

    Args:
        word: A word of a sentence.
    """
    return word.lemma in (_SIDES if word.tag == "NNS" else _ONE)
