"""Who discusses what a sentence says was discussed, and whether it says so at all, by its grammar.

"The two leaders discussed trade", "Orr's rivals discussed a boycott", "they did not discuss trade", "leaders will meet
in April to discuss debt": what is on the table at a meeting is what those who met are said to have discussed there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.topic_aims import is_joint, topic_frame_words
from llmextract.extraction.topic_grammar import asks_question, is_topic_verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.extraction.syntax import Parse, Word

_VERBS = frozenset({"VERB", "AUX"})
_GOVERNED = frozenset({"xcomp", "ccomp", "advcl", "acl", "dobj"})
_COMING = frozenset({"will", "shall", "'ll", "’ll"})
_POSSIBLE = frozenset({"may", "might", "could", "can", "should", "must", "ought"})
_WAS = frozenset({"has", "have", "had", "was", "were"})
_DUE = frozenset({"must", "should", "ought"})
_DECLINING = frozenset({"refuse", "decline", "avoid"})
_SPEECHES = frozenset({"speech", "interview", "lecture", "article", "tweet", "testimony", "sermon", "editorial"})
_AUDIENCES = frozenset({
    "pupil", "student", "reporter", "journalist", "crowd", "worker", "parliament", "lawmaker", "soldier", "troop",
    "resident", "supporter", "audience", "newspaper",
})  # fmt: skip
_GATHERINGS = frozenset({"conference", "forum", "congress", "seminar", "summit"})
_AROUND = frozenset({"sideline", "sidelines", "margin", "margins", "fringe", "eve", "ahead", "before"})
_BEFORE = frozenset({"earlier", "previously", "already", "repeatedly", "long"})


def head_of(parsed: Parse, start: int, end: int) -> Word | None:
    """Return the word of a phrase on which the rest of it depends.

    Args:
        parsed: The sentence.
        start: Offset of the phrase in the sentence.
        end: Offset after it.
    """
    inside = [word for word in parsed.words if start <= word.start < end]
    return next((word for word in inside if parsed.head(word) not in inside), None)


def verb_above(parsed: Parse, head: Word) -> Word | None:
    """Return the verb that says of a phrase that it was discussed: "discussed" of "they discussed the sale of grain".

    Args:
        parsed: The sentence.
        head: The head of the phrase.
    """
    return next((above for above in parsed.ancestors(head) if _is_verb(above)), None)


def teller(parsed: Parse, verb: Word) -> Word | None:
    """Return who does what a verb says: its subject, or that of the verb on which it hangs.

    Args:
        parsed: The sentence.
        verb: A verb of it.

    Returns:
        The head of the subject; of "which" and "who" that for which they stand. ``None`` where nobody is named.
    """
    if parsed.children(verb, "nsubjpass"):  # "trade was discussed by the two"
        agents = [who for by in parsed.children(verb, "agent") for who in parsed.children(by, "pobj")]
        return next(iter(agents), None)
    for clause in (verb, *(above for above in parsed.ancestors(verb) if _is_verb(above))):
        for subject in parsed.children(clause, "nsubj", "nsubjpass"):
            stands_for = clause.relation == "relcl" and subject.tag.startswith("W")
            return parsed.head(clause) if stands_for else subject
    return None


def is_told(parsed: Parse, verb: Word, *, held: bool, own: bool = False) -> bool:
    """Return whether a sentence says that something is discussed: not that it was not, nor that it may be elsewhere.

    Args:
        parsed: The sentence.
        verb: The verb that says that something is discussed.
        held: Whether the meeting has taken place; what may be, and what another one is to be about, is no part of it.
        own: Whether the sentence itself reports the meeting.
    """
    governing = list(_governing(parsed, verb))
    if any(parsed.children(each, "neg") or each.lemma in _DECLINING for each in governing):
        return False
    if not held:
        return True
    helpers = [_helpers(parsed, each) - (_DUE if _is_agreed(parsed, each) else set()) for each in governing]
    meets_again = any(not _COMING.isdisjoint(words) for words in helpers[1:])  # "will meet in March to discuss"
    if meets_again or any(not _POSSIBLE.isdisjoint(words) for words in helpers):
        return False
    goes_on = verb.tag == "VBG" and not {"has", "have"}.isdisjoint(helpers[0])  # "has been urging"
    before = any(word.text.lower() in _BEFORE for word in parsed.children(verb, "advmod")) and "had" in helpers[0]
    return own or not (goes_on or before)


def is_stance(parsed: Parse, verb: Word) -> bool:
    """Return whether a verb says what somebody holds, and not what was discussed: "stressed that trade must grow".

    What people agree together to be needed is theirs, and no stance: "they agreed that a truce was needed".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    above = parsed.head(verb)
    finite = verb.relation == "ccomp" and bool(parsed.children(verb, "nsubj", "nsubjpass"))
    if not finite or above is None or not is_topic_verb(above) or asks_question(parsed, verb):
        return False
    return not _is_agreed(parsed, verb)


def _is_agreed(parsed: Parse, verb: Word) -> bool:
    """Whether people say together that something is needed: "they agreed that the truce must be respected"."""
    words = topic_frame_words()
    above = parsed.head(verb)
    if above is None or verb.relation != "ccomp" or above.lemma not in words["undertakes"]:
        return False
    needed = verb.lemma in words["needed"] or not _DUE.isdisjoint(_helpers(parsed, verb))
    return needed and is_joint(parsed, above)


def is_past(parsed: Parse, verb: Word) -> bool:
    """Return whether a verb says that something was discussed before: "they discussed trade", "had focused on it".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    said = is_topic_verb(verb) and verb.lemma not in topic_frame_words()["urges"]
    helpers = _helpers(parsed, verb) | {word.text.lower() for word in parsed.children(verb, "auxpass")}
    perfect = verb.tag == "VBN" and not _WAS.isdisjoint(helpers)
    coming = helpers | {word.lemma for word in parsed.ancestors(verb) if word.relation != "prep"}
    return said and (verb.tag == "VBD" or perfect) and _COMING.isdisjoint(coming)


def is_for_others(parsed: Parse, verb: Word) -> bool:
    """Return whether somebody says something to others than those who meet: "in a speech he called for a truce".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    if verb.lemma in topic_frame_words()["for_what"]:  # "he told reporters that the visit was aimed at peace"
        return False
    clauses = (verb, *(above for above in parsed.ancestors(verb) if _is_verb(above)))
    settings = (
        what for each in clauses for to in parsed.children(each, "prep") for what in parsed.children(to, "pobj")
    )
    heard = (
        what
        for to in parsed.children(verb, "prep")
        for what in parsed.children(to, "pobj")
        if to.lemma in {"to", "with"}
    )
    return any(what.lemma in _SPEECHES for what in settings) or any(what.lemma in _AUDIENCES for what in heard)


def is_of_other_gathering(parsed: Parse, head: Word) -> bool:
    """Return whether something is the subject of a gathering beside which people meet.

    "Met on the sidelines of a conference on piracy", "while attending a forum on oil", "ahead of a summit on debt".

    Args:
        parsed: The sentence.
        head: The head of what is discussed.
    """
    while head.relation == "conj":
        head = parsed.words[head.head]
    preposition = parsed.head(head)
    noun = parsed.head(preposition) if preposition is not None and preposition.kind == "ADP" else None
    above = parsed.head(noun) if noun is not None else None
    if noun is None or above is None or noun.lemma not in _GATHERINGS:
        return False
    if any(word.lemma in {"news", "press"} for word in parsed.children(noun, "compound")):
        return True
    if noun.relation == "dobj":
        return above.lemma == "attend" and above.tag == "VBG"
    around = parsed.words[above.head].lemma if above.lemma == "of" else above.lemma
    return noun.relation == "pobj" and (around in _AROUND or (around == "for" and noun.lemma != "summit"))


def takes_stance(parsed: Parse) -> bool:
    """Return whether a sentence says what somebody holds; the argument is that of `is_stance`."""
    return any(is_stance(parsed, word) for word in parsed.words if _is_verb(word))


def _is_verb(word: Word) -> bool:
    return word.kind in _VERBS and word.relation != "prep"  # "matters, including trade"


def _helpers(parsed: Parse, verb: Word) -> set[str]:
    return {helper.text.lower() for helper in parsed.children(verb, "aux")}


def _governing(parsed: Parse, verb: Word) -> Iterator[Word]:
    """Yield a verb and those that say of it whether it comes about: "did not want to discuss"."""
    yield verb
    below = verb
    for above in parsed.ancestors(verb):
        of_noun = below.relation == "acl" and not parsed.children(below, "nsubj")  # "no talks focusing on trade"
        if below.relation not in _GOVERNED or of_noun:
            return
        if _is_verb(above):
            yield above
        below = above
