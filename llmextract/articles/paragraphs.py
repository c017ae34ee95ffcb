"""Where the paragraphs of a text begin and end, however its lines are laid out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + _INVISIBLE
"""White space, and the characters that show nothing."""

ENDERS = ".!?…。！？؟۔।։።။៕"
"""Marks that end a sentence, in the scripts of the news."""
CLOSERS = "\"'”’»›«“„)]】」』*"
"""Quotation marks and brackets that may follow them."""

_BULLET = re.compile(r"\s*(?:[•●▪■◦‣⁃*►▶✓]|[-–—]\s|\(?\d{1,2}[.)]\s)")
_WIDEST_WRAP, _NARROWEST_WRAP = 120, 40
_WRAPPED_SHARE = 0.6
_RAGGED_LINES = 3
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        start: Offset of its first visible character in the article's text.
        end: Offset after its last visible character.
        text: Its characters, line breaks replaced by spaces one for one, so that offsets hold.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a stretch of a text so that it neither begins nor ends with blanks."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(BLANKS))
    return start + left, max(start + left, start + len(piece.rstrip(BLANKS)))


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends the way a sentence does, closing quotation marks and brackets aside."""
    return text[-12:].rstrip(BLANKS + CLOSERS)[-1:] in tuple(ENDERS)


def is_bullet(text: str) -> bool:
    """Tell whether a line begins with a list marker."""
    return _BULLET.match(text) is not None


def count_words(text: str) -> int:
    """Count words; two characters stand for a word in scripts that put no spaces between words."""
    unspaced = len(_UNSPACED.findall(text))
    return len(text.split()) + unspaced // 2


def split_paragraphs(text: str) -> list[Paragraph]:
    """Split a text into paragraphs.

    Blank lines always separate paragraphs. Lines without a blank line between them belong together only where the
    text is hard-wrapped: most line breaks stand where the next word would not have fitted any more. Otherwise every
    line is a paragraph.
    """
    blocks = _blocks(text)
    width = _wrap_width(blocks)
    paragraphs = []
    for block in blocks:
        first = block[0]
        ragged = _is_ragged(block)
        for line, following in zip(block, [*block[1:], None], strict=True):
            if following is not None and _continues(
                line, following, width, listed=is_bullet(first.text), ragged=ragged
            ):
                continue
            start, end = trim(text, first.start, line.end)
            paragraphs.append(Paragraph(start, end, _unbroken(text[start:end])))
            if following is not None:
                first = following
    return paragraphs


def _unbroken(text: str) -> str:
    return re.sub(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", " ", text)


def _blocks(text: str) -> list[list[_Line]]:
    blocks: list[list[_Line]] = []
    fresh, offset = True, 0
    for raw in text.splitlines(keepends=True):
        line = _Line(offset, raw.rstrip(BLANKS))
        offset += len(raw)
        if not line.text.strip(BLANKS):
            fresh = True
        elif fresh:
            blocks.append([line])
            fresh = False
        else:
            blocks[-1].append(line)
    return blocks


def _fills(line: str, following: str, width: int) -> bool:
    """Tell whether the next line's first word would not have fitted on this line."""
    word = len(following.split(maxsplit=1)[0])
    if word > width // 2:  # no spaces in this script, or an address: the line must be full by itself
        return len(line) >= width - 2
    return len(line) + 1 + word > width


def _wrap_width(blocks: list[list[_Line]]) -> int | None:
    """Return the column at which the text is hard-wrapped, or ``None``."""
    pairs = [pair for block in blocks for pair in pairwise(block)]
    width = max((len(line.text) for pair in pairs for line in pair if "://" not in line.text), default=0)
    if len(pairs) < 2 or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:  # noqa: PLR2004 - one pair proves nothing
        return None
    full = sum(_fills(line.text, following.text, width) for line, following in pairs)
    return width if full >= _WRAPPED_SHARE * len(pairs) else None


def _is_broken(line: _Line) -> bool:
    """Tell whether a line of ordinary length stops in the middle of a sentence."""
    ended = ends_sentence(line.text) or line.text.endswith(":")
    return _NARROWEST_WRAP <= len(line.text) <= _WIDEST_WRAP and not ended and not line.text.isupper()


def _is_ragged(block: list[_Line]) -> bool:
    """Tell whether the lines of a block were broken unevenly (scanned pages): a third and more go on in lower case."""
    following = [after.text.lstrip(BLANKS)[:1] for line, after in pairwise(block) if _is_broken(line)]
    lower = sum(first.islower() for first in following)
    return lower >= _RAGGED_LINES and 3 * lower >= len(following)


def _continues(line: _Line, following: _Line, width: int | None, *, listed: bool, ragged: bool) -> bool:
    """Tell whether the next line goes on with this one's paragraph, which is a list item where ``listed``."""
    begins = listed or ends_sentence(line.text) or line.text.endswith((":", ";"))
    if is_bullet(following.text) and (begins or following.text.lstrip(BLANKS)[0] not in "-–—"):
        return False
    if width is not None and _fills(line.text, following.text, width):
        return True
    return _is_broken(line) and (ragged or following.text.lstrip(BLANKS)[:1].islower())
