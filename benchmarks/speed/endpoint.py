"""An OpenAI-compatible endpoint on the loopback interface, in a process of its own, so that its work is not measured.

    python -m benchmarks.speed.endpoint GOLD_DIR [--delay SECONDS]

It prints its port, and answers every question as `benchmarks.speed.answers` says, after a fixed delay, until its input
is closed. Where the probabilities of the answer's tokens are asked for, it tells some, as most servers do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.speed.answers import AnswerBook

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(r"\s?\w{1,6}|.", re.DOTALL)
_LENGTH = re.compile(rb"content-length:\s*(\d+)", re.IGNORECASE)
_PER_TOKEN = 4  # characters of a prompt
_BACKLOG = 512
_MOST_KEPT = 512  # requests


@contextmanager
def running_endpoint(gold: Path, *, delay: float = 0.0) -> Iterator[str]:
    """Run the endpoint.

    Args:
        gold: Folder of the gold files that its answers are made of.
        delay: How long it waits before each answer, in seconds.

    Yields:
        Its base URL.
    """
    command = [sys.executable, "-m", "benchmarks.speed.endpoint", str(gold), "--delay", str(delay)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the endpoint has no pipes")
        try:
            port = process.stdout.readline().strip()
            if not port:
                raise RuntimeError("the endpoint did not start")
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.stdin.close()
            process.wait()


def asked_requests(url: str) -> list[dict[str, Any]]:
    """Return the requests that were sent to an endpoint since this was asked last.

    Args:
        url: Its base URL.
    """
    with urllib.request.urlopen(f"{url}/requests") as answer:  # noqa: S310 - a loopback address
        return list(json.load(answer))


def completion(request: dict[str, Any], content: str) -> bytes:
    """Return the body of a chat completion.

    Args:
        request: What is answered.
        content: The answer's text.
    """
    pieces = _TOKEN.findall(content)
    asked = sum(len(str(message["content"])) for message in request["messages"]) // _PER_TOKEN
    logprobs = None
    if request.get("logprobs"):
        most = request.get("top_logprobs", 0)
        logprobs = {"content": [_told(piece, most) for piece in pieces], "refusal": None}
    message = {"role": "assistant", "content": content, "refusal": None}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": request["model"],
        "choices": [{"index": 0, "finish_reason": "stop", "message": message, "logprobs": logprobs}],
        "usage": {
            "prompt_tokens": asked,
            "completion_tokens": len(pieces),
            "total_tokens": asked + len(pieces),
            "prompt_tokens_details": {"cached_tokens": 0},
        },
    }
    return json.dumps(body).encode()


def _told(piece: str, most: int) -> dict[str, Any]:
    entry = {"token": piece, "bytes": list(piece.encode()), "logprob": -0.01}
    others = [{"token": letter, "bytes": list(letter.encode()), "logprob": -9.0} for letter in "abcdefgh"[: most - 1]]
    return {**entry, "top_logprobs": [entry, *others] if most else []}


class _Connection:
    """Serves one connection: one request after the other."""

    def __init__(self, book: AnswerBook, delay: float) -> None:
        self._book = book
        self._delay = delay
        self._made: dict[bytes, bytes] = {}
        self._asked: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                request = await reader.readexactly(int(length[1]) if length else 0)
                due = asyncio.get_running_loop().time() + self._delay
                answer = self._answer(request) if request else self._told()
                if request:
                    await asyncio.sleep(due - asyncio.get_running_loop().time())
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer)
                    + answer
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the client has gone, or the endpoint ends
        finally:
            writer.close()

    def _answer(self, request: bytes) -> bytes:
        """Return the answer's bytes; made once for each question, so that the endpoint never holds a client up."""
        del self._asked[:-_MOST_KEPT]
        self._asked.append(request)
        made = self._made.get(request)
        if made is None:
            body = json.loads(request)
            made = completion(body, self._book.answer(body))
            if len(self._made) < _MOST_KEPT:
                self._made[request] = made
        return made

    def _told(self) -> bytes:
        """Return the requests since the last time."""
        asked, self._asked = self._asked, []
        return b"[" + b",".join(asked) + b"]"


async def _serve(gold: Path, delay: float) -> None:
    from llmextract.evaluation import load_gold

    connection = _Connection(AnswerBook(load_gold(gold)), delay)
    server = await asyncio.start_server(connection.serve, "127.0.0.1", 0, limit=1 << 22, backlog=_BACKLOG)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    server.close()


def main() -> None:
    """Run the endpoint until its input is closed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.endpoint")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--delay", type=float, default=0.0)
    options = parser.parse_args()
    asyncio.run(_serve(options.gold, options.delay))


if __name__ == "__main__":
    main()
