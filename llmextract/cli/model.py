"""``llmextract model``: the language model that llmextract runs itself."""

from __future__ import annotations

import ipaddress
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from llmextract.llm.embedded.fetch import FetchProgress

app = typer.Typer(
    name="model",
    help="Fetch and run the embedded language model.",
    rich_markup_mode=None,
    no_args_is_help=True,
)

Name = Annotated[
    str | None, typer.Argument(metavar="NAME", help="A name that `model list` shows.", show_default="the default model")
]


@app.command("list")
def list_models() -> None:
    """List the models that can be fetched, and where they are."""
    from llmextract.llm.embedded.catalog import catalog
    from llmextract.llm.embedded.store import is_verified, model_path

    known = catalog()
    rows = [("NAME", "SIZE", "LICENCE", "STATE", "PATH")]
    for model in known.models.values():
        path = model_path(model)
        state = "fetched" if is_verified(path, model.sha256) else "unchecked" if path.exists() else "not fetched"
        name = f"{model.name} (default)" if model.name == known.default else model.name
        rows.append((name, f"{model.size / 1e6:,.0f} MB", model.licence, state, str(path)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        typer.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@app.command()
def fetch(
    name: Name = None,
    force: Annotated[
        bool, typer.Option("--force", help="Read and check the present file too; repair it when it is damaged.")
    ] = False,
) -> None:
    """Download a model, once; print the path of its file.

    An interrupted download is continued the next time.
    """
    from llmextract.llm.embedded.fetch import fetch_model

    with fetch_progress() as progress:
        path = fetch_model(name, force=force, progress=progress)
    typer.echo(path)


@app.command("path")
def print_path(name: Name = None) -> None:
    """Print the path of a fetched model's file."""
    from llmextract.llm.embedded.catalog import find_model
    from llmextract.llm.embedded.store import model_path, verify_model

    model = find_model(name)
    path = model_path(model)
    verify_model(path, model)
    typer.echo(path)


@app.command()
def serve(  # noqa: PLR0917 - typer calls it, by name
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="A name that `model list` shows, or a GGUF file.", show_default="the default model"
        ),
    ] = None,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 0,
    context: Annotated[int, typer.Option(help="Tokens of one conversation, prompt and answer together.")] = 8192,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads that compute.", show_default="one for each physical core")
    ] = None,
    api_key: Annotated[
        str | None,
        typer.Option(envvar="LLMEXTRACT_SERVE_KEY", help="Key that clients must present.", show_default="a random one"),
    ] = None,
) -> None:
    """Run a model behind an OpenAI-compatible endpoint until Ctrl-C."""
    from llmextract.llm.embedded.server import embedded_server

    if not _is_loopback(host):
        typer.echo(
            f"warning: {host} can be reached from other machines; the connection is not encrypted, "
            "and whoever has the key can use the model",
            err=True,
        )
    typer.echo("loading the model ...", err=True)
    server = embedded_server(name, host=host, port=port, context=context, threads=threads, api_key=api_key or None)
    typer.echo(
        f"serving {server.model} ({server.runtime}, {server.context} tokens, {server.threads} threads)\n"
        f"base URL: {server.base_url}\napi key:  {server.api_key}\nstop with Ctrl-C",
        err=True,
    )
    try:
        while True:  # with a timeout, so that Windows delivers Ctrl-C
            threading.Event().wait(timeout=1)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    finally:
        server.stop()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def fetch_progress() -> Iterator[Callable[[FetchProgress], None]]:
    """Show a download on stderr: a bar on a terminal, else a line now and then.

    Yields:
        What :func:`llmextract.llm.embedded.fetch.fetch_model` takes as ``progress``.
    """
    if not sys.stderr.isatty():
        yield _progress_lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("looking for the model", total=None)
        yield lambda now: bar.update(task, description=now.step, completed=now.done, total=now.total)


def _progress_lines() -> Callable[[FetchProgress], None]:
    told: tuple[str, int] | None = None

    def tell(now: FetchProgress) -> None:
        nonlocal told
        # Part numbers are no news of their own: a tenth of the file, or another kind of step, is.
        milestone = (now.step.split(" ")[0], now.done * 10 // now.total)
        if milestone != told:
            told = milestone
            typer.echo(f"{now.model}: {now.done / 1e6:,.0f} of {now.total / 1e6:,.0f} MB ({now.step})", err=True)

    return tell
