"""A meeting as PLOVER codes it."""

import datetime

import pytest

from llmextract.export import Material
from llmextract.export.plover_coding import code_meeting
from llmextract.schemas import Status, TopicCategory
from tests.export.support import actor_of, meeting_of, record_with

ACTORS = [
    actor_of(1, "Ada Novak", country="SI", role="foreign minister"),
    actor_of(2, "Juan Ortega", country="CL", role="president"),
    actor_of(3, "Eva Brandt", country="DE"),
    actor_of(4, "Tom Kano", country="KE"),
    actor_of(5, "Highland Front", kind="organization"),
    actor_of(6, "Ines Roca", country="CL", role="finance minister"),
]
DAY = {"start": "2031-05-12", "end": "2031-05-13"}


def coded(people, published="2031-05-14", **fields):
    meeting = meeting_of(people, **{"date": DAY, **fields})
    (reported,) = Material([record_with(ACTORS, [meeting], published=published)]).meetings()
    return code_meeting(reported)


def names(entities):
    return [entity.person.actor.name for entity in entities]


def test_a_visit_has_the_visitor_as_actor_and_the_hosts_as_recipients():
    event = coded(["a2", "a1", "a6"], place={"city": "Santiago", "country": "CL"})
    assert (event.type, event.mode, event.score, event.quad_code) == ("CONSULT", "visit", 4.0, 1)
    assert names(event.actors) == ["Ada Novak"]
    assert names(event.recipients) == ["Juan Ortega", "Ines Roca"]
    assert event.date == datetime.date(2031, 5, 12)
    assert event.end_date == datetime.date(2031, 5, 13)


@pytest.mark.parametrize(
    ("people", "fields", "mode", "score"),
    [
        (["a1", "a2"], {"place": {"country": "AT"}}, "third-party", 1.0),
        (["a1", "a2", "a3", "a4"], {"place": {"country": "SI"}}, "multilateral", 4.0),
        (["a1", "a2"], {"format": "call", "place": {"country": "SI"}}, "phone", 1.5),
        (["a1", "a2"], {"format": "video"}, "phone", 1.5),
        (["a1", "a2"], {}, None, 2.5),
        (["a2", "a6"], {"place": {"country": "CL"}}, None, 2.5),
        (["a2", "a5"], {"place": {"country": "CL"}}, None, 2.5),  # nobody tells where the Front is at home
    ],
)
def test_without_host_and_visitor_all_are_actors(people, fields, mode, score):
    event = coded(people, **fields)
    assert (event.type, event.mode, event.score) == ("CONSULT", mode, score)
    assert len(event.actors) == len(people)
    assert event.recipients == ()


@pytest.mark.parametrize(
    ("status", "kind", "mode", "quad"),
    [
        ("planned", "AGREE", None, "VERBAL COOPERATION"),
        ("cancelled", "REJECT", "meet", "VERBAL CONFLICT"),
        ("denied", None, None, None),
    ],
)
@pytest.mark.parametrize("form", ["in_person", "call"])
def test_what_did_not_take_place_is_no_consultation(status, kind, mode, quad, form):
    event = coded(["a1", "a2"], status=status, format=form, place={"country": "SI"})
    assert (event.type, event.mode, event.quad_class) == (kind, mode, quad)
    assert ("negation" in event.contexts) == (kind is None)
    assert len(event.actors) == 2


def test_what_was_agreed_or_called_off_has_the_day_when_that_was_said():
    for status in ("planned", "cancelled"):
        assert coded(["a1", "a2"], status=status).date == datetime.date(2031, 5, 14)
        assert coded(["a1", "a2"], status=status, published=None).date == datetime.date(2031, 5, 12)


def test_without_a_day_the_articles_counts():
    assert coded(["a1", "a2"], date=None).date == datetime.date(2031, 5, 14)
    assert coded(["a1", "a2"], date=None, published=None).date is None


@pytest.mark.parametrize(
    ("start", "published", "kind"),
    [
        ("2031-05-15", "2031-05-14", "AGREE"),
        ("2031-05-14", "2031-05-14", "CONSULT"),
        ("2031-05-15", None, "CONSULT"),
    ],
)
def test_an_unconfirmed_meeting_is_to_come_if_its_day_is(start, published, kind):
    event = coded(["a1", "a2"], status="unconfirmed", published=published, date={"start": start, "end": start})
    assert event.type == kind


def test_who_is_denied_to_have_been_there_is_no_actor():
    event = coded(["a1", {"actor": "a2", "attendance": "denied"}, "a3"])
    assert names(event.actors) == ["Ada Novak", "Eva Brandt"]


def test_a_meeting_of_which_everybody_is_denied_is_no_event():
    event = coded([{"actor": "a1", "attendance": "denied"}])
    assert event.type is None
    assert names(event.actors) == ["Ada Novak"]


def test_contexts_come_from_topics_and_offices():
    topics = [{"label": "x", "category": each} for each in ("military", "economy", "security", "sanctions")]
    assert coded(["a2", "a3"], topics=topics).contexts == ("military", "economic")
    assert coded(["a1", "a3"], topics=topics[:1]).contexts == ("military", "diplomatic")


def test_every_status_and_category_can_be_coded():
    manual = {  # those of the manual's 37 contexts that a category may stand for
        *("military", "political_institutions", "economic", "legal", "human_rights", "human_security", "diplomatic"),
        *("territory", "health", "migration", "natural_resource", "environment", "technology", "terrorism", "cbrn"),
    }
    topics = [{"label": "x", "category": each.value} for each in TopicCategory]
    for status in Status:
        assert set(coded(["a2", "a3"], status=status.value, topics=topics).contexts) - {"negation"} == manual
