"""Where an endpoint's key is kept outside of the environment: in a file of its own, or in the system's keyring."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

from pydantic import SecretStr

from llmextract.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

KEYRING_SERVICE = "llmextract"
"""The service under which keys are looked for in a keyring."""

_LARGEST = 10_000  # bytes; no key is longer
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def read_key_file(path: Path) -> SecretStr:
    """Read a key from a file that nobody else may read.

    Args:
        path: The file; it holds the key and nothing else.

    Returns:
        The key.

    Raises:
        ConfigurationError: The file can't be read, is no plain file, belongs to somebody else, may be read or written
            by others, or does not hold one line of text.
    """
    path = path.expanduser()
    try:
        # Without waiting: a pipe would keep the program waiting for somebody to write.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise ConfigurationError(f"the key file {path} can't be read: {error.strerror}") from None
    try:
        _check(os.fstat(descriptor), path)
        data = os.read(descriptor, _LARGEST + 1)
    finally:
        os.close(descriptor)
    try:
        key = data.decode("utf-8").strip()
    except UnicodeDecodeError:
        key = ""
    if not key or len(key.splitlines()) > 1 or len(data) > _LARGEST:
        raise ConfigurationError(
            f"the key file {path} does not hold a key", hint="write the key into it, in one line, and nothing else"
        )
    return SecretStr(key)


def _check(found: os.stat_result, path: Path) -> None:
    """Refuse a file that others may read or may have written."""
    if not stat.S_ISREG(found.st_mode):
        raise ConfigurationError(f"the key file {path} is no plain file")
    if not hasattr(os, "geteuid"):  # Windows keeps access in another way
        return
    if found.st_uid not in {os.geteuid(), 0}:
        raise ConfigurationError(f"the key file {path} belongs to somebody else", hint="make a copy of your own")
    if found.st_mode & _OTHERS:
        raise ConfigurationError(
            f"the key file {path} may be read or written by others (mode {stat.S_IMODE(found.st_mode):o})",
            hint=f"chmod 600 {path}",
        )


def read_keyring(entry: str) -> SecretStr:
    """Read a key from the system's keyring.

    Args:
        entry: The name under which it is kept.

    Returns:
        The key.

    Raises:
        ConfigurationError: There is no such entry, no keyring, or the package ``keyring`` is not installed.
    """
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise ConfigurationError(
            "a key is to come from the keyring, but the package keyring is not installed",
            hint="pip install 'llmextract[keyring]'",
        ) from None
    problem = None
    try:
        key = (keyring.get_password(KEYRING_SERVICE, entry) or "").strip()
    except KeyringError as error:
        problem = type(error).__name__
    if problem is not None:  # outside of the except clause: a keyring's exception may hold anything
        raise ConfigurationError(
            f"the keyring can't be read ({problem})", hint="unlock it, or put the key into the environment or a file"
        )
    if not key:
        raise ConfigurationError(f"the keyring holds no key {entry!r}", hint=f"keyring set {KEYRING_SERVICE} {entry}")
    return SecretStr(key)


def spoken_place(place: str) -> str:
    """Return where a key is, as a part of a sentence.

    Args:
        place: The name of an environment variable, or what is said already.
    """
    return f"the environment variable {place}" if _VARIABLE.fullmatch(place) else place
