"""The systems that are compared, all asking the same model."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.quality.langextract_system import LangExtract
from llmextract import Extractor
from llmextract._version import __version__
from llmextract.errors import ConfigurationError
from llmextract.evaluation import Recipe
from llmextract.evaluation.baseline import PlainInstructor
from llmextract.llm.opening import start_embedded
from llmextract.prompting.files import prompt_hash
from llmextract.settings import Embedded, load_settings, resolve_endpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AsyncExitStack

    from llmextract.evaluation import ArticleExtractor

NAMES = ("ours", "instructor", "langextract")

CONTEXT = 16_384
"""Tokens: the peers put the whole article into one question, and the whole record into one answer."""

BUDGET = 3600.0
"""Seconds for one question. Nobody is to fail because the machine is slow."""

_PACKAGES = ("llmextract", "instructor", "openai", "langextract", "xllamacpp")


@dataclass(frozen=True)
class System:
    """One of those compared.

    Attributes:
        name: One of `NAMES`.
        extractor: Makes the records.
        recipe: What records that are there already must have been made with.
    """

    name: str
    extractor: ArticleExtractor
    recipe: Recipe


def bench_settings(*, model: str | None, base_url: str | None, context: int, budget: float) -> dict[str, Any]:
    """Return the settings that all systems get.

    Args:
        model: As for `llmextract.Extractor`.
        base_url: As for `llmextract.Extractor`.
        context: Of the embedded model, in tokens.
        budget: Longest time for one question, in seconds; for one answer as well.
    """
    return {"model": model, "base_url": base_url, "context": context, "budget": budget, "timeout": budget}


async def open_systems(
    stack: AsyncExitStack, names: Sequence[str], overrides: dict[str, Any], *, characters: int
) -> list[System]:
    """Make the systems ready; the embedded model, if it is the one to ask, is started once, before any of them.

    Args:
        stack: Closes them.
        names: Some of `NAMES`.
        overrides: What `bench_settings` gives.
        characters: Most characters of an article in one question of langextract.

    Returns:
        The systems, in the order of their names.

    Raises:
        ConfigurationError: A name or a setting is wrong, or langextract is not installed.
        EmbeddedModelError: The embedded model can't be fetched or started.
    """
    if unknown := set(names) - set(NAMES):
        raise ConfigurationError(f"there is no system {', '.join(sorted(unknown))}", hint=f"known: {', '.join(NAMES)}")
    if "langextract" in names and importlib.util.find_spec("langextract") is None:
        raise ConfigurationError(
            "langextract is not installed", hint="pip install -e '.[bench]', or leave it out with --systems"
        )
    settings = load_settings(overrides)
    place = resolve_endpoint(settings)
    endpoint = await start_embedded(place, settings) if isinstance(place, Embedded) else place
    make: dict[str, Callable[[], Extractor | PlainInstructor | LangExtract]] = {
        "ours": lambda: Extractor(**overrides, keep_answers=False),
        "instructor": lambda: PlainInstructor(settings),
        "langextract": lambda: LangExtract(endpoint, timeout=settings.timeout, characters=characters),
    }
    systems = []
    for name in dict.fromkeys(names):
        asked = make[name]()
        stack.push_async_callback(asked.aclose)
        systems.append(System(name, asked, _recipe(asked)))
    return systems


def describe_run(overrides: dict[str, Any], *, characters: int) -> dict[str, Any]:
    """Return what the results depend on: the model and the settings, and the version of everything.

    Args:
        overrides: What `bench_settings` gives.
        characters: See `open_systems`.
    """
    settings = load_settings(overrides)
    versions = {name: version for name in _PACKAGES if (version := _version(name))}
    return {
        **settings.model_dump(include={"model", "base_url", "context", "temperature"}),
        "langextract_characters": characters,
        "versions": versions,
    }


def _recipe(asked: Extractor | PlainInstructor | LangExtract) -> Recipe:
    if isinstance(asked, Extractor):
        return Recipe(asked.language_model.name, prompt_hash(), __version__)
    return Recipe(asked.name, asked.prompt_hash, __version__)


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
