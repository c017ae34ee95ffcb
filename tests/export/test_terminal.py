"""The same on a terminal and in Markdown, in the same order."""

import re

import pytest

from llmextract.cli.printing import OutputFormat, print_overview, record_printer
from llmextract.export.markdown import markdown_of
from llmextract.export.outline import OVERVIEW
from tests.export.support import actor_of, meeting_of, record_with


@pytest.fixture
def record():
    actors = [actor_of(1, "Ada Novak", country="SI", role="foreign minister"), actor_of(2, "Juan Ortega")]
    meeting = meeting_of(
        ["a1", {"actor": "a2", "attendance": "denied"}],
        status="denied",
        confidence=0.81,
        date={"start": "2031-05-12", "end": "2031-05-12", "text": "on Monday"},
        place={"city": "Santiago", "country": "CL"},
        topics=[{"label": "fisheries", "category": "economy"}],
        sources=[{"name": "her office", "stance": "declines_to_confirm"}],
        outcome="an accord",
    )
    return record_with(actors, [meeting], title="Novak denies", outlet="The Owl")


def test_markdown_shows_what_the_table_shows_in_the_same_order(record, capsys):
    with record_printer(OutputFormat.TABLE, many=False) as show:
        show(record)
    table = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line.strip()]
    with record_printer(OutputFormat.MARKDOWN, many=False) as show:
        show(record)
    shown = capsys.readouterr().out
    assert shown == markdown_of(record) + "\n"
    plain = re.sub(r"\\(.)", r"\1", shown.replace("<br>", "\n").replace("| | |", "").replace("|---|---|", ""))
    lines = [" ".join(line.strip("#| ").replace("|", " ").split()) for line in plain.splitlines()]
    assert [line for line in lines if line] == table
    assert table[:3] == [
        "Novak denies",
        "The Owl · Wednesday 14 May 2031 · story.txt",
        "m1 denied, in person, 81% sure",
    ]


def test_of_several_records_a_list_of_meetings_comes_first(record, exported):
    empty = record_with([], [], number=1, title="Nothing")
    text = exported([record, empty], "markdown").decode()
    first, _, rest = text.partition("\n\n")
    assert [line.strip("| ").split(" | ") for line in first.splitlines()[::2]] == [
        list(OVERVIEW),
        [
            "denied, in person",
            "Ada Novak, Juan Ortega (denied)",
            "2031-05-12",
            "Santiago, CL",
            "fisheries",
            "Novak denies",
        ],
    ]
    assert "No meeting is reported." in rest
    assert not exported([record], "markdown").decode().startswith("|")


def test_the_overview_has_one_row_a_meeting(record, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    print_overview([record, record_with([], [], number=1)])
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line.strip("─ ")]
    assert lines == [
        " ".join(OVERVIEW),
        "denied, in person Ada Novak, Juan Ortega (denied) 2031-05-12 Santiago, CL fisheries Novak denies",
    ]


def test_an_overview_of_nothing_says_so(capsys):
    print_overview([])
    assert capsys.readouterr().out == "No meeting is reported.\n"


def test_markup_of_an_article_is_text():
    record = record_with(
        [actor_of(1, "[Ada](javascript:1) <b>`x`</b> | *y*")], [meeting_of(["a1"])], title="# <x>\n- y"
    )
    shown = markdown_of(record)
    assert shown.startswith("## \\# &lt;x&gt; - y\n")
    assert "| who | \\[Ada\\](javascript:1) &lt;b&gt;\\`x\\`&lt;/b&gt; \\| \\*y\\* |" in shown
