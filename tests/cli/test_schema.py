"""``llmextract schema``."""

import json
from pathlib import Path

from llmextract.cli.app import run
from llmextract.schema_files import schema_texts


def test_schema_of_the_record_is_printed(capsys):
    assert run(["schema"]) == 0
    out, err = capsys.readouterr()
    assert (json.loads(out)["title"], err) == ("Extraction", "")
    assert out == schema_texts()["extraction.schema.json"]


def test_all_schemas_are_written(tmp_path, capsys):
    folder = tmp_path / "a" / "b"
    assert run(["schema", "--write", str(folder)]) == 0
    assert {file.name: file.read_bytes().decode() for file in folder.iterdir()} == schema_texts()
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 4)


def test_folder_that_can_not_be_written_is_an_error(capsys):
    file = Path("file")
    file.write_text("")
    assert run(["schema", "--write", str(file / "inside")]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith("llmextract: error: can't write to file")
    assert "choose another folder" in err
