"""Answers of the embedded model, kept on disk: what would be answered the same again is asked once."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import sqlite3
import threading
import time
from typing import TYPE_CHECKING, Any

from llmextract.errors import InvalidAnswerError
from llmextract.llm.answer_text import parse_answer
from llmextract.llm.base import Reply, Token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pydantic import BaseModel

    from llmextract.llm.base import AnswerT, ChatMessage

MAX_ANSWERS = 50_000
"""About 100 MB; those that were not used for longest go first."""

_BUSY_SECONDS = 2.0
_TABLE = "CREATE TABLE IF NOT EXISTS answers (question TEXT PRIMARY KEY, answer TEXT NOT NULL, used REAL NOT NULL)"
_TRIM = "DELETE FROM answers WHERE question IN (SELECT question FROM answers ORDER BY used DESC LIMIT -1 OFFSET ?)"


class KeptAnswers:
    """A file of questions, as hashes, with their answers.

    Only for answers that are a function of the question, so of one model file in one runtime at temperature 0. The
    questions themselves are not in the file, the answers (names of people among them) are. A file that is damaged, busy
    or can't be written is as good as none. Safe to use from several threads and processes.

    Args:
        path: The file; made, with its folder, when the first answer is kept.
        identity: Of the model and its runtime; see `llmextract.llm.embedded.identity`.
    """

    def __init__(self, path: Path, identity: str) -> None:
        self.path = path
        self._identity = identity
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    def find(self, messages: Sequence[ChatMessage], form: type[AnswerT], max_tokens: int) -> Reply[AnswerT] | None:
        """Return the answer to a question that was asked before, or ``None``.

        Args:
            messages: The conversation, the question last.
            form: The form of the answer.
            max_tokens: Longest answer, in tokens.
        """
        key = self._key(messages, form, max_tokens)
        with self._lock, contextlib.suppress(sqlite3.Error, OSError, ValueError, TypeError, InvalidAnswerError):
            if self._connection is None and not self.path.exists():
                return None
            row = self._connected().execute("SELECT answer FROM answers WHERE question = ?", (key,)).fetchone()
            if row is None:
                return None
            raw, tokens = json.loads(row[0])
            reply = Reply(parse_answer(form, raw), raw, None if tokens is None else tuple(map(_token, tokens)))
            self._write("UPDATE answers SET used = ? WHERE question = ?", (time.time(), key))
            return reply
        return None

    def keep(self, messages: Sequence[ChatMessage], form: type[BaseModel], max_tokens: int, reply: Reply[Any]) -> None:
        """Keep a valid answer; the arguments are those of `find`, and the answer."""
        key = self._key(messages, form, max_tokens)
        tokens = None if reply.tokens is None else [dataclasses.astuple(token) for token in reply.tokens]
        answer = json.dumps([reply.raw, tokens])
        with self._lock, contextlib.suppress(sqlite3.Error, OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._write("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", (key, answer, time.time()))

    def close(self) -> None:
        """Close the file; it is opened again when needed."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_connection": None, "_lock": None}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _lock=threading.Lock())

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, check_same_thread=False)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(_TABLE)
            connection.execute(_TRIM, (MAX_ANSWERS,))
            connection.commit()
            self._connection = connection
        return self._connection

    def _write(self, statement: str, values: tuple[object, ...]) -> None:
        with self._connected() as transaction:
            transaction.execute(statement, values)

    def _key(self, messages: Sequence[ChatMessage], form: type[BaseModel], max_tokens: int) -> str:
        question = [self._identity, list(messages), form.__name__, form.model_json_schema(), max_tokens]
        return hashlib.sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()


def _token(value: list[Any]) -> Token:
    text, logprob, alternatives = value
    return Token(text, logprob, tuple((other, chance) for other, chance in alternatives))
