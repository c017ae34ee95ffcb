"""What can go wrong with one HTTP request: classified once, cleaned of secrets, and put into words for the user.

The client library's exceptions hold the request, and with it the key and the article. They end here: a fault keeps only
what the retry policy and a message need, and is never chained to the exception that it was read from.
"""

from __future__ import annotations

import email.utils
import re
import socket
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from llmextract.errors import (
    AuthenticationError,
    EndpointError,
    EndpointUnreachableError,
    ModelNotFoundError,
    RateLimitError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import openai

Kind = Literal["refused", "unresolved", "unreachable", "timeout", "status", "garbled"]

MAX_DETAIL = 200
"""Longest excerpt, in characters, of a server's own message."""

_TRANSIENT_STATUS = frozenset({408, 409, 425, 429})
_FIRST_SERVER_ERROR = 500
_NEVER_TRANSIENT = frozenset({501, 505})
_NO_MODEL = re.compile(
    r"model\b.*\b(?:not (?:be )?found|does not exist|not exist|unknown|invalid|not supported|no such)", re.IGNORECASE
)
_NO_MODEL_FIRST = re.compile(r"\b(?:unknown|invalid|no such|unsupported)\b.*\bmodel\b", re.IGNORECASE)
_TOO_LONG = re.compile(
    r"context (?:length|size|window)|maximum context|exceeds? the available context|too many tokens", re.IGNORECASE
)
_TAG = re.compile(r"<(?:style|script)\b.*?</(?:style|script)>|<[^>]{0,200}>", re.IGNORECASE | re.DOTALL)
_KEY_LIKE = re.compile(r"\b(?:sk|pk|rk|gsk|key|Bearer)[-_ ][\w*.\-]{8,}")


class RequestFault(Exception):  # noqa: N818 - a fault of one request; what the user sees is an error
    """One request failed.

    Args:
        kind: ``refused``: nothing listens there. ``unresolved``: there is no such host. ``unreachable``: any other
            connection failure. ``timeout``. ``status``: an HTTP status that says failure. ``garbled``: a success that
            is no chat completion.
        status: The HTTP status, 0 without one.
        code: The server's own name of the fault, such as ``insufficient_quota``.
        detail: Excerpt of the server's message, free of secrets.
        retry_after: How long the server asks to wait, in seconds.
    """

    def __init__(
        self, kind: Kind, *, status: int = 0, code: str = "", detail: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(f"{kind} {status or ''} {detail}".strip())
        self.kind = kind
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after

    @property
    def transient(self) -> bool:
        """Whether the same request may succeed a little later."""
        if self.kind == "status":
            if self.code in {"insufficient_quota", "billing_hard_limit_reached"} or self.status in _NEVER_TRANSIENT:
                return False
            return self.status in _TRANSIENT_STATUS or self.status >= _FIRST_SERVER_ERROR
        return self.kind != "garbled"


@dataclass(frozen=True)
class Server:
    """What a message about a server needs to say.

    Attributes:
        model: The model asked for.
        base_url: The server's address.
        key_variable: The environment variable that the key is read from.
        secret: The key, to be kept out of every message.
    """

    model: str
    base_url: str
    key_variable: str
    secret: str = field(repr=False)

    @property
    def address(self) -> str:
        """The address without a user, password or query in it."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

    def clean(self, text: str) -> str:
        """Return a short, single-line excerpt of a server's message, free of markup and of keys."""
        text = " ".join(_TAG.sub(" ", text).split())
        if self.secret:
            text = text.replace(self.secret, "***")
        text = _KEY_LIKE.sub("***", text)
        return text if len(text) <= MAX_DETAIL else f"{text[: MAX_DETAIL - 1].rstrip()}…"


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
    body = error.body
    detail = ""
    if isinstance(body, dict):
        told = next((body[key] for key in ("message", "detail", "error", "msg") if body.get(key)), body)
        detail = told if isinstance(told, str) else str(told)
    elif isinstance(body, str):
        detail = body
    return RequestFault(
        "status",
        status=error.status_code,
        code=str(error.code or error.type or ""),
        detail=server.clean(detail),
        retry_after=retry_after_seconds(error.response.headers),
    )


def _connection_kind(error: Exception) -> Kind:
    """Tell a dead address, which fails fast, from trouble on the way."""
    for each in _chain(error):
        if isinstance(each, ConnectionRefusedError):
            return "refused"
        if isinstance(each, socket.gaierror):
            return "unresolved"
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


def retry_after_seconds(headers: Mapping[str, str], *, now: float | None = None) -> float | None:
    """Read how long a server asks to wait: ``Retry-After-Ms``, or ``Retry-After`` (RFC 9110, section 10.2.3).

    Args:
        headers: The response's headers.
        now: Seconds since the epoch; the present by default.

    Returns:
        Seconds, zero or more, or ``None`` when the server does not say, or not legibly.
    """
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) / unit
        except (KeyError, ValueError):
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    try:
        until = email.utils.parsedate_to_datetime(headers.get("retry-after", ""))
    except (TypeError, ValueError):
        return None
    return max(0.0, until.timestamp() - (time.time() if now is None else now))


def public_error(fault: RequestFault, server: Server) -> EndpointError:
    """Put a fault that no retry cured into words.

    Args:
        fault: The last fault.
        server: Whom the request went to.

    Returns:
        The error to raise.
    """
    where = server.address
    said = f": {fault.detail}" if fault.detail else ""
    if fault.kind == "status":
        return _status_error(fault, server, said)
    if fault.kind == "timeout":
        return EndpointUnreachableError(
            f"no answer from {where} {fault.detail or 'in time'}",
            hint="raise the timeout or the budget (LLMEXTRACT_TIMEOUT, LLMEXTRACT_BUDGET), or use a faster model",
        )
    if fault.kind == "garbled":
        return EndpointError(
            f"{where} answered with something that is no chat completion{said}",
            hint="check the address (--base-url or LLMEXTRACT_BASE_URL); it often ends in /v1",
        )
    happened = "refuses the connection" if fault.kind == "refused" else f"cannot be reached{said}"
    return EndpointUnreachableError(
        f"{where} {happened}",
        hint="check that the server is running and that its address is right (--base-url or LLMEXTRACT_BASE_URL)",
    )


def _status_error(fault: RequestFault, server: Server, said: str) -> EndpointError:
    """Put an HTTP status into words."""
    where = server.address
    if fault.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return AuthenticationError(
            f"{where} refuses the key (HTTP {fault.status}{said})",
            hint=f"check the environment variable {server.key_variable}",
        )
    if fault.status == HTTPStatus.NOT_FOUND or _names_no_model(fault):
        return ModelNotFoundError(
            f"{where} does not know the model {server.model!r} (HTTP {fault.status}{said})",
            hint="check the model's name, and the address, which often ends in /v1",
        )
    if fault.status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimitError(f"{where} allows no more requests (HTTP 429{said})", hint=_when_limited(fault))
    hint = "use a model with a longer context, or a shorter article" if _TOO_LONG.search(fault.detail) else None
    return EndpointError(f"{where} failed (HTTP {fault.status or '200 with an error'}{said})", hint=hint)


def _names_no_model(fault: RequestFault) -> bool:
    """Tell whether a client error is about the model's name."""
    if fault.code in {"model_not_found", "model_not_exist"}:
        return True
    named = _NO_MODEL.search(fault.detail) or _NO_MODEL_FIRST.search(fault.detail)
    return fault.status == HTTPStatus.BAD_REQUEST and named is not None


def _when_limited(fault: RequestFault) -> str:
    """Say what to do about a rate limit."""
    if not fault.transient:
        return "the account's quota is used up: check its plan and billing"
    if fault.retry_after:
        return (
            f"it asks to wait {fault.retry_after:.0f} s: try again then, or raise the time budget (LLMEXTRACT_BUDGET)"
        )
    return "try again later, or send fewer requests at once"
