"""frame_prepositions.py: "with", wherever a parser hangs it."""

from llmextract.extraction.frame_prepositions import behind_means, behind_place, beside
from llmextract.extraction.syntax import parse


def word_of(text, trigger):
    """Return a parsed sentence and one word of it."""
    parsed = parse(text)
    (word,) = [word for word in parsed.words if word.text == trigger]
    return parsed, word


def test_with_may_stand_behind_a_link():
    parsed, spoke = word_of("Ada Novak spoke via video link with Ivo Reth.", "spoke")
    assert [word.text for word in behind_means(parsed, spoke)] == ["with"]
    parsed, spoke = word_of("Ada Novak spoke in pain with Ivo Reth.", "spoke")
    assert behind_means(parsed, spoke) == []


def test_with_may_stand_behind_a_place():
    parsed, noun = word_of("Ada Novak held a meeting at her office with Ivo Reth.", "meeting")
    assert behind_place(parsed, parsed.words[noun.head]) or behind_place(parsed, noun)


def test_with_whom_something_is_raised_stands_beside_it():
    parsed, trade = word_of("Ada Novak raised trade with Ivo Reth.", "trade")
    assert [word.text for word in beside(parsed, [trade])] in (["Reth"], [])
