"""unnamed_offices.py: offices whose holder the next sentence names."""

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.unnamed_offices import told_by_office
from tests.extraction_support import make_article

ARRIVED = "Peru's foreign minister arrived in Nairobi on Monday."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (ARRIVED, "Luis Quilca met Kenyan President Ada Wekesa.", True),
        (ARRIVED, "Kenyan President Ada Wekesa met Luis Quilca.", False),  # the subject is somebody else
        (ARRIVED, "Kenyan Trade Minister Luis Quilca met Ada Wekesa.", False),  # another office
        ("Peru's foreign minister, Eva Marin, arrived in Nairobi.", "Luis Quilca met Ada Wekesa.", False),
        ("Peru's trade delegation arrived in Nairobi.", "Luis Quilca met Ada Wekesa.", False),
    ],
)
def test_who_is_named_next_holds_the_office(before, after, expected):
    article = make_article(before, after)
    members = [member for member in build_cast(article).members if member.name in {"Luis Quilca", "Ada Wekesa"}]
    assert told_by_office(article, 0, members) is expected
