"""What the embedded model's answers depend on, beside the question: its weights and the build that runs them."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmextract.llm.embedded.store import LocalModel

RUNTIME = "xllamacpp"


def identity_of(local: LocalModel, *numbers: str) -> str:
    """Tell one model and runtime from another, without loading either.

    Another build of the same runtime rounds differently and may answer differently, hence the library's size.

    Args:
        local: The model file.
        *numbers: What else changes how numbers are rounded; see `RuntimeOptions.numbers`.

    Returns:
        32 hexadecimal digits; the same ones mean that the same question gets the same answer at temperature 0.
    """
    status = local.path.stat()
    weights = local.entry.sha256 if local.entry else f"{local.path} {status.st_size} {status.st_mtime_ns}"
    return hashlib.sha256(json.dumps([weights, *_runtime(), *numbers]).encode()).hexdigest()[:32]


def _runtime() -> list[str]:
    """Return the runtime's version and the sizes of its compiled files; nothing where it is not installed."""
    spec = importlib.util.find_spec(RUNTIME)
    if spec is None:
        return []
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    compiled = sorted(file for folder in folders for file in folder.iterdir() if file.suffix in {".so", ".pyd"})
    return [importlib.metadata.version(RUNTIME), *(f"{file.name} {file.stat().st_size}" for file in compiled)]
