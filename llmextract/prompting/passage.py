"""The question about one passage of an article: which meetings does this sentence report?

What never changes (instructions, worked examples) stands first, so that a server's prompt cache serves it. The form of
the answer is made for the passage: people, format and status can only be chosen from what its words allow.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, create_model, model_validator

from llmextract.llm.answer_form import AnswerForm
from llmextract.prompting.files import as_data, examples, instructions
from llmextract.prompting.room import HEADLINE_TOKENS, SENTENCE_TOKENS, estimate_tokens
from llmextract.schemas import Format, Status

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from llmextract.llm.base import ChatMessage

MAX_MEETINGS = 3
_BEFORE_TOKENS = 900
_NAMES_TOKENS = 900
_TWO = 2  # people


@dataclass(frozen=True)
class Passage:
    """One sentence of an article, with what is needed to understand it.

    Attributes:
        headline: The article's headline, or ``None``.
        published: The article's publication date, or ``None``.
        before: The text before the sentence.
        sentence: The sentence that the question is about.
        names: The actors that may take part, each by its fullest name.
        formats: The formats that its words allow.
        statuses: The statuses that its words allow.
        certain: Whether its words leave no doubt that it reports a meeting: then the answer may not be empty.
        fewest: How many people a meeting must have at least.
        alone: Whether its one name stands for several parties, which meet among themselves ("the allies' ministers").
        complete: Whether all its names take part, and nobody else, if it reports a meeting: its grammar says so.
    """

    headline: str | None
    published: datetime.date | None
    before: str
    sentence: str
    names: tuple[str, ...]
    formats: tuple[Format, ...] = tuple(Format)
    statuses: tuple[Status, ...] = tuple(Status)
    certain: bool = False
    fewest: int = 1
    alone: bool = False
    complete: bool = False

    @property
    def settled(self) -> MeetingDraft | None:
        """The meeting that leaves nothing to ask: its words make it certain, and offer whom it takes and one choice."""
        everybody = self.complete or len(self.names) == (1 if self.alone else _TWO)
        if not (self.certain and everybody and len(self.formats) == len(self.statuses) == 1):
            return None
        return MeetingDraft(self.names, self.formats[0], self.statuses[0])


@dataclass(frozen=True)
class Belief:
    """How probable the model found its own answer, among the answers that the form allows; ``None`` where unknown.

    Attributes:
        meeting: That the sentence reports this meeting, rather than none.
        status: That it has this status.
    """

    meeting: float | None
    status: float | None


@dataclass(frozen=True)
class MeetingDraft:
    """A meeting as the model reports it, in the passage's words.

    Attributes:
        people: Who takes part, by the names that the passage offered.
        format: How they communicate.
        status: Whether it took place.
        belief: How probable the model found that; ``None`` where the server does not tell.
    """

    people: tuple[str, ...]
    format: Format
    status: Status
    belief: Belief | None = None


class _MeetingForm(AnswerForm):
    """Base of the form of one meeting: the rules that no JSON schema can state."""

    @model_validator(mode="after")
    def _has_people(self) -> Self:
        if not getattr(self, "people", ()):
            raise ValueError("a meeting needs people; leave the meeting out when nobody is named")
        return self


class PassageAnswer(AnswerForm):
    """Base of the forms for a passage."""

    def drafts(self) -> tuple[MeetingDraft, ...]:
        """Return the meetings of the answer."""
        return tuple(MeetingDraft(**dict(meeting)) for meeting in getattr(self, "meetings", ()))


def passage_form(passage: Passage) -> type[PassageAnswer]:
    """Make the form of the answer for a passage.

    Args:
        passage: What is asked about; it must hold at least one name.

    Returns:
        A subclass of `PassageAnswer` that only takes what the passage holds.
    """
    fields: dict[str, Any] = {
        "people": (
            _list_of(_choice(passage.names), len(passage.names), passage.fewest if passage.fewest > 1 else 0),
            ...,
        ),
        "format": (_choice(passage.formats), ...),
        "status": (_choice(passage.statuses), ...),
    }
    meeting = create_model("Meeting", __base__=_MeetingForm, **fields)
    return create_model(
        "Meetings", __base__=PassageAnswer, meetings=(_list_of(meeting, MAX_MEETINGS, int(passage.certain)), ...)
    )


def _list_of(item: Any, longest: int, shortest: int = 0) -> Any:  # noqa: ANN401 - as below
    return Annotated[tuple[item, ...], Field(min_length=shortest, max_length=longest)]


def _choice(values: Sequence[str]) -> Any:  # noqa: ANN401 - a type made at run time has no type of its own
    return Literal[tuple(values)]


def fitting_names(names: Sequence[str]) -> int:
    """Return how many of some names, from the first on, a question has room for; ordinary ones all fit."""
    sizes = itertools.accumulate(estimate_tokens(f"{name}; ") for name in names)
    return sum(size <= _NAMES_TOKENS for size in sizes)


def passage_messages(passage: Passage) -> list[ChatMessage]:
    """Put the question about a passage: instructions, worked examples, then the passage."""
    return [*_prefix(), {"role": "user", "content": _question(passage)}]


@cache
def _prefix() -> tuple[ChatMessage, ...]:
    turns: list[ChatMessage] = [{"role": "system", "content": instructions("passage")}]
    for example in examples("passage_examples"):
        passage = Passage(
            headline=example["headline"],
            published=example["published"],
            before=example["before"],
            sentence=example["sentence"],
            names=tuple(example["names"]),
        )
        answer = json.dumps({"meetings": example["meetings"]}, ensure_ascii=False)
        turns += [{"role": "user", "content": _question(passage)}, {"role": "assistant", "content": answer}]
    return tuple(turns)


def _question(passage: Passage) -> str:
    published = f"{passage.published:%A %Y-%m-%d}" if passage.published else "unknown"
    return "\n".join(
        (
            f"Published: {published}",
            f"Headline: {as_data(passage.headline or 'none', room=HEADLINE_TOKENS)}",
            f"Before: {as_data(passage.before, room=_BEFORE_TOKENS, keep_end=True)}",
            f"Sentence: {as_data(passage.sentence, room=SENTENCE_TOKENS)}",
            f"Names: {as_data('; '.join(passage.names))}",
        )
    )
