"""Invented people in any number, and the ways in which outlets would spell them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

GIVEN_NAMES = (
    *("Yousef", "Hatem", "Nasser", "Khaled", "Omar", "Samira", "Layla", "Faisal", "Mahmoud", "Rashid", "Salim", "Huda"),
    *(
        "Vladyslav",
        "Yekaterina",
        "Oleksandr",
        "Dmytro",
        "Svetlana",
        "Nikolai",
        "Andriy",
        "Tatiana",
        "Rustam",
        "Gulnora",
    ),
    *("María", "José", "João", "Inés", "Ramón", "Andrés", "Lucía", "Beatriz", "Thiago", "Álvaro", "Benício", "Sofía"),
    *("Ingrid", "Kjell", "Outi", "Tarmo", "Liina", "Søren", "Åsa", "Matti", "Renske", "Joost", "Anneke", "Jürgen"),
    *("Şükrü", "Emine", "Çağla", "Gökhan", "Giorgos", "Eleni", "Chukwuemeka", "Neema", "Daniel", "Kwame", "Abena"),
    *("Minh", "Thị", "Haruki", "Yuki", "Priya", "Arjun", "Meera", "Tuan", "Siti", "Budi", "Wei", "Jiho", "Camille"),
)
_ONSETS = (
    "b",
    "br",
    "ch",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "sh",
    "t",
    "v",
    "z",
)
_VOWELS = ("a", "e", "i", "o", "u", "aa", "ee", "ou", "ia", "ö", "é")
_CODAS = ("", "", "", "n", "r", "l", "s", "k", "m", "nd", "rt", "v")
_ENDINGS = ("", "", "", "", "enko", "ova", "oglu", "sen", "idze", "ez", "i", "wa")
_PARTICLES = ("", "", "", "", "", "al-", "de ", "van ")

_RESPELLINGS = (
    *(("ou", "u"), ("kh", "h"), ("ee", "i"), ("aa", "a"), ("y", "i")),
    *(("sh", "ch"), ("ia", "iya"), ("v", "w"), ("ei", "ai")),
)
SECOND_NAME, SECOND_NAME_LEFT_OUT = 0.25, 0.4
ACCENTS_LEFT_OUT = 0.5
TRANSLITERATED_OTHERWISE = 0.4
PARTICLE_OTHERWISE = 0.3
"""How likely each of these is."""

_CONSONANT = re.compile(r"(?<=[aeiou])([lmnrst])(?=[aeiou])")


@dataclass(frozen=True)
class Person:
    """Somebody invented.

    Attributes:
        id: Tells people apart.
        given: Given name, and perhaps a second one.
        family: Family name, with its particle.
        country: ISO 3166-1 alpha-2 code.
    """

    id: str
    given: str
    family: str
    country: str

    @property
    def name(self) -> str:
        """The name in full."""
        return f"{self.given} {self.family}"


def invent_people(count: int, countries: Sequence[str], luck: random.Random) -> list[Person]:
    """Invent people; about three share a family name, as in life.

    Args:
        count: How many.
        countries: Where they may be from; those of one name mostly share it.
        luck: Source of randomness.
    """
    people: dict[tuple[str, str], Person] = {}
    families = [(_family_name(luck), luck.choice(countries)) for _ in range(count // 3 + 1)]
    while len(people) < count:
        family, country = luck.choice(families)
        given = " ".join(luck.sample(GIVEN_NAMES, 2 if luck.random() < SECOND_NAME else 1))
        person = Person(f"p{len(people)}", given, family, country)
        people.setdefault((given, family), person)
    return list(people.values())


def respell(name: str, luck: random.Random) -> str:
    """Spell a name as another outlet might: without accents, transliterated otherwise, its second name left out."""
    words = name.split(" ")
    if words[1:-1] and luck.random() < SECOND_NAME_LEFT_OUT:
        del words[1]
    if luck.random() < ACCENTS_LEFT_OUT:
        words = [
            "".join(letter for letter in unicodedata.normalize("NFKD", word) if letter.isascii()) for word in words
        ]
    if luck.random() < TRANSLITERATED_OTHERWISE:
        place = luck.randrange(len(words))
        words[place] = _transliterated_otherwise(words[place], luck)
    if luck.random() < PARTICLE_OTHERWISE:
        words = [re.sub(r"^al-", luck.choice(("Al ", "el-", "Al-")), word) for word in words]
    return " ".join(word for word in words if word) or name


def _family_name(luck: random.Random) -> str:
    syllables = [
        luck.choice(_ONSETS) + luck.choice(_VOWELS) + luck.choice(_CODAS) for _ in range(luck.choice((2, 2, 3)))
    ]
    return luck.choice(_PARTICLES) + ("".join(syllables) + luck.choice(_ENDINGS)).capitalize()


def _transliterated_otherwise(word: str, luck: random.Random) -> str:
    possible = [pair for pair in _RESPELLINGS if pair[0] in word[1:]]
    if possible:
        old, new = luck.choice(possible)
        return word[0] + word[1:].replace(old, new, 1)
    return _CONSONANT.sub(r"\1\1", word, count=1)
