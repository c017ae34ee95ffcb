"""PLOVER events as JSON Lines."""

import json

import pytest

from llmextract.export import links_of
from llmextract.schemas import Extraction
from tests.export.support import actor_of, meeting_of, record_with

ACTORS = [
    actor_of(1, "Ada Novak", country="XK", role="army chief"),
    actor_of(2, "Juan Ortega", country="CL", role="president"),
]


@pytest.fixture
def event(exported):
    def make(links=None, **fields):
        record = record_with(ACTORS, [meeting_of(["a1", "a2"], **fields)], title="Novak in Chile", outlet="The Owl")
        return json.loads(exported([record], "plover", links=links))

    return make


def test_every_field_of_the_manual_that_a_record_can_fill(event):
    found = event(place={"city": "Santiago", "country": "CL"}, date={"start": "2031-05-12", "end": "2031-05-12"})
    assert found["event"] == ["CONSULT"]
    assert found["mode"] == ["visit"]
    assert (found["date"], found["enddate"]) == ("2031-05-12", "2031-05-12")
    assert (found["quad_code"], found["event_scale"]) == (1, 4.0)
    (actor,), (recipient,) = found["actor"], found["recipient"]
    assert (actor["code"], actor["sector"], actor["office"]) == ("KOS", "MIL", "army chief")
    assert (recipient["code"], recipient["sector"]) == ("CHL", "GOV")
    place = found["event_loc"]
    assert (place["geonameid"], place["country_code"], place["feature_code"]) == (3871336, "CHL", "PPLC")
    assert (round(place["lat"], 1), round(place["lon"], 1), place["resolution"]) == (-33.5, -70.6, 4)
    assert found["event_text"] == ["they met"]
    assert found["cite_info"]["title"] == "Novak in Chile"
    assert found["cite_info"]["publication"] == "The Owl"
    assert found["link"] is None


def test_a_place_that_is_not_located_keeps_its_words(event):
    assert event()["event_loc"] is None
    place = event(place={"venue": "Old Mill"})["event_loc"]
    assert (place["extracted_place"], place["geonameid"], place["resolution"]) == ("Old Mill", None, None)
    place = event(place={"country": "CL"})["event_loc"]
    assert (place["extracted_place"], place["city"], place["resolution"]) == ("Chile", None, 1)


def test_a_denied_meeting_is_no_event(event):
    found = event(status="denied")
    assert (found["has_event"], found["event"], found["event_scale"]) == (False, [], None)
    assert "negation" in found["context"]


def test_linked_reports_have_their_event_in_common(event):
    assert event({"0000000000000000:m1": "E00000000000f"})["link"] == "E00000000000f"
    assert event({"0000000000000000:a1": "A00000000000f"})["actor"][0]["actor_id"] == "A00000000000f"


def test_links_are_read_from_events():
    from llmextract.events import Event

    record = Extraction.model_validate(record_with(ACTORS, [meeting_of(["a1", "a2"])]))
    report = {"key": "0000000000000000:m1", "article": record.article, "meeting": record.meetings[0]}
    report["actors"] = {"a1": "A00000000000a", "a2": "A00000000000b"}
    claims = [{"value": "confirmed", "reports": [report["key"]]}]
    people = [
        {"actor": linked, "name": "x", "kind": "person", "attendance": "confirmed", "claims": claims, "agreed": True}
        for linked in report["actors"].values()
    ]
    history = [{"on": "2031-05-14", "status": "held", "reports": [report["key"]]}]
    event = Event.model_validate(
        {
            "id": "E00000000000f",
            "reports": [report],
            "participants": people,
            "status": "held",
            "format": "in_person",
            "history": history,
        }
    )
    assert links_of([event]) == {
        "0000000000000000:m1": "E00000000000f",
        "0000000000000000:a1": "A00000000000a",
        "0000000000000000:a2": "A00000000000b",
    }
