"""Fetching pages from a server on this machine, and every way in which that goes wrong."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from llmextract._version import __version__
from llmextract.articles import read_article
from llmextract.articles.fetching import fetch_page
from llmextract.errors import ArticleFetchError

PAGE = """<html lang="fr"><head><title>Tarn rencontre Sol à Corvia</title></head><body><article>
<h1>Tarn rencontre Sol à Corvia</h1>
<p>Le ministre des Affaires étrangères de Brélie, Ivo Tarn, a rencontré lundi Mira Sol à Corvia, a-t-on appris.</p>
<p>Les deux ministres ont évoqué la frontière et l'échange de prisonniers pendant trois heures, selon le palais.</p>
</article></body></html>"""


class Handler(BaseHTTPRequestHandler):
    """Serves one page and every fault."""

    seen: list[str] = []  # noqa: RUF012 - read by the tests

    def do_GET(self):
        Handler.seen.append(self.headers["User-Agent"])
        name = self.path.strip("/")
        if name.isdigit():
            self.answer(int(name), b"no")
        elif name in {"loop", "away"}:
            self.answer(302, b"", Location="/loop" if name == "loop" else "ftp://a.example/")
        elif name == "moved":
            self.answer(301, b"", Location="/latin")
        elif name == "slow":
            time.sleep(0.5)
            self.answer(200, b"late")
        elif name == "drip":
            self.drip()
        elif name == "broken":
            self.answer(200, b"x" * 10, length=100)
        elif name == "gzip":
            self.answer(200, b"no gzip", **{"Content-Encoding": "gzip"})
        else:
            body, kind = {
                "latin": (PAGE.encode("cp1252"), "text/html; charset=windows-1252"),
                "text": (b"Tarn meets Sol in Corvia\n\nIvo Tarn met Mira Sol on Monday.\n", "text/plain"),
                "pdf": (b"%PDF-1.7", "application/pdf"),
                "hidden-pdf": (b"%PDF-1.7", "text/html"),
                "large": (b"a" * 10_000_001, "text/html"),
                "script": (b"<html><body><script>load()</script></body></html>", "text/html"),
                "empty": (b"", "text/html"),
            }[name]
            self.answer(200, body, **{"Content-Type": kind})

    def answer(self, status, body, *, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        with contextlib.suppress(OSError):  # the client has gone
            self.wfile.write(body)

    def drip(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(1000):
            try:
                self.wfile.write(b"a")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.02)

    def log_message(self, *_):
        """Keep the test output quiet."""


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as served:
        served.daemon_threads = True
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_page_is_read_with_the_encoding_that_the_server_names(server):
    article = read_article(f"{server}/moved")
    assert article.title == "Tarn rencontre Sol à Corvia"
    assert article.source == f"{server}/moved"
    assert article.url == f"{server}/latin"
    assert article.language == "fr"
    assert len(article.sentences) == 2
    assert "étrangères" in article.sentences[0].text
    assert Handler.seen[-1] == f"llmextract/{__version__}"


def test_plain_text_is_read_as_it_is(server):
    article = read_article(f"{server}/text", published="2024-12-12")
    assert article.text == "Tarn meets Sol in Corvia\n\nIvo Tarn met Mira Sol on Monday.\n"
    assert article.url == f"{server}/text"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("404", r"there is no such page \(HTTP 404\)"),
        ("403", r"refuses to give the page \(HTTP 403\)"),
        ("429", "takes no more requests"),
        ("500", r"the site failed \(HTTP 500\)"),
        ("304", "gives no page"),
        ("loop", "redirects more than 8 times"),
        ("away", "something other than http or https"),
        ("broken", "connection broke off"),
        ("gzip", "can't be decompressed"),
        ("pdf", "gives application/pdf, not a page"),
        ("hidden-pdf", "looks like a PDF"),
        ("large", "larger than 10 MB"),
        ("script", "nothing is left|no article text"),
        ("empty", "is empty"),
    ],
)
def test_what_the_server_does_wrong_is_said_in_words(server, path, said):
    with pytest.raises(ArticleFetchError, match=said) as caught:
        read_article(f"{server}/{path}")
    assert caught.value.article == f"{server}/{path}"
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_slow_server_times_out(server):
    with pytest.raises(ArticleFetchError, match=r"did not answer within 0\.2 seconds"):
        fetch_page(f"{server}/slow", timeout_s=0.2)
    with pytest.raises(ArticleFetchError, match="too slowly"):
        fetch_page(f"{server}/drip", timeout_s=0.2)


def test_nothing_listens():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ArticleFetchError, match="nothing answers"):
        read_article(f"http://127.0.0.1:{port}/")


def test_server_without_tls(server):
    with pytest.raises(ArticleFetchError, match="no secure connection"):
        read_article(server.replace("http:", "https:") + "/latin")


def test_name_that_does_not_resolve():
    with pytest.raises(ArticleFetchError, match="name can't be resolved"):
        fetch_page("http://nowhere.invalid/", timeout_s=5)


@pytest.mark.parametrize("url", ["ftp://a.example/x", "file:///etc/hosts"])
def test_other_schemes_are_refused(url):
    with pytest.raises(ArticleFetchError, match="can't be fetched"):
        read_article(url)


@pytest.mark.parametrize("url", ["http://", "http://[::1", "https://\x00/"])
def test_malformed_addresses_are_refused(url):
    with pytest.raises(ArticleFetchError, match=r"not a valid address|something other than http"):
        read_article(url)
