"""Running a model: a very small one, really run by the runtime; and once, when asked for, the real one."""

from __future__ import annotations

import builtins
import concurrent.futures
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

from llmextract.errors import ConfigurationError, ModelFileError, RuntimeUnavailableError
from llmextract.llm.embedded import catalog, server, store
from tests import embedded_support as support


@pytest.fixture
def gguf(tmp_path):
    return support.write_tiny_gguf(tmp_path / "tiny.gguf")


@pytest.fixture(autouse=True)
def stopped():
    yield
    server.stop_all()


def request(running, path, *, key=None, body=None, headers=None):
    """Status, headers and text of one answer."""
    asked = urllib.request.Request(  # noqa: S310 - a loopback address
        running.base_url.removesuffix("/v1") + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {key or running.api_key}",
            **(headers or {}),
        },
    )
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


QUESTION = {"messages": [{"role": "user", "content": "Hi"}], "max_tokens": 4, "temperature": 0}


def test_model_answers_at_a_loopback_address_under_its_own_name(gguf):
    running = server.embedded_server(gguf, context=512, threads=1)
    assert running.base_url.startswith("http://127.0.0.1:")
    assert running.base_url.endswith("/v1")
    assert running.runtime.startswith("xllamacpp ")
    assert (running.model, running.path, running.context, running.threads) == ("tiny", gguf, 512, 1)

    status, _, text = request(running, "/v1/chat/completions", body=QUESTION)
    answer = json.loads(text)
    assert status == 200
    assert answer["model"] == "tiny"
    assert answer["usage"]["completion_tokens"] == 4
    assert str(gguf) not in text
    status, _, text = request(running, "/v1/models")
    assert [model["id"] for model in json.loads(text)["data"]] == ["tiny"]


def test_nobody_gets_in_without_the_key_and_no_web_page_may_ask(gguf):
    running = server.embedded_server(gguf, context=512, threads=1)
    assert len(running.api_key) >= 32
    assert request(running, "/v1/chat/completions", key="wrong", body=QUESTION)[0] == 401
    status, headers, _ = request(running, "/v1/models", headers={"Origin": "https://page.example"})
    assert status == 200
    assert headers["Access-Control-Allow-Origin"] == ""
    assert request(running, "/slots")[0] == 501
    assert request(running, "/metrics")[0] == 501
    assert request(running, "/")[0] == 404


def test_one_model_is_loaded_once_whoever_asks(gguf):
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        servers = list(pool.map(lambda _: server.embedded_server(f"local/{gguf}", context=512, threads=1), range(4)))
    assert len({id(one) for one in servers}) == 1
    assert server.embedded_server(gguf, context=256, threads=1) is not servers[0]


def test_stopped_server_is_gone_and_the_next_call_starts_another(gguf):
    first = server.embedded_server(gguf, context=512, threads=1)
    first.stop()
    first.stop()
    assert not first.running
    with pytest.raises(urllib.error.URLError):
        request(first, "/health")
    second = server.embedded_server(gguf, context=512, threads=1)
    assert second is not first
    assert request(second, "/health")[0] == 200
    assert second.api_key != first.api_key


def test_signal_handlers_stay_pythons_also_from_another_thread(gguf):
    get = ctypes.pythonapi.PyOS_getsig
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.c_int]
    before = get(signal.SIGINT), get(signal.SIGTERM)
    thread = threading.Thread(target=server.embedded_server, args=(gguf,), kwargs={"context": 512, "threads": 1})
    thread.start()
    thread.join()
    assert (get(signal.SIGINT), get(signal.SIGTERM)) == before


def test_chosen_address_and_key_are_used(gguf):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        with pytest.raises(RuntimeUnavailableError, match=f"can't listen at 127.0.0.1:{port}"):
            server.embedded_server(gguf, context=512, threads=1, port=port)
    running = server.embedded_server(gguf, context=512, threads=1, port=port, api_key="chosen")
    assert running.base_url == f"http://127.0.0.1:{port}/v1"
    assert request(running, "/v1/models", key="chosen")[0] == 200


@pytest.mark.parametrize("cut", [2000, 60_000])
def test_damaged_own_file_is_refused_and_the_process_goes_on(gguf, cut):
    whole = gguf.read_bytes()
    gguf.write_bytes(whole[:cut])
    with pytest.raises(ModelFileError, match="the runtime can't load"):
        server.embedded_server(gguf, context=512, threads=1)
    gguf.write_bytes(whole)
    assert request(server.embedded_server(gguf, context=512, threads=1), "/health")[0] == 200


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A fetched model of a catalog of its own, which the runtime can't load."""
    monkeypatch.setenv("LLMEXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    data = support.write_tiny_gguf(tmp_path / "whole.gguf").read_bytes()[:60_000]
    model = support.carried_model(tmp_path / "links", data, part_size=60_000)
    monkeypatch.setattr(catalog, "CATALOG_FILE", support.write_catalog(tmp_path / "catalog.toml", model))
    store.model_path(model).parent.mkdir(parents=True)
    store.model_path(model).write_bytes(data)
    return model


@pytest.mark.usefixtures("toy")
def test_verified_file_that_does_not_load_is_the_runtimes_fault():
    with pytest.raises(RuntimeUnavailableError, match="the runtime can't start the model toy"):
        server.embedded_server("toy", context=512, threads=1)


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize("context", [255, 2049])
def test_context_out_of_range_is_refused(context):
    with pytest.raises(ConfigurationError, match="out of range") as caught:
        server.embedded_server("local/toy", context=context)
    assert "from 256 to 2048" in caught.value.hint


def test_settings_of_an_own_file_are_checked_too(gguf):
    with pytest.raises(ConfigurationError, match="context of 1 tokens"):
        server.embedded_server(gguf, context=1)
    with pytest.raises(ConfigurationError, match="0 threads"):
        server.embedded_server(gguf, threads=0)


def test_what_is_not_given_is_chosen_and_what_is_given_is_done(gguf):
    running = server.embedded_server(gguf)
    assert (running.context, running.parallel, running.choices.batch) == (8192, 1, 512)
    server.stop_all()
    asked = {"batch": 32, "flash_attention": True, "kv_type": "f16", "repack": False, "parallel": 2}
    running = server.embedded_server(gguf, context=512, threads=1, **asked)
    assert {name: getattr(running.choices, name) for name in asked} == asked
    assert server.embedded_server(gguf, context=512, threads=1, **asked) is running
    assert server.embedded_server(gguf, context=512, threads=1) is not running
    _, _, text = request(running, "/v1/chat/completions", body={**QUESTION, "id_slot": 1})
    assert json.loads(text)["usage"]["completion_tokens"] == 4
    plain = server.embedded_server(gguf, context=512, threads=1, flash_attention=False)
    assert request(plain, "/v1/chat/completions", body=QUESTION)[0] == 200


def test_numbers_that_a_model_can_not_have_are_named(gguf):
    with pytest.raises(
        RuntimeUnavailableError, match="can't start the model tiny with keys and values in q8_0"
    ) as caught:
        server.embedded_server(gguf, context=512, threads=1, kv_type="q8_0")  # 32 numbers a block, and a head has 8
    assert "embedded_kv_type" in caught.value.hint


def test_each_of_several_questions_at_a_time_has_the_whole_context(gguf):
    running = server.embedded_server(gguf, context=512, threads=1, parallel=3)
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        asked = [{**QUESTION, "messages": [{"role": "user", "content": letter * 440}]} for letter in "abc"]
        answers = list(pool.map(lambda body: request(running, "/v1/chat/completions", body=body), asked))
    assert [status for status, *_ in answers] == [200] * 3
    longer = {**QUESTION, "messages": [{"role": "user", "content": "d" * 520}]}
    status, _, text = request(running, "/v1/chat/completions", body=longer)
    assert status == 400
    assert "context" in text


def test_too_little_memory_is_noticed_before_loading(gguf, monkeypatch):
    monkeypatch.setattr(server, "available_memory", lambda: 500_000_000)
    with pytest.raises(RuntimeUnavailableError, match=r"about 0\.6 GB are needed, 0\.5 GB are available"):
        server.embedded_server(gguf, context=512)


def test_processor_without_the_needed_instructions_is_noticed_before_loading(gguf, monkeypatch):
    monkeypatch.setattr(server, "missing_instructions", lambda: ["avx2"])
    with pytest.raises(RuntimeUnavailableError, match=r"lacks instructions .* \(avx2\)"):
        server.embedded_server(gguf, context=512)


def test_missing_runtime_says_how_to_install_it(gguf, monkeypatch):
    def refuse(name, *rest, **more):
        if name == "xllamacpp":
            raise ImportError("No module named 'xllamacpp'")
        return real(name, *rest, **more)

    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(RuntimeUnavailableError, match="No module named 'xllamacpp'") as caught:
        server.embedded_server(gguf, context=512)
    assert "pip install xllamacpp" in caught.value.hint


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    return subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False, env=environment
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_forked_child_uses_its_parents_server_and_can_not_stop_it(gguf):
    done = run_python(
        "import multiprocessing, os, urllib.request\n"
        "from llmextract.llm.embedded.server import embedded_server\n"
        f"running = embedded_server({str(gguf)!r}, context=512, threads=1)\n"
        "def ask():\n"
        f"    again = embedded_server({str(gguf)!r}, context=512, threads=1)\n"
        "    assert again is running\n"
        "    again.stop()\n"
        "    address = running.base_url.removesuffix('/v1') + '/health'\n"
        "    print(urllib.request.urlopen(address).status, os.environ['OMP_WAIT_POLICY'], flush=True)\n"
        "child = multiprocessing.get_context('fork').Process(target=ask)\n"
        "child.start(); child.join(20); print(child.exitcode, flush=True); ask()\n"
    )
    assert done.stdout.split()[:3] == ["200", "passive", "0"], done.stderr
    assert "urlopen error" in done.stderr  # here, in the process that owns it, it could be stopped


def test_process_with_a_running_server_ends_by_itself(gguf):
    done = run_python(
        "from llmextract.llm.embedded.server import embedded_server\n"
        f"print(embedded_server({str(gguf)!r}, context=512, threads=1).running)"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


def test_server_stopped_as_soon_as_it_is_started_does_not_hang(gguf):
    code = (
        "from llmextract.llm.embedded.server import embedded_server\n"
        f"for _ in range(15): embedded_server({str(gguf)!r}, context=256, threads=1).stop()"
    )
    assert run_python(code).returncode == 0


def test_importing_the_server_loads_no_runtime():
    done = run_python("import sys, llmextract.llm.embedded.server as s; print('xllamacpp' in sys.modules)")
    assert done.stdout.split() == ["False"]


@pytest.mark.embedded
def test_real_model_answers_a_short_question():
    entry = catalog.find_model()
    if not store.model_path(entry).exists():
        pytest.skip(f"not fetched: {store.model_path(entry)}")
    running = server.embedded_server()
    question = {
        "messages": [{"role": "user", "content": "What is the capital of France? Answer with the city's name only."}],
        "max_tokens": 8,
        "temperature": 0,
    }
    status, _, text = request(running, "/v1/chat/completions", body=question)
    answer = json.loads(text)
    assert status == 200
    assert answer["model"] == entry.name
    assert "Paris" in answer["choices"][0]["message"]["content"]
