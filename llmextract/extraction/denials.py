"""What somebody denies, by grammar: that people met, or something else about their meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.syntax import parse

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Parse, Word


def denies_another_thing(text: str) -> bool:
    """Return whether a sentence denies something, and not that people met: "denied that the talks were about oil".

    Args:
        text: A sentence in a language that is parsed.
    """
    parsed = parse(text)
    told = [(word, _path(parsed, word)) for word in parsed.words if _tells_of_meeting(word)]
    denied = [(word, path) for word, path in told if path]
    return bool(denied) and not any(_is_denied(parsed, word, path) for word, path in denied)


def _tells_of_meeting(word: Word) -> bool:
    words = frame_words()
    if word.kind == "VERB":
        return word.lemma in (words["meets"] | words["speaks"]) - {"discuss"} or word.lemma in words["goes"]
    return word.kind in {"NOUN", "PROPN"} and word.lemma in words["occasions"] | words["journeys"]


def _path(parsed: Parse, word: Word) -> list[Word]:
    """Return the words between one and the verb that denies it, that verb included; none where nothing does."""
    found: list[Word] = []
    for above in parsed.ancestors(word):
        found.append(above)
        if above.lemma == "deny":
            return found
    return []


def _is_denied(parsed: Parse, word: Word, path: list[Word]) -> bool:
    """Whether what is denied is that a meeting takes place, and nothing that was said or done at it."""
    words = frame_words()
    below = word
    for above in path:
        if below.relation in {"nsubj", "nsubjpass"} and above.kind in {"VERB", "AUX"}:
            held = above.lemma in words["takes_place"] | words["schedules"] | words["holds"] | {"happen"}
            if not held or (above.lemma == "be" and _is_told_more(parsed, above)):
                return False
        reported = any(child.lemma in words["reports"] for child in parsed.children(below, "pobj"))
        if below.lemma == "as" and reported:  # "denied as unfounded reports that"
            below = above
            continue
        if below.kind == "ADP" and below.lemma != "with":
            of_report = below.lemma in words["completes"] and above.lemma in words["reports"]
            # "that Orr was in Lima for talks", "that he was in contact with Novak"
            came_for = above.lemma == "be" or (below.lemma == "for" and above.kind == "VERB")
            if not (of_report or came_for):
                return False
        below = above
    return True


def _is_told_more(parsed: Parse, verb: Word) -> bool:
    """Whether "be" says what a meeting is, or is about, and not that there is one: "was secret", "was about oil"."""
    about = any(child.lemma in frame_words()["about"] for child in parsed.children(verb, "prep"))
    return about or bool(parsed.children(verb, "acomp", "attr"))
