"""The extractor around the pipeline: many articles, one that fails, threads, event loops, settings."""

import asyncio
import gc
import json
import os
import pickle
import threading
import time
from concurrent.futures import CancelledError

import pytest

import llmextract
from llmextract.articles.reading import article_from_text
from llmextract.errors import ArticleFormatError, ConfigurationError, EndpointError, LlmextractError
from llmextract.extraction.extractor import Extractor, aextract, extract
from llmextract.extraction.loop_thread import LoopThread
from llmextract.llm.base import Reply
from llmextract.schemas import Extraction
from tests.chat_server import ChatServer, fitting_answer

PEOPLE = ("Novak", "Ortega", "Quist", "Brandt", "Sayed", "Larsen")


def story(number):
    return f"Foreign Minister Ada {PEOPLE[number]} of Slovenia met President Ivo Marn of Chile in Santiago on Monday."


class Fitting:
    """A language model whose answers always fit, after a while; it fails where the text holds a given name."""

    name = "fitting/one"

    def __init__(self, *, seconds=0.0, fails_at=None, error=None):
        self.seconds, self.fails_at, self.error = seconds, fails_at, error
        self.at_work = self.most_at_work = self.asked = self.cancelled = 0
        self.threads, self.closed_in = set(), []

    async def ask(self, messages, form, *, meter, max_tokens):
        assert max_tokens > 0
        self.asked += 1
        self.threads.add(threading.current_thread().name)
        meter.requests += 1
        meter.add(prompt=100, cached=0, completion=10, cost_usd=0.5)
        self.at_work += 1
        self.most_at_work = max(self.at_work, self.most_at_work)
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        finally:
            self.at_work -= 1
        if self.fails_at and self.fails_at in messages[-1]["content"]:
            raise self.error
        answer = json.dumps(fitting_answer(form.model_json_schema()))
        return Reply(form.model_validate_json(answer), answer)

    async def aclose(self):
        self.closed_in.append(threading.current_thread().name)


@pytest.fixture(autouse=True)
def nothing_configured(tmp_path, monkeypatch):
    for variable in os.environ:
        if variable.startswith(("LLMEXTRACT_", "OPENAI_")):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # nothing here is encrypted, and reading certificates takes long
    monkeypatch.chdir(tmp_path)


def test_text_becomes_a_record():
    with Extractor(language_model=Fitting()) as extractor:
        record = extractor.extract(story(0), published="2031-05-14")
    assert [actor.name for actor in record.actors] == ["Ada Novak", "Ivo Marn"]
    assert (str(record.article.published), record.run.model) == ("2031-05-14", "fitting/one")
    assert record.run.requests >= 1


def test_outcomes_come_in_order_and_one_that_fails_never_stops_the_rest():
    model = Fitting(fails_at="Quist", error=EndpointError("it broke"))
    articles = [story(0), article_from_text(story(1), source="one.txt"), " \n", story(2), story(3)]
    with Extractor(language_model=model) as extractor:
        outcomes = list(extractor.extract_many(articles, concurrency=3))
    assert [bool(outcome.extraction) for outcome in outcomes] == [True, True, False, False, True]
    assert [outcome.article.text for outcome in outcomes] == [story(0), story(1), " \n", story(2), story(3)]
    assert outcomes[1].article is articles[1]
    assert isinstance(outcomes[2].error, ArticleFormatError)
    assert outcomes[2].cost.requests == 0
    assert str(outcomes[3].error) == "<text>: it broke"
    assert (outcomes[3].cost.requests, outcomes[3].cost.cost_usd) == (1, 0.5)


def test_bug_costs_only_its_own_article():
    bug = KeyError("a9")
    with Extractor(language_model=Fitting(fails_at="Novak", error=bug)) as extractor:
        first, second = extractor.extract_many([story(0), story(1)])
        assert second.extraction
        assert isinstance(first.error, LlmextractError)
        assert first.error.__cause__ is bug
        assert "internal error (KeyError: 'a9'); please report it" in str(first.error)
        with pytest.raises(KeyError, match="a9"):
            extractor.extract(story(0))


@pytest.mark.parametrize("concurrency", [1, 2, 4])
def test_no_more_articles_than_allowed_are_at_work_and_taken(concurrency):
    taken = []

    def articles():
        for number in range(6):
            taken.append(threading.current_thread())
            yield story(number)

    model = Fitting(seconds=0.01)
    with Extractor(language_model=model) as extractor:
        outcomes = extractor.extract_many(articles(), concurrency=concurrency)
        next(outcomes)
        assert len(taken) <= concurrency
        assert len(list(outcomes)) == 5
    assert model.most_at_work == concurrency
    assert set(taken) == {threading.current_thread()}


def test_concurrency_must_be_possible():
    with Extractor(language_model=Fitting()) as extractor:
        with pytest.raises(ValueError, match="concurrency must be 1 or more, not 0"):
            next(extractor.extract_many([story(0)], concurrency=0))
        with pytest.raises(ValueError, match="concurrency must be 1 or more, not -1"):
            asyncio.run(anext(extractor.aextract_many([story(0)], concurrency=-1)))


def test_leaving_early_ends_the_work_that_has_begun():
    model = Fitting(seconds=0.01)
    with Extractor(language_model=model) as extractor:
        for outcome in extractor.extract_many((story(number) for number in range(6)), concurrency=4):
            assert outcome.extraction
            model.seconds = 60
            break
        gc.collect()
        assert model.at_work == 0
    assert model.asked <= 8


def test_articles_that_can_not_be_taken_end_the_work():
    def articles():
        yield story(0)
        raise OSError("the disk is gone")

    model = Fitting(seconds=60)
    with Extractor(language_model=model) as extractor:
        with pytest.raises(OSError, match="disk is gone"):
            list(extractor.extract_many(articles(), concurrency=4))
        assert model.at_work == 0


def test_closing_ends_what_is_at_work_and_a_later_call_starts_anew():
    model = Fitting(seconds=0)
    extractor = Extractor(language_model=model)
    model.seconds = 60
    outcomes = extractor.extract_many([story(0), story(1)], concurrency=2)
    ends = []

    def wait():
        try:
            next(outcomes)
        except CancelledError as end:
            ends.append(end)

    waiting = threading.Thread(target=wait)
    waiting.start()
    while model.at_work < 2:
        time.sleep(0.001)
    extractor.close()
    waiting.join()
    assert (len(ends), model.at_work, model.cancelled, model.closed_in) == (1, 0, 2, ["llmextract"])
    extractor.close()
    model.seconds = 0
    assert extractor.extract(story(0)).actors
    extractor.close()
    assert "llmextract" not in {thread.name for thread in threading.enumerate()}


def test_inside_a_running_event_loop_the_blocking_calls_work_too():
    async def cell():
        with Extractor(language_model=Fitting()) as extractor:
            outcomes = list(extractor.extract_many([story(0), story(1)]))
            return [extractor.extract(story(2)), *(outcome.extraction for outcome in outcomes)]

    assert all(isinstance(record, Extraction) for record in asyncio.run(cell()))


def test_asynchronous_calls_stay_in_their_loop_and_keep_the_order():
    model = Fitting(fails_at="Ortega", error=EndpointError("it broke"))

    async def work():
        extractor = Extractor(language_model=model)
        one = await extractor.aextract(story(0))
        many = [outcome async for outcome in extractor.aextract_many([story(0), story(1), story(2)], concurrency=2)]
        with pytest.raises(EndpointError, match="it broke"):
            await extractor.aextract(story(1))
        await extractor.aclose()
        return one, many

    one, many = asyncio.run(work())
    assert one.actors
    assert [outcome.extraction is not None for outcome in many] == [True, False, True]
    assert model.threads == {"MainThread"}
    assert model.closed_in == ["MainThread"]


def test_leaving_the_asynchronous_outcomes_early_ends_the_work():
    model = Fitting(seconds=0.01)

    async def work():
        outcomes = Extractor(language_model=model).aextract_many([story(number) for number in range(4)], concurrency=4)
        await anext(outcomes)
        model.seconds = 60
        await outcomes.aclose()
        return model.at_work

    assert asyncio.run(work()) == 0


def test_pickled_extractor_works_elsewhere():
    with Extractor(language_model=Fitting(), max_reasks=7) as extractor:
        extractor.extract(story(0))
        with pickle.loads(pickle.dumps(extractor)) as copy:  # noqa: S301
            assert copy.settings.max_reasks == 7
            assert copy.extract(story(0)).actors == extractor.extract(story(0)).actors


def test_extractor_made_of_settings_asks_the_endpoint_with_the_given_key():
    with ChatServer() as server:
        settings = {"model": "m", "base_url": server.url, "api_key": "sk-given"}
        record = extract(story(0), published="2031-05-14", **settings)
        with pickle.loads(pickle.dumps(Extractor(**settings))) as copy:  # noqa: S301
            assert copy.extract(story(0), published="2031-05-14").meetings == record.meetings
        assert asyncio.run(aextract(story(0), published="2031-05-14", **settings)).meetings == record.meetings
        assert {headers["authorization"] for headers, _ in server.requests} == {"Bearer sk-given"}
    assert record.meetings


def test_given_key_goes_to_no_address_that_only_the_file_gives(tmp_path, monkeypatch):
    (tmp_path / "llmextract.toml").write_text('base_url = "https://evil.example/v1"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"is not sent to evil\.example"):
        Extractor("openai/gpt-5-mini", api_key="sk-given")
    monkeypatch.chdir(tmp_path.parent)
    assert Extractor("openai/gpt-5-mini", api_key="sk-given").language_model.name == "openai/gpt-5-mini"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"model": "nonsense"}, "it is not clear where the model 'nonsense' runs"),
        ({"model": "local/nonsense"}, "there is no embedded model called 'nonsense'"),
        ({"colour": "red"}, "unknown setting 'colour' in option colour"),
        ({"timeout": 0}, "'timeout' in option timeout should be greater than 0"),
    ],
)
def test_wrong_settings_are_refused_at_once(settings, message):
    with pytest.raises(ConfigurationError, match=message):
        Extractor(**settings)


def test_public_functions_are_the_same():
    assert (llmextract.extract, llmextract.aextract, llmextract.Extractor) == (extract, aextract, Extractor)


async def _finish(seconds=0.0, result=None, error=None):
    await asyncio.sleep(seconds)
    if error:
        raise error
    return result


def test_loop_thread_hands_over_results_and_errors_and_leaves_the_callers_loop_alone():
    own = asyncio.new_event_loop()
    asyncio.set_event_loop(own)
    try:
        with LoopThread() as thread:
            assert thread.run(_finish(result=3)) == 3
            with pytest.raises(ZeroDivisionError):
                thread.run(_finish(error=ZeroDivisionError()))
            assert thread.running
        assert asyncio.get_event_loop() is own
        assert not own.is_closed()
    finally:
        asyncio.set_event_loop(None)
        own.close()
    assert not thread.running
    thread.close()


def test_interrupt_of_the_waiting_ends_the_work_and_waits_for_its_end(monkeypatch):
    ended = threading.Event()

    async def work():
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.02)  # cleaning up takes a while
            ended.set()

    with LoopThread() as thread:
        started = thread.start(work())
        real = started._result.result

        def interrupted():
            monkeypatch.setattr(started._result, "result", real)
            raise KeyboardInterrupt

        thread.run(asyncio.sleep(0.01))
        monkeypatch.setattr(started._result, "result", interrupted)
        with pytest.raises(KeyboardInterrupt):
            started.result()
        assert ended.is_set()
        with pytest.raises(CancelledError):
            started.result()
        started.end()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_forked_process_gets_a_loop_of_its_own():
    with Extractor(language_model=Fitting()) as extractor:
        extractor.extract(story(0))
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = 0 if extractor.extract(story(0)).actors else 1
            finally:
                os._exit(code)
        assert os.waitpid(child, 0)[1] == 0


def test_the_effort_is_the_one_set_or_else_that_of_the_model():
    with Extractor(language_model=Fitting(), model="openai/x") as extractor:
        assert extractor.effort == "normal"
    with Extractor(language_model=Fitting(), effort="low") as extractor:
        assert extractor.extract(story(0)).run.effort == "low"
    with Extractor("x", base_url="https://models.example/v1") as extractor:
        assert extractor.effort == "low"
