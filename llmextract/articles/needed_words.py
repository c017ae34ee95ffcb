"""Which words a text must hold before a regular expression can match in it: looking for words is far quicker.

The words are read off the expression's parse tree, as indexes of code search do (R. Cox, "Regular Expression Matching
with a Trigram Index", 2012). What is not understood needs nothing, so a text is rather searched in vain than left out.
"""

from __future__ import annotations

import functools
import importlib
import re
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import regex

from llmextract.articles.word_index import WordIndex

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    Words = frozenset[str]

T = TypeVar("T")

_MOST = 32  # strings that a part of an expression is spelled out into


class WordedPattern:
    """A regular expression that is only tried on texts that hold the words it needs; compiled when first tried.

    Args:
        pattern: In the syntax that `re` and `regex` share.
        ignore_case: Whether capitals count as small letters.

    Attributes:
        needs: Sets of strings; a text in which it matches holds at least one of each set, its case folded if need be.
    """

    __slots__ = ("_ignore_case", "_pattern", "needs")

    def __init__(self, pattern: str, *, ignore_case: bool = False) -> None:
        self._pattern = pattern
        self._ignore_case = ignore_case
        self.needs = needed_words(pattern)
        if ignore_case:
            self.needs = tuple(frozenset(map(_without_case, words)) for words in self.needs)

    def may_match(self, text: str) -> bool:
        """Whether a text holds the words that the expression needs."""
        if self._ignore_case:
            text = _without_case(text)
        for words in self.needs:
            for word in words:
                if word in text:
                    break
            else:
                return False
        return True

    def matches(self, text: str) -> bool:
        """Whether the expression matches somewhere in a text."""
        return self.may_match(text) and self.is_in(text)

    def is_in(self, text: str) -> bool:
        """Whether the expression matches somewhere in a text that `may_match` has let through already."""
        return _compiled(self._pattern, self._ignore_case).search(text) is not None


class WordedPatterns(Generic[T]):
    """Several expressions, with the words of all of them looked for at once.

    Args:
        patterns: Each with what it stands for; all of them with, or all without regard to case.
        ignore_case: Whether capitals count as small letters in them.
    """

    __slots__ = ("_by_word", "_free", "_ignore_case", "_words", "patterns")

    def __init__(self, patterns: Iterable[tuple[T, WordedPattern]], *, ignore_case: bool = False) -> None:
        self.patterns = tuple(patterns)
        self._ignore_case = ignore_case
        self._free = [number for number, (_, pattern) in enumerate(self.patterns) if not pattern.needs]
        self._by_word: dict[str, list[int]] = {}
        for number, (_, pattern) in enumerate(self.patterns):
            for word in frozenset().union(*pattern.needs[:1]):
                self._by_word.setdefault(word, []).append(number)
        self._words = WordIndex(self._by_word)

    def that_may_match(self, text: str) -> list[tuple[T, WordedPattern]]:
        """Return those that may match in a text, in their order."""
        held = self._words.held(_without_case(text) if self._ignore_case else text)
        numbers = {*self._free, *(number for word in held for number in self._by_word[word])}
        likely = [self.patterns[number] for number in sorted(numbers)]
        return [each for each in likely if len(each[1].needs) < 2 or each[1].may_match(text)]  # noqa: PLR2004 - all of one


@functools.cache
def _compiled(pattern: str, ignore_case: bool) -> regex.Pattern[str]:
    return regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)


def _without_case(text: str) -> str:
    """Fold case so that what `regex` takes for one letter is one, the i of Turkish with and without a dot too."""
    folded = text.casefold()
    return folded if folded.isascii() else folded.replace("i\u0307", "i").replace("ı", "i")


def needed_words(pattern: str) -> tuple[Words, ...]:
    """Return what a text must hold before a regular expression can match in it.

    Args:
        pattern: In the syntax that `re` and `regex` share; letters count as they are written.

    Returns:
        Sets of strings, the ones that rule out most first: a text in which the expression matches holds at least one
        string of each set. None where nothing is known to be needed.
    """
    try:
        tree = importlib.import_module("re._parser").parse(pattern)
        if tree.state.flags & re.IGNORECASE:
            return ()
        found = set(_sequence(tree)[1])
    except (ImportError, AttributeError, TypeError, ValueError, re.error):  # nothing that Python promises to keep
        return ()
    return tuple(sorted((words for words in found if all(map(_tells, words))), key=_breadth))


def _tells(word: str) -> bool:
    """Whether a word is not in every text."""
    return len(word.strip()) > 1 or not (word.isalnum() or word.isspace())


def _breadth(words: AbstractSet[str]) -> tuple[float, list[str]]:
    """Order sets of words: few and long ones rule out most."""
    return len(words) / min(map(len, words)) ** 2, sorted(words)


def _sequence(nodes: Iterable[tuple[Any, Any]]) -> tuple[Words | None, list[Words]]:
    """Return all strings that nodes in a row can match, if they are few, and the sets of which they need one each."""
    whole: Words | None = frozenset({""})
    row: Words = frozenset({""})
    needs: list[Words] = []
    for node in nodes:
        spelled, needed = _node(node)
        if spelled is not None and len(spelled) * len(row) <= _MOST:
            row = frozenset(before + after for before in row for after in spelled)
            continue
        whole = None
        needs += [row, *([spelled] if spelled is not None else needed)]
        row = frozenset({""})
    return (row if whole is not None else None), [_shortest(words) for words in (*needs, row) if "" not in words]


def _node(node: tuple[Any, Any]) -> tuple[Words | None, list[Words]]:
    """Return the same of one node."""
    kind, value = str(node[0]), node[1]
    match kind:
        case "LITERAL":
            found: tuple[Words | None, list[Words]] = frozenset({chr(value)}), []
        case "AT" | "ASSERT" | "ASSERT_NOT":
            found = frozenset({""}), []
        case "IN":
            found = _characters(value), []
        case "BRANCH":
            found = _branches([_sequence(branch) for branch in value[1]])
        case "MAX_REPEAT" | "MIN_REPEAT":
            found = _repeated(*value)
        case "SUBPATTERN" if not value[1] and not value[2]:  # no flags of its own
            found = _sequence(value[3])
        case _:
            found = None, []
    return found


def _characters(members: Iterable[tuple[Any, Any]]) -> Words | None:
    """Return the characters of a class, if they are listed one by one."""
    listed = list(members)
    if all(str(kind) == "LITERAL" for kind, _ in listed):
        return frozenset(chr(value) for _, value in listed)
    return None


def _branches(branches: list[tuple[Words | None, list[Words]]]) -> tuple[Words | None, list[Words]]:
    spelled = [words for words, _ in branches if words is not None]
    if len(spelled) == len(branches) and sum(map(len, spelled)) <= _MOST:
        return frozenset().union(*spelled), []
    needed: set[str] = set()
    for words, needs in branches:
        own = [_shortest(words)] if words and "" not in words else needs
        if not own:
            return None, []
        needed |= min(own, key=_breadth)
    return None, [_shortest(frozenset(needed))]


def _repeated(least: int, most: Any, nodes: Iterable[tuple[Any, Any]]) -> tuple[Words | None, list[Words]]:  # noqa: ANN401 - a number, or the parser's own "without end"
    words, needs = _sequence(nodes)
    if words is not None and most == 1:
        return (words if least else words | {""}), []
    if not least:
        return None, []
    return None, [_shortest(words)] if words is not None and "" not in words else needs


def _shortest(words: Words) -> Words:
    """Leave out strings that hold another: whoever holds them holds that."""
    return frozenset(word for word in words if not any(other != word and other in word for other in words))
