"""For whom a party of a frame stands: members of the cast, by name, pronoun ("he", "the two") or office."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from llmextract.extraction.any_office import may_have_office
from llmextract.extraction.bare_sides import is_bare_side
from llmextract.extraction.frame_prepositions import beside
from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.meeters import two_before
from llmextract.extraction.named_persons import persons_named, speaks_for_others
from llmextract.extraction.names import title_heads
from llmextract.extraction.noun_phrases import BODIES, NounPhrases, is_quoted, is_visitor
from llmextract.extraction.parties import Party, by_whom, subjects
from llmextract.extraction.pronouns import FIRST_PERSON, HE, SHE, THEY, TOGETHER, is_same_pronoun
from llmextract.extraction.quoted_speakers import speakers_of
from llmextract.extraction.role_words import DELEGATES, OF_STATE, OF_STATES, may_be
from llmextract.extraction.several_states import is_of_no_state, states_meant
from llmextract.extraction.speeches import mainly_told
from llmextract.extraction.syntax import Parse, parse
from llmextract.extraction.that_country import host_country, owned_phrase
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.clause_members import ClauseMembers
    from llmextract.extraction.occasions import Report
    from llmextract.extraction.syntax import Word

_OF_WHOM = frozenset({"from", "of"})
_REMEMBERED = 8  # sentences for which "the two" are those who met last
_BEFORE = 3  # sentences in which "he" may be named
_TWO = 2
_COUNTS = {"two": 2, "three": 3, "four": 4}


@dataclass(frozen=True)
class PartyMembers:
    """Finds the members of a cast for whom the parties of an article's frames stand.

    Attributes:
        article: With its sentences, in a language that is parsed.
        cast: Of that article.
        reports: What was reported so far: "the two" are those who met last.
        who: Finds whom "the delegation" means.
    """

    article: Article
    cast: Cast
    reports: Sequence[Report]
    who: ClauseMembers
    _here: dict[int, tuple[Member, ...]] = field(default_factory=dict, repr=False)
    """Who meets in the sentence that is looked at, as far as its frames were read."""
    _came: list[tuple[Member, ...]] = field(default_factory=list, repr=False)
    """Who met others so far, one entry for each time: in "their next stop", they."""

    @cached_property
    def _phrases(self) -> NounPhrases:
        return NounPhrases(self.article, self.cast)

    def _parses(self, index: int) -> Parse:
        return parse(self.article.sentences[index].text)

    def _last(self, index: int) -> Report | None:
        """Return what was reported last, if that was not too long ago."""
        last = next((report for report in reversed(self.reports) if not report.joins), None)
        return last if last is not None and index - last.sentence <= _REMEMBERED else None

    def _members(self, index: int, parties: Sequence[Party]) -> list[Member]:
        found: list[Member] = []
        for party in parties:
            found += [member for member in self._stand_for(index, party) if member not in found]
        found = self._phrases.with_listed(index, found, parties)
        ruling = [who for party in parties if party.head.lemma == "government" for who in self._stand_for(index, party)]
        persons = [member for member in found if member.kind is not ActorKind.COUNTRY or member in ruling]
        if all(member.kind is ActorKind.ORGANIZATION or is_of_no_state(member) for member in persons):
            return found  # "Norvia and the rebels"
        # Who speaks for a side stands for it ("in Manila, Norvia, Orr met"), but for "Orr and the presidents of Tavia"
        # "his counterpart from Tavia"
        heads = [party.head for party in parties if party.head.tag == "NNS" or party.head.lemma == "counterpart"]
        sides = [word for word in heads if not self._phrases.named_by(index, word)]
        states = [member for word in sides for member in self._phrases.named_within(index, self._parses(index), word)]
        own = {member.country for member in persons}
        return persons + [member for member in states if member in found and member.country not in own]

    def _stand_for(self, index: int, party: Party) -> list[Member]:
        parsed = self._parses(index)
        word = party.head
        if word.kind == "PRON" and word.lemma in HE | FIRST_PERSON:
            honoured = parsed.children(word, "appos") if word.text == "HE" else []  # "HE the Minister of Trade Reth"
            found = self._he(index, word) if word.lemma in HE else self._speaker(index, word)
            return self._persons(index, honoured) or found
        text = owned_phrase(parsed, self.article.sentences[index].text, party)
        visitor = self._told_before(index, quoted=False)[:1] if is_visitor(word, text) else []
        if led := self._phrases.led_by(index, word) or self._phrases.listed_behind(index, word) or visitor:
            return led
        of_whom = any(
            child.lemma in _OF_WHOM and not any(below.lemma in OF_STATE for below in parsed.children(child, "pobj"))
            for child in parsed.children(word, "prep")
        )
        if word.kind == "NOUN" and not of_whom and (meant := self.who.meant(index, text, [])):
            return [person for member in meant for person in self._phrases.leaders(member) or [member]]
        together = word.lemma != "counterpart" and TOGETHER.fullmatch(text) is not None
        counted = word.kind != "PROPN" or bool(parsed.children(word, "nummod"))  # "the two Heads of State"
        together = together and not is_bare_side(word)  # "the rebels"
        # "the Norvian officials"
        together = together and not any(member.country for member in self._phrases.named_by(index, word))
        if word.lemma in THEY or (together and counted and not of_whom):
            return self._they(index, word)
        named = self._phrases.named_in(index, word)
        states = self._phrases.named_within(index, parsed, word, within=not named) if word.kind == "NOUN" else []
        persons = any(member.kind is ActorKind.PERSON for member in named)  # "the leader of the party, Ada Novak"
        if not persons and (any(member.kind is ActorKind.COUNTRY for member in states) or len(states) > 1):
            return states
        named = self._persons(index, self._phrases.examples(parsed, word)) or named
        return (
            named
            or self._home_behind(index, word)
            or host_country(self.article, self.cast, index, word)
            or self._phrases.holder(index, word, text)
            or self._phrases.state(index, word, text)
            or (states if self._phrases.may_stand_for_others(word) else [])
            or states_meant(self.article, self.cast, index, word)
            or self._owner(index, word)
            or self._in_office(index, word, text)
        )

    def _home_behind(self, index: int, word: Word) -> list[Member]:
        """Return the states right behind "his counterpart from", which parsers hang on the verb."""
        parsed = self._parses(index)
        behind = parsed.words[word.index + 1 : word.index + 2] if word.lemma == "counterpart" else ()
        first = [state for each in behind if each.lemma in _OF_WHOM for state in parsed.children(each, "pobj")]
        states = [*first, *(other for state in first for other in parsed.children(state, "conj"))]
        return [member for state in states for member in self._phrases.named_by(index, state)]

    def _owner(self, index: int, word: Word) -> list[Member]:
        """Return whom "his government", "Novak's team" and "their next stop" stand for."""
        found: list[Member] = []
        if word.lemma in DELEGATES:  # "the group's representative"
            owners = self._parses(index).children(word, "poss")
            return [member for owner in owners for member in self._phrases.named_by(index, owner)]
        if word.lemma not in BODIES and word.lemma not in frame_words()["journeys"]:
            return []
        for owner in self._parses(index).children(word, "poss"):
            if owner.lemma in THEY and word.lemma in frame_words()["journeys"]:
                found += next((came for came in reversed(self._came) if len(came) > 1), ())
            else:
                found += self._he(index, owner) if owner.lemma in HE else self._persons(index, [owner])
        return found

    def _in_office(self, index: int, word: Word, text: str) -> list[Member]:
        """Return whom "the prime minister" means where nobody has that office in the article: who "he" would mean."""
        if word.tag not in {"NN", "NNP"} or not text.lower().startswith("the "):
            return []
        guest = any(child.text == "visiting" for child in self._parses(index).children(word))
        if word.lemma in BODIES or (guest and word.relation == "nsubj"):  # "the team", "the visiting minister"
            return self._subjects_before(index, word) if word.lemma not in OF_STATES else []  # not "the government"
        if word.lemma not in title_heads():
            return []
        return [member for member in self._subjects_before(index, word) if may_have_office(member, word, text)][:1]

    def _he(self, index: int, pronoun: Word) -> list[Member]:
        """Return whom "he" means, if that is one; "his", whose subject is told next: "In his talks, Orr said"."""
        found = self._told_next(index, pronoun) or self._subjects_before(index, pronoun)
        if other := self._of_other_gender(index, pronoun):  # "he phoned Novak before she met Reth"
            before = self._persons(index, self._parses(index).words[: pronoun.index])
            found = [member for member in found if member not in other] or [
                member for member in before if member not in other
            ]
        return found if len(found) == 1 else []

    def _of_other_gender(self, index: int, pronoun: Word) -> list[Member]:
        """Return whom "he" before "she" means, or "she" before "he"."""
        parsed = self._parses(index)
        before = [word for word in parsed.words[: pronoun.index] if word.lemma in HE and word.relation == "nsubj"]
        other = next((word for word in before if (word.text.lower() in SHE) != (pronoun.text.lower() in SHE)), None)
        return self._subjects_before(index, other) if other is not None else []

    def _told_next(self, index: int, pronoun: Word) -> list[Member]:
        """Return the subject behind a phrase that opens a clause and says "his"."""
        parsed = self._parses(index)
        verb = next((above for above in parsed.ancestors(pronoun) if above.kind == "VERB"), None)
        if pronoun.relation != "poss" or verb is None or is_quoted(self.article.sentences[index].text, pronoun.start):
            return []
        told = [party.head for party in subjects(parsed, verb)[:1] if party.head.index > pronoun.index]
        told += [beside for head in told for beside in parsed.children(head, "appos")]
        persons = [self._persons(index, [head]) for head in told]
        # "In his talks with the minister, Ada Novak, the president said": the parser takes her for the president
        return next((found for found in persons if not self._phrases.are_titled(index, found, pronoun, verb)), [])

    def _speaker(self, index: int, word: Word) -> list[Member]:
        """Return whom "I", or "we", means: who says what is quoted, or whose release it is."""
        parsed, text = self._parses(index), self.article.sentences[index].text
        if not is_quoted(text, word.start):
            return [self.cast.author] if self.cast.author is not None and word.lemma == "i" else []
        said = speakers_of(parsed, text, word)
        he = [member for each in said if each.lemma in HE for member in self._he(index, each)]
        found = self._persons(index, said) or he
        return found if len(found) == 1 else []

    def _subjects_before(self, index: int, word: Word) -> list[Member]:
        """Return the persons who are the subject of a clause around a word, else that of the sentences before."""
        parsed = self._parses(index)
        text = self.article.sentences[index].text
        quoted = is_quoted(text, word.start)
        verbs = [above for above in parsed.ancestors(word) if above.kind in {"VERB", "AUX"}]
        # Who is an object is not the subject of the same verb: "Orr met him".
        for above in verbs[word.relation in {"dobj", "dative", "pobj"} :]:
            for party in (*subjects(parsed, above), *by_whom(parsed, above)):
                if quoted and not is_quoted(text, party.head.start):
                    return []  # whom somebody else speaks of
                if is_same_pronoun(party.head, word):  # "he was received by Orr, and then he met Novak"
                    return self._he(index, party.head)
                known = party.head.index < word.index and party.head.lemma not in HE | THEY
                if known and (found := self._people(index, party)):
                    return found
        return self._told_before(index, quoted=quoted)

    def _told_before(self, index: int, *, quoted: bool) -> list[Member]:
        """Return the persons who are the subject of a sentence before, or named first in it."""
        for earlier in range(index - 1, max(-1, index - 1 - _BEFORE), -1):
            heads = self._main_subjects(earlier)
            if quoted:  # the speaker speaks of somebody else
                heads = [head for head in heads if is_quoted(self.article.sentences[earlier].text, head.start)]
            owners = [owner for head in heads for owner in self._parses(earlier).children(head, "poss")]
            offices = () if quoted else self._in_offices(earlier)
            if found := self._persons(earlier, heads) or self._persons(earlier, owners) or [*offices]:
                return found
            if not (quoted or any(head.lemma in HE for head in heads)) and (
                named := self._persons(earlier, self._parses(earlier).words)
            ):
                return named[:1]
        return []

    def _main_subjects(self, index: int) -> list[Word]:
        """Return the subjects of a sentence's main clauses."""
        parsed = self._parses(index)
        return [party.head for root in mainly_told(parsed) for party in subjects(parsed, root)]

    def _in_offices(self, index: int) -> list[Member]:
        """Return the person whom the subject of a sentence stands for by office: "the foreign minister arrived"."""
        parsed = self._parses(index)
        told = [party for root in mainly_told(parsed) for party in subjects(parsed, root)]
        found = [self._people(index, party) for party in told if party.head.tag in {"NN", "NNP"}]
        found = [persons for persons in found if persons]
        return found[0] if found and len(found[0]) == 1 else []

    def _people(self, index: int, party: Party) -> list[Member]:
        """Return the persons that a party stands for, by name or by office, but for who speaks for others."""
        owned = self._persons(index, [party.head])  # "Novak's office says he"
        meant = [member for member in self._stand_for(index, party) if member.kind is ActorKind.PERSON]
        if not (owned or meant or party.head.kind != "NOUN" or party.head.lemma in title_heads()):  # "Novak's remarks"
            owned = self._persons(index, self._parses(index).children(party.head, "poss"))
        return owned or [member for member in meant if not speaks_for_others(member)]

    def _persons(self, index: int, words: Iterable[Word]) -> list[Member]:
        return persons_named(self._phrases, self._parses(index), index, words)

    def _they(self, index: int, word: Word) -> list[Member]:
        """Return whom "they" or "the two" means: the subjects of a clause around it, else those who met last."""
        if around := self._around(index, word):
            return around
        if here := self._here.get(index):
            return list(here)
        right_before = self._persons(index - 1, self._main_subjects(index - 1)) if index else []
        if word.kind == "PRON" and len(right_before) > 1:  # "Both Orr and Novak are ready. They ..."
            return right_before
        last = self._last(index)
        if last is not None and len(last.members) > 1:
            met = [member for member in last.members if may_be(member, word)]
            if len(met) > 1:
                return met
        said = [_COUNTS[each.lemma] for each in (word, *self._parses(index).children(word)) if each.lemma in _COUNTS]
        return self._several_before(index, of=sum(said[:1])) or states_meant(self.article, self.cast, index, word)

    def _around(self, index: int, word: Word) -> list[Member]:
        """Return whom "they" means of those in the clauses around it."""
        parsed = self._parses(index)
        below = word
        for above in parsed.ancestors(word):
            own = subjects(parsed, above) if above.kind == "VERB" else []
            before = [party for party in own if party.head.index < word.index]
            # "Orr and Novak agree, Norvia said after the two met"
            said = [party for told in parsed.children(above, "ccomp") for party in subjects(parsed, told)]
            said = [party for party in said if party.head.index < above.index < word.index]
            # "In their talks, Orr and Novak discussed trade"
            behind = [party for party in own if party.head.index > word.index and word.lemma == "their"]
            for parties in (before, said, behind):
                found = [member for member in self._members(index, parties) if may_be(member, word)]
                if len(found) > 1 or (word.lemma == "they" and any(each.kind is ActorKind.GROUP for each in found)):
                    return found
            if below.relation in {"prep", "advcl"} and len(both := self._one_and_other(index, above)) == _TWO:
                return both
            below = above
        return []

    def _one_and_other(self, index: int, verb: Word) -> list[Member]:
        """Return who does what a verb says and to whom, where these are persons: "Orr thanked Novak when they met"."""
        parsed = self._parses(index)
        whom = parsed.children(verb, "dobj", "dative")
        whom += [below for child in parsed.children(verb, "prep") for below in parsed.children(child, "pobj")]
        whom += beside(parsed, parsed.children(verb, "dobj"))  # "raised trade with Novak when they met"
        heads = [party.head for party in subjects(parsed, verb)]
        one = self._persons(index, heads) or [he for head in heads if head.lemma in HE for he in self._he(index, head)]
        return [*one, *(member for member in self._persons(index, whom) if member not in one)]

    def _several_before(self, index: int, *, of: int) -> list[Member]:
        """Return the persons whom one of the sentences before has as subjects, where that is several.

        "The two" may also be all whom the sentence right before, or the article so far, names.
        """
        for earlier in range(index - 1, max(-1, index - 1 - _REMEMBERED), -1):
            parsed = self._parses(earlier)
            by = [who for word in parsed.words if word.relation == "ROOT" for who in by_whom(parsed, word)]
            heads = [*self._main_subjects(earlier), *(party.head for party in by)]  # "is led by Orr and Novak"
            found = self._persons(earlier, heads)
            if len(found) > 1:
                return found
            if of and earlier == index - 1 and len(all_named := self._persons(earlier, parsed.words)) == of:
                return all_named
        return two_before(self.cast, index) if of == _TWO else []
