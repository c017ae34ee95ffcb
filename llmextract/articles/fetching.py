"""Fetching one page from the web, and saying plainly why it could not be fetched."""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from llmextract._version import __version__
from llmextract.articles.decoding import MAX_BYTES
from llmextract.errors import ArticleFetchError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

_READABLE = {"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml", ""}
_MOST_REDIRECTS = 8
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


def fetch_page(url: str, *, timeout_s: float = 30.0) -> Page:
    """Fetch a page over HTTP or HTTPS.

    Args:
        url: Its address.
        timeout_s: Longest wait for the connection or for the next bytes, and half of the longest whole fetch, in
            seconds.

    Raises:
        ArticleFetchError: Whatever went wrong, in words.
    """
    import httpx2

    scheme = url.partition("://")[0].lower()
    if scheme not in {"http", "https"}:
        raise ArticleFetchError(
            f"addresses that begin with {scheme}:// can't be fetched", hint="use http, https or a file", article=url
        )
    try:
        with (
            httpx2.Client(
                follow_redirects=True,
                max_redirects=_MOST_REDIRECTS,
                timeout=timeout_s,
                headers={"User-Agent": f"llmextract/{__version__}", "Accept": "text/html, text/plain;q=0.9, */*;q=0.1"},
            ) as client,
            client.stream("GET", url) as response,
        ):
            return _read(response, url, time.monotonic() + 2 * timeout_s)
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        message, hint = _explain(error, timeout_s)
        raise ArticleFetchError(message, hint=hint, article=url) from error


def _read(response: httpx2.Response, url: str, deadline: float) -> Page:
    if not response.is_success:
        message, hint = _refusal(response.status_code)
        raise ArticleFetchError(f"{message} (HTTP {response.status_code})", hint=hint, article=url)
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type not in _READABLE:
        raise ArticleFetchError(
            f"the address gives {content_type}, not a page", hint="give the address of the article's page", article=url
        )
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > MAX_BYTES:
            raise ArticleFetchError(f"the page is larger than {MAX_BYTES // 1_000_000} MB", hint=_SAVE_IT, article=url)
        if time.monotonic() > deadline:
            raise ArticleFetchError("the server sends the page too slowly", hint=_SAVE_IT, article=url)
        chunks.append(chunk)
    return Page(str(response.url), b"".join(chunks), content_type, response.charset_encoding)


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


def _explain(error: Exception, timeout_s: float) -> tuple[str, str]:
    """Say in words why a request failed."""
    import httpx2

    again, check = "try again later", "check the address and the network connection"
    said: tuple[tuple[type[BaseException], str, str], ...] = (  # the nearest first: the causes are searched, too
        (httpx2.TimeoutException, f"the server did not answer within {timeout_s:g} seconds", again),
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
