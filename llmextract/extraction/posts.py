"""Where a name begins behind the post that its run of capitals opens with.

"Under Secretary for Political Affairs Ada Novak", "Keeper of the Seal King Arvid", "ambassador to Kenya Ada Novak".
"""

from __future__ import annotations

from itertools import pairwise

import regex

from llmextract.extraction.countries import is_country
from llmextract.extraction.places import is_place
from llmextract.extraction.titles import is_person_like, is_title_head, split_titles

_WORDS = regex.compile(r"\S+")
_FULL = 2  # words of a name, at least
_LONGEST_STATE = 3  # words
_LONGEST_POST = 90  # characters
_WITH_FIELD = regex.compile(
    r"\b(?i:coordinator|envoy|representative|secretary|minister|commissioner|director|advis[eo]r|ambassador|rapporteur|head)"
    r"\s+for\s+(?:the\s+)?(?:\p{Lu}[\p{L}-]*(?:,?\s+and\s+|,\s+|\s+)){0,6}$"
)
_SENT_TO = regex.compile(
    r"(?r)\b(?:ambassador|envoy|commissioner|representative|consul)\s+(?:of\s+[^,;.]{1,50}\s+)?(?:to|in)\s+(?:the\s+)?$",
    regex.IGNORECASE,
)
_HALF_FIELD = regex.compile(r"\b(?:\p{Lu}\p{Ll}+(?:al|ern|ic)|Human|Public|Middle)$")  # "Envoy for Global"


def split_behind_post(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Take a run of capitals apart where a post ends and the name begins.

    Args:
        text: One sentence.
        start: Offset of the run.
        end: Offset after it.

    Returns:
        Offsets of the office before the last one, if there is one, and of the name with its own title; nothing where
        no such post opens the run.
    """
    words = [word.span() for word in _WORDS.finditer(text, pos=start, endpos=end)]
    if len(words) <= _FULL:
        return []
    affairs = [after[0] for word, after in pairwise(words[:-1]) if text[slice(*word)] == "Affairs"]
    if affairs and is_person_like(text[affairs[-1] : end]):
        return [(affairs[-1], end)]
    if (second := _second_office(text, words)) is not None:
        return [(start, words[second - 1][1]), (words[second][0], end)]
    behind = _behind_state(text, words)
    if behind is None:
        behind = _behind_field(text, words)
    return [(behind, end)] if behind is not None else []


def _second_office(text: str, words: list[tuple[int, int]]) -> int | None:
    """Return the number of the word for the office next to a name, behind a longer one: "Keeper of the Seal | King"."""
    end = words[-1][1]
    if not is_title_head(text[slice(*words[0])]) or split_titles(text[words[0][0] : end])[1]:
        return None
    heads = [number for number in range(_FULL, len(words) - 1) if is_title_head(text[slice(*words[number])])]
    return next((at for at in heads if is_person_like(text[words[at + 1][0] : end])), None)


def _behind_state(text: str, words: list[tuple[int, int]]) -> int | None:
    """Return where a name begins behind where somebody is sent: "ambassador to Kenya | Ada Novak", "to Lima | Reth"."""
    if not _SENT_TO.search(text, endpos=words[0][0]):
        return None
    longest = range(min(_LONGEST_STATE, len(words) - 1), 0, -1)
    opening = {number: text[words[0][0] : words[number - 1][1]] for number in longest}
    states = (number for number, name in opening.items() if is_country(name))
    cities = (number for number, name in opening.items() if len(words) - number >= _FULL and is_place(name))
    at = next(states, None) or next(cities, None)
    return words[at][0] if at else None


def _behind_field(text: str, words: list[tuple[int, int]]) -> int | None:
    """Return where a name begins behind a field of work: "Special Envoy for Global Infrastructure | Ada Novak"."""
    start, end = words[-_FULL][0], words[-1][1]
    post = _WITH_FIELD.search(text, pos=max(0, start - _LONGEST_POST), endpos=start)
    if post is None or not is_person_like(text[start:end]):
        return None
    title = split_titles(text[post.start() : end])[1]
    return start if title is None or _HALF_FIELD.search(title) else None
