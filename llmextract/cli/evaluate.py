"""``llmextract evaluate``: how well records agree with gold files."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import AsyncExitStack
from enum import StrEnum
from functools import partial
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from llmextract.cli.exit_codes import DONE, FAILED, INTERRUPTED
from llmextract.cli.extract import FetchReport
from llmextract.cli.model_options import (  # noqa: TC001 - typer reads the annotations
    ApiKeyEnv,
    BaseUrl,
    Context,
    Effort,
    MaxReasks,
    Model,
    Threads,
    Timeout,
)
from llmextract.cli.printing import complain, plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from typing import Any

    from llmextract.cli.evaluation_report import Measured
    from llmextract.evaluation import ArticleExtractor, DocumentRun, GoldDocument, Recipe
    from llmextract.extraction.extractor import Extractor
    from llmextract.settings import Settings

_NAME, _BASELINE, _PREDICTIONS = "llmextract", "baseline", "predictions"


class ReportFormat(StrEnum):
    """How scores are printed."""

    TABLE = "table"
    JSON = "json"


def evaluate(  # noqa: PLR0917 - typer calls it, by name
    gold_dir: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="Folder of gold files: ID.txt and ID.json.")],
    model: Model = None,
    base_url: BaseUrl = None,
    api_key_env: ApiKeyEnv = None,
    timeout: Timeout = None,
    max_reasks: MaxReasks = None,
    effort: Effort = None,
    context: Context = None,
    threads: Threads = None,
    linking: Annotated[
        bool, typer.Option("--linking", help="Measure linking across articles instead; asks no model.")
    ] = False,
    predictions: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Score these records (ID.json) instead of making any.")
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write each record there as ID.json; go on where an earlier run stopped."),
    ] = None,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Ask the same model plainly as well, and show both scores.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="List what a reader would have to correct.")] = False,
    only: Annotated[str | None, typer.Option(metavar="ID,...", help="Only these documents.")] = None,
    resamples: Annotated[int | None, typer.Option(help="Bootstrap samples.", show_default="1000")] = None,
    seed: Annotated[int | None, typer.Option(help="Of the samples.", show_default="20241212")] = None,
    output_format: Annotated[
        ReportFormat | None,
        typer.Option("--format", help="How to print.", show_default="table on a terminal, else json"),
    ] = None,
) -> None:
    """Measure how well records agree with gold files.

    The articles of GOLD_DIR are extracted one after another and the records scored as the codebook defines it. A
    document that fails counts as one without meetings, is named on stderr, and the exit code is then 1.
    """
    from llmextract.cli.evaluation_report import print_json, print_tables
    from llmextract.evaluation import check_resamples, load_predictions
    from llmextract.evaluation.scorer import RESAMPLES, SEED

    settings = {
        "model": model,
        "base_url": base_url,
        "api_key_env": api_key_env,
        "timeout": timeout,
        "max_reasks": max_reasks,
        "effort": effort,
        "context": context,
        "threads": threads,
    }
    chosen = output_format or (ReportFormat.TABLE if sys.stdout.isatty() else ReportFormat.JSON)
    if linking:
        given = {**settings, "save": save, "baseline": baseline or None, "predictions": predictions, "only": only}
        _refuse("--linking", (name for name, value in given.items() if value is not None))
        _evaluate_linking(gold_dir, chosen)
        return
    bootstrap = {"resamples": RESAMPLES if resamples is None else resamples, "seed": SEED if seed is None else seed}
    check_resamples(bootstrap["resamples"])  # before hours of work, not after
    gold = _chosen(_load(gold_dir), only)
    work = _Work(gold, save)
    if predictions is not None:
        given = {**settings, "save": save, "baseline": baseline or None}
        _refuse("--predictions", (name for name, value in given.items() if value is not None))
        work.runs[_PREDICTIONS] = load_predictions(predictions, gold)
        for run in work.runs[_PREDICTIONS]:
            _tell_of_failure(run)
    else:
        _keep_gold(save, gold_dir)
        work.do({**settings, "keep_answers": False}, baseline=baseline)  # what is kept takes no time
    measured = work.measured(bootstrap)
    if chosen is ReportFormat.JSON:
        print_json(str(gold_dir), measured, interrupted=work.interrupted)
    elif measured:
        print_tables(measured, diff=diff)
    if work.interrupted:
        complain(f"interrupted; {work.state}")
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(FAILED if work.failed else DONE)


def _load(gold_dir: Path) -> list[GoldDocument]:
    from llmextract.errors import ArticleError, ConfigurationError
    from llmextract.evaluation import load_gold

    try:
        return load_gold(gold_dir)
    except ArticleError as error:  # a gold folder that can't be used is wrong usage, and nothing has been done
        raise ConfigurationError(str(error)) from error


def _chosen(gold: list[GoldDocument], only: str | None) -> list[GoldDocument]:
    """Return the documents that ``--only`` names, in the order of the gold."""
    from llmextract.errors import ConfigurationError

    if only is None:
        return gold
    wanted = {name.strip() for name in only.split(",")} - {""}
    known = [document.id for document in gold]
    if unknown := sorted(wanted.difference(known)):
        raise ConfigurationError(
            f"no gold document is called {' or '.join(map(repr, unknown))}", hint=f"there are {', '.join(known)}"
        )
    if not wanted:
        raise ConfigurationError("--only names no document", hint="give ids with commas between them")
    return [document for document in gold if document.id in wanted]


def _evaluate_linking(gold_dir: Path, form: ReportFormat) -> None:
    from llmextract.cli.evaluate_linking import evaluate_linking

    evaluate_linking(gold_dir, as_json=form is ReportFormat.JSON)


def _refuse(option: str, given: Iterable[str]) -> None:
    from llmextract.errors import ConfigurationError

    if options := ", ".join(f"--{name.replace('_', '-')}" for name in given):
        raise ConfigurationError(
            f"{option} asks no model, so that {options} can't go with it", hint="leave out one or the other"
        )


def _keep_gold(save: Path | None, gold_dir: Path) -> None:
    from llmextract.errors import ConfigurationError

    if save is not None and save.resolve() == gold_dir.resolve():
        raise ConfigurationError("--save would overwrite the gold files", hint="give another folder")


def _tell_of_failure(run: DocumentRun) -> None:
    if run.error is not None:
        complain(f"error: {run.error}")


class _Work:
    """The records of the gold documents: those made so far, by whom, and how it went.

    Args:
        gold: The documents.
        save: Where records are written.
    """

    def __init__(self, gold: Sequence[GoldDocument], save: Path | None) -> None:
        self.runs: dict[str, list[DocumentRun]] = {}
        self.interrupted = False
        self._gold = gold
        self._save = save
        self._start_seconds: float | None = None

    @property
    def failed(self) -> bool:
        """Whether any document has no record."""
        return any(run.extraction is None for runs in self.runs.values() for run in runs)

    @property
    def state(self) -> str:
        """How far the work has come, in words."""
        done = " and ".join(
            f"{len(runs)} of {len(self._gold)} documents done by {name}" for name, runs in self.runs.items()
        )
        saved = (
            "" if self._save is None else f"; the records are in {self._save}, and the same command goes on from there"
        )
        return (done or "no document done") + saved

    def do(self, settings: dict[str, Any], *, baseline: bool) -> None:
        """Make the records; Ctrl-C ends this early."""
        from llmextract.extraction.extractor import Extractor

        with FetchReport() as report:
            extractor = Extractor(on_fetch=report, **settings)
            try:
                asyncio.run(self._ask(extractor, report, baseline=baseline))
            except KeyboardInterrupt:
                self.interrupted = True

    def measured(self, bootstrap: dict[str, int]) -> list[Measured]:
        """Score what there is; after an interrupt, those documents that were done."""
        from llmextract.cli.evaluation_report import Measured
        from llmextract.evaluation import score

        found = []
        for name, runs in self.runs.items():
            pairs = [(document, run.extraction) for document, run in zip(self._gold, runs, strict=False)]
            start = self._start_seconds if name == _NAME else None
            if pairs:
                found.append(Measured(name, runs, score(pairs, **bootstrap), start))
        return found

    async def _ask(self, extractor: Extractor, report: FetchReport, *, baseline: bool) -> None:
        from llmextract._version import __version__
        from llmextract.evaluation import Recipe
        from llmextract.prompting.files import prompt_hash

        start = partial(self._start, extractor.settings, report)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(extractor.aclose)
            recipe = Recipe(extractor.language_model.name, prompt_hash(), __version__, extractor.effort)
            await self._records(_NAME, extractor, self._save, recipe, start)
            if baseline:
                from llmextract.evaluation.baseline import PlainInstructor

                plainly = PlainInstructor(extractor.settings, on_fetch=report)
                stack.push_async_callback(plainly.aclose)
                recipe = Recipe(plainly.name, plainly.prompt_hash, __version__)
                await self._records(_BASELINE, plainly, self._save and self._save / _BASELINE, recipe, start)

    async def _records(
        self,
        name: str,
        asked: ArticleExtractor,
        folder: Path | None,
        recipe: Recipe,
        start: Callable[[], Awaitable[None]],
    ) -> None:
        from llmextract.evaluation import run_gold

        runs: list[DocumentRun] = []
        self.runs[name] = runs

        def tell(run: DocumentRun) -> None:
            runs.append(run)
            _tell_of_failure(run)
            state = "saved earlier" if run.resumed else "failed" if run.extraction is None else "done"
            seconds = f" in {run.costs['seconds']:.1f} s"
            typer.echo(f"{name} [{len(runs)}/{len(self._gold)}] {plain(run.id)}: {state}{seconds}", err=True)

        await run_gold(self._gold, asked, save=folder, recipe=recipe, before_first=start, on_done=tell)

    async def _start(self, settings: Settings, report: FetchReport) -> None:
        """Start the embedded model, where it is the one to be asked, apart from the first article."""
        from llmextract.llm.opening import start_embedded
        from llmextract.settings import Embedded, resolve_endpoint

        place = resolve_endpoint(settings)
        if isinstance(place, Embedded) and self._start_seconds is None:
            typer.echo(f"starting {place.name} ...", err=True)
            started = time.perf_counter()
            await start_embedded(place, settings, on_fetch=report)
            self._start_seconds = time.perf_counter() - started
