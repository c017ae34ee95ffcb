"""Records as JSON and as JSON Lines, as `llmextract extract` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from llmextract.export.inert import json_line

if TYPE_CHECKING:
    from llmextract.export.material import Material


def write_json(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write the records as one JSON array.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        Nothing that the reader should know.
    """
    before = "[\n"
    for record in material.records:
        stream.write((before + json_line(record.model_dump(mode="json"), indent=2)).encode())
        before = ",\n"
    stream.write(b"\n]\n" if material.records else b"[]\n")
    return ()


def write_jsonl(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write one record a line.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        Nothing that the reader should know.
    """
    stream.writelines((json_line(record.model_dump(mode="json")) + "\n").encode() for record in material.records)
    return ()
