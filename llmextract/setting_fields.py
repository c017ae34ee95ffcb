"""What can be set, and to what."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from llmextract.schemas import Effort

Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
KvType = Literal["f16", "q8_0"]


class Settings(BaseModel):
    """Everything that can be set.

    Attributes:
        model: The language model: ``local/NAME``, ``openai/NAME``, ``ollama/NAME``, or the name that the server at
            ``base_url`` knows.
        base_url: Address of an OpenAI-compatible endpoint, up to and including ``/v1``.
        api_key_env: Name of the environment variable that holds the key for it, in place of ``LLMEXTRACT_API_KEY``.
        api_key_file: A file that holds the key and that nobody else may read.
        api_key_keyring: Name under which the system's keyring holds the key, for the service ``llmextract``.
        timeout: Longest wait for one answer, in seconds.
        budget: Longest time for one question, retries included, in seconds.
        max_retries: Most retries of a request after a transport fault.
        max_reasks: How often an answer that does not validate is asked for again.
        temperature: Sampling temperature; 0 for the likeliest answer.
        context: Context of the embedded model, in tokens of one question and its answer; 8192 when not set, half of it
            where memory is short.
        threads: Threads of the embedded model; one for each physical core when not set.
        prices: A price table of one's own, in the form of ``llmextract/llm/prices.json``.
        effort: How much is asked about an article. ``low``: one question for all of it (for large models, and where
            each request costs); ``normal``: one for each clause that may report a meeting (for small models);
            ``high``: both, and what they agree on. By the model when not set: see `resolve_effort`.
        keep_answers: Whether the embedded model's answers are kept on disk, so that what was asked once is not asked
            again.
        embedded_batch: Tokens that the embedded model computes in one pass at most; by `embedded_parallel` when not
            set.
        embedded_flash_attention: Whether the embedded model's attention is computed in one step, which needs less
            memory; left to the runtime when not set.
        embedded_kv_type: Numbers in which the embedded model keeps what it has read: ``f16``, or ``q8_0``, which takes
            half the memory, needs flash attention, and may change answers. ``f16`` when not set.
        embedded_repack: Whether the weights of the embedded model are put into another order when it starts, which
            takes memory. When not set, by the runtime's build and the free memory.
        embedded_parallel: How many questions the embedded model answers at a time; 1 when not set.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    model: Annotated[str, StringConstraints(min_length=1)] = "local/qwen2.5-coder-1.5b"
    base_url: str | None = None
    api_key_env: VariableName | None = None
    api_key_file: Path | None = None
    api_key_keyring: Annotated[str, StringConstraints(min_length=1)] | None = None
    timeout: Seconds = 120.0
    budget: Seconds = 600.0
    max_retries: Annotated[int, Field(ge=0, le=100)] = 5
    max_reasks: Annotated[int, Field(ge=0, le=10)] = 2
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    context: Annotated[int, Field(ge=512)] | None = None
    threads: Annotated[int, Field(ge=1, le=1024)] | None = None
    prices: Path | None = None
    effort: Effort | None = None
    keep_answers: bool = True
    embedded_batch: Annotated[int, Field(ge=8, le=4096)] | None = None
    embedded_flash_attention: bool | None = None
    embedded_kv_type: KvType | None = None
    embedded_repack: bool | None = None
    embedded_parallel: Annotated[int, Field(ge=1, le=16)] | None = None

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            parts = urlsplit(value)
            complete = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        except ValueError:
            complete = False
        if not complete:
            raise ValueError("should be an address such as http://localhost:8080/v1")
        return value.rstrip("/")

    @field_validator("embedded_kv_type")
    @classmethod
    def _can_be_computed(cls, value: KvType | None, others: ValidationInfo) -> KvType | None:
        if value == "q8_0" and others.data.get("embedded_flash_attention") is False:
            raise ValueError("q8_0 needs 'embedded_flash_attention', which is switched off")
        return value
