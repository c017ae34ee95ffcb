"""Gold files, and how well records agree with them: the codebook's scores."""

from __future__ import annotations

from llmextract.evaluation.calibration import CALIBRATION_FIGURES, Bin, Reliability, Statement
from llmextract.evaluation.differences import Difference, DifferenceKind
from llmextract.evaluation.gold import GoldDocument, GoldMeeting, GoldParticipant, GoldPlace, GoldTopic, load_gold
from llmextract.evaluation.report import HEADER, TableRow, render_comparison, render_table
from llmextract.evaluation.runs import (
    COSTS,
    ArticleExtractor,
    DocumentRun,
    Recipe,
    load_predictions,
    median_costs,
    run_gold,
    total_costs,
)
from llmextract.evaluation.scorer import DocumentScore, Scores, check_resamples, score
from llmextract.evaluation.tally import Figure, Tally

__all__ = [
    "CALIBRATION_FIGURES",
    "COSTS",
    "HEADER",
    "ArticleExtractor",
    "Bin",
    "Difference",
    "DifferenceKind",
    "DocumentRun",
    "DocumentScore",
    "Figure",
    "GoldDocument",
    "GoldMeeting",
    "GoldParticipant",
    "GoldPlace",
    "GoldTopic",
    "Recipe",
    "Reliability",
    "Scores",
    "Statement",
    "TableRow",
    "Tally",
    "check_resamples",
    "load_gold",
    "load_predictions",
    "median_costs",
    "render_comparison",
    "render_table",
    "run_gold",
    "score",
    "total_costs",
]
