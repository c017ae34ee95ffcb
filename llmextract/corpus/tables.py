"""Tables of articles, read row by row: JSON lines, CSV, Parquet. Never is a whole table in memory."""

from __future__ import annotations

import csv
import io
import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from llmextract.articles.dates import parse_published
from llmextract.articles.decoding import MAX_BYTES
from llmextract.corpus.items import TextItem, UnreadableItem, as_article_error
from llmextract.errors import ArticleFormatError, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from llmextract.corpus.items import Item, Reading

    Rows = Iterator["Mapping[str, Any] | ArticleFormatError"]

JSONL, CSV, PARQUET = (".jsonl", ".ndjson"), (".csv", ".tsv"), (".parquet", ".pq")
TABLE_SUFFIXES = JSONL + CSV + PARQUET

_DEFAULT_TEXT, _DEFAULT_PUBLISHED = "text", "published"
_BATCH_ROWS = 64
_LONGEST_LINE = 4 * MAX_BYTES  # an article of letters that are all escaped


@dataclass(frozen=True)
class Columns:
    """Which columns of a table hold what.

    Attributes:
        text: The articles; ``text`` unless given.
        published: Publication dates; ``published``, where there is such a column, unless given.
        id: What names a row whatever its place; with it, a new text under an old id replaces the old one. The row's
            number unless given.
    """

    text: str | None = None
    published: str | None = None
    id: str | None = None


class Table:
    """A table of articles; iterating gives an item for each row.

    Args:
        path: The file, by whose ending the kind is known.
        columns: Which columns hold what.
        reading: How the texts are to be read.

    Raises:
        ConfigurationError: While iterating: a column is missing, the file is no such table, or can't be read.
    """

    def __init__(self, path: str, columns: Columns, reading: Reading) -> None:
        self._path = path
        self._columns = columns
        self._reading = reading
        self._rows = 0
        self._share = 0.0  # of the file that has been read

    @property
    def total(self) -> int | None:
        """How many rows there are, estimated from the part that has been read; ``None`` before the first."""
        return round(self._rows / self._share) if self._share else None

    def __iter__(self) -> Iterator[Item]:
        suffix = Path(self._path).suffix.lower()
        rows = self._json_rows if suffix in JSONL else self._csv_rows if suffix in CSV else self._parquet_rows
        try:
            yield from row_items(self._counted(rows()), self._path, self._columns, self._reading)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ConfigurationError(f"{self._path} can't be read: {reason}", hint="check the path") from None
        except UnicodeDecodeError as error:
            raise ConfigurationError(
                f"{self._path} is not {error.encoding.upper()} text", hint="name its encoding with --encoding"
            ) from None

    def _counted(self, rows: Rows) -> Rows:
        for row in rows:
            self._rows += 1
            yield row

    def _json_rows(self) -> Rows:
        with Path(self._path).open("rb") as file:
            size = max(1, Path(self._path).stat().st_size)
            for row in json_rows(file, self._path):
                self._share = min(1.0, file.tell() / size)
                yield row

    def _csv_rows(self) -> Rows:
        csv.field_size_limit(MAX_BYTES)
        encoding = self._reading.encoding or "utf-8-sig"
        with Path(self._path).open("rb") as raw, io.TextIOWrapper(raw, encoding, newline="") as file:
            size = max(1, Path(self._path).stat().st_size)
            delimiter = _delimiter(file.readline())
            file.seek(0)
            reader = csv.DictReader(file, delimiter=delimiter, strict=True)
            while True:
                try:
                    row = next(reader, None)
                except csv.Error as error:
                    yield ArticleFormatError(f"the row is not CSV ({error})", hint="check its quotes")
                    continue
                if row is None:
                    return
                self._share = min(1.0, raw.tell() / size)
                yield {name: value for name, value in row.items() if name is not None}

    def _parquet_rows(self) -> Rows:
        try:
            from pyarrow import ArrowException, parquet
        except ImportError:
            raise ConfigurationError(
                f"reading {self._path} needs the package pyarrow", hint="pip install 'llmextract[tables]'"
            ) from None
        try:
            with parquet.ParquetFile(self._path) as file:
                names = file.schema_arrow.names
                wanted = _wanted(names, self._columns, self._path)
                read = 0
                for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=wanted):
                    for row in batch.to_pylist():
                        read += 1
                        self._share = read / file.metadata.num_rows
                        yield row
        except ArrowException as error:
            reason = " ".join(str(error).split())
            raise ConfigurationError(f"{self._path} is not Parquet ({reason})", hint="check the file") from None


def json_rows(lines: BinaryIO | Iterable[bytes], name: str) -> Rows:
    """Read rows of JSON, one object a line; empty lines are passed over.

    Args:
        lines: An open file, or its lines.
        name: Where they come from, for messages.

    Raises:
        ConfigurationError: A line is longer than any article is: this is no table of lines.
    """
    for line in iter(_line_reader(lines), b""):
        if len(line) > _LONGEST_LINE:
            raise ConfigurationError(
                f"{name} has a line of more than {_LONGEST_LINE:,} bytes", hint="write one JSON object a line"
            )
        if not line.strip():
            continue
        try:
            row = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
        except ValueError as error:  # also bytes that are not UTF-8
            reason = getattr(error, "msg", None) or "not UTF-8"
            yield ArticleFormatError(f"the line is not JSON ({reason})", hint="write one JSON object a line")
            continue
        if isinstance(row, dict):
            yield row
        else:
            yield ArticleFormatError("the line is JSON, but no object", hint='write {"text": "..."}')


def row_items(rows: Rows, name: str, columns: Columns, reading: Reading) -> Iterator[Item]:
    """Make items of rows.

    Args:
        rows: The rows, and errors in place of those that can't be read.
        name: Of the table.
        columns: Which columns hold what.
        reading: How the texts are to be read.

    Raises:
        ConfigurationError: The first row lacks a column.
    """
    first = True
    for number, row in enumerate(rows, start=1):
        place = f"{name}:{number}"
        if isinstance(row, ArticleFormatError):
            row.article = place
            yield UnreadableItem(place, row)
            continue
        if first:
            _wanted(list(row), columns, name)
            first = False
        yield _item(row, name, place, columns, reading)


def _item(row: Mapping[str, Any], name: str, place: str, columns: Columns, reading: Reading) -> Item:
    lasting = False
    if columns.id is not None:
        given = row.get(columns.id)
        if given is None or str(given).strip() == "":
            return _unreadable(place, f"the row has no {columns.id!r}", "fill the column, or leave --id-column out")
        place, lasting = f"{name}#{given}", True
    column = columns.text or _DEFAULT_TEXT
    text = row.get(column)
    if not isinstance(text, str) or not text.strip():
        return _unreadable(place, f"the row has no text in {column!r}", "fill the column, or drop the row")
    day = row.get(columns.published or _DEFAULT_PUBLISHED)
    try:
        published = parse_published(day if day is None or hasattr(day, "year") else str(day).strip() or None)
    except ConfigurationError as error:
        return UnreadableItem(place, as_article_error(error, place))
    return TextItem(place, text, reading, published=published, lasting=lasting)


def _unreadable(place: str, message: str, hint: str) -> UnreadableItem:
    return UnreadableItem(place, ArticleFormatError(message, hint=hint, article=place))


def _wanted(names: list[str], columns: Columns, table: str) -> list[str]:
    """Return the columns to read.

    Raises:
        ConfigurationError: One is missing.
    """
    needed = {"text": columns.text or _DEFAULT_TEXT, "published": columns.published, "id": columns.id}
    for purpose, column in needed.items():
        if column is not None and column not in names:
            known = ", ".join(map(repr, itertools.islice(names, 20))) or "none"
            raise ConfigurationError(
                f"{table} has no column {column!r}", hint=f"name one of {known} with --{purpose}-column"
            )
    needed["published"] = needed["published"] or _DEFAULT_PUBLISHED
    return [column for column in dict.fromkeys(needed.values()) if column in names]


def _line_reader(lines: BinaryIO | Iterable[bytes]) -> Callable[[], bytes]:
    if hasattr(lines, "readline"):
        return lambda: lines.readline(_LONGEST_LINE + 1)
    iterator = iter(lines)
    return lambda: next(iterator, b"")


def _delimiter(header: str) -> str:
    """Return what separates the columns, by the table's first line."""
    try:
        return csv.Sniffer().sniff(header, delimiters=",;\t|").delimiter
    except csv.Error:  # a single column
        return ","
