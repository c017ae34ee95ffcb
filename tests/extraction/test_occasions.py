"""occasions.py: reports of one occasion become one meeting, and what its fields come to."""

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.contests import find_contests
from llmextract.extraction.occasions import Occasion, distinct, following, gather
from llmextract.schemas import Attendance, Format, Status
from tests.extraction_support import make_article, reports

ADA, LUIS, EVA = "Ada Wekesa", "Luis Quilca", "Eva Marin"
BOTH = (ADA, LUIS)
MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Monday."


def occasions(*told, known=None):
    """Gather (sentence, names, status, format) of one question each."""
    article = make_article(*(sentence for sentence, *_ in told), **(known or {}))
    return gather(reports(article, *((number, *draft) for number, (_, *draft) in enumerate(told))))


def counts(*told):
    return [len(occasion.reports) for occasion in occasions(*told)]


HELD = (MET, BOTH, "held", "in_person")


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (("Ada Wekesa and Luis Quilca met on Monday.", BOTH, "held", "unknown"), [2]),
        (("Ada Wekesa met Luis Quilca again on Tuesday.", BOTH, "held", "in_person"), [1, 1]),
        (("Ada Wekesa met Luis Quilca again in Lima.", BOTH, "held", "in_person"), [1, 1]),
        (("Ada Wekesa phoned Luis Quilca.", BOTH, "held", "call"), [1, 1]),
        (("Ada Wekesa will meet Luis Quilca next month.", BOTH, "planned", "in_person"), [1, 1]),
        (("Ada Wekesa received Eva Marin.", (ADA, EVA), "held", "in_person"), [1, 1]),
        (("Ada Wekesa met Luis Quilca and Eva Marin.", (*BOTH, EVA), "held", "in_person"), [2]),
    ],
)
def test_two_reports_are_of_one_occasion_where_nothing_speaks_against_it(second, expected):
    assert counts(HELD, second) == expected


def test_a_report_joins_the_occasion_with_which_it_shares_most_people():
    first, second = occasions(
        ("Ada Wekesa met Luis Quilca.", BOTH, "held", "in_person"),
        ("Ada Wekesa met Eva Marin and Jo Banda.", (ADA, EVA, "Jo Banda"), "held", "in_person"),
        ("Jo Banda, Eva Marin and Ada Wekesa met.", ("Jo Banda", EVA, ADA), "held", "in_person"),
    )
    assert (len(first.reports), len(second.reports)) == (1, 2)


def test_a_sentence_that_leans_on_people_named_before_is_of_their_occasion():
    assert counts(HELD, ("They discussed trade on Monday.", BOTH, "held", "call")) == [2]
    assert counts(HELD, ("They discussed trade in Lima on Monday.", BOTH, "held", "in_person")) == [1, 1]


def test_two_clauses_of_one_sentence_are_two_occasions():
    article = make_article("Ada Wekesa met Luis Quilca and later received Luis Quilca again.")
    told = [(number, BOTH, "held", "in_person") for number in (0, 1)]
    assert [len(occasion.reports) for occasion in gather(reports(article, *told))] == [1, 1]


def test_a_visit_and_in_the_next_sentence_its_host_are_one_occasion():
    told = [
        ("Ada Wekesa was in Lima for talks with Luis Quilca.", (ADA,), "planned", "in_person"),
        ("Ada Wekesa met Luis Quilca.", BOTH, "held", "in_person"),
    ]
    assert counts(*told) == [2]


def test_a_cancelled_meeting_of_the_same_people_is_another_one():
    told = (HELD, ("A second summit was called off.", BOTH, "cancelled", "in_person"))
    assert [occasion.status for occasion in occasions(*told)] == [Status.HELD, Status.CANCELLED]


def test_a_plan_that_is_called_off_is_one_cancelled_meeting():
    (occasion,) = occasions(
        ("Ada Wekesa will meet Luis Quilca in Nairobi on Friday.", BOTH, "planned", "in_person"),
        ("Ada Wekesa called off the meeting with Luis Quilca.", BOTH, "cancelled", "unknown"),
    )
    assert (occasion.status, occasion.format) == (Status.CANCELLED, Format.IN_PERSON)


def test_an_occasion_has_the_known_format_and_the_fullest_reports_status():
    (occasion,) = occasions(
        ("Ada Wekesa held talks with Luis Quilca.", BOTH, "held", "unknown"),
        ("Ada Wekesa spoke by phone with Luis Quilca and Eva Marin.", (*BOTH, EVA), "held", "call"),
    )
    assert (occasion.format, occasion.status) == (Format.CALL, Status.HELD)
    assert [member.name for member in occasion.members] == [ADA, LUIS, EVA]
    assert occasion.sentences == [0, 1]


def test_an_occasion_without_time_place_and_format():
    (occasion,) = occasions(("Ada Wekesa met Luis Quilca.", BOTH, "held", "unknown"))
    assert (occasion.timed, occasion.placed, occasion.format) == (None, None, Format.UNKNOWN)


def test_the_report_with_a_resolved_day_gives_the_time_and_the_one_with_a_city_the_place():
    (occasion,) = occasions(
        ("Ada Wekesa met Luis Quilca in Kenya in the coming days.", BOTH, "held", "in_person"),
        ("Ada Wekesa met Luis Quilca in Nairobi on Monday.", BOTH, "held", "in_person"),
    )
    assert occasion.timed is occasion.placed is occasion.reports[1]


def test_words_that_give_no_day_are_still_the_time_and_a_country_still_the_place():
    (occasion,) = occasions(("Ada Wekesa met Luis Quilca in Kenya in recent days.", BOTH, "held", "in_person"))
    assert occasion.timed is occasion.placed is occasion.reports[0]
    assert occasion.reports[0].city is None


def test_a_government_or_group_gives_way_to_a_person_of_its_side():
    told = "Kenyan President Ada Wekesa and Kenyan officials met the Peruvian delegation."
    people = (ADA, "Kenyan officials", "Peruvian delegation")
    (occasion,) = occasions((told, people, "held", "in_person"))
    assert [member.name for member in occasion.participants] == [ADA, "Peruvian delegation"]
    assert len(occasion.members) == 3
    assert not occasion.is_one_sided


def test_a_meeting_of_one_side_is_one_sided():
    told = "Kenyan President Ada Wekesa met Kenyan officials."
    (occasion,) = occasions((told, (ADA, "Kenyan officials"), "held", "in_person"))
    assert occasion.is_one_sided


def contested(sentence, first=HELD):
    article = make_article(first[0], sentence)
    cast = build_cast(article)
    found = gather(reports(article, (0, *first[1:]), cast=cast))[0]
    found.contests += find_contests(article, cast)
    assert found.contests
    return found


def test_a_denied_meeting_is_denied():
    found = contested("Peru's foreign ministry denied the meeting.")
    assert found.status is Status.DENIED
    assert found.sentences == [0, 1]


def test_a_meeting_that_somebody_does_not_confirm_is_unconfirmed():
    assert contested("Peru did not confirm the meeting.").status is Status.UNCONFIRMED


def test_a_meeting_that_somebody_merely_does_not_comment_on_stands():
    assert contested("Peru did not comment on the meeting.").status is Status.HELD


def test_who_is_denied_joins_the_list_and_leaves_the_meeting_as_it_is():
    found = contested("Peru's foreign ministry denied that Eva Marin took part in the talks.")
    assert [(member.name, found.attendance(member)) for member in found.members] == [
        (ADA, Attendance.CONFIRMED),
        (LUIS, Attendance.CONFIRMED),
        (EVA, Attendance.DENIED),
    ]
    assert found.status is Status.HELD


def test_a_denial_counts_more_than_a_refusal_to_confirm():
    article = make_article(
        MET, "Peru declined to confirm that Eva Marin arrived.", "Estonia denied that Marin arrived."
    )
    cast = build_cast(article)
    found = gather(reports(article, (0, *HELD[1:]), cast=cast))[0]
    found.contests += find_contests(article, cast)
    assert found.attendance(found.members[-1]) is Attendance.DENIED


def test_reports_of_one_sentence_that_differ_in_status_alone_are_one_and_the_plan_stays():
    article = make_article("Ada Wekesa arrived to meet Luis Quilca.")
    for order in (("held", "planned"), ("planned", "held")):
        told = reports(article, *((0, BOTH, status, "in_person") for status in order))
        assert [report.draft.status for report in distinct(told)] == [Status.PLANNED]


def test_reports_of_one_sentence_with_other_people_or_format_stay():
    article = make_article("Ada Wekesa met Luis Quilca and phoned Eva Marin.")
    told = [(0, BOTH, "held", "in_person"), (0, (ADA, EVA), "held", "in_person"), (0, BOTH, "held", "call")]
    assert len(distinct(reports(article, *told, told[0]))) == 3
    assert distinct([]) == []


def test_people_whom_an_answer_repeats_take_part_once():
    article = make_article(MET)
    (report,) = reports(article, (0, (LUIS, ADA, LUIS), "held", "in_person"))
    assert [member.name for member in report.members] == [LUIS, ADA]
    assert report.named


def test_the_sentences_behind_a_report_tell_what_it_was_about():
    lines = [MET, "One.", "Two.", "Three.", "Four.", "Ada Wekesa met Eva Marin.", "Five."]
    article = make_article(*lines)
    first, second = gather(reports(article, (0, *HELD[1:]), (1, (ADA, EVA), "held", "in_person")))
    assert following(first, [first, second], len(lines)) == [0, 1, 2, 3]
    assert following(second, [first, second], len(lines)) == [5, 6]


def test_the_sentences_behind_a_report_end_at_the_next_meeting():
    article = make_article(MET, "One.", "Ada Wekesa met Eva Marin.")
    first, second = gather(reports(article, (0, *HELD[1:]), (1, (ADA, EVA), "held", "in_person")))
    assert following(first, [first, second], 3) == [0, 1]


def test_no_reports_no_occasions():
    assert gather([]) == []
    assert Occasion().members == []
