"""Writing a file so that it appears under its name only when it is complete."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing; what was there before stays until all is written.

    Args:
        path: The file.

    Yields:
        What to write to.

    Raises:
        ConfigurationError: It can't be written.
    """
    from llmextract.errors import ConfigurationError

    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(path)
    except OSError as error:
        raise ConfigurationError(f"{path} can't be written: {error.strerror}", hint="give another file") from error
    finally:
        part.unlink(missing_ok=True)
