"""``llmextract report``: records and their articles as one HTML page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from llmextract.cli.exit_codes import DONE
from llmextract.cli.printing import complain
from llmextract.cli.whole_file import whole_file


def report(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Files of records (JSON, JSONL; - for stdin), folders of such files, stores of a batch.",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the page there.", show_default="stdout, unless it is a terminal"),
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH",
            help="Where the articles' texts lie, if not where the records say: a file or a folder; may be repeated.",
        ),
    ] = None,
    link: Annotated[
        bool, typer.Option("--link/--no-link", help="Join reports of one occasion, and spellings of one name.")
    ] = True,
) -> None:
    """Write records and their articles as one HTML page.

    The page needs no network and no server: it shows each article with the words that support each field, and a corpus
    as a list, a timeline, a network of actors, a map of places and its contradictions.
    """
    from llmextract.cli.record_sources import read_corpus
    from llmextract.errors import ConfigurationError
    from llmextract.export.report import render_report

    if out is None and sys.stdout.isatty():
        raise ConfigurationError("a page is nothing for a terminal", hint="give a file with --out report.html")
    if out is not None and any(source != "-" and Path(source).absolute() == out.absolute() for source in sources):
        raise ConfigurationError(f"--out would overwrite {out}, which is read", hint="give another file")
    corpus = read_corpus(sources, articles or ())
    if corpus.missing:
        complain(
            f"note: {len(corpus.missing)} of {len(corpus.records)} articles are shown without their text, "
            "which was not found; --articles says where to look"
        )
    page = render_report(corpus.records, corpus.texts, corpus.events() if link else ())
    if out is None:
        sys.stdout.buffer.write(page.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        with whole_file(out) as stream:
            stream.write(page.encode())
    raise typer.Exit(DONE)
