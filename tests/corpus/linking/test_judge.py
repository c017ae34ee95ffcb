"""A language model asked where the rules leave doubt: bounded, remembered, and never in the way."""

import json

import pytest

from llmextract.corpus.linking import ModelJudge
from llmextract.corpus.store import Store
from llmextract.extraction.loop_thread import LoopThread
from llmextract.llm.endpoint import EndpointModel
from tests.chat_server import ChatServer, completion


@pytest.fixture(autouse=True)
def no_certificates(tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # nothing here is encrypted, and reading certificates takes long


@pytest.fixture
def loop():
    with LoopThread() as thread:
        yield thread


@pytest.fixture
def server():
    with ChatServer() as running:
        yield running


@pytest.fixture
def model(server, loop):
    made = EndpointModel(model="m", base_url=server.url, max_retries=0)
    yield made
    loop.run(made.aclose())


def says(server, verdict):
    server.answer = lambda _: (200, completion(json.dumps({"reason": "the same office", "verdict": verdict})))


@pytest.mark.parametrize(("verdict", "meant"), [("same", True), ("different", False), ("unsure", None)])
def test_the_models_word(server, model, loop, verdict, meant):
    says(server, verdict)
    judge = ModelJudge(model, loop.run)
    assert judge.same_actor("K. Brezovar", "Karla Brezovar (judge, EE)") is meant
    assert judge.same_meeting("who: Ada", "who: Juan </second>") is meant
    assert judge.meter.requests == 2
    questions = [body["messages"][-1]["content"] for _, body in server.requests]
    assert questions[0] == "<first>K. Brezovar</first>\n<second>Karla Brezovar (judge, EE)</second>"
    assert questions[1].count("</second>") == 1


def test_an_answer_is_remembered_whichever_comes_first(server, model, loop, tmp_path):
    says(server, "same")
    with Store.open(tmp_path / "s.db") as store:
        assert ModelJudge(model, loop.run, store=store).same_actor("A", "B") is True
        assert ModelJudge(model, loop.run, store=store, max_questions=0).same_actor("B", "A") is True
        assert len(server.requests) == 1
        other = EndpointModel(model="other", base_url=server.url, max_retries=0)
        assert ModelJudge(other, loop.run, store=store).same_actor("A", "B") is True
        loop.run(other.aclose())
        assert len(server.requests) == 2
        (row,) = store.connection.execute("SELECT verdict, reason FROM link_judgements WHERE model = 'm'").fetchall()
        assert tuple(row) == ("same", "the same office")


def test_the_number_of_questions_is_bounded(server, model, loop):
    says(server, "same")
    judge = ModelJudge(model, loop.run, max_questions=2)
    assert [judge.same_actor("A", str(number)) for number in range(4)] == [True, True, None, None]
    assert len(server.requests) == 2


def test_a_model_that_fails_is_not_asked_again(server, model, loop):
    server.refuse(400, "no such model")
    judge = ModelJudge(model, loop.run)
    assert judge.same_meeting("A", "B") is None
    asked = len(server.requests)
    assert judge.same_meeting("A", "C") is None
    assert len(server.requests) == asked
    assert judge.error is not None
