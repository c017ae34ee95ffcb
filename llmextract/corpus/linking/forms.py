"""What records call their actors, gathered into forms: one name with one country, wherever it occurs.

Linking compares forms, not mentions: a hundred thousand articles name the same actors in a few ways each.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from llmextract.corpus.linking.collectives import CollectiveName, read_collective
from llmextract.corpus.linking.names import PersonName, is_family_conflict, read_name
from llmextract.corpus.linking.roles import RoleRelation, read_role, role_relation
from llmextract.events import key_of
from llmextract.extraction.countries import country_code, is_country, organisation_name
from llmextract.extraction.names import is_person_like, name_relation
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence

    from llmextract.schemas import Actor, Extraction

__all__ = ["Cast", "Form", "Forms", "RoleSpan", "each_article_once", "gather_forms"]

Family = Literal["person", "collective", "country"]

NEVER = 1 << 30
"""Ordinal of a day that is not known: after every other."""

FAR_APART = 200
"""Days after which another walk of life may be a new career."""


class NamedActor(BaseModel):
    """What linking needs of an actor; the fields are those of `llmextract.schemas.Actor`."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: ActorKind
    role: str | None = None
    country: str | None = None


class NamedArticle(BaseModel):
    """What it needs of an article."""

    model_config = ConfigDict(frozen=True)

    id: str
    published: datetime.date | None = None


class Cast(BaseModel):
    """Whom an article names: a record without its meetings, which takes a fraction of the time to read."""

    model_config = ConfigDict(frozen=True)

    article: NamedArticle
    actors: tuple[NamedActor, ...] = ()


RecordT = TypeVar("RecordT", "Extraction", "Cast", "Extraction | Cast")


@dataclass(slots=True)
class RoleSpan:
    """An office and when articles give it, as ordinals of their publication dates (0 where unknown)."""

    role: str
    count: int = 0
    first: int = 0
    last: int = 0

    def add(self, day: int, count: int = 1) -> None:
        """Count an article of a day."""
        self.count += count
        if day:
            self.first = min(self.first or day, day)
            self.last = max(self.last, day)

    def clashes(self, other: RoleSpan) -> bool:
        """Whether one person hardly bears both: two walks of life at about the same time."""
        if role_relation(self.role, other.role) is not RoleRelation.DIFFERENT:
            return False
        return not (self.first and other.first) or self.near(other)

    def near(self, other: RoleSpan) -> bool:
        """Whether both are given at about the same time; not where the time of one is unknown."""
        if not (self.first and other.first):
            return False
        return max(self.first, other.first) - min(self.last, other.last) <= FAR_APART


@dataclass(slots=True, eq=False)
class Form:
    """One name with one country.

    Attributes:
        family: Which kind of actor; organizations and groups are one kind.
        name: The name, taken apart; of a country, its code.
        country: ISO 3166-1 alpha-2 code, where known.
        roles: Offices that the articles give.
        texts: The name as it stands, and how often.
        aliases: Other names, and how often.
        kinds: Kinds that the records give.
        mentions: Keys of the actors.
        first: Publication day (ordinal; a later one than any where unknown) and key of the earliest mention.
        label: The name as it stands most often; like the two below, known once all mentions are (`settle`).
        order: Its place among all forms, whatever the order of the records.
        offices: The roles, the most frequent first.
    """

    family: Family
    name: PersonName | CollectiveName | str
    country: str | None
    roles: dict[str, RoleSpan] = field(default_factory=dict)
    texts: Counter[str] = field(default_factory=Counter)
    aliases: Counter[str] = field(default_factory=Counter)
    kinds: Counter[ActorKind] = field(default_factory=Counter)
    mentions: list[str] = field(default_factory=list)
    first: tuple[int, str] = (NEVER, "")

    label: str = ""
    order: tuple[int, tuple[int, str], str, str] = (0, (NEVER, ""), "", "")
    offices: tuple[RoleSpan, ...] = ()

    def settle(self) -> None:
        """Work out what linking asks for again and again."""
        if self.texts:
            self.label = min(self.texts, key=lambda text: (-self.texts[text], text))
        else:
            self.label = self.name if isinstance(self.name, str) else self.name.text
        self.order = (-len(self.mentions), self.first, self.label, self.country or "")
        self.offices = tuple(sorted(self.roles.values(), key=lambda span: (-span.count, span.role)))


@dataclass(slots=True)
class Forms:
    """All forms, and what the records state about them.

    Attributes:
        forms: In no particular order.
        stated: Two forms that an article says are one actor's.
        of_mention: Which form a mention has.
        lone_aliases: Single words that articles give as another name of an actor: word and form.
    """

    forms: list[Form] = field(default_factory=list)
    stated: list[tuple[Form, Form]] = field(default_factory=list)
    of_mention: dict[str, Form] = field(default_factory=dict)
    lone_aliases: list[tuple[str, Form]] = field(default_factory=list)


@dataclass(slots=True)
class _Mention:
    keys: list[str]
    kinds: list[ActorKind]
    day: int
    family: Family
    name: PersonName | CollectiveName | str
    country: str | None
    role: str | None
    text: str
    others: Sequence[PersonName | CollectiveName]


def gather_forms(extractions: Iterable[Extraction | Cast], *, alone: Collection[str] = ()) -> Forms:
    """Gather the names of all records' actors.

    Args:
        extractions: The records.
        alone: Keys of mentions that get a form of their own, because the user has said something about them.
    """
    buckets: dict[Hashable, list[Form]] = {}
    found = Forms()
    mentions = [mention for record in each_article_once(extractions) for mention in _mentions_of(record)]
    mentions.sort(key=lambda mention: (mention.day or NEVER, mention.keys[0]))
    stated: dict[tuple[int, Hashable], tuple[Form, PersonName | CollectiveName]] = {}
    for mention in mentions:
        form = _file(mention, buckets, alone)
        found.of_mention.update(dict.fromkeys(mention.keys, form))
        for other in mention.others:
            form.aliases[other.text] += 1
            stated.setdefault((id(form), _name_key(other)), (form, other))
    for form, other in stated.values():
        if isinstance(other, PersonName) and other.lone:
            found.lone_aliases.append((other.words[0], form))
        else:
            found.stated.append((form, _form_of(other, form, buckets)))
    found.forms = [form for bucket in buckets.values() for form in bucket]
    for form in found.forms:
        form.settle()
    return found


def each_article_once(extractions: Iterable[RecordT]) -> Iterator[RecordT]:
    """Yield records, the first one of each text: the same words are no second report, whatever day they bear."""
    seen: set[str] = set()
    for record in extractions:
        if record.article.id not in seen:
            seen.add(record.article.id)
            yield record


def _form_of(name: PersonName | CollectiveName, actor: Form, buckets: dict[Hashable, list[Form]]) -> Form:
    """Return the form of another name of an actor: that of the records which use it, or an empty one."""
    bucket = buckets.setdefault((actor.family, _name_key(name), actor.country), [])
    if len(bucket) != 1:
        bucket.append(Form(actor.family, name, actor.country))
    return bucket[-1]


def _name_key(name: PersonName | CollectiveName | str) -> Hashable:
    if isinstance(name, PersonName):
        return name.key
    return name.words if isinstance(name, CollectiveName) else name


def _file(mention: _Mention, buckets: dict[Hashable, list[Form]], alone: Collection[str]) -> Form:
    """Add a mention to its form: that of the same name and country in which nobody of another walk of life is."""
    name = mention.name
    place: Hashable = (mention.family, _name_key(name), mention.country)
    lone = isinstance(name, PersonName) and name.lone
    if any(key in alone for key in mention.keys):
        place = ("alone", mention.keys[0])
    elif lone or (isinstance(name, CollectiveName) and name.generic and mention.country is None):
        office = read_role(mention.role).words if mention.role else frozenset()
        # Across articles a lone surname is somebody only together with a country and an office.
        place = (place, office) if lone and office and mention.country else (place, mention.keys[0])
    bucket = buckets.setdefault(place, [])
    form = next((form for form in bucket if not _clashes(mention, form)), None)
    if form is None:
        form = Form(mention.family, name, mention.country)
        bucket.append(form)
    if mention.role:
        span = form.roles.get(mention.role)
        if span is None:
            span = form.roles[mention.role] = RoleSpan(mention.role)
        span.add(mention.day)
    form.texts[mention.text] += 1
    form.kinds.update(mention.kinds)
    form.mentions += mention.keys
    form.first = min(form.first, *((mention.day or NEVER, key) for key in mention.keys))
    return form


def _clashes(mention: _Mention, form: Form) -> bool:
    """Whether a mention's office is of another walk of life than one of a form's."""
    if not mention.role or not form.roles:
        return False
    span = RoleSpan(mention.role)
    span.add(mention.day)
    return any(span.clashes(other) for other in form.roles.values())


def _mentions_of(record: Extraction | Cast) -> list[_Mention]:
    """Return a record's actors; a lone surname joins the one person of the record who bears it."""
    day = record.article.published.toordinal() if record.article.published else 0
    mentions = [_read_actor(actor, record.article.id, day) for actor in record.actors]
    if not any(isinstance(mention.name, PersonName) and mention.name.lone for mention in mentions):
        return mentions
    full = [mention for mention in mentions if isinstance(mention.name, PersonName) and not mention.name.lone]
    kept = []
    for mention in mentions:
        if isinstance(mention.name, PersonName) and mention.name.lone:
            bearers = [
                other
                for other in full
                if name_relation(mention.text, other.text) == "last"
                and (mention.country is None or other.country in {None, mention.country})
            ]
            if len(bearers) == 1:
                bearers[0].keys += mention.keys
                bearers[0].kinds += mention.kinds
                bearers[0].country = bearers[0].country or mention.country
                bearers[0].role = bearers[0].role or mention.role
                continue
        kept.append(mention)
    return kept


def _read_actor(actor: Actor | NamedActor, article: str, day: int) -> _Mention:
    family, country = _family(actor)
    key = key_of(article, actor.id)
    if family == "country":
        return _Mention([key], [actor.kind], day, family, country or actor.name, country, None, actor.name, [])
    if family == "collective":
        name = read_collective(actor.name)
        aliases = [alias for alias in map(read_collective, actor.aliases) if not alias.generic and alias.words]
        others: list[CollectiveName] = [alias for alias in aliases if alias.words != name.words]
        country = country or name.country
        return _Mention([key], [actor.kind], day, family, name, country, actor.role, actor.name, others)
    person, people = _person_names(actor.name, actor.aliases)
    return _Mention([key], [actor.kind], day, family, person, country, actor.role, person.text, people)


def _family(actor: Actor | NamedActor) -> tuple[Family, str | None]:
    """Return which kind an actor is linked as, and its country: "Chile" is a country whatever its record says."""
    if actor.kind is ActorKind.PERSON:
        return "person", actor.country
    if organisation_name(actor.name) is not None:
        return "collective", None
    if actor.kind is ActorKind.COUNTRY or is_country(actor.name):
        return "country", actor.country or country_code(actor.name)
    return "collective", actor.country


@lru_cache(maxsize=1 << 15)
def _person_names(given: str, aliases: tuple[str, ...]) -> tuple[PersonName, tuple[PersonName, ...]]:
    """Return a person's name in its fullest form, and other names that are no part of it and nobody else's."""
    names = [read_name(text) for text in (given, *aliases)]
    full = [name for name in names if not name.lone and name.words]
    main = names[0] if not names[0].lone or not full else full[0]
    others: dict[Hashable, PersonName] = {}
    for name in names:
        if name is main or name.key == main.key or not name.words or _is_part(name, main):
            continue
        if is_person_like(name.text) and not is_family_conflict(main, name):
            others.setdefault(name.key, name)
    return main, tuple(others.values())


def _is_part(name: PersonName, whole: PersonName) -> bool:
    """Whether a single word is the surname, or another word, of a name."""
    if not name.lone:
        return False
    if name.words == whole.words[-1:] and len(name.words[0]) > 1:
        return True  # the commonest case, which the other way finds out at more cost
    return name_relation(name.text, whole.text) != "different"
