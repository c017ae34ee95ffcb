"""Whom a clause names as possible participants, and whom it means without a name: "he", "the two", "the delegation"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.circumstances import is_place_use
from llmextract.extraction.clauses import asides, purposes
from llmextract.extraction.cues import has_cue, offers
from llmextract.extraction.sources import find_attributions
from llmextract.extraction.titles import title_start
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.mentions import Mention
    from llmextract.extraction.occasions import Report

REMEMBERED = 8
"""Sentences for which an article keeps speaking of somebody without a name."""
CONTEXT_SENTENCES = 2
"""Sentences before one in which "he" or "they" is named."""

_COUNTS = {"two": 2, "three": 3, "four": 4}
_THE_GROUP = regex.compile(
    r"\b(?:the\s+(?P<count>two|three|four)\s+(?:\p{Ll}+\s+)?(?P<head>leaders|ministers|presidents|premiers|envoys|generals|officials|"
    r"ambassadors|chiefs)|the\s+(?P<head>delegation|delegates|mission|negotiators|mediators|team))\b(?!\s+(?:of|from)\b)",
    regex.IGNORECASE,
)
_SEVERAL = regex.compile(
    r"\b(?:they|them|both|their|each\s+other|the\s+(?:two|three|four|pair|sides?|parties|group|delegations?|leaders|ministers|presidents|officials|"
    r"envoys|negotiators|mediators))\b",
    regex.IGNORECASE,
)
_ONE = regex.compile(r"\b(?:he|she|him)\b", regex.IGNORECASE)
_CATAPHORIC = regex.compile(r"(?:As|After|Before|While|When|Since|Until)\s+(?:he|she)\b")
_SINGULAR = regex.compile(r"(?:he|she)\b", regex.IGNORECASE)
_OWNER = regex.compile(r"['’]s?\s+(?!(?:government|delegation|officials|leaders)\b)")
# Who speaks for somebody tells of meetings, and takes part in none.
_SPEAKS_FOR = regex.compile(
    r"\bspokes(?:man|woman|person)|\b(?:portavoz|porte-parole|portavoce|porta-voz|sözcü\w*|пресс-секретар\w*|речник\w*)|\w*sprecher(?:in)?\b",
    regex.IGNORECASE,
)
_AIDE = regex.compile(r"\b(?:aide|adviser|advisor|official|diplomat)\b", regex.IGNORECASE)
# "(?r)" searches from the right: what must end at a place is found, or not, without trying every word before it.
_WITH = regex.compile(
    r"(?r)\b(?:with|met|meet|meets|meeting|received|receive|hosted|host|by|avec|mit|con)\s+(?:\p{Ll}+\s+){0,2}$"
)
_BESIDE = regex.compile(r"(?r)\b(?:sidelines|margins|fringes)\s+of\s+(?:(?:the|an?|[\p{Ll}-]+)\s+){0,3}$")
_OUTLET = regex.compile(
    r"\s+(?:state\s+)?(?:news\s+agency|newspaper|daily|television|TV|radio|wire\s+service|magazine)\b"
)
# "was accompanied by the minister, spokesman Orr and the ambassador"
_ACCOMPANIED = regex.compile(r"(?r)\baccompanied\s+by\b(?:(?!\b(?:said|told)\b)[^;:”\"])*$")
_SAYS = regex.compile(r"\s+(?:said|says|told|tells|added|announced)\b")
_SAID_BY = regex.compile(
    r"(?r)[,”\"]\s+(?:said|says|added|noted|announced|reported|confirmed|explained)\s+(?:the\s+)?$"
)
_TOLD = regex.compile(
    r"(?r)\b(?:told|tells|telling|interview with|according to|citing)\s+(?:the\s+)?(?:\p{L}+\s+){0,4}$"
)


@dataclass(frozen=True)
class ClauseMembers:
    """Finds the members of a cast whom the clauses of an article speak of.

    Attributes:
        article: With its sentences.
        cast: Of that article.
        reports: What was reported so far: "the two" are those who met last.
    """

    article: Article
    cast: Cast
    reports: Sequence[Report]

    def together(self, index: int, text: str, own: Sequence[Member]) -> list[Member]:
        """Return those who met last where a clause speaks of them together: "the two", "the foreign ministers"."""
        if not self.reports or any(member.kind is not ActorKind.GROUP for member in own):
            return []
        last = next((report for report in reversed(self.reports) if not report.joins), self.reports[-1])
        near = index - last.sentence <= REMEMBERED
        return list(last.members) if near and len(last.members) > 1 and self._cue("together", text) else []

    def meant(self, index: int, text: str, own: Sequence[Member]) -> list[Member]:
        """Return whom "the delegation" or "the two ministers" means: the group, or those of that office, named last."""
        found = _THE_GROUP.search(text)
        if found is None:
            return []
        head, count = found["head"].lower(), _COUNTS.get((found["count"] or "").lower())
        before = [member for member in self.cast.members if member not in own and member.mentions[0].sentence < index]
        if count is None:
            named = [member for member in before if member.kind is ActorKind.GROUP and head in member.name.split()]
        else:
            office = head.removesuffix("s")
            named = [
                member
                for member in before
                if member.kind is ActorKind.PERSON and office in (member.role or "").lower().split()
            ]
        named.sort(key=lambda member: _last_named(member, index))
        near = [member for member in named[-(count or 1) :] if index - _last_named(member, index) <= REMEMBERED]
        return near if len(near) == (count or 1) else []

    def own(self, index: int, clause: tuple[int, int]) -> list[Member]:
        """Return whom a clause names as possible participants.

        Organisations and governments that it only quotes are left out, and so are those in an aside ("since the rebels
        drove out Arvid") and countries that it speaks of as places or beside enough others.
        """
        sentence = self.article.sentences[index]
        quoted = [(source.start, source.end) for source in find_attributions(sentence.text)]
        aside = asides(sentence.text)
        spoken_of = purposes(sentence.text)

        def takes_part(member: Member, mention: Mention) -> bool:
            start = mention.start - sentence.start
            if not clause[0] <= start < clause[1] or _within(start, aside):
                return False
            if member.kind is ActorKind.ORGANIZATION and (
                _TOLD.search(sentence.text, endpos=start)
                or any(
                    _BESIDE.search(sentence.text, endpos=other.start - sentence.start)
                    for other in member.mentions
                    if other.sentence == index
                )
                or _OUTLET.match(sentence.text, pos=mention.end - sentence.start)
            ):
                return False
            if member.kind is ActorKind.COUNTRY and not mention.party:
                owner = _OWNER.match(sentence.text, pos=mention.end - sentence.start) is not None
                if owner or is_place_use(sentence.text, start):
                    return False
            if member.kind is ActorKind.PERSON:
                if _SAID_BY.search(sentence.text, endpos=title_start(sentence.text, start)):
                    return False
                says = _SAYS.match(sentence.text, pos=mention.end - sentence.start) is not None
                came = not says and _ACCOMPANIED.search(sentence.text, endpos=start) is not None
                speaks = (_SPEAKS_FOR.search(member.role or "") and not came) or (
                    _AIDE.search(member.role or "") and _within(start, quoted)
                )
                return not speaks
            return not _within(start, quoted)

        named = [
            member
            for member in self.cast.in_sentence(index)
            if any(takes_part(member, mention) for mention in member.mentions if mention.sentence == index)
        ]
        meeting = [member for member in named if not self._only_within(member, index, spoken_of)]
        named = meeting
        others = [member for member in named if member.kind is not ActorKind.COUNTRY or self._is_side(member, index)]
        named = others if len(others) > 1 else named
        # A group alone ("the talks between officials of both sides") says more about the people named before.
        states = {member.country for member in named if member.country}
        if len(states) > 1 or any(member.kind is not ActorKind.GROUP for member in named):
            return named
        met = [member for member in named if self._is_counterpart(member, index, clause)]
        # "Norvian officials met commanders of the Red Delta Front"
        return named if len(met) == 1 and any(member.country != met[0].country for member in named) else met

    def _names_before(
        self, index: int, clause: tuple[int, int], own: Sequence[Member], pronoun: regex.Match[str]
    ) -> bool:
        """Whether a person stands before the first "he" of a clause, or right behind its "as he left": who is meant."""
        start = self.article.sentences[index].start + clause[0]
        if _CATAPHORIC.match(pronoun.string):
            return True
        return any(
            start <= mention.start < start + pronoun.start()
            for member in own
            if member.kind is ActorKind.PERSON
            for mention in member.mentions
        )

    def _is_counterpart(self, member: Member, index: int, clause: tuple[int, int]) -> bool:
        sentence = self.article.sentences[index]
        starts = [mention.start - sentence.start for mention in member.mentions if mention.sentence == index]
        return any(clause[0] <= at < clause[1] and _WITH.search(sentence.text, endpos=at) for at in starts)

    def _is_side(self, member: Member, index: int) -> bool:
        return any(mention.party for mention in member.mentions if mention.sentence == index)

    def _only_within(self, member: Member, index: int, spans: Sequence[tuple[int, int]]) -> bool:
        offset = self.article.sentences[index].start
        return all(_within(mention.start - offset, spans) for mention in member.mentions if mention.sentence == index)

    def earlier(self, index: int, clause: tuple[int, int], own: list[Member]) -> list[Member]:
        """Return the people named before whom a clause may mean: "he", "the two", or just one side of a meeting."""
        text = self.article.sentences[index].text[slice(*clause)]
        language = self.article.language
        for member in own:  # "the Secretary" is known to be somebody whom the clause names
            for mention in member.mentions:
                if mention.described and mention.sentence == index:
                    text = text.replace(mention.name, " ")
        first = not self.reports and self._cue("continued", text)  # "The meeting ...", and none was reported before
        means = first or offers("anaphora", text, language)
        one = None if first or _SEVERAL.search(text) else _ONE.search(text)
        if one and len(own) > 1 and self._names_before(index, clause, own, one):
            return []  # "he" is one of them
        if own and not means and (len(own) > 1 or not offers("joins", text, language)):
            return []
        for earlier in range(index - 1, max(-1, index - 1 - CONTEXT_SENTENCES), -1):
            if one and _SINGULAR.match(self.article.sentences[earlier].text):
                continue  # "He went to Lima": "he" is still the one whom the sentence before that names
            found = self.own(earlier, (0, len(self.article.sentences[earlier].text)))
            if found:
                others = [member for member in found if member not in own]
                # "He will also meet Orr": whom the sentence before named first
                return others[:1] if own and (one or _SINGULAR.match(text)) else others
        return []

    def _cue(self, kind: str, text: str) -> bool:
        return has_cue(kind, text, self.article.language)


def _last_named(member: Member, before: int) -> int:
    """Return the last sentence before another one that names somebody."""
    return max(mention.sentence for mention in member.mentions if mention.sentence < before)


def _within(position: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in spans)
