"""The package's face: what it offers, and what merely importing it does not load."""

import subprocess
import sys

import pytest

import llmextract

NOT_LOADED = ("pydantic", "openai", "instructor", "xllamacpp", "trafilatura", "dateparser", "rich", "typer", "asyncio")


def test_all_is_sorted_and_complete():
    assert sorted(llmextract.__all__, key=str.casefold) == sorted(set(llmextract.__all__), key=str.casefold)
    assert dir(llmextract) == sorted(llmextract.__all__)
    assert set(llmextract._HOMES) == set(llmextract.__all__) - {"__version__"}


@pytest.mark.parametrize("name", llmextract.__all__)
def test_every_name_can_be_imported_and_is_documented(name):
    found = getattr(llmextract, name)
    assert found is getattr(llmextract, name)
    if name != "__version__":
        assert found.__doc__
        assert found.__module__.startswith("llmextract.")
        assert found.__name__ == name


def test_no_other_name_is_offered():
    with pytest.raises(AttributeError, match="module 'llmextract' has no attribute 'extracts'"):
        _ = llmextract.extracts
    namespace = {}
    exec("from llmextract import *", namespace)  # noqa: S102 - what a star import gives is the question
    assert set(namespace) - {"__builtins__"} == set(llmextract.__all__)


def test_importing_loads_nothing_heavy():
    code = f"import sys, llmextract; print(','.join(name for name in {NOT_LOADED!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout == "\n"
