"""The fault of one HTTP request, and what it means for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from llmextract.llm.rate_limits import Allowance

Kind = Literal[
    "refused", "unresolved", "insecure", "unreachable", "timeout", "status", "broken", "oversized", "garbled"
]

_TRANSIENT_STATUS = frozenset({408, 409, 425, 429})
_FIRST_SERVER_ERROR = 500
_NEVER_TRANSIENT = frozenset({501, 505})
_OVERLOAD = frozenset({429, 503, 529})
_FOR_EVERYBODY = frozenset({301, 302, 303, 307, 308, 401, 402, 403, 404, 405, 407})
_QUOTA_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached"})


class RequestFault(Exception):  # noqa: N818 - a fault of one request; what the user sees is an error
    """One request failed.

    Args:
        kind: ``refused``: nothing listens there. ``unresolved``: there is no such host. ``insecure``: no encrypted
            connection that can be trusted. ``unreachable``: any other connection failure. ``timeout``. ``status``: an
            HTTP status that says failure. ``broken``: an answer that ends too early. ``oversized``: one that is too
            large. ``garbled``: a success that is no chat completion.
        status: The HTTP status, 0 without one.
        code: The server's own name of the fault, such as ``insufficient_quota``.
        detail: Excerpt of the server's message, free of secrets.
        retry_after: How long the server asks to wait, in seconds.
        allowances: What the server says is left of its limits.
        not_asked: Why the request was not even sent; empty where it was.
    """

    def __init__(
        self,
        kind: Kind,
        *,
        status: int = 0,
        code: str = "",
        detail: str = "",
        retry_after: float | None = None,
        allowances: tuple[Allowance, ...] = (),
        not_asked: str = "",
    ) -> None:
        super().__init__(f"{kind} {status or ''} {detail}".strip())
        self.kind = kind
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.allowances = allowances
        self.not_asked = not_asked

    @property
    def transient(self) -> bool:
        """Whether the same request may succeed a little later."""
        if self.not_asked:
            return False
        if self.kind == "status":
            if self.quota_used_up or self.status in _NEVER_TRANSIENT:
                return False
            return self.status in _TRANSIENT_STATUS or self.status >= _FIRST_SERVER_ERROR
        return self.kind not in {"garbled", "oversized", "insecure"}

    @property
    def overload(self) -> bool:
        """Whether fewer requests at a time may help."""
        return self.kind == "timeout" or (self.status in _OVERLOAD and not self.quota_used_up)

    @property
    def by_endpoint(self) -> bool:
        """Whether the endpoint is at fault, so that any other request is likely to fail as well."""
        if self.kind != "status":
            return self.kind != "oversized"
        return self.status in _FOR_EVERYBODY or self.status >= _FIRST_SERVER_ERROR or self.quota_used_up

    @property
    def quota_used_up(self) -> bool:
        """Whether it takes a payment, not time."""
        return self.code in _QUOTA_CODES

    def unasked(self, why: str, *, retry_after: float | None = None) -> RequestFault:
        """Return the fault of a request that is not sent because this one has failed.

        Args:
            why: The reason.
            retry_after: How long to wait now, in seconds.
        """
        return RequestFault(
            self.kind,
            status=self.status,
            code=self.code,
            detail=self.detail,
            retry_after=retry_after,
            not_asked=why,
        )
