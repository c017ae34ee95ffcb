"""How sure a record is: the probability that a meeting is reported as recorded, and that an actor takes part in it.

Logistic regression on a few facts about how the statement came to be: what the words leave no doubt of, how many
sentences say so, what the model found probable, whether two readings agree. The weights in ``confidence.toml`` were
fitted on articles with checked answers (``benchmarks/quality/fit_confidence.py``), so that of statements with a
confidence of 0.8 about 80 % are right; ``llmextract evaluate`` measures how far that holds.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from llmextract.schemas import ActorKind, Attendance

if TYPE_CHECKING:
    from llmextract.extraction.cast import Member
    from llmextract.extraction.occasions import Occasion

_USUAL_BELIEF = 0.65  # that of the embedded model in its answers on average, for servers that do not tell theirs
_USUAL_BELIEF_IN_STATUS = 0.97


def meeting_features(occasion: Occasion) -> dict[str, float]:
    """Return the facts that speak for a meeting, each between 0 and 1."""
    beliefs = [report.draft.belief for report in occasion.reports if report.draft.belief is not None]
    meetings = [belief.meeting for belief in beliefs if belief.meeting is not None]
    statuses = [belief.status for belief in beliefs if belief.status is not None]
    sentences = {report.sentence for report in occasion.reports}
    return {
        "certain": float(any(report.certain for report in occasion.reports)),
        "told_twice": float(len(sentences) > 1 or occasion.readings > 1),
        "contested": float(bool(occasion.contests)),
        "believed": max(meetings, default=_USUAL_BELIEF),
        "status_believed": max(statuses, default=_USUAL_BELIEF_IN_STATUS),
    }


def participant_features(occasion: Occasion, member: Member) -> dict[str, float]:
    """Return the facts that speak for an actor's part in a meeting, each 0 or 1."""
    reporting = [report for report in occasion.reports if member in report.members]
    return {
        "person": float(member.kind is ActorKind.PERSON),
        "office": float(member.role is not None),
        "named_there": float(any(member in report.own for report in reporting)),
        "told_twice": float(len(reporting) > 1),
        "contested": float(occasion.attendance(member) is not Attendance.CONFIRMED),
    }


def meeting_confidence(occasion: Occasion) -> float:
    """Return the probability in [0, 1] that the article reports this meeting."""
    return _probability("meeting", meeting_features(occasion))


def participant_confidence(occasion: Occasion, member: Member) -> float:
    """Return the probability in [0, 1] that the actor has this part in the meeting."""
    return _probability("participant", participant_features(occasion, member))


@cache
def _weights() -> dict[str, dict[str, float]]:
    return tomllib.loads(files("llmextract.extraction").joinpath("confidence.toml").read_text(encoding="utf-8"))


def _probability(kind: str, features: dict[str, float]) -> float:
    weights = _weights()[kind]
    logit = weights["intercept"] + sum(weights[name] * value for name, value in features.items())
    return round((1 + math.tanh(logit / 2)) / 2, 3)  # the logistic function, without overflow
