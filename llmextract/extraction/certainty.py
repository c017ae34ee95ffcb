"""What a clause leaves no doubt of: that people of different parties meet, or that one government is among itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import find_countries, find_organisations, organisation_name
from llmextract.extraction.cues import find_cues, has_cue
from llmextract.extraction.places import find_places
from llmextract.extraction.several_states import is_contact_group
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Member

_GOVERNS = regex.compile(
    r"^(?!.*\b(?:opposition|rebel|former|ex|bank|fund|company|corporation|group|union|commission|association|university|party)\b).*\b(?:president|minister|premier|chancellor|king|secretary)\b",
    regex.I,
)
_OWN_ENVOY = regex.compile(r"\b(?:ambassador|high commissioner) (?:to|in)\b", regex.IGNORECASE)
_DOMESTIC = regex.compile(
    r"\b(?!prime|first|deputy|vice|chief)\p{L}{4,} minister\b|(?<!\bprime )\bminister (?:of|for)\b"
)
# "Minister for EU Affairs", "UN ambassador": a state's own
_OF_STATE = regex.compile(r"\b(?:minister|ambassador)\b", regex.IGNORECASE)
_SENDER = regex.compile(
    r"(?P<body>\p{Lu}.*?)\s+(?:[Aa]mbassador|[Ee]nvoy)\s+(?:to|in)\s+|"
    r"(?P<body>(?!U\.?N\b|United Nations).*?)\s+[Aa]mbassador$"
)
# Who holds such an office speaks for no state, whatever state was named before.
_OF_NO_STATE = regex.compile(
    r"\b(?:opposition|rebels?|separatist|guerrilla|militia|chief executive|ceo|(?:arch)?bishop|cardinal|patriarch|"
    r"mufti|rabbi|secretary[- ]general\s+of\s+(?:the\s+)?(?:[\p{L}-]+\s+){0,5}"
    r"(?:council|union|organi[sz]ation|league|community|commonwealth|conference|alliance|association|forum))\b",
    regex.IGNORECASE,
)
# Who leads one side of a war at home does not speak for his state.
_FIGHTS = regex.compile(r"\b(?:rebels?|separatist|guerrilla|militia|insurgents?)\b", regex.IGNORECASE)
_HEAD_OF_GOVERNMENT = regex.compile(
    r"^(?!.*\b(?:deputy|vice|former|ex)\b).*\b(?:prime minister|premier|chancellor|taoiseach)$", regex.IGNORECASE
)
_FOREIGN_MINISTER = regex.compile(
    r"(?:(?!(?:deputy|vice|former|assistant)\b)[\p{L}.'’-]+\s+)*"
    r"(?:foreign (?:affairs )?(?:minister|secretary)|secretary of state|"
    r"external affairs minister|minister (?:of|for) (?:foreign|external) affairs)",
    regex.IGNORECASE,
)
# "Red Delta leader": of a group with a name
_LEADS_GROUP = regex.compile(
    r"(?!(?:Senate|House|Parliament|Assembly|Congress|Party)\b)(?:\p{Lu}[\p{L}\p{M}-]+ )+(?:political |exiled )?leader"
)
# "The Norvian ambassador met Defence Minister Novak"
_SENT = regex.compile(
    r"(?:['’]s?)?\s+(?:\p{Ll}+\s+){0,2}(?:ambassador|high commissioner|charg[eé] d['’]affaires|"
    r"delegation|envoys?|negotiators|officials)\b(?!\s+(?:said|says?|told|announced|confirmed)\b)",
    regex.IGNORECASE,
)
_CALLS_ON = regex.compile(r"\b(?:call(?:s|ed)? on|courtesy (?:call|visit))\b")
_OWN_BODY = regex.compile(r"^(?:Cabinet|Parliament|Senate|Treasury|Council of Ministers|Ministry of .*)$")
_VISITED = regex.compile(
    r"(?r)\b(?:(?:visit|trip|journey|tour)s?\s+(?:to|of|in)|reach(?:es|ed)?|visit(?:s|ed|ing)|"
    r"(?:travel(?:s|l?ed|l?ing)?|fl(?:y|ies|ew|ying)|head(?:s|ed|ing)?|go(?:es|ing)?|went|comes?|came|arriv(?:e|es|ed|ing))\s+(?:to|in))\s+(?:the\s+)?(?:(?:\p{Ll}+\s+){1,2}of\s+)?$"
)
_DURING_VISIT = regex.compile(
    r"\b(?:during|on)\s+(?:the|his|her|their|an?)\s+(?:[\w-]+\s+){0,2}(?:visit|trip|stay|tour)\b", regex.IGNORECASE
)
_ABROAD = regex.compile(r"\b(?:on|to|for|in|from|with|against|about|near)\s+(?:the\s+)?$")  # "the envoy on Norvia"
# What may stand between a name and the city where people meet: no verb, and nothing that they speak of
_GOES_ON = regex.compile(
    r"(?:,?\s+(?:(?:at|in|on|of|the|his|her|late|early|here|again|capital|city|office|residence|palace|today|yesterday|tomorrow|"
    r"morning|afternoon|evening|night)\b|\p{Lu}[\p{L}.’'-]*))*,?\s+in\s+(?:the\s+)?"
)
_OPENS = regex.compile(r"(?:(?:On|Late|Early)\s+\p{Lu}\p{Ll}+,?\s+)?[Ii]n\s+(?:the\s+)?")
_MET_IN = regex.compile(r".*\b(?:met|meets?|meeting|talks|held)\b(?:[^,;.]|(?<=\b\p{Lu}\p{L}?)\.)*\s+in\s+(?:the\s+)?")
_MEETS = regex.compile(
    r"(?:(?:also|will|would)\s+){0,2}(?:met|meets?|held|holds?|hosted|received|spoke|talked|conferred|welcomed|had|visited)\b"
)
_PRONOUN = regex.compile(r"\b(?:[Hh]e|[Ss]he)\s+(?:(?:also|later|then|has|had|will|would|\w+ly)\s+)*$")
_ADVERBS = regex.compile(r"\s+(?:(?:also|later|then|both|has|have|had|will|earlier|\w+ly)\s+)*")
_OFFICES = regex.compile(r"\b(?:ministers|leaders|presidents|heads of state|premiers|envoys|ambassadors)\b")
_OF_SEVERAL = regex.compile(r"\p{Lu}|\bworld\b")
_AUXILIARIES = r"(?:(?:will|would|are|were|is|was|to|have|has|had|also|due|set|scheduled|expected|\w+ly)\s+)*"
_GATHER = (
    r"(?:(?:meet|met|meets|meeting|gather|gathered|convened?|convenes)(?=[.,]|$|\s+"
    r"(?:in|on|at|for|to|late|early|earlier|later|here|this|next|again|"
    r"behind|and|amid|as|after|before|by|via|virtually|today|tomorrow|yesterday|\p{Lu}\p{Ll}+day)\b)|"
    r"(?:hold|held|holding|open|opened|began|begin|start(?:ed)?|end(?:ed)?|conclude[ds]?|wrapped up|finish(?:ed)?)\s+"
    r"(?:an?\s+|their\s+|its\s+)?"
    r"(?:[\w-]+\s+){0,2}(?:meeting|talks|summit|session|discussions|consultations))\b"
)
_GATHERING = r"\b(?:meeting|summit|session|talks|conference|gathering)"
_HEAD_OF_STATE = regex.compile(
    r"\b(?:king|queen|president|emir|sultan|pope|chancellor|emperor|crown prince)\b", regex.IGNORECASE
)
_WITH_WHOM = regex.compile(r"\b(?:met|meets?|meeting|saw|sees|with|received|hosted|visit\w*|phoned|called|between)\b")
_MANY = 5  # people
_NEGATING = 14  # words


def is_certain(text: str, members: Sequence[Member], article: Article, own: int) -> bool:
    """Return whether a clause leaves no doubt that these people meet, and that they are of different parties.

    Args:
        text: The clause.
        members: Who may take part.
        article: The article.
        own: How many of them the clause itself names.
    """
    kinds = ["certain"] if own == 1 else ["certain", "certain_of_two"]
    said = [span for kind in kinds for span in find_cues(kind, text, article.language)]
    if not any(not _is_negated(text, span, article.language) for span in said):
        return False
    return are_of_different_parties(members, article)


def are_of_different_parties(members: Sequence[Member], article: Article) -> bool:
    """Return whether some who meet speak for different parties, as far as the article says for whom they speak.

    Args:
        members: Who meets.
        article: The article.
    """
    if len(members) < 2:  # noqa: PLR2004
        return False
    parties = _parties(members, article)
    known = {party for party in parties if party}
    offices = all(member.role for member in members if member.kind is not ActorKind.ORGANIZATION)
    return len(known) > 1 or (None in parties and (bool(known) or not offices))


def are_compatriots(members: Sequence[Member], article: Article) -> bool:
    """Return whether some who meet all speak for one state, as far as the article says for whom they speak.

    Args:
        members: Who meets.
        article: The article.
    """
    parties = set(_parties(members, article))
    return len(parties) == 1 and None not in parties


def subject(
    article: Article, start: int, end: int, members: Sequence[Member], meant: Member | None = None
) -> Member | None:
    """Return whom the verb of a clause makes the one who meets: Orr in "Orr also met with Novak".

    Args:
        article: The article.
        start: Offset of the clause in the article's text.
        end: Offset after the clause.
        members: Whom the clause names.
        meant: Whom "he" stands for.
    """
    text = article.text[start:end]
    for first, _ in find_cues("certain", text, article.language):
        if not _MEETS.match(text, pos=first):
            continue
        if meant is not None and _PRONOUN.search(text, endpos=first):
            return meant
        for member in members:
            for mention in member.mentions:
                stop = mention.end - start
                if start <= mention.start and stop <= first and _ADVERBS.fullmatch(text, pos=stop, endpos=first):
                    return member
    return None


def meet_among_themselves(member: Member, text: str) -> bool:
    """Return whether one name stands for several parties, and a clause says that these meet.

    "The foreign ministers of the alliance met", "a summit of Delta Union leaders", "the Security Council met".

    Args:
        member: The only one whom the clause names.
        text: The clause.
    """
    if member.kind is ActorKind.GROUP:
        several = member.country is None and all(words.search(member.name) for words in (_OFFICES, _OF_SEVERAL))
    else:
        known = organisation_name(member.name) is not None or is_contact_group(member)
        several = member.kind is ActorKind.ORGANIZATION and known
    if not several:
        return False
    name = regex.escape(member.name)
    meets = rf"{name}(?:['’]s?)?(?:\s+\(\p{{Lu}}+\))?\s+{_AUXILIARIES}{_GATHER}"
    said = regex.search(rf"{meets}|{_GATHERING}\s+(?:of|among|between)\s+(?:the\s+)?(?:\w+\s+)?{name}", text)
    return said is not None and not _is_negated(text, said.span(), "en")


def _is_negated(text: str, span: tuple[int, int], language: str | None) -> bool:
    """Whether words before a cue, or the cue itself, leave doubt: "did not meet", "refused to meet", "if they meet"."""
    before = " ".join(text[: span[0]].split()[-_NEGATING:])
    return has_cue("negated", f"{before} {text[span[0] : span[1]]}", language)


def is_internal(members: Sequence[Member], article: Article) -> bool:
    """Return whether all hold offices of one government: what they do among themselves is no meeting of two parties.

    Args:
        members: Who may take part in a meeting.
        article: The article.
    """
    bodies = [member for member in members if member.kind is ActorKind.ORGANIZATION]
    if any(member.country or not _OWN_BODY.search(member.name) for member in bodies):
        return False
    if any(_is_author(member) for member in members):
        return False  # a minister's release does not report the cabinet
    members = [member for member in members if member not in bodies] or members
    parties = set(_parties(members, article))
    governing = sum(_GOVERNS.search(member.role or "") is not None for member in members)
    if parties == {None}:  # of officials of several states, each is given with his own
        roles = {(member.role or "").lower() for member in members}
        at_home = any(_DOMESTIC.search(role) for role in roles) and not any(
            "foreign" in role or "external" in role for role in roles
        )
        cabinet = at_home and governing == len(members) == len(roles)
        return cabinet or (len(members) >= _MANY and 2 * governing > len(members))
    own_envoys = sum(_OWN_ENVOY.search(member.role or "") is not None for member in members) if governing else 0
    return len(parties) == 1 and governing + own_envoys == len(members)


def _is_author(member: Member) -> bool:
    return member.mentions[0].sentence < 0


def _is_host(role: str, before: str, end: int) -> bool:
    """Whether somebody is met by people of the state that was named before, and is of another one.

    Args:
        role: His office.
        before: The sentence up to his name.
        end: Where the state's name ends in it.
    """
    if _HEAD_OF_STATE.search(role) and _WITH_WHOM.search(before, pos=end):
        return True  # "the Norvian president met King Arvid"
    comes = _SENT.match(before, pos=end) or _CALLS_ON.search(before, pos=end)
    return comes is not None and _GOVERNS.search(role) is not None


def _parties(members: Sequence[Member], article: Article) -> list[str | None]:
    """Return for whom each of some members speaks; of two foreign ministers, one is of a state that is not told."""
    found = [_party(member, article) for member in members]
    told = {(member.country, _single_office(member)) for member in members if member.country}
    return [
        None if member.country is None and (party, _single_office(member) or "") in told else party
        for member, party in zip(members, found, strict=True)
    ]


def _single_office(member: Member) -> str | None:
    """Return an office that one person of a state holds: that of the foreign minister, or of the head of government."""
    role = member.role or ""
    if _FOREIGN_MINISTER.fullmatch(role):
        return "foreign minister"
    return "head of government" if _HEAD_OF_GOVERNMENT.search(role) else None


def _meets_abroad(before: str, behind: str, states: set[str]) -> bool:
    """Whether people meet in a city of another state: "the Norvian minister met Prime Minister Orr in Lima on Monday".

    Args:
        before: The sentence up to a name.
        behind: The sentence behind it.
        states: Codes of the states named before it.
    """
    cities = [
        place
        for text, leads in ((before, (_OPENS, _MET_IN)), (behind, (_GOES_ON,)))
        for place in find_places(text)
        if place.kind == "city" and place.country and any(lead.fullmatch(text, endpos=place.start) for lead in leads)
    ]
    return bool(states) and any(place.country not in states for place in cities)


def _party(member: Member, article: Article) -> str | None:
    """Return for whom a member speaks: a state, or an international organisation that the office names.

    An office with neither is of the only state named before.
    """
    if member.role is None or (member.country and not _FIGHTS.search(member.role)):
        return member.country
    bodies = [] if _OF_STATE.search(member.role) else find_organisations(member.role)
    if not bodies and (sender := _SENDER.match(member.role)):  # "Delta Union ambassador to Norvia"
        bodies = find_organisations(sender["body"])
    for body in bodies:
        if not _ABROAD.search(member.role, endpos=body.start):
            return body.name
    if member.role.lower() == "counterpart":  # "his counterpart, Ada Novak", of another state
        return None
    if _is_author(member) or _OF_NO_STATE.search(member.role) or _LEADS_GROUP.fullmatch(member.role):
        return None
    first = member.mentions[0]
    sentence = article.sentences[first.sentence]
    before = sentence.text[: first.start - sentence.start]
    found = [country for country in find_countries(before) if not _ABROAD.search(before, endpos=country.start)]
    if found and _is_host(member.role, before, found[-1].end):
        return None
    # "the Norvian president ended a visit to Tavia, after talks with Prime Minister Orr"
    visited = any(_VISITED.search(before, endpos=country.start) for country in find_countries(before))
    named = {country.code for country in found}
    end = first.end - sentence.start
    # "the Norvian president met Prime Minister Orr during a visit to Tavia"
    visited = visited or any(
        place.code not in named and _VISITED.search(sentence.text, endpos=end + place.start)
        for place in find_countries(sentence.text[end:])
    )
    visited = visited or any(
        place.kind == "city" and place.country not in {None, *named} and _VISITED.search(before, endpos=place.start)
        for place in find_places(before)
    )
    visited = visited or _DURING_VISIT.search(sentence.text) is not None
    visited = visited or _meets_abroad(before, sentence.text[end:], named)
    return named.pop() if len(named) == 1 and not visited else None
