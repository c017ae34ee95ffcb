"""Putting together the reports of one occasion, and telling apart those of several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import find_countries
from llmextract.extraction.cues import has_cue
from llmextract.extraction.occasions import Occasion, Report, person_organisations
from llmextract.extraction.report_circumstances import FUTURE
from llmextract.extraction.several_states import is_of_two_states
from llmextract.schemas import ActorKind, Format, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.asked_passage import AskedPassage
    from llmextract.extraction.cast import Member

_TWO = 2  # people
_SUMMIT = 4  # people, each of a state of his own
_MANY = 3
_STAY = 3  # days
_LEADS_STATE = regex.compile(
    r"^(?!.*\b(?:former|ex)\b).*\b(?:president|minister|(?:foreign|defen[cs]e) secretary|secretary of state|premier|"
    r"chancellor|king|queen|emir|sultan)\b",
    regex.IGNORECASE,
)
_PAST = regex.compile(r"\b(?:was|were|attended|accompanied|joined|took|participated)\b")
_UNNAMED = frozenset({ActorKind.COUNTRY, ActorKind.GROUP})


def gather(reports: Sequence[Report]) -> list[Occasion]:
    """Put the reports of one occasion together.

    Args:
        reports: In the article's order.

    Returns:
        The occasions, in order of their first report.
    """
    occasions: list[Occasion] = []
    for found in reports:
        report = found
        matching = [occasion for occasion in occasions if _is_same(occasion, report)]
        if report.again and not matching:
            report = _where_before(report, occasions)
        if report.joins and occasions:
            alike = [
                each for each in occasions if any(_is_future(known) == _is_future(report) for known in each.reports)
            ]
            matching = [max(alike or occasions, key=lambda occasion: occasion.reports[-1].sentence)]
        if not matching and report.continues and occasions and _goes_on(occasions[-1], report):
            matching = occasions[-1:]
        if not matching and occasions and _introduces(occasions[-1], report):
            report, matching = replace(report, introduces=True), occasions[-1:]
        if matching:
            occasion = max(matching, key=lambda occasion: _overlap(occasion, report))
            named = all(member.kind is ActorKind.PERSON for member in report.members)
            introduces = named and (_names_official(occasion, report) or _introduces(occasion, report))
            occasion.reports[:] = [_without_arrival(known, report) for known in occasion.reports]
            occasion.reports.append(replace(report, introduces=True) if introduces else report)
        else:
            occasions.append(Occasion([report]))
    return occasions


def met_last(reports: Sequence[Report]) -> list[Member]:
    """Return who took part in the meeting that was reported last, also as further clauses tell.

    Args:
        reports: In the article's order.
    """
    found: list[Member] = []
    for report in reversed(reports):
        found += report.members
        if not report.joins:
            break
    return found


def joined(asked: AskedPassage, reports: Sequence[Report]) -> Report:
    """Return the report of the meeting of which a clause tells who else took part.

    Args:
        asked: The clause. If it tells of the past, it is of what was held: of "Orr met Novak. Orr, who will meet Reth,
            was accompanied by the ambassador", of the first.
        reports: Those before, one at least.
    """
    last = reports[-1]
    near = [known for known in reports if last.sentence - known.sentence <= _TWO and not _is_future(known)]
    return near[-1] if near and _PAST.search(asked.passage.sentence) else last


def one_by_one(reports: Iterable[Report], article: Article) -> list[Report]:
    """Take apart what tells of several meetings at once: "bilateral meetings with President Orr and Minister Quell".

    Args:
        reports: Those of one clause; the first of a report's members meets each of the others.
        article: The article.
    """
    found = []
    for report in reports:
        host, *others = _host_first(report)
        each = has_cue("each", article.sentences[report.sentence].text, article.language)
        each = each or (report.severally and _are_heads(others)) or _are_called(report, others)
        if len(others) < _TWO or not each:
            found.append(report)
        else:
            found += [replace(report, members=(host, other), apart=True) for other in others]
    return found


def _host_first(report: Report) -> list[Member]:
    """Return who meets several before them: "he", whom the clause does not name, in "he met Orr and Novak"."""
    unnamed = [member for member in report.members if member not in report.own]
    host = unnamed[0] if len(unnamed) == 1 else report.members[0]
    return [host, *(member for member in report.members if member is not host)]


def _are_called(report: Report, members: Sequence[Member]) -> bool:
    """Whether people of several states were telephoned, each by himself."""
    states = {member.country for member in members}
    persons = all(member.kind is ActorKind.PERSON for member in members)
    return report.draft.format is Format.CALL and report.severally and persons and len(states - {None}) == len(members)


def _are_heads(members: Sequence[Member]) -> bool:
    """Whether those whom somebody met are so many leaders or ministers of states that he saw each by himself."""
    states = {member.country for member in members}
    heads = all(_LEADS_STATE.search(member.role or "") for member in members)
    return len(members) >= _MANY and heads and len(states - {None}) == len(members)


def distinct(reports: Iterable[Report]) -> list[Report]:
    """Leave out what says no more than another report of the same clause: same people, same format.

    Args:
        reports: Those of one clause. Of two that differ in status alone, what is not "held" stays: the model adds that.
    """
    kept: dict[object, Report] = {}
    for report in reports:
        key = (frozenset(map(id, report.members)), report.draft.format)
        if key not in kept or report.draft.status in FUTURE:
            kept[key] = report
    return list(kept.values())


def _overlap(occasion: Occasion, report: Report) -> int:
    """Count whom a report shares with an occasion: members, and sides that only one of them names by person."""
    mine = sum(any(_is_side_of(member, other) for other in occasion.members) for member in report.members)
    # "Norvian officials" are one side, whoever of Norvia another report names
    return min(mine, sum(any(_is_side_of(member, other) for other in report.members) for member in occasion.members))


def _is_side_of(member: Member, other: Member) -> bool:
    """Whether two members stand for one side: the same one, or "Norvia" and President Orr of Norvia."""
    if member is other or _works_for(member, other) or _works_for(other, member):
        return True
    unnamed = member.kind in _UNNAMED or other.kind in _UNNAMED
    return unnamed and member.country is not None and member.country == other.country


def _works_for(person: Member, organisation: Member) -> bool:
    return organisation in person_organisations(person, (organisation,))


def _introduces(occasion: Occasion, report: Report) -> bool:
    """Whether a report names those of whom the sentence before only told the offices.

    "Norvia's envoy met Tavia's foreign minister on Monday. Ada Novak was received by Ivo Reth ...". Whose side they
    are on is known of one of them at most. One may have been known already: of "Tavia's foreign minister" or of Reth.
    """
    last = occasion.reports[-1]
    persons = [member for member in report.members if member.kind is ActorKind.PERSON]
    new = [member for member in persons if member not in occasion.members]
    unnamed = [member for member in occasion.members if member not in persons and member.kind in _UNNAMED]
    if len(unnamed) + len(persons) - len(new) < len(occasion.members):
        return False  # others met
    states = {None, *(member.country for member in occasion.members)}
    # "Norvian and Tavian ministers met"
    both = {found.code for member in unnamed for found in find_countries(member.name)} if last.alone else set()
    return (
        0 < report.sentence - last.sentence <= _TWO
        and (len(unnamed) == len(occasion.members) or (len(unnamed) == 1 and _is_one(unnamed[0])))
        and len(persons) > 1
        and all(member.country in states | both for member in new)
        and any(member.country is None or member.country in both for member in new)
        and not report.again
        and _fit(last, report)
        and _agree(last, report)
    )


def _is_one(member: Member) -> bool:
    """Whether a state, or an office, may stand for one person: "Tavia" for its minister, "his Tavian counterpart"."""
    return member.kind is ActorKind.COUNTRY or member.name.endswith("counterpart")


def _where_before(report: Report, occasions: Sequence[Occasion]) -> Report:
    """Give those who "met again" the place where they met before, if no other is given."""
    before = next((known for known in reversed(occasions) if _overlap(known, report) > 1), None)
    if report.circumstances.place or before is None or _is_future(report) or _is_earlier(report, before):
        return report
    return replace(report, circumstances=replace(report.circumstances, place=before.place))


def _is_earlier(report: Report, occasion: Occasion) -> bool:
    """Whether a report is of days before a meeting: "met on Monday", and then "they last met in May"."""
    day, then = report.circumstances.date, occasion.time.date if occasion.time else None
    return day is not None and then is not None and day.start < then.start


def _goes_on(occasion: Occasion, report: Report) -> bool:
    """Whether a report that speaks of "the meeting" may be of an occasion: not where one of it met others."""
    met_another = _overlap(occasion, report) == 1 < len(report.members)
    return not met_another and _fits_all(occasion, report)


def _fits_all(occasion: Occasion, report: Report) -> bool:
    return all(_fit(known, report) and _agree(known, report) for known in occasion.reports)


def _is_same(occasion: Occasion, report: Report) -> bool:
    if _is_another(occasion, report):
        return False
    shared = _overlap(occasion, report)
    if shared and _is_other_side_unnamed(occasion, report):
        return _fits_all(occasion, report)
    if any(_are_other_hosts(known, report) for known in occasion.reports):
        return False
    if shared < _TWO or not all(_fit(known, report) for known in occasion.reports):
        return False  # of a visitor alone no meeting is told yet; see `additions`
    if not report.named and report.draft.status is not Status.CANCELLED:
        # "The talks covered trade": what else could it be about? But what is planned is not what was held.
        held = any(known.draft.status is Status.HELD for known in occasion.reports)
        kept = held or _is_future(report) or all(_same_form(known, report) for known in occasion.reports)
        ahead = _is_future(report) and not (report.continues or report.due)
        # "will meet on Friday", and "the two met in Lima in August"
        before = _is_dated(report) and all(_is_future(known) and not known.due for known in occasion.reports)
        return shared == len(report.members) and kept and not (held and ahead) and not before
    return all(_agree(known, report) for known in occasion.reports)


def _is_dated(report: Report) -> bool:
    """Whether a report is of what was held on a day that it gives."""
    return report.draft.status is Status.HELD and report.circumstances.date is not None


def _is_another(occasion: Occasion, report: Report) -> bool:
    """Whether the words themselves say that a report is of another meeting."""
    apart = report.apart or any(known.apart for known in occasion.reports)
    if apart and _overlap(occasion, report) < max(len(report.members), len(occasion.members)):
        return True
    called_off = any(known.draft.status is Status.CANCELLED for known in occasion.reports)
    if called_off and report.draft.status is Status.PLANNED and not report.continues:
        return not any(_same_day(known, report) for known in occasion.reports)  # called off, and planned anew
    if report.bilateral and len(occasion.members) > _TWO:
        return True
    if _is_of_two(report) and _is_summit(occasion) and not report.continues:
        return True  # beside a summit, two of those who came met by themselves
    if report.again and not any(_same_day(known, report) for known in occasion.reports):
        return True
    # Two clauses of one sentence were asked about because they tell of two occasions.
    return any(known.sentence == report.sentence for known in occasion.reports)


def _is_of_two(report: Report) -> bool:
    return (
        report.named and len(report.members) == _TWO and all(each.kind is ActorKind.PERSON for each in report.members)
    )


def _is_summit(occasion: Occasion) -> bool:
    """Whether many of several states met, all of whom one sentence names."""
    return any(
        len(known.members) >= _SUMMIT and len({member.country for member in known.members} - {None}) >= _SUMMIT
        for known in occasion.reports
    )


def _is_other_side_unnamed(occasion: Occasion, report: Report) -> bool:
    """Whether one only has a group where the other has somebody: "met rebels" and "met the Red Delta Front".

    Also "the envoys of Norvia and Tavia will meet", and then "Ada Novak", of whom no state is told, with Tavia's.
    """
    mine = [member for member in report.members if member not in occasion.members]
    others = [member for member in occasion.members if member not in report.members]
    if not (mine and others):
        return False
    return _stands_for(mine, others) or _stands_for(others, mine) or _names_official(occasion, report)


def _names_official(occasion: Occasion, report: Report) -> bool:
    """Whether a report has an official of whom no state is told where the occasion only has a state."""
    mine = [member for member in report.members if member not in occasion.members]
    states = [member for member in occasion.members if member not in report.members]
    return (
        len(states) == len(mine) == 1 < len(report.members)
        and states[0].kind is ActorKind.COUNTRY
        and mine[0].kind is ActorKind.PERSON
        and mine[0].role is not None
        and mine[0].country is None
    )


def _stands_for(groups: Sequence[Member], side: Sequence[Member]) -> bool:
    """Whether all of the first are groups, of one country that the side has, or of nobody who is named: "rebels"."""
    countries = {member.country for member in side if member.country}
    return all(
        group.kind is ActorKind.GROUP
        and not is_of_two_states(group)
        and (group.country in countries if group.country else group.name == group.name.lower())
        for group in groups
    )


def _are_other_hosts(known: Report, report: Report) -> bool:
    """Whether the same travellers met somebody of another state: "met President Orr", then "President Novak"."""
    both = set(known.members) & set(report.members)
    hosts = [{member.country for member in each.members if member not in both} for each in (known, report)]
    states = {member.country for member in both}
    apart = all(len(side) == 1 and None not in side and side.isdisjoint(states) for side in hosts)
    return apart and hosts[0] != hosts[1] and len(both) > 1 and known.named is report.named is False


def _same_day(known: Report, report: Report) -> bool:
    then = known.circumstances.date
    return then is not None and then == report.circumstances.date


def _fit(known: Report, report: Report) -> bool:
    """Whether two reports give no different days, cities or countries."""
    if Status.CANCELLED in {known.draft.status, report.draft.status} and known.draft.status != report.draft.status:
        times = known.circumstances.time, report.circumstances.time
        if all(times) and (known.circumstances.date is None) != (report.circumstances.date is None):
            return False  # called off for today, planned "in the near future"
    then, now = known.circumstances.date, report.circumstances.date
    if then and now and (then.end < now.start or now.end < then.start) and not _arrives_before(known, report):
        return False
    if known.city and report.city and known.city.casefold() != report.city.casefold():
        return False
    states = {each.circumstances.place.country for each in (known, report) if each.circumstances.place}
    return len(states - {None}) < _TWO  # "in Kinshasa", "in Uganda"


def _arrives_before(known: Report, report: Report) -> bool:
    """Whether somebody came for a meeting that is planned for one of the next days: "arrived on Monday to meet Orr"."""
    came, then = known.circumstances.date, report.circumstances.date
    ahead = known.due and _is_future(report)
    return bool(ahead and came and then and 0 < (then.start - came.end).days <= _STAY)


def _without_arrival(known: Report, report: Report) -> Report:
    """Leave out the day on which somebody only came for the meeting that another report gives a day."""
    if not _arrives_before(known, report):
        return known
    return replace(known, circumstances=replace(known.circumstances, time=None, date=None))


def _agree(known: Report, report: Report) -> bool:
    """Whether two reports say the same of how the people met, and whether they did."""
    if not _same_form(known, report):
        return False
    if min(len(known.members), len(report.members)) == 1:
        return True  # "was in Estrada for talks" and, next, with whom
    if known.due or report.due:
        return True  # "came on Friday to meet Orr", and then: "they discussed trade"
    return _is_future(known) == _is_future(report) or _same_day(known, report)


def _same_form(known: Report, report: Report) -> bool:
    return len({known.draft.format, report.draft.format} - {Format.UNKNOWN}) < _TWO


def _is_future(report: Report) -> bool:
    return report.draft.status in FUTURE
