"""Who is a party to a meeting by the place of its noun in the sentence: who holds it, goes to it or speaks after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_cancellation import is_pulled_out_of, puts_off
from llmextract.extraction.frame_tense import is_over_meal, is_phone_call
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.parties import named, subjects

if TYPE_CHECKING:
    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Parse, Word

_DEEPEST = 12  # nouns, one within the other


def governing_verb(parsed: Parse, noun: Word) -> Word:
    """Return the verb that tells of a meeting: the noun itself where there is none.

    In "agreed to expand trade in a meeting" it is "agreed": what follows is what was agreed on there.

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    words = frame_words()
    verb = next((above for above in parsed.ancestors(noun) if above.kind in {"VERB", "AUX"}), noun)
    at, above = parsed.head(noun), parsed.head(verb)
    agreed = above is not None and verb.relation == "xcomp" and verb.tag == "VB" and above.lemma in words["resolves"]
    there = at is not None and at.lemma in {"in", "at", "during"} and at.head == verb.index
    other = verb.lemma not in words["meets"] | words["speaks"] | words["holds"] | words["attends"] | {"take"}
    if above is not None and agreed and there and other and parsed.children(verb, "dobj"):
        return above
    return verb


def holders_of(parsed: Parse, noun: Word, *, hosted: bool, depth: int = 0) -> list[Party]:
    """Return whom a noun's place in the sentence makes a party: who holds it, goes to it, or speaks after it.

    Args:
        parsed: The sentence.
        noun: The meeting's.
        hosted: Whether the sentence says who else is there: else who hosts it may only lend the room.
        depth: How many nouns were left already.
    """
    words = frame_words()
    above = parsed.head(noun)
    if above is None or depth > _DEEPEST:
        return []
    if noun.relation == "conj":
        return holders_of(parsed, above, hosted=hosted, depth=depth + 1)
    taken_for_clause = noun.relation == "ccomp" and noun.kind == "NOUN"  # "will have the face-to-face talks"
    if (noun.relation in {"dobj", "attr"} or taken_for_clause) and above.kind in {"VERB", "AUX"}:
        of_many = above.lemma in words["attends"] and noun.lemma in words["assemblies"]  # "will host a summit"
        if above.lemma in words["only_hosts"] and not (hosted or of_many):
            return []
        # "a stay, which includes talks", "a conference following talks"
        if (above.lemma, above.relation) in {("include", "relcl"), ("feature", "relcl"), ("follow", "acl")}:
            verbs = (subjects(parsed, verb) for verb in parsed.ancestors(above) if verb.kind == "VERB")
            return next((found for found in verbs if found), [])
        takes_part = above.lemma in words["holds"] or puts_off(parsed, above) or is_answered(parsed, noun)
        takes_part = takes_part or (above.lemma == "give" and bool(parsed.children(above, "auxpass")))
        takes_part = takes_part or (noun.lemma == "conference" and above.lemma in words["addresses"])
        return subjects(parsed, above) if takes_part else _of_programme(parsed, above)
    return _around(parsed, above, hosted=hosted, depth=depth + 1) if noun.relation == "pobj" else []


def _of_programme(parsed: Parse, verb: Word) -> list[Party]:
    """Return whose journey or programme includes something: "the itinerary of Orr includes talks with Novak"."""
    if verb.lemma not in {"include", "feature"}:
        return []
    of_it = [child for child in parsed.children(verb, "nsubj") if child.lemma in frame_words()["itineraries"]]
    owners = [owner for each in of_it for owner in parsed.children(each, "poss")]
    of = [child for each in of_it for child in parsed.children(each, "prep") if child.lemma in {"of", "for"}]
    return named(parsed, [*owners, *(below for child in of for below in parsed.children(child, "pobj"))])


def hosts_in_passive(parsed: Parse, noun: Word) -> list[Party]:
    """Return who gives what somebody is invited to: "was granted an audience by Orr", "was treated to lunch by Orr".

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    above = parsed.head(noun)
    to = above is not None and noun.relation == "pobj" and above.lemma == "to"
    verb = parsed.words[above.head] if above is not None and to else above
    if verb is None or not (to or noun.relation == "dobj") or not parsed.children(verb, "auxpass"):
        return []
    by = [child for each in (noun, verb) for child in parsed.children(each, "agent", "prep") if child.lemma == "by"]
    return named(parsed, [host for child in by for host in parsed.children(child, "pobj")])


def honoured_at(parsed: Parse, noun: Word) -> list[Party]:
    """Return in whose honour a meal is given: "hosted a banquet in honour of Orr".

    Args:
        parsed: The sentence.
        noun: The meal's.
    """
    above = parsed.head(noun) if noun.relation == "dobj" else None
    beside = [child for each in (noun, above) if each is not None for child in parsed.children(each, "prep")]
    honour = [below for child in beside if child.lemma == "in" for below in parsed.children(child, "pobj")]
    honour = [word for word in honour if word.lemma in {"honor", "honour"}]
    of = [child for word in honour for child in parsed.children(word, "prep") if child.lemma == "of"]
    owners = [owner for word in honour for owner in parsed.children(word, "poss")]
    return named(parsed, [*owners, *(below for child in of for below in parsed.children(child, "pobj"))])


def _around(parsed: Parse, preposition: Word, *, hosted: bool, depth: int) -> list[Party]:
    """Return who is a party to what stands behind a preposition: "came for talks", "said after a meeting"."""
    words = frame_words()
    governor = parsed.head(preposition)
    if preposition.lemma == "of" and governor is not None and governor.lemma in words["parts"] | words["calling_off"]:
        # "at the start of a meeting", "Orr's cancellation of a meeting"
        return _whose(parsed, governor, hosted=hosted, depth=depth)
    while governor is not None and governor.relation == "prep" and governor.kind == "ADP":
        governor = parsed.head(governor)  # "ahead of", "because of"
    left = {"emerge", "withdraw"} | words["goes"]  # "arrived from a meeting", "pulled out of talks"
    returns = preposition.lemma == "from" and governor is not None and governor.lemma in left
    returns = returns or is_pulled_out_of(parsed, preposition)
    if governor is None or (preposition.lemma in words["about"] and not (returns or is_over_meal(parsed, preposition))):
        return []
    if governor.relation == "acomp" and preposition.lemma in {"with", "after", "following"}:
        governor = parsed.words[governor.head]  # "was pleased with the talks"
    if governor.kind in {"VERB", "AUX"}:
        joins = governor.lemma == "join" and preposition.lemma == "for"  # "joined Orr for talks"
        return [*_doers(parsed, governor), *(named(parsed, _whom_joined(parsed, governor)) if joins else ())]
    if governor.relation == "pobj" and governor.lemma in {"addition", "advance", "preparation"}:
        # "met Orr in addition to talks with Novak"
        return _around(parsed, parsed.words[governor.head], hosted=hosted, depth=depth + 1)
    if preposition.lemma in words["during"]:  # "announced the decision in a call": what it hangs on
        verb = next((higher for higher in parsed.ancestors(governor) if higher.kind == "VERB"), None)
        return subjects(parsed, verb) if verb is not None else []
    # "his arrival in Lima for talks"
    return _whose(parsed, governor, hosted=hosted, depth=depth) if governor.lemma in words["journeys"] else []


def _whom_joined(parsed: Parse, verb: Word) -> list[Word]:
    """Return whom somebody joins: "joined Orr", "joined with Orr"."""
    prepositions = [child for child in parsed.children(verb, "prep") if child.lemma == "with"]
    return [*parsed.children(verb, "dobj"), *(who for each in prepositions for who in parsed.children(each, "pobj"))]


def _doers(parsed: Parse, verb: Word) -> list[Party]:
    """Return who does what a verb says at a meeting, or before it: its subject, whom it sends, who agrees."""
    sent = parsed.children(verb, "dobj") if verb.lemma in frame_words()["sends"] else []
    between = [child for child in parsed.children(verb, "agent", "prep") if child.lemma in {"between", "among"}]
    if parsed.children(verb, "auxpass") and between and verb.lemma in frame_words()["settles"]:
        # "a deal was reached between Orr and Novak after talks"
        return named(parsed, [who for child in between for who in parsed.children(child, "pobj")])
    return named(parsed, sent) or subjects(parsed, verb)  # "sent Orr to Lima for talks"


def _whose(parsed: Parse, noun: Word, *, hosted: bool, depth: int) -> list[Party]:
    """Return whose a journey, or a part of a meeting, is: its owner, or who its place in the sentence makes a party."""
    return named(parsed, parsed.children(noun, "poss")) or holders_of(parsed, noun, hosted=hosted, depth=depth)


def holds_its_own(parsed: Parse, noun: Word) -> bool:
    """Return whether a meeting is that of who holds it: "the group held its first meeting".

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    verb = parsed.head(noun)
    holds = verb is not None and verb.lemma in frame_words()["opens"] | {"hold", "convene"} and noun.relation == "dobj"
    return holds and any(word.lemma in {"its", "their"} for word in parsed.children(noun, "poss"))


def taken_for_number(parsed: Parse, noun: Word) -> list[Word]:
    """Return who holds a meeting, where a parser took them for its number: "after the two held talks".

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    held = [word for word in parsed.children(noun, "amod") if word.lemma in frame_words()["holds"]]
    return [word for word in parsed.children(noun, "nummod") if held and word.index == held[0].index - 1]


def is_answered(parsed: Parse, noun: Word) -> bool:
    """Return whether somebody is called: "received a telephone call from Orr".

    Args:
        parsed: The sentence.
        noun: The call's.
    """
    verb = parsed.head(noun)
    answers = verb is not None and verb.lemma in frame_words()["answers"]
    return answers and noun.relation == "dobj" and is_phone_call(parsed, noun)


def whole_of(parsed: Parse, noun: Word) -> Word:
    """Return the noun of which a meeting's only says more: "hours" of "two hours of talks"; else itself.

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    of = parsed.head(noun)
    part = parsed.head(of) if of is not None and of.lemma == "of" and noun.relation == "pobj" else None
    return noun if part is None or part.lemma not in frame_words()["parts"] else part
