"""member_finder.py: from a name as a model writes it to whom the article names so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.extraction.cast import build_cast
from llmextract.extraction.grounding import TextIndex
from llmextract.extraction.member_finder import MemberFinder
from llmextract.schemas import ActorKind
from tests.extraction_support import make_article, sentences

TOLD = (
    "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Tuesday.",
    "Norwegian officials and the World Bank joined, and the Norwegian king, Emil Holub, listened.",
    "Wekesa thanked Norway.",
)


def finder(*told, **known):
    article = make_article(*told, lead="MENU | Ada Wekesa | Eva Marin\n", **known)
    return MemberFinder(article, build_cast(article), TextIndex(article.text))


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("Ada Wekesa", "Ada Wekesa"),
        ("ada wekesa", "Ada Wekesa"),
        ("Kenyan Foreign Minister Ada Wekesa", "Ada Wekesa"),
        ("Foreign Minister Wekesa", "Ada Wekesa"),
        ("Wekesa", "Ada Wekesa"),
        ("Mr Quilca", "Luis Quilca"),
        ("Luís Quilca", "Luis Quilca"),
        ("Luis", "Luis Quilca"),
        ("Norway", "Norway"),
        ("Kingdom of Norway", "Norway"),
        ("Norwegian officials", "Norwegian officials"),
        ("the World Bank", "World Bank"),
        ("the Norwegian king, Emil Holub", "Emil Holub"),
    ],
)
def test_a_name_leads_to_its_member(name, member):
    found = finder(*TOLD).find(name, [0])
    assert found is not None
    assert found.name == member


@pytest.mark.parametrize(
    "name", ["Eva Marin", "Jo Banda", "rebels", "", "  ", "…", "</text>", "Kenya", "Nairobi", "x" * 120]
)
def test_who_stands_in_no_sentence_is_nobody(name):
    known = finder(*TOLD)
    assert known.find(name, [0]) is None
    assert [member.name for member in known.cast.members] == [
        "Ada Wekesa",
        "Luis Quilca",
        "Norwegian officials",
        "World Bank",
        "Emil Holub",
        "Norway",
    ]


def test_an_office_leads_to_its_holder():
    known = finder("Peruvian President Luis Quilca arrived.", "The Peruvian president met Ada Wekesa.")
    assert known.find("The Peruvian president", [1]).name == "Luis Quilca"


def test_of_a_family_the_one_named_nearest_is_meant():
    known = finder("Ada Wekesa spoke.", "Tom Wekesa met Luis Quilca.", "It rained.", "Ada Wekesa left.")
    assert known.find("Wekesa", [1]).name == "Tom Wekesa"
    assert known.find("Wekesa", [2]).name == "Tom Wekesa"
    assert known.find("Wekesa", [0]).name == "Ada Wekesa"


def test_a_name_that_the_cast_lacks_becomes_a_member_with_all_its_places():
    known = finder("会见于周四举行，王毅和李强出席。", "王毅 spoke.", language="zh")
    before = known.cast
    member = known.find("王毅", [0])
    assert (member.name, member.kind) == ("王毅", ActorKind.PERSON)
    assert [mention.sentence for mention in member.mentions] == [0, 1]
    assert known.find("王毅", [1]) is member
    assert before.members == ()
    assert known.cast.members == (member,)
    assert known.in_sentence(0) == [member]
    assert known.in_sentence(2) == []


def test_a_name_in_a_script_without_capitals_is_found_too():
    known = finder("وزير الخارجية أحمد سالم التقى لويس كويلكا.", language="ar")
    member = known.find("لويس كويلكا", [0])
    assert (member.name, member.kind, member.aliases) == ("لويس كويلكا", ActorKind.PERSON, [])


def test_a_lone_word_that_might_have_been_any_word_is_an_organisation_once_a_model_says_that_it_acts():
    known = finder("Redfront met Ada Wekesa.")
    assert [member.name for member in known.cast.members] == ["Ada Wekesa"]
    member = known.find("Redfront", [0])
    assert (member.name, member.kind) == ("Redfront", ActorKind.ORGANIZATION)


def test_a_name_written_in_several_ways_has_the_first_for_its_name():
    known = finder("李强 spoke.", "李\u00ad强 left.", language="zh")
    member = known.find("李强", [0])
    assert (member.name, member.aliases) == ("李强", ["李\u00ad强"])


def test_sentences_are_found_by_offset():
    known = finder("One.", "Two.")
    first, second = known._article.sentences
    assert known.sentence_at(first.start) == 0
    assert known.sentence_at(second.end - 1) == 1
    assert known.sentence_at(first.end) is None
    assert known.sentence_at(0) is None


@given(st.lists(sentences(), min_size=1, max_size=4), st.data())
def test_any_name_leads_to_a_member_whose_places_are_in_the_text(told, data):
    known = finder(*told)
    words = " ".join(told).split() or [""]
    start = data.draw(st.integers(0, len(words) - 1))
    name = " ".join(words[start : start + data.draw(st.integers(1, 4))])
    member = known.find(name, [data.draw(st.integers(0, len(told) - 1))])
    if member is not None:
        assert member in known.cast.members
        text = known._article.text
        for mention in member.mentions:
            if not mention.described:
                assert text[mention.start : mention.end] in (member.name, *member.aliases)
            assert known.sentence_at(mention.start) == mention.sentence
