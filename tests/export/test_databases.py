"""SQL over an export."""

import sqlite3

import pytest

from tests.export.support import actor_of, meeting_of, record_with

PAIRS = "SELECT name_1, name_2, occasions, CAST(first AS VARCHAR), CAST(last AS VARCHAR) FROM who_met_whom"
LIST = "SELECT participants, city, published FROM meeting_list WHERE status = 'planned'"
QUOTES = "SELECT of_what, which, quote FROM quotes ORDER BY of_what, which"


@pytest.fixture
def records():
    actors = [
        actor_of(1, "Ada Novak", country="SI", role="minister", aliases=["Novak"]),
        actor_of(2, "Juan Ortega", country="CL"),
        actor_of(3, "Eva Brandt"),
    ]
    quote = {"quote": "Ada", "start": 3, "end": 6}
    first = meeting_of(
        [{"actor": "a1", "evidence": [quote]}, "a2", {"actor": "a3", "attendance": "denied"}],
        date={"start": "2031-05-12", "end": "2031-05-13"},
        topics=[{"label": "trade", "category": "economy", "evidence": [quote]}],
        sources=[{"name": "her office", "stance": "asserts", "evidence": [quote]}],
    )
    second = meeting_of(["a2", "a1"], id="m2", date={"start": "2031-05-20", "end": "2031-05-20"})
    third = meeting_of(["a1", "a2"], id="m3", status="planned", place={"city": "Santiago", "country": "CL"})
    return [record_with(actors, [first, second, third])]


@pytest.fixture(params=["sqlite", "duckdb"])
def ask(request, records, exported, tmp_path):
    """Ask a question in SQL of both databases."""
    path = tmp_path / "x"
    path.write_bytes(exported(records, request.param))
    if request.param == "duckdb":
        import duckdb

        connection = duckdb.connect(str(path), read_only=True)
    else:
        connection = sqlite3.connect(path)
    yield lambda question: connection.execute(question).fetchall()
    connection.close()


def test_who_met_whom_counts_meetings_that_took_place(ask):
    ((one, other, *rest),) = ask(PAIRS)
    assert {one, other} == {"Ada Novak", "Juan Ortega"}
    assert rest == [2, "2031-05-12", "2031-05-20"]


def test_a_list_of_meetings_is_ready(ask):
    ((people, city, published),) = ask(LIST)
    assert sorted(people.split("; ")) == ["Ada Novak", "Juan Ortega"]
    assert (city, str(published)) == ("Santiago", "2031-05-14")


def test_every_quote_says_what_it_supports(ask):
    assert ask(QUOTES) == [
        *[("meeting", "", "they met")] * 3,
        ("participant", "a1", "Ada"),
        ("source", "1", "Ada"),
        ("topic", "1", "Ada"),
    ]


def test_codes_and_places_are_columns(ask):
    assert ask("SELECT DISTINCT plover_code, primary_sector FROM participations WHERE name = 'Ada Novak'") == [
        ("SVN", "GOV")
    ]
    ((latitude, geonames_id),) = ask("SELECT latitude, geonames_id FROM meetings WHERE city IS NOT NULL")
    assert (round(latitude, 2), geonames_id) == (-33.46, 3871336)
    assert ask("SELECT alias FROM aliases") == [("Novak",)]
