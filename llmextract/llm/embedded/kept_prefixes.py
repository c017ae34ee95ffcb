"""The computed beginnings of prompts, kept on disk: instructions and worked examples are read once, not at each start.

Two thirds of a first answer's time go into reading what every question begins with. The runtime can write the state of
its context (the keys and values of each token, 28 KiB a token for 1.5 billion parameters) to a file and read it back in
a few hundredths of a second. Only the beginning that all questions share is kept; no word of an article gets there.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import threading
import urllib.parse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from llmextract.llm.base import ChatMessage

MAX_BYTES = 400 << 20
"""Of all kept files together; those that were not used for longest go first."""

_SHORTEST = 1500
"""Characters of a beginning that is worth a file; below, reading it again takes a few seconds."""
_ENDING = ".state"
_REQUEST_SECONDS = 120.0
"""For writing or reading a state. It takes a moment, but waits until a pass with other questions is computed."""

_Turns = tuple[tuple[str, str], ...]


class KeptPrefixes:
    """The kept beginnings of one running model.

    What the runtime held at a place is lost when a state is loaded there; therefore the last beginning of each place is
    known here, and any other is loaded anew.

    Args:
        folder: Where the files lie. It must exist when the runtime starts; what is in it may be deleted at any time.
        identity: Of the model and its runtime (`llmextract.llm.embedded.identity`): the numbers in a file depend on
            both, and a file of another one is not looked at.
    """

    def __init__(self, folder: Path, identity: str) -> None:
        self.folder = folder
        self._identity = identity
        self._held: dict[int, _Turns] = {}
        self._lock = threading.Lock()

    def enter(
        self, messages: Sequence[ChatMessage], *, place: int = 0, base_url: str, api_key: str, timeout: float
    ) -> None:
        """Have the runtime know the beginning of a conversation, from a file or by reading it.

        Unless the question before it had the same beginning, its file is loaded; where there is none, the model reads
        the beginning alone (which it would have to read anyway) and the file is made. Whatever fails here costs time
        and nothing else: the question that follows is answered in any case.

        Args:
            messages: The conversation, the question last.
            place: Where the runtime will answer the question, of the places that it answers questions in at a time.
            base_url: Address of the model's server up to ``/v1``.
            api_key: Its key.
            timeout: Longest time for reading the beginning, in seconds.
        """
        beginning = _turns(messages[:-1])
        # A question that is asked again begins with one that was entered, and holds an article further on.
        held = self._held.get(place)
        if held is not None and beginning[: len(held)] == held:
            return
        self._held.pop(place, None)  # the question will take the place of what is there
        if sum(len(text) for _, text in beginning) < _SHORTEST:
            return
        self._held[place] = beginning
        path = self.folder / f"{self._key(beginning)}{_ENDING}"
        server = _Server(base_url, api_key, place)
        # Under a lock, so that of two questions with one beginning the second finds the file that the first makes.
        with self._lock, contextlib.suppress(OSError, http.client.HTTPException, ValueError):
            if _is_intact(path) and server.state("restore", path.name):
                os.utime(path)
                return
            path.unlink(missing_ok=True)
            self._make(server, path, messages[:-1], timeout)

    def _make(self, server: _Server, path: Path, beginning: Sequence[ChatMessage], timeout: float) -> None:
        """Have the model read a beginning, and write its state: whole and checked, or not at all."""
        if not server.read(beginning, timeout):
            return
        partial = path.with_name(f"{path.stem}.{os.getpid()}.partial")
        try:
            if not server.state("save", partial.name):
                return
            _sidecar(path).write_text(_sha256(partial), encoding="ascii")
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        self._make_room(path)

    def _make_room(self, newest: Path) -> None:
        kept = MAX_BYTES - newest.stat().st_size
        others = [file for file in self.folder.glob(f"*{_ENDING}") if file != newest]
        for file in sorted(others, key=lambda other: other.stat().st_mtime, reverse=True):
            kept -= file.stat().st_size
            if kept < 0:
                file.unlink(missing_ok=True)
                _sidecar(file).unlink(missing_ok=True)

    def _key(self, beginning: _Turns) -> str:
        return hashlib.sha256(json.dumps([self._identity, beginning]).encode()).hexdigest()[:32]


class _Server:
    """The runtime's own requests, beside those of the OpenAI protocol, about one of its places."""

    def __init__(self, base_url: str, api_key: str, place: int) -> None:
        self._place = place
        self._parts = urllib.parse.urlsplit(base_url)
        self._headers = {"Authorization": f"Bearer {api_key}", "Content-Type": "application/json"}

    def state(self, action: str, name: str) -> bool:
        """Write or read the state of the context; return whether it was done."""
        return self._post(f"/slots/{self._place}?action={action}", {"filename": name}, _REQUEST_SECONDS)

    def read(self, messages: Sequence[ChatMessage], timeout: float) -> bool:
        """Have the model read a conversation; return whether it did."""
        request = {"messages": list(messages), "max_tokens": 1, "temperature": 0, "id_slot": self._place}
        return self._post(f"{self._parts.path}/chat/completions", request, timeout)

    def _post(self, path: str, body: dict[str, Any], timeout: float) -> bool:
        host = "127.0.0.1" if self._parts.hostname == "0.0.0.0" else self._parts.hostname  # noqa: S104 - not bound
        connection = http.client.HTTPConnection(host or "127.0.0.1", self._parts.port, timeout=timeout)
        try:
            connection.request("POST", path, json.dumps(body), self._headers)
            response = connection.getresponse()
            response.read()
            return response.status == http.client.OK
        finally:
            connection.close()


def _turns(messages: Sequence[ChatMessage]) -> _Turns:
    return tuple((message["role"], message["content"]) for message in messages)


def _sidecar(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_intact(path: Path) -> bool:
    """Whether a file is there, and is what was written."""
    try:
        return _sidecar(path).read_text(encoding="ascii") == _sha256(path)
    except (OSError, ValueError):
        return False
