"""Gold sets for linking: what they hold, and how they are refused. The project's own is one of them."""

import json
import shutil
from collections import Counter

import pytest

from llmextract.errors import ArticleFormatError, ArticleNotFoundError, ConfigurationError
from llmextract.evaluation.linking_gold import load_linking_gold
from llmextract.events import key_of
from llmextract.schemas import Attendance, Format, Status
from tests.gold.linking import build as builder

FOLDER = builder.FOLDER
GOLD = load_linking_gold(FOLDER)


def test_the_checked_in_files_are_what_the_builder_makes_of_the_sources():
    made = builder.build()
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.*") if path.suffix in {".txt", ".json"}}
    assert there == set(made) - {"links.json"}
    different = [name for name, content in made.items() if (FOLDER / name).read_bytes().decode() != content]
    assert not different, "run python tests/gold/linking/build.py"


def test_there_are_enough_occasions_and_reports_of_each():
    reports = Counter(GOLD.meetings().values())
    assert len(reports) >= 20
    assert len(GOLD.records) >= 70
    assert min(reports.values()) >= 3


def test_every_quote_and_mention_stands_in_its_article():
    for name, record in GOLD.records.items():
        text = (FOLDER / "articles" / f"{name}.txt").read_bytes().decode()
        assert all(text[quote.start : quote.end] == quote.quote for quote in record.quotes())
        for actor in record.actors:
            assert {text[span.start : span.end] for span in actor.mentions} == {actor.name, *actor.aliases}


def test_every_kind_of_report_is_among_them():
    meetings = [meeting for record in GOLD.records.values() for meeting in record.meetings]
    assert {meeting.status for meeting in meetings} == set(Status)
    assert {meeting.format for meeting in meetings} >= {Format.IN_PERSON, Format.CALL, Format.VIDEO}
    assert Attendance.DENIED in {part.attendance for meeting in meetings for part in meeting.participants}
    assert any(len(record.meetings) > 1 for record in GOLD.records.values())
    assert any(meeting.date is None for meeting in meetings)


def reported(occasion):
    """Return the reports of an occasion."""
    return [
        meeting
        for name, record in GOLD.records.items()
        for meeting in record.meetings
        if GOLD.links[name].meetings[meeting.id] == occasion
    ]


def test_reports_of_one_occasion_contradict_each_other():
    assert {meeting.place.city for meeting in reported("madrid_first")} >= {"Madrid", "Toledo"}
    assert {meeting.status for meeting in reported("ankara_cancelled")} == {Status.PLANNED, Status.CANCELLED}
    assert {meeting.status for meeting in reported("oslo_summit")} == {Status.PLANNED, Status.HELD}
    assert {meeting.status for meeting in reported("muscat_denied")} == {Status.UNCONFIRMED, Status.DENIED}
    assert len({meeting.date.start for meeting in reported("abuja_delegation")}) == 2


def test_actors_are_spelt_in_several_ways():
    spellings = {}
    for name, record in GOLD.records.items():
        for actor in record.actors:
            spellings.setdefault(GOLD.links[name].actors[actor.id], set()).add(actor.name)
    assert len(spellings["yousef"]) >= 4
    assert {"Nasser Bakhtari", "Abu Layth al-Hadri"} <= spellings["hadri"]
    assert spellings["okello_ug"] & spellings["okello_ke"] == {"Daniel Okello"}


def write(folder, links, records=None):
    """Write a gold set: by default a copy of the project's records, with other links."""
    (folder / "records").mkdir()
    (folder / "links.json").write_text(links if isinstance(links, str) else json.dumps(links), encoding="utf-8")
    for name in ("madrid_1a", "madrid_1b") if records is None else records:
        shutil.copy(FOLDER / "records" / f"{name}.json", folder / "records")
    return folder


def links_of(*names, **never_merge):
    whole = json.loads((FOLDER / "links.json").read_text(encoding="utf-8"))
    return {"articles": {name: whole["articles"][name] for name in names}, "never_merge": never_merge}


def test_a_gold_set_is_loaded(tmp_path):
    gold = load_linking_gold(write(tmp_path, links_of("madrid_1b", actors=[["yousef", "etxarri", "two people"]])))
    article = gold.records["madrid_1b"].article.id
    assert gold.actors()[key_of(article, "a1")] == "yousef"
    assert gold.meetings() == {f"{article}:m1": "madrid_first"}
    assert gold.never_merge.actors == (("yousef", "etxarri", "two people"),)


@pytest.mark.parametrize(
    ("links", "problem"),
    [
        ("{", "links.json is not JSON"),
        ("[]", "links.json: Input should be"),
        ({"articles": {}}, "articles: Dictionary should have at least 1 item"),
        ({"articles": {"madrid_1a": {"actors": {}}}}, "articles.madrid_1a.meetings: key missing"),
        (links_of("madrid_1a") | {"more": 1}, "more: unknown key"),
        (links_of("madrid_1a", actors=[["etxarri", "nobody", "?"]]), "no article has the actor 'nobody'"),
        (links_of("madrid_1a", meetings=[["madrid_first", "nothing", "?"]]), "no article has the meeting 'nothing'"),
        (links_of("madrid_1a", actors=[["yousef", "yousef", "?"]]), "can't be kept apart from itself"),
    ],
)
def test_links_that_break_the_format_are_refused_by_name(tmp_path, links, problem):
    with pytest.raises(ConfigurationError, match=problem):
        load_linking_gold(write(tmp_path, links))


def test_links_and_records_must_fit(tmp_path):
    links = links_of("madrid_1a")
    del links["articles"]["madrid_1a"]["actors"]["a3"]
    with pytest.raises(ConfigurationError, match="madrid_1a: the links do not name the actor a3"):
        load_linking_gold(write(tmp_path, links))
    links["articles"]["madrid_1a"]["actors"]["a3"] = "belkhodja"
    links["articles"]["madrid_1a"]["meetings"]["m2"] = "madrid_second"
    (tmp_path / "links.json").write_text(json.dumps(links))
    with pytest.raises(ConfigurationError, match="madrid_1a: the record does not have the meeting m2"):
        load_linking_gold(tmp_path)


def test_one_article_can_not_be_there_twice(tmp_path):
    links = links_of("madrid_1a")
    links["articles"]["copy"] = links["articles"]["madrid_1a"]
    folder = write(tmp_path, links)
    shutil.copy(folder / "records" / "madrid_1a.json", folder / "records" / "copy.json")
    with pytest.raises(ConfigurationError, match="madrid_1a and copy are records of the same article"):
        load_linking_gold(folder)


def test_what_can_not_be_read_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match=r"no links\.json in"):
        load_linking_gold(tmp_path / "nowhere")
    folder = write(tmp_path, links_of("madrid_1a"), records=[])
    with pytest.raises(ArticleNotFoundError, match=r"madrid_1a\.json can't be read: No such file"):
        load_linking_gold(folder)
    (folder / "records" / "madrid_1a.json").write_bytes(b"\xff\xfe")
    with pytest.raises(ArticleFormatError, match="not UTF-8 at byte 0"):
        load_linking_gold(folder)
