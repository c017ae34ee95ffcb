"""room.py: an estimate of tokens that real tokenizers stay below, and texts cut to it."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.prompting.room import estimate_tokens, shortened

CHANCE = random.Random(1)  # noqa: S311 - no secret


def random_text(letters, length):
    return "".join(CHANCE.choice(letters) for _ in range(length))


# What the tokenizer of Qwen2.5 makes of such texts: tokens for each character, measured.
MEASURED = [
    (random_text(string.ascii_lowercase, 2000), 0.543),
    (random_text(string.ascii_uppercase, 2000), 0.596),
    (random_text(string.ascii_letters, 2000), 0.657),
    (random_text(string.digits, 1000), 1.0),
    (random_text(string.punctuation, 1000), 0.65),
    (" ".join(random_text(string.ascii_lowercase, 1000)), 0.5),
    (random_text([chr(code) for code in range(0x400, 0x460)], 500), 1.0),
    (random_text([chr(code) for code in range(0x4E00, 0xA000)], 500), 1.61),
    (random_text([chr(code) for code in range(0xAC00, 0xD7A4)], 500), 1.8),
    (random_text([chr(code) for code in range(0x300, 0x370)], 500), 1.99),
    (random_text([chr(code) for code in range(0x12000, 0x12300)], 300), 2.6),
    ("Министр иностранных дел встретился с президентом в столице и обсудил вопросы торговли. " * 5, 0.28),
    ("外交部长星期四在首都会见了总统，就双边关系和地区安全问题进行了会谈。" * 5, 0.59),
    ("Ο υπουργός Εξωτερικών συναντήθηκε με τον πρόεδρο στην πρωτεύουσα. " * 5, 0.86),
    ("Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Tuesday. " * 5, 0.2),
]


@pytest.mark.parametrize(("text", "per_character"), MEASURED, ids=[text[:12] for text, _ in MEASURED])
def test_the_estimate_is_a_bound_but_for_a_hair(text, per_character):
    assert estimate_tokens(text) >= 0.96 * per_character * len(text)


def test_the_estimate_of_plain_english_is_not_out_of_proportion():
    text = MEASURED[-1][0]
    assert estimate_tokens(text) < 3 * MEASURED[-1][1] * len(text)


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("  \n\t ", 0), ("7", 1), ("a", 1), ("a b", 2), ("é", 2)])
def test_small_texts(text, tokens):
    assert estimate_tokens(text) == tokens


def test_what_fits_is_left_as_it_is():
    assert shortened("Ada Wekesa met Luis Quilca.", 40) == "Ada Wekesa met Luis Quilca."


def test_the_beginning_is_kept_or_the_end():
    text = "one two three four five six seven eight nine ten " * 10
    assert shortened(text, 12).startswith("one two three ")
    assert shortened(text, 12).endswith("…")
    assert shortened(text, 12, keep_end=True).startswith("…")
    assert shortened(text, 12, keep_end=True).endswith(" nine ten ")


@given(st.text(), st.integers(min_value=3, max_value=60), st.booleans())
def test_a_shortened_text_fits_and_is_part_of_the_text(text, tokens, keep_end):
    short = shortened(text, tokens, keep_end=keep_end)
    assert estimate_tokens(short) <= tokens
    if short != text:
        kept = short.removeprefix("…") if keep_end else short.removesuffix("…")
        assert text.endswith(kept) if keep_end else text.startswith(kept)


def test_white_space_without_end_is_cut_unread():
    assert shortened(" " * 10_000 + "x", 20) == " " * 61 + "…"
    assert shortened("x" + " " * 10_000, 20, keep_end=True) == "…" + " " * 61


def test_a_word_of_any_length_is_cut():
    assert len(shortened("x" * 100_000, 50)) < 120
