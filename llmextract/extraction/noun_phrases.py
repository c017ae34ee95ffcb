"""Whom a noun phrase stands for: the member of a cast that it names, or who holds the office that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.countries import find_countries
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.names import title_heads
from llmextract.extraction.parties import names_behind, subjects
from llmextract.extraction.role_words import covers_title, is_office, is_title_between
from llmextract.extraction.syntax import parse
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.parties import Party
    from llmextract.extraction.syntax import Parse, Word

BODIES = frozenset({
    "government", "official", "delegation", "side", "team", "negotiator", "authority", "diplomat", "representative",
    "counterpart", "leadership", "administration", "mission", "embassy", "ministry", "office", "party",
})  # fmt: skip
"""What may stand for a state or for somebody."""
_OF_NO_STATE = regex.compile(r"\b(?:party|opposition|rebel|union|company|bank|former)\b", regex.IGNORECASE)
_SETS = frozenset(
    {
        "group",
        "number",
        "handful",
        "series",
        "range",
        "array",
        "host",
        "pair",
        "bloc",
        "coalition",
        "alliance",
        "crowd",
        "list",
    }
)
"""What may stand for several."""
_LEADS = frozenset({"lead", "head"})
_LED = frozenset({"delegation", "team", "mission", "group"})
_NAMED_BODIES = frozenset({"group", "movement", "faction", "militia", "army", "party", "organization", "organisation"})
_OPENS_LIST = frozenset({":", "-", "–", "—", "--"})
_SPEAKS_FOR = frozenset({"negotiator", "representative", "delegate", "lawyer"})  # an envoy for Norvia is not its own
_PLACES = frozenset({"from", "of", "in"})
"""Prepositions behind which stands for whom somebody speaks."""


@dataclass(frozen=True)
class NounPhrases:
    """Finds whom the phrases of an article's sentences stand for.

    Attributes:
        article: With its sentences, in a language that is parsed.
        cast: Of that article.
    """

    article: Article
    cast: Cast

    def with_listed(self, index: int, found: list[Member], parties: Sequence[Party]) -> list[Member]:
        """Add who is joined to the last of those whom some parties name by "and", also where the parser missed it."""
        sentence = self.article.sentences[index]
        here = self.cast.in_sentence(index)
        parsed = parse(sentence.text)
        within = [sentence.start + word.start for party in parties for word in parsed.subtree(party.head)]
        places = sorted(
            (mention.start, mention.end, member.kind, mention.title or "", number)
            for number, member in enumerate(here)
            for mention in member.mentions
            if mention.sentence == index
            and not (member.kind is ActorKind.COUNTRY and self.article.text[mention.end :].startswith(("'s ", "’s ")))
        )
        for (begin, end, _, _, number), (start, stop, kind, title, following) in pairwise(places):
            between = sentence.text[end - sentence.start : start - sentence.start]
            ends = self.article.text[stop : stop + 1] in {";", ".", ","}
            listed = ends and here[number] in found and between.startswith("; ") and kind is ActorKind.PERSON
            if listed and is_title_between(between, title) and here[following] not in found:
                found.append(here[following])
            if not any(begin <= at < end for at in within):
                continue  # whom "they" means is named elsewhere
            between = between.removeprefix(")")  # "the Red Delta Front (RDF) and President Ada Novak"
            joined = between.startswith(" and ") and between[5:].removeprefix("the ").strip() == title
            if here[number] in found and kind is ActorKind.PERSON and joined and here[following] not in found:
                found.append(here[following])
        return found

    def named_by(self, index: int, word: Word) -> list[Member]:
        """Return the member of whose name, or phrase, a word is a part."""
        sentence = self.article.sentences[index]
        at = sentence.start + word.start
        here = self.cast.in_sentence(index)
        named = [member for member in here if any(each.start <= at < each.end for each in member.mentions)]
        if not named:  # "leader of the Red Delta Party Ada Novak": the parser takes the office for the party
            named = [member for member in here if any(covers_title(sentence, each, at) for each in member.mentions)]
        if not named:  # "Keeper of the Seal King Arvid"
            names = names_behind(parse(sentence.text), word)
            named = [member for name in names for member in self.named_by(index, name)]
        return named[:1]

    def are_titled(self, index: int, members: Sequence[Member], first: Word, verb: Word) -> bool:
        """Return whether the office of some stands in a phrase of a verb that a word begins, or stands in."""
        sentence = self.article.sentences[index]
        parsed = parse(sentence.text)
        before = [child for child in parsed.children(verb) if child.index < first.index]
        places = [sentence.start + word.start for child in before for word in parsed.subtree(child)]
        mentions = [mention for member in members for mention in member.mentions]
        return any(covers_title(sentence, mention, at) for mention in mentions for at in places)

    def named_in(self, index: int, word: Word) -> list[Member]:
        """Return whom a phrase names: "rebel leader Ada Novak", "his counterparts, Ada Novak and Ivo Reth".

        Parsers often hang one name of a list on another, so that all within the phrase count.
        """
        parsed = parse(self.article.sentences[index].text)
        persons: list[Member] = []
        waiting, joined = [word], False
        while waiting:
            part = waiting.pop(0)
            persons += [member for member in self.named_by(index, part) if member not in persons]
            waiting += parsed.children(part, "appos", "conj", *(() if part.kind == "NOUN" else ("compound", "nmod")))
            waiting += self._behind_office(index, parsed, part)
            first = [owner for owner in parsed.children(part, "poss", "nmod") if is_no_owner(parsed, owner)]
            joined = joined or bool(first)
            waiting += first
        own = self.named_by(index, word)
        persons = [member for member in persons if member.kind is ActorKind.PERSON]
        if not persons:  # "Norvia-Tavia talks"
            hyphened = [each for each in parsed.children(word, "compound") if parsed.words[each.index + 1].text in "-–"]
            states = [member for each in hyphened for member in self.named_by(index, each)]
            # "the main rebel group, the Red Delta Front", "the RDF rebel group"
            beside = [] if own else [*parsed.children(word, "appos"), *_names_of_body(parsed, word)]
            own += dict.fromkeys(member for each in beside for member in self.named_by(index, each))
            return [member for member in states if member.kind is ActorKind.COUNTRY and member not in own] + own
        listed = bool(parsed.children(word, "conj")) and not parsed.children(word, "appos")  # "officials and Ada Novak"
        kept = [
            member
            for member in own
            if joined or member.kind is ActorKind.ORGANIZATION or (listed and member.kind is ActorKind.GROUP)
        ]
        return persons + [member for member in kept if member not in persons]

    def _behind_office(self, index: int, parsed: Parse, office: Word) -> list[Word]:
        """Return who is hung on what an office is of: "President of Norvia Orr, President"."""
        sentence = self.article.sentences[index]
        found: list[Word] = []
        of = [child for child in parsed.children(office, "prep") if child.lemma == "of"]
        names = [name for child in of for name in parsed.children(child, "pobj")]
        for name in names:
            at = sentence.start + name.start
            named = self.named_by(index, name)
            own = [each for member in named for each in member.mentions if each.start <= at < each.end]
            if any(covers_title(sentence, mention, sentence.start + office.start) for mention in own):
                found += parsed.children(name, "appos", "conj")
            elif not any(member.kind is ActorKind.PERSON for member in named):
                found += parsed.children(name, "appos")
                names += [
                    deeper for child in parsed.children(name, "prep") for deeper in parsed.children(child, "pobj")
                ]
        return found

    def all_within(self, index: int, parties: Iterable[Party]) -> list[Member]:
        """Return all persons in some phrases: "the head of the bank, Ada Novak, and the mayor of Lima, Ivo Reth".

        So do those joined to what an aside says of the first: "Ada Novak, who is a minister, Ivo Reth, and Eva".
        """
        parsed = parse(self.article.sentences[index].text)
        found: list[Member] = []
        for party in parties:
            waiting = [party.head]
            while waiting:
                word = waiting.pop(0)
                found += [
                    member
                    for member in self.named_by(index, word)
                    if member.kind is ActorKind.PERSON and member not in found
                ]
                waiting += [
                    child for child in parsed.children(word) if child.relation not in {"relcl", "acl", "advcl", "poss"}
                ]
                asides = (clause for clause in parsed.children(word, "relcl") if clause.lemma == "be")
                offices = (office for clause in asides for office in parsed.children(clause, "attr"))
                waiting += [other for office in offices for other in parsed.children(office, "conj")]
        return found if len(found) > 1 else []

    def led_by(self, index: int, word: Word) -> list[Member]:
        """Return the person who leads those that a phrase speaks of: "a delegation headed by Ada Novak"."""
        parsed = parse(self.article.sentences[index].text)
        found: list[Member] = []
        above = parsed.head(word)
        before = parsed.children(above, "advcl") if above is not None and word.relation == "nsubj" else []
        aside = [clause for clause in before if clause.index < word.index]  # "Led by Ada Novak, the envoys met him"
        joined = parsed.children(above, "conj") if above is not None and word.relation == "dobj" else []
        # "received a delegation from Tavia, and led by Ada Novak"
        aside += [each for each in joined if each.tag == "VBN" and not parsed.children(each, "auxpass", "nsubjpass")]
        origins = {"of", "from"} if word.lemma in _LED else {"of"}  # "members of a delegation led by"
        of = [each for each in parsed.children(word, "prep") if each.lemma in origins]
        bodies = [
            body
            for each in of
            for body in parsed.children(each, "pobj")
            if body.lemma in BODIES or body.tag == "NNS" or word.lemma in _LED
        ]
        about = [clause for each in (word, *bodies) for clause in parsed.children(each, "acl", "relcl")]
        if above is not None and word.lemma in _LED and word.relation == "dobj" and above.lemma in _LEADS:
            found += [who for party in subjects(parsed, above) for who in self.named_in(index, party.head)]
        # "the delegation was led by Ada Novak"
        aside += [above] if above is not None and word.relation == "nsubjpass" and above.lemma in _LEADS else []
        for clause in (*about, *aside):
            if clause.lemma in _LEADS:
                by = [leader for agent in parsed.children(clause, "agent") for leader in parsed.children(agent, "pobj")]
                by += [each for part in by for each in parsed.children(part, "conj")]
                beside = [each for each in parsed.children(word, "appos") if each.index > clause.index]
                included = [verb for verb in parsed.children(clause, "conj") if verb.lemma == "include"]
                beside += [each for verb in included for each in parsed.children(verb, "dobj")]
                found += [member for leader in (*by, *beside) for member in self.named_in(index, leader)]
        return [member for member in dict.fromkeys(found) if member.kind is ActorKind.PERSON]

    def leaders(self, group: Member) -> list[Member]:
        """Return the persons who lead a group, as far as the article says so where it names the group."""
        for mention in group.mentions if group.kind is ActorKind.GROUP else ():
            sentence = self.article.sentences[mention.sentence]
            span = range(mention.start - sentence.start, mention.end - sentence.start)
            parsed = parse(sentence.text)
            within = [word for word in parsed.words if word.start in span]
            heads = [word for word in within if parsed.head(word) not in within]
            if heads and (found := self.led_by(mention.sentence, heads[0])):
                return found
        return []

    @staticmethod
    def examples(parsed: Parse, word: Word) -> list[Word]:
        """Return who is named of several: "allies, including President Orr", "leaders such as Novak"."""
        several = word.tag == "NNS" or word.lemma in _SETS
        above = list(parsed.ancestors(word)) if several else []
        verb = next((number for number, each in enumerate(above) if each.kind == "VERB"), -1)
        of = [child for child in parsed.children(word, "prep") if child.lemma == "of" and word.tag != "NNS"]
        them = [
            below for child in of for below in parsed.children(child, "pobj")
        ]  # "a range of leaders, including Orr"
        of_them = [child for each in them for child in parsed.children(each, "prep")]
        behind = [child for each in above[: verb + 1] for child in parsed.children(each, "prep")]
        found = [
            example
            for preposition in (*parsed.children(word, "prep"), *of_them, *behind)
            if preposition.index > word.index
            and (
                preposition.text.lower() == "including"
                or (preposition.lemma == "as" and parsed.words[preposition.index - 1].lemma == "such")
            )
            for example in parsed.children(preposition, "pobj")
        ]
        meetings = [example for example in found if example.lemma in frame_words()["occasions"]]
        withs = [below for meeting in meetings for below in parsed.children(meeting, "prep") if below.lemma == "with"]
        # "talks with leaders, including a meeting with President Orr"
        return [each for each in found if each not in meetings] + [
            whom for below in withs for whom in parsed.children(below, "pobj")
        ]

    def listed_behind(self, index: int, word: Word) -> list[Member]:
        """Return the persons listed behind a group's colon or dash: "the ministers of both: Ada Novak and Ivo Reth"."""
        parsed = parse(self.article.sentences[index].text)
        colon = next((mark for mark in parsed.words[word.index + 1 :] if mark.text in _OPENS_LIST), None)
        if word.tag != "NNS" or colon is None:
            return []
        before = parsed.words[word.index : colon.index]
        if any(each.kind in {"VERB", "AUX"} and each.relation != "acl" for each in before):
            return []
        at = self.article.sentences[index].start + colon.end
        last = [mark.start for mark in parsed.words[colon.index + 1 :] if mark.text == colon.text != ":"]
        stop = self.article.sentences[index].start + (*last, len(self.article.sentences[index].text))[0]
        found = [
            member
            for member in self.cast.in_sentence(index)
            if member.kind in {ActorKind.PERSON, ActorKind.COUNTRY}
            and any(each.sentence == index and at <= each.start < stop for each in member.mentions)
        ]
        persons = [member for member in found if member.kind is ActorKind.PERSON]
        found = persons or found  # "representatives of the five nations -- Norvia, Tavia and ... -- will meet"
        return found if len(found) > 1 else []

    def named_within(self, index: int, parsed: Parse, word: Word, *, within: bool = False) -> list[Member]:
        """Return the members in "counterparts from Norvia and Tavia"; if `within`, also in "leaders in Norvia"."""
        found: list[Member] = []
        kept = _PLACES if within else _PLACES - {"in"}
        of = [each for each in parsed.children(word, "prep") if each.lemma in kept]
        of += [each for each in parsed.children(word, "acl") if each.text == "representing"]
        if word.lemma in _SPEAKS_FOR:  # "negotiators for Norvia and Tavia"
            of += [each for each in parsed.children(word, "prep") if each.lemma == "for"]
        for preposition in of:
            waiting = parsed.children(preposition, "pobj", "dobj")
            while waiting:
                named = waiting.pop(0)
                found += [member for member in self.named_by(index, named) if member not in found]
                waiting += parsed.children(named, "conj", "appos")  # "the emir of Norvia, Ada Novak"
                waiting += parsed.children(named, "poss") if named.lemma == "government" else []
                # "officials from North and South Korea"
                waiting += [each for each in parsed.children(named, "nmod") if is_no_owner(parsed, each)]
        return found

    def _is_of_body(self, index: int, word: Word) -> bool:
        """Whether an office is one of a body, which no state's is: "the president of the Norvian central bank"."""
        parsed = parse(self.article.sentences[index].text)
        of = [preposition for preposition in parsed.children(word, "prep") if preposition.lemma == "of"]
        return any(body.tag == "NN" for preposition in of for body in parsed.children(preposition, "pobj"))

    def holder(self, index: int, word: Word, text: str) -> list[Member]:
        """Return who holds the office in "Norvia's foreign minister" and "the chairman of the bank", if that is one."""
        countries = {found.code for found in find_countries(text)}
        if self._is_of_body(index, word):
            return []
        if word.lemma == "counterpart" and word.tag == "NN" and countries:  # "his Norvian counterpart"
            persons = (member for member in self.cast.members if member.kind is ActorKind.PERSON and member.role)
            compatriots = [member for member in persons if member.country in countries]
            return compatriots if len(compatriots) == 1 else []
        office = word.tag == "NN" or (word.tag == "NNP" and countries)  # "the Norvian Prime Minister"
        if not office or title_heads().isdisjoint({word.lemma, *word.lemma.split("-")}):
            return []
        holders = [
            member
            for member in self.cast.members
            if member.kind is ActorKind.PERSON
            and is_office(text, word, member.role or "")
            and (not countries or member.country is None or member.country in countries)
        ]
        of_country = [member for member in holders if member.country in countries]
        found = of_country or holders
        return found if len(found) == 1 else []

    @staticmethod
    def may_stand_for_others(word: Word) -> bool:
        """Return whether a word may stand for those whom "of" gives: "a group of rebels", not "the fall of Lima"."""
        return word.tag != "NN" or word.lemma in BODIES | _SETS or not title_heads().isdisjoint(word.lemma.split("-"))

    def state(self, index: int, word: Word, text: str) -> list[Member]:
        """Return the country that stands with an office or a body that nobody is named for: "Norvian officials"."""
        if not (word.lemma in title_heads() or word.lemma in BODIES) or _OF_NO_STATE.search(text):
            return []
        countries = {found.code for found in find_countries(text)}
        return [
            member
            for member in self.cast.in_sentence(index)
            if member.kind is ActorKind.COUNTRY and member.country in countries
        ]


def _names_of_body(parsed: Parse, word: Word) -> list[Word]:
    """Return the words before one for a body that may be its name: "RDF" of "the RDF rebel group"."""
    if word.kind != "NOUN" or word.lemma not in _NAMED_BODIES:
        return []
    within = (below for child in parsed.children(word, "compound", "nmod") for below in parsed.subtree(child))
    return [below for below in within if below.kind == "PROPN"]


def is_quoted(text: str, offset: int) -> bool:
    """Return whether a place in a sentence stands within quotation marks.

    Args:
        text: The sentence.
        offset: The place.
    """
    before = text[:offset]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def is_no_owner(parsed: Parse, word: Word) -> bool:
    """Return whether a name was taken for an owner, but is the first of two: "Orr and Norvia's minister".

    Args:
        parsed: The sentence.
        word: The name.
    """
    return word.kind == "PROPN" and not parsed.children(word, "case") and bool(parsed.children(word, "cc"))


def is_visitor(word: Word, text: str) -> bool:
    """Return whether a phrase speaks of who has come: "the visiting minister".

    Args:
        word: Its head.
        text: The phrase.
    """
    return word.tag == "NN" and text.lower().startswith("the visiting ")
