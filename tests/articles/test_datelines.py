"""Datelines, and openings that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.articles.datelines import _LINE, _LONGEST_LINE, find_dateline


@pytest.mark.parametrize(
    ("paragraph", "place", "agency", "date"),
    [
        ("VELDUN, Brelia (North Corvia) – The minister met Sol.", "VELDUN, Brelia", "North Corvia", None),
        ("PARIS, March 3 (Reuters) - The minister met Sol.", "PARIS", "Reuters", "March 3"),
        ("LONDON — The minister met Sol.", "LONDON", None, None),
        ("LONDON—The minister met Sol.", "LONDON", None, None),
        ("(Reuters) - The minister met Sol.", None, "Reuters", None),
        ("UNITED NATIONS, Dec. 12 (Xinhua) -- The minister met Sol.", "UNITED NATIONS", "Xinhua", "Dec. 12"),
        ("WASHINGTON/ANKARA (Reuters) - The minister met Sol.", "WASHINGTON/ANKARA", "Reuters", None),
        ("Damascus (AFP) – The minister met Sol.", "Damascus", "AFP", None),
        ("Corvia (EFE).- The minister met Sol.", "Corvia", "EFE", None),
        ("GENEVA (AP) _ The minister met Sol.", "GENEVA", "AP", None),
        ("The Hague, 3 May - The minister met Sol.", "The Hague", None, "3 May"),
        ("Paris, March 3, 2024 - The minister met Sol.", "Paris", None, "March 3, 2024"),
        ("RIYADH: The minister met Sol.", "RIYADH", None, None),
        ("PORT-AU-PRINCE, Haiti (AP) — The minister met Sol.", "PORT-AU-PRINCE, Haiti", "AP", None),
    ],
)
def test_datelines_end_before_the_first_word(paragraph, place, agency, date):
    found = find_dateline(paragraph)
    assert paragraph[found.length :] == "The minister met Sol."
    assert (found.place, found.agency, found.date) == (place, agency, date)


@pytest.mark.parametrize(
    ("line", "place", "agency", "date"),
    [
        ("PARIS, March 3, 2024 (Reuters)", "PARIS", "Reuters", "March 3, 2024"),
        ("LONDON (AFP)", "LONDON", "AFP", None),
    ],
)
def test_a_dateline_may_be_a_line_of_its_own(line, place, agency, date):
    found = find_dateline(line)
    assert (found.length, found.place, found.agency, found.date) == (len(line), place, agency, date)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Thursday, January 24, 2019",
        "REMARKS BY THE MINISTER",
        "Corvia (Reuters)",
        "Tarn – the foreign minister – met Sol.",
        "NATO — the alliance — said so.",
        "OSLO — the capital — is calm today.",
        "BREAKING: Tarn meets Sol in Corvia.",
        "TARN: We will meet again soon.",
        "TARN: “The talks will go on.”",
        "Tarn: The talks will go on.",
        "US - China talks ended today.",
        "He said (again) - and left the room.",
        "Prime Minister Tarn (Brelia) - said to be ill - stayed away.",
        "Talks (2019) – failed again badly.",
        "10 Downing Street – home of the minister.",
        "A well-known envoy met Sol.",
        "LONDON — Yes.",
        "",
    ],
)
def test_asides_speakers_and_labels_are_no_datelines(paragraph):
    assert find_dateline(paragraph) is None


@given(st.from_regex(_LINE, fullmatch=True))
def test_no_line_that_may_be_a_dateline_is_too_long_to_be_tried(line):
    assert len(line.rstrip()) <= _LONGEST_LINE
