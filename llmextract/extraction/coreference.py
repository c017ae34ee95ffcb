"""Other ways in which an article speaks of somebody whom it names: stated aliases, abbreviations, offices.

"Sharif, better known as Abu Nasser" and "Red Delta Front (RDF)" state that two names are one; "the Norvian president"
and "the foreign minister" mean the person who was named with that office.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import find_countries
from llmextract.extraction.mentions import Mention
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Member

_KNOWN_AS = regex.compile(
    r",?\s+(?:(?:who\s+)?(?:is|was)\s+)?(?:(?:better|also|widely|commonly|formerly|previously|otherwise)\s+)?"
    r"(?:known\s+(?:as|by)|called|alias|a\.?k\.?a\.?|n[ée]e?|nicknamed|whose\s+(?:nom\s+de\s+guerre|real\s+name)\s+is)"
    r"(?:\s+(?:by\s+)?(?:his|her|the)\s+nom\s+de\s+guerre,?)?\s+",
    regex.IGNORECASE,
)
_ABBREVIATED = regex.compile(r"\s+\(|,\s+or\s+|\s+\(known\s+as\s+")
_DESCRIPTION = regex.compile(
    r"\b[Tt]he\s+(?P<about>(?:[\p{L}\p{M}.’'-]+\s+){0,3}?)(?P<head>\p{Ll}+|President|Secretary|Minister|Chancellor|King|"
    r"Premier|Ambassador|Chairman|Commissioner|Leader)\b(?!\s+\p{Lu}|\s+of\b|['’]s\s+\p{Lu}|-)"
)
_ANY_OFFICE = "leader"


def stated_alias(text: str, first: Mention, second: Mention) -> bool:
    """Return whether an article states that two neighbouring names are one.

    Args:
        text: The article's text.
        first: A mention.
        second: The next mention in the same sentence.
    """
    between = text[first.end : second.start]
    if first.kind is ActorKind.PERSON and _KNOWN_AS.fullmatch(between):
        return True
    return (
        second.kind is ActorKind.ORGANIZATION
        and second.name.isupper()
        and first.name.lower().startswith(second.name[0].lower())
        and _ABBREVIATED.fullmatch(between) is not None
    )


def find_descriptions(article: Article, members: Sequence[Member]) -> Iterator[tuple[Member, Mention]]:
    """Find where an article speaks of a person by office alone.

    Args:
        article: With its sentences.
        members: Those whom it names.

    Yields:
        The person and the place, in order. Of several who fit, the one named last before it is meant.
    """
    persons = [member for member in members if member.kind is ActorKind.PERSON]
    for index, sentence in enumerate(article.sentences):
        for match in _DESCRIPTION.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            fitting = [
                (max(before), number)
                for number, member in enumerate(persons)
                if _fits(member, match["about"], match["head"])
                and (before := [mention.start for mention in member.mentions if mention.start < start])
            ]
            if fitting:
                member = persons[max(fitting)[1]]
                yield member, Mention(start, end, article.text[start:end], index, ActorKind.PERSON, described=True)


def _fits(member: Member, about: str, head: str) -> bool:
    countries = {found.code for found in find_countries(about)}
    if countries and member.country not in countries:
        return False
    words = [*_office(about), head.lower()]
    if words == [_ANY_OFFICE] and countries:
        return True
    role = _office(member.role or "")
    return bool(role) and (role[-len(words) :] == words or role[: len(words)] == words)


def _office(title: str) -> list[str]:
    """Return the words of a title without countries and "former"."""
    for found in reversed(find_countries(title)):
        title = title[: found.start] + title[found.end :]
    words = [word.strip("'’.,-").lower() for word in title.replace("'s", " ").replace("’s", " ").split()]
    return [word for word in words if word and word not in {"former", "then", "new", "of", "the", "his", "her"}]
