"""The article in an HTML page, with trafilatura and htmldate."""

from __future__ import annotations

import datetime as dt
import logging
import re
from dataclasses import dataclass

from llmextract.articles.hidden_text import remove_hidden
from llmextract.articles.language import language_code
from llmextract.errors import ConfigurationError

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML may hold, and at which the libraries that read pages stop."""
_HEAD = 2000  # characters before the root element of a page: a declaration and comments


@dataclass(frozen=True, slots=True)
class PageArticle:
    """What a page holds.

    Attributes:
        text: Main text, one paragraph a line; empty where there is none.
        title: Headline.
        byline: Who wrote it.
        outlet: Name of the site.
        url: The page's own address for itself, else the one given.
        published: Publication date that the page states in its metadata.
        language: ISO 639-1 code that the page states.
    """

    text: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: dt.date | None = None
    language: str | None = None


def read_page(html: str, *, url: str | None = None) -> PageArticle:
    """Extract the main text and the metadata of a page; text that the page shows to nobody is left out.

    Args:
        html: The page, decoded.
        url: Its address, where known.
    """
    from htmldate import find_date
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import Document

    _keep_quiet()
    html = _NO_XML.sub(" ", html)
    if "<html" not in html[:_HEAD].lower():  # a fragment: trafilatura takes whole pages only
        html = f"<html><body>{html}</body></html>"
    tree = load_html(html)
    if tree is None:
        return PageArticle("")
    stated = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    remove_hidden(tree)
    # the extensive search guesses a day from any numbers on the page; a wrong date is worse than none
    found = bare_extraction(
        tree,
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(found, Document) or not found.text:
        return PageArticle("")
    published = find_date(html, url=url, extensive_search=False, original_date=True)
    return PageArticle(
        text=found.text,
        title=found.title or None,
        byline=found.author or None,
        outlet=found.sitename or None,
        url=found.url or url,
        published=dt.date.fromisoformat(published) if published else None,
        language=_language(stated),
    )


def _keep_quiet() -> None:
    """Keep what the libraries log about odd pages off standard error; a user's own handlers still get it."""
    for name in ("trafilatura", "htmldate"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _language(stated: str | None) -> str | None:
    try:
        return language_code(stated) if stated else None
    except ConfigurationError:  # a page may state anything
        return None
