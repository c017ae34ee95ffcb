"""Tests of `llmextract.articles.needed_words`."""

import importlib
import tomllib
from importlib import resources

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.articles import injections
from llmextract.articles.needed_words import WordedPattern, WordedPatterns, needed_words

ORDERS = [pattern for _, pattern in injections._patterns().patterns]
SPEECH = tomllib.loads(resources.files("llmextract.extraction").joinpath("speech.toml").read_text(encoding="utf-8"))
VERBS = [verb for stances in (SPEECH["before"], SPEECH["last"]) for verbs in stances.values() for verb in verbs]


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("abc", [{"abc"}]),
        (r"\babc\b", [{"abc"}]),
        ("(?:ab|cd)ef", [{"abef", "cdef"}]),
        ("(ab|cd) .* xyz", [{" xyz"}, {"ab ", "cd "}]),
        ("colou?rs", [{"colors", "colours"}]),
        ("gr[ae]y", [{"gray", "grey"}]),
        ("(?:abcd)+", [{"abcd"}]),
        ("(?:abcd)*efgh", [{"efgh"}]),
        ("(?:abc|abcde)f?", [{"abc"}]),
        ("ab(?=cd)", [{"ab"}]),
        ("ab(?!cd)", [{"ab"}]),
        (r"\w+ing", [{"ing"}]),
        (r"[^a]bc[x-z]de", [{"bc"}, {"de"}]),
        (r"```|~~~", [{"```", "~~~"}]),
        (r"(?:\w+|word)", []),
        (r"a\w", []),
        ("(?i)abc", []),
        ("x(?i:abc)def", [{"def"}]),
        (r"\p{Lu}abc", []),
        ("(?P<a>bc)(?P=a)", [{"bc"}]),
        ("(", []),
    ],
)
def test_what_an_expression_needs(pattern, needs):
    assert sorted(map(sorted, needed_words(pattern))) == sorted(map(sorted, needs))


def test_few_and_long_words_are_looked_for_first():
    assert needed_words("(?:ab|cd|ef).*important") == (frozenset({"important"}), frozenset({"ab", "cd", "ef"}))


def test_many_spellings_are_taken_apart():
    needs = needed_words("(?:a|b|c|d|e|f|g)(?:h|i|j|k|l|m|n)(?:o|p|q|r|s|t|u)xyz")
    assert frozenset("xyz") not in needs
    assert any(len(word) > 1 for words in needs for word in words)


def test_without_pythons_parser_nothing_is_needed(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    assert needed_words("abc") == ()
    assert WordedPattern("abc").matches("xabcx")


@pytest.mark.parametrize(("text", "found"), [("the END", True), ("the end", True), ("then", False)])
def test_case_is_ignored_where_wanted(text, found):
    assert WordedPattern(r"\bend\b", ignore_case=True).matches(text) is found


def test_case_counts_otherwise():
    assert not WordedPattern("end").matches("END")


@pytest.mark.parametrize("letter", sorted({letter for verb in VERBS for letter in verb if letter.isalpha()}))
def test_letters_that_are_one_without_case_are_found(letter):
    every = "".join(chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000)
    alike = regex.findall(letter, every, regex.IGNORECASE)
    newer = {"\U0001df95"}  # than the tables of some Pythons
    pattern = WordedPattern(f"{letter}{letter}", ignore_case=True)
    assert [each for each in alike if each not in newer and not pattern.matches(f"-{each}{each}-")] == []


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_match_of_an_order_is_missed(data):
    pattern = data.draw(st.sampled_from(ORDERS))
    text = data.draw(st.from_regex(pattern._pattern))
    assert pattern.may_match(text)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_match_of_a_verb_is_missed(data):
    verb = data.draw(st.sampled_from(VERBS))
    text = data.draw(st.from_regex(verb))
    assert WordedPattern(verb, ignore_case=True).may_match(text.upper() if data.draw(st.booleans()) else text)


def test_every_order_needs_words():
    """One that needs none would be tried on every sentence of every article."""
    assert [pattern._pattern for pattern in ORDERS if not pattern.needs] == []


def test_of_several_expressions_those_are_left_whose_words_a_text_holds():
    patterns = [
        (number, WordedPattern(pattern)) for number, pattern in enumerate(["said so|says so", r"\w", "a .* bc"])
    ]
    together = WordedPatterns(patterns)
    assert [meaning for meaning, _ in together.that_may_match("who says so")] == [0, 1]
    assert [meaning for meaning, _ in together.that_may_match("a says bc")] == [1, 2]
    assert [meaning for meaning, _ in together.that_may_match("bc")] == [1]


@settings(deadline=None)
@given(st.lists(st.sampled_from(VERBS), max_size=3).map("; ".join), st.booleans())
def test_several_expressions_are_told_as_each_is_alone(text, capitals):
    text = text.upper() if capitals else text
    patterns = [(verb, WordedPattern(verb, ignore_case=True)) for verb in VERBS[::7]]
    found = [meaning for meaning, _ in WordedPatterns(patterns, ignore_case=True).that_may_match(text)]
    assert found == [verb for verb, pattern in patterns if pattern.may_match(text)]
