"""A language model that gives any answer its form allows, and fills free fields with lies."""

import random

from pydantic import ValidationError

from llmextract.errors import InvalidAnswerError
from llmextract.llm.base import Reply

INVENTED = ("Zebulon Nowhere", "the Nowhere summit", "next Nowhere day")
"""What stands in no article."""


class LyingModel:
    """Answers every question with something that its JSON schema allows, chosen at random.

    Args:
        seed: Of the choices.
        words: What it writes into free fields, beside `INVENTED`.
    """

    name = "lying/one"

    def __init__(self, seed, words=()):
        self._dice = random.Random(seed)  # noqa: S311 - no secret
        self._words = (*INVENTED, *words)
        self.questions = []

    async def ask(self, messages, form, *, meter, max_tokens):
        assert max_tokens > 0
        self.questions.append(list(messages))
        meter.requests += 1
        meter.add(prompt=1, cached=0, completion=1, cost_usd=0.0)
        schema = form.model_json_schema()
        for _ in range(20):
            made = self._made(schema, schema.get("$defs", {}))
            try:
                value = form.model_validate(made, strict=False)
            except ValidationError:
                continue
            return Reply(value, value.model_dump_json())
        raise InvalidAnswerError("no answer fits", problems=("no answer fits",), raw="{}")

    async def aclose(self):
        """Hold nothing."""

    def _made(self, schema, definitions):
        if "$ref" in schema:
            return self._made(definitions[schema["$ref"].rpartition("/")[2]], definitions)
        if "anyOf" in schema:
            return self._made(self._dice.choice(schema["anyOf"]), definitions)
        if "const" in schema or "enum" in schema:
            return self._dice.choice(schema.get("enum", [schema.get("const")]))
        if schema["type"] == "object":
            return {name: self._made(part, definitions) for name, part in schema["properties"].items()}
        if schema["type"] == "array":
            low, high = schema.get("minItems", 0), schema.get("maxItems", 4)
            wanted = self._dice.randint(min(low, high), min(high, low + 4))
            return [self._made(schema["items"], definitions) for _ in range(wanted)]
        return {
            "integer": self._dice.randint(schema.get("minimum", 0), schema.get("maximum", 9)),
            "string": self._dice.choice(self._words)[: schema.get("maxLength", 100)],
            "null": None,
        }[schema["type"]]
