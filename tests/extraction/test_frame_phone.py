"""frame_phone.py: what tells of a telephone."""

import pytest

from llmextract.extraction.frame_phone import is_by_phone
from llmextract.extraction.syntax import parse


@pytest.mark.parametrize(
    ("said", "trigger", "expected"),
    [
        ("had a very good call with Ivo Reth", "call", True),
        ("spoke in a call on Monday with Ivo Reth", "call", True),
        ("made a call to Ivo Reth", "call", True),
        ("called Ivo Reth", "called", True),
        ("spoke by telephone with Ivo Reth", "spoke", True),
        ("held telephone talks with Ivo Reth", "talks", True),
        ("paid a call on Ivo Reth", "call", False),
        ("made a courtesy call on Ivo Reth", "call", False),
        ("made a call on Ivo Reth", "call", False),
        ("held a video call with Ivo Reth", "call", False),
        ("called on Ivo Reth", "called", False),
        ("met Ivo Reth", "met", False),
    ],
)
def test_a_call_is_by_telephone_unless_it_is_a_visit_or_by_video(said, trigger, expected):
    parsed = parse(f"Ada Novak {said}.")
    (word,) = [word for word in parsed.words if word.text == trigger]
    assert is_by_phone(parsed, word) is expected
