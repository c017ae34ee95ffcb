"""When and where one report's meeting is, and whether that makes it one that was held or one to come."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from llmextract.extraction.circumstances import Circumstances, find_circumstances, is_nearer
from llmextract.extraction.clauses import is_elliptic
from llmextract.extraction.cues import has_cue
from llmextract.extraction.frame_journeys import journey_then
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.present_tense import has_present, is_told_ahead, is_under_way
from llmextract.extraction.syntax import PARSED_LANGUAGES, parse
from llmextract.schemas import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.asked_passage import AskedPassage
    from llmextract.extraction.cast import Member
    from llmextract.extraction.syntax import Word
    from llmextract.prompting.passage import MeetingDraft

FUTURE = frozenset({Status.PLANNED, Status.CANCELLED})
"""Of meetings that have not taken place yet, or were to."""


def read_circumstances(
    asked: AskedPassage, draft: MeetingDraft, members: Sequence[Member], article: Article
) -> tuple[MeetingDraft, Circumstances]:
    """Find when and where a meeting is that a clause reports.

    Args:
        asked: The question about the clause.
        draft: The answer.
        members: Who meets.
        article: With its sentences.

    Returns:
        The draft, with the status that the day makes certain, and what the clause says of time and place.
    """
    future = draft.status in FUTURE
    # "... met Orr on Tuesday, then with Novak": an elliptic clause has its sentence's time. Grammar tells more.
    whole = asked.by_grammar or is_elliptic(asked.passage.sentence)
    opening = article.sentences[asked.sentence].start
    start = opening if whole else asked.start
    where = partial(find_circumstances, article, members=members, belongs=asked.belongs)
    circumstances = where(start, asked.end, future=future)
    if circumstances.time is None and asked.belongs and start > opening:  # "on Friday met Orr, later Reth"
        before = where(opening, asked.start, future=future)
        circumstances = replace(circumstances, time=before.time, date=before.date)
    if circumstances.time is None and asked.came and future:  # "arrived on Friday to meet Orr"
        came = where(start, asked.end, future=False)
        circumstances = replace(circumstances, time=came.time, date=came.date)
    was_due = has_cue("was_planned", asked.passage.sentence, article.language)
    if future and ((asked.came and not was_due) or draft.status is Status.CANCELLED):
        past = where(start, asked.end, future=False)
        journey = _journey_then(asked, circumstances, article) if asked.came else None
        arrived = journey is not None and journey.lemma in frame_words()["arrives"]  # who did may meet others later
        if journey or is_nearer(past, circumstances, article.published):  # "was in Lima on Monday for talks"
            circumstances = past
            held = draft.status is Status.PLANNED and not arrived
            draft = replace(draft, status=Status.HELD) if held else draft
    if not future and has_present(asked.passage.sentence):
        ahead = where(asked.start, asked.end, future=True)
        if is_told_ahead(article.text[asked.start : asked.end], circumstances.date, ahead.date, article.published):
            draft, circumstances = replace(draft, status=Status.PLANNED), ahead
    today = circumstances.date is not None and circumstances.date.start == article.published
    if draft.status is Status.PLANNED and today and is_under_way(asked.passage.sentence):
        draft = replace(draft, status=Status.HELD)
    return draft, circumstances


def _journey_then(asked: AskedPassage, found: Circumstances, article: Article) -> Word | None:
    """Return the verb of the journey on a day that is over: "flew to Lima on Monday to meet Orr"."""
    today = found.date is not None and found.date.start == article.published
    if found.time is None or today or article.language not in PARSED_LANGUAGES:
        return None
    sentence = article.sentences[asked.sentence]
    return journey_then(parse(sentence.text), found.time.start - sentence.start)
