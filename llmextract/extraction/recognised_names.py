"""What a statistical recogniser says of the names that were found by the shape of their words, in English.

Capitals alone do not tell a person from a company, a storm or a treaty ("Delta Resources", "Hurricane Ada"), nor where
"the Movement for the Liberation of Tavia" ends. The recogniser is the one of `llmextract.extraction.syntax`; it errs on
single names, so that a title, a table or a known form has the last word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import find_countries, is_country, name_kind, organisation_name
from llmextract.extraction.mentions import Mention
from llmextract.extraction.names import NameIndex, name_relation
from llmextract.extraction.places import is_place
from llmextract.extraction.syntax import parse
from llmextract.extraction.titles import is_title_word
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from llmextract.articles.article import Article, Sentence
    from llmextract.extraction.syntax import Entity

_THINGS = frozenset({"EVENT", "LAW", "WORK_OF_ART", "FAC"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_BODIES = frozenset({"ORG", "NORP"})
_ACTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "poss"})
_THE = regex.compile(r"(?:the|a|an)\s+", regex.IGNORECASE)
_OWNED = regex.compile(r"['’]s?$")
_PORTFOLIO = regex.compile(
    r"(?r)\b(?i:ministers?|ministry|secretary|secretaries|department|bureau)\s+(?:of|for)\s+(?:the\s+)?$"
)


def revise_mentions(article: Article, mentions: Sequence[Mention]) -> list[Mention]:
    """Correct the kinds and the bounds of names, leave out what is no actor, and add what was overlooked.

    Args:
        article: In a language that is parsed.
        mentions: What its sentences name, by the shape of their words.

    Returns:
        The mentions, in no particular order.
    """
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    titled = {mention.name for mention in mentions if mention.title}
    things: set[str] = set()
    kept: list[Mention] = []
    for index, sentence in enumerate(article.sentences):
        found = by_sentence.get(index, [])
        entities = [_trimmed(sentence.text, entity) for entity in parse(sentence.text).entities]
        found = list(_widened(article.text, sentence.start, found, entities))
        things |= {mention.name for mention in found if _is_part_of_thing(mention, entities, sentence.start)}
        for mention in found:
            over = [each.label for each in entities if _overlaps(mention, each, sentence.start)]
            if mention.kind is ActorKind.PERSON and _stands_by_person(mention, entities, sentence):
                over = ["PERSON"]
            votes[mention.name].update(over)
            if over == ["PERSON"] and _acts(mention, sentence):
                mention.weak = False
        kept += found
        kept += _overlooked(article.text, sentence.start, index, found, entities)
    kept += list(_surnames(article, kept))
    persons: NameIndex[str] = NameIndex()
    for name in {mention.name for mention in kept if mention.kind is ActorKind.PERSON and not mention.lone}:
        if name in titled or votes[name]["PERSON"]:
            persons.add(name, name)
    kept = [mention for mention in kept if mention.name not in things]
    return [revised for mention in kept if (revised := _judged(mention, votes, persons)) is not None]


def _is_part_of_thing(mention: Mention, entities: Sequence[Entity], offset: int) -> bool:
    """Whether one word was taken for a name behind a title, and is of a thing's: "Leader of the Norvian Revolution"."""
    return (
        mention.kind is ActorKind.PERSON
        and " " not in mention.name
        and any(each.label in _THINGS and offset + each.start < mention.start < offset + each.end for each in entities)
    )


def _acts(mention: Mention, sentence: Sentence) -> bool:
    """Whether one word stands where people do, and no place: before a verb that it is the subject of, behind "with"."""
    if not mention.lone or name_kind(mention.name) is not None:
        return False
    parsed = parse(sentence.text)
    at = mention.start - sentence.start
    word = next((word for word in parsed.words if word.start <= at < word.end), None)
    while word is not None and word.relation == "conj":
        word = parsed.head(word)
    if word is None or word.kind != "PROPN":
        return False
    above = parsed.head(word)
    subject = word.relation == "nsubj" and above is not None and above.kind == "VERB"
    return subject or (above is not None and above.lemma in {"with", "between"})


def _stands_by_person(mention: Mention, entities: Sequence[Entity], sentence: Sentence) -> bool:
    """Whether a name is joined to a person's: "Ada Novak, Ivo Reth and Nadia Quell" are one kind."""
    parsed = parse(sentence.text)
    persons = [each for each in entities if each.label == "PERSON"]
    own = [word for word in parsed.words if mention.start <= sentence.start + word.start < mention.end]
    joined = [word for word in own if word.relation in {"conj", "appos"}]
    beside = [parsed.head(word) for word in joined] + [
        other for word in own for other in parsed.children(word, "conj", "appos")
    ]
    return any(
        each.start <= other.start < each.end for other in beside if other and other not in own for each in persons
    )


def _trimmed(text: str, entity: Entity) -> Entity:
    """Leave the article, the genitive and an open bracket out of a name: "the Delta Front's", "Delta Front (DF"."""
    name = text[entity.start : entity.end]
    if "(" in name and ")" not in name:
        entity = replace(entity, end=entity.start + len(name[: name.index("(")].rstrip()))
        name = text[entity.start : entity.end]
    the, owned = _THE.match(name), _OWNED.search(name)
    start = entity.start + (the.end() if the else 0)
    return replace(entity, start=start, end=entity.end - (len(owned[0]) if owned else 0))


def _overlaps(mention: Mention, entity: Entity, offset: int) -> bool:
    return mention.start < offset + entity.end and offset + entity.start < mention.end


def _widened(text: str, offset: int, mentions: Sequence[Mention], entities: Sequence[Entity]) -> Iterator[Mention]:
    """Make one of the organisations within a longer name: "Rally" and "Democracy" of the Rally for Tavian Democracy."""
    taken: set[int] = set()
    for mention in mentions:
        around = next((each for each in entities if each.label == "ORG" and _overlaps(mention, each, offset)), None)
        if around is None:
            yield mention
            continue
        start, end = offset + around.start, offset + around.end
        within = [other for other in mentions if _overlaps(other, around, offset)]
        goes_on = regex.search(r"\s(?:of|for|on|and)\s", text[start:end]) is not None
        plain = all(
            start <= other.start and other.end <= end and other.kind is ActorKind.ORGANIZATION and not other.title
            for other in within
        )
        if not (plain and goes_on and " " in text[start:end]) or mention.end - mention.start >= end - start:
            yield mention
        elif around.start not in taken:
            taken.add(around.start)
            yield Mention(start, end, " ".join(text[start:end].split()), mention.sentence, ActorKind.ORGANIZATION)


def _overlooked(
    text: str, offset: int, index: int, mentions: Sequence[Mention], entities: Iterable[Entity]
) -> Iterator[Mention]:
    """Find the bodies that have a name of several words and were not found: "the Council on Norvian Relations"."""
    for entity in entities:
        start, end = offset + entity.start, offset + entity.end
        name = " ".join(text[start:end].split())
        if entity.label != "ORG" or " " not in name or not name[0].isupper() or name_kind(name) or is_place(name):
            continue
        if any(_overlaps(mention, entity, offset) for mention in mentions) or find_countries(name):
            continue
        if any(0 <= mention.start - start <= len(mention.title or "") + 1 for mention in mentions):
            continue  # "National Security" of "National Security Adviser Ada Novak"
        if not _PORTFOLIO.search(text, endpos=start):
            yield Mention(start, end, name, index, ActorKind.ORGANIZATION)


def _surnames(article: Article, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Find where a surname stands alone that is a title as well, of a person who is named in full: "Bishop met Orr"."""
    persons = [mention for mention in mentions if mention.kind is ActorKind.PERSON and " " in mention.name]
    surnames = {last for mention in persons if is_title_word(last := mention.name.split()[-1])}
    for index, sentence in enumerate(article.sentences if surnames else ()):
        taken = [range(mention.start, mention.end) for mention in mentions if mention.sentence == index]
        parsed = parse(sentence.text)
        for word in parsed.words:
            start, end = sentence.start + word.start, sentence.start + word.end
            acts = word.kind == "PROPN" and word.relation in _ACTS and not parsed.children(word, "det")
            if word.text in surnames and acts and not any(start in place for place in taken):
                yield Mention(start, end, word.text, index, ActorKind.PERSON, lone=True)


def _judged(mention: Mention, votes: dict[str, Counter[str]], persons: NameIndex[str]) -> Mention | None:
    """Return a mention with the kind that the recogniser gives it everywhere; ``None`` for what is no actor."""
    labels = votes.get(mention.name, Counter())
    if not labels or labels["PERSON"] or _names_one_of(mention.name, persons):
        return mention
    if mention.kind is ActorKind.PERSON:
        if not _BODIES.isdisjoint(labels):
            mention.kind = ActorKind.ORGANIZATION
            return mention
        # An unknown name is easily taken for a town's: it has to stand where towns do.
        place = _PLACES.issuperset(labels)
        return mention if place and not (mention.weak or is_country(mention.name.split()[-1])) else None
    single = " " not in mention.name and not mention.name.isupper()
    if mention.kind is ActorKind.ORGANIZATION and single and not organisation_name(mention.name):
        return mention if not _BODIES.isdisjoint(labels) else None
    return mention


def _names_one_of(name: str, persons: NameIndex[str]) -> bool:
    """Whether a name may be a form of one that is known to be a person's: "Novak" of Ada Novak."""
    return any(name_relation(name, known) != "different" for known in persons.candidates(name))
