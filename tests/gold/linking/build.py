"""Build the gold set for linking: from ``sources/*.toml`` the articles, their records and ``links.json``.

usage: python tests/gold/linking/build.py

In a source, ``{id:words}`` marks words that name the actor ``id`` of ``people.toml``. A report's meetings take date,
city, country and format from their occasion unless they say otherwise; the city only where the article names it, the
date only where ``when`` quotes the article. An actor's name is the longest marked form, the others are its aliases; its
role is kept where the article has those words. ``who`` lists actors, with ``!`` where somebody denies that they were
there and ``?`` where the article holds back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from llmextract.schemas import (
    Actor,
    ArticleInfo,
    Extraction,
    Meeting,
    MeetingDate,
    Participant,
    Place,
    Quote,
    Run,
    Source,
    Span,
    Topic,
)

FOLDER = Path(__file__).parent
SOURCES = FOLDER / "sources"
BY_HAND = Run(model="written by hand", prompt_hash="0" * 12, llmextract_version="0")
WORDS = range(80, 201)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MARK = re.compile(r"\{(\w+):([^}]+)\}")
_ATTENDANCE = {"!": "denied", "?": "unconfirmed", "": "confirmed"}


@dataclass
class Marked:
    """An article's text without its marks, and where it names whom."""

    text: str = ""
    mentions: dict[str, list[Quote]] = field(default_factory=dict)

    def quote(self, words: str) -> Quote:
        """Find words that the text must have."""
        start = self.text.find(words)
        if start < 0:
            raise ValueError(f"not in the text: {words!r}")
        return Quote(quote=words, start=start, end=start + len(words))


def unmark(source: str) -> Marked:
    """Take the marks off a text, and join the lines of each paragraph."""
    joined = "\n\n".join(" ".join(paragraph.split()) for paragraph in source.strip().split("\n\n")) + "\n"
    marked, last = Marked(), 0
    for mark in _MARK.finditer(joined):
        actor, words = mark.groups()
        marked.text += joined[last : mark.start()]
        start = len(marked.text)
        marked.text += words
        marked.mentions.setdefault(actor, []).append(Quote(quote=words, start=start, end=len(marked.text)))
        last = mark.end()
    marked.text += joined[last:]
    return marked


def build_actor(number: int, person: dict[str, Any], mentions: list[Quote], name: str | None, text: str) -> Actor:
    """Make the record's actor of all that an article calls somebody."""
    forms = list(dict.fromkeys(mention.quote for mention in mentions))
    name = name or max(forms, key=lambda form: (len(form.split()), len(form)))
    role = person.get("role")
    return Actor(
        id=f"a{number}",
        name=name,
        aliases=tuple(form for form in forms if form != name),
        kind=person.get("kind", "person"),
        role=role if role and role.casefold() in text.casefold() else None,
        country=person.get("country"),
        mentions=tuple(Span(start=mention.start, end=mention.end) for mention in mentions),
    )


def build_date(report: dict[str, Any], days: str | None, words: str | None) -> MeetingDate | None:
    """Make the date that the article gives; an English weekday in its words must be right."""
    if not words:
        return None
    if not days:
        return MeetingDate(text=words)
    first, _, last = days.partition("/")
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last or first)
    said = [day for day in WEEKDAYS if day in words]
    if said and WEEKDAYS[start.weekday()] not in said:
        raise ValueError(f"{words!r} is no {WEEKDAYS[start.weekday()]}")
    if words == "today" and start != report["published"]:
        raise ValueError("today is another day")
    return MeetingDate(start=start, end=end, text=words)


def build_meeting(
    number: int,
    *,
    given: dict[str, Any],
    occasion: dict[str, Any],
    report: dict[str, Any],
    marked: Marked,
    ids: dict[str, str],
) -> Meeting:
    """Make one meeting of a record."""
    city = given.get("city", occasion.get("city", ""))
    if "city" in given and city:
        marked.quote(city)
    named = bool(city) and city in marked.text
    venue = given.get("venue")
    if given.get("when"):
        marked.quote(given["when"])
    parts = []
    for who in given["who"].split():
        actor, mark = who.rstrip("!?"), who[len(who.rstrip("!?")) :]
        evidence = (marked.mentions[actor][0],)
        parts.append(Participant(actor=ids[actor], attendance=_ATTENDANCE[mark], evidence=evidence))
    return Meeting(
        id=f"m{number}",
        status=given.get("status", "held"),
        format=occasion.get("format", "in_person"),
        participants=tuple(parts),
        date=build_date(report, given.get("date", occasion["date"]), given.get("when")),
        place=Place(
            city=city if named else None,
            country=given.get("country", occasion.get("country")) if named else None,
            venue=marked.quote(venue).quote if venue else None,
            text=city if named else None,
        ),
        topics=tuple(
            Topic(label=label, category=category, evidence=(marked.quote(label),))
            for label, category in given.get("topics", ())
        ),
        sources=tuple(
            Source(name=name, stance=stance, evidence=(marked.quote(name),))
            for name, stance in given.get("sources", ())
        ),
        outcome=marked.quote(given["outcome"]).quote if "outcome" in given else None,
        evidence=(marked.quote(given["evidence"]),),
    )


def build_record(
    report: dict[str, Any], people: dict[str, Any], occasions: dict[str, Any]
) -> tuple[str, Extraction, dict[str, Any]]:
    """Make of one report its text, its record, and who and what is meant in it."""
    marked = unmark(report["text"])
    if len(marked.text.split()) not in WORDS:
        raise ValueError(f"{len(marked.text.split())} words")
    ids = {person: f"a{number}" for number, person in enumerate(marked.mentions, start=1)}
    names = report.get("names", {})
    actors = tuple(
        build_actor(number, people[person], mentions, names.get(person), marked.text)
        for number, (person, mentions) in enumerate(marked.mentions.items(), start=1)
    )
    meetings = tuple(
        build_meeting(number, given=given, occasion=occasions[given["of"]], report=report, marked=marked, ids=ids)
        for number, given in enumerate(report["meetings"], start=1)
    )
    sha256 = hashlib.sha256(marked.text.encode()).hexdigest()
    record = Extraction(
        article=ArticleInfo(
            id=sha256[:16],
            source=f"articles/{report['id']}.txt",
            title=marked.text.partition("\n")[0],
            outlet=report["outlet"],
            published=report["published"],
            language=report.get("language", "en"),
            sha256=sha256,
        ),
        actors=actors,
        meetings=meetings,
        run=BY_HAND,
    )
    taking_part = {part.actor for meeting in meetings for part in meeting.participants}
    if idle := [actor.name for actor in actors if actor.id not in taking_part]:
        raise ValueError(f"marked, but in no meeting: {idle}")
    if wrong := [quote for quote in record.quotes() if marked.text[quote.start : quote.end] != quote.quote]:
        raise ValueError(f"offsets are wrong: {wrong}")
    links = {
        "actors": {own: person for person, own in ids.items()},
        "meetings": {meeting.id: given["of"] for meeting, given in zip(meetings, report["meetings"], strict=True)},
    }
    return marked.text, record, links


def build() -> dict[str, str]:
    """Make every file of the gold set.

    Returns:
        Its contents by its path within this folder.

    Raises:
        ValueError: A source says what its own text does not.
    """
    people = _load("people.toml")
    files: dict[str, str] = {}
    links: dict[str, Any] = {}
    for path in sorted(SOURCES.glob("[0-9]*.toml")):
        source = _load(path.name)
        occasions = {occasion["id"]: occasion for occasion in source["occasion"]}
        for report in source["report"]:
            try:
                text, record, links[report["id"]] = build_record(report, people, occasions)
            except (KeyError, ValueError) as error:
                raise ValueError(f"{path.name}, {report['id']}: {error}") from error
            files[f"articles/{report['id']}.txt"] = text
            files[f"records/{report['id']}.json"] = record.model_dump_json(indent=2) + "\n"
    never = {kind: [list(entry) for entry in entries] for kind, entries in _load("never_merge.toml").items()}
    gold = {"articles": links, "never_merge": never}
    files["links.json"] = json.dumps(gold, indent=2, ensure_ascii=False) + "\n"
    return files


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((SOURCES / name).read_text(encoding="utf-8"))


def main() -> int:
    """Write the files, and remove those of reports that are gone."""
    files = build()
    for name, content in files.items():
        path = FOLDER / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode())
    for path in [*FOLDER.glob("articles/*.txt"), *FOLDER.glob("records/*.json")]:
        if path.relative_to(FOLDER).as_posix() not in files:
            path.unlink()
    sys.stdout.write(f"{sum(name.startswith('records/') for name in files)} articles\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
