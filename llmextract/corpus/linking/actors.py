"""One registry of the actors that many articles name."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from llmextract.corpus.linking.clusters import Grouping
from llmextract.corpus.linking.forms import NEVER, Form, Forms, RoleSpan, gather_forms
from llmextract.corpus.linking.ids import stable_ids
from llmextract.corpus.linking.names import SAME, PersonName, is_family_conflict, sound
from llmextract.corpus.linking.overrides import Overrides
from llmextract.corpus.linking.resemblance import Resemblance, resemblances
from llmextract.corpus.linking.roles import RoleRelation, read_role, role_relation
from llmextract.events import DecidedBy, Link, LinkedActor, Reason, RoleUse, key_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from llmextract.corpus.linking.aliases import AliasTable
    from llmextract.corpus.linking.forms import Cast
    from llmextract.corpus.linking.judge import Judge
    from llmextract.schemas import ActorKind, Extraction

__all__ = ["Registry", "link_actors"]

_NAMES_COMPARED = 10
_LONE_ALIAS = 0.86
_LONE_SURNAME = 0.86
_STATED = 0.99


class Registry:
    """The actors of many articles, each one once.

    Args:
        actors: All of them.
        doubts: Names that may be one actor's and were left apart.
    """

    def __init__(self, actors: Iterable[LinkedActor], doubts: Iterable[Link] = ()) -> None:
        self.actors = tuple(actors)
        self.doubts = tuple(doubts)
        self._by_id = {actor.id: actor for actor in self.actors}
        self._by_mention = {key: actor for actor in self.actors for key in actor.mentions}

    def __len__(self) -> int:
        return len(self.actors)

    def actor(self, actor_id: str) -> LinkedActor:
        """Return the actor with this id.

        Raises:
            KeyError: There is none.
        """
        return self._by_id[actor_id]

    def of(self, article: str, actor: str) -> LinkedActor:
        """Return the linked actor that an actor of one article's record is.

        Args:
            article: The article's id.
            actor: The actor's id in that article's record.

        Raises:
            KeyError: The registry was made without that article.
        """
        return self._by_mention[key_of(article, actor)]


@dataclass(frozen=True, slots=True)
class _Identity:
    """What is known of the actor behind a group of forms."""

    family: str
    country: str | None
    names: tuple[tuple[int, PersonName], ...]  # how often, the most frequent first
    roles: tuple[RoleSpan, ...]
    apart: frozenset[frozenset[object]]
    by_user: bool = False

    def allows(self, other: _Identity) -> bool:
        """Whether both can be one actor: no two countries, no two of one family, no two walks of life."""
        if self.family != other.family or (self.country and other.country and self.country != other.country):
            return False
        if self.by_user or other.by_user:
            return True
        if any(span.clashes(each) for span in self.roles for each in other.roles):
            return False
        for _, name in self.names:
            for _, each in other.names:
                if is_family_conflict(name, each) or (self.apart and frozenset((name.key, each.key)) in self.apart):
                    return False
        return True

    def joined(self, other: _Identity) -> _Identity:
        """Return what is known of both."""
        names = sorted({*self.names, *other.names}, key=lambda entry: (-entry[0], entry[1].key))
        roles: dict[str, RoleSpan] = {}
        for span in (*self.roles, *other.roles):
            kept = roles.setdefault(span.role, RoleSpan(span.role))
            for day in {span.first, span.last}:
                kept.add(day, 0)
            kept.count += span.count
        return _Identity(
            self.family,
            self.country or other.country,
            tuple(names[:_NAMES_COMPARED]),
            tuple(sorted(roles.values(), key=lambda span: (-span.count, span.role))[:_NAMES_COMPARED]),
            self.apart,
            self.by_user or other.by_user,
        )

    def overruled(self) -> _Identity:
        """Return the same, without any name or office speaking against another any more."""
        return replace(self, by_user=True)


def link_actors(
    extractions: Iterable[Extraction | Cast],
    *,
    aliases: AliasTable | None = None,
    overrides: Overrides | None = None,
    judge: Judge | None = None,
    known_ids: Mapping[str, str] | None = None,
) -> Registry:
    """Find out which actors of many articles are one.

    Two names are one actor's when they are spelled or sound alike word by word (`names.name_score`) or an article or
    the user states it, and kind, country and walk of life agree or are unknown. Members of one family, and what
    the user keeps apart, are never put together, not by way of a third name either. A surname alone means somebody
    only within one article, or together with a country and an office that only one bearer of it has at that time.

    Args:
        extractions: The records, or their actors alone; of several with the same text the first counts. Nothing of
            them is kept.
        aliases: The user's alias file.
        overrides: What the user has put together or taken apart.
        judge: Asked where the rules leave doubt.
        known_ids: From keys of mentions (``article:a1``) to the ids that their actors had before, which are kept.

    Returns:
        The registry; the same for the same records in any order.
    """
    decided = (overrides or Overrides()).of("actor")
    forms = gather_forms(extractions, alone=decided.taken_out)
    links = _Links(forms, aliases, decided.apart_by(forms.of_mention.get))
    for key, other in decided.same:
        if key in forms.of_mention and other in forms.of_mention:
            links.join(forms.of_mention[key], forms.of_mention[other], "override", 1.0, DecidedBy.USER)
    links.join_listed(aliases)
    for first, second in sorted(forms.stated, key=lambda pair: (pair[0].order, pair[1].order)):
        links.join(first, second, "stated-alias", _STATED)
    found = sorted(resemblances(forms.forms), key=_strength)
    for resemblance in found:
        if resemblance.score >= SAME:
            links.join_resembling(resemblance, DecidedBy.RULES)
    links.join_lone_aliases()
    links.join_lone_surnames()
    doubts = []
    for resemblance in found:
        if resemblance.score >= SAME or not links.open(resemblance):
            continue
        verdict = None if judge is None else judge.same_actor(_told(resemblance.first), _told(resemblance.second))
        if verdict:
            links.join_resembling(resemblance, DecidedBy.MODEL)
        else:
            doubts.append(_link(resemblance, DecidedBy.RULES if verdict is None else DecidedBy.MODEL))
    return Registry(links.actors(known_ids or {}), doubts)


def _strength(found: Resemblance) -> tuple[object, ...]:
    first, second = found.first.order, found.second.order
    return (-found.score, first, second) if first <= second else (-found.score, second, first)


def _link(found: Resemblance, decided_by: DecidedBy) -> Link:
    first, second = sorted((found.first.label, found.second.label))
    return Link(first=first, second=second, score=found.score, decided_by=decided_by, reasons=found.reasons)


def _told(form: Form) -> str:
    """Describe a form in one line, for the judge."""
    about = ", ".join(filter(None, ("; ".join(span.role for span in form.offices[:3]), form.country)))
    return f"{form.label} ({about})" if about else form.label


class _Links:
    """The groups of forms, and why they are groups."""

    def __init__(self, forms: Forms, aliases: AliasTable | None, apart: dict[Form, set[Form]] | None) -> None:
        self._forms = forms
        self._groups: Grouping[Form, _Identity] = Grouping(apart)
        self._links: dict[Form, list[Link]] = defaultdict(list)
        listed_apart = frozenset(aliases.apart_keys()) if aliases else frozenset()
        for form in sorted(forms.forms, key=lambda form: form.order):
            self._add(form, listed_apart)
        self._listed_apart = listed_apart

    def _add(self, form: Form, apart: frozenset[frozenset[object]]) -> None:
        names = ((len(form.mentions), form.name),) if isinstance(form.name, PersonName) else ()
        identity = _Identity(form.family, form.country, names, tuple(form.roles.values())[:_NAMES_COMPARED], apart)
        self._groups.add(form, identity)

    def open(self, found: Resemblance) -> bool:
        """Whether two forms are in two groups that may become one."""
        one, other = self._groups.number(found.first), self._groups.number(found.second)
        return one != other and self._groups.may_join(one, other)

    def join_resembling(self, found: Resemblance, decided_by: DecidedBy) -> None:
        """Put two forms that resemble each other together, unless something contradicts it."""
        if self._groups.join(found.first, found.second) and found.first.label != found.second.label:
            self._links[found.first].append(_link(found, decided_by))

    def join(self, first: Form, second: Form, code: str, score: float, decided_by: DecidedBy = DecidedBy.RULES) -> None:
        """Put two forms together, because somebody states it."""
        if self._groups.join(first, second, forced=decided_by is DecidedBy.USER):
            one, other = sorted((first.label, second.label))
            reason = Reason(code=code, weight=score, text=f"{one} / {other}")
            link = Link(first=one, second=other, score=score, decided_by=decided_by, reasons=(reason,))
            self._links[first].append(link)

    def join_listed(self, aliases: AliasTable | None) -> None:
        """Put together what the user's file lists, wherever the names occur."""
        if aliases is None:
            return
        by_key: dict[Hashable, list[Form]] = defaultdict(list)
        for form in self._forms.forms:
            if not isinstance(form.name, str):
                by_key[form.name.key if isinstance(form.name, PersonName) else form.name.words].append(form)
        for names, country in aliases.actors():
            used = sorted((form for key in names for form in by_key.get(key, [])), key=lambda form: form.order)
            countries = dict.fromkeys(form.country for form in used if form.country)
            home = country or next(iter(countries), None)
            for each in dict.fromkeys((home, *countries)):
                # A form without a country is taken for the actor of the file's country, or else of the commonest.
                group = [form for form in used if form.country == each or (each == home and form.country is None)]
                for form in group[1:]:
                    self.join(group[0], form, "alias-file", 1.0, DecidedBy.USER)

    def join_lone_aliases(self) -> None:
        """Let a single word that an article gives as another name mean that actor everywhere, if it is only one's."""
        bearers: dict[tuple[str, str | None], set[int]] = defaultdict(set)
        examples: dict[tuple[str, str | None], Form] = {}
        for word, form in sorted(self._forms.lone_aliases, key=lambda entry: entry[1].order):
            for country in {form.country, None}:
                bearers[word, country].add(self._groups.number(form))
                examples.setdefault((word, country), form)
        for form in sorted(self._forms.forms, key=lambda form: form.order):
            if isinstance(form.name, PersonName) and form.name.lone and form.mentions:
                place = (form.name.words[0], form.country)
                if len(bearers.get(place, ())) == 1:
                    self.join(examples[place], form, "stated-alias", _LONE_ALIAS)

    def join_lone_surnames(self) -> None:
        """Let a surname with its country and its office mean the only actor whom both fit at that time."""
        bearers: dict[tuple[str, str | None], list[Form]] = defaultdict(list)
        for form in self._forms.forms:
            if isinstance(form.name, PersonName) and not form.name.lone and form.roles and form.country:
                bearers[sound(form.name.words[-1]), form.country].append(form)
        for form in sorted(self._forms.forms, key=lambda form: form.order):
            if isinstance(form.name, PersonName) and form.name.lone and form.roles and form.country:
                fitting = [
                    each for each in bearers[sound(form.name.words[-1]), form.country] if _same_office(form, each)
                ]
                if len({self._groups.number(each) for each in fitting}) == 1:
                    self.join(min(fitting, key=lambda each: each.order), form, "surname-and-office", _LONE_SURNAME)

    def actors(self, known_ids: Mapping[str, str]) -> list[LinkedActor]:
        """Make the actors, the earliest first."""
        groups = [
            sorted((form for form in group if form.mentions), key=lambda form: (form.first, form.order))
            for group in self._groups.groups()
        ]
        groups = sorted((group for group in groups if group), key=lambda group: group[0].first)
        ghosts = {
            id(group[0]): [form for form in self._groups.members(self._groups.number(group[0])) if not form.mentions]
            for group in groups
        }
        keys = [[group[0].first[1], *(key for form in group for key in form.mentions)] for group in groups]
        ids = stable_ids("A", [list(dict.fromkeys(each)) for each in keys], known_ids)
        return [self._actor(identity, group, ghosts[id(group[0])]) for identity, group in zip(ids, groups, strict=True)]

    def _actor(self, identity: str, forms: list[Form], ghosts: list[Form]) -> LinkedActor:
        main: Counter[str] = Counter()
        texts: Counter[str] = Counter()
        kinds: Counter[ActorKind] = Counter()
        for form in forms:
            main.update(form.texts)
            texts.update(form.texts)
            texts.update(form.aliases)
            kinds.update(form.kinds)
        full = {form.label for form in forms if isinstance(form.name, PersonName) and not form.name.lone}
        name = min(main, key=lambda text: (bool(full) and text not in full, -main[text], -len(text.split())))
        return LinkedActor(
            id=identity,
            name=name,
            names=tuple(sorted(texts, key=lambda text: (text != name, -texts[text], text))),
            kind=min(kinds, key=lambda kind: (-kinds[kind], kind)),
            country=next((form.country for form in forms if form.country), None),
            roles=_roles(forms),
            mentions=tuple(sorted(key for form in forms for key in form.mentions)),
            links=tuple(
                sorted(
                    (link for form in (*forms, *ghosts) for link in self._links[form]),
                    key=lambda link: (-link.score, link.first, link.second),
                )
            ),
        )


def _same_office(form: Form, other: Form) -> bool:
    """Whether both have a specific office in common at about the same time."""
    return any(
        role_relation(span.role, each.role) is RoleRelation.SAME and read_role(span.role).words and span.near(each)
        for span in form.roles.values()
        for each in other.roles.values()
    )


def _roles(forms: list[Form]) -> tuple[RoleUse, ...]:
    spans: dict[str, RoleSpan] = {}
    for form in forms:
        for span in form.roles.values():
            kept = spans.setdefault(span.role, RoleSpan(span.role))
            kept.add(span.first, 0)
            kept.add(span.last, span.count)
    ordered = sorted(spans.values(), key=lambda span: (span.first or NEVER, span.role))
    return tuple(
        RoleUse(role=span.role, first=_date(span.first), last=_date(span.last), count=span.count) for span in ordered
    )


def _date(day: int) -> date | None:
    return date.fromordinal(day) if day else None
