"""``llmextract extract``: articles in, records out."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING, Annotated

import typer

from llmextract.cli.exit_codes import DONE, FAILED, INTERRUPTED
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
from llmextract.cli.printing import OutputFormat, complain, record_printer

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from types import TracebackType
    from typing import Self

    from llmextract.errors import LlmextractError, ModelError
    from llmextract.extraction.extractor import Extractor, Outcome
    from llmextract.llm.base import ChatMessage
    from llmextract.llm.embedded.fetch import FetchProgress


def extract(  # noqa: PLR0917 - typer calls it, by name
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE|URL|-...", help="Text or HTML files, web addresses, - for stdin.")
    ],
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Publication date (YYYY-MM-DD), in place of the article's own.")
    ] = None,
    output_format: Annotated[
        OutputFormat | None,
        typer.Option("--format", help="How to print.", show_default="table on a terminal, else json"),
    ] = None,
    model: Model = None,
    base_url: BaseUrl = None,
    api_key_env: ApiKeyEnv = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Language of the articles (ISO 639-1).")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the files; found out when not given.")] = None,
    timeout: Timeout = None,
    max_reasks: MaxReasks = None,
    effort: Effort = None,
    context: Context = None,
    threads: Threads = None,
    fresh: Fresh = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show each prompt and answer on stderr.")] = False,
) -> None:
    """Extract the diplomatic meetings that articles report.

    Each source gives one record. A source that fails is named on stderr and does not stop the rest; the exit code is
    then 1.
    """
    from llmextract.extraction.extractor import Extractor

    if sources.count("-") > 1:
        raise typer.BadParameter("standard input (-) can only be read once")
    chosen = output_format or (OutputFormat.TABLE if sys.stdout.isatty() else OutputFormat.JSON)
    tally = _Tally(len(sources))
    try:
        with ExitStack() as stack:
            extractor = stack.enter_context(
                Extractor(
                    model,
                    base_url=base_url,
                    api_key_env=api_key_env,
                    timeout=timeout,
                    max_reasks=max_reasks,
                    effort=effort,
                    context=context,
                    threads=threads,
                    keep_answers=False if fresh else None,
                    on_exchange=_show_exchange if debug else None,
                    on_fetch=stack.enter_context(FetchReport()),
                )
            )
            texts: dict[str, str] = {}
            show = stack.enter_context(record_printer(chosen, many=len(sources) > 1, texts=texts))
            outcomes = stack.enter_context(closing(_outcomes(extractor, sources, published, language, encoding)))
            for outcome in outcomes:
                if outcome.extraction is not None:
                    if chosen is OutputFormat.HTML:  # the page shows them; else they would only fill the memory
                        texts[outcome.extraction.article.sha256] = outcome.article.text
                    show(outcome.extraction)
                    tally.done += 1
                elif outcome.error is not None:
                    tally.failed += 1
                    if _report(outcome.error, debug=debug):
                        break
    except KeyboardInterrupt:
        complain(f"interrupted; {tally}")
        raise typer.Exit(INTERRUPTED) from None
    if tally.failed and tally.total > 1:
        complain(str(tally))
    raise typer.Exit(FAILED if tally.failed else DONE)


class _Tally:
    """What became of the sources."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.failed = 0

    def __str__(self) -> str:
        rest = self.total - self.done - self.failed
        parts = [f"{self.done} of {self.total} articles done"]
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += [f"{rest} not tried"] if rest else []
        return ", ".join(parts)


def _report(error: LlmextractError, *, debug: bool) -> bool:
    """Tell of an error, and return whether it will be the same for every article."""
    from llmextract.errors import ConfigurationError, EmbeddedModelError

    if isinstance(error, ConfigurationError):
        raise error
    complain(f"error: {error}")
    if debug:
        import traceback

        typer.echo("".join(traceback.format_exception(error)), err=True)
    return isinstance(error, EmbeddedModelError)


def _outcomes(
    extractor: Extractor, sources: Sequence[str], published: str | None, language: str | None, encoding: str | None
) -> Generator[Outcome]:
    """Read and extract one article after the other; what can't be read is an outcome like any other."""
    from llmextract.articles.article import Article
    from llmextract.articles.reading import read_article
    from llmextract.errors import ArticleError
    from llmextract.extraction.extractor import Outcome

    for number, source in enumerate(sources, start=1):
        if sys.stderr.isatty():
            typer.echo(f"[{number}/{len(sources)}] {source} ...", err=True)
        try:
            article = read_article(source, published=published, language=language, encoding=encoding)
        except ArticleError as error:
            yield Outcome(Article(text="", source=source), error=error)
            continue
        yield from extractor.extract_many([article], concurrency=1)


class FetchReport:
    """Shows the download of the embedded model, from the moment that there is one until it is done."""

    def __init__(self) -> None:
        self._shown = ExitStack()
        self._show: Callable[[FetchProgress], None] | None = None

    def __call__(self, progress: FetchProgress) -> None:
        """Show how far the download is."""
        from llmextract.cli.model import fetch_progress

        if self._show is None:
            self._show = self._shown.enter_context(fetch_progress())
        self._show(progress)
        if progress.step == "done":
            self._shown.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._shown.close()


def _show_exchange(messages: Sequence[ChatMessage], answer: str | ModelError) -> None:
    for message in messages:
        typer.echo(f"--- {message['role']}\n{message['content']}", err=True)
    typer.echo(f"=== answer\n{answer}\n", err=True)
