"""What the lines around an article say about it: who wrote it, for whom, when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.articles.cues import fold, load_cues
from llmextract.articles.dates import is_labelled, is_numeric_date, stated_date
from llmextract.articles.outlets import LONGEST as LONGEST_OUTLET
from llmextract.articles.outlets import is_outlet

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

_SEGMENTS = re.compile(r"\s*[|•·‧]\s*|\s+[–—-]\s+|\s+(?=(?:Published|Posted|(?:Last )?Updated)\b)")
_TITLE_SUFFIX = re.compile(r"^(?P<title>.*\S)\s+(?P<bar>[|–—-])\s+(?P<outlet>[^|]{2,40})$")
_READING_TIME = re.compile(
    r"(?:reading time\s*:?\s*)?\d{1,3}\s*[-–]?\s*(?:min(?:ute)?s?|minuten|minutos|dk|dakika|دقائق|دقيقة)\b\.?"
    r"(?:\s*(?:read|de lecture|lesezeit|de lectura|okuma))?",
    re.IGNORECASE,
)
_CREDIT_AUTHOR = re.compile(
    r"^[(\[*\s]*(?:reporting|writing|written|reported|compiled)(?: and \w+)? by\s+(?P<names>[^;.()\[\]]+)",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_PARTICLE = re.compile(r"(?:al|el|ash|as|ad|an|ar)[-'’]")
_BY = re.compile(r"^\s*by\s+", re.IGNORECASE)
_SOURCE = re.compile(r"^(?:news )?(?:source|quelle|fuente|kaynak|المصدر)\s*:\s*(?P<outlet>.{2,40})$", re.IGNORECASE)
_COPYRIGHT = re.compile(
    r"^(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?,?\s+(?P<outlet>[^.|]{2,40})",
    re.IGNORECASE,
)
_LONGEST_NAME, _LONGEST_ASIDE = 10, 5  # words


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the lines around an article say about it; ``None`` where they do not say it plainly.

    Attributes:
        outlet: Who published it.
        byline: Who wrote it.
        published: Publication date.
    """

    outlet: str | None = None
    byline: str | None = None
    published: dt.date | None = None


def read_masthead(above: Iterable[str], below: Iterable[str] = (), *, language: str | None) -> Masthead:
    """Read byline, outlet and publication date off the lines around an article.

    Args:
        above: The lines above and near its beginning, in order, sentences and headline left out; a date counts
            where it stands after a label, or is the only one.
        below: The credits and notices below it.
        language: ISO 639-1 code of the article, for month names.
    """
    byline = credited = outlet = published = None
    days: set[dt.date] = set()
    for line in above:
        byline = byline or _author(line)
        credited = credited or _credited(line)
        outlet = outlet or _outlet(line)
        day = _date(line, language)
        if day is not None:
            published = published or (day if is_labelled(line) else None)
            days.add(day)
    for line in below:
        credited = credited or _credited(line)
        outlet = outlet or _outlet(line)
    if published is None and len(days) == 1:  # several days without a label are a chronicle's headings
        published = days.pop()
    return Masthead(outlet, byline or credited, published)


def split_title(title: str) -> tuple[str, str | None]:
    """Split "<title> | <outlet>" into its parts; after a dash, only what is named like an outlet is one."""
    match = _TITLE_SUFFIX.match(title)
    if match is None or len(match["title"].split()) < 3:  # noqa: PLR2004 - "World | Outlet" is no headline
        return title, None
    if match["bar"] != "|" and not is_outlet(match["outlet"]):
        return title, None
    return match["title"], match["outlet"].strip()


def is_byline(line: str) -> bool:
    """Tell whether a line holds an author's name after "By", and nothing longer."""
    return any(_after_by(segment) is not None for segment in _SEGMENTS.split(line)[:3])


def is_stamp(line: str) -> bool:
    """Tell whether a line states when an article was published or changed, or how long it takes to read."""
    cues = load_cues()
    folded = fold(line)
    labelled = re.match(rf"\W*(?:{cues.published.pattern}|{cues.updated.pattern})\b\W*", folded)
    if labelled and re.search(r"\d", folded) and len(folded.split()) <= 14:  # noqa: PLR2004 - weekday, day, time, zone
        rest = folded[labelled.end() :]
        return _dated(rest) or _dated(line) or not re.search(r"[^\W\d_]{3}", rest)
    segments = [segment for segment in _SEGMENTS.split(line) if segment]
    if any(len(segment.split()) > _LONGEST_ASIDE and not _dated(segment) for segment in segments):
        return False
    return any(map(_is_reading_time, segments)) or _dated(line) or any(map(_dated, segments))


def _is_reading_time(segment: str) -> bool:
    """Tell "3 min read" and "1 min Corvia Today" from "30 minutes passed."."""
    match = _READING_TIME.match(segment.strip())
    rest = segment.strip()[match.end() :].strip() if match else "no"
    return not rest or (rest[0].isupper() and not rest.endswith((".", "!", "?")))


def _dated(text: str) -> bool:
    return is_numeric_date(text) or stated_date(text, language=None) is not None


def _date(line: str, language: str | None) -> dt.date | None:
    whole = stated_date(line, language=language)
    days = {stated_date(segment, language=language) for segment in _SEGMENTS.split(line) if segment} - {None}
    return whole or (days.pop() if len(days) == 1 else None)


def _after_by(segment: str) -> str | None:
    """Return what follows "By" where it is a name or several."""
    match = re.match(rf"\W*(?P<by>{load_cues().byline.pattern})\s*:?\s+(?=\S)", segment, re.IGNORECASE)
    if match is None or segment.rstrip().endswith((".", "!", "?")):
        return None
    return _names(segment[match.end() :])


def only_names(text: str) -> bool:
    """Tell whether a text is made of capitalised words, and of the small words that stand among names."""
    joints = load_cues().words["name_joints"]
    return all(not word[0].islower() or word in joints or _PARTICLE.match(word) for word in _NAME_WORD.findall(text))


def _names(text: str) -> str | None:
    """Return a text that names somebody and nothing else, or ``None``."""
    names = text.strip(" ,;*:\u00a0")
    words = _NAME_WORD.findall(names)
    if not words or words[0][0].islower():
        return None
    enough = 1 < len(words) <= _LONGEST_NAME and sum(not word[0].islower() for word in words) > 1
    return names if enough and not re.search(r"\d", names) and only_names(names) else None


def _author(line: str) -> str | None:
    for segment in _SEGMENTS.split(line):
        names = _after_by(segment)
        if names is not None:
            person, _, desk = names.partition(",")
            if is_outlet(person):
                return None
            return person if is_outlet(desk.strip()) or len(desk.split()) < 2 else names  # noqa: PLR2004 - a place
        person, _, agency = segment.partition(", ")
        if fold(agency) in load_cues().words["agencies"] and _names(person) and len(person.split()) <= 4:  # noqa: PLR2004
            return person.strip()
    return None


def _credited(line: str) -> str | None:
    match = _CREDIT_AUTHOR.match(line)
    return _names(match["names"].split(" in ")[0]) if match else None


def _outlet(line: str) -> str | None:
    """Return the outlet that a line states: as a source, in a copyright, beside a byline, a date or a reading time."""
    for expression in (_SOURCE, _COPYRIGHT):
        match = expression.match(line)
        if match and len(match["outlet"].split()) <= LONGEST_OUTLET:
            return match["outlet"].strip()
    named = _author(line) is not None or _BY.match(line) or is_stamp(line)
    names = (_READING_TIME.sub("", _BY.sub("", segment)).rpartition(", ")[2] for segment in _SEGMENTS.split(line))
    return next((name.strip() for name in names if named and is_outlet(name.strip())), None)
