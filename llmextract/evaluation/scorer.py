"""The codebook's scores (section 5): how well records agree with the gold."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from llmextract.errors import ConfigurationError
from llmextract.evaluation.answers import FIELDS
from llmextract.evaluation.calibration import calibrate, list_statements
from llmextract.evaluation.differences import Difference, differences, ungrounded
from llmextract.evaluation.pairing import DocumentPairing, pair_meetings
from llmextract.evaluation.plain_record import grounded_tally
from llmextract.evaluation.tally import MIN_RESAMPLES, Figure, Ratio, Tally, draw_samples, figure
from llmextract.schemas import Attendance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.evaluation.calibration import Reliability, Statement
    from llmextract.evaluation.gold import GoldDocument, GoldParticipant
    from llmextract.schemas import Extraction

FOUND = ("meeting", "participant", "topic", "strict")
"""Measures of finding: precision, recall and F1."""

SHARES = {
    **{field: f"{field}_accuracy" for field in FIELDS},
    "attendance": "attendance_accuracy",
    "non_confirmed": "non_confirmed_recall",
    "grounded": "grounded_share",
}
"""Measures that are one share each, with the name of the figure."""

RESAMPLES = 1000
"""How many bootstrap samples the intervals are computed from, unless another number is asked for."""

SEED = 20241212
"""Of the samples, unless another is given."""

RATIOS: tuple[Ratio, ...] = ("precision", "recall", "f1")
"""What a measure of finding is made of."""


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """One document's part of the scores.

    Attributes:
        id: The gold document's id.
        failed: Whether there was no record, so that everything counts as missed.
        tallies: The counts, by measure (`FOUND` and `SHARES`).
        differences: What a reader would have to correct.
        statements: What the record says and the gold can judge, with the confidences.
    """

    id: str
    failed: bool
    tallies: dict[str, Tally]
    differences: tuple[Difference, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of a set of records.

    Attributes:
        figures: Every score with its 95 % interval, by name: ``strict_f1`` (the headline), ``meeting_precision``,
            ``status_accuracy``, … Higher is better, but for those of the calibration: ``brier`` (of all statements),
            ``brier_meeting``, ``brier_participant`` and ``ece``.
        tallies: The counts over all documents, by measure.
        documents: Each document's part, in the order given.
        resamples: How many bootstrap samples the intervals come from.
        seed: Of the samples.
        calibration: Whether stated confidences come true, with the reliability tables: of ``all`` statements, of the
            ``meeting`` and of the ``participant`` ones.
    """

    figures: dict[str, Figure]
    tallies: dict[str, Tally]
    documents: tuple[DocumentScore, ...]
    resamples: int
    seed: int
    calibration: dict[str, Reliability]

    def to_dict(self) -> dict[str, Any]:
        """Return the scores as plain data, ready for JSON."""
        return {
            "documents": len(self.documents),
            "failed": sum(document.failed for document in self.documents),
            "resamples": self.resamples,
            "seed": self.seed,
            "figures": {name: asdict(score) for name, score in self.figures.items()},
            "counts": {measure: asdict(tally) for measure, tally in self.tallies.items()},
            "calibration": {kind: asdict(table) for kind, table in self.calibration.items()},
            "per_document": [
                {
                    "id": document.id,
                    "failed": document.failed,
                    "counts": {measure: asdict(tally) for measure, tally in document.tallies.items()},
                    "differences": [asdict(difference) for difference in document.differences],
                    "statements": [statement._asdict() for statement in document.statements],
                }
                for document in self.documents
            ],
        }


def score(
    pairs: Iterable[tuple[GoldDocument, Extraction | None]], *, resamples: int = RESAMPLES, seed: int = SEED
) -> Scores:
    """Score records against gold documents, as section 5 of the codebook defines it.

    Where the codebook leaves a choice:

    - What is paired with an optional gold meeting counts for nothing in every measure but ``grounded``.
    - The participants and topics of an unpaired predicted meeting are all wrong, those of an unpaired gold meeting all
      missed, unless optional.
    - An optional participant or topic, and what is matched with it, counts for nothing, in the attendance as well.
    - Participants and topics are matched one to one.
    - ``non_confirmed`` is the share of the gold participants whose best accepted attendance is not "confirmed" that
      were matched and predicted with an accepted attendance other than "confirmed".
    - ``grounded`` counts the quotes that a system gave and its record had to leave out (warning "quote-not-found").
    - A score with nothing to judge is ``None``, neither 0 nor 1.
    - `llmextract.evaluation.calibration` says which statements are right and how confidences are judged.

    Args:
        pairs: Each gold document with the record of its text; ``None`` for a text that gave no record, which counts
            as a record without meetings.
        resamples: How many bootstrap samples of documents the intervals are computed from, at least 40.
        seed: Of the samples; the same seed gives the same intervals.

    Returns:
        The scores.

    Raises:
        ConfigurationError: There are too few resamples.
    """
    check_resamples(resamples)
    documents = tuple(score_document(gold, extraction) for gold, extraction in pairs)
    samples = draw_samples(len(documents), resamples=resamples, seed=seed)
    tallies, figures = {}, {}
    for measure in (*FOUND, *SHARES):
        column = [document.tallies[measure] for document in documents]
        tallies[measure] = sum(column, start=Tally())
        if measure in SHARES:
            figures[SHARES[measure]] = figure(column, "recall", samples)
        else:
            figures |= {f"{measure}_{ratio}": figure(column, ratio, samples) for ratio in RATIOS}
    calibration, calibration_figures = calibrate([document.statements for document in documents], samples)
    return Scores(figures | calibration_figures, tallies, documents, resamples, seed, calibration)


def check_resamples(resamples: int) -> None:
    """Refuse a number of bootstrap samples that is too small for a 95 % interval.

    Raises:
        ConfigurationError: It is.
    """
    if resamples < MIN_RESAMPLES:
        raise ConfigurationError(
            f"{resamples} resamples are too few for a 95 % interval", hint=f"use {MIN_RESAMPLES} or more"
        )


def score_document(gold: GoldDocument, extraction: Extraction | None) -> DocumentScore:
    """Score one record; `score` says how.

    Args:
        gold: The gold document.
        extraction: The record of its text, or ``None`` if there is none.

    Returns:
        The document's counts and differences.
    """
    pairing = pair_meetings(extraction, gold)
    quotes = [] if extraction is None else list(extraction.quotes())
    loose = ungrounded(quotes, gold.text)
    stated = Tally() if extraction is None else grounded_tally(extraction)
    tallies = {
        **_tally_found(pairing),
        **_tally_fields(pairing),
        "non_confirmed": _tally_non_confirmed(pairing),
        "grounded": Tally.share(stated.hits - len(loose), stated.gold),
    }
    return DocumentScore(gold.id, extraction is None, tallies, differences(pairing, loose), list_statements(pairing))


def _tally_found(pairing: DocumentPairing) -> dict[str, Tally]:
    meetings = pairing.matching.tally
    participants = sum((pair.participants.tally for pair in pairing.pairs), start=Tally())
    topics = sum((pair.topics.tally for pair in pairing.pairs), start=Tally())
    for predicted in pairing.invented:
        participants += Tally(0, len(predicted.actors), 0)
        topics += Tally(0, len(predicted.meeting.topics), 0)
    for meeting in pairing.missed:
        participants += Tally(0, 0, sum(not participant.optional for participant in meeting.participants))
        topics += Tally(0, 0, sum(not topic.optional for topic in meeting.topics))
    right = sum(pair.right for pair in pairing.pairs)
    return {
        "meeting": meetings,
        "participant": participants,
        "topic": topics,
        "strict": Tally(right, meetings.predicted, meetings.gold),
    }


def _tally_fields(pairing: DocumentPairing) -> dict[str, Tally]:
    tallies = dict.fromkeys((*FIELDS, "attendance"), Tally())
    for pair in pairing.pairs:
        for answer in (*pair.answers, *(answer for _, answer in pair.attendances)):
            tallies[answer.field] += Tally.share(answer.right, 1)
    return tallies


def _tally_non_confirmed(pairing: DocumentPairing) -> Tally:
    hits = sum(
        answer.right and answer.predicted != Attendance.CONFIRMED
        for pair in pairing.pairs
        for participant, answer in pair.attendances
        if _is_non_confirmed(participant)
    )
    asked_for = (*(pair.gold for pair in pairing.pairs), *pairing.missed)
    return Tally.share(hits, sum(_is_non_confirmed(person) for meeting in asked_for for person in meeting.participants))


def _is_non_confirmed(participant: GoldParticipant) -> bool:
    return not participant.optional and participant.attendance[0] is not Attendance.CONFIRMED
