"""How likely two names are one person's, for names that different articles give.

The weakest word decides: each word of the shorter name must find one of the longer that is spelled or sounds alike, so
that a shared family name never makes two people one. Within one article `llmextract.extraction.names` is laxer, because
there a lone surname means somebody who was named before.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from llmextract.extraction.names import fold
from llmextract.extraction.titles import name_particles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "PersonName",
    "consonants",
    "is_family_conflict",
    "name_score",
    "read_name",
    "sound",
    "sound_keys",
    "word_score",
]

SAME = 0.85
"""Score from which two names are one person's, if nothing else speaks against it."""

DOUBT = 0.72
"""Score from which two names may be one person's; below it they are two."""

_SOUNDS_ALIKE = 0.95
_ONE_NAME_IN_TWO_LANGUAGES = 0.92
_INITIAL = 0.8
_MIDDLE_INITIAL = 0.9  # between names that are written out
_VOWEL_LEFT_OUT = 0.87
_MIDDLE_NAMES_DIFFER = 0.74  # a doubt: fathers are left out of long names
_TURNED_ROUND = 0.8
_CONSONANTS_ALIKE = 0.8  # a script without vowels: "hmd" is Ahmed, Hamid or Hamad
_FIRST_LEFT_OUT = 0.74  # a doubt: "Ali Saleh" may be "Ahmed Ali Saleh", or his father
_GENERATION_MISSING = 0.75
_LONE = 0.5
_TWO_NAMES = 2  # words: given and family name
_DIFFERENT = 0.3
_FEMININE = 0.6  # "Daniel", "Daniela"
_UNLIKE = 0.7  # the most that two words of different names reach
_SHORTEST_WITH_SLIP = 7  # letters of a word that may differ by one edit
_SHORTEST_WITH_TWO = 12
_SHORTEST_ARTICLED = 6  # letters: "Aldarbi" is "Darbi" with its article, "Alan" is no "An"
_NUMERAL = re.compile(r"^[ivx]{1,4}$")
_GENERATIONS = frozenset({"jr", "sr", "junior", "senior", "fils", "pere"})
_LINKS = frozenset({"as", "ad", "an", "ar", "ash", "at", "az"})
_FATHER_OF = frozenset({"abu", "abou", "umm"})
_VOWELS = frozenset("aeiu")
# One sound in the Latin transliterations of Arabic, Persian, Hebrew, Turkish and the Slavic languages.
_SPELLINGS = (
    ("tch", "s"), ("sch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "h"), ("gh", "g"), ("dj", "j"), ("dzh", "j"),
    ("zh", "j"),
    ("ph", "f"), ("tz", "z"), ("ts", "z"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("c", "k"),
    ("g", "j"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("o", "u"), ("ei", "i"), ("ey", "i"), ("ai", "i"), ("ay", "i"),
    ("ee", "i"), ("ie", "i"), ("iy", "i"), ("yy", "i"),
)  # fmt: skip
_INNER_Y = re.compile(r"(?<!^)y")
_DOUBLED = re.compile(r"(.)\1+")
_UNVOWELLED = re.compile(r"[\u0590-\u05ff\u0600-\u06ff]")  # Hebrew and Arabic letters
_SHORTEST_CONSONANTS = 2
_ABDEL = re.compile(r"\babdu([dnrstz])\s?\1")  # "Abdur Rahman": the article takes the sound that follows
_FINAL_H = re.compile(r"(?<=[aeiu])h$")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name, taken apart.

    Attributes:
        text: As it stands in an article.
        words: The words that tell persons apart: folded, without titles, particles, numbers and "Jr.".
        numbers: Regnal numbers and generations ("ii", "jr").
    """

    text: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]

    @property
    def lone(self) -> bool:
        """Whether it is a single word without a number, which does not tell persons apart across articles."""
        return len(self.words) < _TWO_NAMES and not self.numbers

    @property
    def key(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What two spellings have in common that differ only in case, accents, particles and the like."""
        return self.words, self.numbers


@lru_cache(maxsize=1 << 17)
def read_name(text: str) -> PersonName:
    """Take a person's name apart.

    Args:
        text: The name in any script, with or without titles.
    """
    family, comma, given = text.partition(",")
    if comma and given.strip().casefold().strip(". ") not in _GENERATIONS and family.strip():
        turned = fold(f"{given} {family}")
    else:
        turned = fold(text)
    words = _ABDEL.sub(r"abdel\1", turned).split()
    numbers = tuple(sorted(word for word in words[1:] if _NUMERAL.match(word) or word in _GENERATIONS))
    left = [word for word in words if word not in numbers]
    if _UNVOWELLED.search(text):  # "الشرع": the article is written as part of the word
        left = [word[1:] if word[0] == "l" and len(word) > _SHORTEST_CONSONANTS else word for word in left]
    kept = [word for at, word in enumerate(left) if not _is_link(word, first=at == 0, last=at == len(left) - 1)]
    if len(kept) == 1 and left[0] in _FATHER_OF:
        kept = ["abu" + kept[0]]
    return PersonName(text, tuple(kept or left), numbers)


def _is_link(word: str, *, first: bool, last: bool) -> bool:
    """Whether a word only joins names; "Ben" may be a given name, and a letter in front is an initial."""
    if word == "ben" or len(word) == 1:
        return word in {"ben", "y", "e", "i"} and not first and not last
    return word in name_particles() or word in _LINKS or word in _FATHER_OF


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return how a folded word sounds: one letter for each sound, double letters once, "o" as "u"."""
    for _ in range(2):  # "saeed": "ee" first, then "ai"
        for spelling, letter in _SPELLINGS:
            word = word.replace(spelling, letter)
        word = _DOUBLED.sub(r"\1", _INNER_Y.sub("i", word)).replace("ae", "ai")
    return _FINAL_H.sub("", word)


@lru_cache(maxsize=1 << 16)
def consonants(word: str) -> str:
    """Return the consonants of a folded word as they sound; of a word of vowels, its first letter.

    Args:
        word: The word; a given name counts as its like in the other languages.
    """
    heard = _bare(sound(_language_free(word)))
    return _without_vowels(heard) or heard[:1]


def sound_keys(word: str) -> tuple[str, ...]:
    """Return keys of which two folded words share one that are alike by their sounds, or as one name in two languages.

    Args:
        word: The word.
    """
    heard = _heard(word)
    of_name, own = consonants(word), _without_vowels(heard.sounds)
    return (of_name,) if of_name == own else (of_name, own)


def _without_vowels(heard: str) -> str:
    return "".join(letter for letter in heard if letter not in _VOWELS)


class _Heard(NamedTuple):
    """A folded word as it is compared: the name in one language, its sounds, and whether it has no vowels."""

    language_free: str
    sounds: str
    unvowelled: bool


@lru_cache(maxsize=1 << 16)
def _heard(word: str) -> _Heard:
    return _Heard(_language_free(word), _bare(sound(word)), _is_unvowelled(word))


@cache
def _groups() -> dict[str, str]:
    listed = tomllib.loads((files(__package__) / "given_names.toml").read_text(encoding="utf-8"))["groups"]
    return {name: group[0] for group in listed for name in group}


def _language_free(word: str) -> str:
    return _groups().get(word, word)


@lru_cache(maxsize=1 << 18)
def word_score(a: str, b: str) -> float:
    """Return how alike two folded words of names are, between 0 and 1.

    1 the same; 0.95 the same sounds ("Shaybani", "Shibani"), "e" standing for any vowel; 0.92 the same given name in
    two languages; 0.87 a vowel left out; 0.8 an initial; 1 - 1/n one letter wrong in n >= 7. Below that nothing
    counts as the same: "Bashir" is not "Bashar", "Marina" not "Karina", "Daniel" not "Daniela".
    """
    if a == b:
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return _INITIAL if a[:1] == b[:1] else 0.0
    one, other = _heard(a), _heard(b)
    if one.language_free == other.language_free:
        return _ONE_NAME_IN_TWO_LANGUAGES
    shorter, longer = one.sounds, other.sounds
    if len(shorter) > len(longer):
        shorter, longer = longer, shorter
    if shorter == longer or _same_sounds(shorter, longer):
        return _SOUNDS_ALIKE
    if (one.unvowelled or other.unvowelled) and consonants(a) == consonants(b):
        return _CONSONANTS_ALIKE
    return _letters_alike(a, b, vowel_left_out=_one_vowel_less(shorter, longer))


def _letters_alike(a: str, b: str, *, vowel_left_out: bool) -> float:
    """Return how alike two words are that do not sound the same: a slip in a long word is none of another name."""
    edits, longest = _edit_distance()(a, b), max(len(a), len(b))
    raw = 1.0 - edits / longest
    if a + "a" == b or b + "a" == a:
        return min(raw, _FEMININE)
    if vowel_left_out:
        return _VOWEL_LEFT_OUT
    slip = longest >= (_SHORTEST_WITH_SLIP if edits == 1 else _SHORTEST_WITH_TWO) and edits <= 2  # noqa: PLR2004
    return raw if slip else min(raw, _UNLIKE)


@cache
def _edit_distance() -> Callable[[str, str], int]:
    """Return the optimal string alignment distance: letters put in, left out, changed, or two of them turned round."""
    from rapidfuzz.distance import OSA

    return OSA.distance


def _bare(heard: str) -> str:
    """Return a word without the article that some transliterations write as part of it."""
    return heard[2:] if heard[:2] in {"al", "el"} and len(heard) >= _SHORTEST_ARTICLED else heard


def _is_unvowelled(word: str) -> bool:
    return len(word) >= _SHORTEST_CONSONANTS and not any(letter in "aeiouy" for letter in word)


def _same_sounds(a: str, b: str) -> bool:
    if len(a) != len(b) or len(a) < 3:  # noqa: PLR2004 - of two letters one is no likeness
        return False
    return all(x == y or (x in _VOWELS and y in _VOWELS and "e" in {x, y}) for x, y in zip(a, b, strict=True))


def _one_vowel_less(shorter: str, longer: str) -> bool:
    """Whether the longer is the shorter with one more vowel inside, both having three consonants or more."""
    if len(longer) != len(shorter) + 1 or sum(letter not in _VOWELS for letter in shorter) < 3:  # noqa: PLR2004
        return False
    at = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    return 0 < at < len(shorter) and longer[at] in _VOWELS and longer[at + 1 :] == shorter[at:]


def name_score(a: PersonName, b: PersonName) -> float:
    """Return how likely two names are one person's, between 0 and 1.

    The given names must agree, and each further word of the shorter name must find its like, in order; middle names
    and a second family name may be missing. The result is the score of the weakest pair of words (after the
    weakest-token scorer measured for this project). A lone word scores 0.5 at most; different regnal numbers or middle
    initials ("A. W. Soto", "A. H. W. Soto") score 0.3 at most, "Jr." that only one of them has 0.75.

    Args:
        a: A name.
        b: Another.
    """
    if a.key == b.key:
        return _LONE if a.lone else 1.0
    return _kept_score(a.words, a.numbers, b.words, b.numbers)


def score_once(a: PersonName, b: PersonName) -> float:
    """Return what `name_score` does, without keeping it: where each pair of many is compared once only.

    Args:
        a: A name.
        b: Another one: with another key.
    """
    return _name_score(a.words, a.numbers, b.words, b.numbers)


def _name_score(
    words_a: tuple[str, ...], numbers_a: tuple[str, ...], words_b: tuple[str, ...], numbers_b: tuple[str, ...]
) -> float:
    if not words_a or not words_b or (numbers_a and numbers_b and numbers_a != numbers_b):
        return 0.0
    limit = 1.0
    if numbers_a != numbers_b:
        limit = _GENERATION_MISSING if _GENERATIONS.intersection(numbers_a + numbers_b) else 0.9
    joined_a, joined_b = "".join(words_a), "".join(words_b)
    if len(words_a) > 1 and len(words_b) > 1:
        if joined_a == joined_b:
            return limit
        if len(words_a) != len(words_b) and _same_sounds(sound(joined_a), sound(joined_b)):
            return min(limit, _SOUNDS_ALIKE)
    shorter, longer = (words_a, words_b) if len(words_a) <= len(words_b) else (words_b, words_a)
    if len(shorter) == 1:
        return min(limit, _LONE, max(word_score(shorter[0], word) for word in longer))
    if len(longer) == _TWO_NAMES:
        return min(limit, _two_names(shorter, longer))
    score = _aligned(shorter, longer)
    if score < _FIRST_LEFT_OUT and len(shorter) < len(longer) and _aligned(shorter, longer[-len(shorter) :]) >= SAME:
        score = _FIRST_LEFT_OUT
    if score < _TURNED_ROUND and len(shorter) == len(longer):
        turned = {(*longer[1:], longer[0]), (longer[-1], *longer[:-1])}
        score = max(score, min(_TURNED_ROUND, max(_aligned(shorter, order) for order in turned)))
    return min(limit, score)


_kept_score = lru_cache(maxsize=1 << 18)(_name_score)


def _two_names(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return the score of two names of two words each: in order, or turned round."""
    score = min(word_score(one[0], other[0]), _later_word(one[1], other[1]))
    if score < _TURNED_ROUND:
        turned = word_score(one[0], other[1])
        if turned > score:
            score = max(score, min(_TURNED_ROUND, turned, _later_word(one[1], other[0])))
    return score


def _later_word(word: str, other: str) -> float:
    """Return how alike two words are that do not begin a name: an initial there says more."""
    score = word_score(word, other)
    return _MIDDLE_INITIAL if score == _INITIAL else score


def _aligned(shorter: Sequence[str], longer: Sequence[str]) -> float:
    """Return the score of the weakest pair when the first words are a pair and the others follow in order."""
    if len(shorter) == _TWO_NAMES:  # most names; the table below gives the same
        return min(word_score(shorter[0], longer[0]), max(_later_word(shorter[1], word) for word in longer[1:]))
    best = [1.0] * (len(longer) + 1)
    for row_at, word in enumerate(shorter):
        row = [0.0] * (len(longer) + 1)
        for at, other in enumerate(longer, start=1):
            if row_at == 0 and at > 1:
                row[at] = row[at - 1]
                continue
            score = _later_word(word, other) if row_at else word_score(word, other)
            row[at] = max(row[at - 1], min(best[at - 1], score))
        best = row
    score = best[-1]
    middle, other_middle = shorter[1:-1], longer[1:-1]
    if score < _INITIAL or word_score(middle[0], other_middle[0]) >= _INITIAL:
        return score
    initials = len(middle[0]) == 1 or len(other_middle[0]) == 1
    return min(score, _DIFFERENT if initials else _MIDDLE_NAMES_DIFFER)


@lru_cache(maxsize=1 << 17)
def is_family_conflict(a: PersonName, b: PersonName) -> bool:
    """Whether two names share the family name and differ in the given one or in generation: two of one family.

    Args:
        a: A name.
        b: Another.
    """
    if a.numbers and b.numbers and a.numbers != b.numbers:
        return True
    if min(len(a.words), len(b.words)) < _TWO_NAMES or "".join(a.words) == "".join(b.words):
        return False
    family = word_score(a.words[-1], b.words[-1]) >= SAME
    return family and name_score(a, b) < DOUBT
