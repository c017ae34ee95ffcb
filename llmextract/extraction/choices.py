"""Which formats and statuses a clause's words allow: what a question about it offers to choose from."""

from __future__ import annotations

import regex

from llmextract.extraction.clauses import asides, purposes
from llmextract.extraction.cues import has_cue, knows, offers
from llmextract.schemas import Format, Status

_TO_BE = regex.compile(
    r"\b(?:to|will|would|shall)\s+(?:\w+ly\s+)?be\s+(?:\w+ly\s+)?\p{L}+(?:ed|eld|et)\b", regex.IGNORECASE
)
"""What is still to come, in words for what has been: "is to be received by"."""
_CALLED_OFF = regex.compile(
    r"\b(?:suspended|postponed|cancell?ed|called\s+off|shelved|scrapped|adjourned|broke\s+off|put\s+off)\s+(?:(?:the|a|an|its|his|her|their|all|any|planned|"
    r"scheduled|\p{Ll}+-level|bilateral|peace|\p{Lu}\p{Ll}+day['’]s)\s+){0,3}(?:talks|meetings?|visit|trip|summit|negotiations|dialogue|contacts)\b(?!\s+(?:on|with\s+(?-i:\p{Ll})))",
    regex.IGNORECASE,
)
"""Verbs for calling off, with what is called off."""
_RESUMED = regex.compile(r"\bresum(?:e|es|ed|ing|ption)\b", regex.IGNORECASE)
"""What goes on again was broken off before: that is over."""


def without_purposes(text: str) -> str:
    """Return a clause without the stretches that only say what a meeting is about; they decide neither."""
    return _without(purposes(text), text)


def without_asides(text: str) -> str:
    """Return a clause without what only gives background ("after his call for elections")."""
    return _without(asides(text), text)


def _without(spans: list[tuple[int, int]], text: str) -> str:
    for start, end in reversed(spans):
        text = f"{text[:start]} {text[end:]}"
    return text


def allowed_formats(text: str, language: str | None) -> tuple[Format, ...]:
    """Return the formats that a clause's words allow, one at least.

    Args:
        text: The clause, without purposes.
        language: ISO 639-1 code of the article, if known.
    """
    face_to_face = has_cue("in_person", text, language)
    for value, surely in ((Format.VIDEO, "surely_video"), (Format.CALL, "surely_call")):
        if knows(surely, language) and has_cue(surely, text, language) and (value is Format.VIDEO or not face_to_face):
            return (value,)
    offered = [value for value in (Format.CALL, Format.VIDEO) if offers(value.value, text, language)]
    if not knows("in_person", language):
        return (Format.IN_PERSON, *offered, Format.UNKNOWN)
    if offered:
        return (Format.IN_PERSON, *offered, Format.UNKNOWN) if face_to_face else (*offered, Format.UNKNOWN)
    if face_to_face:
        return (Format.IN_PERSON,)
    return (Format.IN_PERSON, Format.UNKNOWN) if has_cue("talks", text, language) else (Format.UNKNOWN,)


def allowed_statuses(text: str, language: str | None) -> tuple[Status, ...]:
    """Return the statuses that a clause's words allow, one at least; the arguments are those of `allowed_formats`."""
    coming = offers("planned", text, language)
    past = offers("held", _TO_BE.sub(" ", text), language)
    if language == "en" and _CALLED_OFF.search(text):
        return (Status.CANCELLED,)
    offered = [Status.HELD] if past or not coming else []
    if coming:
        offered.append(Status.PLANNED)
    if offers("cancelled", text, language) and not (coming and _RESUMED.search(text)):
        offered.append(Status.CANCELLED)
    return tuple(offered)
