"""benchmarks/speed/busy.py, with a very small model that is really run."""

import math

import pytest

from benchmarks.speed import __main__ as program
from benchmarks.speed.busy import LEAST_SHARE, busy_figures, busy_processes, measure_busy
from benchmarks.speed.embedded import Rates
from llmextract.errors import ConfigurationError, EndpointError
from llmextract.llm.embedded import server
from llmextract.settings import Endpoint
from tests.chat_server import ChatServer
from tests.embedded_support import write_tiny_gguf


@pytest.fixture(autouse=True)
def stopped():
    yield
    server.stop_all()


def test_the_share_that_is_kept_is_the_median_of_the_rounds():
    alone = [Rates(30, 8), Rates(60, 8), Rates(30, 8)]
    one = [Rates(15, 2), Rates(30, 2), Rates(3, 2)]
    figures = {figure.name: figure for figure in busy_figures({0: alone, 1: one, 2: one})}
    assert len(figures) == 6
    assert figures["prompt tokens computed, alone"].value == 30
    reading = figures["prompt tokens computed, beside 1 busy process, share of that alone"]
    assert (reading.value, reading.least, reading.is_kept) == (0.5, LEAST_SHARE, True)
    answering = figures["tokens answered, beside 1 busy process, share of that alone"]
    assert (answering.value, answering.is_kept) == (0.25, False)
    assert figures["tokens answered, beside 2 busy processes, share of that alone"].is_kept is None


def test_busy_processes_end_also_when_what_they_disturb_fails():
    started = []

    def disturbed():
        with busy_processes(2) as processes:
            started.extend(process.poll() for process in processes)
            started.extend(processes)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        disturbed()
    assert started[:2] == [None, None], "both ran"
    assert all(process.poll() is not None for process in started[2:])


def test_a_model_that_runs_is_measured(tmp_path, monkeypatch):
    monkeypatch.setenv("LLMEXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    model = f"local/{write_tiny_gguf(tmp_path / 'tiny.gguf')}"
    figures, taken = measure_busy(model=model, context=2048, rounds=1)
    assert len(figures) == 6
    rates = [rate for (round_,) in taken.values() for rate in round_]
    assert all(rate > 0 and math.isfinite(rate) for rate in rates)


def test_a_model_elsewhere_is_not_measured(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match="ollama/m is none; leave the part out"):
        measure_busy(model="ollama/m")


def test_a_server_that_tells_no_rates_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def start(_place, _settings):
        return Endpoint("m", url, None, "local/m", "LLMEXTRACT_API_KEY", 5.0)

    monkeypatch.setattr("llmextract.llm.opening.start_embedded", start)
    with ChatServer() as elsewhere:
        url = elsewhere.url
        with pytest.raises(EndpointError, match="did not answer with its rates"):
            measure_busy(rounds=1)


@pytest.mark.parametrize(("given", "measured"), [(None, None), ("local/other", "local/other"), ("openai/m", None)])
def test_only_an_embedded_model_that_is_named_is_measured_in_place_of_the_default(given, measured, monkeypatch):
    asked = []
    monkeypatch.setattr("benchmarks.speed.busy.measure_busy", lambda **arguments: asked.append(arguments) or ([], {}))
    options = program.parse_arguments(["--parts", "busy", *(["--model", given] if given else [])])
    assert program.PARTS["busy"](options) == ([], {})
    assert asked == [{"model": measured, "context": options.context}]
