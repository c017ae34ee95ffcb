"""The office and the country that stand beside a name: before it, set off by a comma, or behind it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import find_countries
from llmextract.extraction.set_off_titles import title_set_off
from llmextract.extraction.titles import is_title_word, split_titles, title_heads, title_start

if TYPE_CHECKING:
    from llmextract.extraction.countries import CountryMention

# "governor of north Delta": what follows is a place.
_COMPASS = regex.compile(r"\b(?:north|south|east|west|central)(?:ern)?$")
_ARTICLE = regex.compile(r"^(?:the|a|an|his|her|their|its)\s+", regex.IGNORECASE)
_FORM_OF_ADDRESS = regex.compile(
    r"(?:(?:mr|mrs|ms|miss|dr|sir|h\.e|excellency|hon|m|mme|mlle|monsieur|madame|herr|herrn|frau|señor|señora|sr|sra|don|doña|signor|signora|"
    r"senhor|senhora|bay|bayan|sayın|господин\w*|госпож\w*)\.?\s*)+",
    regex.IGNORECASE,
)
# What stands before a name, where an office may stand besides: "Norvia's army chief, General Ada Novak"
_RANK = regex.compile(
    r"(?:(?:lt|lieutenant|maj|major|brig|brigadier|gen|general|col|colonel|adm|admiral|air|field|marshal|sheikh?|shaikh|sheikha|"
    r"ambassador|prince|princess|lord|lady|baroness|dame|prof|professor|royal|highness|hrh|his|her)\b\.?\s*)+",
    regex.IGNORECASE,
)
# "(?r)" searches from the right: what must end at a place is found, or not, without trying every word before it.
_OFFICE_BEFORE = regex.compile(
    r"(?r)(?:\b(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Aa]n?)|['’]s?)\s+(?P<words>(?:(?!(?:his|her|said|met)\b|(?<!\b(?:of|to|for)\s+)the\b)[\p{L}\p{M}’'.-]+\s+){0,11}[\p{L}\p{M}’'.-]+)"
    r"(?:\s+\(\p{Lu}+\))?,\s+$"
)
_OWNER = regex.compile(r"(?r)(?P<who>(?:\p{Lu}[\p{L}.-]*\s){0,3}\p{Lu}[\p{L}.-]*)['’]s?\s$")
_SENDER = regex.compile(
    r"(?r)(?P<who>(?:\p{Lu}[\p{L}.-]*\s){0,3}\p{Lu}[\p{L}.-]*)(?:['’]s?\s+(?:\p{Ll}+\s+)?(?:delegation|team|side|negotiators)\b"
    r"|\s+(?:sent|dispatched|was\s+represented|is\s+represented))[^.;]*$"
)
_MAY_SEND = regex.compile(r"delegation|team|side|negotiators|sent|dispatched|represented")
_SAYS = regex.compile(
    r"(?r)\b(?:said|says|told|announced|added|reported|confirmed)$"
)  # ", the spokesman Tom Arden said": another one
# "In Lima, President Orr will speak"
_CLAUSE = regex.compile(
    r"(?:(?!\b(?:who|which|that|whose)\b).)*\b(?:will|would|has|have|had|is|was|are|were|said|met|meets)\b"
)
_SENT_TO = regex.compile(
    r"(?r)\b(?:envoy|ambassador|representative|coordinator|mediator|emissary|rapporteur)s?\s+(?:of\s+[^,;]{1,50}\s+)?(?:to|for|on|in)\s+(?:the\s+)?$",
    regex.IGNORECASE,
)
_APPOSITION = regex.compile(
    r",\s+(?!(?:where|which|who|whose|whom|on|in|at|after|before|during|by|from|with|met|held|received|hosted|welcomed|visited)\b)((?:[^,.;:()]|(?<=\b\p{Lu})\.){3,80})(?:[,;]|\.?[”\"]?$)"
)
_WITHIN = regex.compile(r"\s+(?:of|between|by|with|from|to|for)\s+(?:the\s+|an?\s+|(?:his|her|its|their)\s+)?")
_CAPITALISED = regex.compile(r"\p{Lu}\S*")
_KINDS_OF_OFFICE = frozenset({"prime", "deputy", "vice", "former", "assistant", "foreign", "defence", "defense"})
_AND = " and "
_OF_NEXT = regex.compile(r"\s+(?:of\s+|\()(?:the\s+)?")


def title_beside(text: str, start: int, end: int, name: str) -> str | None:
    """Return the title that stands before a name, or else in an apposition behind it.

    Args:
        text: One sentence.
        start: Offset of the name.
        end: Offset after it.
        name: The name.
    """
    begin = title_start(text, start)
    before = str(_ARTICLE.sub("", text[begin:start].strip(" ,")))
    set_off = set_off_span(text, begin)
    office = text[slice(*set_off)] if set_off else _office_before(text, begin)
    again = bool(office) and str(office).lower().startswith(
        f"{before.lower()} of "
    )  # "the Sultan of Norvia, Sultan Ada"
    if before and not again and not any(words.fullmatch(before) for words in (_FORM_OF_ADDRESS, _RANK)):
        return None if _COMPASS.search(before) else _innermost(before)
    if office:
        return office
    behind = _APPOSITION.match(text, pos=end)
    told = behind is not None and (_SAYS.search(behind.group(1)) or _CLAUSE.match(behind.group(1)))
    apposition = str(behind.group(1)) if behind and not told else ""
    if before and _names_another(apposition):
        return before
    found = split_titles(f"{name}, {apposition}")[1] if apposition else None
    return str(found) if found and apposition.endswith(found) else before or None


def _names_another(words: str) -> bool:
    """Whether an office behind a name is that of the next one: "General Orr, Minister Novak and others"."""
    capitals = (found.span() for found in _CAPITALISED.finditer(words))
    return any(title_start(words, start) < start and not is_title_word(words[start:end]) for start, end in capitals)


def set_off_span(text: str, start: int) -> tuple[int, int] | None:
    """Return where the title stands that a comma sets off from a name behind it, as other languages than English do.

    Args:
        text: One sentence.
        start: Offset of the name.
    """
    return title_set_off(text, start) if _ends_in(text, start, (",",)) else None


def title_span(text: str, start: int, title: str) -> tuple[int, int] | None:
    """Return where the title stands that a comma sets off from a name behind it, in any language.

    Args:
        text: One sentence.
        start: Offset of the name, or of what stands before it.
        title: The title of who is named.
    """
    if set_off := set_off_span(text, start):
        return set_off
    found, office = _set_off_office(text, start), _office_before(text, start)
    if found is None or office != title:
        return None  # "met President Orr of Norvia, Minister Novak": her title is her own
    return found.end("words") - len(office), found.end("words")


def _office_before(text: str, start: int) -> str | None:
    """Return the office that a comma sets off from the name behind it: "the prime minister of Norvia, Ada Novak"."""
    found = _set_off_office(text, start)
    if found is None:
        return None
    words = found["words"]
    if not any(part in title_heads() for word in words.lower().split() for part in (word, *word.split("-"))):
        return None  # "In the afternoon, Mr Novak"
    cuts = [(0, 0), *(link.span() for link in _WITHIN.finditer(words)), (len(words), 0)]
    parts = ((begin, words[begin:end]) for (_, begin), (end, _) in pairwise(cuts))
    words = words[next((begin for begin, part in parts if _ends_in_head(part)), 0) :]
    office = split_titles(f"{words}, Ada Novak")  # any name: what matters is whether the words are an office
    return _innermost(words) if office[0] == "Ada Novak" and office[1] else None


def _innermost(title: str) -> str:
    """Return the office next to the name in "envoy of the Norvian president", "end of talks between Prime Minister"."""
    *_, last = _WITHIN.split(title)
    return last if _ends_in_head(last) and _AND not in last else title


def _ends_in_head(words: str) -> bool:
    """Whether the last of some words is an office."""
    return any(part in title_heads() for word in words.lower().split()[-1:] for part in word.split("-"))


def _set_off_office(text: str, start: int) -> regex.Match[str] | None:
    return _OFFICE_BEFORE.search(text, endpos=start) if _ends_in(text, start, (",",)) else None


def _ends_in(text: str, end: int, endings: tuple[str, ...]) -> bool:
    """Whether what stands before a place ends so, blanks aside: cheaper than a pattern that is tried from each word."""
    return text[:end].rstrip().endswith(endings)


def _country_before(text: str, start: int) -> list[CountryMention]:
    """Return the country in "Norvia's foreign minister, Ada Novak", "Norvia's Ada Novak", "Norvia sent Ada Novak"."""
    found = _set_off_office(text, start)
    before = found.start("words") if found else start
    owner = _OWNER.search(text, endpos=before) if _ends_in(text, before, ("'", "’", "'s", "’s")) else None
    if owner is None and _MAY_SEND.search(text, endpos=start):
        owner = _SENDER.search(text, endpos=start)
    return find_countries(owner["who"]) if owner else []


def _country_behind(text: str, end: int) -> list[CountryMention]:
    """Return the country in "Prime Minister Ada Novak of Norvia", "Ada Novak (Norvia)"."""
    following = _OF_NEXT.match(text, pos=end)
    found = find_countries(text[following.end() :]) if following else []
    return found[:1] if found and found[0].start == 0 else []


def countries_of(title: str) -> list[CountryMention]:
    """Return the countries that a title names, but for those where its holder is sent: "U.N. envoy to Norvia".

    Args:
        title: The words.
    """
    return [found for found in find_countries(title) if not _SENT_TO.search(title, endpos=found.start)]


def countries_beside(text: str, start: int, end: int) -> list[CountryMention]:
    """Return the country that tells for whom a named person speaks: behind the name, or else before it.

    Args:
        text: One sentence.
        start: Offset of the name.
        end: Offset after it.
    """
    return _country_behind(text, end) or _country_before(text, title_start(text, start))


def is_form_of_address(title: str) -> bool:
    """Return whether a title is only a form of address ("Mr"), and no office."""
    return _FORM_OF_ADDRESS.fullmatch(title) is not None


def office_of(role: str | None) -> tuple[str, ...]:
    """Return the word for an office and what tells it from others so called: "minister" and "prime"; nothing for none.

    Args:
        role: What somebody is called.
    """
    words = (role or "").lower().split()
    return (*words[-1:], *(word for word in words[:-1] if word in _KINDS_OF_OFFICE))
