"""Records as tables and as JSON."""

import datetime
import json

import pytest

from llmextract.cli.printing import OutputFormat, plain, record_printer
from llmextract.schemas import Extraction

SENTENCE = "Ada Novak denied that she met Juan Ortega in the Old Mill, Santiago."


def quote(words):
    start = SENTENCE.index(words)
    return {"quote": words, "start": start, "end": start + len(words)}


def make_record(**changes):
    meeting = {
        "id": "m1",
        "status": "denied",
        "format": "in_person",
        "participants": [{"actor": "a1"}, {"actor": "a2", "attendance": "denied"}],
        "date": {"start": "2031-05-12", "end": "2031-05-12", "text": "on Monday"},
        "place": {"city": "Santiago", "country": "CL", "venue": "Old Mill"},
        "topics": [{"label": "fisheries", "category": "economy"}],
        "sources": [{"name": "her office", "stance": "declines_to_confirm"}],
        "outcome": "a fisheries accord",
        "evidence": [quote("she met Juan Ortega")],
        **changes.pop("meeting", {}),
    }
    article = {"id": "0" * 16, "source": "story.txt", "title": "Novak denies", "sha256": "0" * 64, "outlet": "The Owl"}
    run = {
        "model": "m",
        "prompt_hash": "0" * 12,
        "requests": 3,
        "prompt_tokens": 12345,
        "completion_tokens": 67,
        "seconds": 1.6,
        "llmextract_version": "1",
    }
    return Extraction.model_validate(
        {
            "article": {**article, **changes.pop("article", {})},
            "actors": [
                {"id": "a1", "name": "Ada Novak", "kind": "person", "role": "foreign minister", "country": "SI"},
                {"id": "a2", "name": "Juan Ortega", "kind": "person"},
            ],
            "meetings": [meeting],
            "run": {**run, **changes.pop("run", {})},
            **changes,
        }
    )


@pytest.fixture
def table(capsys):
    def show(**changes):
        with record_printer(OutputFormat.TABLE, many=False) as printer:
            printer(make_record(**changes))
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return show


def test_table_says_everything_about_a_meeting(table):
    out = table(article={"published": "2031-05-14"}, warnings=[{"code": "c", "message": "left out: a topic"}])
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[:2] == ["Novak denies", "The Owl · Wednesday 14 May 2031 · story.txt"]
    assert [line for line in lines[2:] if line] == [
        "m1 denied, in person",
        "who Ada Novak, foreign minister, SI",
        "Juan Ortega (denied)",
        'when 2031-05-12 ("on Monday")',
        "where Old Mill, Santiago, CL",
        "about fisheries [economy]",
        "outcome a fisheries accord",
        "who says so her office: declines to confirm",
        "in the text [22-41] she met Juan Ortega",
        "note: left out: a topic",
        "m, 3 requests, 12,345 + 67 tokens, 2 s",
    ]


@pytest.mark.parametrize(
    ("date", "published", "shown"),
    [
        ({"start": "2031-05-12", "end": "2031-05-14"}, None, "2031-05-12 to 2031-05-14"),
        ({"text": "on Monday"}, None, '"on Monday" (--published would tell which)'),
        ({"text": "soon"}, datetime.date(2031, 5, 14), '"soon"'),
    ],
)
def test_table_shows_what_is_known_of_a_date(table, date, published, shown):
    out = table(meeting={"date": date}, article={"published": published})
    assert f"when {shown}" in " ".join(out.split())


def test_table_leaves_out_what_is_not_known(table):
    out = table(
        meeting={"date": None, "place": {}, "topics": [], "sources": [], "outcome": None}, run={"cost_usd": 0.5}
    )
    assert all(word not in out for word in ("when", "where", "about", "outcome", "who says so"))
    assert "0.5000 USD" in out


def test_table_of_no_meeting_says_so(table):
    assert "No meeting is reported." in table(meetings=[], article={"title": None})


def test_table_shows_control_characters_and_markup_of_an_article_as_text(table):
    out = table(article={"title": "\x1b[31m[bold]Red[/bold]\nherring"}, meeting={"outcome": "[link=x]\x07bell"})
    assert "\x1b" not in out
    assert "\x07" not in out
    assert " [31m[bold]Red[/bold] herring" in out
    assert "[link=x] bell" in out


def test_plain_text_is_one_line_of_what_can_be_shown():
    assert plain(" one\r\n two\tthree\u202e\x9bfour ç ") == "one two three  four ç"


def test_one_record_is_an_object_and_many_are_an_array_or_lines(capsys):
    record = make_record()

    def printed(form, count, *, many):
        with record_printer(form, many=many) as show:
            for _ in range(count):
                show(record)
        return capsys.readouterr().out

    expected = record.model_dump(mode="json")
    assert json.loads(printed(OutputFormat.JSON, 1, many=False)) == expected
    assert [json.loads(printed(OutputFormat.JSON, count, many=True)) for count in (0, 1, 3)] == [
        [],
        [expected],
        [expected] * 3,
    ]
    assert [json.loads(line) for line in printed(OutputFormat.JSONL, 2, many=True).splitlines()] == [expected] * 2
    assert printed(OutputFormat.JSON, 0, many=False) == ""


def test_array_is_closed_when_the_work_is_interrupted(capsys):
    def work():
        with record_printer(OutputFormat.JSON, many=True) as show:
            show(make_record())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert len(json.loads(capsys.readouterr().out)) == 1
