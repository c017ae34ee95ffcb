"""Prepositions that name with whom somebody meets, also where parsers hang them on other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llmextract.extraction.syntax import Parse, Word

PLACING = frozenset({"in", "at", "on", "near", "during", "outside"})
"""Prepositions of places."""


def behind(parsed: Parse, preposition: Word) -> list[Word]:
    """Return whom a preposition names, also where a parser took him for who is to do what follows.

    In "spoke with Orr to congratulate him" it is the speaker who congratulates; "a meeting with Orr planned for May".
    In "will hold talks with Orr, a spokesman said", it is the spokesman who says so.

    Args:
        parsed: The sentence.
        preposition: A word of it.
    """
    if found := parsed.children(preposition, "pobj"):
        attended = [word for word in found if word.lemma in {"participation", "attendance"}]
        who = [by for word in attended for by in parsed.children(word, "prep") if by.lemma == "of"]
        return [whom for by in who for whom in parsed.children(by, "pobj")] or found
    taken = (
        word
        for word in parsed.words[preposition.index + 1 :]
        if word.relation == "nsubj" and (_is_no_clause(parsed.words[word.head]) or _is_set_off_speaker(parsed, word))
    )
    return [
        word
        for word in taken
        if min(each.index for each in parsed.subtree(word)) == preposition.index + 1
        and not parsed.children(parsed.words[word.head], "mark")
    ]


def _is_no_clause(verb: Word) -> bool:
    """Whether a verb behind a name tells of no other clause: "with Orr planned for May", "with Orr also attending"."""
    words = frame_words()
    there = verb.tag == "VBG" and verb.lemma in words["attends"] | {"take"}
    return verb.tag == "VB" or verb.lemma in words["schedules"] or there


def _is_set_off_speaker(parsed: Parse, word: Word) -> bool:
    """Whether a parser took somebody for who says so, and who does for his office: "with Orr, a spokesman said"."""
    speaks = parsed.words[word.head].lemma in frame_words()["says"]
    aside = parsed.children(word, "appos")
    return speaks and any(min(parsed.subtree(each), key=lambda it: it.index).relation == "det" for each in aside)


def second_of_two(parsed: Parse, noun: Word, preposition: Word) -> list[Word]:
    """Return the second side of talks "between" two that a parser joined to the talks: "between Norvia and a group".

    Args:
        parsed: The sentence.
        noun: The meeting's.
        preposition: Its preposition, which names one.
    """
    second = [word for word in parsed.children(noun, "conj") if word.index > preposition.index]
    return second if preposition.lemma == "between" else []


def joined(parsed: Parse, prepositions: Iterable[Word]) -> Iterator[Word]:
    """Yield prepositions with those joined to them: "with Orr and with Novak".

    Args:
        parsed: The sentence.
        prepositions: Words of it.
    """
    for preposition in prepositions:
        yield preposition
        yield from joined(parsed, [child for child in parsed.children(preposition, "conj") if child.kind == "ADP"])


def without_second_with(parsed: Parse, prepositions: Iterable[Word]) -> list[Word]:
    """Return prepositions without a second "with" that nothing joins to the first: "to discuss ties with Norvia".

    Args:
        parsed: The sentence.
        prepositions: Words of it, in order.
    """
    kept: list[Word] = []
    for word in prepositions:
        before = parsed.words[word.index - 1].lemma if word.index else ""
        if word.lemma != "with" or before in {"and", ",", ";"} or not any(other.lemma == "with" for other in kept):
            kept.append(word)
    return kept


def with_companions(parsed: Parse, prepositions: Iterable[Word]) -> Iterator[Word]:
    """Yield prepositions, "along with" and "together with" as "with".

    Args:
        parsed: The sentence.
        prepositions: Words of it.
    """
    for preposition in prepositions:
        yield preposition
        if preposition.lemma in {"along", "together"}:
            yield from parsed.children(preposition, "prep")


def behind_place(parsed: Parse, word: Word) -> list[Word]:
    """Return "with" that parsers hang on the place before it: "at his office with Orr", "behind closed doors with Orr".

    Args:
        parsed: The sentence.
        word: A verb or noun of it.
    """
    return [
        below
        for preposition in parsed.children(word, "prep")
        for place in parsed.children(preposition, "pobj")
        if preposition.lemma in PLACING or (preposition.lemma == "behind" and place.lemma == "door")
        for below in parsed.children(place, "prep")
        if below.lemma in {"with", "between", "among"}
    ]


def in_presence(parsed: Parse, verb: Word) -> list[Word]:
    """Return "of", or "by", that names who else was there: "met Orr in the presence of Reth", "accompanied by Reth".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    whom = parsed.children(verb, "dobj", "pobj")
    whom += [each for child in parsed.children(verb, "prep") for each in parsed.children(child, "pobj")]
    named = {below.index for word in whom if word.kind == "PROPN" for below in parsed.subtree(word)}
    with_them = [
        each
        for each in (child for word in (verb, *whom) for child in parsed.children(word, "acl", "advcl"))
        if each.lemma == "accompany" and {each.index - 1, each.index - 2} & named
    ]
    return [by for each in with_them for by in parsed.children(each, "agent")] + [
        below
        for word in (verb, *whom)
        for preposition in parsed.children(word, "prep")
        if preposition.lemma == "in"
        for presence in parsed.children(preposition, "pobj")
        if presence.lemma == "presence"
        for below in parsed.children(presence, "prep")
        if below.lemma == "of"
    ]


def signed_with(parsed: Parse, noun: Word) -> list[Word]:
    """Return with whom something was signed at a meeting: "signed a truce with the rebels at talks in Lima".

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    at = parsed.head(noun) if noun.relation == "pobj" else None
    verb = parsed.head(at) if at is not None else None
    if at is None or verb is None or at.lemma not in {"at", "during", "in"} or verb.lemma not in frame_words()["signs"]:
        return []
    named_with = any(child.lemma in frame_words()["of_noun"] for child in parsed.children(noun, "prep"))
    return [] if named_with else beside(parsed, (verb, *parsed.children(verb, "dobj")))


def beside(parsed: Parse, words: Iterable[Word]) -> list[Word]:
    """Return whom "with" names behind some words: "raised trade with Orr".

    Args:
        parsed: The sentence.
        words: Words of it.
    """
    withs = [child for word in words for child in parsed.children(word, "prep") if child.lemma == "with"]
    return [whom for child in withs for whom in parsed.children(child, "pobj")]


def behind_means(parsed: Parse, verb: Word) -> list[Word]:
    """Return "with" that parsers hang on the telephone before it: "spoke by telephone with Orr".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    return [
        below
        for means in parsed.children(verb, "prep")
        for phone in parsed.children(means, "pobj")
        if phone.lemma in frame_words()["by_phone"] | {"link", "videolink", "video", "videoconference"}
        for below in parsed.children(phone, "prep")
        if below.lemma in {"with", "to"}
    ]


def including(parsed: Parse, noun: Word, verb: Word | None) -> list[Word]:
    """Return "with" behind "including" and "among them": "held a series of meetings in Lima, including with Orr".

    Args:
        parsed: The sentence.
        noun: The meetings'.
        verb: What holds them, if anything does.
    """
    if noun.tag != "NNS":
        return []
    named_of = [*parsed.children(noun, "prep"), *(parsed.children(verb, "prep") if verb is not None else ())]
    such = (child for child in named_of if child.text.lower() == "including" and child.index > noun.index)
    return [below for child in such for below in parsed.children(child, "prep", "pcomp") if below.lemma == "with"]
