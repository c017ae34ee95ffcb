""".ci/audit.py: what it makes of what pip-audit says, and of its silence."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

AUDIT = Path(__file__).parents[1] / ".ci" / "audit.py"
# Stands in for pip-audit, which asks the package index: says of each requirement what the test wants it to say.
STAND_IN = """
import json, os, sys
said, code = json.loads(os.environ["SAID"]), int(os.environ["CODE"])
lines = open(sys.argv[sys.argv.index("--requirement") + 1]).read().split()
if said is not None:
    found = []
    for line in lines:
        name, _, version = line.partition("==")
        told = said.get(line, said.get(name, said.get("*", {})))
        found.append({"name": name, "version": version, "vulns": []} | told)
    print(json.dumps({"dependencies": found, "fixes": []}))
sys.exit(code)
"""
KNOWN = {"requests==2.19.0": {"vulns": [{"id": "CVE-2018-18074", "fix_versions": ["2.20.0"], "aliases": []}]}}


@pytest.fixture
def audit(tmp_path):
    package = tmp_path / "pip_audit"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(STAND_IN)

    def run(said, code=1):
        environment = {**os.environ, "PYTHONPATH": str(tmp_path), "SAID": json.dumps(said), "CODE": str(code)}
        command = [sys.executable, str(AUDIT)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
        return done.returncode, done.stdout.strip(), done.stderr

    return run


@pytest.mark.parametrize(
    "said",
    [None, {"*": {"skip_reason": "not found"}}, {}],
    ids=["nobody answers", "an index that knows no package", "an index that knows packages but no weakness"],
)
def test_without_advisories_it_says_so_and_does_not_fail(audit, said):
    assert audit(said)[:2] == (0, "skipped: no advisories reachable")


def test_a_known_weakness_fails(audit):
    weak = {"vulns": [{"id": "CVE-1", "fix_versions": ["9.9"]}, {"id": "CVE-2", "fix_versions": []}]}
    code, told, _ = audit(KNOWN | {"pytest": weak})
    lines = [line for line in told.splitlines() if line.startswith("pytest ")]
    assert code == 1
    assert lines == [
        f"pytest {pytest.__version__}: CVE-1 (better: 9.9)",
        f"pytest {pytest.__version__}: CVE-2 (better: none yet)",
    ]


def test_packages_without_a_known_weakness_pass_and_unknown_ones_are_named(audit):
    code, told, _ = audit(KNOWN, code=0)
    assert code == 0
    assert re.fullmatch(r"no known weakness in \d+ packages", told)
    unknown = {"skip_reason": "not found"}
    code, fewer, _ = audit(KNOWN | {"pytest": unknown}, code=0)
    assert code == 0
    assert fewer.splitlines()[0] == "not known to those who publish advisories, not checked: pytest"
    assert int(fewer.split()[-2]) == int(told.split()[-2]) - 1


def test_an_audit_that_can_not_be_run_fails(audit):
    code, _, complaint = audit({}, code=2)
    assert code == 1
    assert "pip-audit can't be run" in complaint
