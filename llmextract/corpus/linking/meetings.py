"""Which reports are of one occasion.

Reports are compared only when they share a participant (or two of the parties' countries) and a day, give or take one;
each joins the group that it is most like. A group never holds two reports of one article, days that are two apart, two
cities, or a bilateral and a trilateral meeting.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from llmextract.corpus.linking.clusters import Grouping
from llmextract.corpus.linking.ids import stable_ids
from llmextract.corpus.linking.likeness import A_WEEK, DOUBT, SAME, Weight, cities_differ, compare, contradict, score_of
from llmextract.corpus.linking.merging import merge_reports
from llmextract.corpus.linking.overrides import Overrides
from llmextract.corpus.linking.reports import EARLIEST, LATEST, LinkedReport, Profile, read_reports
from llmextract.corpus.linking.sparing import sparing
from llmextract.events import DecidedBy, Event, Link, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from llmextract.corpus.linking.actors import Registry
    from llmextract.corpus.linking.judge import Judge
    from llmextract.schemas import Extraction

__all__ = ["link_meetings"]

_PROFILES_COMPARED = 8
_GROUPS_COMPARED = 300  # for one participant and day; who fits that many occasions fits none for sure
_LATEST_FILED = 8
_LONE_CANDIDATE = 0.15  # what it says for a report without any time that one occasion fits, against it that several do


def link_meetings(
    extractions: Iterable[Extraction],
    registry: Registry,
    *,
    overrides: Overrides | None = None,
    judge: Judge | None = None,
    known_ids: Mapping[str, str] | None = None,
) -> list[Event]:
    """Put the reports of the same occasion together.

    Args:
        extractions: The records that the registry was made of.
        registry: Their actors, from `link_actors`.
        overrides: What the user has put together or taken apart.
        judge: Asked where the rules leave doubt.
        known_ids: From keys of reports (``article:m1``) to the ids that their events had before, which are kept.

    Returns:
        The events, the earliest first; the same for the same records in any order.
    """
    reports = read_reports(extractions, registry)
    linker = _Linker(reports, overrides or Overrides(), {actor.id: actor.name for actor in registry.actors})
    linker.link()
    linker.settle_doubts(judge)
    return linker.events(registry, known_ids or {})


@dataclass(slots=True, eq=False)
class _Occasion:
    """What is known of the meeting behind a group of reports; the larger of two takes in the other."""

    articles: set[str]
    last_start: int
    first_end: int
    profiles: dict[Profile, int]
    marked: bool = False  # whether one of them is
    by_user: bool = False

    def allows(self, other: _Occasion) -> bool:
        """Whether both can be one occasion."""
        small, large = sorted((self.articles, other.articles), key=len)
        if not small.isdisjoint(large):
            return False
        if self.by_user or other.by_user:
            return True
        if self.last_start and other.last_start:
            gap = max(self.last_start, other.last_start) - min(self.first_end, other.first_end)
            if gap > 1:
                return False
        if (self.marked or other.marked) and any(
            contradict(one, two) for one in self.profiles for two in other.profiles
        ):
            return False
        places = {(each.city, each.place_words, each.format): each for each in self.profiles if each.city}
        others = {(each.city, each.place_words, each.format): each for each in other.profiles if each.city}
        return not any(cities_differ(one, two) for one in places.values() for two in others.values())

    def joined(self, other: _Occasion) -> _Occasion:
        """Return what is known of both."""
        large, small = (self, other) if len(self.articles) >= len(other.articles) else (other, self)
        large.articles |= small.articles
        large.by_user |= small.by_user
        large.marked |= small.marked
        large.last_start = max(large.last_start, small.last_start)
        large.first_end = min(large.first_end or small.first_end, small.first_end or large.first_end)
        for profile, count in small.profiles.items():
            large.profiles[profile] = large.profiles.get(profile, 0) + count
        return large

    def overruled(self) -> _Occasion:
        """Return the same, without any day or city speaking against another any more."""
        self.by_user = True
        return self


class _Match(NamedTuple):
    score: float
    first: LinkedReport
    second: LinkedReport
    weights: list[Weight]

    @property
    def order(self) -> tuple[object, ...]:
        """Best first; among equals the earliest."""
        return (-self.score, self.first.order, self.second.order)


class _Linker:
    """Groups reports, and keeps why."""

    def __init__(self, reports: list[LinkedReport], overrides: Overrides, names: Mapping[str, str]) -> None:
        self._reports = reports
        self._names = names
        self._by_key = {report.key: report for report in reports}
        decided = overrides.of("event")
        self._groups: Grouping[LinkedReport, _Occasion] = Grouping(decided.apart_by(self._by_key.get))
        self._index: dict[str, dict[int, list[LinkedReport]]] = defaultdict(dict)  # by participant and day
        self._undated: dict[str, dict[int, list[LinkedReport]]] = defaultdict(dict)  # … and publication day
        self._bearers: dict[Profile, LinkedReport] = {}  # a report of each profile
        self._links: dict[LinkedReport, list[Link]] = defaultdict(list)
        self._doubts: dict[LinkedReport, list[Link]] = defaultdict(list)
        self._matches: dict[LinkedReport, _Match] = {}  # of groups with each other
        self._changed: set[int] | None = None  # the groups that have changed since those were found
        for report in reports:
            profile = report.profile
            self._bearers.setdefault(profile, report)
            self._groups.add(
                report, _Occasion({report.article.id}, profile.start, profile.end, {profile: 1}, profile.marked)
            )
        for first, second in decided.same:
            if first in self._by_key and second in self._by_key:
                self._join_told(self._by_key[first], self._by_key[second])

    def _join_told(self, first: LinkedReport, second: LinkedReport) -> None:
        if self._groups.join(first, second, forced=True):
            reason = Reason(code="override", weight=1.0, text="put together by the user")
            link = Link(first=first.key, second=second.key, score=1.0, decided_by=DecidedBy.USER, reasons=(reason,))
            self._links[first].append(link)

    def link(self) -> None:
        """Let each report join what it is most like: those with a day first, then those whose day must be guessed."""
        ordered = sorted(
            self._reports, key=lambda report: (not report.profile.dated, report.profile.timeless, report.order)
        )
        for report in ordered:
            best = self._best(report)
            if best is not None and best.score >= SAME:
                self._join(best)
            self._file(report)
        self._matches = self._between_groups()
        ordered_matches = sorted(self._matches.values(), key=lambda match: match.order)
        joined = [match for match in ordered_matches if match.score >= SAME and self._join(match)]
        self._changed = {self._groups.number(match.first) for match in joined}

    def _join(self, match: _Match, decided_by: DecidedBy = DecidedBy.RULES) -> bool:
        joined = self._groups.join(match.first, match.second)
        if joined:
            self._links[match.first].append(_link(match, decided_by))
        return joined

    def _best(self, report: LinkedReport) -> _Match | None:
        """Return the best match of a report among the groups so far, if it may join any.

        What was found before holds where neither its own group nor one of those near has changed since.
        """
        own = self._groups.number(report)
        numbers = dict.fromkeys(map(self._groups.number, self._near(report.profile)))
        numbers.pop(own, None)
        if self._changed is not None and own not in self._changed and self._changed.isdisjoint(numbers):
            return self._matches.get(report)
        matches = [match for number in numbers if (match := self._match(report, own, number)) is not None]
        if report.profile.timeless:
            lone = len(matches) == 1
            told = "no other occasion fits" if lone else "other occasions fit as well"
            weight = Weight("only-one" if lone else "one-of-many", _LONE_CANDIDATE if lone else -_LONE_CANDIDATE, told)
            matches = [_with(match, weight) for match in matches]
        return min(matches, key=lambda match: match.order, default=None)

    def _match(self, report: LinkedReport, own: int, number: int) -> _Match | None:
        profiles = self._groups.summary(number).profiles
        chosen = [report.profile] if report.profile in profiles else list(profiles)[:_PROFILES_COMPARED]
        best: tuple[float, Profile, list[Weight]] | None = None
        for profile in chosen:
            weights = compare(report.profile, profile)
            score = 0.0 if weights is None else score_of(weights)
            if weights is not None and score >= DOUBT - _LONE_CANDIDATE and (best is None or score > best[0]):
                best = (score, profile, weights)
        if best is None or not self._groups.may_join(own, number):
            return None
        return _Match(best[0], report, self._member(number, best[1]), best[2])

    def _member(self, number: int, profile: Profile) -> LinkedReport:
        bearer = self._bearers[profile]
        if self._groups.number(bearer) == number:
            return bearer
        return next(each for each in self._groups.members(number) if each.profile is profile)

    def _file(self, report: LinkedReport) -> None:
        """Make a report's group known under each participant and day, or under the publication day."""
        number, profile = self._groups.number(report), report.profile
        if self._groups.summary(number).profiles[profile] > 1:
            return  # it is known by a report that is alike in all of this
        index = self._index if profile.dated else self._undated
        days = range(profile.start, profile.end + 1) if profile.dated else (profile.published,)
        for key in profile.keys:
            by_day = index[key]
            for day in days:
                known = by_day.setdefault(day, [])
                if all(self._groups.number(other) != number for other in known[-_LATEST_FILED:]):
                    known.append(report)

    def _near(self, profile: Profile) -> list[LinkedReport]:
        """Return reports, some more than once, of all groups that share a participant and a day, give or take one."""
        found: list[LinkedReport] = []
        dated, undated = _days_near(profile)
        for key in profile.sought:
            for by_day, days in ((self._index.get(key), dated), (self._undated.get(key), undated)):
                if by_day:
                    for day in _of_those(by_day, days):
                        known = by_day[day]
                        found += known if len(known) <= _GROUPS_COMPARED else known[:_GROUPS_COMPARED]
        return found

    def _between_groups(self) -> dict[LinkedReport, _Match]:
        """Return the matches of groups with each other that one report after the other did not show."""
        found = {}
        for group in self._groups.groups():
            leaders = {report.profile: report for report in reversed(group)}
            for report in list(leaders.values())[:_PROFILES_COMPARED]:
                match = self._best(report)
                if match is not None:
                    found[report] = match
        return found

    def settle_doubts(self, judge: Judge | None) -> None:
        """Put the doubtful matches to the judge, the likeliest first, and keep what stays open."""
        asked: set[tuple[int, int]] = set()
        for match in sorted(self._between_groups().values(), key=lambda match: match.order):
            one, other = self._groups.number(match.first), self._groups.number(match.second)
            pair = (min(one, other), max(one, other))
            if match.score < DOUBT or one == other or pair in asked or not self._groups.may_join(one, other):
                continue
            asked.add(pair)
            told = (self._told(match.first), self._told(match.second))
            verdict = None if judge is None else judge.same_meeting(*told)
            if verdict:
                self._join(match, DecidedBy.MODEL)
                continue
            doubt = _link(match, DecidedBy.RULES if verdict is None else DecidedBy.MODEL)
            self._doubts[match.first].append(doubt)
            self._doubts[match.second].append(doubt)

    def _told(self, report: LinkedReport) -> str:
        """Describe a report for the judge: its record, not the article."""
        meeting = report.meeting
        people = [
            f"{self._names[actor]} ({report.roles[actor]})" if actor in report.roles else self._names[actor]
            for actor in dict.fromkeys(report.actors.values())
        ]
        date = meeting.date
        lines = {
            "published": report.article.published,
            "who": "; ".join(people),
            "status": meeting.status.value,
            "when": None if date is None else (date.start or date.text),
            "where": ", ".join(filter(None, (meeting.place.venue, meeting.place.city, meeting.place.country))),
            "how": meeting.format.value,
            "about": "; ".join(topic.label for topic in meeting.topics),
            "words": meeting.evidence[0].quote[:300],
        }
        return "\n".join(f"{name}: {value}" for name, value in lines.items() if value)

    def events(self, registry: Registry, known_ids: Mapping[str, str]) -> list[Event]:
        """Make the events, the earliest first."""
        self._index.clear()
        self._undated.clear()
        groups = [sorted(group, key=lambda report: report.order) for group in self._groups.groups()]
        groups.sort(key=lambda group: group[0].order)
        ids = stable_ids("E", [[report.key for report in group] for group in groups], known_ids)
        events = []
        for identity, group in zip(ids, groups, strict=True):
            links = sorted(
                (link for report in group for link in self._links.get(report, ())),
                key=lambda link: (-link.score, link.first, link.second),
            )
            doubts = sorted(
                (link for report in group for link in self._doubts.get(report, ())),
                key=lambda link: (-link.score, link.first, link.second),
            )
            events.append(sparing(merge_reports(identity, group, registry, tuple(links), tuple(doubts))))
        return events


def _days_near(profile: Profile) -> tuple[range | None, range | None]:
    """Return on which days, and with which publication days, reports may be of the same occasion; None: any."""
    if profile.dated:
        return range(profile.start - 1, profile.end + 2), range(profile.start - LATEST, profile.end - EARLIEST + 1)
    if profile.timeless:
        return None, None
    return profile.days, range(profile.published - A_WEEK, profile.published + A_WEEK + 1)


def _of_those(known: Mapping[int, object], days: range | None) -> Iterable[int]:
    """Return the days, of all or of some, that are known; most participants have fewer than are asked for."""
    if days is None:
        return known
    if len(known) < len(days):
        return [day for day in known if day in days]
    return [day for day in days if day in known]


def _with(match: _Match, weight: Weight) -> _Match:
    weights = [*match.weights, weight]
    return _Match(score_of(weights), match.first, match.second, weights)


def _link(match: _Match, decided_by: DecidedBy) -> Link:
    reasons = tuple(_reason(*weight) for weight in match.weights if weight.weight)
    return Link(
        first=match.first.key, second=match.second.key, score=match.score, decided_by=decided_by, reasons=reasons
    )


@lru_cache(maxsize=1 << 14)
def _reason(code: str, weight: float, text: str) -> Reason:
    return Reason(code=code, weight=weight, text=text)
