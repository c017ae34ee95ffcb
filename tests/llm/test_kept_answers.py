"""kept_answers.py: what was asked once is not asked again."""

import asyncio
import pickle
import sqlite3

import pytest
from pydantic import Field

from llmextract.llm import kept_answers
from llmextract.llm.answer_form import AnswerForm
from llmextract.llm.base import Meter, Reply, Token
from llmextract.llm.embedded import server
from llmextract.llm.kept_answers import KeptAnswers
from llmextract.llm.opening import open_model
from llmextract.settings import Settings
from tests import embedded_support

QUESTION = [{"role": "user", "content": "Did they meet?"}]
TOKENS = (Token('{"met"', -0.5, (('{"met"', -0.5), ("{", -1.5))), Token(":true}", -0.1, ((":true}", -0.1),)))


class YesNo(AnswerForm):
    met: bool = Field()


class Number(AnswerForm):
    met: int = Field()


REPLY = Reply(YesNo(met=True), '{"met":true}', TOKENS)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "cache" / "answers.sqlite"


@pytest.fixture
def opened(path):
    """Open the file as one process does that runs a model; closed in the end."""
    made = []

    def make(identity="a"):
        made.append(KeptAnswers(path, identity))
        return made[-1]

    yield make
    for answers in made:
        answers.close()


def test_an_answer_comes_back_with_its_tokens_in_another_process(opened):
    opened().keep(QUESTION, YesNo, 200, REPLY)
    assert opened().find(QUESTION, YesNo, 200) == REPLY


def test_an_answer_without_tokens_comes_back_without(opened):
    answers = opened()
    answers.keep(QUESTION, YesNo, 200, Reply(YesNo(met=False), '{"met":false}'))
    assert answers.find(QUESTION, YesNo, 200) == Reply(YesNo(met=False), '{"met":false}')


def test_another_question_form_length_or_model_has_no_answer_yet(opened):
    answers = opened()
    answers.keep(QUESTION, YesNo, 200, REPLY)
    other = [{"role": "user", "content": "Did they meet? "}]
    assert answers.find(other, YesNo, 200) is None
    assert answers.find(QUESTION, Number, 200) is None
    assert answers.find(QUESTION, YesNo, 201) is None
    assert opened("b").find(QUESTION, YesNo, 200) is None


def test_the_question_is_not_in_the_file(path, opened):
    answers = opened()
    answers.keep(QUESTION, YesNo, 200, REPLY)
    answers.close()
    assert b"Did they" not in path.read_bytes()


def test_nothing_is_made_before_there_is_an_answer(path, opened):
    assert opened().find(QUESTION, YesNo, 200) is None
    assert not path.parent.exists()


def test_a_damaged_file_is_as_good_as_none(path, opened):
    path.parent.mkdir()
    path.write_bytes(b"no database" * 100)
    answers = opened()
    answers.keep(QUESTION, YesNo, 200, REPLY)
    assert answers.find(QUESTION, YesNo, 200) is None


@pytest.mark.parametrize("answer", ["[]", "nonsense", '["{}", null]', '["{\\"met\\":true}", [1]]'])
def test_a_damaged_answer_is_as_good_as_none(path, opened, answer):
    answers = opened()
    answers.keep(QUESTION, YesNo, 200, REPLY)
    answers.close()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE answers SET answer = ?", (answer,))
    connection.close()
    assert answers.find(QUESTION, YesNo, 200) is None
    answers.close()


def test_what_was_not_used_for_longest_goes_first(opened, monkeypatch):
    monkeypatch.setattr(kept_answers, "MAX_ANSWERS", 2)
    answers = opened()
    for length in (1, 2, 3):
        answers.keep(QUESTION, YesNo, length, REPLY)
    assert answers.find(QUESTION, YesNo, 1) == REPLY
    answers.close()
    again = opened()
    assert [again.find(QUESTION, YesNo, length) is not None for length in (1, 2, 3)] == [True, False, True]
    again.close()


def test_answers_can_be_pickled(opened):
    answers = opened()
    answers.keep(QUESTION, YesNo, 200, REPLY)
    copy = pickle.loads(pickle.dumps(answers))  # noqa: S301 - our own
    answers.close()
    assert copy.find(QUESTION, YesNo, 200) == REPLY
    copy.close()


@pytest.fixture
def toy(tmp_path, monkeypatch):
    monkeypatch.setenv("LLMEXTRACT_CACHE_DIR", str(tmp_path / "cache"))
    yield embedded_support.offer_toy_model(tmp_path, monkeypatch)
    server.stop_all()


def ask(model, meter):
    async def answer():
        try:
            return await model.ask(QUESTION, YesNo, meter=meter, max_tokens=200)
        finally:
            await model.aclose()

    return asyncio.run(answer())


@pytest.mark.usefixtures("toy")
def test_the_embedded_model_is_not_even_started_for_what_it_has_answered():
    settings, meter = Settings(model="local/toy", context=512), Meter()
    first = ask(open_model(settings), meter)
    assert meter.requests == 1
    server.stop_all()
    seen = []
    again = ask(open_model(settings, on_exchange=lambda messages, answer: seen.append((messages, answer))), meter)
    assert again == first
    assert meter.requests == 1
    assert server._registry == {}
    assert seen == [(QUESTION, first.raw)]


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize("change", [{"keep_answers": False}, {"temperature": 0.7}])
def test_no_answer_is_kept_where_that_is_not_wanted_or_chance_has_a_part(change):
    settings, meter = Settings(model="local/toy", context=512, **change), Meter()
    for _ in range(2):
        ask(open_model(settings), meter)
    assert meter.requests == 2
