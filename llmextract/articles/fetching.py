"""Fetching one page from the web, and saying plainly why it could not be fetched.

A page is read and never run: no script, no style, no image of it is fetched.
"""

from __future__ import annotations

import asyncio
import os
import re
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from llmextract._version import __version__
from llmextract.articles import robots
from llmextract.articles.addresses import PrivateAddressError
from llmextract.articles.decoding import MAX_BYTES
from llmextract.articles.http_get import WebClient, read_body
from llmextract.errors import ArticleFetchError, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from typing import Any

    import httpx2

PRIVATE_VARIABLE = "LLMEXTRACT_FETCH_PRIVATE"
"""Environment variable; ``1`` allows pages of this machine and of private networks."""

CONTACT_VARIABLE = "LLMEXTRACT_CONTACT"
"""Environment variable: an address of the person who fetches, for the sites that are asked."""

_SCHEMES = {"http", "https"}
_READABLE = {"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", ""}
_MEDIA_TYPE = re.compile(r"[^a-z0-9.+/-]")
_MOST_REDIRECTS = 8
_MOST_REDIRECTS_OF_ROBOTS = 5  # RFC 9309, section 2.3.1.2
_SAVE_IT = "open the page in a browser, save it, and give the saved file"
_CHECK_IT = "check the address"


@dataclass(frozen=True, slots=True)
class Page:
    """What a URL gave.

    Attributes:
        url: Address after redirects.
        data: The body, decompressed.
        content_type: Media type, lower case, without parameters; empty where the server names none.
        charset: Encoding that the server names.
    """

    url: str
    data: bytes
    content_type: str
    charset: str | None


def fetch_page(
    url: str, *, timeout_s: float = 30.0, allow_private: bool | None = None, obey_robots: bool = True
) -> Page:
    """Fetch a page over HTTP or HTTPS.

    Redirects are followed, eight at most; each of them, too, has to lead to a public address over HTTP or HTTPS, and
    the site's ``robots.txt`` has to allow it. A body is read up to 10 MB, decompressed.

    Args:
        url: Its address.
        timeout_s: Longest wait for the connection or for the next bytes, and half of the longest whole fetch, in
            seconds.
        allow_private: Whether addresses of this machine, of private networks and the like may be connected to; by
            default, where the environment variable ``LLMEXTRACT_FETCH_PRIVATE`` says so. Where the environment names a
            proxy, that resolves names, and decides.
        obey_robots: Whether the site's rules for robots count.

    Raises:
        ArticleFetchError: Whatever went wrong, in words.
        ConfigurationError: ``LLMEXTRACT_CONTACT`` or ``LLMEXTRACT_FETCH_PRIVATE`` is not valid.
    """
    shown, scheme = _without_login(url), url.partition("://")[0].lower()
    if scheme not in _SCHEMES:
        raise ArticleFetchError(
            f"addresses that begin with {scheme}:// can't be fetched", hint="use http, https or a file", article=shown
        )
    if shown != url:
        raise ArticleFetchError("an address with a user in it is not fetched", hint=_SAVE_IT, article=shown)
    private = _private_allowed() if allow_private is None else allow_private
    client = WebClient(timeout_s=timeout_s, user_agent=_user_agent(), private=private)
    try:
        return _run(_within(2 * timeout_s, _fetch(client, url, obey_robots=obey_robots)))
    except (ArticleFetchError, ConfigurationError):
        raise
    except Exception as error:
        if not _expected(error):
            raise
        message, hint = _explain(error, timeout_s)
        raise ArticleFetchError(message, hint=hint, article=url) from error


def _run(work: Coroutine[Any, Any, Page]) -> Page:
    """Run asynchronous work to its end, also where the caller's thread runs an event loop (a notebook)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _within(seconds: float, work: Coroutine[Any, Any, Page]) -> Page:
    """Bound the time of the whole, whatever the server does with each single wait."""
    async with asyncio.timeout(seconds):
        return await work


async def _fetch(client: WebClient, address: str, *, obey_robots: bool) -> Page:
    """Follow redirects to a page."""
    import httpx2

    url = httpx2.URL(address)
    async with client:
        for _ in range(_MOST_REDIRECTS + 1):
            if url.scheme not in _SCHEMES or not url.host:
                raise httpx2.UnsupportedProtocol("neither http nor https")
            if obey_robots and not await _robots_allow(client, url):
                raise ArticleFetchError("the site asks robots not to fetch this page", hint=_SAVE_IT, article=address)
            async with client.get(url) as response:
                if not response.has_redirect_location:
                    return await _read(response, str(url), address)
                url = _joined(url, response.headers["location"])
    raise httpx2.TooManyRedirects("too many redirects")


async def _robots_allow(client: WebClient, page: httpx2.URL) -> bool:
    """Ask a site's rules for robots; a file that redirects in a circle is none (RFC 9309, section 2.3.1.2)."""
    url = page.copy_with(raw_path=b"/robots.txt", fragment=None)
    for _ in range(_MOST_REDIRECTS_OF_ROBOTS + 1):
        async with client.get(url) as response:
            if not response.has_redirect_location:
                rules = await read_body(response, robots.MAX_BYTES) if response.is_success else b""
                return robots.allows(response.status_code, rules, str(page))
            url = _joined(url, response.headers["location"])
            if url.scheme not in _SCHEMES or not url.host:
                return True
    return True


def _joined(url: httpx2.URL, location: str) -> httpx2.URL:
    """Return where a redirect leads, without a user or a password."""
    return url.join(location).copy_with(userinfo=b"")


async def _read(response: httpx2.Response, url: str, address: str) -> Page:
    """Take in a page, if it is one."""
    if not response.is_success:
        message, hint = _refusal(response.status_code)
        raise ArticleFetchError(f"{message} (HTTP {response.status_code})", hint=hint, article=address)
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in _READABLE:
        raise ArticleFetchError(
            f"the address gives {_MEDIA_TYPE.sub('?', content_type)[:80]}, not a page",
            hint="give the address of the article's page",
            article=address,
        )
    data = await read_body(response, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ArticleFetchError(f"the page is larger than {MAX_BYTES // 1_000_000} MB", hint=_SAVE_IT, article=address)
    return Page(url, data, content_type, response.charset_encoding)


def _private_allowed() -> bool:
    """Read from the environment whether pages of private networks may be fetched."""
    value = os.environ.get(PRIVATE_VARIABLE, "").strip().lower()
    if value not in {"", "0", "1", "false", "true"}:
        raise ConfigurationError(f"{PRIVATE_VARIABLE} is neither 0 nor 1", hint="leave it out, or set it to 1")
    return value in {"1", "true"}


def _user_agent() -> str:
    """Say who asks."""
    contact = " ".join(os.environ.get(CONTACT_VARIABLE, "").split())
    if not re.fullmatch(r"[ -'*-~]{0,200}", contact):
        raise ConfigurationError(
            f"{CONTACT_VARIABLE} can't be sent to a site", hint="use an e-mail address or a web address, in ASCII"
        )
    return f"{robots.PRODUCT}/{__version__}{f' ({contact})' if contact else ''}"


def _without_login(url: str) -> str:
    """Return an address without the user and the password in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


def _refusal(status: int) -> tuple[str, str]:
    """Say what an HTTP status means to somebody who wants to read an article."""
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return "there is no such page", _CHECK_IT
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "the site takes no more requests for now", "wait, then try again"
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "the site failed", "try again later"
    if status >= HTTPStatus.BAD_REQUEST:
        return "the site refuses to give the page", _SAVE_IT
    return "the site gives no page", _CHECK_IT


def _expected(error: Exception) -> bool:
    """Tell what the network, the server or the address may cause from a mistake in this program."""
    import httpx2

    return isinstance(error, (httpx2.HTTPError, httpx2.InvalidURL, PrivateAddressError, OSError, ValueError))


def _explain(error: Exception, timeout_s: float) -> tuple[str, str]:
    """Say in words why a request failed."""
    import httpx2

    again, check = "try again later", "check the address and the network connection"
    said: tuple[tuple[type[BaseException], str, str], ...] = (  # the nearest first: the causes are searched, too
        (
            PrivateAddressError,
            "the address leads to this machine or to a private network",
            f"if that is meant, set {PRIVATE_VARIABLE}=1",
        ),
        (httpx2.TimeoutException, f"the server did not answer within {timeout_s:g} seconds", again),
        (TimeoutError, "the server sends the page too slowly", _SAVE_IT),
        (httpx2.TooManyRedirects, f"the address redirects more than {_MOST_REDIRECTS} times", _SAVE_IT),
        (httpx2.UnsupportedProtocol, "the address leads to something other than http or https", _CHECK_IT),
        (httpx2.DecodingError, "the server's answer can't be decompressed", _SAVE_IT),
        (ssl.SSLError, "no secure connection to the server", "check the address, or try it with http://"),
        (socket.gaierror, "the server's name can't be resolved", check),
        (httpx2.ConnectError, "nothing answers at this address", check),
        (httpx2.TransportError, "the connection broke off", again),
    )
    causes = list(_causes(error))
    for kind, message, hint in said:
        if any(isinstance(cause, kind) for cause in causes):
            return message, hint
    return "not a valid address", _CHECK_IT


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
