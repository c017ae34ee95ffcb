"""The store's file: made, migrated, shared, refused."""

import sqlite3

import pytest

from llmextract.corpus.migrating import APPLICATION_ID, migrations
from llmextract.corpus.store import BUSY_SECONDS, Store, _explained
from llmextract.errors import ConfigurationError, RefusedAnswerError
from llmextract.schemas import Extraction
from tests.batch_support import Fitting, run, story, write_stories


def pragma(store, name):
    return store.connection.execute(f"PRAGMA {name}").fetchone()[0]


def test_new_store_is_safe_and_marked_as_ours(tmp_path):
    with Store.open(tmp_path / "m.db") as store:
        assert pragma(store, "journal_mode") == "wal"
        assert pragma(store, "synchronous") == 2
        assert pragma(store, "foreign_keys") == 1
        assert pragma(store, "busy_timeout") == 1000 * BUSY_SECONDS
        assert store.connection.isolation_level is None
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


def refusal(*path, **options):
    """Return all that is said where a store can't be opened."""
    with pytest.raises(ConfigurationError) as caught:
        Store.open(*path, **options)
    return caught.value.message, caught.value.hint


def test_whoever_is_refused_a_store_is_told_why_and_what_to_do(tmp_path):
    absent = tmp_path / "absent.db"
    assert refusal(absent, create=False) == (f"there is no store at {absent}", "llmextract batch --store makes one")
    assert not absent.exists()
    deep = tmp_path / "nowhere" / "m.db"
    assert refusal(deep) == (f"there is no folder {deep.parent} for the store", "make it first")
    (tmp_path / "x.db.lock").mkdir()
    message, hint = refusal(tmp_path / "x.db", exclusive=True)
    assert message.startswith(f"the store {tmp_path / 'x.db'} can't be locked: Is a directory")
    assert hint == "choose a file in a folder that can be written"
    path = tmp_path / "m.db"
    with Store.open(path, exclusive=True):
        expected = (f"another batch is working on {path}", "wait for it to end, or use another store")
        assert refusal(path, exclusive=True) == expected
    text = tmp_path / "notes.db"
    text.write_text("no database" * 500)
    assert refusal(text) == (f"{text} is not a database", "give the path of a store or of a new file")
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as connection:
        connection.execute("PRAGMA application_id = 7")
    connection.close()
    assert refusal(foreign) == (f"{foreign} is another program's database", "give the path of a new file")
    expected = (f"the store {tmp_path} can't be opened for writing", "check the path and its permissions")
    assert refusal(tmp_path) == expected


def test_any_number_of_programs_may_open_a_store_that_none_has_for_itself(tmp_path):
    path = tmp_path / "m.db"
    with Store.open(path) as one, Store.open(str(path)) as other, Store.open(path, exclusive=True) as batch:
        assert one.path == other.path == batch.path == path
        assert list(other.records()) == []
    batch.close()  # more than once does no harm
    assert not (tmp_path / "m.db-wal").exists()


def test_what_a_broken_transaction_did_is_taken_back(tmp_path):
    with Store.open(tmp_path / "m.db") as store:

        def numbers():
            return [row["a"] for row in store.connection.execute("SELECT a FROM kept ORDER BY a")]

        with store.transaction() as connection:
            connection.execute("CREATE TABLE kept (a)")
            connection.execute("INSERT INTO kept VALUES (1)")
        seen = []

        def break_off():
            with store.transaction() as connection:
                connection.execute("INSERT INTO kept VALUES (2)")
                seen.extend(numbers())
                raise KeyError("mine")

        with pytest.raises(KeyError, match="mine"):
            break_off()
        assert seen == [1, 2]
        assert numbers() == [1]
        with store.transaction() as connection:
            connection.execute("INSERT INTO kept VALUES (3)")
        assert numbers() == [1, 3]


@pytest.mark.parametrize(
    ("complaint", "message", "hint"),
    [
        ("database is locked", "the store m.db is locked by another program", "close that program and try again"),
        ("the database is busy", "the store m.db is locked by another program", "close that program and try again"),
        (
            "attempt to write a readonly database",
            "the store m.db can't be opened for writing",
            "check the path and its permissions",
        ),
        (
            "unable to open database file",
            "the store m.db can't be opened for writing",
            "check the path and its permissions",
        ),
        (
            "database or disk is full",
            "the store m.db can't be written: the disk is full",
            "make room, then go on",
        ),
        (
            "database disk image is malformed",
            "the store m.db can't be used: database disk image is malformed",
            "check the file, or use a copy of it",
        ),
    ],
)
def test_what_sqlite_complains_about_is_said_in_words(complaint, message, hint):
    with pytest.raises(ConfigurationError) as caught, _explained("m.db"):
        raise sqlite3.OperationalError(complaint)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_older_stores_get_what_they_lack_and_newer_ones_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "m.db"
    known = migrations()
    monkeypatch.setattr("llmextract.corpus.migrating.migrations", lambda: {1: known[1]})
    with Store.open(path) as store:
        assert pragma(store, "user_version") == 1
        store.connection.execute("CREATE TABLE mine (a)")
    steps = {**known, 91: "CREATE TABLE first (a);\nCREATE TABLE second (b);\n", 92: "CREATE TABLE third (c);\n"}
    monkeypatch.setattr("llmextract.corpus.migrating.migrations", lambda: steps)
    for _ in range(2):  # nothing is applied twice
        with Store.open(path) as store:
            assert (pragma(store, "user_version"), pragma(store, "application_id")) == (92, APPLICATION_ID)
            names = {row["name"] for row in store.connection.execute("SELECT name FROM sqlite_master")}
            assert {"mine", "first", "second", "third", "articles"} <= names
    newest = max(known)
    monkeypatch.setattr("llmextract.corpus.migrating.migrations", lambda: known)
    assert refusal(path) == (
        f"{path} was written by a newer llmextract (form 92, this one knows {newest})",
        "upgrade llmextract, or use another store",
    )


def test_a_store_that_another_process_has_just_brought_up_to_date_is_left_alone(tmp_path, monkeypatch):
    path = tmp_path / "m.db"
    asked = []

    class Watched(dict):
        """Has another process open the store between the look at its form and the first migration."""

        def __iter__(self):
            asked.append(self)
            if len(asked) == 2:
                Store.open(path).close()
            return super().__iter__()

    known = Watched(migrations())
    monkeypatch.setattr("llmextract.corpus.migrating.migrations", lambda: known)
    with Store.open(path) as store:
        assert pragma(store, "user_version") == max(known)
    assert len(asked) > 2


@pytest.mark.parametrize(
    "use",
    [
        lambda store: list(store.records()),
        lambda store: list(store.failures()),
        lambda store: store.text("0" * 64),
        lambda store: store.sources("0" * 64),
        lambda store: store.last_attempt(),
        lambda store: store.transaction().__enter__(),
    ],
    ids=["records", "failures", "text", "sources", "last_attempt", "transaction"],
)
def test_a_store_that_can_not_be_read_is_named(tmp_path, use):
    store = Store.open(tmp_path / "m.db")
    store.close()
    with pytest.raises(ConfigurationError, match="can't be used: Cannot operate on a closed database") as caught:
        use(store)
    assert caught.value.message.startswith(f"the store {tmp_path / 'm.db'} can't be used")


def test_who_reads_twice_while_a_batch_goes_on_reads_the_same(tmp_path):
    path = tmp_path / "m.db"
    names = write_stories(tmp_path / "news", range(2))
    with Store.open(path) as store:
        assert store.last_attempt() == 0
    run(path, items(names[:1]), Fitting())
    with Store.open(path) as store:
        until = store.last_attempt()
        run(path, items(names), Fitting())
        assert store.last_attempt() > until > 0
        assert [record.article.source for record in store.records_as(Extraction, until=until)] == names[:1]
        assert [record.article.source for record in store.records_as(Extraction)] == names


def test_failures_tell_which_article_why_and_how_often(tmp_path):
    names = write_stories(tmp_path / "news", range(2))
    path = tmp_path / "m.db"
    refused = RefusedAnswerError("the model refuses", hint="try another model")
    run(path, items(names), Fitting(fail=lambda question: refused if "00001" in question else None))
    with Store.open(path) as store:
        (failure,) = store.failures()
        assert (failure.source, failure.kind, failure.message) == (names[1], "RefusedAnswerError", "the model refuses")
        assert (failure.hint, failure.attempts) == ("try another model", 1)
        assert failure.failed_at[:2] == "20"
        assert store.text(failure.sha256) == story(1)
        assert [record.article.source for record in store.records()] == names[:1]


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
