"""What an HTML page itself says of its elements' looks: inline styles, and its own rules for a class or an id.

As much of CSS as it takes to tell text that is not shown; style sheets in other files are never loaded. Which of two
rules weighs more is decided by their order alone, and an inline style weighs most.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_LONGEST_SHEET = 200_000  # characters of the page's own rules that are read
_DEEPEST_RULE = 3  # rules inside of rules
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_SIMPLE = re.compile(r"(?:[a-z][\w-]*)?([.#][\w-]+)")
_NUMBER = re.compile(r"([-+]?(?:\d{1,9}(?:\.\d*)?|\.\d+))\s*([a-z%]*)")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
_HEXADECIMAL = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_NAMED = {"white": "#ffffff", "black": "#000000", "snow": "#fffafa", "ivory": "#fffff0"}
_SHORT = 5  # "#abc", "#abcd"

Style = dict[str, str]
"""Values by property, both in lower case."""


class PageStyles:
    """The styles of a page's elements.

    Args:
        page: The root of the parsed page.
    """

    def __init__(self, page: HtmlElement) -> None:
        self._rules: dict[str, Style] = {}
        left = _LONGEST_SHEET
        for sheet in page.iter("style"):
            text = (sheet.text or "")[:left]
            left -= len(text)
            for selectors, body in _blocks(_COMMENT.sub(" ", text)):
                for selector in selectors.casefold().split(","):
                    if match := _SIMPLE.fullmatch(selector.strip()):
                        self._rules.setdefault(match[1], {}).update(_declarations(body))

    def of(self, element: HtmlElement) -> Style:
        """Return what is said of an element itself, by property; what it inherits is not in it."""
        found: Style = {}
        if self._rules:
            for name in (element.get("class") or "").casefold().split():
                found.update(self._rules.get(f".{name}", {}))
            found.update(self._rules.get(f"#{(element.get('id') or '').casefold()}", {}))
        if colour := element.get("color"):  # <font color="#ffffff">
            found["color"] = colour.strip().casefold()
        if inline := element.get("style"):
            found.update(_declarations(_COMMENT.sub(" ", inline)))
        return found


def measure(said: str | None) -> tuple[float | None, str]:
    """Read a number and its unit, such as ``-9999px``; ``None`` for what is no measure."""
    match = _NUMBER.fullmatch(said or "")
    return (float(match[1]), match[2]) if match else (None, "")


def plain_colour(said: str) -> tuple[int, ...] | None:
    """Read red, green and blue (0 to 255) of ``#fff``, ``#ffffff``, ``rgb(255, 255, 255)`` or a common name."""
    if match := _RGB.match(said):
        return tuple(int(part) for part in match.groups())
    code = _NAMED.get(said, said)
    if not _HEXADECIMAL.fullmatch(code):
        return None
    digits = "".join(2 * digit for digit in code[1:]) if len(code) <= _SHORT else code[1:]
    return tuple(int(digits[at : at + 2], 16) for at in (0, 2, 4))


def _declarations(said: str) -> Style:
    """Read ``name: value; name: value``."""
    found: Style = {}
    for declaration in said.casefold().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            found[name.strip()] = " ".join(value.partition("!")[0].split())
    return found


def _blocks(text: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield selectors and body of each rule that holds on every screen; those for printers or narrow ones aside."""
    at = 0
    while (opened := text.find("{", at)) >= 0:
        selectors = text[at:opened].rpartition(";")[2].strip()
        brace = _BRACE.search(text, opened + 1)
        if brace is None:
            return
        if brace[0] == "}":
            yield selectors, text[opened + 1 : brace.start()]
            at = brace.end()
        else:  # rules inside of a rule: @media, @supports
            end = _end_of_block(text, opened)
            if depth < _DEEPEST_RULE and " ".join(selectors.casefold().split()) in {"@media all", "@media screen"}:
                yield from _blocks(text[opened + 1 : end], depth + 1)
            at = end + 1


def _end_of_block(text: str, opened: int) -> int:
    """Return the offset of the brace that closes a block, or the end of the text."""
    depth = 0
    for match in _BRACE.finditer(text, opened):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(text)
