"""What a site asks robots not to fetch (RFC 9309)."""

from __future__ import annotations

from http import HTTPStatus

PRODUCT = "llmextract"
"""The name that rules in a ``robots.txt`` call this program by."""

MAX_BYTES = 512_000
"""So much of a ``robots.txt`` is read; RFC 9309, section 2.5, asks for 500 KiB at least."""


def allows(status: int, rules: bytes, url: str) -> bool:
    """Tell whether a site lets a page be fetched.

    Args:
        status: HTTP status of its ``robots.txt``.
        rules: What the file says.
        url: The page's address.

    Returns:
        By the rules; True where there is no such file, False where the site fails to give it (RFC 9309, section 2.3.1).
    """
    from protego import Protego

    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return False
    if status != HTTPStatus.OK:
        return True
    return bool(Protego.parse(rules[:MAX_BYTES].decode("utf-8", "replace")).can_fetch(url, PRODUCT))
