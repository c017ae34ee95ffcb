"""discussed.py: the sentences that tell what a meeting was about."""

from llmextract.extraction.discussed import discussed_in
from llmextract.extraction.gathering import gather
from tests.extraction_support import make_article, reports

ADA, LUIS, EVA = "Ada Wekesa", "Luis Quilca", "Eva Marin"
MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Monday."


def discussed(*told, drafts):
    """Return the sentences of each meeting; ``drafts`` are the people of each question in order."""
    article = make_article(*told)
    found = gather(reports(article, *((number, people, "held", "in_person") for number, people in enumerate(drafts))))
    return [discussed_in(occasion, found, article) for occasion in found]


def test_sentences_behind_a_report_count_where_they_go_on_about_it():
    told = (MET, "The talks covered trade.", "It rained on Lima, and prices rose.", "Wekesa raised the matter of fish.")
    assert discussed(*told, drafts=[(ADA, LUIS)]) == [[0, 1, 3]]


def test_sentences_with_words_that_grammar_makes_sense_of_count():
    told = (MET, "They pledged to fight piracy.", "They wanted peace.", "They dwelt on fish.")
    assert discussed(*told, drafts=[(ADA, LUIS)]) == [[0, 1, 3]]


def test_what_somebody_came_for_counts_where_it_is_told_before_whom_he_met():
    met = "On Monday Ada Wekesa met Luis Quilca."
    article = make_article("Ada Wekesa arrived in Lima on Sunday to discuss fish.", met)
    (occasion,) = gather(reports(article, (0, (ADA, LUIS), "held", "in_person")))
    assert discussed_in(occasion, [occasion], article) == [0, 1]
    article = make_article("Ada Wekesa wrote a book that discussed fish.", met)
    (occasion,) = gather(reports(article, (0, (ADA, LUIS), "held", "in_person")))
    assert discussed_in(occasion, [occasion], article) == [1]


def test_sentences_that_speak_of_nothing_discussed_do_not_count():
    assert discussed(MET, "Wekesa wore a hat.", drafts=[(ADA, LUIS)]) == [[0]]


def test_the_next_meeting_ends_what_is_said_of_the_one_before():
    told = (MET, "Ada Wekesa met Eva Marin on Tuesday.", "They discussed trade.")
    assert discussed(*told, drafts=[(ADA, LUIS), (ADA, EVA)]) == [[0], [1, 2]]


def test_a_sentence_belongs_to_the_meeting_of_which_it_names_most():
    told = (MET, "Ada Wekesa met Eva Marin on Tuesday.", "Wekesa and Quilca discussed trade.")
    assert discussed(*told, drafts=[(ADA, LUIS), (ADA, EVA)]) == [[0, 2], [1]]
    told = (MET, "Ada Wekesa met Eva Marin on Tuesday.", "Quilca raised the matter of fish.")
    assert discussed(*told, drafts=[(ADA, LUIS), (ADA, EVA)]) == [[0], [1]]


def test_what_is_asked_about_stays_short():
    told = (MET, *(f"Wekesa raised the matter of fish number {number} {'x' * 400}." for number in range(9)))
    (indices,) = discussed(*told, drafts=[(ADA, LUIS)])
    assert indices == [0, 1, 2, 3, 4]


def test_a_meeting_beside_the_main_one_neither_ends_what_is_said_of_that_nor_goes_on():
    told = (MET, "Wekesa was also received by Eva Marin.", "Wekesa raised the matter of fish.")
    assert discussed(*told, drafts=[(ADA, LUIS), (ADA, EVA)]) == [[0, 2], [1]]
    told = (MET, "Wekesa was received by Eva Marin.", "Wekesa raised the matter of fish.")
    assert discussed(*told, drafts=[(ADA, LUIS), (ADA, EVA)]) == [[0], [1, 2]]


def test_the_next_stop_of_a_journey_ends_what_is_said_of_a_meeting():
    told = (MET, "Wekesa then flew to Lima and visited a bridge.", "Wekesa raised the matter of fish.")
    assert discussed(*told, drafts=[(ADA, LUIS)]) == [[0]]


def test_a_sentence_that_names_nobody_belongs_to_the_meeting_in_the_city_it_names():
    other = "Ada Wekesa met Eva Marin in Lima on Tuesday."
    told = (MET, other, "Trade was also discussed in Nairobi.", "Fish was also discussed in Lima.")
    assert discussed(*told, drafts=[(ADA, LUIS), (ADA, EVA)]) == [[0, 2], [1, 3]]
    told = (MET, other, "Trade was also discussed in Lima and in Nairobi.")
    assert discussed(*told, drafts=[(ADA, LUIS), (ADA, EVA)]) == [[0], [1, 2]]


def test_what_we_discussed_belongs_to_the_meeting_told_last():
    told = (MET, "Ada Wekesa met Eva Marin on Tuesday.", "We also discussed trade.", "We are glad about the trade.")
    assert discussed(*told, drafts=[(ADA, LUIS), (ADA, EVA)]) == [[0], [1, 2]]


def test_talks_that_open_a_sentence_are_those_told_last():
    for goes_on in (
        "Discussions revolved around trade.",
        "Talks also covered Lima and grain.",
        "Topics discussed included grain and fish.",
        "Also discussed were the elections.",
        "An exchange of views on grain took place.",
        "The elections came up as well.",
        "The release of prisoners was the main subject of the talks.",
    ):
        assert discussed(MET, goes_on, drafts=[(ADA, LUIS)]) == [[0, 1]], goes_on
    for other in ("Peace talks in Lima covered grain.", "Talks on grain failed."):
        assert discussed(MET, other, drafts=[(ADA, LUIS)]) == [[0]], other
