"""The library that runs the embedded model: loading it, and telling it how to run."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
from typing import TYPE_CHECKING, Any

from llmextract.errors import RuntimeUnavailableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llmextract.llm.embedded.runtime_choices import RuntimeChoices
    from llmextract.llm.embedded.store import LocalModel

PROMPT_CACHE_MIB = 512
"""States of earlier prompts kept in memory, so that going back to an earlier prefix costs nothing. The runtime's own
default of 8 GiB is more than the machines have that this is made for."""


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


def server_parameters(
    runtime: Any,  # noqa: ANN401 - the package has no type information
    local: LocalModel,
    choices: RuntimeChoices,
    *,
    host: str,
    port: int,
    api_key: str,
    prefix_folder: Path | None,
) -> Any:  # noqa: ANN401
    """Tell the runtime's server what to run, how, and where.

    Args:
        runtime: The module.
        local: The model.
        choices: How it is run.
        host: Address to listen at.
        port: A free one when 0.
        api_key: What clients must present.
        prefix_folder: Where the states of prompts may be written.

    Returns:
        The runtime's ``CommonParams``.
    """
    parameters = runtime.CommonParams()
    parameters.model.path = str(local.path)
    parameters.model_alias = {local.name}  # else answers would name the path
    _share_out(parameters, choices)
    parameters.n_batch = parameters.n_ubatch = choices.batch
    parameters.cpuparams.n_threads = choices.threads
    parameters.cpuparams_batch.n_threads = choices.threads
    parameters.no_extra_bufts = not choices.repacks(runtime.get_system_info())
    if choices.flash_attention is not None:
        attention = runtime.llama_flash_attn_type
        on, off = attention.LLAMA_FLASH_ATTN_TYPE_ENABLED, attention.LLAMA_FLASH_ATTN_TYPE_DISABLED
        parameters.flash_attn_type = on if choices.flash_attention else off
    kind = getattr(runtime.ggml_type, f"GGML_TYPE_{choices.kv_type.upper()}")
    parameters.cache_type_k = parameters.cache_type_v = kind
    parameters.cache_ram_mib = PROMPT_CACHE_MIB
    if prefix_folder is not None:
        parameters.slot_save_path = f"{prefix_folder}{os.sep}"
    parameters.fit_params = False  # it would shrink the context silently where memory is short
    parameters.verbosity = -1
    parameters.hostnames = [host]
    parameters.port = port
    parameters.api_keys = [api_key]
    # Nothing but the model: no pages, no view of what others ask, no web page that may ask from a browser.
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.endpoint_props = False
    parameters.endpoint_metrics = False
    parameters.cors_origins = ""
    parameters.cors_credentials = False
    return parameters


def _share_out(parameters: Any, choices: RuntimeChoices) -> None:  # noqa: ANN401
    """Give each question that is answered at a time a context of its own, and one pass to all of them."""
    parameters.n_parallel = choices.parallel
    parameters.n_ctx = choices.parallel * choices.context
    if choices.parallel > 1:
        # In one store of keys and values, a pass can hold a prompt's tokens of one question and the next token of
        # another's answer. What a waiting place holds stays there: it is the beginning of the next question.
        parameters.kv_unified = True
        parameters.kv_unified_per_slot = choices.context
        parameters.cache_idle_slots = False


@contextlib.contextmanager
def python_signal_handlers() -> Iterator[None]:
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
