"""Which words of a sentence give the time or the place of a meeting, by grammar."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from llmextract.extraction.frame_tense import is_phone_call
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.parties import names_behind
from llmextract.extraction.speeches import makes_remarks
from llmextract.extraction.whereabouts import is_somewhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.extraction.frame import Frame
    from llmextract.extraction.syntax import Parse, Word

_ATTACHED = frozenset({
    "prep", "pobj", "npadvmod", "compound", "nmod", "amod", "poss", "det", "nummod", "appos", "conj", "advmod", "case",
    "tmod", "dep", "pcomp", "attr", "acomp", "agent",
})  # fmt: skip
_ATTRIBUTES = frozenset({"compound", "nmod", "amod", "poss"})
_OF_ITS_OWN = frozenset({"ccomp", "relcl", "acl", "conj", "parataxis", "csubj"})
"""Relations of a clause with a time and place of its own."""


def belongs(parsed: Parse, frame: Frame, offset: int, *, place: bool) -> bool:
    """Return whether words give a time or place of a frame's meeting: they depend on what tells of it, or on who meets.

    "discussed the war in Norvia" gives no place, "said on Monday that they had met" no time.

    Args:
        parsed: The sentence.
        frame: A frame of it.
        offset: Where the time or the place begins.
        place: Whether it is a place.
    """
    first = next((word for word in parsed.words if word.end > offset), None)
    if first is None or (place and _is_where(parsed, first, frame)):
        return first is not None
    below = _capital_before(parsed, first) if place else first
    telling = _telling(parsed, frame, place=place)
    named = below == first  # the word itself, or the rest of a name of several
    while below.index not in telling:
        above = parsed.head(below)
        if above is None or _is_example(above) or _is_of_later(parsed, below, above, frame):
            return False
        if _is_cut_off(parsed, frame, below, above, telling):
            if not place and _opens_both(parsed, frame, below, above):
                return True
            return below.relation in {"prep", "npadvmod"} and _follows(parsed, frame, below, above)
        if not _is_journey_before(parsed, below, frame) and _stops(parsed, below, frame, place=place, named=named):
            return False  # but "after arriving in Lima on Monday, he met Orr"
        named = named and below.relation == "compound"
        below = above
    return True


def _is_where(parsed: Parse, place: Word, frame: Frame) -> bool:
    """Whether "where" behind a place begins the clause of the meeting: "leaving for Lima where he is to meet Orr"."""
    told = [frame.verb, *takewhile(lambda above: above.kind in {"VERB", "AUX"}, parsed.ancestors(frame.verb))]
    clauses = [child for verb in told for child in parsed.children(verb, "advmod") if child.lemma == "where"]
    for where in clauses:
        before = where.index - (2 if parsed.words[where.index - 1].text == "," else 1)
        name = parsed.words[place.index : before + 1]
        if place.index < where.index < frame.verb.index and name and all(word.kind == "PROPN" for word in name):
            return True
    return False


def _is_example(word: Word) -> bool:
    """Whether a word only gives an example: "a truce, including around Lima"."""
    return word.relation == "prep" and word.lemma in {"including", "include"}


def _capital_before(parsed: Parse, place: Word) -> Word:
    """Return the noun right before a place's name, which a parser hangs elsewhere: "in the capital, Lima on Monday".

    Also the building: "at State House, Lima".
    """
    first = min(word.index for word in parsed.subtree(place)) if place.kind == "PROPN" else 0
    noun = parsed.words[first - 2] if first > 1 and parsed.words[first - 1].text == "," else place
    return noun if noun.lemma in frame_words()["sites"] and noun.relation == "pobj" else place


def _stops(parsed: Parse, below: Word, frame: Frame, *, place: bool, named: bool) -> bool:
    """Whether what is told of a word is not told of the one above it."""
    above = parsed.words[below.head]
    leaves = place and not named and below.relation == "dobj" and above.lemma in frame_words()["leaves"]
    told = leaves or _is_participle(parsed, below, frame) or _leads_on(below, above, place=place)
    return not told or (place and _leads_astray(parsed, below, frame, named=named))


def _is_cut_off(parsed: Parse, frame: Frame, below: Word, above: Word, telling: set[int]) -> bool:
    """Whether a phrase depends on a verb that tells nothing of the meeting."""
    if above.kind != "VERB" or above.index in telling or below.kind in {"VERB", "AUX"} or _is_adjective(above):
        return False
    return not _is_participle(parsed, above, frame) and not _is_journey_before(parsed, above, frame)


def _opens_both(parsed: Parse, frame: Frame, phrase: Word, verb: Word) -> bool:
    """Whether a time opens a sentence of two clauses: "On Monday, Orr met Novak and Reth received Quell"."""
    joined = verb
    while joined != frame.verb and (following := parsed.children(joined, "conj")):
        joined = following[0]
    return joined == frame.verb and verb != joined and min(word.index for word in parsed.subtree(phrase)) == 0


def _is_participle(parsed: Parse, verb: Word, frame: Frame) -> bool:
    """Whether a verb only says more of the meeting or of who meets: "mediated by Orr", "a team led by Orr"."""
    words = frame_words()
    while verb.relation in {"xcomp", "acomp"}:  # "talks that were due to begin on Monday"
        verb = parsed.words[verb.head]
    noun = parsed.words[verb.head]
    if verb.relation == "relcl":  # "a meeting of Orr and Novak, which had been scheduled for Monday"
        of_it = any(child.lemma in {"which", "that"} for child in parsed.children(verb, "nsubj", "nsubjpass"))
        told = verb.lemma in words["schedules"] | words["takes_place"] | words["opens"]
        of_meeting = noun == frame.trigger or frame.trigger in parsed.ancestors(noun)
        return of_it and told and (of_meeting or _is_beside(parsed, noun, frame))
    before = parsed.words[verb.index - 1]  # "a meeting with Orr planned for Monday", whatever a parser makes of it
    if verb.lemma in words["schedules"] and any(party.head == before for party in frame.others):
        return frame.trigger.kind == "NOUN" and verb.tag in {"VBN", "VBD"}
    if verb.relation == "advcl" and verb.tag == "VBN" and verb.lemma in words["holds"]:
        aside = before.text == "," and parsed.words[verb.index - 2] == frame.trigger  # "In the talks, held in Lima,"
        return aside or frame.trigger in parsed.children(noun, "nsubj", "nsubjpass")  # "Held in Lima, the talks ..."
    if verb.relation != "acl":
        return False
    trip = verb.lemma in words["schedules"] and frame.trigger.lemma in words["journeys"]
    trip = trip and frame.trigger in parsed.ancestors(noun)  # "the trip to Norvia scheduled for Monday"
    if trip or noun == frame.trigger or (verb.lemma in words["holds"] and _is_beside(parsed, noun, frame)):
        return True
    led = verb.lemma in words["leads"] and bool(parsed.children(verb, "agent"))
    return led and any(party.head == noun for party in (*frame.agents, *frame.others))


def _is_beside(parsed: Parse, noun: Word, frame: Frame) -> bool:
    """Whether people met at or beside an occasion: "met at a summit held on Monday", "on the margins of a summit"."""
    words = frame_words()
    preposition = parsed.words[noun.head]
    above = parsed.words[preposition.head]
    if noun.relation != "pobj" or noun.lemma not in words["around"]:
        return False
    aside = preposition.lemma == "of" and above.lemma in words["parts"]
    return (aside or preposition.lemma in {"at", "during"}) and frame.trigger.index < noun.index


def _is_of_later(parsed: Parse, phrase: Word, above: Word, frame: Frame) -> bool:
    """Whether a phrase is of the occasion before which people met: "met on the eve of talks in Lima on Monday"."""
    in_call = any(is_phone_call(parsed, child) for child in parsed.children(phrase, "pobj"))
    if _is_before_occasion(parsed, phrase) or (in_call and frame.is_face_to_face):  # "agreed to meet during a call"
        return True
    for beside in parsed.children(above, "prep", "advmod"):
        within = list(parsed.subtree(beside))
        if max(word.index for word in within) == phrase.index - 1 and frame.trigger not in within:
            return any(_is_before_occasion(parsed, word) for word in within)
    return False


def _is_before_occasion(parsed: Parse, word: Word) -> bool:
    """Whether a word puts what it belongs to before an occasion: "on the eve of talks", "ahead of the summit"."""
    if word.lemma == "before":
        occasions = frame_words()["around"] | frame_words()["journeys"]
        return any(child.lemma in occasions for child in parsed.children(word, "pobj"))
    return word.lemma in {"eve", "ahead"}


def _is_adjective(verb: Word) -> bool:
    """Whether a parser took a word for a verb: "in neighboring Norvia"."""
    return verb.lemma in {"neighbor", "neighbour"}


def _leads_on(below: Word, above: Word, *, place: bool) -> bool:
    """Whether what is told of a word is told of the one above it: of a verb, only what it has of its own."""
    if below.kind in {"VERB", "AUX"} and not _is_adjective(below):
        return False  # "met Orr on Monday and left on Friday"
    visited = place and below.relation == "dobj" and (above.lemma in frame_words()["goes"] or _is_adjective(above))
    return visited or below.relation in _ATTACHED


def _leads_astray(parsed: Parse, below: Word, frame: Frame, *, named: bool) -> bool:
    """Whether a place below a word is spoken of, and nobody is there: "focused on the situation in Norvia"."""
    words = frame_words()
    above = parsed.words[below.head]
    parties = {party.head.index for party in (*frame.agents, *frame.others)}
    if below.kind == "ADP":
        to_meet = any(child.lemma in words["occasions"] for child in parsed.children(below, "pobj"))
        left = above.relation == "dobj" and parsed.words[above.head].lemma in words["leaves"]  # "left Lima for Norvia"
        leaves = below.lemma == "for" and (to_meet or left or above.lemma in words["goes"] | words["leaves"])
        of_party = below.lemma in {"from", "of"} and above.index in parties  # "his counterparts from Norvia"
        of_party = of_party and not any(is_somewhere(parsed, child) for child in parsed.children(below, "pobj"))
        came = below.lemma == "from" and above.lemma in words["arrives"] | {"here"}  # "arrived here from Norvia"
        came = came or (below.lemma == "from" and parsed.words[below.index - 1].lemma == "counterpart")
        deals = above.lemma == "deal"  # "will deal with the war in Norvia"
        told = above.lemma == "brief" and below.lemma == "on"  # "briefed him on talks in Norvia"
        # "Orr, the envoy in Norvia, met"
        titled = above.relation == "appos" and above.kind == "NOUN" and below.index == above.index + 1
        of_party = of_party or (titled and above.head in parties)
        return of_party or came or deals or told or (below.lemma in words["topical"] and not leaves)
    around = words["around"] | words["times"] | words["journeys"]
    about = below.kind in {"NOUN", "PROPN"} and not named and below.lemma not in around
    about = about and not (above.head in parties and is_somewhere(parsed, below))
    # "Norvia's envoy Orr", but "between Orr and Novak due in Lima"
    of_party = below.relation in _ATTRIBUTES and above.index in parties and below.lemma not in words["plans"]
    aside = parsed.words[above.head].lemma in words["parts"]  # "on the margins of a conclave in Lima"
    # "at a summit of the Delta Union in Lima"
    of_occasion = above.lemma == "of" and parsed.words[above.head].lemma in words["occasions"] | words["around"]
    about = about and not (aside or of_occasion)
    return of_party or (about and below.relation == "pobj" and above.lemma in {"on", "of"})


def _phrase_around(parsed: Parse, word: Word) -> set[int]:
    """Return the numbers of a word and of what it depends on, up to the verb, that of a journey included."""
    found = {word.index}
    for above in parsed.ancestors(word):
        if above.kind in {"VERB", "AUX"}:
            return found | ({above.index} if above.lemma in frame_words()["goes"] | frame_words()["leaves"] else set())
        found.add(above.index)
    return found


def _is_journey_before(parsed: Parse, verb: Word, frame: Frame) -> bool:
    """Whether a verb, before what tells of the meeting, brings there who meets: "arriving in Lima, he met Orr"."""
    words = frame_words()
    if verb.kind != "VERB" or verb.index > frame.trigger.index or verb.lemma not in words["goes"]:
        return False
    above = parsed.head(verb)
    if verb.relation == "pcomp" and above is not None:
        there = verb.lemma in words["arrives"] or any(child.lemma in {"to", "into"} for child in parsed.children(verb))
        return above.lemma in {"after", "on", "upon"} and there  # but "after visiting Lima"
    return verb.relation == "advcl" and not any(child.lemma == "before" for child in parsed.children(verb, "mark"))


def _follows(parsed: Parse, frame: Frame, phrase: Word, verb: Word) -> bool:
    """Whether a phrase stands right behind what tells of the meeting, though a parser hung it on another verb.

    "agreed in a statement issued after a meeting between Orr and Novak, on Thursday in Lima", "met Orr on Monday,
    officials said", and not "said after a meeting with Orr on Monday".
    """
    words = frame_words()
    if verb == frame.trigger:
        return False  # of its times none is the meeting's: "departed on Monday"
    name = phrase.kind == "PROPN" and phrase.lemma not in words["times"]  # "with the envoy, Ada Novak, in Lima"
    if verb.index < phrase.index and ((verb.lemma in words["says"] and not name) or verb.index > frame.trigger.index):
        return False
    within = {word.index for word in parsed.subtree(frame.trigger)}
    for beside in parsed.children(verb, "prep"):
        if frame.trigger.index < beside.index < phrase.index:
            within |= {word.index for word in parsed.subtree(beside)}
    before = min(word.index for word in parsed.subtree(phrase)) - 1
    while before > frame.trigger.index and parsed.words[before].kind == "PUNCT":
        before -= 1
    return frame.trigger.index <= before and before in within


def _telling(parsed: Parse, frame: Frame, *, place: bool) -> set[int]:
    """Return the numbers of the words whose time or place is the meeting's: the trigger, its verbs, who meets."""
    words = frame_words()
    told = {*_with_parties(parsed, frame, place=place), *_with_journey(parsed, frame.trigger)}
    told |= {frame.verb.index} if frame.trigger.relation == "oprd" else set()  # "held what he called talks on Monday"
    by_phone = frame.trigger.lemma in words["by_phone"] and frame.trigger.relation == "pobj"
    told |= {frame.verb.index} if by_phone else set()  # "told Orr by telephone on Monday"
    below = frame.trigger
    passed: list[Word] = []
    for above in parsed.ancestors(frame.trigger):
        passed.append(below)
        if below.kind in {"VERB", "AUX"} and below.relation in _OF_ITS_OWN:
            if below.relation == "relcl" and _is_there(parsed, below, above, place=place):
                told |= _phrase_around(parsed, above)  # "to a camp in Lima, where talks are planned"
            journey = any(child.lemma in words["journeys"] for child in parsed.children(above, "dobj"))
            if below.relation != "conj" or not (below.tag == "VB" or above.lemma in words["goes"] or journey):
                break  # but "arrived in Lima and met Orr", "paid a visit to Lima and met Orr"
        addresses = below == frame.trigger and below.relation == "dobj" and above.lemma in words["addresses"]
        if not addresses and (above.lemma in words["says"] or makes_remarks(parsed, above)):
            said = {
                above.index,
                *(each.index for each in parsed.children(above, "dobj") if each.lemma in words["remarks"]),
            }
            told |= said if _is_said_there(passed, place=place) else set()
            break
        if _is_of_another_day(below, above, place=place):
            break
        if above.kind in {"VERB", "AUX"}:
            first = below.lemma in {"after", "following"} and below.index < above.index
            if place and first and above.lemma in words["goes"]:
                break  # "after meeting Orr, she flew to Lima"
            told |= _with_journey(parsed, above) | _beside(parsed, above, below)
        elif above.lemma in words["journeys"] | words["occasions"]:
            told.add(above.index)
        below = above
    return told if place else _telling_time(parsed, frame, told)


def _is_of_another_day(below: Word, above: Word, *, place: bool) -> bool:
    """Whether what a word depends on has its own day: "agreed on Monday to a summit", "will go following talks"."""
    words = frame_words()
    if not place and above.lemma in words["agrees"] and below.lemma == "to" and below.kind == "ADP":
        return True
    counted = below.lemma == "after" and above.relation == "npadvmod"  # "went on Monday, a day after meeting Orr"
    return below.kind in {"ADP", "VERB"} and (counted or below.lemma in words["long_before"])


def _is_there(parsed: Parse, clause: Word, above: Word, *, place: bool) -> bool:
    """Whether a clause tells what is done in a place, or on a journey: "Lima, where", "a visit during which"."""
    during = [child for child in parsed.children(clause, "prep") if child.lemma in {"during", "in", "on"}]
    which = any(below.lemma == "which" for child in during for below in parsed.children(child, "pobj"))
    there = place and which and above.lemma in frame_words()["journeys"]
    return there or any(child.lemma == "where" for child in parsed.children(clause))


def _beside(parsed: Parse, verb: Word, below: Word) -> set[int]:
    """Return the numbers of what else says when a meeting is: "the talks are expected to take place on Monday"."""
    if below.lemma == "with":  # "held talks on Monday with visiting President Orr"
        return {each.index for each in parsed.children(verb, "dobj") if each.lemma in frame_words()["occasions"]}
    if below.relation not in {"nsubj", "nsubjpass"}:
        return set()
    return {
        each.index
        for word in (verb, *parsed.children(verb, "acomp"))
        for each in parsed.children(word, "xcomp")
        if any(child.lemma == "to" for child in parsed.children(each, "aux"))
        and all(what.lemma == "place" for what in parsed.children(each, "dobj"))
    }


def _telling_time(parsed: Parse, frame: Frame, told: set[int]) -> set[int]:
    """Return the numbers of the words whose time is the meeting's: "met to discuss trade on Monday", not "left to"."""
    for verb in parsed.children(frame.trigger, "advcl", "xcomp"):
        if verb.lemma == "discuss" and verb.tag == "VB":
            what = parsed.children(verb, "dobj")
            told = {*told, verb.index, *(each.index for each in what if each.lemma not in frame_words()["around"])}
    return told - {word.index for word in parsed.words if word.lemma in frame_words()["departs"]}


def _is_there_now(parsed: Parse, party: Word) -> Iterator[Word]:
    """Yield the verbs that tell where somebody is just now: "met Orr, who is in Lima", "who is visiting Lima"."""
    for name in (party, *parsed.children(party, "appos")):
        for verb in parsed.children(name, "relcl"):
            now = verb.tag in {"VBZ", "VBP"} or any(
                child.tag in {"VBZ", "VBP"} for child in parsed.children(verb, "aux")
            )
            there = now and verb.lemma in frame_words()["goes"] | {"be"}
            if there or verb.lemma in frame_words()["arrives"]:
                yield verb


def _with_parties(parsed: Parse, frame: Frame, *, place: bool) -> set[int]:
    """Return the numbers of who meets, and of what else tells where: "was in Lima", "trade in meetings with Orr"."""
    told: set[int] = set()
    for party in (party.head for party in (*frame.agents, *frame.others)):
        verb = parsed.head(party) if party.relation == "nsubj" else None
        told |= {party.index} if verb is None or verb.lemma != "be" else {party.index, verb.index}
        told |= {name.index for name in names_behind(parsed, party)}
        told |= {verb.index for verb in _is_there_now(parsed, party)} if place else set()
        between = takewhile(lambda above: above != frame.trigger, parsed.ancestors(party))
        told |= {word.index for word in between if word.kind == "NOUN" and word.lemma in frame_words()["occasions"]}
    return told


def _is_said_there(passed: Sequence[Word], *, place: bool) -> bool:
    """Whether somebody speaks where people met: "said at a meeting with Orr", "said in Lima after a meeting"."""
    after = any(word.kind in {"ADP", "VERB"} and word.lemma in {"after", "following", "follow"} for word in passed)
    return (place and after) or (passed[-1].kind == "ADP" and passed[-1].lemma in {"at", "during"})


def _with_journey(parsed: Parse, word: Word) -> set[int]:
    """Return the numbers of a word and of the journey that is its object: "paid a visit", "led a delegation"."""
    journeys = frame_words()["journeys"] | frame_words()["travels"]
    return {word.index, *(each.index for each in parsed.children(word, "dobj") if each.lemma in journeys)}
