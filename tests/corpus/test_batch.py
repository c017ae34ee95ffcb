"""Batches: what is asked, what is kept, what a failure or an interrupt leaves behind."""

import asyncio
import json
import time
from pathlib import Path

import pytest

from llmextract.corpus.batch import BatchOptions, arun_batch, run_batch
from llmextract.corpus.budget import Limits
from llmextract.corpus.sources import Sources
from llmextract.corpus.store import Store
from llmextract.errors import (
    AuthenticationError,
    ConfigurationError,
    EndpointUnreachableError,
    InvalidAnswerError,
    RefusedAnswerError,
)
from tests.batch_support import Fitting, content, extractor, run, story, write_stories


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def news(here):
    write_stories(here / "news", range(6))
    return here / "news"


def batch(*sources, model=None, options=None, **settings):
    """Run a batch on ``m.db`` and return its tally and the model that answered."""
    model = model or Fitting()
    return run("m.db", Sources(sources, **settings), model, options), model


def outcome(tally):
    """Return what became of the articles, without what is zero."""
    names = ("done", "kept", "copies", "failed", "failed_before", "unread")
    return {name: getattr(tally, name) for name in names if getattr(tally, name)}


def failing(*numbers, error=None):
    """Return a model that fails on some articles."""
    texts = [f"dossier {number:05}" for number in numbers]
    error = error or RefusedAnswerError("the model refuses", hint="try another model")
    return Fitting(fail=lambda question: error if any(text in question for text in texts) else None)


def rows(sql):
    with Store.open("m.db", create=False) as store:
        return [tuple(row) for row in store.connection.execute(sql)]


@pytest.mark.usefixtures("news")
def test_what_is_done_is_not_done_again_and_costs_nothing():
    seen = []
    model = Fitting()
    tally = run("m.db", Sources(["news"]), model, on_progress=lambda now: seen.append((now.dealt_with, now.total)))
    assert outcome(tally) == {"done": 6}
    assert (tally.state, tally.meetings, tally.requests, len(model.asked)) == ("done", 6, 6, 6)
    assert tally.cost_usd == pytest.approx(0.06)
    assert seen[-1] == (6, 6)
    assert [number for number, _ in seen] == sorted(number for number, _ in seen)
    before = content("m.db")
    tally, model = batch("news")
    assert (outcome(tally), model.asked, tally.cost_usd) == ({"kept": 6}, [], 0.0)
    assert content("m.db") == before
    assert rows("SELECT state FROM runs") == [("done",), ("done",)]
    assert rows("SELECT count(*), sum(requests), sum(prompt_tokens), sum(completion_tokens) FROM attempts") == [
        (6, 6, 600, 120)
    ]


def test_what_changed_is_done_and_nothing_else(news, monkeypatch):
    batch("news")
    (news / "00003.txt").write_text(story(33))
    tally, model = batch("news")
    assert outcome(tally) == {"done": 1, "kept": 5}
    assert "dossier 00033" in model.asked[0]
    with Store.open("m.db") as store:
        told = [record.article.source for record in store.records()]
        assert len(told) == 6, "the old text is no source's any more"
        assert sum("00003" in source for source in told) == 1
    (news / "00003.txt").write_text(story(3))
    tally, model = batch("news")
    assert outcome(tally) == {"kept": 6}, "the old text's record is still there"
    assert model.asked == []

    for change in ("llmextract.prompting.files.prompt_hash", "llmextract.corpus.recipe.schema_hash"):
        monkeypatch.setattr(change, lambda: "0123456789ab")
        assert outcome(batch("news")[0]) == {"done": 6}
    other = Fitting()
    other.name = "fitting/two"
    assert outcome(batch("news", model=other)[0]) == {"done": 6}
    with Store.open("m.db") as store:
        assert {record.run.model for record in store.records()} == {"fitting/two"}
        assert len(list(store.records())) == 6
    assert outcome(batch("news", published="2031-05-14")[0]) == {"done": 6}
    assert outcome(batch("news", published="2031-05-14", language="en")[0]) == {"done": 6}


def test_failures_are_kept_with_their_reason_and_tried_again_only_when_asked(news):
    tally, _ = batch("news", "missing.txt", model=failing(2, 4))
    assert outcome(tally) == {"done": 4, "failed": 2, "unread": 1}
    assert tally.failures == 3
    with Store.open("m.db") as store:
        found = {failure.source: failure for failure in store.failures()}
    assert found.keys() == {"news/00002.txt", "news/00004.txt", "missing.txt"}
    told = found["news/00002.txt"]
    assert (told.kind, told.message, told.hint) == (
        "RefusedAnswerError",
        "the model refuses",
        "try another model",
    )
    assert (told.attempts, len(told.sha256)) == (1, 64)
    assert (found["missing.txt"].kind, found["missing.txt"].attempts) == ("ArticleNotFoundError", 0)

    tally, model = batch("news", "missing.txt")
    assert (outcome(tally), model.asked) == ({"kept": 4, "failed_before": 2, "unread": 1}, [])
    again = BatchOptions(retry_failed=True)
    tally, model = batch("news", model=failing(4), options=again)
    assert outcome(tally) == {"done": 1, "kept": 4, "failed": 1}
    (news.parent / "missing.txt").write_text(story(77))
    tally, _ = batch("news", "missing.txt", options=again)
    assert outcome(tally) == {"done": 2, "kept": 5}
    with Store.open("m.db") as store:
        assert list(store.failures()) == []
    assert rows("SELECT count(*) FROM attempts WHERE state = 'failed'") == [(3,)]


def test_copies_share_one_record_unless_they_are_kept(here):
    write_stories(here / "a", range(3))
    (here / "b").mkdir()
    (here / "b" / "exact.txt").write_text(story(1))
    (here / "b" / "page.txt").write_text(f"Ministers talk in Santiago\n\nBy Eva Quist\n\n{story(2)}")
    tally, model = batch("a", "b")
    assert (outcome(tally), len(model.asked)) == ({"done": 3, "copies": 2}, 3)
    assert outcome(batch("a", "b")[0]) == {"kept": 3, "copies": 2}
    with Store.open("m.db") as store:
        records = list(store.records())
        assert [store.sources(record.article.sha256) for record in records] == [
            ["a/00000.txt"],
            ["a/00001.txt", "b/exact.txt"],
            ["a/00002.txt", "b/page.txt"],
        ]
    assert rows("SELECT source, duplicate_of, similarity FROM articles WHERE duplicate_of IS NOT NULL") == [
        ("b/page.txt", 3, 1.0)
    ]
    tally, model = batch("a", "b", options=BatchOptions(keep_duplicates=True))
    assert (outcome(tally), len(model.asked)) == ({"done": 1, "kept": 3, "copies": 1}, 1)
    assert len(rows("SELECT * FROM current_records")) == 4
    assert outcome(batch("a", "b")[0]) == {"kept": 4, "copies": 1}, "what was found apart stays apart"


def test_copy_whose_original_is_named_no_more_gets_the_original_record(here):
    write_stories(here / "a", [1])
    (here / "b.txt").write_text(f"Ministers talk\n\n{story(1)}")
    batch("a", model=failing(1))
    (here / "a" / "00001.txt").unlink()
    tally, model = batch("b.txt", options=BatchOptions(retry_failed=True))
    assert (outcome(tally), len(model.asked)) == ({"done": 1}, 1)
    with Store.open("m.db") as store:
        assert [record.article.source for record in store.records()] == ["a/00001.txt"]


def test_originals_that_fail_are_not_paid_for_again_by_their_copies(here):
    (here / "a.txt").write_text(story(1))
    (here / "b.txt").write_text(f"Ministers talk\n\n{story(1)}")
    options = BatchOptions(concurrency=1, retry_failed=True)
    tally, model = batch("a.txt", "b.txt", model=failing(1), options=options)
    assert len(model.asked) == 1
    assert tally.failed == 1


def test_rows_of_tables_are_known_by_their_text_or_by_their_id(here):
    def write(*texts):
        lines = [json.dumps({"id": number, "text": text}) for number, text in texts]
        (here / "t.jsonl").write_text("\n".join(lines))

    from llmextract.corpus.tables import Columns

    write((1, story(1)), (2, story(2)))
    assert outcome(batch("t.jsonl")[0]) == {"done": 2}
    write((3, story(3)), (1, story(1)))
    assert outcome(batch("t.jsonl")[0]) == {"done": 1, "copies": 1}
    assert len(rows("SELECT * FROM current_records")) == 3, "row 1 may be another article every day"
    columns = Columns(id="id")
    batch("t.jsonl", columns=columns)
    write((3, story(3)), (1, story(4)))
    assert outcome(batch("t.jsonl", columns=columns)[0]) == {"done": 1, "copies": 1}
    assert rows("SELECT source FROM sources WHERE is_current = 0") == [("t.jsonl#1",)]


@pytest.mark.usefixtures("news")
def test_limit_takes_the_next_articles_each_time():
    options = BatchOptions(limit=4)
    tally, _ = batch("news", options=options)
    assert (outcome(tally), tally.state) == ({"done": 4}, "limit")
    tally, _ = batch("news", options=options)
    assert (outcome(tally), tally.state) == ({"kept": 4, "done": 2}, "done")


@pytest.mark.usefixtures("news")
def test_budget_holds_also_over_runs_that_were_broken_off():
    options = BatchOptions(limits=Limits(budget_usd=0.035))
    tally, model = batch("news", options=options)
    assert (outcome(tally), tally.state, len(model.asked)) == ({"done": 3}, "budget", 3)
    with Store.open("m.db") as store:
        store.connection.execute("UPDATE runs SET state = 'running', ended_at = NULL")  # as kill -9 leaves it
    tally, model = batch("news", options=options)
    assert (outcome(tally), tally.state, model.asked) == ({"kept": 3}, "budget", [])
    tally, model = batch("news", options=options)
    assert (outcome(tally), tally.state) == ({"kept": 3, "done": 3}, "done")


@pytest.mark.usefixtures("news")
def test_article_that_the_budget_cuts_off_is_taken_up_again():
    def expensive(_):
        return InvalidAnswerError("the answer does not fit", problems=("wrong",))

    model = Fitting(cost_usd=1.0, fail=expensive)
    tally, _ = batch("news", model=model, options=BatchOptions(limits=Limits(budget_usd=2.0)))
    assert (len(model.asked), tally.state) == (2, "budget")
    assert rows("SELECT state, requests, cost_usd FROM attempts") == [("stopped", 2, 2.0)]
    assert outcome(batch("news")[0]) == {"done": 6}


@pytest.mark.usefixtures("news")
def test_budget_without_a_price_stops_at_once():
    tally, model = batch("news", model=Fitting(cost_usd=None), options=BatchOptions(limits=Limits(budget_usd=1)))
    assert isinstance(tally.error, ConfigurationError)
    assert (tally.state, len(model.asked), tally.cost_usd) == ("stopped", 1, None)


@pytest.mark.parametrize(
    ("error", "asked"),
    [(AuthenticationError("the key is refused"), 1), (EndpointUnreachableError("nothing answers"), 5)],
)
@pytest.mark.usefixtures("news")
def test_endpoint_that_can_not_be_used_ends_the_run_and_is_no_article_s_failure(error, asked):
    options = BatchOptions(concurrency=1)
    tally, model = batch("news", model=failing(*range(6), error=error), options=options)
    assert (tally.error, tally.state, len(model.asked), outcome(tally)) == (error, "stopped", asked, {})
    with Store.open("m.db") as store:
        assert list(store.failures()) == []
    assert rows("SELECT DISTINCT state FROM attempts") == [("stopped",)]
    assert outcome(batch("news")[0]) == {"done": 6}


@pytest.mark.usefixtures("news")
def test_all_that_is_under_way_when_the_endpoint_dies_is_taken_up_again():
    dead = failing(*range(6), error=EndpointUnreachableError("nothing answers"))
    tally, _ = batch("news", model=dead, options=BatchOptions(concurrency=6))
    assert tally.state == "stopped"
    assert rows("SELECT DISTINCT state FROM attempts") == [("stopped",)]


@pytest.mark.usefixtures("news")
def test_table_that_can_not_be_used_ends_the_run_after_what_was_being_asked(here):
    (here / "t.jsonl").write_text(json.dumps({"body": story(9)}))
    tally, _ = batch("news", "t.jsonl")
    assert outcome(tally) == {"done": 6}
    assert "has no column 'text'" in str(tally.error)


@pytest.mark.usefixtures("news")
def test_pace_is_kept():
    started = time.perf_counter()
    options = BatchOptions(limits=Limits(requests_per_minute=1200))
    tally, _ = batch("news", options=options)
    assert tally.done == 6
    assert time.perf_counter() - started >= 5 * 60 / 1200


@pytest.mark.usefixtures("news")
def test_cancelling_keeps_what_is_done_and_what_the_rest_has_cost():
    model = Fitting()
    slow = Fitting(seconds=60)

    async def answer(messages, form, **more):
        late = any(f"dossier 0000{number}" in messages[-1]["content"] for number in (4, 5))
        return await (slow if late else model).ask(messages, form, **more)

    class Both:
        name = model.name
        ask = staticmethod(answer)

    async def work(store):
        task = asyncio.ensure_future(arun_batch(extractor(Both), Sources(["news"]), store))
        while len(slow.asked) < 2 or len(list(store.records())) < 4:  # noqa: ASYNC110 - the work is not ours
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with Store.open("m.db", exclusive=True) as store:
        asyncio.run(asyncio.wait_for(work(store), 120))
    assert sorted(rows("SELECT state, requests FROM attempts")) == [("done", 1)] * 4 + [("stopped", 1)] * 2
    assert rows("SELECT state FROM runs") == [("interrupted",)]
    tally, model = batch("news")
    assert (outcome(tally), len(model.asked)) == ({"kept": 4, "done": 2}, 2)


@pytest.mark.usefixtures("news")
def test_store_that_fails_ends_the_run(monkeypatch):
    def full(*_, **__):
        raise ConfigurationError("the store m.db can't be written: the disk is full")

    monkeypatch.setattr("llmextract.corpus.ledger.Ledger.save", full)
    with pytest.raises(ConfigurationError, match="the disk is full"):
        batch("news")
    assert rows("SELECT state FROM runs") == [("stopped",)]


def test_bug_in_reading_costs_only_its_own_article(news, monkeypatch):
    from llmextract.corpus import items

    real = items.read_article

    def stumble(source, **settings):
        if "00002" in source.name:
            raise KeyError("a9")
        return real(source, **settings)

    monkeypatch.setattr("llmextract.corpus.items.read_article", stumble)
    tally, _ = batch("news")
    assert outcome(tally) == {"done": 5, "unread": 1}
    assert rows("SELECT message FROM failures") == [("internal error (KeyError: 'a9')",)]
    assert news.exists()


def test_addresses_are_fetched_once_unless_asked_for_again(here, monkeypatch):
    from llmextract.articles.fetching import Page
    from llmextract.errors import ArticleFetchError

    fetched = []
    pages = {"https://news.example/a": story(1)}

    def fetch(url):
        fetched.append(url)
        if url not in pages:
            raise ArticleFetchError("there is no such page (HTTP 404)", hint="check the address", article=url)
        return Page(url, pages[url].encode(), "text/plain", None)

    monkeypatch.setattr("llmextract.articles.reading.fetch_page", fetch)
    urls = ("https://news.example/a", "https://news.example/gone")
    assert outcome(batch(*urls)[0]) == {"done": 1, "unread": 1}
    assert outcome(batch(*urls)[0]) == {"kept": 1, "unread": 1}
    assert fetched == list(urls)
    assert outcome(batch(*urls, options=BatchOptions(retry_failed=True))[0]) == {"kept": 1, "unread": 1}
    assert fetched[2:] == [urls[1]]
    pages["https://news.example/a"] = story(2)
    assert outcome(batch(urls[0], options=BatchOptions(refetch=True))[0]) == {"done": 1}
    assert rows("SELECT count(*) FROM current_records") == [(1,)]
    del pages["https://news.example/a"]
    refetch = BatchOptions(refetch=True)
    assert [outcome(batch(urls[0], options=refetch)[0]) for _ in range(2)] == [{"unread": 1}] * 2
    assert rows("SELECT count(*) FROM current_records") == [(1,)], "what the page said is kept"
    pages["https://news.example/a"] = story(2)
    assert outcome(batch(urls[0], options=refetch)[0]) == {"kept": 1}
    with Store.open(here / "m.db") as store:
        assert [failure.source for failure in store.failures()] == [urls[1]]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (BatchOptions(concurrency=0), "the concurrency must be 1 or more, not 0"),
        (BatchOptions(limit=-1), "the limit must be 1 or more"),
        (BatchOptions(limits=Limits(budget_usd=-1)), "must be above 0"),
    ],
)
def test_options_that_mean_nothing_are_refused(options, message, here):
    with pytest.raises(ConfigurationError, match=message):
        batch("news", options=options)
    assert rows("SELECT * FROM runs") == []
    assert here.exists()


def test_blocking_call_closes_the_model(news):
    model = Fitting()
    with Store.open("m.db", exclusive=True) as store:
        tally = run_batch(extractor(model), Sources([news]), store)
    assert (outcome(tally), model.closed) == ({"done": 6}, 1)
    assert Path("m.db").exists()
