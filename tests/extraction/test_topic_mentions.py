"""topic_mentions.py: other ways to say what was on the table."""

import pytest

from llmextract.extraction.syntax import parse
from llmextract.extraction.topic_mentions import is_announcing, mentioned


def heads(text):
    parsed = parse(text)
    return [head.text for word in parsed.words for head in mentioned(parsed, word)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The elections in Norvia also came up.", ["elections"]),
        ("The price of gas came under discussion.", ["price"]),
        ("Grain exports featured in the talks.", ["exports"]),
        ("Particular attention was paid to the famine in Norvia.", ["famine"]),
        ("They took stock of the trade talks.", ["talks"]),
        ("The two sides attach importance to the highway.", ["highway"]),
        ("The famine was the main subject of the talks.", ["famine"]),
        ("The famine was the main subject when Novak met Orr.", ["famine"]),
        ("At the centre of the talks was a prisoner swap.", ["swap"]),
        ("A prisoner swap was at the heart of the meeting.", ["swap"]),
        ("They have an agenda that includes migration.", ["migration"]),
        ("The sides noted the need to step up trade.", ["need"]),
        ("They discussed, among other things, Sudan and the famine.", ["Sudan"]),
        ("The focus was on the famine.", ["famine"]),
        ("The famine loomed large in the talks.", ["famine"]),
        ("Much of the conversation concerned the famine.", ["famine"]),
        ("Central to the talks was the famine.", ["famine"]),
        ("Trade and grain were the main items on the agenda.", ["Trade"]),
        ("Migration and trade are among the major topics on the agenda.", ["Migration"]),
        ("Among the issues discussed were trade and grain.", ["trade"]),
        ("The discussion turned to the famine.", ["famine"]),
        ("The talks ranged from trade to fishing.", ["trade", "fishing"]),
        ("Their discussions also included the famine.", ["famine"]),
        ("One of the issues discussed was the famine.", ["famine"]),
        ("Both leaders expressed their readiness to expand trade.", ["expand"]),
    ],
)
def test_it_is_said_to_be_spoken_of(text, expected):
    assert heads(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ada Novak came up with a plan.",
        "The famine loomed large in the book.",
        "The report concerned the famine.",
        "Central to the book was the famine.",
        "Ada Novak and Ivo Orr are among the guests.",
        "The books sell well among the issues of the year.",
        "Ada Novak came under fire.",
        "Grain exports featured in the report.",
        "Attention was paid.",
        "They took the road of peace.",
        "The famine was the main subject of the book.",
        "At the centre of the town was a tower.",
        "They had no need to step up trade.",
        "They discussed trade on Monday, among other things.",
        "The focus was sharp.",
        "The crowd turned to the palace.",
        "The prices ranged from low to high.",
        "The talks included Ada Novak.",
        "One of the issues was old.",
        "Novak expressed his readiness to expand trade.",
    ],
)
def test_else_it_is_not(text):
    assert heads(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They discussed the following issues: trade and grain.", True),
        ("They discussed trade issues: the minister was glad.", False),
        ("They discussed the issues, and trade.", False),
    ],
)
def test_a_vague_noun_announces_a_list_behind_a_colon(text, expected):
    parsed = parse(text)
    assert any(is_announcing(parsed, word) for word in parsed.words if word.kind == "NOUN") is expected
