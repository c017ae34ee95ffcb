"""Reports in any number: occasions with the shape of real records, each told by several outlets that do not agree.

What is kept of a record is its shape: who holds which office, how many take part, status, format, topics, quotes.
People, cities and days are new for each occasion. Then every outlet tells it in its own way: names spelled otherwise, a
day off by one, the city, the day, an office or a country left out, a participant forgotten, a plan announced before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.linking.people import invent_people, respell
from llmextract.evaluation import load_gold
from llmextract.evaluation.linking_gold import load_linking_gold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.linking.people import Person
    from llmextract.evaluation import GoldMeeting

GOLD = Path(__file__).parents[2] / "tests" / "gold"
FIRST_DAY = dt.date(2026, 1, 1)
DAYS = 5 * 365
"""The reports fall into five years however many there are: the more there are, the more share a day."""

MEAN_REPORTS = 4
OUTLETS = 60
PARTICIPANT_FORGOTTEN = 0.1
SURNAME_GIVEN, ROLE_GIVEN, COUNTRY_GIVEN, DAY_GIVEN, CITY_GIVEN = 0.6, 0.7, 0.85, 0.85, 0.85
DAY_OFF_BY_ONE = 0.04
ANNOUNCED_BEFORE = 0.15
"""How likely each of these is in one report."""

_CITY_ENDINGS = ("burg", "abad", "ville", "grad", "ton", "pur", "stad", "ito", "sk", "mouth", "polis", "dal")
_CITY_BEGINNINGS = ("Alma", "Bel", "Cor", "Dun", "Eri", "Fal", "Gar", "Hel", "Isma", "Jan", "Kar", "Lim", "Mar", "Nov")
COUNTRIES = ("AL", "BR", "CL", "DZ", "EE", "ES", "FI", "GH", "GR", "ID", "IN", "KE", "LY", "NG", "NO", "OM", "PE", "TR")


@dataclass(frozen=True)
class GeneratedReport:
    """One report, and what it means.

    Attributes:
        record: An `llmextract.schemas.Extraction` in the types of JSON, with one meeting.
        actors: The record's actor ids -> the people meant.
        occasion: The occasion meant.
    """

    record: dict[str, Any]
    actors: dict[str, str]
    occasion: str

    def to_json(self) -> str:
        """Return the record as JSON."""
        return json.dumps(self.record, ensure_ascii=False)


def generate(count: int, *, seed: int) -> Iterator[GeneratedReport]:
    """Make reports.

    The number of people grows with the power 0.6 of the number of reports (Heaps' law: new names turn up ever more
    rarely), and the n-th of them takes part 1 / (n + 10) as often (Zipf's law as Mandelbrot has it): of 100,000 reports
    the first is in some 2,700, which is more than one on every day.

    Args:
        count: How many.
        seed: Same seed, same reports.

    Yields:
        The reports, those of one occasion one after another.
    """
    luck = random.Random(seed)  # noqa: S311 - no secret
    people = invent_people(max(20, int(40 * count**0.6)), COUNTRIES, luck)
    often = [1 / (rank + 10) for rank in range(1, len(people) + 1)]
    cities = [
        (begin + end, country) for begin in _CITY_BEGINNINGS for end in _CITY_ENDINGS for country in COUNTRIES[:6]
    ]
    shapes = record_shapes()
    made = occasion = 0
    while made < count:
        shape = luck.choice(shapes)
        cast = _cast(luck, people, often, len(shape["actors"]))
        city, country = luck.choice(cities)
        day = FIRST_DAY + dt.timedelta(days=luck.randrange(DAYS))
        told = _Occasion(f"o{occasion}", shape, cast, city, country, day)
        reports = min(count - made, 1 + int(luck.expovariate(1 / (MEAN_REPORTS - 0.5))))
        for outlet in luck.sample(range(OUTLETS), min(reports, OUTLETS)):
            yield _report(told, outlet, luck)
            made += 1
        occasion += 1


@cache
def record_shapes() -> list[dict[str, Any]]:
    """Return every meeting of the gold records, each as a record of its own with its participants only."""
    records = [record.model_dump(mode="json") for record in load_linking_gold(GOLD / "linking").records.values()]
    shapes = []
    for record in records:
        for meeting in record["meetings"]:
            ids = [part["actor"] for part in meeting["participants"]]
            shapes.append({"actors": [one for one in record["actors"] if one["id"] in ids], "meeting": meeting})
    shapes += [_shape_of_gold(meeting) for document in load_gold(GOLD) for meeting in document.meetings]
    return [shape for shape in shapes if len(shape["actors"]) > 1]


def _shape_of_gold(meeting: GoldMeeting) -> dict[str, Any]:
    """Make the shape of a meeting in a gold file."""
    actors: list[dict[str, Any]] = []
    parts: list[dict[str, Any]] = []
    for number, person in enumerate(meeting.participants, start=1):
        role = person.role[0] if person.role else None
        actors.append({"id": f"a{number}", "aliases": [], "kind": person.kind.value, "role": role, "mentions": []})
        parts.append({"actor": f"a{number}", "attendance": person.attendance[0].value, "evidence": []})
    quote = {"quote": meeting.evidence, "start": 0, "end": len(meeting.evidence)}
    return {
        "actors": actors,
        "meeting": {
            "status": meeting.status[0].value,
            "format": meeting.format[0].value,
            "participants": parts,
            "topics": [{"label": topic.label, "category": topic.category[0].value} for topic in meeting.topics],
            "evidence": [quote],
        },
    }


@dataclass(frozen=True)
class _Occasion:
    id: str
    shape: dict[str, Any]
    cast: list[Person]
    city: str
    country: str
    day: dt.date


def _cast(luck: random.Random, people: list[Person], often: list[float], count: int) -> list[Person]:
    chosen: dict[str, Person] = {}
    while len(chosen) < count:
        for person in luck.choices(people, often, k=count - len(chosen)):
            chosen[person.id] = person
    return list(chosen.values())


def _report(told: _Occasion, outlet: int, luck: random.Random) -> GeneratedReport:
    actors: list[dict[str, Any]] = []
    meant: dict[str, str] = {}
    kept: list[dict[str, Any]] = []
    parts = told.shape["meeting"]["participants"]
    forgotten = luck.randrange(len(parts)) if parts[2:] and luck.random() < PARTICIPANT_FORGOTTEN else None
    for number, (actor, person) in enumerate(zip(told.shape["actors"], told.cast, strict=True)):
        if number == forgotten:
            continue
        own = f"a{len(actors) + 1}"
        name = respell(person.name, luck)
        actors.append(
            {
                "id": own,
                "name": name,
                "aliases": [name.rpartition(" ")[2]] if luck.random() < SURNAME_GIVEN and " " in name else [],
                "kind": "person",
                "role": actor["role"] if luck.random() < ROLE_GIVEN else None,
                "country": person.country if luck.random() < COUNTRY_GIVEN else None,
                "mentions": actor["mentions"],
            }
        )
        meant[own] = person.id
        part = next(part for part in parts if part["actor"] == actor["id"])
        kept.append({**part, "actor": own})
    day = told.day + dt.timedelta(days=luck.choice((-1, 1)) if luck.random() < DAY_OFF_BY_ONE else 0)
    planned = luck.random() < ANNOUNCED_BEFORE
    published = told.day + dt.timedelta(days=-luck.randint(1, 6) if planned else luck.randint(0, 3))
    dated, placed = luck.random() < DAY_GIVEN, luck.random() < CITY_GIVEN
    meeting = {
        **told.shape["meeting"],
        "id": "m1",
        "status": "planned" if planned else told.shape["meeting"]["status"],
        "participants": kept,
        "date": {"start": day.isoformat(), "end": day.isoformat(), "text": f"on {day:%A}"} if dated else None,
        "place": {"city": told.city, "country": told.country} if placed else {},
    }
    sha256 = hashlib.sha256(f"{told.id} {outlet}".encode()).hexdigest()
    article = {
        "id": sha256[:16],
        "source": f"generated/{told.id}-{outlet}.txt",
        "title": f"Report of {told.id}",
        "outlet": f"Outlet {outlet}",
        "published": published.isoformat(),
        "language": "en",
        "sha256": sha256,
    }
    run = {"model": "generated", "prompt_hash": "0" * 12, "llmextract_version": "0"}
    record = {"schema_version": "1", "article": article, "actors": actors, "meetings": [meeting], "run": run}
    return GeneratedReport(record, meant, told.id)
