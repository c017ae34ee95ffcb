"""On which day somebody speaks, by grammar, and whether a meeting is only the occasion on which he does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_tense import tense_of_verb
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.parties import subjects
from llmextract.extraction.syntax import parse

if TYPE_CHECKING:
    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Parse, Word


def is_of_main_verb(text: str, offset: int) -> bool:
    """Return whether a time is that of what a sentence mainly tells, and that is over: "Orr on Monday hailed peace".

    Args:
        text: A sentence in a language that is parsed.
        offset: Where the time begins.
    """
    parsed = parse(text)
    word = next((word for word in parsed.words if word.end > offset), None)
    above = parsed.ancestors(word) if word is not None else ()
    verb = next((each for each in above if each.kind in {"VERB", "AUX"}), None)
    if verb is None or tense_of_verb(parsed, verb) != "past" or parsed.children(verb, "nsubjpass"):
        return False
    return verb.relation == "ROOT" or verb == _speech(parsed)


def main_subjects(text: str) -> list[Party]:
    """Return who does what a sentence mainly tells.

    Args:
        text: A sentence in a language that is parsed.
    """
    parsed = parse(text)
    return [party for word in parsed.words if word.relation == "ROOT" for party in subjects(parsed, word)]


def mainly_told(parsed: Parse) -> list[Word]:
    """Return the verbs of what a sentence mainly tells: of "Orr will visit Lima, officials said", not "said".

    Args:
        parsed: The sentence.
    """
    told = []
    for root in (word for word in parsed.words if word.relation == "ROOT"):
        before = [what for what in parsed.children(root, "ccomp") if what.index < root.index and what.kind == "VERB"]
        told.append(before[0] if before and root.lemma in frame_words()["says"] else root)
    return told


def is_told_by_speech(text: str, *, mainly: bool = False) -> bool:
    """Return whether a sentence tells of a meeting as of when somebody spoke: "he told reporters after meeting Orr".

    What others say that he said does not count.

    Args:
        text: A sentence in a language that is parsed.
        mainly: Whether it must be what the sentence mainly tells, and no aside of it: "after a meeting".
    """
    verb = _speech(parse(text))
    return verb is not None and (verb.relation == "ROOT" if mainly else verb.relation != "ccomp")


def _speech(parsed: Parse) -> Word | None:
    """Return the verb of saying whose time a meeting gives: "said" of "said when meeting Orr"."""
    words = frame_words()
    for trigger in parsed.words:
        if trigger.lemma not in (words["meets"] if trigger.kind == "VERB" else words["occasions"]):
            continue
        below, aside = trigger, False
        for above in parsed.ancestors(trigger):
            aside = aside or (below.kind in {"ADP", "VERB"} and below.lemma in words["during"])
            aside = aside or any(child.lemma in {"when", "after"} for child in parsed.children(below, "advmod", "mark"))
            if above.kind == "VERB" and _is_said(parsed, above):
                if aside and below.relation != "ccomp":  # but "said he met Orr during a visit"
                    return above
                break
            below = above
    return None


def _is_said(parsed: Parse, verb: Word) -> bool:
    """Whether a verb tells that somebody speaks."""
    words = frame_words()
    return makes_remarks(parsed, verb) or verb.lemma in words["says"] | words["stresses"] | {"speak", "talk"}


def makes_remarks(parsed: Parse, verb: Word) -> bool:
    """Return whether a verb's object is what somebody says: "made the remarks".

    Args:
        parsed: The sentence.
        verb: A word of it.
    """
    return verb.kind == "VERB" and any(
        child.lemma in frame_words()["remarks"] for child in parsed.children(verb, "dobj")
    )
