"""The HTTP client for one endpoint: what it may receive and where it may go is bounded here.

An article goes to the address that was configured and nowhere else, so redirects are not followed. A body is cut off at
a size that no answer has, counted after decompression; its time is bounded by whoever asks.

Importing this module takes long, because of the client library: import it where the first request is sent.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

import httpx2
import openai
from openai.types.chat import ChatCompletion

from llmextract.llm.request_fault import RequestFault
from llmextract.llm.way_out import WayOut, watch_departure

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Mapping

    from llmextract.llm.faults import Server

MAX_BODY = 8_000_000
"""Largest body of a response, in bytes: several times that of the longest answer with all its tokens' probabilities."""

_CONNECT_SECONDS = 10.0
_FIRST_FIELDS = ("messages", "model")
_EXCERPT = 2000  # bytes
_ENVIRONMENT_HEADERS = "OPENAI_CUSTOM_HEADERS"


class EndpointClient:
    """Sends chat completion requests to one endpoint, for one event loop.

    Args:
        server: The endpoint.
        official: Whether it is OpenAI's own: what the environment says of organization, project and further headers is
            sent to nobody else.
        timeout: Longest wait for a part of an answer, in seconds.
    """

    def __init__(self, server: Server, *, official: bool, timeout: float) -> None:
        address, login = _split_login(server.base_url)
        withheld = [] if official else ["OpenAI-Organization", "OpenAI-Project"]
        self._omitted = {name: openai.Omit() for name in (*withheld, *([] if server.secret else ["Authorization"]))}
        self._way_out = WayOut()
        self._client = openai.AsyncOpenAI(
            api_key=server.secret or "none",
            base_url=address,
            default_headers={} if official else _without_foreign_headers(server.secret),
            max_retries=0,
            http_client=openai.DefaultAsyncHttpxClient(
                timeout=httpx2.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS)),
                auth=login,
                follow_redirects=False,
                event_hooks={"request": [watch_departure], "response": [_bound_body]},
            ),
        )

    async def send(self, request: Mapping[str, Any], extra_body: Mapping[str, Any]) -> httpx2.Response:
        """Send one request.

        ``AsyncOpenAI.chat.completions.create`` sends the same, but first walks through everything, the schema included,
        in search of things to convert. Here there are none, and the walk takes as long as all the rest.

        Args:
            request: The fields of the request, as ``create`` takes them.
            extra_body: Further fields.

        Returns:
            The response; its status says success.

        Raises:
            openai.APIError: The server failed, or was not reached.
        """
        fields = (*_FIRST_FIELDS, *sorted(request.keys() - set(_FIRST_FIELDS)))  # the order in which ``create`` sends
        with self._way_out.leaving():
            response = await self._client.post(
                "/chat/completions",
                cast_to=httpx2.Response,
                body={field: request[field] for field in fields},
                options={"headers": self._omitted, "extra_json": extra_body, "security": {"bearer_auth": True}},
            )
        await self._way_out.wait()
        return response

    async def close(self) -> None:
        """Close all connections."""
        await self._client.close()


def read_completion(response: httpx2.Response, server: Server) -> ChatCompletion | RequestFault:
    """Read a chat completion, whatever the server says of the type of its body.

    Args:
        response: A response whose status says success.
        server: Who sent it.

    Returns:
        The completion, its parts not checked; or the fault: ``broken`` where JSON is missing or ends too early,
        ``garbled`` where there is something else.
    """
    body = response.content
    try:
        value = json.loads(body)
    except RecursionError:
        return RequestFault("garbled", detail="JSON that is nested too deeply")
    except ValueError:  # no JSON, no UTF-8, or a number of thousands of digits
        text = body[:_EXCERPT].decode(errors="replace").strip()
        if not text or text.startswith("{"):
            return RequestFault("broken", detail="JSON that ends too early" if text else "an empty body")
        return RequestFault("garbled", detail=server.clean(text))
    if not isinstance(value, dict):
        return RequestFault("garbled", detail=server.clean(body[:_EXCERPT].decode(errors="replace")))
    try:
        return ChatCompletion.construct(None, **value)
    except RecursionError:
        return RequestFault("garbled", detail="JSON that is nested too deeply")


def _split_login(base_url: str) -> tuple[str, httpx2.BasicAuth | None]:
    """Take a user and a password out of an address: HTTP libraries log addresses."""
    parts = urlsplit(base_url)
    if parts.username is None:
        return base_url, None
    login = httpx2.BasicAuth(unquote(parts.username), unquote(parts.password or ""))
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])), login


def _without_foreign_headers(key: str) -> dict[str, Any]:
    """Overrule the headers that the environment holds for OpenAI."""
    lines = os.environ.get(_ENVIRONMENT_HEADERS, "").split("\n")
    names = {line.partition(":")[0].strip() for line in lines}
    return {name: f"Bearer {key}" if name == "Authorization" and key else openai.Omit() for name in names if name}


async def _bound_body(response: httpx2.Response) -> None:
    """Have a response's body counted, decompressed, while it is read."""
    source = response.stream
    if not isinstance(source, httpx2.AsyncByteStream):
        raise TypeError("an asynchronous client has asynchronous responses")
    encoding = response.headers.pop("content-encoding", None)
    if encoding is None:
        response.stream = _BoundedStream(source, source)
    else:
        inner = httpx2.Response(response.status_code, headers={"content-encoding": encoding}, stream=source)
        response.stream = _BoundedStream(inner.aiter_bytes(), source)


class _BoundedStream(httpx2.AsyncByteStream):
    """A body that ends with a fault when it gets too large."""

    def __init__(self, body: AsyncIterable[bytes], source: httpx2.AsyncByteStream) -> None:
        self._body = body
        self._source = source

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async with contextlib.AsyncExitStack() as open_parts:
            pieces = aiter(self._body)
            if isinstance(pieces, AsyncGenerator):  # left to the garbage collector, it would outlive the request
                open_parts.push_async_callback(pieces.aclose)
            async for piece in pieces:
                size += len(piece)
                if size > MAX_BODY:
                    raise RequestFault("oversized", detail=f"more than {MAX_BODY // 1_000_000} MB")
                yield piece

    async def aclose(self) -> None:
        await self._source.aclose()
