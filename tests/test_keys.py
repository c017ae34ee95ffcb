import os
import sys

import pytest

from llmextract.errors import ConfigurationError
from llmextract.keys import read_key_file, read_keyring, spoken_place
from llmextract.settings import load_settings, resolve_endpoint

KEY = "sk-file-0123456789"
ADDRESS = {"model": "m", "base_url": "http://llm.example/v1"}


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "key"
    path.write_text(f"  {KEY}\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def test_a_key_is_read_from_a_file_of_ones_own(key_file):
    assert read_key_file(key_file).get_secret_value() == KEY


def test_a_home_directory_may_be_abbreviated(key_file, monkeypatch):
    monkeypatch.setenv("HOME", str(key_file.parent))
    monkeypatch.setenv("USERPROFILE", str(key_file.parent))
    assert read_key_file(type(key_file)("~/key")).get_secret_value() == KEY


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no modes of files")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o777])
def test_a_file_that_others_may_read_or_write_is_refused(key_file, mode):
    key_file.chmod(mode)
    with pytest.raises(ConfigurationError, match=rf"by others \(mode {mode:o}\); chmod 600 .*key"):
        read_key_file(key_file)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files")
def test_a_file_of_somebody_else_is_refused(key_file, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: key_file.stat().st_uid + 4711)
    if key_file.stat().st_uid == 0:
        os.chown(key_file, 4712, -1)
        monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(ConfigurationError, match="belongs to somebody else"):
        read_key_file(key_file)


@pytest.mark.parametrize("text", ["", " \n", "one\ntwo\n", "k" * 10_001, b"\xff\xfe"])
def test_a_file_that_holds_no_key_is_refused_without_showing_what_it_holds(key_file, text):
    key_file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigurationError, match="does not hold a key") as caught:
        read_key_file(key_file)
    assert "one\\n" not in repr(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="can't be read: No such file"):
        read_key_file(tmp_path / "missing")
    with pytest.raises(ConfigurationError, match="no plain file"):
        read_key_file(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_keeps_nobody_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(ConfigurationError, match="no plain file"):
        read_key_file(tmp_path / "pipe")


@pytest.fixture
def keyring_(monkeypatch):
    """A keyring of the test's own: the real package, with entries in memory."""
    keyring = pytest.importorskip("keyring")
    from keyring.backend import KeyringBackend
    from keyring.errors import KeyringLocked

    class Memory(KeyringBackend):
        priority = 1
        entries = {("llmextract", "work"): KEY, ("llmextract", "blank"): " "}  # noqa: RUF012

        def get_password(self, service, username):
            if username == "locked":
                raise KeyringLocked(f"the password was {KEY}")
            return self.entries.get((service, username))

        def set_password(self, service, username, password):
            raise NotImplementedError

        def delete_password(self, service, username):
            raise NotImplementedError

    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    yield keyring
    keyring.set_keyring(before)


@pytest.mark.usefixtures("keyring_")
def test_a_key_is_read_from_the_keyring():
    assert read_keyring("work").get_secret_value() == KEY


@pytest.mark.usefixtures("keyring_")
@pytest.mark.parametrize("entry", ["absent", "blank"])
def test_an_entry_that_is_missing_is_named_with_the_command_that_makes_it(entry):
    with pytest.raises(ConfigurationError, match=f"no key '{entry}'; keyring set llmextract {entry}"):
        read_keyring(entry)


@pytest.mark.usefixtures("keyring_")
def test_a_locked_keyring_is_said_to_be_without_what_it_says():
    with pytest.raises(ConfigurationError, match=r"can't be read \(KeyringLocked\)") as caught:
        read_keyring("locked")
    assert caught.value.__context__ is None


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'llmextract\[keyring\]'"):
        read_keyring("work")


def test_a_place_is_spoken_of_as_what_it_is():
    assert spoken_place("MY_KEY") == "the environment variable MY_KEY"
    assert spoken_place("the key file /a b") == "the key file /a b"


@pytest.mark.usefixtures("keyring_")
def test_a_named_file_or_entry_comes_before_the_environment(key_file):
    environ = {"LLMEXTRACT_API_KEY": "sk-environment"}
    for place, words in (
        ({"api_key_file": key_file}, "the key file "),
        ({"api_key_keyring": "work"}, "the entry 'work'"),
    ):
        found = resolve_endpoint(load_settings({**ADDRESS, **place}, environ), environ)
        assert found.api_key.get_secret_value() == KEY
        assert found.key_variable.startswith(words)


def test_the_place_with_more_weight_counts(key_file, tmp_path):
    (tmp_path / "llmextract.toml").write_text('api_key_file = "key"\n', encoding="utf-8")
    environ = {"MY_KEY": "sk-mine"}
    from_file = load_settings(ADDRESS, environ, tmp_path)
    assert from_file.api_key_file == key_file
    from_option = load_settings({**ADDRESS, "api_key_env": "MY_KEY"}, environ, tmp_path)
    assert (from_option.api_key_env, from_option.api_key_file) == ("MY_KEY", None)


def test_two_places_of_equal_weight_contradict_each_other(tmp_path):
    with pytest.raises(ConfigurationError, match="both 'api_key_env' and 'api_key_file' say where the key is"):
        load_settings({**ADDRESS, "api_key_env": "A", "api_key_file": "b"}, {}, tmp_path)


@pytest.mark.parametrize("place", ["api_key_file = 'key'", "api_key_keyring = 'work'"])
def test_no_key_goes_to_an_address_that_only_the_file_gives(tmp_path, key_file, place):
    (tmp_path / "llmextract.toml").write_text(f"base_url = 'http://evil.example/v1'\n{place}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"the (key file|entry).* is not sent to evil\.example"):
        load_settings({"model": "m"}, {}, tmp_path)
    assert key_file.exists()
