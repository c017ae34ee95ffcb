import io
import json

import pytest
import typer

from llmextract.cli.report import report
from llmextract.errors import ConfigurationError
from tests.export.report.made_records import STORY, record, sha256, story_record
from tests.export.report.test_page import Elements
from tests.review.made_store import make_store


@pytest.fixture
def run():
    """Run the command by itself."""
    app = typer.Typer()
    app.command()(report)
    return lambda *words: app([str(word) for word in words], standalone_mode=False)


def data_of(html):
    (data,) = [text for about, text in Elements(html).all("script") if about.get("id") == "data"]
    return json.loads(data)


def written(path):
    return data_of(path.read_text(encoding="utf-8"))


def save(path, *records):
    path.write_text("\n".join(one.model_dump_json() for one in records), encoding="utf-8")
    return path


def test_records_find_their_texts_where_they_say(run, tmp_path, capsys):
    (tmp_path / "story.txt").write_bytes(STORY.encode("utf-8-sig"))
    records = save(tmp_path / "records.jsonl", story_record())
    assert run(records, "--out", tmp_path / "r.html") == 0
    assert written(tmp_path / "r.html")["articles"][0]["text"] == 0
    assert capsys.readouterr().err == ""


def test_a_text_that_is_not_the_records_own_is_not_taken(run, tmp_path, capsys):
    (tmp_path / "story.txt").write_text(STORY + "changed", encoding="utf-8")
    run(save(tmp_path / "records.json", story_record()), "--out", tmp_path / "r.html")
    assert "text" not in written(tmp_path / "r.html")["articles"][0]
    assert "1 of 1 articles are shown without their text" in capsys.readouterr().err


def test_texts_are_looked_for_in_the_folders_named(run, tmp_path):
    folder = tmp_path / "elsewhere" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(STORY, encoding="utf-8")
    (folder / "b.bin").write_bytes(b"\x00\x01")
    run(
        save(tmp_path / "records.json", story_record()),
        "--articles",
        tmp_path / "elsewhere",
        "--out",
        tmp_path / "r.html",
    )
    assert written(tmp_path / "r.html")["articles"][0]["text"] == 0


def test_the_main_text_of_a_saved_page_is_found(run, tmp_path):
    from llmextract.articles.reading import article_from_html

    prose = "Foreign Minister Ada Novak met President Juan Ortega in Santiago on Monday to discuss fisheries. " * 3
    page = f"<!doctype html><html><body><article><h1>Talks</h1><p>{prose}</p><p>{prose}</p></article></body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    text = article_from_html(page).text
    run(save(tmp_path / "r.json", record(text, (), (), source="page.html")), "--out", tmp_path / "r.html")
    assert written(tmp_path / "r.html")["articles"][0]["text"] == 0


def test_a_store_gives_records_texts_and_linked_events(run, tmp_path):
    again = f"{STORY}More follows.\n"
    store = make_store(tmp_path / "s.db", (story_record(), STORY), (story_record(again), again))
    run(store, "--out", tmp_path / "r.html")
    data = written(tmp_path / "r.html")
    assert [article["text"] for article in data["articles"]] == [0, 1]
    assert data["linked"] is True
    assert [len(event["reports"]) for event in data["events"]] == [2, 2]
    run(store, "--no-link", "--out", tmp_path / "r.html")
    assert [len(event["reports"]) for event in written(tmp_path / "r.html")["events"]] == [1, 1, 1, 1]


def test_a_folder_of_records_and_stdin(run, tmp_path, monkeypatch, capfdbinary):
    folder = tmp_path / "records"
    folder.mkdir()
    save(folder / "one.json", story_record())
    (folder / "notes.txt").write_text("no record", encoding="utf-8")
    other = record("Nobody met anybody.", (), ()).model_dump_json().encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(other)))
    run(folder, "-")
    data = data_of(capfdbinary.readouterr().out.decode("utf-8"))
    assert [article["id"] for article in data["articles"]] == [sha256(STORY)[:16], sha256("Nobody met anybody.")[:16]]


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "can't be read"), (b"\xff\xfe", "not UTF-8"), (b"{", "not JSON"), (b'{"a": 1}', "no record")],
)
def test_sources_that_are_no_records_are_refused(run, tmp_path, content, message):
    source = tmp_path / "source"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(ConfigurationError, match=message):
        run(source, "--out", tmp_path / "r.html")
    assert not (tmp_path / "r.html").exists()


def test_an_empty_folder_and_missing_articles_are_refused(run, tmp_path):
    with pytest.raises(ConfigurationError, match="no records in"):
        run(tmp_path, "--out", tmp_path / "r.html")
    records = save(tmp_path / "r.json", story_record())
    with pytest.raises(ConfigurationError, match="no file or folder nowhere"):
        run(records, "--articles", "nowhere", "--out", tmp_path / "r.html")


def test_a_page_is_nothing_for_a_terminal(run, tmp_path, monkeypatch):
    records = save(tmp_path / "r.json", story_record())
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(ConfigurationError, match="--out"):
        run(records)


def test_a_page_that_can_not_be_written_leaves_nothing(run, tmp_path):
    records = save(tmp_path / "r.json", story_record())
    with pytest.raises(ConfigurationError, match="can't be written"):
        run(records, "--out", tmp_path / "no" / "folder.html")
    (tmp_path / "taken").mkdir()
    with pytest.raises(ConfigurationError, match="can't be written"):
        run(records, "--out", tmp_path / "taken")
    assert not list(tmp_path.glob(".*.part"))


def test_what_is_read_is_not_overwritten(run, tmp_path):
    records = save(tmp_path / "r.json", story_record())
    with pytest.raises(ConfigurationError, match="would overwrite"):
        run(records, "--out", records)
    assert records.read_text(encoding="utf-8") == story_record().model_dump_json()
