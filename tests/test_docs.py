"""The documentation is true: README.md and docs/*.md, checked as far as that goes offline.

- ``python`` blocks are run, each by itself, in the repository's folder. Where they make an extractor, it is led by the
  environment to an endpoint on the loopback interface that answers in the form it is asked for: everything is real but
  the model. A block after ``<!-- docs: not run -->`` is only compiled.
- ``console`` and ``text`` blocks: every ``llmextract`` command in them must exist, with each of its options. The blocks
  after ``<!-- ci:extract -->`` and ``<!-- ci:test -->`` are run by ``.ci/run``, with the real model.
- ``json`` blocks must be JSON, and links into the repository must lead somewhere.
"""

import json
import os
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from llmextract.cli.app import run
from tests.chat_server import ChatServer

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
NOT_RUN = "<!-- docs: not run -->"

_FENCE = re.compile(r"^(?P<before>[^\n]*)\n```(?P<language>\w+)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


class Block(NamedTuple):
    """One fenced block of a page."""

    page: Path
    line: int
    before: str
    language: str
    text: str

    def __str__(self):
        return f"{self.page.name}:{self.line}"


def blocks(*languages):
    """Return the blocks of all pages in these languages."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for fence in _FENCE.finditer(text):
            line = text.count("\n", 0, fence.start("text")) + 1
            found.append(Block(page, line, fence["before"].strip(), fence["language"], fence["text"]))
    return [block for block in found if block.language in languages]


def commands():
    """Return every line of the blocks that calls the program."""
    lines = [(block, line) for block in blocks("console", "text", "bash") for line in block.text.splitlines()]
    return [(block, line.removeprefix("$ ")) for block, line in lines if "llmextract " in line.split("#")[0]]


@pytest.fixture(autouse=True)
def endpoint(monkeypatch, tmp_path):
    for variable in os.environ:
        if variable.startswith(("LLMEXTRACT_", "OPENAI_")):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # nothing here is encrypted, and reading certificates takes long
    monkeypatch.chdir(ROOT)
    with ChatServer() as server:
        monkeypatch.setenv("LLMEXTRACT_BASE_URL", server.url)
        monkeypatch.setenv("LLMEXTRACT_MODEL", "m")
        yield server


def test_the_blocks_are_found():
    assert len(blocks("python")) >= 2
    assert len(commands()) >= 4


@pytest.mark.parametrize("block", blocks("python"), ids=str)
def test_python_runs(block, endpoint, capsys):
    code = compile(block.text, str(block), "exec")
    if block.before == NOT_RUN:
        return
    exec(code, {"__name__": "__main__"})  # noqa: S102 - the project's own documentation
    if "Extractor(" in block.text or "extract(" in block.text:
        assert endpoint.requests or capsys.readouterr().out  # grammar alone may settle what an article says


@pytest.mark.parametrize(("block", "line"), commands(), ids=str)
def test_commands_and_their_options_exist(block, line, capsys):
    called = line[line.rindex("llmextract ") :].replace("[", " ").replace("]", " ")
    words = shlex.split(called.split("   ")[0], comments=True)[1:]
    options = [word.partition("=")[0] for word in words if word.startswith("--")]
    path = [words[0]] if words and not words[0].startswith("-") else []
    for last in words[1].split("|") if path == ["model"] and len(words) > 1 else [None]:
        assert run([*path, *([last] if last else []), "--help"]) == 0, f"{block}: {line}"
        shown = capsys.readouterr().out
        assert all(re.search(rf"{option}\b", shown) for option in options), f"{block}: {line}"


@pytest.mark.parametrize("block", blocks("json"), ids=str)
def test_json_is_json(block):
    json.loads(block.text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("marker", ["ci:extract", "ci:test"])
def test_commands_that_are_run_for_real_are_marked_once(marker):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count(f"<!-- {marker} -->\n```console\n") == 1
