"""FollowTheMoney entities."""

import json

import pytest

from llmextract.export.follow_the_money import languages
from tests.export import ftm_snapshot
from tests.export.ftm_snapshot import check_entities
from tests.export.support import actor_of, meeting_of, record_with

DAY = {"start": "2031-05-12", "end": "2031-05-13"}


@pytest.fixture
def entities(exported):
    def make(*records, links=None):
        found = [json.loads(line) for line in exported(records, "ftm", links=links).decode().splitlines()]
        check_entities(found)
        return found

    return make


def of(entities, schema):
    return [each["properties"] for each in entities if each["schema"] == schema]


def test_a_meeting_its_people_place_and_article(entities):
    actors = [
        actor_of(1, "Ada Novak", country="XK", role="foreign minister", aliases=["Novak", "A. Novak"]),
        actor_of(2, "Chile", kind="country", country="CL"),
        actor_of(3, "Ministry of Trade", kind="organization", country="CL"),
        actor_of(4, "Brightwater", kind="organization"),
        actor_of(5, "Kosovar delegation", kind="group", country="XK"),
    ]
    meeting = meeting_of(
        ["a1", "a2", "a3", "a4", {"actor": "a5", "attendance": "unconfirmed"}],
        date=DAY,
        place={"city": "Santiago", "country": "CL"},
        topics=[{"label": "fisheries", "category": "economy"}],
        sources=[{"name": "her office", "stance": "asserts"}],
        outcome="an accord",
    )
    about = {"title": "Novak in Chile", "outlet": "The Owl", "language": "en", "url": "https://owl.example/story"}
    found = entities(record_with(actors, [meeting], **about))
    (event,) = of(found, "Event")
    involved = event.pop("involved")
    assert event == {
        "name": ["meeting of Ada Novak and Chile and Ministry of Trade and Brightwater and Kosovar delegation"],
        "startDate": ["2031-05-12"],
        "endDate": ["2031-05-13"],
        "location": ["Santiago, CL"],
        "addressEntity": ["llmextract-place-3871336"],
        "country": ["cl"],
        "summary": ["an accord"],
        "description": ["they met"],
        "keywords": ["status:held", "format:in_person", "fisheries", "category:economy"],
        "notes": ["asserts: her office"],
        "proof": ["llmextract-article-0000000000000000"],
        "sourceUrl": ["https://owl.example/story"],
        "publisher": ["The Owl"],
        "recordId": ["0000000000000000:m1"],
    }
    (article,) = of(found, "Article")
    assert (article["title"], article["language"], article["publishedAt"]) == (
        ["Novak in Chile"],
        ["eng"],
        ["2031-05-14"],
    )
    (person,) = of(found, "Person")
    assert (person["name"], person["alias"], person["weakAlias"]) == (["Ada Novak"], ["A. Novak"], ["Novak"])
    assert (person["position"], person["country"]) == (["foreign minister"], ["xk"])
    assert [each["name"] for each in of(found, "PublicBody")] == [["Chile"], ["Ministry of Trade"]]
    assert all(each["topics"] == ["gov"] for each in of(found, "PublicBody"))
    assert [each["name"] for each in of(found, "Organization")] == [["Brightwater"]]
    assert [each["name"] for each in of(found, "LegalEntity")] == [["Kosovar delegation"]]
    (address,) = of(found, "Address")
    assert (address["full"], address["latitude"], address["longitude"]) == (
        ["Santiago, Chile"],
        ["-33.457"],
        ["-70.648"],
    )
    links = of(found, "UnknownLink")
    assert [link["role"][0] for link in links] == [*["participant"] * 4, "participant (unconfirmed)"]
    assert [link["subject"][0] for link in links] == involved


@pytest.mark.parametrize("status", ["denied", "cancelled"])
def test_what_did_not_take_place_involves_nobody(entities, status):
    actors = [actor_of(1, "Ada Novak"), actor_of(2, "Juan Ortega")]
    found = entities(record_with(actors, [meeting_of(["a1", "a2"], status=status)]))
    (event,) = of(found, "Event")
    assert "involved" not in event
    assert event["name"] == [f"{status.capitalize()}: meeting of Ada Novak and Juan Ortega"]
    assert [link["status"] for link in of(found, "UnknownLink")] == [[status]] * 2


def test_who_is_denied_to_have_been_there_is_not_involved(entities):
    actors = [actor_of(1, "Ada Novak"), actor_of(2, "Juan Ortega")]
    meeting = meeting_of(["a1", {"actor": "a2", "attendance": "denied"}])
    found = entities(record_with(actors, [meeting]))
    (event,) = of(found, "Event")
    first, second = of(found, "UnknownLink")
    assert event["involved"] == first["subject"]
    assert second["role"] == ["participant (denied)"]


def test_one_actor_of_two_articles_and_one_event_are_one_entity_each(entities):
    actors = [actor_of(1, "Ada Novak", aliases=["Novak"]), actor_of(2, "Juan Ortega")]
    others = [actor_of(1, "Ada Novak", role="minister"), actor_of(2, "J. Ortega")]
    links = {f"{number:016}:m1": "E00000000000f" for number in (1, 2)}
    links |= {f"{number:016}:a2": "A00000000000f" for number in (1, 2)}
    records = [
        record_with(each, [meeting_of(["a1", "a2"])], number=at) for at, each in enumerate((actors, others), start=1)
    ]
    found = entities(*records, links=links)
    (event,) = of(found, "Event")
    assert event["recordId"] == ["0000000000000001:m1", "0000000000000002:m1"]
    ada, juan = of(found, "Person")
    assert (ada["name"], ada["position"]) == (["Ada Novak"], ["minister"])
    assert juan["name"] == ["Juan Ortega", "J. Ortega"]
    assert len(of(found, "Article")) == 2


def test_an_address_that_is_none_of_the_web_is_left_out(entities):
    record = record_with([actor_of(1, "Ada Novak")], [meeting_of(["a1"])], url="javascript:alert(1)")
    (article,) = of(entities(record), "Article")
    assert "sourceUrl" not in article


def test_every_language_is_one_of_the_models():
    model = json.loads(ftm_snapshot.PATH.read_text(encoding="utf-8"))
    assert set(languages().values()) <= set(model["languages"])
    assert languages()["en"] == "eng"
