"""frame_company.py: who joins somebody, who is brought together, who is told something by telephone."""

import pytest

from tests.extraction_support import frames

BROUGHT = [("brought", ["Ada Novak"], ["Ivo Reth", "Jo Banda"])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ada Novak brought Ivo Reth and Jo Banda together in Lima.",
            [("brought", ["Ada Novak"], ["Ivo Reth", "Jo Banda"])],
        ),
        (
            "Ada Novak brought together Ivo Reth and Jo Banda in Lima.",
            [("brought", ["Ada Novak"], ["Ivo Reth", "Jo Banda"])],
        ),
        ("Ada Novak brought Ivo Reth and Jo Banda to Lima.", []),
        ("Ada Novak and Ivo Reth came together in Lima.", [("came", ["Ada Novak", "Ivo Reth"], [])]),
        ("Ada Novak and Ivo Reth came to Lima.", []),
        ("Ada Novak brought the papers together in Lima.", []),
    ],
)
def test_who_is_brought_together(text, expected):
    assert frames(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "President Ada Novak was congratulated by phone by President Ivo Reth.",
            [("phone", ["President Ada Novak"], ["President Ivo Reth"])],
        ),
        ("Ada Novak was congratulated by Ivo Reth.", []),
    ],
)
def test_who_is_told_something_by_telephone(text, expected):
    assert frames(text) == expected
