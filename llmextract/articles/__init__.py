"""Text in: files, standard input, web pages and URLs become articles with sentences, title and publication date.

Nothing heavy is imported until a function is used (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmextract.articles.article import Article, Sentence
    from llmextract.articles.reading import article_from_html, article_from_text, read_article

__all__ = ["Article", "Sentence", "article_from_html", "article_from_text", "read_article"]

_HOMES = {"Article": "article", "Sentence": "article"}


def __getattr__(name: str) -> object:
    """Import a public name's module on first use."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'reading')}"), name)


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted(__all__)
