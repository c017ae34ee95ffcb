"""occasions.py: what one sentence reports, and what the fields of a meeting come to."""

import datetime
from dataclasses import replace

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.contests import find_contests
from llmextract.extraction.gathering import gather
from llmextract.extraction.occasions import Occasion, Report, in_order
from llmextract.extraction.passages import choose_passages
from llmextract.extraction.sources import Backing
from llmextract.prompting.passage import MeetingDraft
from llmextract.schemas import Attendance, Format, Status
from tests.extraction_support import make_article, reports

ADA, LUIS, EVA = "Ada Wekesa", "Luis Quilca", "Eva Marin"
BOTH = (ADA, LUIS)
MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Monday."


def occasions(*told):
    """Gather (sentence, names, status, format) of one question each."""
    article = make_article(*(sentence for sentence, *_ in told))
    return gather(reports(article, *((number, *draft) for number, (_, *draft) in enumerate(told))))


HELD = (MET, BOTH, "held", "in_person")


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
    assert (occasion.time, occasion.place, occasion.format) == (None, None, Format.UNKNOWN)


def test_the_report_with_a_resolved_day_gives_the_time_and_the_one_with_a_city_the_place():
    (occasion,) = occasions(
        ("Ada Wekesa met Luis Quilca in Kenya in the coming days.", BOTH, "held", "in_person"),
        ("Ada Wekesa met Luis Quilca in Nairobi on Monday.", BOTH, "held", "in_person"),
    )
    assert occasion.time is occasion.reports[1].circumstances
    assert occasion.place is occasion.reports[1].circumstances.place


def test_words_that_give_no_day_are_still_the_time_and_a_country_still_the_place():
    (occasion,) = occasions(("Ada Wekesa met Luis Quilca in Kenya in recent days.", BOTH, "held", "in_person"))
    assert occasion.time is occasion.reports[0].circumstances
    assert occasion.place is occasion.reports[0].circumstances.place
    assert occasion.reports[0].city is None


def test_a_government_or_group_gives_way_to_a_person_of_its_side():
    told = "Kenyan President Ada Wekesa and several Kenyan officials met the Peruvian delegation."
    people = ("Peruvian delegation", ADA, "Kenyan officials")
    (occasion,) = occasions((told, people, "held", "in_person"))
    assert [member.name for member in occasion.participants] == ["Peruvian delegation", ADA]
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


def test_people_whom_an_answer_repeats_take_part_once():
    article = make_article(MET)
    (report,) = reports(article, (0, (LUIS, ADA, LUIS), "held", "in_person"))
    assert [member.name for member in report.members] == [LUIS, ADA]
    assert report.named


def test_a_meeting_of_which_nothing_is_told_has_no_members():
    assert Occasion().members == []


def test_a_report_knows_whom_its_clause_names_and_what_makes_it_certain():
    (report,) = reports(make_article(MET), (0, (LUIS, ADA), "held", "in_person"))
    assert ([member.name for member in report.own], report.certain) == ([LUIS, ADA], True)
    told = "Ada Wekesa a rencontré Luis Quilca.", "Eva Marin a également participé au dîner."
    (report,) = reports(make_article(*told, language="fr"), (1, (EVA, ADA), "held", "in_person"))
    assert ([member.name for member in report.own], report.named, report.certain) == ([EVA], False, False)


@pytest.mark.parametrize(
    ("says", "backing", "status"),
    [
        ("", Backing.ARTICLE, Status.HELD),
        (", the Kenyan ministry said", Backing.NAMED, Status.HELD),
        (", two people familiar with the matter said", Backing.ANONYMOUS, Status.UNCONFIRMED),
        (", he said", None, Status.HELD),
    ],
)
def test_what_only_nameless_sources_report_is_unconfirmed(says, backing, status):
    (occasion,) = occasions((MET.replace(".", f"{says}."), BOTH, "held", "in_person"))
    assert occasion.reports[0].backing is backing
    assert occasion.status is status
    assert occasion.attendance(occasion.members[0]) is (
        Attendance.UNCONFIRMED if status is Status.UNCONFIRMED else Attendance.CONFIRMED
    )


@pytest.mark.parametrize(
    ("second", "status"),
    [
        ("Ada Wekesa and Luis Quilca met on Monday.", Status.HELD),
        ("Ada Wekesa and Luis Quilca met on Monday, he said.", Status.UNCONFIRMED),
        ("Ada Wekesa and Luis Quilca met on Monday, diplomatic sources said.", Status.UNCONFIRMED),
    ],
)
def test_a_rumour_that_somebody_else_confirms_is_none(second, status):
    rumour = (MET.replace(".", ", unnamed aides said."), BOTH, "held", "in_person")
    (occasion,) = occasions(rumour, (second, BOTH, "held", "in_person"))
    assert len(occasion.reports) == 2
    assert occasion.status is status


def test_a_plan_that_nameless_sources_tell_of_stays_a_plan():
    told = "Ada Wekesa will meet Luis Quilca on Friday, two people familiar with the plan said."
    (occasion,) = occasions((told, BOTH, "planned", "in_person"))
    assert occasion.status is Status.PLANNED


def test_a_meeting_that_is_only_denied_has_the_denials_parties_time_and_place():
    article = make_article("The Red Delta Front denied holding talks with Eva Marin in Lima on Monday.")
    (contest,) = find_contests(article, build_cast(article))
    occasion = Occasion.contested(contest, article)
    assert occasion.status is Status.DENIED
    assert {member.name for member in occasion.participants} == {"Red Delta Front", EVA}
    assert {occasion.attendance(member) for member in occasion.participants} == {Attendance.DENIED}
    assert (occasion.place.name, occasion.time.time.text, occasion.sentences) == ("Lima", "on Monday", [0])


def test_who_is_denied_to_have_joined_leaves_the_meeting_of_the_others():
    found = contested("Peru's foreign ministry denied that Eva Marin met them.")
    assert found.contests[0].whole
    assert found.status is Status.HELD
    assert found.attendance(found.members[-1]) is Attendance.DENIED


def test_attendance_that_the_model_was_asked_for_counts():
    (report,) = reports(make_article(MET), (0, BOTH, "held", "in_person"))
    ada, luis = report.members
    occasion = Occasion([replace(report, attendance={luis: Attendance.UNCONFIRMED})])
    assert occasion.attendance(ada) is Attendance.CONFIRMED
    assert occasion.attendance(luis) is Attendance.UNCONFIRMED


def test_a_group_gives_way_to_the_people_whom_another_report_names_for_it():
    (occasion,) = occasions(
        ("Ada Wekesa met rebel commanders.", (ADA, "rebel commanders"), "held", "in_person"),
        ("Ada Wekesa met rebel leader Luis Quilca.", BOTH, "held", "in_person"),
    )
    assert [member.name for member in occasion.members] == [ADA, "rebel commanders", LUIS]
    assert [member.name for member in occasion.participants] == [ADA, LUIS]


def test_meetings_are_sorted_by_the_first_sentence_that_speaks_of_them():
    first, second = occasions(HELD, ("Ada Wekesa received Eva Marin.", (ADA, EVA), "held", "in_person"))
    assert in_order([second, first]) == [first, second]


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        ("in June", "on June 3", (3, 3)),
        ("in June", "", (1, 30)),
        ("on June 3", "in June", (3, 3)),
    ],
)
def test_a_day_within_the_stretch_that_was_told_before_is_the_time(first, second, day):
    (occasion,) = occasions(
        (f"Ada Wekesa will meet Luis Quilca {first}.", BOTH, "planned", "in_person"),
        (f"Ada Wekesa will meet Luis Quilca {second}.", BOTH, "planned", "in_person"),
    )
    days = occasion.time.date
    assert (days.start, days.end) == tuple(datetime.date(2031, 6, number) for number in day)


def test_of_two_meetings_in_one_sentence_the_second_has_the_day_before_both():
    article = make_article("On Monday, Ada Wekesa met with Luis Quilca in Nairobi and later with Eva Marin in Lima.")
    found = reports(article, (0, BOTH, "held", "in_person"), (1, (ADA, EVA), "held", "in_person"))
    assert [report.circumstances.time.text for report in found] == ["On Monday", "On Monday"]
    assert [report.city for report in found] == ["Nairobi", "Lima"]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("Ada Wekesa is meeting Luis Quilca today.", Status.HELD),
        ("Ada Wekesa is meeting Luis Quilca later today.", Status.PLANNED),
        ("Ada Wekesa is meeting Luis Quilca on Friday.", Status.PLANNED),
        ("Ada Wekesa will meet Luis Quilca today.", Status.PLANNED),
    ],
)
def test_who_is_meeting_somebody_today_meets(told, status):
    (occasion,) = occasions((told, BOTH, "planned", "in_person"))
    assert occasion.status is status


@pytest.mark.parametrize(
    ("second", "statuses"),
    [
        ("Kenya had said on Sunday that Wekesa and Quilca would discuss trade.", [Status.HELD]),
        ("Kenya said that Wekesa and Quilca would discuss trade on Friday.", [Status.HELD, Status.PLANNED]),
    ],
)
def test_what_had_been_announced_is_what_took_place(second, statuses):
    told = (HELD, (second, BOTH, "planned", "in_person"))
    assert [occasion.status for occasion in occasions(*told)] == statuses


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Ada Wekesa returned on Monday to meet Luis Quilca in Nairobi.", 12),
        ("Ada Wekesa, who arrived on Monday, is due to meet Luis Quilca.", None),
        ("Ada Wekesa returned to Nairobi to meet Luis Quilca.", None),
    ],
)
def test_who_came_somewhere_to_meet_somebody_meets_him_on_that_day(told, day):
    (report,) = reports(make_article(told), (0, BOTH, "planned", "in_person"))
    date = report.circumstances.date
    assert (date and date.start.day) == day


@pytest.mark.parametrize(
    ("between", "told", "day"),
    [
        (0, "Ada Wekesa met Eva Marin on the same day.", 12),
        (0, "Later in the day, Ada Wekesa met Eva Marin.", 12),
        (0, "Ada Wekesa met Eva Marin on Tuesday.", 13),
        (0, "Ada Wekesa met Eva Marin.", None),
        (3, "Ada Wekesa met Eva Marin on the same day.", None),
    ],
)
def test_the_same_day_is_that_of_the_meeting_before(between, told, day):
    article = make_article(MET, *["Nothing else is known."] * between, told)
    met, report = reports(article, (0, BOTH, "held", "in_person"), (1, (ADA, EVA), "held", "in_person"))
    date = report.with_day_told_before([met], article).circumstances.date
    assert (date and date.start.day) == day


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ("The summit of Ada Wekesa and Luis Quilca was postponed until Friday.", [None, 16]),
        ("The summit of Ada Wekesa and Luis Quilca was pushed back from Monday to Friday.", [None, 16]),
        ("The summit of Ada Wekesa and Luis Quilca was rescheduled for May 20.", [None, 20]),
        ("The summit of Ada Wekesa and Luis Quilca was delayed and will now begin on Friday.", [None, 16]),
        ("The summit of Ada Wekesa and Luis Quilca was delayed and will be missed by farmers on Friday.", [None]),
        ("The summit of Ada Wekesa and Luis Quilca was postponed.", [None]),
        ("The summit of Ada Wekesa and Luis Quilca was postponed for lack of interest on Friday.", [16]),
    ],
)
def test_what_is_put_off_until_a_day_is_planned_for_it(told, days):
    article = make_article(told)
    (report,) = reports(article, (0, BOTH, "cancelled", "in_person"))
    found = gather(report.with_new_day(article))
    assert [occasion.status for occasion in found] == [Status.CANCELLED, Status.PLANNED][: len(days)]
    times = [occasion.time and occasion.time.date for occasion in found]
    assert [time and time.start.day for time in times] == days


@pytest.mark.parametrize(
    ("told", "status", "day"),
    [
        ("Ada Wekesa was in Lima on Tuesday for a meeting with Luis Quilca.", "held", 13),
        ("Ada Wekesa was due to be in Lima on Tuesday for a meeting with Luis Quilca.", "planned", 20),
    ],
)
def test_a_stay_that_is_over_was_on_the_day_before(told, status, day):
    article = make_article(told)
    (asked,) = choose_passages(article, build_cast(article))
    report = Report.of(asked, MeetingDraft(asked.passage.names, Format.IN_PERSON, Status.PLANNED), article)
    assert (report.draft.status.value, report.circumstances.date.start.day) == (status, day)
