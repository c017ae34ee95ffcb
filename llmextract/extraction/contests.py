"""Denials and refusals to confirm: what a named source contests, and which meeting that concerns.

"Norvia's ministry denied that Reth was in Estrada" puts Reth on the list of that meeting, as denied; "Tavia did not
confirm that Sadek had arrived" makes Sadek unconfirmed; "the rebels denied the president's claim" denies the meeting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.passages import has_cue
from llmextract.extraction.places import find_places
from llmextract.extraction.sources import Attribution, find_attributions
from llmextract.schemas import ActorKind, Attendance, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.occasions import Occasion

# What is contested is that people met, not merely that one of them was there.
_WHOLE = regex.compile(
    r"\b(?:meet(?:s|ing|ings)?|met|talks?|contacts?|negotiat\w+|claims?|reports? (?:that|of|about)|spoke|spoken|"
    r"calls?|summits?|conversations?|discussions?)\b",
    regex.IGNORECASE,
)
_CONFIRM = regex.compile(r"(?:\W*\w+){0,5}?\W*(?:confirm\w*|bestätig\w*|doğrula\w*)", regex.IGNORECASE)
_VISIT = regex.compile(r"\b(?:visits?|trips?|presence|arriv\w+)\b", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contest:
    """What one sentence contests.

    Attributes:
        sentence: Index of the sentence.
        source: Who contests.
        members: The persons whose presence is contested.
        whole: Whether the meeting as a whole is.
        cities: The cities that the sentence names.
    """

    sentence: int
    source: Attribution
    members: tuple[Member, ...]
    whole: bool
    cities: tuple[str, ...]

    @property
    def attendance(self) -> Attendance:
        """What becomes of the members' attendance."""
        return Attendance.DENIED if self.source.stance is Stance.DENIES else Attendance.UNCONFIRMED


def find_contests(article: Article, cast: Cast) -> Iterator[Contest]:
    """Find what an article's sources deny or decline to confirm.

    Args:
        article: With its sentences.
        cast: Of that article.

    Yields:
        One for each source and sentence, in order.
    """
    for index, sentence in enumerate(article.sentences):
        for source in find_attributions(sentence.text):
            if source.stance is Stance.ASSERTS:
                continue
            behind = sentence.start + source.end
            members = tuple(
                member
                for member in cast.in_sentence(index)
                if member.kind is ActorKind.PERSON
                and any(mention.sentence == index and mention.start >= behind for mention in member.mentions)
            )
            said = sentence.text[source.end :]
            cities = tuple(place.name for place in find_places(said) if place.kind == "city" and place.certain)
            # Who merely does not comment leaves the meeting as reported.
            contests = source.stance is Stance.DENIES or _CONFIRM.match(said) is not None
            whole = contests and _WHOLE.search(said) is not None and not has_cue("cancelled", said)
            if members or _WHOLE.search(said) or _VISIT.search(said):
                yield Contest(index, source, members, whole, cities)


def concerned(contest: Contest, occasions: Sequence[Occasion]) -> Occasion | None:
    """Return the meeting that a contest concerns: one with its people, else in its city, else the one last spoken of.

    Args:
        contest: What is contested.
        occasions: The meetings, in order.
    """
    before = [occasion for occasion in occasions if occasion.reports[0].sentence <= contest.sentence] or list(occasions)
    of_people = [occasion for occasion in before if any(member in occasion.members for member in contest.members)]
    of_cities = [occasion for occasion in before if any(report.city in contest.cities for report in occasion.reports)]

    def last_spoken_of(occasion: Occasion) -> int:
        return max((index for index in occasion.sentences if index <= contest.sentence), default=-1)

    return max(of_people or of_cities or before, key=last_spoken_of, default=None)
