"""Bringing a database to the newest form: numbered SQL files, each applied once and whole."""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING

from llmextract.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator

APPLICATION_ID = 0x6C6C6D78
"""``PRAGMA application_id`` of a store ("llmx" in ASCII), by which it is told from other programs' databases."""


def migrations() -> dict[int, str]:
    """Return the text of each ``migrations/NNNN_*.sql`` by its number, in order."""
    folder = files("llmextract.corpus").joinpath("migrations")
    found = sorted((entry.name, entry) for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return {int(name[:4]): entry.read_text(encoding="utf-8") for name, entry in found}


def migrate(connection: sqlite3.Connection, *, name: str) -> None:
    """Apply the migrations that a database lacks.

    Args:
        connection: In autocommit mode.
        name: Of the database, for messages.

    Raises:
        ConfigurationError: It is another program's database, or that of a newer version of this program.
        sqlite3.Error: The database is locked or can't be written.
    """
    known = migrations()
    newest = max(known)
    version = _version(connection, name)
    if version > newest:
        raise ConfigurationError(
            f"{name} was written by a newer llmextract (form {version}, this one knows {newest})",
            hint="upgrade llmextract, or use another store",
        )
    for number in [number for number in known if number > version]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection, name) < number:  # another process may have been faster
                for statement in _statements(known[number]):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _version(connection: sqlite3.Connection, name: str) -> int:
    """Return the number of the last migration applied, 0 for an empty database."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or version or tables):
        raise ConfigurationError(f"{name} is another program's database", hint="give the path of a new file")
    return int(version)


def _statements(script: str) -> Iterator[str]:
    """Split a script; ``executescript`` would commit the transaction that it runs in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
