"""Scores as rows of text, for a table on a terminal or in a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llmextract.evaluation.calibration import CALIBRATION_FIGURES
from llmextract.evaluation.scorer import FOUND, RATIOS, SHARES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.evaluation.scorer import Scores
    from llmextract.evaluation.tally import Figure

HEADER = ("measure", "precision", "recall", "F1 or share", "right of predicted / gold")
"""Titles of the columns of `render_table`."""

_HEADLINE_FIRST = ("strict", *(measure for measure in FOUND if measure != "strict"))
_LABELS = {
    "strict": "strict record",
    "non_confirmed": "non-confirmed attendance",
    "grounded": "grounded quotes",
    "brier": "Brier (best: 0)",
    "brier_meeting": "Brier, meetings",
    "brier_participant": "Brier, participants",
    "ece": "calibration error",
}
_RATIO_LABELS = {"f1": "F1", "precision": "precision", "recall": "recall"}


class TableRow(NamedTuple):
    """One measure; a cell is empty where the measure has no such score.

    Attributes:
        measure: Its name.
        precision: "0.83 (0.71–0.92)", the score and its 95 % interval; "–" where there was nothing to judge.
        recall: The same for the recall.
        score: The same for the F1, or for the one share or error that the measure is.
        counts: Right of judged answers; for calibration, how many statements were judged.
    """

    measure: str
    precision: str
    recall: str
    score: str
    counts: str


def render_table(scores: Scores) -> list[TableRow]:
    """Return the scores as rows of text, the headline first.

    Args:
        scores: The scores.

    Returns:
        One row for each measure; `HEADER` has the titles of the columns.
    """
    rows = []
    for measure in _HEADLINE_FIRST:
        tally = scores.tallies[measure]
        precision, recall, f1 = (_cell(scores.figures[f"{measure}_{ratio}"]) for ratio in RATIOS)
        counts = f"{tally.hits} of {tally.predicted} / {tally.gold}"
        rows.append(TableRow(_label(measure), precision, recall, f1, counts))
    for measure, name in SHARES.items():
        tally = scores.tallies[measure]
        rows.append(TableRow(_label(measure), "", "", _cell(scores.figures[name]), f"{tally.hits} of {tally.gold}"))
    for name, kind in CALIBRATION_FIGURES.items():
        count = scores.calibration[kind].count
        rows.append(TableRow(_label(name), "", "", _cell(scores.figures[name]), f"of {count}"))
    return rows


def render_comparison(compared: Iterable[Scores]) -> list[tuple[str, ...]]:
    """Return several scores of the same gold documents beside each other.

    Args:
        compared: The scores.

    Returns:
        One row for each figure, the headline first: its name, then one cell for each of the scores, "0.83 (0.71–0.92)"
        as in `TableRow`.
    """
    names = {
        f"{measure}_{ratio}": f"{_label(measure)}, {_RATIO_LABELS[ratio]}"
        for measure in _HEADLINE_FIRST
        for ratio in _RATIO_LABELS
    }
    names |= {name: _label(measure) for measure, name in SHARES.items()}
    names |= {name: _label(name) for name in CALIBRATION_FIGURES}
    columns = list(compared)
    return [(label, *(_cell(scores.figures[name]) for scores in columns)) for name, label in names.items()]


def _label(measure: str) -> str:
    return _LABELS.get(measure, measure)


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.2f}"
    return f"{figure.value:.2f} ({figure.low:.2f}–{figure.high:.2f})"
