"""Records to export: built from a few fields, from the gold files, and from words that mean harm."""

from typing import NamedTuple

from llmextract.export import Material
from llmextract.schemas import Extraction
from tests.evaluation.test_own_gold import record_of

HOSTILE_WORDS = (
    "=cmd|' /C calc'!A0",
    "+1;=HYPERLINK(1)",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r\n=1+1",
    "＝1+1",
    "''=1",
    '"><img src=x onerror=alert(1)>',
    "<script>alert(1)</script></style>",
    "one\x00two\x0bthree\x1bfour\x07\x9bfive￾",
    "gnp\u202etxt.exe\u2066\u2069",
    "line\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\u2028\u2029\x85",
    'comma, semicolon; "quote" \\n \\ back | pipe `tick` [link](javascript:alert(1)) *bold* $x$',
    "]]>&amp;&#0;",
    "\U0001f600 Доха الدوحة 多哈",
)

LONG = "x" * 1_000_000
"""1 MB without a space."""


class Seen(NamedTuple):
    """What must come back of a meeting."""

    status: str
    start: str | None
    end: str | None
    names: frozenset[str]


def meeting_of(people, **changes):
    """Return the fields of a meeting; people are numbers of actors, or mappings."""
    return {
        "id": "m1",
        "status": "held",
        "format": "in_person",
        "participants": [{"actor": each} if isinstance(each, str) else each for each in people],
        "evidence": [{"quote": "they met", "start": 0, "end": 8}],
        **changes,
    }


def actor_of(number, name, **changes):
    """Return the fields of an actor, a person unless told else."""
    return {"id": f"a{number}", "name": name, "kind": "person", **changes}


def record_with(actors, meetings, **article):
    """Make a record."""
    digest = f"{article.pop('number', 0):064x}"
    about = {"id": digest[-16:], "source": "story.txt", "sha256": digest, "published": "2031-05-14", **article}
    run = {"model": "m", "prompt_hash": "0" * 12, "llmextract_version": "1"}
    fields = {"article": about, "actors": actors, "meetings": meetings, "run": run}
    return Extraction.model_validate(fields)


def with_roles(document):
    """Make the record that answers a gold document perfectly, roles included."""
    record = record_of(document, optional=True)
    roles = {
        person.name: person.role[0] for meeting in document.meetings for person in meeting.participants if person.role
    }
    actors = tuple(actor.model_copy(update={"role": roles.get(actor.name)}) for actor in record.actors)
    return Extraction.model_validate_json(record.model_copy(update={"actors": actors}).model_dump_json())


def hostile_record():
    """Make a record whose every word means harm: a meeting and two actors for each of the words, and one of 1 MB."""
    actors, meetings = [], []
    for number, words in enumerate(HOSTILE_WORDS):
        one, other = 2 * number + 1, 2 * number + 2
        actors += [
            actor_of(one, f"{words}", role=words, aliases=[f"{words}!"], country="SI"),
            actor_of(other, f"Juan {words} {number}", kind="group", role=words),
        ]
        quote = {"quote": words, "start": 0, "end": len(words)}
        meetings.append(
            meeting_of(
                [{"actor": f"a{one}", "evidence": [quote]}, f"a{other}"],
                id=f"m{number + 1}",
                date={"start": "2031-05-12", "end": "2031-05-13", "text": words},
                place={"city": words, "country": "CL", "venue": words, "text": words},
                topics=[{"label": words, "category": "economy", "evidence": [quote]}],
                sources=[{"name": words, "stance": "denies", "evidence": [quote]}],
                outcome=words,
                evidence=[quote],
            )
        )
    long = {"quote": LONG, "start": 0, "end": len(LONG)}
    last = len(actors) + 1
    actors += [actor_of(last, LONG), actor_of(last + 1, "Ada Novak")]
    meetings.append(meeting_of([f"a{last}", f"a{last + 1}"], id=f"m{len(meetings) + 1}", outcome=LONG, evidence=[long]))
    about = {"title": HOSTILE_WORDS[0], "outlet": HOSTILE_WORDS[9], "byline": HOSTILE_WORDS[8]}
    return record_with(actors, meetings, source=HOSTILE_WORDS[12], url="javascript:alert(1)", language="=x", **about)


def see(records):
    """Return what must come back of each meeting, by its key."""
    return {
        reported.key: Seen(
            reported.meeting.status.value,
            *(
                (reported.meeting.date.start.isoformat(), reported.meeting.date.end.isoformat())
                if reported.meeting.date and reported.meeting.date.start
                else (None, None)
            ),
            frozenset(person.actor.name for person in reported.people),
        )
        for reported in Material(records).meetings()
    }
