"""Records for tests of linking: what an article says of its actors and meetings, in a few words."""

import hashlib

from llmextract.corpus.linking import link_actors, link_meetings
from llmextract.schemas import Extraction


def actor(name, country=None, role=None, *, aliases=(), kind="person"):
    """Return an actor without its id."""
    return {"name": name, "country": country, "role": role, "aliases": list(aliases), "kind": kind}


def meeting(*participants, date=None, status="held", **fields):
    """Return a meeting between actors by their number in the record: 1 is a1; "?2" and "-2" are not sure, denied."""
    attendance = {"?": "unconfirmed", "-": "denied"}
    parts = []
    for each in participants:
        text = str(each)
        parts.append({"actor": f"a{text.strip('?-')}", "attendance": attendance.get(text[0], "confirmed")})
    day = None
    if date is not None:
        start, _, end = date.partition("/")
        day = {"start": start, "end": end or start}
    place = {name: fields.pop(name, None) for name in ("city", "country", "venue")}
    sources = [{"name": name, "stance": stance} for name, stance in fields.pop("sources", {}).items()]
    topics = [{"label": label, "category": category} for label, category in fields.pop("topics", {}).items()]
    quote = {"quote": "they met", "start": 0, "end": 8}
    return {
        "status": status,
        "format": fields.pop("format", "in_person"),
        "participants": parts,
        "date": day,
        "place": place,
        "topics": topics,
        "sources": sources,
        "evidence": [quote],
        **fields,
    }


def record(name, actors, *meetings, published="2031-03-06", outlet=None):
    """Return the record of an article; its name makes its id."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    return Extraction.model_validate(
        {
            "article": {
                "id": digest[:16],
                "source": f"{name}.txt",
                "outlet": outlet or f"The {name}",
                "published": published,
                "sha256": digest,
            },
            "actors": [{**each, "id": f"a{number}"} for number, each in enumerate(actors, 1)],
            "meetings": [{**each, "id": f"m{number}"} for number, each in enumerate(meetings, 1)],
            "run": {"model": "m", "prompt_hash": "0", "llmextract_version": "0"},
        }
    )


def groups(records, **options):
    """Link actors and return the sets of names that became one actor each."""
    return {frozenset(actor.names) for actor in link_actors(records, **options).actors}


def same_actor(first, second, **options):
    """Whether two actors, each the first of its own article, become one."""
    records = [record("first", [first]), record("second", [second])]
    return len(link_actors(records, **options)) == 1


def events(records, **options):
    """Link actors and meetings, and return the events."""
    return link_meetings(records, link_actors(records), **options)


def sizes(records, **options):
    """Return how many reports each event has, the largest first."""
    return sorted((len(event.reports) for event in events(records, **options)), reverse=True)


NOVAK = actor("Ada Novak", "SI", "foreign minister")
ORTEGA = actor("Juan Ortega", "CL", "president")
VARGAS = actor("Ines Vargas", "CL", "foreign minister")
