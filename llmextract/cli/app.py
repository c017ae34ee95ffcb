"""The program: its commands, and what every command has in common (errors, exit codes, ``--version``)."""

from __future__ import annotations

from typing import Annotated

import typer

from llmextract._version import __version__
from llmextract.cli.exit_codes import DONE, FAILED, INTERRUPTED, USAGE
from llmextract.cli.lazy_commands import LazyCommand, lazy_group
from llmextract.cli.printing import complain
from llmextract.errors import ConfigurationError, LlmextractError

COMMANDS = (
    LazyCommand("extract", "Extract the diplomatic meetings that articles report.", no_args_is_help=True),
    LazyCommand("batch", "Extract the meetings of many articles into a store.", no_args_is_help=True),
    LazyCommand(
        "failures",
        "List the articles that have no record because something failed, each with the reason.",
        no_args_is_help=True,
    ),
    LazyCommand("events", "Meetings across articles: list them, explain one, correct what was linked wrongly."),
    LazyCommand("export", "Write records in a format that others read.", no_args_is_help=True),
    LazyCommand("report", "Write records and their articles as one HTML page.", no_args_is_help=True),
    LazyCommand(
        "review",
        "Look through a store's records in a browser: accept, correct, reject and add meetings.",
        no_args_is_help=True,
    ),
    LazyCommand("evaluate", "Measure how well records agree with gold files.", no_args_is_help=True),
    LazyCommand("schema", "Print the JSON Schema of a record, or write all schemas."),
    LazyCommand("doctor", "Say what is configured, reachable and missing, and what to do."),
    LazyCommand("model", "Fetch and run the embedded language model."),
)
"""In the order of the help; each is imported when it is called."""

app = typer.Typer(
    name="llmextract",
    cls=lazy_group(COMMANDS),
    help="Structured, checked records of diplomatic meetings from news articles.",
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
        app(args=arguments, prog_name="llmextract")
    except SystemExit as end:  # how typer ends: also after wrong usage (2), Ctrl-C (130), and with no reader left (1)
        return end.code if isinstance(end.code, int) else DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except ConfigurationError as error:
        complain(f"error: {error}")
        return USAGE
    except LlmextractError as error:
        complain(f"error: {error}")
        return FAILED
    return DONE
