"""The embedded model, run inside this process behind a web server that only this machine can reach.

The runtime is llama.cpp's own server in a thread, by the package ``xllamacpp``. It speaks the protocol of every other
OpenAI-compatible endpoint, so that the rest of the house need not know that this one is in the same process.
"""

from __future__ import annotations

import atexit
import http.client
import os
import secrets
import socket
import threading
import urllib.parse
from typing import TYPE_CHECKING, Any

from llmextract.errors import ModelFileError, RuntimeUnavailableError
from llmextract.llm.embedded.identity import identity_of
from llmextract.llm.embedded.kept_prefixes import KeptPrefixes
from llmextract.llm.embedded.machine import available_memory, missing_instructions, physical_cores
from llmextract.llm.embedded.runtime import import_runtime, python_signal_handlers, server_parameters
from llmextract.llm.embedded.runtime_choices import RuntimeOptions, check_options, choose
from llmextract.llm.embedded.store import cache_directory, locate_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from llmextract.llm.base import ChatMessage
    from llmextract.llm.embedded.runtime_choices import RuntimeChoices
    from llmextract.llm.embedded.store import LocalModel
    from llmextract.setting_fields import KvType

_START_SECONDS = 60.0
_READING_SECONDS = 300.0
"""Longest time for reading a prompt's beginning once: 1,300 tokens take 45 s on two cores, more on a busy machine."""

_registry: dict[tuple[object, ...], EmbeddedServer] = {}
_registry_lock = threading.RLock()


class EmbeddedServer:
    """A running model; made by :func:`embedded_server`.

    Attributes:
        base_url: What an OpenAI client takes as base URL, ``http://127.0.0.1:PORT/v1``.
        api_key: The key that the server asks for.
        model: The model's name in answers: the catalog's, or the file's without ending.
        path: The model file.
        choices: How it is run.
        runtime: Name and version of the runtime; the same prompt may be answered differently by another one.
    """

    def __init__(
        self,
        local: LocalModel,
        choices: RuntimeChoices,
        *,
        numbers: Sequence[str] = (),
        host: str,
        port: int,
        api_key: str,
        cache_dir: Path | str | None = None,
    ) -> None:
        runtime = import_runtime()
        self.model = local.name
        self.path = local.path
        self.choices = choices
        self.api_key = api_key
        self.runtime = f"xllamacpp {runtime.__version__}"
        folder = _prefix_folder(cache_dir)
        self._prefixes = None if folder is None else KeptPrefixes(folder, identity_of(local, *numbers))
        parameters = server_parameters(
            runtime, local, choices, host=host, port=port, api_key=api_key, prefix_folder=folder
        )
        try:
            with python_signal_handlers():
                self._server: Any = runtime.Server(parameters)
        except RuntimeError as error:
            if choices.kv_type != "f16":
                raise RuntimeUnavailableError(
                    f"the runtime can't start the model {local.name} with keys and values in {choices.kv_type}",
                    hint="not every model can have them; leave the setting embedded_kv_type out",
                ) from error
            if local.entry is None:
                raise ModelFileError(
                    f"the runtime can't load {local.path} ({self.runtime})",
                    hint="the file may be damaged or incomplete, or of a kind of model that the runtime does not know",
                ) from error
            raise RuntimeUnavailableError(
                f"the runtime can't start the model {local.name} ({self.runtime}: {error})",
                hint="check the free memory; or use a model behind an endpoint (--base-url)",
            ) from error
        address = self._server.listening_address
        _wait_until_serving(address, api_key)
        self.base_url = f"{address}/v1"
        self._process = os.getpid()
        self._lock = threading.Lock()

    @property
    def context(self) -> int:
        """Tokens of one conversation."""
        return self.choices.context

    @property
    def threads(self) -> int:
        """Threads that compute."""
        return self.choices.threads

    @property
    def parallel(self) -> int:
        """Questions that are answered at a time."""
        return self.choices.parallel

    @property
    def prefix_folder(self) -> Path | None:
        """Where beginnings of prompts are kept; ``None`` where nothing can be written."""
        return self._prefixes.folder if self._prefixes else None

    @property
    def running(self) -> bool:
        """Whether the server answers; in a forked child that is its parent's server."""
        return self._server is not None

    def enter(self, messages: Sequence[ChatMessage], *, place: int = 0) -> None:
        """Have the model know how a conversation begins before its last turn; see `KeptPrefixes.enter`.

        Args:
            messages: The conversation. All but the last turn must be the program's own words: they are kept on disk.
            place: Where the question will be answered, from 0 to below `parallel`; nothing else may be asked there
                in between. A request says it with the field ``id_slot``.
        """
        if self._prefixes is not None and self.running:
            self._prefixes.enter(
                messages, place=place, base_url=self.base_url, api_key=self.api_key, timeout=_READING_SECONDS
            )

    def stop(self) -> None:
        """Stop the server and release the model's memory; more than once, or in a forked child, does nothing."""
        with self._lock:
            if self._process == os.getpid():
                self._server = None  # the runtime's destructor ends its threads and waits for them


def embedded_server(
    name_or_path: str | Path | None = None,
    *,
    context: int | None = None,
    threads: int | None = None,
    batch: int | None = None,
    flash_attention: bool | None = None,
    kv_type: KvType | None = None,
    repack: bool | None = None,
    parallel: int | None = None,
    port: int = 0,
    host: str = "127.0.0.1",
    api_key: str | None = None,
    cache_dir: Path | str | None = None,
) -> EmbeddedServer:
    """Run a model in this process; the same one again when it is running already.

    Loading takes some seconds, in which no other Python thread runs (the runtime holds the interpreter's lock). The
    server ends with the process. Safe to call from several threads.

    Args:
        name_or_path: See :func:`llmextract.llm.embedded.store.locate_model`. A model of the catalog must have been
            fetched (:func:`llmextract.llm.embedded.fetch.fetch_model`).
        context: Tokens of one conversation, prompt and answer together; chosen, like all that follow, when ``None``
            (see `llmextract.llm.embedded.runtime_choices.choose`).
        threads: Threads that compute.
        batch: Tokens computed in one pass at most.
        flash_attention: Whether attention is computed in one step.
        kv_type: Numbers in which keys and values are kept.
        repack: Whether the weights are put into another order.
        parallel: Questions answered at a time.
        port: A free one when 0.
        host: Address to listen at.
        api_key: What clients must present; a random one when ``None``.
        cache_dir: See :func:`llmextract.llm.embedded.store.cache_directory`.

    Returns:
        The running server.

    Raises:
        ConfigurationError: No such model in the catalog, or a setting out of range.
        ModelFileError: The file is missing, damaged, or no model that the runtime knows.
        RuntimeUnavailableError: The runtime is missing, the machine has too little memory or lacks instructions that it
            needs, or the port is taken.
    """
    local = locate_model(name_or_path, cache_dir=cache_dir)
    asked = RuntimeOptions(context, threads, batch, flash_attention, kv_type, repack, parallel)
    check_options(asked, longest=_longest(local))
    key = (local.path, asked._replace(threads=threads or physical_cores()), host, port, api_key)
    with _registry_lock:
        server = _registry.get(key)
        if server is None or not server.running:
            choices = check_machine(local, asked)
            _check_address(host, port)
            server = EmbeddedServer(
                local,
                choices,
                numbers=asked.numbers,
                host=host,
                port=port,
                api_key=api_key or secrets.token_urlsafe(24),
                cache_dir=cache_dir,
            )
            if not _registry:
                atexit.register(stop_all)
            _registry[key] = server
        return server


def stop_all() -> None:
    """Stop every server of this process."""
    with _registry_lock:
        for server in _registry.values():
            server.stop()
        _registry.clear()
        atexit.unregister(stop_all)


def _after_fork() -> None:
    """In a forked child: go on using the parent's servers, whose threads do not exist here, over the network."""
    global _registry_lock  # noqa: PLW0603 - the parent's may be held by a thread that does not exist here either
    _registry_lock = threading.RLock()
    atexit.unregister(stop_all)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def check_machine(local: LocalModel, options: RuntimeOptions | None = None) -> RuntimeChoices:
    """Check that this machine can run a model: its processor's instructions, and the memory that is free now.

    Args:
        local: The model file.
        options: What was asked for.

    Returns:
        How the model is run here.

    Raises:
        ConfigurationError: Something that was asked for is out of range.
        RuntimeUnavailableError: It can't be run.
    """
    options = options or RuntimeOptions()
    check_options(options, longest=_longest(local))
    if missing := missing_instructions():
        raise RuntimeUnavailableError(
            f"this processor lacks instructions that the embedded model's runtime needs ({', '.join(missing)})",
            hint="use a model behind an endpoint (--base-url), or build xllamacpp from source on this machine",
        )
    weights, available = local.path.stat().st_size, available_memory()
    choices = choose(options, weights=weights, longest=_longest(local), available=available)
    needed = choices.needed_memory(weights)
    if available is not None and available < needed:
        raise RuntimeUnavailableError(
            f"not enough memory for the model {local.name}: about {needed / 1e9:.1f} GB are needed, "
            f"{available / 1e9:.1f} GB are available",
            hint="close other programs, take a smaller model (local/qwen2.5-coder-0.5b) or one behind an endpoint",
        )
    return choices


def _longest(local: LocalModel) -> int | None:
    return local.entry.context if local.entry else None


def _prefix_folder(cache_dir: Path | str | None) -> Path | None:
    """Make the folder of kept beginnings; ``None`` where nothing can be written."""
    folder = cache_directory(cache_dir) / "prefixes"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _check_address(host: str, port: int) -> None:
    """The runtime only says that it did not start; find out before whether the address is why."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":  # else a port used a minute ago counts as taken
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RuntimeUnavailableError(
            f"the embedded model can't listen at {host}:{port} ({reason})",
            hint="take another port, or 0 for a free one",
        ) from error


def _wait_until_serving(address: str, api_key: str) -> None:
    """Wait until the runtime takes tasks from its queue.

    It says that it has started a moment before. Stopped in that moment it never ends (and holds the interpreter's lock
    while it does not). Of all requests this one is the cheapest that goes through the queue.
    """
    parts = urllib.parse.urlsplit(address)
    host = "127.0.0.1" if parts.hostname == "0.0.0.0" else parts.hostname  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(host or "127.0.0.1", parts.port, timeout=_START_SECONDS)
    try:
        connection.request("GET", "/lora-adapters", headers={"Authorization": f"Bearer {api_key}"})
        connection.getresponse().read()
    finally:
        connection.close()
