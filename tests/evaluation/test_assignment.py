import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.evaluation.assignment import best_pairs

WEIGHT = st.one_of(st.sampled_from([0.0, 0.5, 1.0, 1.25]), st.floats(min_value=0, max_value=1.5))
MATRIX = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda size: st.lists(st.lists(WEIGHT, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)


def summed(weights, pairs):
    return sum(weights[row][column] for row, column in pairs)


def best_sum(weights):
    rows, columns = len(weights), len(weights[0])
    if rows > columns:
        return best_sum(list(zip(*weights, strict=True)))
    return max(summed(weights, enumerate(chosen)) for chosen in itertools.permutations(range(columns), rows))


@settings(max_examples=300, deadline=None)
@given(MATRIX)
def test_the_sum_is_the_greatest_that_trying_everything_finds(weights):
    assert summed(weights, best_pairs(weights)) == pytest.approx(best_sum(weights))


@settings(max_examples=100, deadline=None)
@given(MATRIX)
def test_every_row_and_column_is_used_once_and_only_for_a_positive_weight(weights):
    pairs = best_pairs(weights)
    for side in zip(*pairs, strict=True):
        assert len(set(side)) == len(side)
    assert all(weights[row][column] > 0 for row, column in pairs)


@settings(max_examples=50, deadline=None)
@given(MATRIX)
def test_turning_the_matrix_keeps_the_sum(weights):
    turned = [list(row) for row in zip(*weights, strict=True)]
    assert summed(weights, best_pairs(weights)) == pytest.approx(summed(turned, best_pairs(turned)))


def test_greed_would_lose():
    assert best_pairs([[1.0, 0.9], [0.9, 0.0]]) == ((0, 1), (1, 0))


@pytest.mark.parametrize("weights", [[], [[]], [[], []], [[0.0]], [[0.0, 0.0], [0.0, 0.0]]])
def test_nothing_to_pair_gives_no_pairs(weights):
    assert best_pairs(weights) == ()
