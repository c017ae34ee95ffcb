"""Actors across articles."""

import random

import pytest

from llmextract.corpus.linking import Override, Overrides, link_actors
from llmextract.events import DecidedBy, key_of
from tests.corpus.linking.support import NOVAK, ORTEGA, actor, groups, record, same_actor


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (actor("Ahmed al-Sharun", "SY"), actor("Ahmad al-Sharoon")),
        (actor("Asaad al-Shibari"), actor("Asaad Hassan al-Shaibari", "SY")),
        (actor("Ada Novák", "SI"), actor("Ada Novak", "SI")),
        (actor("Karla Brezovar", "EE", "foreign minister"), actor("K. Brezovar", "EE", "foreign minister")),
        (actor("Ada Novak", "SI", "foreign minister"), actor("Ada Novak", "SI", "prime minister")),
        (actor("Turkey", kind="country"), actor("Türkiye", "TR", kind="country")),
        (actor("Chile", kind="organization"), actor("Chile", "CL", kind="country")),
        (actor("EU", kind="organization"), actor("European Union", kind="country")),
        (
            actor("Foreign Ministry", "SI", kind="organization"),
            actor("Slovenian Ministry of Foreign Affairs", kind="organization"),
        ),
        (actor("BSL", kind="organization"), actor("Brezovar Shipping Lines", kind="organization")),
        (actor("Pelagos", "PT", aliases=["Rui Pelagos"]), actor("Rui Pelagos", "PT")),
        (actor("Novak", "SI", "foreign minister"), actor("Novak", "SI", "top diplomat")),
        (actor("Novak", "SI", "foreign minister"), NOVAK),
    ],
)
def test_one_actor_under_two_names(first, second):
    assert same_actor(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (actor("Bashar al-Dawud", "SY"), actor("Maher al-Dawud", "SY")),
        (actor("Mohammed bin Sarim"), actor("Mohammed bin Tahir")),
        (actor("George W. Ashby", "US"), actor("George H.W. Ashby", "US")),
        (actor("Ada Novak", "SI"), actor("Ada Novak", "CL")),
        (actor("Ada Novak", "SI", "foreign minister"), actor("Ada Novak", "SI", "football coach")),
        (actor("Ada Novak", "SI", "foreign minister"), actor("Juan Ortega", "SI", "foreign minister")),
        (actor("Novak", "SI"), actor("Ada Novak", "SI", "foreign minister")),
        (actor("Novak"), actor("Novak")),
        (actor("Novak", "SI", "mayor"), actor("Novak", "SI", "foreign minister")),
        (actor("Foreign Ministry", kind="organization"), actor("Foreign Ministry", kind="organization")),
        (actor("delegation", "SI", kind="group"), actor("delegation", "CL", kind="group")),
        (actor("Chile", kind="country"), actor("Chilean delegation", "CL", kind="group")),
        (actor("Brezovar", kind="organization"), actor("Lena Brezovar")),
    ],
)
def test_two_actors(first, second):
    assert not same_actor(first, second)


def test_a_stated_alias_holds_everywhere():
    records = [
        record("1", [actor("Ahmed al-Sharun", "SY", "president", aliases=["Abu Mohammad al-Golan"])]),
        record("2", [actor("Abu Mohammed al-Jolan")]),
        record("3", [actor("Ahmad al-Sharoon", "SY")]),
    ]
    (linked,) = link_actors(records).actors
    assert {link.reasons[0].code for link in linked.links} == {"stated-alias", "name"}


def test_a_single_word_that_an_article_states_holds_where_only_one_bears_it():
    stated = record("1", [actor("Rui Pelagos", "PT", aliases=["Marujo"])])
    lone = record("2", [actor("Marujo", "PT")])
    other = record("3", [actor("Ana Duarte", "PT", aliases=["Marujo"])])
    assert len(link_actors([stated, lone])) == 1
    assert len(link_actors([stated, lone, other])) == 3


def test_an_alias_of_a_relative_is_not_believed():
    records = [
        record("1", [actor("Bashar al-Dawud", "SY", aliases=["Maher al-Dawud", "the president"])]),
        record("2", [actor("Maher al-Dawud", "SY")]),
    ]
    assert len(link_actors(records)) == 2


def test_relatives_are_not_chained_by_an_initial():
    records = [
        record("1", [actor("Amin Dawud", "SY", "minister of trade")]),
        record("2", [actor("A. Dawud", "SY", "minister of trade")]),
        record("3", [actor("Adnan Dawud", "SY", "minister of trade")]),
    ]
    linked = link_actors(records)
    assert len(linked) == 2
    assert not any({"Amin Dawud", "Adnan Dawud"} <= set(each.names) for each in linked.actors)


def test_a_surname_means_the_one_of_the_article_who_bears_it():
    records = [record("1", [NOVAK, actor("Novak", "SI")]), record("2", [NOVAK, actor("Lena Novak"), actor("Novak")])]
    linked = link_actors(records)
    assert len(linked.of(records[0].article.id, "a1").mentions) == 3
    assert linked.of(records[1].article.id, "a3").names == ("Novak",)


def test_another_walk_of_life_long_after_may_be_the_same_person():
    early = record("1", [actor("Ada Novak", "SI", "judge")], published="2021-01-01")
    late = record("2", [actor("Ada Novak", "SI", "football coach")], published="2031-01-01")
    soon = record("3", [actor("Ada Novak", "SI", "football coach")], published="2021-02-01")
    assert len(link_actors([early, late])) == 1
    assert len(link_actors([early, soon])) == 2


def test_what_is_known_of_an_actor_is_collected():
    records = [
        record("1", [actor("Ada Novak", "SI", "trade minister")], published="2030-01-02"),
        record("2", [actor("Ada Novák", None, "prime minister")], published="2031-01-02"),
        record("3", [actor("Ada Novak", "SI", "prime minister")], published="2031-05-02"),
    ]
    linked = link_actors(records)
    (one,) = linked.actors
    assert linked.actor(one.id) is one
    assert (one.name, one.country, one.names) == ("Ada Novak", "SI", ("Ada Novak", "Ada Novák"))
    assert [(use.role, str(use.first), str(use.last), use.count) for use in one.roles] == [
        ("trade minister", "2030-01-02", "2030-01-02", 1),
        ("prime minister", "2031-01-02", "2031-05-02", 2),
    ]
    with pytest.raises(KeyError):
        linked.of("0" * 16, "a1")


def test_order_does_not_matter_and_ids_stay_as_articles_come():
    names = ["Ada Novak", "Ada Novák", "Adah Novak", "Bashar al-Dawud", "Maher al-Dawud", "A. Novak", "Novak"]
    roles = [None, "foreign minister", "football coach"]
    chance = random.Random(3)  # noqa: S311 - no secret
    records = [
        record(
            str(number),
            [actor(chance.choice(names), chance.choice(["SI", None, "SY"]), chance.choice(roles))],
            published=f"2031-01-{number % 28 + 1:02}",
        )
        for number in range(40)
    ]
    linked = link_actors(records)
    for _ in range(3):
        chance.shuffle(records)
        assert link_actors(iter(records)).actors == linked.actors
    later = record("later", [actor("Ada Novak", "SI", "foreign minister")], published="2031-02-20")
    more = link_actors([*records, later])
    assert {each.id for each in linked.actors} <= {each.id for each in more.actors}


def test_ids_from_before_are_kept_when_an_earlier_article_comes():
    first, earlier = record("1", [NOVAK]), record("0", [NOVAK], published="2031-01-01")
    (before,) = link_actors([first]).actors
    assert link_actors([first, earlier]).actors[0].id != before.id
    known = dict.fromkeys(before.mentions, before.id)
    assert link_actors([first, earlier], known_ids=known).actors[0].id == before.id


def test_the_user_decides():
    records = [record("1", [NOVAK]), record("2", [NOVAK]), record("3", [actor("Mirela Zupan", "SI")])]
    first, second, third = (key_of(each.article.id, "a1") for each in records)
    split = Overrides((Override("actor", second, first, "different"),))
    assert groups(records, overrides=split) == {frozenset({"Ada Novak"}), frozenset({"Mirela Zupan"})}
    assert len(link_actors(records, overrides=split)) == 3
    merged = link_actors(records, overrides=Overrides((Override("actor", first, third, "same"),)))
    assert len(merged) == 1
    assert merged.actors[0].links[0].decided_by is DecidedBy.USER
    assert len(link_actors(records, overrides=Overrides((Override("actor", first, "gone:a1", "same"),)))) == 2


class _Says:
    def __init__(self, verdict):
        self.verdict = verdict
        self.asked = []

    def same_actor(self, first, second):
        self.asked.append((first, second))
        return self.verdict

    same_meeting = same_actor


@pytest.mark.parametrize(("verdict", "actors", "doubts"), [(True, 1, 0), (False, 2, 1), (None, 2, 1)])
def test_a_judge_is_asked_where_the_rules_leave_doubt(verdict, actors, doubts):
    records = [record("1", [actor("K. Brezovar")]), record("2", [actor("Karla Brezovar", "EE", "judge"), ORTEGA])]
    judge = _Says(verdict)
    linked = link_actors(records, judge=judge)
    assert len(linked) == actors + 1
    assert len(linked.doubts) == doubts
    assert [set(pair) for pair in judge.asked] == [{"K. Brezovar", "Karla Brezovar (judge, EE)"}]
