"""The network of actors."""

from llmextract.export import Material
from llmextract.export.network import actor_network
from tests.export.support import actor_of, meeting_of, record_with

ACTORS = [
    actor_of(1, "Ada Novak", country="SI", role="foreign minister"),
    actor_of(2, "Juan Ortega", country="CL"),
    actor_of(3, "Tom Kano", country="KE"),
]


def article(number, *meetings):
    numbered = [{**meeting, "id": f"m{place}"} for place, meeting in enumerate(meetings, start=1)]
    return record_with(ACTORS, numbered, number=number)


def edges(graph):
    labels = dict(graph.nodes(data="label"))
    return {tuple(sorted((labels[one], labels[other]))): edge for one, other, edge in graph.edges(data=True)}


def test_the_same_two_in_two_articles_are_one_edge_of_weight_two():
    first = {"date": {"start": "2031-05-12", "end": "2031-05-13"}}
    later = {"date": {"start": "2031-06-01", "end": "2031-06-01"}, "status": "planned"}
    graph, notices = actor_network(
        Material([article(1, meeting_of(["a1", "a2"], **first)), article(2, meeting_of(["a2", "a1"], **later))])
    )
    assert notices == ()
    assert list(edges(graph)) == [("Ada Novak", "Juan Ortega")]
    assert edges(graph)["Ada Novak", "Juan Ortega"] == {
        "weight": 2,
        "held": 1,
        "planned": 1,
        "unconfirmed": 0,
        "meetings": "0000000000000001:m1 0000000000000002:m1",
        "first": "2031-05-12",
        "last": "2031-06-01",
    }
    (ada,) = [node for _, node in graph.nodes(data=True) if node["label"] == "Ada Novak"]
    assert ada == {
        "label": "Ada Novak",
        "kind": "person",
        "country": "SI",
        "code": "SVN",
        "sector": "GOV",
        "occasions": 2,
    }


def test_reports_of_one_event_are_one_occasion():
    records = [article(1, meeting_of(["a1", "a2"], status="planned")), article(2, meeting_of(["a1", "a2", "a3"]))]
    links = {"0000000000000001:m1": "E1", "0000000000000002:m1": "E1"}
    graph, _ = actor_network(Material(records, links))
    edge = edges(graph)["Ada Novak", "Juan Ortega"]
    assert (edge["weight"], edge["held"], edge["planned"], edge["meetings"]) == (1, 1, 0, "E1")
    assert graph.number_of_edges() == 3


def test_denied_and_cancelled_meetings_and_absent_actors_make_no_edge():
    record = article(
        1,
        meeting_of(["a1", "a2"], status="denied"),
        meeting_of(["a1", "a2"], status="cancelled"),
        meeting_of(["a1", {"actor": "a2", "attendance": "denied"}, "a3"]),
    )
    graph, notices = actor_network(Material([record]))
    assert list(edges(graph)) == [("Ada Novak", "Tom Kano")]
    assert notices == ("2 denied or cancelled meetings make no edge of the network",)
