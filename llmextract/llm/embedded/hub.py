"""Model files from their publisher's hub, over ``huggingface_hub``.

The file is written straight to its place by the hub library's own download function, which can continue a file. Its
``hf_hub_download`` is not used: it keeps nothing of an interrupted download, waits half a minute and longer for a hub
that is out of reach, and leaves more files in a cache of its own.
"""

from __future__ import annotations

import os
import queue
import re
import threading
from typing import TYPE_CHECKING, Any, Self, cast

from llmextract.llm.embedded.partial import SourceError, is_disk_full, room_for, usable_length

if TYPE_CHECKING:
    from pathlib import Path

    from huggingface_hub import HfFileMetadata

    from llmextract.llm.embedded.catalog import CatalogModel
    from llmextract.llm.embedded.partial import Report

_CONNECT_SECONDS = 3.0
_ANSWER_SECONDS = 6.0
"""Longest wait for the hub's first answer in all, name resolution included, which has no timeout of its own."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


def download_from_hub(model: CatalogModel, partial: Path, report: Report) -> None:
    """Download a model from its publisher, continuing a half-downloaded file.

    ``HF_ENDPOINT``, ``HF_HUB_OFFLINE`` and the hub library's other settings are honoured.

    Args:
        model: What to download.
        partial: The half-downloaded file; has the model's size afterwards.
        report: Told of every block.

    Raises:
        SourceError: The hub can't be reached, refuses, or has another file.
        ModelFetchError: The disk has no room.
    """
    import httpx2
    from huggingface_hub import constants, hf_hub_url
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    if constants.is_offline_mode():
        raise SourceError("switched off by HF_HUB_OFFLINE")
    url = hf_hub_url(
        model.repository, model.file, revision=model.revision, endpoint=os.environ.get("HF_ENDPOINT") or None
    )
    _check_offer(url, model)

    present = usable_length(model, partial)
    bar = _ReportingBar(report, present)
    headers = build_hf_headers(library_name="llmextract", headers={"Accept-Encoding": "identity"})
    with room_for(model, partial), partial.open("r+b" if partial.exists() else "w+b") as file:
        file.truncate(present)
        file.seek(present)
        try:
            http_get(
                url,
                file,
                resume_size=present,
                headers=headers,
                expected_size=model.size,
                tqdm_class=cast("Any", bar.start),
            )
        except (httpx2.HTTPError, OSError) as error:
            if is_disk_full(error):
                raise
            raise SourceError(f"the download broke off ({_reason(error)})") from error


class _ReportingBar:
    """Stands in for the hub library's progress bar: reports instead of drawing."""

    def __init__(self, report: Report, present: int) -> None:
        self._report = report
        self._present = present
        self.update(0)

    def start(self, *, initial: int, **_settings: object) -> Self:
        self._present = initial
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        return None

    def update(self, size: int) -> None:
        self._present += size
        self._report("from the publisher's hub", self._present)


def _check_offer(url: str, model: CatalogModel) -> None:
    """Ask for the file's size and checksum, in a few seconds at most."""
    import httpx2
    from huggingface_hub import get_hf_file_metadata

    answers: queue.SimpleQueue[HfFileMetadata | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(get_hf_file_metadata(url, timeout=_CONNECT_SECONDS))
        except Exception as error:  # noqa: BLE001 - handed over to the asking thread, which looks at it
            answers.put(error)

    threading.Thread(target=ask, name="llmextract-hub-probe", daemon=True).start()
    try:
        answer = answers.get(timeout=_ANSWER_SECONDS)
    except queue.Empty:
        raise SourceError(f"no answer within {_ANSWER_SECONDS:.0f} seconds") from None
    if isinstance(answer, (httpx2.HTTPError, httpx2.InvalidURL, OSError)):
        raise SourceError(_reason(answer)) from answer
    if isinstance(answer, Exception):
        raise answer
    etag_differs = answer.etag and _SHA256.fullmatch(answer.etag) and answer.etag != model.sha256
    if etag_differs or answer.size not in (None, model.size):
        raise SourceError("it has another file under that name")


def _reason(error: Exception) -> str:
    """The first line of an error's text, short enough for a message."""
    response = getattr(error, "response", None)
    if response is not None:
        return f"it answers with status {response.status_code}"
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else type(error).__name__
