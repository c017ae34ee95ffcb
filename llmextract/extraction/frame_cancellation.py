"""Whether a meeting that a sentence names does not take place after all: it is called off, or comes to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Parse, Word

ARRANGED = frozenset({"plan", "schedule", "slate", "due", "set"})
"""With "had been": what was to be and did not come about."""


def is_called_off(parsed: Parse, noun: Word, verb: Word) -> bool:
    """Return whether a meeting is called off: "the talks were postponed", "withdrew from the summit".

    Args:
        parsed: The sentence.
        noun: The meeting's.
        verb: The verb that governs it.
    """
    off = puts_off(parsed, verb) or verb.lemma in frame_words()["calls_off"] or _moves_to_day(parsed, verb)
    off = off and not _had_paused(parsed, verb)
    is_subject = noun.relation in {"nsubj", "nsubjpass"}
    off = (noun.relation in {"dobj", "nsubjpass"} and off) or _is_of_calling_off(parsed, noun)
    off = off or _is_withdrawn_from(parsed, noun) or _had_been_planned(parsed, verb)
    fails = is_subject and (_falls_through(parsed, verb) or _is_called_off_then(parsed, verb))
    return off or fails or is_for_lost_journey(parsed, noun)


def is_for_lost_journey(parsed: Parse, trigger: Word) -> bool:
    """Return whether people were to meet on a journey that is called off: "cancelled a trip to Lima, where he was to".

    Args:
        parsed: The sentence.
        trigger: What tells of the meeting.
    """
    words = frame_words()
    below = trigger
    for above in parsed.ancestors(trigger):
        calls_off = above.lemma in words["calls_off"] or puts_off(parsed, above)
        gone = parsed.children(above, "dobj", "nsubjpass") if calls_off else []
        if any(each.lemma in words["journeys"] and each != trigger for each in gone):
            return below in gone or (below.kind == "ADP" and below.lemma in words["completes"])
        if above.kind in {"VERB", "AUX"} and below.relation not in {"xcomp", "relcl"} and above.relation != "relcl":
            return False
        below = above
    return False


def puts_off(parsed: Parse, verb: Word) -> bool:
    """Return whether a verb puts something off by its "off": "called off", "put off", "broke off".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    return verb.lemma in frame_words()["puts_off"] and any(child.lemma == "off" for child in parsed.children(verb))


def is_pulled_out_of(parsed: Parse, preposition: Word) -> bool:
    """Return whether somebody will not come after all to what stands behind "of": "pulled out of a meeting with Orr".

    Args:
        parsed: The sentence.
        preposition: A word of it.
    """
    out = parsed.head(preposition)
    verb = parsed.head(out) if out is not None and out.lemma == "out" and preposition.lemma == "of" else None
    return verb is not None and verb.lemma in {"pull", "back", "bow", "drop"}


def had(parsed: Parse, word: Word) -> bool:
    """Return whether "had" stands before a word: "had been due", "had planned".

    Args:
        parsed: The sentence.
        word: A verb or adjective of it.
    """
    governor = parsed.head(word) if word.kind == "ADJ" else word
    return governor is not None and any(child.text.lower() == "had" for child in parsed.children(governor, "aux"))


def _moves_to_day(parsed: Parse, verb: Word) -> bool:
    """Whether a meeting is moved, and not to a place: "the talks were moved to Monday"."""
    to = [below for child in parsed.children(verb, "prep") if child.lemma == "to" for below in parsed.children(child)]
    return verb.lemma in frame_words()["moves"] and any(below.lemma in frame_words()["times"] for below in to)


def _had_paused(parsed: Parse, verb: Word) -> bool:
    """Whether talks that go on had a pause: "they resumed talks that had been suspended since Monday"."""
    return verb.lemma in {"suspend", "adjourn"} and any(child.text == "had" for child in parsed.children(verb, "aux"))


def _is_of_calling_off(parsed: Parse, noun: Word) -> bool:
    """Whether a noun names what is called off: "Orr's cancellation of a meeting"."""
    of = parsed.head(noun) if noun.relation == "pobj" else None
    return of is not None and of.lemma == "of" and parsed.words[of.head].lemma in frame_words()["calling_off"]


def _falls_through(parsed: Parse, verb: Word) -> bool:
    """Whether a verb says of its subject that it will not be after all: "fell through", "is off"."""
    behind = parsed.children(verb, "prep", "prt", "advmod", "acomp")
    said = {child.lemma for child in behind if not parsed.children(child)}
    return (verb.lemma == "fall" and "through" in said) or (verb.lemma == "be" and "off" in said)


def _is_withdrawn_from(parsed: Parse, noun: Word) -> bool:
    """Whether somebody will not come after all to a meeting: "withdrew from talks with Orr"."""
    preposition = parsed.head(noun) if noun.relation == "pobj" else None
    if preposition is None:
        return False
    withdrawn = preposition.lemma == "from" and parsed.words[preposition.head].lemma == "withdraw"
    return withdrawn or is_pulled_out_of(parsed, preposition)


def _is_called_off_then(parsed: Parse, verb: Word) -> bool:
    """Whether a verb joined to another one calls off its subject: "talks were proposed and have been delayed"."""
    return any(
        then.lemma in frame_words()["calls_off"] and parsed.children(then, "auxpass")
        for then in parsed.children(verb, "conj")
        if not parsed.children(then, "nsubj", "nsubjpass")
    )


def _had_been_planned(parsed: Parse, verb: Word) -> bool:
    """Whether what a verb tells of came to nothing: "had planned a stop in Lima for talks with Orr"."""
    return verb.lemma in ARRANGED and verb.tag == "VBN" and had(parsed, verb) and bool(parsed.children(verb, "dobj"))
