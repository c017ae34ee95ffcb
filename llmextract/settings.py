"""Settings: where they come from, and which endpoint they lead to. What they may be stands in `setting_fields`.

An option comes before an environment variable (``LLMEXTRACT_MODEL``, …), that before ``llmextract.toml`` in the working
directory, that before the default. A key is never a setting: settings name the environment variable, the file or the
entry of the system's keyring that holds it.

The file may come with a folder of somebody else's, the keys are the user's own. Therefore a key never goes to an
address that only the file gives, and the one in ``OPENAI_API_KEY`` to nobody but OpenAI.
"""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from llmextract.errors import ConfigurationError
from llmextract.keys import read_key_file, read_keyring
from llmextract.setting_fields import Settings as Settings  # noqa: PLC0414 - this is where the others find it
from llmextract.setting_sources import FILE, Given, from_environment, from_file, from_options, suggestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from llmextract.schemas import Effort

FILE_NAME = "llmextract.toml"
KEY_VARIABLE = "LLMEXTRACT_API_KEY"
"""Where the key for an endpoint is looked for, unless ``api_key_env`` says otherwise."""

OPENAI_KEY_VARIABLE = "OPENAI_API_KEY"
"""Looked at next where the endpoint is OpenAI's; the key in it is sent nowhere else."""

KEY_PLACES = ("api_key_env", "api_key_file", "api_key_keyring")
"""Settings that say where the key is; one of them counts."""

OTHER_VARIABLES = frozenset(
    {
        KEY_VARIABLE,
        "LLMEXTRACT_CACHE_DIR",
        "LLMEXTRACT_CONTACT",
        "LLMEXTRACT_FETCH_PRIVATE",
        "LLMEXTRACT_SERVE_KEY",
    }
)
"""Variables with the prefix that are read elsewhere and are no settings."""

LOCAL_PREFIX = "local/"
LOCAL_TIMEOUT = 300.0
"""Longest wait, in seconds, for a server on this machine, unless set: models without a graphics card are slow."""

_OPENAI_HOSTS = frozenset({"api.openai.com", "api.openai.com:443"})
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - compared with, not bound to
_FORMS = "a model is local/NAME, openai/NAME, ollama/NAME, or any NAME together with --base-url (LLMEXTRACT_BASE_URL)"


class Provider(NamedTuple):
    """A provider whose address need not be given.

    Attributes:
        base_url: Address of its API.
        key_variables: Where its key is looked for; empty when it needs none.
    """

    base_url: str
    key_variables: tuple[str, ...]


PROVIDERS = {
    "openai/": Provider("https://api.openai.com/v1", (KEY_VARIABLE, OPENAI_KEY_VARIABLE)),
    "ollama/": Provider("http://localhost:11434/v1", ()),
}


@dataclass(frozen=True)
class Endpoint:
    """A server to ask.

    Attributes:
        model: Name of the model, as the server knows it.
        base_url: Its address.
        api_key: The key, if there is one.
        name: What records call the model.
        key_variable: The environment variable that the key came from, or would come from; words where it came from
            elsewhere (see `llmextract.keys.spoken_place`).
        timeout: Longest wait for one answer, in seconds.
    """

    model: str
    base_url: str
    api_key: SecretStr | None
    name: str
    key_variable: str
    timeout: float


@dataclass(frozen=True)
class Embedded:
    """The model that llmextract runs itself.

    Attributes:
        model: Its name, or the path of a GGUF file.
        name: What records call it: ``local/`` and the model.
    """

    model: str
    name: str


def load_settings(
    overrides: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
    directory: Path | None = None,
) -> Settings:
    """Collect the settings.

    Args:
        overrides: Options by name; ``None`` means that an option was not given.
        environ: The environment, ``os.environ`` by default. An empty variable counts as not set.
        directory: Where ``llmextract.toml`` is looked for; the working directory by default.

    Returns:
        The settings.

    Raises:
        ConfigurationError: A name is not known, a value is not allowed, or the file is not TOML; the message names the
            setting and the place. Or there is a key, and only the file says where to send it.
    """
    environ = os.environ if environ is None else environ
    given: dict[str, Given] = {}
    for layer in (
        from_file((directory or Path.cwd()) / FILE_NAME),
        from_environment(environ, leave_out=OTHER_VARIABLES),
        from_options(overrides or {}),
    ):
        for name, found in layer.items():
            if name not in Settings.model_fields:
                raise ConfigurationError(
                    f"unknown setting {name!r} in {found.place}", hint=suggestion(name, Settings.model_fields)
                )
            given[name] = found
    _drop_overridden_address(given)
    _keep_one_place_of_the_key(given)
    try:
        settings = Settings.model_validate({name: found.value for name, found in given.items()})
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = str(first["loc"][0])
        reason = first["msg"].removeprefix("Value error, ").replace("Input should", "should").replace("a valid ", "a ")
        problem = f"setting {name!r} in {given[name].place} {_verb(reason)}"
    else:
        _keep_the_key(settings, given, environ)
        return settings
    raise ConfigurationError(problem)  # outside of the except clause: pydantic's exception holds the values


def _keep_the_key(settings: Settings, given: Mapping[str, Given], environ: Mapping[str, str]) -> None:
    """Refuse to send a key to an address that only the file gives."""
    address = given.get("base_url")
    if address is None or address.rank != FILE or is_openai(settings.base_url):
        return
    key = _chosen_place(settings)
    if key is None and not settings.model.startswith("ollama/") and environ.get(KEY_VARIABLE, "").strip():
        key = KEY_VARIABLE
    if key is not None:
        where = f"{_host(settings.base_url)}, an address that only {address.place} gives"
        raise ConfigurationError(
            f"the key in {key} is not sent to {where}",
            hint="if the address is right, give it yourself: with --base-url or LLMEXTRACT_BASE_URL",
        )


def _keep_one_place_of_the_key(given: dict[str, Given]) -> None:
    """Of several places of the key, keep the one that was named with the most weight."""
    places = sorted((given[name].rank, name) for name in KEY_PLACES if name in given)
    for (rank, name), (next_rank, other) in itertools.pairwise(places):
        if rank == next_rank and rank == places[0][0]:
            raise ConfigurationError(
                f"both {name!r} and {other!r} say where the key is", hint=f"leave one out of {given[name].place}"
            )
    for _, name in places[1:]:
        del given[name]


def _chosen_place(settings: Settings) -> str | None:
    """Say where the settings put the key: the name of a variable, or words."""
    if settings.api_key_file is not None:
        return f"the key file {settings.api_key_file}"
    if settings.api_key_keyring is not None:
        return f"the entry {settings.api_key_keyring!r} of the keyring"
    return settings.api_key_env


def is_openai(base_url: str | None) -> bool:
    """Tell whether an address is OpenAI's own, and encrypted."""
    parts = urlsplit(base_url or "")
    return parts.scheme == "https" and parts.netloc.lower() in _OPENAI_HOSTS


def _drop_overridden_address(given: dict[str, Given]) -> None:
    """Forget an address that an embedded model, chosen with more weight, has made pointless."""
    model, address = given.get("model"), given.get("base_url")
    if model and address and str(model.value).startswith(LOCAL_PREFIX) and model.rank < address.rank:
        del given["base_url"]


def _verb(reason: str) -> str:
    """Continue a sentence that begins with the setting's name."""
    return reason if reason.startswith("should") else f"is not allowed: {reason[:1].lower()}{reason[1:]}"


def resolve_endpoint(settings: Settings, environ: Mapping[str, str] | None = None) -> Endpoint | Embedded:
    """Find out which model, where, and with which key.

    With a ``base_url``, the model's name goes to the server as written (but for ``ollama/``), because servers have
    names like ``openai/gpt-oss-20b`` of their own. The key is looked for in ``api_key_env``, else in
    ``LLMEXTRACT_API_KEY``, and for OpenAI's own address also in ``OPENAI_API_KEY``; a file or an entry of the keyring
    that the settings name comes before both.

    Args:
        settings: The settings.
        environ: The environment, ``os.environ`` by default; only the variable that holds the key is looked at.

    Returns:
        The endpoint, or ``Embedded`` for ``local/…``.

    Raises:
        ConfigurationError: The model's name has an unknown form, contradicts the address, or the key is missing,
            may be read by others, or is somebody else's.
    """
    environ = os.environ if environ is None else environ
    place = _locate(settings)
    if isinstance(place, Embedded):
        return place
    model, base_url, provider = place
    variable, key = _key(settings, base_url, provider, environ)
    slow = urlsplit(base_url).hostname in _LOOPBACK and "timeout" not in settings.model_fields_set
    return Endpoint(
        model=model,
        base_url=base_url,
        api_key=key,
        name=settings.model,
        key_variable=variable,
        timeout=LOCAL_TIMEOUT if slow else settings.timeout,
    )


def _locate(settings: Settings) -> tuple[str, str, Provider | None] | Embedded:
    """Find out which model, where, and whether that is a provider's usual place."""
    name, base_url = settings.model, settings.base_url
    prefix = name.partition("/")[0] + "/" if "/" in name else ""
    if prefix == LOCAL_PREFIX:
        if base_url is not None:
            raise ConfigurationError(
                f"the model {name!r} runs on this machine, but a base URL is set",
                hint="name the model that the server should use, or leave the base URL out",
            )
        return Embedded(model=_rest(name, prefix), name=name)
    provider = PROVIDERS.get(prefix)
    if base_url is None and provider is None:
        raise ConfigurationError(f"it is not clear where the model {name!r} runs", hint=_FORMS)
    own_address = provider is None or (base_url is not None and prefix != "ollama/")
    model = name if own_address else _rest(name, prefix)
    base_url = base_url or (provider.base_url if provider else "")
    return model, base_url, None if own_address else provider


def resolve_effort(settings: Settings, environ: Mapping[str, str] | None = None) -> Effort:
    """Return the effort that is set, or else what suits the model.

    Args:
        settings: The settings.
        environ: As for `resolve_endpoint`.

    Returns:
        ``normal`` for the embedded model and for a server on this machine, ``low`` for any other endpoint.

    Raises:
        ConfigurationError: As for `resolve_endpoint`, where no effort is set.
    """
    if settings.effort is not None:
        return settings.effort
    place = resolve_endpoint(settings, environ)
    local = isinstance(place, Embedded) or urlsplit(place.base_url).hostname in _LOOPBACK
    return "normal" if local else "low"


def _host(base_url: str | None) -> str:
    """Return an address as it may be shown: without the user and the password that may be in it."""
    return urlsplit(base_url or "").netloc.rpartition("@")[2]


def _key(
    settings: Settings, base_url: str, provider: Provider | None, environ: Mapping[str, str]
) -> tuple[str, SecretStr | None]:
    """Find the key for an address, and say where it was or should be."""
    place = _chosen_place(settings)
    if settings.api_key_file is not None:
        return str(place), read_key_file(settings.api_key_file)
    if settings.api_key_keyring is not None:
        return str(place), read_keyring(settings.api_key_keyring)
    variables, required = _key_variables(settings, base_url, provider)
    variable, key = _find_key(variables, environ)
    if required and key is None:
        raise ConfigurationError(
            f"there is no key for {settings.model}",
            hint=f"set the environment variable {variable}, or use a local model",
        )
    return variable, key


def _key_variables(settings: Settings, base_url: str, provider: Provider | None) -> tuple[tuple[str, ...], bool]:
    """Say where the key for an address may be, and whether there must be one."""
    if named := settings.api_key_env:
        if named.upper() == OPENAI_KEY_VARIABLE and not is_openai(base_url):  # Windows does not tell the cases apart
            raise ConfigurationError(
                f"the key in {named} is only sent to OpenAI, not to {_host(base_url)}",
                hint=f"put the key for that server into {KEY_VARIABLE}",
            )
        return (named,), True
    if provider is not None:
        return provider.key_variables, bool(provider.key_variables)
    return ((KEY_VARIABLE, OPENAI_KEY_VARIABLE) if is_openai(base_url) else (KEY_VARIABLE,)), False


def _rest(name: str, prefix: str) -> str:
    """Return the name without its prefix."""
    rest = name.removeprefix(prefix)
    if not rest:
        raise ConfigurationError(f"the model {name!r} has no name", hint=_FORMS)
    return rest


def _find_key(variables: tuple[str, ...], environ: Mapping[str, str]) -> tuple[str, SecretStr | None]:
    """Return the first variable that holds a key, with the key; else the variable that one should set."""
    for variable in variables:
        if value := environ.get(variable, "").strip():
            return variable, SecretStr(value)
    return (variables[-1] if variables else KEY_VARIABLE), None
