"""``llmextract review``: look through a store's records in a browser, and make gold files of them."""

from __future__ import annotations

import getpass
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import Annotated

import typer

from llmextract.cli.exit_codes import DONE
from llmextract.cli.printing import complain


def review(
    store: Annotated[Path, typer.Option("--store", metavar="FILE", help="The store that a batch wrote.")],
    gold: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write the articles reviewed completely as gold files there, and end."),
    ] = None,
    author: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who decides; can be changed on the page.", show_default="login")
    ] = None,
    host: Annotated[str, typer.Option(help="Address to serve on; others than this machine's let others in.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to serve on.", show_default="a free one")] = 0,
) -> None:
    """Look through a store's records in a browser: accept, correct, reject and add meetings.

    Prints the page's address, and serves it until Ctrl-C. Each decision is kept in the store with its author and time,
    and can be taken back. With --gold, writes what was reviewed for "llmextract evaluate".
    """
    if gold is not None:
        _write_gold(store, gold)
        raise typer.Exit(DONE)
    from llmextract.corpus.store import Store
    from llmextract.review.desk import Desk
    from llmextract.review.server import ReviewServer, is_loopback

    with Store.open(store, create=False):  # say what is wrong with it now, not in the browser
        pass
    with ReviewServer(Desk(store, author=author or _login()), host=host, port=port) as server:
        if not is_loopback(host):
            complain("note: whoever has this address can read and change the review; nothing is encrypted")
        typer.echo(server.url)
        complain("serving until Ctrl-C")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            complain("stopped; all decisions are in the store")


def _write_gold(path: Path, folder: Path) -> None:
    from llmextract.corpus.store import Store
    from llmextract.review.gold_files import write_gold

    with Store.open(path, create=False) as store:
        written = write_gold(store, folder)
    for stem in written:
        typer.echo(folder / f"{stem}.json")
    complain(f"{len(written)} articles written; the others are not declared complete on the review page")


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user, as in some containers
        return ""
