"""Text of an HTML page that no reader sees, taken out before the article is looked for.

A page can say one thing to its readers and another to a program: by ``hidden``, by ``<template>``, by styles that show
nothing, push text off the page or give it the colour of the paper. Inline styles, the page's own ``<style>`` rules for
a class or an id, and the class names that stand for "screen readers only" are understood. Style sheets in other files
and scripts are never loaded, so what only they hide stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from llmextract.articles.page_styles import PageStyles, measure, plain_colour

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

    from llmextract.articles.page_styles import Style

_NEVER_SHOWN = frozenset({"template", "script", "style", "noembed", "noframes"})
_WHOLE = frozenset({"html", "head", "body", "article", "main"})
_SPOKEN_ONLY = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only"})
_LARGEST_SHARE = 1 / 3
"""Of the page's text. What hides more than this hides the article until a script has run, or stands on dark paper."""

_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?(?:[\s,]+[01](?:px)?){3}\s*\)|inset\(\s*(?:50|100)%\s*\)|circle\(\s*0")
_SHIFTED = re.compile(r"translate(?:x|y|3d)?\(\s*-\d{3}|scale\(\s*0(?:\.0+)?\s*[,)]")
_NO_COLOUR = re.compile(r"transparent|(?:rgb|hsl)a?\([^)]*[,/]\s*0(?:\.0+)?%?\s*\)")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What a page's tree may hold once it is parsed, and can't be given."""
_SIDES = ("width", "height", "max-width", "max-height")
_EDGES = ("left", "top", "right", "bottom", "margin-left", "margin-top", "text-indent")
_UNREADABLE = {"px": 1, "pt": 1, "em": 0.1, "rem": 0.1, "%": 10}
"""Sizes of letters that nobody can read, by unit."""
_FAR = {
    "px": -900,
    "pt": -700,
    "em": -60,
    "rem": -60,
    "ex": -100,
    "ch": -100,
    "cm": -20,
    "vw": -99,
    "vh": -99,
    "%": -900,
}
"""Distances that put text off every screen, by unit."""
_PAPER = 250  # of 255: as light as this, a colour can't be told from white paper
_BARELY = 3  # of 255: two colours that can't be told from each other


def remove_hidden(page: HtmlElement) -> int:
    """Take out of a page what it shows to nobody.

    What stands after a removed element stays. An element that holds more than a third of the page's text stays, too:
    many pages hide their article until a script has run.

    Args:
        page: The root of the parsed page; changed in place.

    Returns:
        How many elements were taken out.
    """
    looks = _Looks(page)
    hidden = [element for element in looks.elements if looks.is_hidden(element) and looks.share(element) <= 1]
    pale = [element for element in looks.elements if looks.is_pale(element)]
    if sum(map(looks.share, pale)) <= 1:
        hidden += pale
    chosen = dict.fromkeys(hidden)
    for element in chosen:
        _take_out(element)
    return len(chosen)


def _take_out(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is None:
        parent.text = _UNWRITABLE.sub("", (parent.text or "") + (element.tail or ""))
    else:
        before.tail = _UNWRITABLE.sub("", (before.tail or "") + (element.tail or ""))
    parent.remove(element)


class _Looks:
    """What a page's elements look like, and how much text each holds.

    Args:
        page: The root of the parsed page.
    """

    def __init__(self, page: HtmlElement) -> None:
        everything = list(page.iter())
        self.elements = [element for element in everything if isinstance(element.tag, str)]
        self._styles = PageStyles(page)
        self._grounds: dict[HtmlElement, tuple[int, ...] | None] = {}
        self._sizes: dict[HtmlElement, int] = {}
        for element in reversed(everything):  # those inside come before those around them
            shown = isinstance(element.tag, str) and element.tag not in _NEVER_SHOWN
            inside = sum(self._sizes[inner] + len((inner.tail or "").strip()) for inner in element)
            self._sizes[element] = inside + len((element.text or "").strip()) if shown else 0
        self._most = max(1, _LARGEST_SHARE * self._sizes[page])

    def share(self, element: HtmlElement) -> float:
        """Return how much of the page's text an element holds: 1 is as much as may be taken out."""
        return self._sizes[element] / self._most

    def is_hidden(self, element: HtmlElement) -> bool:
        """Whether an element says of itself that it is not shown."""
        if element.tag in _WHOLE:
            return False
        attribute = element.get("hidden")
        if element.tag == "template" or (attribute is not None and attribute.strip().casefold() != "until-found"):
            return True
        if not _SPOKEN_ONLY.isdisjoint((element.get("class") or "").casefold().split()):
            return True
        style = self._styles.of(element)
        return bool(style) and (_shows_nothing(style) or _stands_outside(style) or self._is_invisible(element, style))

    def is_pale(self, element: HtmlElement) -> bool:
        """Whether letters are white, or faded out, and nothing states what is behind them: mostly white paper."""
        if element.tag in _WHOLE:
            return False
        style = self._styles.of(element)
        opacity, _ = measure(style.get("opacity"))
        if opacity is not None and opacity <= 0.05:  # noqa: PLR2004 - of 1
            return True
        colour = plain_colour(style.get("color", ""))
        return colour is not None and min(colour) >= _PAPER and self._behind(element) is None

    def _is_invisible(self, element: HtmlElement, style: Style) -> bool:
        """Whether the letters are transparent or have the colour that is stated for what is behind them."""
        said = style.get("color", "")
        if _NO_COLOUR.match(said):
            return True
        colour = plain_colour(said)
        behind = self._behind(element) if colour else None
        if colour is None or behind is None:
            return False
        return all(abs(one - another) <= _BARELY for one, another in zip(colour, behind, strict=True))

    def _behind(self, element: HtmlElement) -> tuple[int, ...] | None:
        """Return the colour that is stated for what is behind an element; negative numbers for a picture."""
        chain: list[HtmlElement] = []
        outer: HtmlElement | None = element
        while outer is not None and outer not in self._grounds:
            chain.append(outer)
            outer = outer.getparent()
        for inner in reversed(chain):
            said = self._stated_ground(inner)
            parent = inner.getparent()
            self._grounds[inner] = said or (None if parent is None else self._grounds[parent])
        return self._grounds[element]

    def _stated_ground(self, element: HtmlElement) -> tuple[int, ...] | None:
        style = self._styles.of(element)
        said = style.get("background-color") or style.get("background") or (element.get("bgcolor") or "").casefold()
        if not said or _NO_COLOUR.match(said) or said in {"none", "inherit", "initial", "unset"}:
            return None
        parts = (said, *said.split())  # rgb(1, 2, 3) has spaces in it
        return next((found for part in parts if (found := plain_colour(part))), (-99, -99, -99))


def _shows_nothing(style: Style) -> bool:
    boxed = style.get("overflow", "").startswith(("hidden", "clip"))
    size, unit = measure(style.get("font-size"))
    return (
        style.get("display") == "none"
        or style.get("visibility") in {"hidden", "collapse"}
        or (size is not None and size <= _UNREADABLE.get(unit, 0))
        or (boxed and any(_is_nothing(style.get(side)) for side in _SIDES))
        or _CLIPPED.search(f"{style.get('clip', '')} {style.get('clip-path', '')}") is not None
    )


def _is_nothing(said: str | None) -> bool:
    number, unit = measure(said)
    return number is not None and number <= (1 if unit == "px" else 0)


def _stands_outside(style: Style) -> bool:
    for edge in _EDGES:
        number, unit = measure(style.get(edge))
        if number is not None and unit in _FAR and number <= _FAR[unit]:
            return True
    return _SHIFTED.search(style.get("transform", "")) is not None
