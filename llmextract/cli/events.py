"""``llmextract events``: which meetings happened, by all articles of a store together."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llmextract.cli.model_options import (  # noqa: TC001 - typer reads the annotations
    ApiKeyEnv,
    BaseUrl,
    Context,
    Model,
    Threads,
    Timeout,
)
from llmextract.cli.printing import complain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from llmextract.corpus.linking import ModelJudge
    from llmextract.corpus.linking.overrides import Subject
    from llmextract.corpus.store import Store

app = typer.Typer(
    name="events",
    help="Meetings across articles: list them, explain one, correct what was linked wrongly.",
    rich_markup_mode=None,
    invoke_without_command=True,
)

StoreFile = Annotated[Path, typer.Option("--store", metavar="FILE", help="The store that a batch wrote.")]


class EventsFormat(StrEnum):
    """How events are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


@app.callback()
def events(  # noqa: PLR0917 - typer calls it, by name
    called: typer.Context,
    store: Annotated[Path | None, typer.Option("--store", metavar="FILE", help="The store that a batch wrote.")] = None,
    event: Annotated[str | None, typer.Option(metavar="ID", help="Explain one event: its reports and why.")] = None,
    aliases: Annotated[Path | None, typer.Option(metavar="FILE", help="TOML file of actors' other names.")] = None,
    output_format: Annotated[
        EventsFormat | None,
        typer.Option("--format", help="How to print.", show_default="table on a terminal, else json"),
    ] = None,
    no_model: Annotated[
        bool, typer.Option("--no-model", help="Link by rules alone; what they leave in doubt stays apart.")
    ] = False,
    max_questions: Annotated[
        int, typer.Option(min=0, help="Most questions to the model; what it once answered is remembered.")
    ] = 20,
    model: Model = None,
    base_url: BaseUrl = None,
    api_key_env: ApiKeyEnv = None,
    timeout: Timeout = None,
    context: Context = None,
    threads: Threads = None,
) -> None:
    """List the meetings that a store's articles report, each once, with all its reports.

    Reports of one occasion are put together; --event shows what they agree on, what they contradict each other on, who
    says which, and why they were put together. "events merge" and "events split" correct that, and are remembered.
    """
    if called.invoked_subcommand is not None:
        return
    from llmextract.cli.event_tables import print_event, print_events
    from llmextract.corpus.linking import link_store, load_aliases
    from llmextract.corpus.store import Store
    from llmextract.errors import ConfigurationError

    settings = {
        "model": model,
        "base_url": base_url,
        "api_key_env": api_key_env,
        "timeout": timeout,
        "context": context,
        "threads": threads,
    }
    if store is None:
        raise typer.BadParameter("which store? --store FILE names it")
    chosen = output_format or (EventsFormat.TABLE if sys.stdout.isatty() else EventsFormat.JSON)
    with ExitStack() as stack:
        opened = stack.enter_context(Store.open(store, create=False))
        listed = load_aliases(aliases) if aliases else None
        judge = None if no_model else _judge(stack, opened, settings, max_questions)
        linked = link_store(opened, aliases=listed, judge=judge)
        if judge is not None and judge.error is not None:
            complain(f"note: the model could not be asked where the rules leave doubt: {judge.error}")
    if event is None:
        print_events(linked, chosen.value)
        return
    found = linked.event(event)
    if found is None:
        raise ConfigurationError(f"there is no event {event} in {store}", hint="llmextract events lists them")
    print_event(linked, found, chosen.value)


@app.command(no_args_is_help=True)
def merge(
    ids: Annotated[list[str], typer.Argument(metavar="ID ID...", help="Two events (E…) or actors (A…), or more.")],
    store: StoreFile,
) -> None:
    """Make several events, or actors, one. It is remembered, whatever articles come."""
    from llmextract.corpus.linking import overrides
    from llmextract.corpus.store import Store

    with Store.open(store, create=False) as opened:
        subject, groups = _members(opened, ids)
        overrides.remember(opened, overrides.merge(subject, groups), undoing=[key for group in groups for key in group])
    complain(f"{', '.join(ids)} are one {subject} from now on")


@app.command(no_args_is_help=True)
def split(
    whole: Annotated[str, typer.Argument(metavar="ID", help="An event (E…) or an actor (A…).")],
    keys: Annotated[
        list[str],
        typer.Argument(metavar="KEY...", help="Reports (ARTICLE:m1) or mentions (ARTICLE:a1)."),
    ],
    store: StoreFile,
) -> None:
    """Take reports out of an event, or mentions out of an actor. It is remembered, whatever articles come."""
    from llmextract.corpus.linking import overrides
    from llmextract.corpus.store import Store

    with Store.open(store, create=False) as opened:
        subject, groups = _members(opened, [whole])
        overrides.remember(opened, overrides.split(subject, groups[0], keys))
    complain(f"{', '.join(keys)} will be kept out of {whole} from now on")


def _judge(stack: ExitStack, store: Store, settings: Mapping[str, Any], max_questions: int) -> ModelJudge:
    """Make the judge; its model is neither fetched nor started before there is a question."""
    from llmextract.cli.extract import FetchReport
    from llmextract.corpus.linking import ModelJudge
    from llmextract.extraction.loop_thread import LoopThread
    from llmextract.llm.opening import open_model
    from llmextract.settings import load_settings

    report = stack.enter_context(FetchReport())
    language_model = open_model(load_settings(settings), on_fetch=report)
    loop = stack.enter_context(LoopThread())
    stack.callback(lambda: loop.run(language_model.aclose()))
    return ModelJudge(language_model, loop.run, store=store, max_questions=max_questions)


def _members(store: Store, ids: Sequence[str]) -> tuple[Subject, list[list[str]]]:
    """Return the keys of the members of events or actors, as they were when they were last listed."""
    from llmextract.errors import ConfigurationError

    subjects: set[Subject] = {"actor" if each.startswith("A") else "event" for each in ids}
    if len(subjects) > 1:
        raise ConfigurationError("events and actors can't be made one", hint="name only E… or only A…")
    subject = subjects.pop()
    groups = []
    for each in dict.fromkeys(ids):
        rows = store.connection.execute(
            "SELECT key FROM link_ids WHERE subject = ? AND id = ? ORDER BY key", (subject, each)
        ).fetchall()
        if not rows:
            raise ConfigurationError(
                f"there is no {subject} {each} in {store.path}", hint="llmextract events lists them"
            )
        groups.append([row["key"] for row in rows])
    return subject, groups
