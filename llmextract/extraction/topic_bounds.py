"""Where the phrase of a topic begins and ends: what belongs to its noun, without clauses, times and what is joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.topic_categories import topic_category
from llmextract.schemas import TopicCategory

if TYPE_CHECKING:
    from llmextract.extraction.syntax import Parse, Word

_APART = frozenset({
    "relcl", "appos", "advcl", "cc", "conj", "punct", "parataxis", "dep", "ccomp", "preconj", "mark", "npadvmod",
})  # fmt: skip
"""Relations of words that are no part of a phrase."""
_OUTSIDE = frozenset({
    "during", "after", "before", "amid", "following", "including", "since", "until", "ahead", "such", "while", "like",
    "as", "despite", "because", "via", "through",
})  # fmt: skip
"""Prepositions that begin no part of a phrase."""
_BETWEEN = frozenset({"between", "among"})
_TIMES = frozenset({"DATE", "TIME"})
_WAYS = frozenset({"way", "mean", "means", "effort", "step", "measure"})
_DURING = frozenset({"in", "at"})
_THERE = frozenset({"talk", "talks", "meeting", "discussion", "negotiation", "call", "conversation"})
_OF_TALKS = frozenset({
    "progress", "breakthrough", "participation", "role", "deadlock", "impasse", "stalemate", "position", "presence",
})  # fmt: skip
"""Nouns that are themselves in talks: "progress in talks with Norvia"."""
_WITHIN = frozenset({"compound", "amod", "det", "poss", "prep", "nmod", "acl", "relcl", "nummod"})
_BEFORE_NOUN = frozenset({"compound", "amod", "nmod"})
_NO_ENDS = frozenset({"prep", "det", "cc", "aux", "punct", "poss", "amod", "compound", "nmod", "case"})
_KEPT = frozenset({"relate", "take"})
"""Participles that are part of a phrase: "issues related to trade", "measures taken against piracy"."""
_SEPARATING = frozenset({",", ";", ":", ".", "-", "–", "—"})
_NOUNS = frozenset({"PROPN", "NOUN"})
_MOST = 14  # words


def phrase_bounds(parsed: Parse, head: Word) -> tuple[int, int]:
    """Return where the phrase of a noun begins and ends.

    Args:
        parsed: The sentence.
        head: The noun.

    Returns:
        Offsets in the sentence. A phrase of more than 14 words ends where a part of it begins, if it has such parts.
    """
    inside = _inside(parsed, head)
    first = last = head.index
    while first - 1 in inside or (first - 2 in inside and _joins(parsed, parsed.words[first - 1])):
        first -= 1
    while last + 1 in inside or (last + 2 in inside and _joins(parsed, parsed.words[last + 1])):
        last += 1
    if last - first >= _MOST:
        parts = [word.index - 1 for word in parsed.words[head.index + 1 : first + _MOST] if word.relation == "prep"]
        last = max(parts, default=last)
    while last > head.index and parsed.words[last].relation in _NO_ENDS:
        last -= 1
    for what in parsed.children(parsed.words[last], "dobj") if parsed.words[last].tag == "VBG" else ():
        last = max(last, what.index)  # "the importance of expanding our trade"
    return parsed.words[first].start, parsed.words[_second_of_two(parsed, last)].end


def _second_of_two(parsed: Parse, last: int) -> int:
    """Return where a phrase ends that is cut at a dash between two names: "the Norvia – Tavia relationship"."""
    dash, name = (parsed.words[last + ahead : last + ahead + 1] for ahead in (1, 2))
    names = name and name[0].kind == "PROPN" and parsed.words[last].kind == "PROPN"
    if not names or dash[0].text not in {"-", "–"}:
        return last
    end = last + 2
    while end + 1 < len(parsed.words) and parsed.words[end + 1].kind in _NOUNS:
        end += 1
    return end if parsed.words[end].kind == "NOUN" else last


def is_apart(parsed: Parse, joined: Word) -> bool:
    """Return whether words joined to a part of a phrase are a phrase of their own: "ties with Norvia and the war".

    Args:
        parsed: The sentence.
        joined: Any word of it.
    """
    if joined.relation != "conj":
        return False
    first = next((word for word in parsed.ancestors(joined) if word.relation != "conj"), None)
    governor = parsed.head(first) if first is not None else None
    between = governor is not None and governor.lemma in _BETWEEN
    behind = [word.text for word in parsed.words[joined.index + 1 : joined.index + 2]]
    way = joined.lemma in _WAYS and behind in (["to"], ["of"])  # "and ways to develop them"
    described = bool(parsed.children(joined, "det", "prep", "poss"))
    return way or (not between and (described or _is_beside_name(parsed, joined)))


def _is_beside_name(parsed: Parse, joined: Word) -> bool:
    """Whether a known topic is joined to a name: "the war in Norvia and energy prices"."""
    above = parsed.head(joined)
    if joined.kind != "NOUN" or above is None or above.kind != "PROPN" or above.relation != "pobj":
        return False
    said = sorted(parsed.subtree(joined), key=lambda word: word.index)
    return topic_category(" ".join(word.text for word in said)) is not TopicCategory.OTHER


def is_bare(parsed: Parse, word: Word) -> bool:
    """Return whether nothing describes a word.

    Args:
        parsed: The sentence.
        word: A noun of it.
    """
    return not parsed.children(word, *_WITHIN)


def _inside(parsed: Parse, head: Word) -> set[int]:
    inside = {head.index}
    waiting = [head]
    while waiting:
        word = waiting.pop()
        for child in parsed.children(word):
            if _belongs(parsed, child, own=word is head):
                inside.add(child.index)
                waiting.append(child)
    return inside


def _belongs(parsed: Parse, word: Word, *, own: bool) -> bool:
    """Whether a word is part of the phrase of what it depends on."""
    if word.relation == "conj" and word.kind == "ADP":
        return False  # "views on trade and on the war"
    if not own and (word.relation == "cc" or (word.relation == "conj" and not is_apart(parsed, word))):
        return True  # "ties between Norvia and Tavia"
    if word.relation in _APART or (word.relation == "acl" and word.tag == "VBN" and word.lemma not in _KEPT):
        return False
    outside = not _OUTSIDE.isdisjoint({word.lemma, word.text.lower()})
    return word.relation != "prep" or not (outside or _is_time(parsed, word) or _is_there(parsed, word))


def _joins(parsed: Parse, mark: Word) -> bool:
    """Whether a mark is within a phrase: a quotation mark, an apostrophe, a comma between words before a noun."""
    if mark.text in {"-", "–"}:  # "Norvian-Tavian ties"
        before, after, above = parsed.words[mark.index - 1], parsed.words[mark.index + 1], parsed.head(mark)
        names = before.kind == after.kind == "PROPN" and above is not None and above.relation == "compound"
        return names or (before.end == mark.start and mark.end == after.start)  # "the Norvia - Tavia border"
    if mark.text != ",":
        return mark.tag == "POS" or (mark.kind == "PUNCT" and mark.text not in _SEPARATING)
    above = parsed.head(mark)
    while above is not None and above.relation == "conj":  # "military, economic, and other ties"
        above = parsed.head(above)
    return above is not None and above.relation in _BEFORE_NOUN and above.head > mark.index


def _is_time(parsed: Parse, preposition: Word) -> bool:
    return any(
        entity.start <= named.start < entity.end
        for named in parsed.children(preposition, "pobj")
        for entity in parsed.entities
        if entity.label in _TIMES
    )


def _is_there(parsed: Parse, preposition: Word) -> bool:
    """Whether a preposition tells at which occasion something is raised: "rice in talks with Norvia"."""
    above = parsed.head(preposition)
    if preposition.lemma not in _DURING or above is None or above.lemma in _OF_TALKS:
        return False
    verb = parsed.head(above)
    spoken = above.relation in {"dobj", "nsubjpass"} and verb is not None and verb.kind == "VERB"
    return spoken and any(what.lemma in _THERE for what in parsed.children(preposition, "pobj"))
