"""langextract, used as its documentation recommends: a task description, worked examples, its OpenAI provider."""

from __future__ import annotations

import importlib
import time
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from benchmarks.quality.langextract_answers import read_answer
from llmextract.errors import ModelError
from llmextract.evaluation.baseline import MAX_ANSWER_TOKENS
from llmextract.evaluation.plain_answer import CATEGORIES, MEETING_DEFINITION, described, user_message
from llmextract.evaluation.plain_record import hash_prompt, make_record
from llmextract.extraction.run_figures import run_figures
from llmextract.llm.base import Meter
from llmextract.llm.completion import count_tokens
from llmextract.llm.faults import RequestFault, Server, public_error, read_fault
from llmextract.schemas import Actor, Attendance, Meeting, MeetingDate, Place, Topic

if TYPE_CHECKING:
    from llmextract.articles.article import Article
    from llmextract.schemas import Extraction
    from llmextract.settings import Endpoint

WHOLE_ARTICLE = 20_000
"""Characters in one question. langextract's default, 1000, is for long documents and would part what belongs together:
the facts of one meeting stand all over a news article, and extractions of several parts are never joined."""

_ATTRIBUTES = (
    "status",
    "format",
    "participants",
    "unconfirmed_participants",
    "denied_participants",
    "date",
    "date_text",
    "city",
    "country",
    "venue",
    "topics",
    "sources",
)


def prompt_description() -> str:
    """Return the description of the task: the codebook's words, as for the others."""
    attendance = " or ".join(repr(f"{each.value}_participants") for each in Attendance if each != Attendance.CONFIRMED)
    return (
        "Extract every diplomatic meeting that the article reports, in order of appearance; none if there is none.\n\n"
        f"{MEETING_DEFINITION}\n\n"
        "The text of an extraction is a verbatim quote that shows that the meeting is reported. Its attributes:\n"
        f"- status: {described(Meeting, 'status')}\n"
        f"- format: {described(Meeting, 'format')}\n"
        f"- participants: {described(Meeting, 'participants')} Each as 'Name (role, country)'. "
        f"Name: {described(Actor, 'name')} Country: {described(Actor, 'country')}\n"
        f"- {attendance}: the names of those of whom the article says that it is not sure or not true that they take "
        "part.\n"
        f"- date: {described(MeetingDate, 'start')} Several days as first/last.\n"
        f"- date_text: {described(MeetingDate, 'text')}\n"
        f"- city: {described(Place, 'city')}\n"
        f"- country: {described(Place, 'country')}\n"
        f"- venue: {described(Place, 'venue')}\n"
        f"- topics: {described(Meeting, 'topics')} Each as 'label (category)'. Label: {described(Topic, 'label')} "
        f"Category: {CATEGORIES}.\n"
        f"- sources: {described(Meeting, 'sources')} Each as 'name (stance)'; stance: asserts, denies or "
        "declines_to_confirm."
    )


def worked_examples() -> list[dict[str, Any]]:
    """Return the worked examples: publication date, text, and meetings with their quote and attributes."""
    data = tomllib.loads(files("benchmarks.quality").joinpath("examples.toml").read_text(encoding="utf-8"))
    return [
        {
            "text": user_message(example["text"].strip(), example["published"]),
            "meetings": [
                (meeting["quote"], {name: meeting.get(name) for name in _ATTRIBUTES}) for meeting in example["meetings"]
            ],
        }
        for example in data["example"]
    ]


class LangExtract:
    """langextract, asking a model behind an OpenAI-compatible endpoint.

    Attributes:
        name: What records call the model.
        prompt_hash: Which prompt it asks with, as its records say.

    Args:
        place: Where the model is.
        timeout: Longest wait for one answer, in seconds.
        characters: Most characters of an article in one question (``max_char_buffer``).

    Raises:
        ImportError: langextract is not installed.
    """

    def __init__(self, place: Endpoint, *, timeout: float, characters: int = WHOLE_ARTICLE) -> None:
        # By name, so that types can be checked where it is not installed.
        langextract: Any = importlib.import_module("langextract")
        factory: Any = importlib.import_module("langextract.factory")
        validation: Any = importlib.import_module("langextract.prompt_validation")
        data = langextract.data
        self._extract = langextract.extract
        self._failure: type[Exception] = langextract.exceptions.LangExtractError
        self._no_validation = validation.PromptValidationLevel.OFF  # it fails on an example without extractions
        self._description = prompt_description()
        self._examples = [
            data.ExampleData(
                text=example["text"],
                extractions=[
                    data.Extraction(extraction_class="meeting", extraction_text=quote, attributes=attributes)
                    for quote, attributes in example["meetings"]
                ],
            )
            for example in worked_examples()
        ]
        self.name = place.name
        self.prompt_hash = hash_prompt(self._description, repr(worked_examples()), str(characters))
        self._characters = characters
        self._meter = Meter()
        key = place.api_key.get_secret_value() if place.api_key else ""
        self._server = Server(model=place.model, base_url=place.base_url, key_variable=place.key_variable, secret=key)
        self._model = factory.create_model(
            factory.ModelConfig(
                model_id=place.model,
                provider="openai",
                provider_kwargs={
                    "api_key": key or "none",
                    "base_url": place.base_url,
                    "temperature": 0.0,
                    "max_output_tokens": MAX_ANSWER_TOKENS,
                    "max_workers": 1,
                },
            ),
            examples=self._examples,
            use_schema_constraints=True,
        )
        self._model._client = self._watched(self._model._client.with_options(timeout=timeout))  # noqa: SLF001

    async def aextract(self, article: Article) -> Extraction:
        """Extract the record of one article; the event loop waits meanwhile, for langextract blocks.

        Args:
            article: The article.

        Raises:
            ModelError: The endpoint failed, or langextract gave up.
        """
        self._meter = Meter()
        started = time.perf_counter()
        failure: ModelError
        try:
            found = self._extract(
                user_message(article.text, article.published),
                prompt_description=self._description,
                examples=self._examples,
                model=self._model,
                use_schema_constraints=False,  # the model has them already
                max_char_buffer=self._characters,
                max_workers=1,
                show_progress=False,
                prompt_validation_level=self._no_validation,
            )
        except self._failure as error:
            failure = self._error(error)
        else:
            run = run_figures(
                self._meter,
                model=self.name,
                prompt_hash=self.prompt_hash,
                seconds=time.perf_counter() - started,
            )
            return make_record(read_answer(found.extractions or ()), article, run)
        failure.article = article.source
        raise failure

    async def aclose(self) -> None:
        """Release connections."""
        self._model._client.close()  # noqa: SLF001

    def _watched(self, client: Any) -> Any:  # noqa: ANN401
        """Count what the client's answers cost; langextract does not say."""
        completions = client.chat.completions
        create = completions.create

        def counted(**request: Any) -> Any:  # noqa: ANN401
            self._meter.requests += 1
            completion = create(**request)
            prompt, cached, answered = count_tokens(completion) or (0, 0, 0)
            self._meter.add(prompt=prompt, cached=cached, completion=answered, cost_usd=None)
            return completion

        completions.create = counted
        return client

    def _error(self, error: Exception) -> ModelError:
        import openai

        original = getattr(error, "original", None)
        fault = read_fault(original, self._server) if isinstance(original, openai.APIError) else None
        if isinstance(fault, RequestFault):
            return public_error(fault, self._server)
        return ModelError(f"langextract: {self._server.clean(str(error))}")
