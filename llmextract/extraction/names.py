"""Names of persons: telling whether two forms of a name can mean the same person."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from llmextract.extraction.titles import is_person_like, name_particles, split_titles, title_heads, title_start

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "NameRelation",
    "fold",
    "is_person_like",
    "name_relation",
    "same_name",
    "split_titles",
    "title_heads",
    "title_start",
]

NameRelation = Literal["same", "last", "first", "different"]

_NUMERAL = re.compile(r"^[ivx]{1,4}$")


def fold(name: str) -> str:
    """Return a name as it is compared: without title, accents, case, hyphens, apostrophes and other punctuation.

    Args:
        name: A person's name in any script; other scripts are transliterated (anyascii).
    """
    from anyascii import anyascii

    letters = anyascii(split_titles(name)[0]).casefold()
    letters = re.sub(r"(?<=\w)['`’](?=\w)", "", letters)
    letters = re.sub(r"[^\w\s]|_", " ", letters)
    # "Abdel Fattah", "Abdul Fattah", "Abd al-Fattah" and "Abdelfattah" are one name.
    return " ".join(re.sub(r"\babd\s?[aeu]l\s?(?=\w)", "abdel", letters).split())


_NOT_COMPARED = frozenset({"abu", "jr", "sr", "as", "ad", "an", "ar", "ash", "at", "az", "y", "e"})


def _compared_words(name: str) -> tuple[list[str], list[str]]:
    """Return the words of a name that tell persons apart, and its regnal number."""
    words = fold(name).split()
    numbers = [word for word in words[1:] if _NUMERAL.match(word)]
    skipped = name_particles() | _NOT_COMPARED
    # "Ben" may begin a name of the Arabs and the Hebrews, but it is a given name as well.
    kept = [
        word
        for at, word in enumerate(words)
        if word not in numbers and (word not in skipped or (word == "ben" and at == 0 and len(words) > 1))
    ]
    return kept or words, numbers


# Spellings of one sound in the Latin transliterations of Arabic, Persian, Hebrew, Turkish and the Slavic languages.
_SOUNDS = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        (r"sch|sh|ch", "s"), (r"kh", "h"), (r"gh", "g"), (r"dj|dzh|zh", "j"), (r"ph", "f"), (r"ts|tz", "z"),
        (r"x", "ks"), (r"q|c", "k"), (r"g", "j"), (r"w", "v"), (r"ou|oo", "u"), (r"ei|ey|ai|ay|ee|ie|iy|yy", "i"),
        (r"(?<!^)y", "i"), (r"(.)\1+", r"\1"), (r"(?<=[aeiou])h$", ""),
    )
)  # fmt: skip
_VOWEL_CLASS = str.maketrans("o", "u")
_VARIANT = 0.9  # how alike two spellings of one sound are
_SAME = 0.85
_SHORTEST_ARTICLED = 6  # letters: "Aldarbi" is "Darbi" with its article, "Alan" is no "An"


@lru_cache(maxsize=4096)
def _sound(word: str) -> tuple[str, str]:
    """Return the consonants and the vowels of a word as they sound."""
    for spelling, sound in _SOUNDS:
        word = spelling.sub(sound, word)
    return re.sub(r"[aeiou]", "", word), re.sub(r"[^aeiou]", "", word).translate(_VOWEL_CLASS)


def _word_similarity(a: str, b: str) -> float:
    from rapidfuzz.distance import Levenshtein

    if a == b:
        return 1.0
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) == 1:
        return _VARIANT if longer.startswith(shorter) else 0.0
    if longer[:2] in {"al", "el"} and len(longer) >= _SHORTEST_ARTICLED and longer[2:] == shorter:
        return _VARIANT
    (consonants_a, vowels_a), (consonants_b, vowels_b) = _sound(a), _sound(b)
    if len(consonants_a) > 1 and consonants_a == consonants_b and _same_vowels(vowels_a, vowels_b):
        return _VARIANT
    return float(Levenshtein.normalized_similarity(a, b))


def _same_vowels(a: str, b: str) -> bool:
    """Whether two words have the same vowels. "e" stands for any ("Khaled", "Khalid"), "Hassan" is not "Hussein"."""
    return len(a) == len(b) and all(x == y or "e" in (x, y) for x, y in zip(a, b, strict=True))


def _alignment(shorter: Sequence[str], longer: Sequence[str]) -> float:
    """Return the similarity of the worst pair when each word of the shorter gets one of the longer, in order."""
    best = [1.0] * (len(longer) + 1)  # best[j]: of the words so far within the first j words of the longer name
    for word in shorter:
        row = [0.0] * (len(longer) + 1)
        for j, other in enumerate(longer, start=1):
            row[j] = max(row[j - 1], min(best[j - 1], _word_similarity(word, other)))
        best = row
    return best[-1]


def name_relation(a: str, b: str) -> NameRelation:
    """Return how two names relate, for names of one article.

    Titles, accents, case, hyphens, particles ("al-", "bin", "van") and regnal numbers that only one of them has do not
    count. Each word of the shorter name must resemble one of the longer, in order; the weakest pair decides. Two words
    resemble each other when their Levenshtein similarity is at least 0.85, or when they spell the same sounds
    ("Sulimani", "al-Sulaimani"), or when one is the initial of the other.

    Args:
        a: A person's name.
        b: Another.

    Returns:
        "same"; "last" or "first" when one name is a single word that is the last or first word of the other, which
        means the same person as long as no other one in the article has it; else "different".
    """
    (words_a, numbers_a), (words_b, numbers_b) = _compared_words(a), _compared_words(b)
    if not words_a or not words_b or (numbers_a and numbers_b and numbers_a != numbers_b):
        return "different"
    if "".join(words_a) == "".join(words_b):
        return "same"
    shorter, longer = sorted((words_a, words_b), key=len)
    if len(shorter) > 1 or len(longer) == 1:
        return "same" if _alignment(shorter, longer) >= _SAME else "different"
    if len(shorter[0]) == 1:
        return "different"
    if _word_similarity(shorter[0], longer[-1]) >= _SAME:
        return "last"
    return "first" if _word_similarity(shorter[0], longer[0]) >= _SAME else "different"


def same_name(a: str, b: str) -> bool:
    """Return whether two names of one article can mean the same person: alike, or one the last word of the other.

    Args:
        a: A person's name.
        b: Another.
    """
    return name_relation(a, b) in {"same", "last"}
