"""The wheel can be built again to the byte, by anybody, anywhere; and holds what it should."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = ("pyproject.toml", "README.md", "LICENSE", "NOTICE")
BUILD = (
    "import os, sys; os.umask(int(sys.argv[2], 8)); from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
)

pytest.importorskip("hatchling", reason="builds the wheel with hatchling itself: pip install hatchling")


def build(folder, *, age, umask, **environment):
    """Build a wheel of a copy of the repository whose files are so many seconds old; return its name and bytes."""
    source = folder / "source"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "llmextract", source / "llmextract", copy_function=shutil.copyfile, ignore=ignored)
    for name in FILES:
        shutil.copyfile(ROOT / name, source / name)
    for path in sorted(source.rglob("*"), reverse=age > 0):
        os.utime(path, (1_900_000_000 - age, 1_900_000_000 - age))
        path.chmod(0o755 if path.is_dir() else 0o666 & ~umask)
    done = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-c", BUILD, str(folder / "out"), oct(umask)],
        cwd=source,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (folder / "out").iterdir()
    return wheel.name, wheel.read_bytes()


def test_two_builds_are_the_same_to_the_byte(tmp_path):
    here = {"SOURCE_DATE_EPOCH": "1900000000", "PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}
    there = {**here, "PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    name, data = build(tmp_path / "here", age=0, umask=0o022, **here)
    assert (name, data) == build(tmp_path / "far" / "away" / "there", age=86_400, umask=0o077, **there)

    with zipfile.ZipFile(tmp_path / "here" / "out" / name) as wheel:
        names = wheel.namelist()
        assert {entry.date_time[0] for entry in wheel.infolist()} == {2030}
    assert "llmextract/articles/injections.toml" in names
    assert "llmextract/prompting/data/passage.md" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(part in name for name in names for part in ("tests/", "__pycache__", ".pyc", "benchmarks/", "fuzz/"))
