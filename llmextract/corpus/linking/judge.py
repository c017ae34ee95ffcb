"""A language model's word where the rules leave doubt: few questions, each put once.

A question shows what two articles' records say, never the articles, and asks for one word and a reason. The answer
counts only where the rules are in doubt; what they exclude is never asked.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, Protocol

from pydantic import Field

from llmextract.errors import ModelError
from llmextract.llm.answer_form import AnswerForm
from llmextract.llm.base import Meter

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from llmextract.corpus.store import Store
    from llmextract.llm.base import ChatMessage, LanguageModel

__all__ = ["Judge", "ModelJudge", "Verdict"]

MAX_QUESTIONS = 50
"""Most questions put to the model in one run."""

_ANSWER_TOKENS = 120

_Word = Literal["same", "different", "unsure"]


class Verdict(AnswerForm):
    """The model's answer."""

    reason: str = Field(max_length=200, description="Why, in a few words.")
    verdict: _Word = Field(description="same, different or unsure.")


class Judge(Protocol):
    """Somebody who decides where the rules leave doubt."""

    def same_actor(self, first: str, second: str) -> bool | None:
        """Say whether two names are one actor's; ``None``: no word on it."""
        ...

    def same_meeting(self, first: str, second: str) -> bool | None:
        """Say whether two reports are of one occasion; ``None``: no word on it."""
        ...


class ModelJudge:
    """Asks a language model, a bounded number of times, and remembers what it said.

    Args:
        model: The language model.
        run: Runs one question and waits for its answer (`llmextract.extraction.loop_thread.LoopThread.run`).
        store: Where answers are kept; none are without one.
        max_questions: Most questions put to the model; remembered answers don't count.
    """

    def __init__(
        self,
        model: LanguageModel,
        run: Callable[[Coroutine[Any, Any, Verdict]], Verdict],
        *,
        store: Store | None = None,
        max_questions: int = MAX_QUESTIONS,
    ) -> None:
        self._model = model
        self._run = run
        self._store = store
        self._left = max_questions
        self.meter = Meter()
        self.error: ModelError | None = None

    def same_actor(self, first: str, second: str) -> bool | None:
        """Say whether two names are one actor's; ``None``: the model is not sure, has failed or was asked enough."""
        return self._judge("actor", first, second)

    def same_meeting(self, first: str, second: str) -> bool | None:
        """Say whether two reports are of one occasion; ``None`` as for actors."""
        return self._judge("meeting", first, second)

    def _judge(self, subject: str, first: str, second: str) -> bool | None:
        one, other = sorted((first, second))
        messages: list[ChatMessage] = [
            {"role": "system", "content": _instructions()[subject]},
            {"role": "user", "content": f"<first>{_data(one)}</first>\n<second>{_data(other)}</second>"},
        ]
        question = hashlib.sha256(json.dumps(messages).encode()).hexdigest()
        word = self._remembered(question)
        if word is None:
            if self._left <= 0 or self.error is not None:
                return None
            self._left -= 1
            try:
                verdict = self._run(self._ask(messages))
            except ModelError as error:  # the rules go on without it; the caller tells of it
                self.error = error
                return None
            word = verdict.verdict
            self._remember(question, verdict)
        return {"same": True, "different": False}.get(word)

    async def _ask(self, messages: list[ChatMessage]) -> Verdict:
        return (await self._model.ask(messages, Verdict, meter=self.meter, max_tokens=_ANSWER_TOKENS)).value

    def _remembered(self, question: str) -> str | None:
        if self._store is None:
            return None
        row = self._store.connection.execute(
            "SELECT verdict FROM link_judgements WHERE question = ? AND model = ?", (question, self._model.name)
        ).fetchone()
        return None if row is None else str(row[0])

    def _remember(self, question: str, verdict: Verdict) -> None:
        if self._store is None:
            return
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO link_judgements VALUES (?, ?, ?, ?, ?)",
                (question, self._model.name, verdict.verdict, verdict.reason, now),
            )


@cache
def _instructions() -> dict[str, str]:
    """Return what the model is told, by what it is asked about."""
    text = (files(__package__) / "judge.md").read_text(encoding="utf-8")
    sections = (section.partition("\n") for section in text.split("# ")[1:])
    return {title.strip(): body.strip() for title, _, body in sections}


def _data(text: str) -> str:
    """Return words of articles so that they can't end the tags around them."""
    return text.replace("<", "(").replace(">", ")")
