"""Copies of one text under several names: found before anybody is asked, so that they cost nothing.

Candidates come from MinHash signatures (A. Broder, "On the resemblance and containment of documents", 1997) cut into
bands, as J. Leskovec, A. Rajaraman and J. Ullman describe (*Mining of Massive Datasets*, 3.4). The bands lie in the
store, not in memory. Every candidate is then compared exactly. To take two articles for one would lose a meeting, to
take a copy for an article of its own costs one extraction: therefore a copy may say nothing of its own.
"""

from __future__ import annotations

import hashlib
import re
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from llmextract.articles.article import Article

LEAST_LIKENESS = 0.8
"""Least Jaccard similarity of the shingles of a copy and its original."""

MOST_DAYS_APART = 3
"""A copy published later may mean another day by "on Tuesday"."""

SHINGLE_WORDS = 5
SPELLED_OTHERWISE = 6
"""Letters of a word that may be spelled otherwise in a copy; of shorter ones, "met" and "meet" are two."""

LEAST_SPELLING = 85.0
"""Least similarity, of 100, of two spellings of a word (rapidfuzz's ratio)."""

_BANDS, _ROWS = 20, 6  # likeness 0.8 is found with probability 0.998, 0.5 with 0.27
_SEED = 20311212
_MOST_CANDIDATES = 20  # a template used for thousands of articles must not make each of them slow
_WORD = re.compile(r"\w+")


class Wording(NamedTuple):
    """The words of an article proper, and what tells which articles have nearly the same.

    Attributes:
        words: In order, as written; page leftovers, headline and dateline are not among them.
        shingles: Every five words that follow each other, in lower case.
    """

    words: list[str]
    shingles: frozenset[str]

    @classmethod
    def of(cls, article: Article) -> Wording:
        """Return the wording of an article."""
        words = [word for sentence in article.sentences for word in _WORD.findall(sentence.text)]
        folded = [word.casefold() for word in words]
        starts = range(max(1, len(folded) - SHINGLE_WORDS + 1))
        return cls(words, frozenset(" ".join(folded[start : start + SHINGLE_WORDS]) for start in starts))

    def bands(self) -> list[int]:
        """Return hashes of the parts of the MinHash signature; articles with one in common are candidates."""
        from rensa import RMinHash

        signature = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
        signature.update(sorted(self.shingles))
        rows = signature.digest()
        return [_hash(band, rows[band * _ROWS : (band + 1) * _ROWS]) for band in range(_BANDS)]


def likeness(one: Wording, other: Wording) -> float:
    """Return the Jaccard similarity of two articles' shingles: 1 for the same words in the same order."""
    return len(one.shingles & other.shingles) / len(one.shingles | other.shingles)


def adds_nothing(copy: Wording, original: Wording) -> bool:
    """Tell whether all words of a copy are the original's, other spellings of common words aside.

    A name, a number, or any word of a script without capitals must be there as it is: in two announcements made from
    one template, nothing else may differ.
    """
    from rapidfuzz import fuzz, process

    known = {word.casefold() for word in original.words}
    own = {word for word in copy.words if word.casefold() not in known}
    if not own:
        return True
    if any(not word.islower() or any(letter.isdigit() for letter in word) for word in own):
        return False
    return all(
        len(word) >= SPELLED_OTHERWISE
        and process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=LEAST_SPELLING)
        for word in own
    )


def may_be_copy(copy: Article, original: Article) -> bool:
    """Tell whether what the original's record says of days holds for the copy as well."""
    if copy.published is None:
        return True
    return original.published is not None and abs((copy.published - original.published).days) <= MOST_DAYS_APART


def find_original(
    connection: sqlite3.Connection,
    article: Article,
    wording: Wording,
    *,
    language: str | None,
    load: Callable[[int], Article],
) -> tuple[int, float] | None:
    """Find the stored article that an article is a copy of.

    Args:
        connection: Of the store.
        article: The article; it is not in the store.
        wording: Its wording.
        language: The language that the user gave for it; that of the original must be the same.
        load: Reads an article from the store.

    Returns:
        The id of the original and the likeness, ``None`` for an article of its own.
    """
    best: tuple[int, float] | None = None
    for candidate in _candidates(connection, wording, language):
        original = load(candidate)
        other = Wording.of(original)
        alike = likeness(wording, other)
        if alike < LEAST_LIKENESS or (best is not None and alike <= best[1]):
            continue
        if may_be_copy(article, original) and adds_nothing(wording, other):
            best = candidate, alike
    return best


def remember(connection: sqlite3.Connection, article_id: int, wording: Wording) -> None:
    """Store what later copies of an article are found by."""
    connection.executemany(
        "INSERT OR IGNORE INTO duplicate_bands (value, article_id) VALUES (?, ?)",
        [(value, article_id) for value in wording.bands()],
    )


def _candidates(connection: sqlite3.Connection, wording: Wording, language: str | None) -> Iterator[int]:
    """Yield the ids of the articles with most bands in common."""
    values = wording.bands()
    marks = ", ".join("?" * len(values))
    rows = connection.execute(
        "SELECT b.article_id FROM duplicate_bands AS b JOIN articles AS a ON a.id = b.article_id "  # noqa: S608 - marks
        f"WHERE b.value IN ({marks}) AND a.language_given IS ? "
        "GROUP BY b.article_id ORDER BY count(*) DESC, b.article_id LIMIT ?",
        (*values, language, _MOST_CANDIDATES),
    ).fetchall()
    yield from (row[0] for row in rows)


def _hash(band: int, rows: list[int]) -> int:
    """Make one signed 64-bit number, as SQLite stores them, of a band."""
    digest = hashlib.blake2b(struct.pack(f"<B{len(rows)}Q", band, *rows), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
