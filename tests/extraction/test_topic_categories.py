"""topic_categories.py: the category that a topic's words tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.topic_categories import category_of_context, topic_category
from llmextract.schemas import TopicCategory


@pytest.mark.parametrize(
    ("label", "category"),
    [
        ("the release of prisoners", TopicCategory.DETAINEES),
        ("a lasting ceasefire", TopicCategory.PEACE_PROCESS),
        ("exports of oil and gas", TopicCategory.ENERGY),  # two words of energy, one of economy
        ("trade in arms", TopicCategory.MILITARY),  # one word each: the specific category stands first
        ("VACCINES", TopicCategory.HEALTH),
        ("conflicts in the north", TopicCategory.SECURITY),
        ("la coopération énergétique", TopicCategory.ENERGY),
        ("Flüchtlinge", TopicCategory.MIGRATION),
        ("a peaceful solution", TopicCategory.PEACE_PROCESS),
        ("ending two decades of war", TopicCategory.PEACE_PROCESS),
        ("oil rights", TopicCategory.ENERGY),
        ("the rights of women", TopicCategory.HUMAN_RIGHTS),
        ("a co-operation deal", TopicCategory.BILATERAL_RELATIONS),
        ("naval operations", TopicCategory.MILITARY),
        ("the release of funds", TopicCategory.ECONOMY),
        ("attacks on commercial ships", TopicCategory.SECURITY),
        ("the situation in Norvia", TopicCategory.SECURITY),
        ("the economic situation in Norvia", TopicCategory.ECONOMY),
        ("a political dialogue", TopicCategory.BILATERAL_RELATIONS),
        ("a dialogue with the rebels", TopicCategory.PEACE_PROCESS),
        ("their strategic partnership", TopicCategory.BILATERAL_RELATIONS),
        ("strategic threats", TopicCategory.SECURITY),
        ("avian flu", TopicCategory.HEALTH),
        ("direct air links", TopicCategory.TRANSPORT),
        ("the disputed enclave", TopicCategory.TERRITORY),
        ("regional and international issues", TopicCategory.BILATERAL_RELATIONS),
        ("weather", TopicCategory.OTHER),
        ("warm words", TopicCategory.OTHER),  # "war" is no part of a word
        ("", TopicCategory.OTHER),
    ],
)
def test_a_category_is_told_by_whole_words_in_any_case(label, category):
    assert topic_category(label) is category


def test_what_stands_around_a_topic_tells_its_category_where_its_words_do_not():
    sentence = "The ministers discussed the Tavian plan."
    article = f"Norvia and Tavia began peace talks on a truce. {sentence} Oil prices fell."
    assert category_of_context(sentence, article) is TopicCategory.PEACE_PROCESS
    assert category_of_context(sentence, sentence) is TopicCategory.OTHER


def test_an_organisation_that_an_article_names_tells_no_category():
    article = "The plan was on the table at the UN. The UN and NATO welcomed it. Grain is short."
    assert category_of_context("The plan was on the table at the UN.", article) is TopicCategory.ECONOMY


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_label_has_a_category(label):
    assert topic_category(label) in set(TopicCategory)
    assert topic_category(label) is topic_category(f" {label} ")
