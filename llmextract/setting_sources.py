"""Where settings are looked for: the file, the environment, the options; and what is said about a wrong one."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from llmextract.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

ENVIRONMENT_PREFIX = "LLMEXTRACT_"
OPTION, VARIABLE, FILE = range(3)
"""Ranks of the sources; a lower one comes first."""

_PATHS = ("prices", "api_key_file")


class Given(NamedTuple):
    """A value and where it was found.

    Attributes:
        value: The value, not yet checked.
        place: Where it was found, in words.
        rank: ``OPTION``, ``VARIABLE`` or ``FILE``.
    """

    value: Any
    place: str
    rank: int


def from_options(options: Mapping[str, Any]) -> dict[str, Given]:
    """Take the options that were given, ``None`` being none.

    Args:
        options: By name.
    """
    return {name: Given(value, f"option {name}", OPTION) for name, value in options.items() if value is not None}


def from_file(path: Path) -> dict[str, Given]:
    """Read the settings of the configuration file, if there is one.

    Args:
        path: Where it would be.

    Raises:
        ConfigurationError: It can't be read, or is not TOML.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ConfigurationError(f"{path} cannot be read: {reason}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is not TOML: {error}") from None
    given = {name: Given(value, str(path), FILE) for name, value in values.items()}
    for name in _PATHS:
        if isinstance(named := values.get(name), str):  # relative to the file, not to wherever the program runs
            given[name] = Given(path.parent / Path(named).expanduser(), str(path), FILE)
    return given


def from_environment(environ: Mapping[str, str], *, leave_out: Collection[str]) -> dict[str, Given]:
    """Read the settings of the environment; an empty variable counts as not set.

    Args:
        environ: The environment.
        leave_out: Variables that are no settings.
    """
    return {
        variable.removeprefix(ENVIRONMENT_PREFIX).lower(): Given(value, f"environment variable {variable}", VARIABLE)
        for variable, value in environ.items()
        if variable.startswith(ENVIRONMENT_PREFIX) and variable not in leave_out and value.strip()
    }


def suggestion(name: str, known: Collection[str]) -> str:
    """Say what to do about a setting that there is not: name the nearest one, or all of them.

    Args:
        name: What was given.
        known: The settings that there are.
    """
    if name == "api_key":
        return (
            "keys are not settings: put the key into an environment variable, a file or the keyring, and name that "
            "with 'api_key_env', 'api_key_file' or 'api_key_keyring'"
        )
    near = difflib.get_close_matches(name.lower().replace("-", "_"), known, n=1)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"known are {', '.join(known)}"
