"""Titles: taking them off the names of persons, and telling such a name from other words.

The vocabulary of titles and roles is in ``titles.json``: ``heads`` name an office or a form of address and may end a
title ("minister", "Mr"), ``modifiers`` only stand inside one ("foreign", "security").
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.countries import may_name, name_kind, name_spans, organisation_name
from llmextract.extraction.countries import without_accents as _plain

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_NAME = 8  # words; an Arabic name with three generations and the family has seven
_LONGEST_TITLE = 14  # words
_LONGEST_WORD = 30  # characters, on average: text without end is not searched for a title
_LONGEST_LEAD = 3  # unknown words before a role: "Green River Delta leader"
_OUTER = ' \t\n\r,;:"“”„«»()[]'
_WORD = re.compile(r"\S+")
_KEY_OUTER = ".,;:\"“”„«»()[]'"
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
_LEADING_ARTICLE = re.compile(
    r"^(?:(?:the|a|an|his|her|their|its|le|la|les|el|los|las|der|die|das|dem|den|des|il|lo|gli|o|son|sa|leurs?|sus?|suo|sua|"
    r"seu|sua|(?:sein|ihr)(?:e[mnrs]?)?)\s+|l['’])",
    re.IGNORECASE,
)
_ELIDED = re.compile(r"^(?:l|d|(?:d|n|s)?all|[dn]ell|sull)'(?=\w{2})")  # "l'Intérieur", "dell'Interno"
_PLACE_CONNECTORS = frozenset({"of", "for", "in", "at", "to", "from", "de", "du", "des", "von"})


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    heads: frozenset[str]
    head_endings: frozenset[str]
    modifiers: frozenset[str]
    connectors: frozenset[str]
    particles: frozenset[str]
    organisation_words: frozenset[str]
    address: frozenset[str]
    also_given_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    key: str
    start: int
    country: bool  # a country, a demonym or an international organisation stands in it


@cache
def _vocabulary() -> _Vocabulary:
    data = json.loads((files(__package__) / "titles.json").read_text(encoding="utf-8"))
    languages = {field: frozenset(word for words in data[field].values() for word in words) for field in _BY_LANGUAGE}
    return _Vocabulary(
        **languages, **{field: frozenset(words) for field, words in data.items() if field not in languages}
    )


_BY_LANGUAGE = ("heads", "modifiers")


@lru_cache(maxsize=2048)
def _tokens(text: str) -> tuple[_Token, ...]:
    spans = name_spans(text)
    tokens = []
    for match in _WORD.finditer(text):
        begin, stop = match.span()
        country = any(start < stop and begin < end for start, end in spans)
        tokens.append(_Token(match.group(), _token_key(match.group()), begin, country))
    return tuple(tokens)


@lru_cache(maxsize=4096)
def _token_key(word: str) -> str:
    return _ELIDED.sub("", _POSSESSIVE.sub("", _plain(word).casefold().strip(_KEY_OUTER)))


def _is_head(token: _Token) -> bool:
    return _is_head_word(token.key)


@cache
def _head_ending() -> re.Pattern[str]:
    return re.compile(rf"\w(?:{'|'.join(_vocabulary().head_endings)})$")  # "Verkehrsminister"


@lru_cache(maxsize=4096)
def _is_head_word(key: str) -> bool:
    words = _vocabulary()
    if key in words.heads:
        return True
    if _head_ending().search(key):
        return True
    first, *others = key.split("-")
    return bool(others) and first not in words.particles and any(part in words.heads for part in (first, *others))


def _is_title_word(token: _Token) -> bool:
    return token.country or _is_title_key(token.key)


def _is_title_key(key: str) -> bool:
    words = _vocabulary()
    if "-" in key and all(part in words.modifiers for part in key.split("-")):
        return True  # "Vice-Foreign Minister"
    return _is_head_word(key) or key in words.modifiers or key in words.organisation_words


def _is_lower(token: _Token) -> bool:
    """Whether no letter of it is a capital; scripts without capitals have no lower case either."""
    return token.text.islower()


def _is_name_word(token: _Token) -> bool:
    if not any(letter.isalpha() for letter in token.text) or any(letter.isdigit() for letter in token.text):
        return False
    return not _is_lower(token) or token.key in _vocabulary().particles


def _are_name(tokens: Sequence[_Token]) -> bool:
    if not tokens or len(tokens) > _LONGEST_NAME or not all(map(_is_name_word, tokens)) or all(map(_is_lower, tokens)):
        return False
    if any(token.key in _vocabulary().organisation_words for token in tokens):
        return False
    whole = " ".join(token.text for token in tokens)
    return name_kind(whole) is None and organisation_name(whole) is None


def _place_length(tokens: Sequence[_Token]) -> int:
    """Return how many words a place takes at the start ("mayor of | New Leeds | Ada Novak"): at least one."""
    from llmextract.extraction.places import is_place

    for length in range(min(3, len(tokens) - 1), 1, -1):
        if is_place(" ".join(token.text for token in tokens[:length])):
            return length
    return 1


def _title_length(tokens: Sequence[_Token]) -> int:
    """Return how many words at the start are title, 0 if there is no title or nothing but a title."""
    words = _vocabulary()
    at = lead = _lead_length(tokens)
    role, lower = False, False
    while at < len(tokens):
        token = tokens[at]
        after_connector = at > 0 and tokens[at - 1].key in words.connectors
        if (_is_title_word(token) and not _is_given(tokens, at)) or (at == 0 and token.key in words.connectors):
            role = role or (_is_head(token) and not (lead and token.key in words.address))
            at += 1
        elif _is_honour(tokens, at):
            at += 1
        elif _is_lower(token) and token.key in words.particles and not _goes_on(tokens, at):
            break
        elif _is_lower(token):
            lower = lower or token.key not in words.connectors | words.organisation_words
            at += 1
        elif role and after_connector and tokens[at - 1].key in _PLACE_CONNECTORS:
            at += _place_length(tokens[at:])
        elif at and not role and (unknown := _unknown_length(tokens[at:])):
            at += unknown
        else:
            break
    rest = tokens[at:]
    evidence = role or (lower and not lead and tokens[at - 1].key not in words.organisation_words)
    if not evidence or not _are_name(rest) or tokens[at - 1].key in words.connectors:
        return 0
    return 0 if at == 1 and tokens[0].key in words.also_given_names and _starts_with_particle(rest[0]) else at


def _is_honour(tokens: Sequence[_Token], at: int) -> bool:
    """Whether a word belongs to the form of address behind it: "President | His | Highness", "| Amir | Sheikh"."""
    following = tokens[at + 1].key if at + 1 < len(tokens) else ""
    ruler = tokens[at].key == "amir" and following in _vocabulary().address  # else it is a given name
    return ruler or (tokens[at].key in _POSSESSIVES and following in _HONOURS)


def _is_given(tokens: Sequence[_Token], at: int) -> bool:
    """Whether a country's name behind a form of address is a given name: "Sheikh | Jordan Orr"."""
    behind = at > 0 and tokens[at].country and tokens[at - 1].key in _vocabulary().address
    return behind and not any(map(_is_title_word, tokens[at + 1 : at + 2]))


def _lead_length(tokens: Sequence[_Token]) -> int:
    """Return how many unknown words may begin a title ("Hamas leader", "Ruritanian Foreign Minister")."""
    for at, token in enumerate(tokens[: _LONGEST_LEAD + 1]):
        if _is_title_word(token) or _is_honour(tokens, at):
            return at
        if _is_lower(token) or (at == 0 and token.key in _vocabulary().connectors):
            break
    return 0


def _unknown_length(tokens: Sequence[_Token]) -> int:
    """Return how many unknown words stand within a title, before its office: "Federal | Reserve | Chairman"."""
    for at, token in enumerate(tokens[: _LONGEST_LEAD + 1]):
        if _is_head(token):
            return at if token.key not in _vocabulary().address else 0
        if _is_title_word(token) or not _is_name_word(token) or _is_lower(token):
            break
    return 0


def _goes_on(tokens: Sequence[_Token], at: int) -> bool:
    """Whether the title goes on after a word that may begin a name: "ministro de Exteriores", not "roi de Gaulle"."""
    words = _vocabulary()
    following = next((token for token in tokens[at:] if token.key not in words.particles | words.connectors), None)
    return at > 0 and following is not None and (_is_title_word(following) or _is_lower(following))


def _starts_with_particle(token: _Token) -> bool:
    return token.key.split("-")[0] in _vocabulary().particles


@lru_cache(maxsize=4096)
def split_titles(name: str) -> tuple[str, str | None]:
    """Take the title off a name.

    Reads from the left over countries, demonyms, words for roles, the words that link them and anything in lower case;
    what is left is the name. A role set off by a comma is found too, before the name or after it. A form of address
    that is also a given name ("Major Singh", "Emir Novak") is taken for a title unless "al-", "bin" or the like follows
    ("Sultan al-Darbi" stays whole).

    Args:
        name: "Turkish Foreign Minister Ada Novak", "Khaldun al-Darbi, the head of security", "King Omar", …

    Returns:
        The name and its title without article ("Ada Novak", "Turkish Foreign Minister"); the string unchanged but for
        outer white space and punctuation, and ``None``, when it has no title, nothing but a title, or names an
        organisation. The name is empty only when the argument has no letters.
    """
    whole = name.strip(_OUTER)
    if "," in whole:
        left, right = (part.strip(_OUTER) for part in whole.split(",", 1))
        apposition = _split_apposition(left, right)
        if apposition is not None:
            return apposition
    tokens = _tokens(whole)
    length = _title_length(tokens)
    if not length:
        return whole, None
    start = tokens[length].start
    return whole[start:].strip(_OUTER), _without_article(whole[:start])


def _split_apposition(left: str, right: str) -> tuple[str, str] | None:
    left_tokens, right_tokens = _tokens(left), _tokens(right.split(",", maxsplit=1)[0])
    left_length = _title_length(left_tokens)
    if _are_name(left_tokens[left_length:]) and (left_length or not any(map(_is_head, left_tokens))):
        if any(map(_is_head, right_tokens)) and not _title_length(right_tokens):
            title = left[: left_tokens[left_length].start] or right
            return left[left_tokens[left_length].start :], _without_article(title)
        return None
    right_length = _title_length(right_tokens)
    rest = right_tokens[right_length:]
    if any(map(_is_head, left_tokens)) and _are_name(rest) and len(rest) == len(_tokens(right)) - right_length:
        start = rest[0].start
        return right[start:], _without_article(f"{left}, {right[:start]}" if right_length else left)
    return None


def _without_article(title: str) -> str:
    stripped = title.strip(_OUTER)
    return _LEADING_ARTICLE.sub("", stripped) or stripped


@lru_cache(maxsize=4096)
def is_person_like(name: str) -> bool:
    """Return whether a string can be a person's name, with or without title: no country, organisation or lone role.

    A name that only knowledge of the world tells from a person's ("Fatah") passes.

    Args:
        name: Any string.
    """
    tokens = _tokens(split_titles(name)[0])
    return _are_name(tokens) and not all(_is_title_word(token) or len(token.key) == 1 for token in tokens)


_LOCATIVE = re.compile(r"['’]n?[dt][ae](?:n|ki)?$")  # "Ankara'da | Bakan": where something happens, in Turkish
_LONGEST_FIELD = 100  # characters
_FIELD = re.compile(
    r"\b(?:for|of) (?:the )?(?:[A-Z][\w-]+(?:,? and |, | )){1,6}Affairs $|"
    r"(?:(?<=\bEnvoy )|(?<=inator )|(?<=ntative ))for (?:the )?(?:[A-Z][\w-]+(?:,? and |, | )){0,6}[A-Z][\w-]+ $|"
    r"\([A-Z][\w.-]{1,9}\) $"  # "President of the Red Delta Bank (RDB) | Reth"
)
_LINKED = re.compile(r"(?<=\S)\s(?:of|for)\s(?=\S)")
_POSSESSIVES = frozenset({"his", "her"})
_HONOURS = frozenset({"excellency", "highness", "majesty", "royal", "holiness", "eminence"})
_CONJUNCTIONS = frozenset({"and", "&"})
_NAMED = frozenset({"capital", "name"})
_TITLE_LINKS = frozenset(
    {
        "of", "for", "to", "the", "and", "&", "de", "des", "du", "del", "la", "der", "die", "les", "los", "las", "au",
        "aux", "et", "di", "dei", "degli", "dell", "della", "delle", "dello", "do", "da", "dos", "das", "y", "e",
        "und", "für", "fur", "ve", "и", "та", "по", "з", "в", "для", "у",
    }
)  # fmt: skip


def title_start(text: str, end: int) -> int:
    """Return where the title begins that stands right before a name.

    Goes left from the name over words for roles, countries and the words that link them, no farther than a comma.

    Args:
        text: A sentence.
        end: Offset where the name begins.

    Returns:
        Offset of the title's first word; ``end`` if no title stands there.
    """
    field = _FIELD.search(text, max(0, end - _LONGEST_FIELD), end)
    if field and (start := title_start(text, field.start())) < field.start():
        return start  # "Assistant Secretary for East Norvian and Coastal Affairs | Reth"
    clause = max(end - _LONGEST_TITLE * _LONGEST_WORD, *(text.rfind(mark, 0, end) + 1 for mark in ",;:(—–"))
    nearest = text[clause:end].rsplit(maxsplit=1)[-1:]
    if not nearest or not (_is_title_key(_token_key(nearest[0])) or may_name(nearest[0])):
        return end  # most names have no title, and their whole clause need not be read
    tokens = _tokens(text[clause:end])[-_LONGEST_TITLE:]
    start, head, honoured = end, False, False
    title_words: set[str] = set()
    for before, token in reversed(list(zip([None, *tokens], tokens, strict=False))):
        if token.key in _CONJUNCTIONS and head and title_words <= _vocabulary().address:
            break  # "President Novak of Norvia and Mr | Reth"
        if before is not None and (_joins(before, token, text[start : start + 1]) or (head and _is_at(before, token))):
            break
        if _LOCATIVE.search(token.text) or (head and token.key in cast_words()["group"]):
            break  # "Norvian officials and Foreign Minister | Reth"
        if _is_title_word(token):
            start, head = clause + token.start, head or _is_head(token)
            title_words.add(token.key)
            honoured = token.key in _HONOURS and before is not None and before.key in _POSSESSIVES
        elif honoured:  # "the president, His Excellency | Ada Novak"
            start, honoured = clause + token.start, False
        elif token.key not in _TITLE_LINKS or start == end:
            break
    return start if head else end


def _is_at(before: _Token, article: _Token) -> bool:
    """Whether "the" opens a title behind a place: "received in Lima the Minister", not "His Majesty the King"."""
    place = before.text[0].isupper() and not (_is_head(before) or before.key in _vocabulary().address | _HONOURS)
    return article.key == "the" and place


def _joins(before: _Token, conjunction: _Token, following: str) -> bool:
    """Whether "and" joins a title to something else, and no two parts of one.

    Args:
        before: The word before it.
        conjunction: The word.
        following: The title's first letter.
    """
    if conjunction.country or conjunction.key not in _CONJUNCTIONS:
        return False  # "Trinidad and Tobago's president"
    if name_kind(before.text) in _NAMED and not _POSSESSIVE.search(before.text):
        return True  # "met in Lima and | President Orr"
    # "members of the Norvian parliament and | Foreign Minister Reth"
    return _is_lower(before) and not _is_head(before) and following.isupper()


def is_title_head(word: str) -> bool:
    """Return whether a word names an office or a form of address ("minister", "Verkehrsministerin")."""
    return _is_head_word(_token_key(word))


def is_title_word(word: str) -> bool:
    """Return whether a word stands in titles: an office, a form of address, or what tells which ("foreign")."""
    return _is_title_key(_token_key(word))


def is_office_of(name: str) -> bool:
    """Return whether some words are an office with what it is of: "Secretary General of the Delta Union".

    Args:
        name: A run of words.
    """
    before, *of = _LINKED.split(name, maxsplit=1)
    return bool(of) and all(map(is_title_word, before.split())) and is_title_head(before.split()[-1])


def is_of_several(word: str) -> bool:
    """Return whether a word stands for several people with an office: "Leaders", "Presidents"."""
    lower = word.lower()
    return lower.endswith("s") and (lower in cast_words()["group"] or lower.removesuffix("s") in title_heads())


def title_heads() -> frozenset[str]:
    """Return the words that name an office or a form of address ("minister", "mr"), in lower case."""
    return _vocabulary().heads


def title_modifiers() -> frozenset[str]:
    """Return the words that only stand inside a title ("foreign", "security")."""
    return _vocabulary().modifiers


def name_particles() -> frozenset[str]:
    """Return the words that stand within names in lower case ("bin", "van"; also "al", "el"), in lower case."""
    return _vocabulary().particles
