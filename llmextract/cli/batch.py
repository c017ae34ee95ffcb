"""``llmextract batch``: many articles into a store, however often it is interrupted."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from llmextract.cli.exit_codes import DONE, FAILED, INTERRUPTED, USAGE
from llmextract.cli.extract import FetchReport
from llmextract.cli.model_options import (  # noqa: TC001 - typer reads the annotations
    ApiKeyEnv,
    BaseUrl,
    Context,
    Effort,
    Fresh,
    MaxReasks,
    Model,
    Threads,
    Timeout,
)
from llmextract.cli.printing import complain

if TYPE_CHECKING:
    from llmextract.corpus.tally import Tally
    from llmextract.extraction.extractor import Extractor

StorePath = Annotated[
    Path, typer.Option("--store", metavar="FILE", help="The store: an SQLite file, made when missing.")
]


def batch(  # noqa: PLR0917 - typer calls it, by name
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Files, folders, patterns, tables (.jsonl, .csv, .tsv, .parquet), lists of web addresses, web "
            "addresses, - for stdin.",
        ),
    ],
    store: StorePath,
    text_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column of tables with the texts.", show_default="text")
    ] = None,
    published_column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Column with publication dates.", show_default="published, if there"),
    ] = None,
    id_column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Column that names a row for good.", show_default="the row's number"),
    ] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Publication date (YYYY-MM-DD) where no table gives one.")
    ] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Language of the articles (ISO 639-1).")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the files; found out when not given.")] = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try again what failed before.")] = False,
    refetch: Annotated[
        bool, typer.Option("--refetch", help="Fetch web addresses again that are in the store.")
    ] = False,
    keep_duplicates: Annotated[
        bool, typer.Option("--keep-duplicates", help="Extract copies of one text each by itself.")
    ] = False,
    limit: Annotated[int | None, typer.Option(metavar="N", help="Ask about at most so many articles.")] = None,
    budget_usd: Annotated[
        float | None, typer.Option(metavar="USD", help="Stop before more than this is spent.")
    ] = None,
    max_requests_per_minute: Annotated[float | None, typer.Option(metavar="N", help="Ask no faster.")] = None,
    max_tokens_per_minute: Annotated[
        float | None, typer.Option(metavar="N", help="Ask no faster; prompt and answer count.")
    ] = None,
    concurrency: Annotated[int, typer.Option(metavar="N", help="Articles asked about at a time.")] = 8,
    model: Model = None,
    base_url: BaseUrl = None,
    api_key_env: ApiKeyEnv = None,
    timeout: Timeout = None,
    max_reasks: MaxReasks = None,
    effort: Effort = None,
    context: Context = None,
    threads: Threads = None,
    fresh: Fresh = False,
) -> None:
    """Extract the meetings of many articles into a store.

    Each outcome is committed as it comes. After an interrupt, a crash or a power cut, the same command goes on where it
    stopped; what is done is not done again. The exit code is 1 if any article failed: llmextract failures tells why.
    """
    from llmextract.corpus import BatchOptions, Columns, Limits, Sources, Store, run_batch
    from llmextract.extraction.extractor import Extractor

    options = BatchOptions(
        concurrency=concurrency,
        limits=Limits(budget_usd, max_requests_per_minute, max_tokens_per_minute),
        retry_failed=retry_failed,
        keep_duplicates=keep_duplicates,
        refetch=refetch,
        limit=limit,
    )
    options.check()
    items = Sources(
        sources,
        columns=Columns(text_column, published_column, id_column),
        published=published,
        language=language,
        encoding=encoding,
    )
    with ExitStack() as stack:
        fetch = stack.enter_context(FetchReport())
        extractor = Extractor(
            model,
            base_url=base_url,
            api_key_env=api_key_env,
            timeout=timeout,
            max_reasks=max_reasks,
            effort=effort,
            context=context,
            threads=threads,
            keep_answers=False if fresh else None,
            on_fetch=fetch,
        )
        if budget_usd is not None:
            _check_price(extractor)
        opened = stack.enter_context(Store.open(store, exclusive=True))
        from llmextract.cli.batch_progress import batch_progress

        with batch_progress() as show:
            try:
                tally = run_batch(extractor, items, opened, options, on_progress=show)
            except KeyboardInterrupt:
                tally = show.tally
                tally.state = "interrupted"
        _sum_up(tally, store)
    raise typer.Exit(_exit_code(tally))


def _check_price(extractor: Extractor) -> None:
    """Refuse a budget for a model whose price is not known, before anything is spent."""
    from llmextract.corpus.budget import unknown_price
    from llmextract.llm.prices import load_prices

    name = extractor.language_model.name
    if load_prices(extractor.settings.prices).price(name) is None:
        raise unknown_price(name)


def _exit_code(tally: Tally) -> int:
    from llmextract.errors import ConfigurationError

    if tally.state == "interrupted":
        return INTERRUPTED
    if isinstance(tally.error, ConfigurationError):
        return USAGE
    return FAILED if tally.failures or tally.error is not None else DONE


def _sum_up(tally: Tally, store: Path) -> None:
    """Say on stderr what was done, and how to go on."""
    from llmextract.cli.batch_progress import cost_words, duration

    if tally.error is not None:
        complain(f"error: {tally.error}")
    counts = [
        f"{tally.done:,} articles done ({tally.meetings:,} meetings)",
        f"{tally.kept:,} done before" if tally.kept else "",
        f"{tally.copies:,} copies" if tally.copies else "",
        f"{tally.failed:,} failed" if tally.failed else "",
        f"{tally.failed_before:,} failed before" if tally.failed_before else "",
        f"{tally.unread:,} could not be read" if tally.unread else "",
    ]
    complain(", ".join(filter(None, counts)))
    complain(f"{tally.requests:,} requests, {cost_words(tally)}, {duration(tally.seconds)}")
    if tally.failures:
        complain(f"llmextract failures --store {store} tells why; --retry-failed tries again")
    go_on = {
        "interrupted": "interrupted; what is done is in the store, and the same command goes on from there",
        "limit": "the limit is reached; the same command goes on with the next articles",
        "budget": "the budget is spent; the same command goes on, with a new one",
        "stopped": "stopped; once that is put right, the same command goes on from here",
    }
    if tally.state in go_on:
        complain(go_on[tally.state])
    if sys.stdout.isatty():
        typer.echo(f"the records are in {store}", err=True)
