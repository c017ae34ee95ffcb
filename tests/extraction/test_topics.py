"""topics.py: what sentences say was discussed."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.topic_categories import topic_category
from llmextract.extraction.topics import find_topics, topics_in_names
from llmextract.prompting.topics import TopicDraft
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
        ("Orr paid a courtesy call on the Sultan of Oman and discussed trade.", ["trade"]),
        ("Orr will meet Novak for talks on board a Kenyan ship.", []),
        ("Orr and Novak held a call on trade.", ["trade"]),
        ("Orr is slated to call on the visiting leader.", []),
        ("Orr called on the Minister for Commerce, Jam Reth.", []),
        ("They discussed a Partnership for Workers’ Rights.", ["a Partnership for Workers’ Rights"]),
        ("They discussed a range of issues, among them oil prices.", ["oil prices"]),
        ("“We discussed peace,” he said.", ["peace"]),
        ("They addressed continued bloodshed and agreed on a truce.", ["continued bloodshed", "a truce"]),
        ("They discussed piracy and global markets.", ["piracy", "global markets"]),
        ("They stressed cooperation in areas such as health.", ["health"]),
        ("They discussed trade ahead of a visit to Lima.", ["trade"]),
        ("They discussed the case of Luis Quilca, a Peruvian jailed in Kenya.", ["the case of Luis Quilca"]),
        ("Also on the agenda: visa rules and air links.", ["visa rules", "air links"]),
        ("According to the ministry, grain exports were discussed.", ["grain exports"]),
        ("Discussions centred on debt relief, sources said.", ["debt relief"]),
        ("They discussed Friday’s attack and next week's summit.", ["Friday’s attack", "next week's summit"]),
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


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("They discussed Peru, trade and the price of bread.", ["Peru", "trade", "the price of bread"]),
        ("They held talks on Peru.", ["Peru"]),
        ("They discussed the weather and the price of bread.", ["the weather", "the price of bread"]),
        ("They discussed warm words and kind gestures.", []),
        ("They discussed trade, key issues of the day and the wider region.", ["trade"]),
        ("They discussed trade; Orr condemned warm words and the price of bread.", ["trade"]),
    ],
)
def test_what_is_discussed_beside_a_known_topic_or_is_a_place_is_sure(text, sure):
    assert [topic.label for topic in find_topics(text, "en") if topic.is_sure] == sure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Novak held security talks with Orr.", ["security"]),
        ("Novak and Orr met for nuclear talks.", ["nuclear"]),
        ("Novak held trade and security talks with Orr.", ["trade", "security"]),
        ("Novak held bilateral talks with Orr.", []),
        ("Novak met Orr at the UN summit.", []),
        ("Novak held long talks with Orr.", []),
        ("Novak met the security adviser.", []),
    ],
)
def test_the_name_of_an_occasion_tells_its_subject(text, expected):
    assert [topic.label for topic in topics_in_names(text, "en")] == expected
    assert topics_in_names(text, "fr") == []


def test_those_with_whom_something_is_discussed_are_no_part_of_it():
    assert labels("They discussed with Minister Ada Novak the opening of the border.") == ["the opening of the border"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It rained.",
        "Talks on Tuesday ended.",
        "They held talks on the sidelines of a trade fair.",
        "They discussed it.",
        "They discussed various other issues.",
        "They discussed several other matters.",
        "They discussed the measures.",
        "They reaffirmed.",
        "Their visit raised eyebrows in Lima.",
        "They reviewed 12.",
        "They reviewed it, and had now flown home.",
        "They discussed, as the war went on.",
        "He expressed appreciation for the visit of the president.",
        "He expressed condolences for those hurt and injured in Lima.",
        "He discussed , and.",
        "They discussed a wide range of issues.",
        "Ways to develop them were discussed.",
        "They discussed the situation by phone.",
        "They addressed 14 topics.",
        "Orr spoke on a radio programme.",
        "The meeting on fish was also attended by trade, customs and transport officials.",
        "They discussed peaceful.",  # an adjective cut off from its noun
        "They discussed in coordination with Lima.",
        f"They discussed {' '.join(['fish'] * 15)}.",
        f"They discussed {' '.join(['internationalisation'] * 7)}.",
        "Orr paid a courtesy call on Foreign Minister Dr. Hasan Karim here on Monday.",
    ],
)
def test_what_says_nothing_is_no_topic(text):
    assert labels(text) == []


def test_who_says_something_behind_a_topic_is_none():
    told = "They discussed trade, with the Norvian foreign minister calling for lower tariffs."
    assert labels(told) == ["trade", "lower tariffs"]


def test_a_topic_that_is_named_twice_is_one():
    assert labels("They discussed trade, and they discussed trade.") == ["trade"]
    assert labels("They discussed Trade, then discussed trade.") == ["Trade"]


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


@pytest.mark.parametrize(
    "told",
    [
        "They met on Monday to discuss grain exports, several Kenyan newspapers have reported.",
        "They met on Monday to discuss grain exports, Peru's foreign minister said.",
        "They met on Monday to discuss grain exports, less than two years after the war.",
    ],
)
def test_who_tells_of_it_and_how_long_it_was_is_no_topic(told):
    assert [topic.label for topic in find_topics(told, "en")] == ["grain exports"]


def test_a_show_is_no_topic():
    assert find_topics("Ada Wekesa spoke on a television show.", "en") == []
