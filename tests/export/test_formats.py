"""The table of formats, and what is exported."""

import importlib
import io
import subprocess
import sys
from pathlib import Path

import pytest

from llmextract.errors import ConfigurationError
from llmextract.export import FORMATS, Material, check_format, export_records
from llmextract.export import formats as formats_module
from llmextract.schemas import Status
from tests.export.support import actor_of, meeting_of, record_with

ACTORS = [actor_of(1, "Ada Novak"), actor_of(2, "Juan Ortega")]


def record(number=0, title="x"):
    meetings = [meeting_of(["a1", "a2"], id=f"m{at}", status=each.value) for at, each in enumerate(Status, start=1)]
    return record_with(ACTORS, meetings, number=number, title=title)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_something_and_nothing_of_nothing_breaks(name, exported):
    assert exported([record()], name)
    assert isinstance(exported([], name), bytes)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_writer_is_there(form):
    module, function = form.writer.split(":")
    assert callable(getattr(importlib.import_module(f"llmextract.export.{module}"), function))
    assert (form.package is None) == (form.extra is None)
    assert form.extension.startswith(".")


def test_an_unknown_format_is_refused_with_a_list():
    with pytest.raises(ConfigurationError, match="no format 'xls'; choose one of json, jsonl"):
        check_format("xls")


def test_a_missing_package_is_named_with_what_brings_it(monkeypatch):
    monkeypatch.setattr(formats_module, "find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match=r"parquet needs pyarrow, .*pip install 'llmextract\[tables\]'"):
        export_records([], "parquet", io.BytesIO())


def test_only_meetings_of_some_statuses(exported):
    from llmextract.export.record_files import read_records

    (found,) = read_records(exported([record()], "json", statuses={Status.HELD, Status.DENIED}).decode(), "x")
    assert {meeting.status for meeting in found.meetings} == {Status.HELD, Status.DENIED}


def test_of_records_of_one_text_the_last_counts():
    stream = io.BytesIO()
    notices = export_records([record(title="old"), record(number=1), record(title="new")], "jsonl", stream)
    assert notices == ("1 records were left out, because a later one is of the same text",)
    assert b"old" not in stream.getvalue()
    assert stream.getvalue().count(b"\n") == 2


def test_actors_of_one_name_and_country_are_one_across_articles():
    one = record_with([actor_of(1, "Ada Novak", country="SI"), actor_of(2, "ADA  NOVAK", country="SI")], [])
    other = record_with([actor_of(1, "Ada Novak", country="HR")], [], number=1)
    material = Material([one, other])
    keys = [material.actor_key(each, actor) for each in (one, other) for actor in each.actors]
    assert keys[0] == keys[1] != keys[2]


def test_nothing_heavy_is_loaded_before_it_is_used():
    heavy = ["openai", "instructor", "xllamacpp", "pyarrow", "networkx", "duckdb", "icalendar", "rich.table", "lxml"]
    code = (
        "import sys, llmextract.export, llmextract.cli.export\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip() == "[]"
