"""From what the user names to articles: files, folders, patterns, tables, lists of addresses, standard input."""

from __future__ import annotations

import codecs
import glob
import itertools
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from llmextract.articles.dates import parse_published
from llmextract.articles.decoding import MAX_BYTES
from llmextract.articles.language import language_code
from llmextract.corpus.items import BytesItem, FileItem, Reading, UnreadableItem, UrlItem
from llmextract.corpus.tables import TABLE_SUFFIXES, Columns, Table, json_rows, row_items
from llmextract.errors import ArticleFormatError, ConfigurationError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from llmextract.corpus.items import Item

TEXT_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")
"""Files that are taken from a folder, beside tables; a file that is named itself may have any name."""

STDIN = "-"

_LIST_SUFFIXES = (".txt", ".urls", ".list", "")
_LIST_HEAD = 4096  # bytes by which a list of addresses is told from an article
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


class Sources:
    """What the user names, as a stream of articles to be.

    Iterating gives an item for each article. Nothing is read before its turn, and nothing is kept.

    Args:
        names: Files, folders (with all below them), patterns such as ``news/*.txt``, tables (``.jsonl``, ``.ndjson``,
            ``.csv``, ``.tsv``, ``.parquet``), text files of web addresses, web addresses, ``-`` for standard input.
        columns: Which columns of tables hold what.
        published: Publication date of the articles for which a table gives none; ISO 8601 when a string.
        language: ISO 639-1 code of all articles, in place of the one that is detected.
        encoding: Of files; found out when not given.

    Raises:
        ConfigurationError: ``published`` or ``language`` is not valid, there is no such encoding, standard input is
            named twice, or, while
            iterating, a pattern or a folder gives nothing or a table can't be used.
    """

    def __init__(
        self,
        names: Iterable[str | os.PathLike[str]],
        *,
        columns: Columns | None = None,
        published: datetime.date | str | None = None,
        language: str | None = None,
        encoding: str | None = None,
    ) -> None:
        self.names = [os.fspath(name) for name in names]
        if self.names.count(STDIN) > 1:
            raise ConfigurationError("standard input (-) can only be read once", hint="name it once")
        code = language_code(language) if language else None
        if encoding is not None:
            _check_encoding(encoding)
        self._reading = Reading(parse_published(published), code, encoding)
        self._columns = columns or Columns()
        self._tables: list[Table] = []
        self._singles = 0
        self._open_ended = True  # until counted

    @property
    def total(self) -> int | None:
        """How many articles there are, as far as can be told now: in tables it is estimated while they are read."""
        counts = [table.total for table in self._tables]
        if self._open_ended or None in counts:
            return None
        return self._singles + sum(count for count in counts if count is not None)

    def __iter__(self) -> Iterator[Item]:
        for part in self._counted():
            yield from part if isinstance(part, Table) else [part]

    def _counted(self) -> Iterator[Item | Table]:
        """Go through everything once to count it, then again to give it: neither time is a list of it all kept."""
        self._open_ended, self._singles = False, 0
        self._tables = []
        for name in self.names:
            if name == STDIN:
                self._open_ended = True
                continue
            if _is_list(name):
                self._singles += sum(1 for _ in self._listed(name))
                continue
            for path in _files(name):
                if _is_table(path):
                    self._tables.append(Table(path, self._columns, self._reading))
                else:
                    self._singles += 1
        tables = iter(self._tables)
        for name in self.names:
            if name == STDIN:
                with _own_stdin() as stream:
                    yield from _standard_input(stream, self._columns, self._reading)
            elif _is_list(name):
                yield from self._listed(name)
            else:
                for path in _files(name):
                    yield next(tables) if _is_table(path) else self._single(path)

    def _listed(self, name: str) -> Iterator[Item]:
        with Path(name).open("rb") as file:
            yield from _addresses(file, name, self._reading)

    def _single(self, name: str) -> Item:
        return UrlItem(name, self._reading) if _URL.fullmatch(name) else FileItem(name, self._reading)


def _check_encoding(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise ConfigurationError(
            f"there is no encoding {encoding!r}", hint="name one such as utf-8 or cp1252"
        ) from None


def _files(name: str) -> Iterator[str]:
    """Yield what a name stands for, in a fixed order."""
    path = Path(name)
    if _URL.fullmatch(name) or path.is_file():
        yield name
    elif path.is_dir():
        yield from _not_empty(
            _below(path), f"no article in the folder {name}", f"it needs {' or '.join(_known())} files"
        )
    elif glob.has_magic(name):
        root = Path(path.anchor)
        matches = sorted(
            str(match)
            for match in root.glob(str(path.relative_to(root)))
            if match.is_file() and not match.name.startswith(".")
        )
        yield from _not_empty(iter(matches), f"no file matches {name}", "check the pattern")
    else:
        yield name  # missing: told as a failure of this one source


def _below(folder: Path) -> Iterator[str]:
    """Yield the files of a folder and its folders that can be articles or tables."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():  # a link may lead in a circle
            yield from _below(entry)
        elif entry.suffix.lower() in _known() and entry.is_file():
            yield str(entry)


def _known() -> tuple[str, ...]:
    return TEXT_SUFFIXES + TABLE_SUFFIXES


def _not_empty(found: Iterator[str], message: str, hint: str) -> Iterator[str]:
    first = next(found, None)
    if first is None:
        raise ConfigurationError(message, hint=hint)
    yield from itertools.chain([first], found)


def _is_table(name: str) -> bool:
    return Path(name).suffix.lower() in TABLE_SUFFIXES and not _URL.fullmatch(name)


def _is_list(name: str) -> bool:
    """Tell whether a file holds web addresses, one a line, and nothing else."""
    path = Path(name)
    if path.suffix.lower() not in _LIST_SUFFIXES or not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_LIST_HEAD)
    except OSError:
        return False  # told when the file is read as an article
    lines = head.splitlines()
    whole = lines[:-1] if len(head) == _LIST_HEAD else lines
    told = [line for line in map(_line, whole) if line and not line.startswith("#")]
    return bool(told) and all(_URL.fullmatch(line) for line in told)


def _addresses(lines: Iterable[bytes], name: str, reading: Reading) -> Iterator[Item]:
    for number, raw in enumerate(lines, start=1):
        line = _line(raw)
        if not line or line.startswith("#"):
            continue
        if _URL.fullmatch(line):
            yield UrlItem(line, reading)
        else:
            place = f"{name}:{number}"
            error = ArticleFormatError("the line is no web address", hint="write one address a line", article=place)
            yield UnreadableItem(place, error)


@contextmanager
def _own_stdin() -> Iterator[BinaryIO]:
    """Open standard input a second time: a thread that waits for ``sys.stdin`` would crash Python when it ends."""
    try:
        number = os.dup(sys.stdin.fileno())
    except (OSError, ValueError):  # not a file of the system
        yield sys.stdin.buffer
        return
    with open(number, "rb") as stream:  # noqa: PTH123 - not a path
        yield stream


def _standard_input(stream: BinaryIO, columns: Columns, reading: Reading) -> Iterator[Item]:
    """Yield what standard input holds: JSON lines, web addresses, or one article, by how it begins."""
    head: list[bytes] = []
    for line in iter(lambda: stream.readline(MAX_BYTES), b""):
        head.append(line)
        if line.strip():
            break
    start = _line(head[-1]) if head else ""
    if start.startswith("{"):
        yield from row_items(json_rows(itertools.chain(head, stream), STDIN), STDIN, columns, reading)
    elif _URL.fullmatch(start):
        yield from _addresses(itertools.chain(head, stream), STDIN, reading)
    else:
        yield BytesItem(STDIN, b"".join(head) + stream.read(MAX_BYTES + 1), reading)


def _line(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").lstrip("\ufeff").strip()
