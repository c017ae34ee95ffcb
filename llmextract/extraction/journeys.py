"""Whether a sentence tells where somebody stays, or when a journey begins, by grammar."""

from __future__ import annotations

from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.syntax import parse


def begins_journey(text: str) -> bool:
    """Return whether a sentence tells when a journey begins: "Orr started a tour of Norvia on Monday".

    Args:
        text: A sentence in a language that is parsed.
    """
    words = frame_words()
    parsed = parse(text)
    return any(
        what.lemma in words["journeys"]
        for word in parsed.words
        if word.kind == "VERB" and word.lemma in words["opens"]
        for what in parsed.children(word, "dobj")
    )


def tells_of_stay(text: str) -> bool:
    """Return whether a sentence says where somebody is: "Orr will be in Lima from Monday to Friday".

    Args:
        text: A sentence in a language that is parsed.
    """
    parsed = parse(text)
    return any(
        place.kind == "PROPN" and place.lemma not in frame_words()["times"]
        for word in parsed.words
        if word.lemma == "be" and word.kind in {"VERB", "AUX"} and parsed.children(word, "nsubj")
        for preposition in parsed.children(word, "prep")
        if preposition.lemma == "in"
        for place in parsed.children(preposition, "pobj")
    )


def tells_of_arrival(text: str) -> bool:
    """Return whether a sentence says that somebody has arrived somewhere: "Orr arrived in Lima on Monday".

    Args:
        text: A sentence in a language that is parsed.
    """
    parsed = parse(text)
    return any(
        word.relation == "ROOT" and word.lemma in frame_words()["arrives"] and word.tag == "VBD"
        for word in parsed.words
    )


def meets_there(text: str) -> bool:
    """Return whether a sentence says that people meet in a place named before: "She met Orr there", "There, she met".

    Args:
        text: A sentence in a language that is parsed.
    """
    words = frame_words()
    parsed = parse(text)
    return any(
        there.lemma == "there"
        for word in parsed.words
        if word.kind == "VERB" and word.lemma in words["meets"] | words["holds"] | words["speaks"]
        for there in parsed.children(word, "advmod")
    )
