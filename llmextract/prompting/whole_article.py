"""The question about a whole article, or a long stretch of one: which meetings does it report?

For models that can be trusted with much at once, and where each request costs. The sentences are numbered, so that an
answer points at them with a few tokens instead of copying them. What never changes stands first, as in `passage`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, create_model, model_validator

from llmextract.llm.answer_form import AnswerForm
from llmextract.prompting.files import as_data, examples, instructions
from llmextract.prompting.room import HEADLINE_TOKENS, SENTENCE_TOKENS, estimate_tokens
from llmextract.prompting.topics import TopicDraft
from llmextract.schemas import Attendance, Format, Status

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence
    from typing import Any

    from llmextract.llm.base import ChatMessage

MAX_MEETINGS = 16
MAX_PEOPLE = 24
_MAX_SENTENCES = 12  # that one meeting is read from
_NUMBER_TOKENS = 4


@dataclass(frozen=True)
class Stretch:
    """Consecutive sentences of an article.

    Attributes:
        headline: The article's headline, or ``None``.
        published: The article's publication date, or ``None``.
        sentences: The sentences, in order; they are numbered from 1.
    """

    headline: str | None
    published: datetime.date | None
    sentences: tuple[str, ...]


class PersonDraft(AnswerForm):
    """Somebody who takes part, as the model reports it."""

    name: str = Field(min_length=1, max_length=120)
    attendance: Attendance


class WholeMeetingDraft(AnswerForm):
    """A meeting as the model reports it, with everything that is asked about it."""

    sentences: tuple[int, ...]
    people: tuple[PersonDraft, ...] = Field(max_length=MAX_PEOPLE)
    format: Format
    status: Status
    when: str | None = Field(max_length=160)
    where: str | None = Field(max_length=160)
    topics: tuple[TopicDraft, ...] = Field(max_length=6)

    @model_validator(mode="after")
    def _has_people(self) -> Self:
        if not self.people:
            raise ValueError("a meeting needs people; leave the meeting out when nobody is named")
        return self


class WholeArticleAnswer(AnswerForm):
    """Base of the forms for a stretch: the meetings that it reports, in its order."""

    reads_tokens: ClassVar[bool] = False

    meetings: tuple[WholeMeetingDraft, ...]


@cache
def whole_article_form(sentences: int) -> type[WholeArticleAnswer]:
    """Make the form of the answer for a stretch.

    Args:
        sentences: How many sentences it has; the answer can only point at these.

    Returns:
        A subclass of `WholeArticleAnswer`.
    """
    number = Annotated[int, Field(ge=1, le=sentences)]
    numbers: Any = Annotated[tuple[number, ...], Field(min_length=1, max_length=_MAX_SENTENCES)]
    meeting: Any = create_model("Meeting", __base__=WholeMeetingDraft, sentences=(numbers, ...))
    meetings: Any = Annotated[tuple[meeting, ...], Field(max_length=MAX_MEETINGS)]
    return create_model("Meetings", __base__=WholeArticleAnswer, meetings=(meetings, ...))


def whole_article_messages(stretch: Stretch) -> list[ChatMessage]:
    """Put the question about a stretch: instructions, worked examples, then its sentences."""
    return [*_prefix(), {"role": "user", "content": _question(stretch)}]


def sentence_tokens(text: str) -> int:
    """Estimate how many tokens a sentence takes in the question at most, with its number and its fence."""
    return estimate_tokens(as_data(text, room=SENTENCE_TOKENS)) + _NUMBER_TOKENS


@cache
def _prefix() -> tuple[ChatMessage, ...]:
    turns: list[ChatMessage] = [{"role": "system", "content": instructions("whole_article")}]
    for example in examples("whole_article_examples"):
        stretch = Stretch(example["headline"], example["published"], tuple(example["sentences"]))
        answer = json.dumps({"meetings": [_in_full(meeting) for meeting in example["meetings"]]}, ensure_ascii=False)
        turns += [{"role": "user", "content": _question(stretch)}, {"role": "assistant", "content": answer}]
    return tuple(turns)


def _in_full(meeting: dict[str, Any]) -> dict[str, Any]:
    """Put the nulls in, which TOML does not know, and everything in the order of the form."""
    return {name: meeting.get(name) for name in WholeMeetingDraft.model_fields}


def _question(stretch: Stretch) -> str:
    published = f"{stretch.published:%A %Y-%m-%d}" if stretch.published else "unknown"
    return "\n".join(
        (
            f"Published: {published}",
            f"Headline: {as_data(stretch.headline or 'none', room=HEADLINE_TOKENS)}",
            *_numbered(stretch.sentences),
        )
    )


def _numbered(sentences: Sequence[str]) -> list[str]:
    """Put a number before each sentence: outside of the fence and first on its line, where no sentence can put one."""
    return [f"{number} {as_data(text, room=SENTENCE_TOKENS)}" for number, text in enumerate(sentences, start=1)]
