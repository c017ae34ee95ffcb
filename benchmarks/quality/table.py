"""Scores and costs of the systems beside each other."""

from __future__ import annotations

import dataclasses
import statistics
from typing import TYPE_CHECKING, Any

from llmextract.evaluation import Figure, Tally, score
from llmextract.evaluation.plain_record import grounded_tally
from llmextract.evaluation.tally import draw_samples, figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from llmextract.evaluation import DocumentRun, GoldDocument, Scores

MEASURES = {
    "strict F1": "strict_f1",
    "meeting precision": "meeting_precision",
    "meeting recall": "meeting_recall",
    "meeting F1": "meeting_f1",
    "participant precision": "participant_precision",
    "participant recall": "participant_recall",
    "participant F1": "participant_f1",
    "status": "status_accuracy",
    "format": "format_accuracy",
    "date": "date_accuracy",
    "city": "city_accuracy",
    "country": "country_accuracy",
    "non-confirmed recall": "non_confirmed_recall",
    "topic F1": "topic_f1",
    "grounded": "grounded_share",
    "Brier (0 is best)": "brier",
}
"""Rows of the table, with the names of the scorer's figures."""

_MEANS = {
    "requests": "requests an article",
    "prompt_tokens": "prompt tokens an article",
    "cached_tokens": "of them cached",
    "completion_tokens": "completion tokens an article",
}


@dataclasses.dataclass(frozen=True)
class Comparison:
    """The scores and costs of every system.

    Attributes:
        scores: By system.
        costs: By system: figures by name, of which those that can't be computed are missing.
    """

    scores: dict[str, Scores]
    costs: dict[str, dict[str, float]]

    def markdown(self) -> str:
        """Return the table: 95 % intervals over documents in parentheses."""
        systems = list(self.scores)
        costs = dict.fromkeys(name for costs in self.costs.values() for name in costs)
        rows = [
            ["", *systems],
            ["---", *("---:" for _ in systems)],
            *(
                [label, *(_score(self.scores[system].figures.get(name)) for system in systems)]
                for label, name in MEASURES.items()
            ),
            *([name, *(_number(self.costs[system].get(name)) for system in systems)] for name in costs),
        ]
        return "".join(f"| {' | '.join(row)} |\n" for row in rows)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain data, ready for JSON."""
        return {
            system: {"costs": self.costs[system], "scores": scores.to_dict()} for system, scores in self.scores.items()
        }


def compare(documents: Sequence[GoldDocument], runs: Mapping[str, Sequence[DocumentRun]]) -> Comparison:
    """Score every system's records.

    Args:
        documents: The gold documents.
        runs: What came of them by system, in the same order.

    Returns:
        The comparison. A document without a record counts as one without meetings; its time counts, its tokens are not
        known.
    """
    return Comparison(
        {system: _scores(documents, results) for system, results in runs.items()},
        {system: _costs(results) for system, results in runs.items()},
    )


def _scores(documents: Sequence[GoldDocument], runs: Sequence[DocumentRun]) -> Scores:
    extractions = [run.extraction for run in runs]
    scores = score(zip(documents, extractions, strict=True))
    # Quotes that the article does not hold can't be in a record; the peers' are counted all the same.
    grounded = [grounded_tally(extraction) if extraction else Tally() for extraction in extractions]
    samples = draw_samples(len(documents), resamples=scores.resamples, seed=scores.seed)
    return dataclasses.replace(
        scores,
        figures=scores.figures | {"grounded_share": figure(grounded, "recall", samples)},
        tallies=scores.tallies | {"grounded": sum(grounded, start=Tally())},
    )


def _costs(runs: Sequence[DocumentRun]) -> dict[str, float]:
    costs: dict[str, float] = {"articles without a record": sum(run.extraction is None for run in runs)}
    known = {name: [value for run in runs if (value := run.costs[name]) is not None] for name in ("seconds", *_MEANS)}
    if known["seconds"]:
        costs["seconds an article, median"] = statistics.median(known["seconds"])
        costs["seconds an article, mean"] = statistics.fmean(known["seconds"])
    return costs | {label: statistics.fmean(known[name]) for name, label in _MEANS.items() if known[name]}


def _score(value: Figure | None) -> str:
    if value is None or value.value is None:
        return "–"
    if value.low is None or value.high is None:
        return f"{value.value:.2f}"
    return f"{value.value:.2f} ({value.low:.2f}–{value.high:.2f})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}" if value == round(value) else f"{value:.1f}"
