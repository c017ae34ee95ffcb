"""Whom a verb or a noun of meeting has as its other side: its objects, and whom its prepositions name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.countries import name_kind
from llmextract.extraction.frame_prepositions import PLACING, behind, behind_means, behind_place, in_presence, joined
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.parties import named

if TYPE_CHECKING:
    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Parse, Word

_DEFINITE = frozenset({"the", "this", "that", "these"})
_HOURS = frozenset({"day", "today", "tomorrow", "morning", "afternoon", "evening"})
_NEAR, _FAR = 4, 12  # words between a verb and a name that belongs to it


def objects_of(parsed: Parse, verb: Word) -> list[Party]:
    """Return whom a verb has as object: nobody for those whose object is what is said, or what is called something.

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    words = frame_words()
    if verb.lemma in words["speaks"] and verb.lemma not in words["takes_person"]:
        return []
    objects = named(parsed, parsed.children(verb, "dobj", "dative"))
    if verb.lemma == "call" and not objects:  # "called on Orr", and not "called on Orr to go"
        on = [child for child in parsed.children(verb, "prep") if child.lemma == "on"]
        asks = parsed.children(verb, "xcomp", "advcl", "ccomp")
        asks = [what for what in asks if what.lemma not in words["speaks"]]  # "called on Orr to discuss trade"
        return [] if asks else named(parsed, [of for child in on for of in parsed.children(child, "pobj")])
    vague = not any(party.head.kind == "PROPN" for party in objects)  # "met his counterparts, Orr and Novak"
    objects += taken_for_time(parsed, verb, before=False) if vague else []
    objects += _misread_name(parsed, verb) if vague and verb.lemma in words["needs_object"] | {"meet"} else []
    return objects or _taken_for_subject(parsed, verb) or _taken_for_time_of_place(parsed, verb)


def _misread_name(parsed: Parse, verb: Word) -> list[Party]:
    """Return the person right behind a verb where a parser took the title for a verb: "met Norvia's tsar Ada Novak"."""
    person = next((each for each in parsed.entities if each.label == "PERSON" and each.start > verb.start), None)
    if person is None:
        return []
    between = [word for word in parsed.words[verb.index + 1 :] if word.start < person.start]
    name = [word for word in parsed.words if person.start <= word.start < person.end]
    above = parsed.head(name[-1]) if name else None
    if above is None or verb.relation == "amod" or above.lemma in frame_words()["meets"] | frame_words()["says"]:
        return []
    misread = above in between and above.kind == "VERB" and name[-1].relation in {"pobj", "dobj", "appos"}
    plain = all(word.kind in {"PROPN", "NOUN", "ADJ", "PART", "DET"} or word is above for word in between)
    return named(parsed, name[-1:]) if misread and plain and len(between) <= _FAR else []


def _taken_for_time_of_place(parsed: Parse, verb: Word) -> list[Party]:
    """Return the object that a parser hung on the place before it: "received on Friday, at the palace, Ada Novak"."""
    times, meets = frame_words()["times"], verb.lemma == "meet"
    found = [
        name
        for child in parsed.children(verb, "prep")
        if verb.index < child.index
        for word in parsed.children(child, "pobj")
        for name in parsed.children(word, "npadvmod", "appos")
        if name.lemma not in frame_words()["times"]
        and (_is_next(parsed, word, name) if name.relation == "appos" else name.kind == "PROPN" and not meets)
    ]
    found += [
        word
        for child in parsed.children(verb, "prep")
        for word in parsed.children(child, "pobj")
        if _is_person(parsed, word)
        and any(
            each.lemma in times or name_kind(each.text) == "demonym"
            for each in parsed.subtree(word)
            if each.index < word.index
        )
    ]  # "received on May 15 Prime Minister Orr", "met in Lima Norvian Foreign Minister Novak"
    return named(parsed, found) if meets or verb.lemma in frame_words()["needs_object"] else []


def _is_next(parsed: Parse, place: Word, name: Word) -> bool:
    """Whether a phrase with "the", "his" or a nationality is right behind a place: "received in Lima the envoy"."""
    first = _first(parsed, name)
    opens = first.relation in {"det", "poss"} or name_kind(first.text) == "demonym"
    return opens and first.index == place.index + 1


def _taken_for_subject(parsed: Parse, verb: Word) -> list[Party]:
    """Return whom a parser took for who says so: "when he met Ada Novak, the ministry said"."""
    if verb.index + 1 >= len(parsed.words):
        return []
    following = parsed.words[verb.index + 1]
    over = [following, *parsed.ancestors(following)]
    head = next((word for word in over if word.kind in {"NOUN", "PROPN"} and word.relation == "nsubj"), None)
    said = parsed.head(head) if head is not None else None
    if head is None or said is None or said not in parsed.ancestors(verb) or said.index < verb.index:
        return []
    return named(parsed, [head]) if parsed.children(head, "appos") else []


def taken_for_time(parsed: Parse, verb: Word, *, before: bool) -> list[Party]:
    """Return names that a parser took for times, as "Monday" is one: before a verb, or behind it.

    Args:
        parsed: The sentence.
        verb: A verb of it.
        before: Which of the two.
    """
    found = [
        child
        for child in parsed.children(verb, "npadvmod")
        if child.kind == "PROPN"
        and child.lemma not in frame_words()["times"]
        and (child.index < verb.index) is before
        and _is_near(parsed, child, verb, before=before)
    ]
    return named(parsed, found)


def _is_near(parsed: Parse, name: Word, verb: Word, *, before: bool) -> bool:
    """Whether few words stand between a name and a verb, or a comma sets it off: "the envoy of Norvia, Ada Novak"."""
    first = min(word.index for word in parsed.subtree(name))
    far = before or parsed.words[first - 1].text == ","
    return abs(first - verb.index) <= (_FAR if far else _NEAR)


def groups_of(parsed: Parse, verb: Word, objects: list[Party], *, passive: bool) -> list[tuple[int, list[Party]]]:
    """Return with whom, and where the words begin that speak of them: "met Orr and later Novak" has two groups.

    Args:
        parsed: The sentence.
        verb: A verb of it.
        objects: Its objects.
        passive: Whether "by" names who does it.
    """
    words = frame_words()
    groups = [(verb.start, objects)] if objects else []
    previous = verb
    about = [] if groups else parsed.children(verb, "dobj")  # "discussed trade with Orr"
    beyond = [
        below
        for what in about
        if verb.lemma in words["discusses"]
        for below in sorted(parsed.subtree(what), key=lambda word: word.index)
        if below.relation == "prep"
        and (below.lemma == "with" or parsed.head(below) == what)
        # "discussed the nuclear talks with Norvia"
        and not (below.lemma == "with" and parsed.head(below) == what and what.lemma in words["occasions"])
        # "measures, including in coordination with Norvia"
        and not any(above.lemma in {"including", "include"} for above in parsed.ancestors(below))
    ]
    # "briefed Orr on talks with Novak": Novak is not there
    placed = [*behind_place(parsed, verb), *behind_means(parsed, verb)] if verb.lemma != "brief" else []
    present = in_presence(parsed, verb)
    prepositions = [*parsed.children(verb, "prep", "agent"), *placed, *beyond, *present]
    for preposition in joined(parsed, prepositions):
        with_whom = preposition.lemma in words["with_whom"] or (passive and preposition.lemma == "by")
        if not (with_whom or preposition in present or (verb.lemma in words["speaks"] and preposition.lemma == "to")):
            continue
        whom = behind(parsed, preposition)
        if verb.lemma in words["discusses"]:
            whom = [_before_subject(parsed, word) for word in whom]
        others = named(parsed, whom)
        apart = [word for word in parsed.words[previous.index + 1 : preposition.index] if word.lemma in words["apart"]]
        if groups and apart:
            groups.append((apart[0].start, others))
        elif groups:
            groups[-1][1].extend(others)
        else:
            groups.append((verb.start, others))
        previous = preposition
    if groups:  # "met with Orr, and General Novak, head of the council"
        kinds = (
            {"PROPN"} if verb.lemma in words["discusses"] else {"NOUN", "PROPN"}
        )  # "discussed with Orr ties and trade"
        beside = [word for word in parsed.children(verb, "conj") if word.kind in kinds]
        # "met with Western ministers, Norvian officials and Orr"
        beside += [
            word for word in parsed.children(verb, "npadvmod") if word.tag == "NNS" and parsed.children(word, "conj")
        ]
        groups[-1][1].extend(named(parsed, [word for word in beside if word.index > verb.index]))
        groups += _by_days(parsed, verb, *groups.pop())
    return [(start, _with_members(parsed, verb, others)) for start, others in groups]


def _before_subject(parsed: Parse, word: Word) -> Word:
    """Return whose name a parser took for a part of what follows it: "discussed with Ada Novak ways to end the war"."""
    before = [name for name in parsed.children(word, "compound", "nmod") if _is_person(parsed, name)]
    return before[-1] if word.tag == "NNS" and before else word


def _taken_for_times(parsed: Parse, verb: Word) -> list[Word]:
    """Return whom a parser joined to the day or the place before: "will meet Orr on Monday and Novak on Friday"."""
    found = []
    for preposition in parsed.children(verb, "prep"):
        first, *more = parsed.children(preposition, "pobj") or [verb]
        if first.lemma in frame_words()["times"]:
            found += [other for other in more if _is_person(parsed, other)]
        for word in parsed.children(preposition, "pobj"):
            day, place = word.lemma in frame_words()["times"], preposition.lemma in PLACING
            found += [
                other
                for other in parsed.children(word, "conj")
                if other.lemma == "counterpart"
                or (day and other.kind == "PROPN" and other.lemma not in frame_words()["times"])
                or (place and _is_person(parsed, other))
            ]
    return found


def _is_person(parsed: Parse, word: Word) -> bool:
    return any(each.label == "PERSON" and each.start <= word.start < each.end for each in parsed.entities)


def _by_days(parsed: Parse, verb: Word, start: int, parties: list[Party]) -> list[tuple[int, list[Party]]]:
    """Return those whom a verb names, each day's or city's on their own: "met Orr on Monday and Novak on Friday"."""
    clause = [each for each in parsed.subtree(verb) if each.index > verb.index]
    days = [each.index for each in clause if each.lemma in frame_words()["times"] | _HOURS]
    days += [each.index for each in clause if each.kind == "PROPN" and parsed.words[each.head].text == "in"]
    gapped = named(parsed, _taken_for_times(parsed, verb))
    groups = [(start, parties[:1])]
    for party in sorted((*parties[1:], *gapped), key=lambda each: each.head.index):
        last, first = groups[-1][1][-1], _first(parsed, party.head)
        if any(last.head.index < day < first.index for day in days) and any(party.head.index < day for day in days):
            groups.append((first.start, [party]))
        elif party not in gapped or last in gapped:
            groups[-1][1].append(party)
    return groups if len(groups) > 1 else [(start, parties)]


def _first(parsed: Parse, word: Word) -> Word:
    return min(parsed.subtree(word), key=lambda each: each.index)


def _with_members(parsed: Parse, verb: Word, parties: list[Party]) -> list[Party]:
    """Return some parties, a group by those whom the verb names of it: "met leaders in Lima, including Ada Novak"."""
    if not parties or parties[-1].head.tag != "NNS":
        return parties
    group = parties[-1].head
    including = [
        word
        for word in sorted(parsed.subtree(verb), key=lambda word: word.index)
        if word.lemma in {"including", "include"}
        and word.relation == "prep"
        and word.index > group.index
        # parsers hang it on the name of a place before it
        and ((above := parsed.head(word)) in {verb, group} or (above is not None and above.kind == "PROPN"))
    ]
    among = named(parsed, [below for child in including for below in parsed.children(child, "pobj")])
    return [*parties[:-1], *among] if any(party.head.kind == "PROPN" for party in among) else parties


def is_new(parsed: Parse, noun: Word) -> bool:
    """Return whether a meeting that was not told before is a subject: "another meeting was with Novak".

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    above = parsed.head(noun)
    if noun.relation == "pobj" and above is not None and above.lemma == "of":
        part = parsed.head(above)  # "one of the meetings was with Novak"
        return part is not None and part.lemma == "one" and part.relation in {"nsubj", "nsubjpass"}
    new = any(child.lemma in {"a", "an", "another"} for child in parsed.children(noun, "det"))
    return new and noun.relation in {"nsubj", "nsubjpass"}


def parts_of_name(parsed: Parse, noun: Word) -> list[Word]:
    """Return the parts of a meeting's name that may name who meets: not those of "the Coast and Delta Forum".

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    before = parsed.children(noun, "compound", "nmod")
    joined = [other for word in before for other in parsed.children(word, "conj")]
    title = noun.kind == "PROPN" and bool(joined)
    return [] if title and any(name_kind(word.text) is None for word in (*before, *joined)) else before


def tells_of_journey(parsed: Parse) -> bool:
    """Return whether a sentence speaks of a journey."""
    return any(word.lemma in frame_words()["journeys"] for word in parsed.words)


def is_definite(parsed: Parse, noun: Word) -> bool:
    """Return whether a noun is of what was spoken of before: "the talks", "this summit"."""
    return any(child.lemma in _DEFINITE for child in parsed.children(noun, "det"))


def told_of_subject(parsed: Parse, noun: Word) -> list[Word]:
    """Return prepositions by which a verb names who meets: "the talks will be held in Lima between Orr and Novak".

    Args:
        parsed: The sentence.
        noun: The meeting's.
    """
    above = parsed.head(noun)
    while above is not None and noun.relation == "pobj" and above.lemma == "of" and above.relation == "prep":
        noun = parsed.words[above.head]  # "one of the meetings was with Orr"
        above = parsed.head(noun)
    if above is None or noun.relation not in {"nsubj", "nsubjpass"}:
        return []
    words = frame_words()
    is_told = above.lemma in words["takes_place"] | words["schedules"]
    # "the meeting was the first between Orr and Novak"
    told = [above, *(parsed.children(above, "attr") if above.lemma == "be" else ())]
    names_all = [
        child for each in told for child in parsed.children(each, "prep") if child.lemma in {"between", "among"}
    ]
    names_all += [child for child in behind_place(parsed, above) if child.lemma != "with"]  # "in Lima between"
    return names_all + [child for child in parsed.children(above, "prep") if is_told and child.lemma == "with"]
