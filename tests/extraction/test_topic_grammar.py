"""topic_grammar.py: what a sentence says was on the table, by its grammar."""

import pytest

from llmextract.extraction.syntax import parse
from llmextract.extraction.topic_grammar import topic_phrases


def phrases(text):
    return [text[start:end] for start, end in topic_phrases(parse(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They discussed the sale of grain.", ["the sale of grain"]),
        ("The ministers raised the border dispute and reviewed trade.", ["the border dispute", "trade"]),
        ("Fishing rights were discussed.", ["Fishing rights"]),
        ("The talks focused on the release of prisoners.", ["the release of prisoners"]),
        ("They touched on a water treaty.", ["a water treaty"]),
        ("Novak briefed Orr on the peace plan.", ["the peace plan"]),
        ("Novak informed Orr of the latest attacks.", ["the latest attacks"]),
        ("Novak spoke to Orr about the price of gas.", ["the price of gas"]),
        ("Novak held talks with Orr on the price of gas.", ["the price of gas"]),
        (
            "Novak had a telephone discussion with Minister Ivo Orr over Norvia's elections, his office said.",
            ["Norvia's elections"],
        ),
        ("They exchanged views on the war.", ["the war"]),
        ("The main topic was the price of gas.", ["the price of gas"]),
        ("The agenda includes a water treaty.", ["a water treaty"]),
        ("The price of gas is on the agenda.", ["The price of gas"]),
        ("Grain exports topped the agenda of the talks.", ["Grain exports"]),
        ("Grain exports are expected to dominate the talks.", ["Grain exports"]),
        ("Drug smuggling to dominate trade talks.", ["Drug smuggling"]),
        ("The two ministers informed each other on the price of gas.", ["the price of gas"]),
        ("They agreed to prevent Norvia from selling arms.", ["prevent Norvia from selling arms"]),
        ("Grain exports were also touched upon.", ["Grain exports"]),
        ("Orr met Novak in Lima about the construction of a dam.", ["the construction of a dam"]),
        ("Orr phoned Novak about the strike.", ["the strike"]),
        ("Orr brought up the arrest of two journalists.", ["the arrest of two journalists"]),
        ("They weighed the sale of grain.", ["the sale of grain"]),
        ("Orr pressed Novak on the human rights record of Norvia.", ["the human rights record of Norvia"]),
        ("The two clashed over fishing rights.", ["fishing rights"]),
        ("Topics ranging from grain to gas were discussed.", ["grain", "gas"]),
        ("They called for a ceasefire.", ["a ceasefire"]),
        ("They spoke of the threat of famine.", ["the threat of famine"]),
        ("They compared notes on the elections.", ["the elections"]),
        ("They exchanged views on the famine and on grain exports.", ["the famine", "grain exports"]),
        ("On the table are the border dispute and grain exports.", ["the border dispute", "grain exports"]),
        ("They noted the importance of trade.", ["the importance of trade"]),
        ("Novak voiced support for the peace plan.", ["support for the peace plan"]),
        ("Novak asked Orr to lift the blockade.", ["lift the blockade"]),
        ("They dwelt on the price of gas.", ["the price of gas"]),
        ("They deliberated on a water treaty.", ["a water treaty"]),
        ("They exchanged information on the latest attacks.", ["the latest attacks"]),
        ("They devoted much attention to the famine.", ["the famine"]),
        ("The meeting was a first step towards a monetary union.", ["a monetary union"]),
        ("The goal was to lift the blockade.", ["lift the blockade"]),
        ("The two leaders signed a water sharing agreement.", ["a water sharing agreement"]),
        ("The main item on the agenda was the famine.", ["the famine"]),
        ("Novak demanded the release of prisoners.", ["the release of prisoners"]),
        ("Also discussed were the elections in Norvia.", ["the elections in Norvia"]),
        ("The talks revolved around the price of gas.", ["the price of gas"]),
        (
            "They discussed the following issues: the famine, a water treaty and trade.",
            ["the famine", "a water treaty", "trade"],
        ),
        ("They pledged to work for cooperation in food, energy and trade.", ["cooperation in food", "energy", "trade"]),
    ],
)
def test_a_word_of_discussing_tells_what_is_on_the_table(text, expected):
    assert phrases(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Novak met Orr to press their demands.", ["press their demands"]),
        ("Novak met Orr in an effort to broker a truce.", ["broker a truce"]),
        ("Novak held talks with Orr aimed at easing tensions.", ["easing tensions"]),
        ("Novak met Orr to end the war.", ["end the war"]),
        ("Novak met Orr to try to end the war.", ["end the war"]),
        ("Novak met Orr to lay the groundwork for a dialogue.", ["lay the groundwork for a dialogue"]),
    ],
)
def test_what_a_meeting_is_for_is_on_the_table(text, expected):
    assert phrases(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Novak spoke to Orr on the phone.",
        "Novak met Orr on the sidelines of the games.",
        "Novak held talks with Orr on a visit to Lima.",
        "Novak met Orr to attend a concert.",
        "Novak met Orr to try to meet a friend.",
        "Novak asked Orr to attend a summit.",
        "They noted the importance.",
        "Novak went to Lima to buy a house.",
        "The song was a first step towards fame.",
        "The minister of trade signed a water sharing agreement.",
        "The two leaders signed an agreement.",
        "A deal was signed.",
        "The agenda was printed.",
        "The chairs are on the table's left.",
        "Novak met Orr in an office.",
    ],
)
def test_means_and_occasions_and_journeys_are_not(text):
    assert phrases(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They discussed trade and investment.", ["trade and investment"]),
        ("They discussed trade, grain exports, and the release of prisoners.", [
            "trade", "grain exports", "the release of prisoners",
        ]),
        ("They discussed the dispute with Norvia and the sale of grain.", [
            "the dispute with Norvia", "the sale of grain",
        ]),
        ("They discussed ties between Norvia and Tavia.", ["ties between Norvia and Tavia"]),
        ("They discussed matters such as visas and the war.", ["visas", "the war"]),
        ("They discussed cooperation in various areas including visas and trade.", ["visas", "trade"]),
        ("They discussed security issues such as piracy.", ["security issues", "piracy"]),
        ("They met to end the war and free the prisoners.", ["end the war", "free the prisoners"]),
        ("They discussed trade and terrorism.", ["trade", "terrorism"]),
        ("They discussed trade and investment, arms and education.", ["trade and investment", "arms", "education"]),
        ("They discussed trade and economic cooperation.", ["trade and economic cooperation"]),
        ("They discussed energy and bilateral trade.", ["energy", "bilateral trade"]),
        ("The talks covered fishing and regional security.", ["fishing", "regional security"]),
        ("The talks covered farming and regional trade.", ["farming and regional trade"]),
        ("They discussed close military and economic ties.", ["close military and economic ties"]),
        ("They discussed military and political cooperation.", ["military and political cooperation"]),
        ("They discussed relations between the two countries and ways to develop them.", [
            "relations between the two countries",
        ]),
        ("They discussed the crisis and ways to end the war.", ["the crisis", "end the war"]),
        ("The talks dealt with means of boosting ties in energy, water and transport.", [
            "boosting ties in energy", "water", "transport",
        ]),
        ("They discussed Kashmir and trade routes.", ["Kashmir", "trade routes"]),
        ("The talks will be dominated by the war and the price of oil.", ["the war", "the price of oil"]),
        ("The party was dominated by dancers.", []),
        ("They discussed the war in Norvia and energy prices.", ["the war in Norvia", "energy prices"]),
        ("They discussed ties with Norvia and nearby lands.", ["ties with Norvia and nearby lands"]),
        ("Topics ranged from trade to grain.", ["trade", "grain"]),
        ("Talks are under way on visas.", ["visas"]),
        ("They discussed trade, with both sides calling for peace.", ["trade", "peace"]),
        ("They discussed Peru and Kenya.", ["Peru and Kenya"]),
        ("The other issues are likely to include a border dispute.", ["a border dispute"]),
    ],
)  # fmt: skip
def test_each_of_a_list_is_a_phrase(text, expected):
    assert phrases(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They discussed the war that has cost many lives.", ["the war"]),
        ("They discussed the war on Tuesday.", ["the war"]),
        ("She will raise rice in talks with Japanese officials.", ["rice"]),
        ("She will raise the plight of farmers in talks with Orr.", ["the plight of farmers"]),
        ("They discussed the role of women in talks with the rebels.", ["the role of women in talks with the rebels"]),
        ("They discussed the Peru - Kenya relationship.", ["the Peru - Kenya relationship"]),
        ("They discussed the war in Norvia – Tavia is its neighbour.", ["the war in Norvia"]),
        (
            "They discussed ways of enhancing the U.S. – Kenya relationship.",
            ["enhancing the U.S. – Kenya relationship"],
        ),
        ("They discussed issues related to grain.", ["issues related to grain"]),
        ("They exchanged information on the measures taken against piracy.", ["the measures taken against piracy"]),
        ("He spoke about an attack on the embassy.", ["an attack on the embassy"]),
        ("They discussed the war after dinner.", ["the war"]),
        ("They discussed how to end the war.", ["how to end the war"]),
        ("They discussed what steps can end the war.", ["what steps can end the war"]),
        ("They discussed a deal to cut output.", ["a deal to cut output"]),
        ("They discussed the (southern) border.", ["the (southern) border"]),
        ("They discussed Peruvian-Kenyan relations.", ["Peruvian-Kenyan relations"]),
        ("They discussed the dispute - a border dispute.", ["the dispute"]),
        ("They discussed Orr's visit to Lima.", ["Orr's visit to Lima"]),
        ("They discussed ideas for post-conflict planning.", ["ideas for post-conflict planning"]),
        (
            "They noted the importance of expanding our military, economic, and other ties.",
            ["the importance of expanding our military, economic, and other ties"],
        ),
        (
            "They discussed rules for beef and Norvia's plan to cut output.",
            [
                "rules for beef",
                "Norvia's plan to cut output",
            ],
        ),
        ("He informed Orr of the attacks, with regard to Lima.", ["the attacks"]),
    ],
)
def test_a_phrase_ends_where_a_clause_or_a_time_begins(text, expected):
    assert phrases(text) == expected


def test_a_long_phrase_ends_where_a_part_of_it_begins():
    text = "They discussed the price of the bread of the bakers of the towns of the coast of the south of the land."
    assert phrases(text) == ["the price of the bread of the bakers of the towns"]


@pytest.mark.parametrize("text", ["", ".", "Talks on.", "They discussed."])
def test_without_an_object_there_is_none(text):
    assert phrases(text) == []


def test_words_that_depend_on_each_other_in_a_list_of_any_length_come_to_an_end():
    text = "They discussed " + ", ".join(["trade"] * 400) + " and grain."
    assert len(phrases(text)) <= 401
