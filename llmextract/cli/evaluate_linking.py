"""``llmextract evaluate --linking``: how well actors and meetings are linked across articles."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import typer

from llmextract.cli.printing import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from llmextract.evaluation.linking import Agreement, FalseMerge, LinkingScores, Split
    from llmextract.evaluation.linking_gold import LinkingGold

_KINDS = {"actors": "actors", "events": "events (reports of one occasion)"}


def evaluate_linking(gold_dir: Path, *, as_json: bool) -> None:
    """Link the correct records of a gold set and print how well that went. No language model is asked.

    Args:
        gold_dir: Folder of ``links.json`` and ``records/``.
        as_json: Whether to print JSON, else tables.

    Raises:
        ConfigurationError: The gold set can't be used.
    """
    from llmextract.errors import ArticleError, ConfigurationError
    from llmextract.evaluation.linking_gold import load_linking_gold

    try:
        gold = load_linking_gold(gold_dir)
    except ArticleError as error:  # wrong usage: nothing has been done
        raise ConfigurationError(str(error)) from error
    scores = linking_scores(gold)
    if as_json:
        _print_json(gold_dir, gold, scores)
    else:
        _print_tables(gold, scores)


def linking_scores(gold: LinkingGold) -> dict[str, LinkingScores]:
    """Link the records of a gold set by the rules alone, and score what comes of it.

    Args:
        gold: The gold set.

    Returns:
        The scores of ``actors`` and of ``events``.
    """
    from llmextract.corpus.linking import link_actors, link_meetings
    from llmextract.evaluation.linking import score_linking

    records = list(gold.records.values())
    registry = link_actors(records)
    actors = {mention: actor.id for actor in registry.actors for mention in actor.mentions}
    events = {report.key: event.id for event in link_meetings(records, registry) for report in event.reports}
    return {
        "actors": score_linking(gold.actors(), actors, gold.never_merge.actors),
        "events": score_linking(gold.meetings(), events, gold.never_merge.meetings),
    }


def _print_json(gold_dir: Path, gold: LinkingGold, scores: Mapping[str, LinkingScores]) -> None:
    from llmextract._version import __version__

    data = {
        "gold": str(gold_dir),
        "llmextract_version": __version__,
        "articles": len(gold.records),
        "linking": {kind: found.to_dict() for kind, found in scores.items()},
    }
    typer.echo(json.dumps(data, indent=2))  # ASCII, which every locale and pipe carries


def _print_tables(gold: LinkingGold, scores: Mapping[str, LinkingScores]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal shows what it can
    console = Console()
    title = Text(f"Linking: {len(gold.records)} articles", style="bold")
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for name in ("of", "measure"):
        table.add_column(name, overflow="fold")
    for name in ("precision", "recall", "F1"):
        table.add_column(name, justify="right")
    for kind, found in scores.items():
        about = f"{_KINDS[kind]}: {found.members} members, {found.true_clusters} true, {found.clusters} found"
        table.add_row(about, "B-cubed", *_figures(found.b_cubed))
        table.add_row("", "pairwise", *_figures(found.pairwise))
        table.add_section()
    console.print(table)
    name_of = {"actors": _actor_names(gold), "events": _report_names(gold)}
    for kind, found in scores.items():
        for heading, lines in (
            ("must never be merged, and are", _forbidden_lines(found)),
            ("wrongly merged", _mixed_lines(found.false_merges, name_of[kind])),
            ("wrongly kept apart", _mixed_lines(found.splits, name_of[kind])),
        ):
            if listed := [f"  {plain(line)}" for line in lines]:
                console.print(Text("\n".join([f"{kind}: {heading}", *listed])))


def _figures(found: Agreement) -> list[str]:
    return ["–" if value is None else f"{value:.3f}" for value in (found.precision, found.recall, found.f1)]


def _forbidden_lines(found: LinkingScores) -> list[str]:
    return [f"{merge.first} and {merge.second} ({merge.reason}): {merge.cluster}" for merge in found.forbidden]


def _mixed_lines(found: Iterable[FalseMerge | Split], name_of: Callable[[str], str]) -> list[str]:
    """Say of each what it consists of, and how often which part is called what."""
    lines = []
    for one in found:
        parts = []
        for part, members in one.members.items():
            names = sorted({name_of(member) for member in members})
            parts.append(f"{part} ({len(members)}: {', '.join(names)})")
        heading = getattr(one, "true", None)  # a false merge has no true name
        lines.append(f"{heading}: " * bool(heading) + " | ".join(parts))
    return lines


def _actor_names(gold: LinkingGold) -> Callable[[str], str]:
    from llmextract.events import key_of

    names = {
        key_of(record.article.id, actor.id): actor.name for record in gold.records.values() for actor in record.actors
    }
    return names.__getitem__


def _report_names(gold: LinkingGold) -> Callable[[str], str]:
    """Name a report by its article, and by the meeting where the article reports several."""
    from llmextract.events import key_of

    names = {
        key_of(record.article.id, meeting.id): name if len(record.meetings) == 1 else f"{name}:{meeting.id}"
        for name, record in gold.records.items()
        for meeting in record.meetings
    }
    return names.__getitem__
