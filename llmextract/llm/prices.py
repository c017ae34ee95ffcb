"""What a request costs: list prices of well-known models, as data, and a user's own on top of them.

The table (``prices.json``) holds the prices of the model's maker for the standard tier; a reseller may charge
otherwise. A model that is not in it has no known cost, which is said as such (``None``) and never guessed. A table of
one's own has the same form: ``{"prices": {"NAME": {"input": 1.0, "cached_input": 0.1, "output": 2.0}}}``.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from llmextract.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DATED = re.compile(r"-(?:20\d{2}-\d{2}-\d{2}|20\d{6}|latest)$")
_OWN_MACHINE = ("local/", "ollama/")
_MILLION = 1_000_000

Dollars = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Price(BaseModel):
    """What a model costs, in US dollars per million tokens.

    Attributes:
        input: Tokens of the prompt.
        cached_input: Tokens of the prompt that the server had in its cache; ``None`` where they cost the same.
        output: Tokens answered, thinking included.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Dollars
    cached_input: Dollars | None = None
    output: Dollars

    def cost(self, *, prompt: int, cached: int, completion: int) -> float:
        """Return the price of one request.

        Args:
            prompt: Tokens of the prompt, the cached ones included.
            cached: Those of them that came from the server's cache.
            completion: Tokens answered.

        Returns:
            US dollars.
        """
        cached = min(cached, prompt)
        cached_price = self.input if self.cached_input is None else self.cached_input
        total = (prompt - cached) * self.input + cached * cached_price + completion * self.output
        return total / _MILLION


FREE = Price(input=0.0, output=0.0)
"""A model on one's own machine."""


class _TableFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    as_of: str = ""
    source: str = ""
    prices: dict[str, Price]


@dataclass(frozen=True)
class PriceTable:
    """Prices by model.

    Attributes:
        prices: Prices by name, with or without the provider in front.
        as_of: The day on which the prices were looked up, ISO 8601.
        source: Where they come from.
    """

    prices: Mapping[str, Price]
    as_of: str = ""
    source: str = ""
    _index: dict[str, Price] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, price_ in self.prices.items():
            self._index.setdefault(_key(name).rpartition("/")[2], price_)
        self._index.update({_key(name): price_ for name, price_ in self.prices.items()})

    def price(self, model: str) -> Price | None:
        """Look a model up.

        A dated name (``gpt-4o-mini-2024-07-18``, ``claude-haiku-4-5-20251001``) costs what the name without the date
        costs, unless it is listed itself. A name without a provider is looked up among all of them.

        Args:
            model: Name of the model, ``provider/name`` or ``name``.

        Returns:
            Its price, zero for a model on one's own machine, or ``None`` when it is not known.
        """
        key = _key(model)
        known = self._index.get(key) or self._index.get(_DATED.sub("", key))
        if known is None and key.startswith(_OWN_MACHINE):
            return FREE
        return known


def _key(name: str) -> str:
    """Make ``claude-haiku-4.5`` and ``claude-haiku-4-5`` the same name."""
    return name.strip().lower().replace(".", "-")


def load_prices(path: Path | None = None) -> PriceTable:
    """Load the price table.

    Args:
        path: A table of the user's own, whose prices come before those of the package.

    Returns:
        The table.

    Raises:
        ConfigurationError: The file cannot be read or is not a price table.
    """
    shipped = _shipped_prices()
    if path is None:
        return shipped
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ConfigurationError(f"the price table {path} cannot be read: {reason}") from None
    try:
        own = _TableFile.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise ConfigurationError(
            f"{path} is not a price table: {where + ': ' if where else ''}{first['msg']}",
            hint='the form is {"prices": {"NAME": {"input": 1.0, "cached_input": 0.1, "output": 2.0}}}, '
            "in US dollars per million tokens",
        ) from None
    return PriceTable({**own.prices, **{k: v for k, v in shipped.prices.items() if k not in own.prices}}, own.as_of)


def price(model: str) -> Price | None:
    """Look a model up in the package's own table.

    Args:
        model: Name of the model, ``provider/name`` or ``name``.

    Returns:
        Its price, or ``None`` when it is not known.
    """
    return _shipped_prices().price(model)


@functools.cache
def _shipped_prices() -> PriceTable:
    """Read the table that comes with the package."""
    text = importlib.resources.files("llmextract.llm").joinpath("prices.json").read_text(encoding="utf-8")
    data = json.loads(text)
    prices = {name: Price.model_validate(entry) for name, entry in data["prices"].items()}
    return PriceTable(prices, data["as_of"], data["source"])
