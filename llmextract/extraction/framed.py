"""Whom the frames of an article's sentences bring together."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from llmextract.extraction.certainty import are_of_different_parties, meet_among_themselves
from llmextract.extraction.frame_sides import is_definite, is_new, tells_of_journey
from llmextract.extraction.frames import find_frames
from llmextract.extraction.meeters import (
    Meeters,
    apart,
    are_officials,
    are_the_two,
    is_complete,
    is_one_side,
    is_told_alone,
    is_told_beside,
    one_of_those,
    up_to_next,
)
from llmextract.extraction.parties import subjects
from llmextract.extraction.party_members import PartyMembers
from llmextract.extraction.pronouns import HE
from llmextract.extraction.quoted_speakers import is_of_speaker
from llmextract.extraction.several_states import is_of_two_states
from llmextract.extraction.speeches import mainly_told
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.extraction.cast import Member
    from llmextract.extraction.frame import Frame
    from llmextract.extraction.syntax import Word

_BEFORE = 3  # sentences in which "he" may be named
_TWO = 2


class FramedMembers(PartyMembers):
    """Finds the members of a cast whom the frames of an article's sentences bring together."""

    def of(self, index: int) -> list[Meeters]:
        """Return who meets whom in a sentence, for each frame that names, or means, two sides at least.

        Of frames that tell of the same meeting, one is kept; see `apart`.
        """
        found: list[Meeters] = []
        self._here.clear()
        frames = find_frames(self._parses(index))
        for frame in frames:
            if (meeters := self._meeters(index, frame)) is not None:
                found.append(up_to_next(meeters, frames, self.article.sentences[index]))
                self._here[index] = meeters.members
        return apart(found)

    def _meeters(self, index: int, frame: Frame) -> Meeters | None:
        others = self._counterparts(index, frame)
        agents = self._agents(index, frame, others)
        if frame.mutual and len(others) > 1:  # "both countries agreed to it in talks between Orr and Novak"
            agents = [member for member in agents if member.kind is not ActorKind.COUNTRY]
        if any(member in agents for member in others) and are_officials(frame):
            others = []  # "Orr met the officials": not Orr and those whom he met before
        others = [member for member in others if member not in agents]
        if frame.others and not others and all(party.head.lemma in HE for party in frame.others):
            others = [member for member in self._here.get(index, ()) if member not in agents]  # "and will meet him"
        # One who meets several stands first: each of them may meet him alone.
        members = [*others, *agents] if len(others) == 1 < len(agents) else [*agents, *others]
        itself = agents == self._phrases.named_by(index, frame.trigger)  # "the Delta Forum leaders"
        alone = is_told_alone(frame, agents, others) and not itself
        several = len(members) == 1 and is_one_side(frame) and self._are_several(index, members[0])
        told = (alone or several) and not is_told_beside(self._parses(index), frame)
        if not (told or is_complete(frame, agents, others)):
            return None
        here = set(self.cast.in_sentence(index))
        members.sort(key=lambda member: member not in here)
        self._came.append(tuple(agents))
        return Meeters(frame, tuple(members), sum(member in here for member in members))

    def _are_several(self, index: int, member: Member) -> bool:
        """Whether one name stands for several who meet each other: "Norvian and Tavian officials", "NATO ministers"."""
        return is_of_two_states(member) or meet_among_themselves(member, self.article.sentences[index].text)

    def _counterparts(self, index: int, frame: Frame) -> list[Member]:
        """Return whom a frame's other side stands for."""
        others = self._members(index, frame.others)
        if frame.mutual and len(others) < _TWO:  # "talks involving the envoy, Ada Novak, the mayor, Ivo Reth, and ..."
            others = self._phrases.all_within(index, frame.others) or others
        if frame.is_of_many:  # of "the U.S.-Delta Union summit" the union is a party that one can meet there
            above = self._parses(index).ancestors
            within = self._members(index, [party for party in frame.others if frame.trigger in above(party.head)])
            others = [member for member in others if member.kind is not ActorKind.COUNTRY or member not in within]
        return others

    def _agents(self, index: int, frame: Frame, others: Sequence[Member]) -> list[Member]:
        """Return whom the side that meets the others stands for, also where the frame does not say."""
        agents = self._members(index, frame.agents)
        the_two = bool(frame.agents) and are_the_two(self._parses(index), frame)
        if len(others) == 1 and len(agents) >= _TWO and others[0] not in agents and the_two:
            agents = one_of_those(agents, self.reports)  # "In the talks with Reth, the two leaders discussed trade"
        if others and is_of_speaker(self._parses(index), self.article.sentences[index].text, frame):
            agents = self._speaker(index, frame.verb)
        for parties in frame.higher:
            if others and not are_of_different_parties([*agents, *others], self.article):
                agents = self._members(index, parties)
        if others and not (agents or frame.mutual) and is_definite(self._parses(index), frame.trigger):
            agents = self._met_last(index, others)
        missing = others and not (agents or (frame.agents and not the_two) or frame.mutual or frame.doubtful)
        goes = the_two or tells_of_journey(self._parses(index)) or is_new(self._parses(index), frame.trigger)
        if missing and goes:
            agents = [member for member in self._travellers(index, frame.trigger) if member not in others]
        if not frame.others and len(agents) < _TWO:
            agents = self._phrases.all_within(index, frame.agents) or agents
        return agents if frame.agents or frame.others else self._they(index, frame.trigger)  # "the meeting was put off"

    def _met_last(self, index: int, others: Sequence[Member]) -> list[Member]:
        """Return who of those who met last are on another side than these: "the talks with Novak"."""
        last, states = self._last(index), {member.country for member in others if member.country}
        return [member for member in last.members if member.country not in states] if last and states else []

    def _travellers(self, index: int, trigger: Word) -> list[Member]:
        """Return who goes where somebody awaits them, or who was spoken of: "the next stop is Lima, for talks"."""
        parsed = self._parses(index)
        verbs = [word for word in parsed.ancestors(trigger) if word.kind in {"VERB", "AUX"}]
        here = [(index, party) for verb in verbs for party in subjects(parsed, verb) if party.head != trigger]
        before = (
            (earlier, party)
            for earlier in range(index - 1, max(-1, index - 1 - _BEFORE), -1)
            for root in mainly_told(self._parses(earlier))
            for party in subjects(self._parses(earlier), root)
        )
        for sentence, party in chain(here, before):
            if found := [member for member in self._stand_for(sentence, party) if member.kind is ActorKind.PERSON]:
                return found
        return []
