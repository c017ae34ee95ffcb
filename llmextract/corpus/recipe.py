"""What decides a record: the text and its day on one side, how the model is asked on the other."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from typing import Self

    from llmextract.extraction.extractor import Extractor


@dataclass(frozen=True)
class Recipe:
    """How records are made.

    Attributes:
        model: What records call the model.
        effort: How much is asked about an article.
        prompt_hash: Tells which prompt files.
        schema_hash: Tells which form of the record.
    """

    model: str
    effort: str
    prompt_hash: str
    schema_hash: str

    @classmethod
    def of(cls, extractor: Extractor) -> Self:
        """Return the recipe that an extractor follows."""
        from llmextract.prompting.files import prompt_hash

        return cls(extractor.language_model.name, extractor.effort, prompt_hash(), schema_hash())

    def key(self, sha256: str, published: datetime.date | None, language: str | None) -> str:
        """Return what names the record of an article by this recipe: the same key, the same work.

        Args:
            sha256: Of the text.
            published: Publication date.
            language: ISO 639-1 code, where the user gives it; a language that was detected follows from the text.

        Returns:
            64 hexadecimal digits.
        """
        day = None if published is None else published.isoformat()
        parts = [sha256, day, language, self.model, self.effort, self.prompt_hash, self.schema_hash]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@cache
def schema_hash() -> str:
    """Return the first 12 hexadecimal digits of the SHA-256 of the record's JSON schema."""
    from llmextract.schema_files import schema_texts

    return hashlib.sha256(schema_texts()["extraction.schema.json"].encode()).hexdigest()[:12]
