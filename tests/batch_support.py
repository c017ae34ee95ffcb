"""Articles and a language model for tests of batches."""

import asyncio
import json
import random

from llmextract.corpus.batch import arun_batch
from llmextract.corpus.store import Store
from llmextract.extraction.extractor import Extractor
from llmextract.llm.base import Reply

_WORDS = """
fisheries harbour railway customs tariff visa water border pipeline satellite grain wheat timber copper lithium
tourism airport vaccine museum orchestra football language school scholarship refugee ceasefire prisoner mine
convoy corridor treaty protocol annex charter quota licence ferry tunnel bridge dam canal reef forest glacier
"""
WORDS = _WORDS.split()

_PEOPLE = [{"name": name, "attendance": "confirmed"} for name in ("Ada Novak", "Juan Ortega")]
ANSWER = json.dumps(
    {
        "meetings": [
            {
                "sentences": [1],
                "people": _PEOPLE,
                "format": "in_person",
                "status": "held",
                "when": "on Monday",
                "where": "Santiago",
                "topics": [],
            }
        ]
    }
)
"""What is right about each of the stories, where one question is asked about the whole article."""


def story(number, *, seed=0):
    """Return the text of an article unlike any other, with its number in it."""
    chance = random.Random(f"{seed}-{number}")  # noqa: S311 - words, not secrets
    about = " ".join(chance.choices(WORDS, k=30))
    return (
        f"Foreign Minister Ada Novak of Slovenia met President Juan Ortega of Chile in Santiago on Monday to discuss "
        f"dossier {number:05}.\n\nThe talks touched on {about}, the ministry said.\n"
    )


def write_stories(folder, numbers):
    """Write articles into a folder, one a file, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:05}.txt" for number in numbers]
    for number, path in zip(numbers, paths, strict=True):
        path.write_text(story(number), encoding="utf-8")
    return [str(path) for path in paths]


class Fitting:
    """A language model that is right about the stories; every question costs 120 tokens and, here, a cent.

    Args:
        cost_usd: Of a question.
        fail: From the text of a question to the error to raise, or ``None``.
        seconds: How long an answer takes.
    """

    name = "fitting/one"

    def __init__(self, *, cost_usd=0.01, fail=lambda _: None, seconds=0.0):
        self.cost_usd = cost_usd
        self.fail = fail
        self.seconds = seconds
        self.asked = []
        self.closed = 0

    async def ask(self, messages, form, *, meter, max_tokens):  # noqa: ARG002 - of the interface
        question = "\n".join(message["content"] for message in messages if message["role"] == "user")
        self.asked.append(question)
        meter.requests += 1
        await asyncio.sleep(self.seconds)
        meter.add(prompt=100, cached=0, completion=20, cost_usd=self.cost_usd)
        if (error := self.fail(question)) is not None:
            raise error
        return Reply(form.model_validate_json(ANSWER), ANSWER)

    async def aclose(self):
        self.closed += 1


def extractor(model, **settings):
    """Make an extractor that puts one question about each article."""
    return Extractor(language_model=model, **{"effort": "low", **settings})


def run(store_path, items, model, options=None, **more):
    """Run a batch on the store at a path and return its tally."""

    async def work(store):
        return await arun_batch(extractor(model), items, store, options, **more)

    with Store.open(store_path, exclusive=True) as store:
        return asyncio.run(work(store))


def content(path):
    """Return what a store holds, but for moments, durations and numbers of runs, in an order of its own."""
    with Store.open(path, create=False) as store:
        rows = store.connection.execute
        records = sorted(
            json.dumps({**json.loads(record.model_dump_json()), "run": record.run.model}, sort_keys=True)
            for record in store.records()
        )
        return {
            "articles": [tuple(row) for row in rows("SELECT id, sha256, source, duplicate_of, text FROM articles")],
            "sources": [tuple(row) for row in rows("SELECT source, fingerprint, article_id, is_current FROM sources")],
            "attempts": sorted(
                tuple(row) for row in rows("SELECT key, state, article_id FROM attempts WHERE state <> 'stopped'")
            ),
            "records": records,
        }
