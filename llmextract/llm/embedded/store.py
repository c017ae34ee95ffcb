"""Model files on this machine: where they lie, and whether they are what they should be."""

from __future__ import annotations

import hashlib
import json
import os
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from llmextract.errors import ConfigurationError, ModelFileError
from llmextract.llm.embedded.catalog import LOCAL_PREFIX, catalog, find_model

if TYPE_CHECKING:
    from llmextract.llm.embedded.catalog import CatalogModel

CACHE_VARIABLE = "LLMEXTRACT_CACHE_DIR"

CHUNK = 1 << 20
"""Bytes read at once while hashing and copying."""

_GGUF_MAGIC = b"GGUF"
_GGUF_VERSIONS = (2, 3)
_GGUF_HEADER = struct.Struct("<4sIQQ")  # magic, version, number of tensors, number of metadata entries


@dataclass(frozen=True)
class LocalModel:
    """A model file that can be run.

    Attributes:
        name: Its name in the catalog; the file's name without ending for a user's own file.
        path: Absolute path of the file.
        entry: Its entry in the catalog; ``None`` for a user's own file.
    """

    name: str
    path: Path
    entry: CatalogModel | None


def cache_directory(cache_dir: Path | str | None = None) -> Path:
    """Where llmextract keeps what it downloads.

    Args:
        cache_dir: Taken when given; else the environment variable ``LLMEXTRACT_CACHE_DIR``, else the user's cache
            directory as the operating system has it.

    Returns:
        An absolute path; the directory need not exist.
    """
    chosen = cache_dir or os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("llmextract", appauthor=False)


def model_path(model: CatalogModel, cache_dir: Path | str | None = None) -> Path:
    """Where the file of a model of the catalog lies once it is fetched."""
    return cache_directory(cache_dir) / "models" / model.file


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name + ".verified.json")


def _stamp(path: Path, sha256: str) -> dict[str, object]:
    # Whoever swaps the file can put its time of change (mtime) back, but not that of its entry (ctime).
    status = path.stat()
    return {"sha256": sha256, "size": status.st_size, "mtime_ns": status.st_mtime_ns, "ctime_ns": status.st_ctime_ns}


def record_verified(path: Path, sha256: str) -> None:
    """Note beside the file that its SHA-256 was checked, so that later starts need not read it again."""
    sidecar = _sidecar(path)
    temporary = sidecar.with_name(f"{sidecar.name}.{os.getpid()}")
    temporary.write_text(json.dumps(_stamp(path, sha256)), encoding="utf-8")
    temporary.replace(sidecar)


def forget_verified(path: Path) -> None:
    """Remove the note that :func:`record_verified` left."""
    _sidecar(path).unlink(missing_ok=True)


def is_verified(path: Path, sha256: str) -> bool:
    """Whether the file was found right once and has not been touched since: same size, same times of change."""
    try:
        return bool(json.loads(_sidecar(path).read_text(encoding="utf-8")) == _stamp(path, sha256))
    except (OSError, ValueError):
        return False


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify_model(path: Path, model: CatalogModel | None = None) -> None:
    """Check that a model file is what it should be.

    A file of the catalog must have the catalog's SHA-256. That is computed once; afterwards a look at size and time of
    change is enough until one of them changes. Of any other file only the header can be checked.

    Args:
        path: The file.
        model: The catalog's entry; looked up by the name of the file when not given.

    Raises:
        ModelFileError: No such file, damaged, or no model.
    """
    model = model or next((known for known in catalog().models.values() if known.file == path.name), None)
    if model is None:
        check_gguf(path)
        return
    if is_verified(path, model.sha256):
        return
    hint = f"fetch it again with: llmextract model fetch {model.name} --force"
    try:
        size = path.stat().st_size
        damaged = size != model.size or _file_sha256(path) != model.sha256
    except FileNotFoundError:
        raise ModelFileError(
            f"the model {model.name} is not fetched yet", hint=f"run: llmextract model fetch {model.name}"
        ) from None
    except OSError as error:
        raise ModelFileError(f"the model file {path} can't be read ({error.strerror})", hint=hint) from error
    if damaged:
        what = f"has {size:,} bytes instead of {model.size:,}" if size != model.size else "has the wrong SHA-256"
        raise ModelFileError(f"the model file {path} is damaged: it {what}", hint=hint)
    try:
        record_verified(path, model.sha256)
    except OSError:
        return  # a read-only cache: right today, to be computed again at the next start


def check_gguf(path: Path) -> None:
    """Check the header of a GGUF file.

    Args:
        path: The file.

    Raises:
        ModelFileError: No such file, not readable, or no GGUF file of a version that the runtime reads.
    """
    try:
        with path.open("rb") as file:
            header = file.read(_GGUF_HEADER.size)
    except FileNotFoundError:
        raise ModelFileError(f"there is no model file {path}", hint="check the path after local/") from None
    except OSError as error:
        raise ModelFileError(f"the model file {path} can't be read ({error.strerror})") from error
    hint = "a model file must be a complete GGUF file, version 2 or 3"
    if len(header) < _GGUF_HEADER.size or not header.startswith(_GGUF_MAGIC):
        raise ModelFileError(f"{path} is not a GGUF model file", hint=hint)
    _, version, tensors, _ = _GGUF_HEADER.unpack(header)
    if version not in _GGUF_VERSIONS:
        raise ModelFileError(f"{path} is a GGUF file of an unknown version or byte order ({version})", hint=hint)
    if tensors == 0:
        raise ModelFileError(f"{path} is a GGUF file without weights", hint=hint)


def locate_model(name_or_path: str | Path | None = None, *, cache_dir: Path | str | None = None) -> LocalModel:
    """Find the file of a model that is to be run, and check it.

    Args:
        name_or_path: A name of the catalog, or the path of a GGUF file (anything with a path separator or the ending
            ``.gguf``); both may have ``local/`` before it. The default model when ``None``.
        cache_dir: See :func:`cache_directory`.

    Returns:
        The file, verified (see :func:`verify_model`).

    Raises:
        ConfigurationError: Neither a path nor a name of the catalog.
        ModelFileError: Not fetched yet, no such file, damaged, or no model.
    """
    if name_or_path is not None:
        text = os.fspath(name_or_path)
        text = text if isinstance(name_or_path, Path) else text.removeprefix(LOCAL_PREFIX)
        if not text:
            raise ConfigurationError("the model's name is empty", hint="for instance: local/qwen2.5-coder-1.5b")
        if isinstance(name_or_path, Path) or text.lower().endswith(".gguf") or Path(text).name != text:
            path = Path(text).expanduser().absolute()
            entry = next((known for known in catalog().models.values() if model_path(known, cache_dir) == path), None)
            verify_model(path, entry) if entry else check_gguf(path)
            return LocalModel(name=entry.name if entry else path.stem, path=path, entry=entry)
        name_or_path = text
    entry = find_model(name_or_path)
    path = model_path(entry, cache_dir)
    verify_model(path, entry)
    return LocalModel(name=entry.name, path=path, entry=entry)
