"""The program: its commands, and what every command has in common (errors, exit codes, ``--version``)."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import click
import typer

from llmextract._version import __version__
from llmextract.cli import doctor, extract, model, schema
from llmextract.errors import ConfigurationError, LlmextractError

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="llmextract",
    help="Structured, checked records of diplomatic meetings from news articles.",
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(name="extract")(extract.extract)
app.command(name="schema")(schema.schema)
app.command(name="doctor")(doctor.doctor)
app.add_typer(model.app)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"llmextract {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _show_version(wanted=value),
            is_eager=True,
            help="Print the version and exit.",
        ),
    ] = False,
) -> None:
    """Structured, checked records of diplomatic meetings from news articles."""


def run(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: Those of the command line; the program's own by default.

    Returns:
        Exit code: 0 all done; 1 something failed, the rest was done and printed; 2 wrong usage; 130 interrupted.
    """
    try:
        code = app(args=arguments, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        return _complain("interrupted", INTERRUPTED)
    except ConfigurationError as error:
        return _complain(f"error: {error}", USAGE)
    except LlmextractError as error:
        return _complain(f"error: {error}", FAILED)
    except BrokenPipeError:
        # The reader has gone ("| head"); keep Python from complaining again while it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return code if isinstance(code, int) else DONE


def _complain(message: str, code: int) -> int:
    typer.echo(f"llmextract: {message}", err=True)
    return code
