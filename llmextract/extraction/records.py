"""From occasions to the record: actors with ids, resolved dates and places, sources, and a quote under every field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from llmextract.extraction.cast_words import cast_words
from llmextract.extraction.confidence import meeting_confidence, participant_confidence
from llmextract.extraction.countries import find_countries
from llmextract.extraction.grounding import TextIndex
from llmextract.extraction.places import city_country, is_place
from llmextract.extraction.same_topics import distinct_topics
from llmextract.extraction.sources import find_attributions
from llmextract.extraction.titles import is_title_head
from llmextract.extraction.topic_categories import category_of_context, topic_category
from llmextract.extraction.topics import FoundTopic
from llmextract.schemas import (
    Actor,
    ActorKind,
    Meeting,
    MeetingDate,
    Participant,
    Place,
    Quote,
    Source,
    Stance,
    Status,
    Topic,
    TopicCategory,
)
from llmextract.schemas import (
    Warning as RecordWarning,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member
    from llmextract.extraction.occasions import Occasion
    from llmextract.prompting.topics import TopicDraft

_NO_TOPIC = regex.compile(
    r"(?:(?:the|a|an|his|her|their|direct|secret|bilateral|trilateral|further|private)\s+)*"
    r"(?:meetings?|talks|summit|visit|calls?|phone call|conversation|discussions?|negotiations|trip|conference|"
    r"dialogue|issues?)",
    regex.IGNORECASE,
)

# "Orr's visit to Lima", "Orr's detention", "the arrest of Orr": what somebody does, or what is done to him.
_OF_PERSON = regex.compile(
    r"['’]s?\s(?:\S+\s)*?(?P<what>\p{Ll}+)(?:\s(?:of|on|for|to|in|against|over|about)\s.*)?$|"
    r"^(?:(?:the|a|an|his|her|their|its)\s)?(?:[\p{Ll}-]+\s)*?(?P<what>\p{Ll}+)\s(?:of|by|against|over|about|for)\s"
)
_QUOTES = regex.compile(r"[\"“”]")
_LINKS = frozenset({"of", "with", "for", "on", "in", "by", "to", "from", "at", "and"})
_FIRST_LINK = regex.compile(r",|\s(?:of|with|for|on|in|by|to|from|at|and|who)\s")
_THE = regex.compile(r"^(?i:the)\s+")
_LETTER = regex.compile(r"\w")


class RecordMaker:
    """Makes the meetings and actors of one article's record.

    Args:
        article: The article; every quote is cut out of its text.
        cast: Of that article.
    """

    def __init__(self, article: Article, cast: Cast) -> None:
        self._article = article
        self._cast = cast
        self._text = TextIndex(article.text)
        self._near = {found.code for sentence in article.sentences for found in find_countries(sentence.text)}
        self._actors: dict[int, Actor] = {}
        self.warnings: list[RecordWarning] = []

    def meetings(self, occasions: Sequence[Occasion]) -> tuple[Meeting, ...]:
        """Make the meetings; what cannot be shown in the text is left out, with a warning."""
        made: list[Meeting] = []
        for occasion in occasions:
            if occasion.is_one_sided:
                name = occasion.participants[0].name
                self._warn("one-sided", f"left out: a meeting of {name} with nobody named on the other side", None)
                continue
            made.append(self._meeting(occasion, len(made)))
        return tuple(made)

    def actors(self) -> tuple[Actor, ...]:
        """Return the actors of the meetings made so far, in order of their ids."""
        return tuple(self._actors.values())

    def _meeting(self, occasion: Occasion, number: int) -> Meeting:
        where = f"meetings[{number}]"
        return Meeting(
            id=f"m{number + 1}",
            status=self._status(occasion),
            format=occasion.format,
            participants=tuple(self._participant(occasion, member) for member in occasion.participants),
            date=self._date(occasion),
            place=self._place(occasion),
            topics=self._topics(occasion, where),
            sources=self._sources(occasion.sentences),
            confidence=meeting_confidence(occasion),
            evidence=tuple(
                self._sentence(index) for index in dict.fromkeys(report.sentence for report in occasion.reports)
            ),
        )

    def _status(self, occasion: Occasion) -> Status:
        """Return the status; what is to be on a later day than the article's was not held."""
        published, days = self._article.published, occasion.time.date if occasion.time is not None else None
        ahead = published is not None and days is not None and days.start > published
        return Status.PLANNED if ahead and occasion.status is Status.HELD else occasion.status

    def _participant(self, occasion: Occasion, member: Member) -> Participant:
        mentioned = {mention.sentence: mention for mention in reversed(member.mentions)}
        contesting = [self._sentence(contest.sentence) for contest in occasion.contests if member in contest.members]
        reporting = [report.sentence for report in occasion.reports if member in report.members]
        quotes = [
            self._quote(mentioned[index].start, mentioned[index].end) if index in mentioned else self._sentence(index)
            for index in reporting
        ]
        evidence = dict.fromkeys(contesting or quotes)
        return Participant(
            actor=self._actor(member).id,
            attendance=occasion.attendance(member),
            confidence=participant_confidence(occasion, member),
            evidence=tuple(evidence),
        )

    def _actor(self, member: Member) -> Actor:
        if id(member) not in self._actors:
            name, *aliases = self._names(member)
            self._actors[id(member)] = Actor(
                id=f"a{len(self._actors) + 1}",
                name=name,
                aliases=tuple(aliases),
                kind=ActorKind.PERSON if member.is_one else member.kind,
                role=member.role,
                country=member.country,
                mentions=member.spans(),
            )
        return self._actors[id(member)]

    def _names(self, member: Member) -> list[str]:
        """Return a member's name and its other forms as the article has them: in capitals where it is in capitals."""
        names = dict.fromkeys(map(self._verbatim, (member.name, *member.aliases)))
        read = {name.casefold() for name in names}
        standing = (self._article.text[span.start : span.end] for span in member.spans())
        return list(names | dict.fromkeys(form for form in standing if form.casefold() in read))

    def _date(self, occasion: Occasion) -> MeetingDate | None:
        found = occasion.time
        if found is None or found.time is None:
            return None
        days = found.date
        text = self._verbatim(found.time.text)
        return MeetingDate(start=days.start if days else None, end=days.end if days else None, text=text)

    def _place(self, occasion: Occasion) -> Place:
        place = occasion.place
        if place is None:
            return Place()
        country = place.country or city_country(place.name, self._near)
        city = place.name if place.kind == "city" else None
        return Place(city=city, country=country, venue=place.venue, text=self._verbatim(place.words))

    def _verbatim(self, words: str) -> str:
        """Return words as the article has them: one that is all in capitals is read in small letters."""
        if words in self._article.text:
            return words
        at = self._article.text.find(words.upper())
        return self._article.text[at : at + len(words)] if at >= 0 else words

    def _topics(self, occasion: Occasion, where: str) -> tuple[Topic, ...]:
        topics: dict[str, Topic] = {}
        reported = self._article.sentences[occasion.reports[0].sentence].start
        for draft in occasion.topics:
            discussed = self._is_discussed(occasion, draft) if is_place(draft.label) else self._is_about(draft.label)
            if not discussed:
                continue
            span = self._text.find(draft.label, near=reported)
            if span is None:
                message = f"left out: the topic {draft.label!r} does not stand in the text"
                self._warn("topic-not-in-text", message, where)
                continue
            quote = self._quote(*span)
            topic = Topic(label=quote.quote, category=self._category(draft, quote), evidence=(quote,))
            label = quote.quote.casefold()
            if not any(_stands_in(label, known) for known in topics):  # "ties with Norvia", then "ties"
                topics[label] = topic
        return distinct_topics(tuple(topics.values()), self._article.sentences)

    def _category(self, draft: TopicDraft | FoundTopic, quote: Quote) -> TopicCategory:
        """Return the category of a topic; where its words tell none, that of what stands around it."""
        if draft.category is not TopicCategory.OTHER:
            return draft.category
        around = (each.text for each in self._article.sentences if each.start <= quote.start < each.end)
        return category_of_context(next(around, ""), self._article.text)

    def _is_about(self, label: str) -> bool:
        """Whether a label is a topic, not a person, an organisation, or the meeting itself."""
        for member in self._cast.members:
            standing = [name for name in (member.name, *member.aliases) if name in label]
            if not standing:
                continue
            if member.kind is ActorKind.PERSON:  # "Orr's visit to Lima" is a topic
                found = any(_stands_in(name, label) and not _is_of_person(name, label) for name in standing)
            else:
                found = not {label, _THE.sub("", label)}.isdisjoint(standing)
            if found:
                return False
        words = label.lower().split()
        # "Norvian trade ministry"; a model may answer with blanks alone
        body = bool(words) and words[-1] in cast_words()["organization"] and _LINKS.isdisjoint(words)
        head = next(iter(_FIRST_LINK.split(label))).split()[-1:]
        office = any(is_title_head(word) for word in head) and topic_category(label) is TopicCategory.OTHER
        return not (body or office) and _NO_TOPIC.fullmatch(label) is None

    def _is_discussed(self, occasion: Occasion, place: TopicDraft | FoundTopic) -> bool:
        """Whether a place is what is discussed, not where people meet, nor the country of one of them."""
        own = {member.country for member in occasion.participants} | {None}
        here = occasion.place is not None and place.label in {occasion.place.name, occasion.place.words}
        countries = {found.code for found in find_countries(place.label)}
        return isinstance(place, FoundTopic) and place.is_sure and not here and own.isdisjoint(countries)

    def _sources(self, sentences: Sequence[int]) -> tuple[Source, ...]:
        found: dict[tuple[str, Stance], Source] = {}
        for index in sentences:
            sentence = self._article.sentences[index]
            for attribution in find_attributions(sentence.text):
                key = (attribution.name.casefold(), attribution.stance)
                evidence = (self._sentence(index),)
                found.setdefault(key, Source(name=attribution.name, stance=attribution.stance, evidence=evidence))
        return tuple(found.values())

    def _sentence(self, index: int) -> Quote:
        sentence = self._article.sentences[index]
        return self._quote(sentence.start, sentence.end)

    def _quote(self, start: int, end: int) -> Quote:
        return Quote(quote=self._article.text[start:end], start=start, end=end)

    def _warn(self, code: str, message: str, where: str | None) -> None:
        self.warnings.append(RecordWarning(code=code, message=message, where=where))


def _is_of_person(name: str, label: str) -> bool:
    """Whether a label that holds a name says what its bearer does or suffers, and no office: not "Orr's spokesman"."""
    what = _OF_PERSON.search(_QUOTES.sub("", label))
    if what is not None:
        return not (is_title_head(what["what"]) or is_title_head(what["what"].removesuffix("s")))
    before = label[: label.find(name)].split()  # "release Orr", "detained citizen Orr"
    known = topic_category(label) is not TopicCategory.OTHER
    return known and bool(before) and before[0][0].islower() and not is_title_head(before[-1])


def _stands_in(name: str, label: str) -> bool:
    """Whether a label holds a name as whole words; a pattern of the name would be compiled for each article anew."""
    at = label.find(name)
    while at >= 0:
        if not (_LETTER.match(label[max(0, at - 1) : at]) or _LETTER.match(label, at + len(name))):
            return True
        at = label.find(name, at + 1)
    return False
