"""Which predicted meeting is which gold one, and what there is to compare in each pair (section 5 of the codebook)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.evaluation.answers import Answer, attendance_answer, city_accepted, date_accepted, field_answers
from llmextract.evaluation.assignment import best_pairs
from llmextract.evaluation.matching import TIE_BREAK, Matching, match_participants, match_topics

if TYPE_CHECKING:
    from llmextract.evaluation.gold import GoldDocument, GoldMeeting, GoldParticipant
    from llmextract.schemas import Actor, Extraction, Meeting

FIELD_BONUS = 0.25
"""What an accepted date and an accepted city each add to a pair's score."""

STRICT_FIELDS = frozenset({"status", "date", "city"})
"""The fields that must be accepted for a meeting to be right as a whole."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """A predicted meeting with the actors that take part, in its order."""

    meeting: Meeting
    actors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A predicted meeting beside the gold one that it is paired with.

    Attributes:
        predicted: The predicted meeting.
        gold: The gold meeting.
        participants: Their participants, matched.
        topics: Their topics, matched.
        answers: The fields of the predicted meeting, judged.
        attendances: For each matched gold participant that is not optional, the predicted attendance, judged.
    """

    predicted: Predicted
    gold: GoldMeeting
    participants: Matching
    topics: Matching
    answers: tuple[Answer, ...]
    attendances: tuple[tuple[GoldParticipant, Answer], ...]

    @property
    def right(self) -> bool:
        """Whether the meeting is right as a whole: nobody missed or invented, status, date and city accepted."""
        exact = not self.participants.missed and not self.participants.invented
        return exact and all(answer.right for answer in self.answers if answer.field in STRICT_FIELDS)


@dataclass(frozen=True, slots=True)
class DocumentPairing:
    """A record's meetings beside a gold document's.

    Attributes:
        matching: Which is paired with which, pairs with optional gold meetings included.
        pairs: The pairs with gold meetings that are not optional: those that count.
        invented: The predicted meetings that are paired with nothing.
        missed: The gold meetings that are not optional and paired with nothing.
    """

    matching: Matching
    pairs: tuple[Pair, ...]
    invented: tuple[Predicted, ...]
    missed: tuple[GoldMeeting, ...]


def pair_meetings(extraction: Extraction | None, gold: GoldDocument) -> DocumentPairing:
    """Pair the meetings of a record with those of a gold document, so that the summed pair score is greatest.

    Of pairings with the same sum, one that finds most of the meetings that are not optional is taken.

    Args:
        extraction: The record; ``None``, where there is none, is taken for a record without meetings.
        gold: The gold document.

    Returns:
        The pairing.
    """
    predicted = [] if extraction is None else _with_actors(extraction)
    people = [[match_participants(item.actors, wanted.participants) for wanted in gold.meetings] for item in predicted]
    weights = [
        [_weight(item.meeting, wanted, matching) for wanted, matching in zip(gold.meetings, row, strict=True)]
        for item, row in zip(predicted, people, strict=True)
    ]
    matching = Matching(best_pairs(weights), len(predicted), tuple(meeting.optional for meeting in gold.meetings))
    return DocumentPairing(
        matching,
        tuple(_pair(predicted[i], gold.meetings[j], people[i][j]) for i, j in matching.required_pairs),
        tuple(predicted[i] for i in matching.invented),
        tuple(gold.meetings[j] for j in matching.missed),
    )


def pair_score(meeting: Meeting, gold: GoldMeeting, participants: Matching) -> float:
    """Score how well a predicted meeting fits a gold one.

    Args:
        meeting: The predicted meeting.
        gold: The gold meeting.
        participants: Their participants, matched.

    Returns:
        The participants' F1, plus `FIELD_BONUS` for an accepted date and for an accepted city; 0 where the F1 is 0,
        whatever the date and the city.
    """
    f1 = participants.tally.f1
    if not f1:
        return 0.0
    return f1 + FIELD_BONUS * (date_accepted(meeting, gold) + city_accepted(meeting, gold))


def _weight(meeting: Meeting, gold: GoldMeeting, participants: Matching) -> float:
    score = pair_score(meeting, gold, participants)
    return score + TIE_BREAK if score and not gold.optional else score


def _with_actors(extraction: Extraction) -> list[Predicted]:
    actors = {actor.id: actor for actor in extraction.actors}
    return [
        Predicted(meeting, tuple(actors[participant.actor] for participant in meeting.participants))
        for meeting in extraction.meetings
    ]


def _pair(predicted: Predicted, gold: GoldMeeting, participants: Matching) -> Pair:
    meeting = predicted.meeting
    attendances = tuple(
        (gold.participants[j], attendance_answer(meeting.participants[i], gold.participants[j]))
        for i, j in participants.required_pairs
    )
    topics = match_topics(meeting.topics, gold.topics)
    return Pair(predicted, gold, participants, topics, field_answers(meeting, gold), attendances)
