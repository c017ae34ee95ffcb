"""Look for known weaknesses in what is installed beside this Python, with pip-audit.

Says "skipped: no advisories reachable" and ends well where nobody answers for them; ends with exit code 1 for a
finding. What a virtual environment itself comes with, pip and setuptools, is not looked at: it depends on the Python.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

OWN = {"llmextract", "pip", "setuptools", "wheel"}
CANARY = "requests==2.19.0"
"""A release with published advisories. An index that knows none of it knows nothing, though it may answer."""
PATIENCE = 240
"""Seconds that one audit may take."""

Report = list[dict[str, Any]]


def installed() -> list[str]:
    """Return what is installed, as pinned requirements."""
    found = {item.metadata["Name"]: item.version for item in distributions()}
    return sorted(f"{name}=={version}" for name, version in found.items() if name.lower() not in OWN)


def ask(requirements: list[str]) -> Report | None:
    """Return what pip-audit says of each requirement; ``None`` where it could not reach anybody."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("\n".join(requirements) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(listed), "--no-deps", "--disable-pip"]
        options = ["--format", "json", "--progress-spinner", "off", "--timeout", "20"]
        try:
            done = subprocess.run(  # noqa: S603 - this Python
                [*command, *options], capture_output=True, text=True, check=False, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            return None
    if done.returncode not in {0, 1} or "No module named pip_audit" in done.stderr:  # nothing to do with the network
        raise SystemExit(f"pip-audit can't be run:\n{done.stderr}")
    try:
        report: Report = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return None
    return report


def findings(report: Report) -> list[str]:
    """Return a line for each known weakness."""
    return [
        f"{item['name']} {item['version']}: {found['id']} (better: {', '.join(found['fix_versions']) or 'none yet'})"
        for item in report
        for found in item.get("vulns", [])
    ]


def main() -> int:
    """Ask about the canary, then about everything; return the exit code."""
    canary = ask([CANARY])
    report = ask(installed()) if canary is not None and findings(canary) else None
    if report is None:
        print("skipped: no advisories reachable")
        return 0
    unknown = [item["name"] for item in report if "skip_reason" in item]
    if unknown:
        print(f"not known to those who publish advisories, not checked: {', '.join(unknown)}")
    found = findings(report)
    print("\n".join(found) or f"no known weakness in {len(report) - len(unknown)} packages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
