"""Names of persons: telling whether two forms of a name can mean the same person."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from llmextract.extraction.titles import is_person_like, name_particles, split_titles, title_heads, title_start

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

__all__ = [
    "NameIndex",
    "NameRelation",
    "fold",
    "is_person_like",
    "name_relation",
    "same_name",
    "split_titles",
    "title_heads",
    "title_start",
]

NameRelation = Literal["same", "last", "inner", "first", "different"]

_NUMERAL = re.compile(r"^[ivx]{1,4}$")
_BEN = re.compile(r"ben[-‐‑]", re.IGNORECASE)


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


# "Юлчибаевым" and "Юлчибаева" are forms of "Юлчибаев": the endings of names in Russian and Ukrainian.
_CASE_ENDING = re.compile(
    r"(?<=[\u0400-\u04ff]{3})(?:[оеиы]го|[оеи]му|[оеёєыиі]м|[оеє][йю]|ові|еві|[иы]й|ая|ую|[аеийоуыьэюяіїє])(?![\w’'-])"
)


@lru_cache(maxsize=1 << 14)
def _compared_words(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of a name that tell persons apart, and its regnal number."""
    words = tuple(fold(_CASE_ENDING.sub("", name)).split())
    numbers = tuple(word for word in words[1:] if _NUMERAL.match(word))
    skipped = name_particles() | _NOT_COMPARED
    # "Ben" may begin a name of the Arabs and the Hebrews, but it is a given name as well, unless it is "Ben-Orr".
    given = not _BEN.match(name)
    kept = tuple(
        word
        for at, word in enumerate(words)
        if word not in numbers and (word not in skipped or (word == "ben" and at == 0 and len(words) > 1 and given))
    )
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
_TWO_NAMES = 2  # words: given name and family name
_SHORTEST_ARTICLED = 6  # letters: "Aldarbi" is "Darbi" with its article, "Alan" is no "An"
_SHORTEST_INEXACT = 6  # letters of a word that may resemble another one letter longer
_SHORTEST_LONG = 13  # letters of a word that may resemble another in spite of two differences


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


@lru_cache(maxsize=1 << 13)
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
        "same"; "last", "inner" or "first" when one name is a single word that is the last, the last but one ("Soto" of
        "Ana Soto Prado") or the first word of the other, which means the same person as long as no other one in the
        article has it; else "different".
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
    return _relation_to_word(shorter[0], longer)


def _relation_to_word(word: str, words: Sequence[str]) -> NameRelation:
    places: tuple[tuple[NameRelation, int], ...] = (("last", -1), ("inner", -2), ("first", 0))
    for relation, place in places:
        if (relation != "inner" or len(words) > _TWO_NAMES) and _word_similarity(word, words[place]) >= _SAME:
            return relation
    return "different"


def same_name(a: str, b: str) -> bool:
    """Return whether two names of one article can mean the same person: alike, or one the last word of the other.

    Args:
        a: A person's name.
        b: Another.
    """
    return name_relation(a, b) in {"same", "last"}


class NameIndex(Generic[T]):
    """Names, and what belongs to each, filed so that those which may mean the same person are found without comparing.

    `name_relation` compares two names; a long article names hundreds, hundreds of times. Two words that resemble each
    other share one of their `_traces`, and of two related names each word of the shorter resembles one of the longer.
    """

    def __init__(self) -> None:
        self._filed: list[tuple[int, T]] = []  # with the number of the name's words
        self._by_trace: dict[tuple[str, str], list[int]] = {}

    def add(self, name: str, value: T) -> None:
        """File a value under a name."""
        words, _ = _compared_words(name)
        for trace in {("joined", "".join(words)), *(trace for word in words for trace in _traces(word))}:
            self._by_trace.setdefault(trace, []).append(len(self._filed))
        self._filed.append((len(words), value))

    def candidates(self, name: str) -> list[T]:
        """Return the values of all names that are related to this one, and of some others, in the order of filing."""
        words, _ = _compared_words(name)
        shared: dict[int, int] = {}
        for word in words:
            for number in self._resembling(word):
                shared[number] = shared.get(number, 0) + 1
        numbers = {number for number, count in shared.items() if count >= min(len(words), self._filed[number][0])}
        numbers.update(self._by_trace.get(("joined", "".join(words)), ()))
        return [self._filed[number][1] for number in sorted(numbers)]

    def _resembling(self, word: str) -> set[int]:
        """Return the numbers of the names with a word that may resemble this one."""
        # An initial resembles each word that begins with it, but no two words resemble each other by their initial.
        traces = [trace for trace in _traces(word) if trace[0] != "begins" or len(word) == 1]
        return {number for trace in (*traces, ("is", word[:1])) for number in self._by_trace.get(trace, ())}


@lru_cache(maxsize=1 << 14)
def _traces(word: str) -> tuple[tuple[str, str], ...]:
    """Return what a word shares with every other word that resembles it.

    Within the Levenshtein similarity of 0.85, words of at most 6 letters are equal and those of at most 13 differ in
    one letter, so that their first or their last three letters are the same.
    """
    traces = [("is", word), ("sounds", _sound(word)[0]), ("begins", word[:1])]
    if word[:2] in {"al", "el"} and len(word) >= _SHORTEST_ARTICLED:
        traces.append(("is", word[2:]))
    if len(word) >= _SHORTEST_INEXACT:
        traces += [("starts", word[:3]), ("ends", word[-3:])]
    if len(word) >= _SHORTEST_LONG:
        traces.append(("long", ""))
    return tuple(traces)
