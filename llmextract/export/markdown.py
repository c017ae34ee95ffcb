"""Records as Markdown, for pasting into a note, an issue or a message: the same as on a terminal, in the same order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from llmextract.export.inert import one_line, shortened
from llmextract.export.outline import OVERVIEW, byline_of, cost_of, heading_of, overview_of, rows_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.export.material import Material
    from llmextract.schemas import Extraction

_LONGEST = 2000  # characters of one value; a quote may be a whole article
_SPECIAL = re.compile(r"[\\`*_\[\]{}|~$#]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def write_markdown(material: Material, stream: BinaryIO) -> tuple[str, ...]:
    """Write the records as Markdown: of several, first a list of all meetings.

    Args:
        material: What to write.
        stream: Where to.

    Returns:
        Nothing that the reader should know.
    """
    several = len(material.records) > 1
    if several:
        stream.write(f"{_overview(material.records)}\n".encode())
    stream.writelines(f"{markdown_of(record)}\n".encode() for record in material.records)
    return ()


def markdown_of(record: Extraction) -> str:
    """Return one record as Markdown.

    Whatever the article says is shown as it is: no word of it becomes a link, markup or HTML.

    Args:
        record: The record.
    """
    parts = [f"## {_shown(title_of(record.article))}", _shown(byline_of(record.article))]
    if not record.meetings:
        parts.append("No meeting is reported.")
    for meeting in record.meetings:
        lines = [f"### {_shown(heading_of(meeting))}", "", "| | |", "|---|---|"]
        lines += [
            f"| {row.name} | {'<br>'.join(_shown(line) for line in row.lines)} |" for row in rows_of(record, meeting)
        ]
        parts.append("\n".join(lines))
    parts += [f"note: {_shown(warning.message)}" for warning in record.warnings]
    parts.append(_shown(cost_of(record.run)))
    return "\n\n".join(parts) + "\n"


def _overview(records: Iterable[Extraction]) -> str:
    lines = [f"| {' | '.join(OVERVIEW)} |", f"|{'---|' * len(OVERVIEW)}"]
    lines += [
        f"| {' | '.join(_shown(value) for value in overview_of(record, meeting))} |"
        for record in records
        for meeting in record.meetings
    ]
    return "\n".join(lines) + "\n"


def _shown(text: str) -> str:
    line = shortened(one_line(text), _LONGEST).translate(_ENTITIES)
    return _SPECIAL.sub(lambda mark: f"\\{mark.group()}", line)
