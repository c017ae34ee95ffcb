"""Every export, read back by the field's own reader, gives the meetings, actors and dates that went in."""

import io
import json
import sqlite3

import pandas as pd
import pytest

from llmextract.export import FORMATS
from llmextract.export.csv_files import SEPARATOR
from llmextract.export.inert import one_line, text_of_cell
from llmextract.export.polecat import COLUMNS
from llmextract.export.record_files import read_records
from tests.export.ftm_snapshot import check_entities
from tests.export.support import Seen, see


def given(value):
    return None if pd.isna(value) else value


def in_one_line(expected):
    return {key: each._replace(names=frozenset(map(one_line, each.names))) for key, each in expected.items()}


def names_in(cell):
    return frozenset(text_of_cell(cell).split(SEPARATOR))


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_gives_the_same_records(form, gold_records, hostile_record, exported):
    records = (*gold_records, hostile_record)
    data = exported(records, form)
    assert read_records(data.decode(), "x") == list(records)
    if form == "jsonl":
        assert [json.loads(line)["article"]["id"] for line in data.decode().splitlines()] == [
            record.article.id for record in records
        ]


def test_csv_one_row_a_meeting(gold_records, exported):
    table = pd.read_csv(io.BytesIO(exported(gold_records, "csv")))
    found = {
        row["meeting"]: Seen(
            row["status"], given(row["date_start"]), given(row["date_end"]), names_in(row["participants"])
        )
        for _, row in table.iterrows()
    }
    assert found == in_one_line(see(gold_records))
    assert table["latitude"].dtype == "float64"


def test_csv_one_row_a_participant(gold_records, exported):
    table = pd.read_csv(io.BytesIO(exported(gold_records, "csv-long")))
    found = {
        key: Seen(
            rows["status"].iloc[0],
            given(rows["date_start"].iloc[0]),
            given(rows["date_end"].iloc[0]),
            frozenset(map(text_of_cell, rows["name"])),
        )
        for key, rows in table.groupby("meeting")
    }
    assert found == in_one_line(see(gold_records))
    people = {(row["meeting"], text_of_cell(row["name"])): row for _, row in table.iterrows()}
    for record in gold_records:
        for actor in record.actors:
            rows = [row for (key, name), row in people.items() if key[:16] == record.article.id and name == actor.name]
            assert rows
            assert {given(row["actor_country"]) for row in rows} == {actor.country}
            assert {row["kind"] for row in rows} == {actor.kind.value}


def test_parquet(gold_records, hostile_record, exported):
    import pyarrow.parquet as pq

    records = (*gold_records, hostile_record)
    table = pq.read_table(io.BytesIO(exported(records, "parquet")))
    found = {
        row["meeting"]: Seen(
            row["status"],
            row["date"] and row["date"]["start"] and row["date"]["start"].isoformat(),
            row["date"] and row["date"]["end"] and row["date"]["end"].isoformat(),
            frozenset(each["name"] for each in row["participants"]),
        )
        for row in table.to_pylist()
    }
    assert found == see(records)
    assert str(table.schema.field("date").type.field("start").type) == "date32[day]"
    evidence = {row["meeting"]: row["evidence"] for row in table.to_pylist()}
    for record in records:
        for meeting in record.meetings:
            expected = [quote.model_dump() for quote in meeting.evidence]
            assert evidence[f"{record.article.id}:{meeting.id}"] == expected


SQL = """
SELECT m.meeting, m.status, CAST(m.date_start AS VARCHAR), CAST(m.date_end AS VARCHAR), p.name
FROM meetings m JOIN participations p ON p.meeting = m.meeting
"""


def from_sql(rows):
    found = {}
    for key, status, start, end, name in rows:
        names = found[key].names if key in found else frozenset()
        found[key] = Seen(status, start, end, names | {name})
    return found


def without_null(expected):
    return {
        key: each._replace(names=frozenset(name.replace("\0", "\ufffd") for name in each.names))
        for key, each in expected.items()
    }


def test_sqlite(gold_records, hostile_record, exported, tmp_path):
    records = (*gold_records, hostile_record)
    path = tmp_path / "x.sqlite"
    path.write_bytes(exported(records, "sqlite"))
    connection = sqlite3.connect(path)
    try:
        assert from_sql(connection.execute(SQL)) == without_null(see(records))
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert len(connection.execute("SELECT * FROM meeting_list").fetchall()) == len(see(records))
    finally:
        connection.close()


def test_duckdb(gold_records, hostile_record, exported, tmp_path):
    import duckdb

    records = (*gold_records, hostile_record)
    path = tmp_path / "x.duckdb"
    path.write_bytes(exported(records, "duckdb"))
    with duckdb.connect(str(path), read_only=True) as connection:
        assert from_sql(connection.execute(SQL).fetchall()) == without_null(see(records))
        assert len(connection.execute("SELECT * FROM meeting_list").fetchall()) == len(see(records))
        (kind,) = connection.execute("SELECT typeof(date_start) FROM meetings LIMIT 1").fetchone()
        assert kind == "DATE"


def test_plover(gold_records, exported):
    found = {}
    for line in exported(gold_records, "plover").decode().splitlines():
        event = json.loads(line)
        names = [each["entity_text"] for side in ("actor", "recipient", "meeting_absent") for each in event[side]]
        found[event["meeting_id"]] = Seen(
            event["meeting_status"], event["meeting_date"], event["meeting_enddate"], frozenset(names)
        )
        assert event["event"] in ([], ["CONSULT"], ["AGREE"], ["REJECT"])
        if event["meeting_status"] == "held":
            assert event["event"] == ["CONSULT"]
            assert event["date"] == event["meeting_date"] or event["meeting_date"] is None
    assert found == see(gold_records)


def test_polecat(gold_records, exported):
    table = pd.read_csv(
        io.BytesIO(exported(gold_records, "polecat")), sep="\t", keep_default_na=False, dtype=str, encoding="utf-8"
    )
    assert tuple(table.columns) == COLUMNS
    assert len(COLUMNS) == 40
    types = {"held": "CONSULT", "unconfirmed": "CONSULT", "planned": "AGREE", "cancelled": "REJECT"}
    expected = {key: each for key, each in in_one_line(see(gold_records)).items() if each.status != "denied"}
    rows = {row["Event ID"].removeprefix("llmextract-").replace("-", ":"): row for _, row in table.iterrows()}
    assert rows.keys() == expected.keys()
    denied = {
        (f"{record.article.id}:{meeting.id}", record.actor(part.actor).name)
        for record in gold_records
        for meeting in record.meetings
        for part in meeting.participants
        if part.attendance == "denied"
    }
    for key, row in rows.items():
        names = {name for side in ("Actor", "Recipient") for name in row[f"{side} Name"].split("; ")} - {"None"}
        assert names == {text for text in expected[key].names if (key, text) not in denied}
        assert row["Event Type"] in {types[expected[key].status], "AGREE"}
        if expected[key].status == "held" and expected[key].start:
            assert row["Event Date"] == expected[key].start


def test_calendar_of_everything_with_a_day(gold_records, exported):
    import datetime

    from icalendar import Calendar

    calendar = Calendar.from_ical(exported(gold_records, "ical", statuses=None))
    planned = {key for key, each in see(gold_records).items() if each.status == "planned" and each.start}
    assert {entry["uid"].split("@")[0].replace("-", ":") for entry in calendar.walk("VEVENT")} == planned
    calendar = Calendar.from_ical(
        exported(gold_records, "ical", statuses=["held", "planned", "unconfirmed", "denied", "cancelled"])
    )
    expected = {key: each for key, each in see(gold_records).items() if each.start}
    found = {entry["uid"].split("@")[0].replace("-", ":"): entry for entry in calendar.walk("VEVENT")}
    assert found.keys() == expected.keys()
    for key, entry in found.items():
        assert entry["dtstart"].dt.isoformat() == expected[key].start
        assert (entry["dtend"].dt - datetime.timedelta(days=1)).isoformat() == expected[key].end
        who = [line for line in entry["description"].split("\n") if line.startswith("who: ")]
        assert len(who) == len(expected[key].names)
        assert all(any(one_line(name) in line for line in who) for name in expected[key].names)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_network(form, gold_records, exported):
    import networkx as nx

    data = io.BytesIO(exported(gold_records, form))
    graph = nx.read_graphml(data) if form == "graphml" else nx.read_gexf(data)
    labels = nx.get_node_attributes(graph, "label")
    expected = {}
    for record in gold_records:
        for meeting in record.meetings:
            if meeting.status.value in {"denied", "cancelled"}:
                continue
            there = {
                one_line(record.actor(part.actor).name)
                for part in meeting.participants
                if part.attendance.value != "denied"
            }
            for one in there:
                for other in there - {one}:
                    expected.setdefault(frozenset((one, other)), set()).add(f"{record.article.id}:{meeting.id}")
    found = {
        frozenset((labels[one], labels[other])): set(edge["meetings"].split())
        for one, other, edge in graph.edges(data=True)
    }
    assert found == expected
    assert all(edge["weight"] == len(edge["meetings"].split()) for _, _, edge in graph.edges(data=True))


def test_follow_the_money(gold_records, exported):
    entities = {each["id"]: each for each in map(json.loads, exported(gold_records, "ftm").decode().splitlines())}
    check_entities(entities.values())
    found = {}
    for link in entities.values():
        if link["schema"] != "UnknownLink":
            continue
        (actor,), (event,) = (
            [entities[one]["properties"] for one in link["properties"][end]] for end in ("subject", "object")
        )
        key = event["recordId"][0]
        (status,) = [word.split(":")[1] for word in event["keywords"] if word.startswith("status:")]
        names = found[key].names if key in found else frozenset()
        start, end = (event.get(name, [None])[0] for name in ("startDate", "endDate"))
        found[key] = Seen(status, start, end, names | {actor["name"][0]})
        involved = link["properties"]["subject"][0] in event.get("involved", ())
        assert involved == (status not in {"denied", "cancelled"} and "denied" not in link["properties"]["role"][0])
    assert found == in_one_line(see(gold_records))


def test_every_format_is_read_back_here():
    tested = {"json", "jsonl", "csv", "csv-long", "parquet", "sqlite", "duckdb", "plover", "polecat", "ical"}
    assert set(FORMATS) == tested | {"graphml", "gexf", "ftm", "markdown"}
