"""Who meets whom, by grammar: the subject and the objects of the verbs and nouns that English tells of meetings with.

"Orr met Novak", "Orr was received by Novak", "Orr came to Lima for talks with Novak", "talks between Orr and Novak":
each has one word that tells of a meeting, its trigger, and the people who depend on it, on one side or on two. The
vocabulary is in ``frames.toml``; the relations are those of `llmextract.extraction.syntax`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame import Frame
from llmextract.extraction.frame_cancellation import is_for_lost_journey, puts_off
from llmextract.extraction.frame_company import frames_by_phone, frames_of_company
from llmextract.extraction.frame_days import by_days
from llmextract.extraction.frame_holders import (
    governing_verb,
    holders_of,
    holds_its_own,
    honoured_at,
    hosts_in_passive,
    is_answered,
    taken_for_number,
    whole_of,
)
from llmextract.extraction.frame_journeys import has_come, is_for_journey
from llmextract.extraction.frame_likelihood import is_possible
from llmextract.extraction.frame_lookalikes import (
    is_arrival,
    is_first_time,
    is_habit,
    is_long_before,
    is_match,
    is_naming,
    is_usual,
)
from llmextract.extraction.frame_phone import is_by_phone
from llmextract.extraction.frame_prepositions import (
    behind,
    behind_place,
    including,
    joined,
    second_of_two,
    signed_with,
    with_companions,
    without_second_with,
)
from llmextract.extraction.frame_sides import (
    groups_of,
    objects_of,
    parts_of_name,
    taken_for_time,
    told_of_subject,
)
from llmextract.extraction.frame_tense import is_doubtful, tense_of_noun, tense_of_verb
from llmextract.extraction.frame_what import before_what, holder_of_what, is_what
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.next_meetings import is_next
from llmextract.extraction.parties import lost_subject, named, subjects
from llmextract.extraction.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Parse, Word


def find_frames(parsed: Parse) -> list[Frame]:
    """Find what a sentence says of meetings.

    Args:
        parsed: The sentence.

    Returns:
        The frames, in the order of their triggers; those with nobody in them are left out, unless they call off what
        was spoken of before ("the meeting was postponed") or tell of the next meeting of those who met.
    """
    found = (frame for word in parsed.words for frame in _frames_of(parsed, word))
    return [frame for frame in found if frame.agents or frame.others or frame.is_called_off or frame.again]


def is_only_supposed(text: str) -> bool:
    """Return whether a sentence speaks of meetings that are only denied, wished or supposed.

    Args:
        text: A sentence in a language that is parsed.
    """
    found = find_frames(parse(text))
    return bool(found) and all(frame.doubtful for frame in found)


def _frames_of(parsed: Parse, word: Word) -> Iterator[Frame]:
    words = frame_words()
    if word.kind in {"VERB", "AUX"}:
        what = parsed.children(word, "dobj")  # "exchanged views", and not "exchanged fire"
        views = word.lemma != "exchange" or any(each.lemma in words["views"] for each in what)
        if word.lemma in words["meets"] | words["speaks"] and views:
            yield from _by_verb(parsed, word)
        else:
            yield from frames_of_company(parsed, word)
    elif _names_occasion(word):
        for frame in _by_noun(parsed, word):
            yield from by_days(parsed, frame)
    elif word.lemma in words["by_phone"] and word.relation == "pobj":
        yield from frames_by_phone(parsed, word)


def _names_occasion(word: Word) -> bool:
    """Whether a word is a noun for a meeting: also the adjective in "had a bilateral with Orr"."""
    held = word.kind == "ADJ" and word.relation in {"dobj", "pobj", "nsubj"}
    return (word.kind in {"NOUN", "PROPN"} or held) and word.lemma in frame_words()["occasions"]


def _by_verb(parsed: Parse, verb: Word) -> Iterator[Frame]:
    words = frame_words()
    if puts_off(parsed, verb):
        return  # the meeting that it calls off is told by another word
    passive = any(child.relation in {"nsubjpass", "auxpass"} for child in parsed.children(verb))
    objects = objects_of(parsed, verb)
    if verb.lemma in words["needs_object"] and not passive and not objects:
        return
    groups = groups_of(parsed, verb, objects, passive=passive)
    if passive and not groups and verb.lemma in words["needs_object"]:
        return  # "both were received": by whom?
    if is_first_time(parsed, verb) or is_match(parsed, verb) or is_usual(parsed, verb):
        return
    purpose = verb.lemma in words["discusses"] and verb.relation in {"advcl", "acl"} and verb.tag == "VB"
    if purpose and not (groups and is_for_journey(parsed, verb)):
        return  # "met Orr to discuss trade": the meeting that it is for is told by another word
    if is_arrival(parsed, verb) or is_naming(parsed, verb):
        return
    agents = (*taken_for_time(parsed, verb, before=True), *subjects(parsed, verb))
    higher = tuple(_speakers(parsed, verb)) if verb.tag == "VBG" and verb.relation in {"advcl", "pcomp"} else ()
    tense = "cancelled" if is_for_lost_journey(parsed, verb) else tense_of_verb(parsed, verb)
    doubtful = tense != "cancelled" and is_doubtful(parsed, verb)
    for number, (start, others) in enumerate(groups or [(verb.start, [])]):
        yield Frame(
            verb,
            verb,
            agents,
            tuple(others),
            higher=higher,
            start=start if number else 0,
            is_by_phone=is_by_phone(parsed, verb),
            again=any(child.lemma == "again" for child in parsed.children(verb)),
            doubtful=doubtful,
            came=has_come(parsed, verb),
            tense=tense,
            one=_is_for_one(parsed, verb),
        )


def _is_for_one(parsed: Parse, verb: Word) -> bool:
    """Whether all whom a verb names come to one occasion: "will host Orr, Novak and Reth for a summit"."""
    what = [
        below
        for child in parsed.children(verb, "prep")
        if child.lemma in {"for", "at"}
        for below in parsed.children(child)
    ]
    return any(each.tag == "NN" and each.lemma in frame_words()["occasions"] for each in what)


def _speakers(parsed: Parse, verb: Word) -> Iterator[tuple[Party, ...]]:
    """Yield who says what a participle is joined to: "Orr said ties had improved, after meeting Novak"."""
    for above in parsed.ancestors(verb):
        if above.lemma in frame_words()["says"] and verb not in parsed.children(above, "advcl"):
            yield tuple(subjects(parsed, above))


def _by_noun(parsed: Parse, noun: Word) -> Iterator[Frame]:
    words = frame_words()
    if _is_appeal(parsed, noun) or is_habit(parsed, noun) or is_long_before(parsed, noun):
        return
    others: list[Party] = []
    mutual = False
    verb = governing_verb(parsed, noun)
    if noun.relation == "dobj" and verb.lemma == "discuss":
        return  # "discussed the nuclear talks with Norvia": what it is about
    called = holder_of_what(parsed, noun)
    verb = called or verb
    lost = lost_subject(parsed, verb)
    guests = {"for"} if noun.lemma in words["for_guests"] else set()  # "held a reception for Orr"
    naming = _naming(parsed, noun, words["with_whom"] | guests)
    others += _who_comes(parsed, noun, verb)
    for child in joined(parsed, without_second_with(parsed, naming)):
        if child.lemma in words["of_noun"] | guests or (child.lemma in {"on", "to"} and _is_paid(parsed, noun)):
            found = named(parsed, behind(parsed, child))
            found += named(parsed, second_of_two(parsed, noun, child)) if len(found) == 1 else []
            found = [party for party in found if party.head != lost and not _is_thing(noun, party)]
            others += found if child.lemma != "of" or len(found) > 1 or _is_plural(found) else []
            mutual = mutual or (bool(found) and child.lemma in words["mutual"])
    others += _within_clause(parsed, noun) or _told_there(parsed, noun) or named(parsed, signed_with(parsed, noun))
    others += [*(invited := hosts_in_passive(parsed, noun)), *(honoured_at(parsed, noun) if guests else ())]
    mutual = mutual or any(clause.lemma in {"involve", "include"} for clause in parsed.children(noun, "acl"))
    bringing = [
        each for each in (verb, *parsed.children(verb, "xcomp")) if each.lemma in {"bring", "include", "involve"}
    ]
    if noun.relation in {"nsubj", "nsubjpass"} and bringing:  # "the meeting brought together Orr and Novak"
        others += named(parsed, parsed.children(bringing[0], "dobj"))
        mutual = True
    own = [each for each in parsed.children(noun, "poss") if each.lemma not in words["spans"] | words["times"]]
    owners = _owners(parsed, noun, verb, own)
    beside = [] if owners else holders_of(parsed, noun, hosted=bool(others))
    beside = named(parsed, taken_for_number(parsed, noun)) or beside
    beside = subjects(parsed, called) if called is not None else beside
    if [party.head.lemma for party in beside] == ["what"] or (not beside and is_what(parsed, noun)):
        beside = before_what(parsed, noun)
    # "U.S.-Iranian talks", "a Norvian-Lumerian summit"
    within = named(parsed, parts_of_name(parsed, noun)) if not (owners or beside) else []
    tense = tense_of_noun(parsed, noun, verb) or (tense_of_verb(parsed, verb) if invited else None)
    if _is_besides(parsed, noun):  # "met Orr on Monday in addition to talks with Novak"
        verb = noun
    if not others and verb.lemma in words["attends"] and not _is_of_aside(parsed, verb):
        # "attended the Delta Union summit"
        within_name = parsed.children(noun, "compound", "nmod", "poss")
        others = named(parsed, [each for each in within_name if each.lemma not in words["times"]])
    again = tense == "future" and not (owners or beside or within) and is_next(parsed, noun, verb)
    others = [] if again else others  # "the next round of talks"
    if mutual and not owners:
        beside, others = _hosts_and_guests(beside, others, verb)
    yield Frame(
        noun,
        verb,
        (*owners, *beside, *within),
        tuple(others),
        higher=tuple(_higher(parsed, noun)) if beside else (),
        mutual=mutual,
        again=again,
        is_by_phone=is_by_phone(parsed, noun),
        doubtful=tense != "cancelled"
        and (is_doubtful(parsed, noun) or is_possible(parsed, noun) or _may_be_attended(parsed, verb)),
        came=has_come(parsed, noun),
        known=_is_known(parsed, noun),
        tense=tense,
    )


def _owners(parsed: Parse, noun: Word, verb: Word, own: list[Word]) -> list[Party]:
    """Return whose meeting it is: "Orr's talks", "talks chaired by Orr", "the meeting that he held with Novak".

    Args:
        parsed: The sentence.
        noun: The meeting's.
        verb: What governs it.
        own: Who owns it by genitive.
    """
    words = frame_words()
    owners = [] if verb.lemma in words["attends"] or holds_its_own(parsed, noun) else named(parsed, own)
    if noun.relation == "nsubjpass" and verb.lemma in words["holds"]:  # "the talks were chaired by Orr and Novak"
        told = [verb, *(other for other in parsed.children(verb, "conj") if other.lemma in words["holds"])]
        agents = [agent for each in told for agent in parsed.children(each, "agent")]  # "and attended by Reth"
        owners += named(parsed, [child for agent in agents for child in parsed.children(agent, "pobj")])
    if _held_with(parsed, noun):  # "the meeting that he held with Orr"
        owners += named(parsed, [who for clause in parsed.children(noun, "relcl") for who in _holders(parsed, clause)])
    return owners


def _hosts_and_guests(hosts: list[Party], guests: list[Party], verb: Word) -> tuple[list[Party], list[Party]]:
    """Leave out who only convenes a meeting of others, or who only goes with those who hold it."""
    words = frame_words()
    if len(hosts) > 1 and all(party.head.lemma in words["delegates"] for party in guests):
        return hosts, []  # "Orr and Novak chaired a meeting between their delegations"
    several = len(guests) > 1 or (_is_plural(guests) and verb.lemma in words["only_hosts"])
    return [] if several else hosts, guests  # who speaks of talks between others, or convenes a meeting of others


def _who_comes(parsed: Parse, noun: Word, verb: Word) -> list[Party]:
    """Return who calls or comes: "took a telephone call from Orr", "received a visit from Novak"."""
    above = parsed.head(noun)
    callers = [above, noun] if above is not None and is_answered(parsed, noun) else []
    if noun.lemma == "visit" and noun.relation == "dobj" and verb.lemma in {"receive", "have", "get"}:
        callers.append(noun)
    behind = [child for word in callers for child in parsed.children(word, "prep") if child.lemma == "from"]
    return named(parsed, [caller for child in behind for caller in parsed.children(child, "pobj")])


def _may_be_attended(parsed: Parse, verb: Word) -> bool:
    """Whether somebody only may come to an occasion: "the summit could be attended by Orr"."""
    may = any(child.lemma in {"could", "might", "may"} for child in parsed.children(verb, "aux"))
    return may and verb.lemma in frame_words()["attends"]


def _is_besides(parsed: Parse, noun: Word) -> bool:
    """Whether a meeting is only named as another one: "in addition to the talks"."""
    to = parsed.head(noun)
    return to is not None and noun.relation == "pobj" and to.lemma == "to" and parsed.words[to.head].lemma == "addition"


def _is_thing(noun: Word, party: Party) -> bool:
    """Whether a preposition names no party: "talks with a focus on trade", "a visit to the two countries"."""
    lands = frame_words()["lands"] if noun.lemma == "visit" else frozenset()
    return party.head.lemma in frame_words()["purposes"] | frame_words()["times"] | lands


def _is_of_aside(parsed: Parse, verb: Word) -> bool:
    """Whether a verb tells what a journey is for that is only told aside: "Orr, who arrived to attend the summit"."""
    above = parsed.head(verb)
    return above is not None and above.relation == "relcl" and is_for_journey(parsed, verb)


def _is_paid(parsed: Parse, noun: Word) -> bool:
    """Whether "on" or "to" names who is visited: "paid a call on Orr", but "held a call on the war"."""
    above = parsed.head(noun)
    about = noun.lemma == "call" and above is not None and above.lemma in {"hold", "have", "host", "convene", "join"}
    return noun.lemma in frame_words()["paid"] and not about


def _is_appeal(parsed: Parse, noun: Word) -> bool:
    """Whether a "call" asks for something, and nobody telephones: "repeated their call for a conference"."""
    what = [
        below for child in parsed.children(noun, "prep") if child.lemma == "for" for below in parsed.children(child)
    ]
    timed = any(below.lemma in frame_words()["times"] for below in what)
    phone = any(child.lemma in frame_words()["by_phone"] for child in parsed.children(noun, "compound", "amod"))
    return noun.lemma == "call" and bool(what) and not (timed or phone)


def _is_known(parsed: Parse, noun: Word) -> bool:
    """Whether a noun is of an occasion that was spoken of before: "the summit", "Thursday's summit"."""
    words = frame_words()
    owners = parsed.children(noun, "poss")
    before = [*parsed.children(noun, "det"), *owners]
    named = parsed.children(noun, "compound", "nmod", "amod", "prep")  # "the Delta Union summit in Lima"
    return bool(before) and all(each.lemma in words["known"] | words["times"] for each in before) and not named


def _naming(parsed: Parse, noun: Word, with_whom: frozenset[str]) -> list[Word]:
    """Return the prepositions that may name who meets: those of a noun, and some of the verb that holds it."""
    whole = whole_of(parsed, noun)
    holding = parsed.head(whole)
    held = holding is not None and whole.relation in {"dobj", "nsubjpass"} and holding.lemma in frame_words()["holds"]
    held = held or (
        holding is not None and bool(parsed.children(holding, "oprd"))
    )  # "called her talks with Orr a success"
    # "hold talks in Lima with Orr", "attend the summit along with Orr", "held two hours of talks with Orr"
    beside_verb = parsed.children(holding, "prep", "advmod") if held and holding is not None else []
    if held and holding is not None and noun.lemma == "audience":  # "granted an audience to Orr"
        with_whom |= {"to"}
        beside_verb += parsed.children(holding, "dative")
    with_verb = [child for child in with_companions(parsed, beside_verb) if child.lemma in with_whom]
    with_verb += behind_place(parsed, holding) if held and holding is not None else []  # "held talks in Lima with Orr"
    # "talks with Orr on trade and with Novak on the war"
    about = [child for child in beside_verb if child.lemma not in with_whom]
    with_verb += [more for child in about for more in parsed.children(child, "conj") if more.lemma in with_whom]
    beside_noun = [*parsed.children(noun, "prep"), *behind_place(parsed, noun), *_held_with(parsed, noun)]
    if whole is not noun:  # "a day of talks with Orr"
        beside_noun += [child for child in parsed.children(whole, "prep") if child.lemma in with_whom]
    return [*beside_noun, *with_verb, *told_of_subject(parsed, noun), *including(parsed, noun, holding)]


def _held_with(parsed: Parse, noun: Word) -> list[Word]:
    """Return prepositions of a clause that name who meets: "a meeting held on Monday with Orr", "that he held with"."""
    held = (
        clause for clause in parsed.children(noun, "acl", "relcl") if clause.lemma in frame_words()["holds"] - {"be"}
    )
    return [child for clause in held for child in parsed.children(clause, "prep") if child.lemma in {"with", "between"}]


def _within_clause(parsed: Parse, noun: Word) -> list[Party]:
    """Return whom a clause about a noun names: "a summit hosted by Orr", "talks involving Norvia"."""
    words = frame_words()
    found: list[Party] = []
    for clause in parsed.children(noun, "acl", "relcl"):
        if clause.lemma in words["of_noun"] | {"involve", "include"}:
            found += [each for each in named(parsed, parsed.children(clause, "dobj")) if not _is_thing(noun, each)]
        elif clause.lemma in words["holds"] - {"be"}:
            by = [host for agent in parsed.children(clause, "agent") for host in parsed.children(agent, "pobj")]
            found += named(parsed, [*by, *([] if _held_with(parsed, noun) else _holders(parsed, clause))])
    return found


def _holders(parsed: Parse, clause: Word) -> list[Word]:
    """Return the subject of a clause about a noun: him in "the meeting that he held"."""
    return [each for each in parsed.children(clause, "nsubj") if each.lemma not in {"who", "which", "that"}]


def _told_there(parsed: Parse, noun: Word) -> list[Party]:
    """Return who was told something at a meeting of which nobody else is named: "told Orr in a call that ..."."""
    words = frame_words()
    above = parsed.head(noun)
    verb = parsed.head(above) if above is not None and noun.relation == "pobj" else None
    if above is None or verb is None or verb.lemma not in words["tells"] or above.lemma not in words["during"]:
        return []
    with_whom = [child for child in parsed.children(noun, "prep") if child.lemma in words["of_noun"]]
    whom = parsed.children(verb, "dobj", "dative") if not (with_whom or parsed.children(noun, "poss")) else []
    whom += [below for child in whom if child.kind == "ADP" for below in parsed.children(child, "pobj")]
    given = [child for what in (verb, *whom) for child in parsed.children(what, "prep") if child.lemma == "to"]
    whom += [below for child in given for below in parsed.children(child, "pobj")]  # "conveyed the protest to Orr"
    persons = [entity for entity in parsed.entities if entity.label == "PERSON"]
    found = (each for each in whom if any(who.start <= each.start < who.end for who in persons))
    return named(parsed, [*found, *(each for each in whom if each.lemma == "counterpart")])


def _higher(parsed: Parse, noun: Word) -> Iterator[tuple[Party, ...]]:
    above = parsed.head(noun)
    if noun.relation == "pobj" and above is not None and above.lemma in frame_words()["during"]:
        for verb in (word for word in parsed.ancestors(above) if word.kind == "VERB"):
            yield tuple(subjects(parsed, verb))
            by = [word for word in parsed.children(verb, "agent") if parsed.children(verb, "nsubjpass", "auxpass")]
            if by:  # "the decision was announced by Orr after talks with Novak"
                yield tuple(named(parsed, [who for word in by for who in parsed.children(word, "pobj")]))


def _is_plural(parties: Iterable[Party]) -> bool:
    return any(party.head.tag in {"NNS", "NNPS"} for party in parties)
