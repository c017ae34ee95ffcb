"""Who met whom: a network of actors, as GraphML or GEXF."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any, BinaryIO

from llmextract.export.inert import one_line, shortened
from llmextract.export.sectors import actor_code, sectors
from llmextract.schemas import Attendance, Status

if TYPE_CHECKING:
    import networkx as nx

    from llmextract.export.material import Material, Person

_LONGEST_NAME = 300
_NO_MEETING = {Status.DENIED, Status.CANCELLED}


def write_graphml(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write the network as GraphML.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        What the reader should know: how many meetings are not in it.
    """
    import networkx as nx

    graph, left_out = actor_network(material)
    nx.write_graphml_xml(graph, stream)
    return left_out


def write_gexf(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write the network as GEXF 1.2, as Gephi reads it.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        What the reader should know: how many meetings are not in it.
    """
    import networkx as nx

    graph, left_out = actor_network(material)
    nx.write_gexf(graph, stream)
    return left_out


def actor_network(material: Material) -> tuple[nx.Graph[str], tuple[str, ...]]:
    """Return the network of actors, and what is not in it.

    A node is an actor across all articles: its ``label``, ``kind``, ``country``, ``code`` (PLOVER's), ``sector`` and
    the number of ``occasions``. An edge joins two who met or are to meet: its ``weight`` is the number of occasions, of
    which so many are ``held``, ``planned`` and ``unconfirmed``, from ``first`` to ``last`` day; ``meetings`` are their
    keys. Denied and cancelled meetings make no edge, nor does somebody who is denied to have been there.

    Args:
        material: The records. Where they are linked, several reports of one event are one occasion.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    occasions: dict[str, dict[str, Any]] = {}
    left_out = 0
    for reported in material.meetings():
        if reported.meeting.status in _NO_MEETING:
            left_out += 1
            continue
        occasion = occasions.setdefault(reported.occasion, {"people": {}, "statuses": set(), "days": []})
        there = [person for person in reported.people if person.part.attendance is not Attendance.DENIED]
        occasion["people"] |= {person.key: person for person in there}
        occasion["statuses"].add(reported.meeting.status)
        date = reported.meeting.date
        occasion["days"] += [date.start.isoformat(), date.end.isoformat()] if date and date.start and date.end else []
    for key, occasion in occasions.items():
        _add(graph, key, occasion)
    notice = f"{left_out} denied or cancelled meetings make no edge of the network"
    return graph, (notice,) if left_out else ()


def _add(graph: nx.Graph[str], key: str, occasion: dict[str, Any]) -> None:
    # Of several reports of one event the surest counts: one that it was held.
    status = next(each for each in (Status.HELD, Status.PLANNED, Status.UNCONFIRMED) if each in occasion["statuses"])
    for person in occasion["people"].values():
        if person.key not in graph:
            graph.add_node(person.key, **_node(person))
        graph.nodes[person.key]["occasions"] += 1
    for one, other in combinations(sorted(occasion["people"]), 2):
        if not graph.has_edge(one, other):
            graph.add_edge(one, other, weight=0, **Counter(held=0, planned=0, unconfirmed=0), meetings="")
        edge = graph.edges[one, other]
        edge["weight"] += 1
        edge[status.value] += 1
        edge["meetings"] = f"{edge['meetings']} {key}".strip()
        if occasion["days"]:
            edge["first"] = min([*occasion["days"], edge.get("first", "9")])
            edge["last"] = max([*occasion["days"], edge.get("last", "0")])


def _node(person: Person) -> dict[str, Any]:
    actor = person.actor
    known = {"country": actor.country, "code": actor_code(actor), "sector": next(iter(sectors(actor)), None)}
    return {
        "label": shortened(one_line(actor.name), _LONGEST_NAME),
        "kind": actor.kind.value,
        **{name: value for name, value in known.items() if value},
        "occasions": 0,
    }
