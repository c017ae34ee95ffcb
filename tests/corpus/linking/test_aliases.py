"""The user's alias file."""

import pytest

from llmextract.corpus.linking import load_aliases
from llmextract.errors import ConfigurationError
from tests.corpus.linking.support import actor, same_actor

FILE = """
[[actor]]
name = "Ada Novak"
aliases = ["Mother Brezovar", "Mirela Zupan"]
country = "SI"

[[actor]]
name = "Brezovar Shipping Lines"
aliases = ["Blue Funnel"]

[[apart]]
names = ["Ada Novak", "Ada Nowak"]
"""


@pytest.fixture
def aliases(tmp_path):
    path = tmp_path / "aliases.toml"
    path.write_text(FILE, encoding="utf-8")
    return load_aliases(path)


def test_listed_names_are_one_actors(aliases):
    assert not same_actor(actor("Ada Novak", "SI"), actor("Mirela Zupan"))
    assert same_actor(actor("Ada Novak", "SI"), actor("Mirela Zupan"), aliases=aliases)
    assert same_actor(actor("Ada Novák"), actor("Mother Brezovar"), aliases=aliases)
    assert same_actor(
        actor("Blue Funnel", kind="organization"),
        actor("Brezovar Shipping Lines", kind="organization"),
        aliases=aliases,
    )


def test_listed_names_of_another_country_are_not(aliases):
    assert not same_actor(actor("Ada Novak", "SI"), actor("Mirela Zupan", "CL"), aliases=aliases)


def test_names_that_are_to_be_kept_apart_are(aliases):
    assert same_actor(actor("Ada Novak", "SI"), actor("Ada Nowak", "SI"))
    assert not same_actor(actor("Ada Novak", "SI"), actor("Ada Nowak", "SI"), aliases=aliases)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[actor]", "is no TOML"),
        ('[[actor]]\nname = "Ada Novak"', "is wrong at actor.0.aliases"),
        ('[[actor]]\nname = "A"\naliases = ["B"]\ncountry = "Slovenia"', "is wrong at actor.0.country"),
        ('[[apart]]\nnames = ["Ada Novak"]', "is wrong at apart.0.names"),
        ("[[actors]]", "is wrong at actors"),
    ],
)
def test_a_wrong_file_is_explained(tmp_path, text, told):
    path = tmp_path / "aliases.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told) as error:
        load_aliases(path)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match=r"none\.toml can't be read"):
        load_aliases(tmp_path / "none.toml")
