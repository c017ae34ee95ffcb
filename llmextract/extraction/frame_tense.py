"""Whether what a sentence says of a meeting is over, to come, called off, or only wished, denied or supposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from llmextract.extraction.frame_cancellation import ARRANGED, had, is_called_off
from llmextract.extraction.frame_likelihood import is_close
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.quoted_speakers import is_pleasure

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Parse, Word

Tense = Literal["past", "future", "cancelled"]

_GOVERNED = frozenset({"xcomp", "ccomp", "dobj", "pobj", "prep", "pcomp", "acl", "nsubjpass", "nsubj"})
_DENIED = frozenset({"xcomp", "dobj", "pobj", "prep", "acl"})
_POSSIBLE = frozenset({"possible", "potential", "hypothetical", "eventual"})
_DATES = frozenset({"date", "day", "time", "venue", "place"})
_PENDING = frozenset({"card", "work", "pipeline", "consideration", "calendar", "schedule", "diary"})
_OUGHT = frozenset({"should", "must", "ought"})
_WOULD = frozenset({"will", "would", "shall", "'ll", "’ll", "may", "might", "could"})


def tense_of_noun(parsed: Parse, noun: Word, verb: Word) -> Tense | None:
    """Return whether a meeting that a noun names is over, to come or called off.

    Args:
        parsed: The sentence.
        noun: The noun.
        verb: The verb that governs it.
    """
    if is_called_off(parsed, noun, verb):
        return "cancelled"
    if noun.relation in {"dobj", "nsubjpass"} and verb.lemma in frame_words()["schedules"]:
        return "future"  # "meetings are scheduled with Orr"
    if (
        _is_for_coming_journey(parsed, noun)
        or _is_agreed_to(parsed, noun)
        or _is_due(parsed, noun, verb)
        or _is_prepared(parsed, noun)
        or is_close(parsed, noun, verb)
    ):
        return "future"
    if is_phone_call(parsed, noun) and noun.relation == "pobj" and verb.tag == "VB":  # "agreed by telephone to meet"
        return tense_of_verb(parsed, next((above for above in parsed.ancestors(verb) if above.kind == "VERB"), verb))
    if (
        noun.relation == "nsubjpass"
        and verb.lemma == "move"
        and "have" in {each.lemma for each in parsed.children(verb)}
    ):
        return "future"  # "the talks have been moved to Lima"
    tense = _tense_of_holding(parsed, verb)
    stands = noun.relation != "pobj" or tense == "future" or _is_done_there(parsed, noun, verb)
    return tense if stands else None  # "will go to Lima for talks", "went to Lima for talks"


def _tense_of_holding(parsed: Parse, verb: Word) -> Tense | None:
    """Return the tense of a verb, or that it is to come by what governs it: "will end a tour that includes talks"."""
    tense = tense_of_verb(parsed, verb)
    if tense is not None or verb.relation != "relcl" or verb.lemma not in {"include", "feature"}:
        return tense
    governors = (above for above in parsed.ancestors(verb) if above.kind in {"VERB", "AUX"})
    return "future" if any(tense_of_verb(parsed, each) == "future" for each in governors) else None


def _is_done_there(parsed: Parse, noun: Word, verb: Word) -> bool:
    """Whether something is done at a meeting, or said behind it: "In a call on Monday, Orr and Novak agreed"."""
    words = frame_words()
    at = parsed.head(noun)
    at_table = at is not None and is_over_meal(parsed, at)
    if at is None or at.head != verb.index or not (at_table or at.lemma in words["during"] - {"before"}):
        return False
    behind = at.lemma in words["long_before"] or at.lemma == "after"
    return not behind or verb.lemma in words["says"] | words["tells"] | words["speaks"]


def is_over_meal(parsed: Parse, preposition: Word) -> bool:
    """Return whether something is done at a meal: "over dinner with Orr, Novak promised to help".

    Args:
        parsed: The sentence.
        preposition: A word of it.
    """
    meals = frame_words()["for_guests"]
    return preposition.lemma == "over" and any(below.lemma in meals for below in parsed.children(preposition, "pobj"))


def is_phone_call(parsed: Parse, noun: Word) -> bool:
    """Return whether a noun names a telephone call: "a call", "a telephone conversation".

    Args:
        parsed: The sentence.
        noun: The noun.
    """
    by_phone = frame_words()["by_phone"]
    return noun.lemma == "call" or any(child.lemma in by_phone for child in parsed.children(noun, "compound", "amod"))


def _is_for_coming_journey(parsed: Parse, trigger: Word) -> bool:
    """Whether a meeting is what somebody goes somewhere for: "leaves on Friday for talks", "flies to Lima to meet"."""
    above = parsed.head(trigger)
    if above is not None and trigger.relation == "pobj" and above.lemma == "for":
        above = parsed.head(above)
    goes = frame_words()["goes"] | frame_words()["leaves"]
    return above is not None and above.kind == "VERB" and above.lemma in goes and above.tag in {"VBZ", "VBP"}


def _is_agreed_to(parsed: Parse, noun: Word) -> bool:
    """Whether somebody only agreed to a meeting, or awaits it: "agreed to a summit", "looks forward to the talks"."""
    to = parsed.head(noun)
    verb = parsed.head(to) if to is not None and to.lemma in {"to", "on"} and noun.relation == "pobj" else None
    return verb is not None and (verb.lemma in frame_words()["agrees"] or _looks_forward(parsed, verb))


def _is_prepared(parsed: Parse, noun: Word) -> bool:
    """Whether a meeting is only prepared: "plans for a summit", "preparations are under way for talks"."""
    at = parsed.head(noun) if noun.relation == "pobj" else None
    if at is None or at.lemma not in {"for", "of"}:
        return False
    above = parsed.words[at.head]
    told = [above, *parsed.children(above, "nsubj", "nsubjpass", "dobj")] if at.lemma == "for" else [above]
    dated = above.lemma in frame_words()["schedules"] and any(word.lemma in _DATES for word in told)
    dated = dated or (above.lemma in _DATES and parsed.words[above.head].lemma in frame_words()["schedules"])
    planned = at.lemma == "for" and any(word.lemma in frame_words()["preparing"] for word in told)
    return dated or planned  # "no date has been set for talks", "the date of the talks has not been set"


def _is_due(parsed: Parse, noun: Word, verb: Word) -> bool:
    """Whether a meeting is only due: "the talks were due to begin", "a summit is on the cards"."""
    if verb.lemma == "include" and verb.tag in {"VBZ", "VBP"} and noun.relation == "dobj":
        # "the programme includes talks with Orr"
        return any(word.lemma in frame_words()["programmes"] for word in parsed.children(verb, "nsubj"))
    of_it = noun.relation == "nsubj" and verb.lemma == "be" and parsed.head(noun) == verb
    within = [below for child in parsed.children(verb, "prep") for below in parsed.children(child, "pobj")]
    pending = any(below.lemma in _PENDING for below in within)
    return of_it and (pending or any(child.lemma in frame_words()["plans"] for child in parsed.children(verb, "acomp")))


def _looks_forward(parsed: Parse, verb: Word) -> bool:
    return verb.lemma == "look" and any(child.lemma == "forward" for child in parsed.children(verb))


def tense_of_verb(parsed: Parse, verb: Word) -> Tense | None:
    """Return whether what a verb tells is over, to come or called off; ``None`` where it does not say.

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    helpers = parsed.children(verb, "aux", "auxpass")
    words = {helper.lemma for helper in helpers} | {helper.text.lower() for helper in helpers}
    above = parsed.head(verb)
    if not _WOULD.isdisjoint(words):
        may_have = verb.tag == "VBN" and "have" in words and not words.isdisjoint({"may", "might"})
        return "past" if may_have else "future"
    if "to" in words:
        return _tense_of_infinitive(parsed, verb, above, perfect="have" in words)
    past = verb.tag == "VBD" or (verb.tag == "VBN" and "have" in words)
    past = past or (verb.tag == "VBN" and verb.relation == "ROOT" and not helpers)  # taken for "gathered by somebody"
    past = past or (verb.tag in {"VBN", "VBG"} and any(each.tag == "VBD" for each in helpers))  # "was speaking"
    if past:
        return "past"
    shares = verb.relation == "conj" and not helpers and verb.tag in {"VB", "VBN"}
    shares = shares or (verb.relation == "advcl" and not helpers and verb.tag == "VBG")  # "visited Lima, meeting Orr"
    if above is not None and verb.relation == "relcl" and above.lemma == "time" and verb.tag in {"VBP", "VBZ"}:
        above, shares = parsed.words[above.head], True  # "this will be the first time that they meet"
    governor = parsed.head(above) if above is not None and verb.relation == "pcomp" else None
    if above is not None and governor is not None and governor.kind == "VERB":
        if above.lemma == "to" and _looks_forward(parsed, governor):
            return "future"
        if above.lemma == "after" and tense_of_verb(parsed, governor) == "past":
            return "past"  # "spoke after meeting Orr"
    return tense_of_verb(parsed, above) if shares and above is not None and above.kind in {"VERB", "AUX"} else None


def is_still_to_come(parsed: Parse, offset: int) -> bool:
    """Return whether words depend on what is still to come: "they met and will meet again on Monday".

    Args:
        parsed: The sentence.
        offset: Where the words begin.
    """
    word = next((word for word in parsed.words if word.end > offset), None)
    above = parsed.ancestors(word) if word is not None else ()
    verb = next((each for each in above if each.kind in {"VERB", "AUX"}), None)
    return verb is not None and tense_of_verb(parsed, verb) == "future"


def _tense_of_infinitive(parsed: Parse, verb: Word, above: Word | None, *, perfect: bool) -> Tense | None:
    if above is None:
        return None
    if is_pleasure(parsed, verb):
        return "past"  # "it was good to meet Orr"
    goes_on = above.lemma == "go" and any(child.lemma == "on" for child in parsed.children(above, "prt", "advmod"))
    governor = above if goes_on else parsed.head(above)  # "went on to meet"
    if governor is not None and (goes_on or above.lemma == "able"):
        return tense_of_verb(parsed, governor)  # "will be able to meet", "were able to meet"
    if perfect:
        return "cancelled" if above.lemma == "be" else None  # "were to have met"
    supposed = above.lemma == "suppose" and any(child.tag == "VBD" for child in parsed.children(above, "auxpass"))
    planned = verb.relation in {"xcomp", "ccomp", "acl"} and above.lemma in frame_words()["plans"]
    if supposed or (planned and above.lemma in ARRANGED and had(parsed, above)):
        return "cancelled"  # "was supposed to meet", "had planned to meet", "had been due to meet"
    leaves = verb.relation in {"advcl", "xcomp"} and _is_for_coming_journey(parsed, verb)
    return "future" if planned or leaves else None


def is_doubtful(parsed: Parse, word: Word) -> bool:
    """Return whether what a word says is denied, wished or supposed: "did not meet", "urged them to meet".

    Args:
        parsed: The sentence.
        word: A verb or noun of it.
    """
    ought = any(child.lemma in _OUGHT for child in parsed.children(word, "aux"))  # "should meet"
    if ought or _is_negated(parsed, word) or any(child.lemma in _POSSIBLE for child in parsed.children(word, "amod")):
        return True
    below = word
    for above in parsed.ancestors(word):
        if below.kind == "ADP" and below.lemma in frame_words()["once"]:
            return False  # "after meeting Orr" stands, whatever was wished then
        if _is_done_for(parsed, below, above) or (below.relation == "relcl" and below.tag == "VBD"):
            return False  # "Orr and Novak, who met on Monday, called for peace"
        if _makes_doubtful(parsed, above, below) or _is_valued(parsed, above, below):
            return True
        causes = below.relation == "ccomp" and below.tag == "VB" and parsed.children(below, "aux")  # "got them to meet"
        if above.kind == "VERB" and below.relation in {"advcl", "ccomp"} and not causes:
            return _is_supposed(parsed, below)
        below = above
    return False


def _is_done_for(parsed: Parse, preposition: Word, above: Word) -> bool:
    """Whether a phrase tells of what was done: "denied responsibility for arranging a meeting"."""
    done = any(child.tag == "VBG" for child in parsed.children(preposition, "pcomp"))
    wished = above.lemma in frame_words()["wishes"] | frame_words()["plans"] or _is_negated(parsed, above)
    return preposition.lemma == "for" and done and not wished


def _makes_doubtful(parsed: Parse, above: Word, below: Word) -> bool:
    """Whether a word only wishes, supposes or denies what depends on it."""
    words = frame_words()
    aside = below.kind == "ADP" and below.lemma not in words["completes"]  # "urged them in a meeting with Orr"
    # "called her talks with Orr a success"
    named = above.lemma == "call" and bool(parsed.children(above, "oprd") or parsed.children(below, "poss"))
    if below.relation in _GOVERNED and above.lemma in words["wishes"] and not (aside or named):
        return True
    if _is_kept_off(parsed, above, below):
        return True
    if below.relation == "ccomp" and not words["falsely"].isdisjoint(child.lemma for child in parsed.children(above)):
        return True  # "falsely claimed that they had met"
    if below.relation == "ccomp" and above.lemma in words["supposes"] and not parsed.children(above, "auxpass"):
        return True  # "the analyst expects them to meet"
    if below.relation == "advcl" and below.tag == "VB":  # "expressed their readiness on Friday to meet"
        wished = words["wishes"] - {"call"}
        return any(child.lemma in wished and child.index < below.index for child in parsed.children(above, "dobj"))
    denied = below.relation in _DENIED or (below.relation == "attr" and below.lemma not in words["occasions"])
    denied = denied or (below.relation == "relcl" and below.tag == "VB" and above.lemma in words["reports"])
    return denied and _is_negated(parsed, above)


def _is_kept_off(parsed: Parse, above: Word, below: Word) -> bool:
    """Whether what depends on a word does not come about, or is not known: "barred from meeting", "not aware of"."""
    governor = parsed.head(above)
    unaware = above.lemma == "unaware" or (governor is not None and _is_negated(parsed, governor))
    prevented = below.lemma == "from" and above.lemma in frame_words()["prevents"]
    return prevented or (below.lemma == "of" and above.lemma in {"aware", "unaware"} and unaware)


def _is_valued(parsed: Parse, above: Word, below: Word) -> bool:
    """Whether somebody says what a meeting would be like: "talks with Orr would be useful", and not "the first"."""
    if (
        below.relation in {"nsubj", "csubj"}
        and above.lemma == "take"
        and any(child.lemma in {"would", "could", "might"} for child in parsed.children(above, "aux"))
    ):
        return all(child.lemma != "place" for child in parsed.children(above, "dobj"))  # "talks could take years"
    if below.relation not in {"nsubj", "csubj"} or above.lemma != "be":
        return False
    supposed = any(child.lemma in {"would", "could", "might"} for child in parsed.children(above, "aux"))
    values = parsed.children(above, "acomp", "attr")
    first = any(
        child.lemma in {"first", "second", "third", "last"} for value in values for child in parsed.subtree(value)
    )
    return supposed and bool(values) and not first


def _is_supposed(parsed: Parse, verb: Word) -> bool:
    return any(child.lemma in {"if", "whether", "unless"} for child in parsed.children(verb, "mark"))


def _is_negated(parsed: Parse, word: Word) -> bool:
    nobody = any(
        child.lemma in {"neither", "nobody", "none", "no"}
        for subject in parsed.children(word, "nsubj")
        for child in (subject, *parsed.children(subject))
    )
    above = parsed.head(word)
    nor = above is not None and word.relation == "conj" and any(each.lemma == "nor" for each in parsed.children(above))
    return (
        nobody
        or nor
        or _is_supposed(parsed, word)
        or any(child.relation == "neg" or child.lemma in {"no", "never", "neither"} for child in parsed.children(word))
    )
