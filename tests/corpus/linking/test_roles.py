"""Offices: which go together, which are two walks of life."""

import pytest

from llmextract.corpus.linking.collectives import is_acronym_of, read_collective
from llmextract.corpus.linking.roles import RoleRelation, role_relation


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        ("foreign minister", "top diplomat", RoleRelation.SAME),
        ("Turkish foreign minister", "minister of foreign affairs", RoleRelation.SAME),
        ("prime minister", "Premier", RoleRelation.SAME),
        ("intelligence chief", "head of intelligence", RoleRelation.SAME),
        ("deputy prime minister and foreign minister", "foreign minister", RoleRelation.SAME),
        ("trade minister", "prime minister", RoleRelation.OTHER),
        ("general", "defence minister", RoleRelation.OTHER),
        ("leader", "president", RoleRelation.UNKNOWN),
        ("beekeeper", "president", RoleRelation.UNKNOWN),
        (None, "president", RoleRelation.UNKNOWN),
        ("foreign minister", "football coach", RoleRelation.DIFFERENT),
        ("union leader", "energy minister", RoleRelation.DIFFERENT),
        ("president of the university", "president", RoleRelation.DIFFERENT),
        ("European Union commissioner", "foreign minister", RoleRelation.OTHER),
    ],
)
def test_offices_relate(first, second, relation):
    assert role_relation(first, second) is relation
    assert role_relation(second, first) is relation


def test_a_ministry_is_its_words_and_its_country():
    ministry, other = read_collective("Slovenian Foreign Ministry"), read_collective("Ministry of Foreign Affairs")
    assert ministry.words == other.words
    assert (ministry.country, other.country) == ("SI", None)
    assert ministry.generic
    assert not read_collective("Brezovar Shipping Lines").generic


def test_an_international_organisation_is_known_by_its_letters():
    assert (
        read_collective("OSCE").words == read_collective("Organization for Security and Co-operation in Europe").words
    )


def test_letters_stand_for_a_name():
    assert is_acronym_of(read_collective("B.S.L."), read_collective("Brezovar Shipping Lines"))
    assert not is_acronym_of(read_collective("BSX"), read_collective("Brezovar Shipping Lines"))
    assert not is_acronym_of(read_collective("Bsl"), read_collective("Brezovar Shipping Lines"))
