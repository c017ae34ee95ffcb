"""The grammar of an English sentence: each word with its lemma, its part of speech and the word that it depends on.

Parsed by spaCy's pipeline for English (Honnibal and Johnson, "An Improved Non-monotonic Transition System for
Dependency Parsing", EMNLP 2015), with the labels of ClearNLP ("nsubj", "dobj", "pobj", ...). It is loaded when the
first sentence is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from llmextract.extraction.calendar_words import WEEKDAY
from llmextract.extraction.parser_files import parser_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PARSED_LANGUAGES = frozenset({"en"})
"""ISO 639-1 codes of the languages that are parsed."""

_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
"""A hyphen within a word: of "in-person" the tokenizer would make three words, and "in" of them a preposition."""
_BEHIND_DAY = re.compile(rf"((?:will|would) (?:on )?{WEEKDAY} )(host|visit|chair)\b")
_PM = re.compile(r"(?<=[A-Za-z] )(PM)(?= [A-Za-z])|^(PM)(?= [A-Z])")
_STAND_INS = {"host": "meet", "visit": "leave", "chair": "leave", "PM": "MP"}
"""Words that the parser takes for others, and those that it does not.

Verbs behind a day are taken for nouns ("will on Monday host Orr"), a prime minister for a time of the day ("the PM").
"""
_IN_ING = re.compile(r"\b([A-Z][a-z]+ [A-Z][a-z]{1,5}-(?:[bdfhjklmnpqtxyz]|ch|sh|zh|ts)?)ing\b")
"""A given name that the parser takes for a form of a verb: "President Lin Wei-ting met Orr"."""
_KINDS = ("noun", "verb", "adj", "adv")
_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which the tokenizer cannot encode."""
_LONGEST = 2000  # characters; what is longer is no sentence, and parsing it takes long
_ABBREVIATION = re.compile(r" \([A-Z]{2,8}\)(?= [A-Z])")
"""An office's or a body's abbreviation before a name: by the brackets a parser loses its way."""
_FEW_QUOTED = re.compile(r"""(?<=\s)["“]([a-z][\w-]*(?: [\w-]+){0,3})["”](?=\s)""")
"""A few words in quotation marks within a sentence: by the marks a parser loses its way."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or mark, of a parsed sentence.

    Attributes:
        index: Its number in the sentence.
        start: Offset of its first character in the sentence's text, in code points.
        end: Offset after its last one.
        text: As it stands.
        lemma: Its base form, in lower case.
        kind: Universal part of speech ("VERB", "NOUN", "PROPN", ...).
        tag: Part of speech of the Penn Treebank ("VBD", "NNS", ...).
        relation: How it depends on ``head``; "ROOT" where it depends on nothing.
        head: Number of the word that it depends on; its own where it depends on nothing.
        children: Numbers of the words that depend on it, in order.
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    kind: str
    tag: str
    relation: str
    head: int
    children: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Entity:
    """Words of a sentence that name something, as a statistical recogniser sees it.

    Attributes:
        start: Offset of the first character in the sentence's text, in code points.
        end: Offset after the last one.
        label: What is named, by the classes of OntoNotes 5 ("PERSON", "ORG", "GPE", "NORP", "EVENT", ...).
    """

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Parse:
    """A parsed sentence.

    Attributes:
        words: Its words, in order.
        entities: What it names, in order.
    """

    words: tuple[Word, ...]
    entities: tuple[Entity, ...] = ()

    def children(self, word: Word, *relations: str) -> list[Word]:
        """Return the words that depend on a word, in order; only those of some relations where any are given."""
        found = (self.words[index] for index in word.children)
        return [child for child in found if not relations or child.relation in relations]

    def head(self, word: Word) -> Word | None:
        """Return the word that a word depends on; ``None`` where it depends on nothing."""
        return None if word.head == word.index else self.words[word.head]

    def ancestors(self, word: Word) -> Iterator[Word]:
        """Yield what a word depends on, what that depends on, and so on."""
        above = self.head(word)
        while above is not None:
            yield above
            above = self.head(above)

    def subtree(self, word: Word) -> Iterator[Word]:
        """Yield a word and all that depend on it, directly or not; in no particular order."""
        waiting = [word]
        while waiting:
            found = waiting.pop()
            yield found
            waiting += self.children(found)


@lru_cache(maxsize=1 << 10)
def parse(text: str) -> Parse:
    """Parse a sentence.

    Args:
        text: One sentence in English.

    Returns:
        Its words; none where it is too long to be a sentence.

    Raises:
        EmbeddedModelError: The parser is not installed, or its files are not the expected ones.
    """
    if len(text) > _LONGEST:
        return Parse(())
    bare, place = _without_few_quoted(text)
    bare = _BEHIND_DAY.sub(_stand_in, _PM.sub("MP", _IN_ING.sub(r"\1ina", bare)))
    document = _pipeline()(_SURROGATE.sub("\ufffd", _HYPHEN.sub("\u2010", bare)))

    def span(start: int, end: int) -> tuple[int, int]:
        return place[start], place[end - 1] + 1

    words = []
    for token in document:
        start, end = span(token.idx, token.idx + len(token.text))
        lemma, kind, tag = _lemma(token.lemma_, token.text, text[start:end]), token.pos_, token.tag_
        if token.dep_ == "ROOT" and tag == "JJ" and {"nsubj", "dobj"} <= {child.dep_ for child in token.children}:
            told = [base for base in _base_forms(token.lower_, "verb") if base != token.lower_]
            lemma, kind, tag = (told[0], "VERB", "VBD") if told else (lemma, kind, tag)  # "Orr held talks with Novak"
        words.append(
            Word(
                token.i,
                start,
                end,
                text[start:end],
                lemma,
                kind,
                tag,
                token.dep_,
                token.head.i,
                tuple(child.i for child in token.children),
            )
        )
    return Parse(
        tuple(words), tuple(Entity(*span(found.start_char, found.end_char), found.label_) for found in document.ents)
    )


def _without_few_quoted(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without the quotation marks around a few words, and where each character of it stands.

    Abbreviations in brackets before a name are left out, too: "the army chief (ACS) General Novak".
    """
    marks = {at for found in _FEW_QUOTED.finditer(text) for at in (found.start(), found.end() - 1)}
    marks |= {at for found in _ABBREVIATION.finditer(text) for at in range(*found.span())}
    if not marks:
        return text, range(len(text))
    place = [at for at in range(len(text)) if at not in marks]
    return "".join(text[at] for at in place), place


def _stand_in(found: re.Match[str]) -> str:
    return found[1] + _STAND_INS[found[2]]


def _lemma(lemma: str, parsed: str, text: str) -> str:
    """Return the base form of a word: "co-chair" of "co-chaired"; of a stand-in, the word for which it stands."""
    if parsed != text and _STAND_INS.get(text) == parsed:
        return text.lower()
    before, hyphen, last = text.lower().rpartition("-")
    verbs = _base_forms(last, "verb") if hyphen and lemma.lower().replace("\u2010", "-") != text.lower() else ()
    return f"{before}-{verbs[0]}" if verbs else lemma.lower().replace("\u2010", "-")


def is_stop_word(word: str) -> bool:
    """Return whether a word in small letters has little meaning of its own: "of", "who"."""
    return word in _pipeline().Defaults.stop_words


def is_word(word: str) -> bool:
    """Return whether a dictionary of English has a word in small letters, or what it is a form of."""
    return is_stop_word(word) or any(_base_forms(word, kind) for kind in _KINDS)


def is_only_noun(word: str) -> bool:
    """Return whether a dictionary of English knows a word in small letters as a noun and nothing else."""
    return not is_stop_word(word) and [kind for kind in _KINDS if _base_forms(word, kind)] == ["noun"]


def is_inflected_verb(word: str) -> bool:
    """Return whether a word in small letters is a form of a verb, and not its base: "met", "stressed"."""
    return is_stop_word(word) or any(base != word for base in _base_forms(word, "verb"))


@lru_cache(maxsize=1 << 14)
def _base_forms(word: str, kind: str) -> tuple[str, ...]:
    """Return what a word may be a form of: by the exceptions and the endings of WordNet's morphology (Morphy)."""
    tables = _pipeline().get_pipe("lemmatizer").lookups
    index = tables.get_table("lemma_index")[kind]
    found = list(tables.get_table("lemma_exc")[kind].get(word, ()))
    found += [word] if word in index else []
    for old, new in tables.get_table("lemma_rules").get(kind, ()):
        base = word.removesuffix(old) + new
        if word.endswith(old) and base in index:
            found.append(base)
    return tuple(dict.fromkeys(found))


@cache
def _pipeline() -> Any:  # noqa: ANN401 - spaCy is imported late, and its types with it
    import spacy

    return spacy.load(parser_folder(), exclude=["senter"])
