"""Whether people meet by telephone, by grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Parse, Word


def is_by_phone(parsed: Parse, trigger: Word) -> bool:
    """Return whether what tells of a meeting tells of a telephone: "phoned", "spoke by phone".

    Args:
        parsed: The sentence.
        trigger: The word that tells of the meeting.
    """
    words = frame_words()
    if trigger.kind == "VERB" and trigger.lemma == "call" and parsed.children(trigger, "dobj"):
        following = parsed.words[trigger.index + 1 : trigger.index + 2]
        return all(word.lemma != "on" for word in following)  # "called Orr", and not "called on Orr"
    if trigger.kind == "NOUN" and trigger.lemma == "call":
        return _is_telephone_call(parsed, trigger)
    means = [child for child in parsed.children(trigger, "prep", "agent") if child.lemma in {"by", "on", "over"}]
    named_so = [below for child in means for below in parsed.children(child, "pobj")]
    named_so += parsed.children(trigger, "compound", "amod")
    return trigger.lemma in words["by_phone"] or any(each.lemma in words["by_phone"] for each in named_so)


def _is_telephone_call(parsed: Parse, noun: Word) -> bool:
    """Whether a "call" is one by telephone: no courtesy call, no call on somebody, and none by video."""
    kinds = {"courtesy", "farewell", "introductory", "protocol", "video", "virtual", "conference", "zoom"}
    if any(child.lemma in kinds for child in parsed.children(noun, "compound", "amod", "nmod")):
        return False
    on = [below for child in parsed.children(noun, "prep") if child.lemma == "on" for below in parsed.children(child)]
    verb = parsed.head(noun)
    paid = verb is not None and verb.lemma == "pay" and noun.relation == "dobj"
    times = frame_words()["times"]
    return not paid and all(below.kind != "PROPN" or below.lemma in times for below in on)  # "made a call on Orr"
