"""``llmextract schema``: the JSON Schemas of the record."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation
from typing import Annotated

import typer


def schema(
    write: Annotated[
        Path | None, typer.Option("--write", metavar="DIR", help="Write one file for each schema into this folder.")
    ] = None,
) -> None:
    """Print the JSON Schema of a record, or write all schemas."""
    from llmextract.errors import ConfigurationError
    from llmextract.schema_files import schema_texts

    texts = schema_texts()
    if write is None:
        typer.echo(texts["extraction.schema.json"], nl=False)
        return
    try:
        write.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (write / name).write_text(text, encoding="utf-8", newline="\n")
            typer.echo(f"wrote {write / name}", err=True)
    except OSError as error:
        raise ConfigurationError(f"can't write to {write}: {error.strerror}", hint="choose another folder") from None
