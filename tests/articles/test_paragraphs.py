"""Paragraphs in every layout of lines."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.articles.paragraphs import count_words, ends_sentence, is_bullet, split_paragraphs


def texts(text):
    return [paragraph.text for paragraph in split_paragraphs(text)]


def test_blank_lines_of_any_kind_separate():
    assert texts("One.\n\nTwo.\n \u00a0\u200b\nThree.\r\n\r\nFour.\u2029\u2029Five.") == [
        "One.",
        "Two.",
        "Three.",
        "Four.",
        "Five.",
    ]


def test_lines_of_different_lengths_are_paragraphs():
    assert texts("Tarn met Sol in Corvia on Monday for talks about the border.\nHe left.\nSol stayed there.") == [
        "Tarn met Sol in Corvia on Monday for talks about the border.",
        "He left.",
        "Sol stayed there.",
    ]


def test_one_line_broken_in_a_sentence_is_joined():
    assert texts("The foreign minister of Brelia met his Ostravan counterpart\nin Corvia on Monday.") == [
        "The foreign minister of Brelia met his Ostravan counterpart in Corvia on Monday."
    ]


def test_wrapped_list_items_stay_apart():
    text = (
        "The ministers agreed on the following three points at the talks today:\n"
        "- the border crossing in Veldun is to reopen on the first day of May or\n"
        "soon after\n"
        "- all of the prisoners of both sides are to go home before the start of\n"
        "the winter."
    )
    assert texts(text) == [
        "The ministers agreed on the following three points at the talks today:",
        "- the border crossing in Veldun is to reopen on the first day of May or soon after",
        "- all of the prisoners of both sides are to go home before the start of the winter.",
    ]


def test_wrapped_text_without_spaces_between_words():
    line = "外交部长周一在首都会见了邻国代表团并就边境问题和粮食贸易进行了长时间会谈双方同意继续保持对话"
    assert texts(f"{line}\n{line}\n会谈顺利。\n外交部长离开。") == [f"{line} {line} 会谈顺利。", "外交部长离开。"]


def test_small_questions_about_lines():
    assert ends_sentence("“We met.”")
    assert ends_sentence("هل يتفقان؟")
    assert not ends_sentence("Tarn meets Sol")
    assert is_bullet("• Grain")
    assert is_bullet("2) Grain")
    assert not is_bullet("2019 was hard")
    assert count_words("Tarn met Sol") == 3
    assert count_words("外交部长会见") >= 3


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB. \n\r\t\u200b\u2028-•外😀"), max_size=80))
def test_paragraphs_cover_everything_visible_in_order(text):
    paragraphs = split_paragraphs(text)
    end = 0
    for paragraph in paragraphs:
        assert paragraph.start >= end
        assert len(paragraph.text) == paragraph.end - paragraph.start > 0
        assert not set(paragraph.text) & {"\n", "\r", "\u2028"}
        end = paragraph.end
    visible = sum(not character.isspace() and character != "\u200b" for character in text)
    assert sum(not c.isspace() and c != "\u200b" for p in paragraphs for c in p.text) == visible


RAGGED = """The foreign minister of Brelia met his Ostravan counterpart and
talked of the border and of the grain of the south, said
Mira Sol, who had come to Corvia on the Monday before it, with envoys of Tarn and
with people of the ministry, in order to
Veldun and take part in the talks that were to go on until Friday,
when all were to go home."""


def test_lines_that_were_broken_unevenly_are_joined_before_capitals_too():
    assert texts(RAGGED) == [RAGGED.replace("\n", " ")]


def test_a_few_lines_that_go_on_in_lower_case_do_not_make_a_block_ragged():
    once = RAGGED.replace("\nwith", "\nWith").replace("\nwhen", "\nWhen")
    assert texts(once)[0].endswith("of the south, said")
    assert len(texts(once)) == 5
    few = RAGGED.split("\n")[:4]
    assert texts("\n".join(few)) == [" ".join(few[:2]), " ".join(few[2:])]


def test_lines_that_end_a_sentence_end_a_paragraph_of_a_ragged_block():
    ended = f"{RAGGED}\nMira Sol left Corvia on the day after the talks, which was long."
    assert texts(ended) == [RAGGED.replace("\n", " "), ended.rpartition("\n")[2]]


def test_a_heading_in_capitals_is_not_joined_to_a_ragged_block():
    heading = "TALKS ON THE BORDER AND ON THE GRAIN OF THE SOUTH"
    assert texts(f"{heading}\n{RAGGED}")[0] == heading
