"""What the machine has to give, read from the files in which Linux tells it."""

from __future__ import annotations

import os
import platform

import pytest

from llmextract.llm.embedded import machine


@pytest.fixture
def linux(tmp_path, monkeypatch):
    """Folders in the place of /proc, /sys/devices/system/cpu and /sys/fs/cgroup; and four logical processors."""
    for name in ("_PROC", "_CPUS", "_CGROUP"):
        monkeypatch.setattr(machine, name, tmp_path / name)
        (tmp_path / name).mkdir()
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")

    def write(path, text):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)

    return write


def test_hyper_threads_are_not_cores(linux):
    for cpu in range(4):
        linux(f"_CPUS/cpu{cpu}/topology/thread_siblings_list", f"{cpu % 2},{cpu % 2 + 2}\n")
    assert machine.physical_cores() == 2


@pytest.mark.parametrize(
    ("quota", "cores"),
    [("150000 100000", 2), ("50000 100000", 1), ("max 100000", 4), ("900000 100000", 4), ("", 4)],
)
def test_quota_of_a_container_limits_the_cores(linux, quota, cores):
    linux("_CGROUP/cpu.max", quota)
    assert machine.physical_cores() == cores


@pytest.mark.usefixtures("linux")
@pytest.mark.parametrize(("kind", "cores"), [("AMD64", 2), ("arm64", 4)])
def test_cores_without_affinity_are_guessed_from_the_processor(monkeypatch, kind, cores):
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(platform, "machine", lambda: kind)
    assert machine.physical_cores() == cores


def test_available_memory_is_the_kernels_figure(linux):
    linux("_PROC/meminfo", "MemTotal:  8000 kB\nMemFree:   100 kB\nMemAvailable:   3000 kB\n")
    assert machine.available_memory() == 3000 * 1024


def test_limit_of_a_container_counts_when_it_is_lower(linux):
    linux("_PROC/meminfo", "MemAvailable:   3000 kB\n")
    linux("_CGROUP/memory.max", "2000000\n")
    linux("_CGROUP/memory.current", "1500000\n")
    linux("_CGROUP/memory.stat", "anon 1\ninactive_file 300000\nactive_file 7\n")
    assert machine.available_memory() == 800_000
    linux("_CGROUP/memory.max", "max\n")
    assert machine.available_memory() == 3000 * 1024


@pytest.mark.usefixtures("linux")
def test_available_memory_elsewhere_is_asked_of_the_system_or_unknown(monkeypatch):
    values = {"SC_AVPHYS_PAGES": 10, "SC_PAGE_SIZE": 4096}
    monkeypatch.setattr(os, "sysconf", values.__getitem__)
    assert machine.available_memory() == 40_960

    def unknown(_name):
        raise ValueError

    monkeypatch.setattr(os, "sysconf", unknown)
    assert machine.available_memory() is None


def test_instructions_are_read_from_the_processor_flags(linux, monkeypatch):
    assert machine.missing_instructions() == []
    linux("_PROC/cpuinfo", "processor : 0\nflags\t\t: fpu sse2 avx bmi2 f16c\n\nprocessor : 1\n")
    assert machine.missing_instructions() == ["avx2", "fma"]
    linux("_PROC/cpuinfo", "processor : 0\nflags\t\t: avx2 fma bmi2 f16c\n")
    assert machine.missing_instructions() == []
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    linux("_PROC/cpuinfo", "flags : nothing\n")
    assert machine.missing_instructions() == []


def test_this_machine_has_at_least_one_core():
    assert 1 <= machine.physical_cores() <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("flags", "info", "unused"),
    [
        ("fpu avx2 avx512_vnni", "CPU : AVX = 1 | AVX2 = 1 | REPACK = 1 | ", ["avx512_vnni"]),
        ("fpu avx2 avx512_vnni", "CPU : AVX2 = 1 | AVX512 = 1 | AVX512_VNNI = 1 | ", []),
        ("fpu avx2 avx512_vnni", "CPU : AVX2 = 1 | AVX512_VNNI = 0 | ", ["avx512_vnni"]),
        ("fpu avx2", "CPU : AVX2 = 1 | ", []),
    ],
)
def test_instructions_that_the_runtime_leaves_unused(linux, flags, info, unused):
    linux("_PROC/cpuinfo", f"processor : 0\nflags : {flags}\n")
    assert machine.unused_instructions(info) == unused
    here = {"avx512_vnni"} & set(flags.split())
    assert machine.used_instructions(info) == sorted(here - set(unused))


@pytest.mark.usefixtures("linux")
def test_where_the_processor_is_not_known_nothing_is_unused():
    assert machine.unused_instructions("CPU : AVX2 = 1 | ") == []
    assert machine.used_instructions("CPU : AVX512_VNNI = 1 | ") == []


def test_first_instruction_of_the_runtimes_line_counts_too():
    assert machine.built_for("CPU : AVX512_VNNI = 1 | AVX2 = 1 | AMX_INT8 = 0 | ") == {"AVX512_VNNI", "AVX2"}
    assert machine.built_for("") == frozenset()
