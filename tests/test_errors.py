"""The tree of errors and their messages."""

import inspect
import pickle
import re

import pytest

from llmextract import errors
from llmextract.errors import AnswerError, InvalidAnswerError, LlmextractError

CLASSES = [item for _, item in inspect.getmembers(errors, inspect.isclass)]


def test_every_error_is_one_of_this_package():
    assert all(issubclass(item, LlmextractError) for item in CLASSES)


def test_the_drawn_tree_is_the_real_one():
    levels, drawn = [], {}
    for line in errors.__doc__.splitlines():
        if found := re.match(r"^    ([│├└─ ]*)(\w+Error)\b", line):
            depth, name = len(found[1]) // 4, found[2]
            del levels[depth:]
            drawn[name] = levels[-1] if levels else "Exception"
            levels.append(name)
    assert drawn == {item.__name__: item.__base__.__name__ for item in CLASSES}


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, "it failed"),
        ({"hint": "try again"}, "it failed; try again"),
        ({"article": "story.txt"}, "story.txt: it failed"),
        ({"article": "story.txt", "hint": "try again"}, "story.txt: it failed; try again"),
        ({"article": "it"}, "it failed"),
    ],
)
def test_message_says_where_what_and_what_to_do(settings, text):
    assert str(LlmextractError("it failed", **settings)) == text


def test_article_can_be_named_later():
    error = LlmextractError("it failed")
    error.article = "story.txt"
    assert str(error) == "story.txt: it failed"


def test_answers_are_kept():
    error = InvalidAnswerError("no", problems=("one", "two"), raw="{}", hint="h", article="a")
    assert (error.problems, error.raw, error.hint, error.article) == (("one", "two"), "{}", "h", "a")
    assert AnswerError("no").raw == ""


@pytest.mark.parametrize("kind", CLASSES)
def test_errors_travel_between_processes(kind):
    error = kind("it failed", hint="try again", article="story.txt")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(copy), str(copy), copy.__dict__) == (kind, str(error), error.__dict__)
