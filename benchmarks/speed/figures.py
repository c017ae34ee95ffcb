"""What was measured: figures with the limits that they are held against, and the arithmetic that they come from."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import statistics
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PACKAGES = ("llmextract", "openai", "instructor", "langextract", "xllamacpp", "pydantic")
_LARGE, _SMALL = 100, 10


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        name: What was measured.
        value: How much; ``None`` where it could not be measured.
        unit: Of the value, and of the limit.
        most: What it may be at most, if there is a limit.
        least: What it must be at least, if there is a limit.
        note: What one must know to read it.
    """

    name: str
    value: float | None
    unit: str
    most: float | None = None
    least: float | None = None
    note: str = ""

    @property
    def is_kept(self) -> bool | None:
        """Whether the limits are kept; ``None`` without one, or without a value."""
        if self.value is None or (self.most is None and self.least is None):
            return None
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)


@dataclass
class Report:
    """All that was measured in one run.

    Attributes:
        parts: Figures by part of the benchmark.
        raw: What they were computed from, by part.
        about: Machine, date and versions.
    """

    parts: dict[str, list[Figure]] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data, ready for JSON."""
        figures = {
            part: [{**asdict(each), "kept": each.is_kept} for each in found] for part, found in self.parts.items()
        }
        return {"about": self.about, "figures": figures, "raw": self.raw}

    def markdown(self) -> str:
        """Return a heading that tells machine, date and versions, and the table of all figures."""
        versions = ", ".join(f"{name} {version}" for name, version in self.about["versions"].items())
        about = self.about
        lines = [
            f"### {about['date']}, {about['processor']}, {about['cores']} cores, {about['memory_gb']} GB",
            "",
            f"{about['system']}, Python {about['python']}; {versions}.",
            f"Load of the machine when it began: {about['load']}.",
            "",
            "| part | figure | value | limit | kept |",
            "| --- | --- | ---: | ---: | :-: |",
        ]
        for part, found in self.parts.items():
            for each in found:
                kept = {None: "", True: "yes", False: "**no**"}[each.is_kept]
                note = f" ({each.note})" if each.note else ""
                lines.append(
                    f"| {part} | {each.name}{note} | {_said(each.value, each.unit)} | {_limit(each)} | {kept} |"
                )
        return "\n".join(lines) + "\n"


def describe_machine() -> dict[str, Any]:
    """Return what a figure depends on: the machine, how busy it is, the date, and the versions of the packages."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": _memory_gb(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "load": "not known" if load is None else f"{load:.1f}",
        "versions": {name: version for name in _PACKAGES if (version := _version(name))},
    }


def ratio_of_pairs(ours: Sequence[float], theirs: Sequence[float]) -> float | None:
    """Return the median of the ratios of two measurements of the same things: above 1 where the second is larger.

    Args:
        ours: The first of each pair.
        theirs: The second, in the same order.

    Returns:
        Median of ``theirs / ours``; ``None`` where there is no pair with a first above 0.
    """
    ratios = [other / own for own, other in zip(ours, theirs, strict=True) if own > 0]
    return statistics.median(ratios) if ratios else None


def growth(values: Sequence[float], *, settled: float = 0.2) -> float | None:
    """Return how much a series has grown since it was settled.

    Args:
        values: Measured at equal distances.
        settled: Share of the series at its beginning that does not count.

    Returns:
        The median of the last fifth over that of the first fifth behind the beginning, less 1; ``None`` for a series
        of less than five values behind it.
    """
    counted = list(values[int(settled * len(values)) :])
    size = len(counted) // 5
    if not size:
        return None
    return statistics.median(counted[-size:]) / statistics.median(counted[:size]) - 1


def middle(values: Iterable[float]) -> float | None:
    """Return the median; ``None`` of nothing."""
    found = list(values)
    return statistics.median(found) if found else None


def _said(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{_number(value)} {unit}".strip()


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= _LARGE else f"{value:.1f}" if abs(value) >= _SMALL else f"{value:.2f}"


def _limit(figure: Figure) -> str:
    if figure.most is None and figure.least is None:
        return ""
    limit = figure.most if figure.most is not None else figure.least
    return f"{'≤' if figure.most is not None else '≥'} {_number(limit or 0.0)}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory_gb() -> int | None:
    try:
        return round(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1e9)
    except (AttributeError, OSError, ValueError):
        return None


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
