"""Meetings that are what somebody calls them: "held what he called frank talks"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.parties import subjects

if TYPE_CHECKING:
    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Parse, Word


def is_what(parsed: Parse, noun: Word) -> bool:
    """Return whether a meeting is what somebody says it is: "for what the ministry said would be talks".

    Args:
        parsed: The sentence.
        noun: The noun of the meeting.
    """
    above = parsed.head(noun)
    return (
        noun.relation in {"attr", "oprd"}
        and above is not None
        and any(child.lemma == "what" for child in parsed.children(above, "nsubj", "dobj"))
    )


def holder_of_what(parsed: Parse, noun: Word) -> Word | None:
    """Return the verb of who holds what somebody calls a meeting: "held what he called frank talks".

    Args:
        parsed: The sentence.
        noun: The noun of the meeting.
    """
    above = parsed.head(noun) if is_what(parsed, noun) else None
    verb = parsed.head(above) if above is not None else None
    return verb if verb is not None and verb.lemma in frame_words()["holds"] else None


def before_what(parsed: Parse, noun: Word) -> list[Party]:
    """Return who does what a meeting is for: "Orr was in Lima, a source said, for what would be talks".

    Args:
        parsed: The sentence.
        noun: The noun of the meeting.
    """
    preposition = next((above for above in parsed.ancestors(noun) if above.kind == "ADP"), None)
    verb = parsed.head(preposition) if preposition is not None else None
    if verb is not None and verb.lemma in frame_words()["says"]:
        verb = next((told for told in parsed.children(verb, "ccomp") if told.index < verb.index), None)
    return subjects(parsed, verb) if verb is not None and verb.kind in {"VERB", "AUX"} else []
