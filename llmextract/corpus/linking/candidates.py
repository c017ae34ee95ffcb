"""Which of many names to compare: the few pairs that may be one actor's, of the many that have a word in common.

Half the world shares a given name, and the more names there are, the more share it. So a pair of persons' names is made
only where two words are alike: one sounds the same in both, and of the others the rarest of the shorter name, which
`names.name_score` asks for in the longer one, has its like there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from llmextract.corpus.linking.collectives import acronym
from llmextract.corpus.linking.names import consonants, sound_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from llmextract.corpus.linking.collectives import CollectiveName
    from llmextract.corpus.linking.names import PersonName

__all__ = ["collective_pairs", "person_pairs"]

_LEAST_ALIKE = 0.6  # of two words' letters; a pair of names that has words less alike is no doubt either


def person_pairs(names: Sequence[PersonName]) -> Iterator[tuple[int, int]]:
    """Yield the places of each two names that may be one person's, the smaller first; some pairs more than once.

    Args:
        names: Names, no two of which have the same words and numbers.
    """
    blocks: dict[str, list[tuple[int, int]]] = defaultdict(list)  # name, and which of its words
    joined: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        if len(name.words) > 1:  # a single word tells nobody apart
            sounds = [consonants(word) for word in name.words]
            for at, sound in enumerate(sounds):
                if sound not in sounds[:at]:
                    blocks[sound].append((number, at))
            joined[consonants("".join(name.words))].append(number)
    for written_otherwise in joined.values():
        yield from combinations(written_otherwise, 2)
    count = Counter(word for name in names for word in name.words)
    for block in blocks.values():
        if len(block) > 1:
            yield from _pairs_within(block, names, count)


def _pairs_within(
    block: Sequence[tuple[int, int]], names: Sequence[PersonName], count: Mapping[str, int]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of names that have one word in common, where another one is alike."""
    sought: dict[str, list[int]] = defaultdict(list)  # by the rarest of their other words
    known: dict[str, list[int]] = defaultdict(list)  # by all their words
    for number, at in block:
        words = names[number].words
        others = words[:at] + words[at + 1 :]
        sought[min(others, key=lambda word: (len(word) == 1, count[word]))].append(number)
        for word in dict.fromkeys(words):
            known[word].append(number)
    alike = _Alike(known)
    for word, shorter in sought.items():
        for other in alike.to(word):
            for two in known[other]:
                length = len(names[two].words)
                for one in shorter:
                    if one != two and len(names[one].words) <= length:
                        yield (one, two) if one < two else (two, one)


class _Alike:
    """Finds which of some words are alike enough that two names with them may be one person's.

    Args:
        words: The words among which to look.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_key: dict[str, list[str]] = defaultdict(list)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        self._by_end: dict[str, list[str]] = defaultdict(list)
        for word in words:
            self._by_letter[word[0]].append(word)
            for key in sound_keys(word):
                self._by_key[key].append(word)
            for end in _ends(word):
                self._by_end[end].append(word)

    def to(self, word: str) -> set[str]:
        """Return the words that are like one."""
        found = {other for key in sound_keys(word) for other in self._by_key.get(key, ())}
        if len(word) == 1:
            return found.union(self._by_letter.get(word, ()))
        found.update(other for other in self._by_letter.get(word[0], ()) if len(other) == 1)
        for end in _ends(word):
            found.update(_spelled_alike(word, self._by_end.get(end, ())))
        return found


def _ends(word: str) -> tuple[str, str]:
    heard = consonants(word)
    return f"b {heard[:1]}", f"e {heard[-2:]}"


def _spelled_alike(word: str, others: Sequence[str]) -> list[str]:
    return [found[0] for found in _extract()(word, others)]


@cache
def _extract() -> Callable[[str, Sequence[str]], list[tuple[str, float, int]]]:
    """Return what compares one word with many outside Python: a hundredth of the time of comparing two names."""
    from functools import partial

    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    return partial(extract, scorer=OSA.normalized_similarity, score_cutoff=_LEAST_ALIKE, limit=None)


def collective_pairs(names: Sequence[CollectiveName]) -> Iterator[tuple[int, int]]:
    """Yield the places of each two names of the same words, or of which one is the other's initials.

    Args:
        names: Names of organizations or groups.
    """
    by_words: dict[tuple[str, ...], list[int]] = defaultdict(list)
    by_initials: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names):
        by_words[name.words].append(number)
        by_initials[name.initials].append(number)
    for same in by_words.values():
        yield from combinations(same, 2)
    for number, name in enumerate(names):
        for other in by_initials.get(acronym(name), ()):
            if other != number:
                yield min(number, other), max(number, other)
