"""topics.py: what sentences say was discussed, and the categories of those phrases."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.topics import find_topics, topic_category
from llmextract.prompting.topics import TopicDraft
from llmextract.schemas import TopicCategory
from tests.extraction_support import sentences


def labels(text, language="en"):
    return [topic.label for topic in find_topics(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The two discussed trade and investment.", ["trade and investment"]),
        (
            "They discussed cooperation in energy, trade, and visa rules.",
            ["cooperation in energy", "trade", "visa rules"],
        ),
        (
            "They discussed the border dispute with Norvia and the sale of grain to Lima.",
            ["the border dispute with Norvia", "the sale of grain to Lima"],
        ),
        ("The talks focused on nuclear enrichment, he said.", ["nuclear enrichment"]),
        ("The agenda included water rights as well as rail links; Reth left.", ["water rights", "rail links"]),
        ("They exchanged views on climate change, according to the ministry.", ["climate change"]),
        ("Wekesa expressed concern about the detention of journalists.", ["the detention of journalists"]),
        ("A round of negotiations on a ceasefire that would end the war began.", ["a ceasefire"]),
        ("Wekesa signed a memorandum of understanding on fishing.", ["fishing"]),
        ("Topics included the dam.", ["the dam"]),
        ("They discussed trade, particularly the sale of grain.", ["trade", "the sale of grain"]),
        ("They discussed how to resettle refugees.", ["resettle refugees"]),
        ("They discussed trade, a spokesman told reporters.", ["trade"]),
        ("They discussed a Partnership for Workers’ Rights.", ["a Partnership for Workers’ Rights"]),
        ("They discussed a range of issues, among them oil prices.", ["oil prices"]),
        ("“We discussed peace,” he said.", ["peace"]),
        ("They discussed relations between the U.S. and Peru.", ["relations between the U.S. and Peru"]),
    ],
)
def test_the_phrases_behind_a_word_of_discussing_are_topics(text, expected):
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ils ont discuté de la paix, des prisonniers.", "fr", ["la paix", "des prisonniers"]),
        ("Hablaron sobre el comercio.", "es", ["el comercio"]),
        ("Sie sprachen über den Frieden, die Grenze.", "de", ["den Frieden", "die Grenze"]),
    ],
)
def test_other_languages_have_words_of_their_own(text, language, expected):
    assert labels(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Visas were raised.", ["Visas"]),
        ("It rained; the release of prisoners was also discussed.", ["the release of prisoners"]),
        ("The gas pipeline will be on the agenda.", ["The gas pipeline"]),
        ("They were raised.", []),
    ],
)
def test_the_subject_of_a_passive_is_a_topic_unless_it_is_a_pronoun(text, expected):
    assert labels(text) == expected


def test_those_with_whom_something_is_discussed_are_no_part_of_it():
    assert labels("They discussed with Minister Ada Novak the opening of the border.") == ["the opening of the border"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It rained.",
        "Talks on Tuesday ended.",
        "They discussed it.",
        "They discussed various other issues.",
        "They discussed several other matters.",
        "They reaffirmed.",
        "Their visit raised eyebrows in Lima.",
        "They reviewed 12.",
        "They reviewed it, and had now flown home.",
        "They discussed, as the war went on.",
        "They discussed peaceful.",  # an adjective cut off from its noun
        "They discussed agreed steps and.",
        "They discussed in coordination with Lima.",
        f"They discussed {' '.join(['fish'] * 15)}.",
        f"They discussed {' '.join(['internationalisation'] * 7)}.",
    ],
)
def test_what_says_nothing_is_no_topic(text):
    assert labels(text) == []


def test_a_topic_that_is_named_twice_is_one():
    assert labels("They discussed trade, and they discussed trade.") == ["trade"]
    assert labels("They discussed Trade, then discussed trade.") == ["Trade"]


@pytest.mark.parametrize(
    ("label", "category"),
    [
        ("the release of prisoners", TopicCategory.DETAINEES),
        ("a lasting ceasefire", TopicCategory.PEACE_PROCESS),
        ("exports of oil and gas", TopicCategory.ENERGY),  # two words of energy, one of economy
        ("trade in arms", TopicCategory.MILITARY),  # one word each: the specific category stands first
        ("VACCINES", TopicCategory.HEALTH),
        ("la coopération énergétique", TopicCategory.ENERGY),
        ("Flüchtlinge", TopicCategory.MIGRATION),
        ("weather", TopicCategory.OTHER),
        ("warm words", TopicCategory.OTHER),  # "war" is no part of a word
        ("", TopicCategory.OTHER),
    ],
)
def test_a_category_is_told_by_whole_words_in_any_case(label, category):
    assert topic_category(label) is category


WORDS = """
they discussed talks on about the a of and , ; . ( “ ” trade peace border visas Ada Novak with raised were was that
issues such as including ways to end war Monday Lima who 's U.S. also in by discuté de sobre über – said
internationalisation
"""
TEXTS = st.lists(st.sampled_from(WORDS.split()), max_size=30).map(" ".join) | sentences(longest=20)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["en", "fr", "xx", None]))
def test_topics_are_stretches_of_the_text_that_do_not_overlap(text, language):
    found = find_topics(text, language)
    for topic in found:
        assert 0 <= topic.start < topic.end <= len(text)
        assert topic.label == text[topic.start : topic.end] == topic.label.strip()
        assert topic.category is topic_category(topic.label)
        assert TopicDraft(label=topic.label, category=topic.category).label == topic.label
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert len({topic.label.casefold() for topic in found}) == len(found)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_label_has_a_category(label):
    assert topic_category(label) in set(TopicCategory)
    assert topic_category(label) is topic_category(f" {label} ")
