"""From what the user names to articles."""

import datetime
import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.corpus.items import Reading, UnreadableItem
from llmextract.corpus.sources import Sources
from llmextract.corpus.tables import Columns, json_rows, row_items
from llmextract.errors import ArticleError, ArticleFormatError, ConfigurationError
from tests.batch_support import story, write_stories


def articles(items):
    """Return (name, text or message of the error) of each."""
    found = []
    for item in items:
        try:
            found.append((item.name, item.read().article().text))
        except ArticleError as error:
            found.append((item.name, str(error)))
    return found


def names(*sources, **settings):
    return [item.name for item in Sources(sources, **settings)]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folders_patterns_and_files_come_in_order_and_are_counted(here):
    write_stories(here / "news" / "b", [2, 1])
    write_stories(here / "news" / "a", [3])
    (here / "news" / ".hidden.txt").write_text("x")
    (here / "news" / "picture.png").write_bytes(b"\x89PNG")
    (here / "news" / "loop").symlink_to(here / "news")
    (here / "odd.name").write_text(story(4))
    sources = Sources(["news", "news/b/*.txt", "odd.name", "missing.txt"])
    assert sources.total is None
    found = [item.name for item in sources]
    assert found == [
        *("news/a/00003.txt", "news/b/00001.txt", "news/b/00002.txt"),
        *("news/b/00001.txt", "news/b/00002.txt", "odd.name", "missing.txt"),
    ]
    assert sources.total == len(found)
    assert names("news/**/*.txt") == found[:3]
    assert articles(Sources(["missing.txt"])) == [("missing.txt", "missing.txt: no such file; check the path")]


@pytest.mark.parametrize(
    ("source", "message"),
    [("empty", "no article in the folder empty; it needs .txt or"), ("no*.txt", "no file matches no.*; check the")],
)
def test_a_folder_or_pattern_that_gives_nothing_is_a_mistake(source, message, here):
    (here / "empty").mkdir()
    with pytest.raises(ConfigurationError, match=message):
        names(source)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"published": "13/13/2031"}, "not a publication date"),
        ({"language": "klingon"}, "klingon"),
        ({"encoding": "utf-99"}, "there is no encoding 'utf-99'"),
    ],
)
def test_settings_are_checked_before_anything_is_read(settings, message):
    with pytest.raises(ConfigurationError, match=message):
        Sources(["a.txt"], **settings)
    with pytest.raises(ConfigurationError, match=r"standard input .-. can only be read once"):
        Sources(["-", "-"])


def test_jsonl_rows_are_articles_and_bad_rows_are_failures_of_their_own(here):
    rows = [
        json.dumps({"body": story(1), "day": "2031-05-14", "key": "one"}),
        "",
        "{not json",
        "[1]",
        json.dumps({"body": " ", "day": None, "key": "two"}),
        json.dumps({"body": story(2), "day": "12/13/14", "key": "three"}),
        json.dumps({"body": story(3), "day": "", "key": ""}),
        json.dumps({"body": "half \ud800 " + story(3), "day": "", "key": "four"}),
        '"\\u00e9"',
    ]
    (here / "t.jsonl").write_text("\ufeff" + "\n".join(rows), encoding="utf-8")
    columns = Columns(text="body", published="day", id="key")
    found = dict(articles(Sources(["t.jsonl"], columns=columns)))
    assert found.pop("t.jsonl#one") == story(1)
    assert "the line is not JSON" in found.pop("t.jsonl:2")
    assert "the line is JSON, but no object" in found.pop("t.jsonl:3")
    assert "the row has no text in 'body'; fill the column" in found.pop("t.jsonl#two")
    assert "not a publication date: '12/13/14'" in found.pop("t.jsonl#three")
    assert "the row has no 'key'" in found.pop("t.jsonl:6")
    assert "half a character" in found.pop("t.jsonl#four")
    assert "no object" in found.pop("t.jsonl:8")
    assert not found
    (first, *_) = Sources(["t.jsonl"], columns=columns)
    assert first.read().article().published == datetime.date(2031, 5, 14)
    assert first.lasting


def test_csv_has_any_delimiter_quotes_and_encoding(here):
    text = "Čapek met Ortega; they spoke.\nOn Monday, too."
    for name, delimiter, encoding in [("a.csv", ",", "utf-8-sig"), ("b.tsv", "\t", "utf-8"), ("c.csv", ";", "cp1250")]:
        quoted = '"' + text + '"'
        rows = [["id", "published", "text"], ["7", "2031-05-14", quoted], ["8", "", quoted], ["9", "2031-05-15"]]
        (here / name).write_text("\n".join(delimiter.join(row) for row in rows) + "\n", encoding=encoding)
        sources = Sources([name], encoding="cp1250" if encoding == "cp1250" else None, published="2030-01-01")
        first, second, short = sources
        assert (first.name, first.read().article().text) == (f"{name}:1", text)
        assert first.read().article().published == datetime.date(2031, 5, 14)
        assert second.read().article().published == datetime.date(2030, 1, 1)
        assert sources.total == 3
        with pytest.raises(ArticleFormatError, match="no text in 'text'"):
            short.read()
    with pytest.raises(ConfigurationError, match=r"c.csv is not UTF-8 text; name its encoding with --encoding"):
        names("c.csv")


def test_csv_row_that_is_broken_does_not_stop_the_rest(here):
    (here / "t.csv").write_text('text\nwhole one\n"broken"x\nwhole two\n')
    found = articles(Sources(["t.csv"]))
    assert [text for _, text in found][::2] == ["whole one", "whole two"]
    assert "the row is not CSV" in found[1][1]


def test_parquet_is_read_in_batches_and_only_the_columns_needed(here, monkeypatch):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    day = datetime.datetime(2031, 5, 14, 9, 30, tzinfo=datetime.UTC)
    table = pyarrow.table(
        {"text": [story(n) for n in range(200)], "published": [day] * 200, "score": list(range(200)), "k": range(200)}
    )
    parquet.write_table(table, here / "t.parquet", row_group_size=50)
    sources = Sources(["t.parquet"], columns=Columns(id="k"))
    found = []
    for item in sources:
        found.append(item)
        assert sources.total in {199, 200, 201}
    assert [item.name for item in found] == [f"t.parquet#{n}" for n in range(200)]
    assert found[7].read().article().published == day.date()
    with pytest.raises(ConfigurationError, match=r"has no column 'body'; name one of 'text', .* with --text-column"):
        names("t.parquet", columns=Columns(text="body"))
    (here / "bad.parquet").write_bytes(b"PAR1 no PAR1")
    with pytest.raises(ConfigurationError, match=r"bad.parquet is not Parquet"):
        names("bad.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigurationError, match=r"needs the package pyarrow; pip install 'llmextract\[tables\]'"):
        names("t.parquet")


@pytest.mark.parametrize(
    ("columns", "option"),
    [
        (Columns(text="txt"), "--text-column"),
        (Columns(published="dy"), "--published"),
        (Columns(id="n"), "--id-column"),
    ],
)
def test_missing_column_is_named_with_those_that_there_are(columns, option, here):
    (here / "t.jsonl").write_text(json.dumps({"text": "A text.", "day": 1}) + "\n")
    (here / "t.csv").write_text("text,day\nA text.,1\n")
    for name in ("t.jsonl", "t.csv"):
        with pytest.raises(ConfigurationError, match=f"{name} has no column .*name one of 'text', 'day' with {option}"):
            names(name, columns=columns)


def test_line_without_end_is_no_table(here, monkeypatch):
    monkeypatch.setattr("llmextract.corpus.tables._LONGEST_LINE", 100)
    (here / "t.jsonl").write_text("[" + "1, " * 1000)
    with pytest.raises(ConfigurationError, match="a line of more than 100 bytes; write one JSON object a line"):
        names("t.jsonl")


def test_lists_of_addresses_are_told_from_articles(here):
    (here / "list.txt").write_text("# today\nhttps://news.example/a\n\nhttp://news.example/b\n")
    (here / "article.txt").write_text("https://news.example/a\n" + story(1))
    (here / "mixed.urls").write_text("https://news.example/a\n" * 300 + "no address\n")
    sources = Sources(["list.txt", "article.txt", "https://news.example/c"])
    assert [item.name for item in sources] == [
        *("https://news.example/a", "http://news.example/b"),
        *("article.txt", "https://news.example/c"),
    ]
    assert sources.total == 4
    *_, last = Sources(["mixed.urls"])
    assert articles([last]) == [
        ("mixed.urls:301", "mixed.urls:301: the line is no web address; write one address a line")
    ]


def test_address_is_known_without_being_fetched_and_html_in_tables_is_read_as_html(here):
    (item,) = Sources(["https://news.invalid/a"])
    assert item.read().fingerprint == next(iter(Sources(["https://news.invalid/a"]))).read().fingerprint
    assert item.read().fingerprint != next(iter(Sources(["https://news.invalid/b"]))).read().fingerprint
    paragraphs = "".join(f"<p>{line}</p>" for line in story(1).split("\n\n"))
    page = f"<html><head><title>Ministers talk</title></head><body><article>{paragraphs}</article></body></html>"
    (here / "t.jsonl").write_text(json.dumps({"text": page}) + "\n")
    ((_, text),) = articles(Sources(["t.jsonl"]))
    assert text.startswith("Foreign Minister Ada Novak")
    assert "<p>" not in text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (json.dumps({"text": "One."}) + "\n" + json.dumps({"text": "Two."}), ["-:1", "-:2"]),
        ("\n\nhttps://news.example/a\nhttps://news.example/b\n", ["https://news.example/a", "https://news.example/b"]),
        ("\nAn article.\n{with a brace}\n", ["-"]),
        ("", ["-"]),
    ],
)
def test_standard_input_is_what_it_begins_like(given, expected, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
    sources = Sources(["-"])
    found = list(sources)
    assert [item.name for item in found] == expected
    assert sources.total is None
    if expected == ["-"] and given:
        assert found[0].read().article().text == given


def test_file_that_vanishes_or_changes_is_noticed(here):
    path = here / "a.txt"
    path.write_text(story(1))
    (item,) = Sources(["a.txt"])
    before = item.read().fingerprint
    assert item.read().fingerprint == before
    path.write_text(story(2))
    assert item.read().fingerprint != before
    assert next(iter(Sources(["a.txt"], language="en"))).read().fingerprint != item.read().fingerprint
    path.unlink()
    with pytest.raises(ArticleError, match="no such file"):
        item.read()


@given(st.lists(st.dictionaries(st.sampled_from(["text", "published", "x"]), st.text(max_size=20) | st.integers())))
def test_any_rows_give_an_item_or_a_reason_each(rows):
    lines = [json.dumps({"text": "A text."}).encode(), *(json.dumps(row).encode() + b"\n" for row in rows)]
    items = list(row_items(json_rows(lines, "t"), "t", Columns(), Reading()))
    assert len(items) == len(rows) + 1
    for item in items:
        if isinstance(item, UnreadableItem):
            assert item.error.hint
        else:
            assert item.read().fingerprint
