"""frame_likelihood.py: whether a sentence only weighs whether people may meet."""

import pytest

from llmextract.extraction.frame_likelihood import is_close, is_possible
from llmextract.extraction.syntax import parse


def noun_and_verb(text, lemma="meeting"):
    parsed = parse(text)
    noun = next(word for word in parsed.words if word.lemma == lemma)
    verb = next(above for above in parsed.ancestors(noun) if above.kind in {"VERB", "AUX"})
    return parsed, noun, verb


@pytest.mark.parametrize(
    "text",
    [
        "A potential meeting between Orr and Novak was in the news.",
        "They moved towards a meeting with Novak.",
        "The road to a meeting between Orr and Novak is long.",
        "He opened the door to a meeting with Novak.",
        "A meeting between Orr and Novak is unlikely.",
        "A meeting between Orr and Novak is not likely.",
        "A meeting between Orr and Novak was possible.",
        "A meeting between Orr and Novak is under consideration.",
        "A meeting between Orr and Novak is out of the question.",
        "A meeting between Orr and Novak is not on the agenda.",
        "A meeting between Orr and Novak is important.",
        "A meeting between Orr and Novak remains the goal.",
        "A meeting between Orr and Novak depends on the truce.",
    ],
)
def test_what_is_only_weighed(text):
    parsed, noun, _ = noun_and_verb(text)
    assert is_possible(parsed, noun)


@pytest.mark.parametrize(
    "text",
    [
        "The meeting between Orr and Novak was long.",
        "The meeting between Orr and Novak is important.",
        "The meeting between Orr and Novak is over.",
        "A meeting between Orr and Novak is imminent.",
        "A meeting between Orr and Novak is likely.",
        "A meeting between Orr and Novak took place.",
        "They went to a meeting with Novak.",
        "They made progress in a meeting with Novak.",
    ],
)
def test_what_is_told_as_it_is(text):
    parsed, noun, _ = noun_and_verb(text)
    assert not is_possible(parsed, noun)


@pytest.mark.parametrize(
    ("text", "close"),
    [
        ("A meeting between Orr and Novak is imminent.", True),
        ("A meeting between Orr and Novak is being prepared.", True),
        ("A meeting between Orr and Novak is in preparation.", True),
        ("A meeting between Orr and Novak was prepared.", False),
        ("A meeting between Orr and Novak is in Lima.", False),
        ("They held a meeting with Novak.", False),
    ],
)
def test_what_is_about_to_be(text, close):
    assert is_close(*noun_and_verb(text)) is close
