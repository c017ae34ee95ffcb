"""What a model thought of its answer: hand-made cases, and a toy model whose thoughts are known exactly."""

import json
import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion

from llmextract.llm.base import Reply, Token
from llmextract.llm.likelihood import choice_probability, end_probability, item_probability, value_spans
from llmextract.llm.token_probabilities import read_tokens
from tests.chat_server import completion, told

FORMATS = ("in_person", "call", "video", "unknown")
STATUSES = ("held", "planned", "unconfirmed", "denied", "cancelled")

# As the embedded model answered, with the alternatives that it gave (0.0001 and less left out).
REAL = (
    (b'{"', {b'{"': 0.9973, b"{}": 0.0011, b'["': 0.0002, b"[]": 0.0002, b"No": 0.0002}),
    (b"meetings", {b"meetings": 1.0}),
    (b'":', {b'":': 1.0}),
    (b' [{"', {b" []": 0.94, b' [{"': 0.0456, b' ["': 0.0034, b" [{": 0.002, b"[]}": 0.0012, b" [": 0.0012}),
    (b"people", {b"people": 0.9997, b" people": 0.0002}),
    (b'":', {b'":': 0.9999}),
    (b' ["', {b' ["': 0.9994, b" [],": 0.0003, b" [": 0.0002}),
    (b"Juan", {b"Juan": 0.5866, b"Ada": 0.32, b"President": 0.049, b" Juan": 0.0097, b"J": 0.0085, b"Ad": 0.008}),
    (b" Or", {b" Or": 0.9999}),
    (b"tega", {b"tega": 1.0}),
    (b'",', {b'",': 0.9979, b'"],': 0.0018, b",": 0.0002}),
    (b' "', {b' "': 0.9998, b" Ada": 0.0001}),
    (b"Ada", {b"Ada": 0.9993, b" Ada": 0.0005, b"Ad": 0.0001}),
    (b" Nov", {b" Nov": 0.9999}),
    (b"ak", {b"ak": 1.0}),
    (b'"],', {b'"],': 0.9991, b'",': 0.0006, b'"]': 0.0002}),
    (b' "', {b' "': 1.0}),
    (b"format", {b"format": 0.9999}),
    (b'":', {b'":': 1.0}),
    (b' "', {b' "': 0.9999}),
    (b"in", {b"in": 0.896, b"call": 0.092, b"unknown": 0.0077, b"none": 0.0005, b"face": 0.0004}),
    (b"_person", {b"_person": 0.9997, b" Person": 0.0001}),
    (b'",', {b'",': 0.999, b'"},': 0.0007, b'"],': 0.0003}),
    (b' "', {b' "': 1.0}),
    (b"status", {b"status": 1.0}),
    (b'":', {b'":': 1.0}),
    (b' "', {b' "': 0.9999}),
    (b"held", {b"held": 0.5003, b"pl": 0.46, b"unknown": 0.0087, b"plan": 0.0038, b" held": 0.0026, b"un": 0.0014}),
    (b'"}', {b'"}': 0.9728, b'"},': 0.026, b'"}}': 0.0005, b'"},{"': 0.0001}),
    (b"]}", {b"]}": 0.9993, b"]": 0.0006}),
    (b"", {b"": 0.999, b" ```": 0.0001}),
)


def reply_of(*tokens, raw=None):
    """Make the reply to a completion with these tokens."""
    raw = b"".join(token for token, _ in tokens).decode() if raw is None else raw
    body = ChatCompletion.construct(**completion(raw, tokens=[told(*token) for token in tokens]))
    tokens = read_tokens(body, raw)
    assert tokens is not None
    return Reply(None, raw, tokens)


def certain(text):
    return Reply(None, text, (Token(text, -0.1, ((text, -0.1),)),))


def test_a_real_answer_is_read():
    reply = reply_of(*REAL)
    people = ("Ada Novak", "Juan Ortega")
    meeting = ("meetings", 0)
    forced = 0.0456 + 0.002
    assert item_probability(reply, meeting) == pytest.approx(forced / (forced + 0.94 + 0.0012 + 0.0012))
    assert choice_probability(reply, (*meeting, "people", 0), people) == pytest.approx(
        (0.5866 + 0.0085) / (0.5866 + 0.32 + 0.0085 + 0.008)
    )
    assert choice_probability(reply, (*meeting, "people", 0), ("Juan Ortega",)) == 1.0
    assert item_probability(reply, (*meeting, "people", 1)) == pytest.approx(0.9979 / 0.9997)
    assert end_probability(reply, (*meeting, "people")) == pytest.approx((0.9991 + 0.0002) / 0.9999)
    assert choice_probability(reply, (*meeting, "format"), FORMATS) == pytest.approx(0.896 / (0.896 + 0.092 + 0.0077))
    assert choice_probability(reply, (*meeting, "status"), STATUSES) == pytest.approx(
        0.5003 / (0.5003 + 0.46 + 0.0038 + 0.0014)
    )
    assert end_probability(reply, ("meetings",)) == pytest.approx(0.9728 / (0.9728 + 0.026 + 0.0001))


def test_an_empty_list_is_weighed_against_the_items_of_the_form():
    listed = {b" []": 0.94, b' [{"': 0.05, b' ["': 0.004, b" [": 0.001, b"[]}": 0.001, b' {"': 0.001}
    reply = reply_of((b'{"meetings":', {}), (b" []", listed), (b"}", {}))
    assert end_probability(reply, ("meetings",), starts="{") == pytest.approx(0.941 / (0.941 + 0.05 + 0.001))
    assert end_probability(reply, ("meetings",)) == pytest.approx(0.941 / (0.941 + 0.05 + 0.004 + 0.001))


def test_what_the_form_forbids_does_not_count():
    reply = reply_of((b'{"a": "', {}), (b"yes", {b"```": 0.5, b"Yes": 0.4, b"yes": 0.06, b"no": 0.02}), (b'"}', {}))
    assert choice_probability(reply, ("a",), ("yes", "no")) == pytest.approx(0.75)


def test_an_option_that_starts_like_another_is_told_apart_at_its_end():
    options = ("Ada", "Ada Novak", "Adam")
    start, name = (b'{"a": "', {}), (b"Ada", {b"Ada": 0.8, b"Adam": 0.2})
    short = reply_of(start, name, (b'"}', {b'"}': 0.3, b" Nov": 0.5, b'",': 0.1, b"m": 0.1}))
    assert choice_probability(short, ("a",), options) == pytest.approx(0.8 * 0.4)
    long = reply_of(start, name, (b" Nov", {b'"}': 0.3, b" Nov": 0.6, b"m": 0.1}), (b'ak"}', {b'ak"}': 0.1, b"x": 0.9}))
    assert choice_probability(long, ("a",), options) == pytest.approx(0.8 * 0.6)


def test_other_ways_to_spell_the_choice_count_for_it():
    first = {b"in": 0.4, b"in_person": 0.3, b"interview": 0.2, b"i": 0.1}
    reply = reply_of((b'{"a": "', {}), (b"in", first), (b"_person", {b"_person": 0.5, b"ter": 0.5}), (b'"}', {}))
    assert choice_probability(reply, ("a",), ("in_person", "interview")) == pytest.approx(0.3 + 0.4 * 0.5)


def test_a_token_that_holds_the_end_of_a_key_and_the_start_of_a_value_is_read_from_the_value_on():
    listed = {b'":"held': 0.3, b'":"pl': 0.1, b'": "held': 0.2, b'" :"planned"': 0.15, b'":[': 0.2, b'"': 0.05}
    reply = reply_of((b'{"a', {}), (b'":"held', listed), (b'"}', {}))
    assert choice_probability(reply, ("a",), STATUSES) == pytest.approx(0.5 / 0.75)


def test_white_space_within_a_string_counts():
    reply = reply_of((b'{"a": "A', {b'{"a": "A ': 0.5, b'{"a": "A': 0.1}), (b'b"}', {b'b"}': 0.5, b' b"}': 0.5}))
    assert choice_probability(reply, ("a",), ("A b", "Ab")) == pytest.approx(0.1 / 0.6 * 0.5)


def test_several_brackets_in_one_token_are_taken_apart():
    listed = {b'"]}, {"': 0.1, b'"]}]}': 0.6, b'", "': 0.2, b'"], "': 0.05, b"!": 0.05}
    reply = reply_of((b'{"m": [{"p": ["A', {}), (b'"]}]}', listed))
    assert end_probability(reply, ("m", 0, "p")) == pytest.approx(0.75 / 0.95)
    assert end_probability(reply, ("m",)) == pytest.approx(0.6 / 0.7)


def test_a_list_that_is_broken_into_lines_is_read():
    opened = (b'{"m": [', {b'{"m": [': 0.5, b'{"m": []': 0.25, b'{"m": [\n': 0.25})
    reply = reply_of(
        opened,
        (b'\n  "', {b'\n  "': 0.8, b"\n ": 0.1, b"]": 0.1}),
        (b'x"', {b'x"': 1}),
        (b"\n]}", {b"\n]}": 0.5, b",": 0.5}),
    )
    assert item_probability(reply, ("m", 0)) == pytest.approx(0.25 + 0.5 * 0.9)
    assert end_probability(reply, ("m",)) == pytest.approx(0.5)


def test_white_space_inside_an_empty_list_leaves_its_end_open():
    blank = (b" ", {b" ": 0.9, b'"': 0.1})
    reply = reply_of((b'{"m": [', {}), blank, (b"]}", {b"]}": 0.5, b'"x': 0.5}))
    assert end_probability(reply, ("m",)) == pytest.approx(0.45)


def test_numbers_and_literals_are_items_too():
    reply = reply_of((b'{"m": [', {}), (b"-1", {b"-1": 0.3, b"7": 0.3, b"]": 0.2, b'"': 0.2}), (b", true]}", {}))
    assert item_probability(reply, ("m", 0)) == pytest.approx(0.75)
    reply = reply_of((b'{"m": [', {}), (b"true", {b"true": 0.1, b"false": 0.5, b"]": 0.2, b"1": 0.2}), (b"]}", {}))
    assert item_probability(reply, ("m", 0)) == pytest.approx(0.75)


def test_escapes_are_understood():
    written = (b"\\u015e", {b"\\u015e": 0.5, "Ş".encode(): 0.2, b"A": 0.3})
    reply = reply_of((b'{"a": "', {}), written, (b'ule \\"S\\""}', {}))
    assert choice_probability(reply, ("a",), ('Şule "S"', "Ada")) == pytest.approx(0.7)


@pytest.mark.parametrize("around", ["{}", "```json\n{}\n```", "<think>{{hm}} [1]</think>Sure: {}", "\n {}\n", "É {} ü"])
def test_what_stands_around_the_object_shifts_nothing(around):
    before, after = around.format("\0").encode().split(b"\0")
    tokens = ((b'{"a": "', {}), (b"yes", {b"yes": 0.6, b"no": 0.2}), (b'", "b": []}', {}))
    edges = [(edge, {}) for edge in (before, after)]
    reply = reply_of(edges[0], *tokens, edges[1])
    assert choice_probability(reply, ("a",), ("yes", "no")) == pytest.approx(0.75)
    assert value_spans(reply.raw)["a",] == (reply.raw.index('"yes"'), reply.raw.index(', "b"'))
    cut_off = reply_of(edges[0], *tokens, edges[1], raw=reply.raw.strip())
    assert choice_probability(cut_off, ("a",), ("yes", "no")) == pytest.approx(0.75)


def test_a_token_longer_than_the_search_goes_back_is_not_missed():
    text = b'{"' + b"k" * 200 + b'": "yes'
    reply = reply_of((text, {text: 0.6, text[:-3] + b"no": 0.2}), (b'"}', {}))
    assert choice_probability(reply, ("k" * 200,), ("yes", "no")) == pytest.approx(0.75)


@pytest.mark.parametrize("path", [(), ("b",), ("m", 2), ("m", "0"), ("m", 0, 0), ("n", 0)])
def test_paths_that_lead_nowhere_have_no_probability(path):
    reply = certain('{"m": ["a", 1], "n": {}}')
    assert choice_probability(reply, path, ("a", "b")) is None
    assert item_probability(reply, path) is None
    assert end_probability(reply, path) is None


def test_values_of_another_kind_have_no_probability():
    reply = certain('{"m": ["a", 1], "n": {}}')
    assert choice_probability(reply, ("m", 1), ("1",)) is None
    assert choice_probability(reply, ("m", 0), ("b", "c")) is None
    assert end_probability(reply, ("n",)) is None
    assert item_probability(reply, ("m",)) is None


@pytest.mark.parametrize(
    "reply",
    [
        Reply(None, '{"m": ["a"]}'),
        Reply(None, '{"m": ["a"]}', ()),
        Reply(None, '{"m": ["a"]}', (Token('{"m"', -0.1, ()),)),
        Reply(None, '{"m": ["a"]}', (Token('{"m": ["a"]}', -math.inf, (('{"m": ["a"]}', -math.inf),)),)),
        Reply(None, '{"m": ["a"]}', (Token('{"m": ["a"]}', -0.1, ()),)),
        Reply(None, '["a"]', (Token('["a"]', -0.1, (('["a"]', -0.1),)),)),
        Reply(None, '{"m": ["\ud83d"]}', (Token("x", -0.1, ()),)),
    ],
)
def test_without_tokens_nothing_is_known(reply):
    assert choice_probability(reply, ("m", 0), ("a", "b")) is None
    assert item_probability(reply, ("m", 0)) is None
    assert end_probability(reply, ("m",)) is None


def test_the_last_of_equal_keys_counts():
    text = '{"a": [1, 2], "b": 0, "a": [3]}'
    assert {path: text[slice(*span)] for path, span in value_spans(text).items()} == {
        (): text,
        ("b",): "0",
        ("a",): "[3]",
        ("a", 0): "3",
    }


@pytest.mark.parametrize("text", ["", "no object", '{"a": ', "[1, 2]", '{"a": "<think>x</think>"}'])
def test_without_an_object_there_are_no_values(text):
    assert value_spans(text) == {}


def test_nesting_as_deep_as_json_allows_is_read():
    text = '{"a": ' + "[" * 300 + "]" * 300 + "}"
    assert len(value_spans(text)) == 301


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def paths_of(value, path=()):
    yield path, value
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from paths_of(inner, (*path, step))


@given(
    st.dictionaries(st.text(max_size=3), json_values, max_size=3),
    st.sampled_from([None, 1]),
    st.booleans(),
    st.sampled_from(["{}", "```json\n{}\n```", "Ö: {} !"]),
)
def test_each_value_stands_in_its_span(value, indent, ascii_only, around):
    text = around.replace("{}", json.dumps(value, indent=indent, ensure_ascii=ascii_only), 1)
    spans = value_spans(text)
    assert {path: json.loads(text[slice(*span)]) for path, span in spans.items()} == dict(paths_of(value))


class ToyModel:
    """A model that knows a few texts by heart, each with its weight, and spells each in one way only.

    Its tokenizer takes the longest token that it knows; every start of a token is a token too. Tokens are cut out of
    the texts by chance, without regard to characters or values.
    """

    def __init__(self, weights, random):
        self.weights = weights
        pieces = [text.encode() for text in weights]
        self.vocabulary = {bytes([byte]) for piece in pieces for byte in piece}
        for piece in pieces:
            for _ in range(random.randint(0, 20)):
                start = random.randrange(len(piece))
                token = piece[start : start + random.randint(1, 12)]
                self.vocabulary |= {token[:size] for size in range(1, len(token) + 1)}
        self.spelt = {text: self.spell(text.encode()) for text in weights}

    def spell(self, data):
        tokens, position = [], 0
        while position < len(data):
            size = next(size for size in range(12, 0, -1) if data[position : position + size] in self.vocabulary)
            tokens.append(data[position : position + size])
            position += len(tokens[-1])
        return tokens

    def answer(self, text):
        """Give a text as the answer, with what the model thought of the other texts at each token."""
        entries = []
        for index, token in enumerate(self.spelt[text]):
            before, listed = self.spelt[text][:index], Counter()
            for other, spelling in self.spelt.items():
                if spelling[:index] == before and len(spelling) > index:
                    listed[spelling[index]] += self.weights[other]
            entries.append((token, {each: weight / listed.total() for each, weight in listed.items()}))
        return reply_of(*entries)


weights = st.floats(0.01, 1)
layouts = st.builds(dict, indent=st.sampled_from([None, 1]), ensure_ascii=st.booleans())
names = st.text(st.sampled_from('abÖş "\\,]'), max_size=5)


@given(
    st.dictionaries(names, weights, min_size=1, max_size=5),
    names,
    layouts,
    st.randoms(use_true_random=False),
)
def test_the_probability_of_a_choice_is_what_the_model_thought_of_it(options, other, layout, random):
    texts = {option: json.dumps({other: [other, {"c": option}], "z": [option]}, **layout) for option in options}
    model = ToyModel({texts[option]: weight for option, weight in options.items()}, random)
    for option, weight in options.items():
        reply = model.answer(texts[option])
        thought = weight / sum(options.values())
        assert choice_probability(reply, (other, 1, "c"), options) == pytest.approx(thought)
        assert choice_probability(reply, ("z", 0), options) == pytest.approx(1)  # settled by then


@given(
    st.lists(names | st.integers(-20, 20) | st.booleans() | st.builds(lambda name: {"a": [name]}, names), max_size=3),
    st.data(),
    names,
    layouts,
    st.randoms(use_true_random=False),
)
def test_the_probabilities_of_items_and_ends_are_what_the_model_thought_of_them(items, data, other, layout, random):
    lengths = range(len(items) + 1)
    chances = [data.draw(weights) for _ in lengths]
    texts = [json.dumps({"k": other, "m": items[:length], "z": [other]}, **layout) for length in lengths]
    model = ToyModel(dict(zip(texts, chances, strict=True)), random)
    for length in lengths:
        reply = model.answer(texts[length])
        for index in range(length):
            thought = sum(chances[index + 1 :]) / sum(chances[index:])
            assert item_probability(reply, ("m", index)) == pytest.approx(thought)
        assert end_probability(reply, ("m",)) == pytest.approx(chances[length] / sum(chances[length:]))
