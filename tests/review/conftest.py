"""What the tests of the review share: a store with two articles, its server, and a browser."""

import http.client
import json
import threading
from contextlib import contextmanager

import pytest

from llmextract.corpus.store import Store
from llmextract.review.decisions import ReviewLog
from llmextract.review.desk import Desk
from llmextract.review.server import ReviewServer
from tests.export.report.browser import browser
from tests.export.report.made_records import STORY, record, sha256, story_record
from tests.review.made_store import make_store

__all__ = ["browser"]

QUIET = "Nobody met anybody in Oslo on Monday.\n"
STORY_ID = sha256(STORY)[:16]
QUIET_ID = sha256(QUIET)[:16]


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: shows pages in a headless Chromium; skipped where there is none")


@pytest.fixture
def path(tmp_path):
    """A store with the story and an article that reports no meeting."""
    quiet = record(QUIET, (), (), title="Quiet", source="quiet.txt")
    return make_store(tmp_path / "meetings.db", (story_record(), STORY), (quiet, QUIET))


@pytest.fixture
def store(path):
    with Store.open(path, create=False) as store:
        yield store


@pytest.fixture
def log(store):
    return ReviewLog(store)


@pytest.fixture
def desk(path):
    return Desk(path, author="Ana")


@contextmanager
def serving(desk):
    """Serve a desk's page from another thread."""
    with ReviewServer(desk) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def server(desk):
    with serving(desk) as server:
        yield server


class Answer:
    """A status, headers, and what was answered."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode("utf-8")

    @property
    def json(self):
        return json.loads(self.text)


@pytest.fixture
def ask(server):
    """Ask the server as a program can that sets every header as it likes."""
    name = f"127.0.0.1:{server.server_address[1]}"

    def send(method, address, body=None, **headers):
        connection = http.client.HTTPConnection(name, timeout=5)
        given = {"Host": name, "X-Review-Token": server.token, "Origin": f"http://{name}"}
        given |= {"Content-Type": "application/json"} if body is not None else {}
        given |= {key.replace("_", "-"): value for key, value in headers.items()}
        raw = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        given = {key: value for key, value in given.items() if value is not None}
        connection.putrequest(method, address, skip_host=True)
        for key, value in ({} if raw is None else {"Content-Length": str(len(raw))}).items():
            given.setdefault(key, value)
        for key, value in given.items():
            connection.putheader(key, value)
        connection.endheaders(raw)
        try:
            return Answer(connection.getresponse())
        finally:
            connection.close()

    return send
