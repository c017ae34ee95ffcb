"""An article that means harm is exported inert: nothing starts, no file breaks, and the words can be read back."""

import csv
import io
import json
import re
import unicodedata
import xml.etree.ElementTree as ET

import pytest

from llmextract.export import FORMATS
from llmextract.export.csv_files import MEETING_COLUMNS, PARTICIPANT_COLUMNS
from llmextract.export.inert import LONGEST_CELL, one_line, text_of_cell
from llmextract.export.polecat import COLUMNS
from tests.export.ftm_snapshot import check_entities
from tests.export.support import HOSTILE_WORDS, LONG

TEXT_FORMATS = sorted(name for name, form in FORMATS.items() if not form.binary)
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@pytest.fixture(scope="module")
def files(hostile_record):
    from llmextract.export import export_records
    from llmextract.schemas import Status

    found = {}
    for name in FORMATS:
        stream = io.BytesIO()
        export_records([hostile_record], name, stream, statuses=set(Status))
        found[name] = stream.getvalue()
    return found


@pytest.mark.parametrize("form", TEXT_FORMATS)
def test_no_character_of_a_text_file_acts_on_what_shows_it(form, files):
    text = files[form].decode()
    bad = {
        letter
        for letter in set(text)
        if (unicodedata.category(letter) in {"Cc", "Cs", "Cn"} and letter not in "\n\r\t")
        or letter in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
    }
    # JSON escapes what it must hold; a noncharacter in it does nothing.
    assert bad - ({"\ufffe"} if form in {"json", "jsonl", "plover"} else set()) == set()


@pytest.mark.parametrize(
    ("form", "columns", "separator", "own"),
    [
        ("csv", MEETING_COLUMNS, ",", {"participants"}),
        ("csv-long", PARTICIPANT_COLUMNS, ",", {"name"}),
        ("polecat", COLUMNS, "\t", {"Actor Name", "Recipient Name"}),
    ],
)
def test_no_cell_is_a_formula_whatever_the_reader_takes_for_its_end(form, columns, separator, own, files):
    text = files[form].decode()
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    assert tuple(rows[0]) == columns
    assert all(len(row) == len(columns) for row in rows)
    cells = [cell for row in rows for cell in row]
    assert not any("\n" in cell or "\r" in cell or "\t" in cell for cell in cells)
    assert max(map(len, cells)) <= LONGEST_CELL
    for cell in cells:
        for part in cell.split(";"):
            assert NUMBER.fullmatch(part) or not FORMULA.match(part), part[:80]
    names = " ".join(row[columns.index(column)] for row in rows[1:] for column in own)
    assert all(one_line(words).replace("|", "/").split("=")[0][:3] in names for words in HOSTILE_WORDS)


def test_words_are_read_back_from_a_spreadsheet(files):
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode(), newline="")))
    for words, row in zip(HOSTILE_WORDS, rows, strict=False):
        assert text_of_cell(row["outcome"]) == one_line(words)
        assert one_line(words).replace("|", "/") == text_of_cell(row["participants"]).split(" | ")[0]
    assert rows[-1]["outcome"] == "x" * (LONGEST_CELL - 1) + "…"


def test_a_calendar_has_no_property_that_the_article_made_up(files, hostile_record):
    from icalendar import Calendar

    data = files["ical"]
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    entries = Calendar.from_ical(data).walk("VEVENT")
    assert len(entries) == len(HOSTILE_WORDS)  # the one of 1 MB has no day
    assert lines.count(b"BEGIN:VEVENT") == len(HOSTILE_WORDS)
    for words, entry in zip(HOSTILE_WORDS, entries, strict=True):
        assert one_line(words)[:30] in entry["summary"]
        assert f"outcome: {one_line(words)}" in entry["description"].split("\n")
        assert "url" not in entry  # javascript: is none
    del hostile_record


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_xml_is_well_formed_and_keeps_the_names(form, files):
    root = ET.fromstring(files[form])  # noqa: S314 - our own file
    everything = " ".join(root.itertext()) + " ".join(value for each in root.iter() for value in each.attrib.values())
    for words in HOSTILE_WORDS:
        assert one_line(words)[:300] in everything
    assert LONG[:301] not in everything


def test_json_lines_are_lines_for_every_reader(files):
    for form in ("jsonl", "plover", "ftm"):
        text = files[form].decode()
        assert text.splitlines() == text.removesuffix("\n").split("\n")
        assert all(isinstance(json.loads(line), dict) for line in text.splitlines())


def test_plover_keeps_every_word(files):
    events = [json.loads(line) for line in files["plover"].decode().splitlines()]
    names = {each["entity_text"].strip() for event in events for each in (*event["actor"], *event["recipient"])}
    assert {words.strip() for words in HOSTILE_WORDS} <= names
    assert LONG in names


def test_follow_the_money_holds_only_what_its_model_allows(files):
    check_entities([json.loads(line) for line in files["ftm"].decode().splitlines()])


def test_markdown_holds_no_html_and_no_link(files):
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(files["markdown"].decode())
    tags = set(re.findall(r"<(/?\w+)", html))
    assert tags <= {
        f"{end}{tag}"
        for end in ("", "/")
        for tag in ("h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "br")
    }
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "[link](javascript:alert(1)) *bold*" in html
    assert html.count("<table>") == len(HOSTILE_WORDS) + 1
