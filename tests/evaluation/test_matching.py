from itertools import permutations

import pytest

from llmextract.evaluation.matching import Matching, match_participants, match_topics
from llmextract.evaluation.tally import Tally


@pytest.fixture
def matched(gold, gold_meeting, record, meeting):
    """Match predicted names with gold participants, in the order given."""

    def match(predicted, wanted):
        extraction = record(meeting(*predicted))
        return match_participants(extraction.actors, gold(gold_meeting(*wanted)).meetings[0].participants)

    return match


def test_a_name_that_fits_two_people_is_given_to_one(matched):
    found = matched(["Novak"], ["Ada Novak", "Eva Novak"])
    assert len(found.pairs) == 1
    assert found.tally == Tally(1, 1, 2)


def test_one_person_named_twice_is_found_once_and_invented_once(matched):
    found = matched(["Novak", "Ada Novak"], ["Ada Novak", "Juan Ortega"])
    assert found.pairs == ((1, 0),)
    assert (found.invented, found.missed) == ((0,), (1,))
    assert found.tally == Tally(1, 2, 2)


def test_the_matching_finds_as_many_as_possible(matched):
    # "Novak" fits both, "Ada Novak" only one of them: whoever comes first must not take the other's only partner.
    for predicted in permutations(["Novak", "Ada Novak"]):
        assert matched(predicted, ["Ada Novak", "Eva Novak"]).tally == Tally(2, 2, 2)


def test_an_optional_participant_costs_nothing_missing_or_found(matched, gold_participant):
    wanted = ["Ada Novak", gold_participant("Juan Ortega", optional=True)]
    assert matched(["Ada Novak"], wanted).tally == Tally(1, 1, 1)
    assert matched(["Ada Novak", "Juan Ortega"], wanted).tally == Tally(1, 1, 1)


def test_a_required_participant_goes_before_an_optional_one(matched, gold_participant):
    wanted = [gold_participant("Ada Novak", optional=True), "Eva Novak"]
    assert matched(["Novak"], wanted).pairs == ((0, 1),)
    assert matched(["Novak", "Eva Novak"], wanted).tally == Tally(1, 1, 1)


@pytest.fixture
def topics_matched(gold, gold_meeting, gold_topic, record, meeting):
    def match(predicted, wanted):
        extraction = record(meeting("Ada Novak", topics=predicted))
        document = gold(
            gold_meeting("Ada Novak", topics=[gold_topic(*topic[:3], optional=topic[3]) for topic in wanted])
        )
        return match_topics(extraction.meetings[0].topics, document.meetings[0].topics)

    return match


@pytest.mark.parametrize(
    ("predicted", "found"),
    [
        (("FISHERIES in the strait", "other"), True),
        (("fishing rights", "economy"), True),
        (("fishing rights", "environment"), True),
        (("fishing rights", "security"), False),
    ],
)
def test_a_topic_matches_by_a_keyword_in_its_label_or_by_its_category(topics_matched, predicted, found):
    matching = topics_matched([predicted], [("fish stocks", ["fisheries", "trawl"], ["economy", "environment"], False)])
    assert matching.tally == Tally(int(found), 1, 1)


def test_accents_do_not_part_a_keyword_from_its_label(topics_matched):
    wanted = [("cafés", ["café"], ["economy"], False)]
    assert topics_matched([("the Cafe question", "other")], wanted).tally == Tally(1, 1, 1)


def test_a_keyword_goes_before_a_category(topics_matched):
    wanted = [("customs", ["customs"], ["economy"], False), ("ports", ["port"], ["economy"], False)]
    assert topics_matched([("new ports", "economy")], wanted).pairs == ((0, 1),)


def test_two_labels_for_one_topic_are_one_found_and_one_invented(topics_matched):
    wanted = [("customs", ["customs"], ["economy"], False)]
    predicted = [("customs duties", "economy"), ("trade", "economy")]
    assert topics_matched(predicted, wanted).pairs == ((0, 0),)
    assert topics_matched(predicted, wanted).tally == Tally(1, 2, 1)


def test_an_optional_topic_costs_nothing_missing_or_found(topics_matched):
    wanted = [("customs", ["customs"], ["economy"], True)]
    assert topics_matched([], wanted).tally == Tally(0, 0, 0)
    assert topics_matched([("customs", "economy")], wanted).tally == Tally(0, 0, 0)
    assert topics_matched([("prisoners", "detainees")], wanted).tally == Tally(0, 1, 0)


def test_a_matching_tells_what_is_left_over():
    matching = Matching(((0, 1), (2, 0)), predicted=4, optional=(False, True, False))
    assert matching.required_pairs == ((2, 0),)
    assert matching.invented == (1, 3)
    assert matching.missed == (2,)
    assert matching.tally == Tally(1, 3, 2)
