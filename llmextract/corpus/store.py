"""The store: one SQLite file with the articles, what was asked about them, the records, the costs and the failures.

Tables and columns are described in ``docs/batch.md``.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from llmextract.corpus.migrating import migrate
from llmextract.errors import ConfigurationError

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from typing import Self

    from filelock import BaseFileLock
    from pydantic import BaseModel

    from llmextract.schemas import Extraction

FormT = TypeVar("FormT", bound="BaseModel")

BUSY_SECONDS = 60.0
"""How long to wait for another process that is writing, in seconds."""

_FAILURES = """
SELECT coalesce(s.source, a.source) AS source, f.kind, f.message, f.hint, f.failed_at, t.key, a.sha256,
    (SELECT count(*) FROM attempts AS tries WHERE tries.key = t.key AND tries.state = 'failed') AS attempts
FROM failures AS f
LEFT JOIN sources AS s ON s.id = f.source_id
LEFT JOIN attempts AS t ON t.id = f.attempt_id
LEFT JOIN articles AS a ON a.id = t.article_id
WHERE f.source_id IS NOT NULL OR (
    t.state = 'failed' AND NOT EXISTS (
        SELECT 1 FROM attempts AS later
        WHERE later.article_id = t.article_id AND later.id > t.id AND later.state IN ('done', 'failed')
    ) AND EXISTS (
        SELECT 1 FROM articles AS told JOIN sources AS now ON now.article_id = told.id AND now.is_current = 1
        WHERE told.id = a.id OR told.duplicate_of = a.id
    ))
ORDER BY f.id
"""


@dataclass(frozen=True)
class Failure:
    """An article without a record, and why.

    Attributes:
        source: Where it came from.
        kind: Class of the error, such as ``InvalidAnswerError``.
        message: What happened.
        hint: What the user can do about it.
        failed_at: When, ISO 8601 in UTC.
        attempts: How often it was tried with the same model, prompt and schema; 0 where it could not even be read.
        sha256: Of its text; ``None`` where it could not be read.
    """

    source: str
    kind: str
    message: str
    hint: str | None
    failed_at: str
    attempts: int
    sha256: str | None


class Store:
    """An open store; ``Store.open`` makes one, ``close`` or the end of a ``with`` block closes it.

    It belongs to the thread that opened it.

    Attributes:
        path: Its file.
        connection: In autocommit mode (see `transaction`), foreign keys enforced, rows as ``sqlite3.Row``.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: BaseFileLock | None = None) -> None:
        self.path = path
        self.connection = connection
        self._lock = lock

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, create: bool = True, exclusive: bool = False) -> Self:
        """Open a store, and bring an older one to the newest form.

        Every commit is on the disk when it returns (write-ahead log, ``synchronous = FULL``).

        Args:
            path: Its file.
            create: Make the file where there is none.
            exclusive: Refuse when another process has opened it in this way, as batches do; reading is always possible.

        Raises:
            ConfigurationError: There is no such store, it can't be opened or written, is no store of this program, was
                written by a newer version, or is in use by another batch.
        """
        file = Path(path)
        if not create and not file.exists():
            raise ConfigurationError(f"there is no store at {file}", hint="llmextract batch --store makes one")
        if not file.parent.is_dir():
            raise ConfigurationError(f"there is no folder {file.parent} for the store", hint="make it first")
        with _explained(str(file)):
            lock = _locked(file) if exclusive else None
            try:
                connection = _connected(file)
            except BaseException:
                if lock is not None:
                    lock.release()
                raise
        return cls(file, connection, lock)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block does, all of it or, when it raises, nothing.

        Raises:
            ConfigurationError: The database is locked, full or damaged.
        """
        with _explained(str(self.path)):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # SQLite itself takes back what a full disk stopped
                    self.connection.execute("ROLLBACK")
                raise

    def records(self) -> Iterator[Extraction]:
        """Yield the record that counts of each article that has one, in the order in which articles came.

        Copies of an article share its record. A text that its file or address no longer gives is left out.

        Raises:
            ConfigurationError: The database can't be read.
        """
        from llmextract.schemas import Extraction

        return self.records_as(Extraction)

    def records_as(self, form: type[FormT], *, until: int | None = None) -> Iterator[FormT]:
        """Yield the same records, each as a model that may hold less of it.

        Args:
            form: A Pydantic model that is made of a record's JSON.
            until: Number of the last attempt that counts (`last_attempt`), for those who read twice while a batch goes
                on; all where not given.

        Raises:
            ConfigurationError: The database can't be read.
        """
        read = form.model_validate_json
        with _explained(str(self.path)):
            for (told,) in self.connection.execute(
                "SELECT extraction FROM current_records WHERE ?1 IS NULL OR attempt_id <= ?1 ORDER BY article_id",
                (until,),
            ):
                yield read(told)

    def last_attempt(self) -> int:
        """Return the number of the last attempt that gave a record; 0 where none did."""
        with _explained(str(self.path)):
            row = self.connection.execute("SELECT coalesce(max(attempt_id), 0) FROM records").fetchone()
        return int(row[0])

    def text(self, sha256: str) -> str | None:
        """Return an article's text as given, which a record's offsets count; ``None`` where it is not in the store."""
        with _explained(str(self.path)):
            row = self.connection.execute("SELECT text FROM articles WHERE sha256 = ? LIMIT 1", (sha256,)).fetchone()
        return None if row is None else row["text"]

    def sources(self, sha256: str) -> list[str]:
        """Return from where a text, or a copy of it, comes now: paths, addresses, rows; the article's own first."""
        with _explained(str(self.path)):
            rows = self.connection.execute(
                "SELECT DISTINCT s.source FROM articles AS a "
                "JOIN articles AS told ON told.id = a.id OR told.duplicate_of = a.id "
                "JOIN sources AS s ON s.article_id = told.id AND s.is_current = 1 "
                "WHERE a.sha256 = ? ORDER BY told.id, s.id",
                (sha256,),
            ).fetchall()
        return [row["source"] for row in rows]

    def failures(self) -> Iterator[Failure]:
        """Yield the articles whose last attempt failed, and the sources that could not be read.

        Raises:
            ConfigurationError: The database can't be read.
        """
        with _explained(str(self.path)):
            for row in self.connection.execute(_FAILURES):
                yield Failure(*(row[name] for name in Failure.__dataclass_fields__))

    def close(self) -> None:
        """Close the file; more than once does no harm."""
        self.connection.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection, name=str(file))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what is committed survives a power cut
    except BaseException:
        connection.close()
        raise
    return connection


def _locked(file: Path) -> BaseFileLock:
    """Take the lock that one batch at a time holds; the system gives it back when the process dies, however it dies."""
    from filelock import FileLock, Timeout

    lock = FileLock(f"{file}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ConfigurationError(
            f"another batch is working on {file}", hint="wait for it to end, or use another store"
        ) from None
    except OSError as error:
        raise ConfigurationError(
            f"the store {file} can't be locked: {error.strerror}", hint="choose a file in a folder that can be written"
        ) from None
    return lock


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Say in words what SQLite complains about."""
    try:
        yield
    except sqlite3.IntegrityError:  # a bug, not something that the user can mend
        raise
    except sqlite3.DatabaseError as error:
        reason = str(error)
        if "locked" in reason or "busy" in reason:
            message, hint = f"the store {name} is locked by another program", "close that program and try again"
        elif "not a database" in reason:
            message, hint = f"{name} is not a database", "give the path of a store or of a new file"
        elif "readonly" in reason or "unable to open" in reason:
            message, hint = f"the store {name} can't be opened for writing", "check the path and its permissions"
        elif "full" in reason:
            message, hint = f"the store {name} can't be written: the disk is full", "make room, then go on"
        else:
            message, hint = f"the store {name} can't be used: {reason}", "check the file, or use a copy of it"
        raise ConfigurationError(message, hint=hint) from error
