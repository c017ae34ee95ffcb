"""Calibration: whether the confidences that records state come true.

What is judged is a *statement* with a confidence, the stated probability that it is right:

- A predicted meeting is right when it is paired with a gold meeting. Paired with an optional one it is not judged.
- A predicted participant is right when it is matched with a gold participant of the paired meeting and its attendance
  is accepted. Matched with an optional one, or in a meeting paired with an optional one, it is not judged. In an
  unpaired meeting it is wrong.
- A statement without a confidence is not judged either; how many there are is counted.

Meetings and participants that a record misses are no statements: calibration is about what a record says, recall about
what it leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Literal, NamedTuple

from llmextract.evaluation.tally import Figure, interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llmextract.evaluation.pairing import DocumentPairing

StatementKind = Literal["meeting", "participant"]

KINDS = ("all", "meeting", "participant")
"""What calibration is computed for: both kinds of statements together, and each by itself."""

BINS = 10
"""How many bins of equal width the reliability table has."""

CALIBRATION_FIGURES = {
    "brier": "all",
    "brier_meeting": "meeting",
    "brier_participant": "participant",
    "ece": "all",
}
"""The figures of calibration, with the kind of statements that each is computed for; 0 is best in all of them."""


class Statement(NamedTuple):
    """Something that a record says and that the gold can judge.

    Attributes:
        kind: ``meeting`` or ``participant``.
        confidence: The stated probability that it is right; ``None`` where none is stated.
        right: Whether it is.
    """

    kind: StatementKind
    confidence: float | None
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """One line of the reliability table: the statements with a confidence in one range.

    Attributes:
        low: Least confidence in the bin.
        high: Confidence below which the bin ends; the last bin holds 1 as well.
        count: How many statements there are.
        confidence: Their mean confidence; ``None`` without any.
        right: The share of them that is right; ``None`` without any.
    """

    low: float
    high: float
    count: int
    confidence: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far stated confidences come true.

    Attributes:
        count: How many statements were judged.
        without_confidence: How many could have been judged, but state no confidence.
        brier: Mean squared difference of confidence and outcome (1 right, 0 wrong), as `brier_score` says; ``None``
            without statements.
        ece: Expected calibration error, as `expected_calibration_error` says; ``None`` without statements.
        bins: The reliability table, `BINS` lines.
    """

    count: int
    without_confidence: int
    brier: float | None
    ece: float | None
    bins: tuple[Bin, ...]


def list_statements(pairing: DocumentPairing) -> tuple[Statement, ...]:
    """List what a record says that the gold can judge; the module's own description says what is right.

    Args:
        pairing: The record's meetings beside the gold ones.

    Returns:
        The statements, those without a confidence included.
    """
    found: list[Statement] = []
    for pair in pairing.pairs:
        meeting, matching = pair.predicted.meeting, pair.participants
        found.append(Statement("meeting", meeting.confidence, right=True))
        accepted = {
            index: answer.right
            for (index, _), (_, answer) in zip(matching.required_pairs, pair.attendances, strict=True)
        }
        for index in sorted((*accepted, *matching.invented)):
            confidence = meeting.participants[index].confidence
            found.append(Statement("participant", confidence, right=accepted.get(index, False)))
    for predicted in pairing.invented:
        found.append(Statement("meeting", predicted.meeting.confidence, right=False))
        found.extend(
            Statement("participant", participant.confidence, right=False)
            for participant in predicted.meeting.participants
        )
    return tuple(found)


def reliability(statements: Iterable[Statement]) -> Reliability:
    """Compute Brier score, expected calibration error and the reliability table.

    Args:
        statements: The statements, of one kind or of both.

    Returns:
        The calibration of those with a confidence.
    """
    everything = list(statements)
    sums = _sums(everything)
    return Reliability(
        count=int(sum(sums.counts)),
        without_confidence=sum(statement.confidence is None for statement in everything),
        brier=brier_score(sums),
        ece=expected_calibration_error(sums),
        bins=tuple(
            Bin(number / BINS, (number + 1) / BINS, int(count), _mean(confidence, count), _mean(right, count))
            for number, (count, confidence, right) in enumerate(zip(*sums[:3], strict=True))
        ),
    )


def calibrate(
    documents: Sequence[Sequence[Statement]], samples: Sequence[Sequence[int]]
) -> tuple[dict[str, Reliability], dict[str, Figure]]:
    """Compute the calibration over all documents, and its figures with their bootstrap intervals.

    Args:
        documents: Each document's statements.
        samples: How often each document was drawn, for each sample, from `llmextract.evaluation.tally.draw_samples`.

    Returns:
        The calibration by kind (`KINDS`), and the figures by name (`CALIBRATION_FIGURES`).
    """
    of_kind = {
        kind: [[statement for statement in document if kind in {"all", statement.kind}] for document in documents]
        for kind in KINDS
    }
    calibration = {
        kind: reliability(statement for document in column for statement in document)
        for kind, column in of_kind.items()
    }
    drawn = {kind: _draw([_sums(document) for document in column], samples) for kind, column in of_kind.items()}
    figures = {}
    for name, kind in CALIBRATION_FIGURES.items():
        compute = expected_calibration_error if name == "ece" else brier_score
        value = calibration[kind].ece if name == "ece" else calibration[kind].brier
        figures[name] = Figure(value, *interval(map(compute, drawn[kind])))
    return calibration, figures


class Sums(NamedTuple):
    """What the measures of calibration are computed from: sums, so that those of several documents can be added.

    Attributes:
        counts: Number of statements, by bin.
        confidences: Sum of their confidences, by bin.
        rights: Number of right ones, by bin.
        squares: Sum of the squared differences of confidence and outcome.
    """

    counts: Sequence[float]
    confidences: Sequence[float]
    rights: Sequence[float]
    squares: float


def brier_score(sums: Sums) -> float | None:
    """Return the mean squared difference of confidence and outcome.

    G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78(1), 1950.
    Brier sums over both outcomes, right and wrong, which doubles the number; this is the usual half, between 0 (every
    right statement certain, every wrong one ruled out) and 1. To say 0.5 of everything scores 0.25.

    Args:
        sums: Of the statements.

    Returns:
        The score; ``None`` without statements.
    """
    return _mean(sums.squares, sum(sums.counts))


def expected_calibration_error(sums: Sums) -> float | None:
    """Return how far, on average over the statements, a bin's mean confidence is from its share of right ones.

    M. P. Naeini, G. F. Cooper and M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning",
    AAAI 2015, with `BINS` bins of equal width.

    Args:
        sums: Of the statements.

    Returns:
        The error, between 0 and 1; ``None`` without statements.
    """
    gaps = (abs(confidence - right) for confidence, right in zip(sums.confidences, sums.rights, strict=True))
    return _mean(sum(gaps), sum(sums.counts))


def _sums(statements: Iterable[Statement]) -> Sums:
    counts, confidences, rights = ([0.0] * BINS for _ in range(3))
    squares = 0.0
    for _, confidence, right in statements:
        if confidence is not None:
            number = min(int(confidence * BINS), BINS - 1)
            counts[number] += 1
            confidences[number] += confidence
            rights[number] += right
            squares += (confidence - right) ** 2
    return Sums(counts, confidences, rights, squares)


def _draw(documents: Sequence[Sums], samples: Sequence[Sequence[int]]) -> list[Sums]:
    """Add up the documents' sums for each sample, every document as often as it was drawn; without empty bins."""
    filled = [number for number in range(BINS) if any(document.counts[number] for document in documents)]
    if not filled:
        return []
    binned = [
        [[getattr(document, name)[number] for document in documents] for number in filled]
        for name in ("counts", "confidences", "rights")
    ]
    columns = [*binned, [[document.squares for document in documents]]]
    drawn = ([[sum(map(mul, sample, cells)) for cells in column] for column in columns] for sample in samples)
    return [Sums(counts, confidences, rights, squares) for counts, confidences, rights, (squares,) in drawn]


def _mean(total: float, count: float) -> float | None:
    return total / count if count else None
