"""Words that do nothing but be read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.export.inert import LONGEST_CELL, cell, json_line, one_line, readable, shortened, text_of_cell

texts = st.text(st.sampled_from("=+-@＝'; ,ab\t\n\r\x00\u202e\u2028|\"") | st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a", " =1", "\t=1", "\r=1", "\n=1", "'=1"]
)
def test_a_formula_gets_an_apostrophe(text):
    assert cell(text) == "'" + text.strip()


@pytest.mark.parametrize("text", ["", "a=b", "1-2", "a; b", "'a'", "it's -5"])
def test_anything_else_stays_as_it_is(text):
    assert cell(text) == text


def test_a_missing_text_is_an_empty_cell():
    assert cell(None) == ""


def test_a_formula_after_a_semicolon_gets_one_too():
    assert cell("a;=b; @c;d") == "a;'=b; '@c;d"


@given(texts)
def test_a_cell_gives_its_text_back(text):
    made = cell(text)
    assert text_of_cell(made) == one_line(text)
    assert not any(part.lstrip().startswith(tuple("=+-@＝＋－＠")) for part in made.split(";"))


def test_a_long_cell_is_cut():
    made = cell("=" + "x" * LONGEST_CELL)
    assert len(made) == LONGEST_CELL
    assert made.endswith("x…")
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd", 3) == "ab…"


def test_what_is_no_text_is_shown_or_left_out():
    assert readable("a\r\nb\rc\u2028d\x85e\tf") == "a\nb\nc\nd\ne\tf"
    assert readable("a\x00b\x9fc\ufeffd\uffffe") == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert readable("gnp\u202etxt\u2066!\u2069") == "gnptxt!"
    assert readable("שלום\u200f!") == "שלום\u200f!"  # a mark of plain text turns nothing around


@given(texts)
def test_json_is_the_same_after_reading_and_one_line_everywhere(text):
    line = json_line({"a": text})
    assert json.loads(line) == {"a": text}
    assert len(line.splitlines()) == 1
    assert not set(line) & set("\u202e\u2066\u2028\x7f\x85\ufeff")
