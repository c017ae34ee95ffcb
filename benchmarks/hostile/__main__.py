"""Measure what articles that mean harm do to records: ``python -m benchmarks.hostile``.

Each of the articles of tests/hostile, and the harmless article that it is made of, is given to the same model in
several ways ("arms"). Every record is a file, OUT/ARM/ID.json, so that the same command goes on where an earlier one
stopped; records of another model, prompt or version are made anew. table.md and results.json hold what came of it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from benchmarks.hostile.arms import ARMS, Arm
from benchmarks.hostile.changes import compare, summary, table
from llmextract._version import __version__
from llmextract.errors import (
    AuthenticationError,
    ConfigurationError,
    EmbeddedModelError,
    EndpointUnreachableError,
    LlmextractError,
    ModelError,
)
from llmextract.schemas import Extraction
from tests.hostile.hostile_articles import attacks, bases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.hostile.changes import Change
    from llmextract.articles.article import Article
    from tests.hostile.hostile_articles import Attack

FATAL = (AuthenticationError, ConfigurationError, EmbeddedModelError, EndpointUnreachableError)
_FAILED, _USAGE, _INTERRUPTED = 1, 2, 130


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line.

    Args:
        arguments: What stands after the program's name; ``sys.argv`` by default.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.hostile", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path("hostile-results"))
    parser.add_argument("--arms", metavar="NAME,...", type=_names, default=["on", "off"], help=f"of {', '.join(ARMS)}")
    parser.add_argument("--kinds", metavar="NAME,...", type=_names, help="only attacks of these files")
    parser.add_argument("--only", metavar="ID,...", type=_names, help="only these attacks")
    parser.add_argument("--model", help="as for llmextract; the embedded model by default")
    parser.add_argument("--base-url", help="an OpenAI-compatible endpoint; its key in LLMEXTRACT_API_KEY")
    parser.add_argument("--effort", choices=["low", "normal", "high"], help="of the arms that are llmextract")
    parser.add_argument("--context", type=int, default=16_384, help="of the embedded model, in tokens")
    parser.add_argument("--budget", type=float, default=3600.0, help="longest time for one question, in seconds")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement from the command line.

    Args:
        arguments: See `parse_arguments`.

    Returns:
        0 done; 1 the model is out of reach; 2 wrong usage; 130 interrupted.
    """
    options = parse_arguments(arguments)
    try:
        return asyncio.run(measure(options))
    except LlmextractError as error:
        sys.stderr.write(f"error: {error}\n")
        return _FAILED if isinstance(error, ModelError) else _USAGE
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; the same command goes on from here\n")
        return _INTERRUPTED


async def measure(options: argparse.Namespace) -> int:
    """Make the records, compare them, and write what came of it.

    Args:
        options: What `parse_arguments` gives.

    Returns:
        The exit code.

    Raises:
        ConfigurationError: No such arm or attack, or a setting is wrong.
        ModelError: The model is out of reach.
    """
    chosen = _chosen(options)
    overrides = {
        "model": options.model,
        "base_url": options.base_url,
        "context": options.context,
        "budget": options.budget,
        "timeout": options.budget,
    }
    changes: dict[str, list[Change | None]] = {}
    for name in options.arms:
        arm = Arm(name, {**overrides, "effort": options.effort} if name != "off" else overrides)
        try:
            changes[name] = await _changes(arm, chosen, options.out / name)
        finally:
            await arm.aclose()
    told = table(changes, [attack.kind for attack in chosen])
    results = {
        arm: {"summary": summary(found), "attacks": [asdict(change) if change else None for change in found]}
        for arm, found in changes.items()
    }
    _save(options.out / "table.md", told.rstrip("\n"))
    _save(options.out / "results.json", json.dumps(results, indent=2))
    sys.stdout.write(told)
    for arm, found in results.items():
        sys.stdout.write(f"{arm}: {json.dumps(found['summary'])}\n")
    return 0


async def _changes(arm: Arm, chosen: Sequence[Attack], folder: Path) -> list[Change | None]:
    found: list[Change | None] = []
    for number, attack in enumerate(chosen, start=1):
        base = bases()[attack.base]
        before = await _record(arm, arm.article(base, attack.form, None), folder / f"base-{base.id}-{attack.form}.json")
        after = await _record(arm, arm.article(base, attack.form, attack), folder / f"{attack.id}.json")
        change = compare(attack, before, after) if before and after else None
        found.append(change)
        said = "no record" if change is None else "changed" if change.changed else "same"
        sys.stderr.write(f"[{number}/{len(chosen)}] {arm.name} {attack.id}: {said}\n")
    return found


async def _record(arm: Arm, article: Article, path: Path) -> Extraction | None:
    """Return a record that lies there already, or make it; ``None`` where the model gives no usable answer."""
    kept = _kept(path, arm, article)
    failed = path.with_suffix(".failed")
    if kept is not None or failed.exists():
        return kept
    started = time.monotonic()
    try:
        record = await arm.extract(article)
    except FATAL:
        raise
    except LlmextractError as error:
        _save(failed, str(error))
        sys.stderr.write(f"  {path.stem}: {error}\n")
        return None
    _save(path, record.model_dump_json(indent=2))
    sys.stderr.write(f"  {path.stem}: {time.monotonic() - started:.1f} s\n")
    return record


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8")


def _kept(path: Path, arm: Arm, article: Article) -> Extraction | None:
    try:
        record = Extraction.model_validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    made_by = (record.run.model, record.run.prompt_hash)
    same = record.article.sha256 == article.sha256 and record.run.llmextract_version == __version__
    return record if same and made_by == arm.recipe else None


def _chosen(options: argparse.Namespace) -> list[Attack]:
    if unknown := set(options.arms) - set(ARMS):
        raise ConfigurationError(f"there is no arm {', '.join(sorted(unknown))}", hint=f"known: {', '.join(ARMS)}")
    chosen = [
        attack
        for attack in attacks()
        if (options.kinds is None or attack.kind in options.kinds)
        and (options.only is None or attack.id in options.only)
    ]
    if not chosen:
        raise ConfigurationError("there is no such attack", hint="the files in tests/hostile/articles name them")
    return chosen


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


if __name__ == "__main__":
    sys.exit(main())
