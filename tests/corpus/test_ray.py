"""Extraction under Ray: a real Ray on this machine with two workers, and an endpoint on the loopback interface."""

import functools
import gc
import importlib.util
import json
import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from llmextract.errors import (
    AuthenticationError,
    ConfigurationError,
    LlmextractError,
    RuntimeUnavailableError,
)
from llmextract.extraction.extractor import Extractor
from llmextract.ray import (
    ArticleWorker,
    Columns,
    Summary,
    extract_dataset,
    extract_files,
    read_articles,
    summarize,
)
from llmextract.ray.jobs import _cpus, _fitting
from llmextract.schemas import Extraction
from tests.chat_server import ChatServer, completion
from tests.whole_article_support import answer as whole_answer
from tests.whole_article_support import meeting

ROOT = Path(__file__).parents[2]
COLUMNS = Columns(text="body", published="day", id="key")
BATCH = 4
ANSWER = whole_answer(meeting([1], ["Ada Novak", "Juan Ortega"], when="on Monday"))

needs_ray = pytest.mark.skipif(
    importlib.util.find_spec("ray") is None or importlib.util.find_spec("pyarrow") is None,
    reason="Ray is not installed (pip install 'llmextract[ray]')",
)
# Ray's own imports and threads warn and leave sockets open, which is not for this project to repair.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch, tmp_path):
    for variable in os.environ:
        if variable.startswith(("LLMEXTRACT_", "OPENAI_")):
            monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def server():
    with ChatServer() as server:
        server.answer = lambda _: (200, completion(ANSWER))
        yield server


@pytest.fixture
def extractor(server):
    with Extractor("m", base_url=server.url, effort="low", max_reasks=0) as extractor:
        yield extractor


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A Ray of this module's own, with two cores for workers and one for reading."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "disabled")  # a token would be written into the user's home
        patch.setenv("RAY_DATA_DISABLE_PROGRESS_BARS", "1")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("PYTHONPATH", str(ROOT))  # workers find this module
        patch.delenv("RAY_ADDRESS", raising=False)
        import ray

        ray.init(
            num_cpus=3,
            include_dashboard=False,
            log_to_driver=False,
            logging_level="error",
            object_store_memory=80_000_000,
            _node_ip_address="127.0.0.1",
            _temp_dir=str(tmp_path_factory.mktemp("r")),
        )
        yield
        started = [each for each in gc.get_objects() if isinstance(each, subprocess.Popen)]
        ray.shutdown()
        for process in started:  # Ray ends them and does not wait, which Python warns about
            process.wait(60)


def story(number):
    return (
        f"Foreign Minister Ada Novak of Slovenia met President Juan Ortega of Chile in Santiago on Monday.\n\n"
        f"The talks, number {number} of the year, lasted two hours, the ministry said.\n"
    )


def articles(count):
    return [{"key": f"k{number}", "day": "2031-05-14", "body": story(number)} for number in range(count)]


def table(rows):
    import pyarrow as pa

    schema = pa.schema([(name, pa.string()) for name in ("key", "day", "body")])
    return pa.Table.from_pylist(rows, schema=schema)


def number_of(body):
    """Tell from a request which story it is about; -1 where it is about none."""
    question = body["messages"][-1]["content"]
    return int(question.partition("number ")[2].partition(" ")[0] or -1)


# The worker by itself, as Ray calls it


@needs_ray
def test_a_batch_becomes_a_table_of_outcomes_in_its_order(server, extractor):
    rows = ArticleWorker(extractor, COLUMNS, 2)(table(articles(3))).to_pylist()
    assert [row["id"] for row in rows] == ["k0", "k1", "k2"]
    record = Extraction.model_validate_json(rows[1]["record"])
    assert (record.article.source, str(record.article.published)) == ("k1", "2031-05-14")
    assert rows[1]["meetings"] == len(record.meetings) == 1
    assert rows[1]["sha256"] == record.article.sha256
    assert (rows[1]["error"], rows[1]["error_kind"]) == (None, None)
    assert [row["requests"] for row in rows] == [1, 1, 1]
    assert (rows[1]["prompt_tokens"], rows[1]["completion_tokens"]) == (100, 20)
    assert len(server.requests) == 3


@needs_ray
def test_what_can_not_be_read_or_answered_becomes_a_row_with_its_error(server, extractor):
    def answer(body):
        return 200, completion("no JSON" if number_of(body) == 1 else ANSWER)

    server.answer = answer
    given = [
        *articles(2),
        {"key": "empty", "day": None, "body": "  "},
        {"key": None, "day": None, "body": None},
        {"key": "day", "day": "the day of reckoning", "body": story(5)},
    ]
    rows = ArticleWorker(extractor, COLUMNS, 8)(table(given)).to_pylist()
    assert [row["error_kind"] for row in rows] == [
        None,
        "InvalidAnswerError",
        "ArticleFormatError",
        "ArticleFormatError",
        "ConfigurationError",
    ]
    assert [row["record"] is None for row in rows] == [False, True, True, True, True]
    assert "empty" in rows[2]["error"]
    assert "not a publication date" in rows[4]["error"]
    assert rows[3]["id"] == rows[3]["sha256"][:16]
    assert (rows[1]["requests"], rows[1]["completion_tokens"]) == (1, 20)  # a failure costs as well


@needs_ray
def test_without_an_id_column_articles_are_known_by_their_text(extractor):
    (row,) = ArticleWorker(extractor, Columns(text="body"), 1)(table(articles(1))).to_pylist()
    record = Extraction.model_validate_json(row["record"])
    assert row["id"] == record.article.id
    assert (record.article.source, record.article.published) == ("<text>", None)


@needs_ray
def test_what_every_article_would_fail_of_ends_the_batch(server, extractor):
    server.refuse(401, "wrong key")
    with pytest.raises(AuthenticationError):
        ArticleWorker(extractor, COLUMNS, 1)(table(articles(2)))


# Whole jobs


def note_process(folder, _messages, _answer):
    """Leave the number of the worker's process in a folder; called in the worker after each answer."""
    (Path(folder) / str(os.getpid())).touch()


@needs_ray
@pytest.mark.usefixtures("cluster")
def test_a_killed_worker_costs_no_article_and_its_batch_is_done_again(server, tmp_path):
    from pyarrow import parquet

    count = 40
    source, destination, processes = tmp_path / "in", tmp_path / "out", tmp_path / "processes"
    source.mkdir()
    processes.mkdir()
    given = [*articles(count), {"key": "empty", "day": None, "body": ""}]
    parquet.write_table(table(given[:20]), source / "one.parquet")
    parquet.write_table(table(given[20:]), source / "two.parquet")
    asked, killed = Counter(), []

    def answer(body):
        asked[number_of(body)] += 1
        time.sleep(0.2)  # so that both workers have begun before one has done everything
        if len(asked) >= count // 4 and len(list(processes.iterdir())) > 1 and not killed:
            killed.append(int(min(processes.iterdir()).name))
            os.kill(killed[0], signal.SIGKILL)
        return 200, completion(ANSWER)

    server.answer = answer
    noting = functools.partial(note_process, str(processes))
    extractor = Extractor("m", base_url=server.url, effort="low", on_exchange=noting)
    summary = extract_files(
        str(source), str(destination), extractor, columns=COLUMNS, workers=2, concurrency=2, batch_size=BATCH
    )

    rows = parquet.read_table(destination).to_pylist()
    assert Counter(row["id"] for row in rows) == Counter(row["key"] for row in given)
    failed = [row for row in rows if row["error"]]
    assert [(row["id"], row["error_kind"]) for row in failed] == [("empty", "ArticleFormatError")]
    for row in rows:
        if row["record"]:
            record = Extraction.model_validate_json(row["record"])
            assert f"k{number_of_text(record, given)}" == row["id"]
    assert (summary.articles, summary.failed, summary.meetings) == (count + 1, 1, count)
    assert summary.requests == count
    assert (summary.prompt_tokens, summary.completion_tokens) == (100 * count, 20 * count)
    assert summary.cost_usd is None  # nobody knows what this model costs

    assert killed
    assert len(list(processes.iterdir())) >= 3  # two workers, and the one in the place of the killed one
    assert set(asked) == set(range(count))
    repeated = sum(asked.values()) - count
    assert 1 <= repeated <= 2 * BATCH  # the batch at work, and perhaps the one that waited

    with pytest.raises(ConfigurationError, match=r"there are files in .* already"):
        extract_files(str(source), str(destination), extractor, columns=COLUMNS)


def number_of_text(record, given):
    """Return the number of the story that a record was drawn from, by its text."""
    import hashlib

    texts = {hashlib.sha256(row["body"].encode()).hexdigest(): row["key"] for row in given}
    return int(texts[record.article.sha256].removeprefix("k"))


@needs_ray
@pytest.mark.usefixtures("cluster")
def test_a_refused_key_ends_the_job_by_its_own_error(server, extractor, tmp_path):
    server.refuse(401, "wrong key")
    source = tmp_path / "articles.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in articles(2)), encoding="utf-8")
    with pytest.raises(
        AuthenticationError, match=r"k\d: .* refuses the key \(HTTP 401: wrong key\); check the environment"
    ):
        extract_files(str(source), str(tmp_path / "out"), extractor, columns=COLUMNS, workers=1)
    with pytest.raises(ConfigurationError, match=r"no column 'text' in .*; there are key, day, body"):
        read_articles(str(source), Columns())
    with pytest.raises(ConfigurationError, match=r"no articles can be read from .*nowhere\.parquet"):
        read_articles(str(tmp_path / "nowhere.parquet"), COLUMNS)


# Wrong usage, told before any work


def test_without_ray_the_extra_is_named(monkeypatch, extractor, tmp_path):
    monkeypatch.setattr("llmextract.ray.tables.find_spec", lambda _: None)
    with pytest.raises(
        ConfigurationError, match=r"Ray is not installed; install it with: pip install 'llmextract\[ray\]'"
    ):
        extract_files("articles.parquet", str(tmp_path / "out"), extractor)


@needs_ray
def test_files_of_two_kinds_are_refused():
    with pytest.raises(ConfigurationError, match="some of the files are JSONL"):
        read_articles(["a.jsonl.gz", "b.parquet"], COLUMNS)


@needs_ray
@pytest.mark.parametrize("name", ["workers", "concurrency", "batch_size"])
def test_numbers_below_one_are_refused(name, extractor):
    with pytest.raises(ConfigurationError, match=f"{name} must be 1 or more, not 0"):
        extract_dataset(None, extractor, **{name: 0})


@needs_ray
def test_files_of_no_rows_and_folders_that_are_none_are_refused(extractor, tmp_path):
    with pytest.raises(ConfigurationError, match="rows_per_file must be 1 or more"):
        extract_files("a.parquet", str(tmp_path / "out"), extractor, rows_per_file=0)
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match=r"can't write to .*file"):
        extract_files("a.parquet", str(tmp_path / "file"), extractor)
    with pytest.raises(ConfigurationError, match="can't write to nonsense://x"):
        extract_files("a.parquet", "nonsense://x", extractor)


@needs_ray
def test_a_job_without_articles_is_counted_as_none(tmp_path):
    assert summarize(str(tmp_path / "nothing")) == Summary(0, 0, 0, 0, 0, 0, 0.0)


def test_an_embedded_model_must_be_told_its_threads_and_gets_that_many_cores(monkeypatch, tmp_path, extractor):
    monkeypatch.setenv("LLMEXTRACT_CACHE_DIR", str(tmp_path))
    with pytest.raises(ConfigurationError, match=r"all cores of its machine .* Extractor\(threads=\.\.\.\)"):
        _cpus(Extractor("local/qwen2.5-coder-1.5b"))
    assert _cpus(Extractor("local/qwen2.5-coder-1.5b", threads=3)) == 3
    assert _cpus(extractor) == 1


@needs_ray
@pytest.mark.usefixtures("cluster")
def test_workers_leave_a_core_for_reading():
    assert _fitting(1, 1) == 1
    assert _fitting(50, 1) == 2
    assert _fitting(50, 0.25) == 8
    with pytest.raises(ConfigurationError, match="a worker that holds 3 of the 3 cores leaves none for reading"):
        _fitting(1, 3)


def test_errors_survive_the_way_from_a_worker():
    import pickle

    error = pickle.loads(pickle.dumps(RuntimeUnavailableError("it broke", hint="mend it", article="a.txt")))  # noqa: S301
    assert isinstance(error, LlmextractError)
    assert str(error) == "a.txt: it broke; mend it"
