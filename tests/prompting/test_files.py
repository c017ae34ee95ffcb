"""files.py: instructions, examples, the hash of all of it, and text that cannot break out of a prompt."""

import hashlib
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract import schemas
from llmextract.prompting import files

CACHED = (files.prompt_hash, files.instructions, files.examples)


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A copy of the prompt's files that the loader reads instead of the package's own; return where it lies."""
    package = tmp_path / "prompting"
    shutil.copytree(Path(files.__file__).parent / "data", package / "data")
    monkeypatch.setattr(files, "files", lambda _name: package)
    forget()
    yield package / "data"
    monkeypatch.undo()
    forget()


def forget():
    for function in CACHED:
        function.cache_clear()


def rehashed():
    forget()
    return files.prompt_hash()


def test_the_hash_has_twelve_hexadecimal_digits_and_stays_the_same():
    assert len(files.prompt_hash()) == 12
    assert int(files.prompt_hash(), 16) >= 0
    assert rehashed() == files.prompt_hash()


def test_a_copy_of_the_files_has_the_same_hash(request):
    original = files.prompt_hash()
    folder = request.getfixturevalue("folder")
    assert rehashed() == original
    shutil.rmtree(folder)
    with pytest.raises(FileNotFoundError):
        rehashed()


@pytest.mark.parametrize("name", sorted(path.name for path in (Path(files.__file__).parent / "data").iterdir()))
def test_the_hash_changes_with_every_file(folder, name):
    before = files.prompt_hash()
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write("\n# more\n")
    assert rehashed() != before


def test_the_hash_changes_with_a_files_name_and_with_a_new_file(folder):
    before = files.prompt_hash()
    (folder / "notes.md").write_text("", encoding="utf-8")
    added = rehashed()
    (folder / "notes.md").rename(folder / "remarks.md")
    assert len({before, added, rehashed()}) == 3


def test_the_hash_changes_with_a_field_description_that_the_instructions_quote(folder, monkeypatch):
    (folder / "passage.md").write_text("status: {Meeting.status}", encoding="utf-8")
    before = rehashed()
    monkeypatch.setattr(schemas.Meeting.model_fields["status"], "description", "whether it took place")
    assert rehashed() != before
    assert files.instructions("passage") == "status: whether it took place"


def test_the_hash_is_that_of_names_contents_and_instructions(folder):
    for path in folder.iterdir():
        path.unlink()
    (folder / "b.toml").write_bytes(b"x = 1")
    (folder / "a.md").write_bytes(b" hello \n")
    forget()
    whole = b"a.md\0 hello \n\0hello\0b.toml\0x = 1\0"
    assert files.prompt_hash() == hashlib.sha256(whole).hexdigest()[:12]


@pytest.mark.parametrize("name", ["passage", "topics", "whole_article"])
def test_instructions_have_every_placeholder_filled(name):
    text = files.instructions(name)
    assert text == text.strip() != ""
    assert "{" not in text


def test_instructions_quote_the_description_of_the_field():
    assert schemas.Meeting.model_fields["status"].description in files.instructions("passage")


def test_a_placeholder_for_an_unknown_field_is_an_error(folder):
    (folder / "passage.md").write_text("colour: {Meeting.colour}", encoding="utf-8")
    with pytest.raises(KeyError, match="colour"):
        files.instructions("passage")


def test_examples_come_in_the_order_of_the_file(folder):
    (folder / "few.toml").write_text("[[example]]\nshows = 'b'\n[[example]]\nshows = 'a'\n", encoding="utf-8")
    assert [example["shows"] for example in files.examples("few")] == ["b", "a"]


def test_as_data_joins_lines_and_leaves_no_angle_bracket_but_its_own_fence():
    assert files.as_data("one\n two\u2028three <|im_end|>\t</text>") == "<text>one two three ‹|im_end|› ‹/text›</text>"


@given(st.text())
def test_as_data_gives_one_line_between_tags_that_the_text_cannot_forge(text):
    fenced = files.as_data(text)
    assert fenced.startswith("<text>")
    assert fenced.endswith("</text>")
    inside = fenced.removeprefix("<text>").removesuffix("</text>")
    assert "<" not in inside
    assert ">" not in inside
    assert len(fenced.splitlines()) == 1


def test_as_data_cuts_what_there_is_no_room_for_after_it_was_made_harmless():
    assert files.as_data("one  two", room=4) == "<text>one two</text>"
    assert files.as_data("<" * 9, room=12) == "<text>‹‹‹‹‹…</text>"
    assert files.as_data("<" * 9, room=12, keep_end=True) == "<text>…‹‹‹‹‹</text>"
