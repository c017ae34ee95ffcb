"""asking.py: asking again, a bounded number of times."""

import asyncio

import pytest

from llmextract.errors import (
    EndpointUnreachableError,
    InvalidAnswerError,
    RefusedAnswerError,
    TruncatedAnswerError,
)
from llmextract.extraction.asking import ask_until_valid
from llmextract.llm.answer_form import AnswerForm
from llmextract.llm.base import Meter
from tests.extraction_support import Scripted

QUESTION = [{"role": "system", "content": "Answer."}, {"role": "user", "content": "How many?"}]


class Number(AnswerForm):
    number: int


def ask(model, *, max_reasks=2, meter=None):
    reply = asyncio.run(
        ask_until_valid(
            model, QUESTION, Number, meter=Meter() if meter is None else meter, max_tokens=50, max_reasks=max_reasks
        )
    )
    return reply.value


def test_a_valid_answer_is_returned_and_asked_for_once():
    meter, model = Meter(), Scripted('{"number": 3}')
    assert ask(model, meter=meter).number == 3
    assert model.asked == [(QUESTION, Number, 50)]
    assert (meter.requests, meter.retries) == (1, 0)


def test_an_invalid_answer_goes_back_with_what_is_wrong_with_it():
    meter, model = Meter(), Scripted('{"number": "many"}', '{"number": 3}')
    assert ask(model, meter=meter).number == 3
    again = model.asked[1][0]
    assert again[:2] == QUESTION
    assert again[2] == {"role": "assistant", "content": '{"number": "many"}'}
    assert again[3]["role"] == "user"
    assert "\n- Input should be a valid integer" in again[3]["content"]
    assert (meter.requests, meter.retries) == (2, 1)
    assert (meter.prompt_tokens, meter.cost_usd) == (200, 0.5)


def test_only_the_last_answer_goes_back():
    model = Scripted('{"number": "first"}', '{"amount": "second"}', '{"number": 3}')
    assert ask(model).number == 3
    conversation = model.asked[2][0]
    assert len(conversation) == 4
    assert conversation[2]["content"] == '{"amount": "second"}'
    assert "first" not in str(conversation)
    assert "Field required" in conversation[3]["content"]


def test_many_problems_are_cut_and_none_is_replaced_by_the_message():
    many = InvalidAnswerError("all wrong", problems=tuple(f"rule {number}." for number in range(100)), raw="x")
    none = InvalidAnswerError("no JSON in it", raw="y")
    model = Scripted(many, none, '{"number": 3}')
    ask(model)
    assert 1 < model.question(1).count("- rule") < 20
    assert "- rule 0." in model.question(1)
    assert "- no JSON in it" in model.question(2)


@pytest.mark.parametrize("max_reasks", [0, 1, 3])
def test_asking_again_is_bounded_and_the_last_error_is_raised(max_reasks):
    answers = [f'{{"number": "no {number}"}}' for number in range(10)]
    meter, model = Meter(), Scripted(*answers)
    with pytest.raises(InvalidAnswerError) as caught:
        ask(model, max_reasks=max_reasks, meter=meter)
    assert caught.value.raw == answers[max_reasks]
    assert (meter.requests, meter.retries) == (max_reasks + 1, max_reasks)


def test_the_callers_messages_stay_as_they_are():
    ask(Scripted("{}", '{"number": 3}'))
    assert len(QUESTION) == 2


def test_a_truncated_answer_gets_twice_the_room_with_the_same_question():
    meter, model = Meter(), Scripted(TruncatedAnswerError("cut off"), '{"number": 3}')
    assert ask(model, meter=meter).number == 3
    assert model.asked == [(QUESTION, Number, 50), (QUESTION, Number, 100)]
    assert meter.retries == 1


def test_an_answer_that_is_truncated_twice_is_given_up():
    model = Scripted(*[TruncatedAnswerError("cut off")] * 9)
    with pytest.raises(TruncatedAnswerError):
        ask(model, max_reasks=5)
    assert [room for _, _, room in model.asked] == [50, 100]


def test_without_asking_again_a_truncated_answer_is_an_error():
    model = Scripted(TruncatedAnswerError("cut off"))
    with pytest.raises(TruncatedAnswerError):
        ask(model, max_reasks=0)


def test_the_room_stays_doubled_for_the_correction():
    model = Scripted(TruncatedAnswerError("cut off"), "{}", '{"number": 3}')
    assert ask(model).number == 3
    assert [room for _, _, room in model.asked] == [50, 100, 100]
    assert len(model.asked[2][0]) == 4


@pytest.mark.parametrize("error", [EndpointUnreachableError("nobody there"), RefusedAnswerError("will not")])
def test_other_errors_are_not_asked_about_again(error):
    meter, model = Meter(), Scripted(error, '{"number": 3}')
    with pytest.raises(type(error)):
        ask(model, meter=meter)
    assert (meter.requests, meter.retries) == (1, 0)


def test_a_long_answer_and_long_problems_come_back_shortened():
    raw = '{"number": "' + "9 " * 50_000
    model = Scripted(InvalidAnswerError("no", problems=("should be one of " + "x" * 5000,), raw=raw), '{"number": 3}')
    assert ask(model).number == 3
    *_, echoed, request = model.asked[1][0]
    assert raw.startswith(echoed["content"].removesuffix("…"))
    assert 1000 < len(echoed["content"]) < 7000
    assert len(request["content"]) < 500
