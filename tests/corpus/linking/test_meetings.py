"""Reports of one occasion, and reports of two."""

import random

import pytest

from llmextract.corpus.linking import Override, Overrides, link_actors, link_meetings
from llmextract.corpus.linking.likeness import DOUBT, compare, score_of
from llmextract.corpus.linking.reports import read_reports
from llmextract.events import DecidedBy
from tests.corpus.linking.support import NOVAK, ORTEGA, VARGAS, actor, events, meeting, record, sizes

PAIR = [NOVAK, ORTEGA]
SLOVENES = actor("Slovenian delegation", "SI", kind="group")
CHILE = actor("Chile", "CL", kind="country")


def one(first, second):
    """Whether two reports, each the first of its own article, are of one event."""
    return sizes([first, second]) == [2]


def thursday(name, actors=PAIR, *participants, **fields):
    return record(name, actors, meeting(*(participants or (1, 2)), date="2031-03-06", **fields))


FIRST = thursday("first", city="Santiago")
DOUBTFUL = thursday("second", [NOVAK], 1, format="unknown")


@pytest.mark.parametrize(
    "second",
    [
        thursday("again", city="Santiago de Chile"),
        thursday("no place"),
        thursday("turned", [ORTEGA, NOVAK]),
        record("no day", PAIR, meeting(1, 2, city="Santiago"), published="2031-03-07"),
        record("no day, no city", PAIR, meeting(1, 2), published="2031-03-07"),
        record("day after", PAIR, meeting(1, 2, date="2031-03-07", city="Santiago")),
        record("two days", PAIR, meeting(1, 2, date="2031-03-05/2031-03-06")),
        record("this month", PAIR, meeting(1, 2, date="2031-03-01/2031-03-31", city="Santiago")),
        thursday("plan", status="planned"),
        thursday("denial", status="denied"),
        record("denial, no day", PAIR, meeting(1, 2, status="denied"), published="2031-03-08"),
        thursday("one more", [NOVAK, ORTEGA, VARGAS], 1, 2, 3),
        thursday("fewer", [NOVAK], 1, city="Santiago"),
        thursday("one delegation", [NOVAK, actor("Chilean delegation", "CL", kind="group")], 1, 2),
        thursday("states", [SLOVENES, CHILE], 1, 2, city="Santiago"),
        thursday("not sure who", [NOVAK, ORTEGA, VARGAS], 1, 2, "-3"),
        thursday("palace", city="La Moneda", venue="palace in Santiago"),
        thursday("no format", format="unknown"),
    ],
    ids=lambda each: each.article.outlet,
)
def test_reports_of_one_occasion(second):
    assert one(FIRST, second)


@pytest.mark.parametrize(
    "second",
    [
        record("week later", PAIR, meeting(1, 2, date="2031-03-13", city="Santiago"), published="2031-03-13"),
        record("two days later", PAIR, meeting(1, 2, date="2031-03-08", city="Santiago")),
        thursday("elsewhere", city="Valparaiso"),
        thursday("by telephone", format="call"),
        thursday("another host", [NOVAK, VARGAS]),
        thursday("somebody else", [NOVAK, actor("Rui Pelagos")], city="Santiago"),
        thursday("another guest", [actor("Rui Pelagos", "PT"), ORTEGA], city="Santiago"),
        thursday("other guests", [actor("Rui Pelagos", "PT"), ORTEGA]),
        thursday("others", [actor("Rui Pelagos", "PT"), actor("Lena Brezovar", "EE")]),
        record("much later, no day", PAIR, meeting(1, 2, city="Santiago"), published="2031-05-06"),
        record("next week's plan", PAIR, meeting(1, 2, status="planned"), published="2031-03-12"),
        thursday("namesake", [actor("Ada Novak", "CZ"), ORTEGA]),
    ],
    ids=lambda each: each.article.outlet,
)
def test_reports_of_two_occasions(second):
    assert not one(FIRST, second)


def test_of_a_summit_two_reports_may_list_different_guests():
    summit = [NOVAK, ORTEGA, actor("Ana Duarte", "BR")]
    first = thursday("first", [*summit, actor("Rui Pelagos", "PT")], 1, 2, 3, 4, city="Santiago")
    assert one(first, thursday("second", [*summit, actor("Lena Brezovar", "EE")], 1, 2, 3, 4, city="Santiago"))


def test_a_call_needs_no_city():
    first = thursday("first", city="Ljubljana", format="call")
    assert one(first, thursday("second", city="Santiago", format="video"))


def test_two_meetings_of_one_article_are_two():
    both = record("both", PAIR, meeting(1, 2, date="2031-03-06"), meeting(1, 2, date="2031-03-07"))
    assert sizes([both, thursday("first", city="Santiago")]) == [2, 1]


def test_days_do_not_chain():
    days = [record(day, PAIR, meeting(1, 2, date=f"2031-03-{day}", city="Santiago")) for day in ("06", "07", "08")]
    assert sizes(days) == [2, 1]


def test_a_report_without_a_city_does_not_make_two_cities_one():
    records = [thursday("1", city="Santiago"), thursday("2"), thursday("3", city="Valparaiso")]
    assert sizes(records) == [2, 1]


def test_of_two_occasions_the_nearer_is_taken():
    records = [
        record("1", PAIR, meeting(1, 2, date="2031-03-06")),
        record("2", PAIR, meeting(1, 2, date="2031-03-11")),
        record("3", PAIR, meeting(1, 2), published="2031-03-12"),
    ]
    by_size = {len(event.reports): event for event in events(records)}
    assert str(by_size[2].date.start) == "2031-03-11"


def test_a_report_without_any_time_joins_the_only_occasion_that_fits():
    undated = record("undated", PAIR, meeting(1, 2, city="Santiago"), published=None)
    assert sizes([FIRST, undated]) == [2]
    other = record("other", PAIR, meeting(1, 2, date="2031-05-06", city="Santiago"))
    assert sizes([FIRST, other, undated]) == [1, 1, 1]


def test_reasons_and_scores_are_kept():
    (event,) = events([FIRST, thursday("second", city="Santiago")])
    (link,) = event.links
    assert {link.first, link.second} == {report.key for report in event.reports}
    assert {reason.code for reason in link.reasons} == {"participants", "same-day", "same-city", "same-format"}
    assert link.score == pytest.approx(min(1.0, sum(reason.weight for reason in link.reasons)))
    assert link.decided_by is DecidedBy.RULES


def test_what_is_left_in_doubt_is_told():
    apart = events([FIRST, DOUBTFUL])
    assert len(apart) == 2
    assert all(len(event.doubts) == 1 for event in apart)
    assert 0.55 <= apart[0].doubts[0].score < 0.7


class _Says:
    def __init__(self, verdict):
        self.verdict = verdict
        self.asked = []

    def same_meeting(self, first, second):
        self.asked.append((first, second))
        return self.verdict


@pytest.mark.parametrize(("verdict", "count"), [(True, 1), (False, 2), (None, 2)])
def test_a_judge_is_asked_where_the_rules_leave_doubt(verdict, count):
    judge = _Says(verdict)
    found = events([FIRST, DOUBTFUL], judge=judge)
    assert len(found) == count
    ((first, second),) = judge.asked
    assert "who: Ada Novak (foreign minister)" in first
    assert "when: 2031-03-06" in second
    if verdict:
        assert found[0].links[0].decided_by is DecidedBy.MODEL


def test_the_user_decides():
    second = record("week later", PAIR, meeting(1, 2, date="2031-03-13"), published="2031-03-13")
    keys = [f"{each.article.id}:m1" for each in (FIRST, second)]
    merged = events([FIRST, second], overrides=Overrides((Override("event", *keys, "same"),)))
    assert [len(event.reports) for event in merged] == [2]
    assert merged[0].links[0].decided_by is DecidedBy.USER
    again = thursday("again")
    keys = [f"{each.article.id}:m1" for each in (FIRST, again)]
    assert sizes([FIRST, again], overrides=Overrides((Override("event", *keys, "different"),))) == [1, 1]


def test_order_does_not_matter_and_ids_stay_as_reports_come():
    chance = random.Random(7)  # noqa: S311 - no secret
    records = []
    for number in range(60):
        actors = chance.sample([NOVAK, ORTEGA, VARGAS, actor("Rui Pelagos", "PT"), SLOVENES], 2)
        day = chance.randint(1, 9)
        fields = {
            "date": chance.choice([None, f"2031-03-{day:02}"]),
            "city": chance.choice([None, "Santiago", "Porto"]),
        }
        published = f"2031-03-{day + chance.randint(0, 2):02}"
        records.append(record(str(number), actors, meeting(1, 2, **fields), published=published))
    found = events(records)
    assert sum(len(event.reports) for event in found) == len(records)
    for _ in range(3):
        chance.shuffle(records)
        assert events(records) == found
    later = record("later", PAIR, meeting(1, 2, date="2031-04-06"), published="2031-04-06")
    assert {event.id for event in found} < {event.id for event in events([*records, later])}


def test_ids_from_before_are_kept_when_an_earlier_report_comes():
    earlier = record("plan", PAIR, meeting(1, 2, date="2031-03-06", status="planned"), published="2031-03-01")
    (before,) = events([FIRST])
    known = {report.key: before.id for report in before.reports}
    assert events([FIRST, earlier])[0].id != before.id
    (after,) = events([FIRST, earlier], known_ids=known)
    assert after.id == before.id


def test_a_split_event_leaves_its_id_to_one_part():
    records = [FIRST, thursday("again")]
    (before,) = events(records)
    known = {report.key: before.id for report in before.reports}
    keys = [report.key for report in before.reports]
    parts = events(records, known_ids=known, overrides=Overrides((Override("event", *keys, "different"),)))
    assert len({event.id for event in parts}) == 2
    assert before.id in {event.id for event in parts}


def test_records_without_meetings_give_no_event():
    assert link_meetings([record("1", PAIR)], link_actors([record("1", PAIR)])) == []


SVENSSON = actor("Karin Svensson", "SE", "prime minister")
THREE = [NOVAK, ORTEGA, SVENSSON]
TRADE, FISH = {"customs": "economy"}, {"fishing grounds": "environment"}


def said(words):
    return [{"quote": words, "start": 0, "end": len(words)}]


def sitting(name, *participants, **fields):
    """Return a report of 6 March in Porto."""
    return record(name, THREE, meeting(*participants, date="2031-03-06", city="Porto", **fields))


def test_two_of_three_who_spoke_of_other_things_met_by_themselves_as_well():
    conference = sitting("conference", 1, 2, 3, topics=TRADE)
    assert not one(conference, sitting("two", 1, 2, topics=FISH))
    assert one(conference, sitting("two", 1, 2, topics=TRADE | FISH))
    assert one(conference, sitting("two", 1, 2))
    assert one(conference, sitting("three", 1, 2, 3, topics=FISH))


def test_of_many_guests_one_may_be_left_out_whatever_was_discussed():
    guests = [actor(f"{given} Brezovar", country) for given, country in zip(NAMES, COUNTRIES, strict=True)]
    parts = range(1, len(guests) + 1)
    summit = record("all", guests, meeting(*parts, date="2031-03-06", city="Porto", topics=TRADE))
    short = record("some", guests, meeting(*parts[:-1], date="2031-03-06", city="Porto", topics=FISH))
    assert one(summit, short)


NAMES = ("Ada", "Berta", "Carla", "Dorothea", "Emilia", "Frida", "Gudrun", "Hilde")
COUNTRIES = ("SI", "CL", "SE", "PT", "NO", "GH", "PE", "FI")


@pytest.mark.parametrize(
    "words", ["held bilateral talks", "met alone", "in a separate conversation", "se reunieron a solas"]
)
def test_two_who_are_said_to_have_met_alone_are_no_three(words):
    conference = sitting("conference", 1, 2, 3)
    assert not one(conference, sitting("two", 1, 2, evidence=said(words)))
    assert one(conference, sitting("two", 1, 2, evidence=said("discussed bilateral relations")))


def test_a_bilateral_and_a_trilateral_meeting_are_two_however_alike_and_whoever_lies_between():
    two = sitting("two", 1, 2, evidence=said("their bilateral meeting"))
    three = sitting("three", 1, 2, evidence=said("the trilateral summit"))
    between = sitting("between", 1, 2)
    assert sizes([two, three]) == [1, 1]
    assert sizes([two, three, between]) == [2, 1]


def test_weekdays_that_no_date_could_be_found_for_part_reports():
    def on(name, words, published="2031-03-07"):
        return record(name, PAIR, {**meeting(1, 2, city="Porto"), "date": {"text": words}}, published=published)

    tuesday = on("first", "on Tuesday")
    assert not one(tuesday, on("second", "on Thursday"))
    assert not one(tuesday, on("second", "late on Thursday", "2031-03-09"))
    assert one(tuesday, on("second", "Tuesday evening"))
    assert one(tuesday, on("second", "on Wednesday"))  # when the news came
    assert one(tuesday, on("second", "this week"))
    assert one(tuesday, on("second", "between Tuesday and Thursday"))
    assert not one(on("Sunday", "on Sunday"), on("second", "on Friday"))
    assert one(on("Sunday", "on Sunday"), on("second", "on Monday"))
    dated = record("dated", PAIR, meeting(1, 2, date="2031-03-06", city="Porto"))  # a Thursday
    assert not one(dated, tuesday)
    assert one(dated, on("second", "on Thursday"))


def test_no_report_in_between_makes_two_weekdays_one():
    def on(name, words):
        return record(name, PAIR, {**meeting(1, 2, city="Porto"), "date": {"text": words}}, published="2031-03-07")

    assert sizes([on("1", "Tuesday"), on("2", "these days"), on("3", "Thursday")]) == [2, 1]


def test_weekdays_are_read_in_the_language_of_the_article():
    def on(name, words):
        made = record(name, PAIR, {**meeting(1, 2, city="Porto"), "date": {"text": words}}, published="2031-03-07")
        return made.model_copy(update={"article": made.article.model_copy(update={"language": "es"})})

    assert not one(on("1", "el martes"), on("2", "el jueves"))
    assert one(on("1", "el martes"), on("2", "el martes por la noche"))


@pytest.mark.parametrize("days", [("2031-03-06", "2031-03-07"), ("2031-03-07", "2031-03-06")])
def test_persons_are_found_by_the_states_they_speak_for_whichever_report_is_the_first(days):
    persons = record("persons", PAIR, meeting(1, 2, date="2031-03-06", city="Santiago"), published=days[0])
    states = record("states", [SLOVENES, CHILE], meeting(1, 2, date="2031-03-06", city="Santiago"), published=days[1])
    assert one(persons, states)


def test_persons_of_two_countries_are_no_occasion_in_common_however_alike_all_else_is():
    """They are not even looked for by their countries: what is alike besides must stay too little."""
    others = [actor("Mira Zupan", "SI", "foreign minister"), actor("Luis Soto", "CL", "foreign minister")]
    about = {"topics": {"grain": "economy"}}
    records = [thursday("ones", city="Santiago", **about), thursday("others", others, city="Santiago", **about)]
    reports = read_reports(records, link_actors(records))
    profiles = [report.profile for report in reports]
    assert set(profiles[0].keys).isdisjoint(profiles[1].sought)
    assert score_of(compare(*profiles)) < DOUBT
