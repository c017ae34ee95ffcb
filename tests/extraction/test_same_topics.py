"""same_topics.py: one subject told twice."""

import pytest

from llmextract.articles.article import Sentence
from llmextract.extraction.same_topics import distinct_topics
from llmextract.schemas import Quote, Topic, TopicCategory


def distinct(*told):
    """Return the labels that are left of those that sentences tell, one list a sentence."""
    sentences, topics, start = [], [], 0
    for labels in told:
        text = ", ".join(labels)
        sentences.append(Sentence(start=start, end=start + len(text), text=text, paragraph=0))
        for label in labels:
            at = start + text.index(label)
            quote = Quote(quote=label, start=at, end=at + len(label))
            topics.append(Topic(label=label, category=TopicCategory.OTHER, evidence=(quote,)))
        start += len(text) + 1
    return [topic.label for topic in distinct_topics(topics, sentences)]


@pytest.mark.parametrize(
    ("told", "left"),
    [
        ((["bilateral ties"], ["the bilateral relations of the two countries"]), ["bilateral ties"]),
        ((["the situation in Norvia"], ["the latest situation in Norvia"]), ["the situation in Norvia"]),
        ((["trade"], ["trade in grain"]), ["trade in grain"]),
    ],
)
def test_what_another_sentence_says_as_well_is_left_out(told, left):
    assert distinct(*told) == left


@pytest.mark.parametrize(
    "told",
    [(["energy", "energy security"],), (["grain exports"], ["grain imports"]), (["the issue"], ["the matter"])],
)
def test_items_of_one_list_and_other_subjects_stay(told):
    assert distinct(*told) == [label for labels in told for label in labels]
