"""From an answer that holds the whole record to the record."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.articles.article import Article
from llmextract.evaluation.plain_answer import PlainAnswer
from llmextract.evaluation.plain_record import (
    NO_EVIDENCE,
    NO_PARTICIPANTS,
    QUOTE_NOT_FOUND,
    grounded_tally,
    hash_prompt,
    make_record,
)
from llmextract.extraction.run_figures import run_figures
from llmextract.llm.base import Meter
from llmextract.schemas import ActorKind, Attendance, Extraction, Format, Stance, Status, TopicCategory

TEXT = "Ada Novak met Juan Ortega in Porto\nLindo on Monday. (They spoke of trade.) The talks lasted two days."
RUN = run_figures(Meter(), model="m", prompt_hash=hash_prompt("p"), seconds=1.0)


def person(name, **fields):
    defaults = {"aliases": [], "kind": "person", "role": None, "country": None, "attendance": "confirmed"}
    return {"name": name} | defaults | fields


def meeting(*people, **fields):
    nulls = dict.fromkeys(("date", "date_end", "date_text", "city", "country", "venue"))
    lists = {"topics": [], "sources": [], "evidence": ["Ada Novak met Juan Ortega"]}
    participants = [person(each) if isinstance(each, str) else each for each in people]
    return {"status": "held", "format": "in_person", "participants": participants} | nulls | lists | fields


def record(*meetings, text=TEXT):
    return make_record(PlainAnswer.model_validate({"meetings": list(meetings)}), Article(text=text), RUN)


def test_everything_that_the_answer_says_is_in_the_record():
    made = record(
        meeting(
            person("Ada Novak", aliases=["Novak", "Ada Novak", " "], role="minister", country="PT"),
            person("the envoys", kind="group", attendance="unconfirmed"),
            status="planned",
            format="call",
            date="2031-05-12",
            date_end="2031-05-13",
            date_text="on Monday",
            city="Porto Lindo",
            country="pt",
            venue="Fort Almeira",
            topics=[{"label": "trade", "category": "economy"}, {"label": " ", "category": "other"}],
            sources=[{"name": "her office", "stance": "asserts"}, {"name": "", "stance": "denies"}],
        )
    )
    (found,) = made.meetings
    novak, envoys = made.actors
    assert (novak.name, novak.aliases, novak.role, novak.country) == ("Ada Novak", ("Novak",), "minister", "PT")
    assert envoys.kind is ActorKind.GROUP
    assert [part.attendance for part in found.participants] == [Attendance.CONFIRMED, Attendance.UNCONFIRMED]
    assert (found.status, found.format) == (Status.PLANNED, Format.CALL)
    days = (datetime.date(2031, 5, 12), datetime.date(2031, 5, 13))
    assert (found.date.start, found.date.end, found.date.text) == (*days, "on Monday")
    assert (found.place.city, found.place.country, found.place.venue) == ("Porto Lindo", "PT", "Fort Almeira")
    assert [(topic.label, topic.category) for topic in found.topics] == [("trade", TopicCategory.ECONOMY)]
    assert [(source.name, source.stance) for source in found.sources] == [("her office", Stance.ASSERTS)]
    assert made.warnings == ()
    assert made.run is RUN


def test_names_stay_as_they_come():
    made = record(meeting("Foreign Minister Ada Novak", "Novak"))
    assert [actor.name for actor in made.actors] == ["Foreign Minister Ada Novak", "Novak"]


def test_one_name_is_one_actor_and_one_participant_of_a_meeting():
    made = record(
        meeting(person("Novak", aliases=["Ada"]), person("Novak ", role="minister", attendance="denied"), "Ortega"),
        meeting(person("Novak", aliases=["A. Novak"], role="president", country="PT")),
    )
    assert [(actor.id, actor.name) for actor in made.actors] == [("a1", "Novak"), ("a2", "Ortega")]
    novak = made.actor("a1")
    assert (novak.aliases, novak.role, novak.country) == (("Ada", "A. Novak"), "minister", "PT")
    assert [part.actor for part in made.meetings[0].participants] == ["a1", "a2"]
    assert made.meetings[0].participants[0].attendance is Attendance.CONFIRMED
    assert [part.actor for part in made.meetings[1].participants] == ["a1"]


@pytest.mark.parametrize("country", ["Portugal", "XX", "PRT", "", None])
def test_country_that_is_no_code_is_null(country):
    made = record(meeting(person("Novak", country=country), country=country))
    assert (made.actors[0].country, made.meetings[0].place.country) == (None, None)


@pytest.mark.parametrize("nothing", ["null", "None", " unknown ", "N/A", ""])
def test_word_for_nothing_is_null(nothing):
    made = record(meeting(person("Novak", role=nothing), city=nothing, date_text=nothing))
    assert (made.actors[0].role, made.meetings[0].place.city, made.meetings[0].date) == (None, None, None)


def test_date_that_ends_before_it_starts_is_one_day():
    day = datetime.date(2031, 5, 12)
    (found,) = record(meeting("Novak", date="2031-05-12", date_end="2031-05-11")).meetings
    assert (found.date.start, found.date.end) == (day, day)


def test_words_without_a_day_are_kept():
    (found,) = record(meeting("Novak", date_text="on Monday")).meetings
    assert (found.date.start, found.date.text) == (None, "on Monday")


def test_quote_is_found_verbatim_but_for_white_space():
    quotes = ["in Porto Lindo on  Monday", "in Porto Lindo on  Monday", "(They spoke of trade.)"]
    made = record(meeting("Novak", evidence=quotes))
    assert [quote.quote for quote in made.quotes()] == ["in Porto\nLindo on Monday", "(They spoke of trade.)"]
    assert made.warnings == ()
    assert grounded_tally(made).recall == 1


def test_quotes_that_the_article_does_not_hold_are_counted():
    evidence = ["The talks lasted two days.", "They  shook\nhands.", "ada novak met", ""]
    made = record(meeting(), meeting("Novak", evidence=evidence))
    assert [quote.quote for quote in made.quotes()] == ["The talks lasted two days."]
    codes = [(warning.code, warning.where) for warning in made.warnings]
    assert codes == [(NO_PARTICIPANTS, None), *[(QUOTE_NOT_FOUND, "meetings[0].evidence")] * 3]
    assert made.warnings[1].message == "does not stand in the article: 'They shook hands.'"
    tally = grounded_tally(made)
    assert (tally.hits, tally.gold) == (1, 4)


def test_meeting_without_a_quote_of_its_own_counts_as_ungrounded():
    made = record(meeting("Novak", evidence=["They shook hands."]), meeting("Ortega", evidence=[]))
    assert [quote.quote for quote in made.quotes()] == [TEXT, TEXT]
    assert [warning.code for warning in made.warnings] == [QUOTE_NOT_FOUND, NO_EVIDENCE, NO_EVIDENCE]
    tally = grounded_tally(made)
    assert (tally.hits, tally.gold) == (0, 1)


def test_meeting_that_names_nobody_is_left_out():
    made = record(meeting(" "), meeting("Novak"))
    assert [found.id for found in made.meetings] == ["m1"]
    assert [warning.code for warning in made.warnings] == [NO_PARTICIPANTS]


def test_prompt_tells_runs_apart():
    meter = Meter(requests=3, retries=1, prompt_tokens=5, cached_tokens=2, completion_tokens=4, cost_usd=None)
    run = run_figures(meter, model="m", prompt_hash=hash_prompt("another"), seconds=1.23456)
    assert run.prompt_hash != RUN.prompt_hash
    assert hash_prompt("ab", "c") != hash_prompt("a", "bc")
    assert (run.requests, run.retries, run.prompt_tokens, run.cached_tokens, run.completion_tokens) == (3, 1, 5, 2, 4)
    assert (run.seconds, run.cost_usd) == (1.235, None)


WORDS = st.sampled_from(
    ["", " ", "Ada Novak", "Novak ", "in Porto\tLindo", "PT", "null", "(They spoke of trade.)", "ǅ(", "a\0b"]
)
SOME_WORDS = st.lists(WORDS, max_size=3)
DAYS = st.none() | st.dates()
PEOPLE = st.builds(
    person, WORDS, aliases=SOME_WORDS, kind=st.sampled_from(ActorKind), role=WORDS, country=WORDS | st.none()
)


@given(
    st.lists(
        st.builds(
            lambda people, **fields: meeting(*people, **fields),
            st.lists(PEOPLE, max_size=3),
            status=st.sampled_from(Status),
            date=DAYS,
            date_end=DAYS,
            date_text=WORDS,
            city=WORDS,
            country=WORDS,
            topics=st.lists(st.fixed_dictionaries({"label": WORDS, "category": st.just("other")}), max_size=2),
            sources=st.lists(st.fixed_dictionaries({"name": WORDS, "stance": st.just("denies")}), max_size=2),
            evidence=SOME_WORDS,
        ),
        max_size=3,
    )
)
def test_any_answer_makes_a_valid_record(meetings):
    made = record(*meetings)
    assert Extraction.model_validate_json(made.model_dump_json()) == made
    assert all(TEXT[quote.start : quote.end] == quote.quote for quote in made.quotes())
    tally = grounded_tally(made)
    assert 0 <= tally.hits <= tally.gold
