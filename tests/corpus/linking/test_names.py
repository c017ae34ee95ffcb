"""Names across articles, measured on pairs of invented names."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.corpus.linking.names import SAME, blocking_keys, is_family_conflict, name_score, read_name

PAIRS = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("name_pairs.tsv").read_text(encoding="utf-8").splitlines()
]
SCORED = [(name_score(read_name(first), read_name(second)), verdict == "same") for verdict, first, second in PAIRS]
FOLDS = 5


def accuracy(scored, threshold):
    return sum((score >= threshold) is same for score, same in scored) / len(scored)


def test_pairs_are_enough_to_measure_on():
    assert len(PAIRS) == len(set(PAIRS)) >= 120
    assert sum(same for _, same in SCORED) >= 60


def test_the_threshold_tells_persons_apart():
    assert accuracy(SCORED, SAME) >= 0.97
    wrong = [pair for pair, (score, same) in zip(PAIRS, SCORED, strict=True) if score >= SAME and not same]
    assert not wrong


def test_a_threshold_chosen_on_some_pairs_holds_for_the_others():
    thresholds = [step / 100 for step in range(50, 100)]
    right = 0.0
    for fold in range(FOLDS):
        held_out = SCORED[fold::FOLDS]
        chosen_on = [pair for at, pair in enumerate(SCORED) if at % FOLDS != fold]
        best = max(thresholds, key=lambda threshold: accuracy(chosen_on, threshold))
        right += accuracy(held_out, best) * len(held_out)
    assert right / len(SCORED) >= 0.95


@pytest.mark.parametrize(("verdict", "first", "second"), [pair for pair in PAIRS if pair[0] == "same"])
def test_names_of_one_person_share_a_blocking_key(verdict, first, second):
    assert verdict == "same"
    assert set(blocking_keys(read_name(first))) & set(blocking_keys(read_name(second)))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Bashar al-Dawud", "Maher al-Dawud"),
        ("George W. Ashby", "George H.W. Ashby"),
        ("John Novak Jr.", "John Novak Sr."),
        ("Abdullah II", "Abdullah I"),
        ("Nawaz Shareef", "Shahbaz Shareef"),
    ],
)
def test_two_of_one_family_are_in_conflict(first, second):
    assert is_family_conflict(read_name(first), read_name(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [("Novak", "Ada Novak"), ("Ada Novak", "Mother Teresina"), ("A. Novak", "Ada Novak"), ("Ada Novak", "ADA NOVAK")],
)
def test_others_are_not(first, second):
    assert not is_family_conflict(read_name(first), read_name(second))


def test_a_script_without_vowels_leaves_doubt():
    assert 0.72 <= name_score(read_name("Ahmed al-Sharaa"), read_name("أحمد الشرع")) < SAME


def test_an_initial_and_a_turned_name_leave_doubt():
    assert name_score(read_name("K. Brezovar"), read_name("Karla Brezovar")) == pytest.approx(0.8)
    assert name_score(read_name("Ali Hassan"), read_name("Hassan Ali")) == pytest.approx(0.8)


def test_a_lone_name_never_decides():
    assert name_score(read_name("Novak"), read_name("Novak")) == pytest.approx(0.5)
    assert read_name("Novak").lone
    assert not read_name("Abdullah II").lone
    assert read_name("Abu Mazin").words == ("abumazin",)


names = st.lists(
    st.sampled_from(["ada", "novak", "al-sharun", "w.", "bin", "Jr.", "ii", "Őri", "أحمد", "", "o'hara", "-"]),
    max_size=5,
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(names, names)
def test_the_score_is_symmetric_and_bounded(first, second):
    one, other = read_name(first), read_name(second)
    assert 0.0 <= name_score(one, other) <= 1.0
    assert name_score(one, other) == name_score(other, one)
    assert is_family_conflict(one, other) == is_family_conflict(other, one)
    if one.words and not one.lone:
        assert name_score(one, one) == 1.0
        assert blocking_keys(one)


def test_names_that_are_read_alike_have_nothing_to_compare():
    assert name_score(read_name(""), read_name("Ada Novak")) == 0.0
    assert name_score(read_name("Louis XIV"), read_name("Louis XIV Capet")) == pytest.approx(0.5)
    assert name_score(read_name("Otto Brezovar II"), read_name("Otto Brezovar")) == pytest.approx(0.9)
