"""One article in, one record out: choose what to ask, ask, put the answers together, make the record."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from llmextract._version import __version__
from llmextract.errors import InvalidAnswerError, LlmextractError
from llmextract.extraction.asking import ask_until_valid
from llmextract.extraction.cast import build_cast
from llmextract.extraction.contests import concerned, find_contests
from llmextract.extraction.occasions import Occasion, Report, distinct, following, gather
from llmextract.extraction.passages import choose_passages, offers
from llmextract.extraction.records import RecordMaker
from llmextract.llm.base import Meter
from llmextract.prompting.files import prompt_hash
from llmextract.prompting.passage import passage_form, passage_messages
from llmextract.prompting.topics import TopicDraft, TopicsAnswer, topics_messages
from llmextract.schemas import Extraction, Run

if TYPE_CHECKING:
    from llmextract.articles.article import Article
    from llmextract.extraction.cast import Cast
    from llmextract.llm.base import AnswerT, ChatMessage, LanguageModel
    from llmextract.prompting.passage import Passage, PassageAnswer

MAX_ANSWER_TOKENS = 700


async def extract_record(
    article: Article, model: LanguageModel, *, max_reasks: int, meter: Meter | None = None
) -> Extraction:
    """Draw the record of one article.

    Args:
        article: The article.
        model: The language model to ask.
        max_reasks: How often an answer that does not validate is asked for again.
        meter: Counts the cost; pass one to know it also when this raises.

    Returns:
        The record.

    Raises:
        ModelError: The model gave no usable answer; the error's ``article`` names the article.
    """
    meter = Meter() if meter is None else meter
    started = time.perf_counter()
    cast = build_cast(article)
    try:
        occasions = await _Questions(article, cast, model, meter, max_reasks).occasions()
    except LlmextractError as error:
        error.article = error.article or article.source
        raise
    maker = RecordMaker(article, cast)
    meetings = maker.meetings(occasions)
    return Extraction(
        article=article.info(),
        actors=maker.actors(),
        meetings=meetings,
        warnings=tuple(maker.warnings),
        run=Run(
            model=model.name,
            prompt_hash=prompt_hash(),
            requests=meter.requests,
            retries=meter.retries,
            prompt_tokens=meter.prompt_tokens,
            cached_tokens=meter.cached_tokens,
            completion_tokens=meter.completion_tokens,
            seconds=round(time.perf_counter() - started, 3),
            cost_usd=meter.cost_usd,
            llmextract_version=__version__,
        ),
    )


@dataclass(frozen=True)
class _Questions:
    """The questions about one article, and where their answers lead."""

    article: Article
    cast: Cast
    model: LanguageModel
    meter: Meter
    max_reasks: int

    async def occasions(self) -> list[Occasion]:
        """Ask which meetings each sentence reports, put them together, and ask what each was about."""
        reports: list[Report] = []
        for asked in choose_passages(self.article, self.cast):
            answer = await self._meetings(asked.passage)
            reports += distinct(Report.of(asked, draft, self.article) for draft in answer.drafts())
        occasions = gather(reports)
        for contest in find_contests(self.article, self.cast):
            occasion = concerned(contest, occasions)
            if occasion is not None:
                occasion.contests.append(contest)
        for occasion in occasions:
            if not occasion.is_one_sided:
                occasion.topics = await self._topics(occasion, occasions)
        return occasions

    async def _meetings(self, passage: Passage) -> PassageAnswer:
        messages = passage_messages(passage)
        try:
            return await self._ask(messages, passage_form(passage))
        except InvalidAnswerError:
            if not passage.certain:
                raise
            # The model insists that there is no meeting, and may be right: the words alone made it certain.
            return await self._ask(messages, passage_form(replace(passage, certain=False)))

    async def _topics(self, occasion: Occasion, occasions: list[Occasion]) -> tuple[TopicDraft, ...]:
        sentences = following(occasion, occasions, len(self.article.sentences))
        text = " ".join(self.article.sentences[index].text for index in sentences)
        if not offers("topic", text, self.article.language):
            return ()
        people = [member.name for member in occasion.participants]
        return (await self._ask(topics_messages(people, text), TopicsAnswer)).topics

    async def _ask(self, messages: list[ChatMessage], form: type[AnswerT]) -> AnswerT:
        return await ask_until_valid(
            self.model,
            messages,
            form,
            meter=self.meter,
            max_tokens=MAX_ANSWER_TOKENS,
            max_reasks=self.max_reasks,
        )
