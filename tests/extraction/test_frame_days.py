"""frame_days.py: several meetings that one noun tells of, each on its day."""

import pytest

from llmextract.extraction.frames import find_frames
from llmextract.extraction.syntax import parse

RETH, BANDA = "President Rosa Huaman", "Foreign Minister Luis Quilca"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (f"held talks with {RETH} on Tuesday and with {BANDA} on Wednesday", [[RETH], [BANDA]]),
        (f"will hold talks with {RETH} on Tuesday and with {BANDA} on Wednesday", [[RETH], [BANDA]]),
        (f"will hold talks with {RETH} on Tuesday and {BANDA} on Wednesday", [[RETH], [BANDA]]),
        (f"held talks with {RETH} and {BANDA} on Tuesday", [[RETH, BANDA]]),
        (f"held talks on Tuesday with {RETH} and with {BANDA}", [[RETH, BANDA]]),
        (f"held talks with {RETH} in Lima and {BANDA} in Quito", [[RETH], [BANDA]]),
        (f"held talks with {RETH} and {BANDA} in Quito", [[RETH, BANDA]]),
        (f"held talks with {RETH} on Tuesday and flew home on Wednesday", [[RETH]]),
    ],
)
def test_who_has_a_day_of_his_own_is_met_by_himself(said, expected):
    text = f"Ada Novak {said}."
    found = [frame for frame in find_frames(parse(text)) if frame.trigger.text == "talks"]
    assert [[text[party.start : party.end] for party in frame.others] for frame in found] == expected
    assert [frame.start > 0 for frame in found] == [False, True][: len(expected)]
