"""What is shown of a record, and in which order: the same on a terminal and in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from llmextract.schemas import Actor, ArticleInfo, Extraction, Meeting, Participant, Quote, Run

_MARKS = {"confirmed": "", "unconfirmed": " (unconfirmed)", "denied": " (denied)"}


class Row(NamedTuple):
    """One question about a meeting and its answers."""

    name: str
    lines: tuple[str, ...]


def title_of(article: ArticleInfo) -> str:
    """Return what an article is called: its title, or else where it came from."""
    return article.title or article.source


def byline_of(article: ArticleInfo) -> str:
    """Return outlet, day and source in one line."""
    day = f"{article.published:%A %d %B %Y}" if article.published else None
    return " · ".join(part for part in (article.outlet, day, article.source) if part)


def heading_of(meeting: Meeting) -> str:
    """Return a meeting's id, status, format and confidence in one line."""
    heading = f"{meeting.id}  {meeting.status.value}, {meeting.format.value.replace('_', ' ')}"
    return heading if meeting.confidence is None else f"{heading}, {meeting.confidence:.0%} sure"


def rows_of(record: Extraction, meeting: Meeting) -> list[Row]:
    """Return what is known about a meeting, question by question; what is not known is left out.

    Args:
        record: The record.
        meeting: A meeting of it.
    """
    rows = [
        Row("who", tuple(_participant(record.actor(part.actor), part) for part in meeting.participants)),
        Row("when", (when(meeting, record.article),)),
        Row("where", (where(meeting),)),
        Row("about", tuple(f"{topic.label} [{topic.category.value}]" for topic in meeting.topics)),
        Row("outcome", (meeting.outcome or "",)),
        Row(
            "who says so",
            tuple(f"{source.name}: {source.stance.value.replace('_', ' ')}" for source in meeting.sources),
        ),
        Row("in the text", tuple(_excerpt(quote) for quote in meeting.evidence)),
    ]
    return [row for row in rows if any(row.lines)]


def cost_of(run: Run) -> str:
    """Return the model and what the record cost in one line."""
    cost = "" if run.cost_usd is None else f", {run.cost_usd:.4f} USD"
    tokens = f"{run.prompt_tokens:,} + {run.completion_tokens:,} tokens"
    return f"{run.model}, {run.requests} requests, {tokens}, {run.seconds:.0f} s{cost}"


def when(meeting: Meeting, article: ArticleInfo) -> str:
    """Return the day or days of a meeting, and the article's words for them."""
    date = meeting.date
    if date is None:
        return ""
    words = f'"{date.text}"' if date.text else ""
    if date.start is None:
        return f"{words} (--published would tell which)" if article.published is None else words
    return f"{days(meeting)} ({words})" if words else days(meeting)


def days(meeting: Meeting) -> str:
    """Return the day or days of a meeting, empty where none is known."""
    date = meeting.date
    if date is None or date.start is None:
        return ""
    return str(date.start) if date.start == date.end else f"{date.start} to {date.end}"


def where(meeting: Meeting) -> str:
    """Return venue, city and country of a meeting."""
    place = meeting.place
    return ", ".join(filter(None, (place.venue, place.city, place.country)))


def overview_of(record: Extraction, meeting: Meeting) -> tuple[str, str, str, str, str, str]:
    """Return a meeting in one row: the columns of `OVERVIEW`.

    Args:
        record: The record.
        meeting: A meeting of it.
    """
    people = ", ".join(
        f"{record.actor(part.actor).name}{_MARKS[part.attendance.value]}" for part in meeting.participants
    )
    topics = ", ".join(topic.label for topic in meeting.topics)
    status = f"{meeting.status.value}, {meeting.format.value.replace('_', ' ')}"
    return (status, people, days(meeting), where(meeting), topics, title_of(record.article))


OVERVIEW = ("status", "who", "when", "where", "about", "article")
"""The columns of a corpus's list of meetings, in the order of the rows of one meeting."""


def _participant(actor: Actor, part: Participant) -> str:
    about = ", ".join(filter(None, (actor.role, actor.country)))
    return f"{actor.name}{f', {about}' if about else ''}{_MARKS[part.attendance.value]}"


def _excerpt(quote: Quote) -> str:
    return f"[{quote.start}-{quote.end}] {quote.quote}"
