"""The recordings themselves: clean, used, readable, and noticed when they no longer fit what is asked."""

import ast
import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vcr.request import Request

from tests import cassette_format, cassettes

ROOT = Path(__file__).parents[1]
RECORDED = sorted(cassettes.FOLDER.glob("*/*.yaml"))
SECRETS_AND_MACHINES = re.compile(
    r"bearer|authorization|\bsk-|api[_-]?key['\":=\s]|cookie|/(?:root|home|Users|tmp|private|work|mnt|var)/|[A-Z]:\\"
    r"|\.gguf|127\.0\.0\.1|localhost|::1|user-agent|x-stainless",
    re.IGNORECASE,
)


def names(path):
    return f"{path.parent.name}/{path.stem}"


def test_there_are_recordings_and_no_other_files():
    assert RECORDED
    assert [path for path in cassettes.FOLDER.rglob("*") if path.is_file() and path not in RECORDED] == []


@pytest.mark.parametrize("path", RECORDED, ids=names)
def test_no_secret_and_no_trace_of_a_machine_is_recorded(path):
    text = path.read_text(encoding="utf-8")
    assert SECRETS_AND_MACHINES.findall(text) == []
    interactions = cassette_format.deserialize(text)["interactions"]
    assert interactions
    for each in interactions:
        assert each["request"]["uri"].startswith(f"{cassettes.REPLAY_URL}/")
        assert set(each["request"]["headers"]) | set(each["response"]["headers"]) == {"content-type"}
        assert "timings" not in json.loads(each["response"]["body"]["string"])


@pytest.mark.parametrize(
    "leak", ["Authorization: Bearer x", "sk-abc", "/home/ada/m.gguf", "http://127.0.0.1:80", "C:\\m"]
)
def test_leaks_would_be_noticed(leak):
    assert SECRETS_AND_MACHINES.search(leak)


def test_every_cassette_belongs_to_one_recorded_test():
    homes = {}
    for module in (ROOT / "tests").rglob("test_*.py"):
        for name in recorded_tests(module):
            homes.setdefault(f"{module.stem}/{name}", []).append(module)
    assert {test: modules for test, modules in homes.items() if len(modules) > 1} == {}
    orphans = [names(path) for path in RECORDED if names(path) not in homes]
    assert orphans == [], "no test replays these: delete them, or give the test back its name"


def recorded_tests(module):
    """Names of the tests of a module that are marked with ``vcr``, each or by ``pytestmark``."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    all_are = any(
        isinstance(node, ast.Assign) and ast.unparse(node) == "pytestmark = pytest.mark.vcr" for node in tree.body
    )
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            marks = [ast.unparse(mark) for mark in node.decorator_list]
            if all_are or any(mark.startswith("pytest.mark.vcr") for mark in marks):
                yield node.name


def test_no_test_reaches_beyond_this_machine():
    with socket.socket() as connection, pytest.raises(RuntimeError, match="Network is disabled"):
        connection.connect(("192.0.2.1", 80))  # an address for documentation (RFC 5737)


# The file format

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXTS, inside, max_size=3),
    max_leaves=8,
)


def cassette(*bodies):
    return {
        "version": 1,
        "interactions": [
            {
                "request": {"method": "POST", "uri": "http://model.invalid/v1", "body": body, "headers": {}},
                "response": {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": body}},
            }
            for body in bodies
        ],
    }


def bodies_of(read):
    return [
        body for each in read["interactions"] for body in (each["request"]["body"], each["response"]["body"]["string"])
    ]


@given(st.lists(st.dictionaries(TEXTS, JSON, max_size=4), min_size=1, max_size=2))
@settings(max_examples=60, deadline=None)
def test_json_bodies_come_back_as_they_were(values):
    written = cassette(*(json.dumps(value) for value in values))
    read = bodies_of(cassette_format.deserialize(cassette_format.serialize(written)))
    assert [json.loads(body) for body in read] == [value for value in values for _ in range(2)]


@pytest.mark.parametrize("body", [None, "", "not JSON", "[1]", b"\xff\xfe"])
def test_other_bodies_come_back_as_they_were(body):
    assert bodies_of(cassette_format.deserialize(cassette_format.serialize(cassette(body)))) == [body, body]


def test_prompts_are_readable_and_written_once():
    example = {"role": "user", "content": "Kalın, görüşmeler için Şam'da.\nSecond line, of the same example." * 5}
    questions = [{"messages": [example, {"role": "user", "content": f"Question {number}"}]} for number in (1, 2)]
    text = cassette_format.serialize(cassette(*(json.dumps(question) for question in questions)))
    assert text.count("Second line, of the same example.Kalın, görüşmeler için Şam'da.\n") == 4
    assert "content: |-" in text


# What is kept, and what counts as the same request


def request(body, uri="http://model.invalid/v1/chat/completions"):
    return Request("POST", uri, body, {"content-type": "application/json"})


def test_request_loses_its_address_and_all_headers_but_one():
    asked = Request(
        "POST", "https://user:pw@host.example:8181/v1/x?a=1", "{}", {"Authorization": "k", "Content-Type": "t"}
    )
    kept = cassettes.scrub_request(asked)
    assert kept.uri == "http://model.invalid/v1/x?a=1"
    assert dict(kept.headers) == {"Content-Type": "t"}


def test_response_loses_its_timings_and_all_headers_but_one():
    response = {
        "headers": {"Server": ["s"], "Content-Type": ["t"]},
        "body": {"string": b'{"id": "1", "timings": {"ms": 3}}'},
    }
    kept = cassettes.scrub_response(response)
    assert kept == {"headers": {"Content-Type": ["t"]}, "body": {"string": b'{"id": "1"}'}}
    assert cassettes.scrub_response({"headers": {}, "body": {"string": b"plain"}})["body"]["string"] == b"plain"


def test_white_space_and_order_of_keys_do_not_count_but_anything_else_does():
    recorded = request('{"a": [1, 2], "b": "x"}')
    cassettes.json_body(request('{"b":"x","a":[1,2]}'), recorded)
    for other in (
        '{"a": [2, 1], "b": "x"}',
        '{"a": [1, 2], "b": "x "}',
        '{"a": [1, 2]}',
        '{"a": [true, 2], "b": "x"}',
        "x",
    ):
        with pytest.raises(AssertionError):
            cassettes.json_body(request(other), recorded)


@pytest.mark.parametrize(
    ("recorded", "now", "where"),
    [
        ({"a": 1}, {"a": 2}, "a"),
        ({"a": 1}, {"a": 1, "b": 2}, "b"),
        ({"m": [{"c": "x"}]}, {"m": [{"c": "y"}]}, "m[0].c"),
        ({"m": [1]}, {"m": [1, 2]}, "m[1]"),
        ({"a": 1}, {"a": True}, "a"),
        (None, {"a": 1}, "the body"),
    ],
)
def test_difference_is_named_by_its_place(recorded, now, where):
    (line,) = cassettes.differences(recorded, now)
    assert line.splitlines()[0] == where


def test_difference_of_long_texts_shows_where_they_part():
    (line,) = cassettes.differences({"c": "so " * 99 + "far\nit goes"}, {"c": "so " * 99 + "far\nit went" + "." * 99})
    assert "⏎it goes" in line
    assert "⏎it went..." in line
    assert max(map(len, line.splitlines())) < 100


# Stale cassettes

COPIED = (
    "pyproject.toml",
    *(f"tests/{name}.py" for name in ("__init__", "conftest", "cassettes", "cassette_format")),
    "tests/llm/test_recorded.py",
    "tests/extraction/test_end_to_end.py",
)
STALE = (
    ("QUESTION = [", "as the text names them", "as the article names them"),
    ("def test_server_error", "max_retries=2", "max_retries=3"),
)
ASKS_NOTHING = """

@pytest.mark.default_cassette("test_text_longer_than_the_context_is_reported_without_a_retry")
def test_that_asks_nothing():
    pass
"""


@pytest.fixture(scope="module")
def stale_replay(tmp_path_factory):
    """A pytest run of its own over a copy of the project, whose prompts and calls changed after the recording."""
    copy = tmp_path_factory.mktemp("project")
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("llmextract", "cassettes", "seeds"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    for file in COPIED:
        (copy / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, copy / file)

    module = copy / "tests" / "llm" / "test_recorded.py"
    text = module.read_text(encoding="utf-8")
    for start, before, after in STALE:
        head, found, rest = text.partition(start)
        assert before in rest
        text = head + found + rest.replace(before, after, 1)
    module.write_text(text + ASKS_NOTHING, encoding="utf-8")
    (copy / "cassettes" / "test_recorded" / "test_wrong_key_is_reported_without_showing_it.yaml").unlink()

    for prompt in (copy / "llmextract" / "prompting" / "data").glob("*.md"):
        prompt.write_text("Take great care.\n" + prompt.read_text(encoding="utf-8"), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n0",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:cov",
        "-q",
        "--tb=short",
        "tests",
    ]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603
    assert done.returncode == 1, done.stdout + done.stderr
    sections = re.split(r"^_+ (test_\w+) _+$", done.stdout.partition("short test summary")[0], flags=re.MULTILINE)
    return dict(zip(sections[1::2], sections[2::2], strict=True))


def failure(replay, name):
    (text,) = [text for test, text in replay.items() if test.startswith(name)]
    assert "record the cassettes anew, and look at what changed in them: make record" in text
    assert "Traceback" not in text
    assert "instructor" not in text
    return text


def test_changed_question_makes_the_replay_fail_and_say_so(stale_replay):
    told = failure(stale_replay, "test_answer_is_validated")
    assert "cassettes/test_recorded/test_answer_is_validated_and_its_tokens_are_counted.yaml does not answer" in told
    assert re.search(r"messages\[0\]\.content\n +recorded: .*the text names.*\n +now: .*the article names", told)


@pytest.mark.parametrize("name", ["test_kalin_and_the_new_leadership", "test_kalin_and_the_president"])
def test_changed_prompt_file_makes_the_replay_of_a_seed_fail_and_say_so(stale_replay, name):
    told = failure(stale_replay, name)
    assert "does not answer what is asked: the prompt, the form or a setting has changed" in told
    assert re.search(r"messages\[0\]\.content\n +recorded: .*\n +now: +Take great care\.", told)


def test_question_that_nobody_asks_any_more_makes_the_replay_fail_and_say_so(stale_replay):
    told = failure(stale_replay, "test_that_asks_nothing")
    assert "only 0 of the 1 questions that cassettes/test_recorded/test_text_longer" in told


def test_one_question_more_makes_the_replay_fail_and_say_so(stale_replay):
    assert "asks more than the 3 questions that cassettes/test_recorded/" in failure(stale_replay, "test_server_error")


def test_missing_cassette_makes_the_replay_fail_and_say_so(stale_replay):
    assert "there is no cassette cassettes/test_recorded/" in failure(stale_replay, "test_wrong_key")


def test_what_still_fits_still_replays(stale_replay):
    assert not [name for name in stale_replay if name.startswith("test_text_longer_than_the_context")]
