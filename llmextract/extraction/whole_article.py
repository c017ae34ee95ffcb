"""Reading an article with one question: the model's numbers, names and words become occasions that the text can show.

What the model says of people is looked up in the cast, its words for time and place are found in the text and resolved
by the same code as everywhere else, and what is found nowhere is left out. A long article is read in stretches; the
meetings that several of them report are put together as the reports of single sentences are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from llmextract.extraction.cast import build_cast
from llmextract.extraction.circumstances import Circumstances, find_circumstances
from llmextract.extraction.contests import contesting_sentences
from llmextract.extraction.cues import offers
from llmextract.extraction.dates import TimeExpression
from llmextract.extraction.gathering import gather
from llmextract.extraction.grounding import TextIndex
from llmextract.extraction.member_finder import MemberFinder
from llmextract.extraction.naming_sentences import naming_sentences
from llmextract.extraction.occasions import Occasion, Report, in_order
from llmextract.extraction.places import PlaceMention, find_places
from llmextract.extraction.report_circumstances import FUTURE
from llmextract.extraction.stretches import stretches
from llmextract.prompting.passage import MeetingDraft
from llmextract.prompting.whole_article import Stretch, whole_article_form, whole_article_messages
from llmextract.schemas import ActorKind, Attendance
from llmextract.schemas import Warning as RecordWarning

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast, Member
    from llmextract.llm.base import ChatMessage
    from llmextract.prompting.whole_article import WholeArticleAnswer, WholeMeetingDraft

    Ask = Callable[[list[ChatMessage], type[WholeArticleAnswer]], Awaitable[WholeArticleAnswer]]

_STRICTEST = (Attendance.DENIED, Attendance.UNCONFIRMED, Attendance.CONFIRMED)


@dataclass(frozen=True)
class Reading:
    """What reading an article gave.

    Attributes:
        occasions: The meetings, in order.
        cast: The article's cast, with those whom only the model found.
        warnings: What was left out.
    """

    occasions: list[Occasion]
    cast: Cast
    warnings: tuple[RecordWarning, ...] = ()


async def read_whole_article(article: Article, ask: Ask, cast: Cast | None = None) -> Reading:
    """Ask which meetings an article reports: one question, or one for each stretch of a long article.

    A stretch without any word that meetings are reported with is not asked about.

    Args:
        article: With its sentences.
        ask: Puts a question and returns the valid answer.
        cast: Of that article; without one, only those sentences are read for it which concern the answers.
    """
    answers: list[tuple[range, WholeArticleAnswer]] = []
    for stretch in stretches(article):
        sentences = tuple(article.sentences[index].text for index in stretch)
        if not offers("meeting", " ".join(sentences), article.language):
            continue
        question = whole_article_messages(Stretch(article.title, article.published, sentences))
        answers.append((stretch, await ask(question, whole_article_form(len(sentences)))))
    if cast is None:
        cast = _cast_of(article, answers)
    reader = _Reader(article, cast)
    occasions: list[Occasion] = []
    read = 0  # how many sentences have been asked about
    for stretch, answer in answers:
        occasions = _joined(occasions, reader.occasions(answer.meetings, stretch.start), read)
        read = stretch.stop
    return Reading(in_order(occasions), reader.finder.cast, tuple(reader.warnings))


def _cast_of(article: Article, answers: Sequence[tuple[range, WholeArticleAnswer]]) -> Cast:
    """Find whom the sentences name that concern answers."""
    read = _concerned(article, answers)
    cast = build_cast(article, within=read)
    # "Red Delta Front (RDF)" and later the RDF
    stated = (alias for member in cast.members if member.kind is ActorKind.ORGANIZATION for alias in member.aliases)
    more = naming_sentences(article, stated)
    return cast if more <= read else build_cast(article, within=read | more)


def _concerned(article: Article, answers: Sequence[tuple[range, WholeArticleAnswer]]) -> set[int]:
    """Return the sentences that concern answers: they are read from those, or those name their people or contest."""
    cited: set[int] = set()
    people: set[str] = set()
    topics: set[str] = set()
    for stretch, answer in answers:
        for draft in answer.meetings:
            cited.update(stretch.start + number - 1 for number in draft.sentences)
            people.update(person.name for person in draft.people)
            topics.update(topic.label for topic in draft.topics)
    contesting = contesting_sentences(article)
    before = (index - 1 for index in contesting if index)  # "The ministry denied it."
    return {*cited, *contesting, *before, *naming_sentences(article, people, topics)}


class _Reader:
    """Turns drafts into occasions."""

    def __init__(self, article: Article, cast: Cast) -> None:
        self._article = article
        self._text = TextIndex(article.text)
        self.finder = MemberFinder(article, cast, self._text)
        self.warnings: list[RecordWarning] = []

    def occasions(self, drafts: Sequence[WholeMeetingDraft], first: int) -> list[Occasion]:
        """Make the occasions of one answer; what it says twice is taken once.

        Args:
            drafts: The meetings of the answer.
            first: Index of the sentence that has the number 1.
        """
        found: dict[object, Occasion] = {}
        for draft in drafts:
            sentences = sorted({first + number - 1 for number in draft.sentences})
            people = self._people(draft, sentences)
            if people:
                key = (frozenset(map(id, people)), draft.format, draft.status, draft.when, draft.where)
                found.setdefault(key, self._occasion(draft, sentences, people))
        return list(found.values())

    def _people(self, draft: WholeMeetingDraft, sentences: Sequence[int]) -> dict[Member, Attendance]:
        people: dict[Member, Attendance] = {}
        for person in draft.people:
            member = self.finder.find(person.name, sentences)
            if member is None:
                message = f"left out: the participant {person.name!r} does not stand in the text"
                self.warnings.append(RecordWarning(code="participant-not-in-text", message=message))
                continue
            people[member] = min(people.get(member, person.attendance), person.attendance, key=_STRICTEST.index)
        return people

    def _occasion(self, draft: WholeMeetingDraft, sentences: list[int], people: dict[Member, Attendance]) -> Occasion:
        """Make the occasion of a draft: a report for each sentence that names somebody or gives time or place."""
        named = {
            index: [member for member in self.finder.in_sentence(index) if member in people] for index in sentences
        }
        main = max(sentences, key=lambda index: len(named[index]))
        nowhere = [member for member in people if all(member not in members for members in named.values())]
        circumstances = self._circumstances(draft, sentences, main, list(people))
        reports = []
        for index in sentences:
            given = circumstances[index]
            members = [*named[index], *(nowhere if index == main else ())]
            if not members and (given.time or given.place):
                members = list(people)  # "They met in Estrada on Monday"
            if members:
                names = tuple(member.name for member in members)
                reports.append(
                    Report(
                        sentence=index,
                        members=tuple(members),
                        draft=MeetingDraft(names, draft.format, draft.status),
                        circumstances=given,
                        named=len(named[index]) > 1,
                        attendance={member: people[member] for member in members},
                    )
                )
        return Occasion(reports, topics=draft.topics)

    def _circumstances(
        self, draft: WholeMeetingDraft, sentences: list[int], main: int, people: list[Member]
    ) -> dict[int, Circumstances]:
        """Return when and where, by sentence: the model's words where the text has them, else what code finds."""
        future = draft.status in FUTURE
        found = {}
        for index in sentences:
            sentence = self._article.sentences[index]
            found[index] = find_circumstances(self._article, sentence.start, sentence.end, people, future=future)
        timed, time = self._place_of(draft.when, sentences, main)
        if time:
            said = self._time(time, self._article.sentences[timed].start, future=future)
            if said:
                found = {index: replace(given, time=None, date=None) for index, given in found.items()}
                found[timed] = replace(found[timed], time=said.time, date=said.date)
        placed, words = self._place_of(draft.where, sentences, main)
        place = self._place(words, self._article.sentences[placed].start) if words else None
        known = any(given.place for given in found.values())
        if place and (place.kind == "city" or place.country or not known):
            found = {index: replace(given, place=None) for index, given in found.items()}
            found[placed] = replace(found[placed], place=place)
        return found

    def _place_of(self, words: str | None, sentences: list[int], main: int) -> tuple[int, tuple[int, int] | None]:
        """Return where the model's words stand: the sentence that they count for, and their offsets in the text."""
        if not words:
            return main, None
        for index in (main, *sentences):
            sentence = self._article.sentences[index]
            span = self._text.find(words, within=(sentence.start, sentence.end))
            if span:
                return index, span
        return main, self._text.find(words, near=self._article.sentences[main].start)

    def _time(self, span: tuple[int, int], start: int, *, future: bool) -> Circumstances | None:
        """Read the words that give the time; ``None`` for words that give none that dates a meeting ("in 2011")."""
        found = find_circumstances(self._article, *span, (), future=future)
        if found.time is None:
            return None
        shift = span[0] - start
        time = TimeExpression(found.time.start + shift, found.time.end + shift, found.time.text)
        return Circumstances(time=time, date=found.date)

    def _place(self, span: tuple[int, int], start: int) -> PlaceMention:
        """Read the words that give the place; what no table knows may be a building, and is no city."""
        at = self.finder.sentence_at(span[0])
        begin, end = span if at is None else (self._article.sentences[at].start, self._article.sentences[at].end)
        places = [
            place
            for place in find_places(self._article.text[begin:end])
            if place.start + begin < span[1] and span[0] < place.end + begin
        ]
        words = self._article.text[slice(*span)]
        if not places:
            return PlaceMention(span[0] - start, span[1] - start, words, "region", None, certain=True)
        place = min(places, key=lambda place: place.kind != "city")
        return replace(place, start=place.start + begin - start, end=place.end + begin - start)


def _joined(known: list[Occasion], later: list[Occasion], read: int) -> list[Occasion]:
    """Add the meetings of a further stretch to those of the stretches before it.

    Args:
        known: Those of the stretches before.
        later: Those of the further stretch.
        read: How many sentences the stretches before held; the further one may repeat the last of them.
    """
    joined = list(known)
    for occasion in later:
        new = [report for report in occasion.reports if report.sentence >= read]
        if not new:
            if not any(_repeats(occasion, before) for before in known):
                joined.append(occasion)
            continue
        report = _summary(occasion, new)
        same = next((before for before in known if len(gather([_summary(before, before.reports), report])) == 1), None)
        if same is None:
            joined.append(occasion)
        else:
            same.reports += new
            same.topics += tuple(topic for topic in occasion.topics if topic not in same.topics)
    return joined


def _repeats(occasion: Occasion, known: Occasion) -> bool:
    """Whether a meeting that only repeated sentences report was read there before."""
    shared = sum(member in known.members for member in occasion.members)
    enough = shared >= min(2, len(occasion.members), len(known.members))
    return enough and not set(occasion.sentences).isdisjoint(known.sentences)


def _summary(occasion: Occasion, reports: Sequence[Report]) -> Report:
    """Put all that is known of a meeting into one report, from which it is told whether it is another one."""
    fullest = max(reports, key=lambda report: len(report.members))
    time, place = occasion.time, occasion.place
    given = Circumstances(time=time.time if time else None, date=time.date if time else None, place=place)
    return replace(fullest, members=tuple(occasion.members), circumstances=given, named=True)
