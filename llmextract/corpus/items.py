"""What a source gives: one article each, or the reason why there is none. Reading is left to whoever takes the item."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from llmextract._version import __version__
from llmextract.articles.decoding import MAX_BYTES, looks_like_html
from llmextract.articles.reading import article_from_html, article_from_text, read_article
from llmextract.errors import ArticleError, ArticleFormatError, ConfigurationError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from llmextract.articles.article import Article


@dataclass(frozen=True)
class Given:
    """What an item holds, read but not yet made an article.

    Attributes:
        fingerprint: SHA-256 of what was given and of how it is to be read; the same fingerprint, the same article. For
            an address it is that of the address, so that nothing need be fetched to know it.
        article: Makes the article; raises ArticleError.
        language: The language that the user gave.
    """

    fingerprint: str
    article: Callable[[], Article]
    language: str | None = None


class Item(Protocol):
    """One article to be."""

    @property
    def name(self) -> str:
        """Where it comes from."""
        ...

    @property
    def lasting(self) -> bool:
        """Whether the name stays that of one article."""
        ...

    def read(self) -> Given:
        """Read what there is; may take long.

        Raises:
            ArticleError: It can't be read.
        """
        ...


@dataclass(frozen=True)
class Reading:
    """How texts are to be read.

    Attributes:
        published: Publication date of the articles that come without one in a table.
        language: ISO 639-1 code, in place of the one that is detected.
        encoding: Of files; found out when not given.
    """

    published: datetime.date | None = None
    language: str | None = None
    encoding: str | None = None

    def fingerprint(self, content: bytes, *more: object) -> str:
        """Return the fingerprint of what was given."""
        how = repr((__version__, self.published, self.language, self.encoding, *map(str, more)))
        return hashlib.sha256(how.encode("utf-8", "backslashreplace") + b"\0" + content).hexdigest()


@dataclass(frozen=True)
class FileItem:
    """An article in a file."""

    name: str
    reading: Reading
    lasting: bool = True

    def read(self) -> Given:
        """Read the file."""
        try:
            with Path(self.name).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
        except (OSError, ValueError):
            read_article(self.name)  # says in words what is wrong
            raise
        return bytes_given(self.name, content, self.reading)


@dataclass(frozen=True)
class BytesItem:
    """An article whose bytes are at hand, as those of standard input."""

    name: str
    content: bytes
    reading: Reading
    lasting: bool = False

    def read(self) -> Given:
        """Return the bytes."""
        return bytes_given(self.name, self.content, self.reading)


@dataclass(frozen=True)
class UrlItem:
    """An article at an address."""

    name: str
    reading: Reading
    lasting: bool = True

    def read(self) -> Given:
        """Return the address; the page is fetched when the article is asked for."""
        reading = self.reading
        return Given(
            reading.fingerprint(self.name.encode("utf-8", "backslashreplace")),
            lambda: read_article(
                self.name, published=reading.published, language=reading.language, encoding=reading.encoding
            ),
            reading.language,
        )


@dataclass(frozen=True)
class TextItem:
    """An article in a row of a table."""

    name: str
    text: str
    reading: Reading
    published: datetime.date | None = None
    lasting: bool = False

    def read(self) -> Given:
        """Return the text."""
        reading, day = self.reading, self.published or self.reading.published
        make = article_from_html if looks_like_html(self.text) else article_from_text
        return Given(
            reading.fingerprint(self.text.encode("utf-8", "backslashreplace"), day),
            lambda: make(self.text, source=self.name, published=day, language=reading.language),
            reading.language,
        )


@dataclass(frozen=True)
class UnreadableItem:
    """A row or a line that is no article."""

    name: str
    error: ArticleError
    lasting: bool = False

    def read(self) -> Given:
        """Raise the reason."""
        raise self.error


class _NamedBytes(io.BytesIO):
    """Bytes with the name of the file that they are from, as an open file has it."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


def bytes_given(name: str, content: bytes, reading: Reading) -> Given:
    """Return what bytes hold."""
    return Given(
        reading.fingerprint(content),
        lambda: read_article(
            _NamedBytes(name, content),
            published=reading.published,
            language=reading.language,
            encoding=reading.encoding,
        ),
        reading.language,
    )


def as_article_error(error: ConfigurationError, name: str) -> ArticleError:
    """Make a wrong value in one row a failure of that row."""
    return ArticleFormatError(error.message, hint=error.hint, article=name)
