"""Datelines: where, when and by which agency an article was filed, before its first words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from llmextract.articles.cues import bare, fold, load_cues
from llmextract.articles.outlets import is_outlet

_HEAD = re.compile(
    r"(?P<head>[^\n–—:]{0,90}?)(?P<dash>\s*(?:—|–)\s*|\s+--?\s+|(?<=\))\s*\.?\s*[-–—_]{1,2}\s*|:\s+)(?=[^\s–—-])",
)
_LINE = re.compile(r"(?P<head>[^\n–—:.!?\"]{3,30}(?:[^\n–—:!?\"]{0,40}(?:\d{4}|\)))?)(?P<dash>\s*)")
_PARTS = re.compile(r"(?P<places>[^()]*?)\s*(?:\((?P<agency>[^()]{2,40})\))?\s*")
_SPEECH = re.compile(r"[\W\d_]|[^\W\d_A-Z]|(?:I|We|You|It|This|That|Yes|No)\b")  # "TARN: We will come"
_DATE = re.compile(r"\d{1,2}")
_LONGEST_LINE = 74  # characters that `_LINE` matches, blanks behind them aside
_LONGEST_PLACE = 4  # words: "PORT OF SPAIN", "Sharm el-Sheikh"
_FEWEST_WORDS_AFTER = 3


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline.

    Attributes:
        length: Characters up to the first word of the article proper.
        place: Where the article was filed, as it stands there; ``None`` where only an agency is named.
        agency: The agency in parentheses.
        date: The part with a day in it ("March 3", "12 December 2024"), as it stands there.
    """

    length: int
    place: str | None
    agency: str | None
    date: str | None


def find_dateline(paragraph: str) -> Dateline | None:
    """Find the dateline at the beginning of a paragraph.

    A place in capitals before a dash or a colon is one; a place in other letters only where an agency in
    parentheses or a day stands with it. A pair of dashes is an aside, not a dateline.

    Args:
        paragraph: The paragraph's text.

    Returns:
        The dateline, or ``None``.
    """
    match = _HEAD.match(paragraph)
    if match is None and len(paragraph.rstrip()) <= _LONGEST_LINE:
        match = _LINE.fullmatch(paragraph)
    parts = _PARTS.fullmatch(match["head"].strip()) if match else None
    if match is None or parts is None:
        return None
    alone = match.end() == len(paragraph)  # a line of its own, which only a day or an agency tells from a heading
    too_short = not alone and len(paragraph[match.end() :].split()) < _FEWEST_WORDS_AFTER
    agency = parts["agency"] if parts["agency"] and not parts["agency"][0].isdigit() else None
    places, date = _places_and_date(parts["places"])
    known = agency is not None and is_outlet(agency)
    if too_short or (alone and not (places and places[0].isupper() and (date or known))):
        return None
    if not places:
        return Dateline(match.end(), None, agency, date) if known and not parts["places"] else None
    following, dash = paragraph[match.end() : match.end() + 200], match["dash"].strip()
    aside = dash in {"–", "—"} and dash in following
    if not _is_place(places[0], filed=known or date is not None) or (aside and not (agency or date)):
        return None
    if dash in {":", "-"} and not (agency or date) and (len(places) > 2 or _SPEECH.match(following)):  # noqa: PLR2004
        return None
    end = parts["places"].find(places[-1]) + len(places[-1])
    start = match.start("head") + (len(match["head"]) - len(match["head"].lstrip()))
    place = paragraph[start : start + end].strip()
    return Dateline(match.end(), place, agency, date)


def _places_and_date(text: str) -> tuple[list[str], str | None]:
    """Split "PARIS, France, March 3, 2024" into its places and its date."""
    places: list[str] = []
    dates: list[str] = []
    for part in re.split(r"[,،]", text):
        piece = part.strip()
        if _DATE.search(piece):
            dates.append(piece)
        elif piece and not dates:
            places.append(piece)
    return places, ", ".join(dates) or None


def _is_place(name: str, *, filed: bool) -> bool:
    words = name.split()
    if not words or len(words) > _LONGEST_PLACE or bare(fold(name)) in load_cues().words["not_places"]:
        return False
    capitals = name == name.upper() and name != name.lower() and len(name) > 2  # noqa: PLR2004 - "US" is no dateline
    if capitals or not filed:
        return capitals
    return not words[0][0].islower() and any(character.isalpha() for character in name)
