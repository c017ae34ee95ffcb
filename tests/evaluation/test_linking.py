import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.evaluation.linking import (
    Agreement,
    FalseMerge,
    ForbiddenMerge,
    Split,
    b_cubed,
    pairwise,
    score_linking,
)

CLUSTERINGS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), min_size=1, max_size=12).map(
    lambda pairs: tuple({str(member): pair[side] for member, pair in enumerate(pairs)} for side in (0, 1))
)


def clusters(*groups):
    """Make a clustering of strings of one-letter members."""
    return {member: group for group in groups for member in group}


def test_b_cubed_of_an_example_by_hand():
    # a b c | d e, put together as a b | c d e
    found = b_cubed(clusters("abc", "de"), clusters("ab", "cde"))
    assert found.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert found.f1 == pytest.approx(11 / 15)


def test_b_cubed_tells_the_two_errors_of_bagga_and_baldwin_apart():
    # Their example: of clusters of 5, 2 and 5, an error that joins the two large ones is worse than one that joins a
    # small one, though both leave the recall untouched.
    true = clusters("12345", "67", "89ABC")
    small, large = b_cubed(true, clusters("12345", "6789ABC")), b_cubed(true, clusters("1234589ABC", "67"))
    assert small.recall == large.recall == 1
    assert small.precision == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)  # 76 %, as in the paper
    assert large.precision == pytest.approx((10 * 5 / 10 + 2) / 12)  # 58 %
    assert (round(100 * small.precision), round(100 * large.precision)) == (76, 58)


def test_pairwise_of_an_example_by_hand():
    # put together: ab, cd, ce, de; belonging together: ab, ac, bc, de; both: ab, de
    found = pairwise(clusters("abc", "de"), clusters("ab", "cde"))
    assert found == Agreement(2 / 4, 2 / 4)
    assert found.f1 == 0.5


def test_one_heap_finds_everything_and_is_mostly_wrong():
    true, heap = clusters("ab", "cd"), clusters("abcd")
    assert b_cubed(true, heap) == Agreement(0.5, 1)
    assert pairwise(true, heap) == Agreement(2 / 6, 1)


def test_linking_nothing_is_precise_and_finds_little():
    true, nothing = clusters("ab", "cd"), clusters(*"abcd")
    assert b_cubed(true, nothing) == Agreement(1, 0.5)
    assert pairwise(true, nothing) == Agreement(None, 0)
    assert pairwise(true, nothing).f1 == 0


def test_pairs_where_there_should_be_none_are_wrong_and_none_at_all_is_not_judged():
    assert pairwise(clusters(*"ab"), clusters("ab")) == Agreement(0, None)
    assert pairwise(clusters(*"ab"), clusters("ab")).f1 == 0
    assert pairwise(clusters(*"ab"), clusters(*"ab")).f1 is None


def test_no_members_give_no_figures():
    assert b_cubed({}, {}) == Agreement(None, None)
    assert b_cubed({}, {}).f1 is None


def test_nothing_right_is_nought():
    assert Agreement(0.0, 0.0).f1 == 0.0


def test_members_that_were_not_linked_stand_by_themselves_and_others_are_not_judged():
    true = clusters("abc")
    found = score_linking(true, clusters("abx"))
    assert (found.members, found.clusters) == (3, 2)
    assert found.b_cubed == Agreement(1, pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3))
    assert [split.true for split in found.splits] == ["abc"]
    assert not found.false_merges


def test_false_merges_and_splits_are_told_with_their_members():
    true = {"m1": "ada", "m2": "ada", "m3": "eva", "m4": "eva", "m5": "tom"}
    predicted = {"m1": "A1", "m2": "A1", "m3": "A1", "m4": "A2", "m5": "A3"}
    found = score_linking(true, predicted, [("ada", "eva", "sisters"), ("eva", "tom", "one office")])
    assert found.false_merges == (FalseMerge("A1", {"ada": ("m1", "m2"), "eva": ("m3",)}),)
    assert found.splits == (Split("eva", {"A1": ("m3",), "A2": ("m4",)}),)
    assert found.forbidden == (ForbiddenMerge("ada", "eva", "sisters", "A1"),)
    assert (found.members, found.true_clusters, found.clusters) == (5, 3, 3)


def test_a_pair_that_is_kept_apart_is_no_forbidden_merge():
    true = {"m1": "ada", "m2": "eva"}
    assert not score_linking(true, {"m1": "A1", "m2": "A2"}, [("ada", "eva", "sisters")]).forbidden


def test_scores_go_into_json():
    found = score_linking(clusters("ab", "c"), clusters("abc"), [("ab", "c", "alike")])
    data = json.loads(json.dumps(found.to_dict()))
    assert data["b_cubed"] == {"precision": pytest.approx(5 / 9), "recall": 1.0, "f1": pytest.approx(5 / 7)}
    assert data["false_merges"] == [{"cluster": "abc", "members": {"ab": ["a", "b"], "c": ["c"]}}]
    assert data["forbidden"] == [{"first": "ab", "second": "c", "reason": "alike", "cluster": "abc"}]


@given(CLUSTERINGS)
def test_precision_of_one_side_is_recall_of_the_other(both):
    true, predicted = both
    for measure in (b_cubed, pairwise):
        forth, back = measure(true, predicted), measure(predicted, true)
        assert forth.precision == pytest.approx(back.recall)
        assert forth.recall == pytest.approx(back.precision)


@given(CLUSTERINGS)
def test_b_cubed_is_the_mean_over_members_of_its_definition(both):
    true, predicted = both
    precisions, recalls = [], []
    for member in true:
        company = {other for other in true if predicted[other] == predicted[member]}
        same = {other for other in true if true[other] == true[member]}
        precisions.append(len(company & same) / len(company))
        recalls.append(len(company & same) / len(same))
    found = b_cubed(true, predicted)
    assert found.precision == pytest.approx(sum(precisions) / len(true))
    assert found.recall == pytest.approx(sum(recalls) / len(true))


@given(CLUSTERINGS)
def test_pairwise_counts_the_pairs(both):
    true, predicted = both
    pairs = [(one, other) for one in true for other in true if one < other]
    put = {pair for pair in pairs if predicted[pair[0]] == predicted[pair[1]]}
    belong = {pair for pair in pairs if true[pair[0]] == true[pair[1]]}
    found = pairwise(true, predicted)
    assert found.precision == (pytest.approx(len(put & belong) / len(put)) if put else None)
    assert found.recall == (pytest.approx(len(put & belong) / len(belong)) if belong else None)


@given(CLUSTERINGS)
def test_a_linking_is_perfect_just_when_nothing_is_merged_or_split(both):
    found = score_linking(*both)
    assert (found.b_cubed.precision == pytest.approx(1)) == (not found.false_merges)
    assert (found.b_cubed.recall == pytest.approx(1)) == (not found.splits)
