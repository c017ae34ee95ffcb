"""The tables of a job: articles in, outcomes out."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from llmextract.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from ray.data import Dataset

_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_COMPRESSED = frozenset({".gz", ".zst", ".bz2"})


@dataclass(frozen=True)
class Columns:
    """Which columns of a table hold what.

    Attributes:
        text: The article's text.
        published: Its publication date: a date, a time stamp, or text in ISO 8601; ``None`` where there is none.
        id: What the article is called in the results and in messages; ``None`` for the number that its text gives.
    """

    text: str = "text"
    published: str | None = None
    id: str | None = None

    def names(self) -> list[str]:
        """Return the columns that must be there."""
        return [name for name in (self.text, self.published, self.id) if name is not None]


@dataclass(frozen=True)
class Summary:
    """What a job did.

    Attributes:
        articles: How many rows there are, failed ones too.
        failed: Those with an error.
        meetings: Meetings in the records.
        requests: Requests sent, retries included; those of a batch that was lost with its worker are not known.
        prompt_tokens: Tokens of the prompts.
        completion_tokens: Tokens answered.
        cost_usd: In US dollars; ``None`` where the price of any row is not known.
    """

    articles: int
    failed: int
    meetings: int
    requests: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None


def read_articles(source: str | Sequence[str], columns: Columns) -> Dataset:
    """Read tables of articles, without loading them yet.

    Args:
        source: See `extract_files`.
        columns: Which columns hold what; no others are read from Parquet.

    Raises:
        ConfigurationError: Ray is not installed, there is nothing at the source, or a column is missing.
    """
    data = ray_data()
    paths = [source] if isinstance(source, str) else list(source)
    try:
        found: Dataset = data.read_json(paths, lines=True) if _are_json_lines(paths) else data.read_parquet(paths)
        known = found.schema()
    except (FileNotFoundError, OSError, ValueError) as error:
        raise ConfigurationError(
            f"no articles can be read from {', '.join(paths)}: {_first_line(error)}", hint="give Parquet or JSONL files"
        ) from error
    _check_columns(columns, known.names if known else [], paths)
    return found.select_columns(columns.names())


def summarize(destination: str) -> Summary:
    """Count what a job has written.

    Args:
        destination: Its folder.

    Raises:
        ConfigurationError: Ray is not installed, or this is no address of a folder.
    """
    from pyarrow import compute, dataset

    ray_data()
    counted = ["meetings", "requests", "prompt_tokens", "completion_tokens"]
    articles = failed = 0
    sums = dict.fromkeys(counted, 0)
    cost: float | None = 0.0
    filesystem, path = _place(destination)
    if not filesystem.get_file_info([path])[0].type:  # of no articles nothing is written
        return Summary(articles=0, failed=0, cost_usd=cost, **sums)
    rows = dataset.dataset(path, filesystem=filesystem, format="parquet")
    for batch in rows.to_batches(columns=[*counted, "error_kind", "cost_usd"]):
        articles += batch.num_rows
        failed += batch.num_rows - batch["error_kind"].null_count
        for name in counted:
            sums[name] += compute.sum(batch[name]).as_py() or 0
        prices = batch["cost_usd"]
        cost = None if cost is None or prices.null_count else cost + (compute.sum(prices).as_py() or 0.0)
    return Summary(articles=articles, failed=failed, cost_usd=cost, **sums)


def result_schema() -> pa.Schema:
    """Return the columns of a table of outcomes, which `llmextract.ray.extract_dataset` describes."""
    import pyarrow as pa

    texts = ("id", "sha256", "record", "error", "error_kind")
    names = (
        *("id", "sha256", "record", "meetings", "error", "error_kind"),
        *("requests", "retries", "prompt_tokens", "cached_tokens", "completion_tokens"),
    )
    return pa.schema(
        [*((name, pa.string() if name in texts else pa.int64()) for name in names), ("cost_usd", pa.float64())]
    )


def check_empty(destination: str) -> None:
    """Refuse a folder with files before any work is done: later nobody could tell whose rows are whose.

    Args:
        destination: The folder, which need not be there.

    Raises:
        ConfigurationError: There are files, or this is no address of a folder.
    """
    from pyarrow import fs

    filesystem, path = _place(destination)
    try:
        there = filesystem.get_file_info(fs.FileSelector(path, allow_not_found=True))
    except OSError as error:
        raise ConfigurationError(f"can't write to {destination}: {_first_line(error)}", hint="give a folder") from error
    if there:
        raise ConfigurationError(f"there are files in {destination} already", hint="give a new folder for each job")


def ray_data() -> Any:  # noqa: ANN401 - the package need not be there when this one is checked
    """Return the module ``ray.data``.

    Raises:
        ConfigurationError: Ray is not installed.
    """
    if find_spec("ray") is None or find_spec("pyarrow") is None:
        raise ConfigurationError("Ray is not installed", hint="install it with: pip install 'llmextract[ray]'")
    return import_module("ray.data")


def _are_json_lines(paths: Sequence[str]) -> bool:
    """Tell by the names' endings; what has none is a folder, and read as Parquet unless its name says otherwise."""
    endings = set()
    for path in paths:
        suffixes = [suffix.lower() for suffix in PurePosixPath(path.partition("?")[0]).suffixes]
        endings.add(next((suffix for suffix in reversed(suffixes) if suffix not in _COMPRESSED), ""))
    if endings & _JSON_LINES and endings - _JSON_LINES:
        raise ConfigurationError("some of the files are JSONL and some are not", hint="read them in two jobs")
    return bool(endings & _JSON_LINES)


def _place(destination: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path there."""
    from pyarrow import fs

    address = destination if "://" in destination else Path(destination).absolute().as_uri()
    try:
        place: tuple[Any, str] = fs.FileSystem.from_uri(address)
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"can't write to {destination}: {_first_line(error)}", hint="give a folder") from error
    return place


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].strip()


def _check_columns(columns: Columns, known: Sequence[str], paths: Sequence[str]) -> None:
    for name in columns.names():
        if name not in known:
            there = f"there are {', '.join(known)}" if known else "there are none"
            raise ConfigurationError(f"no column {name!r} in {', '.join(paths)}", hint=there)
