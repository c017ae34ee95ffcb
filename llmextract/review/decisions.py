"""Decisions of reviewers in a store: taken, taken back, never lost."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from llmextract.errors import ConfigurationError
from llmextract.schemas import Actor, Extraction, Meeting

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from llmextract.corpus.store import Store

_COLUMNS = "id, article, meeting, action, change, author, made_at, undone_by, undone_at"


class Action(StrEnum):
    """What a reviewer decides."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ADD = "add"
    COMPLETE = "complete"


class Change(BaseModel):
    """What a meeting is after a decision.

    Attributes:
        meeting: The meeting.
        actors: Its participants, each in place of the record's actor of the same id.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    meeting: Meeting
    actors: tuple[Actor, ...]


@dataclass(frozen=True)
class Decision:
    """One decision.

    Attributes:
        id: Its number in the store; later ones are higher.
        article: The article's id.
        meeting: The meeting's id in the article's record; ``None`` where the whole article was declared complete.
        action: What was decided.
        change: What the meeting is from then on, where it was corrected or added.
        author: Who decided.
        made_at: When, ISO 8601 in UTC.
        undone_by: Who took it back; ``None`` where it is in force.
        undone_at: When that was.
    """

    id: int
    article: str
    meeting: str | None
    action: Action
    change: Change | None
    author: str
    made_at: str
    undone_by: str | None
    undone_at: str | None

    @property
    def in_force(self) -> bool:
        """Whether it has not been taken back."""
        return self.undone_at is None


class StaleDecisionError(ConfigurationError):
    """Somebody else has decided on the article in the meantime."""


class ReviewLog:
    """The decisions in a store.

    Args:
        store: The store; it must be used in the thread that opened it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def decisions(self, article: str | None = None) -> list[Decision]:
        """Return the decisions on an article, or on all, in the order in which they were taken."""
        rows = self._store.connection.execute(
            f"SELECT {_COLUMNS} FROM review_decisions WHERE ?1 IS NULL OR article = ?1 ORDER BY id",  # noqa: S608
            (article,),
        )
        return [_decision(row) for row in rows]

    def records(self) -> Iterator[Extraction]:
        """Yield the record that a review of each article goes by: while a decision is in force, the one it was on."""
        rows = self._store.connection.execute(
            "SELECT article, extraction FROM review_bases WHERE article IN "
            "(SELECT article FROM review_decisions WHERE undone_at IS NULL)"
        )
        kept = {row["article"]: Extraction.model_validate_json(row["extraction"]) for row in rows}
        told: set[str] = set()
        for record in self._store.records():
            if record.article.id not in told:
                told.add(record.article.id)
                yield kept.get(record.article.id, record)

    def record(self, article: str) -> Extraction | None:
        """Return the record that the review of one article goes by, ``None`` where the store has none."""
        row = self._store.connection.execute(
            "SELECT extraction FROM review_bases WHERE article = ? AND article IN "
            "(SELECT article FROM review_decisions WHERE undone_at IS NULL)",
            (article,),
        ).fetchone()
        row = (
            row
            or self._store.connection.execute(
                "SELECT r.extraction FROM current_records AS r JOIN articles AS a ON a.id = r.article_id "
                "WHERE substr(a.sha256, 1, 16) = ? ORDER BY r.article_id LIMIT 1",
                (article,),
            ).fetchone()
        )
        return None if row is None else Extraction.model_validate_json(row["extraction"])

    def add(
        self,
        record: Extraction,
        action: Action,
        meeting: str | None,
        *,
        author: str,
        after: int,
        change: Change | None = None,
    ) -> int:
        """Keep a decision.

        Args:
            record: The record that it is on.
            action: What was decided.
            meeting: On which meeting.
            author: Who decided.
            after: The last decision on the article that the author had seen, in force or not; 0 for none.
            change: What the meeting is from now on.

        Returns:
            The decision's number.

        Raises:
            StaleDecisionError: There is a later decision than ``after``.
            ConfigurationError: The author has no name, or the store can't be written.
        """
        named = _named(author)
        article = record.article.id
        with self._store.transaction() as connection:
            _refuse_stale(connection, article, after)
            connection.execute(
                "INSERT INTO review_bases VALUES (?1, ?2) ON CONFLICT (article) DO UPDATE SET extraction = ?2 "
                "WHERE NOT EXISTS (SELECT 1 FROM review_decisions WHERE article = ?1 AND undone_at IS NULL)",
                (article, record.model_dump_json()),
            )
            told = None if change is None else change.model_dump_json()
            cursor = connection.execute(
                "INSERT INTO review_decisions (article, meeting, action, change, author, made_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (article, meeting, action.value, told, named, _now()),
            )
        return int(cursor.lastrowid or 0)

    def undo(self, article: str, *, author: str, after: int) -> Decision:
        """Take back the last decision on an article that is in force.

        Args:
            article: The article's id.
            author: Who takes it back.
            after: The last decision on the article that the author had seen.

        Returns:
            The decision, as it was.

        Raises:
            StaleDecisionError: There is a later decision than ``after``.
            ConfigurationError: There is nothing to take back, the author has no name, or the store can't be written.
        """
        named = _named(author)
        with self._store.transaction() as connection:
            _refuse_stale(connection, article, after)
            last = next((one for one in reversed(self.decisions(article)) if one.in_force), None)
            if last is None:
                raise ConfigurationError("there is no decision on this article to take back")
            connection.execute(
                "UPDATE review_decisions SET undone_by = ?, undone_at = ? WHERE id = ?", (named, _now(), last.id)
            )
        return last


def _decision(row: sqlite3.Row) -> Decision:
    change = row["change"]
    return Decision(
        id=row["id"],
        article=row["article"],
        meeting=row["meeting"],
        action=Action(row["action"]),
        change=None if change is None else Change.model_validate_json(change),
        author=row["author"],
        made_at=row["made_at"],
        undone_by=row["undone_by"],
        undone_at=row["undone_at"],
    )


def _refuse_stale(connection: sqlite3.Connection, article: str, after: int) -> None:
    (last,) = connection.execute(
        "SELECT coalesce(max(id), 0) FROM review_decisions WHERE article = ?", (article,)
    ).fetchone()
    if last > after:
        raise StaleDecisionError("somebody else has decided on this article meanwhile", hint="look at it again")


def _named(author: str) -> str:
    named = " ".join(author.split())
    if not named:
        raise ConfigurationError("a decision needs its author's name")
    return named


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
