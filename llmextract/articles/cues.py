"""The wording of what surrounds articles on news pages, compiled from ``cues.toml``."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib import resources

_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u0307": None})


@dataclass(frozen=True)
class Cues:
    """The cues, each list compiled to one expression; to be tried on ``fold``ed text.

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
    notice: re.Pattern[str]
    caption: re.Pattern[str]
    credit: re.Pattern[str]
    contributed: re.Pattern[str]
    byline: re.Pattern[str]
    published: re.Pattern[str]
    updated: re.Pattern[str]
    words: dict[str, frozenset[str]]

    def holds_notice(self, folded: str) -> bool:
        """Tell whether the page speaks of itself in a text; ``fold``ed, as for the expressions."""
        return any(word in folded for word in self.words["in_notices"]) and self.notice.search(folded) is not None


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
    compiled = {
        name: re.compile("|".join(f"(?:{expression})" for values in table.values() for expression in values))
        for name, table in tables.items()
    }
    return Cues(**compiled, words=words)
