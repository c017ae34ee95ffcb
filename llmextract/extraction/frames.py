"""Who meets whom, by grammar: the subject and the objects of the verbs and nouns that English tells of meetings with.

"Orr met Novak", "Orr was received by Novak", "Orr came to Lima for talks with Novak", "talks between Orr and Novak":
each has one word that tells of a meeting, its trigger, and the people who depend on it, on one side or on two. The
vocabulary is in ``frames.toml``; the relations are those of `llmextract.extraction.syntax`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame import Frame
from llmextract.extraction.frame_sides import (
    behind,
    behind_place,
    groups_of,
    joined,
    objects_of,
    taken_for_time,
    with_companions,
    without_second_with,
)
from llmextract.extraction.frame_tense import is_doubtful, is_phone_call, puts_off, tense_of_noun, tense_of_verb
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.parties import lost_subject, named, subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Parse, Word

_DEEPEST = 12  # nouns, one within the other


def find_frames(parsed: Parse) -> list[Frame]:
    """Find what a sentence says of meetings.

    Args:
        parsed: The sentence.

    Returns:
        The frames, in the order of their triggers; those with nobody in them are left out, unless they call off what
        was spoken of before ("the meeting was postponed").
    """
    found = (frame for word in parsed.words for frame in _frames_of(parsed, word))
    return [frame for frame in found if frame.agents or frame.others or frame.is_called_off]


def _frames_of(parsed: Parse, word: Word) -> Iterator[Frame]:
    words = frame_words()
    if word.kind in {"VERB", "AUX"}:
        if word.lemma in words["meets"] | words["speaks"]:
            yield from _by_verb(parsed, word)
    elif word.kind in {"NOUN", "PROPN"} and word.lemma in words["occasions"]:
        yield from _by_noun(parsed, word)


def _by_verb(parsed: Parse, verb: Word) -> Iterator[Frame]:
    words = frame_words()
    if puts_off(parsed, verb):
        return  # the meeting that it calls off is told by another word
    passive = any(child.relation in {"nsubjpass", "auxpass"} for child in parsed.children(verb))
    objects = objects_of(parsed, verb)
    if verb.lemma in words["needs_object"] and not passive and not objects:
        return
    groups = groups_of(parsed, verb, objects, passive=passive)
    purpose = verb.lemma == "discuss" and verb.relation in {"advcl", "acl"} and verb.tag == "VB"
    if purpose and not (groups and _is_for_journey(parsed, verb)):
        return  # "met Orr to discuss trade": the meeting that it is for is told by another word
    if _is_arrival(parsed, verb):
        return
    agents = (*taken_for_time(parsed, verb, before=True), *subjects(parsed, verb))
    doubtful, tense = is_doubtful(parsed, verb), tense_of_verb(parsed, verb)
    for number, (start, others) in enumerate(groups or [(verb.start, [])]):
        yield Frame(
            verb,
            verb,
            agents,
            tuple(others),
            start=start if number else 0,
            is_by_phone=_is_by_phone(parsed, verb),
            again=any(child.lemma == "again" for child in parsed.children(verb)),
            doubtful=doubtful,
            came=_has_come(parsed, verb),
            tense=tense,
        )


def _is_arrival(parsed: Parse, verb: Word) -> bool:
    """Whether a visitor is only met at the airport, or "welcomed upon his arrival by Orr", and no word of talks."""
    words = frame_words()
    if verb.lemma not in words["awaits"]:
        return False
    behind = [(parsed.words[word.head].lemma, word.lemma) for word in parsed.subtree(verb) if word.relation == "pobj"]
    landed = any(
        what == "arrival" if how in {"on", "upon"} else how == "at" and what in {"airport", "airfield", "station"}
        for how, what in behind
    )
    return landed and not any(word.lemma in words["assemblies"] for word in parsed.words)


def _is_for_journey(parsed: Parse, verb: Word) -> bool:
    """Whether a verb tells what a journey is for: "will pay a visit to Lima to discuss trade with Novak"."""
    words = frame_words()
    above = parsed.head(verb)
    if above is None:
        return False
    going = above.lemma in words["goes"] if above.kind == "VERB" else above.lemma in words["journeys"]
    return going or any(word.lemma in words["journeys"] for word in parsed.children(above, "dobj"))


def _has_come(parsed: Parse, trigger: Word) -> bool:
    """Whether what a meeting is told for is a journey that is over: "flew to Lima to meet Orr", "came for talks"."""
    going = next((word for word in parsed.ancestors(trigger) if word.kind in {"VERB", "AUX"}), None)
    comes = frame_words()["goes"] | {"be", "head"}
    return going is not None and going.lemma in comes and tense_of_verb(parsed, going) == "past"


def _is_by_phone(parsed: Parse, trigger: Word) -> bool:
    words = frame_words()
    if trigger.kind == "VERB" and trigger.lemma == "call" and parsed.children(trigger, "dobj"):
        following = parsed.words[trigger.index + 1 : trigger.index + 2]
        return all(word.lemma != "on" for word in following)  # "called Orr", and not "called on Orr"
    means = [child for child in parsed.children(trigger, "prep", "agent") if child.lemma in {"by", "on", "over"}]
    named_so = [below for child in means for below in parsed.children(child, "pobj")]
    named_so += parsed.children(trigger, "compound", "amod")
    return trigger.lemma in words["by_phone"] or any(each.lemma in words["by_phone"] for each in named_so)


def _by_noun(parsed: Parse, noun: Word) -> Iterator[Frame]:
    words = frame_words()
    if _is_appeal(parsed, noun) or _is_habit(parsed, noun):
        return
    others: list[Party] = []
    mutual = False
    above = parsed.head(noun)
    verb = next((above for above in parsed.ancestors(noun) if above.kind in {"VERB", "AUX"}), noun)
    called = _holder_of_what(parsed, noun)
    verb = called or verb
    lost = lost_subject(parsed, verb)
    held = above is not None and noun.relation in {"dobj", "nsubjpass"} and above.lemma in words["holds"]
    # "hold talks in Lima with Orr", "attend the summit along with Orr"
    beside_verb = parsed.children(above, "prep", "advmod") if held and above is not None else []
    with_verb = [child for child in with_companions(parsed, beside_verb) if child.lemma in words["with_whom"]]
    with_verb += _told_of_subject(parsed, noun)
    beside_noun = [*parsed.children(noun, "prep"), *behind_place(parsed, noun)]
    callers = [above, noun] if above is not None and _is_answered(parsed, noun) else []
    calling = [child for word in callers for child in parsed.children(word, "prep") if child.lemma == "from"]
    others += named(parsed, [caller for child in calling for caller in parsed.children(child, "pobj")])
    for child in joined(parsed, without_second_with(parsed, (*beside_noun, *with_verb))):
        if child.lemma in words["of_noun"] or (child.lemma in {"on", "to"} and noun.lemma in words["paid"]):
            found = named(parsed, behind(parsed, child))
            found = [party for party in found if party.head != lost and party.head.lemma not in words["times"]]
            others += found if child.lemma != "of" or len(found) > 1 or _is_plural(found) else []
            mutual = mutual or (bool(found) and child.lemma in words["mutual"])
    others += _within_clause(parsed, noun) or _told_there(parsed, noun)
    mutual = mutual or any(clause.lemma in {"involve", "include"} for clause in parsed.children(noun, "acl"))
    if noun.relation == "nsubj" and verb.lemma == "bring":  # "the meeting brought together Orr and Novak"
        others += named(parsed, parsed.children(verb, "dobj"))
        mutual = True
    owners = [] if verb.lemma in words["attends"] else named(parsed, parsed.children(noun, "poss"))
    if noun.relation == "nsubjpass" and verb.lemma in words["holds"]:  # "the talks were chaired by Orr and Novak"
        told = [verb, *(other for other in parsed.children(verb, "conj") if other.lemma in words["holds"])]
        agents = [agent for each in told for agent in parsed.children(each, "agent")]  # "and attended by Reth"
        owners += named(parsed, [child for agent in agents for child in parsed.children(agent, "pobj")])
    beside = [] if owners else _beside(parsed, noun, hosted=bool(others))
    beside = subjects(parsed, called) if called is not None else beside
    if [party.head.lemma for party in beside] == ["what"] or (not beside and _is_what(parsed, noun)):
        beside = _before_what(parsed, noun)
    # "U.S.-Iranian talks", "a Norvian-Lumerian summit"
    within = named(parsed, parsed.children(noun, "compound", "nmod")) if not (owners or beside) else []
    tense = tense_of_noun(parsed, noun, verb)
    if not others and verb.lemma in words["attends"]:  # "attended the Delta Union summit"
        within_name = parsed.children(noun, "compound", "nmod", "poss")
        others = named(parsed, [each for each in within_name if each.lemma not in words["times"]])
    several = len(others) > 1 or (_is_plural(others) and verb.lemma in words["only_hosts"])
    if mutual and several and not owners:
        beside = []  # who speaks of talks between others, or convenes a meeting of others
    yield Frame(
        noun,
        verb,
        (*owners, *beside, *within),
        tuple(others),
        higher=tuple(_higher(parsed, noun)) if beside else (),
        mutual=mutual,
        is_by_phone=_is_by_phone(parsed, noun),
        doubtful=tense != "cancelled" and is_doubtful(parsed, noun),
        came=_has_come(parsed, noun),
        known=_is_known(parsed, noun),
        tense=tense,
    )


def _is_appeal(parsed: Parse, noun: Word) -> bool:
    """Whether a "call" asks for something, and nobody telephones: "repeated their call for a conference"."""
    what = [
        below for child in parsed.children(noun, "prep") if child.lemma == "for" for below in parsed.children(child)
    ]
    timed = any(below.lemma in frame_words()["times"] for below in what)
    return noun.lemma == "call" and bool(what) and not timed and not _is_by_phone(parsed, noun)


def _is_answered(parsed: Parse, noun: Word) -> bool:
    """Whether somebody is called: "received a telephone call from Orr"."""
    verb = parsed.head(noun)
    answers = verb is not None and verb.lemma in frame_words()["answers"]
    return answers and noun.relation == "dobj" and is_phone_call(parsed, noun)


def _is_habit(parsed: Parse, noun: Word) -> bool:
    """Whether meetings are what somebody always does: "Norvia chairs Delta Union meetings this year"."""
    verb = parsed.head(noun)
    presides = verb is not None and verb.lemma in frame_words()["attends"] and verb.tag in {"VBZ", "VBP"}
    return presides and noun.relation == "dobj" and noun.tag == "NNS" and noun.lemma == "meeting"


def _is_known(parsed: Parse, noun: Word) -> bool:
    """Whether a noun is of an occasion that was spoken of before: "the summit", "Thursday's summit"."""
    words = frame_words()
    owners = parsed.children(noun, "poss")
    before = [*parsed.children(noun, "det"), *owners]
    named = parsed.children(noun, "compound", "nmod", "amod", "prep")  # "the Delta Union summit in Lima"
    return bool(before) and all(each.lemma in words["known"] | words["times"] for each in before) and not named


def _told_of_subject(parsed: Parse, noun: Word) -> list[Word]:
    """Return prepositions by which a verb names who meets: "the talks will be held in Lima between Orr and Novak"."""
    above = parsed.head(noun)
    while above is not None and noun.relation == "pobj" and above.lemma == "of" and above.relation == "prep":
        noun = parsed.words[above.head]  # "one of the meetings was with Orr"
        above = parsed.head(noun)
    if above is None or noun.relation not in {"nsubj", "nsubjpass"}:
        return []
    words = frame_words()
    is_told = above.lemma in words["takes_place"] | words["schedules"]
    names_all = [child for child in parsed.children(above, "prep") if child.lemma in {"between", "among"}]
    return names_all + [child for child in parsed.children(above, "prep") if is_told and child.lemma == "with"]


def _is_what(parsed: Parse, noun: Word) -> bool:
    """Whether a meeting is what somebody says it is: "for what the ministry said would be talks"."""
    above = parsed.head(noun)
    return (
        noun.relation in {"attr", "oprd"}
        and above is not None
        and any(child.lemma == "what" for child in parsed.children(above, "nsubj", "dobj"))
    )


def _holder_of_what(parsed: Parse, noun: Word) -> Word | None:
    """Return the verb of who holds what somebody calls a meeting: "held what he called frank talks"."""
    above = parsed.head(noun) if _is_what(parsed, noun) else None
    verb = parsed.head(above) if above is not None else None
    return verb if verb is not None and verb.lemma in frame_words()["holds"] else None


def _before_what(parsed: Parse, noun: Word) -> list[Party]:
    """Return who does what a meeting is for: "Orr was in Lima, a source said, for what would be talks"."""
    preposition = next((above for above in parsed.ancestors(noun) if above.kind == "ADP"), None)
    verb = parsed.head(preposition) if preposition is not None else None
    if verb is not None and verb.lemma in frame_words()["says"]:
        verb = next((told for told in parsed.children(verb, "ccomp") if told.index < verb.index), None)
    return subjects(parsed, verb) if verb is not None and verb.kind in {"VERB", "AUX"} else []


def _within_clause(parsed: Parse, noun: Word) -> list[Party]:
    """Return whom a clause about a noun names: "a summit hosted by Orr", "talks involving Norvia"."""
    words = frame_words()
    found: list[Party] = []
    for clause in parsed.children(noun, "acl", "relcl"):
        if clause.lemma in words["of_noun"] | {"involve", "include"}:
            found += named(parsed, parsed.children(clause, "dobj"))
        elif clause.lemma in words["holds"] - {"be"}:
            by = [host for agent in parsed.children(clause, "agent") for host in parsed.children(agent, "pobj")]
            own = [each for each in parsed.children(clause, "nsubj") if each.lemma not in {"who", "which", "that"}]
            found += named(parsed, [*by, *own])
    return found


def _told_there(parsed: Parse, noun: Word) -> list[Party]:
    """Return who was told something at a meeting of which nobody else is named: "told Orr in a call that ..."."""
    words = frame_words()
    above = parsed.head(noun)
    verb = parsed.head(above) if above is not None and noun.relation == "pobj" else None
    if above is None or verb is None or verb.lemma not in words["tells"] or above.lemma not in words["during"]:
        return []
    with_whom = [child for child in parsed.children(noun, "prep") if child.lemma in words["of_noun"]]
    whom = parsed.children(verb, "dobj", "dative") if not (with_whom or parsed.children(noun, "poss")) else []
    persons = [entity for entity in parsed.entities if entity.label == "PERSON"]
    found = (each for each in whom if any(who.start <= each.start < who.end for who in persons))
    return named(parsed, [*found, *(each for each in whom if each.lemma == "counterpart")])


def _higher(parsed: Parse, noun: Word) -> Iterator[tuple[Party, ...]]:
    above = parsed.head(noun)
    if noun.relation == "pobj" and above is not None and above.lemma in frame_words()["during"]:
        for verb in (word for word in parsed.ancestors(above) if word.kind == "VERB"):
            yield tuple(subjects(parsed, verb))


def _beside(parsed: Parse, noun: Word, *, hosted: bool, depth: int = 0) -> list[Party]:
    """Return whom a noun's place in the sentence makes a party: who holds it, goes to it, or speaks after it."""
    words = frame_words()
    above = parsed.head(noun)
    if above is None or depth > _DEEPEST:
        return []
    if noun.relation == "conj":
        return _beside(parsed, above, hosted=hosted, depth=depth + 1)
    if noun.relation in {"dobj", "attr"} and above.kind in {"VERB", "AUX"}:
        of_many = above.lemma in words["attends"] and noun.lemma in words["assemblies"]  # "will host a summit"
        if above.lemma in words["only_hosts"] and not (hosted or of_many):
            return []
        # "a stay, which includes talks", "a conference following talks"
        if (above.lemma, above.relation) in {("include", "relcl"), ("feature", "relcl"), ("follow", "acl")}:
            verbs = (subjects(parsed, verb) for verb in parsed.ancestors(above) if verb.kind == "VERB")
            return next((found for found in verbs if found), [])
        takes_part = above.lemma in words["holds"] or puts_off(parsed, above) or _is_answered(parsed, noun)
        takes_part = takes_part or (noun.lemma == "conference" and above.lemma in words["addresses"])
        return subjects(parsed, above) if takes_part else []
    return _around(parsed, above, hosted=hosted, depth=depth + 1) if noun.relation == "pobj" else []


def _around(parsed: Parse, preposition: Word, *, hosted: bool, depth: int) -> list[Party]:
    """Return who is a party to what stands behind a preposition: "came for talks", "said after a meeting"."""
    words = frame_words()
    governor = parsed.head(preposition)
    if preposition.lemma == "of" and governor is not None and governor.lemma in words["parts"] | words["calling_off"]:
        # "at the start of a meeting", "Orr's cancellation of a meeting"
        return _whose(parsed, governor, hosted=hosted, depth=depth)
    while governor is not None and governor.relation == "prep" and governor.kind == "ADP":
        governor = parsed.head(governor)  # "ahead of", "because of"
    returns = preposition.lemma == "from" and governor is not None and governor.lemma in words["goes"]
    if governor is None or (preposition.lemma in words["about"] and not returns):  # but "arrived from a meeting"
        return []
    if governor.kind in {"VERB", "AUX"}:
        sent = parsed.children(governor, "dobj") if governor.lemma in words["sends"] else []
        return named(parsed, sent) or subjects(parsed, governor)  # "sent Orr to Lima for talks"
    if preposition.lemma in words["during"]:  # "announced the decision in a call": what it hangs on
        verb = next((higher for higher in parsed.ancestors(governor) if higher.kind == "VERB"), None)
        return subjects(parsed, verb) if verb is not None else []
    # "his arrival in Lima for talks"
    return _whose(parsed, governor, hosted=hosted, depth=depth) if governor.lemma in words["journeys"] else []


def _whose(parsed: Parse, noun: Word, *, hosted: bool, depth: int) -> list[Party]:
    """Return whose a journey, or a part of a meeting, is: its owner, or who its place in the sentence makes a party."""
    return named(parsed, parsed.children(noun, "poss")) or _beside(parsed, noun, hosted=hosted, depth=depth)


def _is_plural(parties: Iterable[Party]) -> bool:
    return any(party.head.tag in {"NNS", "NNPS"} for party in parties)
