"""``llmextract doctor``: what is configured, reachable and missing, and what to do about it."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.settings import Endpoint, Settings

Finding = tuple[bool, str, str]
"""Whether it is well, what was looked at, and what was found (with what to do if it is not well)."""

_TIMEOUT = 5.0  # seconds


def doctor(
    model: Annotated[str | None, typer.Option(help="As for extract.")] = None,
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="As for extract.")] = None,
    api_key_env: Annotated[str | None, typer.Option(metavar="VARIABLE", help="As for extract.")] = None,
) -> int:
    """Say what is configured, reachable and missing, and what to do.

    Nothing is downloaded or started. The exit code is 1 if something is missing.
    """
    healthy = True
    for well, subject, finding in _findings({"model": model, "base_url": base_url, "api_key_env": api_key_env}):
        healthy = healthy and well
        typer.echo(f"{'ok     ' if well else 'MISSING'}  {subject:<10} {finding}")
    return 0 if healthy else 1


def _findings(options: dict[str, str | None]) -> Iterator[Finding]:
    from llmextract._version import __version__
    from llmextract.errors import LlmextractError
    from llmextract.settings import Embedded, load_settings, resolve_endpoint

    yield True, "program", f"llmextract {__version__}, Python {platform.python_version()} on {platform.platform()}"
    try:
        settings = load_settings(options)
        changed = {name: value for name, value in settings.model_dump().items() if name in settings.model_fields_set}
        shown = ", ".join(f"{name} = {value}" for name, value in sorted(changed.items()))
        yield True, "settings", shown or "all defaults"
        place = resolve_endpoint(settings)
    except LlmextractError as error:
        yield False, "settings", str(error)
        return
    if isinstance(place, Embedded):
        yield from _embedded(place.model, settings)
    else:
        yield from _endpoint(place)


def _embedded(name: str, settings: Settings) -> Iterator[Finding]:
    from llmextract.errors import LlmextractError
    from llmextract.llm.embedded.server import check_machine, import_runtime
    from llmextract.llm.embedded.store import locate_model

    yield True, "model", f"local/{name}, run by llmextract itself"
    try:
        runtime = import_runtime()
        yield True, "runtime", f"xllamacpp {runtime.__version__}"
    except LlmextractError as error:
        yield False, "runtime", str(error)
    try:
        local = locate_model(name)
        yield True, "file", str(local.path)
        check_machine(local, settings.context)
        yield True, "machine", "enough memory, and a processor that the runtime can use"
    except LlmextractError as error:
        yield False, "file", str(error)


def _endpoint(place: Endpoint) -> Iterator[Finding]:
    import httpx2

    yield True, "model", f"{place.model} at {place.base_url}"
    key = place.api_key
    yield True, "key", f"from {place.key_variable}" if key else "none (not every server wants one)"
    headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
    try:
        response = httpx2.get(f"{place.base_url}/models", headers=headers, timeout=_TIMEOUT)
    except httpx2.HTTPError as error:
        reason = type(error).__name__
        yield False, "endpoint", f"nothing answers at {place.base_url} ({reason}); is the server running?"
        return
    yield from _judge(response.status_code, _model_names(response), place)


def _judge(status: int, names: list[str] | None, place: Endpoint) -> Iterator[Finding]:
    if status in {401, 403}:
        yield False, "endpoint", f"refuses the key (HTTP {status}); set {place.key_variable}"
    elif names is None:
        yield True, "endpoint", f"answers (HTTP {status}), but does not list its models"
    elif place.model in names:
        yield True, "endpoint", "answers and has the model"
    else:
        some = ", ".join(names[:8])
        yield False, "endpoint", f"answers, but has no model {place.model}; it has {some}"


def _model_names(response: object) -> list[str] | None:
    try:
        return [str(entry["id"]) for entry in response.json()["data"]]  # type: ignore[attr-defined]
    except (ValueError, KeyError, TypeError):
        return None
