"""What can go wrong with one HTTP request: classified once, cleaned of secrets, and put into words for the user.

The client library's exceptions hold the request, and with it the key and the article. They end here: a fault keeps only
what the retry policy and a message need, and is never chained to the exception that it was read from.
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from llmextract.errors import (
    AuthenticationError,
    EndpointError,
    EndpointUnreachableError,
    ModelNotFoundError,
    RateLimitError,
)
from llmextract.keys import spoken_place
from llmextract.llm.rate_limits import read_allowances, retry_after_seconds
from llmextract.llm.request_fault import RequestFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    import openai

    from llmextract.llm.request_fault import Kind

__all__ = ["MAX_DETAIL", "RequestFault", "Server", "plain_address", "public_error", "read_fault"]

MAX_DETAIL = 200
"""Longest excerpt, in characters, of a server's own message."""

_READ = 10_000  # characters of a server's message that are looked at

_NO_MODEL = re.compile(
    r"model\b.*\b(?:not (?:be )?found|does not exist|not exist|unknown|invalid|not supported|no such)", re.IGNORECASE
)
_NO_MODEL_FIRST = re.compile(r"\b(?:unknown|invalid|no such|unsupported)\b.*\bmodel\b", re.IGNORECASE)
_TOO_LONG = re.compile(
    r"context (?:length|size|window)|maximum context|exceeds? the available context|too many tokens", re.IGNORECASE
)
_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]{0,200}>", re.IGNORECASE | re.DOTALL)
_KEY_LIKE = re.compile(r"\b(?:sk|pk|rk|gsk|key|Bearer)[-_ ][\w*.\-]{8,}")


_CHECK_SERVER = "check that the server is running and that its address is right (--base-url or LLMEXTRACT_BASE_URL)"
_OTHERWISE: dict[Kind, tuple[type[EndpointError], str, str]] = {
    "garbled": (
        EndpointError,
        "answered with something that is no chat completion",
        "check the address (--base-url or LLMEXTRACT_BASE_URL); it often ends in /v1",
    ),
    "broken": (EndpointError, "broke off its answer", "try again later; a proxy on the way may cut answers off"),
    "oversized": (EndpointError, "sends too large an answer", "no such answer is needed: use another server"),
    "insecure": (
        EndpointUnreachableError,
        "gives no secure connection",
        "check the address; SSL_CERT_FILE may name the certificate of an authority of your own",
    ),
    "refused": (EndpointUnreachableError, "refuses the connection", _CHECK_SERVER),
}


@dataclass(frozen=True)
class Server:
    """What a message about a server needs to say.

    Attributes:
        model: The model asked for.
        base_url: The server's address.
        key_variable: The environment variable that the key is read from, or words for another place.
        secret: The key, to be kept out of every message.
    """

    model: str
    base_url: str
    key_variable: str
    secret: str = field(repr=False)

    @property
    def address(self) -> str:
        """The address without a user, password or query in it."""
        return plain_address(self.base_url)

    def clean(self, text: str) -> str:
        """Return a short, single-line excerpt of a server's message, free of markup and of the key."""
        if self.secret:
            text = text.replace(self.secret, "***")
        text = text[:_READ]
        if self.secret and self.secret in "".join(_TAG.sub("", text).split()):  # with markup or line breaks in it
            return "***"
        text = " ".join(_TAG.sub(" ", text).split())
        text = _KEY_LIKE.sub("***", text)
        return text if len(text) <= MAX_DETAIL else f"{text[: MAX_DETAIL - 1].rstrip()}…"


def plain_address(url: str) -> str:
    """Return an address without a user, a password or a query in it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that is none"
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment=""))


def read_fault(error: openai.APIError, server: Server) -> Exception:
    """Classify an exception of the client library.

    Args:
        error: What the client raised.
        server: Whom it was talking to.

    Returns:
        The fault, or, where the client had wrapped an exception that is neither its own nor the transport's (a test
        recorder's, a programming error), that exception itself.
    """
    import openai

    if isinstance(error, openai.APIStatusError):
        return _read_status(error, server)
    if isinstance(error, openai.APITimeoutError):
        return RequestFault("timeout")
    if isinstance(error, openai.APIConnectionError):
        cause = error.__cause__
        if isinstance(cause, Exception) and not _is_transport(cause):
            return cause
        return RequestFault(_connection_kind(error), detail=server.clean(str(cause or "")))
    return RequestFault("garbled", detail=server.clean(error.message))


def _read_status(error: openai.APIStatusError, server: Server) -> RequestFault:
    """Read the fault out of an HTTP response that says failure."""
    body, headers = error.body, error.response.headers
    detail = ""
    if isinstance(body, dict):
        told = next((body[key] for key in ("message", "detail", "error", "msg") if body.get(key)), body)
        detail = told if isinstance(told, str) else str(told)
    elif isinstance(body, str):
        detail = body
    if error.response.has_redirect_location:
        detail = f"it leads to {plain_address(headers['location'])}"
    return RequestFault(
        "status",
        status=error.status_code,
        code=str(error.code or error.type or ""),
        detail=server.clean(detail),
        retry_after=retry_after_seconds(headers),
        allowances=read_allowances(headers),
    )


def _connection_kind(error: Exception) -> Kind:
    """Tell a dead address, which fails fast, and an answer that was begun from trouble on the way."""
    import ssl

    import httpx2

    kinds: tuple[tuple[type[Exception], Kind], ...] = (
        (ConnectionRefusedError, "refused"),
        (socket.gaierror, "unresolved"),
        (ssl.SSLCertVerificationError, "insecure"),
        (httpx2.DecodingError, "broken"),
        (httpx2.ReadError, "broken"),
        (httpx2.RemoteProtocolError, "broken"),
    )
    for each in _chain(error):
        for cause, kind in kinds:
            if isinstance(each, cause):
                return kind
        if isinstance(each, ssl.SSLError) and "UNEXPECTED_EOF" not in str(each.reason or ""):
            return "insecure"
    return "unreachable"


def _is_transport(error: Exception) -> bool:
    """Tell whether an exception is the HTTP stack's own."""
    import ssl

    import httpx2

    return isinstance(error, (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ssl.SSLError))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Walk through what caused an exception, the members of exception groups included."""
    waiting = [error]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            waiting += current.exceptions


def public_error(fault: RequestFault, server: Server) -> EndpointError:
    """Put a fault that no retry cured into words.

    Args:
        fault: The last fault.
        server: Whom the request went to.

    Returns:
        The error to raise.
    """
    error = _worded(fault, server)
    if not fault.not_asked:
        return error
    return type(error)(f"{error.message}, and is not asked for now: {fault.not_asked}", hint=error.hint)


def _worded(fault: RequestFault, server: Server) -> EndpointError:
    """Say what happened, and what to do."""
    where = server.address
    said = f": {fault.detail}" if fault.detail else ""
    if fault.kind == "status":
        return _status_error(fault, server, said)
    if fault.kind == "timeout":
        return EndpointUnreachableError(
            f"no answer from {where} {fault.detail or 'in time'}",
            hint="raise the timeout or the budget (LLMEXTRACT_TIMEOUT, LLMEXTRACT_BUDGET), or use a faster model",
        )
    kind, happened, hint = _OTHERWISE.get(fault.kind, (EndpointUnreachableError, "cannot be reached", _CHECK_SERVER))
    return kind(f"{where} {happened}{'' if fault.kind == 'refused' else said}", hint=hint)


def _status_error(fault: RequestFault, server: Server, said: str) -> EndpointError:
    """Put an HTTP status into words."""
    where = server.address
    if fault.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return AuthenticationError(
            f"{where} refuses the key (HTTP {fault.status}{said})",
            hint=f"check {spoken_place(server.key_variable)}",
        )
    if fault.status == HTTPStatus.NOT_FOUND or _names_no_model(fault):
        return ModelNotFoundError(
            f"{where} does not know the model {server.model!r} (HTTP {fault.status}{said})",
            hint="check the model's name, and the address, which often ends in /v1",
        )
    if fault.status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimitError(f"{where} allows no more requests (HTTP 429{said})", hint=_when_limited(fault))
    hint = "use a model with a longer context, or a shorter article" if _TOO_LONG.search(fault.detail) else None
    if HTTPStatus.MULTIPLE_CHOICES <= fault.status < HTTPStatus.BAD_REQUEST:
        hint = "articles are sent nowhere else: if the new address is right, give that one"
    return EndpointError(f"{where} failed (HTTP {fault.status or '200 with an error'}{said})", hint=hint)


def _names_no_model(fault: RequestFault) -> bool:
    """Tell whether a client error is about the model's name."""
    if fault.code in {"model_not_found", "model_not_exist"}:
        return True
    named = _NO_MODEL.search(fault.detail) or _NO_MODEL_FIRST.search(fault.detail)
    return fault.status == HTTPStatus.BAD_REQUEST and named is not None


def _when_limited(fault: RequestFault) -> str:
    """Say what to do about a rate limit."""
    if fault.quota_used_up:
        return "the account's quota is used up: check its plan and billing"
    if fault.retry_after:
        return (
            f"it asks to wait {fault.retry_after:.0f} s: try again then, or raise the time budget (LLMEXTRACT_BUDGET)"
        )
    return "try again later, or send fewer requests at once"
