"""dates.py: what the time words of news mean, and where they stand."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.dates import find_time_expressions, resolve_date

THURSDAY = date(2025, 2, 6)
ANCHOR = date(2025, 2, 4)


def days(found):
    """Write a resolved date as in the tables below: 02-06, 2024-12-12, 02-03/02-05."""
    if found is None:
        return None
    start, end = (day.isoformat().removeprefix("2025-") for day in (found.start, found.end))
    return start if start == end else f"{start}/{end}"


# words, unknown direction (and past), planned
RELATIVE = [
    ("on Thursday", "02-06", "02-06"),
    ("Tuesday", "02-04", "02-11"),
    ("on tuesday", "02-04", "02-11"),
    ("SUNDAY", "02-02", "02-09"),
    ("Sat., at noon", "02-01", "02-08"),
    ("Monday evening", "02-03", "02-10"),
    ("late Wednesday", "02-05", "02-12"),
    ("early on Saturday", "02-01", "02-08"),
    ("last Tuesday", "02-04", "02-04"),
    ("last Thursday", "01-30", "01-30"),
    ("next Tuesday", "02-11", "02-11"),
    ("next Thursday", "02-13", "02-13"),
    ("this Friday", "02-07", "02-07"),
    ("this Monday", "02-03", "02-10"),
    ("on Friday next week", "02-14", "02-14"),
    ("on Monday of last week", "01-27", "01-27"),
    ("Monday and Tuesday", "02-03/02-04", "02-10/02-11"),
    ("from Monday to Wednesday", "02-03/02-05", "02-10/02-12"),
    ("today", "02-06", "02-06"),
    ("earlier today", "02-06", "02-06"),
    ("yesterday", "02-05", "02-05"),
    ("last night", "02-05", "02-05"),
    ("tomorrow morning", "02-07", "02-07"),
    ("the day before yesterday", "02-04", "02-04"),
    ("the day after tomorrow", "02-08", "02-08"),
    ("two days ago", "02-04", "02-04"),
    ("a couple of days ago", "02-04", "02-04"),
    ("3 weeks ago", "01-13/01-19", "01-13/01-19"),
    ("a year ago", "2024-01-01/2024-12-31", "2024-01-01/2024-12-31"),
    ("in three days", "02-09", "02-09"),
    ("in two weeks' time", "02-17/02-23", "02-17/02-23"),
    ("in the past two weeks", "01-23/02-06", "01-23/02-06"),
    ("over the next three days", "02-06/02-09", "02-06/02-09"),
    ("within a month", "02-06/03-31", "02-06/03-31"),
    ("this week", "02-03/02-09", "02-03/02-09"),
    ("last week", "01-27/02-02", "01-27/02-02"),
    ("next week", "02-10/02-16", "02-10/02-16"),
    ("earlier this week", "02-03/02-06", "02-03/02-06"),
    ("later this month", "02-06/02-28", "02-06/02-28"),
    ("next month", "03-01/03-31", "03-01/03-31"),
    ("late last year", "2024-01-01/2024-12-31", "2024-01-01/2024-12-31"),
    ("over the weekend", "02-01/02-02", "02-08/02-09"),
    ("at the weekend", "02-01/02-02", "02-08/02-09"),
    ("this weekend", "02-08/02-09", "02-08/02-09"),
    ("last weekend", "02-01/02-02", "02-01/02-02"),
    ("next weekend", "02-15/02-16", "02-15/02-16"),
    ("January 17", "01-17", "2026-01-17"),
    ("17 January", "01-17", "2026-01-17"),
    ("Jan. 17-18", "01-17/01-18", "2026-01-17/2026-01-18"),
    ("December 12", "2024-12-12", "12-12"),
    ("February 4", "02-04", "02-04"),  # two days before the article: not next year, although it is called planned
    ("from 3 to 5 March", "03-03/03-05", "03-03/03-05"),
    ("January 30 to February 2", "01-30/02-02", "2026-01-30/2026-02-02"),
    ("Tuesday, March 4", "03-04", "03-04"),
    ("the 17th", "02-17", "02-17"),
    ("on the 5th", "02-05", "02-05"),
    ("in January", "01-01/01-31", "2026-01-01/2026-01-31"),
    ("last December", "2024-12-01/2024-12-31", "2024-12-01/2024-12-31"),
    ("next December", "12-01/12-31", "12-01/12-31"),
    ("in February", "02-01/02-28", "02-01/02-28"),
    ("two-day talks beginning January 17", "01-17/01-18", "2026-01-17/2026-01-18"),
    ("a three-day visit starting Monday", "02-03/02-05", "02-10/02-12"),
    ("a day after Monday's meeting", "02-04", "02-11"),
    ("two days before March 3", "03-01", "03-01"),
    ("a day later, on Wednesday", "02-05", "02-12"),
]
ABSOLUTE = [
    ("March 3, 2025", "03-03"),
    ("3 March 2025", "03-03"),
    ("5th of March 2024", "2024-03-05"),
    ("2025-03-03", "03-03"),
    ("2025-13-03", None),
    ("22/02/2025", "02-22"),
    ("02/22/2025", "02-22"),
    ("03/03/2025", "03-03"),
    ("12.02.2025", "02-12"),
    ("12/02/2025", None),
    ("99/99/2025", None),
    ("30 December 2024 - 2 January 2025", "2024-12-30"),
    ("30 December - 2 January 2024", "2024-12-30/01-02"),
    ("March 2025", "03-01/03-31"),
    ("February 2024", "2024-02-01/2024-02-29"),
    ("in 2004", "2004-01-01/2004-12-31"),
    ("2004", "2004-01-01/2004-12-31"),
    ("February 30, 2025", None),
]
UNRESOLVED = [
    "in coming days",
    "in the coming weeks",
    "soon",
    "recently",
    "in the near future",
    "by Friday",
    "before March 3",
    "until Tuesday",
    "he may go",
    "they march on",
    "the Group of 7 may meet",
    "he sat down",
    "10:30",
    "",
    "a 2004-strong crowd",
]


@pytest.mark.parametrize(("words", "past", "planned"), RELATIVE, ids=[case[0] for case in RELATIVE])
def test_relative_to_the_publication_date(words, past, planned):
    assert days(resolve_date(words, THURSDAY)) == days(resolve_date(words, THURSDAY, language="en")) == past
    assert days(resolve_date(words, THURSDAY, future=True)) == planned
    assert resolve_date(words, None) is None


# words, unknown direction, planned, past
EDGES = [
    ("last Wednesday", "01-29", "01-29", "01-29"),  # not yesterday
    ("this past Tuesday", "02-04", "02-04", "02-04"),
    ("the past Thursday", "01-30", "01-30", "01-30"),
    ("this coming Thursday", "02-13", "02-13", "02-13"),
    ("upcoming Friday", "02-07", "02-07", "02-07"),
    ("this Thursday", "02-06", "02-06", "02-06"),
    ("Wednesday to Monday", "02-05/02-10", "02-12/02-17", "02-05/02-10"),
    ("on Monday of this week", "02-03", "02-03", "02-03"),
    ("on Sunday last week", "02-02", "02-02", "02-02"),
    ("the past weekend", "02-01/02-02", "02-01/02-02", "02-01/02-02"),
    ("the coming weekend", "02-08/02-09", "02-08/02-09", "02-08/02-09"),
    ("in the past two months", "2024-12-01/02-06", "2024-12-01/02-06", "2024-12-01/02-06"),
    ("in the last three years", "2022-01-01/02-06", "2022-01-01/02-06", "2022-01-01/02-06"),
    ("within two weeks", "02-06/02-20", "02-06/02-20", "02-06/02-20"),
    ("over the coming two months", "02-06/04-30", "02-06/04-30", "02-06/04-30"),
    ("one day ago", "02-05", "02-05", "02-05"),
    ("11 months ago", "2024-03-01/2024-03-31", "2024-03-01/2024-03-31", "2024-03-01/2024-03-31"),
    ("two months ago", "2024-12-01/2024-12-31", "2024-12-01/2024-12-31", "2024-12-01/2024-12-31"),
    ("in eleven months", "2026-01-01/2026-01-31", "2026-01-01/2026-01-31", None),
    ("in one month", "03-01/03-31", "03-01/03-31", None),
    ("in a year", "2026-01-01/2026-12-31", "2026-01-01/2026-12-31", None),
    ("a week after March 3", "03-10/03-16", "03-10/03-16", "2024-03-04/2024-03-10"),
    ("three weeks before March 3", "02-10/02-16", "02-10/02-16", "2024-02-05/2024-02-11"),
    # a date without year lies at most three days on the unexpected side of the article
    ("February 3", "02-03", "02-03", "02-03"),
    ("February 2", "02-02", "2026-02-02", "02-02"),
    ("February 9", "02-09", "02-09", "02-09"),
    ("February 10", "02-10", "02-10", "2024-02-10"),
    ("the 30th", "01-30", "03-30", "01-30"),
    ("the 31st", "01-31", "03-31", "01-31"),
    ("the 10th", "02-10", "02-10", "01-10"),
    ("28 to 30 January", "01-28/01-30", "2026-01-28/2026-01-30", "01-28/01-30"),
    ("30 to 28 January", None, None, None),
    ("30 to 31 February 2025", None, None, None),
    ("30 December to 2 January", "2024-12-30/01-02", "12-30/2026-01-02", "2024-12-30/01-02"),
    ("last February", "2024-02-01/2024-02-29", "2024-02-01/2024-02-29", "2024-02-01/2024-02-29"),
    ("next February", "2026-02-01/2026-02-28", "2026-02-01/2026-02-28", "2026-02-01/2026-02-28"),
    ("this February", "02-01/02-28", "02-01/02-28", "02-01/02-28"),
    ("last March", "2024-03-01/2024-03-31", "2024-03-01/2024-03-31", "2024-03-01/2024-03-31"),
    ("earlier this year", "01-01/02-06", "01-01/02-06", "01-01/02-06"),
    ("later this week", "02-06/02-09", "02-06/02-09", "02-06/02-09"),
    ("earlier last week", "01-27/02-02", "01-27/02-02", "01-27/02-02"),
    ("next year", "2026-01-01/2026-12-31", "2026-01-01/2026-12-31", "2026-01-01/2026-12-31"),
    ("last month", "01-01/01-31", "01-01/01-31", "01-01/01-31"),
    ("five-day visit from March 3", "03-03/03-07", "03-03/03-07", "2024-03-03/2024-03-07"),
    ("a 2-day meeting opening Monday", "02-03/02-04", "02-10/02-11", "02-03/02-04"),
    ("two-day talks beginning in January", "01-01/01-31", "2026-01-01/2026-01-31", "01-01/01-31"),
    ("2/30/2025", None, None, None),
    ("31/12/2024", "2024-12-31", "2024-12-31", "2024-12-31"),
]


@pytest.mark.parametrize(("words", "unknown", "planned", "past"), EDGES, ids=[case[0] for case in EDGES])
def test_where_one_rule_ends_and_another_begins(words, unknown, planned, past):
    assert days(resolve_date(words, THURSDAY)) == unknown
    assert days(resolve_date(words, THURSDAY, future=True)) == planned
    assert days(resolve_date(words, THURSDAY, future=False)) == past


@pytest.mark.parametrize(
    ("published", "words", "expected"),
    [
        (date(2025, 2, 8), "the weekend", "02-08/02-09"),
        (date(2025, 2, 7), "the weekend", "02-01/02-02"),
        (date(2025, 2, 9), "this weekend", "02-08/02-09"),
        (date(2024, 12, 31), "in a month", "01-01/01-31"),
        (date(2025, 1, 1), "last month", "2024-12-01/2024-12-31"),
        (date(2025, 12, 15), "next month", "2026-01-01/2026-01-31"),
        (date(2025, 2, 9), "next Monday", "02-10"),
        (date(2025, 2, 10), "this Monday", "02-10"),
    ],
)
def test_where_weeks_months_and_years_meet(published, words, expected):
    assert days(resolve_date(words, published)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("two days after the talks", "02-06"),
        ("a week earlier", "01-27/02-02"),
        ("a month later", "03-01/03-31"),
        ("the following Tuesday", "02-11"),
        ("previous Tuesday", "01-28"),
        ("that day", "02-04"),
        ("the next day", "02-05"),
    ],
)
def test_what_is_counted_from_a_day_spoken_of_before(words, expected):
    assert days(resolve_date(words, THURSDAY, anchor=ANCHOR)) == expected
    assert resolve_date(words, THURSDAY) is None


def test_what_follows_tuesdays_talks_is_of_that_tuesday():
    (found,) = find_time_expressions("They agreed following Tuesday's talks.", language="en")
    assert days(resolve_date(found.text, THURSDAY)) == "02-04"


@pytest.mark.parametrize(("words", "expected"), ABSOLUTE, ids=[case[0] for case in ABSOLUTE])
def test_dates_with_a_year_need_no_publication_date(words, expected):
    assert days(resolve_date(words, None)) == expected
    assert days(resolve_date(words, THURSDAY, future=True)) == expected


@pytest.mark.parametrize("words", UNRESOLVED)
def test_vague_words_and_limits_stay_unresolved(words):
    assert resolve_date(words, THURSDAY) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on the same day", "02-04"),
        ("later that day", "02-04"),
        ("the previous day", "02-03"),
        ("the day before", "02-03"),
        ("a day earlier", "02-03"),
        ("the following day", "02-05"),
        ("two days later", "02-06"),
        ("the following Monday", "02-10"),
        ("the previous Friday", "01-31"),
    ],
)
def test_words_that_need_a_day_spoken_of_before(words, expected):
    assert days(resolve_date(words, THURSDAY, anchor=ANCHOR)) == expected
    assert resolve_date(words, THURSDAY) is None


def test_earlier_in_the_day_is_the_day_of_the_report_where_no_other_is_spoken_of():
    assert days(resolve_date("earlier in the day", THURSDAY, anchor=ANCHOR)) == "02-04"
    assert days(resolve_date("earlier in the day", THURSDAY)) == "02-06"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("in the first week of this month", "02-03/02-09"),
        ("in the third week of next month", "03-17/03-23"),
        ("the last week of March 2025", "03-31/04-06"),
        ("the second week of June", "06-09/06-15"),
    ],
)
def test_a_week_of_a_month(words, expected):
    assert days(resolve_date(words, THURSDAY, future=True)) == expected


def test_what_has_been_this_week_was_no_later_than_the_report():
    assert days(resolve_date("this week", THURSDAY, future=False)) == "02-03/02-06"
    assert days(resolve_date("this week", THURSDAY, future=True)) == "02-03/02-09"


def test_past_events_are_not_put_into_the_future():
    assert days(resolve_date("in March", THURSDAY, future=False)) == "2024-03-01/2024-03-31"
    assert days(resolve_date("March 3", THURSDAY, future=False)) == "2024-03-03"
    assert resolve_date("the second time in two weeks", THURSDAY, future=False) is None


def test_a_29th_of_february_is_only_found_where_there_is_one():
    assert days(resolve_date("February 29", THURSDAY)) == "2024-02-29"
    assert resolve_date("February 29", THURSDAY, future=True) is None


def test_a_weekend_that_has_begun_is_the_weekend():
    assert days(resolve_date("over the weekend", date(2025, 2, 9))) == "02-08/02-09"


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("tr", "Salı günü", "02-04"), ("tr", "17 Ocak 2025", "01-17"), ("tr", "Perşembe günü", "02-06"),
        ("tr", "geçen hafta", "01-27/02-02"), ("fr", "mardi 17 janvier", "01-17"),
        ("fr", "du 3 au 5 mars", "03-03/03-05"),
        ("fr", "hier", "02-05"), ("fr", "mai", "05-01/05-31"), ("de", "am Dienstag", "02-04"),
        ("de", "17. Januar 2025", "01-17"),
        ("de", "vom 3. bis 5. März", "03-03/03-05"), ("es", "17 de enero de 2025", "01-17"), ("es", "ayer", "02-05"),
        ("ar", "الثلاثاء", "02-04"), ("ru", "во вторник", "02-04"), ("ja", "2月3日", "02-03"),
        ("en", "Tuesday", "02-04"),
        ("fr", "bientôt", None), ("zz", "mardi", None), ("zz", "2025-02-03", "02-03"),
        ("ko", "2월 3일", "02-03"), ("fr", "2월 3일", None),
    ],
)  # fmt: skip
def test_other_languages(language, words, expected):
    assert days(resolve_date(words, THURSDAY, language=language)) == expected


def test_other_languages_without_publication_date_need_a_year():
    assert days(resolve_date("2025年2月3日", None, language="ja")) == "02-03"
    assert days(resolve_date("2025년 2월 3일", None, language="ko")) == "02-03"
    assert resolve_date("2月3日", None, language="ja") is None
    assert days(resolve_date("2月8日", THURSDAY, future=True, language="ja")) == "02-08"


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "hier"), ("fr", "il y a 3 jours"), ("de", "vor 3 Tagen"), ("ja", "昨日"), ("ja", "3日"), ("ja", "2025年")],
)
def test_no_words_are_counted_from_the_day_on_which_the_program_runs(language, words):
    assert resolve_date(words, None, language=language) is None


WORDS = [case[0] for case in (*RELATIVE, *ABSOLUTE)] + [
    *UNRESOLVED,
    "999 years",
    "in 999 years",
    "9999-12-31",
    "the next day",
]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)),
    st.one_of(st.none(), st.dates()),
    st.sampled_from([None, True, False]),
    st.one_of(st.none(), st.dates()),
)
def test_any_words_on_any_day_give_ordered_days_or_nothing(words, published, future, anchor):
    found = resolve_date(words, published, future=future, anchor=anchor)
    assert found is None or found.start <= found.end


def expressions(sentence, language=None):
    found = find_time_expressions(sentence, language=language)
    assert all(sentence[time.start : time.end] == time.text for time in found)
    return [time.text for time in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ada Novak met him in Oslo on Thursday, two sources said late on Wednesday.",
            ["on Thursday", "late on Wednesday"],
        ),
        (
            "The talks, set for January 17-18 in Doha, follow a meeting on 3 March 2025 and one earlier this week.",
            ["January 17-18", "on 3 March 2025", "earlier this week"],
        ),
        (
            "He will travel on Tuesday evening and next week; over the weekend they met. In 2004 he had gone.",
            ["on Tuesday evening", "next week", "over the weekend", "In 2004"],
        ),
        (
            "They met from Monday to Wednesday, a day earlier, the following day, and in two weeks' time.",
            ["from Monday to Wednesday", "a day earlier", "the following day", "in two weeks' time"],
        ),
        (
            "On Sunday, Feb. 2, 2025, he may march in May. The Sun said 12/02/2025; on the 17th, in the 17th century.",
            ["On Sunday, Feb. 2, 2025", "in May", "12/02/2025", "on the 17th"],
        ),
        (
            "On the night of May 26, 2003, it rained; the frost of March was over.",
            ["May 26, 2003", "of March"],
        ),
        (
            "Yesterday morning, last December, mid-March, in the past two weeks, in the coming days, tomorrow.",
            [
                "Yesterday morning",
                "last December",
                "mid-March",
                "in the past two weeks",
                "in the coming days",
                "tomorrow",
            ],
        ),
        (
            "Monday's talks, at 10 a.m. on Friday next week, between 3 and 5 March, since March 2024",
            ["Monday", "on Friday next week", "between 3 and 5 March", "since March 2024"],
        ),
        ("Nothing was said of a 300-day plan, of Tuesdays, or of the day-to-day work in 20256.", []),
    ],
)
def test_time_expressions_of_a_sentence(sentence, expected):
    assert expressions(sentence) == expressions(sentence, "en") == expected


def test_time_expressions_of_other_languages():
    assert expressions("Il a vu mardi 3 mars 2025 le ministre, puis jeudi et le 5 avril, hier.", "fr") == [
        "mardi 3 mars 2025",
        "jeudi",
        "5 avril",
        "hier",
    ]
    assert expressions("Am Dienstag, dem 4. März, und vom 3. bis 5. Mai, im Juni 2025.", "de") == [
        "Dienstag",
        "4. März",
        "3. bis 5. Mai",
        "Juni 2025",
    ]
    assert expressions("Salı günü ve 17 Ocak 2025 tarihinde, dün görüştüler.", "tr") == ["Salı", "17 Ocak 2025", "dün"]
    assert expressions("Tuesday", "zz") == []


def test_every_expression_with_a_day_can_be_resolved():
    sentence = (
        "It met on Tuesday, last night, in May, 3-5 March, Feb. 2, 2025, two days ago, next week and over the weekend."
    )
    found = expressions(sentence)
    assert len(found) == 8
    assert all(resolve_date(words, THURSDAY) for words in found)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=4).map(" and ".join)))
def test_expressions_are_in_order(sentence):
    ends = [0]
    for found in find_time_expressions(sentence):
        assert ends[-1] <= found.start < found.end <= len(sentence)
        ends.append(found.end)


def test_long_texts_take_linear_time():
    started = time.perf_counter()
    find_time_expressions("early on the last of 3 and 4 to 5 in the past few " * 4000)
    assert resolve_date("two " * 5000, THURSDAY) is None
    assert time.perf_counter() - started < 60  # a hang, not a measurement


@pytest.mark.parametrize(
    ("language", "sentence", "words", "expected"),
    [
        ("es", "Se reunió hoy con Reth.", "hoy", "02-06"),
        ("es", "Llegó anteayer.", "anteayer", "02-04"),
        ("es", "Habló el lunes pasado.", "lunes pasado", "02-03"),
        ("es", "Irá el próximo martes.", "próximo martes", "02-11"),
        ("es", "Irá la semana próxima.", "la semana próxima", "02-10/02-16"),
        ("es", "Lo vio este martes.", "martes", "02-04"),
        ("es", "Lo vio anoche.", "anoche", "02-05"),
        ("fr", "Il l'a vu avant-hier.", "avant-hier", "02-04"),
        ("fr", "Il viendra mardi prochain.", "mardi prochain", "02-11"),
        ("fr", "Il est venu ce mardi.", "mardi", "02-04"),
        ("fr", "Il est venu le 1er février.", "1er février", "02-01"),
        ("fr", "Reçu lundi dernier.", "lundi dernier", "02-03"),
        ("de", "Sie kam am vergangenen Montag.", "vergangenen Montag", "02-03"),
        ("de", "Sie kam vorgestern.", "vorgestern", "02-04"),
        ("de", "Sie kam am Dienstagabend.", "Dienstagabend", "02-04"),
        ("de", "Sie kommt am kommenden Montag.", "kommenden Montag", "02-10"),
        ("tr", "Önceki gün görüştüler.", "Önceki gün", "02-04"),
        ("tr", "Geçen pazartesi geldi.", "Geçen pazartesi", "02-03"),
        ("it", "Verrà martedì prossimo.", "martedì prossimo", "02-11"),
        ("it", "È venuto l'altro ieri.", "l'altro ieri", "02-04"),
        ("pt", "Virá na próxima terça-feira.", "próxima terça-feira", "02-11"),
        ("pt", "Veio anteontem.", "anteontem", "02-04"),
        ("ru", "Встреча прошла с 3 по 5 февраля.", "3 по 5 февраля", "02-03/02-05"),
        ("ru", "Он приехал позавчера.", "позавчера", "02-04"),
        ("uk", "Вони зустрілися минулого тижня.", "минулого тижня", "01-27/02-02"),
        ("ar", "يصل غدا", "غدا", "02-07"),
    ],
)
def test_words_of_other_languages_in_a_sentence(language, sentence, words, expected):
    assert expressions(sentence, language) == [words]
    assert days(resolve_date(words, THURSDAY, language=language)) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said after Thursday's talks that it rained.", ["Thursday"]),
        ("She said after Thursday that it rained.", ["after Thursday"]),
        ("Soon after the talks she left.", []),
        ("She will leave soon.", ["soon"]),
    ],
)
def test_what_a_day_owns_is_on_that_day(text, words):
    assert [found.text for found in find_time_expressions(text)] == words
    assert all(text[found.start : found.end] == found.text for found in find_time_expressions(text))
