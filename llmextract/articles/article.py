"""An article: its text as given, what is known about it, and its sentences."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from llmextract.schemas import ArticleInfo

if TYPE_CHECKING:
    import datetime


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article, page leftovers excluded.

    Attributes:
        start: Offset of its first character in the article's text, in code points.
        end: Offset after its last character.
        text: ``article.text[start:end]``, line breaks replaced by spaces one for one.
        paragraph: Number of the paragraph that it stands in, from 0.
    """

    start: int
    end: int
    text: str
    paragraph: int


@dataclass(frozen=True)
class Article:
    """A news article.

    Attributes:
        text: The text exactly as given; every offset of a record counts its code points.
        source: Where the text came from: a path, a URL, ``-`` for standard input, ``<text>`` for a string.
        title: Headline, where the text has one.
        outlet: Who published it.
        byline: Who wrote it.
        dateline: Where it was written ("DAMASCUS, Syria"), as it stands in the text.
        url: Its address, if it has one.
        published: Publication date.
        language: ISO 639-1 code.
        sentences: The sentences of the article proper, in order, without the page's leftovers.
    """

    text: str
    source: str = "<text>"
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    dateline: str | None = None
    url: str | None = None
    published: datetime.date | None = None
    language: str | None = None
    sentences: tuple[Sentence, ...] = field(default=(), repr=False)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def info(self) -> ArticleInfo:
        """Return the part of the record that tells which article it was drawn from."""
        return ArticleInfo(
            id=self.sha256[:16],
            source=self.source,
            title=self.title,
            outlet=self.outlet,
            byline=self.byline,
            url=self.url,
            published=self.published,
            language=self.language,
            sha256=self.sha256,
        )
