"""Reading the probabilities of an answer's tokens out of a chat completion.

They are a bonus: a server may leave them out, or send something else in their place, and then there are none. What is
returned belongs to the answer's text beyond doubt, because the tokens spell it byte for byte.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from llmextract.llm.base import Token
from llmextract.llm.completion import first_choice

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

_ROUNDING = 1e-3
_BYTE_VALUES = 256


def read_tokens(completion: ChatCompletion, text: str) -> tuple[Token, ...] | None:
    """Return the tokens of an answer.

    Servers list more tokens than those of the text: the thinking before it, white space that they cut off, the mark
    that ends an answer. The last place where the tokens spell the text is where it stands.

    Args:
        completion: What the server sent.
        text: The answer's text, as ``llmextract.llm.completion.read_answer`` gives it.

    Returns:
        The tokens that spell the text; ``None`` where the completion does not tell them, tells them in another form
        than ``choices[0].logprobs.content`` of the OpenAI API, or tells those of another text.
    """
    entries = getattr(getattr(first_choice(completion), "logprobs", None), "content", None)
    if not isinstance(entries, list):
        return None
    tokens: list[Token] = []
    for entry in entries:
        token = _token(entry)
        if token is None:
            return None
        tokens.append(token)
    return _spelling(text, tokens)


def token_bytes(text: str) -> bytes:
    """Return the bytes of a token.

    Args:
        text: What `llmextract.llm.base.Token` or one of its alternatives calls its text.

    Returns:
        UTF-8, but for the bytes of a character that lies in several tokens.
    """
    return text.encode("utf-8", "surrogateescape")


def find_text(text: str, tokens: list[Token] | tuple[Token, ...]) -> int | None:
    """Find where a text stands in the tokens that spell it.

    Args:
        text: The text.
        tokens: The tokens, one after the other.

    Returns:
        How many bytes the tokens hold before the text; ``None`` where they do not spell it.
    """
    try:
        sought = text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which JSON can hold and UTF-8 cannot
        return None
    start = b"".join(token_bytes(token.text) for token in tokens).rfind(sought)
    return start if sought and start >= 0 else None


def _spelling(text: str, tokens: list[Token]) -> tuple[Token, ...] | None:
    """Return those tokens that hold a part of the text."""
    start = find_text(text, tokens)
    if start is None:
        return None
    end = start + len(text.encode())
    kept: list[Token] = []
    position = 0
    for token in tokens:
        after = position + len(token_bytes(token.text))
        if start < after and position < end:
            kept.append(token)
        position = after
    return tuple(kept)


def _token(entry: object) -> Token | None:
    """Read one token; a list of alternatives that holds something else loses that, or all of it."""
    chosen = _listed(entry)
    if chosen is None:
        return None
    listed = getattr(entry, "top_logprobs", None)
    alternatives = [read for each in listed if (read := _listed(each))] if isinstance(listed, list) else []
    if chosen[0] not in {text for text, _ in alternatives}:
        alternatives.append(chosen)
    return Token(*chosen, tuple(alternatives))


def _listed(entry: object) -> tuple[str, float] | None:
    """Read a token's text and the logarithm of its probability."""
    text, logprob, raw = (getattr(entry, name, None) for name in ("token", "logprob", "bytes"))
    if not isinstance(text, str) or isinstance(logprob, bool) or not isinstance(logprob, int | float):
        return None
    if math.isnan(logprob) or logprob > _ROUNDING:
        return None
    if isinstance(raw, list) and (raw or not text) and all(_is_byte(each) for each in raw):
        text = bytes(raw).decode("utf-8", "surrogateescape")
    try:
        token_bytes(text)
    except UnicodeEncodeError:
        return None
    return text, min(0.0, float(logprob))


def _is_byte(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _BYTE_VALUES
