"""Tests of `llmextract.llm.request_shape`."""

import instructor
import pytest
from pydantic import Field

from llmextract.llm import request_shape
from llmextract.llm.answer_form import AnswerForm
from llmextract.llm.request_shape import shape_request

MESSAGES = [{"role": "system", "content": "Say {{ name }}."}, {"role": "user", "content": "Who met Ada Novak?"}]


class Answer(AnswerForm):
    """Who met."""

    names: tuple[str, ...] = Field(max_length=4)


@pytest.fixture
def shapings(monkeypatch):
    request_shape._fields.cache_clear()
    calls = []
    patch = instructor.patch

    def counted(**options):
        calls.append(options["mode"])
        return patch(**options)

    monkeypatch.setattr(instructor, "patch", counted)
    return calls


def test_a_schema_is_asked_for_beside_the_messages(shapings):
    request = shape_request(Answer, "json_schema", MESSAGES, strict=False)
    assert request["messages"] == MESSAGES
    assert request["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "Answer", "schema": Answer.model_json_schema()},
    }
    assert set(request) == {"messages", "response_format"}
    assert len(shapings) == 1


def test_a_strict_schema_says_so():
    request = shape_request(Answer, "json_schema", MESSAGES, strict=True)
    assert request["response_format"]["json_schema"]["strict"] is True
    assert (
        "strict" not in shape_request(Answer, "json_schema", MESSAGES, strict=False)["response_format"]["json_schema"]
    )


def test_a_tool_is_offered_and_chosen():
    request = shape_request(Answer, "tools", MESSAGES, strict=False)
    assert request["messages"] == MESSAGES
    assert request["tools"][0]["function"]["name"] == "Answer"
    assert request["tool_choice"]["function"]["name"] == "Answer"


@pytest.mark.parametrize("mode", ["json_schema", "tools"])
def test_a_form_is_shaped_once(shapings, mode):
    first = shape_request(Answer, mode, MESSAGES, strict=False)
    second = shape_request(Answer, mode, MESSAGES[1:], strict=False)
    assert len(shapings) == 1
    assert first.keys() == second.keys()
    assert second["messages"] == MESSAGES[1:]


@pytest.mark.parametrize("mode", ["json", "md_json"])
def test_a_form_that_goes_into_the_messages_is_shaped_for_each_question(shapings, mode):
    for content in ("Who met Ada Novak?", "Who met Jonas Reth?"):
        request = shape_request(Answer, mode, [MESSAGES[0], {"role": "user", "content": content}], strict=False)
        assert content in str(request["messages"])
        assert "names" in str(request["messages"][0])
    assert len(shapings) == 3  # once to find out, once for each question


def test_the_callers_messages_stay_as_they_are():
    request = shape_request(Answer, "md_json", MESSAGES, strict=False)
    shape_request(Answer, "json_schema", MESSAGES, strict=False)["messages"][0]["content"] = "changed"
    assert MESSAGES[0]["content"] == "Say {{ name }}."
    assert request["messages"] != MESSAGES


def test_what_instructor_itself_objects_to_comes_through(monkeypatch):
    def refusing(**_options):
        def create(**_request):
            raise instructor.core.exceptions.ConfigurationError("no such thing")

        return create

    monkeypatch.setattr(instructor, "patch", refusing)
    request_shape._fields.cache_clear()
    with pytest.raises(instructor.core.exceptions.ConfigurationError):
        shape_request(Answer, "json_schema", MESSAGES, strict=False)
