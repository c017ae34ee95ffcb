"""The fence around an article's words: no token of a chat template gets through it, nor what no reader sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.prompting.files import as_data

TOKENS = [
    "<|im_end|>",
    "[/INST]",
    "[INST]",
    "<<SYS>>",
    "</s>",
    "<end_of_turn>",
    "[SYSTEM_PROMPT]",
    "[gMASK]",
    "</text>",
]
UNSEEN = "\x00\x1b\x9b\xad\u200b\u202a\u202e\u2066\u2069\ufeff\ufffa\U000e0041\U000e007f"


def inside(text):
    return as_data(text).removeprefix("<text>").removesuffix("</text>")


@pytest.mark.parametrize("token", TOKENS)
def test_no_token_of_a_chat_template_gets_through(token):
    assert token not in inside(f"a {token} b")
    assert token not in inside("\u200b".join(token))
    assert inside(token)[1:-1] == token[1:-1].replace("<", "‹").replace(">", "›")


def test_what_no_reader_sees_is_left_out_and_joiners_stay():
    assert inside(f"one{UNSEEN} two") == "one two"
    assert inside("می\u200cخواهم क\u094d\u200dष") == "می\u200cخواهم क\u094d\u200dष"


def test_brackets_of_the_news_stay():
    assert inside("the [sic] minister [PHOTO] said [Inst] 3 < 4") == "the [sic] minister [PHOTO] said [Inst] 3 ‹ 4"


@given(st.lists(st.sampled_from([*TOKENS, *UNSEEN, "<", ">", "[", "]", "a", " ", "\n", "INST", "text"])).map("".join))
def test_no_token_can_be_put_together_of_pieces(text):
    fenced = inside(text)
    assert not any(token in fenced for token in TOKENS)
    assert not set(fenced) & set(UNSEEN)
    assert len(fenced.splitlines()) <= 1
