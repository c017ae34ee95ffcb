"""A frame: what the grammar of a sentence says of one meeting, as `llmextract.extraction.frames` finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words

if TYPE_CHECKING:
    from llmextract.extraction.frame_tense import Tense
    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Word


@dataclass(frozen=True, slots=True)
class Frame:
    """What a sentence says of one meeting: who meets whom.

    Attributes:
        trigger: The word that tells of the meeting.
        verb: The verb that says whether and when: the trigger, or what governs it ("held" of "held talks").
        agents: Who meets, holds or goes to it.
        others: With whom.
        higher: Who else may be meant by the agents, where the meeting only tells when something was said or done: the
            subjects of the clauses around ("urged Norvia to refrain from attacks during a call with Orr").
        mutual: Whether the others meet each other: "talks between Orr and Novak".
        start: Offset from which on the sentence speaks of this meeting, and not of the one before.
        is_by_phone: Whether the trigger itself tells of a telephone: "phoned", "spoke by phone".
        again: Whether it says that they had met before: "received him again".
        doubtful: Whether it is only wished, asked for, denied or supposed.
        came: Whether somebody has gone somewhere for it: "flew to Lima to meet Orr".
        known: Whether it is one that was spoken of before: "attended the summit".
        tense: Whether it is over ("have met"), to come ("will meet", "is due to meet") or called off ("postponed a
            meeting"); ``None`` where the verb does not say ("came to meet").
        one: Whether all who are named come to one meeting: "will host Orr and Novak for a summit".
    """

    trigger: Word
    verb: Word
    agents: tuple[Party, ...]
    others: tuple[Party, ...]
    higher: tuple[tuple[Party, ...], ...] = ()
    mutual: bool = False
    start: int = 0
    is_by_phone: bool = False
    again: bool = False
    doubtful: bool = False
    came: bool = False
    known: bool = False
    tense: Tense | None = None
    one: bool = False

    @property
    def is_called_off(self) -> bool:
        """Whether the meeting is called off."""
        return self.tense == "cancelled"

    @property
    def is_of_many(self) -> bool:
        """Whether somebody goes to what many go to: "attended a summit"."""
        words = frame_words()
        return self.verb.lemma in words["attends"] and self.trigger.lemma in words["assemblies"]

    @property
    def is_face_to_face(self) -> bool:
        """Whether the trigger tells of people who see each other, unless a telephone or a screen is spoken of."""
        return self.trigger.lemma in frame_words()["face_to_face"]

    @property
    def needs_person(self) -> bool:
        """Whether the trigger tells of a meeting only where its object is somebody, and no place: "visit"."""
        verbs = frame_words()["needs_object"] | frame_words()["discusses"]  # "discussed its ties with Norvia"
        return self.trigger.lemma in (verbs if self.trigger.kind == "VERB" else {"visit"})

    @property
    def is_open_to_several(self) -> bool:
        """Whether the trigger may tell of as many meetings as there are others: "met", "meetings", no "summit"."""
        plural = self.trigger.tag == "NNS" and self.trigger.lemma == "meeting"
        verbs = {"meet", "receive", "host", "see", "speak", "talk", "call", "phone", "telephone"}
        return plural or (self.trigger.kind == "VERB" and self.trigger.lemma in verbs and not self.one)

    @property
    def is_visit(self) -> bool:
        """Whether the trigger tells of a visit: a body that is visited may be no more than a building."""
        return self.trigger.lemma == "visit"
