"""One phrase for people of several states: "leaders from fifty countries", "officials from both countries"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import find_countries, find_organisations, organisation_name
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.syntax import parse
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.frame import Frame
    from llmextract.extraction.syntax import Word

_MANY = regex.compile(
    r"\b(?:of|from)\b.*\b(?:countries|nations|states|powers)$|^(?:[Rr]ival|[Ww]arring|[Ff]euding)\s", regex.I
)
# "Norvian and Hamas officials", "Norvian government and rebel envoys"
_TWO = regex.compile(
    r"^\p{Lu}\p{L}+ and \p{Lu}\p{L}+ \p{Ll}|"
    r"\band (?:rebel|opposition|separatist|insurgent|guerrilla|\p{Lu}\p{Ll}+(?:an|ish|ese|ern|i|ic|ab)) "
)
_OFFICES = regex.compile(r"\b(?:ministers|leaders|presidents|heads of state|premiers)\b", regex.IGNORECASE)
_BODY = regex.compile(r"\b(?:[Cc]ontact [Gg]roup|Quartet|Troika)\b")
_SIDE_BY_SIDE = regex.compile(r"(?:['’]s)?(?:,?\s+and\s+|,\s+|[-–]|\s+with\s+)(?:the\s+)?")
_GATHERS = frozenset({"meet", "gather", "convene"})
_SESSIONS = frozenset({"meeting", "session", "summit"})
_HOLDS = frozenset({"hold", "convene", "open", "begin", "start", "end", "conclude", "finish"})
_COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4}
_STATES = frozenset({"country", "nation", "state", "government", "side", "neighbor", "neighbour"})
_BEFORE = 3  # sentences


def is_of_two_states(member: Member) -> bool:
    """Return whether one phrase stands for people of several states: "Norvian and Tavian officials".

    Args:
        member: Anybody.
    """
    if member.kind is not ActorKind.GROUP:
        return False
    states = find_countries(member.name)
    two = bool(states) and _TWO.search(member.name) is not None
    return two or len({found.code for found in states}) > 1 or _MANY.search(member.name) is not None


def is_contact_group(member: Member) -> bool:
    """Return whether a body is no more than the states that meet in it: "the Contact Group", "the Quartet".

    Args:
        member: Anybody.
    """
    return member.kind is ActorKind.ORGANIZATION and _BODY.search(member.name) is not None


def meets_alone(member: Member, frame: Frame) -> bool:
    """Return whether somebody is several who meet each other: "ministers of the union met", "the contact group met".

    Args:
        member: The only one in a frame.
        frame: The frame, with one side.
    """
    if is_of_two_states(member):
        return True
    noun = frame.trigger.lemma in frame_words()["assemblies"] - {"visit"}
    if not (noun or frame.trigger.lemma in _GATHERS):
        return False
    if is_contact_group(member):
        return True
    if member.kind is ActorKind.ORGANIZATION and organisation_name(member.name):  # "the union will hold a summit"
        return frame.trigger.lemma in _SESSIONS and frame.verb.lemma in _HOLDS and bool(frame.agents)
    if member.kind is not ActorKind.GROUP or not _OFFICES.search(member.name):
        return False
    of_union = member.country is None and bool(find_organisations(member.name))
    return of_union or _BODY.search(member.name) is not None


def is_of_no_state(member: Member) -> bool:
    """Return whether somebody is a group that the article gives no state: "rebels".

    Args:
        member: Anybody.
    """
    return member.kind is ActorKind.GROUP and member.country is None


def states_meant(article: Article, cast: Cast, index: int, word: Word) -> list[Member]:
    """Return the states that "the two countries" means, or "officials from both": as many as are named near it.

    Args:
        article: With its sentences.
        cast: Of that article.
        index: Index of a sentence.
        word: The head of the phrase.
    """
    parsed = parse(article.sentences[index].text)
    of = [below for child in parsed.children(word, "prep") for below in parsed.children(child, "pobj")]
    counted = [each for each in (word, *of, *parsed.children(word, "poss")) if each.lemma in _STATES]
    said = {child.lemma for each in counted for child in parsed.children(each, "nummod", "det", "predet")}
    if word.text == "Koreas":
        return [each for each in cast.members if each.kind is ActorKind.COUNTRY and each.country in {"KP", "KR"}]
    count = next((_COUNTS[lemma] for lemma in sorted(said) if lemma in _COUNTS), 0)
    for earlier in range(index, max(-1, index - 1 - _BEFORE), -1) if count else ():
        if codes := _joined_states(article.sentences[earlier].text):
            states = [each for each in cast.members if each.kind is ActorKind.COUNTRY and each.country in codes]
            return states if len(codes) == len(states) == count else []
    return []


def _joined_states(text: str) -> set[str]:
    """Return the states that a sentence names side by side: "Norvia and Tavia", "Norvia, Tavia and Estrada"."""
    found = [each for each in find_countries(text) if each.kind in {"name", "demonym", "metonym"}]
    codes: set[str] = set()
    for one, other in pairwise(found):
        if _SIDE_BY_SIDE.fullmatch(text[one.end : other.start]):
            codes |= {one.code, other.code}
    return codes
