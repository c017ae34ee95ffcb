"""Measure how fast llmextract is.

    python -m benchmarks.speed [--parts start,cpu,...] [--gold DIR] [--out DIR] [--keep]

All parts in one run, in the order in which they disturb each other least; ``busy`` needs the embedded model and some
minutes, ``embedded`` the same, or an endpoint that is named, and minutes an article. Results go to ``DIR/speed.json``
and ``DIR/speed.md``, and with ``--keep`` to the top of ``benchmarks/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.quality.systems import BUDGET, CONTEXT, NAMES
from benchmarks.speed.figures import Figure, Report, describe_machine
from benchmarks.speed.machine import distance_figures
from llmextract.errors import LlmextractError, ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RESULTS = Path(__file__).parents[1] / "RESULTS.md"
_MARK = "<!-- results: the newest first -->\n"
_FAILED, _USAGE, _INTERRUPTED = 1, 2, 130

Measured = tuple[list[Figure], Any]


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Args:
        arguments: What stands after the program's name; ``sys.argv`` by default.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description="Measure how fast llmextract is.")
    parser.add_argument("--parts", metavar="NAME,...", type=_names, default=list(PARTS), help=f"of {', '.join(PARTS)}")
    parser.add_argument(
        "--gold", metavar="DIR", type=Path, default=Path("tests/gold"), help="articles (default: %(default)s)"
    )
    parser.add_argument("--only", metavar="ID,...", type=_names, help="articles of the part embedded; all by default")
    parser.add_argument("--systems", metavar="NAME,...", type=_names, default=list(NAMES), help="of the part embedded")
    parser.add_argument("--model", help="of the part embedded, as for llmextract; of the part busy, if local/NAME")
    parser.add_argument("--base-url", help="of the part embedded: an OpenAI-compatible endpoint")
    parser.add_argument("--context", type=int, default=CONTEXT, help="of the embedded model (default: %(default)s)")
    parser.add_argument("--budget", type=float, default=BUDGET, help="seconds for one question (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="of the part cpu (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=15, help="of the part start (default: %(default)s)")
    parser.add_argument("--articles", type=int, default=10_000, help="of the part memory (default: %(default)s)")
    parser.add_argument(
        "--out", metavar="DIR", type=Path, default=Path("speed-results"), help="for the results (default: %(default)s)"
    )
    parser.add_argument("--keep", action="store_true", help=f"put the table into {RESULTS.parent.name}/{RESULTS.name}")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if "embedded" in options.parts and "ours" not in options.systems:
        parser.error("--systems must name ours, which the others are compared with")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the results, and print the table.

    Args:
        arguments: See `parse_arguments`.

    Returns:
        0; 1 if a limit is not kept or the model is out of reach; 2 wrong usage; 130 interrupted.
    """
    options = parse_arguments(arguments)
    report = Report(about=describe_machine())
    try:
        for part in (part for part in PARTS if part in options.parts):
            sys.stderr.write(f"{part} ...\n")
            report.parts[part], report.raw[part] = PARTS[part](options)
    except LlmextractError as error:
        sys.stderr.write(f"error: {error}\n")
        return _FAILED if isinstance(error, ModelError) else _USAGE
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return _INTERRUPTED
    if {"machine", "embedded"} <= report.parts.keys():
        report.parts["embedded"] += distance_figures(report.raw["machine"], **report.raw["embedded"]["rates"])
    table = report.markdown()
    options.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report.to_dict(), ensure_ascii=False, indent=2)
    (options.out / "speed.json").write_text(f"{text}\n", encoding="utf-8")
    (options.out / "speed.md").write_text(table, encoding="utf-8")
    if options.keep:
        keep(table, RESULTS)
    sys.stdout.write(table)
    return _FAILED if any(each.is_kept is False for figures in report.parts.values() for each in figures) else 0


def keep(table: str, results: Path) -> None:
    """Put a table on top of those that are kept.

    Args:
        table: The table, with its heading.
        results: The file, which holds the mark that the tables stand behind.

    Raises:
        ValueError: It does not.
    """
    before, mark, after = results.read_text(encoding="utf-8").partition(_MARK)
    if not mark:
        raise ValueError(f"{results} has no line {_MARK.strip()}")
    results.write_text(f"{before}{mark}\n{table}{after}", encoding="utf-8")


def _start(options: argparse.Namespace) -> Measured:
    from benchmarks.speed.start import measure_start

    return measure_start(runs=options.runs)


def _machine(_options: argparse.Namespace) -> Measured:
    from benchmarks.speed.machine import measure_machine
    from llmextract.llm.embedded.machine import physical_cores

    return measure_machine(cores=physical_cores())


def _cpu(options: argparse.Namespace) -> Measured:
    from benchmarks.speed.cpu import measure_cpu

    low, taken = measure_cpu(options.gold, rounds=options.rounds, effort="low")
    normal, more = measure_cpu(options.gold, rounds=options.rounds, effort="normal")
    return low + [figure for figure in normal if figure.name != "plain instructor"], taken | more


def _concurrency(options: argparse.Namespace) -> Measured:
    from benchmarks.speed.concurrency import measure_concurrency

    return measure_concurrency(options.gold)


def _memory(options: argparse.Namespace) -> Measured:
    from benchmarks.speed.memory import measure_memory

    return measure_memory(options.gold, articles=options.articles)


def _busy(options: argparse.Namespace) -> Measured:
    from benchmarks.speed.busy import measure_busy

    own = options.model if str(options.model).startswith("local/") else None  # never an endpoint's
    return measure_busy(model=own, context=options.context)


def _embedded(options: argparse.Namespace) -> Measured:
    from benchmarks.speed.embedded import measure_embedded
    from llmextract.evaluation import load_gold

    documents = [each for each in load_gold(options.gold) if options.only is None or each.id in options.only]
    return measure_embedded(
        documents,
        systems=options.systems,
        model=options.model,
        base_url=options.base_url,
        context=options.context,
        budget=options.budget,
    )


PARTS: dict[str, Callable[[argparse.Namespace], Measured]] = {
    "start": _start,
    "machine": _machine,
    "cpu": _cpu,
    "concurrency": _concurrency,
    "memory": _memory,
    "busy": _busy,
    "embedded": _embedded,
}
"""By name, in the order in which they are measured: the model last, whose server goes on running."""


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


if __name__ == "__main__":
    sys.exit(main())
