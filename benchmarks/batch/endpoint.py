"""An OpenAI-compatible endpoint on the loopback interface that gives recorded answers, each after a fixed time.

It works on one request at a time, as a server with one accelerator does, so that its own time is a plain sum.
"""

from __future__ import annotations

import json
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

_WORDS = (
    "fisheries harbour railway customs tariff visa water border pipeline satellite grain wheat timber copper lithium "
    "tourism airport vaccine museum orchestra football language school scholarship refugee ceasefire prisoner convoy"
)
_PEOPLE = [{"name": name, "attendance": "confirmed"} for name in ("Ada Novak", "Juan Ortega")]
_ANSWER = json.dumps(
    {
        "meetings": [
            {
                "sentences": [1],
                "people": _PEOPLE,
                "format": "in_person",
                "status": "held",
                "when": "on Monday",
                "where": "Santiago",
                "topics": [],
            }
        ]
    }
)
_BODY = {
    "id": "c1",
    "object": "chat.completion",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": _ANSWER}}],
    "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100},
}


def story(number: int) -> str:
    """Return the text of an article unlike any other, with its number in it."""
    about = " ".join(random.Random(number).choices(_WORDS.split(), k=60))  # noqa: S311 - words, not secrets
    return (
        "Foreign Minister Ada Novak of Slovenia met President Juan Ortega of Chile in Santiago on Monday to discuss "
        f"dossier {number:06}.\n\nThe talks touched on {about}, the ministry said.\n"
    )


def write_table(path: Path, articles: int) -> None:
    """Write a table of articles, as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(articles):
            file.write(json.dumps({"text": story(number)}) + "\n")


class RecordedEndpoint(ThreadingHTTPServer):
    """The endpoint; a context manager that runs it in a thread.

    Args:
        seconds: How long one answer takes.

    Attributes:
        asked: The text of each request so far, in order; kept only where ``keep`` is set.
        count: How many requests there were.
        busy: For how many seconds the endpoint was at work.
    """

    daemon_threads = True

    def __init__(self, seconds: float, *, keep: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.count = 0
        self.busy = 0.0
        self._seconds = seconds
        self._keep = keep
        self._turn = threading.Lock()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def answer(self, question: str) -> bytes:
        """Work on one request."""
        with self._turn:
            started = time.perf_counter()
            self.count += 1
            if self._keep:
                self.asked.append(question)
            if self._seconds:
                time.sleep(self._seconds)
            self.busy += time.perf_counter() - started
        return json.dumps(_BODY).encode()

    def handle_error(self, *_: Any) -> None:  # noqa: ANN401 - of the base class
        """Say nothing: clients are killed."""

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        question = self.rfile.read(int(self.headers["Content-Length"])).decode()
        server = self.server
        assert isinstance(server, RecordedEndpoint)  # noqa: S101 - for the type checker
        data = server.answer(question)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - of the base class
        """Say nothing."""
