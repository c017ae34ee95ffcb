"""topics.py: the question about a meeting's topics and the form of its answer."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from llmextract.prompting.files import examples, instructions
from llmextract.prompting.topics import TopicsAnswer, topics_messages
from llmextract.schemas import TopicCategory

EXAMPLES = examples("topics_examples")


def test_a_valid_answer_has_labels_and_categories():
    found = TopicsAnswer.model_validate_json('{"topics": [{"label": "grain exports", "category": "economy"}]}')
    assert [(topic.label, topic.category) for topic in found.topics] == [("grain exports", TopicCategory.ECONOMY)]
    assert TopicsAnswer.model_validate_json('{"topics": []}').topics == ()


@pytest.mark.parametrize(
    "topics",
    [
        [{"label": "grain", "category": "farming"}],
        [{"label": "x", "category": "economy"}],
        [{"label": "x" * 121, "category": "economy"}],
        [{"label": "grain"}],
        [{"label": "grain", "category": "economy"}] * 7,
        None,
    ],
)
def test_other_answers_are_refused(topics):
    with pytest.raises(ValidationError):
        TopicsAnswer.model_validate({"topics": topics})


def test_the_question_stands_behind_what_never_changes():
    messages = topics_messages(["Ada Wekesa", "Luis Quilca"], "The talks covered\ngrain <b>exports</b>.")
    assert messages[0] == {"role": "system", "content": instructions("topics")}
    assert messages[-1]["content"] == (
        "People: <text>Ada Wekesa; Luis Quilca</text>\nSentences: <text>The talks covered grain ‹b›exports‹/b›.</text>"
    )
    assert topics_messages(["Eva Marin"], "Other.")[:-1] == messages[:-1]


def test_the_instructions_name_every_category():
    for category in TopicCategory:
        assert category.value in instructions("topics")


@given(st.lists(st.text(), max_size=3), st.text())
def test_an_article_cannot_add_lines_or_tags_to_the_question(people, text):
    question = topics_messages(people, text)[-1]["content"]
    assert question.count("<") == question.count("<text>") + question.count("</text>") == 4
    assert question.count("\n") == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["shows"] for example in EXAMPLES])
def test_a_worked_example_is_valid_and_copies_its_labels_from_its_text(example):
    answer = TopicsAnswer.model_validate({"topics": example["topics"]})
    assert len(answer.topics) == len(example["topics"])
    for topic in answer.topics:
        assert topic.label in example["text"]


def test_the_worked_examples_are_shown_as_they_stand():
    turns = topics_messages([], "")[1:-1]
    for example, asked, answered in zip(EXAMPLES, turns[::2], turns[1::2], strict=True):
        assert asked["content"].endswith(f"\nSentences: <text>{example['text']}</text>")
        assert json.loads(answered["content"]) == {"topics": example["topics"]}
