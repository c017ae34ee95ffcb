"""The arithmetic of the speed benchmark, its endpoint, and the parts that take no minutes."""

import asyncio
import json
import shutil
from pathlib import Path

import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.speed import __main__ as program
from benchmarks.speed.answers import AnswerBook, fill
from benchmarks.speed.concurrency import concurrency_figures, measure_concurrency
from benchmarks.speed.cpu import MOST_BEYOND_OPENAI, cpu_figures, forget_texts, measure_cpu
from benchmarks.speed.embedded import Rates, again_figure, embedded_figures
from benchmarks.speed.endpoint import asked_requests, completion, running_endpoint
from benchmarks.speed.figures import Figure, Report, describe_machine, growth, middle, ratio_of_pairs
from benchmarks.speed.machine import WEIGHTS_BYTES, WEIGHTS_MULTIPLIED, ceilings, distance_figures, machine_figures
from benchmarks.speed.memory import invented_name, measure_memory, memory_figures
from benchmarks.speed.start import BASELINE, start_figures
from llmextract.evaluation import load_gold
from llmextract.evaluation.plain_answer import PlainAnswer
from llmextract.extraction.countries import find_countries, name_kind
from llmextract.prompting.whole_article import Stretch, whole_article_form, whole_article_messages

OWN_GOLD = Path(__file__).parents[1] / "gold"


@pytest.fixture(scope="module")
def gold(tmp_path_factory):
    """Two of the articles with answers, so that the parts end soon."""
    folder = tmp_path_factory.mktemp("gold")
    for name in ("g02", "g04"):
        for ending in ("txt", "json"):
            shutil.copy(OWN_GOLD / f"{name}.{ending}", folder)
    return folder


def by_name(figures):
    return {figure.name: figure for figure in figures}


def request(text, form):
    schema = {"type": "json_schema", "json_schema": {"name": "n", "schema": form.model_json_schema()}}
    return {"model": "m", "messages": [{"role": "user", "content": text}], "response_format": schema}


@pytest.mark.parametrize(
    ("value", "most", "least", "kept"),
    [
        (2.0, 2.0, None, True),
        (2.1, 2.0, None, False),
        (60.0, None, 60.0, True),
        (59.0, None, 60.0, False),
        (None, 1.0, None, None),
        (1.0, None, None, None),
    ],
)
def test_limits_are_kept_up_to_themselves(value, most, least, kept):
    assert Figure("f", value, "ms", most, least).is_kept is kept


def test_ratio_is_the_median_of_the_pairs():
    assert ratio_of_pairs([1.0, 2.0, 10.0], [3.0, 4.0, 10.0]) == 2.0
    assert ratio_of_pairs([0.0], [5.0]) is None


@given(st.lists(st.floats(1, 1e6), min_size=1), st.floats(0.01, 100))
def test_a_system_that_takes_so_many_times_longer_each_time_has_that_ratio(seconds, times):
    assert ratio_of_pairs(seconds, [times * value for value in seconds]) == pytest.approx(times)


def test_growth_is_told_of_what_comes_after_the_start():
    assert growth([50.0] * 20 + [100.0] * 80) == 0.0
    assert growth([100.0] * 60 + [120.0] * 40) == pytest.approx(0.2)
    assert growth([100.0] * 4) is None
    assert middle([]) is None


def test_start_is_told_above_python_alone():
    figures = by_name(
        start_figures({BASELINE: [(20.0, 10.0)] * 3, "import llmextract": [(75.0, 12.0), (90.0, 14.0), (70.0, 12.0)]})
    )
    assert figures["import llmextract, above Python alone"] == Figure(
        "import llmextract, above Python alone", 55.0, "ms", 50.0
    )
    assert figures["import llmextract, above Python alone, CPU time"].value == 2.0


def test_cpu_time_is_held_against_openai_and_instructor():
    taken = {"openai": {"a": 2.0, "b": 4.0}, "instructor": {"a": 7.0, "b": 7.0}, "llmextract": {"a": 5.0, "b": 8.0}}
    figures = by_name(cpu_figures(taken, "low"))
    beyond = figures["llmextract, low, beyond bare openai"]
    assert (beyond.value, beyond.most, beyond.is_kept) == (3.5, MOST_BEYOND_OPENAI, False)
    assert figures["llmextract, low"].is_kept
    assert all(figure.is_kept is None for figure in cpu_figures(taken, "normal"))


def test_concurrency_is_told_with_its_share_of_what_is_possible():
    slow, fast = concurrency_figures({8: 4.0, 64: 62.0}, delay=1.0)
    assert (slow.note, slow.is_kept) == ("50 % of 8", None)
    assert (fast.note, fast.is_kept) == ("97 % of 64", True)


def test_memory_may_grow_by_a_tenth():
    _, grown = memory_figures([100.0] * 60 + [120.0] * 40, 1000)
    assert (grown.value, grown.is_kept) == (pytest.approx(20.0), False)
    assert memory_figures([], 1)[0].value is None


@given(st.sets(st.integers(0, 10**6), max_size=30))
def test_no_two_articles_name_the_same_minister(numbers):
    assert len({invented_name(number) for number in numbers}) == len(numbers)


def test_ceilings_follow_from_memory_and_arithmetic():
    plain = ceilings(read_gb=WEIGHTS_BYTES / 1e8, float_gflops=2 * WEIGHTS_MULTIPLIED / 1e8, instructions=frozenset())
    assert (plain.answered, plain.prompt, plain.prompt_vnni) == (pytest.approx(10.0), pytest.approx(13.3), None)
    wide = ceilings(
        read_gb=1.0, float_gflops=2 * WEIGHTS_MULTIPLIED / 1e8, instructions=frozenset({"avx512f", "avx512_vnni"})
    )
    assert (wide.prompt, wide.prompt_vnni) == (pytest.approx(6.7), pytest.approx(40.0))
    assert machine_figures(plain)[-1].value is None
    shares = distance_figures(wide._asdict(), prompt=20.0, answer=wide.answered / 2)
    assert [share.value for share in shares] == [
        pytest.approx(50.0),
        pytest.approx(298.5, rel=1e-3),
        pytest.approx(50.0),
    ]


def cost(seconds, prompt, cached, answered):
    return {"seconds": seconds, "prompt_tokens": prompt, "cached_tokens": cached, "completion_tokens": answered}


def test_embedded_model_is_held_against_the_peers_and_the_floor():
    costs = {
        "ours": {"a": cost(20.0, 1000, 700, 50), "b": cost(40.0, 1000, 600, 50)},
        "instructor": {"a": cost(60.0, 900, 0, 200), "b": cost(90.0, 900, 0, 300)},
        "langextract": {"a": cost(30.0, None, None, None), "b": cost(None, None, None, None)},
    }
    figures = by_name(embedded_figures(costs, Rates(prompt=20.0, answer=8.0), {"a": 200, "b": None}))
    assert figures["articles an hour, times instructor's"].value == pytest.approx(2.5)
    assert figures["instructor, time, times llmextract's"].value == pytest.approx(2.625)
    assert figures["answered tokens, share of instructor's"] == Figure(
        "answered tokens, share of instructor's", 0.2, "", 0.5
    )
    assert figures["langextract, answered tokens, times llmextract's"].value is None
    assert figures["time, times reading the article once"].value == 2.0  # 20 s; 200 tokens take 10 s
    assert figures["prompt tokens computed, times the article's own"].value == 1.5
    assert figures["ours, median prompt tokens computed"].value == 350
    assert again_figure(cost(0.1, 0, 0, 0)).is_kept
    assert again_figure(cost(0.1, 30, 29, 0)).is_kept is False


def test_table_tells_what_is_not_kept():
    report = Report(about=describe_machine())
    report.parts["start"] = [
        Figure("a", 2000.0, "ms", 50.0, note="n"),
        Figure("b", None, ""),
        Figure("c", 0.5, "", least=0.2),
    ]
    table = report.markdown()
    assert (
        "| start | a (n) | 2,000 ms | ≤ 50.0 | **no** |\n| start | b | – |  |  |\n| start | c | 0.50 | ≥ 0.20 | yes |"
        in table
    )
    assert json.loads(json.dumps(report.to_dict()))["figures"]["start"][0]["kept"] is False
    assert report.about["versions"]["openai"]


def test_kept_table_goes_on_top(tmp_path):
    results = tmp_path / "RESULTS.md"
    results.write_text("# Results\n\n<!-- results: the newest first -->\n\n### old\n", encoding="utf-8")
    program.keep("### new\n", results)
    assert results.read_text(encoding="utf-8").endswith("first -->\n\n### new\n\n### old\n")
    results.write_text("# Results\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has no line"):
        program.keep("### new\n", results)
    assert "<!-- results: the newest first -->\n" in program.RESULTS.read_text(encoding="utf-8")


@pytest.mark.parametrize("document", load_gold(OWN_GOLD), ids=lambda document: document.id)
def test_answers_fit_every_form_and_say_what_the_gold_file_says(document):
    book = AnswerBook([document])
    plain = PlainAnswer.model_validate_json(book.answer(request(document.text, PlainAnswer)))
    assert [meeting.status for meeting in plain.meetings] == [meeting.status[0] for meeting in document.meetings]
    form = whole_article_form(9)
    question = whole_article_messages(Stretch(None, None, tuple(document.text.splitlines())))[-1]["content"]
    whole = form.model_validate_json(book.answer(request(question, form)))
    names = [[person.name for person in meeting.participants] for meeting in document.meetings]
    assert [[person.name for person in meeting.people] for meeting in whole.meetings] == names


def test_a_field_that_no_gold_file_knows_gets_what_its_schema_allows():
    schema = {
        "type": "object",
        "properties": {
            "kind": {"enum": ["x", "y"]},
            "who": {"type": "array", "items": {"enum": ["p", "q", "r"]}, "minItems": 1},
            "why": {"anyOf": [{"type": "string"}, {"type": "null"}]},
            "number": {"type": "integer", "minimum": 3},
            "sure": {"type": "boolean"},
            "part": {"$ref": "#/$defs/Part"},
        },
    }
    parts = {"Part": {"type": "object", "properties": {"label": {"type": "string", "maxLength": 4}}}}
    assert fill(schema, {"kind": "z", "part": {"label": "fisheries"}}, parts) == {
        "kind": "x", "who": ["p", "q"], "why": None, "number": 3, "sure": True, "part": {"label": "fish"}
    }  # fmt: skip


def test_endpoint_tells_probabilities_where_they_are_asked_for():
    asked = {"model": "m", "messages": [{"content": "four"}], "logprobs": True, "top_logprobs": 3}
    told = json.loads(completion(asked, '{"meetings": []}'))["choices"][0]
    assert "".join(entry["token"] for entry in told["logprobs"]["content"]) == told["message"]["content"]
    assert all(len(entry["top_logprobs"]) == 3 for entry in told["logprobs"]["content"])
    assert json.loads(completion({"model": "m", "messages": []}, "{}"))["choices"][0]["logprobs"] is None


def test_endpoint_answers_from_another_process_and_keeps_what_it_was_asked(gold):
    document = load_gold(gold)[0]

    async def ask(url):
        async with openai.AsyncOpenAI(api_key="none", base_url=url) as client:
            answer = await client.chat.completions.create(**request(document.text, PlainAnswer))
        return PlainAnswer.model_validate_json(answer.choices[0].message.content)

    with running_endpoint(gold) as url:
        assert len(asyncio.run(ask(url)).meetings) == len(document.meetings)
        (kept,) = asked_requests(url)
        assert kept["messages"][0]["content"] == document.text
        assert asked_requests(url) == []


def test_texts_are_forgotten_and_tables_are_not():
    find_countries("Norvia met Kenya")
    assert name_kind("Kenya") == "name"
    forget_texts()
    from llmextract.extraction import countries

    assert countries._lookup.cache_info().currsize == 0
    assert countries._table.cache_info().currsize == 1


def test_cpu_time_of_all_three_is_measured(gold):
    figures, raw = measure_cpu(gold, rounds=1, effort="low")
    assert set(raw["low"]) == {"openai", "instructor", "llmextract"}
    assert all(value > 0 for taken in raw["low"].values() for value in taken.values())
    assert len(figures) == 5


def test_articles_a_second_are_measured(gold):
    figures, rates = measure_concurrency(gold, concurrencies=(1, 4), delay=0.05, turns=3)
    assert 0 < rates[1] <= 20
    assert rates[4] > rates[1]
    assert len(figures) == 2


def test_memory_is_measured_in_another_process(gold):
    figures, held = measure_memory(gold, articles=5)
    assert len(held) == 5
    assert figures[0].value == held[-1] > 10


def test_program_writes_what_it_measures(gold, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(program.PARTS, "start", lambda _: ([Figure("a", 2.0, "ms", 1.0)], {"a": [2.0]}))
    assert program.main(["--parts", "start", "--out", str(tmp_path)]) == 1
    assert "| start | a | 2.00 ms | ≤ 1.00 | **no** |" in capsys.readouterr().out
    assert json.loads((tmp_path / "speed.json").read_text())["raw"] == {"start": {"a": [2.0]}}
    assert (tmp_path / "speed.md").read_text().startswith("### ")
    assert (
        program.main(
            ["--parts", "embedded", "--gold", str(gold), "--model", "local/no-such", "--systems", "ours,instructor"]
        )
        == 2
    )
    assert "no-such" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--parts", "stairs"], ["--systems", "instructor"]])
def test_wrong_usage_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as end:
        program.parse_arguments(arguments)
    assert end.value.code == 2
    assert capsys.readouterr().err
