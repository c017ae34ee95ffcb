"""The wording of what surrounds articles on news pages, compiled from ``cues.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from llmextract.articles.needed_words import WordedPattern, WordedPatterns

if TYPE_CHECKING:
    from collections.abc import Iterable

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u0307": None})


class AnyOf:
    """Expressions of which any may be found in a text; each is only tried where the text holds the words it needs.

    Args:
        expressions: As `re` reads them.
    """

    def __init__(self, expressions: Iterable[str]) -> None:
        self._patterns = WordedPatterns(
            (re.compile(expression), WordedPattern(expression)) for expression in expressions
        )

    def found_in(self, folded: str) -> bool:
        """Tell whether one of them is found in a ``fold``ed text."""
        return any(pattern.search(folded) for pattern, _ in self._patterns.that_may_match(folded))


@dataclass(frozen=True)
class Cues:
    """The cues, each list compiled to one expression but for those that are searched for everywhere.

    All are to be tried on ``fold``ed text.

    Attributes:
        line: Whole lines that belong to the page (tried without punctuation at both ends).
        pointer: Openings of lines that point to something else.
        after: Whole lines that head what follows an article.
        comments: Whole lines that head the readers' comments.
        notice: Found where the page speaks of itself.
        caption: Found in captions and picture credits.
        credit: Openings of credits for the work.
        contributed: Closings of credits for the work.
        byline: Words before an author's name.
        published: Words before a publication date.
        updated: Words before the date of a later change.
        words: Word lists by name.
    """

    line: re.Pattern[str]
    pointer: re.Pattern[str]
    after: re.Pattern[str]
    comments: re.Pattern[str]
    notice: AnyOf
    caption: AnyOf
    credit: re.Pattern[str]
    contributed: re.Pattern[str]
    byline: re.Pattern[str]
    published: re.Pattern[str]
    updated: re.Pattern[str]
    words: dict[str, frozenset[str]]


def fold(text: str) -> str:
    """Fold case, curly apostrophes and white space, for comparing; lengths change, so no offsets into it."""
    folded = text.casefold()
    return " ".join((folded if folded.isascii() else folded.translate(_STRAIGHT)).split())


def bare(folded: str) -> str:
    """Drop punctuation at both ends."""
    return _EDGES.sub("", folded)


@functools.cache
def load_cues() -> Cues:
    """Read and compile the cues, once."""
    tables = tomllib.loads(resources.files(__package__).joinpath("cues.toml").read_text(encoding="utf-8"))
    words = {name: frozenset(values) for name, values in tables.pop("words").items()}
    listed = {
        name: [expression for values in table.values() for expression in values] for name, table in tables.items()
    }
    notice, caption = AnyOf(listed.pop("notice")), AnyOf(listed.pop("caption"))
    compiled = {
        name: re.compile("|".join(f"(?:{expression})" for expression in expressions))
        for name, expressions in listed.items()
    }
    return Cues(**compiled, notice=notice, caption=caption, words=words)
