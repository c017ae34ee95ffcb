"""clauses.py: cutting sentences where they go on to another occasion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.extraction.clauses import asides, split_clauses


def clauses(text):
    return [text[start:end] for start, end in split_clauses(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "He went to Lima for talks before he is to meet Orr.",
            ["He went to Lima for talks", "before he is to meet Orr."],
        ),
        ("Ada met Jo and will travel to Lima.", ["Ada met Jo", "and will travel to Lima."]),
        ("Ada met Jo, and later visited Tom.", ["Ada met Jo", "and later visited Tom."]),
        ("Ada met Jo, but was told that he would go.", ["Ada met Jo", "but was told that he would go."]),
        ("Ada a rencontré Jo et sera reçue à Lima.", ["Ada a rencontré Jo", "et sera reçue à Lima."]),
        ("Ada traf Jo und wird Tom sehen.", ["Ada traf Jo", "und wird Tom sehen."]),
        ("Ada met Jo and Tom.", ["Ada met Jo and Tom."]),
        ("Ada met Jo before dawn.", ["Ada met Jo before dawn."]),
        ("The band will play.", ["The band will play."]),
        ("", [""]),
    ],
)
def test_a_sentence_is_cut_where_a_conjunction_leads_to_another_time(text, expected):
    assert clauses(text) == expected


WORDS = st.sampled_from(["Ada", "met", "and", "will", ",", "\n", "before", "he", "is", "then", "later", "  ", "und"])


@given(st.lists(WORDS).map(" ".join) | st.text())
def test_clauses_cover_the_sentence_but_for_white_space_and_commas(text):
    at = 0
    for start, end in split_clauses(text):
        assert at <= start <= end
        assert not text[at:start].replace(",", "").strip()
        at = end
    assert at == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ada met Jo, the first visit since the rebels drove out Arvid, and left.",
            ["since the rebels drove out Arvid"],
        ),
        ("Amid protests, Ada met Jo because Tom asked; he left.", ["Amid protests", "because Tom asked"]),
        ("Ada traf Jo, weil Tom fragte.", ["weil Tom fragte."]),
        ("Ada met Jo.", []),
    ],
)
def test_asides_reach_to_the_next_comma(text, expected):
    assert [text[start:end] for start, end in asides(text)] == expected
