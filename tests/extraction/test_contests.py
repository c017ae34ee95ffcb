"""contests.py: what sources deny or decline to confirm, and which meeting that concerns."""

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.contests import concerned, find_contests
from llmextract.extraction.occasions import gather
from llmextract.schemas import Attendance, Stance
from tests.extraction_support import make_article, reports

MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Monday."
MET_MARIN = "Wekesa met Estonian Prime Minister Eva Marin in Tallinn on Tuesday."


def contests(*sentences):
    article = make_article(*sentences)
    return list(find_contests(article, build_cast(article)))


def test_a_denial_of_somebodys_presence_names_that_person():
    (contest,) = contests(MET, "Peru's foreign ministry denied that Eva Marin was in Nairobi.")
    assert (contest.sentence, contest.source.name, contest.source.stance) == (
        1,
        "Peru's foreign ministry",
        Stance.DENIES,
    )
    assert [member.name for member in contest.members] == ["Eva Marin"]
    assert (contest.whole, contest.attendance) == (False, Attendance.DENIED)
    assert contest.cities == ("Nairobi",)


def test_a_refusal_to_confirm_leaves_the_person_unconfirmed():
    (contest,) = contests("Tallinn declined to confirm that Luis Quilca had arrived.")
    assert contest.attendance is Attendance.UNCONFIRMED
    assert [member.name for member in contest.members] == ["Luis Quilca"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru's foreign ministry denied the meeting.",
        "The rebels denied the president's claim.",
        "Peru denied that Luis Quilca met anybody.",
        "Peru dismissed reports of secret talks.",
    ],
)
def test_a_denial_that_people_met_is_of_the_whole_meeting(sentence):
    (contest,) = contests(sentence)
    assert contest.whole


def test_a_denial_that_a_meeting_was_called_off_contests_no_meeting():
    assert not any(contest.whole for contest in contests("Peru denied that the talks with Ada Wekesa were cancelled."))


@pytest.mark.parametrize(
    "sentence",
    [
        "The Kenyan ministry said that Ada Wekesa met Luis Quilca.",
        "Peru denied that prices rose.",
        "Ada Wekesa denied everything.",
        "It rained.",
    ],
)
def test_other_sentences_contest_nothing(sentence):
    assert contests(sentence) == []


def test_only_persons_named_behind_the_source_are_contested():
    (contest,) = contests("Ada Wekesa denied that Luis Quilca and the Red Delta Front visited Nairobi.")
    assert [member.name for member in contest.members] == ["Luis Quilca"]


def occasions_and_contests(*sentences):
    article = make_article(*sentences)
    cast = build_cast(article)
    drafts = [
        (0, ("Ada Wekesa", "Luis Quilca"), "held", "in_person"),
        (1, ("Ada Wekesa", "Eva Marin"), "held", "in_person"),
    ]
    occasions = gather(reports(article, *drafts, cast=cast))
    assert len(occasions) == 2
    return occasions, list(find_contests(article, cast))


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Peru denied that Jonas Reth was in Nairobi.", 0),
        ("Peru denied that Jonas Reth was in Tallinn.", 1),
        ("Peru denied the meeting.", 1),
        ("Peru denied a visit to Lima.", 1),
    ],
)
def test_a_contest_concerns_the_meeting_in_its_city_or_the_last_before_it(sentence, number):
    occasions, (contest,) = occasions_and_contests(MET, MET_MARIN, sentence)
    assert concerned(contest, occasions) is occasions[number]


def test_a_contest_concerns_the_meeting_of_its_people_before_one_in_its_city():
    article = make_article(MET, MET_MARIN, "Peru denied that Quilca was in Tallinn.")
    cast = build_cast(article)
    both = reports(
        article,
        (0, ("Ada Wekesa", "Luis Quilca"), "held", "in_person"),
        (1, ("Ada Wekesa", "Eva Marin"), "held", "in_person"),
        cast=cast,
    )
    occasions = gather(both)
    (contest,) = find_contests(article, cast)
    assert concerned(contest, occasions) is occasions[0]


def test_a_contest_before_every_meeting_concerns_the_last_one():
    article = make_article("Peru denied that the talks were held.", MET)
    cast = build_cast(article)
    occasions = gather(reports(article, (0, ("Ada Wekesa", "Luis Quilca"), "held", "in_person"), cast=cast))
    (contest,) = find_contests(article, cast)
    assert concerned(contest, occasions) is occasions[0]


def test_a_contest_of_an_article_without_meetings_concerns_none():
    (contest,) = contests("Peru denied the meeting.")
    assert concerned(contest, []) is None
