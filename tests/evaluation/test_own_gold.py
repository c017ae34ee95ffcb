"""The articles written for the tests: every kind is among them, and their answers satisfy the scorer."""

import re
from pathlib import Path

import pytest

from llmextract.articles import article_from_text
from llmextract.evaluation import load_gold, score
from llmextract.schemas import (
    Actor,
    Attendance,
    Extraction,
    Format,
    Meeting,
    MeetingDate,
    Participant,
    Place,
    Quote,
    Run,
    Status,
    Topic,
)

FOLDER = Path(__file__).parents[1] / "gold"
DOCUMENTS = load_gold(FOLDER)
MEETINGS = [meeting for document in DOCUMENTS for meeting in document.meetings]
RUN = Run(model="by hand", prompt_hash="0" * 12, llmextract_version="0")

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)


def quote_of(text, words):
    """Find words in an article whose lines may break elsewhere."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    return Quote(quote=found.group(), start=found.start(), end=found.end())


def date_of(gold):
    words = gold.date_text[0] if gold.date_text else None
    if gold.date[0] is None:
        return MeetingDate(text=words) if words else None
    days = gold.date[0].split("/")
    return MeetingDate(start=days[0], end=days[-1], text=words)


def meeting_of(gold, number, text, actors, *, optional):
    people = [person for person in gold.participants if optional or not person.optional]
    return Meeting(
        id=f"m{number}",
        status=gold.status[0],
        format=gold.format[0],
        participants=[Participant(actor=actors[person.name].id, attendance=person.attendance[0]) for person in people],
        date=date_of(gold),
        place=Place(city=gold.place.city[0], country=gold.place.country),
        topics=[
            Topic(label=topic.label, category=topic.category[0])
            for topic in gold.topics
            if optional or not topic.optional
        ],
        evidence=[quote_of(text, gold.evidence)],
    )


def record_of(document, *, optional):
    """Make the record that gives the best answer to everything, with or without what is optional."""
    meetings = [meeting for meeting in document.meetings if optional or not meeting.optional]
    people = {person.name: person for meeting in meetings for person in meeting.participants}
    actors = {
        name: Actor(id=f"a{number}", name=name, aliases=person.aliases, kind=person.kind, country=person.country)
        for number, (name, person) in enumerate(people.items(), start=1)
    }
    built = [
        meeting_of(meeting, number, document.text, actors, optional=optional)
        for number, meeting in enumerate(meetings, start=1)
    ]
    article = article_from_text(document.text, published=document.published).info()
    return Extraction(article=article, actors=tuple(actors.values()), meetings=built, run=RUN)


def test_the_readme_tells_of_every_document():
    assert len(DOCUMENTS) >= 24
    named = set(re.findall(r"\bg\d\d\b", (FOLDER / "README.md").read_text(encoding="utf-8")))
    assert named == {document.id for document in DOCUMENTS}
    assert all("CC0" in document.source for document in DOCUMENTS)


@pytest.mark.parametrize("status", Status)
def test_every_status_is_asked_for_in_several_articles(status):
    assert sum(any(meeting.status[0] is status for meeting in document.meetings) for document in DOCUMENTS) >= 2


@pytest.mark.parametrize("form", Format)
def test_every_format_is_asked_for(form):
    assert any(meeting.format[0] is form for meeting in MEETINGS)


@pytest.mark.parametrize("attendance", Attendance)
def test_every_attendance_is_asked_for(attendance):
    assert any(person.attendance[0] is attendance for meeting in MEETINGS for person in meeting.participants)


def test_there_are_articles_without_a_meeting_with_several_and_without_a_date():
    numbers = [sum(not meeting.optional for meeting in document.meetings) for document in DOCUMENTS]
    assert numbers.count(0) >= 6
    assert sum(number > 1 for number in numbers) >= 10
    assert max(numbers) >= 5
    assert any(document.published is None for document in DOCUMENTS)


def test_there_are_unresolved_days_ranges_missing_cities_and_optional_meetings():
    assert sum(meeting.date[0] is None for meeting in MEETINGS) >= 4
    assert sum("/" in (meeting.date[0] or "") for meeting in MEETINGS) >= 4
    assert any(meeting.place.city[0] is None and meeting.place.country for meeting in MEETINGS)
    assert any(meeting.optional for meeting in MEETINGS)
    assert any(person.kind == "group" for meeting in MEETINGS for person in meeting.participants)


def test_seven_languages_are_told_apart():
    languages = [article_from_text(document.text).language for document in DOCUMENTS]
    assert set(languages) == {"en", "fr", "es", "de", "tr", "ru", "ar"}
    assert languages.count("en") == len(DOCUMENTS) - 6


@each_document
def test_names_aliases_dates_and_cities_stand_in_the_article(document):
    text = " ".join(document.text.split())
    wanted = [meeting.place.city[0] for meeting in document.meetings]
    for meeting in document.meetings:
        wanted += meeting.date_text
        wanted += [name for person in meeting.participants for name in (person.name, *person.aliases)]
    assert [words for words in wanted if words is not None and words not in text] == []


@pytest.mark.parametrize("optional", [True, False], ids=["with what is optional", "without what is optional"])
@each_document
def test_a_record_made_from_the_answers_leaves_nothing_to_correct(document, optional):
    scores = score([(document, record_of(document, optional=optional))], resamples=40)
    assert scores.documents[0].differences == ()
    values = {name: figure.value for name, figure in scores.figures.items() if figure.value is not None}
    assert values == dict.fromkeys(values, 1.0)
    assert ("strict_f1" in values) == any(not meeting.optional for meeting in document.meetings)


def test_records_made_from_the_answers_get_every_score():
    scores = score([(document, record_of(document, optional=True)) for document in DOCUMENTS], resamples=40)
    found = [f"{measure}_f1" for measure in ("meeting", "participant", "topic", "strict")]
    fields = [f"{field}_accuracy" for field in ("status", "format", "date", "city", "country", "attendance")]
    for name in (*found, *fields, "non_confirmed_recall", "grounded_share"):
        assert scores.figures[name].value == 1.0, name


@each_document
def test_an_empty_record_finds_nothing(document):
    empty = Extraction(article=article_from_text(document.text).info(), run=RUN)
    figures = score([(document, empty)], resamples=40).figures
    nothing = 0.0 if any(not meeting.optional for meeting in document.meetings) else None
    for name in ("strict_f1", "meeting_f1", "meeting_recall", "participant_f1"):
        assert figures[name].value == nothing
    assert figures["meeting_precision"].value is None
