"""One article in, one record out: choose what to ask, ask, put the answers together, make the record."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from llmextract.articles.injections import find_injections, with_injection_warnings, without_injections
from llmextract.errors import InvalidAnswerError, LlmextractError
from llmextract.extraction.additions import add_circumstances
from llmextract.extraction.asking import ask_until_valid
from llmextract.extraction.bare_datelines import with_bare_dateline
from llmextract.extraction.beliefs import believed_drafts
from llmextract.extraction.cast import Cast, build_cast
from llmextract.extraction.contests import concerned, contested_only, find_contests
from llmextract.extraction.cues import offers
from llmextract.extraction.discussed import discussed_in
from llmextract.extraction.gathering import distinct, gather, joined, one_by_one
from llmextract.extraction.letter_case import with_small_letters
from llmextract.extraction.occasions import Occasion, Report, in_order
from llmextract.extraction.on_the_table import Table, told_in_headline
from llmextract.extraction.passages import choose_passages
from llmextract.extraction.plans import Plan, agree, choose_plan
from llmextract.extraction.records import RecordMaker
from llmextract.extraction.run_figures import run_figures
from llmextract.extraction.stretches import with_short_sentences
from llmextract.extraction.topics import FoundTopic, topics_in_names
from llmextract.extraction.whole_article import Reading, read_whole_article
from llmextract.llm.base import Meter
from llmextract.prompting.files import prompt_hash
from llmextract.prompting.passage import passage_form, passage_messages
from llmextract.prompting.topics import TopicDraft, TopicsAnswer, topics_messages
from llmextract.schemas import Extraction, TopicCategory

if TYPE_CHECKING:
    from llmextract.articles.article import Article
    from llmextract.llm.base import AnswerT, ChatMessage, LanguageModel, Reply
    from llmextract.prompting.passage import MeetingDraft, Passage, PassageAnswer
    from llmextract.prompting.whole_article import WholeArticleAnswer
    from llmextract.schemas import Effort

MAX_ANSWER_TOKENS = 700
MAX_TOPICS = 12
MAX_WHOLE_ANSWER_TOKENS = 3000
"""For the question about a whole article: many meetings, and the thoughts of a model that thinks first."""


async def extract_record(
    article: Article,
    model: LanguageModel,
    *,
    max_reasks: int,
    effort: Effort = "normal",
    meter: Meter | None = None,
) -> Extraction:
    """Draw the record of one article.

    Args:
        article: The article.
        model: The language model to ask.
        max_reasks: How often an answer that does not validate is asked for again.
        effort: How much is asked about the article; see `llmextract.extraction.plans`.
        meter: Counts the cost; pass one to know it also when this raises.

    Returns:
        The record.

    Raises:
        ModelError: The model gave no usable answer; the error's ``article`` names the article.
    """
    meter = Meter() if meter is None else meter
    started = time.perf_counter()
    article = with_bare_dateline(with_short_sentences(article))
    injections = find_injections(article)
    asked = without_injections(article, injections)
    reading = await read_occasions(asked, model, max_reasks=max_reasks, effort=effort, meter=meter)
    seconds = time.perf_counter() - started
    record = make_record(asked, reading, model.name, meter, effort=effort, seconds=seconds)
    return with_injection_warnings(record, article, injections)


def make_record(
    article: Article, reading: Reading, model: str, meter: Meter, *, effort: Effort, seconds: float
) -> Extraction:
    """Make the record of what reading an article gave.

    Args:
        article: The article that was read.
        reading: The meetings.
        model: What the record calls the model.
        meter: What it cost.
        effort: How much was asked.
        seconds: How long it took.
    """
    maker = RecordMaker(article, reading.cast)
    meetings = maker.meetings(reading.occasions)
    return Extraction(
        article=article.info(),
        actors=maker.actors(),
        meetings=meetings,
        warnings=(*reading.warnings, *maker.warnings),
        run=run_figures(meter, model=model, prompt_hash=prompt_hash(), seconds=seconds, effort=effort),
    )


async def read_occasions(
    article: Article, model: LanguageModel, *, max_reasks: int, effort: Effort, meter: Meter
) -> Reading:
    """Find the meetings of an article with all that its sentences and the model's answers say of them.

    The arguments and errors are those of `extract_record`, which makes the record of what this returns.
    """
    article = with_small_letters(article)
    try:
        plan = choose_plan(effort, article.text)
        cast = build_cast(article, recognised=True) if plan.by_clause else Cast(())
        return await _Questions(article, cast, model, meter, max_reasks, plan).reading()
    except LlmextractError as error:
        error.article = error.article or article.source
        raise


@dataclass(frozen=True)
class _Questions:
    """The questions about one article, and where their answers lead."""

    article: Article
    cast: Cast
    model: LanguageModel
    meter: Meter
    max_reasks: int
    plan: Plan

    async def reading(self) -> Reading:
        """Ask which meetings the article reports, put the answers together, and ask what each meeting was about."""
        by_clause = gather(await self._reports()) if self.plan.by_clause else []
        whole = Reading([], self.cast)
        if self.plan.whole:
            whole = await read_whole_article(self.article, self._whole, self.cast if self.plan.by_clause else None)
        occasions = self._with_contests(agree(by_clause, whole.occasions), whole.cast)
        for occasion in occasions:
            told = not self.plan.by_clause or any(occasion is read for read in whole.occasions)
            if not told and not occasion.is_one_sided:
                occasion.topics = await self._topics(occasion, occasions)
        return replace(whole, occasions=occasions)

    async def _reports(self) -> list[Report]:
        """Ask which meetings each clause reports."""
        reports: list[Report] = []
        for asked in choose_passages(self.article, self.cast, reports):
            if asked.joins:
                reports.append(Report.joining(asked, joined(asked, reports)))
                continue
            drafts = await self._drafts(asked.passage)
            told = distinct(Report.of(asked, draft, self.article) for draft in drafts)
            told = [report for each in told for report in each.with_new_day(self.article)]
            told = [report.with_day_told_before(reports, self.article) for report in told]
            reports += one_by_one(told, self.article)
        return reports

    def _with_contests(self, occasions: list[Occasion], cast: Cast) -> list[Occasion]:
        """Add what other sentences say of the meetings, and those that only a contest tells of."""
        add_circumstances(self.article, occasions, parsed=self.plan.by_clause)
        contests = list(find_contests(self.article, cast, parsed=self.plan.by_clause))
        alone = contested_only(contests, occasions)
        for contest in contests:
            occasion = None if contest in alone else concerned(contest, occasions)
            if occasion is not None:
                occasion.contests.append(contest)
        return in_order([*occasions, *(Occasion.contested(contest, self.article) for contest in alone)])

    async def _drafts(self, passage: Passage) -> tuple[MeetingDraft, ...]:
        if passage.settled is not None:
            return (passage.settled,)
        drafts = believed_drafts(await self._meetings(passage), passage)
        if passage.complete:
            return tuple(replace(draft, people=passage.names) for draft in drafts[:1])
        if not passage.certain or passage.alone or not drafts or any(len(set(draft.people)) > 1 for draft in drafts):
            return drafts
        # The words leave no doubt that people meet, and it names one of them.
        stricter = replace(passage, fewest=2)
        try:
            return believed_drafts(await self._meetings(stricter), stricter)
        except InvalidAnswerError:
            return drafts

    async def _meetings(self, passage: Passage) -> Reply[PassageAnswer]:
        messages = passage_messages(passage)
        try:
            return await self._ask(messages, passage_form(passage))
        except InvalidAnswerError:
            if not passage.certain:
                raise
            # The model insists that there is no meeting, and may be right: the words alone made it certain.
            return await self._ask(messages, passage_form(replace(passage, certain=False)))

    async def _topics(self, occasion: Occasion, occasions: list[Occasion]) -> tuple[TopicDraft | FoundTopic, ...]:
        """Take the topics that sentences list; ask about sentences that speak of topics in another way."""
        tables = [Table.of(occasion, index, self.article) for index in discussed_in(occasion, occasions, self.article)]
        listed = [topic for table in tables for topic in table.topics]
        if listed:
            # Beside others, what fits no category is mostly no topic, unless it stands in one list with them.
            known = [topic for topic in listed if topic.category is not TopicCategory.OTHER]
            kept = [topic for topic in listed if topic in known or topic.is_sure]
            listed = listed if len(known) < 2 else known if len(kept) > MAX_TOPICS else kept  # noqa: PLR2004 - two topics
            return tuple(listed[:MAX_TOPICS])
        if occasion is occasions[0] and (told := told_in_headline(occasion, self.article)):
            return told[:MAX_TOPICS]
        text = " ".join(table.text for table in tables if not table.is_beside)
        if not offers("topic", text, self.article.language):
            reporting = dict.fromkeys(self.article.sentences[report.sentence].text for report in occasion.reports)
            return tuple(topic for text in reporting for topic in topics_in_names(text, self.article.language))
        people = [member.name for member in occasion.participants]
        return (await self._ask(topics_messages(people, text), TopicsAnswer)).value.topics

    async def _whole(self, messages: list[ChatMessage], form: type[WholeArticleAnswer]) -> WholeArticleAnswer:
        return (await self._ask(messages, form, max_tokens=MAX_WHOLE_ANSWER_TOKENS)).value

    async def _ask(
        self, messages: list[ChatMessage], form: type[AnswerT], *, max_tokens: int = MAX_ANSWER_TOKENS
    ) -> Reply[AnswerT]:
        return await ask_until_valid(
            self.model, messages, form, meter=self.meter, max_tokens=max_tokens, max_reasks=self.max_reasks
        )
