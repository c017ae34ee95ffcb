"""From wherever an article comes to an ``Article``."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from llmextract.articles.article import Article, Sentence
from llmextract.articles.datelines import find_dateline
from llmextract.articles.dates import parse_published, stated_date
from llmextract.articles.decoding import MAX_BYTES, decode, looks_like_html, refuse_binary
from llmextract.articles.fetching import fetch_page
from llmextract.articles.language import detect_language, language_code
from llmextract.articles.leftovers import Kind, sort_paragraphs
from llmextract.articles.masthead import read_masthead, split_title
from llmextract.articles.paragraphs import split_paragraphs
from llmextract.articles.sentences import split_sentences
from llmextract.errors import ArticleFetchError, ArticleFormatError, ArticleNotFoundError

if TYPE_CHECKING:
    import datetime as dt

    from llmextract.articles.leftovers import Sorting
    from llmextract.articles.paragraphs import Paragraph

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_NEAR_TOP = 5  # paragraphs below the first of the article's own in which bylines and dates may stand
_WITH_DATELINE = 3  # first paragraphs of prose that may carry the dateline


def read_article(
    source: str | os.PathLike[str] | BinaryIO,
    *,
    published: dt.date | str | None = None,
    language: str | None = None,
    encoding: str | None = None,
) -> Article:
    """Read an article from a file, standard input, a binary stream or a URL.

    HTML is recognised by its content or by the file's name. Of an HTML page, ``Article.text`` is the main text as
    extracted, and every offset counts that; of a text, it is the text as given, byte order mark aside.

    Args:
        source: A path, ``-`` for standard input, an ``http://`` or ``https://`` address, or a stream of bytes.
        published: Publication date, which decides what "on Tuesday" means; where given, it is believed over any
            date that the article states.
        language: ISO 639-1 code; detected when left out.
        encoding: Encoding of the bytes; found when left out.

    Returns:
        The article, with at least one sentence.

    Raises:
        ArticleNotFoundError: No such file, or it may not be read.
        ArticleFormatError: Empty, binary, or no article in it.
        ArticleFetchError: The URL could not be fetched, or the page holds no article.
        ConfigurationError: ``published``, ``language`` or ``encoding`` is not valid.
    """
    day = parse_published(published)
    code = language_code(language) if language else None
    if isinstance(source, str) and _SCHEME.match(source):
        return _from_url(source, published=day, language=code, encoding=encoding)
    name, data = _read_bytes(source)
    text = decode(data, article=name, encoding=encoding)
    if looks_like_html(text) or name.lower().endswith(_HTML_SUFFIXES):
        return article_from_html(text, source=name, published=day, language=code)
    return article_from_text(text, source=name, published=day, language=code)


def article_from_html(
    html: bytes | str,
    *,
    source: str = "<html>",
    url: str | None = None,
    published: dt.date | str | None = None,
    language: str | None = None,
    encoding: str | None = None,
) -> Article:
    """Read the article in an HTML page.

    ``Article.text`` is the page's main text as extracted, one paragraph a line; offsets count that, not the HTML.

    Args:
        html: The page.
        source: Where it came from, for the record and for messages.
        url: Its address; the page's own metadata are believed over it.
        published: Publication date; believed over the page's metadata.
        language: ISO 639-1 code; detected, else taken from the page, when left out.
        encoding: Encoding of the bytes; found when left out.

    Raises:
        ArticleFormatError: Empty, binary, or no article in it.
        ConfigurationError: ``published``, ``language`` or ``encoding`` is not valid.
    """
    from llmextract.articles.pages import read_page

    text = decode(html, article=source, encoding=encoding) if isinstance(html, bytes) else html
    page = read_page(text, url=url)
    if not page.text:
        raise ArticleFormatError(
            "the page holds no article text", hint="copy the article's text into a file", article=source
        )
    return _article(
        page.text,
        source=source,
        published=parse_published(published) or page.published,
        title=page.title,
        outlet=page.outlet,
        byline=page.byline,
        url=page.url,
        language=language_code(language) if language else detect_language(page.text) or page.language,
    )


def article_from_text(
    text: str,
    *,
    source: str = "<text>",
    published: dt.date | str | None = None,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Article:
    """Make an article of a text.

    The text is never altered; ``Article.sentences`` are spans of it, without what the page around the article left
    in it: navigation, captions, other articles' teasers, notices, bylines, comments. The headline is no sentence
    unless there is nothing else, for it repeats the lead, in the present tense.

    Args:
        text: The article, as pasted.
        source: Where it came from, for the record and for messages.
        published: Publication date; believed over what the text states.
        title: Headline; found in the text when left out.
        url: Its address.
        language: ISO 639-1 code; detected when left out.

    Returns:
        The article, with at least one sentence.

    Raises:
        ArticleFormatError: Empty, blank, binary, or nothing in it but page leftovers.
        ConfigurationError: ``published`` or ``language`` is not valid.
    """
    refuse_binary(text, article=source)
    return _article(
        text,
        source=source,
        published=parse_published(published),
        title=title,
        outlet=None,
        byline=None,
        url=url,
        language=language_code(language) if language else detect_language(text),
    )


def _from_url(url: str, *, published: dt.date | None, language: str | None, encoding: str | None) -> Article:
    page = fetch_page(url)
    try:
        text = decode(page.data, article=url, encoding=encoding, declared=page.charset)
        if page.content_type == "text/plain" and not looks_like_html(text):
            return article_from_text(text, source=url, url=page.url, published=published, language=language)
        return article_from_html(text, source=url, url=page.url, published=published, language=language)
    except ArticleFormatError as error:
        raise ArticleFetchError(
            error.message, hint="open the page in a browser, save it, and give the saved file", article=url
        ) from error


def _read_bytes(source: str | os.PathLike[str] | BinaryIO) -> tuple[str, bytes]:
    """Return where the bytes came from, and the bytes; one more than allowed where there are more."""
    if not isinstance(source, str | os.PathLike):
        return str(getattr(source, "name", "<stream>")), source.read(MAX_BYTES + 1)
    name = os.fspath(source)
    if name == "-":
        return name, sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return name, file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        message, hint = "no such file", "check the path"
    except IsADirectoryError:
        message, hint = "this is a directory", "give the files in it"
    except PermissionError:
        message, hint = "the file may not be read", "check its permissions"
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        message, hint = f"the file can't be read ({getattr(error, 'strerror', None) or error})", "check the path"
    raise ArticleNotFoundError(message, hint=hint, article=name)


def _slice(paragraph: Paragraph, start: int, end: int) -> str:
    return paragraph.text[start - paragraph.start : end - paragraph.start]


def _article(
    text: str,
    *,
    source: str,
    published: dt.date | None,
    title: str | None,
    outlet: str | None,
    byline: str | None,
    url: str | None,
    language: str | None,
) -> Article:
    paragraphs = split_paragraphs(text)
    sorting = sort_paragraphs(paragraphs, title=title)
    place, agency, filed, lengths = _dateline(paragraphs, sorting)
    sentences = tuple(
        Sentence(start, end, _slice(paragraphs[number], start, end), number)
        for number in sorting.body
        for start, end in _spans(paragraphs[number], lengths.get(number, 0), language)
    )
    if not sentences:
        raise ArticleFormatError(
            "nothing is left to read once page leftovers are set aside", hint="give the article's text", article=source
        )
    if title is None and sorting.title is not None:
        title, suffix = split_title(paragraphs[sorting.title].text)
        outlet = outlet or suffix
    own = {*sorting.body, sorting.title}
    others = [number for number in range(len(paragraphs)) if number not in own]
    masthead = read_masthead(
        above=(paragraphs[number].text for number in others if number < sorting.first + _NEAR_TOP),
        below=(paragraphs[number].text for number in others if number >= sorting.first + _NEAR_TOP),
        language=language,
    )
    return Article(
        text=text,
        source=source,
        title=title,
        outlet=outlet or masthead.outlet or agency,
        byline=byline or masthead.byline,
        dateline=place,
        url=url,
        published=published or masthead.published or (stated_date(filed, language=language) if filed else None),
        language=language,
        sentences=sentences,
    )


def _spans(paragraph: Paragraph, skipped: int, language: str | None) -> list[tuple[int, int]]:
    start = paragraph.start + skipped
    return [(start + first, start + last) for first, last in split_sentences(paragraph.text[skipped:], language)]


def _dateline(
    paragraphs: list[Paragraph], sorting: Sorting
) -> tuple[str | None, str | None, str | None, dict[int, int]]:
    """Return place, agency and date of filing, and the length of the dateline of each opening paragraph with one."""
    opening = [number for number, kind in enumerate(sorting.kinds) if kind is Kind.PROSE][:_WITH_DATELINE]
    found = {number: dateline for number in opening if (dateline := find_dateline(paragraphs[number].text))}
    above = (
        find_dateline(paragraphs[number].text)
        for number in range(min(sorting.first + 1, len(paragraphs)))
        if number not in found
    )
    lines = [*found.values(), *(line for line in above if line)]
    return (
        next((line.place for line in lines if line.place), None),
        next((line.agency for line in lines if line.agency), None),
        next((line.date for line in lines if line.date), None),
        {number: line.length for number, line in found.items()},
    )
