"""The half-downloaded file, which every source continues where the last one stopped."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import shutil
from typing import TYPE_CHECKING

from llmextract.errors import ModelFetchError
from llmextract.llm.embedded.store import CACHE_VARIABLE, CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from llmextract.llm.embedded.catalog import CatalogModel, Part

    Report = Callable[[str, int], None]
    """Told what is being done, and how many bytes of the file have arrived."""

_SLACK = 32 << 20
"""Bytes of free space asked for beyond the file itself: the file system's own needs, logs, notes."""


class SourceError(Exception):
    """A source can't deliver; the next one may. The text says why, without naming the source."""


def missing_space(model: CatalogModel, partial: Path, *, extra: int = 0) -> int:
    """How many bytes must be free to finish the file.

    Args:
        model: What is being fetched.
        partial: The half-downloaded file, which counts as space already taken; need not exist.
        extra: Bytes that the source needs for its own temporary files.
    """
    present = partial.stat().st_size if partial.exists() else 0
    return max(0, model.size - present) + extra + _SLACK


@contextlib.contextmanager
def room_for(model: CatalogModel, partial: Path, *, extra: int = 0) -> Iterator[None]:
    """Do something that needs disk space: check first that there is enough, and say so when it runs out on the way.

    Args:
        model: What is being fetched.
        partial: The half-downloaded file.
        extra: Bytes that the source needs for its own temporary files.

    Raises:
        ModelFetchError: There is not, or no longer, enough space.
    """

    def too_little() -> ModelFetchError:
        needed, free = missing_space(model, partial, extra=extra), shutil.disk_usage(partial.parent).free
        return ModelFetchError(
            f"not enough disk space for the model {model.name}: {needed / 1e6:,.0f} MB must be free in "
            f"{partial.parent}, {free / 1e6:,.0f} MB are",
            hint=f"free some space, or set {CACHE_VARIABLE} to a directory on another disk; what has arrived is kept",
        )

    if shutil.disk_usage(partial.parent).free < missing_space(model, partial, extra=extra):
        raise too_little()
    try:
        yield
    except OSError as error:
        if is_disk_full(error):
            raise too_little() from error
        raise


def is_disk_full(error: BaseException) -> bool:
    """Whether that error means that the disk, or the user's share of it, is full."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def holds_part(file: BinaryIO, part: Part) -> bool:
    """Whether the half-downloaded file has that part, undamaged."""
    file.seek(part.start)
    digest = hashlib.sha256()
    left = part.size
    while left:
        block = file.read(min(CHUNK, left))
        if not block:
            return False
        digest.update(block)
        left -= len(block)
    return digest.hexdigest() == part.sha256


def usable_length(model: CatalogModel, partial: Path) -> int:
    """How much of the half-downloaded file a source that delivers from front to back can keep.

    Whole parts are checked against their SHA-256. What follows the last whole one is kept on trust: the SHA-256 of
    the finished file decides.

    Args:
        model: What is being fetched; without parts everything is kept on trust.
        partial: The half-downloaded file; need not exist.

    Returns:
        Bytes from the start.
    """
    if not partial.exists():
        return 0
    size = min(partial.stat().st_size, model.size)
    with partial.open("rb") as file:
        for part in model.parts:
            if part.start + part.size > size:
                break
            if not holds_part(file, part):
                return part.start
    return size
