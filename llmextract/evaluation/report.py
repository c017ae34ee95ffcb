"""Scores as rows of text, for a table on a terminal or in a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from llmextract.evaluation.scorer import FOUND, RATIOS, SHARES

if TYPE_CHECKING:
    from llmextract.evaluation.scorer import Scores
    from llmextract.evaluation.tally import Figure

HEADER = ("measure", "precision", "recall", "F1 or share", "right of predicted / gold")
"""Titles of the columns of `render_table`."""

_HEADLINE_FIRST = ("strict", *(measure for measure in FOUND if measure != "strict"))
_LABELS = {"strict": "strict record", "non_confirmed": "non-confirmed attendance", "grounded": "grounded quotes"}


class TableRow(NamedTuple):
    """One measure; a cell is empty where the measure has no such score.

    Attributes:
        measure: Its name.
        precision: "0.83 (0.71–0.92)", the score and its 95 % interval; "–" where there was nothing to judge.
        recall: The same for the recall.
        score: The same for the F1, or for the one share that the measure is.
        counts: Right of judged answers.
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
    return rows


def _label(measure: str) -> str:
    return _LABELS.get(measure, measure)


def _cell(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.2f}"
    return f"{figure.value:.2f} ({figure.low:.2f}–{figure.high:.2f})"
