"""clauses.py: cutting sentences where they go on to another occasion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.extraction.clauses import asides, is_elliptic, purposes, split_clauses


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada met with the bank, then with President Orr.", ["Ada met with the bank", "then with President Orr."]),
        ("Ada met Jo before talks with Orr.", ["Ada met Jo", "before talks with Orr."]),
        ("Ada spoke before holding talks with Orr.", ["Ada spoke", "before holding talks with Orr."]),
        ("Ada met Jo before talks.", ["Ada met Jo before talks."]),
        ("Ada met Jo then.", ["Ada met Jo then."]),
    ],
)
def test_a_sentence_is_cut_where_it_goes_on_with_the_same_verb(text, expected):
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("then with President Orr", True),
        ("and then to Lima", True),
        ("Before meeting Orr", True),
        ("before holding talks with Orr", True),
        ("before he met Orr", False),
        ("then he met Orr", False),
        ("Ada met Jo, then with Orr", False),
        ("", False),
    ],
)
def test_an_elliptic_clause_has_no_verb_of_its_own(clause, expected):
    assert is_elliptic(clause) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met to discuss aid for Norvia.", ["to discuss aid for Norvia."]),
        ("They met to briefly discuss aid with Orr.", ["to briefly discuss aid "]),
        ("They held talks on Norvia with Orr.", [" on Norvia "]),
        ("They denounced Orr; they left.", [" Orr"]),
        ("They called for peace in Norvia.", ["called for peace in Norvia."]),
        ("They called Orr.", []),
        ("They met Orr about Norvia.", ["about Norvia."]),
        ("They came to the dam.", []),
        ("They met.", []),
    ],
)
def test_a_purpose_reaches_to_with_or_the_end(text, expected):
    assert [text[start:end] for start, end in purposes(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada met Jo before he was killed in Lima, he said.", ["before he was killed in Lima"]),
        ("Ada met Jo after the rebels had been driven out.", ["after the rebels had been driven out."]),
        ("Ada met Jo in addition to Tom; he left.", ["in addition to Tom"]),
        ("Ada met Jo after the talks.", []),
    ],
)
def test_asides_hold_what_only_dates_or_adds(text, expected):
    assert [text[start:end] for start, end in asides(text)] == expected


@given(
    st.lists(st.sampled_from(["to", "discuss", "with", ";", "about", "since", "Orr", ",", "was", "after"])).map(
        " ".join
    )
)
def test_stretches_lie_in_the_text_in_order(text):
    for found in (purposes(text), asides(text)):
        assert all(0 <= start <= end <= len(text) for start, end in found)
        assert found == sorted(found)
