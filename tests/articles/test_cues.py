"""Notices are found wherever their expressions find them, though few of these are tried on a text."""

import re
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.articles.cues import fold, load_cues

TABLES = tomllib.loads(resources.files("llmextract.articles").joinpath("cues.toml").read_text(encoding="utf-8"))
NOTICES = [expression for listed in TABLES["notice"].values() for expression in listed]


@pytest.mark.parametrize("expression", NOTICES)
def test_what_a_notice_matches_is_found(expression):
    @given(st.from_regex(expression))
    def check(text):
        assert load_cues().notice.found_in(text)

    check()


@given(st.text(max_size=80))
def test_a_notice_is_found_wherever_the_expression_finds_it(text):
    found = any(re.search(expression, fold(text)) for expression in NOTICES)
    assert load_cues().notice.found_in(fold(text)) == found


def test_the_article_speaks_and_the_page_does():
    assert load_cues().notice.found_in(fold("By clicking Accept you agree to our use of cookies."))
    assert not load_cues().notice.found_in(fold("Minister Novak agreed to a cookie factory in Tavia."))
