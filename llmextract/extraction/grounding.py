"""Finding a quote in an article's text although a model copied it imperfectly.

White space, the kinds of quotation marks, apostrophes and dashes, Unicode's compatibility forms and invisible
characters are folded away on both sides, and each folded character remembers where it came from; so what is found is a
stretch of the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG = 40  # folded characters: longer than any name, so that the quote may begin or end inside a word
_LONGEST_CLUSTER = 30  # combining marks in a row, as in Unicode's Stream-Safe Text Format (UAX #15)

_CHUNK = re.compile(  # "plain" is what folding leaves as it is, in ASCII without looking at it
    r"(?P<plain>[!#-&(-,./0-9:-_a-~]+(?: [!#-&(-,./0-9:-_a-~]+)*)|(?P<space>\s+)|(?P<word>[^\W_]+)|.",
    re.DOTALL,
)
_SAME = str.maketrans(
    dict.fromkeys('"‘’‚‛“”„‟‹›«»′″‵‶`´ʼʻ＇＂「」『』〝〞', "'")
    | dict.fromkeys("‐‑‒–—―−﹘﹣－⁃˗", "-")
    | {"…": "...", "⁄": "/"}
)
_COLLAPSED = " -"  # a run of them counts as one: "--" is a dash
_RUN = re.compile("  +|--+")
_IN_WORDS = frozenset("ʼʻ")  # letters, which fold in some words only
_OUTER = " '.,;:!?-"
_NO_SPACES = re.compile(  # scripts that put no space between words
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]"
)


@lru_cache(maxsize=4096)
def _folded_cluster(cluster: str) -> str:
    """Fold one character with the marks that follow it."""
    if unicodedata.category(cluster[0]) == "Cf" or "\ufe00" <= cluster[0] <= "\ufe0f":  # soft hyphen, joiners, BOM, …
        return _folded_cluster(cluster[1:]) if len(cluster) > 1 else ""
    same = cluster.translate(_SAME)
    decomposed = unicodedata.normalize("NFKD", same).translate(_SAME)
    # A spacing accent decomposes to a space and a mark; that space must not melt into those around it.
    return same if " " in decomposed else decomposed


def _clusters(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield start, end and folded form of the stretches of a text, and whether it is letter for letter."""
    at = 0
    while match := _CHUNK.match(text, at):
        start, stop = match.span()
        if match["space"]:
            yield start, stop, " ", False
            at = stop
            continue
        at = stop
        while at < len(text) and at - stop < _LONGEST_CLUSTER and unicodedata.combining(text[at]):
            at += 1
        # The last letter belongs to the marks after it.
        alone = stop if at == stop else stop - 1
        if match["plain"] or (match["word"] and unicodedata.is_normalized("NFKD", match["word"])):
            if start < alone:
                yield start, alone, text[start:alone], True
        else:
            for letter in range(start, alone):
                yield letter, letter + 1, _folded_cluster(text[letter]), False
        if alone < at and at > stop:
            yield alone, at, _folded_cluster(text[alone:at]), False


class _Folded:
    """A folded text; ``starts[i]`` and ``ends[i]`` tell which stretch of the text its character ``i`` came from."""

    def __init__(self, text: str, starts: array[int], ends: array[int]) -> None:
        self.text, self.starts, self.ends = text, starts, ends

    @classmethod
    def of(cls, text: str) -> _Folded:
        """Fold a text."""
        return cls._letter_by_letter(text) or cls._by_clusters(text)

    @classmethod
    def _letter_by_letter(cls, text: str) -> _Folded | None:
        """Fold a text whose characters fold each by itself, as nearly all do, much faster; ``None`` for another."""
        letters = set(text)
        if not _IN_WORDS.isdisjoint(letters) or any(map(unicodedata.combining, letters)):
            return None
        folds = {letter: " " if letter.isspace() else _folded_cluster(letter) for letter in letters}
        longer = {letter: fold for letter, fold in folds.items() if len(fold) != 1}
        if any(" " in fold or "-" in fold for fold in longer.values()):
            return None
        folded = text.translate({ord(letter): fold for letter, fold in folds.items()})
        starts, ends = array("L", range(len(text))), array("L", range(1, len(text) + 1))
        if longer:
            starts, at = array("L"), 0
            for match in re.finditer(f"[{re.escape(''.join(longer))}]", text):
                starts.extend(range(at, match.start()))
                starts.extend([match.start()] * len(longer[match.group()]))
                at = match.end()
            starts.extend(range(at, len(text)))
            ends = array("L", [start + 1 for start in starts])
        if _RUN.search(folded) is None:
            return cls(folded, starts, ends)
        kept_starts, kept_ends, at = array("L"), array("L"), 0
        for match in _RUN.finditer(folded):
            first, last = match.start(), match.end() - 1
            kept_starts.extend(starts[at : first + 1])
            kept_ends.extend(ends[at:first])
            kept_ends.append(ends[last])
            at = last + 1
        kept_starts.extend(starts[at:])
        kept_ends.extend(ends[at:])
        return cls(_RUN.sub(lambda run: run.group()[0], folded), kept_starts, kept_ends)

    @classmethod
    def _by_clusters(cls, text: str) -> _Folded:
        parts: list[str] = []
        starts, ends = array("L"), array("L")
        last = ""
        for start, end, folded, one_to_one in _clusters(text):
            if not folded:
                continue
            if folded == last and folded in _COLLAPSED:
                ends[-1] = end
            else:
                parts.append(folded)
                last = folded[-1]
                if one_to_one:
                    starts.extend(range(start, end))
                    ends.extend(range(start + 1, end + 1))
                else:
                    starts.extend([start] * len(folded))
                    ends.extend([end] * len(folded))
        return cls("".join(parts), starts, ends)

    def without_case(self) -> _Folded:
        """Fold case too."""
        text = self.text.casefold()
        if len(text) == len(self.text):  # case folding never makes a text shorter: letter for letter
            return _Folded(text, self.starts, self.ends)
        folded = [letter.casefold() for letter in self.text]
        starts = array("L", (at for at, letters in zip(self.starts, folded, strict=True) for _ in letters))
        ends = array("L", (at for at, letters in zip(self.ends, folded, strict=True) for _ in letters))
        return _Folded(text, starts, ends)

    def find_all(self, wanted: str, low: int, high: int, *, whole_words: bool) -> Iterator[tuple[int, int]]:
        """Yield the stretches of the text, between two of its offsets, whose folded form is the wanted one."""
        at = self.text.find(wanted, bisect_left(self.starts, low))
        while at >= 0:
            stop = at + len(wanted)
            if self.ends[stop - 1] > high:
                return
            whole = self._is_edge(at) and self._is_edge(stop)
            if whole and not (whole_words and (_in_word(self.text, at) or _in_word(self.text, stop))):
                yield self.starts[at], self.ends[stop - 1]
                at = self.text.find(wanted, stop)
            else:
                at = self.text.find(wanted, at + 1)

    def _is_edge(self, at: int) -> bool:
        """Whether the characters before and at a place came from different stretches: "fi" may be one ligature."""
        return at in {0, len(self.text)} or self.starts[at - 1] != self.starts[at]


def _in_word(text: str, at: int) -> bool:
    if at in {0, len(text)}:
        return False
    before, after = text[at - 1], text[at]
    if not after.isalnum() or not (before.isalnum() or unicodedata.combining(before)):
        return False
    return not (_NO_SPACES.match(before) or _NO_SPACES.match(after))


def fold_quote(quote: str) -> str:
    """Return a quote as it is compared, without outer white space; letters keep their case.

    Args:
        quote: Any string.
    """
    return _Folded.of(quote).text.strip()


class TextIndex:
    """An article's text, made ready once for finding quotes in it.

    Args:
        text: The text as given; all offsets are code points of it.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def find_all(self, quote: str, *, within: tuple[int, int] | None = None) -> list[tuple[int, int]]:
        """Find every place where a quote stands.

        Tries, until there is one: the quote with its white space, marks and compatibility forms folded; without
        regard to case; without the quotation marks and the punctuation around it. A quote of less than 40 characters
        must not begin or end inside a word; a longer one only does so where it fits nowhere else.

        Args:
            quote: Words that should stand in the text.
            within: Look only between these two offsets.

        Returns:
            Start and end of each, in order, without overlaps; empty if the quote does not stand in the text.
        """
        low, high = within or (0, len(self._text))
        wanted = fold_quote(quote)
        for candidate in dict.fromkeys((wanted, wanted.strip(_OUTER))):
            if not candidate:
                break
            for whole_words in (True, False) if len(candidate) >= _LONG else (True,):
                spans = list(self._exact.find_all(candidate, low, high, whole_words=whole_words))
                spans = spans or list(
                    self._without_case.find_all(candidate.casefold(), low, high, whole_words=whole_words)
                )
                if spans:
                    return spans
        return []

    def find(
        self, quote: str, *, within: tuple[int, int] | None = None, near: int | None = None
    ) -> tuple[int, int] | None:
        """Find a quote; see `find_all`.

        Args:
            quote: Words that should stand in the text.
            within: Look only between these two offsets.
            near: Of several places, take the one that begins nearest to this offset, else the first. A place where the
                quote stands letter for letter comes before all others.

        Returns:
            Start and end, so that ``text[start:end]`` is what goes into the record; or ``None``.
        """
        spans = self._verbatim(quote.strip(), *(within or (0, len(self._text)))) or self.find_all(quote, within=within)
        if near is None:
            return spans[0] if spans else None
        return min(spans, key=lambda span: abs(span[0] - near), default=None)

    def _verbatim(self, quote: str, low: int, high: int) -> list[tuple[int, int]]:
        """Find a quote exactly as it is: most are, and this needs no folded text."""
        spans = []
        at = self._text.find(quote, low, high) if quote else -1
        while at >= 0:
            stop = at + len(quote)
            marked = unicodedata.combining(self._text[stop : stop + 1] or " ") > 0
            if not (marked or _in_word(self._text, at) or _in_word(self._text, stop)):
                spans.append((at, stop))
            at = self._text.find(quote, at + 1, high)
        return spans

    @cached_property
    def _exact(self) -> _Folded:
        return _Folded.of(self._text)

    @cached_property
    def _without_case(self) -> _Folded:
        return self._exact.without_case()


def find_quote(
    text: str, quote: str, *, within: tuple[int, int] | None = None, near: int | None = None
) -> tuple[int, int] | None:
    """Find a quote in a text; for several quotes of one text, make a `TextIndex`.

    Args:
        text: The text as given.
        quote: Words that should stand in it.
        within: Look only between these two offsets.
        near: Of several places, take the one that begins nearest to this offset.

    Returns:
        Start and end in code points, or ``None``.
    """
    return TextIndex(text).find(quote, within=within, near=near)
