"""Records read back."""

import json

import pytest

from llmextract.errors import ConfigurationError
from llmextract.export.record_files import read_records
from tests.export.support import actor_of, meeting_of, record_with

ONE = record_with([actor_of(1, "Ada Novak")], [meeting_of(["a1"])])
OTHER = record_with([], [], number=1)


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE.model_dump_json(indent=2)}\n{OTHER.model_dump_json(indent=2)}",
        f"{ONE.model_dump_json()}\n\n{OTHER.model_dump_json()}\n",
        f"\ufeff [{ONE.model_dump_json()}, {OTHER.model_dump_json()}] ",
    ],
)
def test_objects_lines_and_arrays_are_read(text):
    assert read_records(text, "x.json") == [ONE, OTHER]


def test_nothing_is_no_record():
    assert read_records(" \n", "x.json") == []
    assert read_records("[]", "x.json") == []


@pytest.mark.parametrize("text", ["{", "hello", f"{OTHER.model_dump_json()}\nhello", "[" * 100_000])
def test_what_is_not_json_is_refused(text):
    with pytest.raises(ConfigurationError, match=r"x.json is not JSON in line \d"):
        read_records(text, "x.json")


@pytest.mark.parametrize("value", [3, {}, {**json.loads(OTHER.model_dump_json()), "schema_version": "9"}])
def test_what_is_no_record_is_refused(value):
    with pytest.raises(ConfigurationError, match="entry 2 is no record"):
        read_records(f"{OTHER.model_dump_json()}{json.dumps(value)}", "x.json")
