"""The store's file: made, migrated, shared, refused."""

import sqlite3

import pytest

from llmextract.corpus.migrating import APPLICATION_ID, migrations
from llmextract.corpus.store import Store
from llmextract.errors import ConfigurationError
from tests.batch_support import Fitting, run, write_stories


def pragma(store, name):
    return store.connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_new_store_is_safe_and_marked_as_ours(tmp_path):
    with Store.open(tmp_path / "m.db") as store:
        assert pragma(store, "journal_mode") == "wal"
        assert pragma(store, "synchronous") == 2
        assert pragma(store, "foreign_keys") == 1
        assert pragma(store, "application_id") == APPLICATION_ID
        assert pragma(store, "user_version") == max(migrations())
        assert list(store.records()) == []
        assert list(store.failures()) == []
        assert store.text("0" * 64) is None
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), store.transaction() as connection:
            connection.execute("INSERT INTO sources (source, fingerprint, run_id) VALUES ('a', 'b', 7)")
        assert store.connection.execute("SELECT count(*) FROM sources").fetchone()[0] == 0


def test_migrations_are_numbered_without_a_gap_and_each_is_applied_whole(tmp_path, monkeypatch):
    assert list(migrations()) == list(range(1, len(migrations()) + 1))
    path = tmp_path / "m.db"
    Store.open(path).close()
    known = migrations()
    half = {**known, 90: "CREATE TABLE half (a);\nINSERT INTO nowhere VALUES (1);\n"}
    monkeypatch.setattr("llmextract.corpus.migrating.migrations", lambda: half)
    with pytest.raises(ConfigurationError, match="no such table: nowhere"):
        Store.open(path)
    whole = {**known, 90: "-- a; comment\nCREATE TABLE half (a);\nINSERT INTO half VALUES (1);\n"}
    monkeypatch.setattr("llmextract.corpus.migrating.migrations", lambda: whole)
    with Store.open(path) as store:
        assert [tuple(row) for row in store.connection.execute("SELECT a FROM half")] == [(1,)]
        assert pragma(store, "user_version") == 90
    monkeypatch.undo()
    with pytest.raises(ConfigurationError, match=r"written by a newer llmextract .form 90, .*; upgrade llmextract"):
        Store.open(path)


def test_files_that_are_no_store_are_refused_and_left_alone(tmp_path):
    text = tmp_path / "notes.db"
    text.write_text("These are my notes, and they are longer than one page. " * 200)
    with pytest.raises(ConfigurationError, match=r"notes.db is not a database; give the path"):
        Store.open(text)
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE accounts (id)")
    connection.close()
    before = foreign.read_bytes()
    with pytest.raises(ConfigurationError, match=r"foreign.db is another program's database"):
        Store.open(foreign)
    assert foreign.read_bytes() == before
    with pytest.raises(ConfigurationError, match=r"there is no store at .*nothing.db; llmextract batch"):
        Store.open(tmp_path / "nothing.db", create=False)
    with pytest.raises(ConfigurationError, match="there is no folder"):
        Store.open(tmp_path / "nowhere" / "m.db")
    with pytest.raises(ConfigurationError, match="can't be opened for writing"):
        Store.open(tmp_path)
    (tmp_path / "x.db.lock").mkdir()
    with pytest.raises(ConfigurationError, match="can't be locked"):
        Store.open(tmp_path / "x.db", exclusive=True)


def test_one_batch_at_a_time_but_any_number_of_readers(tmp_path):
    path = tmp_path / "m.db"
    with Store.open(path, exclusive=True):
        with pytest.raises(ConfigurationError, match="another batch is working on"):
            Store.open(path, exclusive=True)
        with Store.open(path) as reader:
            assert list(reader.records()) == []
    Store.open(path, exclusive=True).close()
    text = tmp_path / "notes.db"
    text.write_text("no database" * 500)
    for _ in range(2):  # the lock is given back when opening fails
        with pytest.raises(ConfigurationError, match="is not a database"):
            Store.open(text, exclusive=True)


def test_locked_and_full_and_damaged_stores_are_explained(tmp_path, monkeypatch):
    monkeypatch.setattr("llmextract.corpus.store.BUSY_SECONDS", 0.01)
    path = tmp_path / "m.db"
    Store.open(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        Store.open(path) as store,
        pytest.raises(ConfigurationError, match="locked by another program; close"),
        store.transaction(),
    ):
        pass
    other.execute("ROLLBACK")
    other.close()
    with Store.open(path) as store:
        pages = pragma(store, "page_count")
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(ConfigurationError, match="the disk is full"), store.transaction() as connection:
            connection.execute("CREATE TABLE big AS SELECT zeroblob(10000000) AS a")
        with (
            pytest.raises(ConfigurationError, match="can't be used: no such column"),
            store.transaction() as connection,
        ):
            connection.execute("SELECT colour FROM articles")


def test_records_texts_and_sources_can_be_read_back(tmp_path):
    names = write_stories(tmp_path / "news", range(3))
    path = tmp_path / "m.db"
    run(path, [*items(names), *items(names[:1], name=str(tmp_path / "news" / "again.txt"))], Fitting())
    with Store.open(path) as store:
        records = list(store.records())
        assert [record.article.source for record in records] == names
        for record in records:
            text = store.text(record.article.sha256)
            assert all(text[quote.start : quote.end] == quote.quote for quote in record.quotes())
        assert store.sources(records[0].article.sha256) == [names[0], str(tmp_path / "news" / "again.txt")]
        assert store.sources("f" * 64) == []


def items(paths, name=None):
    """Return items of files, under another name where one is given."""
    from pathlib import Path

    from llmextract.corpus.items import BytesItem, FileItem, Reading

    if name is None:
        return [FileItem(path, Reading()) for path in paths]
    return [BytesItem(name, Path(path).read_bytes(), Reading()) for path in paths]
