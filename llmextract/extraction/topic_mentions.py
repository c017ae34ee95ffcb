"""Other ways to say what was on the table: "trade came up", "at the centre of the talks was grain", a list announced.

The vocabulary is in ``topic_frames.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.topic_aims import is_joint, topic_frame_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.extraction.syntax import Parse, Word

_NAMES = frozenset({"NOUN", "PROPN"})
_VERBS = frozenset({"VERB", "AUX"})
_ATTENTION = frozenset({"pay", "give", "devote", "draw"})
_PLACED = frozenset({"be", "place", "put", "lay"})
_TOLD = frozenset({"nsubj", "nsubjpass", "dobj"})
_SAID_THERE = frozenset({"talk", "talks", "discussion", "conversation", "negotiation", "consultation"})
_READINESS = frozenset({"readiness", "willingness", "desire", "intention", "determination", "commitment"})
_CENTRES = frozenset({"centre", "center", "heart", "core", "top", "forefront"})
_FIGURES = frozenset({"figure", "feature", "loom"})
_IS = frozenset({"be", "stand"})
_WEIGHED = frozenset({"note", "acknowledge", "recognize", "recognise", "agree"})


def mentioned(parsed: Parse, word: Word) -> Iterator[Word]:
    """Yield the heads of the phrases that a word says were spoken of.

    Args:
        parsed: A sentence.
        word: A word of it.
    """
    above = parsed.head(word)
    if word.kind in _VERBS:
        yield from _come_up(parsed, word)
        yield from _gone_over(parsed, word)
        yield from _brought_up(parsed, word)
        yield from _dominating(parsed, word)
    elif word.lemma == "central" and word.relation == "acomp" and above is not None:
        yield from _central(parsed, word, above)
    elif word.kind == "NOUN" and above is not None:
        yield from _attended_to(parsed, word, above)
        yield from _called_subject(parsed, word, above)
        yield from _at_centre(parsed, word, above)
        clauses = parsed.children(word, "acl") if word.relation == "dobj" else []
        if word.lemma == "need" and above.lemma in _WEIGHED and clauses:
            yield word  # "noted the need to step up trade"
        if word.lemma in _READINESS and is_joint(parsed, above):  # "both expressed their readiness to expand trade"
            yield from (clause for clause in clauses if parsed.children(clause, "dobj"))


def is_announcing(parsed: Parse, noun: Word) -> bool:
    """Return whether a noun says nothing but that a list follows: "the following issues: trade and grain".

    Args:
        parsed: The sentence.
        noun: A noun of it.
    """
    vague = noun.lemma in topic_frame_words()["vague"] | topic_frame_words()["subjects"]
    return vague and not parsed.children(noun, "prep", "acl", "compound") and bool(listed_behind(parsed, noun))


def listed_behind(parsed: Parse, noun: Word) -> list[Word]:
    """Return what is listed behind a noun and a colon; the arguments are those of `is_announcing`."""
    colon = next((word.index for word in parsed.words[noun.index :] if word.text == ":"), None)
    if colon is None or any(word.text == "," for word in parsed.words[noun.index : colon]):
        return []
    found = [*parsed.children(noun, "appos"), *(parsed.children(parsed.words[noun.head], "dobj", "appos", "attr"))]
    return [word for word in found if word.index > colon and word.kind in _NAMES]


def _brought_up(parsed: Parse, verb: Word) -> Iterator[Word]:
    """Yield what somebody brings up, and what is "touched upon" or "dealt with"."""
    if verb.lemma == "bring" and any(each.lemma == "up" for each in parsed.children(verb, "prt")):
        yield from parsed.children(verb, "dobj")
    stranded = {
        each.lemma for each in parsed.children(verb, "prep", "prt") if not parsed.children(each, "pobj", "pcomp")
    }
    if not stranded.isdisjoint(topic_frame_words()["prepositional"].get(verb.lemma, ())):
        yield from parsed.children(verb, "nsubjpass")


def _dominating(parsed: Parse, verb: Word) -> Iterator[Word]:
    """Yield what dominates talks, or by what they are dominated: "the summit was dominated by the war"."""
    bearing = topic_frame_words()["bearing"]
    dominated = {what.lemma for what in parsed.children(verb, "dobj")}
    if verb.lemma in topic_frame_words()["dominates"] and not dominated.isdisjoint(bearing):
        yield from _foremost(parsed, verb)
    said = {word.lemma for word in parsed.children(verb, "nsubjpass")}
    if verb.lemma in topic_frame_words()["dominates"] and not said.isdisjoint(bearing):
        for by in parsed.children(verb, "agent"):
            yield from parsed.children(by, "pobj")


def _foremost(parsed: Parse, verb: Word) -> list[Word]:
    """Return what dominates talks, or is to do so: "grain is expected to dominate talks", "grain to dominate talks"."""
    above = parsed.head(verb)
    if above is None or parsed.children(verb, "nsubj"):
        return parsed.children(verb, "nsubj")
    if verb.relation == "xcomp":
        return parsed.children(above, "nsubj", "nsubjpass")
    heads = verb.relation in {"relcl", "acl"} and verb.tag == "VB" and above.relation == "ROOT"
    return [above] if heads else []


def _come_up(parsed: Parse, verb: Word) -> Iterator[Word]:
    """Yield what comes up, figures in talks, or is discussed among other things."""
    subjects = [word for word in parsed.children(verb, "nsubj") if word.kind in _NAMES]
    behind = {
        (each.lemma, what.lemma) for each in parsed.children(verb, "prep") for what in parsed.children(each, "pobj")
    }
    up = any(word.lemma == "up" for word in parsed.children(verb, "prt", "advmod"))
    comes = verb.lemma == "come" and (
        (up and all(each in {"for", "in", "at", "during", "on"} for each, _ in behind))
        or ("under", "discussion") in behind
    )
    behind |= {
        (each.lemma, what.lemma)
        for how in parsed.children(verb, "advmod")
        for each in parsed.children(how, "prep")  # "loomed large in the talks"
        for what in parsed.children(each, "pobj")
    }
    if comes or (verb.lemma in _FIGURES and any(each == "in" and _is_occasion(what) for each, what in behind)):
        yield from subjects
    aside = any(each.lemma == "among" for each in parsed.children(verb, "prep"))
    if aside and verb.lemma in topic_frame_words()["direct"] and not parsed.children(verb, "dobj"):
        times = frame_words()["times"]  # "discussed, among other things, trade"
        behind_it = [*parsed.children(verb, "npadvmod"), *_beside_things(parsed, verb)]
        yield from (what for what in behind_it if what.index > verb.index and what.lemma not in times)


def _beside_things(parsed: Parse, verb: Word) -> Iterator[Word]:
    for preposition in parsed.children(verb, "prep"):
        for things in parsed.children(preposition, "pobj") if preposition.lemma == "among" else ():
            yield from parsed.children(things, "conj")


def _attended_to(parsed: Parse, noun: Word, verb: Word) -> Iterator[Word]:
    """Yield what is looked at: "attention was paid to the famine", "the focus was on grain", "took stock of trade"."""
    on = {"to"} if noun.lemma == "attention" and verb.lemma in _ATTENTION else set()
    on = {"to"} if noun.lemma == "importance" and verb.lemma == "attach" else on
    on = {"of"} if noun.lemma == "stock" and verb.lemma == "take" else on
    on = {"on"} if noun.lemma in {"emphasis", "focus"} and verb.lemma in _PLACED and noun.relation in _TOLD else on
    for preposition in parsed.children(noun, "prep") + parsed.children(verb, "prep"):
        if preposition.lemma in on:
            yield from parsed.children(preposition, "pobj", "pcomp")


def _gone_over(parsed: Parse, verb: Word) -> Iterator[Word]:
    """Yield where talks go: "the discussion turned to the war", "ranged from trade to grain", "also included trade"."""
    subjects = parsed.children(verb, "nsubj")
    of = [each for word in subjects for each in parsed.children(word, "prep") if each.lemma == "of"]
    said = {word.lemma for word in (*subjects, *(what for each in of for what in parsed.children(each, "pobj")))}
    told = _SAID_THERE | ({"topic", "subject", "issue"} if verb.lemma == "range" else set())
    if said.isdisjoint(told) or verb.lemma not in {"turn", "shift", "range", "include", "concern"}:
        return
    if verb.lemma in {"include", "concern"}:  # "much of the conversation concerned the war"
        persons = [each for each in parsed.entities if each.label == "PERSON"]
        for what in parsed.children(verb, "dobj"):
            if not any(person.start <= what.start < person.end for person in persons):
                yield what
    for preposition in parsed.children(verb, "prep"):
        if preposition.lemma == "to" or (verb.lemma == "range" and preposition.lemma == "from"):
            yield from parsed.children(preposition, "pobj")


def _called_subject(parsed: Parse, noun: Word, verb: Word) -> Iterator[Word]:
    """Yield what is called the subject: "grain was the main subject of the talks", "an agenda that includes grain"."""
    words = topic_frame_words()
    if noun.lemma not in words["subjects"]:
        return
    clauses = parsed.children(verb, "advcl") + parsed.children(noun, "relcl")
    when = any(clause.lemma in frame_words()["meets"] for clause in clauses)
    if noun.relation == "attr" and verb.lemma == "be" and (when or _is_of_occasion(parsed, noun)):
        yield from (word for word in parsed.children(verb, "nsubj") if word.kind in _NAMES)
    among = parsed.head(verb) if noun.relation == "pobj" and verb.lemma == "among" else None
    if among is not None and among.lemma == "be":  # "trade and grain are among the topics", "among them is grain"
        yield from parsed.children(among, "nsubj") or parsed.children(among, "attr")
    of = verb if noun.relation == "pobj" and verb.lemma == "of" else None
    one = parsed.head(of) if of is not None else None
    is_one = parsed.head(one) if one is not None and one.lemma == "one" and one.relation == "nsubj" else None
    if is_one is not None and is_one.lemma == "be" and parsed.children(noun, "acl"):
        yield from parsed.children(is_one, "attr")  # "one of the issues discussed was grain"
    for clause in parsed.children(noun, "relcl"):
        if clause.lemma in words["which"] | {"cover"}:
            yield from parsed.children(clause, "dobj")


def _at_centre(parsed: Parse, noun: Word, preposition: Word) -> Iterator[Word]:
    """Yield what stands at the centre of talks."""
    verb = parsed.head(preposition)
    if noun.lemma not in _CENTRES or preposition.lemma != "at" or verb is None or verb.lemma not in _IS:
        return
    if _is_of_occasion(parsed, noun):
        yield from parsed.children(verb, "nsubj") or parsed.children(verb, "attr")


def _central(parsed: Parse, word: Word, verb: Word) -> Iterator[Word]:
    """Yield what is central to talks."""
    to = [what.lemma for each in parsed.children(word, "prep") for what in parsed.children(each, "pobj")]
    if any(map(_is_occasion, to)):
        yield from parsed.children(verb, "nsubj") or parsed.children(verb, "attr")


def _is_of_occasion(parsed: Parse, noun: Word) -> bool:
    behind = [each for each in parsed.children(noun, "prep") if each.lemma in {"of", "in", "at", "during", "on"}]
    return any(_is_occasion(what.lemma) for each in behind for what in parsed.children(each, "pobj"))


def _is_occasion(lemma: str) -> bool:
    return lemma in frame_words()["occasions"] | {"discussion", "agenda"}
