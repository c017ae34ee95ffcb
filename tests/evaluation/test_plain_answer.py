"""The form that the compared systems are asked for, and how the question is put."""

import datetime
from pathlib import Path

from llmextract.evaluation.plain_answer import (
    CATEGORIES,
    MEETING_DEFINITION,
    PlainAnswer,
    PlainMeeting,
    PlainParticipant,
    system_prompt,
    user_message,
)
from llmextract.schemas import Meeting, TopicCategory

CODEBOOK = Path(__file__).parents[2] / "docs" / "codebook.md"


def test_prompt_holds_the_definition_and_explains_every_field():
    prompt = system_prompt()
    assert MEETING_DEFINITION in prompt
    for name, field in (*PlainMeeting.model_fields.items(), *PlainParticipant.model_fields.items()):
        assert field.description
        assert f"- {name}: {field.description}" in prompt
    assert f"- status: {Meeting.model_fields['status'].description}" in prompt
    assert "  - category: The one category" in prompt, "what a list holds is explained below it"


def test_every_category_can_be_chosen():
    named = {part.partition(" (")[0] for part in CATEGORIES.split(", ")}
    assert set(TopicCategory) <= named


def test_definition_is_the_codebooks():
    words = " ".join(CODEBOOK.read_text(encoding="utf-8").replace("*", "").split())
    for sentence in (
        "a session of a multilateral body.",
        "when a text merely lists the hosts of one occasion, one entry",
    ):
        assert sentence in words
        assert sentence in MEETING_DEFINITION


def test_schema_constrains_statuses_and_days():
    definitions = PlainAnswer.model_json_schema()["$defs"]
    assert definitions["Status"]["enum"] == ["held", "planned", "unconfirmed", "denied", "cancelled"]
    assert {"type": "string", "format": "date"} in definitions["PlainMeeting"]["properties"]["date"]["anyOf"]


def test_article_is_given_as_it_is_with_its_publication_date():
    text = "  They met\n\non Monday. {{ not a template }}"
    assert user_message(text, datetime.date(2031, 5, 14)) == (
        f"Publication date: Wednesday, 2031-05-14\n\nArticle:\n{text}"
    )
    assert user_message(text, None).startswith("Publication date: unknown\n")
