"""The embedded model when things go wrong: killed processes, swapped files, no memory, no disk."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from llmextract.cli.app import run
from llmextract.errors import ModelFileError
from llmextract.llm.embedded import catalog, fetch, server, store
from tests import embedded_support as support

TEXT = "President Mira Dolen met Prime Minister Tomas Arlett in Estrada on Tuesday, her office said.\n"
SERVING = """
import sys, time
from llmextract.llm.embedded.server import embedded_server
print(embedded_server(sys.argv[1], context=512, threads=1).base_url, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def stopped():
    yield
    server.stop_all()


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A small model that is fetched and runs, in a catalog and a cache of its own."""
    model = support.offer_toy_model(tmp_path, monkeypatch)
    path = store.model_path(model)
    path.parent.mkdir(parents=True)
    path.write_bytes((tmp_path / "whole.gguf").read_bytes())
    monkeypatch.chdir(tmp_path)
    for variable in ("MODEL", "BASE_URL", "API_KEY_ENV"):
        monkeypatch.delenv(f"LLMEXTRACT_{variable}", raising=False)
    monkeypatch.setenv("LLMEXTRACT_CONTEXT", "1024")
    return model


@contextlib.contextmanager
def serving(gguf):
    """Run the model in another process; yield the process and the server's port."""
    with subprocess.Popen(  # noqa: S603 - this Python
        [sys.executable, "-c", SERVING, str(gguf)], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            yield process, int(process.stdout.readline().rpartition(":")[2].partition("/")[0])
        finally:
            process.kill()


def is_answering(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=30) as answer:
            return answer.status == 200
    except urllib.error.URLError:
        return False


def processes_of(group):
    """Return the processes of a process group, as Linux tells."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = path.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found.append(path.parent.name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux")
def test_the_model_runs_in_its_process_and_is_gone_when_that_is_killed(tmp_path):
    gguf = support.write_tiny_gguf(tmp_path / "tiny.gguf")
    with serving(gguf) as (process, port):
        assert is_answering(port)
        assert processes_of(process.pid) == [str(process.pid)]  # threads, and no process beside it
        mapped = Path(f"/proc/{process.pid}/maps").read_text()
        assert str(gguf) in mapped
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=20) == -signal.SIGKILL
        assert processes_of(process.pid) == []
        assert not is_answering(port)
        with socket.socket() as probe:  # the port is free again
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux")
def test_a_model_whose_processes_parent_was_killed_ends_with_its_own_process(tmp_path):
    gguf = support.write_tiny_gguf(tmp_path / "tiny.gguf")
    parent = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1], sys.argv[2]])"
    with subprocess.Popen(  # noqa: S603 - this Python
        [sys.executable, "-c", parent, SERVING.replace("sleep(60)", "sleep(3)"), str(gguf)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        port = int(process.stdout.readline().rpartition(":")[2].partition("/")[0])
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=20)
        until = time.monotonic() + 20
        while processes_of(process.pid) and time.monotonic() < until:
            time.sleep(0.1)
        assert processes_of(process.pid) == []  # it ended by itself: nothing keeps a model alive but its own process
        assert not is_answering(port)


def test_a_model_file_that_was_swapped_is_noticed_at_the_next_start(toy):
    assert server.embedded_server("toy", context=512, threads=1).running
    server.stop_all()
    path = store.model_path(toy)
    other = bytearray(path.read_bytes())
    other[-1] ^= 1  # a model as well, of the same size, with one weight changed
    swapped = path.with_name("other.gguf")
    swapped.write_bytes(other)
    os.utime(swapped, ns=(1, path.stat().st_mtime_ns + 1))
    swapped.replace(path)
    with pytest.raises(ModelFileError, match="has the wrong SHA-256") as caught:
        server.embedded_server("toy", context=512, threads=1)
    assert "model fetch toy --force" in caught.value.hint
    assert fetch.fetch_model("toy", force=True) == path
    assert server.embedded_server("toy", context=512, threads=1).running


def extract(tmp_path, capsys):
    (tmp_path / "story.txt").write_text(TEXT)
    code = run(["extract", "--model", "local/toy", "--published", "2031-05-14", str(tmp_path / "story.txt")])
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err, shown.err
    return code, shown.out, shown.err


@pytest.mark.usefixtures("toy")
def test_a_swapped_file_ends_an_extraction_before_the_model_is_loaded(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(server, "import_runtime", lambda: pytest.fail("the runtime was loaded"))
    path = store.model_path(catalog.find_model("toy"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    code, out, err = extract(tmp_path, capsys)
    assert (code, out) == (1, ""), err
    assert "wrong SHA-256" in err


@pytest.mark.usefixtures("toy")
def test_low_memory_ends_an_extraction_with_a_clear_error_before_the_model_is_loaded(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(server, "available_memory", lambda: 400_000_000)
    monkeypatch.setattr(server, "import_runtime", lambda: pytest.fail("the runtime was loaded"))
    code, out, err = extract(tmp_path, capsys)
    assert (code, out) == (1, ""), err
    assert "not enough memory for the model toy" in err
    assert "0.4 GB are available" in " ".join(err.split())


def test_a_full_disk_ends_an_extraction_with_a_clear_error_before_anything_is_fetched(
    toy, tmp_path, capsys, monkeypatch
):
    store.model_path(toy).unlink()
    shutil.rmtree(tmp_path / "links")
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    code, out, err = extract(tmp_path, capsys)
    assert (code, out) == (1, ""), err
    assert "not enough disk space for the model toy" in " ".join(err.split())


def test_a_cache_that_can_not_be_written_for_lack_of_space_does_not_stop_a_model_that_is_there(
    toy, tmp_path, monkeypatch
):
    def full(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert server.embedded_server("toy", context=512, threads=1).running
    assert not store.is_verified(store.model_path(toy), toy.sha256)
    assert (tmp_path / "cache").is_dir()
