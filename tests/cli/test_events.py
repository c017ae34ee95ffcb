"""``llmextract events``: list, explain, merge, split."""

import json

import pytest
import typer

from llmextract.cli import events as command
from llmextract.corpus.store import Store
from llmextract.errors import ConfigurationError
from tests.chat_server import completion
from tests.corpus.linking.stored_records import keep_records
from tests.corpus.linking.support import NOVAK, ORTEGA, actor, meeting, record

PAIR = [NOVAK, ORTEGA]
RECORDS = [
    record("1", PAIR, meeting(1, 2, date="2031-03-06", city="Santiago", topics={"herring": "economy"})),
    record(
        "2",
        [actor("Ada Novák"), ORTEGA],
        meeting(1, 2, date="2031-03-07", sources={"the Trade Ministry": "denies"}, status="denied"),
        published="2031-03-07",
    ),
    record("3", [NOVAK, actor("Rui Pelagos")], meeting(1, date="2031-03-06", format="unknown")),
]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "meetings.db"
    with Store.open(path) as store:
        keep_records(store, RECORDS)
    return str(path)


@pytest.fixture
def run(capsys):
    app = typer.Typer()
    app.add_typer(command.app)

    @app.command()
    def other():
        pass

    def run(*arguments):
        try:
            app(args=["events", *arguments])
        except SystemExit as end:
            code = end.code
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


def listed(run, path, *more):
    code, out, _ = run("--store", path, "--no-model", *more)
    assert code == 0
    return json.loads(out)


def test_events_as_json(run, path):
    found = listed(run, path)
    assert sorted(len(event["reports"]) for event in found["events"]) == [1, 2]
    assert {each["name"] for each in found["actors"]} == {"Ada Novak", "Juan Ortega", "Rui Pelagos"}
    code, out, _ = run("--store", path, "--no-model", "--format", "jsonl")
    assert code == 0
    assert [json.loads(line) for line in out.splitlines()] == found["events"]


def test_events_as_a_table(run, path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    code, out, _ = run("--store", path, "--no-model", "--format", "table")
    assert code == 0
    assert "Juan Ortega, president, CL" in " ".join(out.split())
    assert "held, contested" in out


def test_an_empty_store(run, tmp_path):
    with Store.open(tmp_path / "empty.db"):
        pass
    code, out, _ = run("--store", str(tmp_path / "empty.db"), "--no-model", "--format", "table")
    assert (code, out) == (0, "no meeting is reported\n")
    assert listed(run, str(tmp_path / "empty.db")) == {"events": [], "actors": []}


def test_one_event_is_explained(run, path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    event = max(listed(run, path)["events"], key=lambda each: len(each["reports"]))
    code, out, _ = run("--store", path, "--no-model", "--event", event["id"], "--format", "table")
    assert code == 0
    for told in (
        "denied by the Trade Ministry",
        "date 2031-03-06: The 1",
        "date 2031-03-07: The 2",
        "by rules: ",
        "next-day +0.15",
        "2031-03-06: held (1)",
        "left apart",
        "herring [economy]",
    ):
        assert told in out
    code, out, _ = run("--store", path, "--no-model", "--event", event["id"])
    assert json.loads(out) == event


def test_a_merge_and_a_split_are_remembered(run, path):
    ids = [event["id"] for event in listed(run, path)["events"]]
    code, out, err = run("merge", *ids, "--store", path)
    assert (code, out) == (0, "")
    assert "are one event from now on" in err
    (event,) = listed(run, path)["events"]
    assert len(event["reports"]) == 3
    code, _, err = run("split", event["id"], event["reports"][0]["key"], "--store", path)
    assert code == 0
    assert "will be kept out" in err
    assert sorted(len(each["reports"]) for each in listed(run, path)["events"]) == [1, 2]


def test_what_does_not_exist_is_named(run, path):
    found = listed(run, path)
    with pytest.raises(ConfigurationError, match="there is no event E123"):
        run("--store", path, "--no-model", "--event", "E123")
    with pytest.raises(ConfigurationError, match="there is no event E123"):
        run("split", "E123", "a:m1", "--store", path)
    with pytest.raises(ConfigurationError, match="can't be made one"):
        run("merge", found["events"][0]["id"], found["actors"][0]["id"], "--store", path)
    with pytest.raises(ConfigurationError, match="there is no store"):
        run("--store", f"{path}.none", "--no-model")
    code, _, err = run("--no-model")
    assert code == 2
    assert "--store" in err


def test_the_model_is_asked_where_the_rules_leave_doubt(run, path, endpoint):
    endpoint.answer = lambda _: (200, completion(json.dumps({"reason": "the same day", "verdict": "same"})))
    code, out, err = run("--store", path)
    assert (code, err) == (0, "")
    (event,) = json.loads(out)["events"]
    assert len(event["reports"]) == 3
    assert {link["decided_by"] for link in event["links"]} == {"rules", "model"}
    asked = len(endpoint.requests)
    assert asked
    run("--store", path)
    assert len(endpoint.requests) == asked


def test_a_model_that_fails_is_told_of(run, path, endpoint):
    endpoint.refuse(401, "no key")
    code, out, err = run("--store", path)
    assert code == 0
    assert len(json.loads(out)["events"]) == 2
    assert "the model could not be asked" in err


def test_the_alias_file(run, path, tmp_path):
    aliases = tmp_path / "aliases.toml"
    aliases.write_text('[[actor]]\nname = "Juan Ortega"\naliases = ["Rui Pelagos"]\n', encoding="utf-8")
    assert len(listed(run, path, "--aliases", str(aliases))["actors"]) == 2
