"""How the embedded model is run: what somebody asked for, and what is chosen where nobody did.

The context need not follow the article: what llmextract asks is about a clause, or about a stretch of an article that
is bounded in length, and a context that is larger than needed costs memory and no time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from llmextract.errors import ConfigurationError
from llmextract.llm.embedded.machine import built_for, physical_cores

if TYPE_CHECKING:
    from llmextract.setting_fields import KvType, Settings

DEFAULT_CONTEXT = 8192
"""Tokens of one conversation, prompt and answer together."""

SMALL_CONTEXT = 4096
"""The same where memory is short; no question of llmextract's own is longer."""

_MIN_CONTEXT = 256
_MOST_PARALLEL = 16
_BATCH = 512
_SHARED_BATCH = 128
"""Tokens of one pass where several questions are answered at a time: while one is read, the others wait for it."""

_WORKING_MEMORY = 512 << 20
"""Beyond the weights, their copy and the context: what is computed in between, and the states of earlier prompts."""
_BYTES_PER_TOKEN = {"f16": 32 << 10, "q8_0": 17 << 10}
"""Of context: 28 layers x 2 (keys, values) x 256 numbers x 2 bytes = 28 KiB for 1.5 billion parameters, rounded up; of
q8_0, 32 numbers take 34 bytes."""
_REPACKED_SHARE = 0.55
"""Of the model file: 0.6 GB measured for one of 1.1 GB."""


class RuntimeOptions(NamedTuple):
    """What somebody asked for; ``None`` leaves the choice to `choose`.

    Attributes:
        context: Tokens of one conversation, prompt and answer together.
        threads: Threads that compute.
        batch: Tokens computed in one pass at most.
        flash_attention: Whether attention is computed in one step.
        kv_type: Numbers in which keys and values are kept.
        repack: Whether the weights are put into another order.
        parallel: Questions answered at a time.
    """

    context: int | None = None
    threads: int | None = None
    batch: int | None = None
    flash_attention: bool | None = None
    kv_type: KvType | None = None
    repack: bool | None = None
    parallel: int | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """What was asked for and changes how numbers are rounded, and thus, now and then, an answer."""
        rounding = {"flash_attention": self.flash_attention, "kv_type": self.kv_type, "repack": self.repack}
        return tuple(f"{name} = {value}" for name, value in rounding.items() if value is not None)


@dataclass(frozen=True)
class RuntimeChoices:
    """How a model is run.

    Attributes:
        context: As in `RuntimeOptions`, as are the others.
        threads: One for each physical core, unless asked for.
        batch: 512 tokens; 128 where several questions are answered at a time.
        flash_attention: ``None`` leaves it to the runtime.
        kv_type: ``f16``, unless asked for.
        repack: ``None`` leaves it to `repacks`; no where memory is short.
        parallel: 1, unless asked for.
    """

    context: int
    threads: int
    batch: int
    flash_attention: bool | None
    kv_type: KvType
    repack: bool | None
    parallel: int

    def needed_memory(self, weights: int) -> int:
        """Return the bytes of memory that a model takes.

        Args:
            weights: Size of its file, in bytes.
        """
        copy = 0 if self.repack is False else int(_REPACKED_SHARE * weights)
        return weights + copy + self.parallel * self.context * _BYTES_PER_TOKEN[self.kv_type] + _WORKING_MEMORY

    def repacks(self, system_info: str) -> bool:
        """Tell whether the weights are put into another order.

        For AVX2, the runtime's own order makes reading a prompt faster. A build for AVX-512 VNNI reads faster without
        it: 1.4 times as many tokens a second were measured.

        Args:
            system_info: What the runtime says of its build.
        """
        return "AVX512_VNNI" not in built_for(system_info) if self.repack is None else self.repack

    def describe(self, system_info: str | None = None) -> str:
        """Say in words how the model is run.

        Args:
            system_info: What the runtime says of its build, if it is there.
        """
        attention = {None: "flash attention as the runtime decides", True: "flash attention", False: "plain attention"}
        parts = [
            _counted(self.threads, "thread"),
            f"{self.context} tokens of context ({self.kv_type})",
            f"{self.batch} tokens a pass",
            attention[self.flash_attention],
            f"{_counted(self.parallel, 'question')} at a time",
        ]
        if system_info is not None:
            parts.append("weights repacked" if self.repacks(system_info) else "weights as in the file")
        return ", ".join(parts)


def options_of(settings: Settings) -> RuntimeOptions:
    """Return what the settings ask for."""
    return RuntimeOptions(
        context=settings.context,
        threads=settings.threads,
        batch=settings.embedded_batch,
        flash_attention=settings.embedded_flash_attention,
        kv_type=settings.embedded_kv_type,
        repack=settings.embedded_repack,
        parallel=settings.embedded_parallel,
    )


def check_options(options: RuntimeOptions, *, longest: int | None) -> None:
    """Check what was asked for.

    Args:
        options: What was asked for.
        longest: Tokens that the model can take in one conversation, if that is known.

    Raises:
        ConfigurationError: Something is out of range, or does not go together.
    """
    context, batch, parallel = options.context, options.batch, options.parallel
    if context is not None and (context < _MIN_CONTEXT or (longest is not None and context > longest)):
        allowed = f"from {_MIN_CONTEXT} to {longest}" if longest else f"at least {_MIN_CONTEXT}"
        raise ConfigurationError(f"a context of {context} tokens is out of range", hint=f"{allowed} is possible")
    if options.threads is not None and options.threads < 1:
        raise ConfigurationError(
            f"{options.threads} threads can't compute anything", hint="give 1 or more, or leave it out"
        )
    if batch is not None and batch < 1:
        raise ConfigurationError(f"a pass of {batch} tokens is too short", hint="give 1 or more, or leave it out")
    if parallel is not None and not 1 <= parallel <= _MOST_PARALLEL:
        raise ConfigurationError(
            f"{_counted(parallel, 'question')} at a time is out of range",
            hint=f"from 1 to {_MOST_PARALLEL} is possible",
        )
    if options.kv_type not in {None, *_BYTES_PER_TOKEN}:
        raise ConfigurationError(
            f"there are no numbers called {options.kv_type!r} for keys and values",
            hint=f"there are {', '.join(_BYTES_PER_TOKEN)}",
        )
    if options.kv_type == "q8_0" and options.flash_attention is False:
        raise ConfigurationError(
            "keys and values in q8_0 need flash attention, which is switched off", hint="leave one of the two out"
        )


def choose(options: RuntimeOptions, *, weights: int, longest: int | None, available: int | None) -> RuntimeChoices:
    """Choose what was not asked for.

    Where memory is short, the weights are not repacked; where that is not enough, the context is halved.

    Args:
        options: What was asked for, checked.
        weights: Size of the model file, in bytes.
        longest: Tokens that the model can take in one conversation, if that is known.
        available: Bytes of memory that can be taken now, if that is known.

    Returns:
        The choices; they may need more memory than there is.
    """
    parallel = options.parallel or 1
    kv_type = options.kv_type or "f16"
    choices = RuntimeChoices(
        context=options.context or min(DEFAULT_CONTEXT, longest or DEFAULT_CONTEXT),
        threads=options.threads or physical_cores(),
        batch=options.batch or (_BATCH if parallel == 1 else _SHARED_BATCH),
        # The runtime leaves it out where a model can't have it, and then could not keep such numbers.
        flash_attention=True if kv_type == "q8_0" else options.flash_attention,
        kv_type=kv_type,
        repack=options.repack,
        parallel=parallel,
    )
    if available is None:
        return choices
    if choices.needed_memory(weights) > available and options.repack is None:
        choices = replace(choices, repack=False)
    if choices.needed_memory(weights) > available and options.context is None:
        choices = replace(choices, context=min(choices.context, SMALL_CONTEXT))
    return choices


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
