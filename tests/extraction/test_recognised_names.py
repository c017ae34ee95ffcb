"""recognised_names.py: what a recogniser says of the names that the shape of their words gave."""

import pytest

from llmextract.extraction import recognised_names
from llmextract.extraction.cast import build_cast
from llmextract.extraction.mentions import find_mentions
from llmextract.extraction.recognised_names import revise_mentions
from llmextract.extraction.syntax import Entity, Parse, parse
from llmextract.schemas import ActorKind
from tests.extraction_support import make_article

PERSON, ORGANIZATION = ActorKind.PERSON, ActorKind.ORGANIZATION
ADA = ("Ada Novak", PERSON)


@pytest.fixture
def revise(monkeypatch):
    """Revise the mentions of sentences in whose place the recogniser has only labels that are given by their words."""

    def revised(*told, **labels):
        def with_labels(text):
            found = [
                Entity(text.index(words), text.index(words) + len(words), label)
                for label, named in labels.items()
                for words in ([named] if isinstance(named, str) else named)
                if words in text
            ]
            return Parse(parse(text).words, tuple(sorted(found, key=lambda entity: entity.start)))

        monkeypatch.setattr(recognised_names, "parse", with_labels)
        article = make_article(*told, lead="MENU ")
        mentions = revise_mentions(article, mentions_of(article))
        assert all(article.text[mention.start : mention.end] == mention.name for mention in mentions)
        assert all(told[mention.sentence].find(mention.name) >= 0 for mention in mentions)
        return sorted(mentions, key=lambda mention: mention.start)

    return revised


def mentions_of(article):
    return [
        mention
        for index, sentence in enumerate(article.sentences)
        for mention in find_mentions(sentence, index, article.language)
    ]


def kinds(mentions):
    return [(mention.name, mention.kind) for mention in mentions]


MET_RESOURCES = "Ada Novak met Delta Resources in Lima."


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("ORG", [ADA, ("Delta Resources", ORGANIZATION)]),
        ("NORP", [ADA, ("Delta Resources", ORGANIZATION)]),
        ("PERSON", [ADA, ("Delta Resources", PERSON)]),
        ("EVENT", [ADA]),
        ("LAW", [ADA]),
        ("PRODUCT", [ADA]),
        ("GPE", [ADA, ("Delta Resources", PERSON)]),  # an unknown name is easily taken for a town's
        ("LOC", [ADA, ("Delta Resources", PERSON)]),
    ],
)
def test_the_label_tells_what_a_person_by_shape_is(revise, label, expected):
    assert kinds(revise(MET_RESOURCES, **{label: "Delta Resources"})) == expected


def test_a_name_without_label_stays():
    article = make_article(MET_RESOURCES)
    mentions = [mention for mention in mentions_of(article) if mention.name == "Delta Resources"]
    assert kinds(mentions) == [("Delta Resources", PERSON)]


def test_nothing_that_has_no_label_is_changed(revise):
    assert kinds(revise(MET_RESOURCES)) == [ADA, ("Delta Resources", PERSON)]


@pytest.mark.parametrize("text", ["It rained in Delta Reth.", "It rained for Delta Kenya."])
def test_a_persons_name_that_is_a_places_goes_where_towns_stand_or_with_a_country_in_it(revise, text):
    place = text.removesuffix(".").split(maxsplit=3)[-1]
    assert kinds(revise(text)) == [(place, PERSON)]
    assert revise(text, GPE=place) == []


def test_one_label_of_a_person_outweighs_all_others_of_that_name(revise):
    found = revise(
        "Ivo Reth came.",
        "It was Ivo Reth.",
        "Jo Banda saw Ivo Reth.",
        ORG=["Ivo Reth.", "Jo Banda saw"],
        PERSON="Ivo Reth came",
    )
    ivo = ("Ivo Reth", PERSON)
    assert kinds(found) == [ivo, ivo, ("Jo Banda", ORGANIZATION), ivo]


def test_labels_are_those_of_the_whole_article(revise):
    found = revise("Delta Resources grew.", "Ada Novak left Delta Resources.", ORG="Delta Resources grew")
    assert kinds(found)[0] == kinds(found)[-1] == ("Delta Resources", ORGANIZATION)


@pytest.mark.parametrize(
    ("first", "known"),
    [
        ("Minister Ada Novak came.", {}),  # by her title
        ("Ada Novak came.", {"PERSON": "Ada Novak"}),  # by her label
    ],
)
def test_what_may_be_short_for_a_known_person_stays_that_person(revise, first, known):
    (*_, found) = revise(first, "Jo Banda saw Novak in Lima.", ORG="Novak in", **known)
    assert (found.name, found.kind) == ("Novak", PERSON)


def test_what_may_be_short_for_a_name_that_nothing_confirms_is_what_its_label_says(revise):
    (*_, found) = revise("Ada Novak came.", "Jo Banda saw Novak in Lima.", ORG="Novak in")
    assert (found.name, found.kind) == ("Novak", ORGANIZATION)


@pytest.mark.parametrize(
    ("name", "label", "kept"),
    [
        ("Hamas", "ORG", True),
        ("Hamas", "NORP", True),
        ("Hamas", "GPE", False),
        ("Hamas", "EVENT", False),
        ("Nato", "GPE", True),  # of a table
        ("RDF", "GPE", True),  # an abbreviation
        ("Delta Front", "GPE", True),  # words that say what it is
    ],
)
def test_an_organisation_of_one_plain_word_needs_a_bodys_label(revise, name, label, kept):
    text = f"Ada Novak met {name} in Lima."
    assert kinds(revise(text)) == [ADA, (name, ORGANIZATION)]
    assert kinds(revise(text, **{label: name})) == [ADA, *([(name, ORGANIZATION)] if kept else [])]


@pytest.mark.parametrize(
    ("label", "kept"), [("EVENT", False), ("LAW", False), ("FAC", False), ("WORK_OF_ART", False), ("PRODUCT", True)]
)
def test_a_word_within_the_name_of_a_thing_is_nobody_anywhere(revise, label, kept):
    found = revise(
        "The President Reth march began.",
        "Jo Banda saw Reth in Lima.",
        **{label: "President Reth march", "PERSON": ["Jo Banda", "Reth in"]},
    )
    assert ("Jo Banda", PERSON) in kinds(found)
    assert ("Reth" in [mention.name for mention in found]) is kept


@pytest.mark.parametrize(
    ("text", "name", "weak"),
    [
        ("Novak met Ivo Reth.", "Novak", False),  # the subject of a verb
        ("Novak and Quell met Ivo Reth.", "Novak", False),
        ("Ada Reth and “Quell” met Ivo Banda.", "Quell", False),  # the second subject
        ("Talks with “Novak” were held.", "Novak", False),
        ("Talks about “Novak” were held.", "Novak", True),
        ("Novak is here.", "Novak", True),
        ("In Novak it rained.", "Novak", True),
        ("Oslo met Ivo Reth.", "Oslo", None),  # a place
    ],
)
def test_a_lone_word_that_acts_as_persons_do_counts_if_its_label_is_a_persons(revise, text, name, weak):
    found = {mention.name: mention.weak for mention in revise(text, PERSON=name)}
    assert found.get(name) is weak
    assert {mention.name: mention.weak for mention in revise(text)}.get(name) in {True, None}


@pytest.mark.parametrize("label", ["ORG", "GPE"])
def test_a_lone_word_with_another_label_stays_weak(revise, label):
    assert all(mention.weak for mention in revise("Novak met Ivo Reth.", **{label: "Novak"}) if mention.lone)


LISTED = "Ada Novak, Ivo Reth and Nadia Quell met."


def test_who_is_joined_to_a_person_is_one_whatever_the_label_says(revise):
    assert kinds(revise(LISTED, PERSON=["Ada Novak", "Ivo Reth"], ORG="Nadia Quell"))[-1] == ("Nadia Quell", PERSON)
    assert kinds(revise(LISTED, ORG=["Nadia Quell"]))[-1] == ("Nadia Quell", ORGANIZATION)


def test_what_a_person_in_a_list_belongs_to_is_not_joined_to_a_person(revise):
    found = revise("Ada Novak and Novatel's Ivo Reth met in Lima.", PERSON=["Ada Novak", "Ivo Reth"], ORG="Novatel")
    assert kinds(found) == [ADA, ("Novatel", ORGANIZATION), ("Ivo Reth", PERSON)]


@pytest.mark.parametrize(
    ("text", "labelled", "name"),
    [
        (
            "The Movement of the Delta Front and Quell Group met Ada Novak.",
            "The Movement of the Delta Front and Quell Group",
            "Movement of the Delta Front and Quell Group",
        ),
        ("Delta Front and Quell Group met Ada Novak.", "Delta Front and Quell Group", "Delta Front and Quell Group"),
        (
            "Norvia praised the Delta Front and Quell Group's plan and Ada Novak.",
            "the Delta Front and Quell Group's",
            "Delta Front and Quell Group",
        ),
    ],
)
def test_organisations_within_a_longer_name_are_one(revise, text, labelled, name):
    found = kinds(revise(text, ORG=labelled, PERSON="Ada Novak"))
    assert [each for each in found if each[1] is ORGANIZATION and "Group" in each[0]] == [(name, ORGANIZATION)]
    assert ADA in found


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Delta Front and Quell Group met Ada Novak.", {"GPE": "Delta Front and Quell Group"}),
        ("Delta Front, Quell Group met Ada Novak.", {"ORG": "Delta Front, Quell Group"}),  # no "and", "of", "for", "on"
        ("Delta Front and Quell Group met Ada Novak.", {"ORG": "Front and Quell Group"}),  # half of a name
        ("Delta Front and Quell Group met Ada Novak.", {"ORG": "Front"}),
    ],
)
def test_organisations_that_no_longer_name_holds_stay_two(revise, text, labels):
    assert kinds(revise(text, **labels)) == [("Delta Front", ORGANIZATION), ("Quell Group", ORGANIZATION), ADA]


def test_a_name_that_holds_a_person_is_not_made_one(revise):
    text = "Delta Front and Ada Novak met in Lima."
    assert kinds(revise(text, ORG="Delta Front and Ada Novak"))[0] == ("Delta Front", ORGANIZATION)


WAITED = "It waited for the {} in vain."


@pytest.mark.parametrize(
    ("name", "label", "added"),
    [
        ("Delta-based Works", "ORG", True),
        ("Delta-based Works", "PERSON", False),
        ("Works", "ORG", False),  # one word
        ("delta Works", "ORG", False),  # small letters
        ("Peru Works", "ORG", False),  # a country in it
        ("White House", "ORG", False),  # stands for a country
        ("New York", "ORG", False),  # a place
    ],
)
def test_a_body_that_was_overlooked_is_added(monkeypatch, name, label, added):
    text = WAITED.format(name)
    at = text.index(name)
    monkeypatch.setattr(
        recognised_names, "parse", lambda told: Parse(parse(told).words, (Entity(at, at + len(name), label),))
    )
    article = make_article(text, lead="MENU ")
    found = revise_mentions(article, [])
    assert kinds(found) == ([(name, ORGANIZATION)] if added else [])
    assert all(article.text[mention.start : mention.end] == name for mention in found)


@pytest.mark.parametrize(
    ("words", "added"),
    [
        ("the minister of", False),
        ("the minister for the", False),
        ("Secretary of", False),
        ("the Department of", False),
        ("the Ministry of the", False),
        ("the head of", True),
        ("the minister and", True),
    ],
)
def test_a_portfolio_is_no_body(monkeypatch, words, added):
    text, name = f"It was {words} Water Works.", "Water Works"
    at = text.index(name)
    monkeypatch.setattr(
        recognised_names, "parse", lambda told: Parse(parse(told).words, (Entity(at, at + len(name), "ORG"),))
    )
    assert bool(revise_mentions(make_article(text), [])) is added


def test_a_body_that_was_found_is_not_added_again(revise):
    assert kinds(revise(MET_RESOURCES, ORG="Delta Resources")) == [ADA, ("Delta Resources", ORGANIZATION)]


@pytest.mark.parametrize(
    ("text", "label", "names"),
    [
        ("Delta Resources held talks with Ada Novak in Lima.", ("Delta Resources", "ORG"), [ADA]),
        ("Hurricane Ada hit Lima on Monday.", ("Hurricane Ada", "EVENT"), []),
    ],
)
def test_the_model_that_is_shipped_tells_persons_from_companies_and_storms(text, label, names):
    labels = [(text[entity.start : entity.end], entity.label) for entity in parse(text).entities]
    assert label in labels
    plain = [(member.name, member.kind) for member in build_cast(make_article(text)).members]
    asked = [(member.name, member.kind) for member in build_cast(make_article(text), recognised=True).members]
    assert (label[0], PERSON) in plain
    assert [each for each in asked if each[1] is PERSON] == names


def test_in_other_languages_nobody_is_asked(monkeypatch):
    monkeypatch.setattr(recognised_names, "parse", None)
    article = make_article("Ada Novak se reunió con Ivo Reth.", language="es")
    assert len(build_cast(article, recognised=True).members) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [("National Security Adviser Ada Novak spoke.", False), ("They left National Security for Ada Novak.", True)],
)
def test_a_body_within_a_title_is_not_added(revise, text, found):
    names = [mention.name for mention in revise(text, ORG="National Security")]
    assert ("National Security" in names) is found


def test_an_abbreviation_in_brackets_is_no_part_of_a_name():
    told = "The Inter-Governmental Authority on Development (IGAD) on Tuesday had a meeting with Ada Wekesa in Nairobi."
    names = {member.name for member in build_cast(make_article(told), recognised=True).members}
    assert "Inter-Governmental Authority on Development" in names
    assert not any("(" in name for name in names)
