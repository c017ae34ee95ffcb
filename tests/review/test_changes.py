import pytest

from llmextract.errors import ConfigurationError
from llmextract.review.changes import next_id, read_change
from tests.export.report.made_records import STORY, story_record

RECORD = story_record()


def units(words):
    start = len(STORY[: STORY.index(words)].encode("utf-16-le")) // 2
    return [start, start + len(words.encode("utf-16-le")) // 2]


def sent(**changes):
    """Return what the page sends for a meeting of Novak and somebody new."""
    meeting = {
        "status": "held",
        "format": "in_person",
        "date": {"start": "2024-12-09", "end": "2024-12-09", "text": "on Monday"},
        "place": {"city": "Santiago", "country": "CL", "venue": None, "text": None},
        "outcome": "",
        "participants": [
            {"actor": "a1", "name": "Ada Novak", "aliases": ["Novak"], "kind": "person", "role": "foreign minister",
             "country": "SI", "attendance": "confirmed", "evidence": [units("Ada Novak")]},
            {"actor": None, "name": "union", "aliases": ["union", "fishermen's union", ""], "kind": "organization",
             "role": "", "country": None, "attendance": "unconfirmed", "evidence": []},
        ],
        "topics": [{"label": " fisheries ", "category": "economy", "evidence": [units(" fisheries ")]}],
        "sources": [{"name": "the presidency", "stance": "asserts", "evidence": []}],
        "evidence": [units("declined to confirm")],
    }  # fmt: skip
    return meeting | changes


def read(**changes):
    return read_change(sent(**changes), "m3", RECORD, STORY)


def test_what_the_page_sends_becomes_a_meeting_with_quotes_of_the_text():
    change = read()
    meeting = change.meeting
    assert meeting.id == "m3"
    assert meeting.outcome is None
    assert meeting.confidence is None
    quotes = [*meeting.evidence, *meeting.topics[0].evidence, *meeting.participants[0].evidence]
    assert [one.quote for one in quotes] == ["declined to confirm", "fisheries", "Ada Novak"]
    assert all(STORY[one.start : one.end] == one.quote for one in quotes)
    assert meeting.topics[0].label == "fisheries"


def test_a_known_actor_keeps_its_mentions_and_a_new_one_is_looked_for():
    known, new = read().actors
    assert known == RECORD.actors[0]
    assert (new.id, new.name, new.aliases, new.role) == ("a5", "union", ("fishermen's union",), None)
    assert [STORY[span.start : span.end] for span in new.mentions] == ["fishermen's union"]


def test_another_name_of_a_known_actor_is_looked_for():
    part = sent()["participants"][0] | {"name": "Novak", "aliases": []}
    (actor,) = read(participants=[part]).actors
    assert actor.id == "a1"
    assert len(actor.mentions) == STORY.count("Novak")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"evidence": []}, "evidence"),
        ({"evidence": [[0, 99999]]}, "outside the article"),
        ({"evidence": [units("\n\n")]}, "without any words"),
        ({"status": "happened"}, "status"),
        ({"participants": []}, "participants"),
        ({"participants": [sent()["participants"][0]] * 2}, "each participant once"),
        ({"participants": [sent()["participants"][0] | {"actor": "a9"}]}, "no actor a9"),
        ({"participants": [sent()["participants"][0] | {"name": " "}]}, "name"),
        ({"place": {"country": "Chile"}}, "place country"),
        ({"date": {"start": "2024-12-09", "end": "2024-12-01"}}, "must not end before"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(changes, message):
    with pytest.raises(ConfigurationError, match=message):
        read(**changes)


def test_ids_go_on_after_the_highest():
    assert next_id("m", []) == "m1"
    assert next_id("m", ["m2", "m10"]) == "m11"
