"""Serves the review page, by default to this machine alone.

The standard library's ``http.server`` is enough: two addresses, a few people at once, not one dependency more. What it
leaves out is done here: nobody gets in without the token of the printed address, no other site's page can send anything
(its origin is checked, and a custom header makes browsers ask first), and a name that merely points here (DNS
rebinding) is refused.
"""

from __future__ import annotations

import hmac
import ipaddress
import json
import secrets
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from llmextract.errors import ConfigurationError
from llmextract.review.decisions import StaleDecisionError

if TYPE_CHECKING:
    from llmextract.review.desk import Desk

MAX_BYTES = 2_000_000
"""The largest decision that is read, in bytes."""

TOKEN_HEADER = "X-Review-Token"  # noqa: S105 - its name, not a token

_SECONDS = 30  # for a request to arrive
_ANY = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised, not bound
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class ReviewServer(ThreadingHTTPServer):
    """The server of the review page.

    Args:
        desk: Gives the answers.
        host: Address to listen on.
        port: Port to listen on; 0 for a free one.

    Raises:
        ConfigurationError: The address can't be listened on.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, desk: Desk, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.desk = desk
        self.token = secrets.token_urlsafe(24)
        self._host = host
        if ":" in host:
            self.address_family = socket.AF_INET6
        try:
            super().__init__((host, port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise ConfigurationError(
                f"{host} port {port} can't be listened on: {reason}", hint="choose another --port or --host"
            ) from error

    @property
    def url(self) -> str:
        """The page's address, with the token."""
        shown = "127.0.0.1" if self._host in _ANY else self._host
        named = f"[{shown}]" if ":" in shown else shown
        return f"http://{named}:{self.server_address[1]}/?token={self.token}"

    def is_own(self, host: str | None) -> bool:
        """Return whether a request's ``Host`` is this server's, and not a name that merely leads here."""
        if not host:
            return False
        try:
            parts = urlsplit(f"//{host}")
            name, port = parts.hostname or "", parts.port or 80
        except ValueError:
            return False
        if port != self.server_address[1]:
            return False
        if is_loopback(self._host):
            return is_loopback(name)
        return name in {self._host.lower(), socket.gethostname().lower()} or _is_address(name) or is_loopback(name)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - of the base class
        """Pass over readers that went away; anything else is a fault to be seen."""
        import sys

        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    timeout = _SECONDS
    server_version = "llmextract"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with the page."""
        address = urlsplit(self.path)
        given = parse_qs(address.query).get("token", [""])[0]
        if not self._may_enter(given):
            return
        if address.path != "/":
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such page")
            return
        try:
            page = self.server.desk.page(self.server.token)
        except ConfigurationError as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
            return
        self._send(HTTPStatus.OK, page.encode("utf-8"), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        """Keep a decision, or take one back."""
        if not self._may_enter(self.headers.get(TOKEN_HEADER, "")):
            return
        if not self._same_origin():
            self._refuse(HTTPStatus.FORBIDDEN, "decisions are only taken from the review page itself")
            return
        if self.path != "/decide":
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such address")
            return
        sent = self._body()
        if sent is None:
            return
        try:
            answer = self.server.desk.decide(sent)
        except StaleDecisionError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except ConfigurationError as error:
            self._refuse(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        else:
            self._send_json(HTTPStatus.OK, answer)

    def _may_enter(self, token: str) -> bool:
        if not self.server.is_own(self.headers.get("Host")):
            self._refuse(HTTPStatus.FORBIDDEN, "this server is not known by that name")
            return False
        if not hmac.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.FORBIDDEN, "open the address that llmextract review printed, with its token")
            return False
        return True

    def _same_origin(self) -> bool:
        origin = self.headers.get("Origin")
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        return origin == f"http://{self.headers.get('Host')}" and site == "same-origin"

    def _body(self) -> Any:  # noqa: ANN401 - JSON
        """Return the request's JSON; answer and return None where there is none."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MAX_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the decision is too large")
            return None
        if self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "decisions are sent as JSON")
            return None
        try:
            return json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            self._refuse(HTTPStatus.BAD_REQUEST, "this is not JSON")
            return None

    def _refuse(self, status: HTTPStatus, message: str) -> None:
        self._send_json(status, {"error": message})

    def _send_json(self, status: HTTPStatus, answer: dict[str, Any]) -> None:
        self._send(status, json.dumps(answer).encode("ascii"), "application/json")

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - of the base class
        """Say nothing: the lines would hold the token."""


def is_loopback(host: str) -> bool:
    """Return whether an address or name can only mean this machine."""
    if host.lower() == "localhost":
        return True
    return _is_address(host) and ipaddress.ip_address(host).is_loopback


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
