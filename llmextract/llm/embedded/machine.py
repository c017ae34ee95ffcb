"""What this machine, or the container around this process, has to give: cores, memory, instructions."""

from __future__ import annotations

import contextlib
import math
import os
import platform
from pathlib import Path

_PROC = Path("/proc")
_CPUS = Path("/sys/devices/system/cpu")
_CGROUP = Path("/sys/fs/cgroup")

_NEEDED_INSTRUCTIONS = frozenset({"avx2", "fma", "f16c", "bmi2"})
"""What the runtime's prebuilt library is compiled for on x86-64; without them it ends the process."""

_WORTH_A_BUILD = {"avx512_vnni": "AVX512_VNNI"}
"""By their names in ``/proc/cpuinfo``, and in llama.cpp. Reading a prompt consists of products of 8-bit numbers."""


def physical_cores() -> int:
    """Cores that this process may use: those it is bound to, hyper-threads not counted, no more than its CPU quota.

    A second thread on a core only gets in the way of the first in work that is all arithmetic.
    """
    try:
        usable = os.sched_getaffinity(0)
    except AttributeError:  # macOS, Windows
        logical = os.cpu_count() or 1
        return max(1, logical // 2) if platform.machine().lower() in ("x86_64", "amd64") else logical
    siblings = {_read(_CPUS / f"cpu{cpu}" / "topology" / "thread_siblings_list") or str(cpu) for cpu in usable}
    return max(1, min(len(siblings), _cpu_quota()))


def _cpu_quota() -> int:
    """The container's CPU quota in whole cores (cgroup v2 ``cpu.max``: microseconds allowed, of how many)."""
    quota, _, period = _read(_CGROUP / "cpu.max").partition(" ")
    if quota.isdigit() and period.isdigit():
        return max(1, math.ceil(int(quota) / int(period)))
    return os.cpu_count() or 1


def available_memory() -> int | None:
    """Bytes that this process can take without swapping or meeting its container's limit; ``None`` if not known."""
    meminfo = _read(_PROC / "meminfo").splitlines()
    found = [int(line.split()[1]) * 1024 for line in meminfo if line.startswith("MemAvailable:")]  # given in KiB
    limit, used = _read(_CGROUP / "memory.max"), _read(_CGROUP / "memory.current")
    if limit.isdigit() and used.isdigit():
        reclaimable = 0
        for line in _read(_CGROUP / "memory.stat").splitlines():
            if line.startswith("inactive_file "):
                reclaimable = int(line.split()[1])
        found.append(int(limit) - int(used) + reclaimable)
    if not found:
        with contextlib.suppress(ValueError, OSError, AttributeError):
            found.append(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    return min(found, default=None)


def missing_instructions() -> list[str]:
    """Processor instructions that the runtime needs and this machine lacks; empty where that can't be told."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return []
    for line in _read(_PROC / "cpuinfo").splitlines():
        if line.startswith("flags"):
            return sorted(_NEEDED_INSTRUCTIONS - set(line.partition(":")[2].split()))
    return []


def unused_instructions(system_info: str) -> list[str]:
    """Tell which instructions, worth a build of one's own, this machine has and the runtime is not built for.

    Args:
        system_info: What the runtime says of its build, as llama.cpp prints it: ``AVX2 = 1 | AVX512 = 1 | ...``.

    Returns:
        Their names in ``/proc/cpuinfo``; empty where that can't be told.
    """
    built = built_for(system_info)
    return [flag for flag, name in _worth_a_build().items() if name not in built]


def used_instructions(system_info: str) -> list[str]:
    """Tell which instructions, worth a build of one's own, this machine has and the runtime is built for.

    Args:
        system_info: As for `unused_instructions`.

    Returns:
        As `unused_instructions`.
    """
    built = built_for(system_info)
    return [flag for flag, name in _worth_a_build().items() if name in built]


def _worth_a_build() -> dict[str, str]:
    """Return those of the instructions worth a build that this machine has."""
    for line in _read(_PROC / "cpuinfo").splitlines():
        if line.startswith("flags"):
            here = set(line.partition(":")[2].split())
            return {flag: name for flag, name in _WORTH_A_BUILD.items() if flag in here}
    return {}


def built_for(system_info: str) -> frozenset[str]:
    """Return the instructions that the runtime is built for, by llama.cpp's names.

    Args:
        system_info: What the runtime says of its build, as llama.cpp prints it: ``CPU : AVX2 = 1 | AVX512 = 1 | ...``.
    """
    parts = [part.rpartition(":")[2].partition("=") for part in system_info.split("|")]
    return frozenset(name.strip() for name, _, state in parts if state.strip() == "1")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
