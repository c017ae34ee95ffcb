"""kept_prefixes.py: beginnings of prompts on disk, with a very small model that is really run."""

import json
import urllib.request

import pytest

from llmextract.llm.embedded import kept_prefixes, server
from tests import embedded_support

BEGINNING = [
    {"role": "system", "content": "You find meetings. " * 30},
    {"role": "user", "content": "Ada Wekesa met Luis Quilca. " * 20},
    {"role": "assistant", "content": "One meeting. " * 30},
]
OTHER = [{"role": "system", "content": "Something else entirely. " * 45}]
CONTEXT = 2048


@pytest.fixture
def gguf(tmp_path):
    return embedded_support.write_tiny_gguf(tmp_path / "tiny.gguf")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LLMEXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache" / "prefixes"


@pytest.fixture(autouse=True)
def short_beginnings_count(monkeypatch):
    """The small model reads one token a byte, so that what is long enough elsewhere is longer than its context."""
    monkeypatch.setattr(kept_prefixes, "_SHORTEST", 1000)
    yield
    server.stop_all()


def start(gguf):
    return server.embedded_server(gguf, context=CONTEXT, threads=1)


def cached_tokens(running, messages, **fields):
    """Ask a question, and return how many of its tokens the model knew already."""
    asked = urllib.request.Request(  # noqa: S310 - a loopback address
        f"{running.base_url}/chat/completions",
        data=json.dumps({"messages": messages, "max_tokens": 2, "temperature": 0, **fields}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {running.api_key}"},
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
        return json.load(answer)["usage"]["prompt_tokens_details"]["cached_tokens"]


def question(text="Did they meet?"):
    return [*BEGINNING, {"role": "user", "content": text}]


def states(folder):
    return sorted(folder.glob("*.state"))


def test_a_new_process_knows_the_beginning_without_reading_it(gguf, folder):
    running = start(gguf)
    running.enter(question())
    assert len(states(folder)) == 1
    server.stop_all()

    fresh = start(gguf)
    assert cached_tokens(fresh, question()[1:]) < 100, "nothing was entered yet"
    server.stop_all()
    again = start(gguf)
    again.enter(question("And where?"))
    assert cached_tokens(again, question("And where?")) > 1000
    assert len(states(folder)) == 1


def test_no_word_of_the_question_is_kept(gguf, folder):
    first, second = start(gguf), question("A secret meeting with Ida Okonjo.")
    first.enter(second)
    first.enter([*second, {"role": "assistant", "content": "None."}, {"role": "user", "content": "Once more. " * 40}])
    assert len(states(folder)) == 1, "a question asked again begins with an article: that is no beginning to be kept"
    alone = states(folder)[0].read_bytes()
    server.stop_all()
    for file in folder.iterdir():
        file.unlink()
    start(gguf).enter(question("Something else."))
    assert states(folder)[0].read_bytes() == alone


def test_questions_that_begin_in_turns_with_one_thing_and_another_find_both_known(gguf, folder):
    other = [*OTHER, {"role": "user", "content": "What of it?"}]
    for _ in range(2):  # the files are made by the first process, and loaded by the second
        running = start(gguf)
        for asked in (question(), other, question(), other):
            running.enter(asked)
            assert cached_tokens(running, asked) > 1000
        server.stop_all()
    assert len(states(folder)) == 2


def test_a_short_question_in_between_does_not_make_a_beginning_forgotten(gguf, folder):
    running = start(gguf)
    for asked in (question(), [{"role": "user", "content": "Briefly: where?"}], question("And when?")):
        running.enter(asked)
        known = cached_tokens(running, asked)
    assert known > 1000
    assert len(states(folder)) == 1


def test_each_place_of_a_server_knows_the_beginning(gguf, folder):
    running = server.embedded_server(gguf, context=CONTEXT, threads=1, parallel=3)
    for place in range(3):
        running.enter(question(), place=place)
        assert cached_tokens(running, question(), id_slot=place) > 1000
    assert len(states(folder)) == 1
    running.enter([*OTHER, question()[-1]], place=1)
    for place, beginning in ((0, BEGINNING), (1, OTHER), (2, BEGINNING)):
        assert cached_tokens(running, [*beginning, {"role": "user", "content": "Why?"}], id_slot=place) > 1000


def test_another_layout_of_numbers_does_not_take_the_file(gguf, folder):
    start(gguf).enter(question())
    server.stop_all()
    running = server.embedded_server(gguf, context=CONTEXT, threads=1, flash_attention=False)
    running.enter(question())
    assert cached_tokens(running, question()) > 1000
    assert len(states(folder)) == 2


@pytest.mark.parametrize("damage", [lambda data: data[:-100], lambda data: data[:200] + b"\0\1" + data[202:]])
def test_a_damaged_file_is_noticed_and_made_anew(gguf, folder, damage):
    start(gguf).enter(question())
    path = states(folder)[0]
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    server.stop_all()
    running = start(gguf)
    running.enter(question())
    assert path.read_bytes() == whole
    assert cached_tokens(running, question()) > 1000


def test_another_model_does_not_take_the_file(gguf, folder):
    start(gguf).enter(question())
    server.stop_all()
    gguf.write_bytes(gguf.read_bytes() + bytes(64))
    start(gguf).enter(question())
    assert len(states(folder)) == 2


def test_what_was_not_used_for_longest_makes_room(gguf, folder, monkeypatch):
    running = start(gguf)
    running.enter(question())
    (old,) = states(folder)
    monkeypatch.setattr(kept_prefixes, "MAX_BYTES", old.stat().st_size + 1)
    other = [*OTHER, *question()[-1:]]
    running.enter(other)
    assert len(states(folder)) == 1
    assert states(folder) != [old]
    assert len(list(folder.iterdir())) == 2, "the file and its checksum, nothing half done"


def test_a_short_beginning_is_not_worth_a_file(gguf, folder):
    start(gguf).enter(question()[-1:])
    assert states(folder) == []


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(gguf, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LLMEXTRACT_CACHE_DIR", str(tmp_path / "file"))
    running = start(gguf)
    running.enter(question())
    assert running.prefix_folder is None
    assert cached_tokens(running, question()) == 0


def test_a_model_that_has_stopped_is_left_alone(gguf, folder):
    running = start(gguf)
    server.stop_all()
    running.enter(question())
    assert states(folder) == []
