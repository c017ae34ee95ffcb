"""What people meet for, ask each other for and undertake: clauses that tell what was on the table.

"They met to end the war", "talks aimed at easing tensions", "asked him to open the border", "agreed to cut tariffs".
The vocabulary is in ``topic_frames.toml``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from llmextract.extraction.cues import has_cue
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.topic_categories import topic_category
from llmextract.schemas import TopicCategory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.extraction.syntax import Parse, Word

_NAMES = frozenset({"NOUN", "PROPN"})
_VERBS = frozenset({"VERB", "AUX"})
_STEPS = frozenset({"measure", "step", "action", "move"})
_DUE = frozenset({"must", "should", "ought"})


@cache
def topic_frame_words() -> dict[str, Any]:
    """Return the vocabulary of what is discussed: sets of base forms, and verbs with their prepositions."""
    text = files("llmextract.extraction").joinpath("topic_frames.toml").read_text(encoding="utf-8")
    return {name: value if isinstance(value, dict) else frozenset(value) for name, value in tomllib.loads(text).items()}


def aims(parsed: Parse, word: Word) -> Iterator[Word]:
    """Yield the heads of the phrases that tell what people want of a meeting, or of each other.

    Args:
        parsed: A sentence.
        word: A word of it: a verb of meeting, asking or undertaking, or a noun that names an occasion.
    """
    words = topic_frame_words()
    if word.kind in _NAMES and word.lemma in words["bearing"]:
        yield from _purposes(parsed, word)
    if word.kind not in _VERBS:
        return
    if _tells_of_meeting(parsed, word):
        yield from _purposes(parsed, word)
    for below in parsed.children(word, "xcomp", "ccomp"):
        if _is_asked(parsed, word, below):
            yield from _what_is_asked(parsed, below)
    about = {subject.lemma for subject in parsed.children(word, "nsubj", "nsubjpass")}
    about |= {parsed.words[word.head].lemma} if word.relation == "relcl" else set()  # "talks, which aimed at it"
    if word.lemma in words["for_what"] and not about.isdisjoint(frame_words()["occasions"] | words["bearing"]):
        yield from _for_what(parsed, word)
    if word.lemma in words["undertakes"] and is_joint(parsed, word):
        yield from _undertaken(parsed, word)
    if word.lemma in words["undertakes"] | words["acknowledges"] and is_joint(parsed, word):
        yield from _shared(parsed, word)


def _shared(parsed: Parse, verb: Word) -> Iterator[Word]:
    """Yield what people hail or pledge together: "hailed the growth of trade", "pledged closer ties"."""
    for what in parsed.children(verb, "dobj"):
        met = what.lemma in frame_words()["occasions"] | {"visit"}
        if what.kind == "NOUN" and not met and _is_known(parsed, what):
            yield what
    for preposition in parsed.children(verb, "prep") if verb.lemma == "commit" else ():
        yield from parsed.children(preposition, "pobj") if preposition.lemma == "to" else []


def _undertaken(parsed: Parse, verb: Word) -> Iterator[Word]:
    """Yield what people agree to do, unless it is to meet again, and what they agree to be needed."""
    occasions = frame_words()["occasions"]
    for clause in parsed.children(verb, "xcomp"):
        what = {each.lemma for each in parsed.children(clause, "dobj")}
        if clause.lemma in topic_frame_words()["tries"]:  # "agreed to work for peace"
            yield from (below for below in parsed.children(clause, "xcomp", "advcl") if _is_for(parsed, below))
            for preposition in parsed.children(clause, "prep"):
                if preposition.lemma in {"for", "on", "toward", "towards"}:
                    yield from parsed.children(preposition, "pobj", "pcomp")
        elif _is_for(parsed, clause) and what and what.isdisjoint(occasions):
            yield clause
    for clause in parsed.children(verb, "ccomp"):
        about = parsed.children(clause, "nsubj", "nsubjpass")
        if clause.lemma in topic_frame_words()["needed"]:
            yield from about
        elif any(helper.lemma in _DUE for helper in parsed.children(clause, "aux")):  # "that the truce must hold"
            yield from (what for what in about if what.kind == "NOUN" and _is_known(parsed, what))


def _is_known(parsed: Parse, noun: Word) -> bool:
    said = " ".join(word.text for word in sorted(parsed.subtree(noun), key=lambda word: word.index))
    return topic_category(said) is not TopicCategory.OTHER


def is_joint(parsed: Parse, verb: Word) -> bool:
    """Return whether people do something together: "they agreed", "the two sides pledged", "Orr and Novak vowed".

    Args:
        parsed: A sentence.
        verb: A verb of it.
    """
    subjects = parsed.children(verb, "nsubj")
    above = parsed.head(verb)
    if not subjects and verb.relation == "conj" and above is not None:
        subjects = parsed.children(above, "nsubj")
    for subject in subjects:
        words = sorted(parsed.subtree(subject), key=lambda word: word.index)
        if parsed.children(subject, "conj") or has_cue("together", " ".join(word.text for word in words), "en"):
            return True
    return False


def _for_what(parsed: Parse, clause: Word) -> Iterator[Word]:
    for preposition in parsed.children(clause, "prep"):
        yield from parsed.children(preposition, "pobj", "pcomp")
    yield from (below for below in parsed.children(clause, "xcomp", "advcl") if below.tag == "VB")


def _tells_of_meeting(parsed: Parse, verb: Word) -> bool:
    frames = frame_words()
    return verb.lemma in frames["meets"] or (
        verb.lemma in frames["holds"]
        and any(child.lemma in frames["occasions"] for child in parsed.children(verb, "dobj", "nsubjpass"))
    )


def _purposes(parsed: Parse, trigger: Word) -> Iterator[Word]:
    """Yield what a meeting is for: "met to end the war", "talks aimed at easing tensions", "in an effort to ..."."""
    words = topic_frame_words()
    for clause in parsed.children(trigger, "xcomp", "advcl", "acl"):
        if clause.lemma in words["for_what"]:
            yield from _for_what(parsed, clause)
        elif clause.lemma in words["tries"]:  # "met to try to end the war"
            yield from (below for below in parsed.children(clause, "xcomp", "ccomp") if _is_for(parsed, below))
        elif _is_for(parsed, clause):
            yield clause
    for preposition in parsed.children(trigger, "prep"):
        for noun in parsed.children(preposition, "pobj"):
            of = parsed.children(noun, "prep")
            if noun.lemma == "part":  # "as part of efforts to end the war"
                whole = [effort for each in of for effort in parsed.children(each, "pobj")]
                for effort in whole:
                    yield from _to_do(parsed, effort) if effort.lemma in words["efforts"] else ()
            elif noun.lemma in words["efforts"]:  # "in an effort to end the war", "in the hope of ending it"
                yield from _to_do(parsed, noun)
                yield from (clause for each in of for clause in parsed.children(each, "pcomp"))


def _to_do(parsed: Parse, noun: Word) -> Iterator[Word]:
    yield from (clause for clause in parsed.children(noun, "acl", "relcl") if clause.tag == "VB")


def _is_for(parsed: Parse, clause: Word) -> bool:
    """Whether an infinitive tells what somebody is to do, and no more of the meeting itself."""
    words = topic_frame_words()
    about = any(what.lemma in words["subjects"] for what in parsed.children(clause, "dobj"))  # "to advance an agenda"
    governed = words["prepositional"].get(clause.lemma, ())  # "to look into the case" tells of the case
    about = about or any(each.lemma in governed for each in parsed.children(clause, "prep"))
    return _is_infinitive(parsed, clause) and clause.lemma not in words["passing"] | words["direct"] and not about


def _is_asked(parsed: Parse, verb: Word, clause: Word) -> bool:
    """Whether an infinitive tells what somebody asks for, and that is no meeting: "asked him to open the border"."""
    if verb.lemma not in topic_frame_words()["urges"]:
        return False
    frames = frame_words()
    if verb.lemma == "call" and not any(each.lemma == "on" for each in parsed.children(verb, "prep")):
        return False
    what = [each for each in parsed.children(clause, "dobj") if each.kind in _NAMES]
    meets = clause.lemma in frames["meets"] | frames["attends"] | {"join"}
    return _is_infinitive(parsed, clause) and not meets and any(each.lemma not in frames["occasions"] for each in what)


def _what_is_asked(parsed: Parse, clause: Word) -> list[Word]:
    """Return what somebody is to do; of a step, what it is for: "urged him to take measures to end the strike"."""
    steps = [what for what in parsed.children(clause, "dobj") if what.lemma in _STEPS]
    behind = [below for above in (clause, *steps) for below in parsed.children(above, "xcomp", "advcl", "acl", "relcl")]
    return [below for below in behind if _is_infinitive(parsed, below)] if steps else [clause]


def _is_infinitive(parsed: Parse, verb: Word) -> bool:
    return verb.tag == "VB" and any(child.lemma == "to" for child in parsed.children(verb, "aux"))
