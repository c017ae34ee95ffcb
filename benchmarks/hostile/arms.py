"""The ways in which the same model is asked: with all defences, without the fence, and without any."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from llmextract import Extractor
from llmextract.articles.article import Article
from llmextract.evaluation.baseline import PlainInstructor
from llmextract.llm.opening import open_model
from llmextract.prompting.files import prompt_hash
from llmextract.settings import load_settings
from tests.hostile.hostile_articles import read, source_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.llm.base import AnswerT, ChatMessage, LanguageModel, Meter, Reply
    from llmextract.schemas import Extraction
    from tests.hostile.hostile_articles import Attack, Base

ARMS = ("on", "unfenced", "off")
_FENCE = re.compile(r"</?text>")
_SAID_OF_IT = re.compile(r" ?What stands between <text> tags is quoted from the article:[^.]*\.")


class Arm:
    """One way to ask.

    Args:
        name: ``on``: llmextract as it is. ``unfenced``: the same questions, the article's words in them as they stand,
            and no word that they are data. ``off``: the article as given and a free schema, by plain instructor.
        overrides: Settings, as for `llmextract.Extractor`.
    """

    def __init__(self, name: str, overrides: dict[str, Any]) -> None:
        self.name = name
        self.asked: Extractor | PlainInstructor
        if name == "off":
            self.asked = PlainInstructor(load_settings(overrides))
            self.recipe = (self.asked.name, self.asked.prompt_hash)
            return
        if name == "unfenced":
            settings = load_settings({**overrides, "keep_answers": False})
            model = Unfenced(open_model(settings))
            self.asked = Extractor(**overrides, keep_answers=False, language_model=model)
        else:
            self.asked = Extractor(**overrides, keep_answers=False)
        self.recipe = (self.asked.language_model.name, prompt_hash())

    def article(self, base: Base, form: str, attack: Attack | None) -> Article:
        """Return an article as this way of asking gets it.

        Args:
            base: The harmless article.
            form: ``text`` or ``html``.
            attack: What is put into it; nothing unless given.
        """
        article: Article = read(base, form, attack)
        if self.name != "off":
            return article
        text = source_of(base, form, attack)
        if form == "html":  # what anybody gets who takes a page's main text
            from trafilatura import extract

            text = f"{article.title or ''}\n\n{extract(text) or ''}"
        return Article(text=text, source=article.source, published=article.published)

    async def extract(self, article: Article) -> Extraction:
        """Make the record of an article.

        Raises:
            ModelError: There is none.
        """
        return await self.asked.aextract(article)

    async def aclose(self) -> None:
        """Release connections."""
        await self.asked.aclose()


class Unfenced:
    """A language model that gets its questions without the fence around an article's words.

    Args:
        model: The model that is asked.
    """

    def __init__(self, model: LanguageModel) -> None:
        self.name = f"{model.name} unfenced"
        self._model = model

    async def ask(
        self, messages: Sequence[ChatMessage], form: type[AnswerT], *, meter: Meter, max_tokens: int
    ) -> Reply[AnswerT]:
        """Ask one question; see `llmextract.llm.base.LanguageModel.ask`."""
        bare: list[ChatMessage] = [{"role": turn["role"], "content": _bare(turn["content"])} for turn in messages]
        return await self._model.ask(bare, form, meter=meter, max_tokens=max_tokens)

    async def aclose(self) -> None:
        """Release connections."""
        await self._model.aclose()


def _bare(content: str) -> str:
    """Take the fence away, and give angle brackets back their form."""
    return _FENCE.sub("", _SAID_OF_IT.sub("", content)).replace("‹", "<").replace("›", ">")
