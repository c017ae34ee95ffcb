"""Structured, checked records of diplomatic meetings from news articles.

    import llmextract

    extraction = llmextract.extract(text, published="2024-12-12")

Names are imported on first use (PEP 562), so that importing the package costs next to nothing.
"""

from __future__ import annotations

from llmextract._version import __version__

TYPE_CHECKING = False  # as type checkers read it, without typing's own import
if TYPE_CHECKING:
    from llmextract.articles.article import Article
    from llmextract.articles.reading import article_from_html, article_from_text, read_article
    from llmextract.errors import LlmextractError
    from llmextract.extraction.extractor import Extractor, Outcome, aextract, extract
    from llmextract.schemas import Actor, Extraction, Meeting, Topic

__all__ = [
    "Actor",
    "Article",
    "Extraction",
    "Extractor",
    "LlmextractError",
    "Meeting",
    "Outcome",
    "Topic",
    "__version__",
    "aextract",
    "article_from_html",
    "article_from_text",
    "extract",
    "read_article",
]

_HOMES = {
    "Actor": "schemas",
    "Article": "articles.article",
    "Extraction": "schemas",
    "Extractor": "extraction.extractor",
    "LlmextractError": "errors",
    "Meeting": "schemas",
    "Outcome": "extraction.extractor",
    "Topic": "schemas",
    "aextract": "extraction.extractor",
    "article_from_html": "articles.reading",
    "article_from_text": "articles.reading",
    "extract": "extraction.extractor",
    "read_article": "articles.reading",
}


def __getattr__(name: str) -> object:
    """Import a public name's module on first use."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted(__all__)
