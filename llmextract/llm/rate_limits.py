"""What a server says about its rate limit: how long to wait, how many requests and tokens are left."""

from __future__ import annotations

import datetime
import email.utils
import math
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Unit = Literal["requests", "tokens"]

_MARK = "ratelimit"
_FACTS = ("remaining", "reset", "limit")
_LEADING = re.compile(r"\s*(\d{1,15}(?:\.\d{1,15})?)\s*(?:[,;].*)?")
_DURATION = re.compile(
    r"(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?"
)
_DURATION_UNITS = (86400.0, 3600.0, 60.0, 1.0, 0.001)
_EPOCH_SECONDS = 1e9
_EPOCH_MILLISECONDS = 1e12
_LONGEST = 32  # characters; nothing that a server says about its limits is longer


@dataclass(frozen=True)
class Allowance:
    """What is left of one limit.

    Attributes:
        unit: What is counted.
        remaining: How much is left.
        limit: How much there is when nothing is used up; ``None`` where the server does not say.
        reset: Seconds until nothing is used up.
    """

    unit: Unit
    remaining: float
    limit: float | None
    reset: float


def read_allowances(headers: Mapping[str, str], *, now: float | None = None) -> tuple[Allowance, ...]:
    """Read what is left of a server's limits.

    Understood are ``x-ratelimit-remaining-requests`` and its kin of OpenAI, Azure and Groq, ``x-ratelimit-remaining``
    and ``ratelimit-remaining`` (IETF draft-ietf-httpapi-ratelimit-headers-07) of many gateways, and
    ``anthropic-ratelimit-requests-remaining``. A limit of which the remainder or the time of its reset is missing or
    not legible counts as not given.

    Args:
        headers: The response's headers, names in lower case.
        now: Seconds since the epoch; by default the server's own time, as its ``Date`` tells it, else the present.

    Returns:
        The limits, at most one for each name that the server uses.
    """
    told: dict[str, dict[str, str]] = {}
    for name, value in headers.items():
        if _MARK in name:
            words = name.split("-")
            fact = next((word for word in words if word in _FACTS), None)
            if fact is not None:
                told.setdefault("-".join(word for word in words if word != fact), {})[fact] = value
    if not told:
        return ()
    present = _server_time(headers) if now is None else now
    found = (_allowance("tokens" if "tokens" in name else "requests", facts, present) for name, facts in told.items())
    return tuple(allowance for allowance in found if allowance is not None)


def _allowance(unit: Unit, facts: Mapping[str, str], now: float) -> Allowance | None:
    """Put together what is known of one limit."""
    remaining, reset = _number(facts.get("remaining")), _until(facts.get("reset"), now)
    if remaining is None or reset is None:
        return None
    return Allowance(unit, remaining, _number(facts.get("limit")), reset)


def _number(text: str | None) -> float | None:
    """Read a count; what follows it (``100;w=60``) is left out."""
    match = _LEADING.fullmatch(text[:_LONGEST]) if text else None
    return float(match[1]) if match else None


def _until(text: str | None, now: float) -> float | None:
    """Read a moment or a duration, and return the seconds until then: ``6m0s``, ``12``, an epoch, RFC 3339."""
    text = (text or "").strip()[:_LONGEST]
    number = _number(text)
    if number is not None:
        if number >= _EPOCH_MILLISECONDS:
            return max(0.0, number / 1000 - now)
        return max(0.0, number - now) if number >= _EPOCH_SECONDS else number
    match = _DURATION.fullmatch(text)
    if match and text:
        return sum(float(part) * unit for part, unit in zip(match.groups(), _DURATION_UNITS, strict=True) if part)
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else max(0.0, moment.timestamp() - now)


def retry_after_seconds(headers: Mapping[str, str], *, now: float | None = None) -> float | None:
    """Read how long a server asks to wait: ``Retry-After-Ms``, or ``Retry-After`` (RFC 9110, section 10.2.3).

    Args:
        headers: The response's headers, names in lower case.
        now: Seconds since the epoch; by default the server's own time, as its ``Date`` tells it (its clock may be
            wrong, the difference is not), else the present.

    Returns:
        Seconds, zero or more, or ``None`` when the server does not say, or not legibly.
    """
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        try:
            seconds = float(headers[name]) / unit
        except (KeyError, ValueError):
            continue
        if 0 <= seconds < math.inf:
            return seconds
    until = _moment(headers.get("retry-after", ""))
    if until is None:
        return None
    return max(0.0, until - (_server_time(headers) if now is None else now))


def _server_time(headers: Mapping[str, str]) -> float:
    """Return the server's time of its answer, in seconds since the epoch; ours where it does not tell."""
    told = _moment(headers.get("date", ""))
    return time.time() if told is None else told


def _moment(text: str) -> float | None:
    """Read an HTTP date."""
    try:
        return email.utils.parsedate_to_datetime(text[:_LONGEST]).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
