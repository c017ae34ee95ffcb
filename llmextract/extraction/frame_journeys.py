"""Journeys that meetings are told as the purpose of: "flew to Lima for talks with Orr"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_tense import tense_of_verb
from llmextract.extraction.frame_words import frame_words

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Parse, Word


def is_for_journey(parsed: Parse, verb: Word) -> bool:
    """Return whether a verb tells what a journey is for: "will pay a visit to Lima to discuss trade with Novak".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    words = frame_words()
    above = parsed.head(verb)
    if above is None:
        return False
    going = above.lemma in words["goes"] if above.kind == "VERB" else above.lemma in words["journeys"]
    return going or any(word.lemma in words["journeys"] for word in parsed.children(above, "dobj"))


def has_come(parsed: Parse, trigger: Word) -> bool:
    """Return whether what a meeting is told for is a journey that is over: "flew to Lima to meet Orr".

    Args:
        parsed: The sentence.
        trigger: What tells of the meeting.
    """
    going = next((word for word in parsed.ancestors(trigger) if word.kind in {"VERB", "AUX"}), None)
    if going is not None and going.lemma in frame_words()["holds"] and going.tag == "VB":  # "came to hold talks with"
        came = parsed.head(going)
        going = came if came is not None and came.kind == "VERB" else going
    comes = frame_words()["goes"] | {"be", "head"}
    above = parsed.head(trigger)  # "is in Lima for talks"
    for_it = above is not None and trigger.relation == "pobj" and above.lemma == "for" and parsed.head(above) == going
    if going is not None and for_it and going.lemma == "be" and going.tag in {"VBZ", "VBP"}:
        return any(child.lemma == "in" for child in parsed.children(going, "prep"))
    goes = going is not None and (going.lemma in comes or _makes_journey(parsed, going))
    return goes and going is not None and tense_of_verb(parsed, going) == "past"


def journey_then(parsed: Parse, offset: int) -> Word | None:
    """Return the verb of the journey, over now, of which words tell when: "made a trip to Lima on Monday to meet Orr".

    Args:
        parsed: The sentence.
        offset: Where the words begin.
    """
    word = next((word for word in parsed.words if word.end > offset), None)
    above = parsed.ancestors(word) if word is not None else ()
    verb = next((each for each in above if each.kind in {"VERB", "AUX"}), None)
    if verb is None or tense_of_verb(parsed, verb) != "past":
        return None
    return verb if verb.lemma in frame_words()["goes"] or _makes_journey(parsed, verb) else None


def _makes_journey(parsed: Parse, verb: Word) -> bool:
    """Whether a verb tells of a journey by its object: "made a trip to Lima", "paid a visit"."""
    gone = parsed.children(verb, "dobj")
    return verb.lemma in {"make", "pay"} and any(word.lemma in frame_words()["journeys"] for word in gone)
