"""The package's face: what it offers, and that asking for its names loads nothing else."""

import subprocess
import sys

import pytest

import llmextract.corpus as package


@pytest.mark.parametrize("name", package.__all__)
def test_every_name_can_be_imported_and_is_documented(name):
    assert getattr(package, name).__doc__


def test_no_other_name_is_offered_and_all_are_listed():
    assert dir(package) == sorted(package.__all__) == sorted(package._HOMES)
    with pytest.raises(AttributeError, match="has no attribute 'shop'"):
        _ = package.shop


def test_importing_loads_nothing_heavy():
    heavy = ("pydantic", "sqlite3", "rensa", "pyarrow", "asyncio", "openai")
    code = f"import sys, llmextract.corpus; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "[]\n"
