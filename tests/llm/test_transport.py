"""What exactly goes over the wire, to whom, and what of an answer is taken in."""

import asyncio
import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx2
import openai
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from llmextract.errors import AnswerError
from llmextract.llm.completion import count_tokens, hidden_fault, read_answer, text_of
from llmextract.llm.faults import Server
from llmextract.llm.request_fault import RequestFault
from llmextract.llm.token_probabilities import read_tokens
from llmextract.llm.transport import EndpointClient, read_completion
from tests.chat_server import completion

SERVER = Server(model="m", base_url="http://llm.invalid/v1", key_variable="K", secret="sk-0123456789")


@pytest.fixture(autouse=True)
def _quick_certificates(monkeypatch, tmp_path):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # reading the system's certificates takes long


@pytest.fixture
def wire():
    """A server that keeps the bytes and headers of what it is sent."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.server.seen.append(
                (self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])))
            )
            body = json.dumps(completion("{}")).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        server.seen = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Visit(BaseModel):
    """A visit in “Łódź”."""

    city: str
    people: int | None = None


REQUEST = {
    "response_format": {"type": "json_schema", "json_schema": {"name": "V", "schema": Visit.model_json_schema()}},
    "temperature": 0.0,
    "model": "m",
    "logprobs": True,
    "top_logprobs": 5,
    "max_tokens": 300,
    "seed": 7,
    "messages": [{"role": "system", "content": "Antworte."}, {"role": "user", "content": "Où? “Łódź” 🕊 \u2028"}],
}
TOOLS = {
    "model": "m",
    "messages": [{"role": "user", "content": "?"}],
    "tools": [{"type": "function", "function": {"name": "V", "parameters": Visit.model_json_schema()}}],
    "tool_choice": {"type": "function", "function": {"name": "V"}},
    "max_completion_tokens": 3,
}


@pytest.mark.parametrize("request_", [REQUEST, TOOLS])
@pytest.mark.parametrize("extra", [{}, {"reasoning_effort": "low", "cache_prompt": True}])
def test_the_body_is_byte_for_byte_what_the_client_library_sends(wire, request_, extra):
    url = f"http://127.0.0.1:{wire.server_port}/v1"

    async def session():
        async with openai.AsyncOpenAI(api_key="k", base_url=url, max_retries=0) as client:
            await client.chat.completions.create(**request_, extra_body=extra)
        own = EndpointClient(Server("m", url, "K", "k"), official=False, timeout=5.0)
        await own.send(request_, extra)
        await own.close()

    asyncio.run(session())
    (path, _, theirs), (own_path, _, ours) = wire.seen
    assert ours == theirs
    assert path == own_path == "/v1/chat/completions"


def send(wire, login="", secret=SERVER.secret, *, official=False):
    async def session():
        url = f"http://{login}127.0.0.1:{wire.server_port}/v1"
        client = EndpointClient(Server("m", url, "K", secret), official=official, timeout=5.0)
        await client.send(TOOLS, {})
        await client.close()

    asyncio.run(session())
    return {name.lower(): value for name, value in wire.seen[-1][1].items()}


@pytest.mark.parametrize("name", ["Authorization", "authorization"])
def test_what_the_environment_holds_for_openai_is_sent_to_nobody_else(wire, monkeypatch, name):
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", f"X-Team: secret-team\n{name}: Bearer secret-other")
    monkeypatch.setenv("OPENAI_ORG_ID", "secret-org")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "secret-project")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "secret-admin")
    headers = send(wire)
    assert headers["authorization"] == "Bearer sk-0123456789"
    assert "secret" not in str(headers)
    assert "secret" not in str(send(wire, secret=""))
    assert "authorization" not in send(wire, secret="")
    assert send(wire, official=True)["x-team"] == "secret-team"


def test_a_user_in_the_address_logs_in_without_standing_in_the_address(wire, caplog):
    caplog.set_level("DEBUG")
    headers = send(wire, login="anna:p%40ss-w0rd@", secret="")
    assert headers["authorization"] == f"Basic {base64.b64encode(b'anna:p@ss-w0rd').decode()}"
    assert "w0rd" not in caplog.text


def read(body, content_type="application/json"):
    response = httpx2.Response(200, content=body, headers={"content-type": content_type})
    return read_completion(response, SERVER)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "broken"),
        (b" \n", "broken"),
        (b'{"choices": [', "broken"),
        (b'{"created": ' + b"1" * 9000 + b"}", "broken"),
        (b'{"id": "\xff"}', "broken"),
        (b"<html>", "garbled"),
        (b"[1]", "garbled"),
        (b"3", "garbled"),
        (b'{"a":' * 50_000, "garbled"),
        (b"Bearer sk-0123456789 is wrong", "garbled"),
    ],
)
def test_a_body_that_is_no_completion_is_a_fault_free_of_secrets(body, kind):
    fault = read(body)
    assert isinstance(fault, RequestFault)
    assert fault.kind == kind
    assert "sk-0123456789" not in fault.detail


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=6,
)


def somewhere(value, path, change):
    """Put something else at a place of a good completion."""
    if not path:
        return change
    step, *rest = path
    if isinstance(value, dict):
        return {**value, step: somewhere(value.get(step), rest, change)}
    if isinstance(value, list) and value:
        return [somewhere(value[0], path, change), *value[1:]]
    return change


PLACES = [
    ("choices",),
    ("choices", "message"),
    ("choices", "message", "content"),
    ("choices", "message", "refusal"),
    ("choices", "message", "tool_calls"),
    ("choices", "finish_reason"),
    ("choices", "logprobs"),
    ("choices", "logprobs", "content"),
    ("usage",),
    ("usage", "prompt_tokens"),
    ("usage", "completion_tokens"),
    ("usage", "prompt_tokens_details"),
    ("usage", "prompt_tokens_details", "cached_tokens"),
    ("error",),
    ("created",),
    ("model",),
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), json_values), min_size=1, max_size=3))
def test_whatever_stands_in_a_completion_it_is_an_answer_or_a_fault(changes):
    body = completion("{}")
    for path, change in changes:
        body = somewhere(body, path, change)
    outcome = read(json.dumps(body).encode())
    if isinstance(outcome, RequestFault):
        return
    fault = hidden_fault(outcome, SERVER)
    assert fault is None or fault.detail is not None
    tokens = count_tokens(outcome)
    assert tokens is None or (min(tokens) >= 0 and tokens[1] <= tokens[0])
    assert isinstance(text_of(outcome), str | None)
    try:
        text = read_answer(outcome, 300)
    except AnswerError as error:
        assert error.message  # noqa: PT017
    else:
        assert text.strip()
        read_tokens(outcome, text)


def test_a_request_has_left_long_before_its_answer_comes(wire, monkeypatch):
    server = Server(model="m", base_url=f"http://127.0.0.1:{wire.server_port}/v1", key_variable="K", secret="")
    events = []

    async def main():
        client = EndpointClient(server, official=False, timeout=5)
        monkeypatch.setattr(client._way_out, "_wake", lambda: events.append("left"))
        await client.send({"messages": [], "model": "m"}, {})
        await client.send({"messages": [], "model": "m"}, {})
        await client.close()

    asyncio.run(main())
    assert len(wire.seen) == 2
    assert events.count("left") >= 4  # each when it is on its way, and when its answer is there
