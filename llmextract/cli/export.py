"""``llmextract export``: records in the formats that others read."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from llmextract.cli.exit_codes import DONE
from llmextract.cli.printing import complain
from llmextract.cli.whole_file import whole_file
from llmextract.export.formats import FORMATS
from llmextract.schemas import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.schemas import Extraction

_LIST = "table"

Format = StrEnum("Format", {name.replace("-", "_").upper(): name for name in (_LIST, *FORMATS)})  # type: ignore[misc]


def _formats() -> str:
    told = {_LIST: "the list of meetings, for a terminal"} | {name: form.about for name, form in FORMATS.items()}
    width = max(map(len, told)) + 2
    return "\n".join(f"    {name:{width}}{about}" for name, about in told.items())


def export(  # noqa: PLR0917 - typer calls it, by name
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Files of records (JSON, JSONL; - for stdin), folders of such files, stores of a batch.",
        ),
    ],
    output_format: Annotated[
        Format | None,
        typer.Option("--format", help="How to write them.", show_default="table on a terminal, else jsonl"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write there, all or nothing, instead of to stdout.")
    ] = None,
    status: Annotated[list[Status] | None, typer.Option(help="Only meetings of this status; may be repeated.")] = None,
    link: Annotated[
        bool,
        typer.Option(
            "--link",
            help="Join reports of one occasion, and spellings of one name, by rule; a store knows those of its last "
            "linking without it.",
        ),
    ] = False,
    all_meetings: Annotated[
        bool, typer.Option("--all", help="Meetings of every status, also in ical, which else has the planned ones.")
    ] = False,
) -> None:
    """Write records in a format that others read.

    What a format can't hold is said on stderr.
    """
    from llmextract.cli.record_sources import read_corpus
    from llmextract.errors import ConfigurationError
    from llmextract.export.formats import check_format, export_records
    from llmextract.export.material import links_of

    if status and all_meetings:
        raise ConfigurationError("--all and --status contradict each other", hint="leave out one of them")
    statuses = frozenset(Status) if all_meetings else frozenset(status) if status else None
    to_terminal = out is None and sys.stdout.isatty()
    name = str(output_format) if output_format else (_LIST if to_terminal else "jsonl")
    if name == _LIST and out is not None:
        raise ConfigurationError("a table is for the terminal, not for a file", hint="choose --format markdown or csv")
    if name != _LIST and check_format(name).binary and to_terminal:
        raise ConfigurationError(f"{name} is no format for a terminal", hint="give a file with --out FILE")
    if out is not None and any(source != "-" and Path(source).absolute() == out.absolute() for source in sources):
        raise ConfigurationError(f"--out would overwrite {out}, which is read", hint="give another file")
    corpus = read_corpus(sources)
    if name == _LIST:
        _print_list(corpus.records, statuses)
        raise typer.Exit(DONE)
    links = links_of(corpus.events()) if link else corpus.ids
    with _stream(out) as stream:
        notices = export_records(corpus.records, name, stream, links=links, statuses=statuses)
    for notice in notices:
        complain(notice)


export.__doc__ = f"{export.__doc__}\n    Formats:\n\n    \b\n{_formats()}\n"  # \b: click keeps the lines as they are


@contextmanager
def _stream(out: Path | None) -> Iterator[BinaryIO]:
    """Open what is written to. A file appears under its name only when it is complete."""
    if out is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with whole_file(out) as stream:
        yield stream


def _print_list(records: list[Extraction], statuses: frozenset[Status] | None) -> None:
    """Print one line a meeting."""
    from llmextract.cli.printing import print_overview
    from llmextract.export.material import Material

    print_overview(Material(records, statuses=statuses).records)
