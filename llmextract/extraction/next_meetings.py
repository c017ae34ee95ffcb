"""The next meeting of those who met: "the next round of talks will be in Lima", "the talks resume on Monday"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Parse, Word

_NEXT = frozenset({"next", "second", "third", "another", "further", "new", "follow-up"})
_MEETINGS = frozenset({"meeting", "talk", "talks", "negotiation", "consultation", "discussion"})
_GOES_ON = frozenset({"resume", "reconvene", "continue", "restart"})
_PLACING = frozenset({"in", "at", "on", "for"})


def is_next(parsed: Parse, noun: Word, verb: Word) -> bool:
    """Return whether a sentence says when or where a meeting will be that is the next one of those who met.

    Args:
        parsed: The sentence.
        noun: The noun of the meeting.
        verb: The verb that governs it, which is still to come.
    """
    if noun.relation not in {"nsubj", "nsubjpass"} or parsed.head(noun) != verb:
        return False
    told = {child.lemma for child in parsed.children(noun, "amod", "det")} & _NEXT
    if not (told or (_goes_on(parsed, verb) and noun.lemma in _MEETINGS)):
        return False
    of = [below for child in parsed.children(noun, "prep") for below in parsed.children(child, "pobj")]
    if parsed.children(noun, "compound", "nmod", "poss") or any(child.lemma not in _MEETINGS for child in of):
        return False  # "the next council meeting", "the next meeting of ministers"
    meets = noun.lemma in _MEETINGS or (
        noun.lemma == "round" and (bool(of) or "next" in told)
    )  # no "second round" of an election
    goes_on = _goes_on(parsed, verb)
    opens = frame_words()["takes_place"] | frame_words()["schedules"] | frame_words()["opens"]
    valued = verb.lemma == "be" and not goes_on and parsed.children(verb, "acomp", "attr")  # "will be crucial for Lima"
    return meets and (goes_on or verb.lemma in opens) and not valued and _is_placed(parsed, verb)


def _goes_on(parsed: Parse, verb: Word) -> bool:
    """Whether a verb says that a meeting goes on: "will resume", "are due to continue"."""
    return any(word.lemma in _GOES_ON for word in _told_by(parsed, verb))


def _told_by(parsed: Parse, verb: Word) -> list[Word]:
    """Return a verb with those that depend on it: "is due to resume"."""
    below = parsed.children(verb, "xcomp", "acomp")
    return [verb, *below, *(deeper for child in below for deeper in parsed.children(child, "xcomp"))]


def _is_placed(parsed: Parse, verb: Word) -> bool:
    """Whether a verb has words that say when or where."""
    around = _told_by(parsed, verb)
    return any(
        child.relation == "npadvmod" or child.lemma in _PLACING
        for word in around
        for child in parsed.children(word, "prep", "npadvmod")
    )
