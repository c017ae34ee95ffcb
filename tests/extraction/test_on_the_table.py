"""on_the_table.py: which of the topics that a sentence lists were discussed at a meeting."""

import pytest

from llmextract.extraction.gathering import gather
from llmextract.extraction.on_the_table import Table, told_in_headline
from tests.extraction_support import make_article, reports

ADA, LUIS = "Ada Wekesa", "Luis Quilca"
MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Monday."
PLANNED = "Kenyan Foreign Minister Ada Wekesa will meet Peruvian President Luis Quilca in Nairobi on Friday."


def table(told, first=MET, status="held", language="en"):
    article = make_article(first, told)
    (occasion,) = gather(reports(article, (0, (ADA, LUIS), status, "in_person")))
    return Table.of(occasion, 1, make_article(first, told, language=language))


def labels(told, **known):
    return [topic.label for topic in table(told, **known).topics]


def headline(title, language="en"):
    article = make_article(MET, title=title, language=language)
    (occasion,) = gather(reports(article, (0, (ADA, LUIS), "held", "in_person")))
    return [topic.label for topic in told_in_headline(occasion, article)]


@pytest.mark.parametrize(
    ("title", "topics"),
    [
        ("Wekesa, Quilca discuss grain exports", ["grain exports"]),
        ("Kenya and Peru in talks on grain exports", ["grain exports"]),
        ("Wekesa, Quilca hold trade talks", ["trade"]),
        ("Brazil and Chile discuss grain exports", []),
        ("Wekesa, Quilca discuss a plan", []),
        ("Wekesa meets Quilca", []),
        (None, []),
    ],
)
def test_a_headline_that_speaks_of_those_who_met_tells_what_it_was_about(title, topics):
    assert headline(title) == topics


def test_a_headline_in_a_language_that_is_not_parsed_tells_nothing():
    assert headline("Wekesa, Quilca discuss grain exports", language="sw") == []


@pytest.mark.parametrize(
    "told",
    [
        "Wekesa discussed the border dispute.",
        "The two leaders discussed the border dispute.",
        "She raised the border dispute.",
        "The talks covered the border dispute.",
        "The Kenyan minister raised the border dispute.",
        "Kenya raised the border dispute.",
        "The ministry's statement stressed the importance of the border dispute.",
        "The border dispute was also discussed.",
        "Reporters heard that they discussed the border dispute.",
        "The two leaders agreed that talks on the border dispute were needed.",
        "Wekesa asked Quilca to end the border dispute.",
        "She called on Peru to end the border dispute.",
        "They went over the border dispute.",
        "They voiced concern over the border dispute.",
        "The two promised to end the border dispute.",
        "They looked into the border dispute.",
        "Wekesa persuaded Quilca to end the border dispute.",
        "Talks resumed on the border dispute.",
        "The two ministers agreed that the border dispute must be settled.",
    ],
)
def test_what_those_who_met_discussed_was_on_the_table(told):
    assert [label for label in labels(told) if "border dispute" in label]


@pytest.mark.parametrize(
    "told",
    [
        "Wekesa's rivals discussed the border dispute among themselves.",
        "The European Union had urged Quilca to end the border dispute.",
        "Brazil raised the border dispute.",
        "The Brazilian minister raised the border dispute.",
        "The shopkeepers of Lima highlighted the border dispute.",
        "The two did not discuss the border dispute.",
        "World leaders will meet in March to discuss the border dispute.",
        "Wekesa called for an emergency session.",
        "She spoke to students about the border dispute.",
        "In a speech to students, Wekesa called on Peru to end the border dispute.",
        "Wekesa stressed that the border dispute must end.",
        "They held the talks on a day when it rained.",
    ],
)
def test_what_others_discussed_or_nobody_did_was_not(told):
    assert labels(told) == []
    assert table(told).is_beside


def test_a_sentence_that_lists_nothing_leaves_open_what_was_discussed():
    found = table("Wekesa sang to Quilca about fish.")
    assert (found.topics, found.is_beside) == ((), False)


def test_what_was_discussed_before_is_no_part_of_a_meeting_to_come():
    assert labels("They also discussed the border dispute.", first=PLANNED, status="planned") == []
    assert labels("The talks focused on the border dispute.", first=PLANNED, status="planned") == []
    assert labels("They will discuss the border dispute.", first=PLANNED, status="planned") == ["the border dispute"]
    assert labels("They agreed to discuss the border dispute.", first=PLANNED, status="planned") == [
        "the border dispute"
    ]


def test_of_a_meeting_to_come_what_may_be_discussed_is_on_the_table():
    told = "The two sides could discuss the border dispute."
    assert labels(told) == []
    assert labels(told, first=PLANNED, status="planned") == ["the border dispute"]


def test_the_sentence_that_reports_a_meeting_tells_of_it_whoever_its_subject_is():
    article = make_article("Minister Ada Wekesa met President Luis Quilca, and the old friends discussed a boycott.")
    (occasion,) = gather(reports(article, (0, (ADA, LUIS), "held", "in_person")))
    assert [topic.label for topic in Table.of(occasion, 0, article).topics] == ["a boycott"]


def test_in_a_language_that_is_not_parsed_all_that_a_sentence_lists_counts():
    assert labels("Los rivales discutieron sobre el precio del gas.", language="es")


def test_what_an_occasion_is_for_may_be_told_to_anybody():
    told = "Wekesa told reporters in an interview that her visit was aimed at the border dispute."
    assert labels(told) == ["the border dispute"]
