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
            assert article.text[mention.start : mention.end] == mention.name
            sentence = article.sentences[mention.sentence]
            assert sentence.start <= mention.start < mention.end <= sentence.end
