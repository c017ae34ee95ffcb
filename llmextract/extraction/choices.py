"""Which formats and statuses a clause's words allow: what a question about it offers to choose from."""

from __future__ import annotations

import regex

from llmextract.extraction.clauses import purposes
from llmextract.extraction.cues import has_cue, knows, offers
from llmextract.schemas import Format, Status

_TO_BE = regex.compile(
    r"\b(?:to|will|would|shall)\s+(?:\w+ly\s+)?be\s+(?:\w+ly\s+)?\p{L}+(?:ed|eld|et)\b", regex.IGNORECASE
)
"""What is still to come, in words for what has been: "is to be received by"."""


def without_purposes(text: str) -> str:
    """Return a clause without the stretches that only say what a meeting is about; they decide neither."""
    for start, end in reversed(purposes(text)):
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
    offered = [Status.HELD] if past or not coming else []
    if coming:
        offered.append(Status.PLANNED)
    if offers("cancelled", text, language):
        offered.append(Status.CANCELLED)
    return tuple(offered)
