"""The endpoint model against answers of the real embedded model and its server, recorded by ``make record``."""

import asyncio
from typing import Annotated

import pytest
from pydantic import AfterValidator, Field, ValidationError

from llmextract.errors import AuthenticationError, EndpointError, TruncatedAnswerError
from llmextract.extraction.asking import ask_until_valid
from llmextract.llm.answer_form import AnswerForm
from llmextract.llm.base import Meter

pytestmark = pytest.mark.vcr

QUESTION = [
    {
        "role": "system",
        "content": "You list the people who take part in a meeting, as the text names them. Answer in JSON.",
    },
    {
        "role": "user",
        "content": "Foreign Minister Ada Novak received President Juan Ortega in Porto Lindo on Monday for talks on "
        "fisheries.",
    },
]


class People(AnswerForm):
    """Who takes part in the meeting."""

    people: Annotated[tuple[Annotated[str, Field(max_length=60)], ...], Field(max_length=6)]


def has_no_title(name):
    if {"minister", "president"} & set(name.lower().split()):
        raise ValueError(f"a name must not hold a title: give the first name and the surname alone, not {name!r}")
    return name


class UntitledPeople(AnswerForm):
    """Who takes part in the meeting."""

    people: Annotated[
        tuple[Annotated[str, Field(max_length=60), AfterValidator(has_no_title)], ...], Field(max_length=6)
    ]


def finish(model, question):
    """Wait for one question's answer, and close the model's connections in the same loop."""

    async def ask():
        try:
            return await question
        finally:
            await model.aclose()

    return asyncio.run(ask())


def test_answer_is_validated_and_its_tokens_are_counted(recorded_model):
    meter = Meter()
    reply = finish(recorded_model, recorded_model.ask(QUESTION, People, meter=meter, max_tokens=80))
    assert reply.value == People.model_validate_json(reply.raw)
    assert any("Ada Novak" in name for name in reply.value.people)
    assert any("Juan Ortega" in name for name in reply.value.people)
    assert (meter.requests, meter.retries, meter.cost_usd) == (1, 0, 0.0)
    assert 40 < meter.prompt_tokens < 120
    assert 10 < meter.completion_tokens <= 80


def test_answer_that_a_validator_refused_is_mended_by_the_next(served):
    exchanges = []
    model = served.endpoint(on_exchange=lambda sent, answer: exchanges.append((sent, answer)))
    meter = Meter()
    asking = ask_until_valid(model, QUESTION, UntitledPeople, meter=meter, max_tokens=80, max_reasks=2)
    answer = finish(model, asking).value

    (_, refused), (correction, mended) = exchanges
    with pytest.raises(ValidationError, match="must not hold a title"):
        UntitledPeople.model_validate_json(refused)
    assert correction[:2] == QUESTION
    assert correction[2] == {"role": "assistant", "content": refused}
    assert "people[0]: a name must not hold a title: give the first name and the surname" in correction[3]["content"]
    assert answer == UntitledPeople.model_validate_json(mended)
    assert answer.people == ("Ada Novak", "Juan Ortega")
    assert (meter.requests, meter.retries) == (2, 1)


def test_cut_off_answer_is_asked_for_again_with_twice_the_room(served):
    answers = []
    model = served.endpoint(on_exchange=lambda _, answer: answers.append(answer))
    meter = Meter()
    asking = ask_until_valid(model, QUESTION, People, meter=meter, max_tokens=16, max_reasks=1)
    answer = finish(model, asking).value

    cut_off, whole = answers
    assert whole.startswith(cut_off)
    assert answer == People.model_validate_json(whole)
    assert (meter.requests, meter.retries) == (2, 1)
    assert 16 + 16 < meter.completion_tokens <= 16 + 32


def test_answer_cut_off_twice_is_reported(recorded_model):
    meter = Meter()
    asking = ask_until_valid(recorded_model, QUESTION, People, meter=meter, max_tokens=4, max_reasks=2)
    with pytest.raises(TruncatedAnswerError, match="cut off after 8 tokens"):
        finish(recorded_model, asking)
    assert (meter.requests, meter.completion_tokens) == (2, 4 + 8)


def test_server_error_is_retried_and_then_reported(served, vcr):
    waited = []

    async def sleep(seconds):
        waited.append(seconds)

    model = served.endpoint(max_retries=2, sleep=sleep)
    picture = [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]}]
    meter = Meter()
    with pytest.raises(EndpointError, match=r"failed \(HTTP 500: image input is not supported"):
        finish(model, model.ask(picture, People, meter=meter, max_tokens=80))
    assert [response["status"]["code"] for response in vcr.responses] == [500, 500, 500]
    assert (meter.requests, meter.retries, len(waited)) == (3, 2, 2)


def test_text_longer_than_the_context_is_reported_without_a_retry(served_small):
    model = served_small.endpoint()
    text = "On Monday, Ada Novak received Juan Ortega in Porto Lindo for talks on fisheries, trade and borders. " * 30
    meter = Meter()
    with pytest.raises(EndpointError, match="exceeds the available context size") as caught:
        finish(model, model.ask([{"role": "user", "content": text}], People, meter=meter, max_tokens=80))
    assert caught.value.hint == "use a model with a longer context, or a shorter article"
    assert (meter.requests, meter.retries, meter.prompt_tokens) == (1, 0, 0)


def test_wrong_key_is_reported_without_showing_it(served, vcr):
    model = served.endpoint(api_key="not-the-key-of-this-server", key_variable="KEY_OF_THE_TEST")
    with pytest.raises(AuthenticationError, match=r"refuses the key \(HTTP 401") as caught:
        finish(model, model.ask(QUESTION, People, meter=Meter(), max_tokens=80))
    assert caught.value.hint == "check the environment variable KEY_OF_THE_TEST"
    assert "not-the-key" not in str(caught.value)
    assert "authorization" not in {name.lower() for name in vcr.requests[0].headers}
