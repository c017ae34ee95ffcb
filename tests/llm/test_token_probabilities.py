import itertools
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion

from llmextract.llm.base import Token
from llmextract.llm.token_probabilities import find_text, read_tokens, token_bytes
from tests.chat_server import completion, told

ANSWER = '{"name": "Şükrü Öz"}'


def read(tokens, text=ANSWER):
    """Read tokens as they come out of the client, which checks nothing."""
    return read_tokens(ChatCompletion.construct(**completion(text, tokens=tokens)), text)


def cut(data, places):
    """Cut bytes into tokens."""
    edges = sorted({0, len(data), *places})
    return [data[start:end] for start, end in itertools.pairwise(edges)]


@st.composite
def tokenizations(draw):
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
    data = text.encode()
    return text, cut(data, draw(st.lists(st.integers(0, len(data)), max_size=12)))


@given(tokenizations())
def test_tokens_that_cut_characters_apart_spell_the_text(tokenization):
    text, pieces = tokenization
    tokens = read([told(piece, {piece: 0.5}) for piece in pieces], text)
    assert [token_bytes(token.text) for token in tokens] == pieces
    assert find_text(text, tokens) == 0
    assert all(token.alternatives == ((token.text, pytest.approx(math.log(0.5))),) for token in tokens)


@given(tokenizations(), tokenizations())
def test_thinking_before_and_marks_after_the_text_are_left_out(tokenization, thinking):
    text, pieces = tokenization
    around = [*thinking[1], b"</think>\n\n", *pieces, b"", b"<|im_end|>"]
    text, sought = f"{text}\N{END OF TEXT}", [*pieces, b"\3"]
    around[-2:-2] = [b"\3"]
    tokens = read([told(piece, {}) for piece in around], text)
    assert [token_bytes(token.text) for token in tokens] == sought


def test_the_tokens_at_the_edges_keep_the_white_space_that_the_server_cut_off():
    pieces = [b"\n", b' {"name"', b': "', "Şükrü Öz".encode(), b'"}\n\n', b"\n"]
    tokens = read([told(piece, {}) for piece in pieces])
    assert [token.text for token in tokens] == [' {"name"', ': "', "Şükrü Öz", '"}\n\n']
    assert find_text(ANSWER, tokens) == 1


def test_of_two_places_the_last_is_the_answers():
    tokens = read([told(b"{}", {b"{}": 0.1}), told(b"</think>", {}), told(b"{}", {b"{}": 0.9})], "{}")
    assert [token.logprob for token in tokens] == [pytest.approx(math.log(0.9))]


def test_the_chosen_token_is_always_among_the_alternatives():
    (token,) = read([told(ANSWER.encode(), {b"[": 0.5, b"{": 0.25})])
    assert [text for text, _ in token.alternatives] == ["[", "{", ANSWER]


def test_without_bytes_the_text_of_a_token_counts():
    entries = [{"token": '{"name": "', "logprob": -0.5, "bytes": None}, {"token": 'Şükrü Öz"}', "logprob": -1}]
    tokens = read(entries)
    assert tokens == (
        Token('{"name": "', -0.5, (('{"name": "', -0.5),)),
        Token('Şükrü Öz"}', -1.0, (('Şükrü Öz"}', -1.0),)),
    )


def test_a_logarithm_that_rounding_made_positive_is_zero():
    (token,) = read([{"token": ANSWER, "logprob": 1e-7}])
    assert token.logprob == 0.0


def test_a_probability_of_nothing_is_understood():
    body = json.loads(f'{{"token": {json.dumps(ANSWER)}, "logprob": -Infinity}}')
    assert read([body])[0].logprob == -math.inf


def test_alternatives_that_make_no_sense_are_dropped():
    listed = [
        "text",
        None,
        {"token": "x"},
        {"token": "y", "logprob": "low"},
        {"token": "\ud83d", "logprob": -1},
        {"token": "z", "logprob": -2.5, "bytes": [999]},
    ]
    (token,) = read([{"token": ANSWER, "logprob": -0.1, "top_logprobs": listed}])
    assert token.alternatives == (("z", -2.5), (ANSWER, -0.1))


@pytest.mark.parametrize("listed", [None, "few", {"a": -1}, 3])
def test_alternatives_that_are_no_list_are_none(listed):
    (token,) = read([{"token": ANSWER, "logprob": -0.1, "top_logprobs": listed}])
    assert token.alternatives == ((ANSWER, -0.1),)


@pytest.mark.parametrize(
    "tokens",
    [
        None,
        [],
        "tokens",
        {},
        ["{", "}"],
        [None],
        [told(ANSWER.encode()[:-1], {})],
        [told(ANSWER.encode()[1:], {})],
        [told(ANSWER.replace("Ş", "?").encode(), {})],
        [{"token": ANSWER}],
        [{"token": ANSWER, "logprob": None}],
        [{"token": ANSWER, "logprob": "-0.1"}],
        [{"token": ANSWER, "logprob": True}],
        [{"token": ANSWER, "logprob": math.nan}],
        [{"token": ANSWER, "logprob": 0.5}],
        [{"token": None, "logprob": -0.1}],
        [{"token": "\ud83d", "logprob": -0.1}],
        [{"token": ANSWER, "logprob": -0.1, "bytes": [0, 1, 2]}],
    ],
)
def test_what_does_not_spell_the_text_is_no_tokens(tokens):
    assert read(tokens) is None


@pytest.mark.parametrize(
    "logprobs", [None, [], "no", 1, {}, {"content": None}, {"tokens": ["{"], "token_logprobs": [-0.1]}]
)
def test_token_probabilities_of_another_form_are_none(logprobs):
    body = completion(ANSWER)
    body["choices"][0]["logprobs"] = logprobs
    assert read_tokens(ChatCompletion.construct(**body), ANSWER) is None


@pytest.mark.parametrize("choices", [None, [], [{}]])
def test_a_completion_without_a_message_has_no_tokens(choices):
    assert read_tokens(ChatCompletion.construct(**{**completion(ANSWER), "choices": choices}), ANSWER) is None


def test_a_text_that_utf_8_cannot_hold_has_no_tokens():
    assert read([told(b"{}", {})], '{"a": "\ud83d"}') is None
