"""A record as its reviewers left it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from llmextract.review.decisions import Action

if TYPE_CHECKING:
    from collections.abc import Iterable

    from llmextract.review.decisions import Decision
    from llmextract.schemas import Extraction


@dataclass(frozen=True)
class ReviewedArticle:
    """An article's record, and what was decided on it.

    Attributes:
        shown: The record with all corrections and additions, meetings that were rejected included.
        verdicts: The last decision in force on each meeting that has one, by the meeting's id.
        complete: Whether somebody declared that no meeting is missing.
        last: Number of the last decision, in force or not; 0 for none.
    """

    shown: Extraction
    verdicts: dict[str, Decision]
    complete: bool
    last: int

    @property
    def record(self) -> Extraction:
        """The record without the meetings that were rejected."""
        kept = tuple(meeting for meeting in self.shown.meetings if not self._rejected(meeting.id))
        return self.shown.model_copy(update={"meetings": kept})

    @property
    def undecided(self) -> list[str]:
        """Ids of the meetings that nobody has decided on."""
        return [meeting.id for meeting in self.shown.meetings if meeting.id not in self.verdicts]

    def _rejected(self, meeting: str) -> bool:
        return meeting in self.verdicts and self.verdicts[meeting].action is Action.REJECT


def apply_decisions(record: Extraction, decisions: Iterable[Decision]) -> ReviewedArticle:
    """Return a record as the decisions on it leave it.

    Args:
        record: The record that the decisions were taken on.
        decisions: Those on its article, in the order in which they were taken; what was taken back counts no more.
    """
    actors = {actor.id: actor for actor in record.actors}
    meetings = {meeting.id: meeting for meeting in record.meetings}
    verdicts: dict[str, Decision] = {}
    complete = False
    last = 0
    for decision in decisions:
        last = max(last, decision.id)
        if not decision.in_force:
            continue
        if decision.meeting is None:
            complete = True
            continue
        verdicts[decision.meeting] = decision
        if decision.change is not None:
            meetings[decision.meeting] = decision.change.meeting
            actors |= {actor.id: actor for actor in decision.change.actors}
    shown = record.model_copy(update={"actors": tuple(actors.values()), "meetings": tuple(meetings.values())})
    return ReviewedArticle(shown, verdicts, complete, last)
