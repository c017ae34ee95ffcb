"""From a name that a model wrote to a member of the cast: whom the article names so, or who was overlooked.

The model's words are never taken over. A name leads to a member, or else to a place in the text, whose words become the
name of a new member; what stands nowhere leads to nobody.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from llmextract.extraction.cast import Cast, Member
from llmextract.extraction.countries import country_code, organisation_name
from llmextract.extraction.mentions import Mention, mentions_at
from llmextract.extraction.names import NameIndex, is_person_like, name_relation, split_titles
from llmextract.schemas import ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.grounding import TextIndex

_RELATIONS = ("same", "last", "first")


class MemberFinder:
    """Finds the members that names stand for.

    Args:
        article: With its sentences.
        cast: Of that article; it stays as it is.
        text: The index of the article's text.
    """

    def __init__(self, article: Article, cast: Cast, text: TextIndex) -> None:
        self._article = article
        self._text = text
        self._starts = [sentence.start for sentence in article.sentences]
        self._cast = cast
        self._added: list[Member] = []
        self._by_form: dict[str, list[Member]] = {}
        self._persons: NameIndex[Member] = NameIndex()
        for member in cast.members:
            self._file(member)

    @property
    def cast(self) -> Cast:
        """The cast with those who were added, in order of appearance."""
        if not self._added:
            return self._cast
        members = (*self._cast.members, *self._added)
        return Cast(tuple(sorted(members, key=lambda member: member.mentions[0].start)))

    def in_sentence(self, index: int) -> list[Member]:
        """Return the members that a sentence names, those who were added last."""
        added = (member for member in self._added if any(mention.sentence == index for mention in member.mentions))
        return [*self._cast.in_sentence(index), *added]

    def sentence_at(self, offset: int) -> int | None:
        """Return the index of the sentence that holds an offset of the article's text, if one does."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 and offset < self._article.sentences[index].end else None

    def find(self, name: str, sentences: Sequence[int]) -> Member | None:
        """Return the member that a name stands for.

        Args:
            name: As a model wrote it, with or without title.
            sentences: Where it was read: of several who may be meant it is the one named there, or last before.

        Returns:
            A member of the cast or, if the name stands in the text, a new one; ``None`` if there is no such name.
        """
        bare = split_titles(name)[0]
        for candidates in self._candidates(name, bare):
            if candidates:
                return min(candidates, key=lambda member: _distance(member, sentences))
        return self._add(bare)

    def _candidates(self, name: str, bare: str) -> Iterator[Iterable[Member]]:
        """Yield who may be meant, the surest first."""
        yield self._by_form.get(_form(name), ())
        yield self._by_form.get(_form(bare), ())
        code, organisation = country_code(bare), organisation_name(bare)
        members = self._cast.members
        if code:
            yield [member for member in members if member.kind is ActorKind.COUNTRY and member.country == code]
        if organisation:
            yield [member for member in members if organisation_name(member.name) == organisation]
        if is_person_like(bare):
            related = [(name_relation(bare, member.name), member) for member in self._persons.candidates(bare)]
            for relation in _RELATIONS:
                yield [member for found, member in related if found == relation]
        yield self._named_within(name)

    def _named_within(self, name: str) -> list[Member]:
        """Return the members that the text names within the same words; offices count ("the Norvian president")."""
        found = [
            (mention.end - mention.start, member)
            for start, end in self._text.find_all(name)
            if (index := self.sentence_at(start)) is not None
            for member in self._cast.in_sentence(index)
            if member.kind is not ActorKind.COUNTRY  # the "Council of Norvia" is not Norvia
            for mention in member.mentions
            if start <= mention.start and mention.end <= end
        ]
        longest = max((length for length, _ in found), default=0)
        return [member for length, member in found if length == longest]

    def _add(self, name: str) -> Member | None:
        """Make a new member of a name that the text holds, with all its places."""
        mentions = list(self._mentions(name))
        if not mentions:
            return None
        first = mentions[0]
        forms = list(dict.fromkeys(mention.name for mention in mentions))
        member = Member(first.name, first.kind, mentions, [form for form in forms if form != first.name])
        self._added.append(member)
        self._file(member)
        return member

    def _mentions(self, name: str) -> Iterator[Mention]:
        for start, end in self._text.find_all(name):
            index = self.sentence_at(start)
            if index is None or end > self._article.sentences[index].end:
                continue
            sentence = self._article.sentences[index]
            for mention in mentions_at(sentence, index, start - sentence.start, end - sentence.start):
                if _is_name(mention.name):
                    if mention.lone and mention.name.lower() != mention.name:
                        mention.kind = ActorKind.ORGANIZATION  # a surname alone would have its person in the cast
                    yield mention
                    break

    def _file(self, member: Member) -> None:
        for form in (member.name, *member.aliases):
            self._by_form.setdefault(_form(form), []).append(member)
        if member.kind is ActorKind.PERSON:
            self._persons.add(member.name, member)


def _form(name: str) -> str:
    return " ".join(name.split()).casefold().removeprefix("the ")


def _is_name(words: str) -> bool:
    """Whether words are written as names are, in scripts that can show it: "rebels" are nobody to be recorded."""
    return words.lower() != words or words.upper() == words


def _distance(member: Member, sentences: Sequence[int]) -> tuple[bool, int]:
    """How far from some sentences a member is named; behind them is farther than anywhere before."""
    first, last = min(sentences), max(sentences)
    if any(first <= mention.sentence <= last for mention in member.mentions):
        return False, 0
    before = [first - mention.sentence for mention in member.mentions if mention.sentence < first]
    return (False, min(before)) if before else (True, min(mention.sentence for mention in member.mentions) - last)
