"""Of many names only those are compared that may be one actor's, and all of those."""

import random
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.linking.people import invent_people, respell
from llmextract.corpus.linking.candidates import collective_pairs, person_pairs
from llmextract.corpus.linking.collectives import read_collective
from llmextract.corpus.linking.names import SAME, name_score, read_name, word_score

LISTED = Path(__file__).with_name("name_pairs.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [tuple(rest) for verdict, *rest in (line.split("\t") for line in LISTED) if verdict == "same"]


def pairs_of(*texts):
    names = {name.key: name for name in map(read_name, texts)}
    return set(person_pairs(list(names.values())))


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_names_of_one_person_are_compared(first, second):
    assert pairs_of(first, second) == {(0, 1)} or read_name(first).key == read_name(second).key


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ada Novak", "Ada Nowak"),  # one sound
        ("Ada Novak", "Ada Movak"),  # another first letter
        ("Ada Brezovarin", "Ada Brezovaric"),  # … or last
        ("Ali Saleh", "Ahmed Ali Saleh"),  # the first word left out
        ("Novak Ada", "Adah Nowak"),  # turned round
        ("A. Novak", "Ahmed Nowak"),  # an initial
        ("Serhiy Koval", "Sergei Kovel"),  # a name in two languages
        ("Noor Din Sarim", "Noordin Sarim"),  # one word in two
        ("Ada Novak II", "Ada Novak"),
        ("Ada Maria Brezovar", "Ada Brezovarr"),
    ],
)
def test_what_is_alike_in_two_words_is_compared(first, second):
    assert pairs_of(first, second) == pairs_of(second, first) == {(0, 1)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ada Novak", "Ada Nelsen"),  # a given name and a letter
        ("Ada Novak", "Jon Novak"),
        ("Ada Maria Novak", "Ada Maria Nelsen"),  # the rarest word of the shorter decides, here each family name
        ("Ada II", "Ada III"),  # a single word tells nobody apart
        ("", "Ada Novak"),
    ],
)
def test_a_word_in_common_is_not_enough(first, second):
    others = ("Ada Maria Brezovar", "Maria Ada Ortega")  # so that both given names are frequent
    assert (0, 1) not in pairs_of(first, second, *others)


def test_pairs_grow_with_the_people_and_not_with_the_square_of_them():
    luck = random.Random(1)  # noqa: S311 - no secret
    names = {
        name.key: name
        for person in invent_people(1500, ("AL",), luck)
        for name in (read_name(respell(person.name, luck)) for _ in range(2))
    }
    made = set(person_pairs(list(names.values())))
    assert len(made) < 2 * len(names)


def test_no_pair_of_one_person_is_left_out_that_has_one_word_alike_by_sound_or_sight():
    luck = random.Random(2)  # noqa: S311 - no secret
    names = {
        name.key: name
        for person in invent_people(120, ("AL",), luck)
        for name in (read_name(respell(person.name, luck)) for _ in range(3))
    }
    listed = list(names.values())
    made = set(person_pairs(listed))
    for one, other in combinations(range(len(listed)), 2):
        if name_score(listed[one], listed[other]) >= SAME and set(listed[one].words) & set(listed[other].words):
            assert (one, other) in made, (listed[one].text, listed[other].text)


words = st.sampled_from(["ada", "adah", "serhiy", "sergei", "novak", "nowak", "d", "dario", "brezovar", "brezovarr"])


@settings(max_examples=150, deadline=None)
@given(st.lists(words, min_size=1, max_size=4), words, words)
def test_words_alike_are_found_whatever_stands_beside_them(beside, word, other):
    """The names share all words but one; each of these must have its like."""
    first, second = (read_name(" ".join((*beside, each, "zupan"))) for each in (word, other))
    if first.key != second.key and word_score(word, other) >= SAME:
        assert (0, 1) in set(person_pairs([first, second]))


def test_collectives_are_compared_by_their_words_and_initials():
    texts = ("Brezovar Shipping Lines", "Brezovar Lines", "BSL", "Lines of Brezovar", "Big Salt Lake", "B.S.L.")
    names = [read_collective(text) for text in texts]
    found = set(collective_pairs(names))
    assert {(names[one].text, names[other].text) for one, other in found} == {
        ("Brezovar Shipping Lines", "BSL"),
        ("Brezovar Shipping Lines", "B.S.L."),
        ("Brezovar Lines", "Lines of Brezovar"),
        ("BSL", "Big Salt Lake"),
        ("Big Salt Lake", "B.S.L."),
    }
