"""phrases.py: groups, organisations and countries whose names are no plain run of capitals."""

from itertools import pairwise

import pytest
from hypothesis import given, settings

from llmextract.extraction.phrases import find_phrases, party_of
from llmextract.schemas import ActorKind
from tests.extraction_support import sentences

GROUP, ORGANIZATION, COUNTRY = ActorKind.GROUP, ActorKind.ORGANIZATION, ActorKind.COUNTRY


def phrases(text):
    return [(phrase.name, phrase.kind, phrase.country) for phrase in find_phrases(text)]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("They met senior Kenyan government officials.", "senior Kenyan government officials", "KE"),
        ("They met representatives of the Red Delta Front.", "representatives of the Red Delta Front", None),
        ("The Kenyan delegation's aim was peace.", "Kenyan delegation", "KE"),
        ("Officials from Kenya left.", "Officials from Kenya", "KE"),
        ("The ministers of the Red Delta Forum countries left.", "ministers of the Red Delta Forum countries", None),
        ("They met a delegation from the U.S. of America.", "delegation from the U.S.", "US"),
        ("Ils ont vu des représentants du Front Rouge.", "représentants du Front Rouge", None),
        ("Vieron una delegación del Frente Rojo.", "delegación del Frente Rojo", None),
        ("Kenyan and Peruvian officials met.", "Kenyan and Peruvian officials", None),
        ("Kenyan, Peruvian and U.S. officials met.", "Kenyan, Peruvian and U.S. officials", None),
        ("They met the country's tribal leaders and Kenyan emissaries.", "Kenyan emissaries", "KE"),
        ("They met ministers from eight nations.", "ministers from eight nations", None),
        ("Envoys of more than 50 Arab states met.", "Envoys of more than 50 Arab states", None),
        ("They met a delegation of Kenyan elders.", "delegation of Kenyan elders", "KE"),
        ("Ministers of the EU (EU) states met.", "Ministers of the EU (EU) states", None),
        ("Ministers of the six-nation Red Forum met.", "Ministers of the six-nation Red Forum", None),
        ("They met Nairobi's envoys.", "Nairobi's envoys", "KE"),
        ("Kenya's trade delegation left.", "Kenya's trade delegation", "KE"),
        ("They met K7 rebels.", "K7 rebels", None),
        ("Kenyan and rebel commanders met.", "Kenyan and rebel commanders", "KE"),
        ("Red Delta Union (RDU) mediators met them.", "Red Delta Union (RDU) mediators", None),
        ("Twelve Delta heads of state met.", "Delta heads of state", None),
        ("Leaders from more than 50 countries met.", "Leaders from more than 50 countries", None),
        ("They met several Arab states.", "Arab states", None),
        ("She met leaders of five Central Asian nations.", "leaders of five Central Asian nations", None),
        ("They met leaders of the rebel Red Delta militia.", "leaders of the rebel Red Delta militia", None),
        ("They met leaders of Palestinian factions.", "leaders of Palestinian factions", "PS"),
        ("Ministers from the six-member Delta Union met.", "Ministers from the six-member Delta Union", None),
        ("They met envoys of the K7 rebel group.", "envoys of the K7 rebel group", None),
        ("They met envoys of the Delta Front as a group.", "envoys of the Delta Front", None),
        ("Kenya's senior defence officials left.", "Kenya's senior defence officials", "KE"),
        ("The African Union's foreign ministers met.", "African Union's foreign ministers", None),
        ("She met the rebels' leadership.", "rebels' leadership", None),
        ("Envoys of the Group of Seven nations met.", "Envoys of the Group of Seven nations", None),
        ("Ministers of the Group of Eight rich countries met.", "Ministers of the Group of Eight rich countries", None),
        ("They met a group of Kenyan lawmakers.", "group of Kenyan lawmakers", "KE"),
        ("They met a team of mediators.", "team of mediators", None),
        ("They will meet the Kenyan government from Friday.", "Kenyan government", "KE"),
    ],
)
def test_a_group_has_the_words_around_its_head(text, name, country):
    assert (name, GROUP, country) in phrases(text)


@pytest.mark.parametrize(
    "text",
    [
        "The officials left.",  # of nobody
        "Novak's aides left.",
        "They met Kenya's government.",  # the country itself
        "His counterparts, Ada Novak and Jonas Reth, left.",
        "They met Kenyan counterparts, Ada Novak and Jonas Reth.",  # named next
        "They met Kenyan counterparts Ada Novak and Jonas Reth.",
        "Negotiators from Kenya and Peru left.",  # two sides, not one group
        "They met officials from Kenya, Peru and Chile.",
        "Officials from both countries met.",
        "Officials of the two states met.",
    ],
)
def test_no_group_where_its_people_or_sides_are_named_one_by_one(text):
    assert phrases(text) == []


def test_somebody_named_before_a_group_is_no_part_of_it():
    assert phrases("Delta and Kenyan officials met.") == [("Kenyan officials", GROUP, "KE")]
    assert phrases("Novak, Peruvian and Kenyan officials met.") == [("Peruvian and Kenyan officials", GROUP, None)]
    assert phrases("Novak, Reth and Kenyan officials met.") == [("Kenyan officials", GROUP, "KE")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Elle a vu la Communauté économique des États de Norvie.", "Communauté économique des États de Norvie"),
        ("El Consejo de Seguridad se reunió.", "Consejo de Seguridad"),
        ("Le Conseil d'État a parlé.", "Conseil d'État"),
        ("Il Ministero della Difesa ha parlato.", "Ministero della Difesa"),
    ],
)
def test_organisations_with_lower_case_inside(text, name):
    assert phrases(text) == [(name, ORGANIZATION, None)]


def test_countries_with_of_inside():
    assert phrases("The Republic of Kenya agreed.") == [("Republic of Kenya", COUNTRY, "KE")]
    assert phrases("The Republic of Kenya's army left.") == [("Republic of Kenya", COUNTRY, "KE")]
    assert phrases("Kenya agreed.") == []


def test_a_country_within_a_group_is_no_phrase_of_its_own():
    assert phrases("They met officials of the Republic of Kenya.")[0][1] is GROUP
    assert [kind for _, kind, _ in phrases("A delegation of the Republic of Kenya left.")] == [GROUP]


@pytest.mark.parametrize(
    ("text", "country", "group"),
    [
        ("The foreign ministers of Kenya and Peru met.", "Kenya", "foreign ministers"),
        ("The foreign ministers of Kenya and Peru met.", "Peru", "foreign ministers"),
        ("Negotiators from Chile, Peru, and the Czech Republic met.", "Czech Republic", "Negotiators"),
        ("Kenya and Peru met.", "Peru", None),
        ("The rivers of Kenya and Peru met.", "Peru", None),
        ("Ministers met in Kenya.", "Kenya", None),
    ],
)
def test_a_country_is_a_side_in_a_list_behind_a_group(text, country, group):
    assert party_of(text, text.index(country)) == group


@settings(max_examples=80, deadline=None)
@given(sentences(longest=16))
def test_phrases_stand_in_the_text_and_do_not_overlap(text):
    found = sorted(find_phrases(text), key=lambda phrase: phrase.start)
    for phrase in found:
        assert text[phrase.start :].startswith(phrase.name)
        assert phrase.start < phrase.start + len(phrase.name) <= phrase.stop <= len(text)
    assert all(before.stop <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("The Prime Minister of Antigua and Barbuda left.", "Antigua and Barbuda", "AG"),
        ("Trinidad and Tobago's president left.", "Trinidad and Tobago", "TT"),
    ],
)
def test_countries_with_and_inside(text, name, code):
    assert phrases(text) == [(name, COUNTRY, code)]


def test_two_countries_are_no_country_with_and_inside():
    assert phrases("Kenya and Peru met.") == []


def test_two_countries_may_share_a_word():
    assert phrases("Officials from North and South Korea met.") == [("North Korea", COUNTRY, "KP")]
    assert phrases("North and South Korea, he said, met.") == [("North Korea", COUNTRY, "KP")]
    assert phrases("The North and the South met.") == []


@pytest.mark.parametrize("text", ["Kenya heads for the polls.", "The united states are many.", "EU member states met."])
def test_other_heads_and_states_are_no_group(text):
    assert all(kind is not GROUP for _, kind, _ in phrases(text))
