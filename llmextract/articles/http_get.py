"""One GET request to an address that has been looked at, and a body that can't be too large."""

from __future__ import annotations

import contextlib
import urllib.request
from typing import TYPE_CHECKING

from llmextract.articles.addresses import PrivateAddressError, is_public, resolve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    import httpx2

_PORTS = {"http": 80, "https": 443}


class WebClient:
    """Sends GET requests; an asynchronous context manager.

    Redirects are not followed, cookies are not kept, a connection is used once.

    Args:
        timeout_s: Longest wait for a connection, and for the next bytes, in seconds.
        user_agent: Who asks.
        private: Whether addresses that are not public may be connected to.
    """

    def __init__(self, *, timeout_s: float, user_agent: str, private: bool) -> None:
        self._timeout = timeout_s
        self._headers = {"User-Agent": user_agent, "Accept": "text/html, text/plain;q=0.9, */*;q=0.1"}
        self._private = private
        self._open = contextlib.AsyncExitStack()
        self._clients: dict[str | None, httpx2.AsyncClient] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self._open.aclose()

    @contextlib.asynccontextmanager
    async def get(self, url: httpx2.URL) -> AsyncIterator[httpx2.Response]:
        """Send a request, and yield its response, the body not yet read.

        Args:
            url: The address, with ``http`` or ``https``.

        Yields:
            The response; its ``url`` is not the one that was asked for, but that of the machine that answered.

        Raises:
            PrivateAddressError: The address is not public.
            OSError: The name can't be resolved.
            httpx2.HTTPError: The request failed.
        """
        proxy = _proxy(url)
        if proxy is not None:
            if not self._private and (url.host.lower() == "localhost" or not _may_be_public(url.host)):
                raise PrivateAddressError(url.host)
            response = await self._send(proxy, url, url)
        else:
            response = await self._send_to_first(url)
        try:
            yield response
        finally:
            await response.aclose()

    async def _send_to_first(self, url: httpx2.URL) -> httpx2.Response:
        """Send a request to the first address of a host that takes it."""
        import httpx2

        host = url.raw_host.decode("ascii")
        addresses = await resolve(host, url.port or _PORTS[url.scheme], private=self._private)
        for address in addresses[:-1]:
            with contextlib.suppress(httpx2.ConnectError, httpx2.ConnectTimeout):
                return await self._send(None, url, url.copy_with(host=address))
        return await self._send(None, url, url.copy_with(host=addresses[-1]))

    async def _send(self, proxy: str | None, url: httpx2.URL, target: httpx2.URL) -> httpx2.Response:
        """Send a request for an address to a machine, which has to show the certificate of the address's host."""
        client = await self._client(proxy)
        headers = {**self._headers, "Host": url.netloc.decode("ascii")}
        request = client.build_request(
            "GET", target, headers=headers, extensions={"sni_hostname": url.raw_host.decode("ascii")}
        )
        return await client.send(request, stream=True)

    async def _client(self, proxy: str | None) -> httpx2.AsyncClient:
        import httpx2

        if proxy not in self._clients:
            self._clients[proxy] = await self._open.enter_async_context(
                httpx2.AsyncClient(
                    proxy=proxy,
                    timeout=self._timeout,
                    verify=httpx2.create_ssl_context(),
                    trust_env=False,  # the environment's proxies are looked up by the host's name, not its address
                    limits=httpx2.Limits(max_keepalive_connections=0),
                )
            )
        return self._clients[proxy]


async def read_body(response: httpx2.Response, limit: int) -> bytes:
    """Read a response's body, decompressed, up to a limit.

    Args:
        response: As `WebClient.get` yields it.
        limit: So many bytes are enough.

    Returns:
        The body; at least ``limit`` bytes of it where there are more, and never more than a megabyte beyond.
    """
    pieces: list[bytes] = []
    size = 0
    async with contextlib.aclosing(response.aiter_bytes()) as body:
        async for piece in body:
            pieces.append(piece)
            size += len(piece)
            if size >= limit:
                break
    return b"".join(pieces)


def _proxy(url: httpx2.URL) -> str | None:
    """Return the proxy that the environment names for an address."""
    if urllib.request.proxy_bypass(url.netloc.decode("ascii")):
        return None
    proxies = urllib.request.getproxies()
    return proxies.get(url.scheme) or proxies.get("all")


def _may_be_public(host: str) -> bool:
    """Tell whether a host that a proxy will look up may be public: any name, and public addresses."""
    import ipaddress

    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return True
    return is_public(host.strip("[]"))
