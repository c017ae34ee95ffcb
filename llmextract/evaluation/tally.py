"""Counting: what was right, out of what was predicted and what was asked for, with intervals over documents."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Ratio = Literal["precision", "recall", "f1"]

MIN_RESAMPLES = 40
"""Fewer resamples have no 2.5th percentile of their own."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many answers were right.

    For a share, such as the accuracy of the status, ``predicted`` and ``gold`` are both the number of answers judged.

    Attributes:
        hits: Right answers.
        predicted: Answers given that count.
        gold: Answers asked for that count.
    """

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)

    @classmethod
    def share(cls, hits: int, of: int) -> Tally:
        """Return the tally of a share: so many right of so many judged."""
        return cls(hits, of, of)

    @property
    def precision(self) -> float | None:
        """Right answers over answers given; ``None`` when none was given."""
        return _ratio(self.hits, self.predicted)

    @property
    def recall(self) -> float | None:
        """Right answers over answers asked for; ``None`` when none was."""
        return _ratio(self.hits, self.gold)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; ``None`` when nothing was given nor asked for."""
        return _ratio(2 * self.hits, self.predicted + self.gold)


@dataclass(frozen=True, slots=True)
class Figure:
    """A score between 0 and 1 with its 95 % interval.

    Attributes:
        value: The score; ``None`` where there was nothing to judge.
        low: Lower end of the interval.
        high: Upper end.
    """

    value: float | None
    low: float | None
    high: float | None


def figure(
    tallies: Sequence[Tally],
    ratio: Ratio,
    samples: Sequence[Sequence[int]],
) -> Figure:
    """Compute a score over all documents, with its bootstrap interval.

    The percentile interval of B. Efron and R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13:
    documents are drawn with replacement, because what one article holds succeeds or fails together. Samples in which
    there is nothing to judge are left out.

    Args:
        tallies: One for each document.
        ratio: What to compute from their sum.
        samples: How often each document was drawn, for each sample, from `draw_samples`.

    Returns:
        The score; its interval is ``None`` at both ends when fewer than two samples have something to judge.
    """
    columns = [
        [tally.hits for tally in tallies],
        [tally.predicted for tally in tallies],
        [tally.gold for tally in tallies],
    ]
    drawn = (Tally(*(sum(map(mul, sample, column)) for column in columns)) for sample in samples)
    return Figure(getattr(sum(tallies, start=Tally()), ratio), *interval(getattr(tally, ratio) for tally in drawn))


def interval(values: Iterable[float | None]) -> tuple[float, float] | tuple[None, None]:
    """Return the 95 % percentile interval of a score over bootstrap samples.

    Args:
        values: The score in each sample; ``None`` where the sample has nothing to judge, which is left out.

    Returns:
        Its lower and its upper end; ``None`` for both when fewer than two samples have something to judge.
    """
    judged = [value for value in values if value is not None]
    if len(judged) < 2:  # noqa: PLR2004 - no quantiles of one number
        return None, None
    cuts = statistics.quantiles(judged, n=40, method="inclusive")  # 2.5 % apart
    return cuts[0], cuts[-1]


def draw_samples(documents: int, *, resamples: int, seed: int) -> list[list[int]]:
    """Draw bootstrap samples of documents.

    Args:
        documents: How many documents there are.
        resamples: How many samples to draw.
        seed: Of the random numbers; the same seed gives the same samples.

    Returns:
        For each sample, how often each document was drawn; no samples without documents.
    """
    if not documents:
        return []
    rng = random.Random(seed)  # noqa: S311 - statistics, not secrets
    numbers = range(documents)
    samples = []
    for _ in range(resamples):
        drawn = Counter(rng.choices(numbers, k=documents))
        samples.append([drawn[number] for number in numbers])
    return samples


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
