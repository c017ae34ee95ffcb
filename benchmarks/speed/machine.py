"""The machine's ceilings: how fast it reads memory and multiplies, and what a language model could make of that.

Each answered token reads all weights of the model once, so that the speed of memory bounds the answer; each prompt
token multiplies with each weight once, so that arithmetic bounds the prompt (Pope et al., "Efficiently Scaling
Transformer Inference", MLSys 2023, section 2). Arithmetic is measured as NumPy's product of two matrices of 32-bit
floats, on all cores; what 8-bit integers reach beyond that follows from how many products an instruction makes.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.speed.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Callable

WEIGHTS_BYTES = 0.98e9
"""Bytes of weights that the embedded model's file, quantized to Q4_K_M, has to read for each answered token."""

WEIGHTS_MULTIPLIED = 1.31e9
"""Weights that a prompt token is multiplied with: those of Qwen2.5-1.5B without its table of words."""

_INT8_OF_FLOAT = {"vnni": 4.0, "avx512": 0.67, "avx2": 1.33}
"""Products of 8-bit integers for each of 32-bit floats: VNNI makes 64 in one instruction, AVX2 32 in three (vpmaddubsw,
vpmaddwd, vpaddd); of floats, AVX-512 makes 16 in one and AVX2 8. ``avx512`` is a runtime built for AVX2 on a machine
where NumPy uses AVX-512."""

_ROUNDS = 5
_MEGABYTES = 256
_SIDE = 1536


class Ceilings(NamedTuple):
    """What the machine can do at most.

    Attributes:
        read_gb: Gigabytes of memory read a second.
        float_gflops: Thousand million operations on 32-bit floats a second.
        answered: Tokens answered a second.
        prompt: Prompt tokens a second with a runtime built for AVX2.
        prompt_vnni: The same with one built for this processor, where it has AVX-512 VNNI; else ``None``.
    """

    read_gb: float
    float_gflops: float
    answered: float
    prompt: float
    prompt_vnni: float | None


def measure_machine(*, cores: int) -> tuple[list[Figure], dict[str, float | None]]:
    """Measure the ceilings.

    Args:
        cores: Physical cores that may be used.
    """
    found = ceilings(read_gb=_read_rate(cores), float_gflops=_float_rate(), instructions=_instructions())
    return machine_figures(found), found._asdict()


def ceilings(*, read_gb: float, float_gflops: float, instructions: frozenset[str]) -> Ceilings:
    """Return what measured rates allow.

    Args:
        read_gb: Gigabytes read a second.
        float_gflops: Thousand million operations on 32-bit floats a second; a product and a sum are two.
        instructions: The processor's, by their names in ``/proc/cpuinfo``.
    """
    float_rate = float_gflops * 1e9 / 2 / WEIGHTS_MULTIPLIED  # tokens, each a product and a sum for each weight
    plain = "avx512" if "avx512f" in instructions else "avx2"
    vnni = _INT8_OF_FLOAT["vnni"] * float_rate if "avx512_vnni" in instructions else None
    return Ceilings(read_gb, float_gflops, read_gb * 1e9 / WEIGHTS_BYTES, _INT8_OF_FLOAT[plain] * float_rate, vnni)


def machine_figures(found: Ceilings) -> list[Figure]:
    """Return the figures of some ceilings."""
    return [
        Figure("memory read", found.read_gb, "GB/s"),
        Figure("products of 32-bit floats", found.float_gflops, "GFLOP/s"),
        Figure("most answered tokens", found.answered, "tokens/s", note="memory / weights"),
        Figure("most prompt tokens, AVX2 runtime", found.prompt, "tokens/s", note="from the floats"),
        Figure("most prompt tokens, AVX-512 VNNI runtime", found.prompt_vnni, "tokens/s", note="from the floats"),
    ]


def distance_figures(found: dict[str, float | None], *, prompt: float, answer: float) -> list[Figure]:
    """Return how far a model is from the ceilings.

    Args:
        found: The ceilings, by name.
        prompt: Prompt tokens that it computes a second.
        answer: Tokens that it answers a second.
    """
    reached = (("answered", answer, "answering"), ("prompt", prompt, "reading, of an AVX2 runtime's"))
    vnni = (("prompt_vnni", prompt, "reading, of an AVX-512 VNNI runtime's"),)
    return [
        Figure(f"share of the ceiling, {what}", 100 * rate / ceiling, "%")
        for name, rate, what in (*reached, *vnni)
        if (ceiling := found[name])
    ]


def _read_rate(cores: int) -> float:
    """Return gigabytes read a second: the best of a few rounds, each core summing up a part of a large array."""
    import numpy as np

    parts = np.array_split(np.ones(_MEGABYTES * 1_000_000 // 8, dtype=np.int64), cores)
    with ThreadPoolExecutor(cores) as pool:
        seconds = _best(lambda: list(pool.map(np.add.reduce, parts)))
    return sum(part.nbytes for part in parts) / seconds / 1e9


def _float_rate() -> float:
    import numpy as np

    matrix = np.ones((_SIDE, _SIDE), dtype=np.float32)
    return 2 * _SIDE**3 / _best(lambda: matrix @ matrix) / 1e9


def _best(work: Callable[[], object]) -> float:
    """Return the least seconds that some work took: what was above was something else."""
    seconds = []
    for _ in range(_ROUNDS):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def _instructions() -> frozenset[str]:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return frozenset()
    return frozenset(next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), []))
