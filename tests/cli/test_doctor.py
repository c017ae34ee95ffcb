"""``llmextract doctor``, with real endpoints on the loopback interface and a real, very small model file."""

import builtins
import socket

import pytest

from llmextract.cli.app import run
from llmextract.llm.embedded import machine
from llmextract.llm.embedded import server as embedded
from llmextract.llm.embedded.runtime import import_runtime
from tests.embedded_support import write_tiny_gguf


def doctor(capsys, *arguments):
    """Exit code, and what was found, by what was looked at."""
    code = run(["doctor", *arguments])
    out, err = capsys.readouterr()
    assert err == ""
    findings = {}
    for line in out.splitlines():
        state, subject, found = line.split(maxsplit=2)
        assert state in {"ok", "MISSING"}
        findings[subject] = (state == "ok", found)
    assert code == (0 if all(well for well, _ in findings.values()) else 1)
    return code, findings


def test_model_that_is_not_fetched_is_missing(capsys):
    code, found = doctor(capsys)
    assert code == 1
    assert found["settings"] == (True, "all defaults")
    assert found["runtime"][1].startswith("xllamacpp ")
    assert found["file"] == (
        False,
        "the model qwen2.5-coder-1.5b is not fetched yet; run: llmextract model fetch qwen2.5-coder-1.5b",
    )
    assert "machine" not in found


def test_model_file_that_can_run_is_well(tmp_path, capsys):
    path = write_tiny_gguf(tmp_path / "tiny.gguf")
    code, found = doctor(capsys, "--model", f"local/{path}")
    assert code == 0
    assert found["file"] == (True, str(path))
    assert found["machine"][0]


def test_choices_follow_the_settings(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LLMEXTRACT_THREADS", "3")
    monkeypatch.setenv("LLMEXTRACT_EMBEDDED_PARALLEL", "2")
    monkeypatch.setenv("LLMEXTRACT_EMBEDDED_REPACK", "no")
    _, found = doctor(capsys, "--model", f"local/{write_tiny_gguf(tmp_path / 'tiny.gguf')}")
    assert "embedded_parallel = 2, embedded_repack = False" in found["settings"][1]
    assert found["choices"][1] == (
        "3 threads, 8192 tokens of context (f16), 128 tokens a pass, flash attention as the runtime decides, "
        "2 questions at a time, weights as in the file"
    )


@pytest.mark.parametrize(
    ("built", "said"),
    [
        ("CPU : AVX2 = 1 | REPACK = 1 | ", "this processor has avx512_vnni, the installed runtime not: a build of"),
        ("CPU : AVX2 = 1 | AVX512_VNNI = 1 | ", "the runtime is built for this processor (avx512_vnni)"),
    ],
)
def test_a_faster_build_is_named_until_it_is_there(built, said, tmp_path, monkeypatch, capsys):
    (tmp_path / "cpuinfo").write_text("flags\t\t: fpu avx2 fma f16c bmi2 avx512_vnni\n")
    monkeypatch.setattr(machine, "_PROC", tmp_path)
    monkeypatch.setattr(import_runtime(), "get_system_info", lambda: built)
    _, found = doctor(capsys)
    assert found["speed"][0]
    assert found["speed"][1].startswith(said)
    assert ("docs/speed.md" in found["speed"][1]) is ("AVX512" not in built)


def test_nothing_is_said_of_a_build_where_none_would_be_faster(tmp_path, monkeypatch, capsys):
    (tmp_path / "cpuinfo").write_text("flags\t\t: fpu avx2 fma f16c bmi2\n")
    monkeypatch.setattr(machine, "_PROC", tmp_path)
    assert "speed" not in doctor(capsys)[1]


def test_machine_with_too_little_memory_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(embedded, "available_memory", lambda: 1_000_000)
    code, found = doctor(capsys, "--model", f"local/{write_tiny_gguf(tmp_path / 'tiny.gguf')}")
    assert code == 1
    assert found["file"][0]
    assert not found["machine"][0]
    assert "not enough memory for the model tiny" in found["machine"][1]


def test_missing_runtime_is_named(monkeypatch, capsys):
    real = builtins.__import__

    def refuse(name, *rest):
        if name == "xllamacpp":
            raise ImportError("no such library")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    code, found = doctor(capsys)
    assert code == 1
    assert not found["runtime"][0]
    assert "pip install xllamacpp" in found["runtime"][1]


def test_wrong_settings_are_named(monkeypatch, capsys):
    monkeypatch.setenv("LLMEXTRACT_COLOUR", "red")
    code, found = doctor(capsys)
    assert code == 1
    assert "unknown setting 'colour'" in found["settings"][1]
    assert "model" not in found


def test_endpoint_that_has_the_model_is_well(server, monkeypatch, capsys):
    monkeypatch.setenv("LLMEXTRACT_API_KEY", "sk-secret-secret")
    address = server.url.replace("//", "//user:hidden@")
    code, found = doctor(capsys, "--base-url", address, "--model", "m")
    assert code == 0
    assert found["settings"][1] == f"base_url = {server.url}, model = m"
    assert found["model"] == (True, f"m at {server.url}")
    assert found["key"] == (True, "from LLMEXTRACT_API_KEY")
    assert found["endpoint"] == (True, "answers, and has the model")
    assert "secret-secret" not in str(found)
    assert "hidden" not in str(found)
    assert doctor(capsys, "--base-url", server.url, "--model", "other")[0] == 0


@pytest.mark.parametrize(
    ("models", "well", "message"),
    [
        ((200, {"data": [{"id": "a"}, {"id": "b\x1b"}]}), False, "has no model m; it lists a, b"),
        ((200, {"data": []}), False, "has no model m; it lists none"),
        ((404, "not found"), True, "does not list its models"),
        ((200, "<html>"), True, "does not list its models"),
        ((500, "broken"), False, "fails (HTTP 500)"),
        ((401, "who are you"), False, "wants a key (HTTP 401); check the environment variable LLMEXTRACT_API_KEY"),
    ],
)
def test_what_an_endpoint_answers_is_judged(models, well, message, server, capsys):
    server.models = models
    _, found = doctor(capsys, "--base-url", server.url, "--model", "m")
    assert found["key"] == (True, "none (not every server wants one)")
    assert found["endpoint"][0] is well
    assert message in found["endpoint"][1]
    assert "\x1b" not in found["endpoint"][1]


def test_refused_key_is_named_by_its_variable(server, monkeypatch, capsys):
    monkeypatch.setenv("WORK_KEY", "sk-wrong")
    server.models = (403, "")
    _, found = doctor(capsys, "--base-url", server.url, "--model", "m", "--api-key-env", "WORK_KEY")
    assert found["endpoint"] == (False, "refuses the key (HTTP 403); check the environment variable WORK_KEY")


def test_key_that_can_not_be_one_is_named(server, monkeypatch, capsys):
    monkeypatch.setenv("LLMEXTRACT_API_KEY", "schlüssel")
    code, found = doctor(capsys, "--base-url", server.url, "--model", "m")
    assert (code, found["key"][1]) == (
        1,
        "holds a letter that no key has; check the environment variable LLMEXTRACT_API_KEY",
    )


def test_endpoint_that_does_not_answer_is_named(capsys):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
    code, found = doctor(capsys, "--base-url", address, "--model", "m")
    assert code == 1
    assert f"nothing answers at {address}" in found["endpoint"][1]
