"""Jobs: the extractor under Ray Data."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from llmextract.errors import ConfigurationError, LlmextractError
from llmextract.extraction.extractor import DEFAULT_CONCURRENCY
from llmextract.ray.tables import Columns, check_empty, ray_data, read_articles, summarize
from llmextract.ray.worker import ArticleWorker
from llmextract.settings import Embedded, resolve_endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ray.data import Dataset

    from llmextract.extraction.extractor import Extractor
    from llmextract.ray.tables import Summary

DEFAULT_BATCH = 32
"""Articles that a worker takes at a time: what is done again when it dies."""

ROWS_PER_FILE = 2000
"""Outcomes are kept in the cluster's memory until there are so many, then written as one file."""

_READING_CPUS = 1


def extract_files(
    source: str | Sequence[str],
    destination: str,
    extractor: Extractor,
    *,
    columns: Columns | None = None,
    workers: int = 2,
    concurrency: int = DEFAULT_CONCURRENCY,
    batch_size: int = DEFAULT_BATCH,
    cpus_per_worker: float | None = None,
    rows_per_file: int = ROWS_PER_FILE,
) -> Summary:
    """Extract the records of all articles in Parquet or JSONL files, and write them as Parquet files.

    Ray is started on this machine unless it runs already or ``RAY_ADDRESS`` names a cluster.

    Args:
        source: Files or folders: of Parquet, or of JSON lines (``.jsonl``, ``.ndjson``, also compressed). Any address
            that Ray Data reads, such as ``s3://…``.
        destination: Folder for the records, which must not hold any files yet; see `extract_dataset` for the columns.
        extractor: See `extract_dataset`.
        columns: Which columns hold what; by default the text is in ``text`` and nothing else is known.
        workers: See `extract_dataset`.
        concurrency: See `extract_dataset`.
        batch_size: See `extract_dataset`.
        cpus_per_worker: See `extract_dataset`.
        rows_per_file: Outcomes in a file, about; what the job loses at most, beside the batches at work, when the
            driver dies.

    Returns:
        Counts over the rows that were written.

    Raises:
        ConfigurationError: Ray is not installed, a column or the source is missing, the destination is not empty, or a
            number is out of range.
        ModelError: Every article would fail alike: the key is refused, the model unknown, or it can't be started.
    """
    columns = columns or Columns()
    _check_at_least_one(rows_per_file=rows_per_file)
    ray_data()
    check_empty(destination)
    results = extract_dataset(
        read_articles(source, columns),
        extractor,
        columns=columns,
        workers=workers,
        concurrency=concurrency,
        batch_size=batch_size,
        cpus_per_worker=cpus_per_worker,
    )
    results.context.raise_original_map_exception = True
    with _own_errors():
        results.write_parquet(destination, min_rows_per_file=rows_per_file)
    return summarize(destination)


def extract_dataset(
    articles: Dataset,
    extractor: Extractor,
    *,
    columns: Columns | None = None,
    workers: int = 2,
    concurrency: int = DEFAULT_CONCURRENCY,
    batch_size: int = DEFAULT_BATCH,
    cpus_per_worker: float | None = None,
) -> Dataset:
    """Extract the records of a Ray dataset of articles. As all of Ray Data, this is lazy.

    Args:
        articles: The articles, one a row.
        extractor: Is sent to each worker, with its settings and the endpoint's key; workers read no settings of their
            own.
        columns: Which columns hold what.
        workers: How many processes extract at most; fewer where the cluster has no room, since reading needs a core
            too. Each has an extractor, and an embedded model of its own where that is asked.
        concurrency: Articles that one worker is at at a time.
        batch_size: Articles that one worker takes at a time; at least the concurrency, or some of it stays unused.
        cpus_per_worker: Cores that Ray keeps for one worker; by default one, or the threads of the embedded model.

    Returns:
        One row for each article: ``id``, ``sha256``, ``record`` (the record as JSON, as
        `llmextract.schemas.Extraction.model_validate_json` reads it; null on failure), ``meetings``, ``error`` and
        ``error_kind`` (null unless it failed), ``requests``, ``retries``, ``prompt_tokens``, ``cached_tokens``,
        ``completion_tokens``, ``cost_usd``.

    Raises:
        ConfigurationError: Ray is not installed, a number is out of range, or the embedded model is not told its
            threads.
    """
    data = ray_data()
    _check_at_least_one(workers=workers, concurrency=concurrency, batch_size=batch_size)
    cpus = _cpus(extractor) if cpus_per_worker is None else cpus_per_worker
    fitting = _fitting(workers, cpus)
    planned: Dataset = articles.repartition(target_num_rows_per_block=batch_size).map_batches(
        ArticleWorker,
        fn_constructor_args=(extractor, columns or Columns(), concurrency),
        batch_size=batch_size,
        batch_format="pyarrow",
        compute=data.ActorPoolStrategy(
            min_size=fitting, initial_size=fitting, max_size=workers, max_tasks_in_flight_per_actor=2
        ),
        num_cpus=cpus,
    )
    return planned


def _cpus(extractor: Extractor) -> float:
    settings = extractor.settings
    if not isinstance(resolve_endpoint(settings), Embedded):
        return 1
    if settings.threads is None:
        raise ConfigurationError(
            "the embedded model would take all cores of its machine for each worker",
            hint="say how many cores a worker is to have: Extractor(threads=...)",
        )
    return settings.threads


def _fitting(workers: int, cpus: float) -> int:
    """Return how many workers the cluster has room for now; one that grows may start the others later.

    Workers hold their cores for the whole job. Were they to hold all there are, nothing could be read for them, and the
    job would wait for ever.
    """
    ray: Any = import_module("ray")
    cores = ray.cluster_resources().get("CPU", 0.0)
    room = int((cores - _READING_CPUS) / cpus) if cpus else workers
    if room < 1 and len(ray.nodes()) == 1:
        raise ConfigurationError(
            f"a worker that holds {cpus:g} of the {cores:g} cores leaves none for reading the articles",
            hint="set cpus_per_worker lower, or add a node to the cluster first",
        )
    return max(1, min(workers, room))


def _check_at_least_one(**numbers: int) -> None:
    for name, number in numbers.items():
        if number < 1:
            raise ConfigurationError(f"{name} must be 1 or more, not {number}")


@contextmanager
def _own_errors() -> Iterator[None]:
    """Raise the error of this package that ended a job, instead of Ray's account of it."""
    from ray.exceptions import RayError

    try:
        yield
    except RayError as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, LlmextractError):
            cause = getattr(cause, "cause", None) or cause.__cause__
        if isinstance(cause, LlmextractError):
            raise cause from None
        raise
