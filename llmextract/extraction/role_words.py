"""Whether words stand in somebody's title, or may speak of his role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.countries import country_code
from llmextract.extraction.titles import title_modifiers, title_start
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from llmextract.articles.article import Sentence
    from llmextract.extraction.cast import Member
    from llmextract.extraction.mentions import Mention
    from llmextract.extraction.syntax import Word

DELEGATES = frozenset({"representative", "negotiator", "delegate", "emissary"})
SPEAKERS = frozenset({"spokesman", "spokeswoman", "spokesperson", "aide", "lawyer"})
OF_STATES = frozenset({"government", "authority", "administration", "ministry", "party"})
OF_STATE = frozenset({"state", "government"})  # "the two heads of state"
_RANKS = ("prime", "deputy", "vice", "former", "assistant")
_HEADS_OF_STATE = frozenset({"president", "king", "queen", "emir", "sultan", "emperor", "pope"})


def may_be(member: Member, plural: Word) -> bool:
    """Return whether somebody may be one of "the ministers": no president is, as far as the article says who is one.

    Args:
        member: Somebody who was named before.
        plural: The word for several.
    """
    if member.kind is ActorKind.ORGANIZATION and plural.lemma in {"leader", "man", "president", "minister"}:
        return False  # "the palace and the ministry said the two leaders met"
    role = (member.role or "").lower().split()
    return plural.lemma != "minister" or "minister" in role or _HEADS_OF_STATE.isdisjoint(role)


def covers_title(sentence: Sentence, mention: Mention, at: int) -> bool:
    """Return whether a place stands in the title before a person's name.

    Args:
        sentence: Any sentence.
        mention: Of a person; in that sentence or not.
        at: Offset in the article's text.
    """
    if mention.title is None or not sentence.start <= mention.start < sentence.end or at >= mention.start:
        return False
    start = mention.start - sentence.start
    before = sentence.text[:start].rstrip(", ")
    if before.endswith(mention.title):  # "an aide to President Ada Novak"
        return sentence.start + len(before) - len(mention.title) <= at
    begin = title_start(sentence.text, start)
    apart = sentence.text[:begin].rstrip(", ")
    if apart.endswith(mention.title):  # "the prime minister of Norvia, Ada Novak"
        begin = min(begin, len(apart) - len(mention.title))
    return sentence.start + begin <= at


def is_office(text: str, head: Word, role: str) -> bool:
    """Return whether a phrase may speak of a role: "the foreign minister" of no prime minister, and of no deputy.

    Args:
        text: The phrase.
        head: Its word for the office.
        role: What somebody is called.
    """
    said, known = text.lower().split(), role.lower().replace("-", " ").split()  # "secretary-general"
    ranks = all((rank in said) == (rank in known) for rank in _RANKS)
    fields = [word for word in said[:-1] if word in title_modifiers() and country_code(word) is None]
    premier = ["prime", "minister"] if head.lemma == "premier" and "premier" not in known else None
    offices = premier or head.lemma.split("-")
    return all(word in known for word in (*offices, *fields)) and (ranks or premier is not None)


def is_title_between(between: str, title: str) -> bool:
    """Return whether nothing but a person's office, or state, stands behind a semicolon: "; and Norvia's Ada Novak".

    Args:
        between: The words between two names.
        title: The office of the second.
    """
    said = between.removeprefix("; ").removeprefix("and ").strip()
    return said == title or country_code(said) is not None
