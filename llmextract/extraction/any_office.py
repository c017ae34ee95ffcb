"""Offices that say little of which one somebody has: "the top diplomat" may be the secretary of state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.countries import find_countries

if TYPE_CHECKING:
    from llmextract.extraction.cast import Member
    from llmextract.extraction.syntax import Word

_ANY = frozenset({"diplomat", "official", "leader", "politician", "statesman", "dignitary", "ruler", "chief", "head"})
"""Words for who has one of many offices."""


def may_have_office(member: Member, word: Word, text: str) -> bool:
    """Return whether an office may be that of somebody who was named before, as far as the article tells his.

    Args:
        member: Somebody.
        word: The word for the office.
        text: The phrase that it heads: "the Norvian official".
    """
    countries = {found.code for found in find_countries(text)}
    if countries and member.country not in {None, *countries}:
        return False
    *_, known = (member.role or "").lower().split() or [""]
    return not known or known in _ANY or word.lemma in _ANY
