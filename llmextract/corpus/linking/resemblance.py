"""Which forms of actors' names may be one actor's, with a score and reasons."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product
from typing import TYPE_CHECKING, TypeAlias

from llmextract.corpus.linking.candidates import collective_pairs, person_pairs
from llmextract.corpus.linking.collectives import CollectiveName, is_acronym_of
from llmextract.corpus.linking.names import DOUBT, PersonName, score_once
from llmextract.corpus.linking.roles import RoleRelation, role_relation
from llmextract.events import Reason

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from llmextract.corpus.linking.forms import Form

__all__ = ["Resemblance", "resemblances"]

_SAME_COUNTRY = 0.05
_SAME_OFFICE = 0.05
_OTHER_OFFICE = -0.08
_OTHER_WALK_OF_LIFE = -0.3
_ACRONYM = 0.9
_ROLES_COMPARED = 6

_Name: TypeAlias = "PersonName | CollectiveName | str"  # a country is only its code


@dataclass(frozen=True, slots=True, eq=False)
class Resemblance:
    """Two forms that may be one actor's."""

    first: Form
    second: Form
    score: float
    reasons: tuple[Reason, ...]


def resemblances(forms: Sequence[Form]) -> Iterator[Resemblance]:
    """Yield each two forms that are, or may be, one actor's by name, country and office.

    Args:
        forms: All forms.
    """
    by_name: dict[Hashable, list[Form]] = defaultdict(list)
    for form in forms:
        if (key := _name_key(form)) is not None:
            by_name[key].append(form)
    named = list(by_name.values())
    for same in named:
        for first, second in combinations(same, 2):
            if (found := _compare(first, second, 1.0)) is not None:
                yield found
    names = [same[0].name for same in named]
    for one, other in _pairs(names, [_countries(same) for same in named]):
        score = _score(names[one], names[other])
        if score < DOUBT - _SAME_COUNTRY - _SAME_OFFICE:
            continue
        for first, second in product(named[one], named[other]):
            if (found := _compare(first, second, score)) is not None:
                yield found


def _countries(same: Iterable[Form]) -> frozenset[str] | None:
    """Return from where those of one name are; None where it is not known of one, who may be from anywhere."""
    found = {form.country for form in same}
    return None if None in found else frozenset(country for country in found if country)


def _name_key(form: Form) -> Hashable | None:
    """Return what forms of the same name share; None for names that tell nobody apart."""
    if isinstance(form.name, PersonName):
        return None if form.name.lone else form.name.key
    if isinstance(form.name, str) or (form.name.generic and form.country is None):
        return None
    return form.name.words, form.name.text if form.name.text.isupper() else "", form.name.initials


def _score(a: _Name, b: _Name) -> float:
    if isinstance(a, PersonName) and isinstance(b, PersonName):
        return score_once(a, b)
    if isinstance(a, CollectiveName) and isinstance(b, CollectiveName):
        if a.words == b.words:
            return 1.0
        return _ACRONYM if is_acronym_of(a, b) or is_acronym_of(b, a) else 0.0
    return 0.0


def _pairs(names: Sequence[_Name], countries: Sequence[frozenset[str] | None]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of each two names, once, that may be one actor's and of one country."""
    persons = [(number, name) for number, name in enumerate(names) if isinstance(name, PersonName)]
    others = [(number, name) for number, name in enumerate(names) if isinstance(name, CollectiveName)]
    seen: set[int] = set()
    for listed, found in (
        (persons, person_pairs([name for _, name in persons])),
        (others, collective_pairs([name for _, name in others])),
    ):
        for first, second in found:
            one, other = listed[first][0], listed[second][0]
            here, there = countries[one], countries[other]
            if here is not None and there is not None and here.isdisjoint(there):
                continue
            pair = one * len(names) + other
            if pair not in seen:
                seen.add(pair)
                yield one, other


def _compare(first: Form, second: Form, name: float) -> Resemblance | None:
    """Weigh name, country and office; None where a country contradicts or too little is left."""
    if first.country and second.country and first.country != second.country:
        return None
    reasons = [_reason("name", name, f"{first.label} / {second.label}")]
    if first.country and first.country == second.country:
        reasons.append(_reason("same-country", _SAME_COUNTRY, first.country))
    relation, told = _offices(first, second)
    weight = {
        RoleRelation.SAME: _SAME_OFFICE,
        RoleRelation.OTHER: _OTHER_OFFICE,
        RoleRelation.DIFFERENT: _OTHER_WALK_OF_LIFE,
    }.get(relation, 0.0)
    if weight:
        reasons.append(_reason(f"{relation.name.lower()}-office", weight, told))
    score = min(1.0, max(0.0, sum(reason.weight for reason in reasons)))
    return Resemblance(first, second, round(score, 4), tuple(reasons)) if score >= DOUBT else None


def _offices(first: Form, second: Form) -> tuple[RoleRelation, str]:
    """Return how the offices of two forms relate: the same one counts most, then what can't go together."""
    found: dict[RoleRelation, str] = {}
    for span in first.offices[:_ROLES_COMPARED]:
        for other in second.offices[:_ROLES_COMPARED]:
            relation = role_relation(span.role, other.role)
            if relation is RoleRelation.DIFFERENT and not span.clashes(other):
                relation = RoleRelation.OTHER
            found.setdefault(relation, f"{span.role} / {other.role}")
            if relation is RoleRelation.SAME:
                return relation, found[relation]
    for relation in (RoleRelation.DIFFERENT, RoleRelation.OTHER):
        if relation in found:
            return relation, found[relation]
    return RoleRelation.UNKNOWN, ""


@lru_cache(maxsize=1 << 14)
def _reason(code: str, weight: float, text: str) -> Reason:
    return Reason(code=code, weight=round(weight, 4), text=text)
