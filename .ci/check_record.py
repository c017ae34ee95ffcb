"""Check the records that the embedded model really made of the two seed articles.

usage: check_record.py RECORDS.json SEEDS_DIRECTORY
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def people(record: dict[str, Any], meeting: dict[str, Any]) -> dict[str, tuple[str | None, str]]:
    """Return country and attendance of each participant by name."""
    actors = {actor["id"]: actor for actor in record["actors"]}
    return {
        actors[part["actor"]]["name"]: (actors[part["actor"]]["country"], part["attendance"])
        for part in meeting["participants"]
    }


def quotes(value: object) -> list[dict[str, Any]]:
    """Return every quote in a part of a record."""
    if isinstance(value, dict):
        own = [value] if {"quote", "start", "end"} <= value.keys() else []
        return own + [quote for part in value.values() for quote in quotes(part)]
    return [quote for part in value for quote in quotes(part)] if isinstance(value, list) else []


def check(records: list[dict[str, Any]], seeds: Path) -> None:
    """Raise AssertionError if a record is not what the articles say."""
    intelligence, talks = records
    for record in records:
        text = (seeds / Path(record["article"]["source"]).name).read_text(encoding="utf-8")
        found = quotes(record["meetings"])
        assert found, "no quote at all"
        for quote in found:
            assert text[quote["start"] : quote["end"]] == quote["quote"], quote

    visit = intelligence["meetings"][0]
    attending = people(intelligence, visit)
    assert {"Ibrahim Kalin", "Ahmed al-Sharaa", "Mohammad al-Bashir"} <= attending.keys(), attending
    assert attending["Ibrahim Kalin"] == ("TR", "confirmed"), attending
    assert attending["Ahmed al-Sharaa"] == ("SY", "confirmed"), attending
    assert attending["Hakan Fidan"][1] == "denied", attending
    assert (visit["format"], visit["place"]["city"], visit["place"]["country"]) == ("in_person", "Damascus", "SY"), (
        visit
    )

    reception = talks["meetings"][0]
    assert people(talks, reception).keys() >= {"Ahmad al-Shara", "Ibrahim Kalin"}, people(talks, reception)
    assert (reception["format"], reception["status"]) == ("in_person", "held"), reception
    assert reception["place"]["city"] == "Damascus", reception
    sys.stdout.write("right in both records: people, countries, denial, place, format, and every quote's offsets\n")


if __name__ == "__main__":
    check(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2]))
