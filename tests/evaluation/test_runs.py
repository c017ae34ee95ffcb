import asyncio
import os

import pytest

from llmextract import Extractor, __version__
from llmextract.errors import ArticleError, ConfigurationError, EndpointError, LlmextractError
from llmextract.evaluation import (
    COSTS,
    DocumentRun,
    Recipe,
    load_predictions,
    median_costs,
    run_gold,
    score,
    total_costs,
)
from llmextract.prompting.files import prompt_hash
from llmextract.schemas import Extraction
from tests.chat_server import ChatServer

STORY = "Foreign Minister Ada Novak of Slovenia met President Juan Ortega of Chile in Santiago on Monday.\n"
RECIPE = Recipe("m", prompt_hash(), __version__, "normal")


@pytest.fixture
def server():
    with ChatServer() as server:
        yield server


@pytest.fixture
def documents(gold, gold_meeting):
    """Two documents of different texts."""
    meeting = gold_meeting("Ada Novak", "Juan Ortega", evidence="Juan Ortega of Chile")
    return [gold(meeting, stem="d1", text=STORY), gold(meeting, stem="d2", text=STORY.replace("Ada", "Eva"))]


@pytest.fixture
def run(server, documents, monkeypatch, tmp_path):
    """Run the real extractor over the documents, with a language model behind the endpoint."""
    for variable in os.environ:
        if variable.startswith(("LLMEXTRACT_", "OPENAI_")):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))  # nothing here is encrypted, and reading certificates takes long
    monkeypatch.chdir(tmp_path)

    def work(**arguments):
        async def extract():
            extractor = Extractor("m", base_url=server.url)
            try:
                return await run_gold(documents, extractor, **arguments)
            finally:
                await extractor.aclose()

        return asyncio.run(extract())

    return work


class Failing:
    """An extractor that only fails, and keeps what it was asked for."""

    def __init__(self, error):
        self.error = error
        self.asked = []

    async def aextract(self, article):
        self.asked.append(article)
        raise self.error


def test_each_document_becomes_an_article_and_a_record(run, documents, server):
    told = []
    runs = run(on_done=told.append)
    assert runs == told
    assert [(one.id, one.error, one.resumed) for one in runs] == [("d1", None, False), ("d2", None, False)]
    for one, document in zip(runs, documents, strict=True):
        assert one.extraction.article.published == document.published
        assert one.extraction.article.source == f"{one.id}.txt"
        assert all(document.text[quote.start : quote.end] == quote.quote for quote in one.extraction.quotes())
    assert runs[0].extraction.actors[0].name == "Ada Novak"
    assert sum(one.costs["requests"] for one in runs) == len(server.requests)


def test_costs_are_those_of_the_records(run):
    runs = run()
    for one in runs:
        assert one.costs == {name: getattr(one.extraction.run, name) for name in COSTS}
        assert one.costs["prompt_tokens"] == 100 * one.costs["requests"]
        assert one.costs["completion_tokens"] == 20 * one.costs["requests"]
        assert one.costs["seconds"] > 0
    assert one.to_dict() == {"id": "d2", "resumed": False, "error": None, **one.costs}


def test_records_are_saved_as_they_come_and_used_by_the_next_run(run, tmp_path, server, documents):
    folder, seen, started = tmp_path / "a" / "records", [], []

    async def start():
        started.append(len(server.requests))

    def look(one):
        seen.append((one.id, sorted(path.name for path in folder.iterdir())))

    first = run(save=folder, recipe=RECIPE, before_first=start, on_done=look)
    assert seen == [("d1", ["d1.json"]), ("d2", ["d1.json", "d2.json"])]
    assert started == [0]
    assert Extraction.model_validate_json((folder / "d1.json").read_bytes()) == first[0].extraction
    asked = len(server.requests)

    again = run(save=folder, recipe=RECIPE, before_first=start)
    assert (len(server.requests), started) == (asked, [0])
    assert [(one.extraction, one.resumed) for one in again] == [(one.extraction, True) for one in first]
    assert [one.costs for one in again] == [one.costs for one in first]

    (folder / "d2.json").unlink()
    third = run(save=folder, recipe=RECIPE, before_first=start)
    assert [one.resumed for one in third] == [True, False]
    assert started == [0, asked]
    assert [one.extraction for one in load_predictions(folder, documents)] == [one.extraction for one in third]


@pytest.mark.parametrize(
    ("field", "value"), [("model", "another"), ("prompt_hash", "0" * 12), ("llmextract_version", "0")]
)
def test_a_record_made_otherwise_is_made_anew(run, tmp_path, field, value):
    run(save=tmp_path / "records", recipe=RECIPE)
    again = run(save=tmp_path / "records", recipe=RECIPE._replace(**{field: value}))
    assert [one.resumed for one in again] == [False, False]
    assert [one.resumed for one in run(save=tmp_path / "records")] == [False, False]


def test_a_record_of_another_text_is_made_anew(run, tmp_path, documents, gold):
    run(save=tmp_path / "records", recipe=RECIPE)
    documents[0] = gold(stem="d1", text=STORY.replace("Santiago", "Lima"))
    again = run(save=tmp_path / "records", recipe=RECIPE)
    assert [one.resumed for one in again] == [False, True]
    assert run(save=tmp_path / "records", recipe=RECIPE)[0].resumed


def test_a_failure_is_told_and_stops_nothing(run, server, tmp_path):
    run(save=tmp_path / "records", recipe=RECIPE)
    server.refuse(404, "no such model")
    runs = run(save=tmp_path / "records")
    assert [type(one.error).__mro__[1] for one in runs] == [EndpointError, EndpointError]
    assert [one.extraction for one in runs] == [None, None]
    assert str(runs[0].error).startswith("d1.txt: ")
    assert runs[0].costs["seconds"] > 0
    assert {runs[0].costs[name] for name in COSTS if name != "seconds"} == {None}
    assert runs[0].to_dict()["error"] == str(runs[0].error)
    assert list((tmp_path / "records").iterdir()) == [], "an older record would be taken for this run's"


def test_a_text_that_is_no_article_fails_alone(run, documents, gold, server):
    documents[0] = gold(stem="d1", text="\x00\x01\x02binary")
    first, second = run()
    assert isinstance(first.error, ArticleError)
    assert (second.error, second.extraction.meetings != ()) == (None, True)
    assert server.requests


def test_a_bug_is_a_failure_like_any_other(documents):
    runs = asyncio.run(run_gold(documents, Failing(KeyError("a9"))))
    assert [str(one.error) for one in runs] == [
        f"{name}.txt: internal error (KeyError: 'a9'); please report it, with the article" for name in ("d1", "d2")
    ]


def test_a_wrong_setting_ends_the_run(documents):
    extractor = Failing(ConfigurationError("a context of 9 tokens is out of range"))
    with pytest.raises(ConfigurationError, match="out of range"):
        asyncio.run(run_gold(documents, extractor))
    assert len(extractor.asked) == 1


def test_a_file_that_is_no_record_is_not_overwritten(documents, tmp_path):
    mine = tmp_path / "d2.json"
    mine.write_text('{"id": "d2", "meetings": []}')
    extractor = Failing(AssertionError())
    with pytest.raises(ConfigurationError, match=r"d2\.json is no record: article: key missing \(and 2 more\)"):
        asyncio.run(run_gold(documents, extractor, save=tmp_path))
    assert extractor.asked == []
    assert mine.read_text() == '{"id": "d2", "meetings": []}'


def test_a_folder_that_can_not_be_made_is_named(documents, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match=r"records can't be saved in .*file"):
        asyncio.run(run_gold(documents, Failing(AssertionError()), save=tmp_path / "file"))


def test_a_record_that_can_not_be_written_ends_the_run(run, tmp_path):
    (tmp_path / ".d1.json.part").mkdir()
    with pytest.raises(ConfigurationError, match=r"d1\.json can't be written: "):
        run(save=tmp_path)


def test_predictions_are_records_of_any_origin(documents, record, meeting, tmp_path):
    mine = record(meeting("Ada Novak", "Juan Ortega"))
    (tmp_path / "d2.json").write_text(mine.model_dump_json())
    (tmp_path / "notes.json").write_text("no record, and none of the gold documents")
    first, second = load_predictions(tmp_path, documents)
    assert (second.extraction, second.error, second.resumed) == (mine, None, True)
    assert (first.extraction, first.failed_after) == (None, None)
    assert str(first.error) == f"{tmp_path / 'd1.json'}: there is no record"
    scores = score(zip(documents, (first.extraction, second.extraction), strict=True))
    assert [document.failed for document in scores.documents] == [True, False]
    assert scores.figures["meeting_recall"].value == 0.5


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("[", "Invalid JSON: EOF while parsing"),
        ("{}", "article: key missing"),
        ('{"article": {}, "run": {}, "color": 1}', "article.id: key missing"),
    ],
)
def test_a_prediction_that_is_no_record_is_named_with_its_problem(documents, tmp_path, content, problem):
    (tmp_path / "d1.json").write_text(content)
    with pytest.raises(ConfigurationError) as caught:
        load_predictions(tmp_path, documents)
    assert caught.value.message.startswith(f"{tmp_path / 'd1.json'} is no record: {problem}")
    assert "\n" not in str(caught.value)


def test_a_prediction_that_is_a_folder_is_named(documents, tmp_path):
    (tmp_path / "d1.json").mkdir()
    with pytest.raises(ConfigurationError, match=r"d1\.json can't be read: "):
        load_predictions(tmp_path, documents)


def test_a_folder_without_predictions_is_an_error(documents, tmp_path):
    with pytest.raises(ConfigurationError, match="no record of any of the gold documents in"):
        load_predictions(tmp_path, documents)
    with pytest.raises(ConfigurationError, match=r"no folder of predictions at .*nowhere"):
        load_predictions(tmp_path / "nowhere", documents)


def test_totals_and_medians_are_over_what_is_known(record):
    def made(**costs):
        plain = record()
        return DocumentRun("d", plain.model_copy(update={"run": plain.run.model_copy(update=costs)}))

    failed = DocumentRun("f", error=LlmextractError("no"), failed_after=8.0)
    runs = [made(seconds=1.0, requests=2), made(seconds=3.0, requests=5), failed]
    assert total_costs(runs)["seconds"] == 12.0
    assert (median_costs(runs)["seconds"], median_costs(runs)["requests"]) == (3.0, 3.5)
    assert total_costs([failed])["requests"] is None
    assert set(median_costs([]).values()) == {None}
