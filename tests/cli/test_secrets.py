"""A marked key is given to every command that takes one, and looked for in everything that they write."""

import base64
import json
import logging
import pickle
import sys
import urllib.parse

import pytest
import typer

from llmextract.articles.reading import article_from_text
from llmextract.cli.app import run
from llmextract.cli.batch import batch
from llmextract.cli.export import export
from llmextract.cli.failures import failures
from llmextract.cli.report import report
from llmextract.extraction.extractor import Extractor

KEY = "sk-MARKED0123456789abcdefMARKED"
FORMS = (
    KEY,
    KEY[:-4],
    KEY[11:],
    base64.b64encode(KEY.encode()).decode().rstrip("="),
    urllib.parse.quote(KEY, safe=""),
    KEY.encode().hex(),
)
LIBRARIES = ("openai", "instructor", "httpx2", "httpcore2", "asyncio", "llmextract")


def command(function, *arguments):
    """Run one command as the program does, whether it has a name there yet or not."""
    app = typer.Typer()
    app.command()(function)
    try:
        app(args=[str(argument) for argument in arguments])
    except SystemExit as end:
        return end.code
    return 0


def findings(folder, *texts):
    """Return where a form of the key stands."""
    found = [f"text {number}" for number, text in enumerate(texts) for form in FORMS if form in text]
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found += [str(path) for form in FORMS if form.encode() in data or form.encode("utf-16-le") in data]
    return found


@pytest.fixture
def log(caplog):
    """All that any library says, down to the finest detail."""
    caplog.set_level(logging.DEBUG)
    for name in LIBRARIES:
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


@pytest.fixture
def keyed(endpoint, monkeypatch):
    monkeypatch.setenv("LLMEXTRACT_API_KEY", KEY)
    monkeypatch.setenv("LLMEXTRACT_MAX_RETRIES", "0")
    return endpoint


def echo(status, *more):
    """Have a server say the key in every way that servers do."""
    text = f"Incorrect API key provided: {KEY}. Bearer {KEY} <b>{KEY}</b> {' '.join(more)}"
    return lambda _body: (status, {"error": {"message": text, "code": KEY, "param": [KEY]}})


def test_the_search_finds_what_it_looks_for(tmp_path):
    (tmp_path / "leak").write_bytes(b"\x00" + KEY.encode("utf-16-le"))
    assert findings(tmp_path, f"key={KEY}", base64.b64encode(KEY.encode()).decode())


def test_a_key_stands_in_nothing_that_the_commands_write(keyed, story, tmp_path, capsys, log):
    work = tmp_path / "work"
    answers = [
        keyed.answer,
        echo(401),
        echo(403),
        echo(500),
        echo(429),
        lambda _: (200, {"error": {"message": f"no {KEY}", "code": 401}}),
        lambda _: (200, f"<html>{KEY}</html>"),
        lambda _: (200, f'{{"broken": "{KEY}'),
        lambda _: (400, f"{KEY[:10]}<i></i>{KEY[10:]} and {KEY}"),
    ]
    for number, answer in enumerate(answers):
        keyed.answer = answer
        code = run(["extract", story, "--debug", "--format", "json"])
        assert code == (0 if number == 0 else 1)
        command(batch, story, "--store", work / f"store{number}.sqlite")
    assert any(headers.get("authorization") == f"Bearer {KEY}" for headers, _ in keyed.requests)
    assert run(["doctor"]) in {0, 1}
    assert command(failures, "--store", work / "store1.sqlite", "--format", "jsonl") == 0
    for format_ in ("json", "csv", "ftm"):
        command(export, work / "store0.sqlite", "--format", format_, "--out", work / f"out.{format_}")
    assert command(report, work / "store0.sqlite", "--out", work / "report.html") == 0
    written = {path.name for path in work.iterdir()}
    assert {"store0.sqlite", "store1.sqlite", "out.json", "report.html"} <= written
    out, err = capsys.readouterr()
    assert "refuses the key" in err
    assert len(log.records) > 100
    assert findings(tmp_path, out, err, log.text, *(repr(record.args) for record in log.records)) == []


def test_a_key_stands_in_no_error_and_no_description(keyed):
    keyed.answer = echo(401)
    extractor = Extractor()
    (outcome,) = extractor.extract_many([article_from_text("Ada Novak met Juan Ortega on Monday.")])
    texts = []
    error = outcome.error
    while error is not None:
        texts += [str(error), repr(error), repr(vars(error))]
        error = error.__cause__ or error.__context__
    texts += [repr(each) for each in (extractor.settings, extractor.language_model, outcome, vars(extractor))]
    extractor.close()
    assert "refuses the key" in texts[0]
    for text in texts:
        assert not any(form in text for form in FORMS)


@pytest.mark.usefixtures("endpoint")
def test_a_key_that_can_not_be_one_is_not_shown(story, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LLMEXTRACT_API_KEY", f"“{KEY}”")
    assert run(["extract", story]) == 2
    (tmp_path / "key").write_text(f"{KEY}\n{KEY}", encoding="utf-8")
    (tmp_path / "key").chmod(0o600)
    monkeypatch.setenv("LLMEXTRACT_API_KEY_FILE", str(tmp_path / "key"))
    assert run(["extract", story]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 2
    assert not any(form in err for form in FORMS)


class Watch:
    """Notes whom this process talks to, by the interpreter's own audit events (PEP 578)."""

    def __init__(self):
        self.on, self.seen = False, []
        sys.addaudithook(self._event)  # there is no way to take it away again

    def _event(self, name, arguments):
        if self.on and name in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
            self.seen.append(arguments[1])
        elif self.on and name in {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}:
            self.seen.append(arguments[:2] if name == "socket.getaddrinfo" else arguments)
        elif self.on and name in {"subprocess.Popen", "os.system", "webbrowser.open", "urllib.Request"}:
            self.seen.append((name, arguments[0]))


@pytest.fixture(scope="module")
def watch():
    return Watch()


@pytest.mark.usefixtures("capsys")
def test_articles_go_to_the_endpoint_and_nothing_else_is_contacted(keyed, story, tmp_path, watch):
    store = tmp_path / "work" / "store.sqlite"
    watch.on = True
    try:
        assert run(["extract", story, "--format", "json"]) == 0
        assert command(batch, story, "--store", store) == 0
        assert command(export, store, "--format", "csv", "--out", tmp_path / "out.csv") == 0
        assert command(report, store, "--out", tmp_path / "report.html") == 0
    finally:
        watch.on = False
    port = int(keyed.url.split(":")[2].split("/")[0])
    assert watch.seen
    assert {str(each[0]) for each in watch.seen} <= {"127.0.0.1", "b'127.0.0.1'"}
    assert {each[1] for each in watch.seen} == {port}


def test_a_pickled_extractor_is_the_only_thing_that_carries_the_key(keyed):
    """It has to, or it could not ask from another process; whoever pickles one is told in the documentation."""
    with Extractor() as extractor:
        assert KEY.encode() in pickle.dumps(extractor.language_model)
    assert KEY not in json.dumps([body for _, body in keyed.requests])
