"""Who meets, as the frames of a sentence say; and which of its frames tell of one meeting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from llmextract.extraction.several_states import meets_alone
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llmextract.articles.article import Sentence
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.frame import Frame
    from llmextract.extraction.occasions import Report
    from llmextract.extraction.syntax import Parse

_TWO = 2
_REMEMBERED = 8  # sentences for which "the two" may be who was named
_BESIDE = frozenset({"sideline", "sidelines", "margin", "margins", "fringe", "fringes"})
_ONLY_HOST = frozenset({"host", "convene"})


@dataclass(frozen=True, slots=True)
class Meeters:
    """Who meets, as one frame of a sentence says.

    Attributes:
        frame: The frame.
        members: Everybody in it, in order of appearance.
        named: How many of them the sentence itself names; they come first.
    """

    frame: Frame
    members: tuple[Member, ...]
    named: int


def up_to_next(meeters: Meeters, frames: Sequence[Frame], sentence: Sentence) -> Meeters:
    """Return who meets, without whom only a later frame of these words names: "met Orr in Lima and Reth in Oda".

    Args:
        meeters: Of one frame.
        frames: All of the sentence.
        sentence: The sentence.
    """
    later = [frame.start for frame in frames if frame.trigger == meeters.frame.trigger]
    stop = min((start for start in later if start > meeters.frame.start), default=None)
    if stop is None:
        return meeters
    here = range(sentence.start + stop, sentence.end)
    named, others = meeters.members[: meeters.named], meeters.members[meeters.named :]
    before = range(sentence.start, sentence.start + stop)
    kept = tuple(
        member
        for member in named
        if any(mention.start in before for mention in member.mentions)
        or not any(mention.start in here for mention in member.mentions)
    )
    return replace(meeters, members=(*kept, *others), named=len(kept)) if len(kept) > 1 or others else meeters


def apart(found: Iterable[Meeters]) -> list[Meeters]:
    """Return those of a sentence's frames that tell of different meetings.

    Args:
        found: What the frames say. Of those with the same people, or some of them, the first that has most is kept.
    """
    kept: list[Meeters] = []
    # What is only wished stands last: it is no reason to leave out what took place.
    for meeters in sorted(found, key=_rank):
        if (off := _called_off(meeters, kept)) is not None:
            kept[off] = replace(kept[off], frame=replace(kept[off].frame, tense="cancelled"))
            continue
        same = next((number for number, other in enumerate(kept) if _is_part(meeters, other)), None)
        if same is None:
            kept.append(meeters)
        elif meeters.frame.is_by_phone:  # "discussed trade during their telephone conversation"
            kept[same] = replace(kept[same], frame=replace(kept[same].frame, is_by_phone=True))
    return sorted(kept, key=lambda each: each.frame.trigger.index)


def _called_off(meeters: Meeters, kept: Sequence[Meeters]) -> int | None:
    """Return the number of the plan that a frame calls off: "was to receive Orr, but the visit was put off"."""
    frame, people = meeters.frame, set(meeters.members)
    if not frame.is_called_off or frame.agents or frame.others:
        return None
    plans = (number for number, other in enumerate(kept) if other.frame.tense == "future")
    return next((number for number in plans if set(kept[number].members) == people), None)


def _rank(meeters: Meeters) -> tuple[bool, int, int, bool]:
    unnamed = sum(member.kind is ActorKind.COUNTRY for member in meeters.members)
    return meeters.frame.doubtful, -len(meeters.members), unnamed, meeters.frame.tense is None


def _is_part(meeters: Meeters, other: Meeters) -> bool:
    """Whether a frame tells of no other meeting than another one: nobody else in it, and not of another time."""
    frames = (meeters.frame, other.frame)
    times = {frame.tense for frame in frames} - {None}
    ways = {frame.is_by_phone for frame in frames if frame.is_by_phone or frame.is_face_to_face}
    again = meeters.frame.again and meeters.frame.verb is not other.frame.verb
    if meeters.frame.known and set(meeters.members) == set(other.members):
        return True  # "met and planned to speak at the end of their talks"
    held = all(member in other.members or _is_named_by(member, other) for member in meeters.members)
    return held and max(len(times), len(ways)) < _TWO and not again


def _is_named_by(member: Member, other: Meeters) -> bool:
    """Whether a frame names somebody who speaks for a country."""
    return member.kind is ActorKind.COUNTRY and any(each.country == member.country for each in other.members)


def _is_speech(frame: Frame) -> bool:
    """Whether somebody may only address others: "spoke to" them, and not by telephone."""
    return frame.trigger.kind == "VERB" and frame.trigger.lemma in {"speak", "talk"} and not frame.is_by_phone


def two_before(cast: Cast, index: int) -> list[Member]:
    """Return the only two persons whom an article has named so far: "the two men", where no sentence has both.

    Args:
        cast: Of the article.
        index: Index of the sentence that speaks of the two.
    """
    before = [
        member
        for member in cast.members
        if member.kind is ActorKind.PERSON and any(mention.sentence < index for mention in member.mentions)
    ]
    near = [each for each in before if any(0 < index - mention.sentence <= _REMEMBERED for mention in each.mentions)]
    return before if len(before) == len(near) == _TWO else []


def is_complete(frame: Frame, agents: Sequence[Member], others: Sequence[Member]) -> bool:
    """Return whether a frame has both of its sides.

    Args:
        frame: The frame.
        agents: Whom its agents stand for.
        others: Whom its other side stands for.
    """
    if not frame.others or (frame.is_of_many and not others):  # "co-chaired the summit of the two unions"
        # Also where one word means several: "the two". With "Orr and other ministers" somebody else met.
        return len([member for member in agents if not member.name.lower().startswith("other ")]) > 1
    if frame.mutual:
        vague = len(frame.others) == 1 and frame.others[0].head.tag == "NNS"  # "between the parties"
        # Who speaks of talks between one who is known and another who isn't is not the other.
        return len(others) > 1 or bool(agents and others and not vague and len(frame.others) == 1)
    places = {ActorKind.COUNTRY, ActorKind.ORGANIZATION} if frame.is_visit else {ActorKind.COUNTRY}
    if _is_speech(frame) and all(other.kind is ActorKind.ORGANIZATION for other in others):
        return False  # "spoke to the World Affairs Council"
    if frame.needs_person and all(other.kind in places for other in others):
        return False  # "visited Norvia", "visited the museum"
    return bool(agents and others)


def are_the_two(parsed: Parse, frame: Frame) -> bool:
    """Return whether only "the two", or "the sides", are agents behind one who is named: "In talks with Orr, the two".

    Args:
        parsed: The sentence.
        frame: One of its frames.
    """
    words = [{word.lemma for word in (party.head, *parsed.children(party.head))} for party in frame.agents]
    before = all(other.head.index < party.head.index for party in frame.agents for other in frame.others)
    return before and len(words) == 1 and not words[0].isdisjoint({"two", "both", "side", "party"})


def are_officials(frame: Frame) -> bool:
    """Return whether the other side of a frame with two is no more than a plural: "met the officials".

    Args:
        frame: The frame.
    """
    return not frame.mutual and all(party.head.tag == "NNS" for party in frame.others)


def one_of_those(members: Sequence[Member], reports: Sequence[Report]) -> list[Member]:
    """Return who of several that met last met somebody else before, or else who stands first.

    Args:
        members: The several.
        reports: What was reported so far.
    """
    earlier = [report for report in reports if set(report.members) != set(members)]
    found = [member for member in members if any(member in report.members for report in earlier)]
    return found if len(found) == 1 else [*members[:1]]


def is_told_beside(parsed: Parse, frame: Frame) -> bool:
    """Return whether a sentence names a gathering only for what happens beside it: "met on the margins of a summit".

    Args:
        parsed: The sentence.
        frame: One of its frames.
    """
    preposition = parsed.head(frame.trigger)
    above = parsed.head(preposition) if preposition is not None else None
    return frame.trigger.relation == "pobj" and above is not None and above.lemma in _BESIDE


def is_told_alone(frame: Frame, agents: Sequence[Member], others: Sequence[Member]) -> bool:
    """Return whether a frame with one member tells of a meeting: who goes to a summit, or several who meet each other.

    Who else came, other sentences tell; a state that hosts others may only lend the room.

    Args:
        frame: The frame.
        agents: Whom its agents stand for.
        others: Whom its other side stands for.
    """
    members = [*agents, *others]
    if len(members) != 1 or frame.doubtful:
        return False
    hosts = frame.verb.lemma in _ONLY_HOST and members[0].kind is not ActorKind.PERSON
    return (frame.is_of_many and not hosts) or (is_one_side(frame) and meets_alone(members[0], frame))


def is_one_side(frame: Frame) -> bool:
    """Return whether a frame only has those who meet each other: "the ministers met", "a meeting of ministers".

    Args:
        frame: The frame.
    """
    return not frame.doubtful and (not frame.others or (frame.mutual and not frame.agents))
