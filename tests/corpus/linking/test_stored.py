"""Linking what a store holds, and remembering what the user decided."""

import json

import pytest

from llmextract.corpus.linking import Overrides, link_actors, link_store, overrides
from llmextract.corpus.linking.ids import stable_ids
from llmextract.corpus.store import Store
from llmextract.errors import ConfigurationError
from tests.corpus.linking.stored_records import keep_records
from tests.corpus.linking.support import NOVAK, ORTEGA, actor, events, meeting, record

PAIR = [NOVAK, ORTEGA]
RECORDS = [
    record("1", PAIR, meeting(1, 2, date="2031-03-06", city="Santiago")),
    record("2", PAIR, meeting(1, 2, date="2031-03-06"), published="2031-03-07"),
    record("3", PAIR, meeting(1, 2, date="2031-03-16"), published="2031-03-17"),
]


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "s.db") as opened:
        keep_records(opened, RECORDS)
        yield opened


def members(linked):
    return {event.id: tuple(report.key for report in event.reports) for event in linked.events}


def test_the_store_keeps_events_and_actors(store):
    linked = link_store(store)
    rows = store.connection.execute("SELECT * FROM linked_events ORDER BY start_date").fetchall()
    assert [(row["id"], row["start_date"], row["reports"]) for row in rows] == [
        (event.id, str(event.date.start), len(event.reports)) for event in linked.events
    ]
    assert "reports" not in json.loads(rows[0]["event"])
    names = store.connection.execute("SELECT name, mentions FROM linked_actors ORDER BY name").fetchall()
    assert [tuple(row) for row in names] == [("Ada Novak", 3), ("Juan Ortega", 3)]
    assert members(link_store(store)) == members(linked)
    assert linked.event(linked.events[1].id) is linked.events[1]
    assert linked.event("E000000000000") is None


def test_a_merge_is_remembered(store):
    first, second = link_store(store).events
    groups = [[report.key for report in event.reports] for event in (first, second)]
    overrides.remember(store, overrides.merge("event", groups), undoing=[key for group in groups for key in group])
    (merged,) = link_store(store).events
    assert merged.id == first.id
    assert [report.key for report in merged.reports] == groups[0] + groups[1]


def test_later_reports_join_an_event_that_the_user_has_made(tmp_path):
    later = record("4", PAIR, meeting(1, 2, date="2031-03-16", city="Porto"), published="2031-03-18")
    with Store.open(tmp_path / "s.db") as store:
        keep_records(store, RECORDS)
        groups = [[report.key for report in event.reports] for event in link_store(store).events]
        overrides.remember(store, overrides.merge("event", groups))
        told = Overrides.of_store(store)
    (event,) = events([*RECORDS, later], overrides=told)
    assert len(event.reports) == 4


def test_other_spellings_join_an_actor_that_the_user_has_made():
    cast = [record(str(n), [actor(name, "SI")]) for n, name in enumerate(["Ada Novak", "Mila Novak", "Mila Novák"])]
    keys = [f"{each.article.id}:a1" for each in cast]
    told = Overrides(tuple(overrides.merge("actor", [keys[:1], keys[1:2]])))
    assert len(link_actors(cast)) == 2
    assert len(link_actors(cast, overrides=told)) == 1


def test_a_split_is_remembered_and_a_merge_takes_it_back(store):
    first = link_store(store).events[0]
    keys = [report.key for report in first.reports]
    overrides.remember(store, overrides.split("event", keys, keys[1:]))
    assert len(link_store(store).events) == 3
    overrides.remember(store, overrides.merge("event", [keys[:1], keys[1:]]), undoing=keys)
    assert len(link_store(store).events) == 2
    assert [entry.verdict for entry in Overrides.of_store(store).entries] == ["same"]


def test_an_actor_can_be_split(store):
    novak = next(actor for actor in link_store(store).registry.actors if actor.name == "Ada Novak")
    overrides.remember(store, overrides.split("actor", novak.mentions, novak.mentions[1:]))
    linked = link_store(store)
    sizes = sorted(len(actor.mentions) for actor in linked.registry.actors)
    assert sizes == [1, 2, 3]


@pytest.mark.parametrize(
    ("out", "told"),
    [(["x:m1"], "x:m1 is no member of that event"), ([], "both sides"), (["a:m1", "b:m1"], "both sides")],
)
def test_a_split_that_makes_no_sense_is_refused(out, told):
    with pytest.raises(ConfigurationError, match=told):
        overrides.split("event", ["a:m1", "b:m1"], out)


def test_merging_takes_two():
    with pytest.raises(ConfigurationError, match="two events or more"):
        overrides.merge("event", [["a:m1"]])


def test_an_id_is_never_given_twice():
    made = stable_ids("E", [["a:m1"], ["a:m1"], ["a:m1"]], {})
    assert len(set(made)) == 3
    assert stable_ids("E", [["b:m1", "c:m1"], ["a:m1"]], {"c:m1": made[0]})[0] == made[0]
    assert len(set(stable_ids("E", [["a:m1"], ["b:m1"]], {"b:m1": made[0]}))) == 2


def test_of_two_parts_the_larger_keeps_the_id():
    before = dict.fromkeys(["a:m1", "b:m1", "c:m1"], "E1")
    new, kept = stable_ids("E", [["a:m1"], ["b:m1", "c:m1"]], before)
    assert kept == "E1" != new
    assert stable_ids("E", [["a:m1"], ["b:m1"], ["c:m1"]], before)[0] == "E1"


def test_what_is_taken_out_of_an_event_gets_a_new_id(tmp_path):
    again = record("4", PAIR, meeting(1, 2, date="2031-03-06"), published="2031-03-08")
    with Store.open(tmp_path / "s.db") as store:
        keep_records(store, [*RECORDS[:2], again])
        (event,) = link_store(store).events
        keys = [report.key for report in event.reports]
        overrides.remember(store, overrides.split("event", keys, keys[:1]))
        parted = members(link_store(store))
    assert parted[event.id] == tuple(keys[1:])


def test_what_a_batch_adds_while_the_store_is_linked_waits_for_the_next_time(store, tmp_path):
    late = record("4", PAIR, meeting(1, 2, date="2031-03-16"), published="2031-03-17")

    class Judge:
        """Asked between the two readings of the records."""

        def __init__(self):
            self.asked = 0

        def same_actor(self, *_names):
            self.asked += 1
            with Store.open(tmp_path / "s.db") as other:
                keep_records(other, [late])

        def same_meeting(self, *_reports):
            return None

    doubtful = [record("5", [actor("Ali Saleh", "YE")]), record("6", [actor("Ahmed Ali Saleh", "YE")])]
    keep_records(store, doubtful)
    judge = Judge()
    assert sum(len(event.reports) for event in link_store(store, judge=judge).events) == 3
    assert judge.asked == 1
    assert sum(len(event.reports) for event in link_store(store).events) == 4
