"""Fetching pages from a server on this machine, and every way in which that goes wrong."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import socket
import ssl
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from llmextract._version import __version__
from llmextract.articles import addresses, read_article, robots
from llmextract.articles.fetching import CONTACT_VARIABLE, PRIVATE_VARIABLE, fetch_page
from llmextract.errors import ArticleFetchError, ConfigurationError

PAGE = """<html lang="fr"><head><title>Tarn rencontre Sol à Corvia</title></head><body><article>
<h1>Tarn rencontre Sol à Corvia</h1>
<p>Le ministre des Affaires étrangères de Brélie, Ivo Tarn, a rencontré lundi Mira Sol à Corvia, a-t-on appris.</p>
<p>Les deux ministres ont évoqué la frontière et l'échange de prisonniers pendant trois heures, selon le palais.</p>
</article></body></html>"""


class Handler(BaseHTTPRequestHandler):
    """Serves one page and every fault."""

    seen: list[str] = []  # noqa: RUF012 - read by the tests
    asked: list[str] = []  # noqa: RUF012
    rules = None

    def do_GET(self):  # noqa: C901, PLR0912 - one branch for each thing that a server does
        Handler.seen.append(self.headers["User-Agent"])
        Handler.asked.append(f"{self.headers['Host']}{self.path}")
        name = self.path.rpartition("/")[2]
        if name == "robots.txt":
            status, rules = Handler.rules or (404, "")
            self.answer(status, rules.encode(), **({"Location": rules} if status == 301 else {}))
            return
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
            self.drip(b"a")
        elif name == "zipped-drip":
            self.drip(b"\x00\x00\x00\xff\xff", **{"Content-Encoding": "deflate"})  # blocks with nothing in them
        elif name == "slow-head":
            self.slow_head()
        elif name.startswith("to-"):
            self.answer(302, b"", Location=Handler.target)
        elif name == "bomb":
            self.answer(200, BOMB, **{"Content-Encoding": "gzip", "Content-Type": "text/html"})
        elif name == "twice":
            body = gzip.compress(zlib.compress(PAGE.encode()))
            self.answer(200, body, **{"Content-Encoding": "deflate, gzip", "Content-Type": "text/html; charset=utf-8"})
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

    def slow_head(self):
        for _ in range(1000):
            try:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: " if not _ else b"a")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.02)

    def drip(self, piece, **headers):
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        if headers:
            self.wfile.write(b"\x78\x9c")
        for _ in range(1000):
            try:
                self.wfile.write(piece)
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


BOMB = gzip.compress(b"a" * 200_000_000, 1)


@pytest.fixture(autouse=True)
def _plain_network(monkeypatch, tmp_path):
    monkeypatch.setenv(PRIVATE_VARIABLE, "1")
    monkeypatch.delenv(CONTACT_VARIABLE, raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # reading the system's certificates takes long
    monkeypatch.setattr(Handler, "rules", None)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
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
        ("bomb", "larger than 10 MB"),
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


@pytest.mark.parametrize("path", ["drip", "zipped-drip", "slow-head"])
def test_the_whole_fetch_has_a_limit_of_time_whatever_trickles_in(server, path):
    began = time.monotonic()
    with pytest.raises(ArticleFetchError, match="too slowly"):
        fetch_page(f"{server}/{path}", timeout_s=0.2)
    assert time.monotonic() - began < 2


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


def test_a_page_that_is_compressed_twice_is_read(server):
    assert fetch_page(f"{server}/twice").data == PAGE.encode()


def test_a_page_is_fetched_where_an_event_loop_runs(server):
    async def in_a_notebook():
        return fetch_page(f"{server}/text")

    assert asyncio.run(in_a_notebook()).content_type == "text/plain"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0", "[::ffff:127.0.0.1]", "169.254.169.254"],
)
def test_this_machine_and_its_network_are_not_asked(server, monkeypatch, host):
    monkeypatch.setenv(PRIVATE_VARIABLE, "0")
    Handler.asked.clear()
    with pytest.raises(ArticleFetchError, match=f"private network; if that is meant, set {PRIVATE_VARIABLE}=1"):
        fetch_page(f"http://{host}:{server.rpartition(':')[2]}/text", timeout_s=5)
    assert Handler.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("10.0.0.1", False),
        ("172.31.255.255", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.1.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("nonsense", False),
    ],
)
def test_public_addresses_are_told_from_all_others(address, public):
    assert addresses.is_public(address) is public


@pytest.fixture
def names(monkeypatch):
    """Make ``news.example`` resolve to what a test says; 127.0.0.1, where the server is, counts as public."""
    monkeypatch.setenv(PRIVATE_VARIABLE, "0")
    monkeypatch.setattr(addresses, "is_public", lambda address: address == "127.0.0.1")
    given, asked, real = [], [], socket.getaddrinfo

    def getaddrinfo(host, port, *rest, **more):
        asked.append(host)
        if host != "news.example":
            return real(host, port, *rest, **more)
        found = given.pop(0) if len(given) > 1 else given[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    given.append(["127.0.0.1"])
    return given, asked


@pytest.mark.usefixtures("names")
def test_a_redirect_into_the_private_network_is_not_followed(server, monkeypatch):
    port = server.rpartition(":")[2]
    monkeypatch.setattr(Handler, "target", f"http://127.0.0.2:{port}/text", raising=False)
    with pytest.raises(ArticleFetchError, match="private network") as caught:
        fetch_page(f"http://news.example:{port}/to-private", timeout_s=5)
    assert caught.value.article == f"http://news.example:{port}/to-private"
    monkeypatch.setattr(Handler, "target", "/text")
    assert fetch_page(f"http://news.example:{port}/to-public").url == f"http://news.example:{port}/text"


def test_a_name_that_resolves_to_something_else_the_next_time_leads_nowhere_else(server, names):
    given, asked = names
    port = server.rpartition(":")[2]
    Handler.asked.clear()
    given[:] = [["127.0.0.1"], ["127.0.0.2"]]
    with pytest.raises(ArticleFetchError, match="private network"):
        fetch_page(f"http://news.example:{port}/text", timeout_s=5)
    assert Handler.asked == [f"news.example:{port}/robots.txt"]
    assert asked.count("news.example") == 2  # for each request once: the connection goes to the address itself


def test_of_several_addresses_the_first_that_is_public_and_answers_is_taken(server, names, monkeypatch):
    port = server.rpartition(":")[2]
    monkeypatch.setattr(addresses, "is_public", lambda address: address != "127.0.0.3")
    names[0][:] = [["127.0.0.3", "::1", "127.0.0.1"]]  # nobody listens on ::1
    assert fetch_page(f"http://news.example:{port}/text").content_type == "text/plain"


@pytest.mark.usefixtures("names")
def test_the_certificate_has_to_be_that_of_the_name(monkeypatch, tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    for name in ("news.example", "other.example"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
        with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as secure:
            secure.daemon_threads = True
            secure.handle_error = lambda *_: None
            secure.socket = context.wrap_socket(secure.socket, server_side=True)
            thread = threading.Thread(target=secure.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            url = f"https://news.example:{secure.server_port}/text"
            try:
                if name == "news.example":
                    assert fetch_page(url).url == url
                else:
                    with pytest.raises(ArticleFetchError, match="no secure connection"):
                        fetch_page(url)
            finally:
                secure.shutdown()
                thread.join()


def test_a_proxy_resolves_names_but_is_not_asked_for_private_addresses(server, monkeypatch):
    monkeypatch.setenv(PRIVATE_VARIABLE, "0")
    monkeypatch.setenv("http_proxy", server)
    Handler.asked.clear()
    with pytest.raises(ArticleFetchError, match="HTTP 404"):
        fetch_page("http://nowhere.invalid/404", timeout_s=5)
    assert Handler.asked == [f"nowhere.invalidhttp://nowhere.invalid/{name}" for name in ("robots.txt", "404")]
    for host in ("localhost", "10.0.0.1", "[::1]"):
        with pytest.raises(ArticleFetchError, match="private network"):
            fetch_page(f"http://{host}/text", timeout_s=5)


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (None, True),
        ((403, "no"), True),
        ((200, "User-agent: *\nDisallow: /private"), True),
        ((200, "User-agent: *\nDisallow: /te*t$"), False),
        ((200, "User-agent: *\nDisallow: /\n\nUser-agent: LLMextract\nAllow: /text"), True),
        ((200, "User-agent: llmextract\nDisallow: /"), False),
        ((200, "\x00 nothing : of the kind"), True),
        ((503, ""), False),
        ((301, "/robots.txt"), True),
        ((301, "ftp://files.example/"), True),
    ],
)
def test_rules_for_robots_are_obeyed(server, monkeypatch, rules, allowed):
    monkeypatch.setattr(Handler, "rules", rules)
    if allowed:
        assert fetch_page(f"{server}/text").content_type == "text/plain"
    else:
        with pytest.raises(ArticleFetchError, match="asks robots not to fetch this page; open the page in a browser"):
            fetch_page(f"{server}/text")
        assert fetch_page(f"{server}/text", obey_robots=False).content_type == "text/plain"


@given(st.binary(max_size=300), st.text(max_size=30))
def test_no_rules_and_no_address_break_the_reading_of_rules(rules, path):
    assert robots.allows(200, rules, f"http://a.example/{path}") in {True, False}


def test_the_site_is_told_who_asks(server, monkeypatch):
    monkeypatch.setenv(CONTACT_VARIABLE, "news desk, desk@example.org")
    fetch_page(f"{server}/text")
    assert Handler.seen[-1] == f"llmextract/{__version__} (news desk, desk@example.org)"


@pytest.mark.parametrize("contact", ["désk", "a) evil/1.0 (b", "a" * 300])
def test_a_contact_that_can_not_be_sent_is_refused(monkeypatch, contact):
    monkeypatch.setenv(CONTACT_VARIABLE, contact)
    with pytest.raises(ConfigurationError, match=CONTACT_VARIABLE):
        fetch_page("http://a.example/")


def test_a_wrong_switch_is_refused(monkeypatch):
    monkeypatch.setenv(PRIVATE_VARIABLE, "perhaps")
    with pytest.raises(ConfigurationError, match="neither 0 nor 1"):
        fetch_page("http://a.example/")


def test_an_address_with_a_password_is_refused_without_showing_it():
    with pytest.raises(ArticleFetchError, match="with a user in it") as caught:
        fetch_page("http://anna:s3cret@a.example/story")
    assert "s3cret" not in str(caught.value)
    assert caught.value.article == "http://a.example/story"
