"""The question about one meeting: what was or will be discussed?"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from llmextract.llm.answer_form import AnswerForm
from llmextract.prompting.files import as_data, examples, instructions
from llmextract.schemas import TopicCategory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.llm.base import ChatMessage

_PEOPLE_TOKENS = 600
_TEXT_TOKENS = 3000


class TopicDraft(AnswerForm):
    """A topic as the model reports it."""

    label: str = Field(min_length=2, max_length=120)
    category: TopicCategory


class TopicsAnswer(AnswerForm):
    """What was or will be discussed at one meeting."""

    reads_tokens: ClassVar[bool] = False

    topics: tuple[TopicDraft, ...] = Field(max_length=6)


def topics_messages(people: Sequence[str], text: str) -> list[ChatMessage]:
    """Put the question about a meeting's topics.

    Args:
        people: Who takes part.
        text: The sentences that report the meeting and what follows on it.
    """
    return [*_prefix(), {"role": "user", "content": _question(people, text)}]


@cache
def _prefix() -> tuple[ChatMessage, ...]:
    turns: list[ChatMessage] = [{"role": "system", "content": instructions("topics")}]
    for example in examples("topics_examples"):
        answer = json.dumps({"topics": example["topics"]}, ensure_ascii=False)
        turns += [
            {"role": "user", "content": _question(example["people"], example["text"])},
            {"role": "assistant", "content": answer},
        ]
    return tuple(turns)


def _question(people: Sequence[str], text: str) -> str:
    names = as_data("; ".join(people), room=_PEOPLE_TOKENS)
    return f"People: {names}\nSentences: {as_data(text, room=_TEXT_TOKENS)}"
