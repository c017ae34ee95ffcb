"""Sentences that speak of a meeting as told before: "the meeting, mediated by Orr in Lima"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.syntax import parse
from llmextract.extraction.told_circumstances import told_by

if TYPE_CHECKING:
    from collections.abc import Callable

    from llmextract.extraction.syntax import Parse, Word


def circumstances_of_known(text: str) -> Callable[[int, bool], bool]:
    """Return what tells the time and place of the meeting that a sentence speaks of; see `circumstances_of`.

    Args:
        text: A sentence in a language that is parsed.
    """
    return told_by(text, _is_known)


def speaks_of_known(text: str) -> bool:
    """Return whether a sentence speaks of a meeting as told before: "the meeting, mediated by Orr in Lima".

    Args:
        text: A sentence in a language that is parsed.
    """
    parsed = parse(text)
    return any(_is_known(parsed, word) for word in parsed.words)


def _is_known(parsed: Parse, word: Word) -> bool:
    """Whether a word stands for a meeting that was told before: "the talks", not "the Norvian summit"."""
    words = frame_words()
    return (
        word.kind == "NOUN"
        and word.lemma in words["occasions"] - {"contact", "call"}
        and (
            any(child.lemma in words["times"] for child in parsed.children(word, "poss"))  # "after Sunday's meeting"
            or (
                (word.relation in {"nsubj", "nsubjpass", "dobj"} or _is_said_after(parsed, word))
                and any(child.lemma in words["known"] for child in parsed.children(word, "det", "poss"))
            )
        )
        and not any(
            child.lemma in words["others"] or child.text[0].isupper()
            for child in parsed.children(word, "amod", "compound")
        )
    )


def _is_said_after(parsed: Parse, noun: Word) -> bool:
    """Whether a meeting tells when something was said or done: "in a statement issued after the talks in Lima"."""
    above = parsed.head(noun) if noun.relation == "pobj" else None
    return above is not None and above.lemma in {"after", "during"}
