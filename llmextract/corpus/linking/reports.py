"""One article's report of one meeting, as far as linking looks at it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from llmextract.corpus.linking.forms import NEVER, each_article_once
from llmextract.corpus.linking.names import SAME, word_score
from llmextract.corpus.linking.sides import stated_sides
from llmextract.corpus.linking.sparing import sparing
from llmextract.events import key_of
from llmextract.extraction.calendar_words import DAYS, in_english
from llmextract.schemas import ActorKind, Attendance, Format, Status, TopicCategory

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from llmextract.corpus.linking.actors import Registry
    from llmextract.schemas import Actor, ArticleInfo, Extraction, Meeting, Place

__all__ = [
    "EARLIEST",
    "LATEST",
    "LinkedReport",
    "Party",
    "Profile",
    "fold_place",
    "read_reports",
    "same_place",
    "time_window",
]

EARLIEST, LATEST = -7, 14
"""Days from its publication to the first and the last on which a meeting may have been whose report gives no day."""

_WINDOWS = {
    Status.PLANNED: (-1, LATEST),
    Status.CANCELLED: (EARLIEST, LATEST),
}
_PAST = (EARLIEST, 1)

_LONGEST_RANGE = 31  # days; "this year" says no more than nothing
_COUNTRY_PAIRS = 10
_VAGUE_TOPICS = frozenset({TopicCategory.OTHER, TopicCategory.BILATERAL_RELATIONS})


class Party(NamedTuple):
    """A participant: the linked actor, whether it is a person, its country, and how much its absence says."""

    actor: str
    is_person: bool
    country: str
    certain: bool


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """All that two reports are compared by; reports that are alike in all of it share one. Days are ordinals.

    Attributes:
        parties: Who takes part, by id.
        start: First day of the meeting; 0 where the report gives none.
        end: Last day.
        published: Publication day where the report gives no day of its own, else 0; 0 also where it is unknown.
        weekday: Where only that is known of the meeting's day: 0 for Monday; else -1.
        window: First and last day on which a meeting without a day may have been.
        city: Folded.
        country: Of the place.
        place_words: The folded words of venue and place.
        format: How.
        topics: Categories, but for those that say little.
        sides: How many sides the report says the meeting had; 0 where it does not.
        keys: Under what others find it (`_keys`).
        sought: Under which of their keys it finds others; reports of one occasion share one.
    """

    parties: tuple[Party, ...]
    start: int
    end: int
    published: int
    weekday: int
    window: tuple[int, int]
    city: str
    country: str | None
    place_words: str
    format: Format
    topics: frozenset[TopicCategory]
    sides: int
    keys: tuple[str, ...]
    sought: tuple[str, ...]

    @property
    def marked(self) -> bool:
        """Whether it gives a weekday alone, or the number of sides, which most reports do not."""
        return self.sides > 0 or self.weekday >= 0

    @property
    def day_of_week(self) -> int:
        """The weekday of the meeting, 0 for Monday; -1 where it is not known, or there are several days."""
        return (self.start - 1) % 7 if 0 < self.start == self.end else self.weekday

    @property
    def dated(self) -> bool:
        """Whether the day of the meeting is known."""
        return self.start > 0

    @property
    def timeless(self) -> bool:
        """Whether not even the publication day is known."""
        return not self.start and not self.published

    @property
    def days(self) -> range:
        """The days on which the meeting may have been."""
        if self.start:
            return range(self.start, self.end + 1)
        return range(self.window[0], self.window[1] + 1) if self.published else range(0)


def _keys(parties: tuple[Party, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return under what a report is found, and under what it finds others: a participant, or two of the countries.

    Two countries say something only where one of two reports has a country itself, or a body of it, whose side a person
    of the other may be: reports of persons alone are not looked for by them among each other. A state alone is a key
    only where nothing else is known: it meets many others every day.
    """
    countries = sorted({party.country for party in parties if party.country})
    keys = tuple(party.actor for party in parties if party.is_person or not party.country)
    pairs = tuple(f"{first} {second}" for first, second in combinations(countries, 2))[:_COUNTRY_PAIRS]
    of_persons = tuple(f"{pair} persons" for pair in pairs)
    if all(party.is_person or not party.country for party in parties):
        return (*keys, *of_persons), (*keys, *pairs)
    alone = () if keys or pairs else tuple(party.actor for party in parties)
    return (*keys, *pairs, *alone), (*keys, *pairs, *of_persons, *alone)


@dataclass(frozen=True, slots=True, eq=False)
class LinkedReport:
    """A report whose participants are known across articles.

    Attributes:
        key: Of the article and the meeting.
        article: The article.
        meeting: The record's own.
        actors: From the record's ids to the linked actors'.
        roles: The offices that the record gives, by the linked actors' ids.
        profile: What it is compared by.
        order: Its place in time: publication day (a later one than any where unknown) and key.
    """

    key: str
    article: ArticleInfo
    meeting: Meeting
    actors: dict[str, str]
    roles: dict[str, str]
    profile: Profile
    order: tuple[int, str]

    @property
    def published(self) -> int:
        """Publication day as an ordinal, a later one than any where it is not known."""
        return self.order[0]


def read_reports(extractions: Iterable[Extraction], registry: Registry) -> list[LinkedReport]:
    """Return all reports of all records, the earliest first.

    Args:
        extractions: The records that the registry was made of.
        registry: The actors.
    """
    shared: dict[Hashable, Profile] = {}
    found = []
    for record in each_article_once(extractions):
        actors = {actor.id: actor for actor in record.actors}
        article = sparing(record.article)
        found += [_read(article, sparing(meeting), actors, registry, shared) for meeting in record.meetings]
    return sorted(found, key=lambda report: report.order)


def _read(
    article: ArticleInfo,
    meeting: Meeting,
    actors: dict[str, Actor],
    registry: Registry,
    shared: dict[Hashable, Profile],
) -> LinkedReport:
    linked = {part.actor: registry.of(article.id, part.actor) for part in meeting.participants}
    parties: dict[str, Party] = {}
    roles = {}
    for part in meeting.participants:
        actor, own = linked[part.actor], actors[part.actor]
        certain = part.attendance is Attendance.CONFIRMED
        known = parties.get(actor.id)
        country = actor.country or own.country or ""
        certain = certain or (known is not None and known.certain)
        parties[actor.id] = Party(actor.id, actor.kind is ActorKind.PERSON, country, certain)
        if own.role:
            roles[actor.id] = own.role
    day = article.published.toordinal() if article.published else 0
    start, end = _days(meeting)
    cast = tuple(sorted(parties.values()))
    told = (
        cast,
        start,
        end,
        0 if start else day,
        -1 if start or meeting.date is None else _weekday(meeting.date.text or "", article.language),
        (0, 0) if start else time_window(meeting.status, day),
        fold_place(meeting.place.city or ""),
        meeting.place.country,
        _place_words(meeting.place),
        meeting.format,
        _shared_set(frozenset(topic.category for topic in meeting.topics) - _VAGUE_TOPICS),
        stated_sides((quote.quote for quote in meeting.evidence), {party.country for party in cast} - {""}),
    )
    profile = shared.get(told)
    if profile is None:
        profile = shared[told] = Profile(*told, *_keys(cast))
    key = key_of(article.id, meeting.id)
    return LinkedReport(
        key=key,
        article=article,
        meeting=meeting,
        actors={local: actor.id for local, actor in linked.items()},
        roles=roles,
        profile=profile,
        order=(day or NEVER, key),
    )


@lru_cache(maxsize=1 << 12)
def _shared_set(topics: frozenset[TopicCategory]) -> frozenset[TopicCategory]:
    """Return one and the same set for equal sets: there are few, and each takes 200 bytes or more."""
    return topics


def _days(meeting: Meeting) -> tuple[int, int]:
    date = meeting.date
    if date is None or date.start is None or date.end is None or (date.end - date.start).days >= _LONGEST_RANGE:
        return 0, 0
    return date.start.toordinal(), date.end.toordinal()


@lru_cache(maxsize=1 << 12)
def _weekday(text: str, language: str | None) -> int:
    """Return the weekday that some words name, 0 for Monday; -1 for none, or several."""
    words = text if language in {None, "en"} else in_english(text, str(language))
    found = {DAYS[word] for word in re.findall(r"[a-z]+", words.lower()) if word in DAYS}
    return found.pop() if len(found) == 1 else -1


def time_window(status: Status, published: int) -> tuple[int, int]:
    """Return the days on which a meeting without a day may have been: news is of the last days or the next.

    Args:
        status: What the report says of the meeting.
        published: Publication day as an ordinal; 0 where unknown.
    """
    if not published:
        return 0, 0
    before, after = _WINDOWS.get(status, _PAST)
    return published + before, published + after


def _place_words(place: Place) -> str:
    return fold_place(" ".join(filter(None, (place.venue, place.text))))


@lru_cache(maxsize=1 << 15)
def fold_place(text: str) -> str:
    """Return a place as it is compared: lower case, other scripts transliterated, no punctuation."""
    from anyascii import anyascii

    return " ".join(re.sub(r"[^\w\s]", " ", anyascii(text).casefold()).split())


@lru_cache(maxsize=1 << 16)
def same_place(first: str, second: str) -> bool:
    """Whether two folded names are of one city: "kyiv", "kiev"; "new york", "new york city".

    Args:
        first: A folded name.
        second: Another.
    """
    if first == second:
        return True
    words, others = set(first.split()), set(second.split())
    if words <= others or others <= words:
        return True
    return word_score(first.replace(" ", ""), second.replace(" ", "")) >= SAME
