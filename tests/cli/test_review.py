import os
import signal
import subprocess
import sys
import urllib.request

import pytest
import typer

from llmextract.cli.review import review
from llmextract.corpus.store import Store
from llmextract.errors import ConfigurationError
from llmextract.review.decisions import Action, ReviewLog
from tests.export.report.made_records import STORY, story_record
from tests.review.made_store import make_store


@pytest.fixture
def run():
    """Run the command by itself."""
    app = typer.Typer()
    app.command()(review)
    return lambda *words: app([str(word) for word in words], standalone_mode=False)


@pytest.fixture
def store(tmp_path):
    return make_store(tmp_path / "meetings.db", (story_record(), STORY))


def test_gold_is_written_and_named(run, store, tmp_path, capsys):
    with Store.open(store) as opened:
        log = ReviewLog(opened)
        record = story_record().model_copy(update={"meetings": ()})
        log.add(record, Action.COMPLETE, None, author="Ana", after=0)
    assert run("--store", store, "--gold", tmp_path / "gold") == 0
    shown = capsys.readouterr()
    assert shown.out == f"{tmp_path / 'gold' / record.article.id}.json\n"
    assert "1 articles written" in shown.err


def test_a_store_that_is_not_there_is_refused(run, tmp_path):
    with pytest.raises(ConfigurationError, match="no store"):
        run("--store", tmp_path / "none.db")


def test_it_serves_until_it_is_interrupted(store):
    script = "import typer; from llmextract.cli.review import review; typer.run(review)"
    command = [sys.executable, "-c", script, "--store", str(store), "--author", "Ana"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "env": environment}
    with subprocess.Popen(command, **options) as process:  # noqa: S603 - this very program
        url = process.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - the address of this machine
            assert b"Ada Novak" in answer.read()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "stopped; all decisions are in the store" in told


def test_who_lets_others_in_is_warned(run, store, monkeypatch, capsys):
    from llmextract.review.server import ReviewServer

    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(ReviewServer, "serve_forever", interrupted)
    monkeypatch.setattr("getpass.getuser", lambda: (_ for _ in ()).throw(OSError()))
    run("--store", store, "--host", "0.0.0.0")  # noqa: S104 - what is tested
    assert "nothing is encrypted" in capsys.readouterr().err
