"""Model files on this machine: where they lie and whether they are right."""

from __future__ import annotations

import json
import os

import pytest

from llmextract.errors import ConfigurationError, ModelFileError
from llmextract.llm.embedded import catalog, store
from tests import embedded_support as support


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A fetched model of a catalog of its own."""
    monkeypatch.setenv("LLMEXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    gguf = support.write_tiny_gguf(tmp_path / "tiny.gguf").read_bytes()
    model = support.carried_model(tmp_path / "links", gguf, part_size=60_000)
    monkeypatch.setattr(catalog, "CATALOG_FILE", support.write_catalog(tmp_path / "catalog.toml", model))
    path = store.model_path(model)
    path.parent.mkdir(parents=True)
    path.write_bytes(gguf)
    return model


def test_cache_directory_is_the_argument_then_the_variable_then_the_systems(monkeypatch, tmp_path):
    monkeypatch.setenv("LLMEXTRACT_CACHE_DIR", str(tmp_path / "variable"))
    assert store.cache_directory(tmp_path / "argument") == tmp_path / "argument"
    assert store.cache_directory() == tmp_path / "variable"
    monkeypatch.delenv("LLMEXTRACT_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert store.cache_directory().name == "llmextract"
    assert store.cache_directory().is_absolute()


def test_catalog_read_from_a_file_is_the_catalog_written(toy):
    assert catalog.find_model("toy") == toy


def test_second_verification_does_not_read_the_file(toy, monkeypatch):
    path = store.model_path(toy)
    store.verify_model(path)

    def refuse(*_):
        pytest.fail("the file was read again")

    monkeypatch.setattr(store, "_file_sha256", refuse)
    store.verify_model(path)


def test_swapped_file_is_noticed_although_size_and_time_of_change_were_put_back(toy):
    path = store.model_path(toy)
    store.verify_model(path)
    status = path.stat()
    path.write_bytes(b"x" * status.st_size)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    with pytest.raises(ModelFileError, match="has the wrong SHA-256"):
        store.verify_model(path)


def test_note_of_a_version_that_did_not_know_the_time_of_the_entry_is_not_believed(toy):
    path = store.model_path(toy)
    store.verify_model(path)
    note = path.with_name(path.name + ".verified.json")
    known = {key: value for key, value in json.loads(note.read_text()).items() if key != "ctime_ns"}
    note.write_text(json.dumps(known))
    assert not store.is_verified(path, toy.sha256)
    store.verify_model(path)
    assert store.is_verified(path, toy.sha256)


def test_touched_but_unchanged_file_is_verified_again(toy):
    path = store.model_path(toy)
    store.verify_model(path)
    os.utime(path, ns=(1, 1))
    assert not store.is_verified(path, toy.sha256)
    store.verify_model(path)
    assert store.is_verified(path, toy.sha256)


def test_note_about_another_checksum_is_not_believed(toy):
    path = store.model_path(toy)
    store.record_verified(path, "0" * 64)
    assert not store.is_verified(path, toy.sha256)
    store.forget_verified(path)
    store.forget_verified(path)
    assert not store.is_verified(path, "0" * 64)


def test_short_file_is_damaged_without_being_read(toy):
    path = store.model_path(toy)
    path.write_bytes(b"GGUF")
    with pytest.raises(ModelFileError, match="has 4 bytes instead of") as caught:
        store.verify_model(path)
    assert caught.value.hint == "fetch it again with: llmextract model fetch toy --force"


def test_model_that_is_not_fetched_says_how_to_fetch_it(toy):
    store.model_path(toy).unlink()
    with pytest.raises(ModelFileError, match="the model toy is not fetched yet") as caught:
        store.locate_model("local/toy")
    assert caught.value.hint == "run: llmextract model fetch toy"


def test_directory_in_the_place_of_a_model_can_not_be_read(toy, tmp_path):
    path = store.model_path(toy)
    path.unlink()
    path.mkdir()
    os.utime(path)
    with pytest.raises(ModelFileError, match=r"is damaged|can't be read"):
        store.verify_model(path)
    with pytest.raises(ModelFileError, match="can't be read"):
        store.check_gguf(tmp_path)


def test_verification_in_a_cache_that_can_not_be_written_is_done_each_time(toy, monkeypatch):
    def refuse(*_args):
        raise PermissionError

    monkeypatch.setattr(store, "record_verified", refuse)
    store.verify_model(store.model_path(toy))
    assert not store.is_verified(store.model_path(toy), toy.sha256)


@pytest.mark.parametrize("name", [None, "toy", "local/toy"])
def test_model_of_the_catalog_is_found_by_name(toy, name):
    found = store.locate_model(name)
    assert (found.name, found.path, found.entry) == ("toy", store.model_path(toy), toy)


def test_model_of_the_catalog_is_known_by_its_path_too(toy):
    assert store.locate_model(store.model_path(toy)).entry == toy


@pytest.mark.usefixtures("toy")
def test_own_file_is_found_by_path(tmp_path, monkeypatch):
    own = tmp_path / "tiny.gguf"
    for given in (f"local/{own}", str(own), own):
        found = store.locate_model(given)
        assert (found.name, found.path, found.entry) == ("tiny", own, None)
    monkeypatch.chdir(tmp_path)
    assert store.locate_model("local/tiny.gguf").path == own
    store.verify_model(own)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not a GGUF model file"),
        (b"PK\x03\x04" + bytes(100), "is not a GGUF model file"),
        (b"GGUF\x03\x00", "is not a GGUF model file"),
        (b"GGUF\x00\x00\x00\x03" + bytes(100), "unknown version or byte order"),
        (b"GGUF\x03\x00\x00\x00" + bytes(100), "without weights"),
    ],
)
def test_file_that_is_no_model_is_refused(tmp_path, content, message):
    path = tmp_path / "file.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match=message):
        store.locate_model(f"local/{path}")


def test_missing_own_file_is_reported(tmp_path):
    with pytest.raises(ModelFileError, match="there is no model file"):
        store.locate_model(tmp_path / "absent.gguf")


def test_empty_name_is_refused():
    with pytest.raises(ConfigurationError, match="name is empty"):
        store.locate_model("local/")
