"""cast.py: everybody whom an article names, each under one name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.cast import build_cast
from llmextract.schemas import ActorKind
from tests.extraction_support import make_article, sentences


def cast_of(*told):
    article = make_article(*told, lead="MENU\n\n")
    cast = build_cast(article)
    for member in cast.members:
        for span in member.spans():
            assert article.text[span.start : span.end] in (member.name, *member.aliases)
    return cast


def names(*told):
    return [(member.name, *member.aliases) for member in cast_of(*told).members]


def test_members_stand_in_order_of_appearance_with_office_and_country():
    cast = cast_of("Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca.", "Wekesa praised Quilca.")
    assert [(member.name, member.role, member.country, member.aliases) for member in cast.members] == [
        ("Ada Wekesa", "Kenyan Foreign Minister", "KE", ["Wekesa"]),
        ("Luis Quilca", "Peruvian President", "PE", ["Quilca"]),
    ]
    assert [len(member.spans()) for member in cast.members] == [2, 2]


def test_of_one_family_who_was_named_before_is_meant_under_any_of_his_names():
    told = ("Ada Wekesa spoke.", "Wekesa left.", "Ada Wekesa Otieno met Jo Wekesa.")
    assert names(*told) == [("Ada Wekesa Otieno", "Ada Wekesa", "Wekesa"), ("Jo Wekesa",)]
    assert names("Jo Wekesa spoke.", "Wekesa left.", "Ada Wekesa Otieno came.")[0] == ("Jo Wekesa", "Wekesa")


@pytest.mark.parametrize(
    ("minister", "expected"),
    [("Kenyan Foreign Minister", 1), ("Kenyan Health Officer", 2), ("Kenyan former President", 2)],
)
def test_a_counterpart_of_a_country_is_who_has_that_office(minister, expected):
    told = (
        "Peruvian Foreign Minister Luis Quilca met counterparts from Kenya and Ghana.",
        f"{minister} Ada Wekesa spoke.",
    )
    cast = cast_of(*told)
    (kenya,) = [
        member for member in cast.members if member.country == "KE" and 0 in {m.sentence for m in member.mentions}
    ]
    assert (kenya.name == "Ada Wekesa") is (expected == 1)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["Wekesa said so.", "Then came Ada Wekesa."], ("Ada Wekesa", "Wekesa")),
        (["Luis Quilca came.", "Luis Alberto Quilca left."], ("Luis Alberto Quilca", "Luis Quilca")),
        (["President Quilca came.", "Luis Quilca left."], ("Luis Quilca", "Quilca")),
        (["Khaldun al-Darbi came.", "Al-Darbi left."], ("Khaldun al-Darbi", "Al-Darbi")),
        (["Tom Arden came.", "They said Tom left."], ("Tom Arden", "Tom")),
        (["They met the EU.", "The European Union agreed."], ("European Union", "EU")),
        (["Dr. Ida Brandt came.", "Ida Brandt left."], ("Ida Brandt",)),
    ],
)
def test_forms_of_one_name_are_one_member_under_the_fullest(told, expected):
    assert names(*told) == [expected]


def test_persons_of_one_family_stay_apart_and_the_one_named_last_is_meant():
    cast = cast_of("Ada Wekesa came.", "She left, Wekesa said.", "Jo Wekesa stayed.", "She slept, Wekesa said.")
    ada, jo = cast.members
    assert (ada.name, jo.name) == ("Ada Wekesa", "Jo Wekesa")
    assert [mention.sentence for mention in ada.mentions] == [0, 1]
    assert [mention.sentence for mention in jo.mentions] == [2, 3]


def test_a_surname_before_both_of_a_family_means_the_one_named_next():
    ada, jo = cast_of("Wekesa slept.", "Then came Ada Wekesa.", "Then came Jo Wekesa.").members
    assert [mention.sentence for mention in ada.mentions] == [0, 1]
    assert [mention.sentence for mention in jo.mentions] == [2]


def test_a_lone_word_that_is_nobodys_surname_names_an_organisation():
    (member,) = cast_of("They talked to Novatel.", "Novatel agreed.").members
    assert (member.name, member.kind, len(member.mentions)) == ("Novatel", ActorKind.ORGANIZATION, 2)


def test_a_lone_word_that_only_begins_sentences_or_follows_in_is_nobody():
    assert names("Gunfire was heard.", "Gunfire went on.", "They lived in Quillan.") == []


def test_organisations_groups_and_countries_are_members_and_places_are_not():
    cast = cast_of("Kenya and the Kremlin sent officials of the Red Delta Front to Lima Airport in Lima.")
    assert [(member.name, member.kind.value, member.country) for member in cast.members] == [
        ("Kenya", "country", "KE"),
        ("Kremlin", "organization", "RU"),
        ("officials of the Red Delta Front", "group", None),
    ]
    assert all(member.role is None for member in cast.members)


def test_a_country_under_two_names_is_one_member():
    (member,) = cast_of("It left the United States.", "It left the U.S. again.").members
    assert (member.name, member.aliases, member.country) == ("United States", ["U.S."], "US")


def test_members_of_a_sentence_come_in_its_order_and_once():
    cast = cast_of("Ada Wekesa met Luis Quilca.", "Quilca told Wekesa that Quilca agreed.", "It rained.")
    assert [member.name for member in cast.in_sentence(1)] == ["Luis Quilca", "Ada Wekesa"]
    assert cast.in_sentence(2) == []


def test_an_office_that_stands_for_a_person_is_a_mention_but_no_name():
    cast = cast_of("Kenyan Foreign Minister Ada Wekesa spoke.", "The foreign minister left.")
    (member,) = cast.members
    assert cast.in_sentence(1) == [member]
    assert (len(member.mentions), len(member.spans())) == (2, 1)
    assert member.aliases == []


def test_an_alias_that_the_article_states_joins_two_names():
    assert names("Omar Darbi, better known as Abu Nasser, spoke.", "Abu Nasser left.") == [("Omar Darbi", "Abu Nasser")]


def test_an_article_without_sentences_has_an_empty_cast():
    assert cast_of().members == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(sentences(), max_size=4))
def test_any_text_has_a_cast_of_distinct_names(told):
    article = make_article(*told)
    cast = build_cast(article)
    assert len({member.name for member in cast.members}) == len(cast.members)
    for member in cast.members:
        assert member.name not in member.aliases
        starts = [mention.start for mention in member.mentions]
        assert starts == sorted(starts) != []
        for mention in member.mentions:
            assert " ".join(article.text[mention.start : mention.end].split()) == mention.name
            sentence = article.sentences[mention.sentence]
            assert sentence.start <= mention.start < mention.end <= sentence.end


def test_representatives_of_an_organisation_that_the_article_names_are_the_organisation():
    told = ("They met the Red Delta Front.", "Wekesa met senior representatives of the Red Delta Front.")
    assert names(*told) == [("Red Delta Front", "senior representatives of the Red Delta Front")]
    (member,) = cast_of(*told).members
    assert [mention.sentence for mention in member.mentions] == [0, 1]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["They met officials of the Red Delta Front."], [("officials of the Red Delta Front",)]),
        (
            ["They met the Red Delta Front.", "They met fighters of the Red Delta Front."],
            [("Red Delta Front",), ("fighters of the Red Delta Front",)],
        ),
        (
            ["They met the Red Delta Front (RDF).", "They met officials of the RDF."],
            [("Red Delta Front", "RDF", "officials of the RDF")],
        ),
        (["They left Kenya.", "They met officials of Kenya."], [("Kenya",), ("officials of Kenya",)]),
    ],
)
def test_a_group_of_another_kind_or_of_nobody_else_named_stays_a_group(told, expected):
    assert names(*told) == expected


def test_an_inner_surname_is_the_persons_unless_it_is_somebodys_last():
    assert names("Ana Soto Prado came.", "They saw Soto.") == [("Ana Soto Prado", "Soto")]
    assert names("Ana Soto Prado came.", "Jo Soto came.", "They saw Soto.") == [
        ("Ana Soto Prado",),
        ("Jo Soto", "Soto"),
    ]


@pytest.mark.parametrize(
    ("told", "described"),
    [
        (["Kenyan Foreign Minister Ada Wekesa spoke.", "The Kenyan minister left."], ["The Kenyan minister"]),
        (["Kenyan President Ada Wekesa spoke.", "The Kenyan leader left."], ["The Kenyan leader"]),
        (["Kenyan President Ada Wekesa spoke.", "The leader left."], []),
        (["Kenyan President Ada Wekesa spoke.", "The Peruvian president left."], []),
        (["Kenyan President Ada Wekesa spoke.", "The president of Peru left."], []),
        (["Kenyan President Ada Wekesa spoke.", "The president's Peruvian aides left."], []),
        (["The president left.", "Kenyan President Ada Wekesa spoke."], []),
    ],
)
def test_an_office_stands_for_the_person_who_was_named_with_it(told, described):
    ada = cast_of(*told).members[0]
    assert [mention.name for mention in ada.mentions if mention.described] == described


def test_of_several_presidents_the_one_named_last_is_meant():
    cast = cast_of("Kenyan President Ada Wekesa met Peruvian President Luis Quilca.", "The president left.")
    assert [member.name for member in cast.in_sentence(1)] == ["Luis Quilca"]


@pytest.mark.parametrize(
    "stated",
    [
        "Omar Darbi, who is also known by his nom de guerre Abu Nasser, spoke.",
        "Omar Darbi, called Abu Nasser, spoke.",
        "Omar Darbi, whose nom de guerre is Abu Nasser, spoke.",
        "Omar Darbi alias Abu Nasser spoke.",
        "Omar Darbi, formerly known as Abu Nasser, spoke.",
    ],
)
def test_an_alias_is_stated_in_several_ways(stated):
    assert names(stated) == [("Omar Darbi", "Abu Nasser")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met the Red Delta Front (RDF).", [("Red Delta Front", "RDF")]),
        ("They met the Red Delta Front, or RDF, again.", [("Red Delta Front", "RDF")]),
        ("They met the Red Delta Front and RDF.", [("Red Delta Front",), ("RDF",)]),
        ("They met Ada Wekesa (RDF).", [("Ada Wekesa",), ("RDF",)]),
    ],
)
def test_an_abbreviation_is_the_organisations_before_it(text, expected):
    assert names(text) == expected


def test_in_a_german_article_a_lone_noun_names_nobody():
    article = make_article("Ada Wekesa traf Fisch und Brot.", language="de")
    assert [member.name for member in build_cast(article).members] == ["Ada Wekesa"]


@pytest.mark.parametrize(
    ("sentence", "members"),
    [
        ("The foreign ministers of Kenya and Peru met.", ["Ada Wekesa", "Luis Quilca"]),
        ("The foreign ministers of Kenya and Chile met.", ["Ada Wekesa", "Luis Quilca", "Chile"]),
        ("The rivers of Kenya and Peru met.", ["Ada Wekesa", "Luis Quilca", "Kenya", "Peru"]),
    ],
)
def test_the_ministers_of_two_states_are_those_who_are_named_with_that_office(sentence, members):
    cast = cast_of("Kenyan Foreign Minister Ada Wekesa and Peruvian Foreign Minister Luis Quilca came.", sentence)
    assert [member.name for member in cast.members] == members
    if members == ["Ada Wekesa", "Luis Quilca"]:
        assert [member.name for member in cast.in_sentence(1)] == members


@pytest.mark.parametrize(
    ("told", "unnamed"),
    [
        (("Ada Novak met the Kenyan foreign minister in Lima.",), [("Kenyan foreign minister", "KE")]),
        (
            ("The Kenyan foreign minister met the Peruvian army chief in Lima.",),
            [("Kenyan foreign minister", "KE"), ("Peruvian army chief", "PE")],
        ),
        # the article names somebody of that country, who may be meant
        (("Kenyan official Ada Wekesa spoke.", "The Kenyan foreign minister met Luis Quilca in Lima."), []),
        (("Ada Wekesa spoke.", "The Kenyan foreign minister met Luis Quilca in Lima."), []),
        # who meets nobody, and several
        (("Ada Novak met Jo Banda before the Kenyan foreign minister spoke.",), []),
        (("Ada Novak met the Kenyan leaders.",), []),
        (("Ada Novak met the foreign minister.",), []),
    ],
)
def test_who_meets_and_is_told_by_office_and_country_alone_is_one(told, unnamed):
    found = [member for member in build_cast(make_article(*told), recognised=True).members if member.is_one]
    assert [(member.name, member.country) for member in found] == unnamed


def test_a_group_is_several():
    (member,) = cast_of("Kenyan officials left.").members
    assert not member.is_one


@pytest.mark.parametrize(
    ("text", "aliases"),
    [
        ("On Monday Bishop met Luis Quilca in Lima.", ["Bishop"]),
        ("Luis Quilca was received by Bishop.", ["Bishop"]),
        ("The Bishop met Luis Quilca in Lima.", []),
        ("Bishop Luis Quilca spoke in Lima.", []),
    ],
)
def test_a_surname_that_is_a_title_as_well_is_the_persons(text, aliases):
    cast = build_cast(make_article("Australian Foreign Minister Eva Bishop arrived.", text), recognised=True)
    (member,) = [member for member in cast.members if member.name == "Eva Bishop"]
    assert member.aliases == aliases


def test_of_two_ministers_of_one_state_neither_is_meant_for_sure():
    cast = cast_of(
        "Kenyan Trade Minister Ada Wekesa and Kenyan Defence Minister Jo Banda came.",
        "The ministers of Kenya and Peru met.",
    )
    assert [member.name for member in cast.members] == ["Ada Wekesa", "Jo Banda", "Kenya", "Peru"]


def test_a_king_who_is_called_by_his_given_name_alone_is_not_the_minister_of_that_name():
    told = names("King Omar received Prime Minister Omar Novak and Foreign Minister Ada Reth.")
    assert told == [("Omar",), ("Omar Novak",), ("Ada Reth",)]


def test_only_the_sentences_that_are_asked_for_are_read():
    article = make_article("Norvian President Ada Novak met Ivo Marn.", "Juan Ortega left.", "The president was glad.")
    assert [member.name for member in build_cast(article, within={1}).members] == ["Juan Ortega"]
    (novak, _) = build_cast(article, within={0}).members
    assert [mention.sentence for mention in novak.mentions] == [0]
    (novak, _) = build_cast(article, within={0, 2}).members
    assert [(mention.sentence, mention.described) for mention in novak.mentions] == [(0, False), (2, True)]
    assert build_cast(article, within=()).members == ()
