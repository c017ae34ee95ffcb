"""What a batch writes into the store: runs, articles as they come, and each outcome in a transaction of its own."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from llmextract._version import __version__
from llmextract.articles.reading import article_from_text
from llmextract.corpus.duplicates import Wording, find_original, remember

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from llmextract.articles.article import Article
    from llmextract.corpus.recipe import Recipe
    from llmextract.corpus.store import Store
    from llmextract.errors import LlmextractError
    from llmextract.llm.base import Meter
    from llmextract.schemas import Extraction

AttemptState = Literal["done", "failed", "stopped"]
RunState = Literal["done", "limit", "budget", "interrupted", "stopped"]


@dataclass(frozen=True)
class Origin:
    """Where an article came from.

    Attributes:
        source: Path, address, row of a table.
        fingerprint: Tells whether what was given there has changed.
        lasting: Whether the name stays that of one article, so that a new text replaces an old one; the third row of a
            table may be another article tomorrow.
    """

    source: str
    fingerprint: str
    lasting: bool


@dataclass(frozen=True)
class Entry:
    """An article in the store.

    Attributes:
        id: Its number.
        sha256: Of its text.
        published: Publication date.
        language: The language that the user gave.
        source: Where it was first found.
        duplicate_of: The number of the article that it is a copy of.
    """

    id: int
    sha256: str
    published: datetime.date | None
    language: str | None
    source: str
    duplicate_of: int | None


class Ledger:
    """The store as one run of a batch writes it.

    Args:
        store: The store.
        recipe: How records are made.
        sources: What the user asked for, for the books.
        keep_duplicates: Give every copy a record of its own.
    """

    def __init__(
        self, store: Store, recipe: Recipe, sources: Sequence[str] = (), *, keep_duplicates: bool = False
    ) -> None:
        self._store = store
        self._recipe = recipe
        self._keep_duplicates = keep_duplicates
        self.carried_usd = self._spent_in_broken_runs()
        with store.transaction() as connection:
            self.run_id = _inserted(
                connection,
                "runs",
                started_at=_now(),
                sources=json.dumps(list(sources), ensure_ascii=False),
                model=recipe.model,
                effort=recipe.effort,
                prompt_hash=recipe.prompt_hash,
                schema_hash=recipe.schema_hash,
                llmextract_version=__version__,
            )

    def end(self, state: RunState) -> None:
        """Write down how the run ended."""
        with self._store.transaction() as connection:
            connection.execute("UPDATE runs SET state = ?, ended_at = ? WHERE id = ?", (state, _now(), self.run_id))

    def known(self, origin: Origin) -> tuple[Entry | None, bool]:
        """Look up what the same source gave before, unchanged.

        Returns:
            The article, if it could be read; and whether the source is known at all.
        """
        row = self._store.connection.execute(
            "SELECT article_id, is_current FROM sources WHERE source = ? AND fingerprint = ?",
            (origin.source, origin.fingerprint),
        ).fetchone()
        if row is None:
            return None, False
        if row["article_id"] is None:
            return None, True
        if not row["is_current"]:
            with self._store.transaction() as connection:
                _point(connection, origin, row["article_id"], self.run_id)
        return self._entry(row["article_id"]), True

    def admit(self, origin: Origin, article: Article, *, language: str | None) -> Entry:
        """Put an article into the store, or find that it or its original is there.

        Args:
            origin: Where it came from.
            article: The article.
            language: The language that the user gave.
        """
        with self._store.transaction() as connection:
            day = None if article.published is None else article.published.isoformat()
            row = connection.execute(
                "SELECT id FROM articles WHERE sha256 = ? AND published IS ? AND language_given IS ?",
                (article.sha256, day, language),
            ).fetchone()
            article_id = self._insert(connection, article, day, language) if row is None else int(row["id"])
            _point(connection, origin, article_id, self.run_id)
        return self._entry(article_id)

    def refuse(self, origin: Origin, error: LlmextractError) -> None:
        """Write down why a source could not be read; what it gave before stays."""
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM sources WHERE source = ? AND article_id IS NULL", (origin.source,))
            row = connection.execute(
                "SELECT id FROM sources WHERE source = ? AND fingerprint = ?", (origin.source, origin.fingerprint)
            ).fetchone()
            if row is None:
                source_id = _inserted(
                    connection, "sources", source=origin.source, fingerprint=origin.fingerprint, run_id=self.run_id
                )
            else:  # an address that gave an article once
                source_id = row["id"]
                connection.execute("DELETE FROM failures WHERE source_id = ?", (source_id,))
            _insert_failure(connection, error, source_id=source_id)

    def original(self, entry: Entry) -> Entry:
        """Return the article whose record stands for an article: itself, or the one that it is a copy of."""
        if entry.duplicate_of is None:
            return entry
        if not self._keep_duplicates:
            return self._entry(entry.duplicate_of)
        with self._store.transaction() as connection:
            connection.execute("UPDATE articles SET duplicate_of = NULL, similarity = NULL WHERE id = ?", (entry.id,))
        return replace(entry, duplicate_of=None)

    def article(self, article_id: int) -> Article:
        """Read an article back from the store."""
        row = self._store.connection.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone()
        article = article_from_text(
            row["text"],
            source=row["source"],
            published=row["published"],
            title=row["title"],
            url=row["url"],
            language=row["language"],
        )
        return replace(article, outlet=row["outlet"], byline=row["byline"])

    def key(self, entry: Entry) -> str:
        """Return what names the work on an article."""
        return self._recipe.key(entry.sha256, entry.published, entry.language)

    def state(self, key: str) -> AttemptState | None:
        """Return what came of this work before: ``done`` if it ever was, else what came of the last attempt."""
        row = self._store.connection.execute(
            "SELECT state FROM attempts WHERE key = ? ORDER BY state = 'done' DESC, id DESC LIMIT 1", (key,)
        ).fetchone()
        return None if row is None else row["state"]

    def save(
        self,
        entry: Entry,
        key: str,
        cost: Meter,
        seconds: float,
        *,
        extraction: Extraction | None = None,
        error: LlmextractError | None = None,
        stopped: bool = False,
    ) -> int:
        """Commit what came of one attempt.

        Args:
            entry: The article.
            key: Of the work.
            cost: What it cost, also where it failed.
            seconds: How long it took.
            extraction: The record.
            error: Why there is none.
            stopped: The work was broken off, and the next run takes it up again.

        Returns:
            The number of the attempt.
        """
        state: AttemptState = "done" if extraction is not None else "stopped" if stopped else "failed"
        with self._store.transaction() as connection:
            attempt = _inserted(
                connection,
                "attempts",
                run_id=self.run_id,
                article_id=entry.id,
                key=key,
                state=state,
                ended_at=_now(),
                seconds=round(seconds, 3),
                requests=cost.requests,
                retries=cost.retries,
                prompt_tokens=cost.prompt_tokens,
                cached_tokens=cost.cached_tokens,
                completion_tokens=cost.completion_tokens,
                cost_usd=cost.cost_usd,
            )
            if extraction is not None:
                _inserted(
                    connection,
                    "records",
                    attempt_id=attempt,
                    article_id=entry.id,
                    meetings=len(extraction.meetings),
                    extraction=extraction.model_dump_json(),
                )
            if error is not None:
                _insert_failure(connection, error, attempt_id=attempt)
        return attempt

    def reopen(self, attempts: Sequence[int]) -> None:
        """Make failed attempts such as the next run takes up again: it was not the articles' fault."""
        with self._store.transaction() as connection:
            connection.executemany("UPDATE attempts SET state = 'stopped' WHERE id = ?", [(each,) for each in attempts])

    def usual_cost(self) -> tuple[int, float]:
        """Return how many of the last records by this model have a known cost, and that cost in US dollars together."""
        row = self._store.connection.execute(
            "SELECT count(*) AS records, coalesce(sum(cost_usd), 0.0) AS cost FROM ("
            "SELECT t.cost_usd FROM attempts AS t JOIN runs AS r ON r.id = t.run_id "
            "WHERE t.state = 'done' AND t.cost_usd IS NOT NULL AND r.model = ? AND r.effort = ? "
            "ORDER BY t.id DESC LIMIT 100)",
            (self._recipe.model, self._recipe.effort),
        ).fetchone()
        return int(row["records"]), float(row["cost"])

    def _spent_in_broken_runs(self) -> float:
        """Return what the last runs spent that did not end by themselves, in US dollars."""
        row = self._store.connection.execute(
            "SELECT coalesce(sum(cost_usd), 0.0) AS spent FROM attempts WHERE run_id > "
            "(SELECT coalesce(max(id), 0) FROM runs WHERE state NOT IN ('running', 'interrupted', 'stopped'))"
        ).fetchone()
        return float(row["spent"])

    def _insert(self, connection: sqlite3.Connection, article: Article, day: str | None, language: str | None) -> int:
        wording = Wording.of(article)
        found = None
        if not self._keep_duplicates:
            found = find_original(connection, article, wording, language=language, load=self.article)
        original, alike = found or (None, None)
        article_id = _inserted(
            connection,
            "articles",
            sha256=article.sha256,
            published=day,
            language_given=language,
            source=article.source,
            title=article.title,
            outlet=article.outlet,
            byline=article.byline,
            url=article.url,
            language=article.language,
            text=article.text,
            duplicate_of=original,
            similarity=alike,
            run_id=self.run_id,
        )
        if original is None:
            remember(connection, article_id, wording)
        return article_id

    def _entry(self, article_id: int) -> Entry:
        row = self._store.connection.execute(
            "SELECT id, sha256, published, language_given, source, duplicate_of FROM articles WHERE id = ?",
            (article_id,),
        ).fetchone()
        day = row["published"]
        return Entry(
            id=row["id"],
            sha256=row["sha256"],
            published=None if day is None else datetime.date.fromisoformat(day),
            language=row["language_given"],
            source=row["source"],
            duplicate_of=row["duplicate_of"],
        )


def _point(connection: sqlite3.Connection, origin: Origin, article_id: int, run_id: int) -> None:
    """Make a source one of an article, in place of what it was before."""
    connection.execute("DELETE FROM sources WHERE source = ? AND article_id IS NULL", (origin.source,))
    connection.execute(
        "DELETE FROM failures WHERE source_id = (SELECT id FROM sources WHERE source = ? AND fingerprint = ?)",
        (origin.source, origin.fingerprint),
    )
    if origin.lasting:
        connection.execute("UPDATE sources SET is_current = 0 WHERE source = ?", (origin.source,))
    connection.execute(
        "INSERT INTO sources (source, fingerprint, article_id, run_id) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (source, fingerprint) DO UPDATE SET article_id = excluded.article_id, is_current = 1",
        (origin.source, origin.fingerprint, article_id, run_id),
    )


def _insert_failure(connection: sqlite3.Connection, error: LlmextractError, **concerned: int) -> None:
    _inserted(
        connection,
        "failures",
        kind=type(error).__name__,
        message=error.message,
        hint=error.hint,
        failed_at=_now(),
        **concerned,
    )


def _inserted(connection: sqlite3.Connection, table: str, **values: str | float | None) -> int:
    """Insert a row and return its number; table and columns are this module's own names."""
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    cursor = connection.execute(
        f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - no value is in the text
        tuple(values.values()),
    )
    return int(cursor.lastrowid or 0)


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
