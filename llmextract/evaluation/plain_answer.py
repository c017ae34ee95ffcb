"""The whole record in one answer: what a user would ask for who has a schema and no more.

This is the form of answer that the systems are asked for that llmextract is compared with, and how the question is put.
The words are the codebook's; field descriptions are those of `llmextract.schemas`.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from llmextract import schemas
from llmextract.schemas import ActorKind, Attendance, Format, Stance, Status, TopicCategory

if TYPE_CHECKING:
    from collections.abc import Iterator

MEETING_DEFINITION = """\
A meeting is one occasion, past, under way, planned or denied, on which people who speak for two or more different \
parties (states, international organisations, armed or political groups, companies, or individuals in their own right) \
communicate directly with each other: a face-to-face meeting, a reception of a visitor, a phone or video call, a round \
of talks, a summit, a session of a multilateral body.

Counted: talks announced for an arriving visitor, also when they have not begun; a meeting that somebody claims and \
somebody else denies (one entry); the same people meeting twice, on different days or in different places (two \
entries); one visit with separate encounters with different hosts (one entry for each encounter); when a text merely \
lists the hosts of one occasion, one entry.

Not counted: a statement, a letter or an interview; a visit or an attendance with no counterpart; an arrival ceremony \
with no talks; a meeting inside one party (a cabinet, a party congress, a national security council); a meeting that \
only serves as historical background; a hypothetical meeting, unless somebody proposes or plans a concrete one."""
"""Section 1 of the codebook."""

CATEGORIES = """\
bilateral_relations, security, military, terrorism, peace_process (ceasefire, negotiations, mediation), territory \
(borders, sovereignty), nuclear_arms, human_rights, humanitarian, migration (refugees, returns), detainees (prisoners, \
hostages), sanctions, economy (trade, investment, aid, debt), energy, environment, health, technology (cyber, space, \
AI), transport, culture (education, sport, religion), elections (domestic politics, transition), justice (law, crime, \
drugs), international_organisations (UN, EU, NATO membership and summits), other"""
"""Section 3 of the codebook."""


def described(model: type[BaseModel], field: str) -> str:
    """Return the description of a field of the record.

    Args:
        model: A class of `llmextract.schemas`.
        field: Name of one of its fields.
    """
    return model.model_fields[field].description or ""


class PlainParticipant(BaseModel):
    """Somebody who takes or is to take part."""

    name: str = Field(description=described(schemas.Actor, "name"))
    aliases: list[str] = Field(description=described(schemas.Actor, "aliases"))
    kind: ActorKind = Field(description=described(schemas.Actor, "kind"))
    role: str | None = Field(description=described(schemas.Actor, "role"))
    country: str | None = Field(description=described(schemas.Actor, "country"))
    attendance: Attendance = Field(description=described(schemas.Participant, "attendance"))


class PlainTopic(BaseModel):
    """What was or will be discussed."""

    label: str = Field(description=described(schemas.Topic, "label"))
    category: TopicCategory = Field(description=f"The one category that fits best: {CATEGORIES}.")


class PlainSource(BaseModel):
    """Who asserts, denies or declines to confirm the meeting."""

    name: str = Field(description=described(schemas.Source, "name"))
    stance: Stance = Field(description=described(schemas.Source, "stance"))


class PlainMeeting(BaseModel):
    """One meeting."""

    status: Status = Field(description=described(schemas.Meeting, "status"))
    format: Format = Field(description=described(schemas.Meeting, "format"))
    participants: list[PlainParticipant] = Field(description=described(schemas.Meeting, "participants"))
    date: datetime.date | None = Field(description=described(schemas.MeetingDate, "start"))
    date_end: datetime.date | None = Field(description="Last day, where the meeting lasts several; else null.")
    date_text: str | None = Field(description=described(schemas.MeetingDate, "text"))
    city: str | None = Field(description=described(schemas.Place, "city"))
    country: str | None = Field(description=described(schemas.Place, "country"))
    venue: str | None = Field(description=described(schemas.Place, "venue"))
    topics: list[PlainTopic] = Field(description=described(schemas.Meeting, "topics"))
    sources: list[PlainSource] = Field(description=described(schemas.Meeting, "sources"))
    evidence: list[str] = Field(description=described(schemas.Meeting, "evidence"))


class PlainAnswer(BaseModel):
    """Every meeting that the article reports."""

    meetings: list[PlainMeeting] = Field(description="Every meeting that the article reports; empty if there is none.")


def system_prompt() -> str:
    """Return the instructions: what a meeting is, and what each field means.

    The fields are explained here as well because only some servers show a model the schema; others only enforce it.
    """
    fields = "\n".join(_explained(PlainMeeting))
    return (
        "You extract diplomatic meetings from news articles, as JSON.\n\n"
        f"{MEETING_DEFINITION}\n\n"
        f"List every meeting that the article reports; none if there is none. The fields of a meeting:\n{fields}\n\n"
        "Use only what the article says. Where it does not give a value, answer null."
    )


def user_message(text: str, published: datetime.date | None) -> str:
    """Return the question about one article.

    Args:
        text: The article as given.
        published: Its publication date, or ``None`` if it is not known.
    """
    day = f"{published:%A, %Y-%m-%d}" if published else "unknown"
    return f"Publication date: {day}\n\nArticle:\n{text}"


def _explained(model: type[BaseModel], indent: str = "") -> Iterator[str]:
    """Yield a line for each field, the fields of what it holds below it."""
    for name, field in model.model_fields.items():
        yield f"{indent}- {name}: {field.description}"
        held = getattr(field.annotation, "__args__", (None,))[0]
        if isinstance(held, type) and issubclass(held, BaseModel):
            yield from _explained(held, f"{indent}  ")
