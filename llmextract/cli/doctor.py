"""``llmextract doctor``: what is configured, reachable and missing, and what to do about it."""

from __future__ import annotations

import platform
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, NamedTuple
from urllib.parse import urlsplit

import typer

from llmextract.cli.exit_codes import DONE, FAILED
from llmextract.cli.printing import plain
from llmextract.keys import spoken_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx2

    from llmextract.settings import Endpoint, Settings

_TIMEOUT = 5.0  # seconds
_MOST_NAMES = 8


class Finding(NamedTuple):
    """One thing that was looked at.

    Attributes:
        well: Whether it is as it should be.
        subject: What it is.
        found: What was found, and what to do if it is not well.
    """

    well: bool
    subject: str
    found: str


def doctor(
    model: Annotated[str | None, typer.Option(help="As for extract.")] = None,
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="As for extract.")] = None,
    api_key_env: Annotated[str | None, typer.Option(metavar="VARIABLE", help="As for extract.")] = None,
) -> None:
    """Say what is configured, reachable and missing, and what to do.

    Nothing is downloaded or started. The exit code is 1 if something is missing.
    """
    healthy = True
    for finding in _findings({"model": model, "base_url": base_url, "api_key_env": api_key_env}):
        healthy = healthy and finding.well
        typer.echo(f"{'ok     ' if finding.well else 'MISSING'}  {finding.subject:<10} {plain(finding.found)}")
    raise typer.Exit(DONE if healthy else FAILED)


def _findings(options: dict[str, str | None]) -> Iterator[Finding]:
    from llmextract._version import __version__
    from llmextract.errors import LlmextractError
    from llmextract.settings import Embedded, load_settings, resolve_endpoint

    yield Finding(
        True, "program", f"llmextract {__version__}, Python {platform.python_version()} on {platform.platform()}"
    )
    try:
        settings = load_settings(options)
        place = resolve_endpoint(settings)
    except LlmextractError as error:
        yield Finding(False, "settings", str(error))
        return
    changed = {name: getattr(settings, name) for name in sorted(settings.model_fields_set)}
    changed |= {"base_url": _shown(settings.base_url)} if settings.base_url else {}
    yield Finding(True, "settings", ", ".join(f"{name} = {value}" for name, value in changed.items()) or "all defaults")
    yield from _embedded(place.model, settings) if isinstance(place, Embedded) else _endpoint(place)


def _embedded(name: str, settings: Settings) -> Iterator[Finding]:
    from llmextract.errors import LlmextractError
    from llmextract.llm.embedded.runtime import import_runtime
    from llmextract.llm.embedded.runtime_choices import options_of
    from llmextract.llm.embedded.server import check_machine
    from llmextract.llm.embedded.store import locate_model

    yield Finding(True, "model", f"local/{name}, run by llmextract itself")
    yield _parser()
    built: str | None = None
    try:
        runtime = import_runtime()
        built = runtime.get_system_info()
        yield Finding(True, "runtime", f"xllamacpp {runtime.__version__}")
        yield from _speed(built, runtime.__version__)
    except LlmextractError as error:
        yield Finding(False, "runtime", str(error))
    try:
        local = locate_model(name)
    except LlmextractError as error:
        yield Finding(False, "file", str(error))
        return
    yield Finding(True, "file", str(local.path))
    try:
        choices = check_machine(local, options_of(settings))
    except LlmextractError as error:
        yield Finding(False, "machine", str(error))
        return
    yield Finding(True, "machine", "enough memory, and a processor that the runtime can use")
    yield Finding(True, "choices", choices.describe(built))


def _parser() -> Finding:
    """Say whether the parser for English is there, its files the expected ones."""
    from llmextract.errors import LlmextractError
    from llmextract.extraction.parser_files import PACKAGE, VERSION, parser_folder

    try:
        parser_folder()
    except LlmextractError as error:
        return Finding(False, "parser", str(error))
    return Finding(True, "parser", f"{PACKAGE} {VERSION}, its files as expected")


def _speed(built: str, version: str) -> Iterator[Finding]:
    """Say whether another build of the runtime would be faster here."""
    from llmextract.llm.embedded.machine import unused_instructions, used_instructions

    if unused := unused_instructions(built):
        faster = f"a build of xllamacpp {version} for it reads articles faster (docs/speed.md)"
        yield Finding(True, "speed", f"this processor has {', '.join(unused)}, the installed runtime not: {faster}")
    elif used := used_instructions(built):
        yield Finding(True, "speed", f"the runtime is built for this processor ({', '.join(used)})")


def _endpoint(place: Endpoint) -> Iterator[Finding]:
    import httpx2

    where = _shown(place.base_url)
    yield Finding(True, "model", f"{place.model} at {where}")
    key = place.api_key
    yield Finding(True, "key", f"from {place.key_variable}" if key else "none (not every server wants one)")
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    try:
        response = httpx2.get(f"{place.base_url}/models", headers=headers, timeout=_TIMEOUT)
    except UnicodeEncodeError:
        yield Finding(False, "key", f"holds a letter that no key has; check {spoken_place(place.key_variable)}")
        return
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        reason = type(error).__name__
        yield Finding(False, "endpoint", f"nothing answers at {where} ({reason}); check address, server and network")
        return
    yield _judge(response, place)


def _judge(response: httpx2.Response, place: Endpoint) -> Finding:
    status, names = response.status_code, _model_names(response)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        what = "refuses the key" if place.api_key else "wants a key"
        return Finding(False, "endpoint", f"{what} (HTTP {status}); check {spoken_place(place.key_variable)}")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Finding(False, "endpoint", f"fails (HTTP {status}); try again later")
    if names is None:
        return Finding(
            True,
            "endpoint",
            f"answers (HTTP {status}), but does not list its models; if extract fails, check that the address is "
            "complete: it often ends in /v1",
        )
    if place.model in names or f"{place.model}:latest" in names:  # as Ollama lists what is asked for without a tag
        return Finding(True, "endpoint", "answers, and has the model")
    some = ", ".join(names[:_MOST_NAMES]) or "none"
    return Finding(False, "endpoint", f"answers, but has no model {place.model}; it lists {some}")


def _model_names(response: httpx2.Response) -> list[str] | None:
    try:
        return [str(entry["id"]) for entry in response.json()["data"]]
    except (ValueError, KeyError, TypeError):
        return None


def _shown(base_url: str) -> str:
    """Return an address without the user and the password that may be in it."""
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
