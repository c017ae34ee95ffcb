"""How probable the model found what it answered about a passage, out of the probabilities of its answer's tokens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from llmextract.llm.likelihood import choice_probability, item_probability
from llmextract.prompting.passage import Belief

if TYPE_CHECKING:
    from llmextract.llm.base import Reply
    from llmextract.prompting.passage import MeetingDraft, Passage, PassageAnswer


def believed_drafts(reply: Reply[PassageAnswer], passage: Passage) -> tuple[MeetingDraft, ...]:
    """Return the meetings of an answer with the model's belief in each.

    Args:
        reply: The answer.
        passage: What it answers.

    Returns:
        The meetings; without a belief where the server does not tell the tokens.
    """
    drafts = reply.value.drafts()
    if reply.tokens is None:
        return drafts
    return tuple(replace(draft, belief=_belief(reply, number, passage)) for number, draft in enumerate(drafts))


def _belief(reply: Reply[PassageAnswer], number: int, passage: Passage) -> Belief:
    path = ("meetings", number)
    status = choice_probability(reply, (*path, "status"), [status.value for status in passage.statuses])
    return Belief(item_probability(reply, path), status)
