"""The endpoint model against a server in which everything goes wrong, one thing at a time and mixed at random."""

import asyncio
import collections
import os
import random
import socket
import ssl
import threading
import time

import pytest
import trustme

from llmextract.errors import EndpointError, EndpointUnreachableError, LlmextractError
from llmextract.llm.answer_form import AnswerForm
from llmextract.llm.base import Meter
from llmextract.llm.endpoint import EndpointModel
from tests.fault_server import FAULTS, FaultServer

MESSAGES = [{"role": "user", "content": "Where did they meet?"}]
SPEED = 100.0
"""How much faster the time of pauses passes here."""

TIMEOUT = 0.4


class Visit(AnswerForm):
    """A visit."""

    city: str
    people: int


@pytest.fixture(autouse=True)
def _quick_certificates(monkeypatch, tmp_path):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # reading the system's certificates takes long


def make(url, **settings):
    """Make a model for which a second of pause takes a hundredth."""
    fast = {
        "sleep": lambda seconds: asyncio.sleep(seconds / SPEED),
        "clock": lambda: time.monotonic() * SPEED,
        "budget": 60.0 * SPEED,
    }
    return EndpointModel(**{"model": "m", "base_url": url, "timeout": TIMEOUT, "max_retries": 2, **fast, **settings})


async def ask(model, meter, number=0):
    """Ask one question, and return the answer or the error."""
    messages = [{"role": "user", "content": f"{number}: where did they meet?"}]
    try:
        return (await model.ask(messages, Visit, meter=meter, max_tokens=300)).value
    except LlmextractError as error:
        return error


def run(model, *questions):
    async def session():
        try:
            return await asyncio.gather(*(ask(model, *question) for question in questions))
        finally:
            await model.aclose()
            assert asyncio.all_tasks() == {asyncio.current_task()}

    return asyncio.run(session())


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_stays_has_one_clear_outcome(name):
    fault, meter = FAULTS[name], Meter()
    began = time.monotonic()
    with FaultServer(lambda _: name) as server:
        (outcome,) = run(make(server.url), (meter,))
        requests = server.requests
    if fault.alone is None:
        assert isinstance(outcome, Visit)
    else:
        assert type(outcome) is fault.alone
        assert "\n" not in str(outcome)
        assert len(str(outcome)) < 500
        assert outcome.__cause__ is None
    assert requests == meter.requests == (3 if fault.again else 1)
    assert meter.retries == meter.requests - 1
    assert time.monotonic() - began < 3 * TIMEOUT + 3


@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.again])
def test_a_fault_that_passes_is_retried_to_success(name):
    script = [name]
    meter = Meter()
    with FaultServer(lambda _: script.pop() if script else None) as server:
        (outcome,) = run(make(server.url), (meter,))
    assert isinstance(outcome, Visit)
    assert (meter.requests, meter.retries, meter.completion_tokens) == (2, 1, 20)


def open_files():
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0  # noqa: PTH112, PTH208


def test_mixed_at_random_every_question_has_one_outcome_and_nothing_is_left_over():
    dice = random.Random(20_000)  # noqa: S311 - a fixed seed is the point
    # what takes long by nature is tested above, and in benchmarks/faults
    names = [name for name in FAULTS if name not in {"50 MB", "endless body", "byte by byte", "stalled body"}]
    meters = [Meter() for _ in range(200)]
    files, threads = open_files(), set(threading.enumerate())
    with FaultServer(lambda _: dice.choice(names) if dice.random() < 0.5 else None) as server:
        outcomes = run(
            make(server.url, max_retries=4, timeout=20.0), *((meter, number) for number, meter in enumerate(meters))
        )
        played = server.played
    kinds = collections.Counter(type(outcome) for outcome in outcomes)
    assert kinds[Visit] > 100
    assert kinds.total() == len(meters)
    assert all(issubclass(kind, LlmextractError) for kind in kinds if kind is not Visit)
    assert sum(meter.requests for meter in meters) == played.total()
    assert all(meter.requests == meter.retries + 1 <= 5 for meter in meters)
    assert set(threading.enumerate()) == threads
    assert open_files() == files


def test_a_server_without_tls_and_one_with_a_strange_certificate_are_not_trusted():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    for tls in (None, context):
        meter = Meter()
        with FaultServer(tls=tls) as server:
            (outcome,) = run(make(server.url.replace("http:", "https:"), timeout=20.0), (meter,))
            requests = server.requests
        assert type(outcome) is EndpointUnreachableError
        assert "no secure connection" in str(outcome)
        assert (requests, meter.requests) == (0, 1)


def test_a_server_with_a_certificate_of_ones_own_authority_is_asked(monkeypatch, tmp_path):
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with FaultServer(tls=context) as server:
        (outcome,) = run(make(server.url, timeout=20.0), (Meter(),))
    assert isinstance(outcome, Visit)


def test_a_dead_endpoint_is_soon_left_alone():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    meters = [Meter() for _ in range(100)]
    began = time.monotonic()
    outcomes = run(make(f"http://127.0.0.1:{port}/v1", budget=600.0), *((meter,) for meter in meters))
    assert {type(outcome) for outcome in outcomes} == {EndpointUnreachableError}
    assert any("not asked for now: " in str(outcome) for outcome in outcomes)
    assert time.monotonic() - began < 5
    assert sum(meter.requests for meter in meters) <= 300


def test_a_key_that_is_refused_is_not_tried_for_every_article():
    meters = [Meter() for _ in range(100)]

    async def one_after_the_other(model):
        outcomes = [await ask(model, meter) for meter in meters]
        await model.aclose()
        return outcomes

    with FaultServer(lambda _: "401") as server:
        outcomes = asyncio.run(one_after_the_other(make(server.url)))
        requests = server.requests
    assert {type(outcome) for outcome in outcomes} == {FAULTS["401"].alone}
    assert 10 <= requests < 25
    assert requests == sum(meter.requests for meter in meters)
    assert "10 requests in a row have failed" in str(outcomes[-1]) or requests > 10


def test_an_endpoint_that_restarts_costs_no_question_its_answer():
    back_at = time.monotonic() + 0.2  # 20 seconds of the model's time
    meters = [Meter() for _ in range(30)]
    with FaultServer(lambda _: "502" if time.monotonic() < back_at else None) as server:
        outcomes = run(make(server.url, max_retries=8, budget=6000.0), *((meter,) for meter in meters))
    assert all(isinstance(outcome, Visit) for outcome in outcomes)
    assert sum(meter.requests for meter in meters) < 30 * 6


class Limited:
    """Chooses 429 when there are more than ``most`` requests at a time."""

    def __init__(self, most):
        self.most, self.server = most, None

    def __call__(self, _body):
        return "429" if self.server.at_once > self.most else None


def test_concurrency_falls_to_what_the_server_takes():
    limited = Limited(8)
    meters = [Meter() for _ in range(150)]
    with FaultServer(limited, delay=0.01) as server:
        limited.server = server
        outcomes = run(make(server.url, max_retries=20, timeout=20.0), *((meter,) for meter in meters))
        refused, requests = server.played["429"], server.requests
    assert all(isinstance(outcome, Visit) for outcome in outcomes)
    assert server.most_at_once > 8
    assert requests == 150 + refused
    assert refused < 150  # of which up to 56 at the start, before the first answer


def test_questions_behind_others_keep_their_budget():
    with FaultServer(delay=0.05) as server:
        model = make(server.url, budget=30.0, timeout=5.0)  # 0.3 s each; all together take 1 s

        async def session():
            await ask(model, Meter())
            model._line.pacer.window = model._line.pacer._most = 1.0
            outcomes = await asyncio.gather(*(ask(model, Meter(), number) for number in range(20)))
            await model.aclose()
            return outcomes

        outcomes = asyncio.run(session())
    assert all(isinstance(outcome, Visit) for outcome in outcomes)


def test_a_redirect_is_told_and_not_followed():
    with FaultServer(lambda _: "redirect") as server:
        (outcome,) = run(make(server.url), (Meter(),))
    assert type(outcome) is EndpointError
    assert "it leads to http://127.0.0.1:9/elsewhere" in str(outcome)
    assert "articles are sent nowhere else" in str(outcome)
