"""Whether a sentence only weighs whether people may meet, or says that they are about to.

"A summit is unlikely", "talks are under consideration", "the road to talks is long", "a meeting is being arranged".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Parse, Word

_LINKS = frozenset({"be", "remain", "seem", "look", "appear", "become"})
_UNSURE = frozenset({
    "unlikely", "likely", "impossible", "possible", "improbable", "probable", "unthinkable", "conceivable", "premature",
    "necessary", "needed", "uncertain", "unclear", "doubtful", "realistic", "unrealistic", "pointless", "useless",
    "possibility", "option", "goal", "aim", "dream",
})  # fmt: skip
_EXPECTED = frozenset({"likely", "probable"})
_SURE = frozenset({"over", "underway", "ongoing", "due", "set", "imminent", "near", "close", "complete"})
_CLOSE = frozenset({"imminent", "near", "close"})
_WEIGHED = frozenset({"discussion", "consideration", "negotiation", "review", "study"})
_PREPARED = frozenset({"preparation", "work", "pipeline", "card"})
_PREPARES = frozenset({"prepare", "arrange", "organize", "organise", "plan"})
_DEPENDS = frozenset({"depend", "hinge"})
_GATES = frozenset(
    {"path", "road", "way", "route", "door", "obstacle", "barrier", "hurdle", "alternative", "opposition", "key"}
)
_APPROACHES = frozenset({"toward", "towards"})
_POTENTIAL = frozenset({"potential", "eventual", "hypothetical"})


def is_possible(parsed: Parse, noun: Word) -> bool:
    """Return whether a meeting may never be: "a potential summit", "moved towards talks", "a meeting is unlikely".

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    if any(child.lemma in _POTENTIAL for child in parsed.children(noun, "amod")):
        return True
    if noun.relation == "pobj":
        preposition = parsed.words[noun.head]
        above = parsed.words[preposition.head]
        led = preposition.lemma == "to" and any(
            each.lemma in _GATES for each in (above, *parsed.children(above, "dobj", "nsubjpass"))
        )
        weighed = preposition.lemma == "under" and noun.lemma in _WEIGHED
        return led or weighed or preposition.lemma in _APPROACHES
    verb = parsed.head(noun)
    if noun.relation != "nsubj" or verb is None:
        return False
    return verb.lemma in _DEPENDS or (verb.lemma in _LINKS and _is_weighed(parsed, noun, verb))


def _is_weighed(parsed: Parse, noun: Word, verb: Word) -> bool:
    """Whether what is said of a meeting leaves it open: "is possible", "a meeting would be useful"."""
    said = {child.lemma for child in parsed.children(verb, "acomp", "attr", "oprd")}
    if not _UNSURE.isdisjoint(said - _EXPECTED) or (parsed.children(verb, "neg") and not _EXPECTED.isdisjoint(said)):
        return True
    objects = _objects(parsed, verb)
    if not objects.isdisjoint({("under", each) for each in _WEIGHED} | {("in", "doubt"), ("of", "question")}):
        return True
    new = any(child.lemma in {"a", "an"} for child in parsed.children(noun, "det"))
    qualities = {child.lemma for child in parsed.children(verb, "acomp")}
    now = verb.tag in {"VBZ", "VBP"}
    return new and now and (bool(parsed.children(verb, "neg")) or bool(qualities - _SURE - _EXPECTED))


def is_close(parsed: Parse, noun: Word, verb: Word) -> bool:
    """Return whether a meeting is about to be: "a summit is imminent", "talks are in preparation", "being arranged".

    Args:
        parsed: The sentence.
        noun: The meeting's.
        verb: The verb that governs it.
    """
    if noun.relation == "nsubjpass":
        return verb.lemma in _PREPARES and any(child.text == "being" for child in parsed.children(verb, "auxpass"))
    if noun.relation != "nsubj" or verb.lemma != "be":
        return False
    close = any(child.lemma in _CLOSE for child in parsed.children(verb, "acomp", "advmod"))
    return close or not _objects(parsed, verb).isdisjoint(
        {(preposition, each) for preposition in ("in", "on") for each in _PREPARED}
    )


def _objects(parsed: Parse, verb: Word) -> set[tuple[str, str]]:
    """Return the prepositions behind a verb with what they name: "out of the question" is of a question."""
    prepositions = parsed.children(verb, "prep")
    below = [each for preposition in prepositions for each in parsed.children(preposition, "prep")]
    return {(each.lemma, named.lemma) for each in (*prepositions, *below) for named in parsed.children(each, "pobj")}
