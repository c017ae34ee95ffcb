"""Whether a sentence's words give the time or place of a meeting or journey that the sentence tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame import Frame
from llmextract.extraction.frame_circumstances import belongs
from llmextract.extraction.frame_tense import is_doubtful
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from llmextract.extraction.syntax import Parse, Word


def circumstances_of(text: str, *, journeys_only: bool = False) -> Callable[[int, bool], bool]:
    """Return what tells whether words of a sentence give the time or place of a meeting or a journey, whoever is there.

    "The visit to Lima will deal with the war in Norvia" gives Lima.

    Args:
        text: A sentence in a language that is parsed.
        journeys_only: Whether meetings do not count: "The visit to Lima builds on the summit in Quito".

    Returns:
        A function of the offset in the sentence and of whether it is a place.
    """
    words = frame_words()
    nouns, verbs = words["journeys"], words["goes"]
    if not journeys_only:
        nouns, verbs = nouns | words["occasions"], verbs | words["meets"]
    return told_by(
        text,
        lambda parsed, word: (
            not _is_of_before(parsed, word)
            and (
                (word.relation == "ROOT" and word.lemma not in words["says"] - {"tell"})  # "led a delegation to Lima"
                or word.lemma in (verbs if word.kind == "VERB" else nouns if word.kind in {"NOUN", "PROPN"} else ())
            )
        ),
    )


def _is_of_before(parsed: Parse, word: Word) -> bool:
    """Whether a noun only names what comes later: "Before Orr's arrival in Lima, Novak will visit Norvia"."""
    preposition = parsed.head(word) if word.relation == "pobj" else None
    return preposition is not None and preposition.lemma == "before"


def told_by(text: str, tells: Callable[[Parse, Word], bool]) -> Callable[[int, bool], bool]:
    """Return what tells whether words of a sentence give the time or place of what some of its words tell of.

    Args:
        text: A sentence in a language that is parsed.
        tells: Tells whether a word does.

    Returns:
        A function of the offset in the sentence and of whether it is a place.
    """
    parsed = parse(text)
    frames = [
        Frame(word, next((above for above in parsed.ancestors(word) if above.kind == "VERB"), word), (), ())
        for word in parsed.words
        if tells(parsed, word) and not _is_wished(parsed, word)
    ]
    return lambda offset, place: any(belongs(parsed, frame, offset, place=place) for frame in frames)


def _is_wished(parsed: Parse, word: Word) -> bool:
    """Whether somebody only wishes or supposes what a word tells of; a meeting that is denied has its day, too."""
    denied = any(above.lemma == "deny" for above in parsed.ancestors(word))
    return not denied and is_doubtful(parsed, word)
