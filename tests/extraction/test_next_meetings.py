"""next_meetings.py: the next meeting of those who met, of which a sentence names nobody."""

import pytest

from llmextract.extraction.frames import find_frames
from llmextract.extraction.syntax import parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The next meeting will be held in Lima on June 3.", True),
        ("The next round of talks is scheduled for June 3 in Lima.", True),
        ("The next round will be held in Lima in June.", True),
        ("A second meeting is planned for Friday.", True),
        ("Further talks are set for Monday.", True),
        ("The talks are set to continue on June 3.", True),
        ("Negotiations will continue in Lima on Monday.", True),
        ("The talks will resume soon.", False),
        ("The war will continue in June.", False),
        ("The next meeting will be held soon.", False),  # no day and no place
        ("The next meeting was held in Lima.", False),
        ("The meeting will be held in Lima on June 3.", False),  # the one that was told
        ("The second round will be held on June 3.", False),  # of an election
        ("The next council meeting will be held in Lima.", False),
        ("The next meeting of ministers will be held in Lima.", False),
        ("The next meeting will be crucial for Lima.", False),
    ],
)
def test_the_next_meeting_is_another_one(text, expected):
    found = [frame.again for frame in find_frames(parse(text)) if not frame.others]
    assert (True in found) is expected
