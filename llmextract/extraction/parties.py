"""Who does what a verb says, by grammar: its subject, also where another verb or a noun holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.extraction.countries import name_kind
from llmextract.extraction.frame_words import frame_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.extraction.syntax import Parse, Word

_SUBJECTS = ("nsubj", "nsubjpass")
_NAMES = frozenset({"NOUN", "PROPN", "PRON", "X", "ADJ", "NUM"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_INHERITS = frozenset({"xcomp", "acomp", "advcl", "conj", "aux", "dep"})
"""Relations of a verb that has its subject from the word that it depends on."""
_WITHIN = frozenset({"compound", "amod", "nmod", "poss", "det", "nummod", "case", "punct", "advmod", "quantmod"})
_DEEPEST = 12  # clauses, one within the other


@dataclass(frozen=True, slots=True)
class Party:
    """Words that stand for somebody in a frame.

    Attributes:
        head: The word that the others depend on.
        start: Offset of the first word of the name or phrase, in the sentence.
        end: Offset after the last one.
    """

    head: Word
    start: int
    end: int


def subjects(parsed: Parse, verb: Word, depth: int = 0) -> list[Party]:
    """Return who does what a verb says, also where another verb or a noun says it ("came to meet", "Orr, visiting").

    Args:
        parsed: The sentence.
        verb: A verb of it.
        depth: How many clauses were left already.

    Returns:
        The parties; none where the sentence does not say.
    """
    own = parsed.children(verb, *_SUBJECTS)
    above = parsed.head(verb)
    bound = above is not None and above.lemma in frame_words()["goes"] | frame_words()["leaves"]
    if own and bound and any(mark.lemma == "for" for mark in parsed.children(verb, "mark")):
        own = []  # "left for Lima to meet Orr": the town does not meet him
    if len(own) > 1 and own[-1].index > own[0].index:
        led = [clause for clause in parsed.children(own[0], "acl") if clause.lemma in frame_words()["leads"]]
        by = [agent for clause in led for agent in parsed.children(clause, "agent")]
        if any(agent.lemma == "by" and not parsed.children(agent) for agent in by):
            own = own[1:]  # "a team led by President Orr met Novak": the parser takes Orr for a second subject
    if own:
        relative = own[0].lemma in _RELATIVE and verb.relation == "relcl"
        return named(parsed, [_told_of(parsed, verb, above)] if relative and above is not None else own)
    visiting = [child for child in parsed.children(verb, "csubj") if child.lemma == "visit" and child.tag == "VBG"]
    if visiting:  # "Visiting Norvian envoy Orr held talks": the parser takes a guest for whom somebody visits
        return named(parsed, parsed.children(visiting[0], "dobj"))
    if taken := lost_subject(parsed, verb) or _before_time(parsed, verb):
        return named(parsed, [taken])
    return [] if above is None or depth > _DEEPEST else _inherited(parsed, verb, above, depth + 1)


def _told_of(parsed: Parse, verb: Word, above: Word) -> Word:
    """Return whom "who" stands for: the first of several where they must meet each other, "Orr and Novak, who met"."""
    alone = not any(child.lemma in frame_words()["with_whom"] for child in parsed.children(verb, "prep"))
    each_other = verb.lemma == "meet" and alone and not parsed.children(verb, "dobj", "auxpass")
    while each_other and above.relation == "conj":
        above = parsed.words[above.head]
    return above


def by_whom(parsed: Parse, verb: Word) -> list[Party]:
    """Return who did what a verb in the passive tells: "a point made by Orr".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    by = [child for child in parsed.children(verb, "agent") if child.lemma == "by"]
    return named(parsed, [who for child in by for who in parsed.children(child, "pobj")])


def _inherited(parsed: Parse, verb: Word, above: Word, depth: int) -> list[Party]:
    """Return the subject that a verb has from the word that it depends on."""
    if verb.relation == "acl" and verb.tag == "VB" and above.lemma in frame_words()["journeys"]:
        holder = next((word for word in parsed.ancestors(above) if word.kind == "VERB"), None)
        if holder is not None and above.relation in {"dobj", "pobj"}:
            return subjects(parsed, holder, depth)  # "will make a stop in Lima to see Orr"
    if verb.relation in {"acl", "relcl"}:
        return named(parsed, [above])
    if verb.relation == "pcomp":  # "after meeting Orr"
        governor = parsed.head(above)
        if governor is not None and governor.relation == "npadvmod" and governor.kind == "NOUN":
            governor = parsed.head(governor)  # "flew to Lima on Monday, a day after meeting Orr"
        return subjects(parsed, governor, depth) if governor is not None and governor.kind != "NOUN" else []
    if _is_set_off_clause(parsed, verb, above):
        whom = parsed.head(above)
        return named(parsed, [whom]) if whom is not None else []
    objects = parsed.children(above, "dobj") if verb.relation in {"xcomp", "advcl"} and verb.tag == "VB" else []
    if objects and above.lemma in frame_words()["sends"]:
        return named(parsed, objects)
    inherits = verb.relation in _INHERITS or (verb.relation == "ccomp" and verb.tag in {"VB", "VBG"})
    return subjects(parsed, above, depth) if inherits else []


def _is_set_off_clause(parsed: Parse, verb: Word, above: Word) -> bool:
    """Whether a parser joined a verb to the aside before it: "Orr, whose trip to Lima was long, arrives for talks"."""
    joined = verb.relation == "conj" and above.relation == "relcl" and verb.tag in _FINITE
    joined = joined and all(child.lemma != "where" for child in parsed.children(above, "advmod"))
    return joined and not parsed.children(above, "cc") and parsed.words[above.head].kind == "PROPN"


def lost_subject(parsed: Parse, verb: Word) -> Word | None:
    """Return the subject that a parser hung on a name before it: "in a meeting with Orr, Novak said".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    if verb.tag not in _FINITE or verb.relation not in {"ROOT", "ccomp"} or parsed.children(verb, *_SUBJECTS):
        return None
    before = (
        word
        for child in parsed.children(verb, "prep", "advmod")
        if child.index < verb.index
        for word in parsed.subtree(child)
    )
    found = [word for word in before if word.kind == "PROPN" and word.relation in {"appos", "conj"}]
    last = max(found, key=lambda word: word.index, default=None)
    return last if last is not None and (last.relation == "appos" or _is_set_off(parsed, last)) else None


def _before_time(parsed: Parse, verb: Word) -> Word | None:
    """Return the subject that a parser hung on the time behind it: "Ada Novak Thursday evening held talks"."""
    times = frame_words()["times"]
    said = [each for each in parsed.children(verb, "npadvmod") if each.index < verb.index]
    said = [each for each in said if each.kind == "NOUN" or each.lemma in times]
    persons = [each for each in parsed.entities if each.label == "PERSON"]
    found = [
        name
        for time in said
        for name in parsed.children(time, "compound")
        if any(each.start <= name.start < each.end for each in persons)
        or (name.kind == "PROPN" and name.lemma not in times and parsed.children(name, "compound"))
    ]
    return max(found, key=lambda name: name.index, default=None)


def _is_set_off(parsed: Parse, word: Word) -> bool:
    """Whether a comma, and no "and", joins a name to the one before: "prior to talks with Norvia, Ada Novak met"."""
    start = min(each.index for each in parsed.subtree(word))
    return start > 0 and parsed.words[start - 1].text == ","


def named(parsed: Parse, heads: Iterable[Word]) -> list[Party]:
    """Return the parties that some words stand for, each of those joined to them by "and" on its own.

    Args:
        parsed: The sentence.
        heads: Words of it; verbs and other words that name nobody are left out.
    """
    found: list[Party] = []
    for word in heads:
        head = _antecedent(parsed, word) if word.lemma == "whom" else word
        taken_for_verb = head.tag == "VBZ" and head.relation == "pobj"  # "with his Norvian counterparts Orr and Novak"
        if (head.kind not in _NAMES and not taken_for_verb) or _reports(parsed, head):
            continue
        # "Norvian President Orr and Tavian President Novak met": Orr may hang on her title
        titles = [head, *(word for word in parsed.children(head, "compound") if word.kind == "PROPN")]
        before = [child for word in titles for child in parsed.children(word, "nmod", "amod")]
        first = [child for child in before if _is_first_of_two(parsed, child)]
        found += [_party(parsed, each) for each in first]
        found.append(_party(parsed, head, first))
        beside = [*_taken_for_second_object(parsed, head), *_taken_for_adverb(parsed, head)]
        found += named(parsed, [*parsed.children(head, "conj"), *beside])
    return found


def _antecedent(parsed: Parse, whom: Word) -> Word:
    """Return whom "whom" stands for: "Orr, with whom she will hold talks"."""
    clause = next((above for above in parsed.ancestors(whom) if above.relation == "relcl"), None)
    if clause is None:
        return whom
    antecedent = parsed.words[clause.head]
    told = parsed.words[antecedent.head] if antecedent.relation == "attr" else None
    is_one = told is not None and told.lemma == "be"  # "Orr was another official with whom she met"
    return next(iter(parsed.children(told, "nsubj")), antecedent) if told is not None and is_one else antecedent


def _is_first_of_two(parsed: Parse, word: Word) -> bool:
    """Whether a parser took the first of two for a part of the second: "the chairman and Norvia's minister"."""
    joined = parsed.children(word, "conj")
    return bool(parsed.children(word, "cc")) and bool(joined) and word.kind in {"NOUN", "PROPN"}


def _taken_for_adverb(parsed: Parse, head: Word) -> list[Word]:
    """Return the name that a parser took for a time, and that explains a noun: "with his host, Ada Novak, in Lima"."""
    words = parsed.words
    at = head.index + 2
    if head.kind != "NOUN" or at >= len(words) or words[head.index + 1].text != ",":
        return []
    name = words[at]
    while name.relation == "compound":
        name = words[name.head]
    times = frame_words()["times"]
    return [name] if name.relation == "npadvmod" and name.kind == "PROPN" and name.lemma not in times else []


def _reports(parsed: Parse, head: Word) -> bool:
    """Whether a word joined to others only tells what was reported: "with Orr and Novak, Delta News reported"."""
    said = (clause for clause in parsed.children(head, "acl", "relcl") if clause.index == head.index + 1)
    return head.relation == "conj" and any(clause.lemma in frame_words()["says"] for clause in said)


def _taken_for_second_object(parsed: Parse, head: Word) -> list[Word]:
    """Return whom a parser hung on a preposition before: "with envoys from the coast as well as leader Ada Novak"."""
    found: list[Word] = []
    for preposition in parsed.children(head, "prep"):
        first, *more = parsed.children(preposition, "pobj") or [head]
        joined = any(child.relation == "cc" for child in parsed.children(first))
        found += more if joined else []
    return found


def _party(parsed: Parse, head: Word, apart: Iterable[Word] = ()) -> Party:
    """Return a word with those before it that belong to its name or phrase, but for those of another party."""
    start = head.start
    for child in parsed.children(head):
        if child.index < head.index and child.relation in _WITHIN and child not in apart:
            start = min(start, *(word.start for word in parsed.subtree(child)))
    return Party(head, start, head.end)


def names_behind(parsed: Parse, office: Word) -> list[Word]:
    """Return the names that parsers hang on the state or body before: "President of Norvia Ada Novak".

    Args:
        parsed: The sentence.
        office: The head of a party.
    """
    of = [child for child in parsed.children(office, "prep") if child.lemma == "of"]
    last = [word for child in of for word in parsed.children(child, "pobj") if word.kind == "PROPN"]
    beside = [name for word in last for name in parsed.children(word, "appos") if name.kind == "PROPN"]
    return [name for name in beside if not _is_set_off(parsed, name)] + [
        word
        for word in last
        if any(
            name_kind(below.text) == "name" or parsed.children(below, "det")  # but "the son of President Ada Novak"
            for below in parsed.subtree(word)
            if below.relation == "compound"
        )
    ]
