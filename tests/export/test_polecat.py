"""POLECAT rows."""

import csv
import io

from tests.export.support import actor_of, meeting_of, record_with


def rows(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter="\t"))


def test_a_row_has_the_40_columns_and_says_none_for_what_is_missing(exported):
    actors = [
        actor_of(1, "Ada Novak", country="SI", role="foreign minister"),
        actor_of(2, "Tom Kano", country="KE", role="army chief; adviser"),
        actor_of(3, "Juan Ortega", country="CL"),
    ]
    meeting = meeting_of(
        ["a1", "a2", "a3"],
        date={"start": "2031-05-12", "end": "2031-05-12"},
        place={"city": "Santiago", "country": "CL", "text": "the capital"},
        topics=[{"label": "trade", "category": "economy"}],
    )
    record = record_with(actors, [meeting], outlet="The Owl", language="en")
    (row,) = rows(exported([record], "polecat"))
    assert len(row) == 40
    expected = {
        "Event ID": "llmextract-0000000000000000-m1",
        "Event Date": "2031-05-12",
        "Event Type": "CONSULT",
        "Event Mode": "visit",
        "Intensity": "4.0",
        "Quad Code": "VERBAL COOPERATION",
        "Contexts": "economic; diplomatic",
        "Actor Name": "Ada Novak; Tom Kano",
        "Actor Country": "SVN; KEN",
        "Actor COW": "349; 501",
        "Primary Actor Sector": "GOV; MIL",
        "Actor Sectors": "GOV; MIL",
        "Actor Title": "foreign minister; army chief, adviser",
        "Wikipedia Actor ID": "None",
        "Recipient Name": "Juan Ortega",
        "Recipient Country": "CHL",
        "Recipient COW": "155",
        "Primary Recipient Sector": "None",
        "Recipient Sectors": "None",
        "Recipient Title": "None",
        "Placename": "Santiago",
        "Country": "CHL",
        "Latitude": "-33.457",
        "Longitude": "-70.648",
        "GeoNames ID": "3871336",
        "Raw Placename": "the capital",
        "Feature Type": "PPLC",
        "Source": "The Owl",
        "Publication Date": "2031-05-14",
        "Story People": "Ada Novak; Tom Kano; Juan Ortega",
        "Story Organizations": "None",
        "Story Locations": "Santiago; Chile",
        "Language": "en",
    }
    assert {name: row[name] for name in expected} == expected


def test_without_a_place_or_a_day_everything_else_is_there(exported):
    record = record_with([actor_of(1, "A"), actor_of(2, "B", kind="group")], [meeting_of(["a1", "a2"])], published=None)
    (row,) = rows(exported([record], "polecat"))
    assert (row["Event Date"], row["Latitude"], row["GeoNames ID"], row["Actor COW"]) == ("None",) * 4
    assert row["Story Organizations"] == "B"
