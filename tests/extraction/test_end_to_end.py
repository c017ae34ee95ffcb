"""Both seed articles, from file to record, with answers of the real embedded model recorded by ``make record``."""

import json
from pathlib import Path

import pytest

from llmextract.articles.reading import read_article
from llmextract.errors import ArticleFormatError
from llmextract.extraction.extractor import Extractor
from llmextract.schemas import ActorKind, Attendance, Extraction, Format, Status

ROOT = Path(__file__).parents[2]
PLANNED_VISIT = ROOT / "seeds" / "000_1846cda752b69740.txt"
SECURITY_TALKS = ROOT / "seeds" / "003_fe76d62f022e4f66.txt"
PLANNED_VISIT_CASSETTE = "test_kalin_and_the_new_leadership_of_syria.yaml"
WORDS_OF_TITLES = {"chief", "foreign", "head", "intelligence", "leader", "minister", "president", "prime", "secretary"}


@pytest.fixture(autouse=True)
def only_default_settings(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # away from any llmextract.toml
    for variable in ("MODEL", "BASE_URL", "API_KEY_ENV", "MAX_REASKS"):
        monkeypatch.delenv(f"LLMEXTRACT_{variable}", raising=False)


@pytest.fixture
def extractor(recorded_model):
    with Extractor(language_model=recorded_model) as ready:
        yield ready


def planned_visit():
    return read_article(PLANNED_VISIT, published="2024-12-12")


def security_talks():
    return read_article(SECURITY_TALKS)


def people_of(extraction, meeting, *attendances):
    """Names of those who take part, in the given ways or in any."""
    return {
        extraction.actor(part.actor).name
        for part in meeting.participants
        if part.attendance in (attendances or tuple(Attendance))
    }


def meeting_with(extraction, *names):
    """The one meeting that all of these take part in."""
    return the_only(meeting for meeting in extraction.meetings if set(names) <= people_of(extraction, meeting))


def the_only(found):
    found = list(found)
    assert len(found) == 1
    return found[0]


def check_record(extraction, article, cassette):
    """Check what holds for every record: true offsets, bare names, codes of countries, and counted costs."""
    assert extraction.article.sha256 == article.sha256
    assert Extraction.model_validate_json(extraction.model_dump_json()) == extraction
    for quote in extraction.quotes():
        assert article.text[quote.start : quote.end] == quote.quote
    for actor in extraction.actors:
        assert actor.mentions
        assert all(article.text[span.start : span.end] in (actor.name, *actor.aliases) for span in actor.mentions)
        if actor.kind is ActorKind.PERSON:
            assert not WORDS_OF_TITLES & set(actor.name.lower().split())

    usages = [json.loads(response["body"]["string"])["usage"] for response in cassette.responses]
    run = extraction.run
    assert run.model == "local/qwen2.5-coder-1.5b"
    assert run.requests == len(usages) > 0
    assert 0 <= run.retries < run.requests
    assert run.prompt_tokens == sum(usage["prompt_tokens"] for usage in usages)
    assert run.cached_tokens == sum(usage["prompt_tokens_details"]["cached_tokens"] for usage in usages)
    assert run.completion_tokens == sum(usage["completion_tokens"] for usage in usages)
    assert run.cost_usd == 0
    assert run.seconds > 0


@pytest.mark.vcr
def test_kalin_and_the_new_leadership_of_syria(extractor, vcr):
    article = planned_visit()
    extraction = extractor.extract(article)
    check_record(extraction, article, vcr)

    talks = meeting_with(extraction, "Ibrahim Kalin", "Ahmed al-Sharaa", "Mohammad al-Bashir")
    assert people_of(extraction, talks, Attendance.CONFIRMED) >= {
        "Ibrahim Kalin",
        "Ahmed al-Sharaa",
        "Mohammad al-Bashir",
    }
    assert talks.format is Format.IN_PERSON
    assert talks.status in {Status.HELD, Status.PLANNED, Status.UNCONFIRMED}
    assert (talks.place.city, talks.place.country) == ("Damascus", "SY")
    assert (talks.date.start.isoformat(), talks.date.end.isoformat()) == ("2024-12-12", "2024-12-12")
    assert "Thursday" in talks.date.text

    countries = {actor.name: actor.country for actor in extraction.actors}
    assert (countries["Ibrahim Kalin"], countries["Ahmed al-Sharaa"]) == ("TR", "SY")

    # Ankara denies that its foreign minister was there, and Doha holds back about its own man.
    in_damascus = [meeting for meeting in extraction.meetings if meeting.place.city == "Damascus"]
    with_fidan = [meeting for meeting in in_damascus if "Hakan Fidan" in people_of(extraction, meeting)]
    assert with_fidan
    for meeting in with_fidan:
        denied = "Hakan Fidan" in people_of(extraction, meeting, Attendance.DENIED)
        assert denied or meeting.status is Status.DENIED
    for meeting in in_damascus:
        assert "Khalfan al-Kaabi" not in people_of(extraction, meeting, Attendance.CONFIRMED)


@pytest.mark.vcr
def test_kalin_and_the_president_of_syria(recorded_model, vcr):
    article = security_talks()
    with Extractor(language_model=recorded_model, effort="high") as extractor:  # its clauses leave nothing to ask
        extraction = extractor.extract(article)
    check_record(extraction, article, vcr)

    talks = meeting_with(extraction, "Ahmad al-Shara", "Ibrahim Kalin")
    assert talks.format is Format.IN_PERSON
    assert talks.status is Status.HELD
    assert (talks.place.city, talks.place.country) == ("Damascus", "SY")
    assert talks.date.start is None  # "on Tuesday" of an unknown week
    assert "Tuesday" in talks.date.text
    assert any(meeting.topics for meeting in extraction.meetings)

    countries = {actor.name: actor.country for actor in extraction.actors}
    assert (countries["Ibrahim Kalin"], countries["Ahmad al-Shara"]) == ("TR", "SY")


@pytest.mark.vcr(PLANNED_VISIT_CASSETTE)
def test_article_that_fails_does_not_stop_the_others(extractor):
    articles = [planned_visit(), " \n", security_talks()]
    outcomes = list(extractor.extract_many(articles, concurrency=2))
    assert [outcome.extraction is not None for outcome in outcomes] == [True, False, True]
    assert [outcome.article for outcome in outcomes[::2]] == articles[::2]
    assert isinstance(outcomes[1].error, ArticleFormatError)
    assert outcomes[1].cost.requests == 0
    for outcome in outcomes[::2]:
        assert outcome.extraction.meetings
        assert outcome.cost.requests == outcome.extraction.run.requests
    assert [outcome.cost.requests > 0 for outcome in outcomes[::2]] == [True, False]


@pytest.mark.vcr(PLANNED_VISIT_CASSETTE)
def test_record_obeys_the_published_schema(extractor):
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "schemas" / "extraction.schema.json").read_text(encoding="utf-8"))
    record = json.loads(extractor.extract(planned_visit()).model_dump_json())
    jsonschema.Draft202012Validator(schema).validate(record)
    record["meetings"][0]["status"] = "perhaps"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(record)
