"""circumstances.py: when and where a clause says that a meeting takes place."""

import datetime
from functools import partial

import pytest

from llmextract.articles.reading import article_from_text
from llmextract.extraction.circumstances import (
    Circumstances,
    find_circumstances,
    find_speech,
    is_nearer,
    is_over,
    is_place_use,
)
from tests.extraction_support import make_article, member


def circumstances(text, *names, future=False, clause=None, **known):
    article = make_article(text, lead="MENU ", **known)
    start = article.text.index(clause or text)
    members = [member(article, name) for name in names]
    return find_circumstances(article, start, start + len(clause or text), members, future=future)


def test_time_and_place_of_a_plain_report():
    text = "Ada Wekesa met Luis Quilca in Nairobi on Tuesday."
    found = circumstances(text, "Ada Wekesa", "Luis Quilca")
    assert found.time.text == text[found.time.start : found.time.end] == "on Tuesday"
    assert (found.date.start, found.date.end) == (datetime.date(2031, 5, 13), datetime.date(2031, 5, 13))
    assert (found.place.name, found.place.kind, found.place.country) == ("Nairobi", "city", "KE")


def test_a_clause_that_gives_neither():
    assert circumstances("Ada Wekesa met Luis Quilca.", "Ada Wekesa") == Circumstances()


def test_what_is_still_to_come_lies_behind_the_publication_date():
    text = "Ada Wekesa will meet Luis Quilca on Tuesday."
    assert circumstances(text, future=True).date.start == datetime.date(2031, 5, 20)
    assert circumstances(text, future=False).date.start == datetime.date(2031, 5, 13)


def test_without_publication_date_the_words_stay_and_the_day_is_unknown():
    found = circumstances("Ada Wekesa met Luis Quilca on Tuesday.", published=None)
    assert (found.time.text, found.date) == ("on Tuesday", None)


def test_of_several_times_and_places_those_nearest_to_the_last_person_count():
    text = "Flying from Oslo on Monday, Ada Wekesa met Luis Quilca in Nairobi on Tuesday, going to Lima on Wednesday."
    found = circumstances(text, "Ada Wekesa", "Luis Quilca")
    assert (found.time.text, found.place.name) == ("on Tuesday", "Nairobi")


def test_without_persons_in_the_clause_the_end_counts():
    text = "Ada Wekesa is in Oslo on Monday and will go to Lima on Friday."
    found = circumstances(text, "Ada Wekesa", clause="will go to Lima on Friday.", future=True)
    assert (found.time.text, found.place.name) == ("on Friday", "Lima")
    assert found.time.start == len("will go to Lima ")


def test_only_the_clause_is_looked_at():
    text = "Ada Wekesa is in Oslo on Monday and will go to Lima."
    assert circumstances(text, clause="will go to Lima.").time is None


def test_a_resolved_day_comes_before_nearer_words_that_give_none():
    found = circumstances("On Monday Ada Wekesa met Luis Quilca in the coming days.", "Luis Quilca")
    assert found.time.text == "On Monday"


def test_a_city_comes_before_a_nearer_country():
    found = circumstances("In Nairobi, Ada Wekesa met Luis Quilca in Kenya.", "Luis Quilca")
    assert found.place.name == "Nairobi"


@pytest.mark.parametrize(
    "text",
    [
        "Ada Wekesa met Luis Quilca because in Nairobi on Tuesday it rained.",
        "Ada Wekesa met Luis Quilca, amid protests in Nairobi on Tuesday.",
    ],
)
def test_background_gives_neither_time_nor_place(text):
    assert circumstances(text, "Ada Wekesa", "Luis Quilca") == Circumstances()


def test_a_whole_year_dates_no_meeting():
    assert circumstances("Ada Wekesa met Luis Quilca in 2029.", "Ada Wekesa").time is None
    assert circumstances("Ada Wekesa met Luis Quilca in March 2029.", "Ada Wekesa").date.start.year == 2029


def test_a_place_that_acts_is_no_place_of_the_meeting():
    assert circumstances("Kenya said that Ada Wekesa met Luis Quilca.", "Ada Wekesa").place is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met her in Kenya.", True),
        ("He visited Kenya.", True),
        ("They met in the western Kenya.", True),
        ("Il est arrivé au Kenya.", True),
        ("Er reiste nach Kenya.", True),
        ("Kenya said no.", False),
        ("He met Kenya.", False),
    ],
)
def test_use_as_a_place(text, expected):
    assert is_place_use(text, text.index("Kenya")) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Peru said Friday that Ada Wekesa met Luis Quilca.",
        "Peru announced on Friday that Ada Wekesa met Luis Quilca.",
        "Peru said in a statement late Friday that Ada Wekesa met Luis Quilca.",
        "Peru told reporters Friday that Ada Wekesa met Luis Quilca.",
    ],
)
def test_when_somebody_said_so_is_not_when_they_met(text):
    assert circumstances(text, "Ada Wekesa").time is None
    found = circumstances(text.replace("Quilca.", "Quilca on Monday."), "Ada Wekesa")
    assert found.time.text == "on Monday"


def test_where_a_source_is_is_not_where_they_met():
    assert circumstances("A spokeswoman in Oslo said that Ada Wekesa met Luis Quilca.", "Ada Wekesa").place is None
    found = circumstances("A spokeswoman in Oslo said that Ada Wekesa met Luis Quilca in Lima.", "Ada Wekesa")
    assert found.place.name == "Lima"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ada Wekesa met in Lower Reth with Luis Quilca.", "Lower Reth"),
        ("Ada Wekesa held talks in Oraville with Luis Quilca.", "Oraville"),
        ("Ada Wekesa saw Luis Quilca in the town of Oraville.", "Oraville"),
        ("Ada Wekesa met in March with Luis Quilca.", None),
        ("Ada Wekesa saw Luis Quilca, in Oraville by birth.", None),  # no word for a meeting before it
    ],
)
def test_a_place_that_no_table_knows_counts_right_behind_the_meeting(text, place):
    found = circumstances(text, "Ada Wekesa", "Luis Quilca")
    if place is None:
        assert found.place is None
    else:
        assert (found.place.name, found.place.kind, found.place.country) == (place, "city", None)
        assert text[found.place.start : found.place.end] == place


def test_who_takes_part_is_no_unknown_place_and_a_known_place_goes_before():
    assert circumstances("A meeting in Oraville was held by Oraville.", "Oraville").place is None
    assert circumstances("They held talks in Oraville and then in Lima.").place.name == "Lima"


def test_a_line_break_in_a_clause_is_a_space():
    found = circumstances("Ada Wekesa met Luis Quilca in Nairobi on\nTuesday.", "Ada Wekesa")
    assert (found.time.text, found.place.name) == ("on\nTuesday", "Nairobi")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Ankara'da görüştüler", "Ankara", True),
        ("Türkiye’de görüştüler", "Türkiye", True),
        ("Ankara açıkladı", "Ankara", False),
        ("переговоры в Кении", "Кении", True),
        ("министр Кении", "Кении", False),
        ("Sana'a said", "Sana'a", False),
    ],
)
def test_use_as_a_place_in_other_languages(text, name, expected):
    assert is_place_use(text, text.index(name)) is expected


def test_here_is_the_place_of_the_dateline():
    told = "LIMA, March 3 (Reuters) - Ada Wekesa held talks here on Monday with Luis Quilca, who said peace was near."
    assert find(told).name == "LIMA"
    assert find(told.replace(" here ", " again ")) is None
    quoted = told.replace(" here ", " ").replace("peace was near", '"we are here to stay"')
    assert find(quoted) is None


def find(told):
    article = article_from_text(told)
    sentence = article.sentences[0]
    return find_circumstances(article, sentence.start, sentence.end, (), future=False).place


def test_a_week_is_no_day_of_a_meeting_that_has_one():
    text = "Talks on Tuesday between Ada Wekesa and Luis Quilca about Wekesa's decision last week went on."
    assert circumstances(text, "Ada Wekesa", "Luis Quilca").time.text == "on Tuesday"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the special envoy to Peru", "Peru"),
        ("a visiting U.S. senator", "U.S."),
        ("Zoe Marin, a US peace envoy", "US"),
    ],
)
def test_whom_somebody_speaks_for_or_is_sent_to_is_no_place_of_the_meeting(text, name):
    assert not is_place_use(text, text.index(name))


def test_a_day_on_which_an_agency_reported_is_not_when_they_met():
    found = circumstances("Ada Wekesa will meet Luis Quilca, reported the state news agency on Monday.", future=True)
    assert found.time is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("in the White House", ("Washington", "US", "White House")),
        ("at the White House", ("Washington", "US", "White House")),
        ("outside Downing Street", ("London", "GB", "Downing Street")),
        ("at the Kremlin on Monday", ("Moscow", "RU", "Kremlin")),
        ("during a visit to the Kremlin", ("Moscow", "RU", "Kremlin")),
        # nothing happens there
        ("of the White House", None),
        ("and the Kremlin was silent", None),
        # outside of the capital
        ("at Chequers", None),
        ("at the Binnenhof", None),
    ],
)
def test_a_seat_of_government_is_a_venue_in_the_capital(said, expected):
    text = f"Ada Wekesa met Luis Quilca {said}."
    place = circumstances(text, "Ada Wekesa", "Luis Quilca").place
    if expected is None:
        assert place is None
    else:
        assert (place.name, place.country, place.venue) == expected
        assert (place.kind, place.certain) == ("city", True)
        assert text[place.start : place.end] == place.words == expected[2]


@pytest.mark.parametrize("place", ["in Lima", "in Kenya", "in the town of Oraville"])
def test_a_place_that_is_named_goes_before_a_seat_of_government(place):
    found = circumstances(f"Ada Wekesa met Luis Quilca at the White House {place}.", "Luis Quilca").place
    assert (found.name, found.venue) == (place.split()[-1], None)


def test_a_seat_that_grammar_does_not_tie_to_the_meeting_does_not_count():
    text = "Ada Wekesa met Luis Quilca at the White House."
    article = make_article(text)
    asked = []

    def belongs(at, is_place):
        asked.append((text[at : at + len("White House")], is_place))
        return False

    assert find_circumstances(article, 0, len(text), (), future=False, belongs=belongs).place is None
    assert asked == [("White House", True)]


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Ada Wekesa met Luis Quilca on the eve of talks in Lima on Tuesday.", 12),
        ("Ada Wekesa met Luis Quilca on the eve of talks in Lima on Saturday.", 9),
        ("Ada Wekesa met Luis Quilca on the eve of talks in Lima on Thursday.", 14),  # published on Wednesday
        ("Ada Wekesa met Luis Quilca on the eve of talks in Lima.", None),
        ("Ada Wekesa met Luis Quilca on Monday on the eve of talks in Lima on Friday.", 12),
    ],
)
def test_the_eve_of_a_day_is_the_day_before(told, day):
    def belongs(at, place):
        return place or "eve" not in told[: at - 5]

    article = make_article(told)
    start = article.text.index(told)
    found = find_circumstances(article, start, start + len(told), (), future=False, belongs=belongs).date
    assert (found and found.start.day) == day


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Ada Wekesa said on Monday in Lima that peace was near.", ("on Monday", "Lima")),
        ("Ada Wekesa said in Lima that peace was near.", (None, "Lima")),
        ("Ada Wekesa said Monday in Lima that peace was near.", ("Monday", "Lima")),
        ("Ada Wekesa said that war was near in Lima on Monday.", (None, None)),
    ],
)
def test_when_and_where_somebody_speaks(told, expected):
    article = make_article(told)
    found = find_speech(article, article.sentences[0])
    assert (found.time and found.time.text, found.place and found.place.name) == expected


@pytest.mark.parametrize(("where", "expected"), [("in the capital, Lima,", True), ("of the capital, Lima,", False)])
def test_a_capital_may_be_named_behind_a_comma(where, expected):
    text = f"Ada Wekesa met Luis Quilca {where} on Monday."
    assert is_place_use(text, text.index("Lima")) is expected


@pytest.mark.parametrize(
    ("where", "city"),
    [
        ("in Nairobi and not in Lima", "Nairobi"),
        ("in Nairobi instead of Lima", "Nairobi"),
        ("not on Monday but in Lima", "Lima"),
    ],
)
def test_where_people_do_not_meet_is_no_place(where, city):
    assert circumstances(f"Ada Wekesa met {where} with Luis Quilca.", "Luis Quilca").place.name == city


def test_here_counts_only_where_grammar_ties_it_to_the_meeting():
    article = article_from_text(
        "LIMA, May 14 (Reuters) - Ada Wekesa met Luis Quilca, television said in a report that was monitored here."
    )
    (sentence,) = article.sentences
    find = partial(find_circumstances, article, sentence.start, sentence.end, (), future=False)
    here = article.text.index("here")
    assert find(belongs=lambda at, place: place and at == here).place is not None
    assert find(belongs=lambda at, place: place and at != here).place is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Wekesa left Kenya for Lima.", True),
        ("Ada Wekesa thanked Kenya for Lima.", False),
        ("Ada Wekesa left for Lima.", True),
    ],
)
def test_who_leaves_for_a_place_goes_there(text, expected):
    assert is_place_use(text, text.index("Lima")) is expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (datetime.date(2031, 5, 14), True),  # a Wednesday: "Tuesday" was yesterday, or is in six days
        (datetime.date(2031, 5, 16), False),
        (datetime.date(2031, 5, 19), False),
    ],
)
def test_of_two_tuesdays_yesterdays_is_nearer_than_the_next(published, expected):
    told = "Ada Wekesa met Luis Quilca on Tuesday."
    past, ahead = (circumstances(told, future=future, published=published) for future in (False, True))
    assert is_nearer(past, ahead, published) is expected
    assert not is_nearer(past, ahead, None)
    assert (is_over(past, published), is_over(ahead, published)) == (True, False)


@pytest.mark.parametrize(
    ("day", "expected"), [("April 20", True), ("May 10", True), ("June 10", False), ("January 3", False)]
)
def test_of_two_days_of_one_date_the_one_weeks_ago_is_nearer(day, expected):
    told = f"Ada Wekesa met Luis Quilca on {day}."
    past, ahead = (circumstances(told, future=future) for future in (False, True))
    assert is_nearer(past, ahead, datetime.date(2031, 5, 14)) is expected


def test_a_home_is_in_a_town_that_no_table_knows():
    found = circumstances(
        "Ada Wekesa met Luis Quilca at his home in Kfarquell on Tuesday.", "Ada Wekesa", "Luis Quilca"
    )
    assert (found.place.name, found.place.kind) == ("Kfarquell", "city")
    assert circumstances("Ada Wekesa met Luis Quilca at his team in Kfarquell.", "Ada Wekesa").place is None


def test_the_day_of_a_denial_is_not_that_of_what_is_denied():
    told = "Ada Wekesa on Monday categorically denied a meeting with Luis Quilca."
    article = make_article(told)
    assert find_circumstances(article, 0, len(told), (), future=False).time is None
