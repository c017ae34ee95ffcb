"""Gold files, and how well records agree with them: the codebook's scores."""

from __future__ import annotations

from llmextract.evaluation.differences import Difference, DifferenceKind
from llmextract.evaluation.gold import GoldDocument, GoldMeeting, GoldParticipant, GoldPlace, GoldTopic, load_gold
from llmextract.evaluation.report import HEADER, TableRow, render_table
from llmextract.evaluation.scorer import DocumentScore, Scores, score
from llmextract.evaluation.tally import Figure, Tally

__all__ = [
    "HEADER",
    "Difference",
    "DifferenceKind",
    "DocumentScore",
    "Figure",
    "GoldDocument",
    "GoldMeeting",
    "GoldParticipant",
    "GoldPlace",
    "GoldTopic",
    "Scores",
    "TableRow",
    "Tally",
    "load_gold",
    "render_table",
    "score",
]
