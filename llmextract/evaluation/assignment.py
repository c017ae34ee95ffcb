"""The assignment problem: pair rows and columns one to one so that the summed weight is greatest."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def best_pairs(weights: Sequence[Sequence[float]]) -> tuple[tuple[int, int], ...]:
    """Pair rows with columns one to one so that the sum of the pairs' weights is greatest.

    The Hungarian method with shortest augmenting paths and dual potentials, O(rows² · columns): H. W. Kuhn, "The
    Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2, 1955; in the form for
    rectangular matrices of D. F. Crouse, "On implementing 2D rectangular assignment algorithms", IEEE Transactions on
    Aerospace and Electronic Systems 52(4), 2016.

    Args:
        weights: One row of non-negative weights for each left item, all of the same length; 0 means that the two
            can't be paired.

    Returns:
        The pairs (row, column) of positive weight, by row.
    """
    rows, columns = len(weights), len(weights[0]) if weights else 0
    if rows > columns:
        turned = best_pairs(list(zip(*weights, strict=True)))
        return tuple(sorted((row, column) for column, row in turned))
    costs = [[-weight for weight in row] for row in weights]
    row_of: list[int | None] = [None] * columns
    row_potentials, column_potentials = [0.0] * rows, [0.0] * columns
    for row in range(rows):
        _place(row, costs, row_of, row_potentials, column_potentials)
    pairs = ((row, column) for column, row in enumerate(row_of) if row is not None)
    return tuple(sorted((row, column) for row, column in pairs if weights[row][column] > 0))


def _place(
    new: int,
    costs: Sequence[Sequence[float]],
    row_of: list[int | None],
    row_potentials: list[float],
    column_potentials: list[float],
) -> None:
    """Give one more row a column, along the path on which the rows before it change theirs at the least cost."""
    distance = dict.fromkeys(range(len(row_of)), math.inf)  # of the columns not yet passed
    came_from: dict[int, int | None] = {}
    passed: dict[int, tuple[int, float]] = {}  # columns on the path tree, with their row and distance
    row, length = new, 0.0
    column: int | None = None
    while True:
        for other, known in distance.items():
            reached = length + costs[row][other] - row_potentials[row] - column_potentials[other]
            if reached < known:
                distance[other], came_from[other] = reached, column
        column = min(distance, key=distance.__getitem__)
        length = distance.pop(column)
        occupant = row_of[column]
        if occupant is None:
            break
        passed[column], row = (occupant, length), occupant
    row_potentials[new] += length
    for other, (moved, at) in passed.items():
        row_potentials[moved] += length - at
        column_potentials[other] -= length - at
    step: int | None = column
    while step is not None:
        back = came_from[step]
        row_of[step] = new if back is None else row_of[back]
        step = back
