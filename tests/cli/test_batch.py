"""``llmextract batch`` and ``llmextract failures``, run as the program runs them, also where it is killed."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from llmextract.cli import batch_progress
from llmextract.cli.app import run
from llmextract.corpus.store import Store
from llmextract.corpus.tally import Tally
from tests.batch_support import ANSWER, content, story, write_stories
from tests.chat_server import completion

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="forks and kills")
ROOT = Path(__file__).parents[2]
KILLS, ARTICLES = 5, 40
START = """
import sys
from llmextract.cli import main
sys.argv[0] = "llmextract"
main()
"""


@pytest.fixture(autouse=True)
def no_lines_in_between(monkeypatch):
    monkeypatch.setattr(batch_progress, "SECONDS_BETWEEN_LINES", float("inf"))  # on a busy machine they would come


@pytest.fixture
def news(tmp_path):
    write_stories(tmp_path / "work" / "news", range(5))
    return tmp_path / "work" / "news"


@pytest.fixture
def endpoint(endpoint, monkeypatch):
    """The endpoint, asked one question about each article."""
    monkeypatch.setenv("LLMEXTRACT_EFFORT", "low")
    endpoint.answer = lambda _: (200, completion(ANSWER))
    return endpoint


def call(capsys, *arguments):
    """Exit code, standard output, and the lines of standard error."""
    code = run(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err.splitlines()


@pytest.mark.usefixtures("news")
def test_batch_fills_the_store_and_goes_on_where_it_stopped(endpoint, capsys):
    code, out, err = call(capsys, "batch", "news", "--store", "m.db", "--limit", "2")
    assert (code, out) == (0, "")
    assert err[0] == "llmextract: 2 articles done (2 meetings)"
    assert err[1].startswith("llmextract: 2 requests, 200 + 40 tokens, cost not known, ")
    assert err[2] == "llmextract: the limit is reached; the same command goes on with the next articles"
    code, out, err = call(capsys, "batch", "news", "--store", "m.db")
    assert (code, err[0]) == (0, "llmextract: 3 articles done (3 meetings), 2 done before")
    assert len(endpoint.requests) == 5
    with Store.open("m.db") as store:
        assert [record.article.source for record in store.records()] == [f"news/{number:05}.txt" for number in range(5)]


@pytest.mark.usefixtures("endpoint")
def test_failures_make_the_exit_code_and_are_listed(news, capsys, monkeypatch):
    (news / "empty.txt").write_text("")
    code, _, err = call(capsys, "batch", "news", "missing.txt", "--store", "m.db")
    assert code == 1
    assert err[0] == "llmextract: 5 articles done (5 meetings), 2 could not be read"
    assert err[-1] == "llmextract: llmextract failures --store m.db tells why; --retry-failed tries again"
    code, out, _ = call(capsys, "failures", "--store", "m.db")
    assert code == 0
    found = [json.loads(line) for line in out.splitlines()]
    assert [(each["source"], each["kind"], each["hint"]) for each in found] == [
        ("news/empty.txt", "ArticleFormatError", "give a text or HTML file"),
        ("missing.txt", "ArticleNotFoundError", "check the path"),
    ]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    code, out, _ = call(capsys, "failures", "--store", "m.db", "--format", "table")
    assert code == 0
    assert "no such file; check the path" in " ".join(out.split())
    (news / "empty.txt").unlink()
    call(capsys, "batch", "news", "--store", "other.db")
    assert call(capsys, "failures", "--store", "other.db", "--format", "table")[:2] == (0, "nothing failed\n")
    assert call(capsys, "failures", "--store", "none.db") == (
        2,
        "",
        ["llmextract: error: there is no store at none.db; llmextract batch --store makes one"],
    )


@pytest.mark.usefixtures("endpoint", "news")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--concurrency", "0"), "the concurrency must be 1 or more"),
        (("--max-tokens-per-minute", "0"), "the tokens per minute must be above 0"),
        (("--budget-usd", "1"), "the price of m is not known; name a price table with LLMEXTRACT_PRICES"),
        (("--published", "13/13/2031"), "not a publication date"),
        (("--model", "nonsense", "--base-url", "nowhere"), "should be an address"),
        (("t.jsonl", "--text-column", "body"), "t.jsonl has no column 'body'; name one of 'text' with --text-column"),
    ],
)
def test_wrong_usage_is_told_in_one_line(options, message, capsys):
    Path("t.jsonl").write_text(json.dumps({"text": story(9)}))
    code, out, err = call(capsys, "batch", "news", "--store", "m.db", *options)
    assert (code, out) == (2, "")
    assert message in err[0]


@pytest.mark.usefixtures("news")
def test_key_that_is_refused_stops_the_batch(endpoint, capsys):
    endpoint.refuse(401, "bad key")
    code, _, err = call(capsys, "batch", "news", "--store", "m.db", "--concurrency", "1")
    assert (code, len(endpoint.requests)) == (1, 1)
    assert "refuses the key" in err[0]
    assert err[1] == "llmextract: 0 articles done (0 meetings)"
    assert err[-1] == "llmextract: stopped; once that is put right, the same command goes on from here"


@pytest.mark.usefixtures("news")
def test_budget_and_prices_of_ones_own(endpoint, capsys, tmp_path, monkeypatch):
    prices = tmp_path / "prices.json"
    prices.write_text(json.dumps({"prices": {"m": {"input": 1000, "output": 1000}}}))  # 0.12 USD an article
    monkeypatch.setenv("LLMEXTRACT_PRICES", str(prices))
    code, _, err = call(capsys, "batch", "news", "--store", "m.db", "--budget-usd", "0.3")
    assert (code, len(endpoint.requests)) == (0, 2)
    assert "0.2400 USD" in err[1]
    assert err[2] == "llmextract: the budget is spent; the same command goes on, with a new one"


@pytest.mark.usefixtures("endpoint", "news")
def test_terminal_sees_one_line_that_changes(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    code, _, err = call(capsys, "batch", "news", "--store", "m.db")
    assert (code, err[-1]) == (0, "the records are in m.db")


def test_progress_says_how_far_how_fast_and_how_long(monkeypatch):
    tally = Tally(total=1000, done=95, kept=100, failed=5, seconds=10.0, prompt_tokens=1200, completion_tokens=30)
    tally.cost_usd = 0.5
    assert batch_progress.state_words(tally) == (
        "200 of 1,000 articles, 10.0/s, 1 min 20 s left, 5 failed, 1,200 + 30 tokens, 0.5000 USD"
    )
    slow = Tally(done=1, seconds=30.0, cost_usd=None)
    assert batch_progress.state_words(slow) == "1 articles, 2.0/min, 0 + 0 tokens, cost not known"
    assert batch_progress.duration(3 * 3600 + 62) == "3 h 1 min"
    drawn = []
    now = 0.0
    monkeypatch.setattr(batch_progress.time, "monotonic", lambda: now)
    progress = batch_progress.Progress(drawn.append, every=3)
    for now in range(8):  # noqa: B007 - what the clock says
        progress(tally)
    assert len(drawn) == 2


def environment():
    """Return the environment of a process that can import the tests."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.mark.usefixtures("endpoint", "news")
def test_interrupt_is_no_error(capsys, monkeypatch):
    def interrupted(*_, on_progress, **__):
        on_progress(Tally(done=3, meetings=4))
        raise KeyboardInterrupt

    monkeypatch.setattr("llmextract.corpus.batch.run_batch", interrupted)
    code, _, err = call(capsys, "batch", "news", "--store", "m.db")
    assert (code, err[0]) == (130, "llmextract: 3 articles done (4 meetings)")
    assert err[-1].startswith("llmextract: interrupted; what is done is in the store")


def start(*arguments, **settings):
    """Start the program as a process of its own."""
    pipe = subprocess.PIPE
    return subprocess.Popen(  # noqa: S603 - this Python
        [sys.executable, "-c", START, *arguments], stdout=pipe, stderr=pipe, text=True, env=environment(), **settings
    )


@posix_only
@pytest.mark.usefixtures("news")
def test_interrupt_commits_what_is_done_and_says_how_to_go_on(endpoint, capsys):
    asked, forever = threading.Event(), threading.Event()

    def answer(_):
        if len(endpoint.requests) > 2:
            asked.set()
            forever.wait(120)
        return 200, completion(ANSWER)

    endpoint.answer = answer
    with start("batch", "-", "news", "--store", "m.db", "--concurrency", "1", stdin=subprocess.PIPE) as process:
        process.stdin.write(json.dumps({"text": story(99)}) + "\n")  # and nothing more: it is still being waited for
        process.stdin.close()
        assert asked.wait(120)
        process.send_signal(signal.SIGINT)
        _, err = process.stdout.read(), process.stderr.read()
        process.wait(timeout=120)
    forever.set()
    assert process.returncode == 130
    assert "Traceback" not in err
    lines = err.splitlines()
    assert lines[-3].startswith("llmextract: 2 articles done")
    assert lines[-1] == (
        "llmextract: interrupted; what is done is in the store, and the same command goes on from there"
    )
    endpoint.answer = lambda _: (200, completion(ANSWER))
    code, _, err = call(capsys, "batch", "news", "--store", "m.db")
    assert (code, err[0]) == (0, "llmextract: 4 articles done (4 meetings), 1 done before")


@posix_only
def test_killed_again_and_again_it_ends_with_the_store_of_an_unbroken_run(endpoint, capsys, tmp_path):
    folder = tmp_path / "work"
    write_stories(folder / "news", range(ARTICLES))
    for number in (3, 17, 30):
        (folder / "news" / f"{number:05}-again.txt").write_text(f"Ministers talk\n\nBy Eva Quist\n\n{story(number)}")
    (folder / "news" / "empty.txt").write_text("")

    def answer(body):
        time.sleep(0.005)
        return 200, completion(ANSWER if "dossier 00008" not in str(body) else "I would rather not")

    endpoint.answer = answer
    assert call(capsys, "batch", "news", "--store", "whole.db", "--max-reasks", "0")[0] == 1
    endpoint.requests.clear()

    arguments = ("batch", "news", "--store", "broken.db", "--max-reasks", "0", "--concurrency", "4")
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "tests.batch_process", *arguments]
    chance = random.Random(5)  # noqa: S311 - when to kill
    asked_again, committed, codes = [], set(), []
    with subprocess.Popen(  # noqa: S603 - this Python
        command,
        stdin=pipe,
        stdout=pipe,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment(),
    ) as process:
        for kill in range(KILLS + 1):
            before = len(endpoint.requests)
            process.stdin.write("\n")
            process.stdin.flush()
            child = int(process.stdout.readline())
            if kill < KILLS:
                until = before + chance.randint(1, 8)
                deadline = time.monotonic() + 120
                while len(endpoint.requests) < until and time.monotonic() < deadline:
                    time.sleep(0.001)
                time.sleep(chance.random() * 0.02)
                os.kill(child, signal.SIGKILL)
            codes.append(int(process.stdout.readline()))
            asked = [str(body) for _, body in endpoint.requests[before:]]
            asked_again += [number for number in committed for text in asked if f"dossier {number:05}" in text]
            committed = _committed(folder / "broken.db")
        process.stdin.close()
    assert codes == [-signal.SIGKILL] * KILLS + [1]
    assert asked_again == []
    assert content("broken.db") == content("whole.db")
    assert len(content("broken.db")["records"]) == ARTICLES - 1


def _committed(path):
    """Return the numbers of the stories whose outcome a store holds, read as another program would."""
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(
            "SELECT a.text FROM attempts AS t JOIN articles AS a ON a.id = t.article_id"
        ).fetchall()
    except sqlite3.OperationalError:  # killed before there was a table
        rows = []
    finally:
        connection.close()
    return {int(text.partition("dossier ")[2][:5]) for (text,) in rows}
