"""A question about a sentence, with what its grammar tells beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from llmextract.extraction.cast import Member
    from llmextract.prompting.passage import Passage


@dataclass(frozen=True, slots=True)
class AskedPassage:
    """A question about one sentence, or about one clause of it, and whom its names stand for.

    Attributes:
        sentence: Index of the sentence in the article.
        start: Offset of the clause in the article's text.
        end: Offset after the clause.
        passage: The question.
        members: The members of the cast that its names stand for, in the same order.
        own: How many of them the clause itself names; they come first.
        continues: Whether it speaks of the meeting reported before ("The meeting was attended by ...").
        again: Whether it says that the people had met before ("met again").
        joins: Whether it only tells who else took part in the meeting reported last; then nothing need be asked.
        came: Whether somebody came for it, when the verb is past: "flew to Lima to meet Orr".
        severally: Whether its words leave open that several met somebody one by one: "met", "meetings with".
        by_grammar: Whether grammar tells which times and places of the whole sentence are the meeting's.
        belongs: Tells which times and places are the meeting's, by grammar; see `find_circumstances`.
    """

    sentence: int
    start: int
    end: int
    passage: Passage
    members: tuple[Member, ...]
    own: int
    continues: bool = False
    again: bool = False
    joins: bool = False
    came: bool = False
    severally: bool = False
    by_grammar: bool = False
    belongs: Callable[[int, bool], bool] | None = None
