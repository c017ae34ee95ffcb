"""Where the people of a group are said to be: "met envoys of the rebel group in Lima"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Parse, Word


def is_somewhere(parsed: Parse, group: Word) -> bool:
    """Return whether those for whom somebody speaks are said to be at a place.

    Behind a name, that may be where what it names has its seat ("officials of Delta Oil in Lima said"), unless the day
    follows: "met officials of Delta Oil in Lima on Monday".

    Args:
        parsed: The sentence.
        group: The word for them.
    """
    waiting = [group]
    while waiting:
        word = waiting.pop()
        waiting += parsed.children(word, "conj")
        places = [child for child in parsed.children(word, "prep") if child.lemma in {"in", "at"}]
        if any(word.kind == "NOUN" or _is_before_day(parsed, place) for place in places):
            return True
    return False


def _is_before_day(parsed: Parse, place: Word) -> bool:
    """Whether a phrase stands right before the day: "in Lima on Monday", "in Lima late Monday"."""
    last = max(word.index for word in parsed.subtree(place))
    following = parsed.words[last + 1 : last + 3]
    return any(word.lemma in frame_words()["times"] for word in following) and following[0].text != ","
