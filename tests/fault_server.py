"""An OpenAI-compatible endpoint on the loopback interface in which everything goes wrong that can.

Real HTTP over real sockets. ``FAULTS`` names each fault, how it is played, and what has to come of a question that gets
it for as long as it asks (``alone``) or that gets a good answer the next time (``once``).
"""

import asyncio
import collections
import contextlib
import email.utils
import gzip
import json
import socket
import struct
import threading
import time
from typing import NamedTuple

from llmextract import errors
from tests.chat_server import completion, fitting_answer, schema_of

LARGE = 50_000_000
PIECE = b" " * 65536


class Request(NamedTuple):
    """What was asked, and how it can be answered."""

    body: dict
    writer: asyncio.StreamWriter
    pause: float

    @property
    def good(self):
        """A valid answer, as text."""
        return json.dumps(fitting_answer(schema_of(self.body)))

    async def send(self, status, body, *, kind="application/json", length=None, **headers):
        data = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
        self.head(status, kind, len(data) if length is None else length, **headers)
        self.writer.write(data)
        await self.writer.drain()

    def head(self, status, kind="application/json", length=None, **headers):
        lines = [f"HTTP/1.1 {status} Status", f"Content-Type: {kind}", f"Date: {email.utils.formatdate(usegmt=True)}"]
        lines += ["Connection: close"] if length is None else [f"Content-Length: {length}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.writer.write("\r\n".join([*lines, "", ""]).encode())

    def hang_up(self):
        """Break the connection off, so that the other side gets a reset."""
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


def status(code, message="something is wrong here", **headers):
    async def play(request):
        given = {name: value() if callable(value) else value for name, value in headers.items()}
        await request.send(code, {"error": {"message": message, "type": "test"}}, **given)

    return play


def raw(body, *, kind="application/json"):
    async def play(request):
        await request.send(200, body, kind=kind)

    return play


def answer(content, **more):
    """Play a chat completion whose content is made of the good one's."""

    async def play(request):
        await request.send(200, completion(content(request.good), **more))

    return play


def changed(change):
    """Play a chat completion with something else in it."""

    async def play(request):
        body = completion(request.good)
        await request.send(200, change(body) or body)

    return play


def refusal(body):
    body["choices"][0]["message"] = {"role": "assistant", "content": None, "refusal": "I would rather not say."}


def no_choices(body):
    body["choices"] = []


def odd_numbers(body):
    text = json.dumps(body).replace('"prompt_tokens": 100', '"prompt_tokens": 1e999')
    return text.replace('"completion_tokens": 20', '"completion_tokens": NaN')


async def good(request):
    await request.send(200, completion(request.good))


async def as_text(request):
    await request.send(200, completion(request.good), kind="text/plain")


async def hang_up(request):
    request.hang_up()


async def reset_in_body(request):
    request.head(200, length=5000)
    request.writer.write(b'{"choices": [')
    await request.writer.drain()
    request.hang_up()


async def endless(request):
    request.head(200)
    while True:
        request.writer.write(PIECE)
        await request.writer.drain()


async def drip(request):
    request.head(200, length=5000)
    for _ in range(5000):
        request.writer.write(b" ")
        await request.writer.drain()
        await asyncio.sleep(request.pause)


async def stall(request):
    await request.send(200, b"{", length=5000)
    await asyncio.sleep(3600)


async def large(request):
    request.head(200, length=LARGE)
    for _ in range(0, LARGE, len(PIECE)):
        request.writer.write(PIECE)
        await request.writer.drain()


BOMB = gzip.compress(b" " * LARGE)


async def bomb(request):
    await request.send(200, BOMB, Content_Encoding="gzip")


async def zipped(request):
    await request.send(200, gzip.compress(json.dumps(completion(request.good)).encode()), Content_Encoding="gzip")


async def false_zip(request):
    await request.send(200, completion(request.good), Content_Encoding="gzip")


class Fault(NamedTuple):
    """One thing that can go wrong.

    Attributes:
        play: Does it.
        alone: The error of a question that gets nothing else; ``None`` where the answer is good all the same.
        again: Whether the request is sent again.
    """

    play: object
    alone: type[errors.LlmextractError] | None
    again: bool = False


def soon():
    return email.utils.formatdate(time.time() + 1, usegmt=True)


UNREACHABLE = errors.EndpointUnreachableError
INVALID = errors.InvalidAnswerError
REFUSED = errors.RefusedAnswerError

FAULTS = {
    "429": Fault(status(429), errors.RateLimitError, True),
    "429 with seconds": Fault(status(429, Retry_After="1"), errors.RateLimitError, True),
    "429 with a date": Fault(status(429, Retry_After=soon), errors.RateLimitError, True),
    "500": Fault(status(500), errors.EndpointError, True),
    "502": Fault(status(502), errors.EndpointError, True),
    "503": Fault(status(503), errors.EndpointError, True),
    "504": Fault(status(504), errors.EndpointError, True),
    "400": Fault(status(400), errors.EndpointError),
    "401": Fault(status(401), errors.AuthenticationError),
    "403": Fault(status(403), errors.AuthenticationError),
    "404": Fault(status(404), errors.ModelNotFoundError),
    "redirect": Fault(status(307, Location="http://127.0.0.1:9/elsewhere"), errors.EndpointError),
    "closed at once": Fault(hang_up, errors.EndpointError, True),
    "reset in the body": Fault(reset_in_body, errors.EndpointError, True),
    "endless body": Fault(endless, errors.EndpointError),
    "byte by byte": Fault(drip, UNREACHABLE, True),
    "stalled body": Fault(stall, UNREACHABLE, True),
    "50 MB": Fault(large, errors.EndpointError),
    "decompression bomb": Fault(bomb, errors.EndpointError),
    "no gzip": Fault(false_zip, errors.EndpointError, True),
    "gzip": Fault(zipped, None),
    "a page": Fault(raw("<html><h1>Welcome</h1></html>", kind="text/html"), errors.EndpointError),
    "JSON called text": Fault(as_text, None),
    "empty body": Fault(raw(""), errors.EndpointError, True),
    "truncated JSON": Fault(raw('{"choices": [{"index": 0, "mess'), errors.EndpointError, True),
    "deeply nested": Fault(raw('{"a":' * 100_000), errors.EndpointError),
    "code fence": Fault(answer(lambda text: f"```json\n{text}\n```"), None),
    "prose": Fault(answer(lambda text: f"Here you are:\n{text}\nIs there anything else?"), None),
    "no choices": Fault(changed(no_choices), INVALID),
    "cut off": Fault(answer(lambda text: text[:5], finish="length"), errors.TruncatedAnswerError),
    "filtered": Fault(answer(lambda text: text[:5], finish="content_filter"), REFUSED),
    "refusal": Fault(changed(refusal), REFUSED),
    "null content": Fault(answer(lambda _: None), REFUSED),
    "wrong schema": Fault(answer(lambda _: '{"weather": "fine"}'), INVALID),
    "another article": Fault(good, None),
    "NaN": Fault(answer(lambda _: '{"city": NaN, "people": NaN, "meetings": NaN}'), INVALID),
    "huge numbers": Fault(answer(lambda _: f'{{"city": {"9" * 9000}, "people": 1e999, "meetings": 1}}'), INVALID),
    "odd usage": Fault(changed(odd_numbers), None),
}


class FaultServer:
    """The endpoint; a context manager that runs it in a thread.

    Args:
        choose: From a request's body to the name of a fault, or ``None`` for a good answer.
        delay: Seconds before anything is answered.
        pause: Seconds between the bytes of a body that comes byte by byte.
        tls: Context for encrypted connections.

    Attributes:
        requests: How many have arrived.
        played: How often each fault was, ``None`` for good answers.
    """

    def __init__(self, choose=lambda _body: None, *, delay=0.0, pause=0.05, tls=None):
        self.choose, self.delay, self.pause, self._tls = choose, delay, pause, tls
        self.requests, self.played, self.most_at_once = 0, collections.Counter(), 0
        self.at_once = 0
        self._tasks = set()

    @property
    def url(self):
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/v1"

    def __enter__(self):
        self._runner = asyncio.Runner()
        self._loop = self._runner.get_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._runner.run, args=(self._serve(ready),), name="fault server")
        self._thread.start()
        ready.wait()
        return self

    def __exit__(self, *_):
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()
        self._runner.close()

    async def _serve(self, ready):
        self._over = asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=self._tls, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._over.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader, writer):
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, OSError, asyncio.CancelledError):
                while not writer.transport.is_closing():
                    if await reader.readexactly(1) != b"P":  # no POST: perhaps somebody who expects TLS
                        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                        break
                    head = await reader.readuntil(b"\r\n\r\n")
                    length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
                    await self._answer(json.loads(await reader.readexactly(int(length.split(b":")[1]))), writer)
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, body, writer):
        self.requests += 1
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            fault = self.choose(body)
            self.played[fault] += 1
            await asyncio.sleep(self.delay)
            await (good if fault is None else FAULTS[fault].play)(Request(body, writer, self.pause))
        finally:
            self.at_once -= 1
