"""``llmextract export``."""

import csv
import io
import json
import sqlite3
import sys

import pytest
import typer

from llmextract.cli import app as program
from llmextract.cli.export import export
from llmextract.corpus.store import Store
from llmextract.export import FORMATS
from tests.corpus.linking.stored_records import keep_records
from tests.export.support import actor_of, meeting_of, record_with

ACTORS = [actor_of(1, "Ada Novak", country="SI"), actor_of(2, "Juan Ortega", country="CL")]
DAY = {"start": "2031-05-20", "end": "2031-05-20"}


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture
def source(tmp_path):
    """A file of two records."""
    meetings = [meeting_of(["a1", "a2"], date=DAY), meeting_of(["a1", "a2"], id="m2", status="planned", date=DAY)]
    records = [record_with(ACTORS, meetings), record_with([], [], number=1)]
    (tmp_path / "records.jsonl").write_text("\n".join(each.model_dump_json() for each in records), encoding="utf-8")
    return "records.jsonl"


@pytest.fixture
def run(capfdbinary, monkeypatch):
    """Run the command by itself, with what the program does about errors."""
    alone = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
    alone.callback()(lambda: None)
    alone.command(name="export", no_args_is_help=True)(export)
    monkeypatch.setattr(program, "app", alone)

    def run_command(*arguments):
        code = program.run(["export", *arguments])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out, err.decode()

    return run_command


def test_a_file_becomes_another(source, run, tmp_path):
    code, out, err = run(source, "--format", "sqlite", "--out", "x.sqlite")
    assert (code, out, err) == (0, b"", "")
    connection = sqlite3.connect(tmp_path / "x.sqlite")
    assert connection.execute("SELECT count(*) FROM meetings").fetchone() == (2,)
    connection.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["records.jsonl", "x.sqlite"]


def test_into_a_pipe_it_is_json_lines(source, run):
    code, out, _ = run(source)
    assert code == 0
    assert [len(json.loads(line)["meetings"]) for line in out.decode().splitlines()] == [2, 0]


def test_standard_input_is_read(source, run, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((tmp_path / source).read_bytes())))
    code, out, _ = run("-", "--format", "csv-long")
    assert code == 0
    assert out.count(b"\r\n") == 5


def test_only_some_statuses(source, run):
    assert run(source, "--format", "csv", "--status", "planned")[1].count(b"\n") == 2
    assert run(source, "--format", "csv", "--status", "planned", "--status", "held")[1].count(b"\n") == 3
    assert run(source, "--format", "ical")[1].count(b"BEGIN:VEVENT") == 1
    assert run(source, "--format", "ical", "--all")[1].count(b"BEGIN:VEVENT") == 2


def test_what_is_left_out_is_said_on_stderr(run, tmp_path):
    record = record_with(ACTORS, [meeting_of(["a1", "a2"], status="denied")])
    (tmp_path / "x.json").write_text(record.model_dump_json(indent=2), encoding="utf-8")
    code, out, err = run("x.json", "--format", "polecat")
    assert code == 0
    assert out.count(b"\n") == 1
    assert err == "llmextract: 1 denied meetings are no events in PLOVER and have no row\n"


def test_a_table_is_a_list_of_meetings(source, run):
    code, out, _ = run(source, "--format", "table")
    assert code == 0
    assert "Ada Novak, Juan Ortega" in out.decode()
    assert out.decode().count("2031-05-20") == 2


def test_a_terminal_gets_the_table_and_no_binary_file(source, run, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "planned, in person" in run(source)[1].decode()
    code, out, err = run(source, "--format", "parquet")
    assert (code, out) == (2, b"")
    assert "parquet is no format for a terminal; give a file with --out FILE" in err


def test_a_store_is_read_with_its_links(run, tmp_path):
    meetings = [meeting_of(["a1", "a2"])]
    records = [record_with(ACTORS, meetings, number=number, source=f"{number}.txt") for number in (1, 2)]
    with Store.open(tmp_path / "x.db") as store:
        keep_records(store, records)
        for subject, part, linked in (("event", "m1", "E1"), ("actor", "a1", "A1"), ("actor", "a2", "A2")):
            rows = [(subject, f"{record.article.id}:{part}", linked) for record in records]
            store.connection.executemany("INSERT INTO link_ids (subject, key, id) VALUES (?, ?, ?)", rows)
    code, out, _ = run("x.db", "--format", "csv")
    assert code == 0
    assert out.count(b",E1,") == 2
    assert run("x.db", "--format", "csv-long")[1].count(b",A2,") == 2


def test_reports_of_one_occasion_are_joined_when_asked(run, tmp_path):
    meetings = [meeting_of(["a1", "a2"], date=DAY, place={"city": "Santiago", "country": "CL"})]
    texts = [record_with(ACTORS, meetings, number=number).model_dump_json() for number in (1, 2)]
    (tmp_path / "x.jsonl").write_text("\n".join(texts), encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(run("x.jsonl", "--format", "csv", "--link")[1].decode())))
    assert len(rows) == 2
    assert rows[0]["event"] == rows[1]["event"] != ""
    assert {row["event"] for row in csv.DictReader(io.StringIO(run("x.jsonl", "--format", "csv")[1].decode()))} == {""}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere.json"], "nowhere.json can't be read: No such file or directory"),
        (["bad.json"], "bad.json is not JSON in line 1"),
        (["latin.json"], "latin.json is not UTF-8 at byte 2"),
        (["records.jsonl", "--all", "--status", "held"], "--all and --status contradict each other"),
        (["records.jsonl", "--format", "table", "--out", "x"], "a table is for the terminal"),
        (["records.jsonl", "--out", "nowhere/x"], "nowhere/x can't be written"),
        (["records.jsonl", "--out", "./records.jsonl"], "--out would overwrite records.jsonl"),
    ],
)
def test_wrong_usage_is_one_line_and_writes_nothing(arguments, complaint, source, run, tmp_path):
    (tmp_path / "bad.json").write_text("hello", encoding="utf-8")
    (tmp_path / "latin.json").write_bytes(b'["\xe9"]')
    before = {path.name for path in tmp_path.iterdir()}
    code, out, err = run(*arguments)
    assert (code, out) == (2, b"")
    assert complaint in err
    assert err.startswith("llmextract: error: ")
    assert err.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} == before
    del source


def test_a_failed_export_leaves_the_older_file(source, run, tmp_path, monkeypatch):
    (tmp_path / "x.csv").write_text("older", encoding="utf-8")

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("llmextract.export.csv_files._meeting_row", fail)
    code, _, err = run(source, "--format", "csv", "--out", "x.csv")
    assert code == 2
    assert "x.csv can't be written: No space left on device" in err
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == "older"
    assert not list(tmp_path.glob(".x.csv*"))


def test_help_names_every_format(run):
    code, out, _ = run("--help")
    assert code == 0
    lines = out.decode().splitlines()
    for name, form in FORMATS.items():
        assert any(line.split() == [name, *form.about.split()] for line in lines), name
