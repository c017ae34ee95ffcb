"""records.py: from occasions to the record."""

import datetime

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.contests import find_contests
from llmextract.extraction.gathering import gather
from llmextract.extraction.records import RecordMaker
from llmextract.extraction.topics import find_topics
from llmextract.prompting.topics import TopicDraft
from llmextract.schemas import Attendance, Format, MeetingDate, Place, Stance, Status, TopicCategory
from tests.extraction_support import make_article, reports

ADA, LUIS, EVA = "Ada Wekesa", "Luis Quilca", "Eva Marin"
BOTH = (ADA, LUIS)
MET = (
    "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Monday, the Kenyan foreign "
    "ministry said."
)
HELD = (0, BOTH, "held", "in_person")


def make(sentences, *drafts, topics=(), found=(), **known):
    """Make the record's meetings of an article; every quote is checked against its text."""
    article = make_article(*sentences, lead="HOME | WORLD\n\n", **known)
    cast = build_cast(article)
    occasions = gather(reports(article, *drafts, cast=cast))
    for contest in find_contests(article, cast):
        occasions[-1].contests.append(contest)
    for occasion in occasions:
        occasion.topics = tuple(TopicDraft(label=label, category=category) for label, category in topics) + tuple(found)
    maker = RecordMaker(article, cast)
    meetings = maker.meetings(occasions)
    for meeting in meetings:
        parts = (meeting, *meeting.participants, *meeting.topics, *meeting.sources)
        for quote in (quote for part in parts for quote in part.evidence):
            assert article.text[quote.start : quote.end] == quote.quote
    return maker, meetings


def quotes(part):
    return [quote.quote for quote in part.evidence]


def test_a_meeting_with_everything_the_article_says():
    maker, (meeting,) = make([MET], HELD)
    assert (meeting.id, meeting.status, meeting.format) == ("m1", Status.HELD, Format.IN_PERSON)
    day = datetime.date(2031, 5, 12)
    assert meeting.date == MeetingDate(start=day, end=day, text="on Monday")
    assert meeting.place == Place(city="Nairobi", country="KE", text="Nairobi")
    assert quotes(meeting) == [MET]
    assert [(part.actor, quotes(part)) for part in meeting.participants] == [("a1", [ADA]), ("a2", [LUIS])]
    assert [(source.name, source.stance, quotes(source)) for source in meeting.sources] == [
        ("the Kenyan foreign ministry", Stance.ASSERTS, [MET])
    ]
    assert (meeting.topics, meeting.outcome, maker.warnings) == ((), None, [])
    assert [(actor.id, actor.name, actor.role, actor.country) for actor in maker.actors()] == [
        ("a1", ADA, "Kenyan Foreign Minister", "KE"),
        ("a2", LUIS, "Peruvian President", "PE"),
    ]


@pytest.mark.parametrize(("day", "status"), [("on June 3, 2031", Status.PLANNED), ("on May 3, 2031", Status.HELD)])
def test_what_is_to_be_on_a_later_day_was_not_held(day, status):
    _, (meeting,) = make([f"Kenyan President Ada Wekesa meets Peruvian President Luis Quilca {day}."], HELD)
    assert meeting.date is not None
    assert meeting.status is status


def test_what_the_article_does_not_give_is_null():
    _, (meeting,) = make(["Ada Wekesa met Luis Quilca."], (0, BOTH, "held", "unknown"))
    assert (meeting.date, meeting.place, meeting.sources) == (None, Place(), ())


def test_words_that_give_no_day_stay_as_words():
    _, (meeting,) = make(["Ada Wekesa met Luis Quilca in recent days."], HELD)
    assert meeting.date == MeetingDate(text="in recent days")


def test_a_country_is_a_place_without_city():
    _, (meeting,) = make(["Ada Wekesa met Luis Quilca in Kenya."], HELD)
    assert meeting.place == Place(country="KE", text="Kenya")


def test_a_seat_of_government_is_a_venue_and_stands_in_the_text_in_place_of_its_city():
    _, (meeting,) = make(["Ada Wekesa met Luis Quilca in the White House."], HELD)
    assert meeting.place == Place(city="Washington", country="US", venue="White House", text="White House")


def in_capitals(*sentences, small):
    """Make the place and date of an article in capitals that was read in small letters."""
    article = make_article(*sentences)
    occasions = gather(reports(make_article(*small), HELD))
    (meeting,) = RecordMaker(article, build_cast(make_article(*small))).meetings(occasions)
    return meeting


def test_words_stand_as_the_article_has_them_where_it_was_read_in_small_letters():
    small = "Ada Wekesa met Luis Quilca in Nairobi on Monday."
    meeting = in_capitals(small.upper(), small=[small])
    assert meeting.place == Place(city="Nairobi", country="KE", text="NAIROBI")
    assert meeting.date.text == "ON MONDAY"
    seat = "Ada Wekesa met Luis Quilca in the White House."
    assert in_capitals(seat.upper(), small=[seat]).place.text == "WHITE HOUSE"


def test_words_that_the_article_has_so_are_not_looked_for_in_capitals():
    small = "Ada Wekesa met Luis Quilca in Nairobi on Monday."
    assert in_capitals("NAIROBI, ON MONDAY.", small, small=["NAIROBI, ON MONDAY.", small]).place.text == "Nairobi"


def test_words_that_the_article_has_in_no_form_stay_as_they_were_read():
    small = "Ada Wekesa met Luis Quilca in Nairobi on Monday."
    assert in_capitals("x" * len(small), small=[small]).date.text == "on Monday"


def test_the_country_of_an_ambiguous_city_is_one_that_the_article_mentions():
    for country, code in (("Spain", "ES"), ("Venezuela", "VE")):
        _, (meeting,) = make([f"Fighting went on in {country}.", "Ada Wekesa met Luis Quilca in Valencia."], HELD)
        assert meeting.place == Place(city="Valencia", country=code, text="Valencia")


def test_actors_keep_their_ids_over_meetings_and_only_participants_are_actors():
    maker, meetings = make(
        [MET, "Jo Banda slept.", "Wekesa met Eva Marin in Lima on Tuesday."],
        HELD,
        (1, (ADA, EVA), "held", "in_person"),
    )
    assert [meeting.id for meeting in meetings] == ["m1", "m2"]
    assert [[part.actor for part in meeting.participants] for meeting in meetings] == [["a1", "a2"], ["a1", "a3"]]
    assert [actor.name for actor in maker.actors()] == [ADA, LUIS, EVA]
    assert maker.actors()[0].aliases == ("Wekesa",)
    assert len(maker.actors()[0].mentions) == 2


def test_two_reports_are_two_quotes_and_a_pronoun_is_quoted_with_its_sentence():
    lines = [MET, "She met Quilca for lunch on Monday."]
    _, (meeting,) = make(lines, HELD, (1, BOTH, "held", "in_person"))
    assert quotes(meeting) == lines
    assert quotes(meeting.participants[0]) == [ADA, lines[1]]


def test_a_meeting_of_one_side_is_left_out_with_a_warning():
    maker, meetings = make(["Ada Wekesa met Luis Quilca."], (0, (ADA,), "held", "in_person"))
    assert (meetings, maker.actors()) == ((), ())
    (warning,) = maker.warnings
    assert (warning.code, warning.where) == ("one-sided", None)
    assert ADA in warning.message


def test_who_is_denied_is_listed_with_the_words_that_deny():
    denial = "Peru's foreign ministry denied that Eva Marin was in Nairobi."
    _, (meeting,) = make([MET, denial], HELD)
    assert [part.attendance for part in meeting.participants] == [
        Attendance.CONFIRMED,
        Attendance.CONFIRMED,
        Attendance.DENIED,
    ]
    assert quotes(meeting.participants[2]) == [denial]
    assert [(source.name, source.stance) for source in meeting.sources][1] == ("Peru's foreign ministry", Stance.DENIES)
    assert quotes(meeting) == [MET]


def test_a_source_that_speaks_twice_is_listed_once_for_each_stance():
    _, (meeting,) = make([MET, "The Kenyan foreign ministry denied that Eva Marin was in Nairobi."], HELD)
    assert [source.stance for source in meeting.sources] == [Stance.ASSERTS, Stance.DENIES]
    _, (meeting,) = make(
        [MET, "On Monday she met Quilca at noon, the Kenyan Foreign Ministry said."], HELD, (1, *HELD[1:])
    )
    assert [source.name for source in meeting.sources] == ["the Kenyan foreign ministry"]


def test_topics_are_labels_as_they_stand_in_the_text_with_their_quote():
    lines = [MET, "The talks covered Grain  Exports and border crossings."]
    maker, (meeting,) = make(lines, HELD, topics=[("grain exports", "economy"), ("border crossings", "territory")])
    assert [(topic.label, topic.category) for topic in meeting.topics] == [
        ("Grain  Exports", TopicCategory.ECONOMY),
        ("border crossings", TopicCategory.TERRITORY),
    ]
    assert maker.warnings == []


def test_a_topic_is_quoted_where_the_meeting_is_reported():
    lines = ["Grain exports fell.", "It rained.", MET, "They talked about grain exports."]
    _, (meeting,) = make(lines, HELD, topics=[("grain exports", "economy")])
    assert meeting.topics[0].evidence[0].start > meeting.evidence[0].end


def test_a_topic_that_stands_nowhere_is_left_out_with_a_warning():
    maker, (meeting,) = make([MET], HELD, topics=[("fisheries", "economy")])
    assert meeting.topics == ()
    (warning,) = maker.warnings
    assert (warning.code, warning.where) == ("topic-not-in-text", "meetings[0]")
    assert "fisheries" in warning.message


@pytest.mark.parametrize(
    "label",
    [
        "the talks",
        "direct talks",
        "Ada Wekesa",
        "Quilca",
        "Nairobi",
        "a summit",
        "the Peruvian trade ministry",
        "the Peruvian leader",
    ],
)
def test_a_label_that_is_a_participant_a_place_or_the_meeting_is_no_topic(label):
    lines = [MET, f"Quilca praised {label}."]
    maker, (meeting,) = make(lines, HELD, topics=[(label, "other")])
    assert (meeting.topics, maker.warnings) == ((), [])


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (
            "They discussed Chad, trade and the visit of Eva Marin.",
            ["Chad", "trade", "the visit of Eva Marin"],
        ),
        ("They discussed Peru, Nairobi and trade.", ["trade"]),
        ("They discussed trade and the cousins of Eva Marin.", ["trade"]),
    ],
)
def test_a_place_or_a_visit_that_a_sentence_lists_is_a_topic(text, labels):
    lines = [MET, text, "Eva Marin is a minister."]
    _, (meeting,) = make(lines, HELD, found=find_topics(text, "en"))
    assert [topic.label for topic in meeting.topics] == labels


@pytest.mark.parametrize(
    ("label", "is_topic"),
    [
        ("the arrest of reporter Eva Marin", True),
        ('the "immediate release" of Eva Marin', True),
        ("Marin’s plan for the port", True),
        ("detained citizen Eva Marin", True),
        ("Marin’s spokesman", False),
        ("the spokesman of Eva Marin", False),
        ("reporter Eva Marin", False),
    ],
)
def test_what_somebody_does_or_suffers_is_a_topic_but_not_who_it_is(label, is_topic):
    lines = [MET, f"Eva Marin is a reporter from Lima. They also discussed {label}."]
    _, (meeting,) = make(lines, HELD, topics=[(label, "justice")])
    assert [topic.label for topic in meeting.topics] == [label] * is_topic


def test_a_topic_whose_words_tell_no_category_has_that_of_the_article():
    lines = [MET, "They discussed the Lima plan.", "It is to bring peace and a ceasefire."]
    _, (meeting,) = make(lines, HELD, topics=[("the Lima plan", "other")])
    assert [topic.category for topic in meeting.topics] == [TopicCategory.PEACE_PROCESS]


def test_a_label_of_blanks_is_no_topic():
    _, (meeting,) = make([MET], HELD, topics=[("  ", "other")])
    assert meeting.topics == ()


def test_a_label_with_a_participants_name_inside_a_word_is_a_topic():
    lines = ["Kenya met Peru.", "They talked about Kenyan fish."]
    _, (meeting,) = make(lines, (0, ("Kenya", "Peru"), "held", "in_person"), topics=[("Kenyan fish", "economy")])
    assert [topic.label for topic in meeting.topics] == ["Kenyan fish"]


def test_a_topic_that_is_given_twice_is_listed_once():
    lines = [MET, "They talked about fish."]
    _, (meeting,) = make(lines, HELD, topics=[("fish", "economy"), ("Fish", "other")])
    assert [topic.category for topic in meeting.topics] == [TopicCategory.ECONOMY]


def test_offsets_count_code_points():
    lines = ["🤝 Ada Wekesa met Şükrü Öğüt in İstanbul on Monday 🙂."]
    _, (meeting,) = make(lines, (0, ("Ada Wekesa", "Şükrü Öğüt"), "held", "in_person"))
    assert quotes(meeting.participants[1]) == ["Şükrü Öğüt"]
