"""The embedded model, run inside this process behind a web server that only this machine can reach.

The runtime is llama.cpp's own server in a thread, by the package ``xllamacpp``. It speaks the protocol of every other
OpenAI-compatible endpoint, so that the rest of the house need not know that this one is in the same process.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import http.client
import os
import secrets
import signal
import socket
import threading
import urllib.parse
from typing import TYPE_CHECKING, Any

from llmextract.errors import ConfigurationError, ModelFileError, RuntimeUnavailableError
from llmextract.llm.embedded.identity import identity_of
from llmextract.llm.embedded.kept_prefixes import KeptPrefixes
from llmextract.llm.embedded.machine import available_memory, missing_instructions, physical_cores
from llmextract.llm.embedded.store import cache_directory, locate_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from llmextract.llm.base import ChatMessage
    from llmextract.llm.embedded.store import LocalModel

DEFAULT_CONTEXT = 8192
"""Tokens of one conversation, prompt and answer together."""

PROMPT_CACHE_MIB = 512
"""States of earlier prompts kept in memory, so that going back to an earlier prefix costs nothing. The runtime's own
default of 8 GiB is more than the machines have that this is made for."""

_MIN_CONTEXT = 256
_START_SECONDS = 60.0
_READING_SECONDS = 300.0
"""Longest time for reading a prompt's beginning once: 1,300 tokens take 45 s on two cores, more on a busy machine."""
_WORKING_MEMORY = 1 << 30
"""Beyond the weights, at :data:`DEFAULT_CONTEXT`: 0.9 GB measured for 1.5 billion parameters."""
_BYTES_PER_TOKEN = 32 << 10
"""Of context: 28 layers x 2 (keys, values) x 256 numbers x 2 bytes = 28 KiB for 1.5 billion parameters, rounded up."""

_registry: dict[tuple[object, ...], EmbeddedServer] = {}
_registry_lock = threading.RLock()


class EmbeddedServer:
    """A running model; made by :func:`embedded_server`.

    Attributes:
        base_url: What an OpenAI client takes as base URL, ``http://127.0.0.1:PORT/v1``.
        api_key: The key that the server asks for.
        model: The model's name in answers: the catalog's, or the file's without ending.
        path: The model file.
        context: Tokens of one conversation.
        threads: Threads that compute.
        runtime: Name and version of the runtime; the same prompt may be answered differently by another one.
    """

    def __init__(
        self,
        local: LocalModel,
        *,
        context: int,
        threads: int,
        host: str,
        port: int,
        api_key: str,
        cache_dir: Path | str | None = None,
    ) -> None:
        runtime = import_runtime()
        self.model = local.name
        self.path = local.path
        self.context = context
        self.threads = threads
        self.api_key = api_key
        self.runtime = f"xllamacpp {runtime.__version__}"
        self._prefixes = KeptPrefixes(folder, identity_of(local)) if (folder := _prefix_folder(cache_dir)) else None
        parameters = _parameters(runtime, self, host=host, port=port)
        try:
            with _python_signal_handlers():
                self._server: Any = runtime.Server(parameters)
        except RuntimeError as error:
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
    def prefix_folder(self) -> Path | None:
        """Where beginnings of prompts are kept; ``None`` where nothing can be written."""
        return self._prefixes.folder if self._prefixes else None

    @property
    def running(self) -> bool:
        """Whether the server answers; in a forked child that is its parent's server."""
        return self._server is not None

    def enter(self, messages: Sequence[ChatMessage]) -> None:
        """Have the model know how a conversation begins before its last turn; see `KeptPrefixes.enter`.

        Args:
            messages: The conversation. All but the last turn must be the program's own words: they are kept on disk.
        """
        if self._prefixes is not None and self.running:
            self._prefixes.enter(messages, base_url=self.base_url, api_key=self.api_key, timeout=_READING_SECONDS)

    def stop(self) -> None:
        """Stop the server and release the model's memory; more than once, or in a forked child, does nothing."""
        with self._lock:
            if self._process == os.getpid():
                self._server = None  # the runtime's destructor ends its threads and waits for them


def embedded_server(
    name_or_path: str | Path | None = None,
    *,
    context: int = DEFAULT_CONTEXT,
    threads: int | None = None,
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
        context: Tokens of one conversation, prompt and answer together.
        threads: Threads that compute; one for each physical core when ``None``.
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
    longest = local.entry.context if local.entry else None
    if context < _MIN_CONTEXT or (longest is not None and context > longest):
        allowed = f"from {_MIN_CONTEXT} to {longest}" if longest else f"at least {_MIN_CONTEXT}"
        raise ConfigurationError(f"a context of {context} tokens is out of range", hint=f"{allowed} is possible")
    if threads is not None and threads < 1:
        raise ConfigurationError(f"{threads} threads can't compute anything", hint="give 1 or more, or leave it out")
    wanted = threads or physical_cores()
    key = (local.path, context, wanted, host, port, api_key)
    with _registry_lock:
        server = _registry.get(key)
        if server is None or not server.running:
            check_machine(local, context)
            _check_address(host, port)
            server = EmbeddedServer(
                local,
                context=context,
                threads=wanted,
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


def import_runtime() -> Any:  # noqa: ANN401 - the package has no type information
    """Load the runtime's library, without starting anything.

    Returns:
        The module ``xllamacpp``.

    Raises:
        RuntimeUnavailableError: It is not installed, or not for this machine.
    """
    # OpenMP reads this once, when the library is loaded. Its default, waiting in a busy loop, makes answers ten times
    # slower as soon as another process wants the same cores.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import xllamacpp
    except ImportError as error:
        raise RuntimeUnavailableError(
            f"the runtime of the embedded model can't be loaded ({error})",
            hint="install it with: pip install xllamacpp; or use a model behind an endpoint (--base-url)",
        ) from error
    return xllamacpp


def _parameters(runtime: Any, server: EmbeddedServer, *, host: str, port: int) -> Any:  # noqa: ANN401
    parameters = runtime.CommonParams()
    parameters.model.path = str(server.path)
    parameters.model_alias = {server.model}  # else answers would name the path
    parameters.n_ctx = server.context
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = server.threads
    parameters.cpuparams_batch.n_threads = server.threads
    parameters.cache_ram_mib = PROMPT_CACHE_MIB
    if server.prefix_folder is not None:
        parameters.slot_save_path = f"{server.prefix_folder}{os.sep}"
    parameters.fit_params = False  # it would shrink the context silently where memory is short
    parameters.verbosity = -1
    parameters.hostnames = [host]
    parameters.port = port
    parameters.api_keys = [server.api_key]
    # Nothing but the model: no pages, no view of what others ask, no web page that may ask from a browser.
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.endpoint_props = False
    parameters.endpoint_metrics = False
    parameters.cors_origins = ""
    parameters.cors_credentials = False
    return parameters


def check_machine(local: LocalModel, context: int | None = None) -> None:
    """Check that this machine can run a model: its processor's instructions, and the memory that is free now.

    Args:
        local: The model file.
        context: Tokens of one conversation; the default when ``None``.

    Raises:
        RuntimeUnavailableError: It can't.
    """
    if missing := missing_instructions():
        raise RuntimeUnavailableError(
            f"this processor lacks instructions that the embedded model's runtime needs ({', '.join(missing)})",
            hint="use a model behind an endpoint (--base-url), or build xllamacpp from source on this machine",
        )
    further = max(0, (context or DEFAULT_CONTEXT) - DEFAULT_CONTEXT)
    needed = local.path.stat().st_size + _WORKING_MEMORY + further * _BYTES_PER_TOKEN
    available = available_memory()
    if available is not None and available < needed:
        raise RuntimeUnavailableError(
            f"not enough memory for the model {local.name}: about {needed / 1e9:.1f} GB are needed, "
            f"{available / 1e9:.1f} GB are available",
            hint="close other programs, take a smaller model (local/qwen2.5-coder-0.5b) or one behind an endpoint",
        )


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


@contextlib.contextmanager
def _python_signal_handlers() -> Iterator[None]:
    """Keep Python's handlers of Ctrl-C and termination.

    The runtime puts its own in their place when it has started; Ctrl-C would then stop the model under the program
    instead of raising ``KeyboardInterrupt``. ``signal.signal`` only works in the main thread, hence the C functions.
    """
    get, put = ctypes.pythonapi.PyOS_getsig, ctypes.pythonapi.PyOS_setsig
    get.restype = put.restype = ctypes.c_void_p
    get.argtypes, put.argtypes = [ctypes.c_int], [ctypes.c_int, ctypes.c_void_p]
    before = {number: get(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            put(number, handler)
