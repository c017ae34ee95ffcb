import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation.tally import Figure, Tally, draw_samples, figure

TALLIES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)).map(
        lambda counts: Tally(counts[0], counts[0] + counts[1], counts[0] + counts[2])
    ),
    min_size=1,
    max_size=8,
)


def test_precision_recall_and_f1_follow_their_definitions():
    tally = Tally(3, 4, 6) + Tally(0, 1, 0)
    assert tally == Tally(3, 5, 6)
    assert (tally.precision, tally.recall) == (0.6, 0.5)
    assert tally.f1 == pytest.approx(2 * 0.6 * 0.5 / (0.6 + 0.5))


def test_nothing_to_judge_is_neither_nought_nor_one():
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)
    assert (Tally(0, 0, 2).precision, Tally(0, 0, 2).recall, Tally(0, 0, 2).f1) == (None, 0.0, 0.0)


def test_samples_draw_as_many_documents_as_there_are_and_follow_the_seed():
    samples = draw_samples(7, resamples=50, seed=1)
    assert len(samples) == 50
    assert all(sum(sample) == 7 for sample in samples)
    assert samples == draw_samples(7, resamples=50, seed=1)
    assert samples != draw_samples(7, resamples=50, seed=2)
    assert draw_samples(0, resamples=50, seed=1) == []


def test_documents_that_are_all_alike_leave_no_doubt():
    samples = draw_samples(6, resamples=60, seed=1)
    assert figure([Tally(1, 2, 4)] * 6, "precision", samples) == Figure(0.5, 0.5, 0.5)


def test_the_interval_of_coin_tosses_is_about_that_of_the_normal_distribution():
    tallies = [Tally.share(number % 2, 1) for number in range(100)]
    tossed = figure(tallies, "recall", draw_samples(100, resamples=1000, seed=1))
    assert tossed.value == 0.5
    assert tossed.low == pytest.approx(0.4, abs=0.03)
    assert tossed.high == pytest.approx(0.6, abs=0.03)


def test_without_anything_to_judge_there_is_no_interval():
    assert figure([Tally()] * 3, "f1", draw_samples(3, resamples=40, seed=1)) == Figure(None, None, None)
    assert figure([], "f1", []) == Figure(None, None, None)


@given(TALLIES)
def test_the_interval_lies_between_the_worst_and_the_best_document(tallies):
    scored = figure(tallies, "f1", draw_samples(len(tallies), resamples=60, seed=3))
    single = [tally.f1 for tally in tallies if tally.f1 is not None]
    if single:
        assert min(single) - 1e-9 <= scored.low <= scored.high <= max(single) + 1e-9
