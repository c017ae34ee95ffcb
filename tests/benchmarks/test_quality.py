"""The comparison, from the command line to the table, with a server on the loopback interface as the model."""

import asyncio
import json
import re

import pytest

from benchmarks.quality.__main__ import main
from benchmarks.quality.langextract_system import LangExtract
from benchmarks.quality.table import MEASURES
from llmextract.articles.reading import article_from_text
from llmextract.errors import AuthenticationError, EndpointError, ModelError
from llmextract.llm.embedded import server as embedded
from llmextract.schemas import Extraction
from llmextract.settings import Settings, resolve_endpoint
from tests import embedded_support
from tests.chat_server import ChatServer, completion, fitting_answer, schema_of

TEXT = (
    "Ada Novak, the foreign minister, met Juan Ortega in Porto Lindo, home of Eva Brandt, on Monday.\n"
    "They joked about trade and fisheries."
)

PERSON = {"aliases": [], "kind": "person", "role": None, "country": None, "attendance": "confirmed"}
PLAIN = {
    "meetings": [
        {
            "status": "held",
            "format": "in_person",
            "participants": [{"name": "Ada Novak", **PERSON}, {"name": "Juan Ortega", **PERSON}],
            **dict.fromkeys(("date_end", "date_text", "venue")),
            "date": "2024-12-09",
            "city": "Porto Lindo",
            "country": "PT",
            "topics": [],
            "sources": [],
            "evidence": ["Ada Novak", "They shook hands", "They smiled"],
        }
    ]
}
EXTRACTED = {
    "extractions": [
        {
            "meeting": "met Juan Ortega in Porto Lindo",
            "meeting_attributes": {
                "status": "held",
                "format": "in_person",
                "participants": ["Ada Novak (foreign minister, PT)"],
                "topics": ["trade (economy)"],
                "date": "2024-12-09",
            },
        }
    ]
}


def asks_plainly(body):
    return "PlainMeeting" in schema_of(body).get("$defs", {})


def answer(body):
    schema = schema_of(body)
    if "extractions" in schema["properties"]:
        return 200, completion(json.dumps(EXTRACTED))
    return 200, completion(json.dumps(PLAIN if asks_plainly(body) else fitting_answer(schema)))


@pytest.fixture
def server():
    with ChatServer() as running:
        running.answer = answer
        yield running


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    person = {"aliases": [], "kind": "person", "country": None, "role": [], "attendance": ["confirmed"]}
    meeting = {
        "status": ["held"],
        "format": ["in_person"],
        "date": ["2024-12-09"],
        "date_text": ["on Monday"],
        "place": {"city": ["Porto Lindo"], "country": "PT"},
        "participants": [{"name": name, "optional": False, **person} for name in ("Ada Novak", "Juan Ortega")],
        "topics": [],
        "evidence": "met Juan Ortega",
        "optional": False,
    }
    for stem in ("x1", "x2"):
        answers = {"id": stem, "source": "for the tests", "published": "2024-12-10", "meetings": [meeting]}
        (folder / f"{stem}.json").write_text(json.dumps(answers))
        (folder / f"{stem}.txt").write_text(TEXT)
    return folder


@pytest.fixture
def bench(server, gold, tmp_path, monkeypatch):
    """Run the command line with the server as the model, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return main([str(gold), "--base-url", server.url, "--model", "m", "--out", str(tmp_path / "out"), *arguments])

    return run


def row(table, label):
    """Return the cells of one row of the table."""
    (line,) = re.findall(rf"^\| {re.escape(label)} \|(.*)\|$", table, re.MULTILINE)
    return [cell.strip() for cell in line.split("|")]


def test_table_puts_the_systems_beside_each_other(bench, server, tmp_path, capsys):
    assert bench("--systems", "ours,instructor") == 0
    out = tmp_path / "out"
    table = (out / "table.md").read_text()
    shown = capsys.readouterr()
    assert shown.out == table
    assert "[2/2] x2 instructor: " in shown.err
    assert table.startswith("m, 2 articles; llmextract ")
    assert [line.split("|")[1].strip() for line in table.splitlines()[2:] if line][2 : 2 + len(MEASURES)] == [*MEASURES]
    assert row(table, "strict F1")[1] == "1.00 (1.00–1.00)"
    assert row(table, "participant F1")[1] == "1.00 (1.00–1.00)"
    assert row(table, "grounded")[1] == "0.33 (0.33–0.33)", "the quotes that the record leaves out count"
    assert row(table, "Brier (0 is best)")[1] == "–"
    assert row(table, "completion tokens an article")[1] == "20"
    assert row(table, "articles without a record") == ["0", "0"]
    report = json.loads((out / "table.json").read_text())
    assert report["run"]["model"] == "m"
    assert report["run"]["versions"]["instructor"]
    assert report["systems"]["instructor"]["scores"]["figures"]["strict_f1"]["value"] == 1
    assert report["systems"]["instructor"]["scores"]["counts"]["grounded"] == {"hits": 2, "predicted": 6, "gold": 6}
    assert report["systems"]["ours"]["costs"]["seconds an article, mean"] > 0
    for name in ("ours", "instructor"):
        record = Extraction.model_validate_json((out / name / "x1.json").read_text())
        assert record.run.model == "m"
    plainly = [asks_plainly(body) for _, body in server.requests]
    turns = [asked for asked, before in zip(plainly, [None, *plainly], strict=False) if asked != before]
    assert turns == [False, True, False, True], "one system after another for each article"


def test_run_goes_on_where_it_was(bench, server, tmp_path, capsys):
    assert bench("--systems", "instructor", "--only", "x1") == 0
    assert len(server.requests) == 1
    assert bench("--systems", "instructor") == 0
    assert len(server.requests) == 2
    assert "x1 instructor: " in (told := capsys.readouterr().err)
    assert "(made earlier)" in told
    assert bench("--systems", "instructor", "--out", str(tmp_path / "other")) == 0
    assert len(server.requests) == 4


def test_answer_that_is_none_costs_one_article(bench, server, capsys):
    answers = iter([(200, completion("{", finish="length")), (200, completion(json.dumps(PLAIN)))])
    server.answer = lambda _: next(answers)
    assert bench("--systems", "instructor") == 1
    shown = capsys.readouterr()
    assert "[1/2] x1 instructor: x1.txt: the answer was cut off" in shown.err
    assert row(shown.out, "articles without a record") == ["1"]
    assert row(shown.out, "meeting recall")[0].startswith("0.50")
    assert bench("--systems", "instructor", "--only", "x2") == 0


def test_nothing_but_failures_has_a_table_too(bench, server, capsys):
    server.answer = lambda _: (200, completion("{", finish="length"))
    assert bench("--systems", "instructor", "--only", "x1") == 1
    table = capsys.readouterr().out
    assert row(table, "grounded") == ["–"]
    assert "completion tokens" not in table


def test_server_that_refuses_ends_the_comparison(bench, server, tmp_path, capsys):
    server.refuse(401, "no key")
    assert bench("--systems", "instructor") == 1
    assert "error: x1.txt: " in capsys.readouterr().err
    assert not (tmp_path / "out" / "table.md").exists()
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--systems", "ours,magic"], "there is no system magic"),
        (["--only", "x9"], "there is no gold document x9"),
        (["--systems", "ours", "--model", "local/nonsense"], "but a base URL is set"),
    ],
)
def test_wrong_usage_is_told(bench, capsys, arguments, message):
    assert bench(*arguments) == 2
    assert message in capsys.readouterr().err


def test_missing_langextract_is_told_before_any_work(bench, server, capsys, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert bench() == 2
    assert "langextract is not installed; pip install" in capsys.readouterr().err
    assert server.requests == []


def test_interrupt_is_no_failure(bench, capsys, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("benchmarks.quality.__main__.run_gold", interrupted)
    assert bench("--systems", "instructor") == 130
    assert "goes on from here" in capsys.readouterr().err


def test_all_systems_share_one_embedded_model(gold, tmp_path, capsys):
    model = embedded_support.write_tiny_gguf(tmp_path / "tiny.gguf")
    arguments = ["--model", f"local/{model}", "--context", "512", "--only", "x1", "--out", str(tmp_path / "out")]
    try:
        assert main([str(gold), "--systems", "ours,instructor", *arguments]) == 1
        assert len(embedded._registry) == 1
    finally:
        embedded.stop_all()
    shown = capsys.readouterr()
    assert row(shown.out, "articles without a record") == ["1", "1"]
    assert shown.err.count("exceeds the available context") == 2


@pytest.fixture
def langextract():
    """Leave out what needs langextract, which is no dependency of the tests."""
    return pytest.importorskip("langextract")


def extract(asked, text=TEXT):
    async def work():
        try:
            return await asked.aextract(article_from_text(text, source="a.txt", published="2024-12-10"))
        finally:
            await asked.aclose()

    return asyncio.run(work())


def make(server, **arguments):
    place = resolve_endpoint(Settings(model="m", base_url=server.url), {"LLMEXTRACT_API_KEY": "sk-secret-secret"})
    return LangExtract(place, timeout=10, **arguments)


@pytest.mark.usefixtures("langextract")
def test_langextract_gives_a_record_with_its_costs(server):
    record = extract(make(server))
    (meeting,) = record.meetings
    (actor,) = record.actors
    assert (actor.name, actor.role, actor.country) == ("Ada Novak", "foreign minister", "PT")
    assert meeting.topics[0].label == "trade"
    assert [quote.quote for quote in record.quotes()] == ["met Juan Ortega in Porto Lindo"]
    run = record.run
    assert (run.model, run.requests, run.prompt_tokens, run.completion_tokens) == ("m", 1, 100, 20)
    ((headers, body),) = server.requests
    assert headers["authorization"] == "Bearer sk-secret-secret"
    assert (body["temperature"], body["max_tokens"]) == (0.0, 4096)
    question = body["messages"][-1]["content"]
    assert question.rstrip().endswith(f"Q: Publication date: Tuesday, 2024-12-10\n\nArticle:\n{TEXT}\nA:")
    assert question.index("Petra Halvik") < question.index(TEXT)


@pytest.mark.usefixtures("langextract")
def test_langextract_may_be_given_the_article_in_parts(server):
    asked = make(server, characters=60)
    assert asked.prompt_hash != make(server).prompt_hash
    record = extract(asked)
    assert record.run.requests == len(server.requests) > 1


@pytest.mark.usefixtures("langextract")
@pytest.mark.parametrize(("status", "error"), [(401, AuthenticationError), (400, EndpointError)])
def test_failure_of_langextract_is_told_in_our_words(server, status, error):
    server.refuse(status, "no: sk-secret-secret")
    with pytest.raises(error, match=r"a\.txt: ") as caught:
        extract(make(server))
    assert "sk-secret" not in str(caught.value)


@pytest.mark.usefixtures("langextract")
def test_refusal_of_langextracts_model_is_told(server):
    refused = completion("")
    refused["choices"][0]["message"]["refusal"] = "I won't."
    server.answer = lambda _: (200, refused)
    with pytest.raises(ModelError, match=r"a\.txt: langextract: OpenAI refused the request: I won't"):
        extract(make(server))


@pytest.mark.usefixtures("langextract")
def test_langextract_finds_its_examples_in_order(server):
    from langextract import prompt_validation, resolver

    examples = [example for example in make(server)._examples if example.extractions]
    report = prompt_validation.validate_prompt_alignment(examples=examples, aligner=resolver.WordAligner())
    assert report.issues == []
