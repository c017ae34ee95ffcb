"""Records from where they lie, files or stores, with the texts of their articles and what is known of their links."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from llmextract.corpus.linking.overrides import Override
    from llmextract.corpus.store import Store
    from llmextract.events import Event
    from llmextract.schemas import Extraction

_SQLITE = b"SQLite format 3\0"
_RECORD_FILES = (".json", ".jsonl", ".ndjson")


@dataclass
class Corpus:
    """Records, and what belongs to them.

    Attributes:
        records: The records; of several of one text the last.
        texts: SHA-256 of an article's text -> the text, where it is at hand.
        decisions: What a user has put together or taken apart by hand.
        ids: The ids that events and linked actors had when they were last linked, by the keys of their members.
    """

    records: list[Extraction] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    decisions: list[Override] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)

    def events(self) -> list[Event]:
        """Link the records by rule, as `llmextract events --no-model` does."""
        from llmextract.corpus.linking import Overrides, link_actors, link_meetings

        overrides = Overrides(tuple(self.decisions))
        registry = link_actors(self.records, overrides=overrides, known_ids=self.ids)
        return link_meetings(self.records, registry, overrides=overrides, known_ids=self.ids)

    def add_store(self, store: Store) -> None:
        """Take in what a store holds."""
        from llmextract.corpus.linking import Overrides

        self._add(store.records())
        self.decisions += Overrides.of_store(store).entries
        self.ids.update(tuple(row) for row in store.connection.execute("SELECT key, id FROM link_ids"))
        for record in self.records:
            text = store.text(record.article.sha256)
            if text is not None:
                self.texts[record.article.sha256] = text

    def add_file(self, source: str, data: str) -> None:
        """Take in the records of a file, and the texts that lie where the records say, seen from here or from the file.

        Raises:
            ConfigurationError: The file is not JSON, or holds something that is no record.
        """
        from llmextract.export.record_files import read_records

        found = read_records(data, source)
        self._add(found)
        near = Path() if source == "-" else Path(source).parent
        for record in found:
            article = record.article
            for path in (Path(article.source), near / article.source):
                if article.sha256 in self.texts:
                    break
                self._add_text(path, {article.sha256})

    def add_articles(self, paths: Iterable[str]) -> None:
        """Look for missing texts in files and folders.

        Raises:
            ConfigurationError: There is no such file or folder.
        """
        from llmextract.errors import ConfigurationError

        for name in paths:
            path = Path(name)
            if not path.exists():
                raise ConfigurationError(f"there is no file or folder {name}", hint="--articles takes the articles")
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                missing = self.missing
                if not missing:
                    return
                self._add_text(file, missing)

    @property
    def missing(self) -> set[str]:
        """The SHA-256 of the texts that are not at hand."""
        return {record.article.sha256 for record in self.records} - self.texts.keys()

    def _add(self, records: Iterable[Extraction]) -> None:
        known = {record.article.id: record for record in self.records}
        known.update((record.article.id, record) for record in records)
        self.records = list(known.values())

    def _add_text(self, path: Path, wanted: set[str]) -> None:
        from llmextract.articles.article import Article

        for text in _texts_in(path):
            article = Article(text)
            if article.sha256 in wanted:
                self.texts[article.sha256] = text


def _texts_in(path: Path) -> Iterator[str]:
    """Yield what an article's text could be in a file: the file's own, and a page's main text."""
    from llmextract.articles.decoding import MAX_BYTES, decode, looks_like_html
    from llmextract.errors import ArticleFormatError

    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return
        text = decode(path.read_bytes(), article=str(path))
    except (OSError, ValueError, ArticleFormatError):  # ValueError: a NUL in the path; a source can be anything
        return
    yield text
    if looks_like_html(text):
        from llmextract.articles.pages import read_page

        page = read_page(text, url=None)
        if page.text:
            yield page.text


def read_corpus(sources: Sequence[str], articles: Sequence[str] = ()) -> Corpus:
    """Read records and what belongs to them.

    Args:
        sources: Files of records (JSON, JSONL), folders of such, stores, ``-`` for standard input.
        articles: Files and folders in which the texts of articles may lie.

    Raises:
        ConfigurationError: A source can't be read or is no such file.
    """
    from llmextract.corpus.store import Store

    corpus = Corpus()
    for source in _files(sources):
        data = _read(source)
        if data.startswith(_SQLITE):
            with Store.open(source, create=False) as store:
                corpus.add_store(store)
        else:
            corpus.add_file(source, _decoded(data, source))
    corpus.add_articles(articles)
    return corpus


def _files(sources: Iterable[str]) -> Iterator[str]:
    from llmextract.errors import ConfigurationError

    for source in sources:
        if source == "-" or not Path(source).is_dir():
            yield source
            continue
        inside = sorted(str(path) for path in Path(source).iterdir() if path.suffix in _RECORD_FILES)
        if not inside:
            raise ConfigurationError(f"there are no records in {source}", hint="give a folder of .json or .jsonl files")
        yield from inside


def _read(source: str) -> bytes:
    from llmextract.errors import ConfigurationError

    if source == "-":
        return sys.stdin.buffer.read()
    try:
        with Path(source).open("rb") as file:
            start = file.read(len(_SQLITE))
            return start if start == _SQLITE else start + file.read()  # a store is opened, not read
    except OSError as error:
        raise ConfigurationError(f"{source} can't be read: {error.strerror}", hint="give records or a store") from error


def _decoded(data: bytes, source: str) -> str:
    from llmextract.errors import ConfigurationError

    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{source} is not UTF-8 at byte {error.start}", hint="records are UTF-8") from error
