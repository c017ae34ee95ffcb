"""What has the words of a meeting and reports none: who is met at the airport, a first time, a habit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Parse, Word

_OFTEN = frozenset(
    {"often", "frequently", "regularly", "usually", "routinely", "rarely", "seldom", "sometimes", "never"}
)


def is_arrival(parsed: Parse, verb: Word) -> bool:
    """Return whether a visitor is only met at the airport, or "welcomed upon his arrival by Orr", and no word of talks.

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    words = frame_words()
    if verb.lemma not in words["awaits"]:
        return False
    behind = [(parsed.words[word.head].lemma, word.lemma) for word in parsed.subtree(verb) if word.relation == "pobj"]
    landed = any(
        what == "arrival" if how in {"on", "upon"} else how == "at" and what in {"airport", "airfield", "station"}
        for how, what in behind
    )
    return landed and not any(word.lemma in words["assemblies"] for word in parsed.words)


def is_naming(parsed: Parse, verb: Word) -> bool:
    """Return whether somebody gives a name, and does not telephone: "called him a liar", but "called on Orr".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    following = parsed.words[verb.index + 1 : verb.index + 2]
    calls_on = any(word.lemma == "on" for word in following)
    return verb.lemma == "call" and bool(parsed.children(verb, "oprd")) and not calls_on


def is_first_time(parsed: Parse, verb: Word) -> bool:
    """Return whether it is only said that a meeting was the first: "it was the first time that Orr had met Novak".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    above = parsed.head(verb)
    # "her trip, the first time Norvia has hosted her"
    perfect = {"had", "has", "have"} if above is not None and above.relation in {"appos", "npadvmod"} else {"had"}
    done = any(child.text.lower() in perfect for child in parsed.children(verb, "aux"))
    return done and verb.relation == "relcl" and above is not None and above.lemma == "time"


def is_match(parsed: Parse, verb: Word) -> bool:
    """Return whether those who meet play against each other: "will meet Norvia in the final of the cup".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    within = [child for child in parsed.children(verb, "prep") if child.lemma in {"in", "at"}]
    return any(below.lemma in frame_words()["matches"] for child in within for below in parsed.subtree(child))


def is_habit(parsed: Parse, noun: Word) -> bool:
    """Return whether meetings are what somebody always does: "chairs Delta Union meetings", "in regular contact".

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    several = noun.tag == "NNS" or noun.lemma == "contact"
    if several and any(child.lemma in {"regular", "frequent", "constant"} for child in parsed.children(noun, "amod")):
        return True
    verb = parsed.head(noun)
    if verb is not None and (is_usual(parsed, verb) or (several and _is_called_rare(parsed, noun, verb))):
        return True
    presides = verb is not None and verb.lemma in frame_words()["attends"] and verb.tag in {"VBZ", "VBP"}
    return presides and noun.relation == "dobj" and noun.tag == "NNS" and noun.lemma == "meeting"


def _is_called_rare(parsed: Parse, noun: Word, verb: Word) -> bool:
    """Whether a sentence says how often people meet: "meetings between the two have become a rarity"."""
    said = parsed.children(verb, "attr", "acomp") if noun.relation == "nsubj" else []
    return any(child.lemma in {"rarity", "rare", "infrequent", "common", "routine", "norm"} for child in said)


def is_usual(parsed: Parse, verb: Word) -> bool:
    """Return whether somebody does something every now and then: "they often meet".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    return verb.tag in {"VBP", "VBZ"} and any(child.lemma in _OFTEN for child in parsed.children(verb, "advmod"))


def is_long_before(parsed: Parse, noun: Word) -> bool:
    """Return whether a meeting only tells since when: "the first contact since a conference between Orr and Novak".

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    above = parsed.head(noun)
    return noun.relation == "pobj" and above is not None and above.lemma == "since"
