"""Sentence boundaries, with sentencex, and the few that it gets wrong in news mended."""

from __future__ import annotations

import re
from itertools import pairwise

from llmextract.articles.cues import bare, fold, load_cues
from llmextract.articles.paragraphs import trim

LONGEST = 1500
"""Longest sentence, in characters; text without punctuation is cut at a space."""

_WINDOW = 2000  # characters given to the splitter at once: its time grows with the square on runs of quotation marks
_LAST_WORD = re.compile(r"(\S{1,12})\.[\"”’)]*$")
_CLOCK = re.compile(r"\b[ap]\.\s?m\.$", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")
_SAFE_CUTS = (
    re.compile(r"[.!?؟۔।]['\"”’)]?\s+|[。！？]"),
    re.compile(r"[,;:،؛]\s+|[，；：、]|\s[–—-]\s"),
    re.compile(r"\s+"),
)


def split_sentences(text: str, language: str | None) -> list[tuple[int, int]]:
    """Split a paragraph into sentences.

    Args:
        text: The paragraph, its line breaks replaced by spaces.
        language: ISO 639-1 code, where known; English rules otherwise.

    Returns:
        Start and end of each sentence in ``text``: in order, without blanks at either end, each with a letter or a
        digit in it, none longer than ``LONGEST``.
    """
    from sentencex import get_sentence_boundaries

    whole = _SURROGATES.sub("\ufffd", text)  # one for one; the splitter takes UTF-8 only
    spans: list[tuple[int, int]] = []
    position = 0
    while position < len(whole):
        window = whole[position : position + _WINDOW]
        found = get_sentence_boundaries(language or "en", window)
        ends = [sentence["end_index"] for sentence in found] or [len(window)]
        if position + _WINDOW < len(whole):  # the last one may go on behind the window: the next begins with it
            ends = ends[:-1] or [_pieces(window, 0, len(window), LONGEST)[0][1]]
        for first, last in pairwise([0, *ends]):
            _append(spans, whole, position + first, position + last)
        position += ends[-1]
    return [piece for start, end in _mended(whole, spans, language) for piece in cut_long(whole, start, end)]


def cut_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a sentence that is longer than ``LONGEST``: after a sentence in it, else a clause, a word or anywhere.

    Args:
        text: The text that it stands in.
        start: Offset of the sentence.
        end: Offset after it.

    Returns:
        Start and end of each piece, without blanks at either end; pieces without a letter or a digit are left out.
    """
    return _trimmed(text, _pieces(text, start, end, LONGEST))


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Add a sentence; marks without a letter belong to the sentence before."""
    start, end = trim(text, start, end)
    if any(map(str.isalnum, text[start:end])):
        spans.append((start, end))
    elif spans and start < end:
        spans[-1] = (spans[-1][0], end)


def _mended(text: str, spans: list[tuple[int, int]], language: str | None) -> list[tuple[int, int]]:
    """Join what was split after a title, an initial or a time of day."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _runs_on(text[joined[-1][0] : joined[-1][1]], text[start:end], language):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _runs_on(sentence: str, following: str, language: str | None) -> bool:
    tail = sentence[-40:]
    match = _LAST_WORD.search(tail)
    if match is None:
        return False
    words = load_cues().words
    last = match.group(1).lstrip("(\"“‘'")
    first = bare(fold(following.split(maxsplit=1)[0]))
    if _CLOCK.search(tail):
        return first in words["days_and_zones"]
    if language == "fr" and last in {"M", "MM"}:
        return True
    return last in words["before_names"] and not following[0].islower()


def _pieces(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    """Cut a stretch into pieces of bounded length."""
    pieces = []
    while end - start > longest:
        window = text[start : start + longest]
        ends = (max((match.end() for match in safe.finditer(window)), default=0) for safe in _SAFE_CUTS)
        cut = next((end for end in ends if end > longest // 4), longest)
        pieces.append((start, start + cut))
        start += cut
    return [*pieces, (start, end)]


def _trimmed(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    spans = (trim(text, start, end) for start, end in pieces)
    return [(start, end) for start, end in spans if any(map(str.isalnum, text[start:end]))]
