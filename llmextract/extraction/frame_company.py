"""Frames of words that tell of a meeting by who else is there: joining, bringing together, telling by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame import Frame
from llmextract.extraction.frame_journeys import has_come, is_for_journey
from llmextract.extraction.frame_tense import is_doubtful, tense_of_verb
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.parties import named, subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llmextract.extraction.syntax import Parse, Word


def frames_of_company(parsed: Parse, verb: Word) -> Iterator[Frame]:
    """Yield a frame for a verb of joining somebody, or of bringing some together.

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    if verb.lemma == "join":
        yield from _by_joining(parsed, verb)
    elif verb.lemma in {"bring", "gather"}:
        yield from _by_bringing(parsed, verb)
    elif verb.lemma == "come" and any(child.lemma == "together" for child in parsed.children(verb)):
        tense = tense_of_verb(parsed, verb)  # "Orr and Novak came together in Lima"
        yield Frame(verb, verb, tuple(subjects(parsed, verb)), (), doubtful=is_doubtful(parsed, verb), tense=tense)


def _by_bringing(parsed: Parse, verb: Word) -> Iterator[Frame]:
    """Yield a frame for whom somebody brings together: "brought Orr and Novak together in Lima"."""
    objects = parsed.children(verb, "dobj")
    behind = max((word.index for each in objects for word in parsed.subtree(each)), default=verb.index)
    nearby = {verb.index + 1, *range(verb.index + 1, behind + 2)}
    together = any(word.text == "together" for word in parsed.words if word.index in nearby)
    agents, others = subjects(parsed, verb), named(parsed, objects)
    occasion = any(party.head.lemma in frame_words()["occasions"] for party in agents)  # its noun tells of it
    if together and len(others) > 1 and not occasion:
        tense = tense_of_verb(parsed, verb)
        yield Frame(verb, verb, tuple(agents), tuple(others), doubtful=is_doubtful(parsed, verb), tense=tense, one=True)


def _by_joining(parsed: Parse, verb: Word) -> Iterator[Frame]:
    """Yield a frame for whom somebody joins: "both will be joined by Orr", "will fly to Lima, joining Orr there"."""
    if any(parsed.children(child, "pcomp") for child in parsed.children(verb, "prep")):
        return  # "joined Orr in calling for talks"
    agents = subjects(parsed, verb)
    if parsed.children(verb, "auxpass"):
        whom = [who for child in parsed.children(verb, "agent") for who in parsed.children(child, "pobj")]
        several = len(agents) > 1 or any(party.head.lemma in {"they", "both", "two"} for party in agents)
        whom = _persons(parsed, whom) if several else []
    else:
        whom = _persons(parsed, parsed.children(verb, "dobj")) if is_for_journey(parsed, verb) else []
    if whom:
        tense = tense_of_verb(parsed, verb)
        others = tuple(named(parsed, whom))
        doubtful = is_doubtful(parsed, verb)
        yield Frame(verb, verb, tuple(agents), others, doubtful=doubtful, came=has_come(parsed, verb), tense=tense)


def frames_by_phone(parsed: Parse, phone: Word) -> Iterator[Frame]:
    """Yield a frame for what somebody told another one by telephone: "congratulated Orr by telephone".

    Args:
        parsed: The sentence.
        phone: A word for a telephone, behind a preposition.
    """
    words = frame_words()
    means = parsed.words[phone.head]
    verb = parsed.head(means)
    if verb is not None and verb.relation == "dobj":
        verb = parsed.head(verb)  # "gave him assurances by telephone"
    if verb is None or verb.kind != "VERB" or verb.lemma in words["meets"] | words["speaks"] | words["wishes"]:
        return
    if means.lemma not in {"by", "over"}:
        return
    agents, whom = subjects(parsed, verb), _persons(parsed, parsed.children(verb, "dobj", "dative"))
    if parsed.children(verb, "auxpass"):  # "Orr was congratulated by telephone by Novak"
        by = [child for child in parsed.children(verb, "agent") if child is not means]
        whom = _persons(parsed, [below for child in by for below in parsed.children(child, "pobj")])
    if whom:
        yield Frame(
            phone,
            verb,
            tuple(agents),
            tuple(named(parsed, whom)),
            is_by_phone=True,
            doubtful=is_doubtful(parsed, verb),
            tense=tense_of_verb(parsed, verb),
        )


def _persons(parsed: Parse, words: Iterable[Word]) -> list[Word]:
    """Return those of some words that stand for persons, by name or as "him" and "his counterpart"."""
    persons = [each for each in parsed.entities if each.label == "PERSON"]
    return [
        word
        for word in words
        if word.lemma in {"he", "she", "they", "counterpart"}
        or any(
            person.start <= each.start < person.end
            for person in persons
            for each in (word, *parsed.children(word, "appos"))
        )
    ]
