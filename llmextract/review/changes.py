"""What the page sends for a corrected or added meeting, checked and made into a meeting of the record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from llmextract.errors import ConfigurationError
from llmextract.export.report.offsets import Utf16Offsets
from llmextract.review.decisions import Change
from llmextract.schemas import (
    Actor,
    ActorKind,
    Attendance,
    Format,
    Meeting,
    MeetingDate,
    Participant,
    Place,
    Quote,
    Source,
    Span,
    Stance,
    Status,
    Topic,
    TopicCategory,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.schemas import Extraction

_MENTIONS_AT_MOST = 50

Stretch = tuple[int, int]
"""Where words stand, in UTF-16 units of the article's text."""


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class SentParticipant(_Sent):
    """A participant; ``actor`` is the id of an actor of the record, or ``None`` for somebody new."""

    actor: str | None = None
    name: str
    aliases: list[str] = []
    kind: ActorKind
    role: str | None = None
    country: str | None = None
    attendance: Attendance
    evidence: list[Stretch] = []


class SentTopic(_Sent):
    """A topic."""

    label: str
    category: TopicCategory
    evidence: list[Stretch] = []


class SentSource(_Sent):
    """A source."""

    name: str
    stance: Stance
    evidence: list[Stretch] = []


class SentMeeting(_Sent):
    """A meeting as the page sends it; what was left empty is ``None``."""

    status: Status
    format: Format
    date: MeetingDate | None = None
    place: Place = Place()
    outcome: str | None = None
    participants: list[SentParticipant]
    topics: list[SentTopic] = []
    sources: list[SentSource] = []
    evidence: list[Stretch] = Field(min_length=1)


def read_change(sent: Any, meeting_id: str, record: Extraction, text: str) -> Change:  # noqa: ANN401 - JSON
    """Return what a meeting is to be.

    Args:
        sent: What the page sent.
        meeting_id: The id that the meeting has or gets.
        record: The article's record, as it is shown.
        text: The article's text.

    Raises:
        ConfigurationError: Something is missing or does not fit; the message says what.
    """
    try:
        meeting = SentMeeting.model_validate(sent)
        return _Reader(record, text).change(meeting, meeting_id)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = " ".join(str(part + 1 if isinstance(part, int) else part) for part in problem["loc"])
        raise ConfigurationError(f"{where}: {problem['msg']}" if where else problem["msg"]) from error


def next_id(letter: str, taken: Iterable[str]) -> str:
    """Return the first id of a kind (``a1``, ``m1``) after all those that are taken."""
    return f"{letter}{max((int(one[1:]) for one in taken), default=0) + 1}"


class _Reader:
    def __init__(self, record: Extraction, text: str) -> None:
        self._actors = {actor.id: actor for actor in record.actors}
        self._text = text
        self._offsets = Utf16Offsets(text)

    def change(self, sent: SentMeeting, meeting_id: str) -> Change:
        actors = [self._actor(part) for part in sent.participants]
        participants = tuple(
            Participant(actor=actor.id, attendance=part.attendance, evidence=self._quotes(part.evidence))
            for actor, part in zip(actors, sent.participants, strict=True)
        )
        meeting = Meeting(
            id=meeting_id,
            status=sent.status,
            format=sent.format,
            participants=participants,
            date=sent.date,
            place=sent.place,
            topics=tuple(
                Topic(label=topic.label, category=topic.category, evidence=self._quotes(topic.evidence))
                for topic in sent.topics
            ),
            sources=tuple(
                Source(name=source.name, stance=source.stance, evidence=self._quotes(source.evidence))
                for source in sent.sources
            ),
            outcome=sent.outcome or None,
            evidence=self._quotes(sent.evidence),
        )
        return Change(meeting=meeting, actors=tuple(actors))

    def _actor(self, sent: SentParticipant) -> Actor:
        known = self._actors.get(sent.actor or "")
        if sent.actor is not None and known is None:
            raise ConfigurationError(f"the record has no actor {sent.actor}")
        identifier = sent.actor or next_id("a", self._actors)
        aliases = tuple(dict.fromkeys(alias for alias in sent.aliases if alias and alias != sent.name))
        actor = Actor(
            id=identifier,
            name=sent.name,
            aliases=aliases,
            kind=sent.kind,
            role=sent.role or None,
            country=sent.country or None,
            mentions=self._mentions(known, sent.name, aliases),
        )
        self._actors[identifier] = actor
        return actor

    def _mentions(self, known: Actor | None, name: str, aliases: tuple[str, ...]) -> tuple[Span, ...]:
        """Return where an actor is named: as the record has it, and found anew where the names are others."""
        if known is not None and (known.name, known.aliases) == (name, aliases):
            return known.mentions
        names = [one for one in sorted({name, *aliases}, key=len, reverse=True) if one]  # the longest that fits
        if not names:
            return ()
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
        found = pattern.finditer(self._text)
        return tuple(
            Span(start=one.start(), end=one.end()) for one, _ in zip(found, range(_MENTIONS_AT_MOST), strict=False)
        )

    def _quotes(self, stretches: Iterable[Stretch]) -> tuple[Quote, ...]:
        return tuple(self._quote(*stretch) for stretch in stretches)

    def _quote(self, start: int, end: int) -> Quote:
        """Return the words of a stretch, without the white space around them."""
        try:
            first, last = self._offsets.code_points(start), self._offsets.code_points(end)
        except ValueError as error:
            raise ConfigurationError(f"evidence outside the article: {error}") from error
        words = self._text[first:last]
        first += len(words) - len(words.lstrip())
        words = words.strip()
        if not words:
            raise ConfigurationError("evidence without any words")
        return Quote(quote=words, start=first, end=first + len(words))
