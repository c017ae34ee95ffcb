"""What an article says, made harmless for an HTML page: as JSON that ends no element, and as compressed blocks."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLOCK_LETTERS = 400_000
"""Letters of text in one compressed block: few enough to unpack unnoticed, enough to compress well."""

# "<" could end the element or open a comment, U+2028 and U+2029 end a line of a script, and a lone surrogate has no
# UTF-8. Inside JSON each can only stand in a string, where an escape means the same.
_UNSAFE = re.compile("[<>&\u2028\u2029\x7f\ud800-\udfff]")


def json_for_html(data: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return JSON that can stand inside a ``script`` element, whatever its strings say.

    Args:
        data: What ``json.dumps`` takes.

    Returns:
        JSON in which no ``<``, ``>``, ``&``, U+2028, U+2029 or lone surrogate stands as itself.
    """
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", raw)


def pack_texts(texts: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Compress texts in blocks: texts are most of a report, and a reader opens few of them.

    Args:
        texts: The texts, in the order of their numbers.

    Yields:
        How many texts a block holds, and the block: a JSON array of strings, compressed (gzip, RFC 1952), in base64.
    """
    block: list[str] = []
    letters = 0
    for text in texts:
        block.append(text)
        letters += len(text)
        if letters >= BLOCK_LETTERS:
            yield len(block), _packed(block)
            block, letters = [], 0
    if block:
        yield len(block), _packed(block)


def _packed(block: list[str]) -> str:
    raw = json.dumps(block).encode("ascii")
    return base64.b64encode(gzip.compress(raw, compresslevel=6, mtime=0)).decode("ascii")
