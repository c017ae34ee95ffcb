"""name_pieces.py: where a run of capitals ends as a name."""

import pytest

from llmextract.extraction.name_pieces import name_pieces


@pytest.mark.parametrize(
    ("run", "piece"), [("Ada Novak TD", "Ada Novak"), ("Ada MP", "Ada MP"), ("Ada Novak XY", "Ada Novak XY")]
)
def test_letters_behind_a_name_are_no_part_of_it(run, piece):
    assert [run[start:end] for start, end in name_pieces(run, 0, len(run))] == [piece]
