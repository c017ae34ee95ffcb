"""passage.py: the question about one sentence and the form of its answer."""

import datetime
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from llmextract.prompting.files import examples, instructions
from llmextract.prompting.passage import (
    MAX_MEETINGS,
    MeetingDraft,
    Passage,
    fitting_names,
    passage_form,
    passage_messages,
)
from llmextract.schemas import Format, Status

PASSAGE = Passage(
    headline="Wekesa meets Quilca",
    published=datetime.date(2031, 5, 14),
    before="It rained.",
    sentence="Ada Wekesa met Luis Quilca on Tuesday.",
    names=("Ada Wekesa", "Luis Quilca"),
    formats=(Format.IN_PERSON, Format.UNKNOWN),
    statuses=(Status.HELD,),
)
MEETING = {"people": ["Ada Wekesa", "Luis Quilca"], "format": "in_person", "status": "held"}
EXAMPLES = examples("passage_examples")


def answer(*meetings):
    return json.dumps({"meetings": meetings})


def replaced(**changes):
    return Passage(**{name: getattr(PASSAGE, name) for name in PASSAGE.__dataclass_fields__} | changes)


def test_a_valid_answer_becomes_drafts():
    found = passage_form(PASSAGE).model_validate_json(answer(MEETING))
    assert found.drafts() == (MeetingDraft(("Ada Wekesa", "Luis Quilca"), Format.IN_PERSON, Status.HELD),)
    assert found.drafts()[0].status is Status.HELD


def test_no_meeting_is_an_answer():
    assert passage_form(PASSAGE).model_validate_json('{"meetings": []}').drafts() == ()


def test_no_meeting_is_no_answer_where_the_words_leave_no_doubt():
    form = passage_form(replaced(certain=True))
    assert len(form.model_validate_json(answer(MEETING)).drafts()) == 1
    with pytest.raises(ValidationError, match="at least 1"):
        form.model_validate_json('{"meetings": []}')


@pytest.mark.parametrize(
    "change",
    [
        {"people": ["Eva Marin"]},
        {"people": ["ada wekesa"]},
        {"people": []},
        {"people": ["Ada Wekesa", "Luis Quilca", "Ada Wekesa"]},
        {"format": "video"},
        {"status": "planned"},
        {"status": None},
    ],
)
def test_only_what_the_passage_offers_is_taken(change):
    with pytest.raises(ValidationError):
        passage_form(PASSAGE).model_validate_json(answer(MEETING | change))


def test_a_meeting_without_people_is_refused_in_words_that_say_what_to_do():
    form = passage_form(PASSAGE)
    with pytest.raises(ValidationError, match="leave the meeting out when nobody is named"):
        form.model_validate_json(answer(MEETING | {"people": []}))


def test_too_many_meetings_are_refused():
    form = passage_form(PASSAGE)
    assert len(form.model_validate_json(answer(*[MEETING] * MAX_MEETINGS)).drafts()) == MAX_MEETINGS
    with pytest.raises(ValidationError):
        form.model_validate_json(answer(*[MEETING] * (MAX_MEETINGS + 1)))


def test_the_schema_on_the_wire_offers_the_same_choices():
    schema = json.dumps(passage_form(PASSAGE).model_json_schema())
    for offered in ("Ada Wekesa", "Luis Quilca", "in_person", "unknown", "held"):
        assert f'"{offered}"' in schema
    for left_out in ("video", "call", "cancelled"):
        assert f'"{left_out}"' not in schema


@pytest.mark.parametrize(
    ("change", "settled"),
    [
        ({}, True),
        ({"certain": False}, False),
        ({"names": ("Ada Wekesa", "Luis Quilca", "Eva Marin")}, False),
        ({"names": ("Ada Wekesa",)}, False),
        ({"formats": (Format.CALL, Format.VIDEO)}, False),
        ({"statuses": (Status.HELD, Status.PLANNED)}, False),
    ],
)
def test_words_that_leave_nothing_open_settle_the_answer(change, settled):
    passage = replaced(**{"certain": True, "formats": (Format.CALL,), **change})
    both = MeetingDraft(("Ada Wekesa", "Luis Quilca"), Format.CALL, Status.HELD)
    assert passage.settled == (both if settled else None)


@settings(max_examples=25)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=4, unique=True))
def test_any_name_can_be_offered_and_chosen(names):
    form = passage_form(replaced(names=tuple(names)))
    found = form.model_validate({"meetings": [MEETING | {"people": names}]}).drafts()
    assert found[0].people == tuple(names)


def test_the_question_stands_last_and_holds_everything():
    *_, question = passage_messages(PASSAGE)
    assert question == {
        "role": "user",
        "content": "Published: Wednesday 2031-05-14\nHeadline: <text>Wekesa meets Quilca</text>\n"
        "Before: <text>It rained.</text>\nSentence: <text>Ada Wekesa met Luis Quilca on Tuesday.</text>\n"
        "Names: <text>Ada Wekesa; Luis Quilca</text>",
    }


def test_the_question_says_what_is_not_known():
    question = passage_messages(replaced(headline=None, published=None))[-1]["content"]
    assert question.startswith("Published: unknown\nHeadline: <text>none</text>\n")


def test_what_never_changes_stands_first():
    first, second = passage_messages(PASSAGE), passage_messages(replaced(sentence="Other.", names=("Eva Marin", "X")))
    assert first[:-1] == second[:-1]
    assert first[0] == {"role": "system", "content": instructions("passage")}
    assert [turn["role"] for turn in first[1:]] == ["user", "assistant"] * len(EXAMPLES) + ["user"]


def test_the_prefix_of_one_question_cannot_be_altered_through_another():
    passage_messages(PASSAGE).clear()
    assert len(passage_messages(PASSAGE)) == 2 + 2 * len(EXAMPLES)


@settings(max_examples=50)
@given(st.text(), st.text(), st.text())
def test_an_article_cannot_add_lines_or_tags_to_the_question(headline, before, sentence):
    question = passage_messages(replaced(headline=headline, before=before, sentence=sentence))[-1]["content"]
    assert question.count("<") == question.count("<text>") + question.count("</text>") == 8
    lines = question.split("\n")
    assert [line.partition(":")[0] for line in lines] == ["Published", "Headline", "Before", "Sentence", "Names"]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["shows"] for example in EXAMPLES])
def test_a_worked_example_is_answered_in_its_own_form(example):
    passage = Passage(
        example["headline"], example["published"], example["before"], example["sentence"], tuple(example["names"])
    )
    drafts = passage_form(passage).model_validate({"meetings": example["meetings"]}).drafts()
    assert len(drafts) == len(example["meetings"])
    assert all(len(set(draft.people)) > 1 for draft in drafts)  # a meeting needs two parties
    told = f"{example['before']} {example['sentence']}".replace("’", "'")
    for name in example["names"]:
        assert name in told or name.split()[-1] in told, f"{name} is named nowhere"


def test_the_worked_examples_are_shown_as_they_stand():
    turns = passage_messages(PASSAGE)[1:-1]
    for example, asked, answered in zip(EXAMPLES, turns[::2], turns[1::2], strict=True):
        assert f"Sentence: <text>{example['sentence']}</text>" in asked["content"].split("\n")
        assert json.loads(answered["content"]) == {"meetings": example["meetings"]}


def test_the_worked_examples_show_every_status_but_those_that_code_decides():
    shown = {meeting["status"] for example in EXAMPLES for meeting in example["meetings"]}
    assert shown >= {"held", "planned", "cancelled"}
    assert any(not example["meetings"] for example in EXAMPLES)


def test_a_question_has_room_for_ordinary_names_and_not_for_any_text():
    assert fitting_names(["Ada Wekesa", "Luis Quilca"] * 12) == 24
    assert 1 < fitting_names(["X" * 150] * 24) < 24
    assert fitting_names([]) == 0


def test_of_what_stands_before_the_end_is_kept_and_of_the_rest_the_beginning():
    lines = passage_messages(replaced(headline="a b " * 999, before="c d " * 999, sentence="e f " * 999))[-1]["content"]
    _, headline, before, sentence, _ = lines.split("\n")
    assert headline.startswith("Headline: <text>a b a b")
    assert headline.endswith("…</text>")
    assert before.startswith("Before: <text>…")
    assert before.endswith("c d</text>")
    assert sentence.startswith("Sentence: <text>e f e f")
    assert sentence.endswith("…</text>")
