import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import ConfigurationError
from llmextract.llm import prices
from llmextract.llm.prices import Price, load_prices, price


@pytest.mark.parametrize(
    ("name", "same_as"),
    [
        ("gpt-4o-mini", "openai/gpt-4o-mini"),
        ("gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini"),
        ("OpenAI/GPT-4o-mini", "openai/gpt-4o-mini"),
        ("anthropic/claude-haiku-4.5", "anthropic/claude-haiku-4-5"),
        ("claude-haiku-4-5-20251001", "anthropic/claude-haiku-4-5"),
        ("google/gemini-2.5-flash", "gemini-2-5-flash"),
    ],
)
def test_names_of_one_model_have_one_price(name, same_as):
    assert price(name) is not None
    assert price(name) == price(same_as)


@pytest.mark.parametrize("name", ["", "nobody/knows", "reseller/gpt-4o-mini", "gpt-4o-miniature", "gpt-4o-mini-2024"])
def test_what_is_not_listed_has_no_price(name):
    assert price(name) is None


def test_a_dated_name_that_is_listed_has_its_own_price():
    assert price("gpt-4o-2024-05-13").input == 5
    assert price("gpt-4o-2024-08-06").input == 2.5


@pytest.mark.parametrize("name", ["local/qwen2.5-coder-1.5b", "local//models/my.gguf", "ollama/llama9"])
def test_models_on_ones_own_machine_are_free(name):
    assert price(name).cost(prompt=10**6, cached=0, completion=10**6) == 0


def test_cost_counts_cached_tokens_at_their_own_price():
    own = Price(input=2.0, cached_input=0.5, output=8.0)
    assert own.cost(prompt=1_000_000, cached=400_000, completion=250_000) == pytest.approx(1.2 + 0.2 + 2.0)
    assert Price(input=2.0, output=8.0).cost(prompt=1_000_000, cached=400_000, completion=0) == pytest.approx(2.0)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_caching_never_costs_more_and_nothing_is_negative(prompt, cached, completion):
    own = Price(input=2.0, cached_input=0.5, output=8.0)
    cost = own.cost(prompt=prompt, cached=cached, completion=completion)
    assert 0 <= cost <= own.cost(prompt=prompt, cached=0, completion=completion) + 1e-9


def test_the_table_is_dated_sourced_and_plausible():
    table = load_prices()
    assert dt.date.fromisoformat(table.as_of) > dt.date(2026, 1, 1)
    assert table.source
    for name, entry in table.prices.items():
        assert name.count("/") == 1
        assert 0 < (entry.cached_input or entry.input) <= entry.input < entry.output < 1000, name


def test_the_table_is_valid_json_without_repeated_names():
    text = (Path(prices.__file__).parent / "prices.json").read_text(encoding="utf-8")
    names = json.loads(text, object_pairs_hook=lambda pairs: pairs)[2][1]
    assert len({name for name, _ in names}) == len(names)


def test_a_table_of_ones_own_comes_first(tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(
        '{"as_of": "2031-01-01", "prices": {"gpt-4o-mini": {"input": 9, "output": 9}, "x": {"input": 1, "output": 2}}}'
    )
    table = load_prices(path)
    assert table.as_of == "2031-01-01"
    assert table.price("gpt-4o-mini").input == 9
    assert table.price("gpt-4o-mini-2024-07-18").input == 9
    assert table.price("x").output == 2
    assert table.price("gpt-4.1-nano") == price("gpt-4.1-nano")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "not a price table"),
        (b'{"prices": {"x": {"input": 1}}}', r"prices\.x\.output"),
        (b'{"prices": {"x": {"input": -1, "output": 1}}}', r"prices\.x\.input"),
        (b'{"price": {}}', "not a price table"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_bad_table_is_named(tmp_path, content, message):
    path = tmp_path / "mine.json"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=message) as caught:
        load_prices(path)
    assert str(path) in str(caught.value)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match="No such file"):
        load_prices(tmp_path / "none.json")
