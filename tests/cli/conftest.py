"""What the tests of the commands share: no settings but their own, an endpoint, and articles."""

import os

import pytest

from tests.chat_server import ChatServer

STORY = (
    "Foreign Minister Ada Novak of Slovenia spoke with President Juan Ortega of Chile during a visit on Monday to "
    "discuss fisheries.\n\nThe talks were held in Santiago and lasted two hours, the ministry said.\n"
)


@pytest.fixture(autouse=True)
def nothing_configured(tmp_path, monkeypatch):
    for variable in os.environ:
        if variable.startswith(("LLMEXTRACT_", "OPENAI_")):
            monkeypatch.delenv(variable)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # nothing here is encrypted, and reading certificates takes long
    monkeypatch.setenv("LLMEXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def server():
    with ChatServer() as server:
        yield server


@pytest.fixture
def endpoint(server, monkeypatch):
    """The endpoint, named by the environment."""
    monkeypatch.setenv("LLMEXTRACT_BASE_URL", server.url)
    monkeypatch.setenv("LLMEXTRACT_MODEL", "m")
    return server


@pytest.fixture
def story(tmp_path):
    """An article in the working directory, by its name there."""
    (tmp_path / "work" / "story.txt").write_text(STORY, encoding="utf-8")
    return "story.txt"
