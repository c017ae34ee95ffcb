"""Which words of a sentence give the time or the place of a meeting, by grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words

if TYPE_CHECKING:
    from llmextract.extraction.frames import Frame
    from llmextract.extraction.syntax import Parse

_ATTACHED = frozenset({
    "prep", "pobj", "npadvmod", "compound", "nmod", "amod", "poss", "det", "nummod", "appos", "conj", "advmod", "case",
    "tmod", "dep", "pcomp",
})  # fmt: skip
_ATTRIBUTES = frozenset({"compound", "nmod", "amod", "poss"})
_OF_ITS_OWN = frozenset({"ccomp", "relcl", "acl", "conj", "parataxis", "csubj"})
"""Relations of a clause with a time and place of its own."""


def belongs(parsed: Parse, frame: Frame, offset: int, *, place: bool) -> bool:
    """Return whether words give a time or place of a frame's meeting: they depend on what tells of it, or on who meets.

    "discussed the war in Norvia" gives no place, "said on Monday that they had met" no time.

    Args:
        parsed: The sentence.
        frame: A frame of it.
        offset: Where the time or the place begins.
        place: Whether it is a place.
    """
    below = next((word for word in parsed.words if word.end > offset), None)
    if below is None:
        return False
    telling, topical = _telling(parsed, frame), frame_words()["topical"]
    parties = {party.head.index for party in (*frame.agents, *frame.others)}
    while below.index not in telling:
        above = parsed.head(below)
        verb = below.kind in {"VERB", "AUX"}  # "met Orr on Monday and left on Friday"
        if above is None or verb or below.relation not in _ATTACHED:
            return False
        if place and below.kind == "ADP" and below.lemma in topical:
            return False
        if place and below.kind == "NOUN" and below.relation == "pobj" and above.lemma in {"on", "of"}:
            return False  # "focused on the situation in Norvia"
        if place and below.relation in _ATTRIBUTES and above.index in parties:
            return False  # "Norvia's envoy Orr"
        below = above
    return True


def _telling(parsed: Parse, frame: Frame) -> set[int]:
    """Return the numbers of the words whose time and place are the meeting's: the trigger, its verbs, who meets."""
    words = frame_words()
    told = {frame.trigger.index, *(party.head.index for party in (*frame.agents, *frame.others))}
    below = frame.trigger
    for above in parsed.ancestors(frame.trigger):
        if below.kind in {"VERB", "AUX"} and below.relation in _OF_ITS_OWN:
            break
        if above.kind in {"VERB", "AUX"}:
            if above.lemma in words["says"]:
                break
            told.add(above.index)
        elif above.lemma in words["journeys"] | words["occasions"]:
            told.add(above.index)
        below = above
    return told
