"""Compare llmextract with plain instructor and langextract on gold files, with the same model.

usage: python -m benchmarks.quality GOLD_DIR [--out DIR] [--only ID,...] [--systems ours,instructor,langextract]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.quality.langextract_system import WHOLE_ARTICLE
from benchmarks.quality.systems import BUDGET, CONTEXT, NAMES, bench_settings, describe_run, open_systems
from benchmarks.quality.table import compare
from llmextract.errors import (
    AuthenticationError,
    ConfigurationError,
    EmbeddedModelError,
    EndpointUnreachableError,
    LlmextractError,
    ModelError,
    ModelNotFoundError,
    RateLimitError,
)
from llmextract.evaluation import load_gold, run_gold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.evaluation import DocumentRun, GoldDocument

FATAL = (AuthenticationError, EmbeddedModelError, EndpointUnreachableError, ModelNotFoundError, RateLimitError)
"""What says nothing about a system: the comparison ends, and can go on when the cause is gone."""

_FAILED, _USAGE, _INTERRUPTED = 1, 2, 130


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Args:
        arguments: What stands after the program's name; ``sys.argv`` by default.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__.partition("\n")[0])
    parser.add_argument("gold", metavar="GOLD_DIR", type=Path, help="folder of ID.txt and ID.json files")
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=Path("quality-results"),
        help="where table.md, table.json and the records go, SYSTEM/ID.json; records that are there already, made with "
        "the same model, prompt and version, are not made again (default: %(default)s)",
    )
    parser.add_argument("--only", metavar="ID,...", type=_names, help="leave all other documents out")
    parser.add_argument("--systems", metavar="NAME,...", type=_names, default=list(NAMES), help="default: all of them")
    parser.add_argument("--model", help="as for llmextract; the embedded model by default")
    parser.add_argument("--base-url", help="an OpenAI-compatible endpoint; its key in LLMEXTRACT_API_KEY")
    parser.add_argument(
        "--context", type=int, default=CONTEXT, help="of the embedded model, in tokens (default: %(default)s)"
    )
    parser.add_argument(
        "--budget", type=float, default=BUDGET, help="longest time for one question, in seconds (default: %(default)s)"
    )
    parser.add_argument(
        "--characters",
        type=int,
        default=WHOLE_ARTICLE,
        help="langextract's max_char_buffer (default: %(default)s, the whole article)",
    )
    return parser.parse_args(arguments)


async def make_records(
    documents: Sequence[GoldDocument], options: argparse.Namespace, overrides: dict[str, Any]
) -> dict[str, list[DocumentRun]]:
    """Have every system make the record of every document: one system after another for each, nothing at once.

    Args:
        documents: The gold documents.
        options: What `parse_arguments` gives.
        overrides: The settings that all systems get.

    Returns:
        What came of the documents by system, in the same order.

    Raises:
        ConfigurationError: A setting is wrong, or the records can't be written.
        ModelError: The model is out of reach (`FATAL`).
    """
    async with AsyncExitStack() as stack:
        systems = await open_systems(stack, options.systems, overrides, characters=options.characters)
        runs: dict[str, list[DocumentRun]] = {system.name: [] for system in systems}
        for number, document in enumerate(documents, start=1):
            for system in systems:
                folder = options.out / system.name
                (run,) = await run_gold([document], system.extractor, save=folder, recipe=system.recipe)
                if isinstance(run.error, FATAL):
                    raise run.error
                runs[system.name].append(run)
                said = run.error or f"{run.costs['seconds']:.1f} s{' (made earlier)' if run.resumed else ''}"
                sys.stderr.write(f"[{number}/{len(documents)}] {document.id} {system.name}: {said}\n")
    return runs


def run(options: argparse.Namespace) -> int:
    """Make the records, score them, and write the table.

    Args:
        options: What `parse_arguments` gives.

    Returns:
        0, or 1 if a document has no record.

    Raises:
        LlmextractError: The gold or a setting is wrong, or the model is out of reach.
    """
    documents = _chosen(load_gold(options.gold), options.only)
    overrides = bench_settings(
        model=options.model, base_url=options.base_url, context=options.context, budget=options.budget
    )
    about = describe_run(overrides, characters=options.characters)
    runs = asyncio.run(make_records(documents, options, overrides))
    comparison = compare(documents, runs)
    versions = ", ".join(" ".join(each) for each in about["versions"].items())
    table = f"{about['model']}, {len(documents)} articles; {versions}\n\n{comparison.markdown()}"
    report = json.dumps({"run": about, "systems": comparison.to_dict()}, ensure_ascii=False, indent=2)
    (options.out / "table.md").write_text(table, encoding="utf-8")
    (options.out / "table.json").write_text(f"{report}\n", encoding="utf-8")
    sys.stdout.write(table)
    return _FAILED if any(run.error for results in runs.values() for run in results) else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparison from the command line.

    Args:
        arguments: See `parse_arguments`.

    Returns:
        0 all done; 1 a document has no record, or the model is out of reach; 2 wrong usage; 130 interrupted.
    """
    options = parse_arguments(arguments)
    try:
        return run(options)
    except LlmextractError as error:
        sys.stderr.write(f"error: {error}\n")
        return _FAILED if isinstance(error, ModelError) else _USAGE
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; the same command goes on from here\n")
        return _INTERRUPTED


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _chosen(documents: list[GoldDocument], only: list[str] | None) -> list[GoldDocument]:
    if only is None:
        return documents
    if missing := set(only) - {document.id for document in documents}:
        raise ConfigurationError(f"there is no gold document {', '.join(sorted(missing))}")
    return [document for document in documents if document.id in only]


if __name__ == "__main__":
    sys.exit(main())
