"""posts.py: where a name begins behind the post that its run of capitals opens with."""

import pytest

from llmextract.extraction.posts import split_behind_post


@pytest.mark.parametrize(
    ("before", "run", "parts"),
    [
        ("", "Under Secretary for Political Affairs Ada Novak", ["Ada Novak"]),
        ("", "Custodian of the Two Holy Mosques King Arvid", ["Custodian of the Two Holy Mosques", "King Arvid"]),
        ("the ambassador to ", "Kenya Ada Novak", ["Ada Novak"]),
        ("the envoy to the ", "United States Ada Novak", ["Ada Novak"]),
        ("the ambassador to ", "Nairobi Ada Novak", ["Ada Novak"]),
        ("the ambassador to ", "London Novak", []),
        ("the ambassador of Kenya to ", "Lima Ada Novak", ["Ada Novak"]),
        ("the road to ", "Kenya Ada Novak", []),
        ("Coordinator for the ", "Andes Ada Novak", ["Ada Novak"]),
        ("", "Special Envoy for Global Infrastructure Ada Novak", ["Ada Novak"]),
        ("", "Minister for Trade Ada Maria Novak", []),
        ("", "Foreign Minister Ada Novak", []),
        ("", "Ada Novak Reth", []),
        ("", "Ada Novak", []),
    ],
)
def test_a_name_behind_a_post(before, run, parts):
    text = f"{before}{run} left."
    found = split_behind_post(text, len(before), len(before) + len(run))
    assert [text[start:end] for start, end in found] == parts
