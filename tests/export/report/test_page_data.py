import datetime as dt

from llmextract.events import (
    Claim,
    Event,
    EventParticipant,
    HistoryStep,
    Link,
    MergedField,
    MergedTopic,
    Reason,
    Report,
)
from llmextract.events import Statement as Said
from llmextract.export.report.page_data import page_data
from llmextract.schemas import Meeting, MeetingDate, Participant, Place, Quote
from tests.export.report.made_records import STORY, quote, record, sha256, story_record


def told(*records, texts=None, events=()):
    data, shown = page_data(records, texts or {}, events)
    return data, shown


def units(text, words):
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    return [start, start + len(words.encode("utf-16-le")) // 2]


def test_quotes_become_offsets_in_utf16_units():
    data, shown = told(story_record(), texts={sha256(STORY): STORY})
    (article,) = data["articles"]
    assert shown == [STORY]
    assert article["text"] == 0
    union = article["meetings"][0]["sources"][2]  # stands after an emoji
    assert union["evidence"] == [units(STORY, "declined to confirm that the talks had ended")]
    assert article["actors"]["a4"]["mentions"] == [units(STORY, "Lea Horvat")]


def test_words_of_date_and_place_are_found_in_the_meetings_own_quotes():
    data, _ = told(story_record(), texts={sha256(STORY): STORY})
    first, second = data["articles"][0]["meetings"]
    assert first["date"]["at"] == units(STORY, "on Monday")
    assert first["place"]["at"] == [units(STORY, "in Santiago on Monday")[0], units(STORY, " on Monday")[0]]
    assert second["date"]["at"] == units(STORY, "on Tuesday")
    assert "place" not in second


def test_words_outside_the_quotes_count_only_where_they_stand_once():
    text = "Ada Kral met Omar Tan. The talks were held at dawn in Oslo. Oslo is cold."
    base = story_record().meetings[0]
    meeting = base.model_copy(
        update={
            "participants": (Participant(actor="a1"), Participant(actor="a2")),
            "topics": (),
            "sources": (),
            "evidence": (quote(text, "Ada Kral met Omar Tan"),),
            "date": MeetingDate(text="at dawn"),
            "place": Place(city="Oslo"),
            "outcome": "words that are not there",
        }
    )
    data, _ = told(record(text, story_record().actors[:2], (meeting,)), texts={sha256(text): text})
    (told_meeting,) = data["articles"][0]["meetings"]
    assert told_meeting["date"]["at"] == units(text, "at dawn")
    assert "at" not in told_meeting["place"]
    assert "outcomeAt" not in told_meeting


def test_without_its_text_an_article_keeps_its_quotes_as_words():
    data, shown = told(story_record())
    (article,) = data["articles"]
    assert shown == []
    assert "text" not in article
    assert article["meetings"][0]["sources"][0]["evidence"] == ["the presidency said"]
    assert article["meetings"][0]["date"] == {"start": "2024-12-09", "end": "2024-12-09", "text": "on Monday"}


def test_a_quote_that_the_text_does_not_hold_is_not_highlighted():
    shifted = "x" + STORY
    data, _ = told(story_record(), texts={sha256(STORY): shifted})
    assert data["articles"][0]["meetings"][0]["topics"][0]["evidence"] == ["fisheries"]


def test_a_mention_beyond_the_text_is_left_out():
    data, _ = told(story_record(), texts={sha256(STORY): "short"})
    assert "mentions" not in data["articles"][0]["actors"]["a1"]


def test_each_meeting_without_an_event_is_its_own():
    made = story_record()
    data, _ = told(made)
    assert data["linked"] is False
    assert [event["id"] for event in data["events"]] == [f"{made.article.id}:m1", f"{made.article.id}:m2"]
    first, second = data["events"]
    assert first["contested"] is True
    assert second["contested"] is False
    assert first["date"] == ["2024-12-09", "2024-12-09"]
    assert [data["actors"][part["actor"]]["name"] for part in second["who"]] == ["Ada Novak", "Lea Horvat"]
    assert first["who"][0]["actor"] == second["who"][0]["actor"]


def test_cities_get_their_position_once():
    data, _ = told(story_record())
    longitude, latitude = data["points"]["Santiago|CL"]
    assert (round(longitude), round(latitude)) == (-71, -33)


def test_of_two_records_of_one_article_the_later_counts():
    later = story_record().model_copy(update={"meetings": ()})
    data, _ = told(story_record(), later)
    assert len(data["articles"]) == 1
    assert data["events"] == []


def make_event(*records):
    """Return an event that all first meetings of the records report, with a contradiction on the city."""
    reports = tuple(
        Report(
            key=f"{made.article.id}:m1",
            article=made.article,
            meeting=made.meetings[0],
            actors={"a1": "A00000000000a", "a2": "A00000000000b"},
        )
        for made in records
    )
    first, second = (report.key for report in reports)
    return Event(
        id="E0123456789ab",
        reports=reports,
        participants=(
            EventParticipant(
                actor="A00000000000a",
                name="Ada Novak",
                kind="person",
                country="SI",
                attendance="confirmed",
                claims=(Claim(value="confirmed", reports=(first, second)),),
                agreed=True,
            ),
            EventParticipant(
                actor="A00000000000b",
                name="Juan Ortega",
                kind="person",
                attendance="denied",
                role="president",
                claims=(Claim(value="confirmed", reports=(first,)), Claim(value="denied", reports=(second,))),
                agreed=False,
            ),
        ),
        status="held",
        format="in_person",
        date=MeetingDate(start=dt.date(2024, 12, 9), end=dt.date(2024, 12, 9)),
        place=Place(city="Santiago", country="CL"),
        topics=(MergedTopic(category="economy", labels=("fisheries", "fish"), reports=(first,)),),
        statements=(
            Said(source="the presidency", stance="asserts", reports=(first,)),
            Said(source="the ministry", stance="denies", reports=(second,)),
        ),
        history=(
            HistoryStep(on=dt.date(2024, 12, 8), status="planned", reports=(first,)),
            HistoryStep(on=None, status="held", reports=(second,)),
        ),
        fields=(
            MergedField(
                field="city",
                value="Santiago",
                agreed=False,
                claims=(Claim(value="Santiago", reports=(first,)), Claim(value="Valparaiso", reports=(second,))),
            ),
            MergedField(field="format", value="in_person", agreed=True, claims=()),
        ),
        links=(
            Link(first=first, second=second, score=0.9, reasons=(Reason(code="same-day", weight=1, text="same day"),)),
        ),
    )


def other_record():
    text = f"{STORY}More follows.\n"
    return story_record(text).model_copy(
        update={"article": story_record(text).article.model_copy(update={"outlet": "The Gull"})}
    )


def test_a_linked_event_tells_who_says_what():
    one, other = story_record(), other_record()
    data, _ = told(one, other, events=[make_event(one, other)])
    assert data["linked"] is True
    event, *rest = data["events"]
    assert [row["id"] for row in rest] == [f"{one.article.id}:m2", f"{other.article.id}:m2"]
    assert event["reports"] == [[0, 0], [1, 0]]
    assert event["fields"] == [
        {"field": "city", "value": "Santiago", "claims": [["Santiago", [0]], ["Valparaiso", [1]]]}
    ]
    assert event["who"][1]["claims"] == [["confirmed", [0]], ["denied", [1]]]
    assert "claims" not in event["who"][0]
    assert event["says"][1] == {"name": "the ministry", "stance": "denies", "reports": [1]}
    assert event["history"] == [{"on": "2024-12-08", "status": "planned"}, {"status": "held"}]
    assert event["reasons"] == ["same day"]
    assert event["contested"] is True


def test_an_event_with_a_report_that_is_not_given_is_left_out():
    one, other = story_record(), other_record()
    data, _ = told(one, events=[make_event(one, other)])
    assert data["linked"] is False
    assert [row["id"] for row in data["events"]] == [f"{one.article.id}:m1", f"{one.article.id}:m2"]


def test_a_meeting_that_is_denied_as_a_whole_is_contested():
    text = "Ada Kral did not meet Omar Tan."
    meeting = Meeting(
        id="m1",
        status="denied",
        format="unknown",
        participants=(Participant(actor="a1"),),
        evidence=(Quote(quote=text, start=0, end=len(text)),),
    )
    data, _ = told(record(text, story_record().actors[:1], (meeting,)))
    assert data["events"][0]["contested"] is True
    assert "date" not in data["events"][0]
