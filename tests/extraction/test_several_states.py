"""several_states.py: one phrase for people of several states."""

import pytest

from llmextract.extraction.cast import Member, build_cast
from llmextract.extraction.frames import find_frames
from llmextract.extraction.several_states import (
    is_contact_group,
    is_of_no_state,
    is_of_two_states,
    meets_alone,
    states_meant,
)
from llmextract.extraction.syntax import parse
from llmextract.schemas import ActorKind
from tests.extraction_support import make_article

GROUP, ORGANIZATION = ActorKind.GROUP, ActorKind.ORGANIZATION


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("Kenyan and Peruvian officials", GROUP, True),
        ("leaders from more than 50 countries", GROUP, True),
        ("Rival Kenyan leaders", GROUP, True),
        ("Kenyan and Delta officials", GROUP, True),
        ("Kenyan officials", GROUP, False),
        ("Kenyan foreign and Defence officials", GROUP, False),
        ("officials of the country", GROUP, False),
        ("Bank of Kenya and Peru", ORGANIZATION, False),
    ],
)
def test_a_phrase_may_be_for_people_of_several_states(name, kind, expected):
    assert is_of_two_states(Member(name, kind)) is expected


@pytest.mark.parametrize(
    ("name", "kind", "told", "expected"),
    [
        ("EU foreign ministers", GROUP, "They met in Lima.", True),
        ("EU foreign ministers", GROUP, "They held a summit in Lima.", True),
        ("EU foreign ministers", GROUP, "They discussed the war.", False),
        ("ministers of the Delta Contact Group", GROUP, "They met in Lima.", True),
        ("EU diplomats", GROUP, "They met in Lima.", False),
        ("ministers", GROUP, "They met in Lima.", False),
        ("Contact Group", ORGANIZATION, "They met in Lima.", True),
        ("EU", ORGANIZATION, "They held talks in Lima.", False),
        ("EU", ORGANIZATION, "They will hold a summit in Lima.", True),
        ("Red Delta", ORGANIZATION, "They will hold a meeting in Lima.", False),
        ("leaders from 50 countries", GROUP, "They discussed the war.", True),
    ],
)
def test_who_is_several_meets_alone(name, kind, told, expected):
    frame = find_frames(parse(told))[0]
    assert meets_alone(Member(name, kind), frame) is expected


def test_a_contact_group_is_a_body_of_states():
    assert is_contact_group(Member("Contact Group", ORGANIZATION))
    assert is_contact_group(Member("Quartet", ORGANIZATION))
    assert not is_contact_group(Member("Delta Group", ORGANIZATION))


def test_who_has_no_state():
    (group,) = build_cast(make_article("They met Kenyan officials.")).members
    assert is_of_no_state(Member("rebels", GROUP))
    assert not is_of_no_state(group)


@pytest.mark.parametrize(
    ("told", "head", "expected"),
    [
        (("Kenya and Peru agreed.", "The two countries met."), "countries", ["Kenya", "Peru"]),
        (("Kenya and Peru agreed.", "Officials from both countries met."), "Officials", ["Kenya", "Peru"]),
        (("Kenya and Peru agreed.", "The two countries' ministers met."), "ministers", ["Kenya", "Peru"]),
        (("Kenya, Ghana and Peru agreed.", "The three states met."), "states", ["Kenya", "Ghana", "Peru"]),
        (("Kenya, Ghana and Peru agreed.", "The two countries met."), "countries", []),
        (("Kenya left Peru.", "The two countries met."), "countries", []),  # not side by side
        (("Kenya and Peru agreed.", "The countries met."), "countries", []),
        (("Kenya and Peru agreed.", "The two women met."), "women", []),
    ],
)
def test_states_are_meant_that_were_named_side_by_side(told, head, expected):
    article = make_article(*told)
    word = next(word for word in parse(told[-1]).words if word.text == head)
    found = states_meant(article, build_cast(article), len(told) - 1, word)
    assert [member.name for member in found] == expected
