"""What linking across articles gives: `LinkedActor`, `Event` and what they are made of.

A record (`llmextract.schemas.Extraction`) says what one article reports. An event is one occasion with all the reports
of it; a linked actor is one person, organization, country or group with all the names that articles give it. Nothing of
a record is lost on the way: each report holds the article's own meeting, and every summary names the reports behind it.

A report is known by its key: the article's id and the meeting's id, ``1846cda752b69740:m1``.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from llmextract.schemas import (
    ActorKind,
    ArticleInfo,
    Attendance,
    Format,
    Meeting,
    MeetingDate,
    Place,
    Stance,
    Status,
    TopicCategory,
)

__all__ = [
    "Claim",
    "DecidedBy",
    "Event",
    "EventParticipant",
    "HistoryStep",
    "Link",
    "LinkedActor",
    "MergedField",
    "MergedTopic",
    "Reason",
    "Report",
    "RoleUse",
    "Statement",
    "key_of",
]


def key_of(article: str, part: str) -> str:
    """Return the key of one meeting or one actor of one article's record.

    Args:
        article: The article's id, 16 hexadecimal digits.
        part: The meeting's or the actor's id in that article's record, such as ``m1`` or ``a1``.

    Returns:
        Both, with a colon between: ``1846cda752b69740:m1``.
    """
    return f"{article}:{part}"


class _Linked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DecidedBy(StrEnum):
    """Who decided that two things are the same."""

    RULES = "rules"
    MODEL = "model"
    USER = "user"


class Reason(_Linked):
    """One thing that spoke for or against a link."""

    code: str = Field(description="Stable identifier, such as same-day.")
    weight: float = Field(description="What it added to the score; negative where it spoke against.")
    text: str = Field(description="The same in words, with the values compared.")


class Link(_Linked):
    """A decision that two reports (or two names) are of the same occasion (or actor)."""

    first: str = Field(description="A report's key; between actors, a name as an article gives it.")
    second: str = Field(description="The other one.")
    score: float = Field(ge=0, le=1, description="How well the two agree: 0 not at all, 1 in everything.")
    decided_by: DecidedBy = Field(default=DecidedBy.RULES, description="rules, model or user.")
    reasons: tuple[Reason, ...] = Field(default=(), description="What the score is made of.")


class RoleUse(_Linked):
    """An office that articles give an actor, and when they do."""

    role: str
    first: datetime.date | None = Field(default=None, description="Publication date of the first article that does.")
    last: datetime.date | None = Field(default=None, description="Publication date of the last one.")
    count: int = Field(ge=1, description="How many articles do.")


class LinkedActor(_Linked):
    """One person, organization, country or group, with all that articles call it."""

    id: str = Field(pattern=r"^A[0-9a-f]{12}$", description="Stable as articles are added.")
    name: str = Field(description="The name that most articles use, in its fullest form.")
    names: tuple[str, ...] = Field(description="Every name and alias in use, the most frequent first.")
    kind: ActorKind
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2 code; null where no article gives one.")
    roles: tuple[RoleUse, ...] = Field(default=(), description="Offices, in the order of their first use.")
    mentions: tuple[str, ...] = Field(
        min_length=1,
        description="Where the actor occurs: keys such as 1846cda752b69740:a1.",
    )
    links: tuple[Link, ...] = Field(default=(), description="Why its names are one actor's.")


class Report(_Linked):
    """One article's report of the occasion."""

    key: str = Field(description="The article's id and the meeting's, with a colon between.")
    article: ArticleInfo
    meeting: Meeting = Field(description="The meeting exactly as the article's record has it.")
    actors: dict[str, str] = Field(description="The record's actor id of each participant -> the linked actor's id.")

    @property
    def outlet(self) -> str:
        """Who published the report: the outlet, or else where the text came from."""
        return self.article.outlet or self.article.source


class Claim(_Linked):
    """One answer to one question about the event, and the reports that give it."""

    value: str = Field(description="Text; a day or a range of days as ISO 8601 (2025-02-06, 2025-02-06/2025-02-08).")
    reports: tuple[str, ...] = Field(min_length=1, description="Keys of the reports that say so, earliest first.")


class MergedField(_Linked):
    """What the reports say about one field."""

    field: Literal["status", "format", "date", "city", "country", "venue", "outcome"]
    value: str | None = Field(description="What the event is taken to have.")
    agreed: bool = Field(description="No two reports contradict each other; a vaguer answer is no contradiction.")
    claims: tuple[Claim, ...] = Field(default=(), description="Each different answer, the best supported first.")


class EventParticipant(_Linked):
    """A linked actor's part in the event."""

    actor: str = Field(description="The linked actor's id.")
    name: str
    kind: ActorKind
    country: str | None = None
    role: str | None = Field(default=None, description="The office that the event's own reports give, else null.")
    attendance: Attendance = Field(description="confirmed only where no report has it denied.")
    claims: tuple[Claim, ...] = Field(min_length=1, description="Which reports say confirmed, unconfirmed, denied.")
    agreed: bool = Field(description="No report says otherwise than another; silence is no contradiction.")


class MergedTopic(_Linked):
    """What was or will be discussed, by category."""

    category: TopicCategory
    labels: tuple[str, ...] = Field(min_length=1, description="The articles' own words, each once.")
    reports: tuple[str, ...] = Field(min_length=1)


class Statement(_Linked):
    """Somebody's word on the event: who asserts, denies or declines to confirm it, and which reports say that."""

    source: str
    stance: Stance
    reports: tuple[str, ...] = Field(min_length=1)


class HistoryStep(_Linked):
    """What the status was from one publication date on."""

    on: datetime.date | None = Field(description="Publication date of the first report that says so.")
    status: Status
    reports: tuple[str, ...] = Field(min_length=1)


class Event(_Linked):
    """One occasion, with all its reports."""

    id: str = Field(pattern=r"^E[0-9a-f]{12}$", description="Stable as reports are added.")
    reports: tuple[Report, ...] = Field(min_length=1, description="By publication date, earliest first.")
    participants: tuple[EventParticipant, ...] = Field(min_length=1)
    status: Status = Field(description="What the latest word is; denied only where nobody reports that it was held.")
    format: Format
    date: MeetingDate | None = None
    place: Place = Place()
    topics: tuple[MergedTopic, ...] = ()
    statements: tuple[Statement, ...] = Field(default=(), description="Status by source.")
    history: tuple[HistoryStep, ...] = Field(min_length=1, description="Planned, then held or cancelled, in order.")
    fields: tuple[MergedField, ...] = Field(default=(), description="What reports agree on and what they do not.")
    links: tuple[Link, ...] = Field(default=(), description="Why its reports are of one occasion.")
    doubts: tuple[Link, ...] = Field(
        default=(), description="Reports that may be of the same occasion and were left apart: one here, one elsewhere."
    )

    @property
    def contested(self) -> bool:
        """Whether reports contradict each other, or a source denies what another asserts."""
        stances = {statement.stance for statement in self.statements}
        return (
            not all(field.agreed for field in self.fields)
            or not all(participant.agreed for participant in self.participants)
            or {Stance.ASSERTS, Stance.DENIES} <= stances
        )

    def field(self, name: str) -> MergedField | None:
        """Return what the reports say about one field, or None where none says anything."""
        return next((field for field in self.fields if field.field == name), None)

    def status_by_source(self) -> str:
        """Return who says what in one line: "asserted by the Ministry of Trade, denied by Port Authority".

        Returns:
            The line; the empty string where no report names a source.
        """
        verbs = {
            Stance.ASSERTS: "asserted by",
            Stance.DENIES: "denied by",
            Stance.DECLINES_TO_CONFIRM: "not confirmed by",
        }
        parts = []
        for stance, verb in verbs.items():
            names = [statement.source for statement in self.statements if statement.stance is stance]
            if names:
                listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
                parts.append(f"{verb} {listed}")
        return ", ".join(parts)
