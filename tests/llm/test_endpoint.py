"""The endpoint model against a real HTTP server on the loopback interface that follows a script."""

import asyncio
import contextlib
import dataclasses
import email.utils
import json
import logging
import pickle
import socket
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pydantic import BaseModel, Field

from llmextract.errors import (
    AuthenticationError,
    ConfigurationError,
    EndpointError,
    EndpointUnreachableError,
    InvalidAnswerError,
    ModelNotFoundError,
    RateLimitError,
    RefusedAnswerError,
    TruncatedAnswerError,
)
from llmextract.llm.answer_form import AnswerForm
from llmextract.llm.base import Meter
from llmextract.llm.dialect import TOP_LOGPROBS
from llmextract.llm.endpoint import EndpointModel
from llmextract.llm.likelihood import choice_probability
from tests.chat_server import told

SECRET = "sk-test-0123456789abcdef"
MESSAGES = [
    {"role": "system", "content": "Answer in JSON."},
    {"role": "user", "content": "Where did they meet? {{ braces }} {% if %} stay."},
]
ANSWER = '{"city": "Vostrava", "people": 2}'


class Visit(AnswerForm):
    """A visit."""

    city: str = Field(description="Where", pattern="^[A-Z]", max_length=100)
    people: int = 1


class Reply200:
    """A chat completion."""

    def __init__(self, content=ANSWER, *, finish="stop", cached=None, usage=True, **message):
        self.body = {
            "id": "c1",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish,
                    "message": {"role": "assistant", "content": content, **message},
                }
            ],
        }
        if usage:
            details = {"cached_tokens": cached} if cached is not None else None
            self.body["usage"] = {
                "prompt_tokens": 100,
                "completion_tokens": 20,
                "total_tokens": 120,
                "prompt_tokens_details": details,
            }

    def play(self, handler):
        send(handler, 200, json.dumps(self.body))


class Raw:
    """Any status, body, headers."""

    def __init__(self, status, body, headers=None, content_type="application/json"):
        self.status, self.body, self.headers, self.content_type = status, body, headers or {}, content_type

    def play(self, handler):
        body = self.body if isinstance(self.body, str) else json.dumps(self.body)
        send(handler, self.status, body, self.headers, self.content_type)


class Slow(Reply200):
    """A good answer that comes too late."""

    def play(self, handler):
        handler.server.released.wait(5)
        super().play(handler)


class Reset:
    """A connection that breaks in the middle of the body."""

    def play(self, handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b'{"choices": [')
        handler.wfile.flush()
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()


def send(handler, status, body, headers=None, content_type="application/json"):
    data = body.encode()
    handler.send_response(status)
    for name, value in {"Content-Type": content_type, "Content-Length": str(len(data)), **(headers or {})}.items():
        handler.send_header(name, value)
    handler.end_headers()
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # clients give up, as some tests want them to
        handler.wfile.write(data)


def error_body(message, **more):
    return {"error": {"message": message, "type": "invalid_request_error", **more}}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append((self.path, headers, json.loads(body)))
        if self.server.script:
            self.server.script.pop(0).play(self)
        else:
            send(self, 418, json.dumps(error_body("the script is over")))

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script, self.requests, self.released = [], [], threading.Event()

    def handle_error(self, *_):
        pass

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def bodies(self):
        return [body for _, _, body in self.requests]


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sleeps():
    return []


@pytest.fixture
def make(server, sleeps, monkeypatch, tmp_path):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # nothing here is encrypted, and reading certificates takes long

    async def sleep(seconds):
        sleeps.append(seconds)

    def clock():
        return time.monotonic() + sum(sleeps)

    def make(*script, **settings):
        server.script[:] = script
        place = {"model": "m", "base_url": server.url, "api_key": SECRET, "sleep": sleep, "clock": clock}
        settings = {**place, **settings}
        return EndpointModel(**settings)

    return make


def ask(model, meter=None, form=Visit, times=1):
    async def session():
        try:
            for _ in range(times):
                reply = await model.ask(MESSAGES, form, meter=meter or Meter(), max_tokens=300)
            return reply
        finally:
            await model.aclose()

    return asyncio.run(session())


def causes(error):
    """Everything that a traceback of this error could print."""
    seen = []
    while error is not None:
        seen.append(f"{error!s} {error!r} {error.__notes__ if hasattr(error, '__notes__') else ''}")
        error = error.__cause__ or error.__context__
    return "\n".join(seen)


def test_a_valid_answer_comes_back_as_the_form_with_its_text(make, server):
    reply = ask(make(Reply200()))
    assert reply.value == Visit(city="Vostrava", people=2)
    assert type(reply.value) is Visit
    assert reply.raw == ANSWER
    path, headers, body = server.requests[0]
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {SECRET}"
    assert body["messages"] == MESSAGES
    assert body["model"] == "m"
    assert body["temperature"] == 0
    assert body["max_tokens"] == 300


def test_the_schema_on_the_wire_is_the_forms_own(make, server):
    ask(make(Reply200()))
    sent = server.bodies[0]["response_format"]
    assert sent == {"type": "json_schema", "json_schema": {"name": "Visit", "schema": Visit.model_json_schema()}}


def test_a_form_that_is_no_answer_form_is_asked_for_with_its_plain_schema(make, server):
    class Plain(BaseModel):
        city: str

    assert ask(make(Reply200('{"city": "Vostrava"}')), form=Plain).value.city == "Vostrava"
    assert server.bodies[0]["response_format"]["json_schema"]["schema"] == Plain.model_json_schema()


@pytest.mark.parametrize(
    "text",
    [f"```json\n{ANSWER}\n```", f"Sure, here it is:\n{ANSWER}\nAnything else?", f"<think>{{hm}}</think>{ANSWER}"],
)
def test_fences_prose_and_thinking_around_the_object_are_ignored(make, text):
    reply = ask(make(Reply200(text)))
    assert reply.value.city == "Vostrava"
    assert reply.raw == text


def test_tokens_and_retries_are_counted_over_all_requests(make):
    meter = Meter()
    ask(make(Raw(500, error_body("boom")), Reply200(cached=64)), meter)
    assert (meter.requests, meter.retries) == (2, 1)
    assert (meter.prompt_tokens, meter.cached_tokens, meter.completion_tokens) == (100, 64, 20)


def test_cost_is_known_for_a_listed_model_unknown_for_others_and_nothing_at_home(make):
    listed, unknown, home = Meter(), Meter(), Meter()
    ask(make(Reply200(cached=40), name="openai/gpt-4o-mini-2024-07-18"), listed)
    ask(make(Reply200(), name="somebody/model-nobody-knows"), unknown)
    ask(make(Reply200(), name="ollama/llama9"), home)
    assert listed.cost_usd == pytest.approx((60 * 0.15 + 40 * 0.075 + 20 * 0.60) / 1e6)
    assert unknown.cost_usd is None
    assert home.cost_usd == 0


def test_an_answer_without_usage_has_no_known_cost(make):
    meter = Meter()
    ask(make(Reply200(usage=False), name="openai/gpt-4o-mini"), meter)
    assert (meter.prompt_tokens, meter.cost_usd) == (0, None)


@pytest.mark.parametrize("usage", [{}, {"prompt_tokens": None, "completion_tokens": "few"}])
def test_usage_that_makes_no_sense_counts_as_nothing(make, usage):
    answer, meter = Reply200(), Meter()
    answer.body["usage"] = usage
    ask(make(answer, name="openai/gpt-4o-mini"), meter)
    assert (meter.prompt_tokens, meter.completion_tokens, meter.cost_usd) == (0, 0, None)


def test_an_answer_that_does_not_validate_is_counted_and_not_asked_for_again(make, server):
    meter = Meter()
    with pytest.raises(InvalidAnswerError) as caught:
        ask(make(Reply200('{"people": "several", "city": "vostrava"}')), meter)
    assert caught.value.problems == (
        "city: string should match pattern '^[A-Z]'",
        "people: should be an integer, unable to parse string as an integer",
    )
    assert caught.value.raw == '{"people": "several", "city": "vostrava"}'
    assert len(server.requests) == 1
    assert (meter.requests, meter.retries, meter.prompt_tokens) == (1, 0, 100)
    assert "Where did they meet" not in causes(caught.value)


def test_retry_after_in_seconds_is_obeyed(make, sleeps):
    assert ask(make(Raw(429, error_body("slow down"), {"Retry-After": "7"}), Reply200())).value.people == 2
    assert len(sleeps) == 1
    assert 7 <= sleeps[0] <= 7.5


def test_retry_after_as_a_date_is_obeyed(make, sleeps):
    when = email.utils.formatdate(time.time() + 30, usegmt=True)
    ask(make(Raw(503, "busy", {"Retry-After": when}), Reply200()))
    assert 27 <= sleeps[0] <= 31.5


def test_retry_after_beyond_the_budget_gives_up_at_once(make, server, sleeps):
    with pytest.raises(RateLimitError, match="asks to wait 900 s"):
        ask(make(Raw(429, error_body("slow down"), {"Retry-After": "900"}), budget=600.0))
    assert sleeps == []
    assert len(server.requests) == 1


def test_a_used_up_quota_is_not_retried(make, server):
    with pytest.raises(RateLimitError, match="billing"):
        ask(make(Raw(429, error_body("You exceeded your current quota", code="insufficient_quota"))))
    assert len(server.requests) == 1


def test_retries_end(make, server, sleeps):
    meter = Meter()
    with pytest.raises(EndpointError, match=r"HTTP 502: the gateway is unwell") as caught:
        ask(
            make(*[Raw(502, "<html><h1>the gateway is  unwell</h1></html>", {}, "text/html")] * 9, max_retries=3), meter
        )
    assert type(caught.value) is EndpointError
    assert (len(server.requests), len(sleeps), meter.requests, meter.retries) == (4, 3, 4, 3)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_named_by_its_variable_and_never_shown(make, server, status):
    body = error_body(f"Incorrect API key provided: {SECRET}. Or sk-tes*****cdef.")
    with pytest.raises(AuthenticationError, match="MY_KEY") as caught:
        ask(make(Raw(status, body), key_variable="MY_KEY"))
    assert len(server.requests) == 1
    shown = causes(caught.value)
    assert SECRET not in shown
    assert "cdef" not in shown
    assert "Where did they meet" not in shown
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "answer",
    [
        Raw(404, error_body("The model `m` does not exist", code="model_not_found")),
        Raw(404, "404 page not found", {}, "text/plain"),
        Raw(400, error_body("m is not a valid model ID", code="model_not_found")),
        Raw(400, error_body("model 'm' not found, try pulling it first")),
        Raw(400, error_body("Unknown model: m")),
    ],
)
def test_an_unknown_model_is_named(make, server, answer):
    with pytest.raises(ModelNotFoundError, match="'m'"):
        ask(make(answer))
    assert len(server.requests) == 1


def test_a_context_that_is_too_small_is_explained(make):
    with pytest.raises(EndpointError, match="longer context"):
        ask(make(Raw(400, error_body("This model's maximum context length is 4096 tokens"))))


def test_an_address_where_nothing_listens_fails_fast(make, sleeps):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    meter = Meter()
    with pytest.raises(EndpointUnreachableError, match=r"refuses the connection.*LLMEXTRACT_BASE_URL"):
        ask(make(base_url=f"http://127.0.0.1:{port}/v1"), meter)
    assert len(sleeps) == 2
    assert sum(sleeps) < 1
    assert (meter.requests, meter.retries) == (3, 2)


def test_a_connection_that_breaks_is_retried(make, server):
    assert ask(make(Reset(), Reply200())).value.people == 2
    assert len(server.requests) == 2


def test_a_connection_that_keeps_breaking_is_reported(make):
    with pytest.raises(EndpointError, match="broke off its answer"):
        ask(make(Reset(), Reset(), max_retries=1))


def test_an_answer_that_takes_too_long_is_given_up(make):
    meter = Meter()
    with pytest.raises(EndpointUnreachableError, match=r"within 0\.1 s.*LLMEXTRACT_TIMEOUT"):
        ask(make(Slow(), Slow(), timeout=0.1, max_retries=1), meter)
    assert (meter.requests, meter.retries) == (2, 1)


def test_the_budget_limits_the_wait_too(make):
    with pytest.raises(EndpointUnreachableError, match=r"within 0\.\d+ s.*LLMEXTRACT_BUDGET"):
        ask(make(Slow(), Slow(), timeout=60.0, budget=0.2))


def test_a_question_can_be_cancelled(make, server):
    model = make(Slow(), Reply200())

    async def session():
        try:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(model.ask(MESSAGES, Visit, meter=Meter(), max_tokens=300), 0.3)
        finally:
            await model.aclose()

    asyncio.run(session())
    assert len(server.requests) <= 1


def test_a_cut_off_answer_keeps_its_text(make):
    with pytest.raises(TruncatedAnswerError, match="300 tokens") as caught:
        ask(make(Reply200('{"city": "Vos', finish="length")))
    assert caught.value.raw == '{"city": "Vos'


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Reply200(None, refusal="I cannot help\nwith that."), "I cannot help with that"),
        (Reply200("half", finish="content_filter"), "content filter"),
        (Reply200(None), "gave no answer"),
    ],
)
def test_refusals_are_told_apart_from_bad_answers(make, answer, message):
    with pytest.raises(RefusedAnswerError, match=message):
        ask(make(answer))


def test_no_choices_and_an_empty_answer_are_invalid(make):
    nothing = Reply200()
    nothing.body["choices"] = []
    missing = Reply200()
    del missing.body["choices"]
    for answer, message in ((nothing, "no answer"), (missing, "no answer"), (Reply200("  "), "is empty")):
        with pytest.raises(InvalidAnswerError, match=message) as caught:
            ask(make(answer))
        assert caught.value.problems


@pytest.mark.parametrize(
    "answer",
    [Raw(200, "<html><body>Welcome</body></html>", {}, "text/html"), Raw(200, "[]"), Raw(200, "welcome")],
)
def test_a_success_that_is_no_chat_completion_points_at_the_address(make, server, answer):
    with pytest.raises(EndpointError, match=r"no chat completion.*/v1"):
        ask(make(answer))
    assert len(server.requests) == 1


def test_an_error_inside_a_success_is_found(make, server):
    with pytest.raises(EndpointError, match="upstream is down"):
        ask(make(Raw(200, {"error": {"message": "upstream is down", "code": "bad"}})))
    assert ask(make(Raw(200, {"error": {"message": "busy", "code": 503}}), Reply200())).value.people == 2
    assert len(server.requests) == 3


def tool_answer(arguments=ANSWER):
    call = {"id": "t", "type": "function", "function": {"name": "Visit", "arguments": arguments}}
    return Reply200(None, finish="tool_calls", tool_calls=[call])


def test_a_server_without_json_schema_is_asked_with_a_tool_from_then_on(make, server):
    meter = Meter()
    refusal = Raw(400, error_body("This response_format type is unavailable now"))
    reply = ask(make(refusal, tool_answer(), tool_answer()), meter, times=2)
    assert reply.raw == ANSWER
    assert "response_format" not in server.bodies[1]
    tool = server.bodies[1]["tools"][0]["function"]
    assert tool["name"] == "Visit"
    assert tool["parameters"]["properties"] == Visit.model_json_schema()["properties"]
    assert "tools" in server.bodies[2]
    assert (meter.requests, meter.retries) == (3, 1)


def test_the_ladder_goes_down_to_a_plain_prompt(make, server):
    ask(
        make(
            Raw(422, error_body("failed to parse grammar")),
            Raw(400, error_body("m does not support tools")),
            Raw(400, error_body("'response_format.type' must be 'text'")),
            Reply200(f"```json\n{ANSWER}\n```"),
        )
    )
    formats = [body.get("response_format", {}).get("type") for body in server.bodies]
    assert formats == ["json_schema", None, "json_object", None]
    assert "Vostrava" not in json.dumps(server.bodies[3])
    assert MESSAGES[1]["content"] in server.bodies[3]["messages"][1]["content"]


def test_a_model_that_answers_in_words_where_a_tool_was_asked_for_is_understood(make):
    assert ask(make(Reply200(f"Here: {ANSWER}"), mode="tools")).value.city == "Vostrava"


def test_tool_arguments_that_are_an_object_already_are_understood(make):
    assert ask(make(tool_answer({"city": "Vostrava", "people": 3}), mode="tools")).value.people == 3


def test_a_fixed_mode_does_not_fall_back(make, server):
    with pytest.raises(EndpointError, match="response_format"):
        ask(make(Raw(400, error_body("response_format is not supported")), mode="json_schema"))
    assert len(server.requests) == 1


def test_a_server_error_about_the_grammar_leads_to_the_next_mode_without_retries(make, sleeps):
    ask(make(Raw(500, error_body("tools param requires --jinja flag")), Reply200(), mode="auto"))
    assert sleeps != []  # a schema was asked for, so the error was not about that: an ordinary retry
    sleeps.clear()
    ask(make(Raw(500, error_body("failed to initialise grammar")), tool_answer()))
    assert sleeps == []


def test_a_rejected_temperature_is_left_out_from_then_on(make, server):
    refusal = Raw(400, error_body("Unsupported value: 'temperature' does not support 0 with this model."))
    ask(make(refusal, Reply200(), Reply200()), times=2)
    assert ["temperature" in body for body in server.bodies] == [True, False, False]


def test_a_rejected_seed_is_left_out_and_the_token_limit_renamed(make, server):
    ask(
        make(
            Raw(400, error_body("property 'seed' is unsupported")),
            Raw(400, error_body("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")),
            Reply200(),
            seed=7,
            temperature=None,
            extra_body={"reasoning_effort": "low"},
        )
    )
    assert [body.get("seed") for body in server.bodies] == [7, None, None]
    assert server.bodies[2]["max_completion_tokens"] == 300
    assert "max_tokens" not in server.bodies[2]
    assert "temperature" not in server.bodies[0]
    assert all(body["reasoning_effort"] == "low" for body in server.bodies)


def with_tokens(*tokens):
    answer = Reply200("".join(token.decode() for token, _ in tokens))
    answer.body["choices"][0]["logprobs"] = {"content": [told(*token) for token in tokens]}
    return answer


def test_token_probabilities_are_asked_for_and_read(make, server):
    reply = ask(make(with_tokens((b'{"city": "', {}), (b"Vostrava", {b"Vostrava": 0.6, b"Porto": 0.2}), (b'"}', {}))))
    assert {"logprobs": True, "top_logprobs": TOP_LOGPROBS}.items() <= server.bodies[0].items()
    assert [token.text for token in reply.tokens] == ['{"city": "', "Vostrava", '"}']
    assert choice_probability(reply, ("city",), ("Vostrava", "Porto Lindo")) == pytest.approx(0.75)


def test_a_server_that_ignores_the_wish_for_token_probabilities_answers_all_the_same(make):
    assert ask(make(Reply200())).tokens is None


@pytest.mark.parametrize("status", [400, 403, 422, 500])
def test_refused_token_probabilities_are_left_out_from_then_on(make, server, sleeps, status):
    refusal = Raw(status, error_body("logprobs are not supported with reasoning models"))
    meter = Meter()
    assert ask(make(refusal, Reply200(), Reply200()), meter, times=2).value.city == "Vostrava"
    assert [body.get("logprobs") for body in server.bodies] == [True, None, None]
    assert [body.get("top_logprobs") for body in server.bodies] == [TOP_LOGPROBS, None, None]
    assert all("json_schema" in body["response_format"] for body in server.bodies)
    assert (meter.requests, meter.retries, sleeps) == (3, 1, [])


@pytest.mark.parametrize("settings", [{"logprobs": False}, {"mode": "tools"}])
def test_token_probabilities_are_not_asked_for_when_unwanted_or_of_a_tool(make, server, settings):
    ask(make(tool_answer(), **settings))
    assert not {"logprobs", "top_logprobs"} & set(server.bodies[0])


def test_without_a_key_no_credentials_leave_the_machine(make, server, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-invented")
    ask(make(Reply200(), api_key=None))
    assert "authorization" not in server.requests[0][1]
    assert SECRET not in str(server.requests)
    assert "org-invented" not in str(server.requests)


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "“quoted”"])
def test_a_key_that_cannot_be_one_is_rejected_without_showing_it(key):
    with pytest.raises(ConfigurationError, match="MY_KEY") as caught:
        EndpointModel(model="m", api_key=key, key_variable="MY_KEY")
    assert key not in causes(caught.value)


def test_an_unknown_mode_is_rejected():
    with pytest.raises(ConfigurationError, match="json_schema"):
        EndpointModel(model="m", mode="xml")


def test_the_observer_sees_every_request(make):
    seen = []
    model = make(
        Raw(500, error_body("boom")), Reply200(), on_exchange=lambda messages, outcome: seen.append((messages, outcome))
    )
    ask(model)
    assert [messages for messages, _ in seen] == [MESSAGES, MESSAGES]
    assert isinstance(seen[0][1], EndpointError)
    assert seen[1][1] == ANSWER


def test_an_exception_of_somebody_else_comes_through_unchanged_and_is_not_retried(make, server, sleeps):
    class RecorderError(Exception):
        """Stands for what a recorder of HTTP raises inside the transport."""

    def observe(_messages, _outcome):
        raise RecorderError("from the hook")

    with pytest.raises(RecorderError, match="from the hook"):
        ask(make(Reply200(), Reply200(), on_exchange=observe))
    assert (len(server.requests), sleeps) == (1, [])


def test_a_missing_cassette_comes_through_unchanged(make, server, sleeps, tmp_path):
    vcr = pytest.importorskip("vcr")
    errors = pytest.importorskip("vcr.errors")
    with (
        vcr.VCR(record_mode="none").use_cassette(str(tmp_path / "none.yaml")),
        pytest.raises(errors.CannotOverwriteExistingCassetteException),
    ):
        ask(make(Reply200()))
    assert (server.requests, sleeps) == ([], [])


def test_questions_from_different_event_loops_work(make):
    model = make(Reply200(), Reply200())

    async def session():
        reply = await model.ask(MESSAGES, Visit, meter=Meter(), max_tokens=300)
        await model.aclose()
        return reply

    assert asyncio.run(session()) == asyncio.run(session())


def test_questions_asked_at_once_share_what_was_learnt(make, server):
    refusal = Raw(400, error_body("temperature is not supported"))
    model = make(refusal, refusal, Reply200(), Reply200())

    async def session():
        await asyncio.gather(*(model.ask(MESSAGES, Visit, meter=Meter(), max_tokens=300) for _ in range(2)))
        await model.aclose()

    asyncio.run(session())
    assert len(server.requests) <= 4
    assert "temperature" not in server.bodies[-1]


def test_a_model_can_be_pickled_after_use(make):
    model = make(Reply200(), Reply200(), sleep=asyncio.sleep, clock=time.monotonic)
    ask(model)
    assert ask(pickle.loads(pickle.dumps(model))).value.people == 2  # noqa: S301


def test_nothing_shows_the_key(make):
    model = make(base_url="http://user:hidden@127.0.0.1:9/v1")
    assert repr(model) == "EndpointModel(name='m', base_url='http://127.0.0.1:9/v1')"
    assert SECRET not in repr(model._server)


def test_failures_print_nothing_by_themselves(make, capfd):
    root = logging.getLogger()
    handlers, root.handlers = root.handlers, []
    try:
        with pytest.raises(AuthenticationError):
            ask(make(Raw(401, error_body("no"))))
    finally:
        root.handlers = handlers
    assert capfd.readouterr() == ("", "")


def test_api_openai_com_is_asked_strictly():
    model = EndpointModel(model="gpt-5-mini", api_key=SECRET)
    assert model._dialect.strict
    assert model._dialect.parameters(9) == {
        "max_completion_tokens": 9,
        "temperature": 0.0,
        "logprobs": True,
        "top_logprobs": TOP_LOGPROBS,
    }


def test_strict_is_sent_and_given_up_first(make, server):
    model = make(Raw(400, error_body("Invalid schema for response_format")), Reply200())
    model._dialect = dataclasses.replace(model._dialect, strict=True)
    ask(model)
    assert [body["response_format"]["json_schema"].get("strict") for body in server.bodies] == [True, None]
