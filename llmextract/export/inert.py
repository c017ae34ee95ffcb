"""Words of an article that do nothing but be read, whatever file they end up in.

An article is written by strangers. In a spreadsheet a cell that begins with ``=`` is a formula, in a calendar a line
break begins a new property, XML allows no control characters, and a right-to-left override makes a text look like
another. Spreadsheet formulas: OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import json
import re
from typing import Any

LONGEST_CELL = 30_000
"""Characters in a cell of a CSV file; spreadsheets cut or refuse more than 32,767, and Python's reader 131,072."""

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides, isolates; the marks of plain text may stay
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_JSON_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_FORMULA = "[=+\\-@\uff1d\uff0b\uff0d\uff20]"  # also full-width, which spreadsheets of East Asia read alike
# Where a cell begins: also after a semicolon, which spreadsheets of half of Europe take for the end of a cell.
_STARTS_FORMULA = re.compile(rf"(^|;) ?(?='*{_FORMULA})")
_ESCAPED_FORMULA = re.compile(rf"((?:^|;) ?)'(?='*{_FORMULA})")


def readable(text: str) -> str:
    r"""Return a text without what is no text: control characters, and those that turn the direction of writing.

    Args:
        text: Words of an article or a model.

    Returns:
        The text; line ends are ``\n``, another control character is U+FFFD, a change of direction is left out.
    """
    return _CONTROLS.sub("\ufffd", _BIDI.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """Return a readable text in one line, with single blanks."""
    return " ".join(readable(text).split())


def shortened(text: str, longest: int) -> str:
    """Return a text of at most so many characters; a longer one ends in "…".

    Args:
        text: Any text.
        longest: Characters, at least 1.
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"


def cell(text: str | None) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula.

    Where the cell, or what follows a semicolon in it, would begin with ``=``, ``+``, ``-`` or ``@``, an apostrophe is
    put before that. `text_of_cell` takes it away again.

    Args:
        text: Any text; ``None`` is an empty cell.

    Returns:
        One line of at most `LONGEST_CELL` characters; a longer one ends in "…".
    """
    line = one_line(text or "")
    escaped = _STARTS_FORMULA.sub(lambda start: start.group() + "'", line)
    return shortened(escaped, LONGEST_CELL)


def text_of_cell(value: str) -> str:
    """Return the text of which `cell` made a cell."""
    return _ESCAPED_FORMULA.sub(r"\1", value)


def json_line(value: Any, *, indent: int | None = None) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as JSON that is the same after reading, and that shows nothing it is not.

    Characters that turn the direction of writing, and line ends that some readers of JSON Lines break at, stand as
    escapes.

    Args:
        value: What JSON can hold.
        indent: Blanks for each level; ``None`` for one line.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _JSON_ESCAPED.sub(lambda letter: f"\\u{ord(letter.group()):04x}", text)
