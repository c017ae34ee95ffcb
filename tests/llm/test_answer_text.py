import json
from enum import StrEnum
from typing import Annotated

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, model_validator

from llmextract.errors import InvalidAnswerError
from llmextract.llm.answer_text import MAX_PROBLEMS, find_json_object, parse_answer


class Mood(StrEnum):
    GOOD = "good"
    BAD = "bad"


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1)]
    mood: Mood = Mood.GOOD


class Group(BaseModel):
    people: list[Person] = Field(max_length=25)
    leader: int | None = None

    @model_validator(mode="after")
    def _leader_exists(self):
        if self.leader is not None and self.leader >= len(self.people):
            raise ValueError("the leader should be one of the people")
        return self


GOOD = '{"people": [{"name": "Ana"}]}'


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"\ufeff  {GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}```",
        f"Here {{as asked}} is what [see below] I found:\n{GOOD}\nI hope {{it}} helps [1].",
        f'<think>maybe {{"people": []}} and a much longer thought than the answer</think>\n{GOOD}',
        f'First {{"a": 1}}, better: {GOOD}',
        f"[1] {GOOD}",
    ],
)
def test_the_object_is_found_whatever_is_around_it(text):
    assert find_json_object(text) == GOOD
    assert parse_answer(Group, text).people[0].name == "Ana"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no object here",
        "{}"[:1],
        '{"people": [{"name": "Ana"}, {"name": "Bo"',
        '{"people": [{"name": "Ana"} {"name": "Bo"}]}',
        '[{"name": "Ana"}, {"name": "Bo"',
        '[{"name": "Ana"}]',
        '{"people": ' + "[" * 100_000,
        '{"n": ' + "9" * 5000 + "}",
    ],
)
def test_a_part_of_broken_json_is_never_taken_for_the_answer(text):
    assert find_json_object(text) is None


def test_an_empty_object_is_an_object():
    assert find_json_object("Nothing: {}") == "{}"


def problems(text, form=Group):
    with pytest.raises(InvalidAnswerError) as caught:
        parse_answer(form, text)
    assert caught.value.raw == text
    assert caught.value.problems[0] in str(caught.value)
    return caught.value.problems


def test_problems_are_plain_lines_with_paths():
    found = problems('{"people": [{"name": ""}, {"mood": "great"}, {"name": 5, "age": 3}, 7], "leader": 1.5}')
    assert found == (
        "people[0].name: string should have at least 1 character",
        "people[1].name: is missing",
        "people[1].mood: should be 'good' or 'bad'",
        "people[2].name: should be a string",
        "people[2].age: is not a field of the form, leave it out",
        "people[3]: should be an object",
        "leader: should be an integer, got a number with a fractional part",
    )


def test_rules_of_the_form_are_told_in_their_own_words():
    assert problems('{"people": [], "leader": 3}') == ("the leader should be one of the people",)


def test_broken_json_is_told_as_such():
    assert problems('{"people": [')[0].startswith("not valid JSON: EOF")
    assert problems("I do not know.")[0].startswith("not valid JSON: expected")
    assert problems("[1]") == ("should be an object",)


def test_no_problem_names_addresses_or_types_of_the_validator():
    text = " ".join(problems('{"people": 3, "leader": {"a": []}}')).lower()
    assert not any(word in text for word in ("http", "pydantic", "type=", "input", "dictionary"))


def test_many_problems_are_cut_short():
    found = problems(json.dumps({"people": [{}] * 24}))
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == "and 4 more"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5), st.integers(0, 2))
def test_any_object_is_found_again_in_prose(value, indent):
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if "<think" in text.lower():
        return
    found = find_json_object(f"Well, then: ```json\n{text}\n``` - that is all.")
    assert found == text
    assert json.loads(found) == value


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='{}[]":, a1\\\n', max_size=60))
def test_whatever_is_found_is_an_object(text):
    found = find_json_object(text)
    assert found is None or isinstance(json.loads(found), dict)
