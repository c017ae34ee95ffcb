"""Plain instructor against a server on the loopback interface, and against the embedded runtime."""

import asyncio
import datetime
import json
import threading

import pytest

from llmextract.articles.article import Article
from llmextract.errors import (
    AuthenticationError,
    ConfigurationError,
    EndpointError,
    EndpointUnreachableError,
    InvalidAnswerError,
    ModelFileError,
    RefusedAnswerError,
    TruncatedAnswerError,
)
from llmextract.evaluation.baseline import MAX_ANSWER_TOKENS, PlainInstructor
from llmextract.evaluation.plain_answer import system_prompt
from llmextract.llm.embedded import server as embedded
from llmextract.settings import Settings
from tests import embedded_support
from tests.chat_server import ChatServer, completion, schema_of

TEXT = "Ada Novak met Juan Ortega in Porto Lindo on Monday. {% They %} spoke of trade."
ARTICLE = Article(text=TEXT, source="a.txt", published=datetime.date(2031, 5, 14))
KEY = {"LLMEXTRACT_API_KEY": "sk-secret-secret"}

PERSON = {"aliases": [], "kind": "person", "role": None, "country": None, "attendance": "confirmed"}
MEETING = {
    "status": "held",
    "format": "in_person",
    "participants": [{"name": "Ada Novak", **PERSON}, {"name": "Juan Ortega", **PERSON}],
    "date": "2031-05-12",
    "date_end": None,
    "date_text": "on Monday",
    "city": "Porto Lindo",
    "country": "PT",
    "venue": None,
    "topics": [{"label": "trade", "category": "economy"}],
    "sources": [],
    "evidence": ["Ada Novak met Juan Ortega", "They shook hands"],
}


def answered(*meetings):
    return completion(json.dumps({"meetings": list(meetings)}))


@pytest.fixture
def server():
    with ChatServer() as running:
        running.answer = lambda _: (200, answered(MEETING))
        yield running


def make(server, *, environ=None, **settings):
    defaults = {"model": "m", "base_url": getattr(server, "url", server), "max_retries": 0}
    return PlainInstructor(Settings(**(defaults | settings)), environ=environ or {})


def extract(plain, *articles, **arguments):
    """Extract some articles at once, in one event loop, and return the last one's record."""

    async def work():
        try:
            return await asyncio.gather(*(plain.aextract(article, **arguments) for article in articles or (ARTICLE,)))
        finally:
            await plain.aclose()

    return asyncio.run(work())[-1]


def test_one_question_gives_the_whole_record(server):
    record = extract(make(server))
    (meeting,) = record.meetings
    assert [actor.name for actor in record.actors] == ["Ada Novak", "Juan Ortega"]
    assert (meeting.date.start, meeting.place.city, meeting.place.country) == (
        datetime.date(2031, 5, 12),
        "Porto Lindo",
        "PT",
    )
    assert [quote.quote for quote in record.quotes()] == ["Ada Novak met Juan Ortega"]
    assert [warning.code for warning in record.warnings] == ["quote-not-found"]
    assert (record.article.source, record.article.published) == ("a.txt", datetime.date(2031, 5, 14))
    run = record.run
    assert (run.model, run.requests, run.retries, run.prompt_tokens, run.completion_tokens) == ("m", 1, 0, 100, 20)
    assert run.seconds > 0
    assert run.cost_usd is None


def test_question_is_put_plainly(server):
    extract(make(server, temperature=0.25), published=datetime.date(2031, 5, 15))
    ((headers, body),) = server.requests
    assert body["messages"] == [
        {"role": "system", "content": system_prompt()},
        {"role": "user", "content": f"Publication date: Thursday, 2031-05-15\n\nArticle:\n{TEXT}"},
    ]
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("m", 0.25, MAX_ANSWER_TOKENS)
    assert body["response_format"]["type"] == "json_schema"
    assert "meetings" in schema_of(body)["properties"]
    assert "authorization" not in headers


def test_key_goes_to_the_server_and_nothing_else_does(server, monkeypatch):
    monkeypatch.setenv("OPENAI_ORG_ID", "org-mine")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-mine")
    extract(make(server, environ=KEY))
    ((headers, _),) = server.requests
    assert headers["authorization"] == "Bearer sk-secret-secret"
    assert "mine" not in str(headers)


def test_article_without_meetings_has_an_empty_record(server):
    server.answer = lambda _: (200, answered())
    record = extract(make(server))
    assert (record.meetings, record.actors, record.warnings) == ((), (), ())


def test_several_articles_are_asked_about_at_once_and_counted_apart(server):
    both = threading.Barrier(2, timeout=10)

    def together(_):
        both.wait()
        return 200, answered(MEETING)

    server.answer = together
    record = extract(make(server), ARTICLE, Article(text="They met."))
    assert (record.run.requests, record.run.prompt_tokens) == (1, 100)
    assert len(server.requests) == 2


def test_answer_that_does_not_validate_is_sent_back(server):
    answers = [answered(MEETING | {"date": "Monday"}), answered(MEETING)]
    server.answer = lambda _: (200, answers.pop(0))
    record = extract(make(server))
    assert len(record.meetings) == 1
    run = record.run
    assert (run.requests, run.retries, run.prompt_tokens, run.completion_tokens) == (2, 1, 200, 40)
    sent = server.requests[1][1]["messages"]
    assert "Monday" in str(sent[2:])
    assert "date" in sent[-1]["content"]


def test_answer_that_never_validates_is_an_error(server):
    server.answer = lambda _: (200, answered(MEETING | {"status": "over"}))
    with pytest.raises(InvalidAnswerError, match=r"^a\.txt: the model's answer is not valid: meetings") as caught:
        extract(make(server))
    assert "meetings[0].status" in caught.value.problems[0]
    assert "over" in caught.value.raw
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None, "instructor's exception holds the whole prompt"
    assert len(server.requests) == 3


def test_answer_without_a_json_object_is_an_error(server):
    server.answer = lambda _: (200, completion("I can't say."))
    with pytest.raises(InvalidAnswerError, match="not valid JSON"):
        extract(make(server))


def test_answer_that_is_cut_off_is_an_error(server):
    server.answer = lambda _: (200, completion('{"meetings": [', finish="length"))
    with pytest.raises(TruncatedAnswerError, match="cut off after 4096 tokens"):
        extract(make(server))
    assert len(server.requests) == 1


def test_refusal_is_an_error(server):
    refused = completion(None)
    refused["choices"][0]["message"]["refusal"] = "I won't."
    server.answer = lambda _: (200, refused)
    with pytest.raises(RefusedAnswerError, match="the model refuses: I won't"):
        extract(make(server))


def test_refused_key_is_told_without_showing_it(server):
    server.refuse(401, "wrong key sk-secret-secret")
    with pytest.raises(AuthenticationError, match=r"a\.txt: .* refuses the key") as caught:
        extract(make(server, environ=KEY))
    assert "sk-secret" not in str(caught.value)


def test_server_error_is_told(server):
    server.refuse(500, "out of order")
    with pytest.raises(EndpointError, match="out of order"):
        extract(make(server))


def test_transport_fault_is_retried_by_the_client(server):
    answers = [(503, {"error": {"message": "busy"}}), (200, answered(MEETING))]
    server.answer = lambda _: answers.pop(0)
    assert extract(make(server, max_retries=2)).meetings


def test_error_that_comes_as_a_success_is_told(server):
    server.answer = lambda _: (200, {"error": {"message": "the model is not loaded", "code": 503}})
    with pytest.raises(EndpointError, match="the model is not loaded"):
        extract(make(server))


@pytest.mark.parametrize("body", ["<html>a gateway</html>", '"a string"'])
def test_body_that_is_no_completion_is_told(server, body):
    server.answer = lambda _: (200, body)
    with pytest.raises(EndpointError, match="no chat completion"):
        extract(make(server))


def test_server_that_does_not_run_is_told():
    with ChatServer() as gone:
        url = gone.url
    with pytest.raises(EndpointUnreachableError, match="refuses the connection"):
        extract(make(url))


def test_server_that_does_not_answer_in_time_is_told(server):
    release = threading.Event()

    def late(_):
        release.wait(10)
        return 200, answered()

    server.answer = late
    with pytest.raises(EndpointUnreachableError, match=r"no answer from .* within 0.2 s"):
        extract(make(server, timeout=0.1, budget=0.2))
    release.set()


def test_price_is_counted(server, tmp_path):
    table = tmp_path / "prices.json"
    table.write_text('{"prices": {"m": {"input": 1.0, "output": 10.0}}}')
    assert extract(make(server, prices=table)).run.cost_usd == pytest.approx(0.0003)


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"model": "local/no/such/file"}, ModelFileError),
        ({"model": "nobody-knows"}, ConfigurationError),
        ({"model": "openai/m"}, ConfigurationError),
    ],
)
def test_wrong_settings_are_told_before_any_work(settings, error):
    with pytest.raises(error):
        PlainInstructor(Settings(**settings), environ={})


def test_key_that_can_not_be_sent_is_told_before_any_work():
    with pytest.raises(ConfigurationError, match="character that no key has"):
        make("http://127.0.0.1:9/v1", environ={"LLMEXTRACT_API_KEY": "sk-“x”"})


def test_embedded_model_is_started_when_it_is_first_asked(tmp_path):
    path = embedded_support.write_tiny_gguf(tmp_path / "tiny.gguf")
    plain = PlainInstructor(Settings(model=f"local/{path}", context=512, threads=1, max_retries=0))
    assert plain.name == f"local/{path}"
    running = set(embedded._registry)  # servers that other tests of this process left
    try:
        with pytest.raises(EndpointError, match="exceeds the available context") as caught:
            extract(plain, ARTICLE, ARTICLE)
        assert "longer context" in caught.value.hint
        assert len(set(embedded._registry) - running) == 1
    finally:
        embedded.stop_all()
