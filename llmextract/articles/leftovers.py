"""Telling an article's own paragraphs from what its page put around them.

Three kinds of evidence, in order of weight: the wording of pages (``cues.toml``), where a paragraph stands (before the
first prose, after an end mark, below a "related" heading), and its form (short, without a sentence's end; said twice).
A paragraph that reads like prose is only dropped when the page's own wording, a repetition or its place after the
article's end speaks against it: losing a sentence of the article is worse than keeping a leftover.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.articles.cues import bare, fold, load_cues
from llmextract.articles.datelines import find_dateline
from llmextract.articles.masthead import is_byline, is_stamp, only_names
from llmextract.articles.paragraphs import count_words, ends_sentence, is_bullet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.paragraphs import Paragraph

_LONGEST_SHORT = 8  # words of a line without a sentence's end that may be a heading or a caption
_LONGEST_LABEL = 3  # words of a button that ends like a sentence: "Loading more…"
_PROSE_WORDS = 25  # as long as this, a paragraph is prose whatever it ends with
_LONGEST_LINE, _LONGEST_NOTICE = 160, 1500  # characters that the cues are tried on
_LONGEST_CAPTION, _LONGEST_CREDIT = 60, 60  # words
_TITLE_WORDS = 25
_REPEATED_FROM, _OPENING = 12, 5  # words; first paragraphs of prose compared with each other
_ARTICLE_RUN = 3  # paragraphs of prose in a row: an article, not a footer
_LONGEST_QUESTION = 14  # words of a headline that asks
_TEASER_SHARE = 0.4  # of the headline's words
_EARLY = 25  # paragraphs among which bylines and dates are looked for
_QUOTES = re.compile(r"[\"“”«»„]")
_TIMED = re.compile(r"\(?\d{1,2}[:.]\d{2}\b")
_CREDITED = re.compile(r"(?:^|[\s(\[,])(?P<agency>[\w .-]{2,25}?)\s?/\s?(?P<rest>[^/]{2,60})$")
_WORD = re.compile(r"\w+")
_LINK_PATH = re.compile(r"[>›»]\s*\w")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\W+(?:19|20)\d\d")


class Kind(enum.Enum):
    """What a paragraph is."""

    PROSE = "prose"  # reads like sentences
    ITEM = "item"  # a list item, a line with a clock time, a quotation of one line
    LONG = "long"  # no sentence's end, but too long for a heading
    SHORT = "short"  # a heading, a caption, a name, a date
    PAGE = "page"  # the page speaks
    CAPTION = "caption"
    CREDIT = "credit"
    AFTER = "after"  # heads what follows an article
    COMMENTS = "comments"


_TEXTUAL = frozenset({Kind.PROSE, Kind.ITEM, Kind.LONG})


@dataclass(frozen=True)
class Sorting:
    """The paragraphs of a text, sorted.

    Attributes:
        kinds: What each paragraph is.
        body: Numbers of the paragraphs that are the article's own.
        title: Number of the headline's paragraph.
        first: Number of the first paragraph of prose; those before it are the masthead.
        end: Number after the last paragraph before the page's footer.
    """

    kinds: tuple[Kind, ...]
    body: tuple[int, ...]
    title: int | None
    first: int
    end: int


def sort_paragraphs(paragraphs: Sequence[Paragraph], *, title: str | None = None) -> Sorting:
    """Sort a text's paragraphs into the article's own and the page's.

    Args:
        paragraphs: All paragraphs of the text.
        title: The headline where it is known from elsewhere; a paragraph that repeats it is no sentence.
    """
    folded = [fold(paragraph.text) for paragraph in paragraphs]
    kinds = [
        _kind(paragraph.text, text, early=number < _EARLY)
        for number, (paragraph, text) in enumerate(zip(paragraphs, folded, strict=True))
    ]
    first = next((number for number, kind in enumerate(kinds) if kind is Kind.PROSE), len(kinds))
    headline = _find_title(paragraphs, kinds, first, title)
    if headline is not None and headline >= first:
        first = next((n for n in range(headline + 1, len(kinds)) if kinds[n] is Kind.PROSE), len(kinds))
    dropped = _repeated(paragraphs, folded, kinds, headline)
    end = _footer(paragraphs, kinds)
    dropped |= _pointers(paragraphs, kinds, end)
    if not _unpunctuated(paragraphs[:end], kinds):
        dropped |= _headings(paragraphs, kinds)
    body = [n for n in range(end) if kinds[n] in _TEXTUAL | {Kind.SHORT} and n not in dropped and n != headline]
    if not body:  # a headline alone, or a text of short lines: better all of it than nothing
        body = [n for n, kind in enumerate(kinds) if kind in _TEXTUAL | {Kind.SHORT}]
    return Sorting(tuple(kinds), tuple(body), headline, first, end)


def _kind(text: str, folded: str, *, early: bool) -> Kind:
    return _kind_by_wording(text, folded) or _kind_by_form(text, early=early)


def _kind_by_wording(text: str, folded: str) -> Kind | None:
    cues = load_cues()
    short, quoted = len(folded) <= _LONGEST_LINE, _QUOTES.search(folded) is not None
    label = bare(folded) if short and not quoted else ""
    words = len(folded.split())
    speaks = len(folded) <= _LONGEST_NOTICE and not quoted and cues.notice.found_in(folded)
    pointed = short and cues.pointer.match(folded)
    if label and not (ends_sentence(text) and words > _LONGEST_LABEL):
        for kind, cue in ((Kind.AFTER, cues.after), (Kind.COMMENTS, cues.comments), (Kind.PAGE, cues.line)):
            if cue.fullmatch(label):
                return kind
    if words <= _LONGEST_CREDIT and (_COPYRIGHT.match(folded) or _is_credit(text, folded)):
        return Kind.CREDIT
    if speaks or pointed:
        return Kind.PAGE
    return Kind.CAPTION if words <= _LONGEST_CAPTION and _is_caption(text, folded) else None


def _kind_by_form(text: str, *, early: bool) -> Kind:
    words = count_words(text)
    some, marked = words > 2, is_bullet(text) or _TIMED.match(text) or _QUOTES.match(text)  # noqa: PLR2004 - "- Share"
    about = early and len(text) <= _LONGEST_LINE and (is_byline(text) or is_stamp(text))
    if about or not any(map(str.isalnum, text)):
        return Kind.PAGE
    if words >= _PROSE_WORDS or (words > 1 and ends_sentence(text)):
        return Kind.PROSE
    if some and marked:
        return Kind.ITEM
    return Kind.LONG if words > _LONGEST_SHORT or (some and text.endswith((":", ";", ","))) else Kind.SHORT


def _is_credit(text: str, folded: str) -> bool:
    """Tell a credit ("Reporting by A. Name in Place; Editing by B. Name") from a sentence that begins like one."""
    cues = load_cues()
    if cues.contributed.search(folded):
        return True
    opening = cues.credit.match(folded.lstrip("([* "))
    if opening is None:
        return False
    return only_names(" ".join(text.lstrip("([* ").split()[len(opening.group().split()) :]))


def _is_caption(text: str, folded: str) -> bool:
    cues = load_cues()
    if cues.caption.found_in(folded):
        return True
    credited = _CREDITED.search(text.rstrip(".)] ")) if "/" in text else None
    if credited is None:
        return False
    agencies = cues.words["agencies"]
    sides = (credited["agency"].split(), credited["rest"].split())
    known = [" ".join(side[-2:]).casefold() in agencies or side[-1].casefold() in agencies for side in sides if side]
    return any(known) and len(sides[1]) <= 5 and only_names(credited["rest"])  # noqa: PLR2004 - a photographer's name


def _find_title(paragraphs: Sequence[Paragraph], kinds: list[Kind], first: int, given: str | None) -> int | None:
    """Return the headline's number: the first line of four words or more before the prose, else the longest."""
    if given is not None:
        wanted = bare(fold(given))
        return next((n for n, paragraph in enumerate(paragraphs) if bare(fold(paragraph.text)) == wanted), None)
    candidates = [
        number
        for number in range(first)
        if kinds[number] in {Kind.SHORT, Kind.LONG, Kind.ITEM}
        and not is_bullet(paragraphs[number].text)
        and count_words(paragraphs[number].text) <= _TITLE_WORDS
        and not _LINK_PATH.search(paragraphs[number].text)
    ]
    long_enough = [n for n in candidates if count_words(paragraphs[n].text) >= 4]  # noqa: PLR2004 - "World News"
    if long_enough:
        return long_enough[0]
    if candidates and first < len(kinds):
        longest = max(candidates, key=lambda n: count_words(paragraphs[n].text))
        return longest if count_words(paragraphs[longest].text) > 1 else None
    asked = first < len(kinds) and paragraphs[first].text.endswith(("?", "؟", "!"))
    if asked and count_words(paragraphs[first].text) <= _LONGEST_QUESTION and kinds[first + 1 :].count(Kind.PROSE) > 1:
        return first
    return None


def _repeated(paragraphs: Sequence[Paragraph], folded: list[str], kinds: list[Kind], headline: int | None) -> set[int]:
    """Number the paragraphs said before; of a short line said twice (a caption), every occurrence."""
    keys = [_key(paragraph.text, text) for paragraph, text in zip(paragraphs, folded, strict=True)]
    counts = Counter(keys)
    seen: dict[str, int] = {} if headline is None else {keys[headline]: headline}
    dropped: set[int] = set()
    for number, key in enumerate(keys):
        if number == headline or counts[key] == 1:
            continue
        twin = seen.setdefault(key, number)
        if twin != number:
            dropped.add(number)
            close = number - twin == 1 and kinds[number] is Kind.LONG
            if (close or kinds[number] is Kind.SHORT) and twin != headline:
                dropped.add(twin)
    return dropped | _cut_short(keys, kinds, dropped)


def _cut_short(keys: list[str], kinds: list[Kind], dropped: set[int]) -> set[int]:
    """Number the opening paragraphs that another one repeats and carries on: standfirsts, cut short or not.

    Paragraphs that differ in a word are never taken for one: "Iran" and "Iraq", "will attend" and "will not attend".
    """
    opening = [n for n, kind in enumerate(kinds) if kind is Kind.PROSE and n not in dropped][:_OPENING]
    return {
        number
        for number in opening
        for other in opening
        if number != other
        and keys[other].startswith(keys[number] + " ")
        and len(keys[number].split()) >= _REPEATED_FROM
    }


def _key(text: str, folded: str) -> str:
    """Return the words of a paragraph without dateline, accents and punctuation, to tell whether it is said twice."""
    dateline = find_dateline(text)
    said = fold(text[dateline.length :]) if dateline else folded
    if not said.isascii():
        letters = "".join(c for c in unicodedata.normalize("NFKD", said) if not unicodedata.combining(c))
        return " ".join(_WORD.findall(letters)) or said
    return " ".join(_WORD.findall(said)) or said


def _footer(paragraphs: Sequence[Paragraph], kinds: list[Kind]) -> int:
    """Return the number of the mark after which only the page speaks, or the number of paragraphs.

    A credit for the work ends an article unless as much prose, or a run of three paragraphs of it, follows. The
    heading of the comments does where three paragraphs of prose, or most of the prose, stand before it.
    """
    prose = [count_words(p.text) if kind is Kind.PROSE else 0 for p, kind in zip(paragraphs, kinds, strict=True)]
    runs = _longest_runs(kinds)
    total, before, count = sum(prose), 0, 0
    for number, kind in enumerate(kinds):
        most = before > 0 and before >= total - before
        if kind is Kind.CREDIT and most and runs[number] < _ARTICLE_RUN:
            return number
        if kind is Kind.COMMENTS and (most or count >= _ARTICLE_RUN):
            return number
        before += prose[number]
        count += kind is Kind.PROSE
    return len(kinds)


def _longest_runs(kinds: Sequence[Kind]) -> list[int]:
    """Return for each paragraph the longest run of prose that begins at or after it, in paragraphs."""
    longest = run = 0
    runs = []
    for kind in reversed(kinds):
        run = run + 1 if kind is Kind.PROSE else 0
        longest = max(longest, run)
        runs.append(longest)
    return runs[::-1]


def _pointers(paragraphs: Sequence[Paragraph], kinds: list[Kind], end: int) -> set[int]:
    """Number what stands below the headings of other articles: their headlines, and teasers that repeat those."""
    dropped: set[int] = set()
    below, headline, begun = False, "", False
    for number in range(end):
        kind, text = kinds[number], paragraphs[number].text
        if kind is Kind.AFTER:
            below, headline = begun, ""
        elif kind is Kind.PROSE:
            begun = True
            below = below and (_asks(text) or _is_teaser(headline, text))
            if below:
                dropped.add(number)
            headline = ""
        elif below and kind in {Kind.SHORT, Kind.LONG, Kind.ITEM}:
            dropped.add(number)
            headline = text
    return dropped


def _asks(text: str) -> bool:
    return text.endswith(("?", "؟")) and count_words(text) <= _LONGEST_QUESTION


def _is_teaser(headline: str, text: str) -> bool:
    """Tell whether a paragraph says again what the headline above it says."""
    wanted, said = (set(re.findall(r"[\w'-]{4,}", fold(piece))) for piece in (headline, text))
    shared = len(wanted & said)
    return shared > 1 and shared >= _TEASER_SHARE * len(wanted)


def _headings(paragraphs: Sequence[Paragraph], kinds: list[Kind]) -> set[int]:
    """Number the short lines that are no part of a list which a colon opens."""
    dropped: set[int] = set()
    listing = False
    for number, kind in enumerate(kinds):
        if kind in _TEXTUAL:
            listing = paragraphs[number].text.endswith(":")
        elif kind is Kind.SHORT and not listing:
            dropped.add(number)
    return dropped


def _unpunctuated(paragraphs: Sequence[Paragraph], kinds: list[Kind]) -> bool:
    """Tell whether the text does without sentence marks, so that short lines prove nothing."""
    pairs = list(zip(paragraphs, kinds, strict=False))
    sentences = [
        count_words(p.text)
        for p, kind in pairs
        if kind is Kind.PROSE and ends_sentence(p.text) and count_words(p.text) > 4  # noqa: PLR2004
    ]
    words = sum(count_words(p.text) for p, kind in pairs if kind in _TEXTUAL | {Kind.SHORT})
    return len(sentences) < 2 and sum(sentences) < words / 2  # noqa: PLR2004 - two sentences show the habit
