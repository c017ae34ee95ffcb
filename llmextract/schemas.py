"""The record: `Actor`, `Topic`, `Meeting` and what they are made of.

This module is the contract with everybody who reads a record. Field descriptions are documentation and prompt text at
once; a validator's message states the rule it checks, because a language model that broke it is shown that message.
Names and meanings follow the project's codebook (``docs/codebook.md``).
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Actor",
    "ActorKind",
    "ArticleInfo",
    "Attendance",
    "Extraction",
    "Format",
    "Meeting",
    "MeetingDate",
    "Participant",
    "Place",
    "Quote",
    "Run",
    "Source",
    "Span",
    "Stance",
    "Status",
    "Topic",
    "TopicCategory",
    "Warning",
]

SCHEMA_VERSION: Literal["1"] = "1"

CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2, with XK for Kosovo."""

Confidence = Annotated[float, Field(ge=0, le=1)]
"""How sure a record is of something: the share of such statements that are expected to be right."""

Effort = Literal["low", "normal", "high"]
"""How much is asked about an article: one question, one for each clause that may report a meeting, or both."""

NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Status(StrEnum):
    """Whether a meeting took place, as far as the article says."""

    HELD = "held"
    PLANNED = "planned"
    UNCONFIRMED = "unconfirmed"
    DENIED = "denied"
    CANCELLED = "cancelled"


class Format(StrEnum):
    """How the parties communicated."""

    IN_PERSON = "in_person"
    CALL = "call"
    VIDEO = "video"
    UNKNOWN = "unknown"


class Attendance(StrEnum):
    """How sure the article is that one participant takes part."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    DENIED = "denied"


class Stance(StrEnum):
    """What a source says about the meeting."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DECLINES_TO_CONFIRM = "declines_to_confirm"


class ActorKind(StrEnum):
    """What an actor is."""

    PERSON = "person"
    ORGANIZATION = "organization"
    COUNTRY = "country"
    GROUP = "group"


class TopicCategory(StrEnum):
    """PLOVER contexts, with the few that meetings need."""

    BILATERAL_RELATIONS = "bilateral_relations"
    SECURITY = "security"
    MILITARY = "military"
    TERRORISM = "terrorism"
    PEACE_PROCESS = "peace_process"
    TERRITORY = "territory"
    NUCLEAR_ARMS = "nuclear_arms"
    HUMAN_RIGHTS = "human_rights"
    HUMANITARIAN = "humanitarian"
    MIGRATION = "migration"
    DETAINEES = "detainees"
    SANCTIONS = "sanctions"
    ECONOMY = "economy"
    ENERGY = "energy"
    ENVIRONMENT = "environment"
    HEALTH = "health"
    TECHNOLOGY = "technology"
    TRANSPORT = "transport"
    CULTURE = "culture"
    ELECTIONS = "elections"
    JUSTICE = "justice"
    INTERNATIONAL_ORGANISATIONS = "international_organisations"
    OTHER = "other"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=False)


class Span(_Record):
    """A stretch of the article's text."""

    start: int = Field(ge=0, description="Offset of the first character, in code points of the text as given.")
    end: int = Field(ge=0, description="Offset after the last character.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a span must end after it starts")
        return self


class Quote(Span):
    """Words of the article, verbatim: ``text[start:end] == quote``."""

    quote: str = Field(min_length=1, description="The words, exactly as they stand in the article.")

    @model_validator(mode="after")
    def _length(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError("a quote must be as long as the stretch between its offsets")
        return self


class Actor(_Record):
    """A person, organization, country or group that takes part in a meeting."""

    id: str = Field(pattern=r"^a[1-9]\d*$", description="Identifier within this record: a1, a2, …")
    name: NonEmpty = Field(
        description="The fullest form of the name in the article, without title: "
        "'Ada Novak', not 'Foreign Minister Novak'."
    )
    aliases: tuple[NonEmpty, ...] = Field(
        default=(), description="The other forms of the name in the article, other names included."
    )
    kind: ActorKind = Field(
        description="person; organization (a ministry, a company, an international organisation); "
        "country (a government as a whole); group (an unnamed collective such as a delegation)."
    )
    role: str | None = Field(default=None, description="The office or title that the article gives, else null.")
    country: CountryCode | None = Field(
        default=None,
        description="ISO 3166-1 alpha-2 code of the state that the actor speaks for; "
        "null for an international organisation or where unknown.",
    )
    mentions: tuple[Span, ...] = Field(default=(), description="Where the article names the actor.")

    @model_validator(mode="after")
    def _aliases_differ(self) -> Self:
        if self.name in self.aliases:
            raise ValueError("an alias must not repeat the name")
        return self


class Participant(_Record):
    """An actor's part in one meeting."""

    actor: str = Field(description="The id of an actor of this record.")
    attendance: Attendance = Field(
        default=Attendance.CONFIRMED,
        description="confirmed (the default); unconfirmed: the article holds back for this person; "
        "denied: somebody denies that this person was or will be there.",
    )
    confidence: Confidence | None = Field(
        default=None,
        description="Probability in [0, 1] that the actor has this part in the meeting; null if not judged.",
    )
    evidence: tuple[Quote, ...] = Field(default=(), description="The words that name the participant's part.")


class MeetingDate(_Record):
    """When the meeting took or takes place."""

    start: datetime.date | None = Field(
        default=None,
        description="First day, ISO 8601, resolved against the publication date; null when it can't be resolved.",
    )
    end: datetime.date | None = Field(default=None, description="Last day; the same as start for a single day.")
    text: NonEmpty | None = Field(default=None, description="The words of the article that give the time, verbatim.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("a date needs both start and end, or neither")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError("a date must not end before it starts")
        if self.start is None and self.text is None:
            raise ValueError("a date needs words or days; use null for no date at all")
        return self


class Place(_Record):
    """Where the meeting took or takes place, not where the article was written."""

    city: NonEmpty | None = Field(default=None, description="City of the occasion, else null.")
    country: CountryCode | None = Field(default=None, description="ISO 3166-1 alpha-2 code of its country, else null.")
    venue: NonEmpty | None = Field(default=None, description="Building or site, else null.")
    text: NonEmpty | None = Field(default=None, description="The words of the article that give the place, verbatim.")


class Topic(_Record):
    """What was or will be discussed at a meeting."""

    label: NonEmpty = Field(
        description="A short noun phrase in the article's words: only what was on the table, not background."
    )
    category: TopicCategory = Field(description="The one category that fits best.")
    evidence: tuple[Quote, ...] = Field(default=(), description="The words that put the topic on the table.")


class Source(_Record):
    """Somebody who reports, denies or declines to confirm a meeting or somebody's part in it."""

    name: NonEmpty = Field(description="Who says so, in the article's words.")
    stance: Stance = Field(description="asserts, denies or declines_to_confirm.")
    evidence: tuple[Quote, ...] = Field(default=(), description="The words in which the source speaks.")


class Meeting(_Record):
    """One occasion on which people who speak for two or more different parties communicate directly."""

    id: str = Field(pattern=r"^m[1-9]\d*$", description="Identifier within this record: m1, m2, …")
    status: Status = Field(
        description="held: took place or is under way, and nobody in the article contests it; "
        "planned: scheduled, expected, announced or agreed for after the article's moment; "
        "unconfirmed: the article itself holds back (anonymous sources only, 'did not confirm'); "
        "denied: a named party denies that it took or will take place; "
        "cancelled: called off or postponed."
    )
    format: Format = Field(
        description="in_person: face to face, a visit, a reception; call: by telephone; video: by video link; "
        "unknown: the article does not say."
    )
    participants: tuple[Participant, ...] = Field(
        min_length=1,
        description="Everybody who takes or is to take part, persons by name; a delegation, a government or a group "
        "only where the text names no person for that side.",
    )
    date: MeetingDate | None = Field(default=None, description="When; null when the article gives no time.")
    place: Place = Field(default=Place(), description="Where; null in every part the article does not give.")
    topics: tuple[Topic, ...] = Field(default=(), description="What was or will be discussed.")
    sources: tuple[Source, ...] = Field(default=(), description="Who asserts, denies or declines to confirm it.")
    confidence: Confidence | None = Field(
        default=None,
        description="Probability in [0, 1] that the article reports this meeting; null if not judged.",
    )
    outcome: str | None = Field(default=None, description="What was agreed, in the article's words, else null.")
    evidence: tuple[Quote, ...] = Field(min_length=1, description="Verbatim quotes that show the meeting is reported.")

    @model_validator(mode="after")
    def _each_actor_once(self) -> Self:
        actors = [participant.actor for participant in self.participants]
        if len(actors) != len(set(actors)):
            raise ValueError("a meeting must name each participant once")
        return self


class ArticleInfo(_Record):
    """The article that a record was drawn from."""

    id: str = Field(description="The first 16 hexadecimal digits of sha256.")
    source: str = Field(description="Where the text came from: a path, a URL, '-' for standard input.")
    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None
    published: datetime.date | None = Field(default=None, description="Publication date.")
    language: str | None = Field(default=None, description="ISO 639-1 code.")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the text as given, in UTF-8.")


class Warning(_Record):  # noqa: A001 - the field's name in the record; nobody imports it bare
    """Something that the reader of a record should know."""

    code: str = Field(description="Stable identifier, such as quote-not-found.")
    message: str
    where: str | None = Field(default=None, description="Path into the record, such as meetings[0].topics[2].")


class Run(_Record):
    """How the record came to be, and what it cost."""

    model: str
    prompt_hash: str = Field(description="The first 12 hexadecimal digits of the SHA-256 of all prompt files.")
    effort: Effort | None = Field(
        default=None,
        description="low: one question for the whole article; normal: one for each clause that may report a meeting; "
        "high: both; null where it is not known.",
    )
    requests: int = Field(default=0, ge=0, description="Requests sent, retries included.")
    retries: int = Field(default=0, ge=0, description="Requests repeated after a fault or an invalid answer.")
    prompt_tokens: int = Field(default=0, ge=0)
    cached_tokens: int = Field(default=0, ge=0, description="Prompt tokens that the server had in its cache.")
    completion_tokens: int = Field(default=0, ge=0)
    seconds: float = Field(default=0.0, ge=0, description="Wall time, in seconds.")
    cost_usd: float | None = Field(default=None, ge=0, description="null where the model's price is not known.")
    llmextract_version: str


class Extraction(_Record):
    """The record of one article."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    article: ArticleInfo
    actors: tuple[Actor, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    warnings: tuple[Warning, ...] = ()
    run: Run

    @model_validator(mode="after")
    def _actors_exist(self) -> Self:
        known = {actor.id for actor in self.actors}
        if len(known) != len(self.actors):
            raise ValueError("actor ids must be unique")
        for meeting in self.meetings:
            for participant in meeting.participants:
                if participant.actor not in known:
                    raise ValueError(f"participant {participant.actor} of {meeting.id} is no actor of this record")
        return self

    def actor(self, actor_id: str) -> Actor:
        """Return the actor with this id.

        Raises:
            KeyError: No actor of this record has it.
        """
        for actor in self.actors:
            if actor.id == actor_id:
                return actor
        raise KeyError(actor_id)

    def quotes(self) -> Iterator[Quote]:
        """Yield every quote of the record, meeting by meeting."""
        for meeting in self.meetings:
            yield from meeting.evidence
            parts: tuple[Participant | Topic | Source, ...] = (*meeting.participants, *meeting.topics, *meeting.sources)
            for part in parts:
                yield from part.evidence
