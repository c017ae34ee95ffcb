"""What one worker process of a job does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llmextract.articles.article import Article
from llmextract.articles.reading import article_from_text
from llmextract.errors import AuthenticationError, EmbeddedModelError, LlmextractError, ModelNotFoundError
from llmextract.extraction.extractor import Outcome
from llmextract.ray.tables import result_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from llmextract.extraction.extractor import Extractor
    from llmextract.ray.tables import Columns

HOPELESS = (AuthenticationError, EmbeddedModelError, ModelNotFoundError)
"""What would fail for every article alike: the whole job ends, instead of spelling it out in each row."""


class ArticleWorker:
    """What one worker process does: it makes a table of outcomes of each table of articles.

    Args:
        extractor: The extractor, as it comes out of its pickle.
        columns: Which columns hold what.
        concurrency: How many articles are worked on at a time.
    """

    def __init__(self, extractor: Extractor, columns: Columns, concurrency: int) -> None:
        self._extractor = extractor
        self._columns = columns
        self._concurrency = concurrency

    def __call__(self, batch: pa.Table) -> pa.Table:
        """Extract the articles of one batch.

        Args:
            batch: The articles.

        Returns:
            Their outcomes in the same order, with the columns that `extract_dataset` describes.

        Raises:
            ModelError: Every article would fail alike.
        """
        import pyarrow as pa

        rows = batch.to_pylist()
        read = [self._read(row) for row in rows]
        outcomes = self._extractor.extract_many(
            (article for article in read if not isinstance(article, LlmextractError)), concurrency=self._concurrency
        )
        done = [
            self._failed_to_read(row, article)
            if isinstance(article, LlmextractError)
            else self._done(row, next(outcomes))
            for row, article in zip(rows, read, strict=True)
        ]
        return pa.Table.from_pylist(done, schema=result_schema())

    def _read(self, row: Mapping[str, Any]) -> Article | LlmextractError:
        columns = self._columns
        text = row[columns.text]
        named = row[columns.id] if columns.id else None
        try:
            return article_from_text(
                text if isinstance(text, str) else "",
                source="<text>" if named is None else str(named),
                published=row[columns.published] if columns.published else None,
            )
        except LlmextractError as error:
            return error

    def _failed_to_read(self, row: Mapping[str, Any], error: LlmextractError) -> dict[str, Any]:
        text = row[self._columns.text]
        return self._done(row, Outcome(Article(text if isinstance(text, str) else ""), error=error))

    def _done(self, row: Mapping[str, Any], outcome: Outcome) -> dict[str, Any]:
        record, error, cost = outcome.extraction, outcome.error, outcome.cost
        if isinstance(error, HOPELESS):
            raise error
        named = row[self._columns.id] if self._columns.id else None
        return {
            "id": outcome.article.sha256[:16] if named is None else str(named),
            "sha256": outcome.article.sha256,
            "record": record.model_dump_json() if record else None,
            "meetings": len(record.meetings) if record else None,
            "error": str(error) if error else None,
            "error_kind": type(error).__name__ if error else None,
            "requests": cost.requests,
            "retries": cost.retries,
            "prompt_tokens": cost.prompt_tokens,
            "cached_tokens": cost.cached_tokens,
            "completion_tokens": cost.completion_tokens,
            "cost_usd": cost.cost_usd,
        }
