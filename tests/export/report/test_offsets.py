import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.export.report.offsets import Utf16Offsets

LETTERS = st.text(st.sampled_from("ab é🐟𝔘\n"), max_size=30)


@given(LETTERS, st.data())
def test_units_are_those_of_utf16_and_lead_back(text, data):
    offset = data.draw(st.integers(0, len(text)))
    offsets = Utf16Offsets(text)
    units = offsets.units(offset)
    assert units == len(text[:offset].encode("utf-16-le")) // 2
    assert offsets.code_points(units) == offset


def test_half_a_letter_stands_for_its_start():
    assert Utf16Offsets("a🐟b").code_points(2) == 1


@pytest.mark.parametrize("units", [-1, 5])
def test_offset_outside_the_text_is_refused(units):
    with pytest.raises(ValueError, match="no offset"):
        Utf16Offsets("a🐟b").code_points(units)
