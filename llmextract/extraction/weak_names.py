"""Which names are weak: a place or any word may stand where they do, and they count only where others confirm them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.name_bounds import stands_before_person
from llmextract.extraction.places import is_place
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from llmextract.extraction.mentions import Mention

_LOWER_NEXT = regex.compile(r"[ -](\p{Ll}+)")
# "(?r)" searches from the right: what must end at a place is found, or not, without trying every word before it.
_OPENS = regex.compile(r"(?r)[:“\"‘(\[]\s*$")
_PLACED = regex.compile(
    r"(?r)(?:\b(?i:in|at|near|outside|around|en|à|in|bei|a|em|nach|aus|dans|в|во|из|у|під|біля|около)\s+(?:the\s+)?|\b(?:north|south|east|west)\s+(?:of|from)\s+|"
    r"\b(?:town|city|village|port|capital|province|region|district|island|river|state|resort|suburb|valley|governor|mayor|prefect)\s+of\s+(?:\p{Ll}+\s+)?|"
    r"\b(?:[Mm]inistres?|[Mm]inistr[oa]s?)\s+(?:de\s+(?:la\s+|las\s+|los\s+)?|des\s+|du\s+|del\s+))$"
)
# "in den Bereichen Kernenergie", "eine engere Kooperation"; a person without title stands without article
_GERMAN_NOUN = regex.compile(
    r"(?r)\b(?:de[rmns]|die|das|ein(?:e[mnrs]?)?|zu[mr]|[ai]m|ins|ans|beim|vom|kein\p{Ll}*|ihr\p{Ll}*|sein\p{Ll}*|\p{Ll}{3,}(?:en|er|es|em))\s+$"
)


def stays_weak(text: str, mention: Mention, offset: int, language: str | None) -> bool:
    """Whether a name is weak in its language.

    In German each lone one is, and what an article or an adjective makes a noun; in Spanish none behind "a" that is no
    place.
    """
    if language == "de" and not mention.name.isupper() and mention.kind is not ActorKind.COUNTRY:
        noun = mention.title is None and _GERMAN_NOUN.search(text, endpos=mention.start - offset) is not None
        return mention.lone or noun or mention.weak
    return mention.weak and not (" " in mention.name and stands_before_person(text, mention.start - offset, language))


def is_weak(text: str, start: int, end: int) -> bool:
    """Whether a lone word stands where any word may be capitalised, where a place may stand, or before "the X war"."""
    if (
        start == 0
        or is_place(text[start:end])
        or _PLACED.search(text, endpos=start)
        or _OPENS.search(text, endpos=start)
    ):
        return True
    following = _LOWER_NEXT.match(text, pos=end)
    return following is not None and following.group(1) in cast_words()["thing"]


def follows_place_word(text: str, start: int) -> bool:
    """Return whether a name stands where places stand: "in", "the town of"."""
    return _PLACED.search(text, endpos=start) is not None
