"""whole_article.py: the question about all sentences of an article and the form of its answer."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from llmextract.prompting.files import examples, instructions
from llmextract.prompting.room import estimate_tokens
from llmextract.prompting.whole_article import (
    MAX_MEETINGS,
    Stretch,
    sentence_tokens,
    whole_article_form,
    whole_article_messages,
)
from llmextract.schemas import Attendance, Format, Status
from tests.whole_article_support import answer, meeting

EXAMPLES = examples("whole_article_examples")
STRETCH = Stretch("Wekesa meets Quilca", datetime.date(2031, 5, 14), ("Ada Wekesa met Luis Quilca.", "It rained."))
MET = meeting([1], ["Ada Wekesa", ("Luis Quilca", "denied")], when="on Tuesday", topics=[])


def question(*sentences, headline=None, published=None):
    return whole_article_messages(Stretch(headline, published, sentences))[-1]["content"]


def test_the_sentences_stand_numbered_below_what_is_known_of_the_article():
    assert whole_article_messages(STRETCH)[-1] == {
        "role": "user",
        "content": "Published: Wednesday 2031-05-14\nHeadline: <text>Wekesa meets Quilca</text>\n"
        "1 <text>Ada Wekesa met Luis Quilca.</text>\n2 <text>It rained.</text>",
    }
    assert question("It rained.").startswith("Published: unknown\nHeadline: <text>none</text>\n1 ")


@given(st.lists(st.text(), max_size=5), st.text())
def test_no_sentence_can_forge_a_number_or_the_fence(sentences, headline):
    lines = question(*sentences, headline=headline).split("\n")
    assert len(lines) == 2 + len(sentences)
    for number, line in enumerate(lines[2:], start=1):
        assert line.startswith(f"{number} <text>")
        assert line.endswith("</text>")
        assert line.count("<") == line.count(">") == 2


def test_what_never_changes_stands_first():
    first, second = whole_article_messages(STRETCH), whole_article_messages(Stretch(None, None, ("Other.",)))
    assert first[:-1] == second[:-1]
    assert first[0] == {"role": "system", "content": instructions("whole_article")}
    assert [turn["role"] for turn in first[1:]] == ["user", "assistant"] * len(EXAMPLES) + ["user"]
    first.clear()
    assert len(whole_article_messages(STRETCH)) == 2 + 2 * len(EXAMPLES)


def test_the_instructions_define_every_field_of_the_answer():
    told = instructions("whole_article")
    (form,) = whole_article_form(1).model_json_schema()["$defs"].keys() & {"Meeting"}
    schema = whole_article_form(1).model_json_schema()["$defs"][form]
    for field in (*schema["properties"], "name", "attendance", "label", "category"):
        assert f"{field}: " in told
    assert "{" not in told


def test_a_valid_answer():
    found = whole_article_form(2).model_validate_json(answer(MET)).meetings[0]
    assert (found.sentences, found.format, found.status) == ((1,), Format.IN_PERSON, Status.HELD)
    assert [(person.name, person.attendance) for person in found.people] == [
        ("Ada Wekesa", Attendance.CONFIRMED),
        ("Luis Quilca", Attendance.DENIED),
    ]
    assert (found.when, found.where, found.topics) == ("on Tuesday", None, ())
    assert whole_article_form(2).model_validate_json(answer()).meetings == ()


@pytest.mark.parametrize(
    "change",
    [
        {"sentences": []},
        {"sentences": [0]},
        {"sentences": [3]},
        {"sentences": [1] * 13},
        {"people": []},
        {"people": [{"name": "", "attendance": "confirmed"}]},
        {"people": [{"name": "Ada", "attendance": "perhaps"}]},
        {"format": "letter"},
        {"status": None},
        {"when": "x" * 161},
        {"topics": [{"label": "grain", "category": "farming"}]},
        {"topics": None},
    ],
)
def test_other_answers_are_refused(change):
    with pytest.raises(ValidationError):
        whole_article_form(2).model_validate_json(answer(MET | change))


def test_a_meeting_without_people_is_refused_in_words_that_say_what_to_do():
    with pytest.raises(ValidationError, match="leave the meeting out when nobody is named"):
        whole_article_form(2).model_validate_json(answer(MET | {"people": []}))


def test_too_many_meetings_are_refused():
    form = whole_article_form(2)
    assert len(form.model_validate_json(answer(*[MET] * MAX_MEETINGS)).meetings) == MAX_MEETINGS
    with pytest.raises(ValidationError):
        form.model_validate_json(answer(*[MET] * (MAX_MEETINGS + 1)))


def test_the_schema_on_the_wire_bounds_the_numbers():
    schema = json.dumps(whole_article_form(7).model_json_schema())
    assert '"maximum": 7' in schema
    assert '"minimum": 1' in schema
    assert whole_article_form(7) is whole_article_form(7)  # one form, one schema, one grammar


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["shows"] for example in EXAMPLES])
def test_a_worked_example_is_valid_and_copies_its_words(example):
    sentences = example["sentences"]
    found = whole_article_form(len(sentences)).model_validate(
        {"meetings": [{"when": None, "where": None, **told} for told in example["meetings"]]}
    )
    for told in found.meetings:
        text = " ".join(sentences[number - 1] for number in told.sentences)
        assert len(told.people) > 1  # a meeting needs two parties
        names = (person.name for person in told.people)
        for words in (*names, told.when, told.where, *(topic.label for topic in told.topics)):
            assert words is None or words in text or words.split()[-1] in text


def test_the_worked_examples_are_shown_as_they_stand():
    turns = whole_article_messages(STRETCH)[1:-1]
    for example, asked, answered in zip(EXAMPLES, turns[::2], turns[1::2], strict=True):
        assert asked["content"].endswith(f"{len(example['sentences'])} <text>{example['sentences'][-1]}</text>")
        shown = json.loads(answered["content"])["meetings"]
        assert shown == [{name: told.get(name) for name in shown[0]} for told in example["meetings"]]
        whole_article_form(9).model_validate({"meetings": shown})


@pytest.mark.parametrize("text", ["x1y2 " * 20_000, "ƒ" * 100_000, "Ada met Luis, " * 7000])
def test_a_sentence_of_any_length_has_bounded_room(text):
    assert sentence_tokens(text) <= 1520
    asked = question(text, headline=text)
    assert estimate_tokens(asked) <= 1700
    assert asked.endswith("…</text>")
