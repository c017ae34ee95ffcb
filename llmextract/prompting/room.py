"""How much of a text a question has room for: the embedded model's context is short, and any text may be an article.

Tokens are estimated from the characters, without the model's tokenizer, so that questions are the same for every model
and nothing has to be loaded. The estimate is meant as a bound: texts made to be tokenized badly (random letters and
digits, rare scripts) came out at or below it with the tokenizer of Qwen2.5, ordinary English at less than half of it.
"""

from __future__ import annotations

import math
from functools import lru_cache

import regex

HEADLINE_TOKENS = 120
"""Room for a headline in any question."""

SENTENCE_TOKENS = 1500
"""Room for one sentence in any question: only one that is made to be long, or no sentence, needs more."""

_PIECE = regex.compile(
    r"(?P<word>[A-Za-z]{1,20})|(?P<space>\s+)|(?P<ascii>[\x00-\x7f])|(?P<mark>\p{M})|(?P<other>.)", regex.DOTALL
)
_PIECE_ALONE = regex.compile(r"[A-Za-z]{1,20}|\s+|.", regex.DOTALL)
_PER_LETTER = 0.55  # tokens; 0.54 measured on random letters in lower case, 0.65 on those of both cases
_PER_CAPITAL = 0.25  # more
_PER_BYTE = 0.65  # of UTF-8; 0.64 measured on cuneiform, 0.12 to 0.46 on real text in other scripts
_PER_BYTE_OF_MARK = 1.0  # combining marks: measured
_MOST_PER_TOKEN = 3  # characters, as estimated: two letters and a space


def estimate_tokens(text: str) -> int:
    """Estimate how many tokens a text has at most.

    Args:
        text: Any text.

    Returns:
        Tokens, rounded up.
    """
    return math.ceil(sum(map(_cost, _PIECE_ALONE.findall(text))))


def shortened(text: str, tokens: int, *, keep_end: bool = False) -> str:
    """Cut a text that may have more than so many tokens.

    Args:
        text: Any text; of one with long runs of white space less may be kept than there is room for.
        tokens: How many tokens there is room for, as estimated; at least 3.
        keep_end: Keep the end, not the beginning: of what stands before a sentence the nearest matters most.

    Returns:
        The text, or as much of it as fits, with "…" where it was cut.
    """
    if (text.isascii() and len(text) <= tokens) or (
        len(text) <= _MOST_PER_TOKEN * tokens and estimate_tokens(text) <= tokens
    ):
        return text
    longest = _MOST_PER_TOKEN * tokens + 1
    text = text[-longest:] if keep_end else text[:longest]
    pieces = list(_PIECE.finditer(text))
    left = tokens - _PER_BYTE * len("…".encode())
    for piece in reversed(pieces) if keep_end else pieces:
        left -= _cost(piece.group())
        if left < 0:
            return f"…{text[piece.end() :]}" if keep_end else f"{text[: piece.start()]}…"
    return f"…{text}" if keep_end else f"{text}…"


@lru_cache(maxsize=1 << 13)
def _cost(text: str) -> float:
    """Estimate the tokens of one piece; white space counts as part of what follows it."""
    piece = _PIECE.fullmatch(text)
    if piece is None or piece["space"]:
        return 0.0
    if piece["word"]:
        return max(1.0, _PER_LETTER * len(text) + _PER_CAPITAL * sum(map(str.isupper, text)))
    if piece["ascii"]:
        return 1.0
    return len(text.encode("utf-8", "surrogatepass")) * (_PER_BYTE_OF_MARK if piece["mark"] else _PER_BYTE)
