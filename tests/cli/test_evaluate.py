"""``llmextract evaluate``, run as the program runs it, against an endpoint on the loopback interface."""

import contextlib
import io
import json
import shutil
import signal
import subprocess
import sys
import threading

import pytest

from llmextract.cli.app import run
from llmextract.cli.evaluation_report import describe_difference
from llmextract.evaluation import Difference, DifferenceKind
from llmextract.extraction.extractor import Extractor
from llmextract.llm.embedded.server import stop_all
from llmextract.schemas import Extraction
from tests import embedded_support
from tests.chat_server import completion, fitting_answer, schema_of
from tests.cli.conftest import STORY
from tests.cli.test_extract import posix_only, program


def evaluate(capsys, *arguments):
    """Exit code, standard output, and the lines of standard error."""
    code = run(["evaluate", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err.splitlines()


def person(name):
    fields = {"aliases": [], "kind": "person", "country": None, "role": [], "attendance": ["confirmed"]}
    return {"name": name, "optional": False, **fields}


def gold_meeting(*names, **changes):
    return {
        "status": ["held"],
        "format": ["in_person"],
        "date": ["2031-05-12"],
        "date_text": ["on Monday"],
        "place": {"city": ["Santiago"], "country": "CL"},
        "participants": [person(name) for name in names],
        "topics": [{"label": "fish", "keywords": ["fisher"], "category": ["economy"], "optional": False}],
        "evidence": "spoke with President Juan Ortega",
        "optional": False,
        **changes,
    }


def write_gold(folder, name, *meetings):
    folder.mkdir(exist_ok=True)
    answers = {"id": name, "source": "written for the tests", "published": "2031-05-14", "meetings": meetings}
    (folder / f"{name}.json").write_text(json.dumps(answers), encoding="utf-8")
    (folder / f"{name}.txt").write_text(STORY, encoding="utf-8")


@pytest.fixture
def gold(tmp_path):
    """Two gold documents in the working directory: one that the endpoint's answers agree with, and one other."""
    folder = tmp_path / "work" / "gold"
    write_gold(folder, "d1", gold_meeting("Ada Novak", "Juan Ortega"))
    write_gold(folder, "d2", gold_meeting("Ada Novak", "Eva Lund", status=["denied"]))
    return "gold"


@pytest.fixture
def saved(endpoint, gold, capsys):
    """Records of the gold documents, made before."""
    assert run(["evaluate", gold, "--save", "records"]) == 0
    capsys.readouterr()
    endpoint.requests.clear()
    return "records"


def add_confidences(path, meeting, participant):
    data = json.loads(path.read_text(encoding="utf-8"))
    for found in data["meetings"]:
        found["confidence"] = meeting
        for part in found["participants"]:
            part["confidence"] = participant
    path.write_text(json.dumps(data), encoding="utf-8")


def test_json_holds_scores_runs_and_totals(endpoint, gold, capsys):
    code, out, err = evaluate(capsys, gold)
    data = json.loads(out)
    assert (code, data["gold"], data["interrupted"]) == (0, "gold", False)
    assert list(data["results"]) == ["llmextract"]
    result = data["results"]["llmextract"]
    assert (result["models"], result["start_seconds"]) == (["m"], None)
    assert result["scores"]["figures"]["meeting_f1"]["value"] == 1.0
    assert result["scores"]["figures"]["strict_f1"]["value"] == 0.5
    assert result["scores"]["figures"]["status_accuracy"]["value"] == 0.5
    assert result["scores"]["resamples"] == 1000
    assert [one["id"] for one in result["runs"]] == ["d1", "d2"]
    assert result["totals"]["requests"] == len(endpoint.requests)
    assert result["totals"]["prompt_tokens"] == 100 * len(endpoint.requests)
    assert result["medians"]["completion_tokens"] == 20 * len(endpoint.requests) / 2
    assert [line.rpartition(" in ")[0] for line in err] == ["llmextract [1/2] d1: done", "llmextract [2/2] d2: done"]


@pytest.mark.usefixtures("endpoint")
def test_tables_show_scores_and_documents(gold, capsys):
    code, out, _ = evaluate(capsys, gold, "--format", "table", "--resamples", "40", "--seed", "1")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert "llmextract: 2 documents, with 95 % intervals" in lines
    assert any(line.startswith("strict record 0.50 (0.00–1.00)") for line in lines)
    assert "status 0.50 (0.00–1.00) 1 of 2" in lines
    assert any(line.startswith("Brier (best: 0) 0.") for line in lines)
    assert any(line.startswith("d1 ") and line.endswith("1 / 1 / 1 1 / 1 / 1") for line in lines)
    assert any(line.startswith("d2 ") and line.endswith("1 / 1 / 1 0 / 1 / 1") for line in lines)
    assert any(line.startswith("total ") and line.endswith("2 / 2 / 2 1 / 2 / 2") for line in lines)
    assert any(line.startswith("median ") for line in lines)
    assert "correct" not in out


@pytest.mark.usefixtures("endpoint")
def test_terminal_gets_tables(gold, capsys, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert "strict record" in evaluate(capsys, gold)[1]


def test_tables_show_what_an_ascii_terminal_can(saved, gold, monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    assert run(["evaluate", gold, "--predictions", saved, "--format", "table"]) == 0
    assert b"0.50 (0.00?1.00)" in written.getvalue()


def test_differences_are_listed_by_document(saved, gold, capsys):
    _, out, _ = evaluate(capsys, gold, "--predictions", saved, "--format", "table", "--diff")
    listed = out[out.index("predictions: what a reader would have to correct") :].splitlines()
    assert [" ".join(line.split()) for line in listed[1:]] == [
        "d1",
        "nothing",
        "d2",
        "wrong field m1 status, said held, accepted denied “spoke with President Juan Ortega”",
        "missed participant m1: Eva Lund",
        "invented participant m1: Juan Ortega",
    ]


@pytest.mark.parametrize(
    ("difference", "line"),
    [
        (
            Difference(DifferenceKind.MISSED_MEETING, subject="Ada Novak", accepted=("held",), words=("met Ada",)),
            "missed meeting: Ada Novak, accepted held “met Ada”",
        ),
        (
            Difference(
                DifferenceKind.INVENTED_MEETING, "m2", subject="Ada Novak", predicted="planned", words=("a", "b")
            ),
            "invented meeting m2: Ada Novak, said planned “a” … “b”",
        ),
        (
            Difference(DifferenceKind.WRONG_FIELD, "m1", "city", accepted=("Lima", None), words=("in Lima",)),
            "wrong field m1 city, said null, accepted Lima or null “in Lima”",
        ),
        (
            Difference(DifferenceKind.WRONG_ATTENDANCE, "m1", "attendance", "Ada Novak", "denied", ("confirmed",)),
            "wrong attendance m1 attendance: Ada Novak, said denied, accepted confirmed",
        ),
        (
            Difference(DifferenceKind.UNGROUNDED_QUOTE, predicted="never said", words=("never said",)),
            "ungrounded quote “never said”",
        ),
    ],
)
def test_a_difference_is_one_line(difference, line):
    assert describe_difference(difference) == line


def test_predictions_are_scored_without_a_model(saved, gold, endpoint, capsys):
    code, out, err = evaluate(capsys, gold, "--predictions", saved)
    result = json.loads(out)["results"]["predictions"]
    assert (code, err, endpoint.requests) == (0, [], [])
    assert result["scores"]["figures"]["strict_f1"]["value"] == 0.5
    assert result["runs"][0]["seconds"] > 0


def test_scoring_predictions_imports_no_client(saved, gold):
    code = (
        "import sys\n"
        "from llmextract.cli.app import run\n"
        f"code = run(['evaluate', {gold!r}, '--predictions', {saved!r}])\n"
        "heavy = {'openai', 'instructor', 'xllamacpp', 'trafilatura', 'httpx2'} & set(sys.modules)\n"
        "sys.stderr.write(','.join(heavy))\n"
        "raise SystemExit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["results"]


def test_missing_prediction_counts_as_failed(saved, gold, tmp_path, capsys):
    (tmp_path / "work" / saved / "d1.json").unlink()
    code, out, err = evaluate(capsys, gold, "--predictions", saved)
    result = json.loads(out)["results"]["predictions"]
    assert code == 1
    assert err == ["llmextract: error: records/d1.json: there is no record"]
    assert (result["scores"]["failed"], result["scores"]["figures"]["meeting_recall"]["value"]) == (1, 0.5)
    assert result["runs"][0]["error"].endswith("there is no record")
    _, out, _ = evaluate(capsys, gold, "--predictions", saved, "--format", "table")
    assert "d1 (failed)" in out
    assert "2 documents, 1 failed" in out


def test_calibration_is_shown_where_confidences_are_stated(saved, gold, tmp_path, capsys):
    arguments = (gold, "--predictions", saved, "--format", "table")
    for name, meeting in (("d1", 0.9), ("d2", 0.6)):
        add_confidences(tmp_path / "work" / saved / f"{name}.json", meeting, None)
    _, out, _ = evaluate(capsys, *arguments)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "both 0.6–0.7 1 0.60 1.00" in lines
    assert "meetings 0.6–0.7 1 0.60 1.00" in lines
    assert "0.9–1.0 1 0.90 1.00" in lines
    assert "participants none stated 4" in lines
    data = json.loads(evaluate(capsys, gold, "--predictions", saved)[1])["results"]["predictions"]["scores"]
    assert data["figures"]["brier"]["value"] == pytest.approx((0.01 + 0.16) / 2)
    assert data["calibration"]["all"]["bins"][6] == {
        "low": 0.6,
        "high": 0.7,
        "count": 1,
        "confidence": 0.6,
        "right": 1.0,
    }


def test_no_stated_confidence_is_said_in_a_line(saved, gold, tmp_path, capsys):
    for name in ("d1", "d2"):
        add_confidences(tmp_path / "work" / saved / f"{name}.json", None, None)
    _, out, _ = evaluate(capsys, gold, "--predictions", saved, "--format", "table")
    assert "predictions: no confidence is stated that could be judged" in out


def test_an_interrupted_run_is_gone_on_with(saved, gold, endpoint, tmp_path, capsys):
    (tmp_path / "work" / saved / "d2.json").unlink()
    code, out, err = evaluate(capsys, gold, "--save", saved)
    result = json.loads(out)["results"]["llmextract"]
    assert code == 0
    assert [one["resumed"] for one in result["runs"]] == [True, False]
    assert [line.partition(" in ")[0] for line in err] == [
        "llmextract [1/2] d1: saved earlier",
        "llmextract [2/2] d2: done",
    ]
    assert result["runs"][1]["requests"] == len(endpoint.requests)
    _, out, _ = evaluate(capsys, gold, "--save", saved, "--format", "table")
    assert "d1 (saved)" in out


def test_only_some_documents(endpoint, gold, capsys):
    code, out, _ = evaluate(capsys, gold, "--only", "d2,")
    assert code == 0
    assert [one["id"] for one in json.loads(out)["results"]["llmextract"]["runs"]] == ["d2"]
    assert endpoint.requests


def test_documents_that_fail_are_named_and_the_rest_is_scored(endpoint, gold, tmp_path, capsys):
    text = tmp_path / "work" / gold / "d2.txt"
    text.write_text(STORY.replace("Ada Novak", "Zoe Quist"), encoding="utf-8")

    def answer(body):
        known = "Zoe Quist" not in str(body)
        return 200, completion(json.dumps(fitting_answer(schema_of(body))) if known else "I would rather not")

    endpoint.answer = answer
    code, out, err = evaluate(capsys, gold, "--max-reasks", "0")
    scores = json.loads(out)["results"]["llmextract"]["scores"]
    assert (code, scores["failed"], scores["figures"]["meeting_recall"]["value"]) == (1, 1, 0.5)
    assert err[1].startswith("llmextract: error: d2.txt: ")
    assert err[2].startswith("llmextract [2/2] d2: failed in ")


@pytest.fixture
def plain_answers(endpoint):
    """The endpoint, which answers plain questions with a meeting of the wrong people."""

    def answer(body):
        found = fitting_answer(schema_of(body))
        if "date_end" in str(body["response_format"]):
            found["meetings"][0] |= {"date": "2031-05-12", "date_end": None, "country": "CL", "evidence": ["met"]}
        return 200, completion(json.dumps(found))

    endpoint.answer = answer
    return endpoint


def test_baseline_is_asked_the_same_and_shown_beside(plain_answers, gold, capsys):
    code, out, err = evaluate(capsys, gold, "--baseline")
    results = json.loads(out)["results"]
    assert (code, list(results)) == (0, ["llmextract", "baseline"])
    assert results["llmextract"]["scores"]["figures"]["meeting_f1"]["value"] == 1.0
    assert results["baseline"]["scores"]["figures"]["meeting_f1"]["value"] == 0.0
    assert results["baseline"]["scores"]["per_document"][0]["differences"][0]["kind"] == "missed meeting"
    requests = sum(results[name]["totals"]["requests"] for name in results)
    assert requests == len(plain_answers.requests)
    assert [line.partition(":")[0] for line in err[2:]] == ["baseline [1/2] d1", "baseline [2/2] d2"]

    code, out, _ = evaluate(capsys, gold, "--baseline", "--format", "table", "--diff")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "measure llmextract: 2 documents baseline: 2 documents" in lines
    assert "meeting, F1 1.00 (1.00–1.00) 0.00 (0.00–0.00)" in lines
    assert "baseline: what a reader would have to correct" in lines


def test_baseline_is_saved_beside_and_gone_on_with(plain_answers, gold, tmp_path, capsys):
    assert evaluate(capsys, gold, "--baseline", "--save", "records")[0] == 0
    folder = tmp_path / "work" / "records" / "baseline"
    assert Extraction.model_validate_json((folder / "d1.json").read_bytes()).run.requests == 1
    asked = len(plain_answers.requests)
    (folder / "d2.json").unlink()
    _, out, _ = evaluate(capsys, gold, "--baseline", "--save", "records")
    assert [one["resumed"] for one in json.loads(out)["results"]["baseline"]["runs"]] == [True, False]
    assert len(plain_answers.requests) == asked + 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere",), "no gold folder at nowhere; give a folder of ID.txt and ID.json files"),
        (("empty",), "no gold files in empty; give a folder"),
        (("gold", "--only", "d2,d3"), "no gold document is called 'd3'; there are d1, d2"),
        (("gold", "--only", " , "), "--only names no document; give ids with commas between them"),
        (("gold", "--resamples", "3"), "3 resamples are too few for a 95 % interval; use 40 or more"),
        (("gold", "--effort", "enormous"), "'effort' in option effort"),
        (("gold", "--save", "./gold/"), "--save would overwrite the gold files; give another folder"),
        (("gold", "--predictions", "nowhere"), "no folder of predictions at nowhere; give a folder of records"),
        (("gold", "--predictions", "empty"), "no record of any of the gold documents in empty"),
        (("gold", "--predictions", "gold"), "gold/d1.json is no record: article: key missing"),
        (
            ("gold", "--predictions", "x", "--baseline", "--save", "y", "--base-url", "http://z"),
            "--predictions asks no model, so that --base-url, --save, --baseline can't go with it; leave out one or",
        ),
        (
            ("gold", "--model", "nonsense", "--base-url", "nowhere"),
            "'base_url' in option base_url should be an address",
        ),
    ],
)
@pytest.mark.usefixtures("gold")
def test_wrong_usage_ends_the_program_before_any_work(arguments, message, endpoint, tmp_path, capsys):
    (tmp_path / "work" / "empty").mkdir()
    code, out, err = evaluate(capsys, *arguments)
    assert (code, out, len(err)) == (2, "", 1)
    assert err[0].startswith("llmextract: error: ")
    assert message in err[0]
    assert endpoint.requests == []


def test_gold_document_that_lacks_a_file_is_wrong_usage(gold, tmp_path, capsys):
    (tmp_path / "work" / gold / "d2.txt").unlink()
    code, out, err = evaluate(capsys, gold)
    assert (code, out) == (2, "")
    assert err == [
        "llmextract: error: gold/d2.json has no d2.txt beside it; a gold document is a pair of ID.txt and ID.json"
    ]


def test_record_that_is_somebody_elses_file_is_not_overwritten(endpoint, gold, tmp_path, capsys):
    shutil.copytree(tmp_path / "work" / gold, tmp_path / "work" / "copy")
    code, _, err = evaluate(capsys, gold, "--save", "copy")
    assert (code, endpoint.requests) == (2, [])
    assert "copy/d1.json is no record" in err[0]


@posix_only
def test_interrupt_scores_and_saves_what_was_done(endpoint, gold, tmp_path):
    asked, forever = threading.Event(), threading.Event()

    def answer(body):
        if len(endpoint.requests) > per_document:
            asked.set()
            forever.wait(30)
        return 200, completion(json.dumps(fitting_answer(schema_of(body))))

    with contextlib.redirect_stdout(io.StringIO()):
        assert run(["evaluate", gold, "--only", "d1"]) == 0
    per_document = len(endpoint.requests)
    endpoint.requests.clear()
    endpoint.answer = answer
    with program("evaluate", gold, "--save", "records") as process:
        assert asked.wait(30)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        forever.set()
    data = json.loads(out)
    assert (process.returncode, data["interrupted"]) == (130, True)
    assert [one["id"] for one in data["results"]["llmextract"]["runs"]] == ["d1"]
    assert data["results"]["llmextract"]["scores"]["documents"] == 1
    assert [path.name for path in (tmp_path / "work" / "records").iterdir()] == ["d1.json"]
    assert err.splitlines()[-1] == (
        "llmextract: interrupted; 1 of 2 documents done by llmextract; the records are in records, "
        "and the same command goes on from there"
    )


@pytest.mark.usefixtures("endpoint")
def test_interrupt_of_the_first_document_leaves_nothing_to_score(gold, monkeypatch, capsys):
    async def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Extractor, "aextract", interrupted)
    code, out, err = evaluate(capsys, gold, "--format", "table")
    assert (code, out, err) == (130, "", ["llmextract: interrupted; 0 of 2 documents done by llmextract"])


def test_embedded_model_is_started_apart_from_the_first_document(gold, tmp_path, monkeypatch, capsys):
    embedded_support.offer_toy_model(tmp_path, monkeypatch)
    write_gold(tmp_path / "work" / gold, "d1")
    (tmp_path / "work" / gold / "d1.txt").write_text("The harbour of Porto Lindo was busy.\n", encoding="utf-8")
    try:
        code, out, err = evaluate(capsys, gold, "--model", "local/toy", "--context", "2048", "--only", "d1")
        table = evaluate(capsys, gold, "--model", "local/toy", "--context", "2048", "--only", "d1", "--format", "table")
    finally:
        stop_all()
    result = json.loads(out)["results"]["llmextract"]
    assert (code, result["models"]) == (0, ["local/toy"])
    assert result["start_seconds"] > 0  # though the document asks nothing, so that it starts no model itself
    assert result["runs"][0]["requests"] == 0
    assert "starting local/toy ..." in err
    assert "model's start" in table[1]


def test_model_that_can_not_be_started_is_told_once(gold, tmp_path, monkeypatch, capsys):
    embedded_support.offer_toy_model(tmp_path, monkeypatch)
    monkeypatch.delenv("PIP_FIND_LINKS")
    code, out, err = evaluate(capsys, gold, "--model", "local/toy")
    assert (code, out) == (1, "")
    errors = [line for line in err if "error:" in line]
    assert len(errors) == 1
    assert "the model toy can't be downloaded" in errors[0]
