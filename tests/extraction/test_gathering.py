"""gathering.py: reports of one occasion become one meeting, and those of several are told apart."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.cast import build_cast
from llmextract.extraction.gathering import distinct, gather, met_last, one_by_one
from llmextract.extraction.gathering import joined as joined_report
from llmextract.extraction.occasions import Report
from llmextract.extraction.passages import choose_passages
from llmextract.prompting.passage import MeetingDraft
from llmextract.schemas import Format, Status
from tests.extraction_support import make_article, reports

ADA, LUIS, EVA = "Ada Wekesa", "Luis Quilca", "Eva Marin"
BOTH = (ADA, LUIS)
MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Monday."
HELD = (MET, BOTH, "held", "in_person")


def told(*sentences):
    """Make the reports of (sentence, names, status, format), one question each."""
    article = make_article(*(sentence for sentence, *_ in sentences))
    return reports(article, *((number, *draft) for number, (_, *draft) in enumerate(sentences)))


def told_in_turn(*sentences):
    """Make the same reports where the question about each sentence is put after those before it are answered."""
    article = make_article(*(sentence for sentence, *_ in sentences))
    found = []
    passages = choose_passages(article, build_cast(article), found)
    for asked, (_, names, status, form) in zip(passages, sentences, strict=True):
        found.append(Report.of(asked, MeetingDraft(names, Format(form), Status(status)), article))
    return found


def occasions(*sentences):
    return gather(told(*sentences))


def counts(*sentences, telling=told):
    return [len(occasion.reports) for occasion in gather(telling(*sentences))]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (("Ada Wekesa and Luis Quilca met on Monday.", BOTH, "held", "unknown"), [2]),
        (("Ada Wekesa met Luis Quilca again on Tuesday.", BOTH, "held", "in_person"), [1, 1]),
        (("Ada Wekesa and Luis Quilca met. Peru said the two leaders had met.", BOTH, "held", "in_person"), [2]),
        (("Ada Wekesa met Luis Quilca again in Lima.", BOTH, "held", "in_person"), [1, 1]),
        (("Ada Wekesa had met Luis Quilca.", BOTH, "held", "in_person"), [1, 1]),
        (("The ministry confirmed that Ada Wekesa had met Luis Quilca.", BOTH, "held", "in_person"), [2]),
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
    there = ("They discussed trade on Monday.", BOTH, "held", "call")
    elsewhere = ("They discussed trade in Lima on Monday.", BOTH, "held", "in_person")
    assert counts(HELD, there, telling=told_in_turn) == [2]
    assert counts(HELD, elsewhere, telling=told_in_turn) == [1, 1]


def test_two_clauses_of_one_sentence_are_two_occasions():
    article = make_article("Ada Wekesa met Luis Quilca on Monday and later received him again.")
    found = [(number, BOTH, "held", "in_person") for number in (0, 1)]
    assert [len(occasion.reports) for occasion in gather(reports(article, *found))] == [1, 1]


def test_a_visit_is_no_report_of_the_meeting_that_the_next_sentence_tells_of():
    found = [
        ("Ada Wekesa was in Lima for talks with Luis Quilca.", (ADA,), "planned", "in_person"),
        ("Ada Wekesa met Luis Quilca.", BOTH, "held", "in_person"),
    ]
    assert counts(*found) == [1, 1]


def test_a_cancelled_meeting_of_the_same_people_is_another_one():
    found = told_in_turn(HELD, ("A second summit was called off.", BOTH, "cancelled", "in_person"))
    assert [occasion.status for occasion in gather(found)] == [Status.HELD, Status.CANCELLED]


def test_a_plan_that_is_called_off_is_one_cancelled_meeting():
    (occasion,) = occasions(
        ("Ada Wekesa will meet Luis Quilca in Nairobi on Friday.", BOTH, "planned", "in_person"),
        ("Ada Wekesa called off the meeting with Luis Quilca.", BOTH, "cancelled", "unknown"),
    )
    assert (occasion.status, occasion.format) == (Status.CANCELLED, Format.IN_PERSON)


def test_reports_of_one_sentence_that_differ_in_status_alone_are_one_and_the_plan_stays():
    article = make_article("Ada Wekesa arrived to meet Luis Quilca.")
    for order in (("held", "planned"), ("planned", "held")):
        found = reports(article, *((0, BOTH, status, "in_person") for status in order))
        assert [report.draft.status for report in distinct(found)] == [Status.PLANNED]


def test_reports_of_one_sentence_with_other_people_or_format_stay():
    article = make_article("Ada Wekesa met Luis Quilca and phoned Eva Marin.")
    found = [(0, BOTH, "held", "in_person"), (1, (ADA, EVA), "held", "in_person"), (0, BOTH, "held", "call")]
    assert len(distinct(reports(article, *found, found[0]))) == 3
    assert distinct([]) == []


def test_a_side_named_by_its_state_is_the_side_of_its_president():
    states = ("Kenya held talks with Peru.", ("Kenya", "Peru"), "held", "in_person")
    people = ("Kenyan President Ada Wekesa met Peruvian President Luis Quilca.", BOTH, "held", "in_person")
    others = ("Kenyan President Ada Wekesa met Estonian President Eva Marin.", (ADA, EVA), "held", "in_person")
    assert counts(states, people) == [2]
    assert counts(states, others) == [1, 1]


@pytest.mark.parametrize(
    ("group", "person", "expected"),
    [
        ("Peruvian rebels", "Peruvian rebel leader Luis Quilca", [2]),
        ("Peruvian rebels", "Estonian rebel leader Luis Quilca", [1, 1]),
        ("rebel commanders", "rebel leader Luis Quilca", [2]),
        ("representatives of the Red Delta Front", "rebel leader Luis Quilca", [1, 1]),
        ("leaders from fifty countries", "rebel leader Luis Quilca", [1, 1]),
    ],
)
def test_a_group_may_stand_for_the_people_whom_another_report_names(group, person, expected):
    found = counts(
        (f"Kenyan President Ada Wekesa met {group}.", (ADA, group), "held", "in_person"),
        (f"Ada Wekesa held talks with {person}.", BOTH, "held", "in_person"),
    )
    assert found == expected


def test_two_groups_of_two_states_are_two_sides():
    found = counts(
        ("Ada Wekesa met Peruvian rebels.", (ADA, "Peruvian rebels"), "held", "in_person"),
        ("Ada Wekesa met Estonian rebels.", (ADA, "Estonian rebels"), "held", "in_person"),
    )
    assert found == [1, 1]


def test_people_who_met_again_met_twice_and_in_the_same_place_if_no_other_is_given():
    again = ("Ada Wekesa and Luis Quilca met again.", BOTH, "held", "in_person")
    first, second = occasions(HELD, again)
    assert second.reports[0].again
    assert (first.place.name, second.place.name) == ("Nairobi", "Nairobi")
    elsewhere = ("Ada Wekesa and Luis Quilca met again in Lima.", BOTH, "held", "in_person")
    assert [occasion.place.name for occasion in occasions(HELD, elsewhere)] == ["Nairobi", "Lima"]
    (third,) = occasions(("Ada Wekesa and Luis Quilca met again.", BOTH, "held", "in_person"))
    assert third.place is None


def test_where_people_met_is_not_where_they_last_met():
    last = ("Ada Wekesa and Luis Quilca last met on 3 May.", BOTH, "held", "in_person")
    first, second = occasions(HELD, last)
    assert (first.place.name, second.place) == ("Nairobi", None)


def test_others_who_met_again_were_not_there_before():
    again = ("Ada Wekesa and Eva Marin met again.", (ADA, EVA), "held", "in_person")
    assert [occasion.place and occasion.place.name for occasion in occasions(HELD, again)] == ["Nairobi", None]


def test_again_on_the_same_day_is_the_same_meeting():
    again = ("Ada Wekesa and Luis Quilca met again in Nairobi on Monday.", BOTH, "held", "in_person")
    assert counts(HELD, again) == [2]


GUESTS = (EVA, "Jo Banda")


@pytest.mark.parametrize(
    ("sentence", "form", "expected"),
    [
        ("The meeting on Monday was attended by Eva Marin and Jo Banda.", "in_person", [2]),
        ("The meeting on Tuesday was attended by Eva Marin and Jo Banda.", "in_person", [1, 1]),
        ("The meeting in Lima was attended by Eva Marin and Jo Banda.", "in_person", [1, 1]),
        ("The meeting was attended by Eva Marin and Jo Banda.", "call", [1, 1]),
        ("A meeting was attended by Eva Marin and Jo Banda.", "in_person", [1, 1]),
    ],
)
def test_what_begins_with_the_meeting_goes_on_about_it_where_nothing_contradicts(sentence, form, expected):
    assert counts(HELD, (sentence, GUESTS, "held", form)) == expected


def test_what_was_held_on_an_earlier_day_is_not_what_is_planned():
    plan = ("Ada Wekesa will meet Luis Quilca in Nairobi.", BOTH, "planned", "in_person")
    before = ("The two met on May 3, 2031.", BOTH, "held", "in_person")
    assert counts(plan, before, telling=told_in_turn) == [1, 1]


SUMMIT = (
    "Kenyan President Ada Wekesa hosted Peruvian President Luis Quilca, Spanish President Eva Marin and Malian "
    "President Jo Banda."
)
FOUR = (ADA, LUIS, EVA, "Jo Banda")


def test_beside_a_summit_two_of_those_who_came_met_by_themselves():
    two = ("Ada Wekesa received Luis Quilca over lunch.", BOTH, "held", "in_person")
    assert counts((SUMMIT, FOUR, "held", "in_person"), two) == [1, 1]
    three = ("Ada Wekesa received Luis Quilca and Eva Marin.", (*BOTH, EVA), "held", "in_person")
    assert counts((SUMMIT, FOUR, "held", "in_person"), three) == [2]


def test_what_begins_with_the_meeting_is_another_one_where_one_of_them_met_somebody_else():
    told = ("The meeting followed talks between Ada Wekesa and Eva Marin.", (ADA, EVA), "held", "in_person")
    assert counts(HELD, told) == [1, 1]


def joined(*sentences):
    """Gather what an article reports when each question is answered with all its people."""
    article = make_article(*sentences)
    found = []
    for asked in choose_passages(article, build_cast(article), found):
        if asked.joins:
            found.append(Report.joining(asked, found[-1]))
        else:
            names = [name for name in asked.passage.names if name != "Red Delta Front"]
            (report,) = reports(article, (len(found), names, "held", "in_person"))
            found.append(report)
    return gather(found)


def test_who_joined_was_at_the_meeting_reported_last():
    first, second = joined(MET, "Ada Wekesa met Jo Banda in Lima.", "Eva Marin joined the talks.")
    assert [member.name for member in first.members] == [ADA, LUIS]
    assert [member.name for member in second.members] == [ADA, "Jo Banda", EVA]
    report = second.reports[-1]
    assert (report.joins, report.named, report.own) == (True, False, report.members)
    assert (report.draft.format, report.draft.status) == (Format.IN_PERSON, Status.HELD)


def test_who_joined_a_meeting_that_nobody_reports_stands_alone():
    (report,) = told(("Ada Wekesa met Luis Quilca.", BOTH, "held", "in_person"))
    assert len(gather([replace(report, joins=True)])) == 1


@pytest.mark.parametrize(
    ("planned", "called_off", "expected"),
    [
        ("on Friday", "on Friday", [2]),
        ("in the coming days", "on Friday", [1, 1]),  # called off for a day, still planned for some day
        ("in the coming days", "", [2]),
    ],
)
def test_a_plan_for_another_time_is_not_the_one_that_was_called_off(planned, called_off, expected):
    found = counts(
        (f"Ada Wekesa will meet Luis Quilca {planned}.", BOTH, "planned", "in_person"),
        (f"Ada Wekesa called off a meeting with Luis Quilca {called_off}.", BOTH, "cancelled", "in_person"),
    )
    assert found == expected


def test_what_is_planned_by_people_named_before_is_not_what_they_held():
    plan = ("The two will meet in Nairobi on Friday.", BOTH, "planned", "in_person")
    held = ("Ada Wekesa met Luis Quilca.", BOTH, "held", "in_person")
    assert counts(held, plan, telling=told_in_turn) == [1, 1]


SEPARATELY = "Ada Wekesa held separate meetings with Luis Quilca and Eva Marin."


@pytest.mark.parametrize(
    "text",
    [
        SEPARATELY,
        "Ada Wekesa held bilateral meetings in Lima on Monday, including with Luis Quilca and Eva Marin.",
        "Ada Wekesa had separate meetings on Monday with Luis Quilca and Eva Marin.",
        "Ada Wekesa will meet Luis Quilca and Eva Marin, respectively.",
        "Ada Wekesa paid separate courtesy calls on Luis Quilca and Eva Marin.",
        "Ada Wekesa called separately on Luis Quilca and Eva Marin.",
    ],
)
def test_separate_meetings_are_one_with_each(text):
    article = make_article(text)
    told_of = one_by_one(reports(article, (0, (ADA, LUIS, EVA), "held", "in_person")), article)
    assert [[member.name for member in report.members] for report in told_of] == [[ADA, LUIS], [ADA, EVA]]
    assert all(report.apart for report in told_of)
    assert [len(occasion.reports) for occasion in gather(told_of)] == [1, 1]


STATES = "Kenyan President Ada Wekesa {} Peruvian {} Luis Quilca, Estonian {} Eva Marin and Ghanaian {} Jo Banda."


@pytest.mark.parametrize(
    ("told", "offices", "count"),
    [
        ("met with", ("President", "Premier", "King"), 3),
        ("met with", ("Foreign Minister", "Deputy Prime Minister and Defence Minister", "President"), 3),
        ("had a meeting with", ("Foreign Minister", "President", "King"), 1),
        ("met with", ("former President", "President", "King"), 1),
        ("met with", ("singer", "President", "King"), 1),
    ],
)
def test_leaders_and_ministers_of_three_states_are_met_one_by_one(told, offices, count):
    article = make_article(STATES.format(told, *offices))
    told_of = one_by_one(reports(article, (0, (ADA, LUIS, EVA, "Jo Banda"), "held", "in_person")), article)
    assert len(told_of) == count


def test_he_whom_the_clause_does_not_name_meets_each_of_those_whom_it_names():
    article = make_article("Ada Wekesa arrived.", "She held separate meetings with Luis Quilca and Eva Marin.")
    told_of = one_by_one(reports(article, (0, (LUIS, EVA, ADA), "held", "in_person")), article)
    assert [[member.name for member in report.members] for report in told_of] == [[ADA, LUIS], [ADA, EVA]]


def test_who_met_somebody_separately_met_him_alone():
    article = make_article("Luis Quilca and Eva Marin met Ada Wekesa separately in Lima.")
    told_of = one_by_one(reports(article, (0, (ADA, LUIS, EVA), "held", "in_person")), article)
    assert [[member.name for member in report.members] for report in told_of] == [[ADA, LUIS], [ADA, EVA]]


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("Ada Wekesa met Luis Quilca, Eva Marin and, the office said, parted separately.", (ADA, LUIS, EVA)),
        ("Ada Wekesa held meetings with Luis Quilca and Eva Marin.", (ADA, LUIS, EVA)),
        ("Ada Wekesa held separate meetings with Luis Quilca.", (ADA, LUIS)),
        (SEPARATELY, (ADA,)),
    ],
)
def test_a_meeting_of_all_or_of_two_stays_whole(sentence, people):
    article = make_article(sentence)
    told_of = reports(article, (0, people, "held", "in_person"))
    assert one_by_one(told_of, article) == told_of


def test_a_later_report_of_all_is_of_none_of_the_separate_meetings():
    article = make_article(SEPARATELY, "Ada Wekesa met Luis Quilca and Eva Marin.", "Wekesa met Quilca.")
    apart, both, two = reports(
        article,
        (0, (ADA, LUIS, EVA), "held", "in_person"),
        (1, (ADA, LUIS, EVA), "held", "in_person"),
        (2, BOTH, "held", "in_person"),
    )
    found = gather([*one_by_one([apart], article), both, two])
    assert [[report.sentence for report in occasion.reports] for occasion in found] == [[0, 2], [0], [1]]


def test_no_reports_no_occasions():
    assert gather([]) == []
    assert one_by_one([], make_article()) == []


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("Ada Wekesa flew to Nairobi to meet Luis Quilca.", [2]),  # who came has met by now
        ("Ada Wekesa will meet Luis Quilca on Wednesday.", [2]),  # the day of the article
        ("Ada Wekesa will fly to Nairobi to meet Luis Quilca.", [1, 1]),
        ("Ada Wekesa will meet Luis Quilca on Friday.", [1, 1]),
    ],
)
def test_what_was_due_by_the_articles_day_is_what_others_tell_of_as_held(plan, expected):
    found = told((plan, BOTH, "planned", "in_person"), ("Ada Wekesa met Luis Quilca.", BOTH, "held", "in_person"))
    assert found[0].due is (len(expected) == 1)
    assert not found[1].due
    assert [len(occasion.reports) for occasion in gather(found)] == expected


OFFICES = ("Kenya's envoy met Peru's foreign minister in Nairobi on Monday.", ("Kenya", "Peru"), "held", "in_person")
NAMED = ("Ada Wekesa was received by Luis Quilca.", BOTH, "held", "in_person")


def test_the_next_sentence_may_name_those_of_whom_only_the_offices_were_told():
    (occasion,) = occasions(OFFICES, NAMED)
    assert [report.introduces for report in occasion.reports] == [False, True]
    assert [member.name for member in occasion.members] == ["Kenya", "Peru", *BOTH]
    assert [member.name for member in occasion.participants] == list(BOTH)


def test_of_one_of_them_the_side_may_be_known():
    named = ("Minister Ada Wekesa was received by Peruvian Minister Luis Quilca.", BOTH, "held", "in_person")
    (occasion,) = occasions(OFFICES, named)
    assert [member.name for member in occasion.participants] == list(BOTH)


@pytest.mark.parametrize(
    "second",
    [
        ("Estonian President Ada Wekesa was received by Luis Quilca.", BOTH, "held", "in_person"),  # of another state
        (
            "Kenyan President Ada Wekesa was received by Peruvian Minister Luis Quilca on Tuesday.",
            BOTH,
            "held",
            "in_person",
        ),
        ("Ada Wekesa and Luis Quilca met again.", BOTH, "held", "in_person"),
        ("Ada Wekesa was received by Luis Quilca on Tuesday.", BOTH, "held", "in_person"),
        ("Ada Wekesa was received by Luis Quilca in Lima.", BOTH, "held", "in_person"),
        ("Ada Wekesa phoned Luis Quilca.", BOTH, "held", "call"),
    ],
)
def test_others_are_not_introduced_by_name(second):
    assert counts(OFFICES, second) == [1, 1]


def test_nobody_is_introduced_too_long_after_or_where_somebody_was_named():
    first, second = told(OFFICES, NAMED)
    assert len(gather([first, replace(second, sentence=2)])) == 1
    assert len(gather([first, replace(second, sentence=3)])) == 2
    one_named = ("Kenya's envoy met Eva Marin in Nairobi on Monday.", ("Kenya", EVA), "held", "in_person")
    assert counts(one_named, NAMED) == [1, 1]


TRAVELLERS = (ADA, "Jo Banda")


def met_by_travellers(second="Estonian"):
    return told(
        (
            "Kenyan President Ada Wekesa and Kenyan minister Jo Banda met Peruvian President Luis Quilca.",
            (*TRAVELLERS, LUIS),
            "cancelled",
            "in_person",
        ),
        (
            f"Ada Wekesa and Jo Banda met {second} President Eva Marin.",
            (*TRAVELLERS, EVA),
            "cancelled",
            "in_person",
        ),
    )


def gathered(*found, **changed):
    return [len(occasion.reports) for occasion in gather([replace(report, **changed) for report in found])]


def test_the_same_travellers_meet_the_hosts_of_another_state_at_another_meeting():
    assert gathered(*met_by_travellers(), named=False) == [1, 1]


def test_hosts_of_one_state_or_of_those_who_are_named_may_be_at_one_meeting():
    assert gathered(*met_by_travellers(second="Peruvian"), named=False, continues=True) == [2]
    assert gathered(*met_by_travellers(), named=True) == [2]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("in Kenya", "in Uganda", [1, 1]),
        ("in Nairobi", "in Uganda", [1, 1]),
        ("in Nairobi", "in Kenya", [2]),
        ("in Kenya", "", [2]),
    ],
)
def test_in_another_country_is_another_meeting(first, second, expected):
    found = [(f"Ada Wekesa met Luis Quilca {where}.", BOTH, "held", "in_person") for where in (first, second)]
    assert counts(*found) == expected


@pytest.mark.parametrize(
    ("called_off", "planned", "expected"),
    [
        ("", "", [1, 1]),
        ("on Friday", "on Friday", [2]),
        ("on Friday", "on Saturday", [1, 1]),
    ],
)
def test_what_was_called_off_and_is_planned_anew_is_another_meeting(called_off, planned, expected):
    found = [
        (f"Ada Wekesa called off a meeting with Luis Quilca {called_off}.", BOTH, "cancelled", "in_person"),
        (f"Ada Wekesa will meet Luis Quilca {planned}.", BOTH, "planned", "in_person"),
    ]
    assert counts(*found) == expected


def test_what_goes_on_about_the_meeting_that_was_called_off_is_of_it():
    first, other, second = told(
        ("Ada Wekesa called off a meeting with Luis Quilca.", BOTH, "cancelled", "in_person"),
        ("Ada Wekesa met Eva Marin.", (ADA, EVA), "held", "in_person"),
        ("Ada Wekesa will meet Luis Quilca.", BOTH, "planned", "in_person"),
    )
    assert gathered(first, other, second) == [1, 1, 1]
    assert gathered(first, other, replace(second, continues=True)) == [2, 1]


NAMES = (ADA, LUIS, EVA, "Jo Banda")
DRAFTS = st.tuples(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=4),
    st.sampled_from(["held", "planned", "cancelled"]),
    st.sampled_from(["in_person", "call", "unknown"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(DRAFTS, max_size=5))
def test_every_report_belongs_to_exactly_one_occasion_and_order_is_kept(drafts):
    article = make_article(*(f"{', '.join(NAMES)} met on Monday." for _ in drafts))
    given_reports = reports(article, *((number, *draft) for number, draft in enumerate(drafts)))
    found = gather(given_reports)
    gathered = [report.sentence for occasion in found for report in occasion.reports]
    assert sorted(gathered) == [report.sentence for report in given_reports]
    starts = [occasion.reports[0].sentence for occasion in found]
    assert starts == sorted(starts)
    assert all(
        [report.sentence for report in occasion.reports] == sorted(report.sentence for report in occasion.reports)
        for occasion in found
    )


@pytest.mark.parametrize(
    ("form", "others", "expected"),
    [
        ("call", (LUIS, EVA), 2),
        ("in_person", (LUIS, EVA), 1),
        ("call", (LUIS, "Delta Union"), 1),
    ],
)
def test_leaders_of_several_states_are_telephoned_one_by_one(form, others, expected):
    article = make_article(
        "Kenyan President Ada Wekesa spoke with Peruvian President Luis Quilca, Spanish President Eva Marin and the "
        "Delta Union."
    )
    told_of = [replace(report, severally=True) for report in reports(article, (0, (ADA, *others), "held", form))]
    assert len(one_by_one(told_of, article)) == expected


LEADERS = (
    "Kenya's envoy will meet Peruvian minister Luis Quilca in Nairobi on Friday.",
    ("Kenya", LUIS),
    "planned",
    "in_person",
)


def test_of_two_unnamed_sides_the_next_sentence_may_name_one_more():
    named = ("Ada Wekesa will meet Peruvian minister Luis Quilca.", BOTH, "planned", "in_person")
    (occasion,) = occasions(LEADERS, named)
    assert [member.name for member in occasion.participants] == [LUIS, ADA]
    other = ("Estonian minister Ada Wekesa will meet Peruvian minister Luis Quilca.", BOTH, "planned", "in_person")
    assert counts(LEADERS, other) == [1, 1]
    past = ("Ada Wekesa met Peruvian minister Luis Quilca.", BOTH, "held", "in_person")
    assert counts(LEADERS, past) == [1, 1]


@pytest.mark.parametrize(("word", "count"), [("separately", 2), ("briefly", 1)])
def test_who_is_met_separately_is_met_alone(word, count):
    article = make_article(f"Ada Wekesa met Luis Quilca and Eva Marin {word} in Lima.")
    assert len(one_by_one(reports(article, (0, (ADA, LUIS, EVA), "held", "in_person")), article)) == count


def test_who_is_told_to_have_come_takes_nobody_away():
    article = make_article("Kenya and Peru met in Nairobi on Monday.", "Kenya came to meet Peru.")
    first, second = reports(
        article, (0, ("Kenya", "Peru"), "held", "in_person"), (1, ("Kenya", "Peru"), "held", "in_person")
    )
    (occasion,) = gather([first, replace(second, joins=True)])
    assert [member.name for member in occasion.participants] == ["Kenya", "Peru"]


WILL_MEET = "Ada Wekesa will meet Jo Banda on Friday."


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        ("Eva Marin joined the talks.", [[ADA, LUIS, EVA], [ADA, "Jo Banda"]]),
        ("Eva Marin will join the talks.", [[ADA, LUIS], [ADA, "Jo Banda", EVA]]),
    ],
)
def test_who_joined_was_at_what_was_held_and_who_will_join_at_what_is_planned(came, expected):
    article = make_article(MET, WILL_MEET, came)
    found = []
    for asked in choose_passages(article, build_cast(article), found):
        if asked.joins:
            assert met_last(found) == list(found[-1].members)
            found.append(Report.joining(asked, joined_report(asked, found)))
            assert len(met_last(found)) == len(found[-2].members) + 1
        else:
            status = "planned" if asked.sentence else "held"
            found += reports(article, (asked.sentence, asked.passage.names, status, "in_person"))
    assert [[member.name for member in occasion.members] for occasion in gather(found)] == expected


@pytest.mark.parametrize(
    ("envoy", "expected"),
    [("envoy Ada Wekesa", 1), ("Ghanaian envoy Ada Wekesa", 2)],
)
def test_a_state_may_be_that_of_an_official_of_whom_none_is_told(envoy, expected):
    found = told(
        ("Kenya and Peru will hold talks in Lima on Friday.", ("Kenya", "Peru"), "planned", "in_person"),
        (f"Peruvian President Luis Quilca will meet {envoy} in Lima.", BOTH, "planned", "in_person"),
    )
    occasions_of = gather(found)
    assert len(occasions_of) == expected
    if expected == 1:
        assert [member.name for member in occasions_of[0].participants] == [ADA, LUIS]


@pytest.mark.parametrize(
    ("before", "people", "expected"),
    [
        (
            "Kenyan Foreign Minister Ada Wekesa met her Peruvian counterpart on Monday.",
            (ADA, "Peruvian counterpart"),
            1,
        ),
        ("Kenyan Foreign Minister Ada Wekesa met a Peruvian trade delegation.", (ADA, "Peruvian trade delegation"), 2),
    ],
)
def test_the_next_sentence_may_name_the_counterpart(before, people, expected):
    article = make_article(before, "Ada Wekesa and Luis Quilca discussed trade in Nairobi.")
    cast = build_cast(article, recognised=True)
    drafts = ((0, people, "held", "in_person"), (1, BOTH, "held", "in_person"))
    found = gather(reports(article, *drafts, cast=cast))
    assert len(found) == expected
    assert [member.name for member in found[-1].participants] == [ADA, LUIS]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("Kenyan Foreign Minister Ada Wekesa said after talks with Peruvian Foreign Minister Luis Quilca that", 1),
        ("Foreign Minister Ada Wekesa said after talks with Peruvian Foreign Minister Luis Quilca that", 1),
        ("Kenyan Foreign Minister Ada Wekesa said after talks with Chilean Foreign Minister Luis Quilca that", 2),
    ],
)
def test_ministers_of_two_states_are_those_whom_the_next_sentence_names(after, expected):
    ministers = (
        "Kenyan and Peruvian ministers met on Monday.",
        ("Kenyan and Peruvian ministers",),
        "held",
        "in_person",
    )
    found = gather(told_in_turn(ministers, (f"{after} trade would grow.", BOTH, "held", "in_person")))
    assert len(found) == expected
    assert [member.name for member in found[-1].participants] == [ADA, LUIS]


def test_the_day_of_an_arrival_gives_way_to_the_day_of_the_talks():
    came = ("Ada Wekesa arrived on Monday to meet Luis Quilca.", BOTH, "planned", "in_person")
    talks = ("Ada Wekesa and Luis Quilca will hold talks on Wednesday.", BOTH, "planned", "in_person")
    (found,) = occasions(came, talks)
    assert found.time.time.text == "on Wednesday"
    later = ("Ada Wekesa and Luis Quilca will hold talks on 30 May.", BOTH, "planned", "in_person")
    assert len(occasions(came, later)) == 2


def test_two_officials_of_one_state_are_no_two_sides_of_another_meeting():
    group = ("A meeting between the Red Delta Front and Peruvian officials will be held on Monday.",)
    first = (*group, ("Red Delta Front", "Peruvian officials"), "planned", "in_person")
    told = "Jo Banda met Peruvian President Luis Quilca and Peruvian Foreign Minister Eva Marin on Monday."
    second = (told, ("Jo Banda", LUIS, EVA), "held", "in_person")
    assert len(occasions(first, second)) == 2
