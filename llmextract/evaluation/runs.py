"""Records for gold documents: made by an extractor, one article after another, or read from files.

With a folder to save them in, every record is there as ``ID.json`` the moment it is made, and a later run goes on where
this one stopped.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pydantic import ValidationError

from llmextract.errors import ConfigurationError, LlmextractError
from llmextract.evaluation.gold import first_problem
from llmextract.schemas import Extraction

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from typing import Any

    from llmextract.articles.article import Article
    from llmextract.evaluation.gold import GoldDocument
    from llmextract.schemas import Effort

COSTS = ("seconds", "requests", "prompt_tokens", "cached_tokens", "completion_tokens")
"""What is told of each document's cost, all of it as `llmextract.schemas.Run` defines it."""


class ArticleExtractor(Protocol):
    """Anything that makes a record of an article, such as `llmextract.Extractor`."""

    async def aextract(self, article: Article) -> Extraction:
        """Make the record of one article.

        Raises:
            LlmextractError: There is none.
        """
        ...


class Recipe(NamedTuple):
    """What saved records must have been made with to be used again; the fields are those of `llmextract.schemas.Run`.

    Attributes:
        model: The model's name in records.
        prompt_hash: Tells which prompt.
        llmextract_version: Of this package.
        effort: How much was asked; ``None`` for a record of another origin.
    """

    model: str
    prompt_hash: str
    llmextract_version: str
    effort: Effort | None = None


@dataclass(frozen=True, slots=True)
class DocumentRun:
    """What came of one gold document.

    Attributes:
        id: The document's id.
        extraction: Its record; ``None`` if it failed.
        error: Why it failed; ``None`` if it did not.
        resumed: Whether the record was read from a file instead of made now.
        failed_after: Wall time until the failure, in seconds; ``None`` without one, or where nothing was run.
    """

    id: str
    extraction: Extraction | None = None
    error: LlmextractError | None = None
    resumed: bool = False
    failed_after: float | None = None

    @property
    def costs(self) -> dict[str, float | None]:
        """What the document cost, by `COSTS`.

        Of a document that failed only the time is known. A time is that of making the record, also where the record was
        read from a file; the first of a run includes what is loaded on first use (see ``before_first`` of `run_gold`).
        """
        if self.extraction is None:
            return {**dict.fromkeys(COSTS), "seconds": self.failed_after}
        return {name: getattr(self.extraction.run, name) for name in COSTS}

    def to_dict(self) -> dict[str, Any]:
        """Return everything but the record as plain data, ready for JSON."""
        error = None if self.error is None else str(self.error)
        return {"id": self.id, "resumed": self.resumed, "error": error, **self.costs}


def total_costs(runs: Iterable[DocumentRun]) -> dict[str, float | None]:
    """Add up what the documents cost; ``None`` where nothing is known, and what is not known of some is left out."""
    return {name: sum(known) if known else None for name, known in _known_costs(runs).items()}


def median_costs(runs: Iterable[DocumentRun]) -> dict[str, float | None]:
    """Return the median cost of a document, of those of which it is known; ``None`` where it is of none."""
    return {name: statistics.median(known) if known else None for name, known in _known_costs(runs).items()}


async def run_gold(
    gold: Sequence[GoldDocument],
    extractor: ArticleExtractor,
    *,
    save: str | Path | None = None,
    recipe: Recipe | None = None,
    before_first: Callable[[], Awaitable[object]] | None = None,
    on_done: Callable[[DocumentRun], object] | None = None,
) -> list[DocumentRun]:
    """Make the record of every gold document, one after another; a failure never stops the rest.

    Args:
        gold: The documents. Their texts become articles as any pasted text does, with their publication dates.
        extractor: Makes the records.
        save: Folder in which every record is written as ``ID.json`` as soon as it is made; created when missing.
        recipe: A record in that folder is used instead of made anew when it was made by this recipe and of the same
            text (by SHA-256). Without a recipe, all are made anew.
        before_first: Awaited before the first article that has to be asked about, if there is one: to start a model, so
            that its start does not count as time of that article.
        on_done: Told of each document when it is done.

    Returns:
        What came of each document, in the order given.

    Raises:
        ConfigurationError: The folder can't be written, holds something else under a document's name, or the extractor
            finds a setting wrong, which it would be for every document.
    """
    folder = None if save is None else _made(Path(save))
    kept = {} if folder is None else _usable(folder, gold, recipe)
    runs: list[DocumentRun] = []
    waiting = before_first
    for document in gold:
        if document.id in kept:
            run = DocumentRun(document.id, kept[document.id], resumed=True)
        else:
            if waiting is not None:
                await waiting()
                waiting = None
            run = await _run(document, extractor)
            if folder is not None:
                _save(folder / f"{document.id}.json", run.extraction)
        runs.append(run)
        if on_done is not None:
            on_done(run)
    return runs


def load_predictions(directory: str | Path, gold: Sequence[GoldDocument]) -> list[DocumentRun]:
    """Read records of any origin, ``ID.json`` for each gold document.

    Args:
        directory: The folder; other files in it are ignored.
        gold: The gold documents.

    Returns:
        One run for each document; one without a record counts as failed.

    Raises:
        ConfigurationError: There is no such folder, it holds no record of these documents, or a file is no record.
    """
    folder = Path(directory)
    hint = "give a folder of records, ID.json for each gold document"
    if not folder.is_dir():
        raise ConfigurationError(f"no folder of predictions at {folder}", hint=hint)
    runs = []
    for document in gold:
        path = folder / f"{document.id}.json"
        record = _read(path)
        error = None if record else LlmextractError("there is no record", article=str(path))
        runs.append(DocumentRun(document.id, record, error, resumed=record is not None))
    if all(run.extraction is None for run in runs):
        raise ConfigurationError(f"no record of any of the gold documents in {folder}", hint=hint)
    return runs


async def _run(document: GoldDocument, extractor: ArticleExtractor) -> DocumentRun:
    from llmextract.articles.reading import article_from_text

    started = time.perf_counter()
    source = f"{document.id}.txt"
    error: LlmextractError
    try:
        article = article_from_text(document.text, source=source, published=document.published)
        return DocumentRun(document.id, await extractor.aextract(article))
    except ConfigurationError:
        raise
    except LlmextractError as failure:
        error = failure
    except Exception as bug:  # noqa: BLE001 - it must not cost the other documents their records
        message = f"internal error ({type(bug).__name__}: {bug})"
        error = LlmextractError(message, hint="please report it, with the article", article=source)
        error.__cause__ = bug
    return DocumentRun(document.id, error=error, failed_after=time.perf_counter() - started)


def _usable(folder: Path, gold: Iterable[GoldDocument], recipe: Recipe | None) -> dict[str, Extraction]:
    """Return the saved records that need not be made anew, by the document's id."""
    from llmextract.articles.article import Article

    # All are read, also those that will be replaced: a file that is no record is somebody's own, and stays.
    saved = {document.id: _read(folder / f"{document.id}.json") for document in gold}
    texts = {document.id: Article(document.text).sha256 for document in gold}
    return {
        name: record
        for name, record in saved.items()
        if record is not None and record.article.sha256 == texts[name] and _recipe(record) == recipe
    }


def _recipe(record: Extraction) -> Recipe:
    return Recipe(*(getattr(record.run, name) for name in Recipe._fields))


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"records can't be saved in {folder}: {error.strerror}") from error
    return folder


def _read(path: Path) -> Extraction | None:
    """Return the record in a file, or ``None`` where there is no file."""
    hint = "llmextract extract --format json writes records; llmextract schema prints their form"
    try:
        return Extraction.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigurationError(f"{path} can't be read: {error.strerror}") from error
    except ValidationError as error:
        raise ConfigurationError(f"{path} is no record: {first_problem(error)}", hint=hint) from error


def _save(path: Path, record: Extraction | None) -> None:
    """Write a record so that there is always a whole one or none; without one, remove an older run's."""
    partial = path.with_name(f".{path.name}.part")
    try:
        if record is None:
            path.unlink(missing_ok=True)
            return
        partial.write_text(record.model_dump_json(indent=2) + "\n", encoding="utf-8")
        partial.replace(path)
    except OSError as error:
        raise ConfigurationError(f"{path} can't be written: {error.strerror}") from error


def _known_costs(runs: Iterable[DocumentRun]) -> dict[str, list[float]]:
    costs = [run.costs for run in runs]
    return {name: [value for cost in costs if (value := cost[name]) is not None] for name in COSTS}
